//! Columns of counts, for every table whose rows sum up tasks.

use super::{Cell, Column, Head, Key, TEXT, Width, statuses};
use crate::plan::Sense;
use crate::plan::roll_up::RollUp;
use crate::text::Language;
use crate::tui::state::State;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// A table whose rows sum up tasks.
pub(super) trait Sums {
    /// Returns the sum in a row.
    fn sum(state: &State, row: usize) -> Option<&RollUp>;
}

/// A column of a count.
const COUNT: Column = Column { right: true, width: Width::By(count_width), rank: 20, leaves: 18, ..TEXT };

/// The columns of a count: the short words above it have four in Chinese and six in English.
pub(super) fn count_width(state: &State, screen: u16) -> u16 {
    let wide = if screen >= super::WIDE { 2 } else { 0 };
    wide + match state.language {
        Language::Zh => 5,
        Language::En => 6,
    }
}

macro_rules! counts {
    ($($(#[$doc:meta])* $name:ident $head:expr, $meaning:ident, $rank:literal, $count:expr;)*) => {
        $($(#[$doc])*
        pub(super) const fn $name<S: Sums>() -> Column {
            Column {
                name: stringify!($name),
                head: $head,
                rank: $rank,
                cell: |state, row| {
                    let count: fn(&RollUp) -> u32 = $count;
                    Some(counted(count(S::sum(state, row)?), Meaning::$meaning))
                },
                keys: Some(|state| Box::new(move |row| Key::of(S::sum(state, row).map($count)))),
                ..COUNT
            }
        })*
    };
}

counts! {
    /// The tasks.
    total Head::Word(Word::Tasks), Plain, 9, |sum| sum.total;
    /// Those that are past their time.
    overdue Head::Word(Word::ShortOverdue), Bad, 3, |sum| sum.overdue;
    /// Those that nothing was reported of.
    unreported Head::Word(Word::ShortUnreported), Notice, 4, |sum| sum.unreported;
    /// Those that are late.
    behind Head::Sense(Sense::Behind), Bad, 5, |sum| of_sense(sum, Sense::Behind);
    /// Those that are completed.
    done Head::Sense(Sense::Done), Good, 6, |sum| of_sense(sum, Sense::Done);
    /// Those that go on.
    going Head::Sense(Sense::Going), Active, 7, |sum| of_sense(sum, Sense::Going);
    /// Those that have not begun.
    waiting Head::Sense(Sense::Waiting), Plain, 8, |sum| of_sense(sum, Sense::Waiting);
    /// Those that were adjusted.
    changed Head::Sense(Sense::Changed), Notice, 10, |sum| of_sense(sum, Sense::Changed);
}

/// The share that is completed.
pub(super) const fn completion<S: Sums>() -> Column {
    Column {
        name: "completion",
        head: Head::Word(Word::Completion),
        right: true,
        width: Width::Of(11, 18),
        rank: 2,
        leaves: 18,
        cell: |state, row| {
            let share = share(S::sum(state, row)?);
            let text = share.map_or_else(String::new, |share| format!("{share}%"));
            Some(Cell { bar: share, ..Cell::plain(text) })
        },
        keys: Some(|state| Box::new(move |row| Key::of(S::sum(state, row).and_then(share)))),
        ..TEXT
    }
}

/// Returns a count. One of nothing can be passed over.
pub(super) fn counted(count: u32, meaning: Meaning) -> Cell<'static> {
    Cell::of(count.to_string(), if count == 0 { Meaning::Muted } else { meaning })
}

/// Returns the number of tasks that have a status of a sense.
fn of_sense(sum: &RollUp, sense: Sense) -> u32 {
    statuses(sense).map(|status| sum.count(status)).sum()
}

fn share(sum: &RollUp) -> Option<u32> {
    (sum.total > 0).then(|| sum.completion())
}
