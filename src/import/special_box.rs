//! Special boxes (专栏): which paragraphs after a box title belong to the box.
//!
//! A box has its own numbering, and the list around it continues after it. Whether a `7.` belongs to the box or to the
//! outer list is decided by the next numbers of both lists, then by the wording and by what follows.

use crate::plan::doubt::BoxUnclear;
use crate::plan::{Doubt, DoubtKind, Level, LineSpan};

use super::number::Mark;
use super::paragraph::{Block, Para};
use super::{measure, wording};

/// A special box that was read.
#[derive(Debug, Default)]
pub struct Boxed {
    /// The number as printed, without blanks.
    pub number: String,
    /// The title.
    pub title: String,
    /// The projects.
    pub items: Vec<Item>,
    /// The text other than projects and groups.
    pub notes: Vec<Para>,
    /// The indicator tables, as indices of blocks.
    pub tables: Vec<usize>,
    /// The index of the block after the last one.
    pub end: usize,
    /// The doubts about the reading.
    pub doubts: Vec<Doubt>,
}

/// A project.
#[derive(Debug)]
pub struct Item {
    /// The title of its group.
    pub group: Option<String>,
    /// The paragraphs.
    pub paras: Vec<Para>,
}

/// The open lists around a box.
pub struct Outer {
    /// The last number of each open level.
    pub open: Vec<(Level, u32)>,
}

impl Outer {
    fn has(&self, level: Level) -> bool {
        self.open.iter().any(|(open, _)| *open == level)
    }

    fn expects(&self, level: Level, value: u32) -> bool {
        self.open.iter().any(|(open, last)| *open == level && last + 1 == value)
    }
}

/// The relation of a paragraph to a box.
#[derive(PartialEq)]
enum Verdict {
    Item,
    Group,
    Continuation,
    End,
}

/// Reads the box whose title is the block at `start`.
pub fn read(blocks: &[Block], start: usize, outer: &Outer) -> Option<Boxed> {
    let first = blocks.get(start)?.para()?;
    let (number, title, _) = wording::special_box(&first.text)?;
    let frame = drawn_frame(blocks, start);
    // A frame shows the end of the box, so the lists around it do not matter.
    let alone = Outer { open: Vec::new() };
    let mut reader = Reader {
        blocks,
        outer: if frame.is_some() { &alone } else { outer },
        frame,
        boxed: Boxed { number, title, ..Boxed::default() },
        group: None,
        group_lines: LineSpan::at(1),
        groups: 0,
        group_level: None,
        style: None,
        last: 0,
        gap: 0,
        table: None,
    };
    let mut at = start + 1;
    while at < blocks.len() && reader.take(at) {
        at += 1;
    }
    reader.keep_empty_group();
    reader.boxed.end = at;
    Some(reader.boxed)
}

/// Returns the number of a frame around a box and nothing else: the title is the first paragraph in it, or directly
/// above.
fn drawn_frame(blocks: &[Block], title: usize) -> Option<u32> {
    let frame = |at: usize| blocks.get(at).and_then(Block::frame);
    let before = title.checked_sub(1).and_then(frame);
    frame(title + 1).filter(|inside| frame(title).is_none_or(|own| own == *inside) && before != Some(*inside))
}

struct Reader<'a> {
    blocks: &'a [Block],
    outer: &'a Outer,
    /// The number of the frame around the box.
    frame: Option<u32>,
    boxed: Boxed,
    group: Option<String>,
    group_lines: LineSpan,
    groups: u32,
    group_level: Option<Level>,
    style: Option<Level>,
    last: u32,
    gap: u32,
    /// The number of the table of which the box consists.
    table: Option<u32>,
}

