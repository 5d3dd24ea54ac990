//! Wall charts (作战图): the lights of tasks in the periods of a year beside each other, with their sums by group.

use jiff::civil::Date;

use super::roll_up::PlanRollUp;
use super::{Dossier, Light, Period, Year};

/// The number of tasks with each light, in the order of [`Light::ALL`].
pub type Counts = [u32; Light::ALL.len()];

/// Returns the periods that a chart has beside each other, of those that are kept: for a part of a year all of its kind in
/// that year; for anything longer the shortest parts of `year`, or where none are kept all years.
pub fn periods(kept: &[Period], focus: Period, year: Year) -> Vec<Period> {
    let parts = |period: &Period| period.kind().parts();
    let in_year = || kept.iter().filter(|period| period.year() == Some(year) && parts(period) > 1);
    let shortest = in_year().map(parts).max();
    let wanted = if parts(&focus) > 1 { Some(parts(&focus)) } else { shortest };
    match wanted {
        Some(wanted) => in_year().filter(|period| parts(period) == wanted).copied().collect(),
        None => kept.iter().filter(|period| period.is_annual()).copied().collect(),
    }
}

/// The lights of the tasks of one plan in some periods.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lights {
    /// For each period the lights of the tasks, in the order of the text.
    by_period: Vec<Vec<Option<Light>>>,
}

impl Lights {
    /// Returns the lights of a plan in some periods, as seen on a day.
    pub fn of(dossier: &Dossier, periods: &[Period], today: Date) -> Lights {
        let lights = |period: &Period| {
            let counted = PlanRollUp::of(dossier, *period, today);
            counted.tasks.iter().map(|standing| standing.light).collect()
        };
        Lights { by_period: periods.iter().map(lights).collect() }
    }

    /// Returns the light of the task at a place of the text in the period of a column.
    pub fn get(&self, task: usize, column: usize) -> Option<Light> {
        *self.by_period.get(column)?.get(task)?
    }

    /// Returns the number of tasks with each light in the period of a column.
    pub fn count(&self, tasks: impl IntoIterator<Item = usize>, column: usize) -> Counts {
        let mut counts = Counts::default();
        for light in tasks.into_iter().filter_map(|task| self.get(task, column)) {
            counts[light as usize] += 1;
        }
        counts
    }
}

/// Returns the worst of some lights, and the number of tasks that have it.
pub fn worst(counts: Counts) -> Option<(Light, u32)> {
    Light::ALL.into_iter().zip(counts).rfind(|(_, count)| *count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::milestone::tests::of_two_tasks;
    use crate::plan::{Milestone, Term};

    #[test]
    fn a_chart_shows_the_parts_of_a_year_or_all_years() {
        let term = Term { first: Year(2026), last: Year(2027) };
        let names = |kinds: &[&str], focus: &str| -> String {
            let kept = term.periods(kinds.iter().map(|kind| kind.parse().unwrap()));
            let focus: Period = focus.parse().unwrap();
            let shown = periods(&kept, focus, term.year_of(focus));
            shown.iter().map(Period::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(&["quarter", "year"], "2026Q3"), "2026Q1 2026Q2 2026Q3 2026Q4");
        assert_eq!(names(&["quarter", "half-year", "year"], "2027H1"), "2027H1 2027H2");
        assert_eq!(names(&["quarter", "half-year", "year"], "2027"), "2027Q1 2027Q2 2027Q3 2027Q4");
        assert_eq!(names(&["month", "year", "final"], "final").split(' ').count(), 12);
        assert_eq!(names(&["year", "mid-term", "final"], "mid-term"), "2026 2027");
    }

    #[test]
    fn lights_are_those_of_the_standing_of_each_task() {
        let mut dossier = of_two_tasks();
        let milestone = Milestone { title: "开工".into(), ..Milestone::default() };
        let march: Period = "2023-03".parse().unwrap();
        dossier.milestones.insert((dossier.plan.tasks[1].id.clone(), march), milestone);
        let today = "2023-06-01".parse().unwrap();
        let columns = ["2023-02", "2023-03"].map(|period| period.parse().unwrap());
        let lights = Lights::of(&dossier, &columns, today);
        for (place, task) in dossier.plan.tasks.iter().enumerate() {
            for (column, period) in columns.iter().enumerate() {
                let standing = crate::plan::Standing::of(&dossier, task, *period, today);
                assert_eq!(lights.get(place, column), standing.light, "{} {period}", task.title);
            }
        }
        assert_eq!((lights.get(1, 0), lights.get(1, 1)), (None, Some(Light::Red)));
        assert_eq!(worst(lights.count(0..2, 1)), Some((Light::Red, 1)));
        assert_eq!((lights.get(9, 9), worst(Counts::default())), (None, None));
    }
}
