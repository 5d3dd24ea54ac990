//! The form for what others say of a plan in a period: a third party's evaluation, a satisfaction survey.

use ratatui::layout::{Rect, Size};

use super::confirm::{self, Then};
use super::prompt::line;
use super::{PopUp, centred, rows};
use crate::action::{Action, Scope};
use crate::desk::Command;
use crate::keymap::{Key, KeyCode};
use crate::plan::target::read_reading;
use crate::plan::{Appraisal, AppraisalKind, Period, PlanId};
use crate::text::Label;
use crate::text::fold::to_half_width;
use crate::tui::state::data::plan_label;
use crate::tui::state::field::Field;
use crate::tui::state::{State, Tone};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, execute};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The columns of a field's name.
const NAME: u16 = 13;

/// The names of the fields.
const NAMES: [Word; 5] = [Word::By, Word::When, Word::Score, Word::Respondents, Word::Conclusion];

/// The form.
#[derive(Debug, Clone)]
pub struct AppraisalForm {
    plan: PlanId,
    period: Period,
    kind: AppraisalKind,
    fields: [Field; 5],
    /// The field with the keyboard.
    at: usize,
    /// The fields when the form was opened.
    before: [String; 5],
}

/// Opens the form for a plan in the period.
pub fn open(state: &mut State, plan: &PlanId, kind: AppraisalKind) -> Vec<Effect> {
    let period = state.data.period;
    let recorded = state.data.snapshot.dossier(plan).and_then(|dossier| dossier.appraisals.get(&(period, kind)));
    let form = AppraisalForm::new(plan.clone(), period, kind, recorded);
    state.open(form)
}

impl AppraisalForm {
    fn new(plan: PlanId, period: Period, kind: AppraisalKind, recorded: Option<&Appraisal>) -> Self {
        let recorded = recorded.cloned().unwrap_or_default();
        let score = recorded.score.map(|score| score.to_string());
        let respondents = recorded.respondents.map(|count| count.to_string());
        let before =
            [recorded.by, recorded.date, score, respondents, recorded.conclusion].map(Option::unwrap_or_default);
        let fields = [0, 1, 2, 3, 4].map(|n| Field::line(&before[n]));
        AppraisalForm { plan, period, kind, fields, at: 0, before }
    }

    fn is_changed(&self) -> bool {
        self.fields.iter().zip(&self.before).any(|(field, before)| field.text() != before)
    }

    /// Goes to the next or the previous field.
    fn step(&mut self, forward: bool) {
        let count = self.fields.len();
        self.at = if forward { (self.at + 1) % count } else { (self.at + count - 1) % count };
    }

    /// Returns the appraisal that the form holds.
    ///
    /// # Errors
    /// The place of a field that is no number, with the word that says so.
    fn result(&self) -> Result<Appraisal, (usize, Word)> {
        let typed = |n: usize| Some(self.fields[n].text().trim().to_string()).filter(|text| !text.is_empty());
        let figure = |n: usize| typed(n).map(|text| to_half_width(&text));
        let score = figure(2).map(|text| read_reading(&text).ok_or((2, Word::NotANumber))).transpose()?;
        let count = |text: String| text.trim_end_matches(['人', '份', '名']).replace(',', "").trim().parse();
        let respondents = figure(3).map(|text| count(text).map_err(|_| (3, Word::NotANumber))).transpose()?;
        Ok(Appraisal { by: typed(0), date: typed(1), score, respondents, conclusion: typed(4) })
    }

    fn save(mut self: Box<Self>, state: &mut State) -> Vec<Effect> {
        match self.result() {
            Ok(appraisal) => {
                let (plan, period, kind) = (self.plan, self.period, self.kind);
                execute(state, 1, Command::Appraise { plan, period, kind, appraisal: Some(appraisal) })
            }
            Err((at, word)) => {
                self.at = at;
                state.tell(Tone::Refusal, state.say(word));
                state.keep(self)
            }
        }
    }
}

impl PopUp for AppraisalForm {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 70, rows(NAMES.len() + 2))
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        let at = self.at;
        self.fields[at].insert(text);
        state.keep(self)
    }

    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        match key.code {
            KeyCode::Down => self.step(true),
            KeyCode::Up => self.step(false),
            _ => {
                let at = self.at;
                self.fields[at].edit(key);
            }
        }
        state.keep(self)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::SaveText => return self.save(state),
            Action::Back if self.is_changed() => {
                let about = vec![self.kind.label(state.language).to_string()];
                state.keep(self);
                return confirm::ask(state, Word::LeaveText, about, Then::DropForm);
            }
            Action::Back => return Vec::new(),
            Action::NextField => self.step(true),
            Action::PreviousField => self.step(false),
            _ => {}
        }
        state.keep(self)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let plan = state.data.snapshot.dossier(&self.plan).map(|dossier| plan_label(&dossier.plan)).unwrap_or_default();
        let dot = state.signs().dot;
        let (kind, period) = (self.kind.label(state.language), self.period.name(state.language));
        let inner = canvas.frame(area, &format!("{kind} {dot} {plan} {dot} {period}"));
        let fields = NAMES.into_iter().zip(&self.fields).enumerate();
        for (y, (n, (word, field))) in (inner.top()..inner.bottom()).zip(fields) {
            let here = n == self.at;
            let sign = if here { canvas.signs.cursor } else { " " };
            canvas.put(inner.x, y, 1, sign, Meaning::Key);
            canvas.put(inner.x + 2, y, NAME, state.say(word), if here { Meaning::Cursor } else { Meaning::Plain });
            let x = inner.x + 3 + NAME;
            line(canvas, Rect { x, y, width: inner.right().saturating_sub(x), height: 1 }, field, here);
        }
    }
}
