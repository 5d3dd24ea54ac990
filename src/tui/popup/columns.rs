//! The columns of a table: which are shown, in which order, and how wide. What is changed shows at once.

use ratatui::layout::{Rect, Size};

use super::{Hint, PopUp, centred, inside, rows};
use crate::action::{Action, Scope};
use crate::desk::ChosenColumn;
use crate::keymap::Key;
use crate::tui::columns::{Column, chosen, fit};
use crate::tui::state::State;
use crate::tui::state::list::{List, Moves, go};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, say_unbound, sort_by};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The step by which a column is made wider or narrower.
const STEP: u16 = 2;
/// The least width.
const LEAST: u16 = 2;
/// The greatest width.
const MOST: u16 = 200;

/// A line of the list.
#[derive(Clone)]
struct Row {
    column: &'static Column,
    is_shown: bool,
    /// The width that the person has set.
    width: Option<u16>,
}

/// The pop-up.
pub struct Columns {
    list: List<Row>,
}

/// Opens the pop-up for the view's table.
pub fn open(state: &mut State) -> Vec<Effect> {
    let mut list = List::default();
    list.replace(listed(state), |_| false);
    state.open(Columns { list })
}

/// Returns every column of the view's table: those that are shown in their order, then the others.
fn listed(state: &State) -> Vec<Row> {
    let table = state.view.table(state);
    let usual = || fit(state, table, state.size.width).into_iter().map(|fitted| (fitted.column, None));
    let shown = chosen(state, table).unwrap_or_else(|| usual().collect());
    let shown = shown.into_iter().map(|(column, width)| Row { column, is_shown: true, width });
    let mut rows: Vec<Row> = shown.collect();
    for column in table.columns {
        if rows.iter().all(|row| row.column.name != column.name) {
            rows.push(Row { column, is_shown: false, width: None });
        }
    }
    rows
}

impl Columns {
    /// Shows the columns of the list in the table. Without a column there would be no table.
    fn apply(&mut self, state: &mut State) {
        let shown = self.list.rows().iter().filter(|row| row.is_shown);
        let shown: Vec<ChosenColumn> =
            shown.map(|row| ChosenColumn { name: row.column.name.to_string(), width: row.width }).collect();
        if shown.is_empty() {
            let at = self.list.row();
            self.list.rows_mut()[at].is_shown = true;
            return;
        }
        state.settings.columns.insert(state.view.table(state).name.to_string(), shown);
    }

    /// Makes the column under the cursor wider or narrower, from the width that it has on the screen.
    fn resize(&mut self, state: &State, wider: bool) {
        let table = state.view.table(state);
        let fitted = fit(state, table, state.size.width);
        let at = self.list.row();
        let Some(row) = self.list.rows_mut().get_mut(at).filter(|row| row.is_shown) else { return };
        let now = fitted.iter().find(|fitted| fitted.column.name == row.column.name).map(|fitted| fitted.width);
        let now = row.width.or(now).unwrap_or(LEAST);
        let width = if wider { now.saturating_add(STEP) } else { now.saturating_sub(STEP) };
        row.width = Some(width.clamp(LEAST, MOST));
    }

    /// Puts the column under the cursor before the one above it, or behind the one below it.
    fn shift(&mut self, down: bool) {
        let at = self.list.row();
        let other = if down { at + 1 } else { at.wrapping_sub(1) };
        let rows = self.list.rows_mut();
        if other < rows.len() {
            rows.swap(at, other);
            self.list.go_to(other);
        }
    }
}

impl PopUp for Columns {
    fn scope(&self) -> Scope {
        Scope::Columns
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 40, rows(self.list.rows().len() + 2))
    }

    fn settle(&mut self, area: Rect, _: &State) {
        self.list.set_height(area.height.saturating_sub(2).into());
    }

    fn paste(self: Box<Self>, state: &mut State, _: &str) -> Vec<Effect> {
        state.keep(self)
    }

    fn edit(self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        state.keep(self);
        say_unbound(state, key)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        let at = self.list.row();
        match action {
            Action::Back => return Vec::new(),
            Action::Sort => {
                if let Some(column) = self.list.current().map(|row| row.column.name) {
                    sort_by(state, column);
                }
                return state.keep(self);
            }
            Action::Mark | Action::Open => {
                if let Some(row) = self.list.rows_mut().get_mut(at) {
                    row.is_shown = !row.is_shown;
                }
            }
            Action::Left | Action::Right => self.resize(state, action == Action::Right),
            Action::MoveColumnUp | Action::MoveColumnDown => self.shift(action == Action::MoveColumnDown),
            Action::UsualColumns => {
                state.settings.columns.remove(state.view.table(state).name);
                self.list.replace(listed(state), |_| false);
                state.keep(self);
                return vec![Effect::KeepSettings];
            }
            _ => {
                go(&mut self.list, action);
                return state.keep(self);
            }
        }
        self.apply(state);
        state.keep(self);
        vec![Effect::KeepSettings]
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let title =
            format!("{} {} {}", state.say(Word::Columns), state.signs().dot, state.say(state.view.declaration().name));
        let inner = canvas.frame(area, &title);
        for (y, (row, here)) in (inner.top()..inner.bottom()).zip(self.list.window()) {
            let sign = if here { canvas.signs.cursor } else { " " };
            canvas.put(inner.x, y, 1, sign, Meaning::Key);
            let mark = if row.is_shown { canvas.signs.shown } else { canvas.signs.hidden };
            canvas.put(inner.x + 2, y, 3, mark, if row.is_shown { Meaning::Good } else { Meaning::Muted });
            let meaning = match (here, row.is_shown) {
                (true, _) => Meaning::Cursor,
                (false, true) => Meaning::Plain,
                (false, false) => Meaning::Muted,
            };
            canvas.put(inner.x + 6, y, inner.width.saturating_sub(14), &row.column.head.text(state), meaning);
            let width = match row.width {
                Some(width) => width.to_string(),
                None if row.is_shown => state.say(Word::AutomaticWidth).to_string(),
                None => String::new(),
            };
            canvas.put_right(inner.x, y, inner.width, &width, Meaning::Muted);
        }
    }

    fn list(&mut self, area: Rect) -> Option<(Rect, &mut dyn Moves)> {
        Some((inside(area, 0), &mut self.list))
    }

    fn hint(&self, action: Action) -> Hint {
        match action {
            Action::Mark => Hint::Word(Word::Shown),
            Action::Right => Hint::Word(Word::Width),
            _ => Hint::Usual,
        }
    }
}
