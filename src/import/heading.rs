//! Headings without numbers, and decimal numbers, which can only be interpreted with the whole text.

use crate::plan::{Doubt, DoubtKind, Level};

use super::number::{self, Mark};
use super::paragraph::{Block, Para};
use super::styled::Styled;
use super::{measure, restart, styled, wording};

/// Restores numbers of headings that have lost them, and assigns levels to decimal numbers.
pub fn restore(blocks: &mut Vec<Block>, doubts: &mut Vec<Doubt>) {
    settle_decimals(blocks);
    restart::restore(blocks, doubts);
    let used = Used::of(blocks);
    let styled = Styled::of(blocks);
    let several = (0..blocks.len()).filter(|&at| candidate(blocks, at).is_some()).nth(1).is_some();
    let mut before = Before::default();
    let mut unnumbered: Vec<(u32, String)> = Vec::new();
    for at in 0..blocks.len() {
        if let Some(mark) = blocks[at].para().and_then(|p| p.mark.as_ref()) {
            before.pass(mark);
            continue;
        }
        if let Some(level) = blocks[at].para().and_then(|para| styled.level(para))
            && let Block::Para(para) = &mut blocks[at]
        {
            let mark = styled::mark(para, level);
            before.pass(&mark);
            para.mark = Some(mark);
            continue;
        }
        // If styles mark headings, a short line must be one by its words; and if nothing is numbered, a single short
        // line is the name of what follows rather than a heading.
        let by_length = used.any || !styled.any() && several;
        let found = candidate(blocks, at).filter(|p| by_length || wording::is_unnumbered_heading(&p.text));
        let Some(para) = found else { continue };
        let Some(mark) = used.number(blocks, at, para, &before) else { continue };
        before.pass(&mark);
        if !used.any {
            unnumbered.push((para.lines.first, para.text.clone()));
        } else if !wording::is_unnumbered_heading(&para.text) {
            let number = Some(mark.printed.clone()).filter(|printed| !printed.is_empty());
            let kind = DoubtKind::UnnumberedHeading { text: para.text.clone(), number };
            doubts.push(Doubt { lines: para.lines, kind });
        }
        if let Block::Para(para) = &mut blocks[at] {
            para.mark = Some(mark);
        }
    }
    if let Some((line, _)) = unnumbered.first() {
        let samples = unnumbered.iter().take(4).map(|(_, text)| text.clone()).collect();
        doubts.push(Doubt::at(*line, DoubtKind::UnnumberedHeadings { count: unnumbered.len(), samples }));
    }
}

/// Returns a short line that stands alone like a heading.
pub fn candidate(blocks: &[Block], at: usize) -> Option<&Para> {
    let para = blocks[at].para().filter(|p| p.mark.is_none() && !p.aside)?;
    if wording::is_unnumbered_heading(&para.text) {
        return Some(para);
    }
    let length = para.text.chars().take(40).count();
    let sentence = para.text.contains(['。', '；', '，', '！', '？', '：', ':', ';', '…', '=', '→']);
    let words = para.text.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).count();
    let other = wording::special_box(&para.text).is_some()
        || wording::is_table_caption(&para.text)
        || wording::is_appendix(&para.text)
        || wording::is_indicator_caption(&para.text) && para.text.contains("主要指标")
        || wording::is_date(&para.text);
    if length > 32 || sentence || words < 3 || other {
        return None;
    }
    if measure::project_weight(&para.text) > 0 && !wording::is_chapter_title(&para.text) && in_box(blocks, at) {
        return None;
    }
    let complete = at == 0
        || match &blocks[at - 1] {
            Block::Table(_) => true,
            Block::Para(before) => {
                let boxed = before.mark.is_none() && wording::special_box(&before.text).is_some();
                !boxed
                    && (before.text.ends_with(['。', '！', '”', '）', '；', ')', '.'])
                        || before.mark.is_some()
                        || before.aside
                        || before.length() < 40)
            }
        };
    let next = blocks.get(at + 1).and_then(Block::para)?;
    let content = next.mark.is_some() || next.length() > 32 || next.text.ends_with('。') || candidate_word(next);
    (complete && content && !next.aside).then_some(para)
}

/// Returns true if a special box is above, without a heading in between.
fn in_box(blocks: &[Block], at: usize) -> bool {
    let above = blocks[..at].iter().rev().take(60).filter_map(Block::para);
    let mut above = above.take_while(|p| p.mark.as_ref().is_none_or(|m| m.level > Level::HanParenthesised));
    above.any(|p| p.mark.is_none() && wording::special_box(&p.text).is_some())
}

fn candidate_word(para: &Para) -> bool {
    para.mark.is_none()
        && para.length() <= 32
        && (wording::is_general(&para.text)
            || wording::is_chapter_title(&para.text)
            || measure::begins_with_verb(&para.text))
}

/// The kinds of numbering in a text.
struct Used {
    chapters: bool,
    sections: bool,
    han: bool,
    any: bool,
    top: Level,
}

