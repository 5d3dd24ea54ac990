//! Splitting a decoded text into clean lines. Remains of conversion, printing and page layout are removed, but kept
//! separately, since no word may be lost.

use crate::plan::{LineSpan, Paragraph};
use crate::text::clean::sanitise;
use crate::text::fold::half_width;

use super::blanks;
use super::layout::Layout;
use super::number;

/// A line of the source that is not empty: it has words, or at least a tab (an empty cell of a table).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the source, from 1.
    pub no: u32,
    /// The text without blanks around it; tabs between cells are kept.
    pub text: String,
    /// The number of leading tabs.
    pub tabs: usize,
    /// The number of blank lines before it.
    pub gap: u32,
    /// The layout of the line.
    pub layout: Layout,
}

/// A text, split into lines.
#[derive(Debug, Default)]
pub struct Cleaned {
    /// The lines in order.
    pub lines: Vec<Line>,
    /// The removed text, with its places.
    pub leftovers: Vec<Paragraph>,
}

impl Cleaned {
    /// Removes a line from the text.
    pub fn drop_line(&mut self, line: &Line) {
        self.leftovers.push(Paragraph { text: line.text.replace('\t', " "), lines: LineSpan::at(line.no) });
    }
}

/// Splits and cleans a text. `layouts` has the layouts of the first lines, in order.
pub fn clean(text: &str, layouts: &[Layout]) -> Cleaned {
    let mut cleaned = Cleaned::default();
    let mut gap = 0;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (no, raw) in source_lines(text).enumerate() {
        let layout = layouts.get(no).copied().unwrap_or_default();
        let no = u32::try_from(no + 1).unwrap_or(u32::MAX);
        for raw in blanks::paragraphs(raw) {
            let (words, dropped) = without_leftovers(raw);
            for text in dropped {
                cleaned.leftovers.push(Paragraph { text, lines: LineSpan::at(no) });
            }
            let words: Vec<String> = words.split('\t').map(|cell| sanitise(cell).trim().to_string()).collect();
            let words = words.join("\t");
            let tabs = words.len() - words.trim_start_matches('\t').len();
            let text = words.trim_matches(|c: char| c.is_whitespace()).to_string();
            if text.is_empty() && tabs == 0 {
                gap += 1;
                continue;
            }
            cleaned.lines.push(Line { no, text, tabs, gap, layout });
            gap = 0;
        }
    }
    cleaned
}

/// Splits a text at LF, CR LF, a single CR, a form feed or a Unicode line separator.
fn source_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        line.split(['\r', '\u{c}', '\u{b}', '\u{85}', '\u{2028}', '\u{2029}'])
    })
}

/// Returns a line without bookmarks, emphasis marks and list bullets left by a conversion, and what was removed.
fn without_leftovers(raw: &str) -> (String, Vec<String>) {
    let mut dropped = Vec::new();
    let mut words = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, found)) = rest.split_once("[bookmark:") {
        let Some((name, after)) = found.split_once(']') else { break };
        words.push_str(before);
        dropped.push(format!("[bookmark:{name}]"));
        rest = after;
    }
    words.push_str(rest);
    for mark in ["**", "__", "&nbsp;", "<br>", "<br/>"] {
        let count = words.matches(mark).count();
        if count > 0 && !words.trim().chars().all(|c| mark.contains(c)) {
            dropped.extend(std::iter::repeat_n(mark.to_string(), count));
            words = words.replace(mark, "");
        }
    }
    let trimmed = words.trim_start();
    let bullet = match trimmed {
        _ if trimmed.starts_with("- ") || trimmed.starts_with("* ") => {
            number::split(&trimmed[2..]).map(|_| trimmed[..1].to_string())
        }
        _ if trimmed.starts_with('#') => {
            let rest = trimmed.trim_start_matches('#');
            rest.starts_with(' ').then(|| trimmed[..trimmed.len() - rest.len()].to_string())
        }
        _ => None,
    };
    if let Some(bullet) = bullet {
        words = trimmed[bullet.len()..].to_string();
        dropped.push(bullet);
    }
    (words, dropped)
}

