//! `baseline-differs` and `target-reached`: a plan against the last readings of the plan that it continues.

use crate::plan::{Direction, Target};
use crate::report::succession::{Continued, Handover};

use super::loose::row;
use super::{Place, Reading};

/// Finds baselines for the last year of the earlier plan that are not what was measured there, by the decimals that they
/// are printed with.
pub(super) fn baselines(reading: &mut Reading) {
    for found in continued(reading) {
        let Continued { own, old, earlier, measured, .. } = found;
        let Some(baseline) = found.baseline().filter(|baseline| found.differs(baseline)) else { continue };
        let (name, year, text) = (&own.name, baseline.year, &baseline.text);
        reading.report(
            Place::item(&own.id, own.lines.first),
            format!("“{name}”{year}年基期值（{text}）与原规划期末实际值（{measured}）不一致"),
            format!("the {year} baseline of “{name}” ({text}) is not the earlier plan's last reading ({measured})"),
            format!("《{}》：{}", old.plan.title, row(earlier)),
        );
    }
}

/// Finds targets that the last reading of the earlier plan has reached already.
pub(super) fn targets(reading: &mut Reading) {
    for Continued { own, old, earlier, measured, .. } in continued(reading) {
        let direction = reading.dossier.direction(own).or_else(|| old.direction(earlier));
        let last = own.targets.iter().max_by_key(|target| target.year);
        let Some(target) = last.filter(|target| is_reached(target, measured, direction)) else { continue };
        let (name, text) = (&own.name, &target.text);
        reading.report(
            Place::item(&own.id, own.lines.first),
            format!("“{name}”{}年目标（{text}）在原规划期末（{measured}）已经达到", target.year),
            format!("the {} target of “{name}” ({text}) was reached by the earlier plan ({measured})", target.year),
            format!("《{}》：{}", old.plan.title, row(earlier)),
        );
    }
}

fn continued<'a>(reading: &Reading<'a>) -> Vec<Continued<'a>> {
    reading.handover.as_ref().map(Handover::continued).unwrap_or_default()
}

fn is_reached(target: &Target, measured: f64, direction: Option<Direction>) -> bool {
    let Some(goal) = target.value else { return false };
    match direction {
        Some(Direction::Higher) => measured >= goal,
        Some(Direction::Lower) => measured <= goal,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::sample::{indicator, plan};
    use super::super::{Choice, check};
    use crate::plan::{Dossier, Plan, PlanId, Reading, Succession, Term, Year};
    use crate::text::Language;

    /// The later plan of two with one indicator, and the earlier one, in which it was measured.
    fn found(rule: &str, name: &str, base: &str, goal: &str, measured: f64) -> usize {
        let named = |id: &str, mut plan: Plan| {
            let id = PlanId::new(id).unwrap();
            plan.indicators.iter_mut().for_each(|indicator| indicator.id.plan = id.clone());
            Dossier::new(Arc::new(Plan { id, ..plan }))
        };
        let mut old = named("old", indicator(plan(""), name, "%", "1", "2"));
        let last = (old.plan.indicators[0].id.clone(), Year(2025));
        old.readings.insert(last, Reading { value: measured, amended: None });
        let mut later = indicator(plan(""), name, "%", base, goal);
        later.term = Term { first: Year(2026), last: Year(2030) };
        later.indicators[0].baselines[0].year = Year(2025);
        later.indicators[0].targets[0].year = Year(2030);
        let mut new = named("new", later);
        let choice = Choice::only([rule]).unwrap();
        let dossiers = [Arc::new(old.clone()), Arc::new(new.clone())];
        assert_eq!(check(&dossiers, &choice, Language::Zh), [], "the one does not continue the other");
        new.successions.insert(new.plan.id.clone(), Succession { of: old.plan.id.clone() });
        check(&[Arc::new(old), Arc::new(new)], &choice, Language::Zh).len()
    }

    #[test]
    fn a_baseline_that_is_not_the_last_reading_is_found() {
        for (base, measured, count) in [
            ("78.3", 78.3, 0),
            ("78.3", 78.34, 0),
            ("78", 78.4, 0),
            ("78.3", 78.36, 1),
            ("78", 79.0, 1),
            ("—", 79.0, 0),
        ] {
            assert_eq!(found("baseline-differs", "参保率", base, "95", measured), count, "{base} {measured}");
        }
    }

    #[test]
    fn a_target_that_was_reached_before_the_term_is_found() {
        for (name, goal, measured, count) in [
            ("参保率", "95", 95.0, 1),
            ("参保率", "95", 94.9, 0),
            ("婴儿死亡率", "5", 4.2, 1),
            ("婴儿死亡率", "5", 5.2, 0),
            ("参保率", "完成上级下达任务", 95.0, 0),
        ] {
            assert_eq!(found("target-reached", name, "1", goal, measured), count, "{name} {goal} {measured}");
        }
    }
}
