//! `below-parent`: targets that are weaker than those of the plan above.

use crate::plan::Indicator;
use crate::report::compare::{self, Decided};

use super::{Place, Reading};

/// Finds targets that are worse than those of the plan above for the same measure and year. Counts (户, 人) are not
/// compared, since a county is smaller than its prefecture.
pub(super) fn run(reading: &mut Reading) {
    let (plan, Some(parent)) = (reading.plan, reading.parent) else { return };
    let decided = Decided::of([reading.dossier, parent]);
    for indicator in &plan.indicators {
        let is_same =
            |above: &&Indicator| decided.is_same(&indicator.id, &above.id, compare::is_same_measure(indicator, above));
        let above = parent.plan.indicators.iter().find(is_same);
        let short = above.and_then(|above| compare::shortfall(indicator, above, parent.direction(above)));
        let Some((own, theirs)) = short else { continue };
        let (name, title) = (&indicator.name, &parent.plan.title);
        reading.report(
            Place::item(&indicator.id, indicator.lines.first),
            format!("“{name}”{}年目标（{}）不及上级规划（{}）", own.year, own.text, theirs.text),
            format!(
                "the {} target of “{name}” ({}) falls short of the parent plan's ({})",
                own.year, own.text, theirs.text
            ),
            format!("《{title}》：{} → {}", base(above), theirs.text),
        );
    }
}

fn base(indicator: Option<&Indicator>) -> String {
    let last = indicator.and_then(|i| i.baselines.iter().max_by_key(|b| b.year));
    last.map(|b| format!("{}：{}", b.year, b.text)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{all, indicator, plan};
    use crate::plan::PlanId;

    #[test]
    fn a_target_short_of_the_parents_is_found() {
        for (name, own, theirs, is_found) in [
            ("每千人口医师数", "2", "3", true),
            ("每千人口医师数", "3", "3", false),
            ("每千人口医师数", "3.2", "3", false),
            ("婴儿死亡率", "9", "6", true),
            ("婴儿死亡率", "5", "6", false),
            ("培训人数", "100", "4000", false),
        ] {
            let unit = if name.ends_with('率') { "‰" } else { "人" };
            let mut above = indicator(plan(""), &name.replace("人口", "常住人口"), unit, "1", theirs);
            above.id = PlanId::new("above-2025").unwrap();
            let mut below = indicator(plan(""), name, unit, "1", own);
            assert_eq!(all("below-parent", vec![above.clone(), below.clone()]), [], "no parent is known");
            below.parent = Some(above.id.clone());
            assert_eq!(all("below-parent", vec![above, below]).len(), usize::from(is_found), "{name} {own} {theirs}");
        }
    }
}
