//! Folding: full-width and half-width forms of one character are the same character to a reader.

/// The half-width form of a full-width ASCII character (！ to ～), and a blank for the ideographic space. Every
/// other character is returned as it is, so that a folded text has as many characters as the original.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '﹥' => '>',
        '﹤' => '<',
        _ => c,
    }
}

/// A text with every character in half width.
pub fn to_half_width(text: &str) -> String {
    text.chars().map(half_width).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_is_folded_character_by_character() {
        assert_eq!(to_half_width("２０２５年９５％（一）＞　﹥"), "2025年95%(一)> >");
    }
}
