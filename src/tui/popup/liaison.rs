//! The form for who answers for tasks within their lead department: leading official, section, contact.

use ratatui::layout::{Rect, Size};

use super::confirm::{self, Then};
use super::form::{Form, FormField};
use super::{Answered, PopUp, centred};
use crate::action::{Action, Scope};
use crate::desk::{AssignmentEdit, Command, Field};
use crate::keymap::Key;
use crate::plan::{ItemId, Liaison, RecordField};
use crate::tui::state::State;
use crate::tui::update::{Effect, execute, receipt};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct LiaisonForm {
    items: Vec<ItemId>,
    form: Form,
    given: Option<Command>,
}

/// Opens the form for tasks, with what is known of the only one.
pub fn open(state: &mut State, items: Vec<ItemId>) -> Vec<Effect> {
    let liaison = match &items[..] {
        [one] => state.data.snapshot.dossier(&one.plan).map(|dossier| dossier.liaison(one)).unwrap_or_default(),
        _ => Liaison::default(),
    };
    let values = [
        (RecordField::Official, liaison.official),
        (RecordField::Section, liaison.section),
        (RecordField::Contact, liaison.contact),
    ];
    let row = |(field, value): (RecordField, Option<String>)| {
        FormField::line(field.label(state.language), &value.unwrap_or_default())
    };
    let form = Form::new(values.map(row).to_vec(), 0);
    state.open(LiaisonForm { items, form, given: None })
}

impl LiaisonForm {
    fn save(mut self: Box<Self>, state: &mut State) -> Vec<Effect> {
        let fields = self.form.fields();
        let set = |n: usize| match fields[n].value() {
            _ if !fields[n].is_changed() => Field::Keep,
            "" => Field::Clear,
            text => Field::Set(text.to_string()),
        };
        let edit = AssignmentEdit { official: set(0), section: set(1), contact: set(2), ..AssignmentEdit::default() };
        let command = Command::Assign { items: self.items.clone(), edit };
        let count = self.items.len();
        self.given = Some(command.clone());
        state.keep(self);
        execute(state, count, command)
    }
}

impl PopUp for LiaisonForm {
    fn scope(&self) -> Scope {
        self.form.scope()
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 60, 7)
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
            Action::Back if self.form.is_changed() => {
                let about = vec![receipt::about(state, &self.items)];
                state.keep(self);
                return confirm::ask(state, Word::LeaveText, about, Then::DropForm);
            }
            Action::Back => return Vec::new(),
            Action::NextField => self.form.step(true),
            Action::PreviousField => self.form.step(false),
            _ => {}
        }
        state.keep(self)
    }

    /// Closes the form once it is saved.
    fn answered(&mut self, _: &mut State, answered: Answered<'_>) -> bool {
        answered.receipt.is_none() || self.given.as_ref() != Some(answered.command)
    }

    fn would_lose(&self) -> bool {
        self.form.is_changed()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, &receipt::about(state, &self.items));
        self.form.draw(canvas, inner);
    }
}
