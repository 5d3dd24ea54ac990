//! The rows of a view that are exported.

use super::Effect;
use crate::tui::popup::prompt::{self, Asked};
use crate::tui::state::boxes::Row;
use crate::tui::state::prompt::Exported;
use crate::tui::state::{State, indicators};
use crate::tui::views::View;

/// Asks for the file that the rows of the view go to.
pub fn ask(state: &mut State) -> Vec<Effect> {
    let exported = (state.view.declaration().exported)(state);
    prompt::open(state, Asked::File(exported))
}

/// Returns the tasks that are marked, or all that the task table lists.
pub fn tasks(state: &mut State) -> Exported {
    if state.view == View::Tasks && !state.lists.tasks.marks.is_empty() {
        return Exported::Tasks(state.lists.tasks.chosen());
    }
    state.lists.tasks.refresh(&state.data);
    let rows = state.lists.tasks.list.rows();
    Exported::Tasks(rows.iter().filter_map(|row| state.data.task_id(*row)).cloned().collect())
}

/// Returns the boxes listed.
pub fn boxes(state: &mut State) -> Exported {
    let rows = state.lists.boxes.list.rows().iter();
    let boxes = rows.filter_map(|row| match row {
        Row::Box(place, index, _) => Some((state.data.dossiers[*place].plan.id.clone(), *index)),
        _ => None,
    });
    Exported::Boxes(boxes.collect())
}

/// Returns the indicators of the plans in view.
pub fn indicators(state: &mut State) -> Exported {
    state.lists.indicators.refresh(&state.data);
    let rows = state.lists.indicators.list.rows().iter();
    let ids = rows.filter_map(|row| match row {
        indicators::Row::Indicator(row) => Some(state.data.indicator(*row)?.1.id.clone()),
        indicators::Row::Plan(_) => None,
    });
    Exported::Indicators(ids.collect())
}
