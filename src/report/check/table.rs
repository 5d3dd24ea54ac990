//! `text-against-table` and `missing-in-table`: values in the text that differ from the indicator table.

use crate::plan::{Indicator, Relation, Year};
use crate::report::compare::{key, unit_key};
use crate::text::fold::to_half_width;

use super::number::Number;
use super::passage::{Passage, Role};
use super::statement::{Statement, statements};
use super::{Place, Reading};

/// A cell of the table for a year.
struct Cell<'a> {
    text: &'a str,
    value: f64,
    relation: Relation,
}

/// Finds values in the text that contradict the cell of the same indicator and year.
pub(super) fn against(reading: &mut Reading) {
    let mut found = Vec::new();
    for passage in &reading.passages {
        for statement in statements(passage).iter().filter(|s| !s.is_change) {
            for indicator in reading.plan.indicators.iter().filter(|i| statement.is_about(i)) {
                let Some(cell) = cell(indicator, statement.year).filter(|cell| contradicts(statement, cell)) else {
                    continue;
                };
                let quote = passage.quote(passage.clause(&statement.number.place));
                found.push((Place::of(passage), indicator, statement.year, cell.text, quote));
            }
        }
        for number in &passage.numbers {
            let counted = reading.plan.indicators.iter().find(|i| counts(passage, number, i));
            let counted = counted.and_then(|i| i.targets.last().map(|target| (i, target)));
            if let Some((indicator, target)) = counted
                && target.value.is_some_and(|value| value != number.value)
            {
                let quote = passage.quote(passage.clause(&number.place));
                found.push((Place::of(passage), indicator, target.year, &target.text, quote));
            }
        }
    }
    for (place, indicator, year, cell, quote) in found {
        let name = &indicator.name;
        reading.report(
            place,
            format!("正文与指标表不一致：表中“{name}”{year}年为{cell}"),
            format!("the text and the table differ: the table has {cell} for “{name}” in {year}"),
            quote,
        );
    }
}

/// Returns true if a number counts what an indicator counts, with its unit and name: 改造1500户, 为4451户困难家庭实施改造.
pub(super) fn counts(passage: &Passage, number: &Number, indicator: &Indicator) -> bool {
    let unit = unit_key(indicator.unit.as_deref());
    if !["户", "人", "个", "所", "家", "名"].contains(&unit.as_str()) || passage.role == Role::Review {
        return false;
    }
    let Some(after) = passage.text[number.place.end..].trim_start().strip_prefix(&unit) else { return false };
    let wanted = key(&indicator.name);
    let wanted = wanted.trim_end_matches('数').trim_end_matches(&unit);
    let clause = passage.clause(&number.place);
    let before = key(&passage.text[clause.start..number.place.start]);
    let after: String = after.chars().take_while(|c| !"。;,、".contains(*c)).collect();
    wanted.chars().count() >= 6 && (ends_with_name(&before, wanted) || is_spread_over(wanted, &key(&after)))
}

/// Returns true if a text ends with a name, or with that name shortened by at most three characters in its middle.
fn ends_with_name(text: &str, name: &str) -> bool {
    let lead: String = name.chars().take(4).collect();
    let Some(own) = text.rfind(&lead).map(|at| &text[at..]) else { return false };
    let mut rest = name.chars();
    let is_within = own.chars().all(|c| rest.any(|other| other == c));
    is_within && name.chars().last() == own.chars().last() && own.chars().count() + 3 >= name.chars().count()
}

/// Returns true if a text contains all characters of a name in order, with at most a verb between them.
fn is_spread_over(name: &str, text: &str) -> bool {
    let mut rest = text.chars();
    let mut passed_over = 0;
    for wanted in name.chars() {
        loop {
            match rest.next() {
                Some(c) if c == wanted => break,
                Some(_) if passed_over < 3 => passed_over += 1,
                _ => return false,
            }
        }
    }
    true
}

fn cell(indicator: &Indicator, year: Year) -> Option<Cell<'_>> {
    let base = indicator
        .baselines
        .iter()
        .find(|b| b.year == year)
        .and_then(|b| Some(Cell { text: &b.text, value: b.value?, relation: relation_of(&b.text) }));
    let target = || {
        let target = indicator.targets.iter().find(|t| t.year == year)?;
        // A target computed from the baseline is not printed in the table.
        let is_printed = to_half_width(&target.text).contains(&target.value?.to_string());
        is_printed.then_some(Cell { text: &target.text, value: target.value?, relation: target.relation })
    };
    base.or_else(target)
}

fn relation_of(cell: &str) -> Relation {
    match to_half_width(cell).trim().chars().next() {
        Some('>') => Relation::Above,
        Some('<') => Relation::Below,
        Some('≥') => Relation::AtLeast,
        Some('≤') => Relation::AtMost,
        _ if cell.contains("左右") => Relation::About,
        _ => Relation::Equal,
    }
}

/// Returns true if the two contradict each other: plain values that are not roundings of each other, a value outside of
/// a bound, or a bound that excludes exactly this value. Two bounds with the same value are taken as equal.
fn contradicts(statement: &Statement, cell: &Cell) -> bool {
    use Relation::{About, Above, AtLeast, AtMost, Below, Equal, Qualitative};
    let (said, printed) = (statement.number.value, cell.value);
    // Rounding does not remove a significant decimal: 7 is not 7.5.
    let leeway = if statement.number.decimals > 0 { statement.number.half_unit() } else { 0.0 };
    let is_near = (said - printed).abs() <= leeway + f64::EPSILON * 1e3;
    match (statement.relation, cell.relation) {
        (Equal, Equal) => !is_near,
        (Equal, Above) => said <= printed,
        (Equal, Below) => said >= printed,
        (Equal, AtLeast) | (AtLeast | Above, AtMost | Below) => said < printed,
        (Equal, AtMost) => said > printed,
        (AtLeast | Above, Equal) => printed < said,
        (AtMost | Below, Equal) => printed > said,
        (About, _) | (_, About | Qualitative) | (Qualitative, _) => false,
        (_, AtLeast | AtMost | Above | Below) => false,
    }
}

