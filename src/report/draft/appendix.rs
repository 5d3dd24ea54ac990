//! The appended tables (附表), to which the source marks refer.

use std::collections::BTreeSet;

use crate::plan::attainment::Scale;
use crate::plan::{Indicator, NodeIndex, Review, Thresholds, Year};
use crate::report::basis::{Basis, Judged, Reviewed, due_in_words, heading, time_of};
use crate::report::model::Table;
use crate::report::verdict;
use crate::report::wording::{Phrase, phrases};
use crate::text::figure::plain;
use crate::text::{Label, Language};

use super::{classes, counts};

/// The content of a cell without a value.
const NONE: &str = "—";

/// Returns the appended tables that have rows. A note of the first one explains the overall judgement.
pub(super) fn tables(basis: &Basis) -> Vec<Table> {
    let tables = [indicators(basis), tasks(basis), projects(basis)];
    let mut tables: Vec<Table> = tables.into_iter().filter(|table| !table.rows.is_empty()).collect();
    if let Some(first) = tables.first_mut() {
        let rule = if basis.is_final() { verdict::FINAL_RULE } else { verdict::RULE };
        first.notes.push(rule.to_string());
    }
    tables
}

/// A column: its heading, and the text of a cell.
type Column = (&'static str, fn(&Basis, &Judged) -> String);

const FIRST_COLUMNS: [Column; 7] = [
    ("序号", |_, judged| judged.place.row.to_string()),
    ("指标", |_, judged| judged.indicator.name.clone()),
    ("单位", |_, judged| judged.indicator.unit.clone().unwrap_or_default()),
    ("属性", |_, judged| {
        judged.indicator.nature.map(|found| found.label(Language::Zh).to_string()).unwrap_or_default()
    }),
    ("基期值", |basis, judged| {
        let cells = judged.indicator.baselines.iter().map(|b| (b.year, b.text.as_str()));
        dated(cells, the_year(basis, &baseline_years))
    }),
    ("目标值", |basis, judged| {
        dated(judged.indicator.targets.iter().map(|t| (t.year, t.text.as_str())), the_year(basis, &target_years))
    }),
    ("实际值", actual),
];
const COLUMNS_DURING_THE_TERM: [Column; 3] = [
    ("序时应达", |_, judged| judged.expected.map(|value| judged.indicator.figure(value)).unwrap_or_default()),
    ("判断", |_, judged| judged.attainment.label(Language::Zh).to_string() + by_hand(judged)),
    ("预计能否完成", |_, judged| {
        let year = judged.outlook.reached_in().map(|year| format!("\n{year}年达到"));
        judged.outlook.word().to_string() + &year.unwrap_or_default()
    }),
];
/// When the term is over, only the result counts.
const COLUMNS_AT_THE_END: [Column; 1] =
    [("是否实现", |basis, judged| classes::of(basis, judged).to_string() + by_hand(judged))];
const LAST_COLUMNS: [Column; 2] =
    [("责任单位", |basis, judged| basis.dossier.responsible(&judged.indicator).lead.join("、")), ("说明", remark)];

/// Returns the table 主要指标完成情况表, without a column of remarks if there are none.
fn indicators(basis: &Basis) -> Table {
    let judged: &[Column] = if basis.is_final() { &COLUMNS_AT_THE_END } else { &COLUMNS_DURING_THE_TERM };
    let has_remarks = basis.indicators.iter().any(|judged| !remark(basis, judged).is_empty());
    let columns = FIRST_COLUMNS.iter().chain(judged).chain(&LAST_COLUMNS);
    let columns: Vec<&Column> = columns.filter(|(heading, _)| has_remarks || *heading != "说明").collect();
    let of_year = |heading: &str| {
        let year = match heading {
            "基期值" => the_year(basis, &baseline_years),
            "目标值" => the_year(basis, &target_years),
            _ => None,
        };
        year.map_or_else(|| heading.to_string(), |year| format!("{heading}\n（{year}年）"))
    };
    Table {
        caption: basis.say(&phrases::TABLE_INDICATORS, []),
        columns: columns.iter().map(|(heading, _)| of_year(heading)).collect(),
        rows: basis
            .indicators
            .iter()
            .map(|judged| columns.iter().map(|(_, cell)| cell(basis, judged)).collect())
            .collect(),
        notes: vec![if basis.is_final() { final_rule(basis.thresholds) } else { rule(basis.thresholds) }],
    }
}

fn final_rule(thresholds: Thresholds) -> String {
    format!(
        "是否实现按目标年实际值与目标值比较；“左右”容许偏差{}%；没有目标年实际值，或者目标没有可比数值的，无法判断。",
        thresholds.about
    )
}

fn rule(thresholds: Thresholds) -> String {
    let Thresholds { scale, faster, slow, behind, about } = thresholds;
    let (measure, of) = match scale {
        Scale::Points => ("个百分点", "百分点按基期至目标的全程计"),
        Scale::Share => ("%", "百分比按序时应达进度计"),
    };
    let ahead = if faster > 0.0 { format!("{faster}{measure}以上") } else { String::new() };
    let slow = if slow > 0.0 { format!("超过{slow}{measure}") } else { String::new() };
    format!(
        "序时应达值按基期至目标年匀速推进计算；高于序时进度{ahead}为快于预期，低于序时进度{slow}为进度偏慢，超过{behind}{measure}为滞后，其余为基本符合预期（{of}）；提前达到目标为提前实现；“左右”容许偏差{about}%。“预计能否完成”按基期以来的平均进度推算。"
    )
}

/// Returns the last reading, with its time unless it is that of the period.
pub(super) fn actual(basis: &Basis, judged: &Judged) -> String {
    let of_period = basis.plan.term.measured_in(basis.period);
    let reading = judged.measured.map(|(at, value)| match at == of_period {
        true => plain(value),
        false => format!("{}（{}）", plain(value), time_of(at)),
    });
    reading.unwrap_or_else(|| NONE.to_string())
}

/// Returns the mark of a judgement that a person made.
fn by_hand(judged: &Judged) -> &'static str {
    if judged.judgement.is_some() { "\n（人工判断）" } else { "" }
}

