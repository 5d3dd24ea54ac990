//! Actions of the plan check.

use crate::action::Action;
use crate::plan::NodeIndex;
use crate::report::check::Finding;

use super::Effect;
use super::jump::jump_to_item;
use crate::tui::popup::picker::ask;
use crate::tui::state::State;
use crate::tui::views::View;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Open | Action::Right => open(state),
        Action::Filter => return Some(ask::rule(state)),
        Action::ClearFilter => {
            state.lists.check.rule = None;
            state.data.plan = None;
            state.refresh_from_top();
        }
        _ => return None,
    }
    Some(Vec::new())
}

/// Goes to the item of the finding under the cursor, or to the heading that its line stands under.
fn open(state: &mut State) {
    let Some(finding) = state.lists.check.current().cloned() else { return };
    state.remember();
    match finding.id.as_deref().and_then(|id| id.parse().ok()) {
        Some(id) => jump_to_item(state, &id),
        None => {
            let node = heading(state, &finding);
            state.view = View::Outline;
            state.detail = None;
            state.data.plan = Some(finding.plan.clone());
            state.lists.outline.select(&state.data, &finding.plan, node);
        }
    }
}

/// Returns the last heading that begins at the finding's line or before it.
fn heading(state: &State, finding: &Finding) -> Option<NodeIndex> {
    let outline = &state.data.snapshot.dossier(&finding.plan)?.plan.outline;
    let before = outline.iter().enumerate().filter(|(_, node)| Some(node.lines.first) <= finding.line);
    before.max_by_key(|(_, node)| node.lines.first).map(|(n, _)| n)
}
