//! A dossier: a plan with everything that has been entered about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::record::Unfit;
use super::{
    Act, Assignment, Attainment, Change, Direction, Dossier, Edit, Indicator, ItemId, Judgement, Period, Plan, PlanId,
    Reading, Review, Status, Task, Thresholds, Year,
};

/// A change that does not fit the state it is applied to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{record} is not as the change expects to find it")]
pub struct Conflict {
    /// The record, as a person would name it.
    pub record: String,
}

impl Dossier {
    /// The division of work in force for a task: what planners decided, and what the document states where they
    /// decided nothing.
    pub fn assignment(&self, task: &Task) -> Assignment {
        self.decisions.get(&task.id).map_or_else(|| task.stated.clone(), |decision| decision.over(&task.stated))
    }

    /// The lead departments in force for a task, the main one first.
    pub fn lead<'a>(&'a self, task: &'a Task) -> &'a [String] {
        let decided = self.decisions.get(&task.id).and_then(|decision| decision.lead.as_ref());
        decided.unwrap_or(&task.stated.lead)
    }

    /// The supporting departments in force for a task.
    pub fn support<'a>(&'a self, task: &'a Task) -> &'a [String] {
        let decided = self.decisions.get(&task.id).and_then(|decision| decision.support.as_ref());
        decided.unwrap_or(&task.stated.support)
    }

    /// Returns true if nothing has been entered about the plan.
    pub fn is_empty(&self) -> bool {
        *self == Dossier::new(Arc::clone(&self.printed))
    }

    /// Readings of an indicator by year, earliest first.
    pub fn readings_of<'a>(&'a self, item: &'a ItemId) -> impl Iterator<Item = (Year, &'a Reading)> + 'a {
        self.readings
            .range((item.clone(), Year::MIN)..=(item.clone(), Year::MAX))
            .map(|((_, year), reading)| (*year, reading))
    }

    /// Returns people's judgements of an indicator by year, earliest first.
    pub fn judgements_of<'a>(&'a self, item: &'a ItemId) -> impl Iterator<Item = (Year, &'a Judgement)> + 'a {
        self.judgements
            .range((item.clone(), Year::MIN)..=(item.clone(), Year::MAX))
            .map(|((_, year), judgement)| (*year, judgement))
    }

    /// Returns the goal of a task in a year.
    pub fn goal(&self, item: &ItemId, year: Year) -> Option<&str> {
        self.goals.get(&(item.clone(), year)).map(|goal| goal.text.as_str())
    }

    /// Returns the attainment of an indicator in a year: a person's judgement of that year, else that of its readings.
    pub fn judge(&self, indicator: &Indicator, thresholds: &Thresholds, year: Year) -> Attainment {
        if let Some(judgement) = self.judgements.get(&(indicator.id.clone(), year)) {
            return judgement.attainment;
        }
        let mut readings = self.readings_of(&indicator.id).map(|(year, reading)| (year, reading.value)).peekable();
        // Most have none, and which way is better is read from their names.
        if readings.peek().is_none_or(|(first, _)| *first > year) {
            return Attainment::CannotTell;
        }
        let indicator = self.in_year(indicator, year);
        thresholds.judge(&indicator, self.direction(&indicator), readings, year)
    }

    /// Returns the direction that is better for an indicator: a person's word, else that of its table.
    pub fn direction(&self, indicator: &Indicator) -> Option<Direction> {
        self.directions.get(&indicator.id).copied().or_else(|| super::attainment::direction(indicator))
    }

    /// The value that even progress asks of an indicator by the end of a year; see
    /// [`expected_at`](super::attainment::expected_at).
    pub fn expected_at(&self, indicator: &Indicator, year: Year) -> Option<f64> {
        let indicator = self.in_year(indicator, year);
        super::attainment::expected_at(&indicator, self.direction(&indicator), year)
    }

    /// Returns the status from which a task without one in a period starts (未确认): that of the latest earlier period
    /// that has one. `None` when the period has a status in force, when none is asked for, or no earlier one has any.
    pub fn carried(&self, item: &ItemId, period: Period) -> Option<(Period, Status)> {
        let status = |period| self.review(item, period).and_then(|review| review.status);
        if status(period).is_some() || !self.asks(item, period) {
            return None;
        }
        let earlier = self.periods().into_iter().take_while(|other| *other != period);
        earlier.filter_map(|other| status(other).map(|status| (other, status))).last()
    }

    /// Returns the latest earlier period of a task that has a review, with the review.
    pub fn last_review(&self, item: &ItemId, period: Period) -> Option<(Period, &Review)> {
        let earlier = self.periods().into_iter().take_while(|other| *other != period);
        earlier.filter_map(|other| Some((other, self.review(item, other)?))).last()
    }

    /// The closed period that holds a reading of `year`, if any: the year's own, or an evaluation that looks up to it.
    pub fn sealed_reading(&self, year: Year) -> Option<Period> {
        self.seals.keys().find(|period| period.rests_on_readings_of(year, self.plan.term)).copied()
    }

    /// Returns the number of reviews of a period, and readings of its year, that were amended after it had been sealed.
    pub fn amended(&self, period: Period) -> usize {
        let year = self.plan.term.year_of(period);
        let rests_on = |of: Year| of == year && period.rests_on_readings_of(of, self.plan.term);
        let reviews = self.reviews.iter().filter(|((_, of), review)| *of == period && review.amended.is_some());
        let readings = self.readings.iter().filter(|((_, of), reading)| rests_on(*of) && reading.amended.is_some());
        reviews.count() + readings.count()
    }

    /// Applies a change to the record that it names.
    ///
    /// # Errors
    /// [`Conflict`] when the record is not as the change says it was; nothing has changed then.
    pub fn apply(&mut self, change: &Change) -> Result<(), Conflict> {
        let applied = match change {
            Change::Plan { edit, .. } => self.replace_text(edit),
            entered => self.enter(entered),
        };
        let record = change.record();
        applied.map_err(|Unfit| Conflict { record: record.to_string() })?;
        if matches!(record.act(), Act::Import | Act::Edit) {
            self.settle();
        }
        Ok(())
    }

    fn replace_text(&mut self, edit: &Edit<Arc<Plan>>) -> Result<(), Unfit> {
        let after = edit.after.as_ref().filter(|_| edit.before.as_ref() == Some(&self.printed)).ok_or(Unfit)?;
        self.printed = Arc::clone(after);
        Ok(())
    }
}

