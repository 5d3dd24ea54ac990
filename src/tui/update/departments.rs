//! Actions of the departments.

use crate::action::Action;
use crate::plan::{Role, TaskFilter};

use super::{Effect, pager};
use crate::tui::state::State;
use crate::tui::views::View;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Open | Action::Right => {
            let row = state.lists.departments.list.current()?;
            let role = if row.lead.total > 0 { Role::Lead } else { Role::Any };
            let filter = TaskFilter { department: Some(row.name.clone()), role, ..TaskFilter::default() };
            state.go(View::Tasks);
            state.lists.tasks.filter = filter.into();
            state.refresh_from_top();
            Some(Vec::new())
        }
        Action::WriteNotices => Some(pager::write_notices(state)),
        Action::WriteReminders => Some(pager::write_reminders(state)),
        _ => None,
    }
}
