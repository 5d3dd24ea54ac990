//! Conversion of a parsed page to lines, in the order in which a browser shows them.

use super::super::drawn::{self, Cell, Row, SetLine};
use super::super::layout::Layout;
use super::super::seen::Seen;
use super::tree::{Content, Tree};
use crate::plan::Paragraph;
use crate::plan::doubt::FileContent;

/// Elements whose text is not shown, or that have none.
const UNSHOWN: &[&str] = &[
    "script", "style", "noscript", "select", "button", "textarea", "input", "iframe", "svg", "head", "title", "option",
    "object", "embed", "audio", "video", "canvas", "map", "template", "datalist", "rp", "rt",
];

/// Elements outside of the main text of a page.
const AROUND: &[&str] = &["nav", "footer", "aside"];

/// Block elements.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "section",
    "article",
    "main",
    "body",
    "html",
    "center",
    "form",
    "fieldset",
    "legend",
    "blockquote",
    "pre",
    "address",
    "figure",
    "figcaption",
    "details",
    "summary",
    "header",
    "hr",
    "tr",
    "td",
    "th",
    "caption",
    "tbody",
    "thead",
    "tfoot",
];

/// The number of lines in a cell from which on a table is used for layout.
const MOST_LINES: usize = 40;

/// A line of a page.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// The text.
    pub text: String,
    /// The layout.
    pub layout: Layout,
    /// True if the whole line is a link to another page.
    pub is_link: bool,
    /// True if it is outside of the main text.
    pub is_around: bool,
}

/// The style of the current text.
#[derive(Debug, Clone, Copy, Default)]
struct Set {
    linked: bool,
    around: bool,
    kept: bool,
}

/// Converts a tree to lines.
pub struct Page<'a> {
    tree: &'a Tree,
    /// The lines so far.
    pub lines: Vec<Line>,
    /// Observations about the document to report to a person.
    pub seen: Seen,
    /// Text that is struck through or not shown.
    pub leftovers: Vec<Paragraph>,
    /// The line numbers of pictures.
    pub pictures: Vec<usize>,
    here: Layout,
    drawn: u32,
    /// The text of the current line, and how many of its characters are in links to other pages.
    open: String,
    linked: usize,
    is_around: bool,
}

