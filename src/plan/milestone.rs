//! Milestones (节点): what is to be there by a day of a period, for one task, and what became of it.
//!
//! A task that is dispatched by months has a milestone in each of them. Whether it was reached in time is told by a
//! [`light`](super::light), which is derived from the milestone's day and from the day on which it was reached, so that
//! a milestone that was made up later still shows that it had been missed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::record::{About, InWords, told};
use super::{Dossier, Due, ItemId, Period, day};

/// The state of the work that a task is to reach in a period.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Milestone {
    /// The words for what is to be there; never blank.
    pub title: String,
    /// The figure that is to be reached, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure: Option<f64>,
    /// By when, within the period; `None` is its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
}

/// The outcome of a milestone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcome {
    /// The day on which it was reached; `None` while it is not.
    #[serde(with = "day::option", skip_serializing_if = "Option::is_none")]
    pub reached: Option<Date>,
    /// The figure so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure: Option<f64>,
    /// The matters that others have to settle (需协调事项).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<String>,
}

/// A milestone with what became of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Checked<'a> {
    /// The milestone.
    pub milestone: &'a Milestone,
    /// The outcome, if anything is known of it.
    pub outcome: Option<&'a Outcome>,
    /// The last day on which it is not late.
    pub day: Date,
}

impl Checked<'_> {
    /// Returns the day on which it was reached.
    pub fn reached(&self) -> Option<Date> {
        self.outcome.and_then(|outcome| outcome.reached)
    }

    /// Returns true if its day is over and it had not been reached by then, be it made up since or not.
    pub fn was_missed(&self, today: Date) -> bool {
        self.reached().unwrap_or(today) > self.day
    }

    /// Returns the planned figure and the one so far, if both are known.
    pub fn figures(&self) -> Option<(f64, f64)> {
        Some((self.milestone.figure?, self.outcome?.figure?))
    }
}

impl Dossier {
    /// Returns the milestone of a task in a period, with what became of it.
    pub fn milestone(&self, item: &ItemId, period: Period) -> Option<Checked<'_>> {
        if self.milestones.is_empty() {
            return None;
        }
        let key = (item.clone(), period);
        let milestone = self.milestones.get(&key)?;
        self.checked(milestone, self.outcomes.get(&key), period)
    }

    /// Returns a milestone of a period with its outcome and its day; `None` beyond the calendar.
    pub(super) fn checked<'a>(
        &self,
        milestone: &'a Milestone,
        outcome: Option<&'a Outcome>,
        period: Period,
    ) -> Option<Checked<'a>> {
        let day = milestone.due.map(Due::last_day).or_else(|| self.plan.term.last_day(period))?;
        Some(Checked { milestone, outcome, day })
    }

    /// Returns the milestones of a task in the periods of the kind of `period` up to that one, the latest first.
    pub fn milestones_up_to(&self, item: &ItemId, period: Period) -> impl Iterator<Item = (Period, Checked<'_>)> {
        let term = self.plan.term;
        let place = term.place(period);
        let all = self.milestones.range((item.clone(), Period::FIRST)..=(item.clone(), Period::LAST));
        let same_kind = all.filter(move |((_, of), _)| of.kind() == period.kind() && term.place(*of) <= place);
        let mut found: Vec<(Period, Checked)> =
            same_kind.filter_map(|((item, of), _)| Some((*of, self.milestone(item, *of)?))).collect();
        found.sort_by_key(|(of, _)| std::cmp::Reverse(term.place(*of)));
        found.into_iter()
    }

    /// Returns the number of milestones of a task that were missed in a row, up to and including that of a period: the
    /// periods of its kind that have none are passed over. 0 if that of the period was not missed.
    pub fn misses(&self, item: &ItemId, period: Period, today: Date) -> usize {
        if self.milestone(item, period).is_none() {
            return 0;
        }
        self.milestones_up_to(item, period).take_while(|(_, checked)| checked.was_missed(today)).count()
    }

    /// Returns the next period of the same kind in which a task has a milestone.
    pub fn next_milestone(&self, item: &ItemId, period: Period) -> Option<(Period, &Milestone)> {
        let term = self.plan.term;
        let all = self.milestones.range((item.clone(), Period::FIRST)..=(item.clone(), Period::LAST));
        let later = all.filter(|((_, of), _)| of.kind() == period.kind() && term.place(*of) > term.place(period));
        later.min_by_key(|((_, of), _)| term.place(*of)).map(|((_, of), milestone)| (*of, milestone))
    }
}