impl Reader<'_> {
    /// Adds a block to the box; returns false if the box has ended before it.
    fn take(&mut self, at: usize) -> bool {
        let block = &self.blocks[at];
        self.follow_frame(block);
        let inside = self.frame.is_some() && block.frame() == self.frame;
        if self.frame.is_some() && !inside {
            return false;
        }
        let para = match block {
            Block::Table(_) => {
                self.boxed.tables.push(at);
                return true;
            }
            Block::Para(para) => para,
        };
        if let Some(taken) = self.take_row(para) {
            return taken;
        }
        if para.aside {
            self.boxed.notes.push(para.clone());
            return true;
        }
        match self.judge(at, para) {
            Verdict::End if inside && wording::special_box(&para.text).is_none() => self.keep(para),
            Verdict::End => return false,
            Verdict::Group => self.open_group(para),
            Verdict::Item => self.open_item(para),
            Verdict::Continuation => self.go_on(para),
        }
        true
    }

    /// Adds a row of the table of which the box consists, whatever its number. Returns `None` if it is no such row, and
    /// `Some(false)` after the end of the table.
    fn take_row(&mut self, para: &Para) -> Option<bool> {
        if self.table.is_none() && self.boxed.items.is_empty() && self.groups == 0 {
            self.table = para.row_of;
        }
        let table = self.table?;
        if para.row_of != Some(table) {
            return if para.aside { None } else { Some(false) };
        }
        match &para.mark {
            Some(mark) if mark.level == Level::HanParenthesised => self.open_group(para),
            Some(_) => self.open_item(para),
            None => self.boxed.notes.push(para.clone()),
        }
        Some(true)
    }

    fn open_group(&mut self, para: &Para) {
        self.keep_empty_group();
        self.groups += 1;
        self.group_level = para.mark.as_ref().map(|m| m.level);
        self.group = Some(para.full());
        self.group_lines = para.lines;
        // Numbers of items may continue through the groups, so the last one is kept.
        self.style = None;
    }

    fn open_item(&mut self, para: &Para) {
        if let Some(mark) = &para.mark {
            (self.style, self.last) = (Some(mark.level), mark.value);
        }
        if self.has_items() {
            self.gap = self.gap.max(para.gap);
        }
        self.boxed.items.push(Item { group: self.group.clone(), paras: vec![para.clone()] });
    }

    fn go_on(&mut self, para: &Para) {
        match self.boxed.items.last_mut() {
            Some(item) => item.paras.push(para.clone()),
            None => self.boxed.notes.push(para.clone()),
        }
    }

    /// Keeps a paragraph in the box that seems to come after it by wording, but is within its frame.
    fn keep(&mut self, para: &Para) {
        if para.mark.is_some() { self.open_item(para) } else { self.go_on(para) }
    }

    /// A page break may split a frame: the next frame then continues with the next number.
    fn follow_frame(&mut self, block: &Block) {
        let next = |mark: &Mark| Some(mark.level) == self.style && mark.value == self.last + 1;
        let goes_on = block.para().and_then(|para| para.mark.as_ref()).is_some_and(next);
        if self.frame.is_some() && block.frame().is_some() && goes_on {
            self.frame = block.frame();
        }
    }

    /// Turns a group without items into a note.
    fn keep_empty_group(&mut self) {
        if !self.has_items()
            && let Some(text) = self.group.take()
        {
            self.boxed.notes.push(Para::aside(text, self.group_lines));
        }
    }

    /// Returns true if the open group (or the box, if it has no group) has an item.
    fn has_items(&self) -> bool {
        self.boxed.items.last().is_some_and(|item| item.group == self.group)
    }

    fn judge(&mut self, at: usize, para: &Para) -> Verdict {
        let unmarked_end = wording::special_box(&para.text).is_some()
            || wording::is_table_caption(&para.text)
            || wording::is_appendix(&para.text);
        let Some(mark) = &para.mark else {
            return if unmarked_end { Verdict::End } else { self.judge_unmarked(para) };
        };
        if mark.level <= Level::Section
            || !self.boxed.tables.is_empty()
                && self.boxed.items.is_empty()
                && self.outer_goes_on(mark.level, mark.value)
        {
            return Verdict::End;
        }
        match self.style {
            Some(style) if mark.level > style => {
                let outer = self.outer.has(mark.level)
                    && (mark.level == Level::Dash || self.outer.expects(mark.level, mark.value));
                if outer { Verdict::End } else { Verdict::Continuation }
            }
            Some(style) if mark.level == style => self.judge_item(at, para),
            _ => self.judge_first(at, para),
        }
    }

    fn outer_goes_on(&self, level: Level, value: u32) -> bool {
        self.outer.expects(level, value) || level <= Level::HanParenthesised || value == 1 || level == Level::Dash
    }

    /// Judges a paragraph without a number: the only item of the box or group, a part of the last item, or text after
    /// the box.
    fn judge_unmarked(&mut self, para: &Para) -> Verdict {
        if !self.boxed.tables.is_empty() && self.boxed.items.is_empty() {
            return Verdict::End;
        }
        if !self.has_items() {
            return if para.text.ends_with(['：', ':']) { Verdict::Continuation } else { Verdict::Item };
        }
        let after_name = self.boxed.items.last().is_some_and(|item| item.paras.len() == 1 && is_name(&item.paras[0]));
        if after_name && !is_name(para) && para.gap <= self.gap.max(1) {
            return Verdict::Continuation;
        }
        let names = self.boxed.items.iter().all(|item| is_name(&item.paras[0]));
        if self.style.is_none() && names && is_name(para) && measure::project_weight(para.text.trim()) > 0 {
            return Verdict::Item;
        }
        if self.style.is_none() && lead(&para.text).chars().count() <= 28 && para.text.contains(['。', '：', '.']) {
            return Verdict::Item;
        }
        if self.frame.is_some() {
            return Verdict::Continuation;
        }
        if para.gap > self.gap.max(1) {
            return Verdict::End;
        }
        self.doubt(para, BoxUnclear::Unnumbered);
        Verdict::Continuation
    }

    /// Judges a number of a level above the items, or the first number in the box.
    fn judge_first(&mut self, at: usize, para: &Para) -> Verdict {
        let Some(mark) = &para.mark else { return Verdict::Continuation };
        if self.style.is_none() && self.groups > 0 && mark.level >= Level::Digit && mark.value == self.last + 1 {
            return Verdict::Item;
        }
        let groupable = matches!(mark.level, Level::Han | Level::HanParenthesised);
        let title = para.length() <= 30 && !para.text.contains('。');
        let next = mark.value == self.groups + 1 && self.group_level.is_none_or(|level| level == mark.level);
        if groupable && title && next && self.followed_by_items(at, mark.level) {
            if self.outer.expects(mark.level, mark.value) {
                let runs_on = self.last > 1 && self.next_value(at) == Some(self.last + 1);
                let heading =
                    wording::is_chapter_title(&para.text) || measure::begins_with_verb(&para.text) && self.groups == 0;
                if heading && !runs_on {
                    return Verdict::End;
                }
                self.doubt(para, BoxUnclear::GroupOrHeading);
            }
            return Verdict::Group;
        }
        let above = self.style.is_some_and(|style| mark.level < style)
            || self.groups > 0 && Some(mark.level) <= self.group_level;
        if above {
            return Verdict::End;
        }
        let starts = mark.value <= 1 || mark.level == Level::Dash;
        let outer = self.outer.expects(mark.level, mark.value) && !starts;
        let boxed_already = self.has_items() && mark.level <= Level::HanParenthesised;
        if outer || boxed_already || groupable && self.outer.has(mark.level) && mark.value != 1 {
            Verdict::End
        } else {
            Verdict::Item
        }
    }

    /// Returns the number of the next paragraph.
    fn next_value(&self, at: usize) -> Option<u32> {
        self.blocks.get(at + 1).and_then(Block::para).and_then(|p| p.mark.as_ref()).map(|mark| mark.value)
    }

    /// Returns true if the title of a group is followed by items of a lower level or a paragraph, and not by another
    /// heading.
    fn followed_by_items(&self, at: usize, level: Level) -> bool {
        let next = self.blocks.get(at + 1).and_then(Block::para);
        next.is_some_and(|p| match &p.mark {
            None => wording::special_box(&p.text).is_none(),
            Some(mark) => {
                let first = mark.value <= 1 || mark.value == self.last + 1;
                mark.level >= Level::Digit && first && mark.level > level
            }
        })
    }

    /// Judges a number of the same kind as the items before it.
    fn judge_item(&mut self, at: usize, para: &Para) -> Verdict {
        let Some(mark) = &para.mark else { return Verdict::Continuation };
        if mark.level == Level::Dash {
            return Verdict::Item;
        }
        let boxed = mark.value == self.last + 1;
        let outer = self.outer.expects(mark.level, mark.value);
        match (boxed, outer) {
            (true, false) => Verdict::Item,
            (false, true) => Verdict::End,
            (false, false) if mark.value > self.last && mark.value <= self.last + 3 => {
                self.doubt(para, BoxUnclear::NumberGap);
                Verdict::Item
            }
            (false, false) => Verdict::End,
            (true, true) => self.judge_both(at, para),
        }
    }

    /// Judges a number that continues both lists.
    fn judge_both(&mut self, at: usize, para: &Para) -> Verdict {
        let Some(mark) = &para.mark else { return Verdict::Continuation };
        let name = lead(&para.text);
        let mut score = measure::project_weight(name) * 2;
        if measure::begins_with_verb(name) {
            score -= 3;
        }
        let strict = self.boxed.items.iter().all(|item| measure::project_weight(lead(&item.paras[0].text)) == 2);
        if strict && measure::project_weight(name) < 2 {
            score -= 2;
        }
        if para.gap > self.gap {
            score -= 2;
        }
        let mut following =
            self.blocks[at + 1..].iter().take(60).filter_map(|b| b.para().and_then(|p| p.mark.as_ref()));
        if following.find(|m| m.level <= mark.level).is_some_and(|m| m.level == mark.level && m.value == mark.value) {
            score += 4;
        }
        let verdict = if score > 0 { Verdict::Item } else { Verdict::End };
        let unclear = if score > 0 { BoxUnclear::BothToProject } else { BoxUnclear::BothToTask };
        if score < 6 {
            self.doubt(para, unclear);
        }
        verdict
    }

    fn doubt(&mut self, para: &Para, unclear: BoxUnclear) {
        let quote = para.full().chars().take(24).collect();
        let kind = DoubtKind::BoxExtent { number: self.boxed.number.clone(), quote, unclear };
        self.boxed.doubts.push(Doubt { lines: para.lines, kind });
    }
}

