//! Records: everything that is entered about plans, one row of a table for each kind.
//!
//! From a row follow the change of such a record, its inverse and its application to a [`Dossier`], its place in the
//! state on disk, what two dossiers differ in, and who may change it; see [`kinds`] for what a row says. A new kind
//! takes a row here, a value that can be told [in words](InWords), and the rule of the desk by which it is changed.
#![allow(unused_parens, unused_variables)]

mod key;
mod kinds;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::overlay::{Adjustments, Correction, Ended, Made};
use super::{
    Act, Appraisal, AppraisalKind, Archived, Case, CaseNumber, CaseStep, Counterpart, Decision, DepartmentEntry,
    Departments, Direction, Division, Edit, Fate, Funding, Goal, Investment, ItemId, Judgement, Liaison, LightRules,
    Mark, Milestone, Outcome, Period, PeriodKind, Plan, PlanId, Reading, Review, Rhythm, Seal, Solution, Step, Subject,
    Succession, TextField, Year, YearlyTarget,
};
use crate::text::Language;
use kinds::{item_of, plan_of, records, share_plan};

pub use key::KeyPart;
pub use words::{About, Difference, InWords, told};

records! {
    /// A planner's decision about the division of work of a task or project.
    Assignment(item: ItemId) { value: Decision, list: decisions, storage: 16, act: Assign, sealed: false }

    /// The review of a task or project in one period.
    Review(item: ItemId, period: Period) { value: Review, list: reviews, storage: 17, act: Review, sealed: true }

    /// An indicator's reading for one year.
    Reading(item: ItemId, year: Year) { value: Reading, list: readings, storage: 18, act: Reading, sealed: true }

    /// An indicator's reading for a part of a year.
    InterimReading(item: ItemId, period: Period) {
        value: Reading, list: interim_readings, storage: 38, act: Reading, sealed: true,
    }

    /// The target of an indicator for one year.
    YearlyTarget(item: ItemId, year: Year) {
        value: YearlyTarget, list: yearly_targets, storage: 37, act: Evaluate, sealed: false,
    }

    /// A person's judgement of an indicator in one year: of one that no figure can judge, above all.
    Judgement(item: ItemId, year: Year) { value: Judgement, list: judgements, storage: 19, act: Evaluate, sealed: true }

    /// The direction in which an indicator gets better, where a person said so.
    Direction(item: ItemId) { value: Direction, list: directions, storage: 20, act: Evaluate, sealed: false }

    /// The goal of a task or project in one year.
    Goal(item: ItemId, year: Year) { value: Goal, list: goals, storage: 21, act: Evaluate, sealed: false }

    /// The solution of the problem that a task's review raised in a period.
    Solution(item: ItemId, raised: Period) { value: Solution, list: solutions, storage: 22, act: Review, sealed: false }

    /// A person's decision about two items of different plans. The dossier of the one whose id comes first keeps it;
    /// see [`counterpart::pair`](super::counterpart::pair).
    Counterpart(item: ItemId, other: ItemId) {
        value: Counterpart, list: counterparts, storage: 23, act: Evaluate, sealed: false,
    }

    /// An appraisal of a plan in one period.
    Appraisal[plan: PlanId](period: Period, kind: AppraisalKind) {
        value: Appraisal, list: appraisals, storage: 24, act: Evaluate, sealed: true,
    }

    /// A step of a task or project, by its number.
    Step(item: ItemId, number: u32) { value: Step, list: steps, storage: 30, act: Review, sealed: false }

    /// The milestone of a task or project in a period.
    Milestone(item: ItemId, period: Period) {
        value: Milestone, list: milestones, storage: 35, act: Evaluate, sealed: true,
    }

    /// The outcome of the milestone of a period. What was missed can be made up after the period is closed.
    Outcome(item: ItemId, period: Period) { value: Outcome, list: outcomes, storage: 36, act: Review, sealed: false }

    /// A supervision case about items of a plan, as it was opened.
    Case[plan: PlanId](case: CaseNumber) { value: Case, list: cases, storage: 42, act: Supervise, sealed: false }

    /// A step of a case, by its number. Who may change it depends on the step; see [`Change::act`].
    CaseStep[plan: PlanId](case: CaseNumber, step: u32) {
        value: CaseStep, list: case_steps, storage: 43, act: Supervise, sealed: false,
    }

    /// The money of a task or project over all years, and its time.
    Funding(item: ItemId) { value: Funding, list: funding, storage: 44, act: Review, sealed: false }

    /// The money of a task or project in a year or a part of one.
    Investment(item: ItemId, period: Period) {
        value: Investment, list: investments, storage: 45, act: Review, sealed: true,
    }

    /// A closed period of a plan.
    Seal[plan: PlanId](period: Period) { value: Seal, list: seals, storage: 25, act: Seal, sealed: false }

    /// A field of the text that was read or printed wrongly, put right.
    Correction(subject: Subject, field: TextField) {
        value: Correction, list: corrections, storage: 26, act: Edit, sealed: false,
    }

    /// A field of the plan that was changed in mid-course, once or several times.
    Adjustment(subject: Subject, field: TextField) {
        value: Adjustments, list: adjustments, storage: 27, act: Edit, sealed: false,
    }

    /// The tasks of which a plan asks a report in periods of a kind.
    Rhythm[plan: PlanId](kind: PeriodKind) { value: Rhythm, list: rhythms, storage: 32, act: Evaluate, sealed: false }

    /// The people who answer for a task or project within its lead department.
    Liaison(item: ItemId) { value: Liaison, list: liaisons, storage: 34, act: Assign, sealed: false }

    /// The mark of a task or project that is dispatched more closely.
    Mark(item: ItemId) { value: Mark, list: marks, storage: 33, act: Evaluate, sealed: false }

    /// An item, a heading or a box that the office added.
    Made(item: ItemId) { value: Made, list: made, storage: 28, act: Edit, sealed: false }

    /// An item that was ended before the end of its plan.
    Ended(item: ItemId) { value: Ended, list: ended, storage: 29, act: Edit, sealed: false }

    /// The plan that a plan continues.
    Succession(plan: PlanId) { value: Succession, list: successions, storage: 40, act: Evaluate, sealed: false }

    /// The fate of an item in the plans that succeed its plan.
    Fate(item: ItemId) { value: Fate, list: fates, storage: 41, act: Evaluate, sealed: false }

    /// A plan that was put away.
    Archived(plan: PlanId) { value: Archived, list: archived, storage: 31, act: Retire, sealed: false }

    ; // of the office, which belong to no plan

    /// The office's entry about a department, by the name under which the list has it.
    Department(name: String) { value: DepartmentEntry, list: departments, storage: 64, act: List }
}