/// Removes page numbers, page headers and page footers. Lines in tables (`in_table`) are kept, since a number there is
/// a cell.
pub fn drop_page_furniture(cleaned: &mut Cleaned, in_table: &[bool]) {
    let lines = std::mem::take(&mut cleaned.lines);
    let bare: Vec<usize> = bare_page_numbers(&lines, in_table);
    let pages: Vec<bool> =
        lines.iter().enumerate().map(|(at, line)| page_mark(&line.text) || bare.binary_search(&at).is_ok()).collect();
    let running = running_heads(&lines, &pages);
    let mut gap = 0;
    for (at, mut line) in lines.into_iter().enumerate() {
        if pages[at] || running.contains(line.text.as_str()) && beside_page(&pages, at) {
            gap += line.gap;
            cleaned.drop_line(&line);
            continue;
        }
        // A paragraph may continue after the page number: the gap counts as a page break.
        line.gap = line.gap.max(gap.min(1));
        gap = 0;
        cleaned.lines.push(line);
    }
}

/// Matches `— 12 —`, `- 3 -`, `第 4 页 共 20 页`, `Page 6`, `P. 6`.
fn page_mark(text: &str) -> bool {
    if text.chars().count() > 24 {
        return false;
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let inner = bare.trim_matches(|c| "-—–―─·•－~".contains(c));
    let digits = |s: &str| !s.is_empty() && s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit());
    if digits(inner) {
        return inner.len() < bare.len() && bare.chars().next() == bare.chars().last();
    }
    let page = bare.strip_prefix('第').and_then(|s| s.split_once('页')).is_some_and(|(n, rest)| {
        let total = rest.trim_start_matches([',', '，', '/', '、']);
        digits(n) && (total.is_empty() || total.strip_prefix('共').is_some_and(|s| digits(s.trim_end_matches('页'))))
    });
    let english = ["Page", "page", "PAGE", "P.", "p."].iter().any(|p| bare.strip_prefix(p).is_some_and(digits));
    page || english
}

/// Returns numbers outside of tables that increase through the document: page numbers.
fn bare_page_numbers(lines: &[Line], in_table: &[bool]) -> Vec<usize> {
    let mut found: Vec<(usize, u32)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let folded: String = line.text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
        let lone = !folded.is_empty() && folded.len() <= 3 && folded.bytes().all(|b| b.is_ascii_digit());
        if !lone || in_table.get(at).copied().unwrap_or(false) || line.tabs > 0 {
            continue;
        }
        let Ok(value) = folded.parse() else { continue };
        if found.last().is_none_or(|(_, last)| value > *last && value <= last + 5) {
            found.push((at, value));
        }
    }
    if found.len() >= 3 { found.into_iter().map(|(at, _)| at).collect() } else { Vec::new() }
}

/// Removes page numbers from headings that were copied from a table of contents: `第三章 总体要求 12`, also without a blank if
/// most headings have one.
pub fn drop_glued_pages(cleaned: &mut Cleaned) {
    let heading = |line: &Line| {
        let mark = number::split(&line.text).filter(|(_, words)| !words.is_empty()).map(|(mark, _)| mark);
        line.text.len() < 150 && !line.text.contains('。') && mark.is_some_and(|m| m.level <= crate::plan::Level::Han)
    };
    let headings = cleaned.lines.iter().filter(|line| heading(line)).count();
    let ended = |line: &&Line| heading(line) && line.text.ends_with(|c: char| c.is_ascii_digit());
    let count = cleaned.lines.iter().filter(ended).count();
    let blank = count < 3 || count * 2 < headings;
    let glued = |line: &Line| -> Option<(usize, u32)> {
        let (mark, _) = number::split(&line.text).filter(|_| line.tabs == 0 && line.text.len() < 200)?;
        let words = line.text.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = line.text.len() - words.len();
        let heading = mark.level <= crate::plan::Level::HanParenthesised && !words.contains(['。', '\t']);
        let parted = words.ends_with([' ', '\u{3000}']) || !blank && words.ends_with(is_han);
        let page = (1..=3).contains(&digits) && parted && words.trim().chars().count() >= 4;
        (heading && page).then(|| (words.len(), line.text[words.len()..].parse().unwrap_or(0)))
    };
    let pages: Vec<u32> = cleaned.lines.iter().filter_map(glued).map(|(_, page)| page).collect();
    if pages.len() < 2 || pages.windows(2).any(|pair| pair[0] > pair[1]) {
        return;
    }
    for line in &mut cleaned.lines {
        if let Some((end, _)) = glued(line) {
            cleaned.leftovers.push(Paragraph { text: line.text[end..].to_string(), lines: LineSpan::at(line.no) });
            line.text.truncate(end);
            line.text.truncate(line.text.trim_end().len());
        }
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Returns short lines that occur next to page numbers at least three times.
fn running_heads<'a>(lines: &'a [Line], pages: &[bool]) -> std::collections::HashSet<String> {
    let mut counts: std::collections::HashMap<&'a str, usize> = std::collections::HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        if !pages[at]
            && beside_page(pages, at)
            && line.text.chars().count() <= 40
            && number::split(&line.text).is_none()
        {
            *counts.entry(line.text.as_str()).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, n)| *n >= 3).map(|(text, _)| text.to_string()).collect()
}

