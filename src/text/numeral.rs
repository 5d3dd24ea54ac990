//! Numbers written in Chinese characters.

/// Returns the value of a number below ten thousand in Chinese characters (一百零二) or ASCII or full-width digits. `None`
/// when the text is anything else.
pub fn parse(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    let folded = super::fold::to_half_width(text);
    if folded.chars().all(|c| c.is_ascii_digit()) {
        return folded.parse().ok();
    }
    let (mut total, mut digit) = (0, 0);
    for c in text.chars() {
        match c {
            '十' | '百' | '千' => {
                let unit = match c {
                    '十' => 10,
                    '百' => 100,
                    _ => 1000,
                };
                total = u32::saturating_add(total, if digit == 0 { unit } else { digit * unit });
                digit = 0;
            }
            _ => digit = value(c)?,
        }
    }
    Some(total.saturating_add(digit))
}

/// Returns a number below a hundred in Chinese characters, as headings write it: 12 becomes 十二. Larger numbers are
/// written in digits.
pub fn in_words(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match number {
        0 => "零".to_string(),
        1..=99 => {
            let tens = match number / 10 {
                0 => String::new(),
                1 => "十".to_string(),
                tens => format!("{}十", DIGITS[tens as usize]),
            };
            tens + DIGITS[(number % 10) as usize]
        }
        _ => number.to_string(),
    }
}

fn value(c: char) -> Option<u32> {
    "零一二三四五六七八九"
        .chars()
        .position(|d| d == c)
        .or(match c {
            '〇' => Some(0),
            '两' => Some(2),
            _ => None,
        })
        .and_then(|n| u32::try_from(n).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_written_as_a_numeral_is_parsed_back() {
        assert!((1..100).all(|n| parse(&in_words(n)) == Some(n)));
        assert_eq!(in_words(20), "二十");
    }

    #[test]
    fn numerals_have_their_values() {
        for (text, value) in [
            ("一", 1),
            ("十", 10),
            ("十四", 14),
            ("二十", 20),
            ("三十五", 35),
            ("一百零二", 102),
            ("12", 12),
            ("１２", 12),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        assert_eq!(parse("总则"), None);
        assert_eq!(parse(""), None);
    }
}