impl InWords for Milestone {
    fn fields(milestone: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let milestone = milestone.cloned().unwrap_or_default();
        let name = |zh, en| about.language.pick(zh, en);
        vec![
            (name("节点", "milestone"), milestone.title),
            (name("节点指标值", "figure"), told(milestone.figure, |figure| figure)),
            (name("节点时限", "due"), told(milestone.due, |due| due.name(about.language))),
        ]
    }
}

impl InWords for Outcome {
    fn fields(outcome: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let outcome = outcome.cloned().unwrap_or_default();
        let name = |zh, en| about.language.pick(zh, en);
        vec![
            (name("节点达到", "reached"), told(outcome.reached, |day| day)),
            (name("完成值", "figure so far"), told(outcome.figure, |figure| figure)),
            (name("需协调事项", "asks"), outcome.asks.unwrap_or_default()),
        ]
    }
}

#[cfg(test)]
pub(in crate::plan) mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plan::{Assignment, ItemKind, LineSpan, Plan, PlanId, Rhythm, Task, Term, Year};

    /// A plan from 2021 to 2025 of two tasks, which is dispatched by months.
    pub(in crate::plan) fn of_two_tasks() -> Dossier {
        let id = PlanId::new("a-2025").unwrap();
        let task = |number| Task {
            id: id.item(ItemKind::Task, number),
            number: String::new(),
            title: format!("任务{number}"),
            text: String::new(),
            node: 0,
            special_box: None,
            group: None,
            stated: Assignment::default(),
            offered: None,
            quantities: Vec::new(),
            lines: LineSpan::at(1),
        };
        let mut dossier = Dossier::new(Arc::new(Plan {
            region: "某县".into(),
            tasks: vec![task(1), task(2)].into(),
            ..Plan::new(id.clone(), Term { first: Year(2021), last: Year(2025) })
        }));
        dossier.rhythms.insert("month".parse().unwrap(), Rhythm::All);
        dossier
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn dossier(months: &[(&str, Option<&str>)]) -> (Dossier, ItemId) {
        let mut dossier = of_two_tasks();
        let item = dossier.plan.tasks[0].id.clone();
        for (period, reached) in months {
            let key = (item.clone(), period.parse().unwrap());
            dossier.milestones.insert(key.clone(), Milestone { title: "开工".into(), ..Milestone::default() });
            let outcome = Outcome { reached: reached.map(day), ..Outcome::default() };
            dossier.outcomes.insert(key, outcome);
        }
        (dossier, item)
    }

    #[test]
    fn a_milestone_is_missed_once_its_day_is_over_and_stays_so_when_it_is_made_up() {
        for (reached, today, missed) in [
            (None, "2023-03-31", false),
            (None, "2023-04-01", true),
            (Some("2023-03-31"), "2023-06-01", false),
            (Some("2023-04-12"), "2023-06-01", true),
        ] {
            let (dossier, item) = dossier(&[("2023-03", reached)]);
            let checked = dossier.milestone(&item, "2023-03".parse().unwrap()).unwrap();
            assert_eq!(checked.was_missed(day(today)), missed, "{reached:?} {today}");
        }
    }

    #[test]
    fn misses_in_a_row_are_counted_over_periods_of_one_kind_that_have_a_milestone() {
        let (dossier, item) = dossier(&[
            ("2023-01", None),
            ("2023-02", Some("2023-02-20")),
            ("2023-03", Some("2023-05-01")),
            ("2023Q1", Some("2023-01-01")),
            ("2023-05", None),
            ("2023-06", None),
        ]);
        for (period, misses) in
            [("2023-01", 1), ("2023-02", 0), ("2023-03", 1), ("2023-04", 0), ("2023-05", 2), ("2023-06", 3)]
        {
            assert_eq!(dossier.misses(&item, period.parse().unwrap(), day("2023-07-01")), misses, "{period}");
        }
        assert_eq!(dossier.misses(&item, "2023-06".parse().unwrap(), day("2023-06-15")), 0, "its day is not over");
        let next =
            |period: &str| dossier.next_milestone(&item, period.parse().unwrap()).map(|(next, _)| next.to_string());
        assert_eq!(next("2023-03").as_deref(), Some("2023-05"));
        assert_eq!(next("2023-06"), None);
    }
}
