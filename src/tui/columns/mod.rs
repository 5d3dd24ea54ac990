//! Columns: what the tables of the views consist of.
//!
//! A table declares its columns once. Drawing, sorting, choosing and copying, and the spoken form of a row, are made
//! from the declaration. Rows are named by their place in the view's list.

mod boxes;
mod cases;
mod check;
mod compare;
mod counts;
mod departments;
mod fit;
mod handover;
mod history;
mod indicators;
mod matrix;
mod order;
mod outline;
mod overview;
mod problems;
mod task;
mod tasks;

use std::borrow::Cow;

use crate::action::Action;
use crate::desk::LineOf;
use crate::plan::{Dossier, ItemId, Period, Sense, Status, Subject, Task};
use crate::text::pinyin;

use super::state::{State, overlaid};
use super::theme::Meaning;
use super::view::tasks::{is_numbered, number};
use super::words::{Word, capitalised};

pub use boxes::TABLE as BOXES;
pub use cases::TABLE as CASES;
pub use check::TABLE as CHECK;
pub use compare::{INDICATORS as COMPARED_INDICATORS, PERIODS as COMPARED_PERIODS};
pub use departments::TABLE as DEPARTMENTS;
pub use fit::{Fitted, chosen, fit};
pub use handover::TABLE as HANDOVER;
pub use history::TABLE as HISTORY;
pub use indicators::TABLE as INDICATORS;
pub use matrix::TABLE as MATRIX;
pub use order::{Sorting, order};
pub use outline::TABLE as OUTLINE;
pub use overview::TABLE as OVERVIEW;
pub use problems::TABLE as PROBLEMS;
pub use tasks::TABLE as TASKS;

/// A table of a view.
pub struct Table {
    /// The name that screen settings keep.
    pub name: &'static str,
    /// The columns, in their usual order.
    pub columns: &'static [Column],
    /// Tells which rows are headings. They span the table; in another order than the usual one they are left out,
    /// unless the table has sections.
    pub heading: Option<Heading>,
    /// Returns false for a row that leads those below it, and so is left out in another order.
    pub is_sorted: fn(&State, usize) -> bool,
    /// Returns the section of a row, for a table of several. Its rows are sorted within them, and none is left out.
    pub section: Option<fn(&State, usize) -> u8>,
    /// Returns the row by whose value a row is sorted: that which it belongs to.
    pub sorted_as: fn(&State, usize) -> usize,
    /// Returns the row that the heads stand in; without it, they stand above the rows.
    pub head_row: Option<fn(&State) -> Option<usize>>,
    /// Returns the columns of the screen that the view draws itself, at the right.
    pub reserved: fn(&State, u16) -> u16,
    /// Returns true if a row is marked.
    pub is_marked: fn(&State, usize) -> bool,
    /// The words for a table without rows.
    pub empty: fn(&State) -> Word,
}

/// Returns the heading that a row is, if it is one.
pub type Heading = for<'a> fn(&'a State, usize) -> Option<Cow<'a, str>>;

impl Table {
    /// Returns the heading that a row is, if it is one.
    pub fn heading_of<'a>(&self, state: &'a State, row: usize) -> Option<Cow<'a, str>> {
        self.heading.and_then(|heading| heading(state, row))
    }

    /// Returns true if a cell of some column can be edited where it stands.
    pub fn is_editable(&self) -> bool {
        self.columns.iter().any(|column| column.edit.is_some())
    }

    /// Returns the number of rows that are no headings.
    pub fn count(&self, state: &State, rows: usize) -> usize {
        match self.heading {
            Some(heading) => (0..rows).filter(|row| heading(state, *row).is_none()).count(),
            None => rows,
        }
    }
}

/// A table without headings and marks, to declare others from.
const PLAIN: Table = Table {
    name: "",
    columns: &[],
    heading: None,
    is_sorted: |_, _| true,
    section: None,
    sorted_as: |_, row| row,
    head_row: None,
    reserved: |_, _| 0,
    is_marked: |_, _| false,
    empty: |_| Word::NoRows,
};

