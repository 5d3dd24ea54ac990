//! The changes of an entry of the history.

use ratatui::layout::Rect;

use super::{Line, wrapped};
use crate::desk::account::{self, Signs};
use crate::plan::Change;
use crate::tui::state::State;
use crate::tui::theme::Meaning;

/// Changes of an entry that are listed: more than a person reads.
const LISTED: usize = 500;

/// Returns the changes of the entry under the cursor, each from a line of its own on.
pub fn lines(state: &State, area: Rect) -> Vec<Line> {
    let Some(row) = state.lists.history.list.current() else { return Vec::new() };
    let changes = row.entry.changes.iter().take(LISTED);
    changes.flat_map(|change| wrapped(state, &describe(state, change), area, Meaning::Plain)).collect()
}

/// Returns a change in words: what it is about, and each field that differs, before and after.
fn describe(state: &State, change: &Change) -> String {
    let signs = Signs { arrow: state.signs().arrow, none: state.signs().none };
    let fields = account::described(change, &state.data.snapshot, state.language, signs);
    let about = account::about(change, state.language).map(|about| format!(" {about}")).unwrap_or_default();
    format!("{}{about}: {}", state.change_title(change), fields.join("  "))
}