impl Used {
    fn of(blocks: &[Block]) -> Used {
        let levels: Vec<Level> = marks(blocks).map(|m| m.level).filter(|l| *l <= Level::HanParenthesised).collect();
        Used {
            chapters: levels.contains(&Level::Chapter),
            sections: levels.contains(&Level::Section),
            han: levels.contains(&Level::Han),
            any: !levels.is_empty(),
            top: levels.iter().copied().min().unwrap_or(Level::Chapter),
        }
    }

    /// Returns the number that a heading must have lost.
    fn number(&self, blocks: &[Block], at: usize, para: &Para, before: &Before) -> Option<Mark> {
        let mark = |level, value| Mark { level, printed: number::print(level, value), value, parts: Vec::new() };
        let bare = |level| Mark { level, printed: String::new(), value: 0, parts: Vec::new() };
        let after = heading_after(blocks, at);
        if wording::is_unnumbered_heading(&para.text) {
            let front = before.section == 0 || self.top < Level::Section || !self.any;
            return front.then(|| bare(self.top));
        }
        if !self.any {
            return unnumbered(blocks, at, para, before).map(bare);
        }
        if self.chapters || self.sections {
            return match after {
                Some((Level::Section, 1)) if self.sections => Some(mark(Level::Chapter, before.chapter + 1)),
                Some((Level::Chapter, n)) if n == before.chapter + 2 && before.section == 0 => {
                    Some(mark(Level::Chapter, n - 1))
                }
                _ if self.sections && before.section > 0 => Some(mark(Level::Section, before.section + 1)),
                _ => None,
            };
        }
        let gap =
            |level: Level, last: u32| (next_of(blocks, at, level) == Some(last + 2)).then(|| mark(level, last + 1));
        let han = self.han.then(|| gap(Level::Han, before.han)).flatten();
        han.or_else(|| gap(Level::HanParenthesised, before.bracketed).filter(|_| before.han > 0 || !self.han))
    }
}

fn marks(blocks: &[Block]) -> impl Iterator<Item = &Mark> {
    blocks.iter().filter_map(|b| b.para().and_then(|p| p.mark.as_ref()))
}

/// The last numbers before a place.
#[derive(Default)]
struct Before {
    chapter: u32,
    section: u32,
    han: u32,
    bracketed: u32,
    /// True if there is an unnumbered chapter before.
    chaptered: bool,
}

impl Before {
    /// Advances past a heading, which resets the levels below it.
    fn pass(&mut self, mark: &Mark) {
        match mark.level {
            Level::Part => self.section = 0,
            Level::Chapter => {
                (self.section, self.han, self.bracketed, self.chaptered) = (0, 0, 0, true);
                self.chapter = if mark.value > 0 { mark.value } else { self.chapter };
            }
            Level::Section => (self.section, self.han, self.bracketed) = (mark.value, 0, 0),
            Level::Han => (self.han, self.bracketed) = (mark.value, 0),
            Level::HanParenthesised => self.bracketed = mark.value,
            _ => {}
        }
    }
}

/// Returns the level and value of the first heading after a place.
fn heading_after(blocks: &[Block], at: usize) -> Option<(Level, u32)> {
    let limit = blocks.len().min(at + 200);
    (at + 1..limit).find_map(|next| {
        let mark = blocks[next].para().and_then(|p| p.mark.as_ref()).filter(|m| m.level <= Level::Section);
        match mark {
            Some(mark) => Some(Some((mark.level, mark.value))),
            // Another heading without a number comes first.
            None => candidate(blocks, next).map(|_| None),
        }
    })?
}

/// Returns the next number of a level, unless a higher level comes before it.
fn next_of(blocks: &[Block], at: usize, level: Level) -> Option<u32> {
    let mut following = blocks[at + 1..].iter().take(400).filter_map(|b| b.para().and_then(|p| p.mark.as_ref()));
    following.find(|m| m.level <= level).filter(|m| m.level == level).map(|m| m.value)
}

/// Returns the level of a heading in a text without numbers.
fn unnumbered(blocks: &[Block], at: usize, para: &Para, before: &Before) -> Option<Level> {
    let next = blocks.get(at + 1).and_then(Block::para)?;
    let leads = candidate(blocks, at + 1).is_some();
    if wording::is_chapter_title(&para.text) || leads && next.mark.is_none() {
        return Some(Level::Chapter);
    }
    Some(if before.chaptered { Level::Section } else { Level::Chapter })
}

/// Assigns levels to decimal numbers according to the headings above; if there are hardly any, they are not numbers.
fn settle_decimals(blocks: &mut [Block]) {
    let decimals = marks(blocks).filter(|m| !m.parts.is_empty()).count();
    let begins = marks(blocks).any(|m| m.parts.len() == 2 && m.value == 1);
    let has_chapters = marks(blocks).any(|m| m.level == Level::Chapter);
    let has_han = marks(blocks).any(|m| m.level == Level::Han && m.parts.is_empty());
    if decimals < 3 || !begins {
        return blocks.iter_mut().for_each(unmark_decimal);
    }
    let shift = if has_chapters || !has_han { 0 } else { 2 };
    let mut numbered =
        ChapterNumbers { divided: marks(blocks).filter(|m| m.parts.len() == 2).map(|m| m.parts[0]).collect(), next: 1 };
    for block in blocks.iter_mut() {
        let Block::Para(para) = block else { continue };
        match &mut para.mark {
            Some(mark) if !mark.parts.is_empty() => mark.level = level_of_decimal(mark.parts.len() - 1 + shift),
            _ if !has_chapters && !has_han => numbered.find(para),
            _ => {}
        }
    }
}