/// Every dossier by its plan. A copy costs little: it shares the dossiers until one of the two changes them.
pub type Dossiers = BTreeMap<PlanId, Arc<Dossier>>;

/// Applies a change to the dossier that it names. A plan that did not exist before gets a dossier; a plan that
/// does not exist after loses it, for which nothing may be left in it that other changes entered.
///
/// # Errors
/// [`Conflict`] when the record is not as the change says it was; nothing has changed then.
pub fn apply(dossiers: &mut Dossiers, change: &Change) -> Result<(), Conflict> {
    let conflict = || Conflict { record: change.plan().to_string() };
    let Change::Plan { plan, edit } = change else {
        return Arc::make_mut(dossiers.get_mut(change.plan()).ok_or_else(conflict)?).apply(change);
    };
    if edit.after.as_ref().is_some_and(|after| after.id != *plan) {
        return Err(conflict());
    }
    match (dossiers.get_mut(plan), &edit.before, &edit.after) {
        (Some(dossier), Some(_), Some(_)) => Arc::make_mut(dossier).apply(change),
        (Some(dossier), Some(before), None) if dossier.printed == *before && dossier.is_empty() => {
            dossiers.remove(plan);
            Ok(())
        }
        (None, None, Some(after)) => {
            dossiers.insert(plan.clone(), Arc::new(Dossier::new(Arc::clone(after))));
            Ok(())
        }
        (None, None, None) => Ok(()),
        _ => Err(conflict()),
    }
}

/// Applies changes in their order, all of them or none.
///
/// # Errors
/// The first [`Conflict`]; nothing has changed then.
pub fn apply_all(dossiers: &mut Dossiers, changes: &[Change]) -> Result<(), Conflict> {
    for (done, change) in changes.iter().enumerate() {
        if let Err(conflict) = apply(dossiers, change) {
            take_back(dossiers, &changes[..done])?;
            return Err(conflict);
        }
    }
    Ok(())
}

/// Takes back changes that have been applied, the last one first.
///
/// # Errors
/// [`Conflict`] when they are not the latest ones.
pub fn take_back(dossiers: &mut Dossiers, changes: &[Change]) -> Result<(), Conflict> {
    changes.iter().rev().try_for_each(|change| apply(dossiers, &change.clone().inverse()))
}
