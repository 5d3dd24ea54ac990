//! Tables of tasks or projects: 序号 | 重点任务 | 具体举措 | 牵头单位 | 配合单位 | 完成时限.
//!
//! Columns are recognised by their headings, in any order. Each row becomes a numbered paragraph: the name of the task,
//! its content, and the other cells after their headings, in the form of running text (牵头单位：…；完成时限：…). A cell that
//! spans rows becomes a heading above them.

use crate::plan::{Level, LineSpan};

use super::clean::Line;
use super::layout::Layout;
use super::notice;
use super::number::{self, Mark};
use super::paragraph::Para;
use super::table::{Row, Table};
use super::wording;

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// 序号
    Ordinal,
    /// 类别, 领域
    Category,
    /// 重点任务, 工作任务, 项目名称
    Name,
    /// 具体举措, 建设内容
    Content,
    /// 牵头单位, 责任单位, 配合单位, 责任人
    Unit,
    /// 完成时限
    Due,
    /// 备注, 投资
    Other,
}

impl Column {
    fn read(head: &str) -> Column {
        let head = wording::folded(head);
        let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
        match () {
            () if head.chars().count() > 14 || has(&["指标", "。", ","]) => Column::Other,
            () if has(&["序号", "编号"]) => Column::Ordinal,
            () if has(&["时限", "时间", "期限", "年限", "节点", "时序"]) => Column::Due,
            () if has(&["单位", "部门", "责任人", "负责人", "领导", "牵头", "配合", "责任", "主体"]) => {
                Column::Unit
            }
            () if has(&["类别", "领域", "分类", "类型", "方面", "板块"]) => Column::Category,
            () if has(&["举措", "措施", "内容", "要求", "目标", "成果", "规模", "任务分解", "具体", "细化"]) => {
                Column::Content
            }
            () if has(&["任务", "工作", "事项", "项目", "工程", "名称", "行动"]) => Column::Name,
            () => Column::Other,
        }
    }
}

/// Returns true if these are the headings of a table of tasks: a task with units or due dates; in a special box, names
/// with contents are sufficient.
pub fn are_heads(cells: &[String], in_box: bool) -> bool {
    if !(2..=12).contains(&cells.len()) {
        return false;
    }
    let columns: Vec<Column> = cells.iter().map(|cell| Column::read(cell)).collect();
    let has = |column: Column| columns.contains(&column);
    let known = columns.iter().filter(|column| **column != Column::Other).count();
    let what = has(Column::Name) || has(Column::Content);
    let listed = in_box && has(Column::Name) && (has(Column::Content) || has(Column::Ordinal));
    let short = cells.iter().all(|cell| (1..=8).contains(&cell.trim().chars().count()));
    let last = matches!(columns.last(), Some(Column::Name | Column::Content));
    let classed = in_box && short && last && (2..=4).contains(&cells.len());
    what && (has(Column::Unit) || listed || classed) && (known * 3 >= cells.len() * 2 || classed)
}

/// Returns the meanings of the columns. If no column has the content besides the name (类别 | 细分 | 重点任务), the last one is
/// the content, and the one before it is the name.
fn columns(heads: &[String]) -> Vec<Column> {
    let mut columns: Vec<Column> = heads.iter().map(|head| Column::read(head)).collect();
    // Content requires a name: the column before it without another meaning (方向), or else a category.
    if let Some(content) = columns.iter().position(|column| *column == Column::Content)
        && !columns.contains(&Column::Name)
    {
        let before = columns[..content].iter().rposition(|column| matches!(column, Column::Other | Column::Category));
        let named = before.filter(|at| columns[*at] == Column::Other || columns.len() == 2);
        if let Some(at) = named {
            columns[at] = Column::Name;
        }
        return columns;
    }
    if columns.contains(&Column::Unit) || columns.contains(&Column::Content) {
        return columns;
    }
    if let [.., before, last @ Column::Name] = &mut columns[..]
        && *before != Column::Ordinal
    {
        (*before, *last) = (Column::Name, Column::Content);
    }
    columns
}

/// Returns true if a cell is a known heading.
pub fn is_head(cell: &str) -> bool {
    Column::read(cell) != Column::Other || matches!(wording::folded(cell).as_str(), "备注" | "投资" | "总投资")
}

/// Returns true for the heading of a column with names or contents of tasks.
pub fn says_what(head: &str) -> bool {
    matches!(Column::read(head), Column::Name | Column::Content)
}

