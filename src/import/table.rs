//! Tables: recognising cells in lines, and grouping them into rows.
//!
//! Tables extracted from a word processor or a PDF have one of four shapes: rows with tabs (or bars) between cells;
//! each cell on a line that begins with a tab, with empty cells kept; each cell on a line of its own, without empty
//! cells; columns separated by runs of blanks.

use crate::plan::{Level, LineSpan};
use crate::text::fold::half_width;

use super::clean::Line;
use super::column::Column;
use super::number;
use super::ragged;
use super::unread;
use super::wording;
use super::work_table;

/// A piece of a text: running text, a cell of a table that is not interpreted, or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A line of text.
    Line(Line),
    /// A line in a table without indicators.
    Cell(Line),
    /// An indicator table.
    Table(Table),
    /// A table of tasks or projects.
    Work(Table),
}

/// An indicator table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The headings of the columns as printed.
    pub heads: Vec<String>,
    /// The rows, which may have missing or surplus cells.
    pub rows: Vec<Row>,
    /// Lines at the end that look like a row without its cells.
    pub broken: Vec<Line>,
    /// The range of its lines.
    pub lines: LineSpan,
    /// The number of the box around it, see [`Layout::frame`](super::layout::Layout::frame).
    pub frame: Option<u32>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The cells; lines of one cell are joined.
    pub cells: Vec<String>,
    /// The range of its lines.
    pub lines: LineSpan,
}

/// Finds the tables in the lines of a text.
pub fn find(lines: &[Line]) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(lines.len());
    let mut at = 0;
    let mut decimal = Vec::new();
    let mut in_box = false;
    while at < lines.len() {
        let line = &lines[at];
        if let Some((table, end)) = rows_of_lines(lines, at)
            .or_else(|| led_cells(lines, at))
            .or_else(|| lone_cells(lines, at))
            .or_else(|| ragged_rows(lines, at))
        {
            pieces.push(Piece::Table(table));
            at = end;
            continue;
        }
        if let Some((table, end)) = work_rows(lines, at, in_box) {
            pieces.push(Piece::Work(table));
            at = end;
            continue;
        }
        let spoilt = spoilt_work_rows(lines, at);
        if spoilt > at {
            pieces.extend(lines[at..spoilt].iter().cloned().map(Piece::Cell));
            at = spoilt;
            continue;
        }
        if is_other_row(lines, at) {
            pieces.push(Piece::Cell(line.clone()));
            at += 1;
            continue;
        }
        pieces.push(Piece::Line(line.clone()));
        let heading = number::split(&line.text).is_some_and(|(mark, _)| mark.level <= Level::HanParenthesised);
        in_box = !heading && (in_box || wording::special_box(&line.text).is_some());
        if let Some(parts) = number::decimal(&line.text) {
            decimal = parts;
        }
        at += 1;
        if wording::is_table_caption(&line.text) && !lone_follows(lines, at) {
            while lines.get(at).is_some_and(|line| !ends_table(line) && !goes_on_after(&decimal, line)) {
                pieces.push(Piece::Cell(lines[at].clone()));
                at += 1;
            }
        }
    }
    pieces
}

/// Returns a table without cell structure below a caption.
fn ragged_rows(lines: &[Line], start: usize) -> Option<(Table, usize)> {
    let caption = lines.get(start.checked_sub(1)?)?;
    wording::is_indicator_caption(&caption.text).then(|| ragged::find(lines, start)).flatten()
}

/// Returns for each line true if it is part of a table.
pub fn inside(lines: &[Line]) -> Vec<bool> {
    let mut inside = Vec::with_capacity(lines.len());
    let mut appendix = false;
    let pieces = find(lines);
    let unread = unread::find(&pieces);
    for piece in pieces {
        match piece {
            Piece::Line(line) => {
                appendix |= wording::is_appendix(&line.text);
                inside.push(appendix || unread::is_inside(&line, &unread));
            }
            Piece::Cell(_) => inside.push(true),
            Piece::Table(table) | Piece::Work(table) => {
                let (first, last) = (table.lines.first, table.lines.last);
                let from = inside.len();
                let count = lines[from..].iter().take_while(|l| (first..=last).contains(&l.no)).count();
                inside.extend(std::iter::repeat_n(true, count));
            }
        }
    }
    inside.resize(lines.len(), appendix);
    inside
}

