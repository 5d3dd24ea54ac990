//! The form for what others say of a plan in a period: a third party's evaluation, a satisfaction survey.

use super::form::{Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Saving};
use super::resume;
use crate::desk::{Command, FormOf, Writing};
use crate::plan::target::read_reading;
use crate::plan::{Appraisal, AppraisalKind, Period, PlanId};
use crate::text::Label;
use crate::text::fold::to_half_width;
use crate::tui::state::State;
use crate::tui::state::data::plan_label;
use crate::tui::update::Effect;
use crate::tui::words::Word;

/// The names of the fields.
const NAMES: [Word; 5] = [Word::By, Word::When, Word::Score, Word::Respondents, Word::Conclusion];

/// The place of the field of the score.
const SCORE: usize = 2;
/// The place of the field of those who were asked.
const RESPONDENTS: usize = 3;

/// The form.
#[derive(Debug, Clone)]
pub struct AppraisalForm {
    plan: PlanId,
    period: Period,
    kind: AppraisalKind,
    form: Form,
}

/// Opens the form for a plan in a period, with the draft that there is of it.
pub fn open(state: &mut State, plan: PlanId, period: Period, kind: AppraisalKind) -> Vec<Effect> {
    let texts = texts(state, &plan, period, kind);
    let row = |(word, text): (Word, &String)| FormField::line(state.say(word), text);
    let mut form = Form::new(NAMES.into_iter().zip(&texts).map(row).collect(), 0);
    form.resume(resume::take(state, &FormOf::Appraisal(plan.clone(), period, kind).into()));
    state.open(AppraisalForm { plan, period, kind, form })
}

/// Returns what is recorded of an appraisal, field by field.
fn texts(state: &State, plan: &PlanId, period: Period, kind: AppraisalKind) -> [String; 5] {
    let dossier = state.data.snapshot.dossier(plan);
    let recorded = dossier.and_then(|dossier| dossier.appraisals.get(&(period, kind))).cloned().unwrap_or_default();
    let score = recorded.score.map(|score| score.to_string());
    let respondents = recorded.respondents.map(|count| count.to_string());
    [recorded.by, recorded.date, score, respondents, recorded.conclusion].map(Option::unwrap_or_default)
}

impl AppraisalForm {
    /// Returns the appraisal that the form holds.
    ///
    /// # Errors
    /// The place of a field that is no number.
    fn result(&self) -> Result<Appraisal, usize> {
        let typed = |n: usize| Some(self.form.value(n).to_string()).filter(|text| !text.is_empty());
        let figure = |n: usize| typed(n).map(|text| to_half_width(&text));
        let score = figure(SCORE).map(|text| read_reading(&text).ok_or(SCORE)).transpose()?;
        let count = |text: String| text.trim_end_matches(['人', '份', '名']).replace(',', "").trim().parse();
        let respondents = figure(RESPONDENTS).map(|text| count(text).map_err(|_| RESPONDENTS)).transpose()?;
        Ok(Appraisal { by: typed(0), date: typed(1), score, respondents, conclusion: typed(4) })
    }
}

impl FormPopUp for AppraisalForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        Some(FormOf::Appraisal(self.plan.clone(), self.period, self.kind).into())
    }

    fn title(&self, state: &State) -> String {
        let plan = state.data.snapshot.dossier(&self.plan).map(|dossier| plan_label(&dossier.plan)).unwrap_or_default();
        let dot = state.signs().dot;
        let (kind, period) = (self.kind.label(state.language), self.period.name(state.language));
        format!("{kind} {dot} {plan} {dot} {period}")
    }

    fn now(&self, state: &State) -> Option<Vec<String>> {
        Some(texts(state, &self.plan, self.period, self.kind).to_vec())
    }

    fn save(&mut self, state: &mut State) -> Result<Saving, Fault> {
        let appraisal = self.result().map_err(|field| Fault::new(field, state.say(Word::NotANumber)))?;
        let (plan, period, kind) = (self.plan.clone(), self.period, self.kind);
        Ok(Saving::Command(Command::Appraise { plan, period, kind, appraisal: Some(appraisal) }))
    }
}
