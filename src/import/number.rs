//! The grammar of numbering in official documents: 第一章, 一、, （一）, 1., （1）, ①, 1.1 and the dash ——.
//!
//! GB/T 9704-2012 (7.3.3) defines the levels. Authors use full and half width, blanks, and different punctuation after
//! a number interchangeably.

use crate::plan::Level;
use crate::text::fold::half_width;
use crate::text::numeral;

/// A number or dash at the start of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The kind of numbering.
    pub level: Level,
    /// The mark as printed, without blanks.
    pub printed: String,
    /// The value; 0 for a dash.
    pub value: u32,
    /// The parts of a decimal number such as 2.1.3; otherwise empty.
    pub parts: Vec<u32>,
}

/// Splits a paragraph into its mark and the text after it; `None` if it has no mark.
pub fn split(text: &str) -> Option<(Mark, &str)> {
    let text = text.trim_start();
    ordinal(text).or_else(|| han(text)).or_else(|| bracketed(text)).or_else(|| digits(text)).or_else(|| sign(text))
}

fn mark(level: Level, text: &str, rest: &str, value: u32) -> Mark {
    let printed = text[..text.len() - rest.len()].chars().filter(|c| !c.is_whitespace()).collect();
    Mark { level, printed, value, parts: Vec::new() }
}

/// Parses a Chinese numeral at the start of a text.
fn numeral_at(text: &str) -> Option<(u32, &str)> {
    run_at(text, 5, |c| "零〇一二三四五六七八九十百".contains(c))
}

/// Parses digits of either width at the start of a text.
fn digits_at(text: &str) -> Option<(u32, &str)> {
    run_at(text, 3, |c| half_width(c).is_ascii_digit())
}

/// Parses one to `most` characters as a number; a longer run is not the number of a heading.
fn run_at(text: &str, most: usize, is_digit: impl Fn(char) -> bool) -> Option<(u32, &str)> {
    let digits = text.chars().take(most + 1).take_while(|c| is_digit(*c));
    let (count, end) = digits.fold((0, 0), |(count, end), c| (count + 1, end + c.len_utf8()));
    if count == 0 || count > most {
        return None;
    }
    numeral::parse(&text[..end]).map(|n| (n, &text[end..]))
}

/// Matches 第一篇, 第 2 章, 第三节, 第一部分, and articles (第四条) of plans written like regulations.
fn ordinal(text: &str) -> Option<(Mark, &str)> {
    let after = text.strip_prefix('第')?.trim_start();
    let (value, after) = numeral_at(after).or_else(|| digits_at(after))?;
    let after = after.trim_start();
    let (level, rest) = match after.chars().next()? {
        '篇' | '编' => (Level::Part, &after[3..]),
        '部' => (Level::Part, after.strip_prefix("部分")?),
        '章' => (Level::Chapter, &after[3..]),
        '节' => (Level::Section, &after[3..]),
        '条' => (Level::Han, &after[3..]),
        _ => return None,
    };
    if rest.starts_with(['至', '到', '和', '与', '的', '中', '课', '所', '规', '第', '、', '款', '生', '例', '件'])
    {
        return None;
    }
    let mark = mark(level, text, rest, value);
    Some((mark, rest.trim_start_matches(|c: char| c.is_whitespace() || "：:、.．".contains(c))))
}

/// Matches 一、 and 一．
fn han(text: &str) -> Option<(Mark, &str)> {
    let (value, after) = numeral_at(text)?;
    let rest = after.trim_start().strip_prefix(['、', '．', '.'])?;
    let mut following = rest.chars();
    let enumerates = following.next().is_some_and(|c| "一二三四五六七八九十".contains(c))
        && following.next().is_some_and(|c| "级类期批线孩、是季".contains(c));
    if enumerates || value == 0 {
        return None;
    }
    Some((mark(Level::Han, text, rest, value), rest.trim_start()))
}

/// Matches （一） and （1） with brackets of any width.
fn bracketed(text: &str) -> Option<(Mark, &str)> {
    let inner = text.strip_prefix(['（', '(', '〔', '﹙'])?.trim_start();
    let (level, (value, after)) = match numeral_at(inner) {
        Some(found) => (Level::HanParenthesised, found),
        None => (Level::DigitParenthesised, digits_at(inner).filter(|(n, _)| *n < 100)?),
    };
    let rest = after.trim_start().strip_prefix(['）', ')', '〕', '﹚'])?;
    let rest = rest.strip_prefix('、').unwrap_or(rest);
    Some((mark(level, text, rest, value), rest.trim_start()))
}

