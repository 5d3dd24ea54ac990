//! The form that opens a supervision case about some tasks.

use super::form::{Choice, Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Saving};
use super::resume;
use crate::desk::{CaseDraft, Command, FormOf, Writing};
use crate::plan::{AskedDue, Due, ItemId, Year};
use crate::tui::state::State;
use crate::tui::update::{Effect, about};
use crate::tui::words::Word;

/// The places of the fields.
const TITLE: usize = 0;
const DEPARTMENT: usize = 1;
const DEMAND: usize = 2;
const DUE: usize = 3;
const NUMBER: usize = 4;
const DAY: usize = 5;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct CaseForm {
    items: Vec<ItemId>,
    form: Form,
}

/// Opens the form for some tasks, with their lead as the department, and with the draft that there is of it.
pub fn open(state: &mut State, items: Vec<ItemId>) -> Vec<Effect> {
    let snapshot = &state.data.snapshot;
    let departments = snapshot
        .departments()
        .iter()
        .map(|department| Choice { value: department.name.clone(), label: department.short_name().to_string() });
    let lead = items.first().and_then(|item| snapshot.assignment(item)?.lead.into_iter().next()).unwrap_or_default();
    let title = match &items[..] {
        [one] => state.title(one),
        _ => String::new(),
    };
    let fields = vec![
        FormField::line(state.say(Word::Matter), &title),
        FormField::choosing(state.say(Word::CaseDepartment), &lead, departments.collect()),
        FormField::line(state.say(Word::CaseDemand), ""),
        FormField::line(state.say(Word::AnswerBy), ""),
        FormField::line(state.say(Word::CaseNumber), ""),
        FormField::line(state.say(Word::CaseDay), &snapshot.today().to_string()),
    ];
    let mut form = Form::new(fields, TITLE);
    form.resume(resume::take(state, &FormOf::Case(items.clone()).into()));
    state.open(CaseForm { items, form })
}

/// Reads a day as it is typed: 2026-03-31, 3月31日.
pub(super) fn day(state: &State, text: &str) -> Option<jiff::civil::Date> {
    let due = text.parse::<AskedDue>().ok()?.in_year(Year::of(state.data.snapshot.today()))?;
    Some(due).filter(|due| due.first_day() == due.last_day()).map(Due::last_day)
}

/// Returns the text of a field of a form, if there is any.
pub(super) fn typed(form: &Form, field: usize) -> Option<String> {
    Some(form.value(field).to_string()).filter(|text| !text.is_empty())
}

/// Reads the day in a field of a form, if there is any.
///
/// # Errors
/// A fault of the field for a text that is no day.
pub(super) fn day_in(state: &State, form: &Form, field: usize) -> Result<Option<jiff::civil::Date>, Fault> {
    let Some(text) = typed(form, field) else { return Ok(None) };
    day(state, &text).map(Some).ok_or_else(|| Fault::new(field, state.say(Word::NotADay)))
}

impl FormPopUp for CaseForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        Some(FormOf::Case(self.items.clone()).into())
    }

    fn title(&self, state: &State) -> String {
        format!("{} {} {}", state.say(Word::OpenCase), state.signs().dot, about(state, &self.items))
    }

    fn save(&mut self, state: &mut State) -> Result<Saving, Fault> {
        let draft = CaseDraft {
            items: self.items.clone(),
            title: typed(&self.form, TITLE),
            department: typed(&self.form, DEPARTMENT),
            words: typed(&self.form, DEMAND),
            due: day_in(state, &self.form, DUE)?,
            reference: typed(&self.form, NUMBER),
            by: None,
            day: day_in(state, &self.form, DAY)?,
        };
        Ok(Saving::Command(Command::OpenCase(draft)))
    }
}
