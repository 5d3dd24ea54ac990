//! Going to a plan, an item, a heading or a box.

use super::jump::jump_to_item;
use crate::plan::{ItemKind, Subject};
use crate::tui::state::State;
use crate::tui::views::View;

/// Shows a subject: where the view lists it, the cursor goes there, and else to the view that does.
pub fn show(state: &mut State, subject: &Subject) {
    state.refresh();
    if state.subject().as_ref() == Some(subject) {
        return;
    }
    match subject {
        Subject::Plan(plan) => {
            state.go(View::Outline);
            state.lists.outline.select(&state.data, plan, None);
        }
        Subject::Item(item) => {
            let place = usize::try_from(item.number).ok().and_then(|number| number.checked_sub(1));
            match (item.kind, place) {
                (ItemKind::Heading, place) => {
                    state.go(View::Outline);
                    state.lists.outline.select(&state.data, &item.plan, place);
                }
                (ItemKind::Box, Some(place)) => {
                    state.go(View::Boxes);
                    state.lists.boxes.select(&state.data, &item.plan, place);
                }
                (ItemKind::Box, None) => {}
                _ => {
                    state.remember();
                    jump_to_item(state, item);
                }
            }
        }
    }
}