/// The owner of a record: the first part of its key.
pub trait Owner {
    /// Returns the plan.
    fn plan(&self) -> &PlanId;

    /// Returns the item, unless it is a whole plan.
    fn item(&self) -> Option<&ItemId>;

    /// Returns the same with the plan's own copy of its identity, whose text all of it shares.
    fn within(self, plan: &PlanId) -> Self;
}

impl Owner for ItemId {
    fn plan(&self) -> &PlanId {
        &self.plan
    }

    fn item(&self) -> Option<&ItemId> {
        Some(self)
    }

    fn within(self, plan: &PlanId) -> Self {
        ItemId { plan: plan.clone(), ..self }
    }
}

impl Owner for PlanId {
    fn plan(&self) -> &PlanId {
        self
    }

    fn item(&self) -> Option<&ItemId> {
        None
    }

    fn within(self, plan: &PlanId) -> Self {
        plan.clone()
    }
}

impl Change {
    /// Returns the act that it takes to make the change.
    pub fn act(&self) -> Act {
        match self {
            Change::CaseStep { edit, .. } => {
                let step = edit.after.as_ref().or(edit.before.as_ref());
                step.map_or_else(|| self.record().act(), |step| step.act.side().into())
            }
            _ => self.record().act(),
        }
    }

    /// Returns what the change belongs to, as a person would name it: an item, a plan, or what the office keeps.
    pub fn owner(&self) -> String {
        self.record().owner()
    }
}

