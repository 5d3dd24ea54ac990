//! The columns of a table that could not be read, to be named: a field for each, with its first cells below.

use ratatui::layout::{Rect, Size};

use super::form::{Choice, Form, FormField};
use super::{PopUp, centred};
use crate::action::{Action, Scope};
use crate::import::{COLUMN_NAMES, NamedColumns, UnreadTable};
use crate::keymap::Key;
use crate::office::import::words;
use crate::text::Language;
use crate::text::clean::shown_line;
use crate::tui::state::{State, Tone};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, import};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct TableColumns {
    table: UnreadTable,
    form: Form,
}

/// Asks for the columns of a table.
pub fn open(state: &mut State, table: UnreadTable) -> Vec<Effect> {
    let language = state.language;
    let field = |(at, cells): (usize, String)| {
        let name = match language {
            Language::Zh => format!("第 {} 列", at + 1),
            Language::En => format!("Column {}", at + 1),
        };
        FormField::choosing(name, "", choices(language)).noted(vec![(cells, Meaning::Muted)])
    };
    let fields = words::columns_of(&table).into_iter().enumerate().map(field).collect();
    state.open(TableColumns { table, form: Form::new(fields, 0) })
}

/// Returns the names of columns, with their short words for whoever reads English.
fn choices(language: Language) -> Vec<Choice> {
    let choice = |(name, head): &(&str, &str)| {
        let label = if language == Language::Zh { (*head).to_string() } else { format!("{name} {head}") };
        Choice { value: (*name).to_string(), label }
    };
    COLUMN_NAMES.iter().map(choice).collect()
}

impl TableColumns {
    fn save(mut self: Box<Self>, state: &mut State) -> Vec<Effect> {
        self.form.settle();
        let named = self.form.fields().iter().enumerate().map(|(at, field)| (at + 1, field.value().to_string()));
        match NamedColumns::at(self.table.lines.first, named) {
            Ok(columns) => import::read_again(state, |given| given.columns.insert(0, columns)),
            Err(error) => {
                state.tell(Tone::Refusal, error.text(state.language));
                state.keep(self)
            }
        }
    }
}

impl PopUp for TableColumns {
    fn scope(&self) -> Scope {
        self.form.scope()
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 90, self.form.height())
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        self.form.insert(text);
        state.keep(self)
    }

    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        self.form.edit(key);
        state.keep(self)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::SaveText => return self.save(state),
            Action::Back => return Vec::new(),
            Action::NextField => self.form.step(true),
            Action::PreviousField => self.form.step(false),
            _ => {}
        }
        state.keep(self)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let title =
            format!("{} {} {}", state.say(Word::NameColumns), state.signs().dot, shown_line(&self.table.caption));
        let inner = canvas.frame(area, &title);
        let how = Rect { height: 1, ..inner };
        canvas.put(how.x, how.y, how.width, state.say(Word::NameColumnsHow), Meaning::Muted);
        self.form.draw(canvas, Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner });
    }
}
