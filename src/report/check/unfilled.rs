//! `empty-target` and `empty-baseline`: empty cells in the indicator table.

use crate::plan::Indicator;

use super::{Place, Reading};

/// Finds indicators without a target. The evidence is the value in a task or box, if there is one.
pub(super) fn targets(reading: &mut Reading) {
    let plan = reading.plan;
    for indicator in plan.indicators.iter().filter(|i| i.targets.iter().all(|t| is_blank(&t.text))) {
        let promised = promised(reading, indicator);
        let name = &indicator.name;
        let (zh, en) = match &promised {
            Some(_) => ("；正文另有数字", "; the text gives one"),
            None => ("", ""),
        };
        reading.report(
            Place::item(&indicator.id, indicator.lines.first),
            format!("“{name}”没有目标值{zh}"),
            format!("“{name}” has no target{en}"),
            promised.unwrap_or_else(|| super::loose::row(indicator)),
        );
    }
}

/// Returns the clause with a value in the indicator's unit next to its name (改造1500户).
fn promised(reading: &Reading, indicator: &Indicator) -> Option<String> {
    reading.passages.iter().find_map(|passage| {
        let places = passage.numbers.iter().filter(|n| super::table::counts(passage, n, indicator));
        places.map(|number| passage.quote(passage.clause(&number.place))).next()
    })
}

/// Reports in one finding which measures have no baseline. Counts that start at zero in the term (户, 人) and rates of
/// growth need none.
pub(super) fn baselines(reading: &mut Reading) {
    let plan = reading.plan;
    let needs = |i: &&Indicator| is_measured(i) && i.baselines.iter().all(|b| is_blank(&b.text));
    let names: Vec<String> = plan.indicators.iter().filter(needs).map(|i| i.name.clone()).collect();
    let first = plan.indicators.iter().find(needs).map(|i| i.lines.first);
    if let Some(line) = first {
        let (count, all) = (names.len(), plan.indicators.len());
        reading.report(
            Place { id: None, line: Some(line) },
            format!("{all}项指标中有{count}项没有基期值，无法计算进度"),
            format!("{count} of {all} indicators have no baseline; their progress can't be worked out"),
            names.join("、"),
        );
    }
}

fn is_measured(indicator: &Indicator) -> bool {
    let is_share = matches!(indicator.unit.as_deref(), Some("%" | "‰"));
    is_share && !["增长", "增速", "增幅"].iter().any(|word| indicator.name.contains(word))
}

fn is_blank(cell: &str) -> bool {
    cell.chars().all(|c| c.is_whitespace() || "—–-/－".contains(c))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{found, indicator, plan, project};

    #[test]
    fn an_empty_target_is_found_with_the_figure_of_the_text() {
        let row = |goal| indicator(plan(""), "困难家庭无障碍改造累计数", "户", "——", goal);
        assert_eq!(found("empty-target", row("1500")), []);
        assert_eq!(found("empty-target", row("与上级同步")), []);
        assert_eq!(found("empty-target", row("")), [(Some(51), "2020：—— → 2025：".to_string())]);
        let promised = project(row("——"), "1.", "安居项目。实施困难家庭无障碍改造1500户。");
        assert_eq!(found("empty-target", promised)[0].1, "实施困难家庭无障碍改造1500户");
    }

    #[test]
    fn measures_without_a_baseline_are_one_finding() {
        let mut plan = indicator(plan(""), "参保率", "%", "", "95");
        plan = indicator(plan, "入学率", "%", "——", "98");
        plan = indicator(plan, "收入年均增长", "%", "——", "6");
        plan = indicator(plan, "培训人数", "人", "——", "100");
        assert_eq!(found("empty-baseline", plan.clone()), [(Some(51), "参保率、入学率".to_string())]);
        plan.indicators.retain(|indicator| indicator.id.number > 2);
        assert_eq!(found("empty-baseline", plan), []);
    }
}
