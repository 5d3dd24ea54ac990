//! Tables of contents, whose entries would otherwise be taken for headings.

use std::collections::HashMap;

use super::clean::{Cleaned, Line};
use super::unroll;

/// Removes a table of contents from the text.
pub fn drop_contents(cleaned: &mut Cleaned) {
    let lines = std::mem::take(&mut cleaned.lines);
    let mut keys: HashMap<String, usize> = HashMap::new();
    for line in &lines {
        if is_short(&line.text) {
            *keys.entry(key(&line.text)).or_default() += 1;
        }
    }
    let mut at = 0;
    while at < lines.len() {
        let end = contents_end(&lines, at, &keys).max(known_end(&lines, at)).max(line_end(&lines, at, &keys));
        if end > at {
            lines[at..end].iter().for_each(|line| cleaned.drop_line(line));
            at = end;
        } else {
            cleaned.lines.push(lines[at].clone());
            at += 1;
        }
    }
}

/// The maximum length of an entry in characters, without the leader dots.
const LONGEST: usize = 120;

fn is_short(text: &str) -> bool {
    // The leader may be long, but the entry itself is short.
    text.chars().filter(|c| !".．…⋯·_•".contains(*c)).take(LONGEST + 1).count() <= LONGEST
}

/// Returns the line after a table of contents in a single line, whose entries are joined; the text repeats most of them
/// on lines of their own.
fn line_end(lines: &[Line], start: usize, keys: &HashMap<String, usize>) -> usize {
    let first = start + usize::from(is_title(&lines[start].text));
    let Some(line) = lines.get(first).filter(|line| !line.text.contains(['。', '\t'])) else { return start };
    let text = line.text.strip_prefix("目录").unwrap_or(&line.text).trim_start();
    let cuts = unroll::cuts(text, true);
    if cuts.len() < 3 {
        return start;
    }
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([text.len()]);
    let repeated = starts.zip(ends).filter(|(from, to)| keys.contains_key(&key(&text[*from..*to]))).count();
    if repeated * 4 >= (cuts.len() + 1) * 3 { first + 1 } else { start }
}

/// Returns the end of the table of contents that begins at a line, or the line itself if there is none.
fn contents_end(lines: &[Line], start: usize, keys: &HashMap<String, usize>) -> usize {
    if !is_title(&lines[start].text) {
        let led = lines[start..].iter().take_while(|line| has_leader(&line.text)).count();
        return if led >= 3 { start + led } else { start };
    }
    let mut end = start + 1;
    let first = lines.get(end).map(|line| key(&line.text)).unwrap_or_default();
    while let Some(line) = lines.get(end) {
        let key = key(&line.text);
        let body = end > start + 1 && key == first && !has_leader(&line.text);
        let repeated = is_short(&line.text) && keys.get(&key).is_some_and(|n| *n >= 2);
        if body || !has_leader(&line.text) && !repeated {
            break;
        }
        end += 1;
    }
    if end > start + 2 { end } else { start }
}

/// Returns the end of a table of contents, including its title, that is marked in the document.
fn known_end(lines: &[Line], start: usize) -> usize {
    let first = start + usize::from(is_title(&lines[start].text) && !lines[start].layout.contents);
    let marked = lines[first..].iter().take_while(|line| line.layout.contents).count();
    if marked > 0 { first + marked } else { start }
}

fn is_title(text: &str) -> bool {
    let title: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(title.as_str(), "目录" | "目次" | "【目录】")
}

/// Returns true if leader dots end the line, with or without a page number.
fn has_leader(text: &str) -> bool {
    if !is_short(text) {
        return false;
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let words = bare.trim_end_matches(|c: char| c.is_ascii_digit() || "-—（）()".contains(c));
    let led = words.trim_end_matches(['.', '…', '·', '．', '⋯', '_', '•']);
    let dots: usize = words[led.len()..].chars().map(|c| if "…⋯".contains(c) { 3 } else { 1 }).sum();
    dots >= 4 && !led.is_empty()
}

/// Returns a heading without blanks, leader dots and page number.
fn key(text: &str) -> String {
    let words = text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || ".…·．⋯_•-—".contains(c));
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::clean::clean;
    use super::*;

    fn kept(text: &str) -> Vec<String> {
        let mut cleaned = clean(text, &[]);
        drop_contents(&mut cleaned);
        cleaned.lines.into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn entries_with_leaders_go_with_their_title() {
        let text = "目　录\n第一章 总则 .......... 1\n\n一、目标……………2\n附 图 ...... 9\n第一章 总则\n一、目标\n正文";
        assert_eq!(kept(text), ["第一章 总则", "一、目标", "正文"]);
    }

    #[test]
    fn entries_without_leaders_are_known_by_their_repetition() {
        let text = "目 录\n第一章 总则 1\n第二章 任务 4\n第一章 总则\n正文甲\n第二章 任务\n正文乙";
        assert_eq!(kept(text), ["第一章 总则", "正文甲", "第二章 任务", "正文乙"]);
    }

    #[test]
    fn entries_that_the_document_marks_go_whatever_they_look_like() {
        use super::super::layout::Layout;
        let marked = Layout { contents: true, ..Layout::default() };
        let plain = Layout::default();
        let mut cleaned = clean("目录\n发展\n任务\n第一章\n正文", &[plain, marked, marked]);
        drop_contents(&mut cleaned);
        assert_eq!(cleaned.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["第一章", "正文"]);
        assert_eq!(cleaned.leftovers.len(), 3);
    }

    #[test]
    fn leaders_of_any_length_and_contents_in_one_line_go() {
        let dots = ".".repeat(150);
        let led = format!("目 录\n一、要求{dots}1\n二、任务{dots}12\n一、要求\n甲。\n二、任务\n乙。");
        assert_eq!(kept(&led), ["一、要求", "甲。", "二、任务", "乙。"]);
        let body = "第一章 形势\n第一节 基础\n甲。\n第二节 要求\n乙。\n第二章 任务\n丙。";
        let line = "第一章　形势第一节　基础第二节　要求第二章　任务";
        for contents in [line.to_string(), format!("目录\n{line}"), format!("目录{line}")] {
            assert_eq!(kept(&format!("{contents}\n{body}")).join("\n"), body, "{contents}");
        }
    }

    #[test]
    fn a_text_without_contents_stays_whole() {
        assert_eq!(kept("第一章 总则\n……\n正文").len(), 3);
    }
}
