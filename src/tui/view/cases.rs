//! Supervision cases.

use super::canvas::Canvas;
use super::{detail, table};
use crate::tui::columns::CASES;
use crate::tui::state::State;
use crate::tui::state::cases::Show;
use crate::tui::state::layout::Layout;
use crate::tui::words::Word;

/// Draws the list and the detail of the case under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    table::draw(canvas, state, parts, &CASES, &state.lists.cases.list);
    if let Some(area) = parts.detail {
        detail::draw(canvas, state, area, "");
    }
}

/// Returns which cases are listed, of which department, and how many are late.
pub fn title(state: &State) -> Vec<String> {
    let cases = &state.lists.cases;
    let department = cases.department.as_deref().map(|name| state.data.short_name(name).to_string());
    let late = (cases.show != Show::Late).then(|| format!("{} {}", state.say(Word::CasesLate), cases.late));
    std::iter::once(state.say(cases.show.word()).to_string()).chain(department).chain(late).collect()
}
