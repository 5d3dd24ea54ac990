//! Actions of the departments.

use crate::action::Action;
use crate::plan::{Role, TaskFilter};

use super::{Effect, pager};
use crate::tui::popup::department;
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
        Action::EditDepartment => Some(with_name(state, department::edit)),
        Action::AddDepartment => Some(department::add(state, "")),
        Action::RetireDepartment => Some(with_name(state, department::retire)),
        Action::ShowAllDepartments => {
            let list = &mut state.lists.departments;
            list.shows_all = !list.shows_all;
            state.refresh();
            Some(Vec::new())
        }
        Action::WriteNotices => Some(pager::write_notices(state)),
        Action::WriteReminders => Some(pager::write_reminders(state)),
        _ => None,
    }
}

/// Does something with the department under the cursor.
fn with_name(state: &mut State, work: impl FnOnce(&mut State, &str) -> Vec<Effect>) -> Vec<Effect> {
    let name = state.lists.departments.list.current().map(|row| row.name.clone());
    match name.filter(|name| !name.is_empty()) {
        Some(name) => work(state, &name),
        None => Vec::new(),
    }
}
