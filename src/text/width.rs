//! Columns: how wide text is on a terminal, and how it is cut, padded and wrapped. (being built)
