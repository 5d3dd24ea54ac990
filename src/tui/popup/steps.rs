//! The steps of a task (分解事项): who does which part of it, by when, and how far it is.

use ratatui::layout::{Rect, Size};

use super::confirm::{Confirm, Then};
use super::form::{Choice, Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Saving};
use super::{Hint, PopUp, centred, resume};
use crate::action::{Action, Scope};
use crate::desk::{Command, Field, FormOf, ReviewEdit, StepEdit, Writing};
use crate::keymap::Key;
use crate::plan::{AskedDue, Due, ItemId, Progress, Step, Year};
use crate::tui::state::list::{List, Moves, go};
use crate::tui::state::{State, Tone};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, execute, say_unbound};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::table::{self, left};
use crate::tui::words::Word;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct Steps {
    item: ItemId,
    list: List<(u32, Step)>,
}

/// Lists the steps of a task.
pub fn open(state: &mut State, item: ItemId) -> Vec<Effect> {
    let mut steps = Steps { item, list: List::default() };
    steps.refresh(state);
    state.open(steps)
}

impl Steps {
    fn refresh(&mut self, state: &State) {
        let dossier = state.data.snapshot.dossier(&self.item.plan);
        let steps = dossier.into_iter().flat_map(|dossier| dossier.steps_of(&self.item));
        let now = self.list.current().map(|(number, _)| *number);
        self.list.replace(steps.map(|(number, step)| (number, step.clone())).collect(), |(n, _)| Some(*n) == now);
    }

    fn set(&self, state: &mut State, number: u32, edit: Option<StepEdit>) -> Vec<Effect> {
        execute(state, 1, Command::Step { item: self.item.clone(), number: Some(number), edit })
    }

    /// Reports the share of the steps that are done as the progress of the task.
    fn report(&self, state: &mut State) -> Vec<Effect> {
        let dossier = state.data.snapshot.dossier(&self.item.plan);
        let percent = dossier.and_then(|dossier| dossier.progress_of_steps(&self.item));
        let Some(progress) = percent.and_then(|percent| Progress::try_from(percent).ok()) else {
            state.tell(Tone::Note, state.say(Word::NoSteps));
            return Vec::new();
        };
        let edit = ReviewEdit { progress: Field::Set(progress), ..ReviewEdit::default() };
        let (items, period) = (vec![self.item.clone()], state.data.period);
        execute(state, 1, Command::Review { items, period, edit })
    }
}

