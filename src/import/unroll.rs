//! Lost line breaks: a line that contains several chapters is split before their numbers.

use std::collections::BTreeMap;

use crate::plan::Level;

use super::clean::Line;
use super::number::{self, Mark};
use super::opening;

/// The length in characters up to which a line is never split: an official paragraph may well enumerate （一） and （二）.
const LONG: usize = 300;
/// The minimum length in characters of a document in a single line.
const WHOLE: usize = 150;
/// The minimum length of a line that is split although it has only numbers like （一） （二）: longer than any paragraph.
const VERY_LONG: usize = 1500;
/// The maximum length of a heading directly followed by the next number, without a full stop.
const HEADING: usize = 80;

/// Splits lines that contain a whole document or chapter. Returns their numbers as well.
pub fn unroll(lines: Vec<Line>) -> (Vec<Line>, Vec<u32>) {
    let all: usize = lines.iter().map(|line| line.text.len()).sum();
    let mut unrolled = Vec::with_capacity(lines.len());
    let mut cut = Vec::new();
    for line in lines {
        // A document in a single line includes its front matter.
        let whole = is_whole(&line, all);
        if line.text.len() < LONG * 3 && !whole || line.text.contains('\t') {
            unrolled.push(line);
            continue;
        }
        let cuts = if whole { opening::cuts(&line.text) } else { cuts(&line.text, false) };
        if !cuts.is_empty() {
            cut.push(line.no);
        }
        let ends = cuts.iter().filter_map(|at| opening::heading_end(&line.text[*at..]).map(|end| at + end));
        let cuts = ends.collect::<Vec<_>>().into_iter().chain(cuts).collect();
        unrolled.extend(opening::parted(line, cuts));
    }
    (unrolled, cut)
}

/// Returns true if a line contains nearly the whole text of a document, which has `all` bytes.
pub fn is_whole(line: &Line, all: usize) -> bool {
    line.text.len() > WHOLE * 3 && line.text.len() * 10 > all * 9
}

/// Returns the offsets in a line at which numbered paragraphs begin; empty if the line is a single paragraph. A `whole`
/// document begins with its title, and its lists may follow each other without separators.
pub fn cuts(text: &str, whole: bool) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut last: BTreeMap<Level, u32> = BTreeMap::new();
    let mut seen: BTreeMap<Level, usize> = BTreeMap::new();
    // The length of the current heading so far; `None` within running text.
    let mut heading = whole.then_some(0);
    let mut digit = 0;
    let mut before = '。';
    for (at, c) in text.char_indices() {
        let blank = whole && text[..at].ends_with(' ');
        let boundary = "。；）)：:！？".contains(before) || blank || heading.is_some_and(|length| length < HEADING);
        let found = if boundary && starts_number(c) { accepted(window(text, at), &last, before) } else { None };
        let found = found.or_else(|| if whole { list_item(text, at, digit, before, heading) } else { None });
        if let Some(mark) = found {
            last.retain(|level, _| *level <= mark.level || *level == Level::HanParenthesised);
            last.insert(mark.level, mark.value);
            *seen.entry(mark.level).or_default() += 1;
            digit = if mark.level == Level::Digit { mark.value } else { digit };
            heading = (mark.level <= Level::Han || whole && mark.level == Level::HanParenthesised).then_some(0);
            if at > 0 {
                cuts.push(at);
            }
        } else {
            heading = heading.filter(|_| !"。；".contains(c)).map(|length| length + 1);
        }
        // A blank after a full stop is the remains of a line break.
        if !(whole && c == ' ') {
            before = c;
        }
    }
    let several = |level: &Level| seen.get(level).is_some_and(|n| *n >= 2);
    let chapters = [Level::Part, Level::Chapter, Level::Section, Level::Han].iter().any(several);
    if chapters || several(&Level::HanParenthesised) && text.len() > VERY_LONG * 3 { cuts } else { Vec::new() }
}

/// Matches 1. after a heading without a full stop, or the next number of a list that continues through sections.
fn list_item(text: &str, at: usize, last: u32, before: char, heading: Option<usize>) -> Option<Mark> {
    if !text[at..].starts_with(|c: char| crate::text::fold::half_width(c).is_ascii_digit())
        || crate::text::fold::half_width(before).is_ascii_alphanumeric()
    {
        return None;
    }
    let (mark, rest) = number::split(window(text, at))?;
    let words = rest.starts_with(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '“' | '《'));
    let next = mark.value == last + 1 && last > 0 || mark.value == 1 && heading.is_some_and(|n| n < HEADING / 2);
    let plain = mark.level == Level::Digit && mark.parts.is_empty() && !mark.printed.contains('、');
    (plain && next && words).then_some(mark)
}

fn starts_number(c: char) -> bool {
    "第（(一二三四五六七八九十".contains(c) || crate::text::fold::half_width(c).is_ascii_digit()
}

/// Returns a few characters from an offset on: no number is longer, and searching further would be slow.
fn window(text: &str, at: usize) -> &str {
    let end = text[at..].char_indices().nth(16).map_or(text.len(), |(n, _)| at + n);
    &text[at..end]
}

/// Returns a number that continues a list or begins a new one.
fn accepted(text: &str, last: &BTreeMap<Level, u32>, before: char) -> Option<Mark> {
    let (mark, rest) = number::split(text)?;
    let next = last.get(&mark.level).map_or(1, |n| n + 1);
    let expected = mark.value == next || mark.value == 1 && mark.level != Level::Han;
    let level = match mark.level {
        Level::Digit => "。；）)：:".contains(before) && mark.parts.is_empty(),
        level => level <= Level::HanParenthesised,
    };
    (expected && level && !rest.is_empty()).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::super::layout::Layout;
    use super::*;

    fn line(text: String) -> Line {
        Line { no: 7, text, tabs: 0, gap: 0, layout: Layout::default() }
    }

    #[test]
    fn a_document_in_one_line_is_cut_before_its_numbers_and_nowhere_else() {
        let filler = "各部门要做好各项工作，推动“多报合一、信息共享”。".repeat(8);
        let text = format!(
            "前言。一、放出活力（一）清理事项。（某部负责）具体措施：1．编制清单。{filler}2．加强监督。二、管出公平（二）完善标准，{filler}"
        );
        let parts: Vec<String> =
            unroll(vec![line(text.clone())]).0.into_iter().map(|l| l.text.chars().take(4).collect()).collect();
        assert_eq!(parts, ["前言。", "一、放出", "（一）清", "1．编制", "2．加强", "二、管出", "（二）完"]);
        assert_eq!(unroll(vec![line(text.clone())]).0.iter().map(|l| l.text.as_str()).collect::<String>(), text);
    }

    #[test]
    fn a_long_paragraph_stays_whole() {
        let text = format!("主要做法：（一）{}（二）{}", "建设平台。".repeat(30), "健全机制。".repeat(30));
        assert_eq!(unroll(vec![line(text)]).0.len(), 1);
    }
}
