//! Filters: which plans and which tasks a command is about.

use std::str::FromStr;

use crate::desk::Snapshot;
use crate::plan::{self, Dossier, Status, Task};
use crate::search::Query;
use crate::text::fold::to_half_width;
use crate::text::{Label, Language};

use super::args::{OfPlans, TaskFilter};
use super::failure::Failure;
use super::periods::Periods;

/// Task or project, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind(plan::Kind);

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "task" | "tasks" | "任务" => Ok(Kind(plan::Kind::Task)),
            "project" | "projects" | "项目" | "重点项目" => Ok(Kind(plan::Kind::Project)),
            _ => Err(format!("“{text}” is not a kind; write task (任务) or project (项目)")),
        }
    }
}

/// A status to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StatusFilter {
    /// This one.
    Is(Status),
    /// None in the period (未报).
    Unreported,
}

impl FromStr for StatusFilter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "unreported" | "未报" | "未报送" => Ok(StatusFilter::Unreported),
            text => text
                .parse()
                .map(StatusFilter::Is)
                .map_err(|error: plan::review::BadStatus| format!("{error}, unreported (未报)")),
        }
    }
}

/// Due years to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// From the first to the last year, both included.
    Within(i32, i32),
    /// No due year.
    None,
}

impl Due {
    fn holds(self, due: Option<i32>) -> bool {
        match self {
            Due::Within(first, last) => due.is_some_and(|year| (first..=last).contains(&year)),
            Due::None => due.is_none(),
        }
    }
}

impl FromStr for Due {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let folded = to_half_width(text).replace(['年', ' '], "");
        let year = |text: &str| match text.parse::<i32>() {
            Ok(year) if (1950..=2100).contains(&year) => Ok(year),
            _ => Err(format!(
                "“{text}” is not a year; write 2024, <2024, <=2024, >2024, >=2024, 2023..2025 or none (无)"
            )),
        };
        if matches!(folded.as_str(), "none" | "无") {
            return Ok(Due::None);
        }
        if let Some((first, last)) = folded.split_once("..") {
            return Ok(Due::Within(year(first)?, year(last)?));
        }
        for (sign, from, to) in [("<=", i32::MIN, 0), (">=", 0, i32::MAX), ("<", i32::MIN, -1), (">", 1, i32::MAX)] {
            if let Some(rest) = folded.strip_prefix(sign) {
                let year = year(rest)?;
                return Ok(if from == i32::MIN { Due::Within(from, year + to) } else { Due::Within(year + from, to) });
            }
        }
        year(&folded).map(|year| Due::Within(year, year))
    }
}

/// The dossiers of the plans named, or of all plans when none is named.
pub(super) fn dossiers<'a>(
    snapshot: &'a Snapshot,
    of: &OfPlans,
    language: Language,
) -> Result<Vec<&'a Dossier>, Failure> {
    if of.plans.is_empty() {
        return Ok(snapshot.dossiers().map(|d| &**d).collect());
    }
    let mut dossiers: Vec<&Dossier> = Vec::new();
    for name in &of.plans {
        let dossier = &**snapshot.plan_named(name).map_err(|error| Failure::no_such_plan(&error, language))?;
        if !dossiers.iter().any(|d| d.plan.id == dossier.plan.id) {
            dossiers.push(dossier);
        }
    }
    Ok(dossiers)
}

/// The tasks and projects that a filter leaves, with their dossiers.
pub(super) fn tasks<'a>(
    snapshot: &'a Snapshot,
    filter: &TaskFilter,
    periods: &Periods,
    language: Language,
) -> Result<Vec<(&'a Dossier, &'a Task)>, Failure> {
    let departments = snapshot.departments();
    let department = filter.department.as_deref().map(|name| departments.canonical(name.trim()));
    let finds =
        filter.text.as_deref().map(Query::parse).transpose().map_err(|e| Failure::Usage(format!("--text: {e}")))?;
    let fits = |dossier: &Dossier, task: &Task| {
        let assignment = dossier.assignment(task);
        department.is_none_or(|name| assignment.involves(name))
            && filter.kind.is_none_or(|Kind(kind)| task.kind() == kind)
            && filter.due.is_none_or(|due| due.holds(assignment.due))
            && has_status(dossier, task, periods, &filter.status)
            && finds
                .as_ref()
                .is_none_or(|finds| finds.clone().in_period(periods.of(dossier.plan.term)).matches(dossier, task))
    };
    let mut found = Vec::new();
    for dossier in dossiers(snapshot, &filter.of, language)? {
        let tasks = if filter.former { &dossier.plan.former_tasks } else { &dossier.plan.tasks };
        found.extend(tasks.iter().filter(|task| fits(dossier, task)).map(|task| (dossier, task)));
    }
    Ok(found)
}

fn has_status(dossier: &Dossier, task: &Task, periods: &Periods, wanted: &[StatusFilter]) -> bool {
    let period = periods.of(dossier.plan.term);
    let status = dossier.review(&task.id, period).and_then(|review| review.status);
    let found = status.map_or(StatusFilter::Unreported, StatusFilter::Is);
    wanted.is_empty() || wanted.contains(&found)
}

/// A status in words, `未报送` when there is none.
pub(super) fn status_word(status: Option<Status>, language: Language) -> &'static str {
    status.map_or(language.pick("未报送", "unreported"), |status| status.label(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_years_are_read_as_a_planner_writes_them() {
        for (text, years) in [
            ("2024", Due::Within(2024, 2024)),
            ("2024年", Due::Within(2024, 2024)),
            ("<2024", Due::Within(i32::MIN, 2023)),
            ("＜2024", Due::Within(i32::MIN, 2023)),
            ("<=2024", Due::Within(i32::MIN, 2024)),
            (">2024", Due::Within(2025, i32::MAX)),
            (">=2024", Due::Within(2024, i32::MAX)),
            ("2023..2025", Due::Within(2023, 2025)),
            ("无", Due::None),
        ] {
            assert_eq!(text.parse(), Ok(years), "{text}");
        }
        for text in ["", "soon", "..", "2023..", "<", "24"] {
            assert!(text.parse::<Due>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_due_year_is_held_against_the_range() {
        assert!(Due::Within(2023, 2025).holds(Some(2023)));
        assert!(!Due::Within(2023, 2025).holds(Some(2026)));
        assert!(!Due::Within(i32::MIN, 2025).holds(None), "no year is not an early year");
        assert!(Due::None.holds(None));
    }

    #[test]
    fn statuses_are_read_in_both_languages() {
        for (text, status) in [
            ("completed", StatusFilter::Is(Status::Completed)),
            ("已完成", StatusFilter::Is(Status::Completed)),
            ("unreported", StatusFilter::Unreported),
            ("未报", StatusFilter::Unreported),
        ] {
            assert_eq!(text.parse(), Ok(status), "{text}");
        }
    }
}
