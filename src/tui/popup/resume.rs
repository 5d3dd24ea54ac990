//! Forms whose words are kept as drafts, to be opened again with them.

use super::{
    appraisal, case, case_step, department, edit, filter, items, liaison, line, milestone, prompt, review, steps,
    typed_outline, yearly,
};
use crate::desk::{Draft, FormOf, LineOf, Writing};
use crate::plan::{ItemId, ItemKind, Period, Subject};
use crate::text::Label;
use crate::tui::state::{State, Tone};
use crate::tui::update::Effect;
use crate::tui::words::Word;

/// Opens a form again, with the draft that there is of it.
pub fn open(state: &mut State, writing: Writing) -> Vec<Effect> {
    let form = match writing {
        Writing::Review { items, period } => return review::open(state, items, period),
        Writing::Form { form } => form,
    };
    match form {
        FormOf::Correction(subject) => edit::open(state, subject, edit::Kind::Correction),
        FormOf::Adjustment(subject) => edit::open(state, subject, edit::Kind::Adjustment),
        FormOf::Add(plan, kind) => items::add(state, &plan, kind),
        FormOf::Split(item) => items::split(state, item),
        FormOf::End(ended) => items::end(state, ended),
        FormOf::Merge(merged, into) => items::merge(state, merged, into),
        FormOf::Begin => items::begin(state),
        FormOf::Outline(plan) => typed_outline::open(state, plan),
        FormOf::Step(item, number) => steps::open_step(state, item, number),
        FormOf::Liaison(items) => liaison::open(state, items),
        FormOf::Milestone(items, period) => milestone::open(state, items, period),
        FormOf::Case(items) => case::open(state, items),
        FormOf::CaseStep(cases) => case_step::open(state, cases),
        FormOf::Department(Some(name)) => department::edit(state, &name),
        FormOf::Department(None) => department::add(state, ""),
        FormOf::Appraisal(plan, period, kind) => appraisal::open(state, plan, period, kind),
        FormOf::Line(of) => prompt::open(state, of),
        // The reason is asked for when the change that it is of is saved.
        FormOf::Amendment(items, period) => open_amended(state, items, period),
        FormOf::YearlyTargets(indicator) => yearly::open(state, indicator),
        FormOf::Filter => filter::open(state),
    }
}

/// Opens the form for a change of what is sealed: the reading of an indicator, or the review of tasks.
fn open_amended(state: &mut State, items: Vec<ItemId>, period: Period) -> Vec<Effect> {
    match items.as_slice() {
        [indicator] if indicator.kind == ItemKind::Indicator => {
            prompt::open(state, LineOf::Reading(indicator.clone(), period))
        }
        _ => review::open(state, items, period),
    }
}

/// Takes the draft of a form, if there is one, and tells that its words are back.
pub fn take(state: &mut State, of: &Writing) -> Option<Draft> {
    let at = state.drafts.iter().position(|draft| draft.of == *of)?;
    let draft = state.drafts.remove(at);
    state.tell(Tone::Note, state.say(Word::DraftBack));
    Some(draft)
}

/// Returns what a form is about, in words.
pub fn about(state: &State, of: &Writing) -> String {
    let first = |items: &[ItemId]| items.first().map(|id| state.title(id)).unwrap_or_default();
    match of {
        Writing::Review { items, .. } => first(items),
        Writing::Form { form } => match form {
            FormOf::Correction(subject) | FormOf::Adjustment(subject) => state.subject_title(subject),
            FormOf::Add(plan, _) | FormOf::Outline(plan) => state.subject_title(&Subject::Plan(plan.clone())),
            FormOf::Split(item) | FormOf::Step(item, _) | FormOf::YearlyTargets(item) => state.title(item),
            FormOf::End(items)
            | FormOf::Merge(items, _)
            | FormOf::Liaison(items)
            | FormOf::Milestone(items, _)
            | FormOf::Case(items) => first(items),
            FormOf::CaseStep(cases) => case_step::about(state, cases),
            FormOf::Begin => state.say(Word::BeginPlan).to_string(),
            FormOf::Appraisal(plan, _, kind) => format!("{} {}", state.plan_title(plan), kind.label(state.language)),
            FormOf::Line(of) => line::title(state, of),
            FormOf::Amendment(items, _) => {
                format!("{} {} {}", first(items), state.signs().dot, state.say(Word::EnterAmendment))
            }
            FormOf::Filter => state.say(Word::Filter).to_string(),
            FormOf::Department(name) => name.clone().unwrap_or_else(|| state.say(Word::NewDepartment).to_string()),
        },
    }
}
