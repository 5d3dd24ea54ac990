//! Copying: rows, cells, ids and texts go to the clipboard of the person's terminal.

use ratatui::layout::Rect;

use crate::action::Action;
use crate::tui::columns::fit;
use crate::tui::popup::picker::ask;
use crate::tui::state::{State, Tone, detail};
use crate::tui::words::Word;

use super::Effect;

/// Does an action, unless it is none of these.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    let text = match action {
        Action::CopyRow => rows(state),
        Action::CopyId => ids(state),
        Action::CopyText => text(state),
        Action::CopyCell => return Some(ask::cell(state)),
        _ => return None,
    };
    if text.is_empty() {
        state.tell(Tone::Note, state.say(Word::NothingToCopy));
        return Some(Vec::new());
    }
    Some(vec![Effect::Copy(text)])
}

/// Returns the rows that are marked, or the one under the cursor, with tabs between the cells as spreadsheets take them.
fn rows(state: &mut State) -> String {
    let (at, count) = (state.list().at(), state.list().len());
    let table = state.view.table(state);
    let shown = fit(state, table, state.size.width);
    let marked: Vec<usize> = (0..count).filter(|row| (table.is_marked)(state, *row)).collect();
    let rows = if marked.is_empty() && at < count { vec![at] } else { marked };
    let line = |row: usize| match table.heading_of(state, row) {
        Some(heading) => heading.into_owned(),
        None => {
            let cells = shown.iter().filter_map(|fitted| (fitted.column.cell)(state, row));
            cells.map(|cell| cell.whole().trim().to_string()).collect::<Vec<_>>().join("\t")
        }
    };
    rows.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

fn ids(state: &State) -> String {
    let tasks = state.chosen_tasks();
    if !tasks.is_empty() {
        return tasks.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    }
    let subject = state.subject().map(|subject| subject.to_string());
    subject.or_else(|| (state.view.declaration().id)(state)).unwrap_or_default()
}

/// Returns what the detail pane knows of the row under the cursor; where there is none, the row.
fn text(state: &mut State) -> String {
    // Wide and high enough that nothing is wrapped or left out.
    let area = Rect::new(0, 0, 20_000, 3_000);
    let before = state.detail.replace(0);
    let lines = detail::lines(state, area);
    state.detail = before;
    if lines.is_empty() {
        return rows(state);
    }
    let lines = lines.into_iter().map(|line| line.into_iter().map(|(text, _)| text).collect::<String>());
    lines.map(|line| line.trim_end().to_string()).collect::<Vec<_>>().join("\n")
}
