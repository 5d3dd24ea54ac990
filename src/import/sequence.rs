//! Sequences of numbers: the numbers that a text can have next, and what they reveal about lines that begin with
//! digits.
//!
//! Page layout and wrapping join page numbers with the numbers of headings (`15二、`, `422.1.2`), remove the blank
//! between a number and a value (`11.121项`), and move the middle of a sentence to the start of a line, where it looks
//! like a number (`…标准统` / `一、可持续的…`). The next numbers of the lists around a line distinguish these cases from
//! headings.

use crate::plan::{Level, LineSpan, Paragraph};
use crate::text::fold::half_width;

use super::clean::{Cleaned, Line};
use super::number::{self, Mark};
use super::{table, wording};

/// The open lists of a text, each with its last number.
#[derive(Debug, Default)]
pub struct Sequence {
    open: Vec<(Level, u32)>,
    decimal: Vec<u32>,
}

impl Sequence {
    /// Advances past a number.
    pub fn pass(&mut self, mark: &Mark) {
        if mark.parts.is_empty() {
            self.open.retain(|(level, _)| *level < mark.level);
            self.open.push((mark.level, mark.value));
        } else {
            self.decimal.clone_from(&mark.parts);
        }
    }

    /// Returns true if a number continues an open list, or begins a list below it.
    pub fn expects(&self, mark: &Mark) -> bool {
        if !mark.parts.is_empty() {
            let first = self.decimal.is_empty() && mark.parts.iter().all(|part| *part == 1);
            return first || number::is_next_decimal(&self.decimal, &mark.parts);
        }
        match self.open.iter().find(|(level, _)| *level == mark.level) {
            Some((_, last)) => mark.level == Level::Dash || mark.value == last + 1,
            None => mark.value <= 1,
        }
    }

    /// Returns true if a number can't belong to a heading here: it is lower than the last one of its list, or is a
    /// decimal in a text without decimals. Skipped numbers are allowed, since a heading may be missing.
    fn rules_out(&self, mark: &Mark) -> bool {
        let back = |(level, last): &(Level, u32)| *level == mark.level && mark.value <= *last;
        match mark.level {
            _ if !mark.parts.is_empty() => self.decimal.is_empty() && !self.expects(mark),
            Level::Han | Level::HanParenthesised => self.open.iter().any(back),
            _ => false,
        }
    }

    /// Returns true if a number continues an open list.
    fn continues(&self, mark: &Mark) -> bool {
        self.expects(mark) && (!mark.parts.is_empty() || self.open.iter().any(|(level, _)| *level == mark.level))
    }

    fn next_digit(&self) -> Option<u32> {
        self.open.iter().find(|(level, _)| *level == Level::Digit).map(|(_, last)| last + 1)
    }
}

/// Corrects the lines of a text that begin with digits which are not, or not all, their number.
pub fn settle(cleaned: &mut Cleaned) {
    let in_table = table::inside(&cleaned.lines);
    let mut sequence = Sequence::default();
    let mut lines: Vec<Line> = Vec::with_capacity(cleaned.lines.len());
    let mut page = 0;
    for (at, mut line) in std::mem::take(&mut cleaned.lines).into_iter().enumerate() {
        let cell = in_table.get(at).copied().unwrap_or(false) || line.tabs > 0 || line.text.contains('\t');
        if cell {
            lines.push(line);
            continue;
        }
        if let Some(length) = page_mark_before(&line.text) {
            cleaned.leftovers.push(Paragraph { text: line.text[..length].to_string(), lines: LineSpan::at(line.no) });
            line.text = line.text[length..].trim_start().to_string();
        }
        if let Some((length, value)) = page_before(&line.text, &sequence).filter(|(_, value)| *value >= page) {
            page = value;
            cleaned.leftovers.push(Paragraph { text: line.text[..length].to_string(), lines: LineSpan::at(line.no) });
            line.text.drain(..length);
            line.text = line.text.trim_start().to_string();
        }
        part_figure(&mut line.text, &sequence);
        let found = number::split(&line.text).filter(|(_, rest)| !rest.is_empty()).map(|(mark, _)| mark);
        let Some(mark) = found else {
            lines.push(line);
            continue;
        };
        let cut = lines.last_mut().filter(|last| line.gap == 0 && sequence.rules_out(&mark) && is_cut(last));
        if let Some(last) = cut {
            last.text.push_str(&line.text);
            continue;
        }
        sequence.pass(&mark);
        lines.push(line);
    }
    cleaned.lines = lines;
}

/// Returns the length in bytes of a page mark in front of the number of a heading: - 12 -二、任务, 第 14 页（二）改造.
fn page_mark_before(text: &str) -> Option<usize> {
    let dash = |c: char| "-—–―－".contains(c);
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let blank = |text: &str| text.len() - text.trim_start().len();
    let dashed = text.starts_with(dash);
    let lead =
        if dashed { text.chars().next()?.len_utf8() } else { text.strip_prefix('第').map(|_| '第'.len_utf8())? };
    let start = lead + blank(&text[lead..]);
    let number = digits(&text[start..]);
    let after = start + number + blank(&text[start + number..]);
    let closing = text[after..].chars().next().filter(|c| if dashed { dash(*c) } else { *c == '页' })?;
    let end = after + closing.len_utf8();
    let heading = number::split(text[end..].trim_start()).filter(|(_, rest)| !rest.is_empty());
    let is_heading = heading.is_some_and(|(mark, _)| mark.level != Level::Dash && mark.level != Level::Circled);
    ((1..=4).contains(&number) && is_heading).then_some(end)
}