impl PopUp for Steps {
    fn scope(&self) -> Scope {
        Scope::Steps
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 90, screen.height.saturating_sub(4).min(18))
    }

    fn settle(&mut self, area: Rect, state: &State) {
        self.refresh(state);
        self.list.set_height(area.height.saturating_sub(4).into());
    }

    fn paste(self: Box<Self>, state: &mut State, _: &str) -> Vec<Effect> {
        state.keep(self)
    }

    fn edit(self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        state.keep(self);
        say_unbound(state, key)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        let current = self.list.current().cloned();
        if action == Action::Back {
            return Vec::new();
        }
        if go(&mut self.list, action) {
            return state.keep(self);
        }
        let steps = self.clone();
        state.keep(self);
        match (action, current) {
            (Action::AddStep, _) => edit(state, steps.item, None, &Step::default()),
            (Action::ReportSteps, _) => steps.report(state),
            (Action::Open, None) => edit(state, steps.item, None, &Step::default()),
            (Action::Open, Some((number, step))) => edit(state, steps.item, Some(number), &step),
            (Action::StepDone, Some((number, step))) => {
                steps.set(state, number, Some(StepEdit { done: Some(!step.done), ..StepEdit::default() }))
            }
            (Action::RemoveStep, Some((number, step))) => {
                let command = Command::Step { item: steps.item, number: Some(number), edit: None };
                let question = state.say(Word::RemoveStep).to_string();
                let seen = state.seen(&command);
                state.open(Confirm { question, about: vec![step.title], then: Then::execute(command, seen) })
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let percent = state.data.snapshot.dossier(&self.item.plan).and_then(|d| d.progress_of_steps(&self.item));
        let percent = percent.map(|percent| format!(" {percent}%")).unwrap_or_default();
        let title = format!("{}{percent} {} {}", state.say(Word::Steps), state.signs().dot, state.title(&self.item));
        let inner = canvas.frame(area, &title);
        if inner.height < 3 {
            return;
        }
        let wide = inner.width >= 60;
        let (department, person, due) = (left(10), left(if wide { 10 } else { 0 }), left(10));
        let columns = [left(3), left(0), department, person, due];
        let rest = left(table::rest(inner.width.saturating_sub(2), &columns));
        let columns = [columns[0], rest, department, person, due];
        let words = [Word::Done, Word::Step, Word::Department, Word::Person, Word::Due];
        let heads: Vec<_> =
            columns.iter().zip(words).skip(1).map(|(c, w)| (*c, state.say(w), Meaning::Muted)).collect();
        table::row(canvas, inner.x + 6, inner.y, &heads);
        if self.list.rows().is_empty() {
            canvas.put(inner.x + 2, inner.y + 1, inner.width, state.say(Word::NoSteps), Meaning::Muted);
        }
        for (y, ((_, step), here)) in (inner.y + 1..inner.bottom()).zip(self.list.window()) {
            let sign = if here { canvas.signs.cursor } else { " " };
            canvas.put(inner.x, y, 1, sign, Meaning::Key);
            let done = if step.done { "[x]" } else { "[ ]" };
            let department = step.department.as_deref().map(|name| state.data.short_name(name)).unwrap_or_default();
            let due = step.due.map(|due| due.to_string());
            let cells = [
                (columns[0], done, if step.done { Meaning::Good } else { Meaning::Plain }),
                (columns[1], step.title.as_str(), if here { Meaning::Cursor } else { Meaning::Plain }),
                (columns[2], department, Meaning::Plain),
                (columns[3], step.person.as_deref().unwrap_or_default(), Meaning::Plain),
                (columns[4], due.as_deref().unwrap_or_default(), Meaning::Plain),
            ];
            table::row(canvas, inner.x + 2, y, &cells);
        }
    }

    fn hint(&self, action: Action) -> Hint {
        if action == Action::Open { Hint::Word(Word::Edit) } else { Hint::Usual }
    }
}

/// The place of the field that says by when a step is due.
const DUE: usize = 3;

/// The form for one step.
#[derive(Debug, Clone)]
pub struct StepForm {
    item: ItemId,
    /// The step's number; a new one without.
    number: Option<u32>,
    form: Form,
}

fn edit(state: &mut State, item: ItemId, number: Option<u32>, step: &Step) -> Vec<Effect> {
    let registry = state.data.snapshot.departments();
    let departments = registry
        .iter()
        .map(|department| Choice { value: department.name.clone(), label: department.short_name().to_string() });
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let rows = [
        FormField::line(state.say(Word::Step), &step.title),
        FormField::choosing(state.say(Word::Department), &text(&step.department), departments.collect()),
        FormField::line(state.say(Word::Person), &text(&step.person)),
        FormField::line(state.say(Word::Due), &step.due.map(|due| due.to_string()).unwrap_or_default()),
    ];
    let mut form = Form::new(rows.to_vec(), 0);
    form.resume(resume::take(state, &FormOf::Step(item.clone(), number).into()));
    state.open(StepForm { item, number, form })
}

/// Opens the form for a step of a task, or for a new one, over the list of them.
pub fn open_step(state: &mut State, item: ItemId, number: Option<u32>) -> Vec<Effect> {
    open(state, item.clone());
    let step = number.and_then(|number| step(state, &item, number)).unwrap_or_default();
    edit(state, item, number, &step)
}

fn step(state: &State, item: &ItemId, number: u32) -> Option<Step> {
    let dossier = state.data.snapshot.dossier(&item.plan)?;
    dossier.steps_of(item).find(|(other, _)| *other == number).map(|(_, step)| step.clone())
}

impl FormPopUp for StepForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        Some(FormOf::Step(self.item.clone(), self.number).into())
    }

    fn title(&self, state: &State) -> String {
        state.say(Word::Step).to_string()
    }

    fn about(&self, state: &State) -> String {
        state.title(&self.item)
    }

    fn now(&self, state: &State) -> Option<Vec<String>> {
        let step = step(state, &self.item, self.number?)?;
        let department = step.department.as_deref().map(|name| state.data.short_name(name).to_string());
        let due = step.due.map(|due| due.to_string());
        Some([Some(step.title), department, step.person, due].map(Option::unwrap_or_default).to_vec())
    }

    fn save(&mut self, state: &mut State) -> Result<Saving, Fault> {
        if self.form.value(0).is_empty() {
            return Err(Fault::new(0, state.say(Word::NoTitle)));
        }
        let this_year = Year::of(state.data.snapshot.today());
        let read = |text: &String| -> Option<Due> { text.parse::<AskedDue>().ok()?.in_year(this_year) };
        let due = match self.form.set_of(DUE) {
            Field::Set(text) => Field::Set(read(&text).ok_or_else(|| Fault::new(DUE, state.say(Word::NotADue)))?),
            Field::Clear => Field::Clear,
            Field::Keep => Field::Keep,
        };
        let [title, department, person] = [0, 1, 2].map(|n| self.form.set_of(n));
        let edit = Some(StepEdit { title, department, person, due, done: None });
        Ok(Saving::Command(Command::Step { item: self.item.clone(), number: self.number, edit }))
    }
}
