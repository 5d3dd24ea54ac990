//! Going on where another session of the same person was.

use super::{Effect, review, search, views};
use crate::tui::state::bookmark::Bookmark;
use crate::tui::state::{Layer, State};

/// Goes to where the bookmark is, as far as that is still there.
pub fn take_up(state: &mut State, bookmark: Bookmark) -> Vec<Effect> {
    let snapshot = &state.data.snapshot;
    state.data.plan = bookmark.plan.filter(|plan| snapshot.dossier(plan).is_some());
    state.data.period = bookmark.period;
    state.language = bookmark.language;
    state.tasks.filter = bookmark.filter;
    state.drafts = bookmark.drafts;
    state.view = bookmark.view;
    // The window has its height before the cursor has its place.
    state.settle();
    state.tasks.current = bookmark.task;
    state.refresh();
    let mut effects = views::go(state, bookmark.view);
    if let Some(at) = bookmark.writing
        && let Some(draft) = state.drafts.last().cloned()
    {
        effects.extend(review::open(state, draft.items, draft.period));
        if let Some(Layer::Review(form)) = state.layers.last_mut() {
            form.at = at.min(3);
        }
    }
    if let Some(query) = bookmark.query {
        effects.extend(search::open(state));
        if let Some(Layer::Search(page)) = state.layers.pop() {
            effects.extend(search::type_text(state, page, &query));
        }
    }
    state.settle();
    effects
}
