//! The rules of milestones: what tasks are to reach in a period, and what became of it.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::plan::{Change, Dossier, Due, Edit, ItemId, Milestone, Outcome, Period, Task};
use crate::text::clean::{sanitise, sanitise_line};

use super::evaluation::not_sealed;
use super::rules::{changed, each_task, is_asked, words};
use super::{Field, Refusal, Snapshot};

/// A change of milestones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MilestoneEdit {
    /// The words for what is to be there; without them there is no milestone.
    pub title: Field<String>,
    /// The figure that is to be reached.
    pub figure: Field<f64>,
    /// By when, within the period.
    pub due: Field<Due>,
}

/// A change of what became of milestones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OutcomeEdit {
    /// The day on which they were reached.
    pub reached: Field<Date>,
    /// The figure so far. One that is as high as planned reaches the milestone today, unless it was reached before.
    pub figure: Field<f64>,
    /// The matters that others have to settle.
    pub asks: Field<String>,
}

/// Sets the milestones of tasks in a period and what became of them, each as far as it is edited.
pub(super) fn set(
    snapshot: &Snapshot,
    items: &[ItemId],
    period: Period,
    edit: &MilestoneEdit,
    outcome: &OutcomeEdit,
) -> Result<Vec<Change>, Refusal> {
    let mut changes = if *edit == MilestoneEdit::default() { Vec::new() } else { plan(snapshot, items, period, edit)? };
    if *outcome != OutcomeEdit::default() {
        changes.extend(reach(snapshot, items, period, outcome, &changes)?);
    }
    Ok(changes)
}

/// Sets milestones, or takes them away with their outcomes where the title is cleared.
fn plan(snapshot: &Snapshot, items: &[ItemId], period: Period, edit: &MilestoneEdit) -> Result<Vec<Change>, Refusal> {
    let title = words(edit.title.clone(), sanitise_line);
    let mut changes = each_task(snapshot, items, |dossier, task| {
        is_asked(dossier, task, period)?;
        not_sealed(dossier, period)?;
        let before = dossier.milestones.get(&(task.id.clone(), period)).cloned();
        let old = before.clone().unwrap_or_default();
        let is_named = before.is_some() || title != Field::Keep;
        let after = title.clone().over(before.as_ref().map(|milestone| milestone.title.clone())).map(|title| {
            Milestone { title, figure: edit.figure.clone().over(old.figure), due: edit.due.clone().over(old.due) }
        });
        if !is_named {
            return Err(Refusal::NoMilestone { item: task.id.clone(), period });
        }
        after.iter().try_for_each(|milestone| fits(dossier, period, milestone))?;
        Ok(changed(Edit { before, after }).map(|edit| Change::Milestone { item: task.id.clone(), period, edit }))
    })?;
    if title == Field::Clear {
        // An outcome says nothing without its milestone.
        changes.extend(each_task(snapshot, items, |dossier, task| {
            let edit = Edit { before: dossier.outcomes.get(&(task.id.clone(), period)).cloned(), after: None };
            Ok(changed(edit).map(|edit| Change::Outcome { item: task.id.clone(), period, edit }))
        })?);
    }
    Ok(changes)
}

/// Checks that the figure is one, and that the milestone is due within its period.
fn fits(dossier: &Dossier, period: Period, milestone: &Milestone) -> Result<(), Refusal> {
    if milestone.figure.is_some_and(|figure| !figure.is_finite()) {
        return Err(Refusal::NotANumber);
    }
    let Some(due) = milestone.due else { return Ok(()) };
    let (day, term) = (due.last_day(), dossier.plan.term);
    let is_early = period.first_day().is_some_and(|first| day < first);
    let is_late = term.last_day(period).is_some_and(|last| day > last);
    if is_early || is_late { Err(Refusal::NotInPeriod { period, due }) } else { Ok(()) }
}