/// Returns the page number in front of a line as length in bytes and value.
fn page_before(text: &str, sequence: &Sequence) -> Option<(usize, u32)> {
    let digits = text.chars().take(6).take_while(char::is_ascii_digit).count();
    if digits == 0 || digits > 5 {
        return None;
    }
    if let Some((mark, rest)) = number::split(text) {
        let high = mark.level == Level::Digit && mark.value >= 10 && !sequence.expects(&mark);
        let own = if mark.parts.is_empty() { !high } else { sequence.expects(&mark) };
        if own && !rest.is_empty() {
            return None;
        }
    }
    // The longest page number after which a valid number remains.
    (1..=digits.min(3)).rev().find_map(|length| {
        let rest = text[length..].trim_start();
        let glued = rest.len() == text.len() - length;
        let heading = match number::split(rest).filter(|(_, words)| !words.is_empty()) {
            Some((mark, _)) if mark.parts.is_empty() => {
                mark.level <= Level::HanParenthesised && glued
                    || mark.level == Level::Digit && sequence.continues(&mark)
            }
            Some((mark, _)) => sequence.continues(&mark),
            None => glued && (wording::is_appendix(rest) || wording::special_box(rest).is_some()),
        };
        let value = text[..length].parse().ok()?;
        heading.then_some((length, value))
    })
}

/// Separates the number of a list from a value after it: 11.121项 is number eleven.
fn part_figure(text: &mut String, sequence: &Sequence) {
    let Some(next) = sequence.next_digit() else { return };
    let digits: String = text.chars().take(4).map(half_width).take_while(char::is_ascii_digit).collect();
    if digits.parse() != Ok(next) || number::split(text).is_some_and(|(mark, _)| mark.parts.is_empty()) {
        return;
    }
    let at: usize = text.chars().take(digits.len() + 1).map(char::len_utf8).sum();
    let sign = text.chars().nth(digits.len()).is_some_and(|c| matches!(c, '.' | '．'));
    let figure = text.get(at..).unwrap_or_default();
    let unit = figure.trim_start_matches(|c: char| half_width(c).is_ascii_digit());
    // One digit, or two before a unit, are decimals of a value.
    let decimals = figure.chars().count() - unit.chars().count() < 2
        || unit.starts_with(['万', '亿', '倍', '%', '％', '公', '平', '元', '吨']);
    if sign && !decimals && unit.starts_with(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) {
        text.insert(at, ' ');
    }
}

/// Returns true if a line ends within a sentence, so the next line is not a heading.
fn is_cut(last: &Line) -> bool {
    let text = last.text.as_str();
    let heading = number::split(text).is_some_and(|(_, rest)| !rest.contains(['，', '。', '；', '：']));
    let sentence = text.contains(['，', '。', '；', '：']) || text.chars().count() >= 30;
    let open = text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '、' | '，' | '“' | '（' | '('));
    sentence && !heading && open && last.tabs == 0 && !text.contains('\t')
}

#[cfg(test)]
mod tests {
    use super::super::clean::clean;
    use super::*;

    fn settled(text: &str) -> String {
        let mut cleaned = clean(text, &[]);
        settle(&mut cleaned);
        cleaned.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn page_numbers_before_headings_go() {
        for (text, wanted) in [
            ("一、要求\n做好工作。\n15二、任务\n办好事情。", "一、要求|做好工作。|二、任务|办好事情。"),
            ("2.1 建设\n2.1.1 新建。\n422.1.2 改建。\n432.2 培训", "2.1 建设|2.1.1 新建。|2.1.2 改建。|2.2 培训"),
            ("一、任务\n1.建设。\n2.培训。\n143.服务。", "一、任务|1.建设。|2.培训。|3.服务。"),
            ("一、要求\n做好工作。\n- 12 -二、任务\n办好事情。", "一、要求|做好工作。|二、任务|办好事情。"),
            ("一、任务\n（一）建设。\n第 14 页（二）培训。", "一、任务|（一）建设。|（二）培训。"),
            ("一、任务\n办好事情。\n144附件：名词解释", "一、任务|办好事情。|附件：名词解释"),
            ("一、任务\n办好事情。\n33专栏2 重点工程\n1.项目。", "一、任务|办好事情。|专栏2 重点工程|1.项目。"),
        ] {
            assert_eq!(settled(text), wanted);
        }
    }

    #[test]
    fn figures_at_the_front_of_a_line_stay() {
        for text in ["一、任务\n2025年建成。\n3.5倍以上。", "一、任务\n1.建设。\n2.5万人受益。", "一、任务\n12所学校。"]
        {
            assert_eq!(settled(text), text.replace('\n', "|"));
        }
    }

    #[test]
    fn a_figure_after_the_next_number_of_a_list_is_parted_from_it() {
        assert_eq!(settled("一、任务\n1.建设。\n2.121工程。\n3.服务。"), "一、任务|1.建设。|2. 121工程。|3.服务。");
        assert_eq!(settled("一、任务\n1.建设。\n3.121工程。"), "一、任务|1.建设。|3.121工程。");
    }

    #[test]
    fn the_middle_of_a_sentence_is_no_heading() {
        let cut = "一、任务\n（一）制度\n完善资助制度，做到标准统\n一、可持续的体系，加大帮扶。\n（二）建设";
        assert_eq!(settled(cut).matches('|').count(), 3);
        let whole = "一、任务\n（一）制度\n完善资助制度，做到标准统一。\n二、保障\n加强领导。";
        assert_eq!(settled(whole), whole.replace('\n', "|"));
        assert_eq!(settled("一、目标\n到2025年，细颗粒物浓度降到每立方米\n2.5 微克以下。").matches('|').count(), 1);
    }
}
