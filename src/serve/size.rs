//! Plausible sizes of a terminal.

/// The smallest and the largest accepted terminal as columns and rows. The largest exceeds any real one, and its
/// buffers take 5 MB.
const SMALLEST: (u32, u32) = (20, 5);
/// See [`SMALLEST`].
const LARGEST: (u32, u32) = (640, 240);

/// Returns the size of a terminal, limited to plausible values; a default if it is unknown.
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
    fn impossible_terminal_sizes_are_corrected() {
        assert_eq!(believed(80, 24), (80, 24));
        assert_eq!(believed(0, 0), (80, 24));
        assert_eq!(believed(1, 1), (20, 5));
        assert_eq!(believed(u32::MAX, u32::MAX), (640, 240));
    }
}
