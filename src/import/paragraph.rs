//! Joining lines into paragraphs that were split by page breaks and hard line breaks.

use crate::plan::LineSpan;

use super::clean::Line;
use super::front;
use super::layout::Layout;
use super::notice;
use super::number::{self, Mark};
use super::table::{Piece, Table};
use super::wording;
use super::work_table;

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Para {
    /// The number, if there is one.
    pub mark: Option<Mark>,
    /// The text without the number.
    pub text: String,
    /// The range of its lines.
    pub lines: LineSpan,
    /// The number of blank lines before it.
    pub gap: u32,
    /// True if it is a cell or a note of a table, so it is neither a heading nor a measure.
    pub aside: bool,
    /// The layout.
    pub layout: Layout,
    /// For a row of a table of tasks or projects, the first line of that table.
    pub row_of: Option<u32>,
}

impl Para {
    /// Returns a paragraph for a cell or a note of a table.
    pub fn aside(text: String, lines: LineSpan) -> Para {
        Para { mark: None, text, lines, gap: 0, aside: true, layout: Layout::default(), row_of: None }
    }

    /// Returns a numbered paragraph.
    pub fn numbered(mark: Mark, text: String, lines: LineSpan) -> Para {
        Para { mark: Some(mark), aside: false, ..Para::aside(text, lines) }
    }

    /// Returns the paragraph as printed, including its number.
    pub fn full(&self) -> String {
        match &self.mark {
            Some(mark) => format!("{}{}", mark.printed, self.text),
            None => self.text.clone(),
        }
    }

    /// Returns the length in characters, without the number.
    pub fn length(&self) -> usize {
        self.text.chars().count()
    }
}

/// A block of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Para(Para),
    /// An indicator table.
    Table(Table),
}

impl Block {
    /// Returns the range of its lines.
    pub fn lines(&self) -> LineSpan {
        match self {
            Block::Para(para) => para.lines,
            Block::Table(table) => table.lines,
        }
    }

    /// Returns the number of the box around it, see [`Layout::frame`].
    pub fn frame(&self) -> Option<u32> {
        match self {
            Block::Para(para) => para.layout.frame,
            Block::Table(table) => table.frame,
        }
    }

    /// Returns the block as paragraphs; a table becomes its headings and rows.
    pub fn into_paras(self) -> Vec<Para> {
        let aside = Para::aside;
        match self {
            Block::Para(para) => vec![para],
            Block::Table(table) => {
                let heads = aside(table.heads.join(" "), LineSpan::at(table.lines.first));
                let rows = table.rows.into_iter().map(|row| aside(row.cells.join(" "), row.lines));
                let broken = table.broken.into_iter().map(|line| aside(line.text, LineSpan::at(line.no)));
                std::iter::once(heads).chain(rows).chain(broken).collect()
            }
        }
    }

    /// Returns the paragraph; `None` for a table.
    pub fn para(&self) -> Option<&Para> {
        if let Block::Para(para) = self { Some(para) } else { None }
    }
}

/// Joins lines into paragraphs.
pub fn join(pieces: Vec<Piece>) -> Vec<Block> {
    let wrap = wrap_width(&pieces);
    let mut blocks: Vec<Block> = Vec::with_capacity(pieces.len());
    // The paragraph that is still open, with its last line.
    let mut open: Option<(Open, Line)> = None;
    let mut blank = 0;
    let mut notes = Notes::default();
    for piece in pieces {
        let (line, cell) = match piece {
            Piece::Line(line) if line.text.is_empty() => {
                blank += 1;
                continue;
            }
            Piece::Line(line) => (line, false),
            Piece::Cell(line) => (line, true),
            Piece::Work(table) => {
                blocks.extend(open.take().map(|(open, _)| open.close()));
                notes = Notes::default();
                blocks.extend(work_table::paragraphs(&table).into_iter().map(Block::Para));
                continue;
            }
            Piece::Table(table) => {
                blocks.extend(open.take().map(|(open, _)| open.close()));
                notes = Notes::default();
                blocks.push(Block::Table(table));
                continue;
            }
        };
        let gap = line.gap + std::mem::take(&mut blank);
        if let Some((paragraph, last)) = &mut open
            && !cell
            && !paragraph.aside
            && paragraph.is_cut(last, &line, wrap)
        {
            paragraph.push(&line);
            *last = line;
            continue;
        }
        blocks.extend(open.take().map(|(open, _)| open.close()));
        let aside = cell || notes.take(&line.text);
        open = Some((Open::new(&line, gap, aside), line));
    }
    blocks.extend(open.map(|(open, _)| open.close()));
    blocks
}