impl<'a> Page<'a> {
    /// Converts a whole tree.
    pub fn read(tree: &'a Tree) -> Page<'a> {
        let mut page = Page {
            tree,
            lines: Vec::new(),
            seen: Seen::default(),
            leftovers: Vec::new(),
            pictures: Vec::new(),
            here: Layout::default(),
            drawn: 0,
            open: String::new(),
            linked: 0,
            is_around: false,
        };
        page.walk(0, Set::default());
        page.end_line();
        page
    }

    fn line(&self) -> u32 {
        u32::try_from(self.lines.len() + 1).unwrap_or(u32::MAX)
    }

    fn walk(&mut self, at: usize, set: Set) {
        match self.tree.node(at).map(|node| &node.content) {
            Some(Content::Text(text)) => self.text(text, set),
            Some(Content::Element(name, _)) => self.element(at, name, set),
            Some(Content::Other) => self.inside(at, set),
            None => {}
        }
    }

    fn inside(&mut self, at: usize, set: Set) {
        for child in self.tree.children(at) {
            self.walk(*child, set);
        }
    }

    fn element(&mut self, at: usize, name: &str, set: Set) {
        if UNSHOWN.contains(&name) {
            return;
        }
        if self.is_hidden(at) {
            return self.take_out(at, FileContent::Hidden);
        }
        if self.is_struck(at, name) {
            return self.take_out(at, FileContent::Struck);
        }
        match name {
            "br" => self.end_line(),
            "img" => self.pictures.push(self.lines.len()),
            "a" => self.inside(at, Set { linked: set.linked || self.leads_away(at), ..set }),
            "table" => self.table(at, set),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(at, name, set),
            "li" => self.item(at, set),
            "pre" => self.block(at, Set { kept: true, ..set }),
            _ if AROUND.contains(&name) => self.block(at, Set { around: true, ..set }),
            _ if BLOCKS.contains(&name) => self.block(at, set),
            _ => self.inside(at, set),
        }
    }

    fn block(&mut self, at: usize, set: Set) {
        self.end_line();
        self.inside(at, set);
        self.end_line();
    }

    fn heading(&mut self, at: usize, name: &str, set: Set) {
        self.end_line();
        let level = name.bytes().last().map(|digit| digit.saturating_sub(b'1'));
        let before = self.here;
        self.here.heading = level;
        self.inside(at, set);
        self.end_line();
        self.here = before;
    }

    /// Converts an item of a list, with its number or bullet.
    fn item(&mut self, at: usize, set: Set) {
        self.end_line();
        let mark = self.mark(at);
        let from = self.lines.len();
        self.inside(at, set);
        self.end_line();
        if let Some(line) = self.lines.get_mut(from).filter(|line| !line.text.is_empty()) {
            line.text = mark + &line.text;
        }
    }

    fn mark(&self, at: usize) -> String {
        let Some(list) = self.tree.parent(at) else { return String::new() };
        if self.style(at, "list-style-type") == Some("none") || self.style(list, "list-style-type") == Some("none") {
            return String::new();
        }
        match self.tree.name(list) {
            "ol" => {
                let start = self.tree.attribute(list, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
                let items = self.tree.children(list).iter().filter(|item| self.tree.name(**item) == "li");
                let before = items.take_while(|item| **item != at).count();
                let number: u32 = u32::try_from(before).unwrap_or(0).saturating_add(start);
                let letter = |first: u8| {
                    let place = u8::try_from(number.saturating_sub(1) % 26).unwrap_or(0);
                    char::from(first + place).to_string()
                };
                match self.tree.attribute(list, "type") {
                    Some("a") => letter(b'a') + ". ",
                    Some("A") => letter(b'A') + ". ",
                    _ => format!("{number}. "),
                }
            }
            _ => String::new(),
        }
    }

    /// Converts a table: one used for layout, a box around lines, or one with cells.
    fn table(&mut self, at: usize, set: Set) {
        self.end_line();
        let before = self.here;
        self.drawn += 1;
        let number = self.drawn;
        let lays_out = self.lays_out(at);
        self.here = if lays_out { before } else { drawn::inside(number, before) };
        let from = self.lines.len();
        let rows = self.rows(at, set);
        self.here = before;
        let lays_out = lays_out || rows.iter().flatten().any(|cell| cell.lines.len() > MOST_LINES);
        self.lines.truncate(from);
        let cells = || rows.iter().flatten().flat_map(|cell| cell.lines.iter().cloned());
        let lines: Vec<SetLine> = if lays_out {
            cells().map(|(text, layout)| (text, out_of(layout, number, before))).collect()
        } else if drawn::is_box(&rows) {
            cells().collect()
        } else {
            drawn::set(rows, number, before)
        };
        let is_around = set.around;
        self.lines.extend(lines.into_iter().map(|(text, layout)| Line { text, layout, is_link: false, is_around }));
    }

    /// Returns true if a table contains more than cells can, so it is used for layout.
    fn lays_out(&self, at: usize) -> bool {
        ["table", "h1", "h2"].iter().any(|name| !self.tree.all(at, name).is_empty())
    }

    /// Returns the rows of a table. A cell that spans rows continues in those below.
    fn rows(&mut self, table: usize, set: Set) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut going_on: Vec<GoingOn> = Vec::new();
        for row in self.tree.all(table, "tr") {
            let mut cells = Row::new();
            let mut column = 0;
            let found: Vec<usize> = self.tree.children(row).to_vec();
            for at in found.into_iter().filter(|at| matches!(self.tree.name(*at), "td" | "th")) {
                go_on(&mut going_on, &mut column, &mut cells);
                let span = self.tree.span(at, "colspan");
                let down = self.tree.span(at, "rowspan") - 1;
                going_on.resize(going_on.len().max(column + span), GoingOn::default());
                going_on[column..column + span].fill(GoingOn::default());
                going_on[column] = GoingOn { rows: down, span };
                column += span;
                cells.push(Cell { span, goes_on: false, lines: self.cell(at, set) });
            }
            go_on(&mut going_on, &mut column, &mut cells);
            self.lines.push(Line::default());
            rows.push(cells);
        }
        rows
    }

    fn cell(&mut self, at: usize, set: Set) -> Vec<SetLine> {
        let from = self.lines.len();
        self.block(at, set);
        self.lines.split_off(from).into_iter().map(|line| (line.text, line.layout)).collect()
    }

    fn text(&mut self, text: &str, set: Set) {
        self.is_around |= set.around && !text.trim().is_empty();
        if set.linked {
            self.linked += text.chars().filter(|c| !c.is_whitespace()).count();
        }
        if !set.kept {
            self.open.push_str(text);
            return;
        }
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.end_line();
            }
            self.open.push_str(line);
        }
    }

    fn end_line(&mut self) {
        let text = shown(&std::mem::take(&mut self.open));
        let linked = std::mem::take(&mut self.linked);
        let is_around = std::mem::take(&mut self.is_around);
        if !text.is_empty() {
            let is_link = linked >= text.chars().filter(|c| !c.is_whitespace()).count();
            self.lines.push(Line { text, layout: self.here, is_link, is_around });
        }
    }

    /// Returns true for a link to another page, and not to a place in this one.
    fn leads_away(&self, at: usize) -> bool {
        self.tree.attribute(at, "href").is_some_and(|to| !to.trim().is_empty() && !to.contains('#'))
    }

    /// Returns a property from an element's style attribute.
    fn style(&self, at: usize, name: &str) -> Option<&str> {
        let declarations = self.tree.attribute(at, "style")?.split(';');
        declarations
            .filter_map(|one| one.split_once(':'))
            .find(|(found, _)| found.trim() == name)
            .map(|(_, to)| to.trim())
    }

    fn is_hidden(&self, at: usize) -> bool {
        self.tree.attribute(at, "hidden").is_some()
            || self.style(at, "display") == Some("none")
            || self.style(at, "visibility") == Some("hidden")
            || self.style(at, "mso-hide") == Some("all")
    }

    fn is_struck(&self, at: usize, name: &str) -> bool {
        matches!(name, "s" | "strike" | "del")
            || self.style(at, "text-decoration").is_some_and(|to| to.contains("line-through"))
            || self.style(at, "text-decoration-line").is_some_and(|to| to.contains("line-through"))
    }

    fn take_out(&mut self, at: usize, kind: FileContent) {
        let text = shown(&self.tree.shown_text(at, UNSHOWN));
        let line = self.line();
        self.seen.take_out(kind, line, text, &mut self.leftovers);
    }
}