/// Puts a decimal number back into its paragraph.
fn unmark_decimal(block: &mut Block) {
    let Block::Para(para) = block else { return };
    if let Some(mark) = para.mark.take_if(|mark| !mark.parts.is_empty()) {
        para.text = format!("{}{}", mark.printed, para.text);
    }
}

/// Returns the level of a decimal number by its depth, from 0.
fn level_of_decimal(depth: usize) -> Level {
    const LEVELS: [Level; 7] = [
        Level::Chapter,
        Level::Section,
        Level::Han,
        Level::HanParenthesised,
        Level::Digit,
        Level::DigitParenthesised,
        Level::Circled,
    ];
    LEVELS[depth.min(LEVELS.len() - 1)]
}

/// The numbers of chapters above decimal numbers, which are plain ones: 1, above 1.1.
struct ChapterNumbers {
    /// The numbers that decimal ones begin with.
    divided: std::collections::HashSet<u32>,
    /// The number of the next chapter.
    next: u32,
}

impl ChapterNumbers {
    /// Marks a paragraph as a chapter's title if it has the next number.
    fn find(&mut self, para: &mut Para) {
        let is_title = |text: &str| !text.contains('。') && text.chars().count() <= 40;
        match &mut para.mark {
            Some(mark) => {
                let is_next = mark.level == Level::Digit && mark.value == self.next;
                if is_next && self.divided.contains(&mark.value) && is_title(&para.text) {
                    mark.level = Level::Chapter;
                    self.next += 1;
                }
            }
            None if !para.aside => {
                let digits = para.text.chars().take_while(char::is_ascii_digit).count();
                let (number, rest) = para.text.split_at(digits);
                let is_heading = rest.starts_with([' ', '\u{3000}']) && is_title(rest);
                if is_heading && number.parse() == Ok(self.next) {
                    let printed = number.to_string();
                    let mark = Mark { level: Level::Chapter, printed, value: self.next, parts: Vec::new() };
                    para.text = rest.trim().to_string();
                    para.mark = Some(mark);
                    self.next += 1;
                }
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{clean, paragraph, table};
    use super::*;

    fn headings(text: &str) -> Vec<String> {
        let mut blocks = paragraph::join(table::find(&clean::clean(text, &[]).lines));
        restore(&mut blocks, &mut Vec::new());
        let headings =
            blocks.iter().filter_map(Block::para).filter(|p| p.mark.as_ref().is_some_and(|m| m.level < Level::Digit));
        headings.map(Para::full).collect()
    }

    #[test]
    fn lost_numbers_are_restored_by_counting() {
        let body = "——建立工作机制，完善各项制度，把任务落到实处，形成工作合力，确保各项措施取得实效。";
        let text = format!(
            "“十三五”实施情况\n第一节 指标\n{body}\n重点领域情况\n{body}\n第二章 任务\n第一节 甲项工作\n{body}\n加快乙项工作\n{body}\n第三节 丙项工作\n{body}\n 保障措施\n第一节 组织\n{body}"
        );
        assert_eq!(
            headings(&text),
            [
                "第一章“十三五”实施情况",
                "第一节指标",
                "第二节重点领域情况",
                "第二章任务",
                "第一节甲项工作",
                "第二节加快乙项工作",
                "第三节丙项工作",
                "第三章保障措施",
                "第一节组织",
            ]
        );
    }

    #[test]
    fn a_gap_in_the_numbers_shows_which_line_is_a_heading() {
        let text = "一、背景\n背景说明文字到这里结束。\n总体要求\n要求说明文字到这里结束。\n三、任务\n任务说明。";
        assert_eq!(headings(text), ["一、背景", "二、总体要求", "三、任务"]);
    }

    #[test]
    fn decimals_nest_by_depth_and_figures_are_no_headings() {
        let text = "1 总则\n1.1 背景\n说明。\n1.2 目标\n说明。\n2 任务\n2.1 建设\n2.1.1 建平台\n说明。";
        assert_eq!(headings(text), ["1总则", "1.1背景", "1.2目标", "2任务", "2.1建设", "2.1.1建平台"]);
        assert!(headings("一、目标\n3.5 倍以上\n二、任务").len() == 2);
    }

    #[test]
    fn a_text_without_any_number_has_headings_by_its_short_lines() {
        let text = "总体要求\n指导思想\n坚持以人民为中心，做好各项工作，推动事业高质量发展，取得更大成绩。\n重点任务\n加强基层建设\n改善基层条件，提高服务能力，让群众得到方便，形成完善的服务网络体系。";
        assert_eq!(headings(text), ["总体要求", "指导思想", "重点任务", "加强基层建设"]);
        assert!(
            headings("清泉县召开养老服务工作会议\n会议指出，要做好养老服务。").is_empty(),
            "one line parts nothing"
        );
    }
}
