//! The columns of a table that could not be read, to be named: a field for each, with its first cells below.

use ratatui::layout::{Rect, Size};

use super::centred;
use super::confirm::Then;
use super::form::{Choice, Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Saving};
use crate::desk::Writing;
use crate::import::{COLUMN_NAMES, NamedColumns, UnreadTable};
use crate::office::import::words;
use crate::text::Language;
use crate::text::clean::shown_line;
use crate::tui::state::State;
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

impl FormPopUp for TableColumns {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        None
    }

    fn title(&self, state: &State) -> String {
        format!("{} {} {}", state.say(Word::NameColumns), state.signs().dot, shown_line(&self.table.caption))
    }

    fn place(&self, screen: Size) -> Rect {
        centred(screen, 90, self.form.height() + 1)
    }

    fn save(&mut self, state: &mut State) -> Result<Saving, Fault> {
        let named = self.form.fields().iter().enumerate().map(|(at, field)| (at + 1, field.value().to_string()));
        let columns = NamedColumns::at(self.table.lines.first, named);
        let columns = columns.map_err(|error| Fault::new(self.form.at(), error.text(state.language)))?;
        Ok(Saving::Done(import::read_again(state, |given| given.columns.insert(0, columns))))
    }

    /// The table is read as before, and its columns can be named again.
    fn leaving(&self) -> Option<(Word, Then)> {
        None
    }

    fn paint_inside(&self, canvas: &mut Canvas<'_>, state: &State, inner: Rect) {
        canvas.put(inner.x, inner.y, inner.width, state.say(Word::NameColumnsHow), Meaning::Muted);
        self.form.draw(canvas, Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner });
    }
}
