//! Finding the line number of a place in a text without scanning the text each time.

/// The byte offsets of a text's line feeds.
#[derive(Debug, Clone)]
pub struct Lines {
    feeds: Vec<usize>,
}

impl Lines {
    /// Indexes the lines of a text.
    pub fn of(text: &str) -> Lines {
        Lines { feeds: text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(place, _)| place).collect() }
    }

    /// Returns the number, from 1, of the line that contains a byte. A line feed belongs to the line that it ends.
    pub fn line(&self, byte: usize) -> usize {
        1 + self.feeds.partition_point(|feed| *feed < byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_by_any_of_its_bytes() {
        let text = "甲\n\nbc\n";
        let lines = Lines::of(text);
        let found: Vec<usize> = (0..=text.len()).map(|byte| lines.line(byte)).collect();
        assert_eq!(found, [1, 1, 1, 1, 2, 3, 3, 3, 4]);
    }
}
