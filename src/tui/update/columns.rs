//! The columns of a table: its order, and which are shown.

use crate::action::Action;
use crate::tui::columns::{Sorting, fit};
use crate::tui::popup::columns;
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

use super::Effect;

/// Does an action on the columns of the view, unless it is none of these.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Sort => sort_by_next(state),
        Action::ReverseSort => reverse(state),
        Action::ChooseColumns => return Some(columns::open(state)),
        _ => return None,
    }
    Some(Vec::new())
}

/// Sorts by the next column that is shown; after the last, rows are in their usual order again.
fn sort_by_next(state: &mut State) {
    let table = state.view.table(state);
    let shown = fit(state, table, state.size.width);
    let names: Vec<&'static str> = shown.iter().map(|fitted| fitted.column.name).collect();
    let next = match state.sorting() {
        None => names.first(),
        Some(sorting) => names.iter().position(|name| *name == sorting.column).and_then(|at| names.get(at + 1)),
    };
    set(state, next.map(|column| Sorting { column, reverse: false }));
}

/// Sorts by a column, or in the reversed order when the rows are sorted by it.
pub fn sort_by(state: &mut State, column: &'static str) {
    let reverse = state.sorting().is_some_and(|sorting| sorting.column == column && !sorting.reverse);
    set(state, Some(Sorting { column, reverse }));
}

fn reverse(state: &mut State) {
    match state.sorting() {
        Some(sorting) => set(state, Some(Sorting { reverse: !sorting.reverse, ..sorting })),
        None => state.tell(Tone::Note, state.say(Word::NotSorted)),
    }
}

fn set(state: &mut State, sorting: Option<Sorting>) {
    let table = state.view.table(state);
    match sorting {
        Some(sorting) => state.sortings.insert(table.name, sorting),
        None => state.sortings.remove(table.name),
    };
    state.refresh();
}