/// Matches 01 and 02, as in designed lists, followed by a blank or punctuation.
fn zero_led(text: &str) -> Option<(Mark, &str)> {
    let (value, after) = digits_at(text.strip_prefix('0')?).filter(|(n, _)| (1..10).contains(n))?;
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || "、.．".contains(c));
    let parted = rest.len() < after.len() && rest.starts_with(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '“' | '《'));
    let number = &text[..text.len() - after.len()];
    (after.len() == text.len() - 2 && parted).then(|| (mark(Level::Digit, number, "", value), rest))
}

/// Parses the number of a heading in a document with decimal numbers: 3.1.2 重点任务, and 3 重点任务.
pub fn decimal(text: &str) -> Option<Vec<u32>> {
    if let Some((mark, _)) = split(text).filter(|(mark, _)| !mark.parts.is_empty()) {
        return Some(mark.parts);
    }
    let (value, rest) = digits_at(text)?;
    let title = rest.trim_start();
    let parted = title.len() < rest.len() && title.starts_with(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '“'));
    (parted && rest.chars().count() <= 40 && !rest.contains(['。', '\t'])).then(|| vec![value])
}

/// Returns true if a decimal number can follow another one: 2.2 is followed by 2.2.1, 2.3 or 3.
pub fn is_next_decimal(last: &[u32], next: &[u32]) -> bool {
    let Some((end, head)) = next.split_last() else { return false };
    match last.get(head.len()) {
        Some(before) => last.starts_with(head) && *end == before + 1,
        None => last == head && *end == 1,
    }
}

/// Matches 1. 1． 1、 1） and the decimals 1.1 and 1.1.1.
fn digits(text: &str) -> Option<(Mark, &str)> {
    if let Some(found) = zero_led(text) {
        return Some(found);
    }
    let (first, after) = digits_at(text).filter(|(n, _)| (1..200).contains(n))?;
    let close = after.trim_start();
    if let Some(rest) = close.strip_prefix(['）', ')']) {
        return Some((mark(Level::DigitParenthesised, text, rest, first), rest.trim_start()));
    }
    if let Some(rest) = close.strip_prefix('、') {
        return Some((mark(Level::Digit, text, rest, first), rest.trim_start()));
    }
    let mut rest = close.strip_prefix(['.', '．'])?;
    let (mut parts, mut value) = (vec![first], first);
    while let Some((n, after)) = digits_at(rest).filter(|(n, after)| *n < 100 && !after.is_empty()) {
        parts.push(n);
        value = n;
        rest = after.strip_prefix(['.', '．']).unwrap_or(after);
    }
    if parts.len() == 1 {
        if rest.starts_with(|c: char| half_width(c).is_ascii_digit()) && !starts_with_year(rest) {
            return None;
        }
        return Some((mark(Level::Digit, text, rest, first), rest.trim_start()));
    }
    // A decimal number precedes a heading; 1.5倍 and 2.3% do not.
    let heading = rest.trim_start();
    let quantity = "%％‰万亿倍元个人公平立吨千米亩户张年岁折度℃～~-—".contains(heading.chars().next()?);
    if parts.len() > 5 || quantity && rest.len() == heading.len() || !rest.starts_with(is_heading_start) {
        return None;
    }
    let level = depth_level(parts.len());
    Some((Mark { parts, ..mark(level, text, rest, value) }, heading))
}

/// Returns true if a text begins with a year: a measure may be numbered 3．2025年底前….
fn starts_with_year(text: &str) -> bool {
    let digits = text.chars().take(5).take_while(|c| half_width(*c).is_ascii_digit()).count();
    digits == 4 && text.chars().nth(4) == Some('年')
}

fn is_heading_start(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{4e00}'..='\u{9fff}' | '“' | '《' | '、')
}

/// Returns the level of a decimal number by its number of parts.
pub fn depth_level(depth: usize) -> Level {
    match depth {
        0 | 1 => Level::Chapter,
        2 => Level::Section,
        3 => Level::Han,
        4 => Level::HanParenthesised,
        _ => Level::Digit,
    }
}

