//! Misplaced boxes: a box that a conversion moved to the end of a file is moved back.

use std::collections::HashSet;

use crate::plan::{Doubt, DoubtKind, Level, LineSpan};

use super::front::Body;
use super::paragraph::Block;
use super::wording;

/// Moves each box back whose number occurs twice in its own plan and is missing in an earlier one.
pub fn put_back(bodies: &mut [Body]) {
    for from in 1..bodies.len() {
        while let Some((at, number, to)) = orphan(bodies, from) {
            let end = extent(&bodies[from].blocks, at);
            let moved: Vec<Block> = bodies[from].blocks.drain(at..end).collect();
            let title = box_of(&moved[0]).map(|(title, _)| title).unwrap_or_default();
            let lines = moved.iter().map(Block::lines).reduce(LineSpan::to).unwrap_or(moved[0].lines());
            let (place, heading) = place(&bodies[to].blocks, number, &title);
            let body = &mut bodies[to];
            body.doubts.push(Doubt { lines, kind: DoubtKind::MisplacedBox { number, title, heading } });
            body.blocks.splice(place..place, moved);
        }
    }
}

fn box_of(block: &Block) -> Option<(String, u32)> {
    let para = block.para().filter(|p| p.mark.is_none() && !p.aside)?;
    let (_, title, number) = wording::special_box(&para.text)?;
    Some((title, number?))
}

/// Returns the boxes of a text as index and number.
fn boxes(blocks: &[Block]) -> Vec<(usize, u32)> {
    blocks.iter().enumerate().filter_map(|(at, block)| box_of(block).map(|(_, n)| (at, n))).collect()
}

/// Returns a box that belongs to an earlier text: its index, its number and that text.
fn orphan(bodies: &[Body], from: usize) -> Option<(usize, u32, usize)> {
    let mut seen = HashSet::new();
    let own = boxes(&bodies[from].blocks);
    own.into_iter().filter(|(_, n)| !seen.insert(*n)).find_map(|(at, number)| {
        let to = (0..from).find(|&to| {
            let numbers: HashSet<u32> = boxes(&bodies[to].blocks).into_iter().map(|(_, n)| n).collect();
            !numbers.contains(&number) && numbers.contains(&(number + 1))
        })?;
        Some((at, number, to))
    })
}

/// Returns the end of a box if it has no frame: the next heading or box.
fn extent(blocks: &[Block], start: usize) -> usize {
    let ends = |block: &Block| {
        box_of(block).is_some()
            || block.para().is_some_and(|p| p.mark.as_ref().is_some_and(|m| m.level <= Level::HanParenthesised))
    };
    blocks[start + 1..].iter().position(ends).map_or(blocks.len(), |n| start + 1 + n)
}

/// Returns the place for a box: the end of the section, between its neighbours, whose heading or measures are most
/// similar to it.
fn place(blocks: &[Block], number: u32, title: &str) -> (usize, String) {
    let numbered = boxes(blocks);
    let first = numbered.iter().find(|(_, n)| *n + 1 == number).map_or(0, |(at, _)| *at);
    let last = numbered.iter().find(|(_, n)| *n == number + 1).map_or(blocks.len(), |(at, _)| *at);
    let wanted = bigrams(title);
    let score = |at: usize| {
        let words = blocks[at].para().filter(|p| p.mark.is_some()).map(|p| p.text.chars().take(40).collect::<String>());
        words.map_or(0, |words| bigrams(&words).intersection(&wanted).count() * 100 / (wanted.len() + 12))
    };
    let best = (first..last).rev().max_by_key(|&at| score(at)).unwrap_or(first);
    let heading = (0..=best).rev().find_map(|at| {
        let para = blocks.get(at)?.para()?;
        para.mark.as_ref().filter(|m| m.level <= Level::HanParenthesised).map(|m| (m.level, para.full()))
    });
    let Some((level, name)) = heading else { return (last, String::new()) };
    let ends = |block: &Block| {
        box_of(block).is_some() || block.para().is_some_and(|p| p.mark.as_ref().is_some_and(|m| m.level <= level))
    };
    let end = blocks[best + 1..].iter().position(ends).map_or(blocks.len(), |n| best + 1 + n);
    (end, name)
}

fn bigrams(text: &str) -> HashSet<(char, char)> {
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    chars.windows(2).map(|w| (w[0], w[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{clean, front, paragraph, table};
    use super::*;

    #[test]
    fn a_box_at_the_end_goes_back_to_the_plan_that_lacks_it() {
        let text = "关于印发《甲县“十四五”卫生规划》和《甲县“十四五”教育规划》的通知\n2022年1月1日\n甲县“十四五”卫生规划\n第一章 任务\n第一节 健康行动\n——普及知识。\n第二节 公共卫生\n——加强疾病控制体系。\n第三节 人才\n专栏2 人才\n1.培训项目。\n甲县“十四五”教育规划\n一、任务\n专栏1 学校\n1.学校项目。\n二、保障\n专栏1 疾病控制体系现代化\n1.实验室建设。";
        let mut bodies = front::split(paragraph::join(table::find(&clean::clean(text, &[]).lines))).bodies;
        put_back(&mut bodies);
        let texts: Vec<String> = bodies[0].blocks.iter().filter_map(|b| b.para().map(|p| p.full())).collect();
        let at = texts.iter().position(|t| t.starts_with("专栏1")).unwrap_or(0);
        assert_eq!(texts[at + 2], "第三节人才");
        assert_eq!(bodies[0].doubts.len(), 1);
        assert_eq!(bodies[1].blocks.len(), 4);
    }
}
