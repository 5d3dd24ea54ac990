//! The nesting of a text: each numbered paragraph with everything below it, and the special boxes.

use crate::plan::{Doubt, DoubtKind, Level, LineSpan};

use super::clean::Line;
use super::number::Mark;
use super::paragraph::{Block, Para};
use super::special_box::{self, Boxed, Outer};
use super::table::Table;
use super::wording;

/// A numbered paragraph, or a heading.
#[derive(Debug)]
pub struct Entry {
    /// The index of the parent.
    pub parent: Option<usize>,
    /// The number.
    pub mark: Mark,
    /// Its own text.
    pub text: String,
    /// The range of its own lines.
    pub lines: LineSpan,
    /// True if there are entries below it.
    pub has_children: bool,
    /// The paragraphs without numbers below it.
    pub paras: Vec<Para>,
    /// The captions, cells and notes of tables below it.
    pub asides: Vec<Para>,
    /// True if a box or an indicator table is directly below it.
    pub framed: bool,
    /// True if it is a row of a table of tasks.
    pub is_row: bool,
}

/// A box with its place.
#[derive(Debug)]
pub struct Framed {
    /// The index of the entry above it.
    pub entry: Option<usize>,
    /// The number of entries before it.
    pub after: usize,
    /// The box.
    pub boxed: Boxed,
    /// The indicator tables in it.
    pub tables: Vec<Table>,
    /// The range of its lines.
    pub lines: LineSpan,
}

/// A text as a tree.
#[derive(Debug, Default)]
pub struct Tree {
    /// The numbered paragraphs in the order of the text.
    pub entries: Vec<Entry>,
    /// The paragraphs before the first entry.
    pub preamble: Vec<Para>,
    /// The boxes in the order of the text.
    pub boxes: Vec<Framed>,
    /// The indicator tables outside of boxes.
    pub tables: Vec<Table>,
    /// The doubts about the reading.
    pub doubts: Vec<Doubt>,
    /// The paragraphs at the end of the text that belong to no entry.
    pub closing: Vec<Para>,
}

/// Builds the tree of a text.
pub fn build(blocks: &[Block]) -> Tree {
    let mut builder = Builder { tree: Tree::default(), stack: Vec::new(), appendix: false };
    let mut at = 0;
    while at < blocks.len() {
        at = builder.take(blocks, at);
    }
    let mut tree = builder.tree;
    tree.settle_front();
    tree.settle_end();
    tree
}

impl Tree {
    /// Turns text before the first heading into running text, numbered or not; it belongs to a preface if the text has
    /// one.
    fn settle_front(&mut self) {
        let Some(first) = self.entries.iter().position(|e| e.mark.level <= Level::HanParenthesised) else { return };
        for entry in self.entries.drain(..first) {
            self.preamble.push(Para::numbered(entry.mark, entry.text, entry.lines));
            self.preamble.extend(entry.paras.into_iter().chain(entry.asides));
        }
        for entry in &mut self.entries {
            entry.parent = entry.parent.and_then(|parent| parent.checked_sub(first));
        }
        for framed in &mut self.boxes {
            framed.after = framed.after.saturating_sub(first);
            framed.entry = framed.entry.and_then(|entry| entry.checked_sub(first));
        }
        let preface = &mut self.entries[0];
        if wording::is_unnumbered_heading(&preface.text) {
            preface.paras.splice(0..0, self.preamble.drain(..));
        }
    }
}

impl Tree {
    /// Moves text after the last item of a list with one paragraph per item to the section.
    fn settle_end(&mut self) {
        let Some((last, others)) = self.entries.split_last_mut() else { return };
        let alike = |e: &&Entry| e.mark.level == last.mark.level && !e.is_row;
        let mut siblings: Vec<&Entry> = others.iter().filter(alike).collect();
        let is_single = |e: &&Entry| e.paras.is_empty() && !e.has_children && leads_in_text(&e.text);
        if !siblings.iter().all(is_single) {
            siblings.retain(|e| e.parent == last.parent);
        }
        let single = siblings.iter().all(is_single);
        if siblings.is_empty() || !single || last.is_row || !leads_in_text(&last.text) {
            return;
        }
        let closes = |para: &Para| siblings.len() >= 3 || wording::closes_text(&para.text);
        if let Some(at) = last.paras.iter().position(|para| para.mark.is_none() && closes(para)) {
            self.closing = last.paras.split_off(at);
        }
    }
}