/// Returns true if a line is a row of another kind of table: it has at least three cells, and so does an adjacent line.
fn is_other_row(lines: &[Line], at: usize) -> bool {
    let row = |line: &Line| line.text.matches('\t').count() >= 2 && number::split(&line.text).is_none();
    let cells = |line: Option<&Line>| line.is_some_and(|line| line.text.matches('\t').count() >= 2);
    row(&lines[at]) && (cells(lines.get(at + 1)) || at > 0 && cells(lines.get(at - 1)))
}

/// Returns true if a table of lone cells starts here, so its caption does not start a table of another shape.
fn lone_follows(lines: &[Line], at: usize) -> bool {
    lines.get(at).is_some_and(|line| line.tabs > 0)
        || at < lines.len() && work_rows(lines, at, false).is_some()
        || lone_cells(lines, at).is_some()
        || ragged_rows(lines, at).is_some()
        || at < lines.len() && rows_of_lines(lines, at).is_some()
}

/// Returns true if a line is the next heading in a document with decimal numbers.
fn goes_on_after(decimal: &[u32], line: &Line) -> bool {
    !decimal.is_empty() && number::decimal(&line.text).is_some_and(|next| number::is_next_decimal(decimal, &next))
}

/// Returns true if a line can't be a cell: a heading, a caption, a note, a box title, or a sentence.
fn ends_table(line: &Line) -> bool {
    let length = line.text.chars().take(62).count();
    let sentence = line.text.ends_with(['。', '：']) && length >= 24;
    let heading = number::split(&line.text)
        .is_some_and(|(mark, rest)| mark.level <= Level::HanParenthesised && !rest.is_empty() && mark.parts.is_empty());
    length > 60 || sentence || heading || wording::starts_block(&line.text)
}

/// Splits a line into its cells.
pub fn cells_of(line: &Line, by_blanks: bool) -> Vec<String> {
    let clean = |cell: &str| cell.trim().to_string();
    if line.text.contains('\t') || line.tabs > 0 {
        let empty = std::iter::repeat_n(String::new(), line.tabs);
        return empty.chain(line.text.split('\t').map(clean)).collect();
    }
    if line.text.starts_with('|') && line.text.ends_with('|') && line.text.len() > 2 {
        return line.text[1..line.text.len() - 1].split('|').map(clean).collect();
    }
    if !by_blanks {
        return vec![line.text.clone()];
    }
    let mut cells = vec![String::new()];
    let mut blanks = 0;
    for c in line.text.chars() {
        if c.is_whitespace() {
            blanks += if c == '\u{3000}' { 2 } else { 1 };
            continue;
        }
        match cells.last_mut() {
            Some(cell) if blanks < 2 => {
                if blanks == 1 {
                    cell.push(' ');
                }
                cell.push(c);
            }
            _ => cells.push(c.to_string()),
        }
        blanks = 0;
    }
    cells
}

fn words_of(line: &Line) -> Vec<String> {
    line.text.split_whitespace().map(str::to_string).collect()
}

/// Reads a table with one line per row: cells separated by tabs, bars, runs of blanks, or single blanks.
fn rows_of_lines(lines: &[Line], start: usize) -> Option<(Table, usize)> {
    let head = &lines[start];
    if head.text.len() > 400 {
        return None;
    }
    let tabbed = head.text.contains('\t') || head.text.starts_with('|');
    let by_runs = cells_of(head, true);
    let single = !tabbed && !Column::are_heads(&by_runs);
    let split = |line: &Line| if single { words_of(line) } else { cells_of(line, !tabbed) };
    let heads = split(head);
    if !Column::are_heads(&heads) {
        return None;
    }
    let second = lines.get(start + 1).filter(|_| tabbed).and_then(|line| Column::joined(&heads, &split(line)));
    let mut at = start + 1 + usize::from(second.is_some());
    let heads = second.unwrap_or(heads);
    let mut table = Table { heads, rows: Vec::new(), broken: Vec::new(), lines: LineSpan::at(head.no), frame: None };
    while let Some(line) = lines.get(at) {
        let cells = split(line);
        if tabbed && cells.iter().all(|c| c.chars().all(|c| "-: ".contains(c))) && line.text.contains("--") {
            at += 1;
            continue;
        }
        let row = cells.len() >= 2 && (tabbed || !(cells.len() == 2 && ends_table(line)) && is_row(&cells));
        if is_drawn_row(head, line) || row && line.text.len() < 1200 {
            table.rows.push(Row { cells, lines: LineSpan::at(line.no) });
        } else {
            let more = !is_drawn(head) && goes_on(lines, at, |l| split(l).len() >= 2);
            let Some(row) = table.rows.last_mut().filter(|_| more) else { break };
            row.lines = row.lines.to(LineSpan::at(line.no));
            extend_last(&mut row.cells, &line.text);
        }
        at += 1;
    }
    if !tabbed && !are_named(&table.rows) {
        return None;
    }
    if let Some(line) = lines.get(at).filter(|line| is_next_ordinal(&table, line)) {
        table.broken.push(line.clone());
        at += 1;
    }
    table.finish(lines, at)
}

