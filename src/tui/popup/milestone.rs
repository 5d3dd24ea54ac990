//! The form for the milestones of tasks in a period: what is to be there, and what became of it.

use ratatui::layout::{Rect, Size};

use super::form::{Form, FormField, leave};
use super::{Answered, PopUp, centred, resume};
use crate::action::{Action, Scope};
use crate::desk::{Command, Draft, Field, FormOf, MilestoneEdit, OutcomeEdit};
use crate::keymap::Key;
use crate::plan::{AskedDue, Due, ItemId, Period, Year};
use crate::text::fold::to_half_width;
use crate::tui::state::{State, Tone};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, execute, receipt};
use crate::tui::view::canvas::Canvas;
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
    /// The commands that are not answered yet.
    given: Vec<Command>,
}

/// Opens the form for tasks in a period, with what is known of the only one, and with the draft that there is of it.
pub fn open(state: &mut State, items: Vec<ItemId>, period: Period) -> Vec<Effect> {
    let row = |(word, text): (Word, String)| FormField::line(state.say(word), &text);
    let rows: Vec<FormField> = FIELDS.into_iter().zip(texts(state, &items, period)).map(row).collect();
    let mut form = Form::new(rows, 0);
    form.resume(resume::take(state, &FormOf::Milestone(items.clone(), period).into()));
    state.open(MilestoneForm { items, period, form, given: Vec::new() })
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
    /// Returns what is typed into a field, if it is another than it was.
    fn field(&self, n: usize) -> Field<String> {
        let fields = self.form.fields();
        match fields.get(n).filter(|field| field.is_changed()).map(FormField::value) {
            None => Field::Keep,
            Some("") => Field::Clear,
            Some(text) => Field::Set(text.to_string()),
        }
    }

    /// Reads what is typed into a field, if it is another than it was; `Err` with the place of the field if it can't be
    /// read.
    fn read<T>(&self, n: usize, read: impl FnOnce(&str) -> Option<T>) -> Result<Field<T>, usize> {
        match self.field(n) {
            Field::Keep => Ok(Field::Keep),
            Field::Clear => Ok(Field::Clear),
            Field::Set(text) => read(&text).map(Field::Set).ok_or(n),
        }
    }

    /// Returns the commands that save what was changed.
    fn commands(&self, state: &State) -> Result<Vec<Command>, usize> {
        let this_year = Year::of(state.data.snapshot.today());
        let due = |text: &str| -> Option<Due> { text.parse::<AskedDue>().ok()?.in_year(this_year) };
        let day = |text: &str| due(text).filter(|due| due.first_day() == due.last_day()).map(Due::last_day);
        let figure = |text: &str| to_half_width(text).parse().ok().filter(|figure: &f64| figure.is_finite());
        let milestone =
            MilestoneEdit { title: self.field(0), figure: self.read(PLANNED, figure)?, due: self.read(DUE, due)? };
        let outcome = OutcomeEdit {
            reached: self.read(REACHED, day)?,
            figure: self.read(SO_FAR, figure)?,
            asks: self.field(SO_FAR + 1),
        };
        let (items, period) = (|| self.items.clone(), self.period);
        let set = (milestone != MilestoneEdit::default()).then(|| Command::SetMilestone {
            items: items(),
            period,
            edit: milestone,
        });
        let reach =
            (outcome != OutcomeEdit::default()).then(|| Command::Reach { items: items(), period, edit: outcome });
        Ok(set.into_iter().chain(reach).collect())
    }

    fn save(mut self: Box<Self>, state: &mut State) -> Vec<Effect> {
        self.form.settle();
        if self.form.is_overtaken(texts(state, &self.items, self.period), state.say(Word::NowSays)) {
            state.tell(Tone::Refusal, state.say(Word::SomebodyChangedIt));
            return state.keep(self);
        }
        match self.commands(state) {
            Err(field) => {
                self.form.go_to(field);
                let word = if matches!(field, DUE | REACHED) { Word::NotADue } else { Word::NotANumber };
                state.tell(Tone::Refusal, state.say(word));
                state.keep(self)
            }
            Ok(commands) => {
                self.given.clone_from(&commands);
                let count = self.items.len();
                // Without a change there is nothing to wait for.
                if !commands.is_empty() {
                    state.keep(self);
                }
                commands.into_iter().flat_map(|command| execute(state, count, command)).collect()
            }
        }
    }
}

impl PopUp for MilestoneForm {
    fn scope(&self) -> Scope {
        self.form.scope()
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 70, 10)
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

    /// Closes the form once all of it is saved.
    fn answered(&mut self, _: &mut State, answered: Answered<'_>) -> bool {
        if answered.receipt.is_some() {
            let before = self.given.len();
            self.given.retain(|command| command != answered.command);
            return before == self.given.len() || !self.given.is_empty();
        }
        true
    }

    fn written(&self) -> Option<Draft> {
        Some(self.form.draft(FormOf::Milestone(self.items.clone(), self.period).into()))
    }

    fn field_at(&self) -> usize {
        self.form.at()
    }

    fn go_to_field(&mut self, field: usize) {
        self.form.go_to(field);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let period = self.period.name(state.language);
        let title = format!(
            "{} {period} {} {}",
            state.say(Word::Milestone),
            canvas.signs.dot,
            receipt::about(state, &self.items)
        );
        let inner = canvas.frame(area, &title);
        self.form.draw(canvas, inner);
        let note = state.say(Word::MilestoneHelp);
        canvas.put(inner.x + 2, inner.bottom().saturating_sub(1), inner.width.saturating_sub(2), note, Meaning::Muted);
    }
}