/// Returns true for the heading of a column that numbers the rows.
pub fn is_ordinal(head: &str) -> bool {
    Column::read(head) == Column::Ordinal
}

/// Returns true if the first column numbers the rows.
pub fn is_numbered(heads: &[String]) -> bool {
    heads.first().is_some_and(|head| is_ordinal(head))
}

/// Gives rows that lost cells their places: a class or a name that spans rows stands only in the first of them, and an
/// empty cell may be lost too. Where a cell stands is told by what it is like, an office or a date.
pub fn align(heads: &[String], rows: &mut [Row]) {
    let columns: Vec<Column> = heads.iter().map(|head| Column::read(head)).collect();
    for row in rows.iter_mut().filter(|row| row.cells.len() > 1) {
        let Some(lost) = columns.len().checked_sub(row.cells.len()).filter(|lost| (1..=2).contains(lost)) else {
            continue;
        };
        let fit = |gaps: &[usize; 2]| {
            let filled = (0..columns.len()).filter(|at| !gaps.contains(at));
            let likeness: i32 = filled.zip(&row.cells).map(|(at, cell)| likeness(columns[at], cell)).sum();
            let spans = |at: &usize| match columns[*at] {
                Column::Category => 2,
                Column::Name => 1,
                _ => 0,
            };
            (likeness, gaps.iter().map(spans).sum::<i32>())
        };
        // Of choices that fit as well, the last: departments that support are rather missing than those that lead.
        let Some(gaps) = gaps(columns.len(), lost).max_by_key(fit) else { continue };
        for at in gaps.into_iter().take(lost) {
            row.cells.insert(at, String::new());
        }
    }
}

/// The ways in which one or two of so many columns may lack their cells; the place of a single one is told twice.
fn gaps(columns: usize, lost: usize) -> impl Iterator<Item = [usize; 2]> {
    let pair = move |at: usize| [at / columns, at % columns];
    (0..columns * columns).map(pair).filter(move |[one, other]| if lost == 1 { one == other } else { one < other })
}

/// Tells how well a cell fits a column, from -2 to 2.
fn likeness(column: Column, cell: &str) -> i32 {
    let is_due = wording::is_due(cell);
    let is_office = cell.split(['、', '，', ',', '；']).all(is_unit_name);
    match column {
        Column::Due => {
            if is_due {
                2
            } else {
                -2
            }
        }
        Column::Unit => {
            if is_due {
                -2
            } else if is_office {
                2
            } else {
                -1
            }
        }
        Column::Ordinal => {
            if number_of(cell) > 0 {
                2
            } else {
                -2
            }
        }
        Column::Name | Column::Content => {
            if is_due || is_office {
                -2
            } else {
                1
            }
        }
        Column::Category | Column::Other => 0,
    }
}

/// Returns true if a word ends as names of offices and general units do.
fn is_unit_name(word: &str) -> bool {
    let word = word.trim();
    let general =
        ["部门", "单位", "镇", "乡", "街道", "办", "残联", "妇联", "工会", "公司", "行", "专班", "区", "县", "州委"];
    (2..=16).contains(&word.chars().count())
        && (notice::ends_as_offices_do(word) || general.iter().any(|end| word.ends_with(end)))
}

/// Returns the rows of a table as paragraphs.
pub fn paragraphs(table: &Table) -> Vec<Para> {
    let columns = columns(&table.heads);
    let layout = Layout { frame: table.frame, ..Layout::default() };
    let spans = spans(table, &columns);
    let reader = Reader { heads: &table.heads, spans, counts_rows: counts_rows(table, &columns), columns };
    let heads = table.heads.iter().filter(|head| !head.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let mut paras = vec![Para::aside(heads, LineSpan::at(table.lines.first))];
    table.rows.iter().for_each(|row| reader.row(row, &mut paras));
    paras.extend(table.broken.iter().map(|Line { text, no, .. }| Para::aside(text.clone(), LineSpan::at(*no))));
    paras.iter_mut().for_each(|para| (para.layout, para.row_of) = (layout, Some(table.lines.first)));
    paras
}

/// Returns true if names span several rows with contents of their own, so that the contents are the tasks.
fn spans(table: &Table, columns: &[Column]) -> bool {
    let filled = |row: &Row, wanted| {
        row.cells.iter().zip(columns).any(|(cell, column)| *column == wanted && !cell.trim().is_empty())
    };
    columns.contains(&Column::Name)
        && table.rows.iter().skip(1).any(|row| !filled(row, Column::Name) && filled(row, Column::Content))
}

/// Returns true if the numbers count the contents of names that span rows, and not the names.
fn counts_rows(table: &Table, columns: &[Column]) -> bool {
    let cell = |row: &Row, wanted| -> String {
        row.cells.iter().zip(columns).filter(|(_, column)| **column == wanted).map(|(cell, _)| cell.trim()).collect()
    };
    table.rows.iter().any(|row| cell(row, Column::Name).is_empty() && number_of(&cell(row, Column::Ordinal)) > 0)
}

struct Reader<'a> {
    heads: &'a [String],
    columns: Vec<Column>,
    /// Names span rows.
    spans: bool,
    /// The numbers are those of the rows, also where a name spans several.
    counts_rows: bool,
}