/// Returns true if most rows have a cell that can be a name. A table recognised only by its headings is otherwise not a
/// table of indicators.
fn are_named(rows: &[Row]) -> bool {
    let is_name = |cell: &String| {
        let words = cell.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).count();
        let is_head = cell.chars().count() <= 5 && Column::is_head(cell);
        words >= 2 && wording::nature(cell).is_none() && !is_head
    };
    rows.iter().filter(|row| row.cells.iter().any(is_name)).count() * 3 >= rows.len() * 2
}

/// Returns true if a line is a row of the same drawn table as `head`.
fn is_drawn_row(head: &Line, line: &Line) -> bool {
    is_drawn(head) && line.layout.table == head.layout.table
}

fn is_drawn(line: &Line) -> bool {
    line.layout.table.is_some()
}

/// Returns true if words separated by blanks are cells: one after the first is a value or a nature.
fn is_row(cells: &[String]) -> bool {
    let dash = |cell: &str| !cell.is_empty() && cell.chars().all(|c| "-—–/－".contains(c));
    cells[1..].iter().any(|cell| has_digit(cell) || dash(cell) || wording::nature(cell).is_some())
}

/// Returns true if a line without cells continues the row before it: it is short, and more rows follow.
fn goes_on(lines: &[Line], at: usize, is_row: impl Fn(&Line) -> bool) -> bool {
    let line = &lines[at];
    let short = line.text.chars().count() <= 20;
    short && !ends_table(line) && lines[at + 1..].iter().take(2).any(is_row)
}

/// Returns true if a line after the last row begins with the next number: a row split by the end of the page.
fn is_next_ordinal(table: &Table, line: &Line) -> bool {
    let ordinal = |text: &str| number::split(text).filter(|(m, _)| m.level == Level::Digit).map(|(m, _)| m.value);
    let last = table.rows.last().and_then(|row| row.cells.iter().find_map(|c| ordinal(c)));
    let short = line.text.chars().count() <= 24 && !line.text.contains('。');
    short && last.is_some_and(|last| ordinal(&line.text) == Some(last + 1))
}

/// Appends a line to the last cell of a row.
fn extend_last(cells: &mut Vec<String>, text: &str) {
    match cells.iter_mut().rev().find(|c| !c.is_empty()) {
        Some(cell) => join_cell(cell, text),
        None => cells.push(text.to_string()),
    }
}

/// Joins two lines of a cell: values on separate lines are separated by a blank, split words are not.
pub fn join_cell(cell: &mut String, text: &str) {
    if text.is_empty() {
        return;
    }
    let short = [cell.as_str(), text].iter().all(|text| text.chars().nth(12).is_none());
    let values = text.contains(['：', ':', '≥', '≤', '＞', '＜']) || short && has_digit(cell) && has_digit(text);
    if values && !cell.is_empty() && !cell.ends_with(['。', '；', '，', '、', '：']) {
        cell.push('；');
    }
    cell.push_str(text);
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|c| half_width(c).is_ascii_digit())
}