pub(super) fn baseline_years(indicator: &Indicator) -> Vec<Year> {
    indicator.baselines.iter().map(|baseline| baseline.year).collect()
}

pub(super) fn target_years(indicator: &Indicator) -> Vec<Year> {
    indicator.targets.iter().map(|target| target.year).collect()
}

/// Returns the common year of all cells in a column, if there is one.
pub(super) fn the_year(basis: &Basis, years: &dyn Fn(&Indicator) -> Vec<Year>) -> Option<Year> {
    let all: BTreeSet<Year> = basis.indicators.iter().flat_map(|judged| years(&judged.indicator)).collect();
    all.first().copied().filter(|_| all.len() == 1)
}

/// Returns cells as printed, with their years unless the heading names the year.
pub(super) fn dated<'a>(cells: impl Iterator<Item = (Year, &'a str)>, the_year: Option<Year>) -> String {
    let cells = cells.filter(|(_, text)| !text.trim().is_empty()).map(|(year, text)| match the_year {
        Some(_) => text.to_string(),
        None => format!("{text}（{year}年）"),
    });
    cells.collect::<Vec<_>>().join("\n")
}

/// Returns the remark on an indicator: the reason of a person's judgement, or why it could not be judged, the use of an
/// older value, and the reason of a correction.
fn remark(basis: &Basis, judged: &Judged) -> String {
    let reason = judged.judgement.and_then(|judgement| judgement.reason.clone());
    let why = reason.unwrap_or_else(|| by_figures(basis, judged));
    let amended = judged.amended.map(|why| format!("封存后更正：{why}"));
    [Some(why), amended].into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

fn by_figures(basis: &Basis, judged: &Judged) -> String {
    let has_figure = judged.indicator.targets.iter().any(|target| target.value.is_some());
    if let (Some(average), true) = (judged.average, has_figure) {
        return format!("按各年平均值{}判断", judged.indicator.figure(average));
    }
    let of_period = basis.plan.term.measured_in(basis.period);
    match judged.measured {
        None => "未报送实际值".to_string(),
        Some(_) if !has_figure => "目标没有可比数值".to_string(),
        Some((at, _)) if basis.is_final() && at != of_period => "没有目标年实际值".to_string(),
        Some(_) if judged.expected.is_none() && !basis.is_final() => "基期没有数值，无法推算序时进度".to_string(),
        Some((at, _)) if at != of_period => format!("采用{}数据", time_of(at)),
        Some(_) => String::new(),
    }
}

/// Returns the table 重点任务落实情况表, grouped by the headings of the plan.
fn tasks(basis: &Basis) -> Table {
    let place = |row: &Reviewed| -> Vec<String> {
        let mut path: Vec<NodeIndex> =
            basis.plan.ancestors(row.task.node).take_while(|node| !is_itself(basis, row, *node)).collect();
        path.reverse();
        path.into_iter().take(2).map(|node| basis.heading(node)).collect()
    };
    items(basis, &phrases::TABLE_TASKS, &basis.tasks, |row| place(row).join("·"))
}

/// Returns true if a section consists of a single task, whose title is its heading.
fn is_itself(basis: &Basis, row: &Reviewed, node: NodeIndex) -> bool {
    node == row.task.node && basis.plan.outline.get(node).is_some_and(|found| found.title == row.task.title)
}

/// Returns the table 重大项目进展表, grouped by the titles of the boxes.
fn projects(basis: &Basis) -> Table {
    let title = |row: &Reviewed| {
        let special_box = row.task.special_box.and_then(|index| basis.plan.boxes.get(index));
        special_box.map(|found| heading(if found.title.is_empty() { &found.number } else { &found.title }))
    };
    items(basis, &phrases::TABLE_PROJECTS, &basis.projects, |row| title(row).unwrap_or_default())
}

/// Returns a table of items with everything entered for them, grouped by place. It has no column of evidence if none was
/// entered.
fn items(basis: &Basis, caption: &Phrase<0>, items: &[Reviewed], place: impl Fn(&Reviewed) -> String) -> Table {
    let columns = [
        "序号",
        "任务（项目）",
        "牵头单位",
        "配合单位",
        "完成时限",
        "状态",
        "进度",
        "进展情况",
        "存在问题",
        "下一步措施",
        "佐证材料",
    ];
    let has_evidence = items.iter().any(|row| !evidence(row.review).is_empty());
    let columns = if has_evidence { &columns[..] } else { &columns[..columns.len() - 1] };
    let (mut rows, mut last) = (Vec::new(), None);
    for row in items {
        let place = place(row);
        if last.as_ref() != Some(&place) && !place.is_empty() {
            rows.push(vec![place.clone()]);
        }
        last = Some(place);
        let mut cells = item_row(row);
        cells.truncate(columns.len());
        rows.push(cells);
    }
    let columns = columns.iter().map(|heading| heading.to_string()).collect();
    Table { caption: basis.say(caption, []), columns, rows, notes: Vec::new() }
}

fn item_row(row: &Reviewed) -> Vec<String> {
    let (task, review) = (row.task, row.review);
    let text =
        |field: fn(&Review) -> &Option<String>| review.and_then(|review| field(review).clone()).unwrap_or_default();
    let status = match row.standing.is_overdue {
        true => format!("{}\n（逾期）", counts::word(row.status)),
        false => counts::word(row.status).to_string(),
    };
    vec![
        row.place.row.to_string(),
        task.title.clone(),
        row.assignment.lead.join("、"),
        row.assignment.support.join("、"),
        row.assignment.due.map(due_in_words).unwrap_or_default(),
        status,
        review.and_then(|review| review.effective_progress()).map(|p| format!("{p}%")).unwrap_or_default(),
        text(|review| &review.done),
        text(|review| &review.problem),
        text(|review| &review.next),
        evidence(review),
    ]
}

/// Returns the evidence of a review, and the reason of an amendment after its period was sealed.
fn evidence(review: Option<&Review>) -> String {
    let Some(review) = review else { return String::new() };
    let amended = review.amended.as_ref().map(|why| format!("封存后更正：{why}"));
    review.evidence.iter().cloned().chain(amended).collect::<Vec<_>>().join("\n")
}
