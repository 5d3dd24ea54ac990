//! The form for the next step of supervision cases.

use super::case::{day_in, typed};
use super::form::{Choice, Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Saving};
use super::resume;
use crate::desk::{Command, FormOf, StepDraft, Writing};
use crate::plan::{CaseAct, CaseId, Grade};
use crate::text::Label;
use crate::tui::state::{State, Tone};
use crate::tui::theme::Meaning;
use crate::tui::update::Effect;
use crate::tui::words::Word;

/// The places of the fields.
const ACT: usize = 0;
const WORDS: usize = 1;
const UNTIL: usize = 2;
const GRADE: usize = 3;
const BY: usize = 4;
const DAY: usize = 5;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct CaseStepForm {
    cases: Vec<CaseId>,
    form: Form,
}

/// Opens the form for some cases, with the first step that is possible in all of them.
pub fn open(state: &mut State, cases: Vec<CaseId>) -> Vec<Effect> {
    let possible = possible(state, &cases);
    let Some(first) = possible.first() else {
        state.tell(Tone::Note, state.say(Word::NoCommonStep));
        return Vec::new();
    };
    let label = |act: &CaseAct| act.label(state.language).to_string();
    let acts = possible.iter().map(|act| Choice { value: act.name().into(), label: label(act) }).collect();
    let grades = Grade::ALL.map(|grade| Choice { value: grade.name().into(), label: state.label(grade).into() });
    let listed = possible.iter().map(label).collect::<Vec<_>>().join("、");
    let note = format!("{}{listed}", state.say(Word::PossibleSteps));
    let today = state.data.snapshot.today().to_string();
    let fields = vec![
        FormField::choosing(state.say(Word::CaseStep), first.name(), acts).noted(vec![(note, Meaning::Muted)]),
        FormField::line(state.say(Word::CaseWords), ""),
        FormField::line(state.say(Word::CaseUntil), ""),
        FormField::choosing(state.say(Word::CaseGrade), "", grades.to_vec()),
        FormField::line(state.say(Word::CaseBy), &state.actor),
        FormField::line(state.say(Word::CaseDay), &today),
    ];
    let mut form = Form::new(fields, ACT);
    form.resume(resume::take(state, &FormOf::CaseStep(cases.clone()).into()));
    state.open(CaseStepForm { cases, form })
}

/// Returns the steps that are possible in every one of some cases.
fn possible(state: &State, cases: &[CaseId]) -> Vec<CaseAct> {
    let states: Option<Vec<_>> =
        cases.iter().map(|case| Some(state.data.snapshot.case(case)?.standing.state)).collect();
    let states = states.unwrap_or_default();
    let in_all = |act: &CaseAct| !states.is_empty() && states.iter().all(|state| state.after(*act).is_some());
    CaseAct::ALL.into_iter().filter(in_all).collect()
}

/// Returns the matter of a case, or the number of several with that of the first.
pub fn about(state: &State, cases: &[CaseId]) -> String {
    let first = cases.first().and_then(|case| state.data.snapshot.case(case));
    let first = first.map(|at| at.case.title.clone()).unwrap_or_default();
    match cases.len() {
        0 | 1 => first,
        count => format!("{count} {} ({first}{})", state.say(Word::Rows), state.signs().more),
    }
}

impl FormPopUp for CaseStepForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        Some(FormOf::CaseStep(self.cases.clone()).into())
    }

    fn title(&self, state: &State) -> String {
        format!("{} {} {}", state.say(Word::Cases), state.signs().dot, about(state, &self.cases))
    }

    fn save(&mut self, state: &mut State) -> Result<Saving, Fault> {
        let act: CaseAct = self.form.value(ACT).parse().map_err(|_| Fault::new(ACT, state.say(Word::NoSuchStep)))?;
        let grade = typed(&self.form, GRADE).map(|text| text.parse::<Grade>()).transpose();
        let step = StepDraft {
            act,
            by: typed(&self.form, BY),
            day: day_in(state, &self.form, DAY)?,
            words: typed(&self.form, WORDS),
            until: day_in(state, &self.form, UNTIL)?,
            grade: grade.map_err(|_| Fault::new(GRADE, state.say(Word::NoSuchGrade)))?,
        };
        Ok(Saving::Command(Command::Supervise { cases: self.cases.clone(), step }))
    }
}