/// Reads a table with each cell on a line that begins with a tab.
fn led_cells(lines: &[Line], start: usize) -> Option<(Table, usize)> {
    let is_cell = |line: &Line| line.tabs > 0 && !line.text.contains('\t');
    let run =
        lines[start..].iter().take(16).enumerate().take_while(|(n, line)| is_cell(line) && (*n == 0 || line.gap == 0));
    let heads: Vec<String> = run.map(|(_, line)| line.text.clone()).collect();
    if !Column::are_heads(&heads) {
        return None;
    }
    let mut cells: Vec<Cell> = Vec::new();
    let mut at = start + heads.len();
    while let Some(line) = lines.get(at) {
        if is_cell(line) {
            if line.text.chars().count() > 80 || wording::starts_block(&line.text) || is_group(line) {
                break;
            }
            cells.push(Cell { text: line.text.clone(), gap: line.gap > 0, line: line.no });
        } else {
            let Some(cell) = cells.last_mut().filter(|_| goes_on(lines, at, is_cell)) else { break };
            join_cell(&mut cell.text, &line.text);
        }
        at += 1;
    }
    let rows = rows_of(cells, &heads);
    Table { heads, rows, broken: Vec::new(), lines: LineSpan::at(lines[start].no), frame: None }.finish(lines, at)
}

/// Returns true for the heading of a group in a box, which begins with a tab like a cell.
fn is_group(line: &Line) -> bool {
    number::split(&line.text).is_some_and(|(mark, rest)| mark.level <= Level::HanParenthesised && !rest.is_empty())
}

/// A cell that is not assigned to a row yet.
struct Cell {
    text: String,
    gap: bool,
    line: u32,
}

/// Groups cells into rows: a row ends with its nature or, without a column for it, with the last column.
fn rows_of(cells: Vec<Cell>, heads: &[String]) -> Vec<Row> {
    let by_nature = heads.last().is_some_and(|h| Column::read(h) == Column::Nature);
    let mut rows: Vec<Row> = Vec::new();
    let mut open: Option<Row> = None;
    let mut cells = cells.into_iter().peekable();
    while let Some(cell) = cells.next() {
        let row = open.get_or_insert_with(|| Row { cells: Vec::new(), lines: LineSpan::at(cell.line) });
        row.lines = row.lines.to(LineSpan::at(cell.line));
        let ended = wording::nature(&cell.text).is_some() && by_nature;
        row.cells.push(cell.text);
        let full = row.cells.len() >= heads.len();
        let parted = cells.peek().is_none_or(|next| next.gap);
        if ended || full && (!by_nature || parted && row.cells.len() == heads.len()) {
            rows.extend(open.take());
        }
    }
    rows.extend(open.filter(|row| row.cells.iter().any(|c| !c.is_empty())));
    rows
}

/// Reads a table below a caption with each cell on a line of its own, which looks like text.
fn lone_cells(lines: &[Line], start: usize) -> Option<(Table, usize)> {
    let caption = &lines.get(start.checked_sub(1)?)?.text;
    if !wording::is_indicator_caption(caption) || lines.get(start)?.tabs > 0 {
        return None;
    }
    let mut heads: Vec<String> = Vec::new();
    let mut at = start;
    let is_head = |line: &Line, before: usize| is_lone_head(line) || before >= 3 && Column::is_side_head(&line.text);
    while let Some(line) = lines.get(at).filter(|l| heads.len() < 16 && is_head(l, heads.len())) {
        match heads.last_mut() {
            Some(last) if last == "指标" && matches!(line.text.as_str(), "属性" | "性质") => {
                last.push_str(&line.text)
            }
            _ => heads.push(line.text.clone()),
        }
        at += 1;
    }
    let heads = Column::in_one_row(heads);
    if !Column::are_heads(&heads) {
        return None;
    }
    let numbered = Column::read(&heads[0]) == Column::Ordinal;
    let mut cells = Vec::new();
    let mut next = 1;
    while let Some(line) = lines.get(at).filter(|line| !ends_table(line)) {
        let ordinal = numbered && line.text == next.to_string();
        let after_row = cells.last().is_some_and(|c: &Cell| wording::nature(&c.text).is_some());
        if numbered && after_row && !ordinal {
            break;
        }
        next += u32::from(ordinal);
        cells.push(Cell { text: line.text.clone(), gap: ordinal, line: line.no });
        at += 1;
    }
    let rows = if numbered { rows_by_ordinal(cells) } else { rows_of(cells, &heads) };
    if !are_named(&rows) {
        return None;
    }
    Table { heads, rows, broken: Vec::new(), lines: LineSpan::at(lines[start].no), frame: None }.finish(lines, at)
}