impl Reader<'_> {
    fn row(&self, row: &Row, paras: &mut Vec<Para>) {
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.trim()).collect();
        let filled: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
        if let [text] = filled[..] {
            let sentence = text.contains(['，', '。', '；']);
            let heading = Column::read(text) != Column::Ordinal && text.chars().count() <= 40 && !sentence;
            paras.extend(if heading {
                Some(self.group("", text, row))
            } else {
                Some(Para::aside(text.into(), row.lines))
            });
            return;
        }
        let of = |wanted: Column| self.columns.iter().zip(&cells).filter(move |(c, _)| **c == wanted).map(|(_, t)| *t);
        let mut number = of(Column::Ordinal).collect::<String>();
        for text in of(Column::Category).filter(|text| !text.is_empty()) {
            paras.push(self.group("", text, row));
        }
        let mut names: Vec<&str> = of(Column::Name).filter(|text| !text.is_empty()).collect();
        if self.spans && !names.is_empty() {
            let of_name = if self.counts_rows { String::new() } else { std::mem::take(&mut number) };
            paras.push(self.group(&of_name, &names.join(" "), row));
            names.clear();
        }
        let contents = of(Column::Content).filter(|text| !text.is_empty());
        let mut lines: Vec<String> = names.into_iter().chain(contents).map(str::to_string).collect();
        let labels = self.labels(&cells);
        if lines.is_empty() && labels.is_empty() {
            return;
        }
        if !labels.is_empty() {
            lines.push(labels);
        }
        let before = paras.iter().rev().find_map(|p| p.mark.as_ref().filter(|m| m.level == Level::Digit));
        let next = before.map_or(1, |mark| mark.value + 1);
        let value = Some(number_of(&number)).filter(|value| *value > 0).unwrap_or(next);
        let mark = Mark { level: Level::Digit, value, printed: number, parts: Vec::new() };
        paras.push(Para::numbered(
            mark,
            lines.join(
                "
",
            ),
            row.lines,
        ));
    }

    fn group(&self, number: &str, text: &str, row: &Row) -> Para {
        let (printed, value, text) = match number::split(text).filter(|(_, rest)| !rest.is_empty()) {
            Some((mark, rest)) => (format!("{number}{}", mark.printed), mark.value, rest),
            None => (number.to_string(), number_of(number), text),
        };
        let mark = Mark { level: Level::HanParenthesised, printed, value, parts: Vec::new() };
        Para::numbered(mark, text.to_string(), row.lines)
    }

    /// Returns the cells with units and due dates, each after its heading; cells without a column come last.
    fn labels(&self, cells: &[&str]) -> String {
        let known = self.heads.iter().zip(&self.columns).zip(cells);
        let labelled = known.filter(|((_, column), cell)| {
            matches!(column, Column::Unit | Column::Due | Column::Other) && !cell.is_empty()
        });
        let labelled = labelled.map(|((head, _), cell)| {
            let head: String = head.chars().filter(|c| !c.is_whitespace()).collect();
            if head.is_empty() { (*cell).to_string() } else { format!("{head}：{cell}") }
        });
        let extra = cells.iter().skip(self.columns.len()).filter(|cell| !cell.is_empty()).map(|c| (*c).to_string());
        labelled.chain(extra).collect::<Vec<_>>().join("；")
    }
}

fn number_of(text: &str) -> u32 {
    wording::folded(text).trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0)
}