/// Records what became of the milestones of a period, some of which were changed just before.
fn reach(
    snapshot: &Snapshot,
    items: &[ItemId],
    period: Period,
    edit: &OutcomeEdit,
    changed_before: &[Change],
) -> Result<Vec<Change>, Refusal> {
    let asks = words(edit.asks.clone(), sanitise);
    let planned: HashMap<&ItemId, &Option<Milestone>> = changed_before.iter().filter_map(planned_by).collect();
    each_task(snapshot, items, |dossier, task| {
        is_asked(dossier, task, period)?;
        let no_milestone = || Refusal::NoMilestone { item: task.id.clone(), period };
        let milestone = match planned.get(&task.id) {
            Some(planned) => planned.as_ref(),
            None => dossier.milestones.get(&(task.id.clone(), period)),
        };
        let milestone = milestone.ok_or_else(no_milestone)?;
        let before = dossier.outcomes.get(&(task.id.clone(), period)).cloned();
        let old = before.clone().unwrap_or_default();
        let mut after = Outcome {
            reached: edit.reached.clone().over(old.reached),
            figure: edit.figure.clone().over(old.figure),
            asks: asks.clone().over(old.asks.clone()),
        };
        let is_reached = milestone.figure.zip(after.figure).is_some_and(|(planned, so_far)| so_far >= planned);
        if is_reached && edit.reached == Field::Keep && edit.figure != Field::Keep {
            after.reached = after.reached.or(Some(snapshot.today()));
        }
        can_be(dossier, task, period, &after, snapshot.today())?;
        let after = (after != Outcome::default()).then_some(after);
        if before != after && old.reached.is_some() {
            // What was missed is made up after a period is closed; what was reached by then stands.
            not_sealed(dossier, period)?;
        }
        Ok(changed(Edit { before, after }).map(|edit| Change::Outcome { item: task.id.clone(), period, edit }))
    })
}

/// Returns the milestone that a change of one leaves behind.
fn planned_by(change: &Change) -> Option<(&ItemId, &Option<Milestone>)> {
    match change {
        Change::Milestone { item, edit, .. } => Some((item, &edit.after)),
        _ => None,
    }
}

