//! The size of a terminal, as far as it is believed.

/// The smallest and the largest terminal: columns and rows. The largest is more than a wall of screens shows, and what is
/// kept of one takes 5 MB.
const SMALLEST: (u32, u32) = (20, 5);
/// See [`SMALLEST`].
const LARGEST: (u32, u32) = (640, 240);

/// The size of a terminal within what can be one; the usual one where none is told.
pub(super) fn believed(columns: u32, rows: u32) -> (u16, u16) {
    if columns == 0 || rows == 0 {
        return (80, 24);
    }
    let within = |n: u32, low: u32, high: u32| u16::try_from(n.clamp(low, high)).unwrap_or(u16::MAX);
    (within(columns, SMALLEST.0, LARGEST.0), within(rows, SMALLEST.1, LARGEST.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_believed_only_within_what_can_be_a_terminal() {
        assert_eq!(believed(80, 24), (80, 24));
        assert_eq!(believed(0, 0), (80, 24));
        assert_eq!(believed(1, 1), (20, 5));
        assert_eq!(believed(u32::MAX, u32::MAX), (640, 240));
    }
}
