//! The form for a department of the office's list.

use super::form::{Choice, Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Saving};
use super::resume;
use crate::desk::{Command, DepartmentFields, FormOf, ListEdit, Writing};
use crate::plan::department::Level;
use crate::plan::{Department, DepartmentField};
use crate::text::Label;
use crate::tui::state::State;
use crate::tui::update::Effect;
use crate::tui::words::Word;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct DepartmentForm {
    /// The department's name when the form was opened; none where one is added.
    name: Option<String>,
    form: Form,
}

/// Opens an empty form, which adds a department. A name that tasks use and the list lacks can be given.
pub fn add(state: &mut State, name: &str) -> Vec<Effect> {
    let mut form = form(state, &Department::named(""), DepartmentField::Name);
    form.set(place(DepartmentField::Name), name);
    open(state, None, form)
}

/// Opens the form for a department, which is added where the list lacks it.
pub fn edit(state: &mut State, name: &str) -> Vec<Effect> {
    let Some(department) = state.data.snapshot.departments().find(name).cloned() else { return add(state, name) };
    let form = form(state, &department, DepartmentField::Contact);
    open(state, Some(department.name), form)
}

/// Opens the form for a department that has ended, with yesterday as its last day, so that its successor has its work from
/// today on, and the keyboard in the field of the successor.
pub fn retire(state: &mut State, name: &str) -> Vec<Effect> {
    let Some(department) = state.data.snapshot.departments().find(name).cloned() else { return add(state, name) };
    let mut form = form(state, &department, DepartmentField::Successor);
    if department.until.is_none() {
        let today = state.data.snapshot.today();
        form.set(place(DepartmentField::Until), &today.yesterday().unwrap_or(today).to_string());
    }
    open(state, Some(department.name), form)
}

/// Opens the form, with the draft that there is of it.
fn open(state: &mut State, name: Option<String>, mut form: Form) -> Vec<Effect> {
    form.resume(resume::take(state, &FormOf::Department(name.clone()).into()));
    state.open(DepartmentForm { name, form })
}

fn form(state: &State, department: &Department, at: DepartmentField) -> Form {
    let levels = Level::ALL.map(|level| Choice { value: level.name().into(), label: state.label(level).into() });
    let others = state.data.snapshot.departments().iter().filter(|other| other.name != department.name);
    let others: Vec<Choice> =
        others.map(|other| Choice { value: other.name.clone(), label: other.short_name().to_string() }).collect();
    let row = |field: DepartmentField| {
        let (name, now) = (field.label(state.language), department.field(field).unwrap_or_default());
        match field {
            DepartmentField::Level => FormField::choosing(name, &now, levels.to_vec()),
            DepartmentField::Successor => FormField::choosing(name, &now, others.clone()),
            DepartmentField::From | DepartmentField::Until => FormField::short(name, &now),
            _ => FormField::line(name, &now),
        }
    };
    Form::new(DepartmentField::ALL.map(row).to_vec(), place(at))
}

/// Returns the place of a field in the form.
fn place(field: DepartmentField) -> usize {
    DepartmentField::ALL.iter().position(|other| *other == field).unwrap_or_default()
}

impl FormPopUp for DepartmentForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        Some(FormOf::Department(self.name.clone()).into())
    }

    fn title(&self, state: &State) -> String {
        self.name.clone().unwrap_or_else(|| state.say(Word::NewDepartment).to_string())
    }

    fn now(&self, state: &State) -> Option<Vec<String>> {
        let now = state.data.snapshot.departments().find(self.name.as_deref()?)?;
        let form = form(state, now, DepartmentField::Name);
        Some((0..DepartmentField::ALL.len()).map(|field| form.text(field).to_string()).collect())
    }

    fn save(&mut self, state: &mut State) -> Result<Saving, Fault> {
        let name = self.form.value(place(DepartmentField::Name)).to_string();
        if name.is_empty() {
            return Err(Fault::new(place(DepartmentField::Name), state.say(Word::NoName)));
        }
        let changed = DepartmentField::ALL.into_iter().zip(self.form.fields()).filter(|(_, row)| row.is_changed());
        let mut fields: DepartmentFields = changed.map(|(field, row)| (field, row.value().to_string())).collect();
        let edit = match &self.name {
            Some(before) => ListEdit::Set(before.clone(), fields),
            None => {
                fields.remove(&DepartmentField::Name);
                ListEdit::Add(name, fields)
            }
        };
        Ok(Saving::Command(Command::List(vec![edit])))
    }
}
