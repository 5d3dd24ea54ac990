//! Numbers in running text.

use std::ops::Range;

/// A number in a text. Years (2020年), denominators (/10万), document numbers (51号) and numbers within names (PM2.5, B12,
/// 第3) do not count.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    /// The byte range of the digits.
    pub(super) place: Range<usize>,
    /// The value, without units like 万.
    pub(super) value: f64,
    /// The number of digits after the decimal point.
    pub(super) decimals: u32,
    /// True if it is one end of a range such as 2—3.
    pub(super) in_range: bool,
}

impl Number {
    /// Returns half a unit of the last digit: the maximum error of rounding.
    pub(super) fn half_unit(&self) -> f64 {
        0.5 * 0.1_f64.powi(i32::try_from(self.decimals).unwrap_or(0))
    }
}

/// Returns the numbers in a text in half width, in order.
pub(super) fn numbers(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let mut found: Vec<Number> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = end_of_number(bytes, at);
        let digits: String = text[at..end].chars().filter(|c| *c != ',').collect();
        if !is_name(&text[..at], &text[end..], end - at)
            && let Ok(value) = digits.parse()
        {
            let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let in_range = follows_range(&text[..at]) || starts_range(&text[end..]);
            let decimals = u32::try_from(decimals).unwrap_or(0);
            found.push(Number { place: at..end, value, decimals, in_range });
        }
        at = end;
    }
    found
}

fn end_of_number(bytes: &[u8], start: usize) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    let mut has_point = false;
    loop {
        match bytes.get(end) {
            Some(c) if c.is_ascii_digit() => end += 1,
            Some(b'.') if !has_point && digit(end + 1) => {
                has_point = true;
                end += 1;
            }
            Some(b',') if !has_point && (1..=3).all(|n| digit(end + n)) && !digit(end + 4) => end += 4,
            _ => return end,
        }
    }
}

/// Returns true if digits belong to a year, a denominator, a document number or a name.
fn is_name(before: &str, after: &str, length: usize) -> bool {
    let is_year = length == 4 && (before_year(after) || after.starts_with('〕') || after.starts_with('﹞'));
    let led_by_name = before.ends_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '第' || c == '+');
    is_year || led_by_name || after.starts_with('号') || after.starts_with('+')
}

/// Returns true if four digits before this text are a year: 年 follows, or a range of years that ends with 年.
fn before_year(after: &str) -> bool {
    let after = after.trim_start();
    let other = after.trim_start_matches(DASHES);
    let other_year = other.len() < after.len() && other.chars().take(4).all(|c| c.is_ascii_digit());
    after.starts_with('年') || (other_year && other.chars().nth(4) == Some('年'))
}

const DASHES: [char; 6] = ['-', '—', '–', '~', '～', '至'];

fn follows_range(before: &str) -> bool {
    let start = before.trim_end_matches(DASHES);
    start.len() < before.len() && start.ends_with(|c: char| c.is_ascii_digit() || c == '%')
}

fn starts_range(after: &str) -> bool {
    let rest = after.trim_start_matches('%').trim_start_matches(DASHES);
    rest.len() < after.trim_start_matches('%').len() && rest.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_names_are_no_numbers() {
        for (text, values) in [
            ("2020年有1,140人,占85.30%", vec![1140.0, 85.3]),
            ("2016—2020年为8.9/10万", vec![8.9]),
            ("政发〔2021〕82号", vec![]),
            ("PM2.5与第3次", vec![]),
            ("5岁以下", vec![5.0]),
        ] {
            let found: Vec<f64> = numbers(text).iter().map(|n| n.value).collect();
            assert_eq!(found, values, "{text}");
        }
    }

    #[test]
    fn a_number_knows_its_precision_and_whether_it_is_in_a_range() {
        let found = numbers("2—3个与12.371%");
        assert_eq!(found.iter().map(|n| n.in_range).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(found[2].decimals, 3);
        assert!((found[2].half_unit() - 0.0005).abs() < 1e-12);
    }
}