/// Returns true if a line by itself is a column heading.
fn is_lone_head(line: &Line) -> bool {
    // A longer name that ends in 指标 is a repeated caption.
    let caption = line.text.chars().count() > 8 && wording::is_indicator_caption(&line.text);
    let head = line.text.chars().take(17).count() <= 16 && Column::is_head(&line.text);
    head && !caption && !wording::is_table_caption(&line.text)
}

/// Groups cells into rows that begin with a number.
fn rows_by_ordinal(cells: Vec<Cell>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for cell in cells {
        match rows.last_mut() {
            Some(row) if !cell.gap => {
                row.lines = row.lines.to(LineSpan::at(cell.line));
                row.cells.push(cell.text);
            }
            _ => rows.push(Row { lines: LineSpan::at(cell.line), cells: vec![cell.text] }),
        }
    }
    rows
}

/// Reads a table of tasks: rows with tabs or bars, cells that begin with tabs, or lone cells in numbered rows.
fn work_rows(lines: &[Line], start: usize, in_box: bool) -> Option<(Table, usize)> {
    let head = &lines[start];
    if head.text.chars().take(101).count() > 100 || number::split(&head.text).is_some() {
        return None;
    }
    let tabbed = head.text.contains('\t') || head.text.starts_with('|');
    let heads = cells_of(head, true);
    if work_table::are_heads(&heads, in_box) {
        return work_lines(lines, start, heads, tabbed);
    }
    if tabbed {
        return None;
    }
    let led = head.tabs > 0;
    // Lone cells are recognised only by their numbers.
    if !led && !work_table::is_ordinal(&head.text) {
        return None;
    }
    let short = |line: &&Line| line.text.chars().take(13).count() <= 12 && !line.text.contains(['\t', '。', '：']);
    let run = lines[start..].iter().take(12).take_while(|line| short(line) && (line.tabs > 0) == led);
    let run: Vec<String> = run.take_while(|line| line.text != "1").map(|line| line.text.clone()).collect();
    let known = run.iter().take_while(|head| work_table::is_head(head)).count();
    let heads = run[..known].to_vec();
    if known < 3 || !work_table::are_heads(&heads, in_box) {
        return None;
    }
    work_cells(lines, start, heads, led)
}

/// Returns the line after a table of tasks whose headings are on one line and whose rows can't be separated, or the
/// line itself if there is none.
fn spoilt_work_rows(lines: &[Line], start: usize) -> usize {
    let head = &lines[start];
    let words = words_of(head);
    if head.text.contains('\t') || words.len() < 4 || !work_table::are_heads(&words, false) {
        return start;
    }
    let is_row = |line: &&Line| !ends_table(line) && !line.text.contains('。') && line.text.contains([' ', '\u{3000}']);
    let rows = lines[start + 1..].iter().take_while(is_row).count();
    if rows >= 2 { start + 1 + rows } else { start }
}

/// Reads the rows of a table of tasks, one per line.
fn work_lines(lines: &[Line], start: usize, heads: Vec<String>, tabbed: bool) -> Option<(Table, usize)> {
    let mut table =
        Table { heads, rows: Vec::new(), broken: Vec::new(), lines: LineSpan::at(lines[start].no), frame: None };
    let mut at = start + 1;
    while let Some(line) = lines.get(at) {
        let cells = cells_of(line, !tabbed);
        let rule = line.text.contains("--") && cells.iter().all(|c| c.chars().all(|c| "-: ".contains(c)));
        if is_drawn_row(&lines[start], line) || cells.len() >= 2 && !rule {
            table.rows.push(Row { cells, lines: LineSpan::at(line.no) });
        } else if !rule {
            // A single line is a heading between rows, or continues a cell, if more rows follow.
            let more = lines[at + 1..].iter().take(3).any(|l| cells_of(l, !tabbed).len() >= 3);
            let outside = wording::starts_block(&line.text) || line.text.chars().take(201).count() > 200;
            if !more || outside || is_drawn(&lines[start]) {
                break;
            }
            match table.rows.last_mut().filter(|_| number::split(&line.text).is_none()) {
                Some(row) if line.text.chars().count() > 12 || line.text.ends_with('。') => {
                    row.lines = row.lines.to(LineSpan::at(line.no));
                    extend_last(&mut row.cells, &line.text);
                }
                _ => table.rows.push(Row { cells: vec![line.text.clone()], lines: LineSpan::at(line.no) }),
            }
        }
        at += 1;
    }
    table.finish(lines, at)
}

