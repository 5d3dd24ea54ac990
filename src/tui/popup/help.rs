//! Help: every key that works here, to be filtered and run.

use ratatui::layout::{Position, Rect, Size};

use super::{Hint, PopUp, centred, inside};
use crate::action::{Action, Scope};
use crate::keymap::{Key, Keymap, print_keys};
use crate::text::fold::to_half_width;
use crate::text::width::wrap;
use crate::text::{Label, Language};
use crate::tui::state::State;
use crate::tui::state::field::Field;
use crate::tui::state::list::{List, Moves, go};
use crate::tui::state::tasks::fits;
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, keys};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The rows of the frame, the query and the blank line below it.
const AROUND: u16 = 4;

/// An action with the keys that lead to it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Binding {
    scope: Scope,
    action: Action,
    /// The keys as they are written.
    keys: String,
}

/// The pop-up.
#[derive(Debug, Clone)]
pub struct Help {
    /// The words typed to filter the list.
    query: Field,
    all: Vec<Binding>,
    /// The bindings that fit the query.
    list: List<Binding>,
    /// True if Enter runs an action, which it does not from within a text field.
    runs: bool,
}

/// Opens the help of what has the keyboard.
pub fn open(state: &mut State) -> Vec<Effect> {
    if state.top::<Help>().is_some() {
        return Vec::new();
    }
    let help = Help::new(&state.keymap, state.scopes(), state.popups.is_empty(), state.language);
    state.open(help)
}

impl Help {
    fn new(keymap: &Keymap, scopes: &[Scope], runs: bool, language: Language) -> Self {
        let mut all: Vec<Binding> = Vec::new();
        for binding in keymap.bindings(scopes) {
            let keys = print_keys(&binding.keys);
            match all.iter_mut().find(|row| row.action == binding.action) {
                Some(row) => row.keys = format!("{}  {keys}", row.keys),
                None => all.push(Binding { scope: binding.scope, action: binding.action, keys }),
            }
        }
        let mut help = Help { query: Field::line(""), all, list: List::default(), runs };
        help.narrow(language);
        help
    }

    /// Filters the list by the query.
    fn narrow(&mut self, language: Language) {
        let query = to_half_width(self.query.text().trim());
        let wanted = |row: &&Binding| {
            query.is_empty()
                || fits(row.action.doc(language), &query)
                || row.action.name().contains(&query.to_lowercase())
                || row.keys.split("  ").any(|key| key == query)
        };
        let rows = self.all.iter().filter(wanted).cloned().collect();
        self.list.replace(rows, |_| false);
        self.list.go_to(0);
    }
}

/// Returns true if lines are too short for what every action does.
fn is_narrow(columns: u16) -> bool {
    columns < 70
}

/// Returns the rows below the list, in which the action under the cursor is told whole.
fn rows_below(columns: u16) -> u16 {
    if is_narrow(columns) { 2 } else { 0 }
}

impl PopUp for Help {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 110, screen.height.saturating_sub(4))
    }

    fn settle(&mut self, area: Rect, _: &State) {
        let inner = inside(area, 0).width;
        self.list.set_height(area.height.saturating_sub(AROUND + rows_below(inner)).into());
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        self.query.insert(text);
        self.narrow(state.language);
        state.keep(self)
    }

    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        if self.query.edit(key) {
            self.narrow(state.language);
        }
        state.keep(self)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::Back => Vec::new(),
            Action::Open if self.runs => {
                let chosen = self.list.current().map(|row| row.action);
                chosen.map_or_else(Vec::new, |action| keys::act(state, action))
            }
            _ => {
                go(&mut self.list, action);
                state.keep(self)
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, state.say(Word::Help));
        if inner.height < 3 {
            return;
        }
        let (before, after) = self.query.parts();
        let taken = canvas.put_pieces(inner.x, inner.y, inner.width, &[("/ ", Meaning::Key), (before, Meaning::Title)]);
        canvas.set_caret(Position::new(inner.x + taken, inner.y));
        canvas.put(inner.x + taken, inner.y, inner.width.saturating_sub(taken), after, Meaning::Title);
        let is_narrow = is_narrow(inner.width);
        let keys = if is_narrow { 14 } else { 20 };
        let scope = if is_narrow { 0 } else { 14 };
        let bottom = inner.bottom().saturating_sub(rows_below(inner.width));
        for (y, (row, here)) in (inner.y + 2..bottom).zip(self.list.window()) {
            let sign = if here { canvas.signs.cursor } else { " " };
            canvas.put(inner.x, y, 1, sign, Meaning::Key);
            canvas.put(inner.x + 2, y, keys, &row.keys, Meaning::Key);
            let x = inner.x + 3 + keys;
            let columns = inner.width.saturating_sub(4 + keys + scope);
            let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
            canvas.put(x, y, columns, row.action.doc(state.language), meaning);
            canvas.put_right(x + columns + 1, y, scope, row.scope.label(state.language), Meaning::Muted);
        }
        if let Some(row) = self.list.current().filter(|_| is_narrow) {
            let whole = format!("{}: {}", row.scope.label(state.language), row.action.doc(state.language));
            let lines = wrap(&whole, usize::from(inner.width).max(2), canvas.ambiguous);
            for (y, line) in (bottom..inner.bottom()).zip(&lines) {
                canvas.put(inner.x, y, inner.width, line, Meaning::Muted);
            }
        }
    }

    fn list(&mut self, area: Rect) -> Option<(Rect, &mut dyn Moves)> {
        Some((inside(area, 2), &mut self.list))
    }

    fn hint(&self, action: Action) -> Hint {
        match action {
            Action::Open => Hint::Word(Word::Run),
            Action::Mark => Hint::None,
            _ => Hint::Usual,
        }
    }
}
