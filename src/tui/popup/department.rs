//! The form for a department of the office's list.

use ratatui::layout::{Rect, Size};

use super::form::{Choice, Form, FormField, leave};
use super::{Answered, PopUp, centred, resume};
use crate::action::{Action, Scope};
use crate::desk::{Command, DepartmentFields, Draft, FormOf, ListEdit};
use crate::keymap::Key;
use crate::plan::department::Level;
use crate::plan::{Department, DepartmentField};
use crate::text::Label;
use crate::tui::state::{State, Tone};
use crate::tui::update::{Effect, execute};
use crate::tui::view::canvas::{Canvas, columns};
use crate::tui::words::Word;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct DepartmentForm {
    /// The department's name when the form was opened; none where one is added.
    name: Option<String>,
    form: Form,
    given: Option<Command>,
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

/// Opens the form for a department that ends, with today as its last day and the keyboard in the field of the successor.
pub fn retire(state: &mut State, name: &str) -> Vec<Effect> {
    let Some(department) = state.data.snapshot.departments().find(name).cloned() else { return add(state, name) };
    let mut form = form(state, &department, DepartmentField::Successor);
    if department.until.is_none() {
        form.set(place(DepartmentField::Until), &state.data.snapshot.today().to_string());
    }
    open(state, Some(department.name), form)
}

/// Opens the form, with the draft that there is of it.
fn open(state: &mut State, name: Option<String>, mut form: Form) -> Vec<Effect> {
    form.resume(resume::take(state, &FormOf::Department(name.clone()).into()));
    state.open(DepartmentForm { name, form, given: None })
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

impl DepartmentForm {
    fn save(mut self: Box<Self>, state: &mut State) -> Vec<Effect> {
        self.form.settle();
        let name = self.form.value(place(DepartmentField::Name)).to_string();
        if name.is_empty() {
            self.form.go_to(place(DepartmentField::Name));
            state.tell(Tone::Refusal, state.say(Word::NoName));
            return state.keep(self);
        }
        if self.is_overtaken(state) {
            state.tell(Tone::Refusal, state.say(Word::SomebodyChangedIt));
            return state.keep(self);
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
        let command = Command::List(vec![edit]);
        self.given = Some(command.clone());
        state.keep(self);
        execute(state, 1, command)
    }

    /// Looks for changed fields that somebody else has changed since the form was opened, and says that below each.
    fn is_overtaken(&mut self, state: &State) -> bool {
        let now = self.name.as_deref().and_then(|name| state.data.snapshot.departments().find(name));
        let Some(now) = now.map(|department| form(state, department, DepartmentField::Name)) else { return false };
        let texts = (0..DepartmentField::ALL.len()).map(|field| now.text(field).to_string());
        self.form.is_overtaken(texts, state.say(Word::NowSays))
    }

    fn title(&self, state: &State) -> String {
        self.name.clone().unwrap_or_else(|| state.say(Word::NewDepartment).to_string())
    }
}

impl PopUp for DepartmentForm {
    fn scope(&self) -> Scope {
        self.form.scope()
    }

    fn area(&self, screen: Size) -> Rect {
        // The choices of a field are listed below it.
        centred(screen, 66, columns(DepartmentField::ALL.len() + 8))
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
                let about = self.title(state);
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
        Some(self.form.draft(FormOf::Department(self.name.clone()).into()))
    }

    fn field_at(&self) -> usize {
        self.form.at()
    }

    fn go_to_field(&mut self, field: usize) {
        self.form.go_to(field);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, &self.title(state));
        self.form.draw(canvas, inner);
    }
}