/// Finds targets in the goals chapter without a row in the table, or without a column for their year.
pub(super) fn missing(reading: &mut Reading) {
    if reading.plan.indicators.is_empty() {
        return;
    }
    let mut found = Vec::new();
    for passage in reading.passages.iter().filter(|p| p.role == Role::Goal) {
        for statement in statements(passage).iter().filter(|s| is_measure(s) && s.year > passage.eve()) {
            let row = reading.plan.indicators.iter().find(|i| statement.is_about(i));
            let has_column = row.is_some_and(|i| i.targets.iter().any(|t| t.year == statement.year));
            let is_step_of_a_row = statement.is_change && row.is_some();
            if !has_column && !is_step_of_a_row {
                let quote = passage.quote(passage.clause(&statement.number.place));
                found.push((Place::of(passage), row.map(|i| i.name.clone()), statement.year, quote));
            }
        }
    }
    for (place, row, year, quote) in found {
        let (zh, en) = match row {
            Some(name) => (
                format!("目标章节给出“{name}”{year}年目标，指标表没有该年目标"),
                format!("the goals chapter has a target of “{name}” for {year}; the table has none for that year"),
            ),
            None => (
                format!("目标章节写明的{year}年目标不在指标表内"),
                format!("a target that the goals chapter has for {year} is not in the table"),
            ),
        };
        reading.report(place, zh, en, quote);
    }
}

/// Returns true if a statement is about a measured quantity, not a count.
fn is_measure(statement: &Statement) -> bool {
    const MEASURES: [&str; 6] = ["率", "比例", "寿命", "面积", "比重", "水平"];
    let before_comparison = statement.name.split('较').next().unwrap_or(statement.name);
    MEASURES.iter().any(|end| statement.name.ends_with(end) || before_comparison.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{found, heading, indicator, plan, task};

    #[test]
    fn figures_that_contradict_the_table_are_found() {
        for (text, name, unit, cells, is_found) in [
            ("到2025年每千常住人口床位数达到7张。", "每千人口医疗卫生机构床位数", "张", ("6.26", "7.5"), true),
            ("到2025年每千常住人口床位数达到7.5张。", "每千人口医疗卫生机构床位数", "张", ("6.26", "7.5"), false),
            ("“十三五”末，每千人口床位数4.56张。", "每千人口医疗卫生机构床位数", "张", ("5.25", "7.5"), true),
            ("“十三五”末，每千人口床位数5.3张。", "每千人口医疗卫生机构床位数", "张", ("5.25", "7.5"), false),
            ("2020年，适配率达到85%。", "适配率", "%", (">85", "90"), false),
            ("2020年，器具适配率达到85%。", "器具适配率", "%", (">85", "90"), true),
            ("2020年，器具适配率超过85%。", "器具适配率", "%", (">85", "90"), false),
            ("2020年，器具适配率达到85.7%。", "器具适配率", "%", (">85", "90"), false),
            ("2020年，免疫接种率达到98%以上。", "免疫接种率", "%", ("95", "95"), true),
            ("2020年，免疫接种率达到90%以上。", "免疫接种率", "%", ("95", "95"), false),
            ("2022年，器具适配率达到60%。", "器具适配率", "%", (">85", "90"), false),
            ("2020年，器具适配率提高了5%。", "器具适配率", "%", (">85", "90"), false),
            ("到2025年医保参保率为93%。", "医保参保率", "%", ("90", "提高3个百分点"), false),
        ] {
            let plan = indicator(plan(text), name, unit, cells.0, cells.1);
            assert_eq!(found("text-against-table", plan).len(), usize::from(is_found), "{text} {cells:?}");
        }
    }

    #[test]
    fn counts_are_compared_wherever_the_name_stands() {
        for (text, is_found) in [
            ("改造。完成4451户困难重度家庭无障碍改造任务。", false),
            ("改造。完成4000户困难重度家庭无障碍改造任务。", true),
            ("改造。为4000户困难重度家庭实施无障碍改造。", true),
            ("改造。实施困难重度家庭无障碍改造4000户。", true),
            ("改造。完成困难重度家庭改造4000户。", true),
            ("改造。完成困难轻度家庭改造4000户。", false),
            ("改造。为4000户农村家庭实施无障碍改造。", false),
        ] {
            let plan = indicator(plan(""), "困难重度家庭无障碍改造数", "户", "——", "4451");
            assert_eq!(found("text-against-table", task(plan, "1.", text)).len(), usize::from(is_found), "{text}");
        }
    }

    #[test]
    fn targets_of_the_goals_chapter_belong_into_the_table() {
        for (text, is_found) in [
            ("到2025年，健康寿命达到70岁。", false),
            ("到2023年，健康寿命达到69岁。", true),
            ("老年医学科设置比例达到60%。", true),
            ("2025年过早死亡率较2015年降低20%。", true),
            ("2020年设置比例达到20%。", false),
            ("建成3个中心。", false),
        ] {
            let plan = heading(plan(""), "二、", "主要目标", &[text]);
            let plan = indicator(plan, "健康寿命", "岁", "68", "70");
            assert_eq!(found("missing-in-table", plan).len(), usize::from(is_found), "{text}");
        }
    }
}