/// Checks an outcome: figures are figures, and nothing was reached on a day to come, or in a closed period in time.
fn can_be(dossier: &Dossier, task: &Task, period: Period, outcome: &Outcome, today: Date) -> Result<(), Refusal> {
    if outcome.figure.is_some_and(|figure| !figure.is_finite()) {
        return Err(Refusal::NotANumber);
    }
    let Some(day) = outcome.reached else { return Ok(()) };
    let was_missed = dossier.milestone(&task.id, period).is_some_and(|checked| checked.reached() == Some(day));
    match dossier.plan.term.last_day(period) {
        _ if day > today => Err(Refusal::DayToCome(day)),
        Some(last) if day <= last && !was_missed => not_sealed(dossier, period),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Settings;
    use crate::export::fixture;
    use crate::plan::{Departments, Dossiers, ItemKind, Rhythm, Seal, Thresholds};

    /// A snapshot of a plan that is dispatched by months.
    fn snapshot(change: impl FnOnce(&mut Dossier, ItemId)) -> (Snapshot, ItemId) {
        let (mut dossier, item) = (fixture::dossier(), fixture::item(ItemKind::Task, 1));
        dossier.rhythms.insert("month".parse().unwrap(), Rhythm::All);
        change(&mut dossier, item.clone());
        let dossiers = Dossiers::from([(item.plan.clone(), std::sync::Arc::new(dossier))]);
        (Snapshot::new(dossiers, Departments::default(), Settings::default()), item)
    }

    fn march() -> Period {
        "2023-03".parse().unwrap()
    }

    fn planned(dossier: &mut Dossier, item: ItemId) {
        let milestone = Milestone { title: "完成主体".into(), figure: Some(60.0), due: None };
        dossier.milestones.insert((item, march()), milestone);
    }

    fn titled(title: &str) -> MilestoneEdit {
        MilestoneEdit { title: Field::Set(title.into()), ..MilestoneEdit::default() }
    }

    fn on(day: &str) -> OutcomeEdit {
        OutcomeEdit { reached: Field::Set(day.parse().unwrap()), ..OutcomeEdit::default() }
    }

    #[test]
    fn a_milestone_needs_a_title_and_a_day_within_its_period() {
        let (snapshot, item) = snapshot(|_, _| {});
        let set = |edit: &MilestoneEdit| plan(&snapshot, std::slice::from_ref(&item), march(), edit);
        assert_eq!(set(&titled("开工")).unwrap().len(), 1);
        let none = Refusal::NoMilestone { item: item.clone(), period: march() };
        assert_eq!(set(&MilestoneEdit { figure: Field::Set(3.0), ..MilestoneEdit::default() }), Err(none));
        for (due, fits) in [("2023-03-01", true), ("2023-03", true), ("2023-02-28", false), ("2023-04-01", false)] {
            let due: Due = due.parse().unwrap();
            let edit = MilestoneEdit { due: Field::Set(due), ..titled("开工") };
            let expected = Refusal::NotInPeriod { period: march(), due };
            assert_eq!(set(&edit).map(|changes| changes.len()), if fits { Ok(1) } else { Err(expected) }, "{due}");
        }
        let edit = MilestoneEdit { figure: Field::Set(f64::NAN), ..titled("开工") };
        assert_eq!(set(&edit), Err(Refusal::NotANumber));
    }

    #[test]
    fn removing_a_milestone_removes_its_outcome() {
        let (snapshot, item) = snapshot(|dossier, item| {
            planned(dossier, item.clone());
            let outcome = Outcome { figure: Some(1.0), ..Outcome::default() };
            dossier.outcomes.insert((item, march()), outcome);
        });
        let changes = plan(&snapshot, &[item], march(), &titled(" ")).unwrap();
        assert!(matches!(&changes[..], [Change::Milestone { .. }, Change::Outcome { .. }]), "{changes:?}");
    }

    #[test]
    fn a_reading_at_the_planned_value_marks_the_milestone_as_reached_today() {
        let (snapshot, item) = snapshot(planned);
        for (figure, reached) in [(59.0, None), (60.0, Some(snapshot.today()))] {
            let edit = OutcomeEdit { figure: Field::Set(figure), ..OutcomeEdit::default() };
            let changes = reach(&snapshot, std::slice::from_ref(&item), march(), &edit, &[]).unwrap();
            let [Change::Outcome { edit, .. }] = &changes[..] else { panic!("{changes:?}") };
            assert_eq!(edit.after.as_ref().unwrap().reached, reached, "{figure}");
        }
    }

    #[test]
    fn in_a_sealed_period_a_missed_milestone_can_be_made_up_and_nothing_else_changed() {
        let sealed = |dossier: &mut Dossier, item: ItemId| {
            planned(dossier, item);
            let seal = Seal::of(dossier, march(), &Thresholds::YINCHUAN, "li", "2023-04-10");
            dossier.seals.insert(march(), seal);
        };
        let (snapshot, item) = snapshot(sealed);
        let items = std::slice::from_ref(&item);
        let reach = |edit: &OutcomeEdit| reach(&snapshot, items, march(), edit, &[]);
        assert!(matches!(plan(&snapshot, items, march(), &titled("改")), Err(Refusal::Sealed { .. })));
        assert!(matches!(reach(&on("2023-03-30")), Err(Refusal::Sealed { .. })));
        assert_eq!(reach(&on("2023-04-20")).unwrap().len(), 1);
        let tomorrow = snapshot.today().tomorrow().unwrap();
        let edit = OutcomeEdit { reached: Field::Set(tomorrow), ..OutcomeEdit::default() };
        assert_eq!(reach(&edit), Err(Refusal::DayToCome(tomorrow)));
    }

    #[test]
    fn a_milestone_and_its_outcome_are_set_together_or_not_at_all() {
        let (snapshot, item) = snapshot(|_, _| {});
        let items = std::slice::from_ref(&item);
        let edit = MilestoneEdit { figure: Field::Set(2.0), ..titled("开工") };
        let outcome = OutcomeEdit { figure: Field::Set(2.0), ..OutcomeEdit::default() };
        let changes = set(&snapshot, items, march(), &edit, &outcome).unwrap();
        let [Change::Milestone { .. }, Change::Outcome { edit: reached, .. }] = &changes[..] else {
            panic!("{changes:?}")
        };
        assert_eq!(reached.after.as_ref().unwrap().reached, Some(snapshot.today()), "as high as planned just now");
        let none = Refusal::NoMilestone { item: item.clone(), period: march() };
        assert_eq!(set(&snapshot, items, march(), &MilestoneEdit::default(), &outcome), Err(none.clone()));
        assert_eq!(set(&snapshot, items, march(), &titled(" "), &outcome), Err(none), "taken away");
    }
}