/// Matches ①, dashes and bullets.
fn sign(text: &str) -> Option<(Mark, &str)> {
    let first = text.chars().next()?;
    if let Some(value) = u32::from(first).checked_sub(0x245F).filter(|n| (1..=20).contains(n)) {
        let rest = &text[first.len_utf8()..];
        return Some((mark(Level::Circled, text, rest, value), rest.trim_start_matches([' ', '\u{3000}', '.', '、'])));
    }
    let rest = text.trim_start_matches(['—', '–', '-', '─', '―', '－', '﹣', '－', '‑']);
    let count = text[..text.len() - rest.len()].chars().count();
    let han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '“' | '《' | '（' | '‘');
    let body = rest.trim_start();
    let dash = count >= 2 && body.starts_with(|c: char| han(c) || c.is_alphanumeric())
        || count == 1 && body.starts_with(han) && (first != '-' || body.len() < rest.len());
    if dash {
        return Some((mark(Level::Dash, text, rest, 0), body));
    }
    let rest =
        text.strip_prefix(['●', '•', '◆', '■', '▪', '◇', '□', '★', '☆', '\u{f06c}', '\u{f0d8}', '➢', '▲', '△', '○'])?;
    let body = rest.trim_start();
    body.starts_with(han).then(|| (mark(Level::Dash, text, rest, 0), body))
}

/// Returns the number of a level as printed in official documents: 第三节, 四、, （五）.
pub fn print(level: Level, value: u32) -> String {
    let numeral = numeral::in_words(value);
    match level {
        Level::Part => format!("第{numeral}篇"),
        Level::Chapter => format!("第{numeral}章"),
        Level::Section => format!("第{numeral}节"),
        Level::Han => format!("{numeral}、"),
        Level::HanParenthesised => format!("（{numeral}）"),
        Level::Digit => format!("{value}."),
        Level::DigitParenthesised => format!("（{value}）"),
        Level::Circled | Level::Dash => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_numbering_is_read() {
        use Level::*;
        for (text, level, printed, value, rest) in [
            ("第一篇  总体战略", Part, "第一篇", 1, "总体战略"),
            ("第 十二 章 保障", Chapter, "第十二章", 12, "保障"),
            ("第2节　目标", Section, "第2节", 2, "目标"),
            ("一、背景", Han, "一、", 1, "背景"),
            ("第十二条  规划期限", Han, "第十二条", 12, "规划期限"),
            ("02 大科学装置", Digit, "02", 2, "大科学装置"),
            ("十一．背景", Han, "十一．", 11, "背景"),
            ("（二）目标", HanParenthesised, "（二）", 2, "目标"),
            ("( 三 ) 目标", HanParenthesised, "(三)", 3, "目标"),
            ("1.建设", Digit, "1.", 1, "建设"),
            ("12．建设", Digit, "12．", 12, "建设"),
            ("３、建设", Digit, "３、", 3, "建设"),
            ("（1）建设", DigitParenthesised, "（1）", 1, "建设"),
            ("2）建设", DigitParenthesised, "2）", 2, "建设"),
            ("③建设", Circled, "③", 3, "建设"),
            ("——建设", Dash, "——", 0, "建设"),
            ("--- 建设", Dash, "---", 0, "建设"),
            ("●建设", Dash, "●", 0, "建设"),
            ("3．2025年底前建成", Digit, "3．", 3, "2025年底前建成"),
            ("1.2 建设", Section, "1.2", 2, "建设"),
            ("3.2.1建设", Han, "3.2.1", 1, "建设"),
        ] {
            let (mark, after) = split(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((mark.level, mark.printed.as_str(), mark.value, after), (level, printed, value, rest), "{text}");
        }
    }

    #[test]
    fn running_text_has_no_number() {
        for text in [
            "第一人民医院",
            "第十四个五年规划",
            "第三章至第五章",
            "一是加强",
            "第三条规定的事项",
            "05年",
            "三、四级残疾",
            "三、四季度",
            "1.5倍",
            "2.3万人",
            "2025年",
            "",
            "——",
            "-5℃",
            "—12—",
            "1.",
            "（2021年）",
            "3%以上",
            "3.5",
        ] {
            assert!(split(text).is_none_or(|(_, rest)| rest.is_empty()), "{text}");
        }
    }

    #[test]
    fn a_restored_number_is_printed_as_officials_print_it() {
        assert_eq!(print(Level::Section, 12), "第十二节");
        assert_eq!(print(Level::Han, 3), "三、");
    }
}
