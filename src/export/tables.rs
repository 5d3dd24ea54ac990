//! Tables for people, with the columns of the lists that planning offices use.

use std::collections::BTreeSet;

use crate::plan::{BoxIndex, Dossier, Indicator, Period, Progress, RecordField, Task, Thresholds, Year};
use crate::text::{Label, Language};

use super::records::{BoxItem, BoxRecord, IndicatorRecord, ReviewRecord, TaskRecord};
use super::sheet::{Cell, Sheet};

const TASK_HEADINGS: [(&str, &str); 22] = [
    ("序号", "no."),
    ("id", "id"),
    ("规划", "plan"),
    ("出处", "place"),
    ("编号", "number"),
    ("任务", "task"),
    ("内容", "text"),
    ("牵头单位", "lead"),
    ("配合单位", "support"),
    ("责任人", "person"),
    ("分管领导", "official"),
    ("责任科室", "section"),
    ("联系人", "contact"),
    ("完成时限", "due"),
    ("评估期", "period"),
    ("年度目标", "goal"),
    ("状态", "status"),
    ("进度", "progress"),
    ("进展情况", "done"),
    ("存在问题", "problem"),
    ("下一步措施", "next"),
    ("佐证材料", "evidence"),
];

const BOX_HEADINGS: [(&str, &str); 9] = [
    ("规划", "plan"),
    ("专栏", "box"),
    ("专栏名称", "box title"),
    ("出处", "place"),
    ("组别", "group"),
    ("id", "id"),
    ("编号", "number"),
    ("项目", "project"),
    ("内容", "text"),
];

const INDICATOR_HEADINGS: [(&str, &str); 7] = [
    ("序号", "no."),
    ("id", "id"),
    ("规划", "plan"),
    ("类别", "category"),
    ("指标", "indicator"),
    ("单位", "unit"),
    ("性质", "nature"),
];

/// The columns of indicators after the values.
const INDICATOR_ENDINGS: [(&str, &str); 8] = [
    ("完成情况", "attainment"),
    ("牵头单位", "lead"),
    ("配合单位", "support"),
    ("责任人", "person"),
    ("分管领导", "official"),
    ("责任科室", "section"),
    ("联系人", "contact"),
    ("口径", "definition"),
];

fn headings(names: &[(&'static str, &'static str)], language: Language) -> Vec<String> {
    names.iter().map(|(zh, en)| language.pick(zh, en).to_string()).collect()
}

/// Returns the table of the division of work (任务分解表) to be filled in and sent back, with the reviews of one period as
/// they were entered.
pub(super) fn tasks(tasks: &[(&Dossier, &Task)], period: &dyn Fn(&Dossier) -> Period, language: Language) -> Sheet {
    division(tasks, period, |review| review.entered, language)
}

/// Returns the table of the division of work (任务分解表) for readers, with the progress that screens and reports show.
pub(super) fn tasks_to_read(
    tasks: &[(&Dossier, &Task)],
    period: &dyn Fn(&Dossier) -> Period,
    language: Language,
) -> Sheet {
    division(tasks, period, |review| review.progress, language)
}

fn division(
    tasks: &[(&Dossier, &Task)],
    period: &dyn Fn(&Dossier) -> Period,
    progress: fn(&ReviewRecord) -> Option<Progress>,
    language: Language,
) -> Sheet {
    let rows = tasks.iter().enumerate().map(|(place, (dossier, task))| {
        let period = period(dossier);
        let record = TaskRecord::of(dossier, task, period);
        let progress = record.review.as_ref().and_then(progress);
        task_row(place + 1, &record, progress, period, language)
    });
    Sheet {
        title: language.pick("任务分解表", "Division of work").to_string(),
        headings: headings(&TASK_HEADINGS, language),
        rows: rows.collect(),
    }
}

fn task_row(
    number: usize,
    record: &TaskRecord,
    progress: Option<Progress>,
    period: Period,
    language: Language,
) -> Vec<Cell> {
    let review = record.review.as_ref();
    let assignment = &record.assignment;
    let mut place = record.path.clone();
    place.extend(record.special_box.as_ref().map(|b| format!("{} {}", b.number, b.title)));
    vec![
        number.into(),
        record.id.to_string().into(),
        record.plan_title.into(),
        place.join(" › ").into(),
        record.number.into(),
        record.title.into(),
        record.text.into(),
        assignment.lead.join("、").into(),
        assignment.support.join("、").into(),
        assignment.person.clone().into(),
        record.official.clone().into(),
        record.section.clone().into(),
        record.contact.clone().into(),
        assignment.due_by.map(|due| Cell::figure(&due.name(language))).into(),
        period.name(language).into(),
        record.goal.into(),
        review.and_then(|r| r.status).map(|s| s.label(language)).into(),
        progress.map(Progress::get).into(),
        review.and_then(|r| r.done).into(),
        review.and_then(|r| r.problem).into(),
        review.and_then(|r| r.next).into(),
        review.and_then(|r| r.evidence).into(),
    ]
}