/// A paragraph to which lines may be added.
struct Open {
    text: String,
    lines: LineSpan,
    gap: u32,
    aside: bool,
    layout: Layout,
    /// The number of 《 and （ not closed yet, which reveals line breaks within titles and brackets.
    depth: i32,
}

impl Open {
    fn new(line: &Line, gap: u32, aside: bool) -> Open {
        let mut open =
            Open { text: String::new(), lines: LineSpan::at(line.no), gap, aside, layout: line.layout, depth: 0 };
        open.push(line);
        open
    }

    fn push(&mut self, line: &Line) {
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if ascii(self.text.chars().next_back()) && ascii(line.text.chars().next()) {
            self.text.push(' ');
        }
        for c in line.text.chars() {
            match c {
                '《' | '（' | '(' => self.depth += 1,
                '》' | '）' | ')' => self.depth = (self.depth - 1).max(0),
                '。' => self.depth = 0,
                _ => {}
            }
            self.text.push(if c == '\t' { ' ' } else { c });
        }
        self.lines = self.lines.to(LineSpan::at(line.no));
    }

    fn close(self) -> Block {
        let (mark, text) = match number::split(&self.text).filter(|(_, rest)| !self.aside && !rest.is_empty()) {
            Some((mark, rest)) => (Some(mark), rest.to_string()),
            None => (None, self.text),
        };
        Block::Para(Para {
            mark,
            text,
            lines: self.lines,
            gap: self.gap,
            aside: self.aside,
            layout: self.layout,
            row_of: None,
        })
    }

    /// Returns true if the paragraph continues in the next line, because its last line does not end like a paragraph.
    fn is_cut(&self, last: &Line, next: &Line, wrap: Option<usize>) -> bool {
        // A heading style marks a complete heading, and a box does not share lines with the text.
        if self.layout.heading.or(next.layout.heading).is_some() || last.layout.frame != next.layout.frame {
            return false;
        }
        let text = self.text.as_str();
        let closed = text.ends_with(['。', '！', '？', '；', '：', ':', ';', '!', '?', '…']);
        let open = self.depth > 0 && !closed && self.lines.last - self.lines.first < 12;
        if open && next.tabs == 0 && number::split(&next.text).is_none() {
            return true;
        }
        if next.tabs > 0 || starts_paragraph(&next.text) || wording::is_date(&next.text) {
            return false;
        }
        // The subject of a notice ends with 通知.
        if text.contains("关于印发")
            && !text.contains("通知")
            && !closed
            && text.len() < 300
            && next.text.contains("通知")
        {
            return true;
        }
        if next.text.starts_with(['；', '，', '、', '。', '）', '》', '”', '：', ';', ',']) {
            return true;
        }
        // A heading that fills its line continues; other lines may end a little earlier.
        let slack = if number::split(text).is_some() && !text.contains('。') { 3 } else { 9 };
        let full = wrap.map(|wrap| width(&last.text) + slack > wrap);
        let subject = (wording::is_subject(text) || is_title(text)) && self.lines.first <= HEAD;
        // Lines about a page stand above the subject of its document.
        if full != Some(true) && next.no <= HEAD && wording::is_subject(&next.text) {
            return false;
        }
        if (starts_alone(text) || subject) && full != Some(true) || closed || wording::is_date(text) {
            return false;
        }
        if text.ends_with(['，', '、', ',']) {
            return true;
        }
        if let Some(full) = full {
            return full;
        }
        if text.ends_with(['）', ')', '》', '”', '】']) {
            return false;
        }
        // A heading may be long; a paragraph that follows its number has a full stop by then.
        let heading = number::split(text).is_some_and(|_| !text.contains('。'));
        !heading && width(&last.text) >= 48
    }
}

