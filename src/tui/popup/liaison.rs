//! The form for who answers for tasks and indicators within their lead department: leading official, section, contact.

use super::form::{Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Saving};
use super::resume;
use crate::desk::{AssignmentEdit, Command, FormOf, Writing};
use crate::plan::{ItemId, Liaison, RecordField};
use crate::tui::state::State;
use crate::tui::update::{Effect, about};

/// The pop-up.
#[derive(Debug, Clone)]
pub struct LiaisonForm {
    items: Vec<ItemId>,
    form: Form,
}

/// Opens the form for items, with what is known of the only one, and with the draft that there is of it.
pub fn open(state: &mut State, items: Vec<ItemId>) -> Vec<Effect> {
    let names = [RecordField::Official, RecordField::Section, RecordField::Contact];
    let row = |(field, text): (RecordField, String)| FormField::line(field.label(state.language), &text);
    let rows = names.into_iter().zip(texts(state, &items)).map(row);
    let mut form = Form::new(rows.collect(), 0);
    form.resume(resume::take(state, &FormOf::Liaison(items.clone()).into()));
    state.open(LiaisonForm { items, form })
}

/// Returns what is known of the only item, field by field; nothing of several.
fn texts(state: &State, items: &[ItemId]) -> [String; 3] {
    let liaison = match items {
        [one] => state.data.snapshot.dossier(&one.plan).map(|dossier| dossier.liaison(one)).unwrap_or_default(),
        _ => Liaison::default(),
    };
    [liaison.official, liaison.section, liaison.contact].map(Option::unwrap_or_default)
}

impl FormPopUp for LiaisonForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        Some(FormOf::Liaison(self.items.clone()).into())
    }

    fn title(&self, state: &State) -> String {
        about(state, &self.items)
    }

    fn now(&self, state: &State) -> Option<Vec<String>> {
        Some(texts(state, &self.items).to_vec())
    }

    fn save(&mut self, _: &mut State) -> Result<Saving, Fault> {
        let [official, section, contact] = [0, 1, 2].map(|n| self.form.set_of(n));
        let edit = AssignmentEdit { official, section, contact, ..AssignmentEdit::default() };
        Ok(Saving::Command(Command::Assign { items: self.items.clone(), edit }))
    }
}
