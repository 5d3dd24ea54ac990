//! Heading styles: the level of numbering that each style of a document corresponds to.
//!
//! A style shows that a paragraph is a heading, and how it is nested. The level follows from headings of this style
//! with numbers; without any, the styles are nested in their order.

use std::collections::BTreeMap;

use crate::plan::Level;
use crate::text::fold::half_width;

use super::number::{self, Mark};
use super::paragraph::{Block, Para};
use super::wording;

/// The maximum length of a heading in characters; longer paragraphs have a heading style by mistake.
const LONGEST: usize = 60;

/// The level for each outline level that a document uses.
pub struct Styled {
    levels: BTreeMap<u8, Level>,
}

impl Styled {
    /// Determines the levels from the headings of a text.
    pub fn of(blocks: &[Block]) -> Styled {
        let mut votes: BTreeMap<u8, BTreeMap<Level, usize>> = BTreeMap::new();
        for (outline, para) in blocks.iter().filter_map(Block::para).filter_map(|p| Some((outline(p)?, p))) {
            let votes = votes.entry(outline).or_default();
            if let Some(mark) = &para.mark {
                *votes.entry(mark.level).or_default() += 1;
            }
        }
        let chosen = |votes: &BTreeMap<Level, usize>| votes.iter().max_by_key(|(_, n)| **n).map(|(level, _)| *level);
        let numbers_chapters = votes.values().filter_map(chosen).any(|level| level == Level::Chapter);
        let mut levels: BTreeMap<u8, Level> = BTreeMap::new();
        for (outline, votes) in &votes {
            let above = levels.values().next_back().copied();
            let level = chosen(votes).filter(|level| above.is_none_or(|above| above < *level));
            let next = || match above {
                None if numbers_chapters => Level::Part,
                above => below(above),
            };
            levels.insert(*outline, level.unwrap_or_else(next));
        }
        Styled { levels }
    }

    /// Returns true if there are heading styles.
    pub fn any(&self) -> bool {
        !self.levels.is_empty()
    }

    /// Returns the level of a paragraph with a heading style.
    pub fn level(&self, para: &Para) -> Option<Level> {
        self.levels.get(&outline(para)?).copied()
    }
}

/// Returns the outline level of a paragraph, if it can be the heading that its style makes it.
fn outline(para: &Para) -> Option<u8> {
    let text = para.text.trim_end_matches('。');
    let other = para.aside
        || text.contains(['。', '；'])
        || para.length() > LONGEST
        || wording::special_box(&para.text).is_some()
        || wording::is_table_caption(&para.text)
        || wording::is_appendix(&para.text);
    para.layout.heading.filter(|_| !other)
}

fn below(level: Option<Level>) -> Level {
    match level {
        None | Some(Level::Part) => Level::Chapter,
        Some(Level::Chapter) => Level::Section,
        Some(Level::Section) => Level::Han,
        Some(Level::Han) => Level::HanParenthesised,
        Some(_) => Level::Digit,
    }
}

/// Returns the mark for a heading with a style but without a usual number; it may have a bare one (3 重点任务).
pub fn mark(para: &mut Para, level: Level) -> Mark {
    let bare = Mark { level, printed: String::new(), value: 0, parts: Vec::new() };
    let Some(value) = number::decimal(&para.text).filter(|parts| parts.len() == 1).map(|parts| parts[0]) else {
        return bare;
    };
    let digits = para.text.find(|c: char| !half_width(c).is_ascii_digit()).unwrap_or(0);
    let (printed, rest) = para.text.split_at(digits);
    let mark = Mark { printed: printed.to_string(), value, ..bare };
    para.text = rest.trim().to_string();
    mark
}

#[cfg(test)]
mod tests {
    use super::super::layout::Layout;
    use super::super::{clean, paragraph, table};
    use super::*;

    /// Returns the levels of headings in a text whose lines begin with their outline levels.
    fn levels(lines: &[(Option<u8>, &str)]) -> Vec<Level> {
        let layouts: Vec<Layout> =
            lines.iter().map(|(heading, _)| Layout { heading: *heading, ..Layout::default() }).collect();
        let text: Vec<&str> = lines.iter().map(|(_, text)| *text).collect();
        let blocks = paragraph::join(table::find(&clean::clean(&text.join("\n"), &layouts).lines));
        let styled = Styled::of(&blocks);
        blocks.iter().filter_map(Block::para).filter_map(|para| styled.level(para)).collect()
    }

    #[test]
    fn numbers_say_what_a_style_stands_for_and_order_says_the_rest() {
        use Level::{Chapter, Han, HanParenthesised, Part, Section};
        for (lines, wanted) in [
            (&[(Some(0), "总体要求"), (Some(1), "指导思想"), (None, "正文。")][..], &[Chapter, Section][..]),
            (&[(Some(2), "总体要求"), (Some(5), "指导思想")], &[Chapter, Section]),
            (&[(Some(0), "一、背景"), (Some(0), "总体要求"), (Some(1), "目标")], &[Han, Han, HanParenthesised]),
            (&[(Some(0), "建设篇"), (Some(1), "第一章 总则"), (Some(1), "附则")], &[Part, Chapter, Chapter]),
            (&[(Some(0), "甲。乙。"), (Some(0), "专栏1 项目")], &[]),
        ] {
            assert_eq!(levels(lines), wanted, "{lines:?}");
        }
    }
}
