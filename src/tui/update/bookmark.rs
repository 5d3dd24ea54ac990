//! Going on where another session of the same person was.

use super::{Effect, views};
use crate::tui::popup::resume;
use crate::tui::popup::search;
use crate::tui::state::State;
use crate::tui::state::bookmark::Bookmark;

/// Goes to where the bookmark is, as far as that is still there.
pub fn take_up(state: &mut State, bookmark: Bookmark) -> Vec<Effect> {
    let mut effects = Vec::new();
    if bookmark.archived && state.data.show_archived(true) {
        effects.push(Effect::LookIn);
    }
    state.data.plan = bookmark.plan.filter(|plan| state.data.place(plan).is_some());
    state.data.period = bookmark.period;
    state.language = bookmark.language;
    state.lists.tasks.filter = bookmark.filter;
    state.drafts = bookmark.drafts;
    state.view = bookmark.view;
    // The window has its height before the cursor has its place.
    state.settle();
    state.lists.tasks.current = bookmark.task;
    state.refresh();
    effects.extend(views::go(state, bookmark.view));
    if let Some(at) = bookmark.writing
        && let Some(draft) = state.drafts.last().cloned()
    {
        effects.extend(resume::open(state, draft.of));
        if let Some(form) = state.popups.last_mut() {
            form.go_to_field(at);
        }
    }
    if let Some(query) = bookmark.query {
        effects.extend(search::open_with(state, &query));
    }
    state.settle();
    effects
}