/// The last line that may belong to the head of a document.
const HEAD: u32 = 20;

/// Returns true if a line is a whole title: it ends as one, and is no sentence.
fn is_title(text: &str) -> bool {
    front::ends_as_title(text) && !text.contains(['。', '，', '；', '：', ',']) && number::split(text).is_none()
}

/// Returns true for a line that is complete by itself: a caption, a box title, a note, a line in brackets, an
/// unnumbered heading.
fn starts_alone(text: &str) -> bool {
    text.chars().count() <= 120
        && (wording::special_box(text).is_some()
            || wording::is_table_caption(text)
            || wording::is_appendix(text)
            || wording::is_unnumbered_heading(text)
            || notice::is_addressee(text)
            || notice::offices_from(text) == Some(0)
            || wording::is_indicator_caption(text) && text.ends_with("指标")
            || text.starts_with(['（', '(']) && text.ends_with(['）', ')']))
}

fn starts_paragraph(text: &str) -> bool {
    number::split(text).is_some_and(|(_, rest)| !rest.is_empty()) || starts_alone(text) || wording::is_note(text)
}

/// Returns the width of a line in half-width columns.
fn width(text: &str) -> usize {
    text.chars().take(400).map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Returns the width at which the long lines of a document are wrapped, if they are.
fn wrap_width(pieces: &[Piece]) -> Option<usize> {
    let mut widths = [0_usize; 161];
    let mut all = 0;
    for piece in pieces {
        if let Piece::Line(line) = piece {
            let width = width(&line.text);
            all += usize::from(width > 30);
            if (30..=160).contains(&width) {
                widths[width] += 1;
            }
        }
    }
    let near = |w: usize| widths[w.saturating_sub(4)..=w].iter().sum::<usize>();
    let widest = (34..=160).max_by_key(|w| near(*w))?;
    (all >= 30 && near(widest) * 2 > all).then_some(widest)
}

/// The notes below a table: 注：1. …, 2. …, 3. ….
#[derive(Default)]
struct Notes {
    next: u32,
}

impl Notes {
    /// Returns true if a line is the next note.
    fn take(&mut self, text: &str) -> bool {
        if wording::is_note(text) {
            let rest = text.split_once(['：', ':']).map_or("", |(_, rest)| rest);
            self.next = number::split(rest).map_or(0, |(mark, _)| mark.value + 1);
            return true;
        }
        let goes_on = self.next > 0
            && number::split(text).is_some_and(|(mark, _)| mark.value == self.next && !mark.printed.contains('、'));
        self.next = if goes_on { self.next + 1 } else { 0 };
        goes_on
    }
}

#[cfg(test)]
mod tests {
    use super::super::clean::clean;
    use super::super::table;
    use super::*;

    fn paragraphs(text: &str) -> Vec<String> {
        join(table::find(&clean(text, &[]).lines)).iter().filter_map(|b| b.para().map(Para::full)).collect()
    }

    #[test]
    fn a_paragraph_cut_by_a_page_break_is_joined() {
        for (text, whole) in [
            ("3.加快发展某项服务。积极发展各类服务，做好各项社会\n\n救助，完善制度。", 1),
            ("——扶持某行业规范发展，\n\n支持其就业。", 1),
            ("一、加强某项工作\n各部门要各负其责。", 2),
            ("（一）完善某项制度，为群众提供更加稳定更高水平的各项民生保障\n近年来有进展。", 2),
            ("关于印发《某县“十四五”残疾人\n保障规划》的通知", 1),
            ("关于印发 某规划纲要\n\n的通知", 1),
            ("第一段完了。\n第二段开始。", 2),
            ("提高占比\n\n；到2025年达到目标。", 1),
        ] {
            assert_eq!(paragraphs(text).len(), whole, "{text}");
        }
    }

    #[test]
    fn notes_of_a_table_are_no_measures() {
        let blocks =
            join(table::find(&clean("注：1. 甲按此计算。\n2. 乙按此计算。\n3. 丙按此计算。\n1.建设平台。", &[]).lines));
        let asides: Vec<bool> = blocks.iter().filter_map(|b| b.para().map(|p| p.aside)).collect();
        assert_eq!(asides, [true, true, true, false]);
    }
}
