//! Lists: the columns of each are declared once, for JSON, tables and CSV.
//!
//! The JSON of a list is its serialized record, which may be nested. A column names a field of that JSON, so CSV and
//! tables show the same values. Only the wording in tables may differ ([`List::told`]); a column without a field is
//! computed ([`List::computed`]).

use serde::Serialize;
use serde_json::Value;

use crate::export::sheet::{Cell, Sheet};
use crate::plan::Status;
use crate::text::Language;

use super::table::{Column, Entry, Table, count};

/// The columns of a list with records of type `R`.
pub(super) struct List<'a, R> {
    language: Language,
    fields: Vec<Field<'a, R>>,
}

struct Field<'a, R> {
    /// The name in files; `None` for a column that only tables have.
    name: Option<&'static str>,
    held: Held<'a, R>,
    shown: Option<Shown<'a, R>>,
}

/// The source of the values in a column.
enum Held<'a, R> {
    /// A field of the JSON record.
    Field {
        /// Names and indices separated by points: `review.status`, `lines.0`.
        path: String,
        /// The separator for a field with several values.
        gap: &'static str,
    },
    /// A function of the record.
    Record(Box<dyn Fn(&R) -> Cell + 'a>),
}

/// Returns the table entry for a value of a record.
type Wording<'a, R> = Box<dyn Fn(&R, Cell) -> Entry + 'a>;

/// The display of a column in tables.
struct Shown<'a, R> {
    column: fn(String) -> Column,
    heading: &'static str,
    entry: Wording<'a, R>,
    place: usize,
}

impl<'a, R: Serialize + 'a> List<'a, R> {
    /// Returns a list without columns, with headings in a language.
    pub(super) fn new(language: Language) -> Self {
        List { language, fields: Vec::new() }
    }

    /// Adds a column of short texts, which are never truncated.
    pub(super) fn words(self, name: &'static str, heading: [&'static str; 2]) -> Self {
        self.shown(name, Column::words, heading, |_, cell| text(cell))
    }

    /// Adds a column of long texts, which are truncated on a narrow terminal.
    pub(super) fn long(self, name: &'static str, heading: [&'static str; 2]) -> Self {
        self.shown(name, Column::long, heading, |_, cell| text(cell))
    }

    /// Adds a column of numbers.
    pub(super) fn figures(self, name: &'static str, heading: [&'static str; 2]) -> Self {
        self.shown(name, Column::figures, heading, |_, cell| text(cell))
    }

    /// Adds a column of counts, which shows 0 as `-` in tables.
    pub(super) fn counts(self, name: &'static str, heading: [&'static str; 2]) -> Self {
        self.shown(name, Column::figures, heading, |_, cell| counted(cell))
    }

    /// Adds a column for each status. `before` is the path to the counts, ending with a point.
    pub(super) fn statuses(self, before: &str) -> Self {
        Status::ALL.into_iter().fold(self, |list, status| {
            list.counts(status.name(), status.labels()).at(&format!("{before}{}", status.name()))
        })
    }

    /// Adds a column that only files have.
    pub(super) fn file(mut self, name: &'static str) -> Self {
        self.fields.push(Field { name: Some(name), held: Held::field(name), shown: None });
        self
    }

    /// Adds a column that only tables have.
    pub(super) fn table_only(
        mut self,
        column: fn(String) -> Column,
        [zh, en]: [&'static str; 2],
        entry: impl Fn(&R) -> Entry + 'a,
    ) -> Self {
        let (heading, place) = (self.language.pick(zh, en), self.fields.len());
        let shown = Shown { column, heading, entry: Box::new(move |record, _| entry(record)), place };
        self.fields.push(Field { name: None, held: Held::Record(Box::new(|_| Cell::Empty)), shown: Some(shown) });
        self
    }

    /// Takes the values of the last column from the field at this path instead of the one with its name.
    pub(super) fn at(mut self, path: &str) -> Self {
        if let Some(Held::Field { path: own, .. }) = self.fields.last_mut().map(|field| &mut field.held) {
            *own = path.to_string();
        }
        self
    }

    /// Sets the separator of several values in the last column; the default is `、`.
    pub(super) fn joined(mut self, gap: &'static str) -> Self {
        if let Some(Held::Field { gap: own, .. }) = self.fields.last_mut().map(|field| &mut field.held) {
            *own = gap;
        }
        self
    }

    /// Computes the values of the last column.
    pub(super) fn computed(mut self, cell: impl Fn(&R) -> Cell + 'a) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.held = Held::Record(Box::new(cell));
        }
        self
    }

    /// Sets the wording of the last column in tables.
    pub(super) fn told(mut self, entry: impl Fn(&R) -> Entry + 'a) -> Self {
        if let Some(shown) = self.fields.last_mut().and_then(|field| field.shown.as_mut()) {
            shown.entry = Box::new(move |record, _| entry(record));
        }
        self
    }

    /// Moves the last column, in tables, before the column with index `place`.
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
        entry: fn(&R, Cell) -> Entry,
    ) -> Self {
        let (heading, place) = (self.language.pick(zh, en), self.fields.len());
        let shown = Shown { column, heading, entry: Box::new(entry), place };
        self.fields.push(Field { name: Some(name), held: Held::field(name), shown: Some(shown) });
        self
    }

    /// Returns the table of some records.
    ///
    /// # Errors
    /// Fails if a record can't be serialized.
    pub(super) fn table(&self, records: &[R]) -> serde_json::Result<Table> {
        let mut fields: Vec<(&Field<R>, &Shown<R>)> =
            self.fields.iter().filter_map(|field| Some((field, field.shown.as_ref()?))).collect();
        // A moved column comes before the one at its new position.
        fields.sort_by_key(|(field, shown)| {
            let own = self.fields.iter().position(|other| std::ptr::eq(*field, other));
            (shown.place, own == Some(shown.place))
        });
        let row = |record: &R| {
            let json = serde_json::to_value(record)?;
            Ok(fields.iter().map(|(field, shown)| (shown.entry)(record, field.held.cell(record, &json))).collect())
        };
        Ok(Table {
            columns: fields.iter().map(|(_, shown)| (shown.column)(shown.heading.to_string())).collect(),
            rows: records.iter().map(row).collect::<serde_json::Result<_>>()?,
        })
    }

    /// Returns the sheet of some records, for CSV.
    ///
    /// # Errors
    /// Fails if a record can't be serialized.
    pub(super) fn sheet(&self, records: &[R]) -> serde_json::Result<Sheet> {
        let named: Vec<(&str, &Field<R>)> = self.fields.iter().filter_map(|field| Some((field.name?, field))).collect();
        let row = |record: &R| {
            let json = serde_json::to_value(record)?;
            Ok(named.iter().map(|(_, field)| field.held.cell(record, &json)).collect())
        };
        Ok(Sheet {
            title: String::new(),
            headings: named.iter().map(|(name, _)| (*name).to_string()).collect(),
            rows: records.iter().map(row).collect::<serde_json::Result<_>>()?,
        })
    }
}