impl Record {
    /// Returns what the record belongs to, as a person would name it: an item, a plan, or what the office keeps.
    pub fn owner(&self) -> String {
        let of_plan = self.item().map(ToString::to_string).or_else(|| self.plan().map(ToString::to_string));
        of_plan.unwrap_or_else(|| self.to_string())
    }

    /// Returns what the record is about besides its plan or its item, such as a period; `None` when there is nothing.
    pub fn about(&self, language: Language) -> Option<String> {
        let key = self.key();
        let is_owner = |part: &&KeyPart<'_>| part.is_owner();
        let rest = key.get(usize::from(key.first().iter().any(is_owner))..).unwrap_or_default();
        let names: Vec<String> = rest.iter().map(|part| part.name(language)).collect();
        (!names.is_empty()).then(|| names.join(" "))
    }

    /// Returns true if this is a closed period that holds what `other` is.
    pub fn closes(&self, other: &Record) -> bool {
        let Record::Seal(plan, closed) = self else { return false };
        let is_reading = matches!(other, Record::InterimReading(..));
        let falls_in = |part: &KeyPart<'_>| match part {
            KeyPart::Period(_) if is_reading && closed.year().is_none() => true,
            KeyPart::Period(period) => closed.contains(*period),
            // Evaluations hold what is known of all years up to theirs.
            KeyPart::Year(year) => closed.year().is_none_or(|of| closed.is_annual() && of == *year),
            KeyPart::Item(_)
            | KeyPart::Plan(_)
            | KeyPart::Kind(_)
            | KeyPart::Appraiser(_)
            | KeyPart::Number(_)
            | KeyPart::Case(_)
            | KeyPart::Name(_)
            | KeyPart::Subject(_)
            | KeyPart::Field(_) => false,
        };
        other.is_sealed() && Some(plan) == other.plan() && other.key().iter().any(falls_in)
    }
}

/// The record as a person would name it.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<String> = self.key().iter().map(ToString::to_string).collect();
        let plan = self.plan().filter(|_| !self.key().first().is_some_and(KeyPart::is_owner));
        names.splice(0..0, plan.map(ToString::to_string));
        f.write_str(&names.join(" "))
    }
}

/// A record that is none of those that dossiers are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a record of a known kind")]
pub struct Unreadable;

/// A record that is not as a change expects to find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::plan) struct Unfit;

impl<T: Clone + PartialEq> Edit<T> {
    fn apply<K: Ord>(&self, list: &mut BTreeMap<K, T>, key: K) -> Result<(), Unfit> {
        if list.get(&key) != self.before.as_ref() {
            return Err(Unfit);
        }
        match &self.after {
            Some(after) => list.insert(key, after.clone()),
            None => list.remove(&key),
        };
        Ok(())
    }
}

/// Returns how each record of a list differs, in the order of their keys.
fn edits<'a, K: Ord + Clone, V: Clone + PartialEq>(
    before: Option<&'a BTreeMap<K, V>>,
    after: Option<&'a BTreeMap<K, V>>,
) -> impl Iterator<Item = (K, Edit<V>)> {
    let keys: BTreeSet<&K> = [before, after].into_iter().flatten().flat_map(BTreeMap::keys).collect();
    let value = |map: Option<&BTreeMap<K, V>>, key: &K| map.and_then(|map| map.get(key)).cloned();
    let edit = move |key: &K| (key.clone(), Edit { before: value(before, key), after: value(after, key) });
    keys.into_iter().map(edit).filter(|(_, edit)| !edit.is_idle())
}

#[cfg(test)]
mod tests;