struct Builder {
    tree: Tree,
    stack: Vec<usize>,
    appendix: bool,
}

impl Builder {
    fn take(&mut self, blocks: &[Block], at: usize) -> usize {
        let para = match &blocks[at] {
            Block::Table(table) => {
                self.take_table(table);
                return at + 1;
            }
            Block::Para(para) => para,
        };
        if !para.aside && para.mark.is_none() && self.starts_appendix(para) {
            self.appendix = true;
            self.open_appendix(para);
            return at + 1;
        }
        if self.appendix {
            // An attachment does not belong to the plan, except for a table of tasks in it.
            match &para.mark {
                Some(mark) if para.row_of.is_some() => self.open(mark, para),
                _ => self.add_to_appendix(para),
            }
            return at + 1;
        }
        if !para.aside && para.mark.is_none() {
            let outer = Outer {
                open: self
                    .stack
                    .iter()
                    .map(|&n| (self.tree.entries[n].mark.level, self.tree.entries[n].mark.value))
                    .collect(),
            };
            if let Some(boxed) = special_box::read(blocks, at, &outer) {
                return self.take_box(blocks, at, boxed);
            }
        }
        match &para.mark {
            Some(mark) if !para.aside => self.open(mark, para),
            _ => self.add(para.clone(), para.aside),
        }
        at + 1
    }

    /// Returns true if a paragraph starts an appendix, which comes after a plan and never before its first headings.
    fn starts_appendix(&self, para: &Para) -> bool {
        wording::is_appendix(&para.text) && self.tree.entries.len() >= 2
    }

    fn open_appendix(&mut self, para: &Para) {
        let top = self.tree.entries.iter().filter(|e| e.parent.is_none()).map(|e| e.mark.level).min();
        let mark = Mark { level: top.unwrap_or(Level::Chapter), printed: String::new(), value: 0, parts: Vec::new() };
        self.stack.clear();
        self.push(mark, para);
    }

    fn open(&mut self, mark: &Mark, para: &Para) {
        while let Some(&top) = self.stack.last() {
            if self.nests(top, mark) {
                break;
            }
            self.stack.pop();
        }
        self.push(mark.clone(), para);
    }

    /// Returns true if a number belongs below an open entry.
    fn nests(&self, top: usize, mark: &Mark) -> bool {
        let entry = &self.tree.entries[top];
        let (above, below) = (entry.mark.level, mark.level);
        if above == Level::Dash && below != Level::Dash && below >= Level::Digit {
            // A dash is the lowest level, unless it introduces a numbered list.
            return if entry.has_children {
                self.is_list_under(top, below)
            } else {
                mark.value == 1 && leads_in(entry)
            };
        }
        if below == Level::Dash && self.stack.iter().any(|&n| self.tree.entries[n].mark.level == Level::Dash) {
            // The next dash ends the list below the one before it.
            return above < Level::Dash && !self.under_dash(top);
        }
        above < below
    }

    fn is_list_under(&self, top: usize, level: Level) -> bool {
        self.tree
            .entries
            .iter()
            .rev()
            .take_while(|e| e.mark.level > Level::HanParenthesised)
            .any(|e| e.parent == Some(top) && e.mark.level == level)
    }

    fn under_dash(&self, entry: usize) -> bool {
        std::iter::successors(self.tree.entries[entry].parent, |&n| self.tree.entries[n].parent)
            .any(|n| self.tree.entries[n].mark.level == Level::Dash)
    }

    fn push(&mut self, mark: Mark, para: &Para) {
        let parent = self.stack.last().copied();
        if let Some(parent) = parent {
            self.tree.entries[parent].has_children = true;
        }
        self.stack.push(self.tree.entries.len());
        self.tree.entries.push(Entry {
            parent,
            mark,
            text: para.text.clone(),
            lines: para.lines,
            has_children: false,
            paras: Vec::new(),
            asides: Vec::new(),
            framed: false,
            is_row: para.row_of.is_some(),
        });
    }

    /// Adds text between the tables of an appendix to the appendix itself.
    fn add_to_appendix(&mut self, para: &Para) {
        self.stack.truncate(1);
        self.add(para.clone(), true);
    }

