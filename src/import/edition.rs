//! Editions: what a new edition of a plan keeps of the old one. (being built)