/// A cell that continues in the rows below.
#[derive(Debug, Clone, Copy, Default)]
struct GoingOn {
    /// The number of further rows in which it continues.
    rows: usize,
    /// The number of columns that it spans.
    span: usize,
}

/// Adds the cells that continue from the row above, starting at a column.
fn go_on(going_on: &mut [GoingOn], column: &mut usize, cells: &mut Row) {
    while let Some(cell) = going_on.get_mut(*column).filter(|cell| cell.rows > 0) {
        cell.rows -= 1;
        *column += cell.span;
        cells.push(Cell { span: cell.span, goes_on: true, lines: Vec::new() });
    }
}

/// Returns the layout of a line after a table with this number.
fn out_of(layout: Layout, table: u32, around: Layout) -> Layout {
    Layout { frame: layout.frame.filter(|frame| *frame != table).or(around.frame), ..layout }
}

/// Returns text as a browser shows it: runs of blanks are merged, and a line break in the source between Chinese
/// characters is removed.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut blank = None;
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\r' | '\u{c}' => blank = Some(blank == Some(true) || c == '\n' || c == '\r'),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            c => {
                let c = if c == '\u{a0}' { ' ' } else { c };
                if let Some(broken) = blank.take() {
                    let is_wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2e80}' || "“”‘’—…".contains(c));
                    if !(broken && is_wide(shown.chars().last()) && is_wide(Some(c))) {
                        shown.push(' ');
                    }
                }
                shown.push(c);
            }
        }
    }
    shown.trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(page: &str) -> Vec<String> {
        let tree = Tree::parse(page).unwrap();
        Page::read(&tree).lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn blocks_and_breaks_make_lines_and_the_source_does_not() {
        assert_eq!(
            lines("<div>一、背景<br>　　为做好\n工作，a\nb<p>二、<b>任务</b>&nbsp;多</p>三</div><script>四</script>"),
            ["一、背景", "为做好工作，a b", "二、任务 多", "三"]
        );
        assert_eq!(lines("<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul>"), ["3. 甲", "4. 乙", "丙"]);
        assert_eq!(lines("<pre>一\n二</pre>"), ["一", "二"]);
    }

    #[test]
    fn cells_are_parted_by_tabs_and_go_on_below_each_other() {
        let table =
            "<table><tr><td>类别<td>指标<td>2025年<tr><td rowspan=2>人口<td>总数<td>60<tr><td>老年<td>5</table>";
        assert_eq!(lines(table), ["类别\t指标\t2025年", "人口\t总数\t60", "\t老年\t5"]);
    }

    #[test]
    fn tables_that_lay_a_page_out_are_no_boxes() {
        let tree = Tree::parse("<table><tr><td><h1>甲</h1><p>乙<table><tr><td>丙</table></table>").unwrap();
        let page = Page::read(&tree);
        let framed: Vec<(&str, bool)> =
            page.lines.iter().map(|line| (line.text.as_str(), line.layout.frame.is_some())).collect();
        assert_eq!(framed, [("甲", false), ("乙", false), ("丙", true)]);
    }

    #[test]
    fn what_is_struck_or_hidden_is_taken_out() {
        let tree =
            Tree::parse("<p>建成<s>20</s><span style='text-decoration: line-through'>25</span>30个<i hidden>x</i>")
                .unwrap();
        let page = Page::read(&tree);
        assert_eq!(page.lines[0].text, "建成30个");
        let apart: Vec<&str> = page.leftovers.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(apart, ["20", "25", "x"]);
    }
}