/// Reads the rows of a table of tasks with each cell on a line of its own.
fn work_cells(lines: &[Line], start: usize, heads: Vec<String>, led: bool) -> Option<(Table, usize)> {
    let numbered = work_table::is_numbered(&heads);
    let mut rows: Vec<Row> = Vec::new();
    let mut at = start + heads.len();
    while let Some(line) = lines.get(at) {
        let full = rows.last().is_none_or(|row| row.cells.len() >= heads.len());
        let ordinal = numbered && line.text.trim_end_matches(['.', '．', '、']) == (rows.len() + 1).to_string();
        let outside = led && line.tabs == 0 || line.text.contains('\t') || wording::starts_block(&line.text);
        let heading = !led && number::split(&line.text).is_some_and(|(m, r)| m.level <= Level::Han && !r.is_empty());
        if outside || heading || !led && full && !ordinal {
            break;
        }
        match rows.last_mut().filter(|_| if numbered { !ordinal } else { !full }) {
            Some(row) => {
                row.lines = row.lines.to(LineSpan::at(line.no));
                row.cells.push(line.text.clone());
            }
            None => rows.push(Row { cells: vec![line.text.clone()], lines: LineSpan::at(line.no) }),
        }
        at += 1;
    }
    work_table::align(&heads, &mut rows);
    Table { heads, rows, broken: Vec::new(), lines: LineSpan::at(lines[start].no), frame: None }.finish(lines, at)
}

impl Table {
    /// Returns the table with its lines; `None` if it has no rows.
    fn finish(mut self, lines: &[Line], end: usize) -> Option<(Table, usize)> {
        self.lines.last = lines[end - 1].no;
        self.frame = lines[end - 1].layout.frame;
        (!self.rows.is_empty()).then_some((self, end))
    }
}

#[cfg(test)]
mod tests {
    use super::super::clean::clean;
    use super::*;

    fn table(text: &str) -> Vec<Vec<String>> {
        let lines = clean(text, &[]).lines;
        let tables = find(&lines).into_iter().filter_map(|p| if let Piece::Table(t) = p { Some(t) } else { None });
        tables.flat_map(|t| t.rows).map(|r| r.cells).collect()
    }

    #[test]
    fn the_same_rows_come_out_of_every_shape() {
        let wanted = [["健康水平", "预期寿命", "76", "78", "预期性"], ["", "死亡率", "9", "", "约束性"]];
        let tabs =
            "领域\t指标\t2020年\t2025年\t属性\n健康水平\t预期寿命\t76\t78\t预期性\n\t死亡率\t9\t\t约束性\n第四章 任务";
        let led = "\t领域\n\t指标\n\t2020年\n\t2025年\n\t属性\n\n\t健康\n\n水平\n\t预期寿命\n\t76\n\t78\n\t预期性\n\n\t\n\t死亡率\n\t9\n\t\n\t约束性\n\n\n第四章 任务";
        assert_eq!(table(tabs), wanted);
        assert_eq!(table(led), wanted);
        let bars = "| 领域 | 指标 | 2020年 | 2025年 | 属性 |\n|---|---|---|---|---|\n| 健康水平 | 预期寿命 | 76 | 78 | 预期性 |";
        assert_eq!(table(bars), &wanted[..1]);
        let blanks =
            "指 标      2025 年     属 性\n1.覆盖率（%）      >90     约束性\n\n2.人数（人）    40    预期性\n3.残疾儿";
        assert_eq!(table(blanks), [["1.覆盖率（%）", ">90", "约束性"], ["2.人数（人）", "40", "预期性"]]);
        let lone = "表3 主要指标\n序号\n类别\n主要指标\n2020年\n2025年\n指标\n属性\n1\n综合\n治理\n达标率（%）\n——\n95\n约束性\n2\n防洪率（%）\n80\n95\n约束性\n三、任务";
        assert_eq!(
            table(lone),
            [
                vec!["1", "综合", "治理", "达标率（%）", "——", "95", "约束性"],
                vec!["2", "防洪率（%）", "80", "95", "约束性"]
            ]
        );
    }

    #[test]
    fn text_is_no_table() {
        assert!(table("第一章 主要指标\n到2025年，目标属性明确，单位、指标都要完成。\n一、任务").is_empty());
    }
}
