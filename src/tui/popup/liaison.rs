//! The form for who answers for tasks within their lead department: leading official, section, contact.

use ratatui::layout::{Rect, Size};

use super::form::{Form, FormField, leave};
use super::{Answered, PopUp, centred, resume};
use crate::action::{Action, Scope};
use crate::desk::{AssignmentEdit, Command, Draft, Field, FormOf};
use crate::keymap::Key;
use crate::plan::{ItemId, Liaison, RecordField};
use crate::tui::state::{State, Tone};
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

/// Opens the form for tasks, with what is known of the only one, and with the draft that there is of it.
pub fn open(state: &mut State, items: Vec<ItemId>) -> Vec<Effect> {
    let names = [RecordField::Official, RecordField::Section, RecordField::Contact];
    let row = |(field, text): (RecordField, String)| FormField::line(field.label(state.language), &text);
    let rows = names.into_iter().zip(texts(state, &items)).map(row);
    let mut form = Form::new(rows.collect(), 0);
    form.resume(resume::take(state, &FormOf::Liaison(items.clone()).into()));
    state.open(LiaisonForm { items, form, given: None })
}

/// Returns what is known of the only task, field by field; nothing of several.
fn texts(state: &State, items: &[ItemId]) -> [String; 3] {
    let liaison = match items {
        [one] => state.data.snapshot.dossier(&one.plan).map(|dossier| dossier.liaison(one)).unwrap_or_default(),
        _ => Liaison::default(),
    };
    [liaison.official, liaison.section, liaison.contact].map(Option::unwrap_or_default)
}

impl LiaisonForm {
    fn save(mut self: Box<Self>, state: &mut State) -> Vec<Effect> {
        if self.form.is_overtaken(texts(state, &self.items), state.say(Word::NowSays)) {
            state.tell(Tone::Refusal, state.say(Word::SomebodyChangedIt));
            return state.keep(self);
        }
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
            Action::Back => {
                let about = receipt::about(state, &self.items);
                return leave(self, state, about);
            }
            action => self.form.act(action),
        }
        state.keep(self)
    }

    /// Closes the form once it is saved.
    fn answered(&mut self, _: &mut State, answered: Answered<'_>) -> bool {
        answered.receipt.is_none() || self.given.as_ref() != Some(answered.command)
    }

    fn written(&self) -> Option<Draft> {
        Some(self.form.draft(FormOf::Liaison(self.items.clone()).into()))
    }

    fn field_at(&self) -> usize {
        self.form.at()
    }

    fn go_to_field(&mut self, field: usize) {
        self.form.go_to(field);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, &receipt::about(state, &self.items));
        self.form.draw(canvas, inner);
    }
}
