//! Lists: the columns of each, declared once for the table that people read and the CSV that programs read.
//!
//! A column has a name in files, which is the field's name in JSON and never changes, and a heading for people where a
//! table shows it. What it holds is one cell for both, unless a table words it differently ([`List::told`]).

use crate::export::sheet::{Cell, Sheet};
use crate::text::Language;

use super::table::{Column, Entry, Table, count};

/// The columns of a list of `R`.
pub(super) struct List<'a, R> {
    language: Language,
    fields: Vec<Field<'a, R>>,
}

struct Field<'a, R> {
    /// The name in files; a field without one is in tables alone.
    name: Option<&'static str>,
    cell: Box<dyn Fn(&R) -> Cell + 'a>,
    shown: Option<Shown<'a, R>>,
}

/// The entry of a table for a record's cell.
type Wording<'a, R> = Box<dyn Fn(&R, Cell) -> Entry + 'a>;

/// The form in which a table shows a field.
struct Shown<'a, R> {
    column: fn(String) -> Column,
    heading: &'static str,
    entry: Wording<'a, R>,
    place: usize,
}

impl<'a, R> List<'a, R> {
    /// Returns a list without columns, whose headings are in a language.
    pub(super) fn new(language: Language) -> Self {
        List { language, fields: Vec::new() }
    }

    /// Adds a column of words that is never cut.
    pub(super) fn words(self, name: &'static str, heading: [&'static str; 2], cell: impl Fn(&R) -> Cell + 'a) -> Self {
        self.shown(name, Column::words, heading, cell)
    }

    /// Adds a column of long texts that are cut where the terminal is too narrow.
    pub(super) fn long(self, name: &'static str, heading: [&'static str; 2], cell: impl Fn(&R) -> Cell + 'a) -> Self {
        self.shown(name, Column::long, heading, cell)
    }

    /// Adds a column of figures.
    pub(super) fn figures(
        self,
        name: &'static str,
        heading: [&'static str; 2],
        cell: impl Fn(&R) -> Cell + 'a,
    ) -> Self {
        self.shown(name, Column::figures, heading, cell)
    }

    /// Adds a column of counts, of which a table shows none as `-`.
    pub(super) fn counts(
        self,
        name: &'static str,
        heading: [&'static str; 2],
        number: impl Fn(&R) -> u32 + 'a,
    ) -> Self {
        let number = std::rc::Rc::new(number);
        let counted = std::rc::Rc::clone(&number);
        self.figures(name, heading, move |record| number(record).into()).told(move |record| count(counted(record)))
    }

    /// Adds a column that files alone have.
    pub(super) fn file(mut self, name: &'static str, cell: impl Fn(&R) -> Cell + 'a) -> Self {
        self.fields.push(Field { name: Some(name), cell: Box::new(cell), shown: None });
        self
    }

    /// Adds a column that tables alone have.
    pub(super) fn table_only(
        mut self,
        column: fn(String) -> Column,
        [zh, en]: [&'static str; 2],
        entry: impl Fn(&R) -> Entry + 'a,
    ) -> Self {
        let (heading, place) = (self.language.pick(zh, en), self.fields.len());
        let shown = Shown { column, heading, entry: Box::new(move |record, _| entry(record)), place };
        self.fields.push(Field { name: None, cell: Box::new(|_| Cell::Empty), shown: Some(shown) });
        self
    }

    /// Has tables show another text than files hold in the column added last.
    pub(super) fn told(mut self, entry: impl Fn(&R) -> Entry + 'a) -> Self {
        if let Some(shown) = self.fields.last_mut().and_then(|field| field.shown.as_mut()) {
            shown.entry = Box::new(move |record, _| entry(record));
        }
        self
    }

    /// Has tables show the column added last before the column that was added as number `place`, counted from 0.
    pub(super) fn before(mut self, place: usize) -> Self {
        if let Some(shown) = self.fields.last_mut().and_then(|field| field.shown.as_mut()) {
            shown.place = place;
        }
        self
    }

    fn shown(
        mut self,
        name: &'static str,
        column: fn(String) -> Column,
        [zh, en]: [&'static str; 2],
        cell: impl Fn(&R) -> Cell + 'a,
    ) -> Self {
        let (heading, place) = (self.language.pick(zh, en), self.fields.len());
        let shown = Shown { column, heading, entry: Box::new(|_, cell| text(cell)), place };
        self.fields.push(Field { name: Some(name), cell: Box::new(cell), shown: Some(shown) });
        self
    }

    /// Returns the table of some records.
    pub(super) fn table(&self, records: &[R]) -> Table {
        let mut fields: Vec<(&Field<R>, &Shown<R>)> =
            self.fields.iter().filter_map(|field| Some((field, field.shown.as_ref()?))).collect();
        // A column that is moved stands before the one whose place it takes.
        fields.sort_by_key(|(field, shown)| {
            let own = self.fields.iter().position(|other| std::ptr::eq(*field, other));
            (shown.place, own == Some(shown.place))
        });
        let row =
            |record: &R| fields.iter().map(|(field, shown)| (shown.entry)(record, (field.cell)(record))).collect();
        Table {
            columns: fields.iter().map(|(_, shown)| (shown.column)(shown.heading.to_string())).collect(),
            rows: records.iter().map(row).collect(),
        }
    }

    /// Returns the sheet of some records, for CSV.
    pub(super) fn sheet(&self, records: &[R]) -> Sheet {
        let named: Vec<(&str, &Field<R>)> = self.fields.iter().filter_map(|field| Some((field.name?, field))).collect();
        Sheet {
            title: String::new(),
            headings: named.iter().map(|(name, _)| (*name).to_string()).collect(),
            rows: records.iter().map(|record| named.iter().map(|(_, field)| (field.cell)(record)).collect()).collect(),
        }
    }
}

fn text(cell: Cell) -> Entry {
    match cell {
        Cell::Empty => Entry::from(""),
        Cell::Text(text) => Entry::from(text),
        Cell::Number(number) => Entry::from(number.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_declared_once_for_table_and_file() {
        let list = |language| {
            List::new(language)
                .words("id", ["编号", "id"], |n: &u32| format!("t{n}").into())
                .file("plan", |_| "p".into())
                .counts("open", ["未结", "open"], |n| *n)
                .words("status", ["状态", "status"], |_| "lagging".into())
                .told(|_| "滞后".into())
                .before(2)
        };
        assert_eq!(
            list(Language::Zh).table(&[0, 3]).render(None, false),
            "编号  状态  未结\nt0    滞后     -\nt3    滞后     3\n"
        );
        let sheet = list(Language::En).sheet(&[3]);
        assert_eq!(sheet.headings, ["id", "plan", "open", "status"]);
        assert_eq!(sheet.rows, [vec!["t3".into(), "p".into(), Cell::Number(3.0), "lagging".into()]]);
    }
}
