//! Headings that are missing entirely, revealed by the numbers below them starting again.

use crate::plan::{Doubt, DoubtKind, Level, LineSpan};

use super::number::{self, Mark};
use super::paragraph::{Block, Para};
use super::{heading, wording};

/// Inserts an empty heading where one is missing: the lower level starts again, and the next heading of the upper level
/// skips a number, or there is none.
pub fn restore(blocks: &mut Vec<Block>, doubts: &mut Vec<Doubt>) {
    for (upper, lower) in [(Level::Chapter, Level::Section), (Level::Han, Level::HanParenthesised)] {
        restore_level(blocks, upper, lower, doubts);
    }
}

fn restore_level(blocks: &mut Vec<Block>, upper: Level, lower: Level, doubts: &mut Vec<Doubt>) {
    let (mut above, mut below, mut boxed) = (0, 0, false);
    let mut at = 0;
    while at < blocks.len() {
        let Some(para) = blocks[at].para().filter(|p| !p.aside) else {
            at += 1;
            continue;
        };
        let Some(mark) = para.mark.as_ref().filter(|mark| mark.parts.is_empty() && para.row_of.is_none()) else {
            // A box has numbers of its own.
            boxed |= wording::special_box(&para.text).is_some();
            at += 1;
            continue;
        };
        if mark.level <= upper {
            (above, below, boxed) = (if mark.level == upper { mark.value } else { 0 }, 0, false);
        } else if mark.level == lower {
            // A heading that has lost only its number is still there.
            let bare = at > 0 && heading::candidate(blocks, at - 1).is_some();
            let anew = mark.value == 1 && below > 0 && above > 0 && !boxed && !bare;
            if anew {
                let lines = para.lines;
                let words = para.full().chars().take(24).collect();
                let next = next_of(&blocks[at + 1..], upper);
                if next.is_none_or(|next| next == above + 2) {
                    above += 1;
                    let printed = number::print(upper, above);
                    doubts
                        .push(Doubt { lines, kind: DoubtKind::LostHeading { number: printed.clone(), below: words } });
                    let mark = Mark { level: upper, printed, value: above, parts: Vec::new() };
                    blocks.insert(at, Block::Para(Para::numbered(mark, String::new(), LineSpan::at(lines.first))));
                    at += 1;
                } else {
                    doubts.push(Doubt { lines, kind: DoubtKind::RestartedNumbers { heading: words } });
                }
            }
            // Numbers of groups within a box do not count.
            below = if boxed { below } else { mark_value(&blocks[at]) };
            boxed &= !anew;
        }
        at += 1;
    }
}

fn mark_value(block: &Block) -> u32 {
    block.para().and_then(|p| p.mark.as_ref()).map_or(0, |mark| mark.value)
}

/// Returns the number of the next heading of a level, unless a higher level comes before it.
fn next_of(blocks: &[Block], level: Level) -> Option<u32> {
    let mut marks = blocks.iter().filter_map(Block::para).filter(|p| !p.aside).filter_map(|p| p.mark.as_ref());
    marks.find(|mark| mark.level <= level && mark.parts.is_empty()).filter(|mark| mark.level == level).map(|m| m.value)
}

#[cfg(test)]
mod tests {
    use super::super::{clean, paragraph, table};
    use super::*;

    fn headings(text: &str) -> (String, usize) {
        let mut blocks = paragraph::join(table::find(&clean::clean(text, &[]).lines));
        let mut doubts = Vec::new();
        restore(&mut blocks, &mut doubts);
        let printed = blocks.iter().filter_map(Block::para).filter_map(|p| p.mark.as_ref()).map(|m| m.printed.clone());
        (printed.collect::<Vec<_>>().join(""), doubts.len())
    }

    #[test]
    fn a_lost_heading_leaves_a_gap_and_numbers_that_begin_anew() {
        for (text, wanted, doubts) in [
            ("一、甲\n（一）子。\n（二）丑。\n（一）寅。\n三、乙", "一、（一）（二）二、（一）三、", 1),
            ("一、甲\n（一）子。\n（二）丑。\n（一）寅。", "一、（一）（二）二、（一）", 1),
            ("一、甲\n（一）子。\n（二）丑。\n（一）寅。\n二、乙", "一、（一）（二）（一）二、", 1),
            ("一、甲\n（一）子。\n二、乙\n（一）丑。", "一、（一）二、（一）", 0),
            ("一、甲\n（一）子。\n（二）丑。\n保障措施\n（一）寅。\n三、乙", "一、（一）（二）（一）三、", 0),
            ("一、甲\n（一）子。\n专栏1 项目\n（一）丑。\n（二）寅。\n三、乙", "一、（一）（一）（二）三、", 0),
        ] {
            assert_eq!(headings(text), (wanted.to_string(), doubts), "{text}");
        }
    }
}