/// A column.
pub struct Column {
    /// The name that screen settings keep.
    pub name: &'static str,
    /// The head.
    pub head: Head,
    /// True if cells are aligned right.
    pub right: bool,
    /// The width.
    pub width: Width,
    /// The importance: columns with lower ranks are shown first.
    pub rank: u8,
    /// The width that the columns which grow must have left beside this one.
    pub leaves: u16,
    /// Returns false while there is nothing to show.
    pub is_of_use: fn(&State) -> bool,
    /// Returns the cell of a row; `None` for a heading.
    pub cell: for<'a> fn(&'a State, usize) -> Option<Cell<'a>>,
    /// Returns the sort keys of rows; without it, rows are sorted by the texts of their cells.
    pub keys: Option<Keys>,
    /// True if the head tells the number of rows.
    pub counts: bool,
    /// Returns the way in which the cell of a row is edited where it stands; without it, cells can't be.
    pub edit: Option<fn(&State, usize) -> Option<Edit>>,
}

/// The way in which a cell is edited.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// As a line in the place of the cell.
    Line(LineOf),
    /// As words of the form for a task's period: the task, the period, and the place among the fields of words.
    Words(ItemId, Period, usize),
    /// As an action of the view does it.
    Act(Action),
}

/// The head of a column.
#[derive(Clone, Copy)]
pub enum Head {
    /// A word.
    Word(Word),
    /// The short word of the statuses of a sense.
    Sense(Sense),
    /// Words that follow from the state.
    By(fn(&State) -> String),
}

impl Head {
    /// Returns the words.
    pub fn text(self, state: &State) -> Cow<'static, str> {
        let text: Cow<'static, str> = match self {
            Head::Word(word) => state.say(word).into(),
            Head::Sense(sense) => statuses(sense).next().map_or("", |status| status.short(state.language)).into(),
            Head::By(said) => said(state).into(),
        };
        capitalised(text)
    }
}

/// Returns the statuses of a sense.
fn statuses(sense: Sense) -> impl Iterator<Item = Status> {
    Status::ALL.into_iter().filter(move |status| status.sense() == sense)
}

impl Column {
    /// Returns true if it is the column that names the rows: the most important of those that grow.
    pub fn names(&self) -> bool {
        self.rank == 0 && matches!(self.width, Width::Grows { .. })
    }
}

/// Returns what tells the sort key of each row.
pub type Keys = for<'a> fn(&'a State) -> Box<dyn Fn(usize) -> Key + 'a>;

/// The width of a column, in columns of the screen.
#[derive(Clone, Copy)]
pub enum Width {
    /// On screens below and from [`WIDE`] columns on.
    Of(u16, u16),
    /// Told by the language and the width of the screen.
    By(fn(&State, u16) -> u16),
    /// At least and at most so many, and a share of what the others leave.
    Grows {
        /// The least.
        least: u16,
        /// The most.
        most: u16,
        /// The share.
        share: u16,
    },
}

/// The columns from which on a screen is wide.
pub const WIDE: u16 = 100;

/// A column of text, to declare others from.
const TEXT: Column = Column {
    name: "",
    head: Head::Word(Word::App),
    right: false,
    width: Width::Of(8, 8),
    rank: 0,
    leaves: 24,
    is_of_use: |_| true,
    cell: |_, _| None,
    keys: None,
    counts: false,
    edit: None,
};

/// The column of the plan that a row is of.
const PLAN: Column = Column { name: "plan", head: Head::Word(Word::Plan), width: Width::Of(13, 18), ..TEXT };

/// The column of the number that a task or project has in the text.
const NUMBER: Column = Column {
    name: "number",
    head: Head::Word(Word::Number),
    width: Width::Of(8, 10),
    is_of_use: |state| state.data.in_view().any(|(_, dossier)| dossier.plan.tasks.iter().any(is_numbered)),
    ..TEXT
};

/// The column of the departments that lead a task or project.
const LEAD: Column = Column { name: "lead", head: Head::Word(Word::Lead), width: Width::Of(8, 10), rank: 2, ..TEXT };

/// A column of a text of several lines, where there is much room.
const WORDS: Column = Column { width: Width::Grows { least: 20, most: 60, share: 2 }, leaves: 40, ..TEXT };

/// The content of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// Its meaning.
    pub meaning: Meaning,
    /// A mark behind the text, which stays when the text is cut.
    pub tail: String,
    /// A share in per cent that is drawn as a bar before the text.
    pub bar: Option<u32>,
}