fn beside_page(pages: &[bool], at: usize) -> bool {
    at > 0 && pages[at - 1] || pages.get(at + 1).copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cleaned: &Cleaned) -> Vec<&str> {
        cleaned.lines.iter().map(|l| l.text.as_str()).collect()
    }

    #[test]
    fn what_a_converter_left_goes_and_is_kept_apart() {
        let cleaned = clean("[bookmark: _Toc1]一、背景\r\n- 1.平台。**建设**\n\n\t指标\n\t\n## 第一章 总则\n", &[]);
        assert_eq!(texts(&cleaned), ["一、背景", "1.平台。建设", "指标", "", "第一章 总则"]);
        assert_eq!(cleaned.lines[2].gap, 1);
        let dropped: Vec<&str> = cleaned.leftovers.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(dropped, ["[bookmark: _Toc1]", "**", "**", "-", "##"]);
    }

    #[test]
    fn page_numbers_and_running_heads_go_and_cells_stay() {
        let page = |n: u32| format!("某县规划\n一段正文写到这里为止，没有写完\n— {n} —\n");
        let mut cleaned = clean(&(1..5).map(page).collect::<String>(), &[]);
        let in_table = vec![false; cleaned.lines.len()];
        drop_page_furniture(&mut cleaned, &in_table);
        assert_eq!(cleaned.lines.iter().filter(|l| l.text.starts_with("某县")).count(), 1, "{:?}", texts(&cleaned));
        assert!(!texts(&cleaned).iter().any(|t| t.contains('—')));
        for text in ["第 4 页 共 20 页", "- 3 -", "—12—", "Page 6", "P. 6", "第3页"] {
            assert!(page_mark(text), "{text}");
        }
        for text in ["12", "第3页的表", "——提升", "-5"] {
            assert!(!page_mark(text), "{text}");
        }
    }

    #[test]
    fn page_numbers_glued_to_most_headings_go() {
        let glued = |text: &str| {
            let mut cleaned = clean(text, &[]);
            drop_glued_pages(&mut cleaned);
            texts(&cleaned).join("|")
        };
        assert_eq!(
            glued("第一章 发展基础2\n成绩。\n第二章 重点任务5\n第一节 公共卫生5\n第二节 服务能力\n第三章 保障措施15"),
            "第一章 发展基础|成绩。|第二章 重点任务|第一节 公共卫生|第二节 服务能力|第三章 保障措施"
        );
        let once = "第一章 发展基础\n第二章 打造千亿产业100\n第三章 保障措施";
        assert_eq!(glued(once), once.replace('\n', "|"));
    }

    #[test]
    fn a_lone_number_is_a_page_only_outside_tables() {
        let mut cleaned = clean("正文甲\n1\n正文乙\n2\n正文丙\n3\n正文丁", &[]);
        let mut cells = clean("正文甲\n1\n正文乙\n2\n正文丙\n3\n正文丁", &[]);
        drop_page_furniture(&mut cleaned, &[false; 7]);
        drop_page_furniture(&mut cells, &[true; 7]);
        assert_eq!((cleaned.lines.len(), cells.lines.len()), (4, 7));
    }
}
