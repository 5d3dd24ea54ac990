//! The rules for a plan's rhythm: the kinds of periods that it keeps, and the marked tasks.

use crate::plan::{Change, Edit, ItemId, Mark, PeriodKind, PlanId, Rhythm};

use super::rules::{changed, each_task};
use super::{Refusal, Snapshot};

/// Sets for which tasks a plan requires reviews in periods of a kind. Reviews for periods that it no longer keeps stay
/// stored, and are shown again once it keeps them.
pub(super) fn keep(
    snapshot: &Snapshot,
    plan: PlanId,
    kind: PeriodKind,
    rhythm: Rhythm,
) -> Result<Vec<Change>, Refusal> {
    let dossier = snapshot.dossier(&plan).ok_or_else(|| Refusal::NoPlan(plan.clone()))?;
    let is_kept = |other: &PeriodKind| *other != kind && dossier.rhythm(*other) != Rhythm::None;
    if rhythm == Rhythm::None && !PeriodKind::ALL.iter().any(is_kept) {
        return Err(Refusal::LastKind { plan: dossier.plan.title.clone() });
    }
    let after = (rhythm != Rhythm::usual(kind)).then_some(rhythm);
    let edit = changed(Edit { before: dossier.rhythms.get(&kind).copied(), after });
    Ok(edit.map(|edit| Change::Rhythm { plan, kind, edit }).into_iter().collect())
}

/// Marks tasks for closer attention, or removes the mark.
pub(super) fn mark(snapshot: &Snapshot, items: &[ItemId], marked: bool) -> Result<Vec<Change>, Refusal> {
    each_task(snapshot, items, |dossier, task| {
        let edit = Edit { before: dossier.marks.get(&task.id).copied(), after: marked.then_some(Mark {}) };
        Ok(changed(edit).map(|edit| Change::Mark { item: task.id.clone(), edit }))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::export::fixture;
    use crate::plan::{Dossier, ItemKind, Period, Review, Standing, Status, Term, Year};

    fn dossier(kinds: &[(&str, Rhythm)]) -> Dossier {
        let mut dossier = fixture::dossier();
        dossier.reviews.clear();
        Arc::make_mut(&mut dossier.plan).term = Term { first: Year(2026), last: Year(2027) };
        dossier.rhythms.extend(kinds.iter().map(|(kind, rhythm)| (kind.parse().unwrap(), *rhythm)));
        dossier
    }

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    fn said(status: &str) -> Review {
        Review { status: Some(status.parse().unwrap()), ..Review::default() }
    }

    #[test]
    fn a_plan_has_the_chosen_kinds_of_periods_or_the_usual_ones() {
        assert_eq!(dossier(&[]).periods().len(), 4);
        let quarterly = dossier(&[("quarter", Rhythm::All), ("mid-term", Rhythm::None)]);
        let names: Vec<String> = quarterly.periods().iter().map(Period::to_string).collect();
        assert_eq!(
            names,
            ["2026Q1", "2026Q2", "2026Q3", "2026Q4", "2026", "2027Q1", "2027Q2", "2027Q3", "2027Q4", "2027", "final"]
        );
        assert!(
            !quarterly.has(period("2026-03")) && !quarterly.has(period("2028Q1")) && !quarterly.has(period("中期"))
        );
    }

    #[test]
    fn unmarked_tasks_are_not_missing_if_only_marked_ones_are_reviewed() {
        let mut dossier = dossier(&[("month", Rhythm::Marked)]);
        let tasks = dossier.plan.tasks.clone();
        dossier.marks.insert(tasks[0].id.clone(), Mark {});
        let missing = |dossier: &Dossier, at: usize, of: &str| {
            Standing::of(dossier, &tasks[at], period(of), jiff::civil::date(2026, 4, 1)).is_missing()
        };
        assert!(missing(&dossier, 0, "2026-03") && !missing(&dossier, 1, "2026-03"));
        assert!(missing(&dossier, 0, "2026") && missing(&dossier, 1, "2026"));
        assert!(dossier.asks(&tasks[0].id, period("2026-03")) && !dossier.asks(&tasks[1].id, period("2026-03")));
    }

    #[test]
    fn a_year_has_the_status_of_its_last_part_until_it_has_its_own() {
        let mut dossier = dossier(&[("quarter", Rhythm::All), ("month", Rhythm::All)]);
        let item = fixture::item(ItemKind::Task, 1);
        let status = |dossier: &Dossier, of: &str| dossier.review(&item, period(of)).and_then(|review| review.status);
        let say = |dossier: &mut Dossier, of: &str, word: &str| {
            dossier.reviews.insert((item.clone(), period(of)), said(word));
        };
        say(&mut dossier, "2026Q3", "completed");
        assert_eq!(status(&dossier, "2026"), None, "only the last part speaks for the whole");
        assert_eq!(dossier.carried(&item, period("2026")), Some((period("2026Q3"), said("completed").status.unwrap())));
        say(&mut dossier, "2026-12", "in-progress");
        assert_eq!(status(&dossier, "2026").map(Status::name), Some("in-progress"), "by way of the quarter");
        assert_eq!(status(&dossier, "2026Q4").map(Status::name), Some("in-progress"));
        say(&mut dossier, "2026Q4", "lagging");
        assert_eq!(status(&dossier, "2026").map(Status::name), Some("lagging"), "the longer part speaks first");
        assert_eq!(dossier.carried(&item, period("2026")), None);
        say(&mut dossier, "2026", "completed");
        assert_eq!(status(&dossier, "2026").map(Status::name), Some("completed"));
        assert_eq!(status(&dossier, "2027"), None);
    }
}
