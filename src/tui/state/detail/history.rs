//! What an entry of the history changed.

use ratatui::layout::Rect;

use super::Line;
use crate::desk::account;
use crate::plan::Change;
use crate::tui::state::State;
use crate::tui::theme::Meaning;

/// Changes of an entry that are listed: more than a person reads.
const LISTED: usize = 500;

/// A line a change.
pub fn lines(state: &State, _: Rect) -> Vec<Line> {
    let Some(row) = state.lists.history.list.current() else { return Vec::new() };
    let changes = row.entry.changes.iter().take(LISTED);
    changes.map(|change| vec![(describe(state, change), Meaning::Plain)]).collect()
}

/// A change in words: what it is about, and each field that differs, before and after.
fn describe(state: &State, change: &Change) -> String {
    let shown = |text: String| if text.is_empty() { state.signs().none.to_string() } else { text };
    let fields = account::differences(change, &state.data.snapshot, state.language).into_iter();
    let fields = fields.map(|d| format!("{} {} {} {}", d.field, shown(d.before), state.signs().arrow, shown(d.after)));
    let about = account::about(change, state.language).map(|about| format!(" {about}")).unwrap_or_default();
    format!("{}{about}: {}", state.change_title(change), fields.collect::<Vec<_>>().join("  "))
}