/// Returns the statuses of tasks by period (作战图).
pub(super) fn matrix(tasks: &[(&Dossier, &Task)], language: Language) -> Sheet {
    let mut periods: Vec<Period> = Vec::new();
    for period in tasks.iter().flat_map(|(dossier, _)| dossier.periods()) {
        if !periods.contains(&period) {
            periods.push(period);
        }
    }
    let mut heads = headings(&[("序号", "no."), ("规划", "plan"), ("任务", "task"), ("牵头", "led by")], language);
    heads.extend(periods.iter().map(|period| period.name(language)));
    let row = |(place, (dossier, task)): (usize, &(&Dossier, &Task))| -> Vec<Cell> {
        let lead = dossier.assignment(task).lead.join("、");
        let status = |period: &Period| dossier.review(&task.id, *period).and_then(|review| review.status);
        let statuses = periods.iter().map(|period| status(period).map(|status| status.label(language)).into());
        let head: [Cell; 4] =
            [(place + 1).into(), dossier.plan.title.as_str().into(), task.title.as_str().into(), lead.into()];
        head.into_iter().chain(statuses).collect()
    };
    Sheet {
        title: language.pick("任务推进作战图", "Tasks by period").to_string(),
        headings: heads,
        rows: tasks.iter().enumerate().map(row).collect(),
    }
}

/// Returns the years and parts of years of which a list has readings, in the order in which they end.
fn measured(indicators: &[(&Dossier, &Indicator)], period: &dyn Fn(&Dossier) -> Period) -> Vec<Period> {
    let of_list = |dossier: &Dossier| Some(period(dossier)).filter(|at| at.year().is_some());
    let years = indicators.iter().flat_map(|(d, _)| d.plan.term.years().map(Period::annual).chain(of_list(d)));
    let parts = indicators.iter().flat_map(|(d, i)| d.interim_readings_of(&i.id)).map(|measured| measured.period);
    let all: BTreeSet<Period> = years.chain(parts).collect();
    let mut all: Vec<Period> = all.into_iter().collect();
    all.sort_by_key(|period| (period.year(), period.last_month(), period.kind()));
    all
}

/// Returns the indicators, with a column for each year that has a baseline or target, and a column of readings for each
/// year of the terms, for the period of the list if it is a part of one, and for other parts that have readings.
pub(super) fn indicators(
    indicators: &[(&Dossier, &Indicator)],
    period: &dyn Fn(&Dossier) -> Period,
    thresholds: &Thresholds,
    language: Language,
) -> Sheet {
    let each = || indicators.iter().map(|(_, indicator)| indicator);
    let baselines: BTreeSet<Year> = each().flat_map(|i| i.baselines.iter().map(|b| b.year)).collect();
    let targets: BTreeSet<Year> = each().flat_map(|i| i.targets.iter().map(|t| t.year)).collect();
    let measured = measured(indicators, period);
    let mut heads = headings(&INDICATOR_HEADINGS, language);
    heads.extend(baselines.iter().map(|year| format!("{year} {}", language.pick("基期值", "baseline"))));
    heads.extend(measured.iter().map(|period| RecordField::Reading(*period).label(language)));
    heads.extend(targets.iter().map(|year| format!("{year} {}", language.pick("目标值", "target"))));
    heads.extend(headings(&INDICATOR_ENDINGS, language));
    let rows = indicators.iter().enumerate().map(|(place, (dossier, indicator))| {
        let record = IndicatorRecord::of(dossier, indicator, thresholds);
        let mut row: Vec<Cell> = vec![
            (place + 1).into(),
            record.id.to_string().into(),
            dossier.plan.title.as_str().into(),
            record.category.into(),
            record.name.into(),
            record.unit.into(),
            record.nature.map(|n| n.label(language)).into(),
        ];
        let printed = |text: Option<&String>| text.map_or(Cell::Empty, |text| Cell::figure(text));
        row.extend(baselines.iter().map(|y| printed(record.baselines.iter().find(|b| b.year == *y).map(|b| &b.text))));
        row.extend(measured.iter().map(|at| dossier.reading(&indicator.id, *at).map(|reading| reading.value).into()));
        row.extend(targets.iter().map(|y| printed(record.targets.iter().find(|t| t.year == *y).map(|t| &t.text))));
        row.extend([
            record.attainment.map(|a| a.label(language)).into(),
            record.lead.join("、").into(),
            record.support.join("、").into(),
            record.person.into(),
            record.official.into(),
            record.section.into(),
            record.contact.into(),
            record.definition.into(),
        ]);
        row
    });
    Sheet {
        title: language.pick("主要指标完成情况表", "Main indicators").to_string(),
        headings: heads,
        rows: rows.collect(),
    }
}

/// Returns special boxes, one row per item; a box without items has one row.
pub(super) fn boxes(boxes: &[(&Dossier, BoxIndex)], language: Language) -> Sheet {
    let mut rows = Vec::new();
    for (dossier, index) in boxes {
        let Some(record) = BoxRecord::of(dossier, *index) else { continue };
        rows.extend(record.rows(&dossier.plan.title));
    }
    Sheet {
        title: language.pick("专栏", "Special boxes").to_string(),
        headings: headings(&BOX_HEADINGS, language),
        rows,
    }
}

impl BoxRecord<'_> {
    /// Returns the box as rows of a table: one per item, or a single one if there are none. `plan` is the content of
    /// the first column.
    pub fn rows(&self, plan: &str) -> Vec<Vec<Cell>> {
        let head: [Cell; 4] = [plan.into(), self.number.into(), self.title.into(), self.path.join(" › ").into()];
        if self.items.is_empty() {
            return vec![head.into_iter().chain(std::iter::repeat_n(Cell::Empty, 5)).collect()];
        }
        let row = |item: &BoxItem| {
            let cells: [Cell; 5] = [
                item.group.into(),
                item.id.to_string().into(),
                item.number.into(),
                item.title.into(),
                item.text.into(),
            ];
            head.iter().cloned().chain(cells).collect()
        };
        self.items.iter().map(row).collect()
    }
}