impl<R> Held<'_, R> {
    fn field(name: &str) -> Self {
        Held::Field { path: name.to_string(), gap: "、" }
    }

    fn cell(&self, record: &R, json: &Value) -> Cell {
        match self {
            Held::Field { path, gap } => {
                let value = value_at(json, path);
                debug_assert!(value.is_some(), "the record of a list has no field {path}");
                value.map_or(Cell::Empty, |value| cell(value, gap))
            }
            Held::Record(cell) => cell(record),
        }
    }
}

/// Returns the value at a path, or null if the path passes through null; `None` if there is no such field.
fn value_at<'v>(json: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(json, |value, part| match value {
        Value::Null => Some(value),
        Value::Array(values) => values.get(part.parse::<usize>().ok()?),
        other => other.get(part),
    })
}

/// Returns the cell for a value: `yes` or empty for a boolean, several values separated by `gap`.
fn cell(value: &Value, gap: &str) -> Cell {
    match value {
        Value::Null | Value::Bool(false) => Cell::Empty,
        Value::Bool(true) => "yes".into(),
        Value::Number(number) => number.as_f64().into(),
        Value::String(text) => text.as_str().into(),
        Value::Array(values) => {
            let words = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_string);
            values.iter().map(words).collect::<Vec<_>>().join(gap).into()
        }
        Value::Object(_) => value.to_string().into(),
    }
}

fn text(cell: Cell) -> Entry {
    match cell {
        Cell::Empty => Entry::from(""),
        Cell::Text(text) => Entry::from(text),
        Cell::Number(number) => Entry::from(number.to_string()),
    }
}

fn counted(cell: Cell) -> Entry {
    if cell == Cell::Number(0.0) { count(0_u32) } else { text(cell) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_column_is_declared_once_for_table_and_file() {
        let list = |language| {
            List::<Value>::new(language)
                .words("id", ["编号", "id"])
                .file("plan")
                .counts("open", ["未结", "open"])
                .words("status", ["状态", "status"])
                .at("review.status")
                .told(|_| "滞后".into())
                .before(2)
        };
        let record =
            |n: u32| json!({ "id": format!("t{n}"), "plan": "p", "open": n, "review": { "status": "lagging" } });
        assert_eq!(
            list(Language::Zh).table(&[record(0), record(3)]).unwrap().render(None, false),
            "编号  状态  未结\nt0    滞后     -\nt3    滞后     3\n"
        );
        let sheet = list(Language::En).sheet(&[record(3)]).unwrap();
        assert_eq!(sheet.headings, ["id", "plan", "open", "status"]);
        assert_eq!(sheet.rows, [vec!["t3".into(), "p".into(), Cell::Number(3.0), "lagging".into()]]);
    }

    #[test]
    fn a_cell_equals_the_json_value_of_the_record() {
        let record = json!({
            "none": null, "yes": true, "no": false, "share": 0.5, "lines": [3, 4], "path": ["一", "二"],
        });
        for (path, gap, wanted) in [
            ("none", "", Cell::Empty),
            ("none.below", "", Cell::Empty),
            ("yes", "", "yes".into()),
            ("no", "", Cell::Empty),
            ("share", "", Cell::Number(0.5)),
            ("lines.1", "", Cell::Number(4.0)),
            ("path", " › ", "一 › 二".into()),
        ] {
            assert_eq!(cell(value_at(&record, path).unwrap(), gap), wanted, "{path}");
        }
        for path in ["nothing", "share.below", "lines.2", "lines.first"] {
            assert_eq!(value_at(&record, path), None, "{path}");
        }
    }
}
