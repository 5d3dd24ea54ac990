//! Characters of the fonts Symbol and Wingdings, which documents store as codes of the font.

/// Returns the character for a code in a font; codes are plain (`A3`) or in the private use area (`F0A3`). Returns
/// `None` for an unknown one.
pub fn character(font: &str, place: u32) -> Option<char> {
    let place = if (0xF000..=0xF0FF).contains(&place) { place - 0xF000 } else { place };
    let font = font.to_lowercase();
    if place > 0xFF {
        return char::from_u32(place).filter(|c| !is_private(*c));
    }
    let found = if font.starts_with("wingdings") { wingdings(place) } else { symbol(place) };
    found.or_else(|| char::from_u32(place).filter(|c| c.is_ascii_graphic() && !font.starts_with("wingdings")))
}

/// Returns true for a private-use character.
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

fn wingdings(place: u32) -> Option<char> {
    Some(match place {
        0x6C | 0x9F => '●',
        0x6D | 0xA1 | 0xA4 => '○',
        0x6E | 0xA7 => '■',
        0x6F | 0x71 | 0x72 | 0xA8 => '□',
        0x74..=0x76 => '◆',
        0xAB => '★',
        0xB2 => '☆',
        0xD8 => '➢',
        0xE0 | 0xE8 | 0xF0 => '→',
        0xE1 | 0xE9 => '↑',
        0xE2 | 0xEA => '↓',
        0xFB | 0xFD => '☒',
        0xFC => '√',
        0xFE => '☑',
        0x81..=0x8A => char::from_u32(0x2460 + place - 0x81)?,
        _ => return None,
    })
}

fn symbol(place: u32) -> Option<char> {
    const LOWER: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    Some(match place {
        0x61..=0x7A => LOWER.chars().nth((place - 0x61) as usize)?,
        0x44 => 'Δ',
        0x53 => 'Σ',
        0x57 => 'Ω',
        0xA3 => '≤',
        0xA5 => '∞',
        0xAC => '←',
        0xAD => '↑',
        0xAE => '→',
        0xAF => '↓',
        0xB0 => '°',
        0xB1 => '±',
        0xB3 => '≥',
        0xB4 => '×',
        0xB7 => '•',
        0xB8 => '÷',
        0xB9 => '≠',
        0xBB => '≈',
        0xBC => '…',
        0xBE => '—',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_values_and_bullets_are_known() {
        for (font, place, c) in [
            ("Symbol", 0xF0B3, Some('≥')),
            ("symbol", 0xA3, Some('≤')),
            ("Symbol", 0x6D, Some('μ')),
            ("Symbol", 0x25, Some('%')),
            ("Wingdings", 0xF06C, Some('●')),
            ("Wingdings 2", 0x52, None),
            ("Wingdings", 0xF082, Some('②')),
            ("宋体", 0x4E00, Some('一')),
            ("Wingdings", 0xE123, None),
        ] {
            assert_eq!(character(font, place), c, "{font} {place:X}");
        }
    }
}