    fn add(&mut self, para: Para, aside: bool) {
        match self.stack.last() {
            None => self.tree.preamble.push(para),
            Some(&top) if aside || wording::is_table_caption(&para.text) => self.tree.entries[top].asides.push(para),
            Some(&top) => self.tree.entries[top].paras.push(para),
        }
    }

    fn take_table(&mut self, table: &Table) {
        if let Some(&top) = self.stack.last() {
            let entry = &mut self.tree.entries[top];
            if entry.paras.last().is_some_and(|p| wording::is_indicator_caption(&p.text)) {
                entry.asides.extend(entry.paras.pop());
            }
            entry.framed |= !leads_in_text(&entry.text);
        }
        let heads = Para::aside(heads(table), LineSpan::at(table.lines.first));
        self.add(heads, true);
        for line in &table.broken {
            self.add(Para::aside(line.text.clone(), LineSpan::at(line.no)), true);
            self.tree.doubts.push(broken(line));
        }
        self.tree.tables.push(table.clone());
    }

    fn take_box(&mut self, blocks: &[Block], at: usize, mut boxed: Boxed) -> usize {
        let end = boxed.end;
        let lines = blocks[at..end].iter().map(Block::lines).reduce(LineSpan::to).unwrap_or(LineSpan::at(1));
        let tables: Vec<Table> = boxed
            .tables
            .iter()
            .filter_map(|&n| if let Block::Table(table) = &blocks[n] { Some(table.clone()) } else { None })
            .collect();
        for table in &tables {
            let note = |text: String, no| Para::aside(text, LineSpan::at(no));
            boxed.notes.push(note(heads(table), table.lines.first));
            boxed.notes.extend(table.broken.iter().map(|line| note(line.text.clone(), line.no)));
            self.tree.doubts.extend(table.broken.iter().map(broken));
        }
        // The nearest heading above; a measure whose text follows its number is not one.
        let entry = self.stack.iter().rev().copied().find(|&n| {
            let entry = &self.tree.entries[n];
            entry.mark.level <= Level::HanParenthesised && (!leads_in_text(&entry.text) || entry.has_children)
        });
        if let Some(entry) = entry {
            self.tree.entries[entry].framed = true;
        }
        self.tree.doubts.append(&mut boxed.doubts);
        self.tree.boxes.push(Framed { entry, after: self.tree.entries.len(), boxed, tables, lines });
        end
    }
}

fn broken(line: &Line) -> Doubt {
    Doubt::at(line.no, DoubtKind::BrokenRow { text: line.text.clone() })
}

fn heads(table: &Table) -> String {
    table.heads.iter().filter(|h| !h.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// Returns true if an entry only introduces the list below it.
fn leads_in(entry: &Entry) -> bool {
    entry.paras.is_empty() && !leads_in_text(&entry.text) && entry.text.chars().count() <= 80
}

/// Returns true if text follows the first sentence of a numbered paragraph on the same line.
pub fn leads_in_text(text: &str) -> bool {
    let text = text.trim_end_matches(['。', '：', ':', '；']);
    text.contains('。')
}

#[cfg(test)]
mod tests {
    use super::super::{clean, paragraph, table};
    use super::*;

    fn outline(text: &str) -> Vec<String> {
        let tree = build(&paragraph::join(table::find(&clean::clean(text, &[]).lines)));
        let depth = |n: usize| std::iter::successors(tree.entries[n].parent, |&n| tree.entries[n].parent).count();
        tree.entries.iter().enumerate().map(|(n, e)| format!("{}{}", "·".repeat(depth(n)), e.mark.printed)).collect()
    }

    #[test]
    fn numbers_nest_as_officials_nest_them() {
        assert_eq!(
            outline("一、任务\n（一）就业。\n1.培训。\n2.渠道。\n——甲。\n——乙。\n3.服务。\n（二）教育。\n二、保障\n"),
            ["一、", "·（一）", "··1.", "··2.", "···——", "···——", "··3.", "·（二）", "二、"]
        );
    }

    #[test]
    fn a_dash_that_leads_in_holds_the_list_below_it() {
        assert_eq!(
            outline(
                "第一节 服务\n——提升能力。\n1.建设。办好。\n2.服务。做好。\n——社会办医。放宽准入。\n——安全。严管。\n第二节 改革"
            ),
            ["第一节", "·——", "··1.", "··2.", "·——", "·——", "第二节"]
        );
    }
}