/// Returns true if a paragraph is only the name of a project, with its text in the next paragraph.
fn is_name(para: &Para) -> bool {
    para.length() <= 30 && !para.text.contains(['。', '；', '：', ':', '，', ';'])
}

/// Returns the name at the start of a project.
fn lead(text: &str) -> &str {
    let end = text.find(['。', '：', ':', '，', '；']).unwrap_or(text.len());
    text[..end].trim()
}

#[cfg(test)]
mod tests {
    use super::super::{clean, paragraph, table};
    use super::*;

    fn read_box(text: &str, open: &[(Level, u32)]) -> (usize, usize) {
        let blocks = paragraph::join(table::find(&clean::clean(text, &[]).lines));
        let boxed = read(&blocks, 0, &Outer { open: open.to_vec() }).unwrap_or_default();
        (boxed.items.len(), boxed.end)
    }

    #[test]
    fn the_outer_list_goes_on_after_the_box() {
        let digits = [(Level::HanParenthesised, 3), (Level::Digit, 2)];
        for (text, open, wanted) in [
            ("专栏1 甲\n1.培训项目。做培训。\n2.基地项目。建基地。\n3.提升某种能力。做工作。", &digits[..], (2, 3)),
            (
                "专栏1 甲\n1.培训项目。做培训。\n2.基地项目。建基地。\n3.平台项目。建平台。\n3.提升某种能力。做工作。",
                &digits,
                (3, 4),
            ),
            ("专栏1 甲\n1.培训项目。\n2.基地项目。\n（四）下一节", &digits, (2, 3)),
            (
                "专栏1 甲\n一、资金类\n1.培训补贴。发补贴。\n二、服务类\n1.照护服务。做服务。\n2.托养服务。做服务。\n3.提升能力。做工作。",
                &digits,
                (3, 6),
            ),
            (
                "专栏1 甲\n一、设施\n1.道路无障碍。\n二、服务\n提供手语等服务，建设平台。\n三、组织保障\n（一）加强领导。",
                &[(Level::Han, 2)],
                (2, 5),
            ),
            ("专栏1 甲\n推动某医院建设。由某单位主管，建成高地。\n第十节 信息化", &[(Level::Section, 9)], (1, 2)),
            (
                "专栏1 甲\n1.培训项目。\n2.基地项目。\n——完善某项机制。",
                &[(Level::Section, 9), (Level::Dash, 0)],
                (2, 3),
            ),
        ] {
            assert_eq!(read_box(text, open), wanted, "{text}");
        }
    }

    #[test]
    fn a_box_around_a_table_has_no_projects() {
        let text = "专栏1 主要指标\n指标\t2020年\t2025年\t属性\n1.某率（%）\t90\t95\t约束性\n三、重点任务";
        assert_eq!(read_box(text, &[(Level::Han, 2)]), (0, 2));
    }
}
