//! The rules of investment: what tasks and projects cost, and what their years plan and have done.

use jiff::civil::Date;

use crate::plan::{Change, Dossier, Due, Edit, Funding, Investment, ItemId, Money, Period, Task};
use crate::text::clean::{sanitise, sanitise_line};

use super::evaluation::amendment;
use super::rules::{changed, each_task, words};
use super::{Field, Refusal, Snapshot};

/// An edit of what tasks cost in all and of their time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FundingEdit {
    /// The whole investment.
    pub total: Field<Money>,
    /// The sources of the money.
    pub sources: Field<String>,
    /// The day, month or year by which they are to begin.
    pub start: Field<Due>,
    /// The day, month or year by which they are to be finished.
    pub finish: Field<Due>,
    /// The day on which they began.
    pub started: Field<Date>,
    /// The day on which they were finished.
    pub finished: Field<Date>,
}

/// An edit of the money of tasks in one period.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InvestmentEdit {
    /// The investment that the period's year plans.
    pub planned: Field<Money>,
    /// The investment done from the first day of the year to the end of the period.
    pub done: Field<Money>,
    /// The state of the works.
    pub state: Field<String>,
    /// The reason for changing a sealed period; required only then.
    pub amend: Option<String>,
}

/// Sets the money of tasks, each part as far as it is edited.
pub(super) fn invest(
    snapshot: &Snapshot,
    items: &[ItemId],
    funding: &FundingEdit,
    investment: Option<&(Period, InvestmentEdit)>,
) -> Result<Vec<Change>, Refusal> {
    let mut changes = each_task(snapshot, items, |dossier, task| fund(snapshot, dossier, task, funding))?;
    let Some((period, edit)) = investment else { return Ok(changes) };
    let edit = InvestmentEdit { state: words(edit.state.clone(), sanitise), ..edit.clone() };
    let of_part = InvestmentEdit { planned: Field::Keep, ..edit.clone() };
    let of_year = InvestmentEdit { done: Field::Keep, state: Field::Keep, ..edit.clone() };
    changes.extend(each_task(snapshot, items, |dossier, task| {
        let period = dossier.plan.term.measured_in(*period);
        set(dossier, task, period, if period.is_annual() { &edit } else { &of_part })
    })?);
    changes.extend(each_task(snapshot, items, |dossier, task| {
        let period = dossier.plan.term.measured_in(*period);
        // The plan of a year stands with the year, also when it is entered with a part of it.
        let year = Period::annual(dossier.plan.term.year_of(period));
        if period == year { Ok(None) } else { set(dossier, task, year, &of_year) }
    })?);
    Ok(changes)
}

fn fund(snapshot: &Snapshot, dossier: &Dossier, task: &Task, edit: &FundingEdit) -> Result<Option<Change>, Refusal> {
    let before = dossier.funding.get(&task.id).cloned();
    let old = before.clone().unwrap_or_default();
    let after = Funding {
        total: edit.total.clone().over(old.total),
        sources: words(edit.sources.clone(), sanitise_line).over(old.sources),
        start: edit.start.clone().over(old.start),
        finish: edit.finish.clone().over(old.finish),
        started: edit.started.clone().over(old.started),
        finished: edit.finished.clone().over(old.finished),
    };
    if let Some(day) = [after.started, after.finished].into_iter().flatten().find(|day| *day > snapshot.today()) {
        return Err(Refusal::DayToCome(day));
    }
    let after = (after != Funding::default()).then_some(after);
    Ok(changed(Edit { before, after }).map(|edit| Change::Funding { item: task.id.clone(), edit }))
}

fn set(dossier: &Dossier, task: &Task, period: Period, edit: &InvestmentEdit) -> Result<Option<Change>, Refusal> {
    let (term, year) = (dossier.plan.term, dossier.plan.term.year_of(period));
    if !term.contains(year) {
        return Err(Refusal::YearOutsideTerm { term, year });
    }
    let before = dossier.investments.get(&(task.id.clone(), period)).cloned();
    let old = before.clone().unwrap_or_default();
    let mut after = Investment {
        planned: edit.planned.clone().over(old.planned),
        done: edit.done.clone().over(old.done),
        state: edit.state.clone().over(old.state),
        amended: old.amended,
    };
    if after == before.clone().unwrap_or_default() {
        return Ok(None);
    }
    after.amended = amendment(dossier, dossier.sealed(period), edit.amend.as_deref(), after.amended.as_ref())?;
    let after = (after != Investment::default()).then_some(after);
    Ok(changed(Edit { before, after }).map(|edit| Change::Investment { item: task.id.clone(), period, edit }))
}