impl<'a> Cell<'a> {
    /// Returns a cell of a text.
    pub fn of(text: impl Into<Cow<'a, str>>, meaning: Meaning) -> Cell<'a> {
        Cell { text: text.into(), meaning, tail: String::new(), bar: None }
    }

    /// Returns a cell of ordinary text.
    pub fn plain(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
        Cell::of(text, Meaning::Plain)
    }

    /// Returns a cell of the title of an item, with the mark of what was corrected, adjusted or added.
    fn titled(state: &State, dossier: &Dossier, item: &ItemId, title: &'a str) -> Cell<'a> {
        let mark = overlaid::mark(dossier, &Subject::Item(item.clone()));
        let tail = mark.map_or_else(String::new, |mark| format!(" [{}]", state.say(mark)));
        Cell { tail, ..Cell::plain(title) }
    }

    /// Returns a cell of the number that a task or project has in the text.
    fn numbered(state: &State, dossier: &Dossier, task: &Task) -> Cell<'static> {
        match number(dossier, task) {
            number if number.is_empty() => Cell::of(state.signs().none, Meaning::Muted),
            number => Cell::of(number, Meaning::Muted),
        }
    }

    /// Returns a cell of a text of several lines, which are put one behind the other.
    fn of_lines(state: &State, text: Option<&'a str>, meaning: Meaning) -> Cell<'a> {
        match text {
            Some(text) if text.contains('\n') => Cell::of(text.replace('\n', " "), meaning),
            Some(text) => Cell::of(text, meaning),
            None => Cell::of(state.signs().none, Meaning::Muted),
        }
    }

    /// Returns the text with its mark.
    pub fn whole(&self) -> String {
        format!("{}{}", self.text, self.tail)
    }
}

/// A value that rows are sorted by. Numbers go before texts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A number.
    Number(Number),
    /// A text: its pinyin, and the text itself.
    Text(String, String),
    /// Nothing: behind all others, also in the reversed order.
    Missing,
}

impl Key {
    /// Returns the key of a number.
    pub fn number(value: impl Into<f64>) -> Key {
        Key::Number(Number(value.into()))
    }

    /// Returns the key of a number that may be missing.
    pub fn of(value: Option<impl Into<f64>>) -> Key {
        value.map_or(Key::Missing, Key::number)
    }

    /// Returns the key of a text, as Chinese spreadsheets sort it: by pinyin.
    pub fn text(text: &str) -> Key {
        if text.is_empty() { Key::Missing } else { Key::Text(pinyin::spelling(text), text.to_string()) }
    }
}

/// A number in its total order.
#[derive(Debug, Clone, Copy)]
pub struct Number(f64);

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Returns the head and the text of every column of a row that says something, in the order of the columns.
pub fn spoken(
    state: &State,
    table: &Table,
    columns: &[&'static Column],
    row: usize,
) -> Vec<(Cow<'static, str>, String)> {
    if let Some(heading) = table.heading_of(state, row) {
        return vec![("".into(), heading.into_owned())];
    }
    let cells = columns.iter().filter_map(|column| Some((column, (column.cell)(state, row)?)));
    cells.map(|(column, cell)| (column.head.text(state), cell.whole().trim().to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_of_columns_are_told_apart_and_one_column_of_each_table_grows() {
        let compared = [&COMPARED_INDICATORS, &COMPARED_PERIODS];
        let tables =
            [&OVERVIEW, &OUTLINE, &TASKS, &BOXES, &INDICATORS, &DEPARTMENTS, &CHECK, &PROBLEMS, &CASES, &MATRIX];
        for table in tables.into_iter().chain(compared).chain([&HISTORY]) {
            let names: HashSet<&str> = table.columns.iter().map(|column| column.name).collect();
            assert_eq!(names.len(), table.columns.len());
            assert!(names.iter().all(|name| !name.is_empty() && !name.contains(' ')));
            assert_eq!(table.columns.iter().filter(|column| column.names()).count(), 1, "{names:?}");
        }
    }

    #[test]
    fn keys_are_ordered_as_spreadsheets_order_them() {
        let ordered = [
            Key::number(-1.0),
            Key::number(2.0),
            Key::number(10.0),
            Key::text("巴楚"),
            Key::text("民政局"),
            Key::text("卫健委"),
            Key::Missing,
        ];
        assert!(ordered.is_sorted());
    }
}
