//! `target-looser` and `target-standstill`: targets below the baseline, or equal to it.

use crate::plan::target::read_value;
use crate::plan::{Direction, Indicator, Relation, Target, Year};

use super::{Place, Reading};

/// Finds targets that are worse than the baseline. A cell with several values (孕：90；3岁：92) counts if all of them are
/// better than the target.
pub(super) fn looser(reading: &mut Reading) {
    let plan = reading.plan;
    for indicator in &plan.indicators {
        let Some((base, target, goal)) = ends(indicator) else { continue };
        let is_worse = |base: &f64| match reading.dossier.direction(indicator) {
            Some(Direction::Higher) => goal < *base,
            Some(Direction::Lower) => goal > *base,
            None => false,
        };
        if !base.figures.is_empty() && base.figures.iter().all(is_worse) {
            let name = &indicator.name;
            reading.report(
                Place::item(&indicator.id, indicator.lines.first),
                format!("“{name}”目标值（{}）不如基期值（{}）", target.text, base.text),
                format!("the target of “{name}” ({}) is looser than its baseline ({})", target.text, base.text),
                row(indicator),
            );
        }
    }
}

/// Finds targets that equal the baseline, except at 100% or 0.
pub(super) fn standstill(reading: &mut Reading) {
    let plan = reading.plan;
    for indicator in &plan.indicators {
        let Some((base, target, goal)) = ends(indicator) else { continue };
        let is_same = base.figures == [goal] && base.relation == sign(&target.text);
        let is_full = goal == 0.0 || (goal == 100.0 && indicator.unit.as_deref() == Some("%"));
        if is_same && !is_full {
            let name = &indicator.name;
            reading.report(
                Place::item(&indicator.id, indicator.lines.first),
                format!("“{name}”目标值与基期值相同（{}），期内没有提高要求", base.text),
                format!("“{name}” asks for no more than its baseline ({})", base.text),
                row(indicator),
            );
        }
    }
}

/// Returns the cells of an indicator as one line: 2020：73.22 → 2025：≥65.
pub(super) fn row(indicator: &Indicator) -> String {
    let cell = |year: Year, text: &str| format!("{year}：{}", text.replace('\n', "；"));
    let cells = indicator.baselines.iter().map(|b| cell(b.year, &b.text));
    cells.chain(indicator.targets.iter().map(|t| cell(t.year, &t.text))).collect::<Vec<_>>().join(" → ")
}

struct Base {
    text: String,
    figures: Vec<f64>,
    relation: Option<char>,
}

/// Returns the last baseline and the last target with a value.
fn ends(indicator: &Indicator) -> Option<(Base, &Target, f64)> {
    let base = indicator.baselines.iter().max_by_key(|b| b.year)?;
    let targets = indicator.targets.iter().filter(|t| t.relation != Relation::Qualitative);
    let target = targets.max_by_key(|t| t.year)?;
    let figures = match base.value {
        Some(value) => vec![value],
        None => base.text.split(['；', ';', '\n']).filter_map(|part| read_value(after_label(part))).collect(),
    };
    let text = base.text.replace('\n', "；");
    Some((Base { relation: sign(&base.text), text, figures }, target, target.value?))
}

/// Returns the part of 3岁：92.54 after the label.
fn after_label(part: &str) -> &str {
    part.rsplit(['：', ':']).next().unwrap_or(part)
}

/// Returns the relation sign at the start of a cell, in either width.
fn sign(cell: &str) -> Option<char> {
    let first = crate::text::fold::half_width(cell.trim().chars().next()?);
    ['>', '<', '≥', '≤'].contains(&first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{found, indicator, plan};

    #[test]
    fn a_target_worse_than_the_baseline_is_found() {
        for (name, base, goal, is_found) in [
            ("规范管理率", "73.22", "≥65", true),
            ("规范管理率", "73.22", "≥75", false),
            ("规范管理率", "73.22", "73.22", false),
            ("系统管理率", "孕：90.23；3岁：92.54", "≥85", true),
            ("系统管理率", "孕：91.24；3岁：83.18", "≥85", false),
            ("婴儿死亡率", "5", "6", true),
            ("婴儿死亡率", "5", "4", false),
            ("某项指数", "12", "10", false),
            ("合格率", "无数据", "≥85", false),
            ("吸烟率", "10", "力争每年降低0.5个百分点以上", false),
        ] {
            let findings = found("target-looser", indicator(plan(""), name, "%", base, goal));
            assert_eq!(findings.len(), usize::from(is_found), "{name} {base}→{goal}");
        }
        let findings = found("target-looser", indicator(plan(""), "规范管理率", "%", "73.22", "≥65"));
        assert_eq!(findings, [(Some(51), "2020：73.22 → 2025：≥65".to_string())]);
    }

    #[test]
    fn a_target_equal_to_the_baseline_is_found() {
        for (base, goal, is_found) in [
            ("95", "95", true),
            ("﹥95", ">95", true),
            ("95", ">95", false),
            ("100", "100％", false),
            ("100", "100", false),
            ("95", "98", false),
            ("——", "95", false),
        ] {
            let findings = found("target-standstill", indicator(plan(""), "参保率", "%", base, goal));
            assert_eq!(findings.len(), usize::from(is_found), "{base}→{goal}");
        }
    }
}
