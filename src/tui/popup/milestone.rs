//! The form for the milestones of tasks in a period: what is to be there, and what became of it.

use super::form::{Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Saving};
use super::resume;
use crate::desk::{Command, Field, FormOf, MilestoneEdit, OutcomeEdit, Writing};
use crate::plan::{AskedDue, Due, ItemId, Period, Year};
use crate::text::fold::to_half_width;
use crate::tui::state::State;
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, about};
use crate::tui::words::Word;

/// The fields, in their order.
const FIELDS: [Word; 6] =
    [Word::Milestone, Word::PlannedFigure, Word::MilestoneDue, Word::ReachedOn, Word::FigureSoFar, Word::Asks];

/// The places of the fields that hold a figure or a day.
const PLANNED: usize = 1;
const DUE: usize = 2;
const REACHED: usize = 3;
const SO_FAR: usize = 4;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct MilestoneForm {
    items: Vec<ItemId>,
    period: Period,
    form: Form,
}

/// Opens the form for tasks in a period, with what is known of the only one, and with the draft that there is of it.
pub fn open(state: &mut State, items: Vec<ItemId>, period: Period) -> Vec<Effect> {
    let row = |(word, text): (Word, String)| FormField::line(state.say(word), &text);
    let mut rows: Vec<FormField> = FIELDS.into_iter().zip(texts(state, &items, period)).map(row).collect();
    if let Some(last) = rows.pop() {
        rows.push(last.noted(vec![(state.say(Word::MilestoneHelp).to_string(), Meaning::Muted)]));
    }
    let mut form = Form::new(rows, 0);
    form.resume(resume::take(state, &FormOf::Milestone(items.clone(), period).into()));
    state.open(MilestoneForm { items, period, form })
}

/// Returns what is known of the milestone of the only task, field by field; nothing of several.
fn texts(state: &State, items: &[ItemId], period: Period) -> [String; 6] {
    let [item] = items else { return Default::default() };
    let Some(dossier) = state.data.snapshot.dossier(&item.plan) else { return Default::default() };
    let key = (item.clone(), period);
    let milestone = dossier.milestones.get(&key).cloned().unwrap_or_default();
    let outcome = dossier.outcomes.get(&key).cloned().unwrap_or_default();
    let figure = |figure: Option<f64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
    [
        milestone.title,
        figure(milestone.figure),
        milestone.due.map(|due| due.to_string()).unwrap_or_default(),
        outcome.reached.map(|day| day.to_string()).unwrap_or_default(),
        figure(outcome.figure),
        outcome.asks.unwrap_or_default(),
    ]
}

impl MilestoneForm {
    /// Reads what is typed into a field, if it is another than it was; `Err` with the place of the field if it can't be
    /// read.
    fn read<T>(&self, n: usize, read: impl FnOnce(&str) -> Option<T>) -> Result<Field<T>, usize> {
        match self.form.set_of(n) {
            Field::Keep => Ok(Field::Keep),
            Field::Clear => Ok(Field::Clear),
            Field::Set(text) => read(&text).map(Field::Set).ok_or(n),
        }
    }

    /// Returns the command that saves what was changed.
    fn command(&self, state: &State) -> Result<Command, usize> {
        let this_year = Year::of(state.data.snapshot.today());
        let due = |text: &str| -> Option<Due> { text.parse::<AskedDue>().ok()?.in_year(this_year) };
        let day = |text: &str| due(text).filter(|due| due.first_day() == due.last_day()).map(Due::last_day);
        let figure = |text: &str| to_half_width(text).parse().ok().filter(|figure: &f64| figure.is_finite());
        let edit = MilestoneEdit {
            title: self.form.set_of(0),
            figure: self.read(PLANNED, figure)?,
            due: self.read(DUE, due)?,
        };
        let outcome = OutcomeEdit {
            reached: self.read(REACHED, day)?,
            figure: self.read(SO_FAR, figure)?,
            asks: self.form.set_of(SO_FAR + 1),
        };
        Ok(Command::SetMilestone { items: self.items.clone(), period: self.period, edit, outcome })
    }
}

impl FormPopUp for MilestoneForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        Some(FormOf::Milestone(self.items.clone(), self.period).into())
    }

    fn title(&self, state: &State) -> String {
        let period = self.period.name(state.language);
        format!("{} {period} {} {}", state.say(Word::Milestone), state.signs().dot, about(state, &self.items))
    }

    fn now(&self, state: &State) -> Option<Vec<String>> {
        Some(texts(state, &self.items, self.period).to_vec())
    }

    fn save(&mut self, state: &mut State) -> Result<Saving, Fault> {
        self.command(state).map(Saving::Command).map_err(|field| {
            let word = if matches!(field, DUE | REACHED) { Word::NotADue } else { Word::NotANumber };
            Fault::new(field, state.say(word))
        })
    }
}
