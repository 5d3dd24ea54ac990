//! Columns: the headings by which offices name the fields.

use crate::plan::{Period, RecordField, Year};
use crate::text::Language;
use crate::text::fold::to_half_width;

/// Further headings of a field besides its label, in Chinese and in English.
const ALSO: [(RecordField, &[&str], &[&str]); 14] = [
    (
        RecordField::Lead,
        &["责任单位", "牵头部门", "责任部门", "主办单位", "牵头责任单位", "主责单位", "责任主体"],
        &["lead department"],
    ),
    (RecordField::Support, &["配合部门", "协办单位", "参与单位", "参加单位", "协同单位"], &["supporting departments"]),
    (RecordField::Person, &["负责人", "责任人员"], &["responsible person"]),
    (
        RecordField::Official,
        &["分管领导姓名", "分管负责人", "责任领导", "分管县领导", "分管局领导"],
        &["leading official"],
    ),
    (RecordField::Section, &["科室", "承办科室", "责任处室", "责任股室", "处室", "股室"], &[]),
    (RecordField::Contact, &["联系人及电话", "联系人和联系电话", "联系人及联系电话", "联络员"], &["contact person"]),
    (RecordField::Due, &["完成年限", "完成时间", "时限", "完成年份", "办结时限", "到期"], &["due year"]),
    (RecordField::Goal, &["年度工作目标", "本年目标", "当年目标", "年度计划"], &["yearly goal"]),
    (RecordField::Status, &["任务状态", "完成状态", "进展状态"], &[]),
    (RecordField::Progress, &["完成进度", "完成率", "完成比例", "进度%", "完成率%"], &["progress%"]),
    (RecordField::Done, &["完成情况", "工作进展", "进展", "落实情况", "推进情况", "工作完成情况"], &[]),
    (RecordField::Problem, &["问题", "主要问题", "存在的问题", "存在问题及原因"], &["problems"]),
    (RecordField::Next, &["下一步工作", "下一步打算", "下一步计划", "下一步工作措施", "下步措施", "下一步"], &[]),
    (RecordField::Evidence, &["佐证", "证明材料", "印证材料"], &[]),
];

const ID: [&str; 5] = ["id", "任务id", "指标id", "任务编码", "指标编码"];
const PERIOD: [&str; 4] = ["评估期", "评估年度", "填报年度", "period"];
/// Headings of columns that identify an item, of those that name its plan, and of those that depend on the sheet.
const NAMES: [&str; 14] = [
    "任务",
    "任务名称",
    "内容",
    "任务内容",
    "指标",
    "指标名称",
    "项目",
    "项目名称",
    "工作任务",
    "重点任务",
    "task",
    "text",
    "indicator",
    "project",
];
const PLAN: [&str; 2] = ["规划", "plan"];
const OF_SHEET: [&str; 4] = ["序号", "角色", "no.", "role"];
const READING: [&str; 5] = ["实际值", "完成值", "实际完成值", "reading", "readings"];

/// Headings of columns that are only shown.
const SHOWN: [&str; 53] = [
    "序号",
    "规划",
    "出处",
    "编号",
    "任务",
    "任务名称",
    "内容",
    "任务内容",
    "角色",
    "类别",
    "指标",
    "指标名称",
    "单位",
    "性质",
    "指标性质",
    "口径",
    "definition",
    "专栏",
    "专栏名称",
    "组别",
    "项目",
    "项目名称",
    "工作任务",
    "重点任务",
    "no.",
    "plan",
    "place",
    "number",
    "task",
    "text",
    "role",
    "category",
    "indicator",
    "unit",
    "nature",
    "box",
    "box title",
    "group",
    "project",
    "基期值",
    "baseline",
    "目标值",
    "target",
    "本期节点目标",
    "灯",
    "需协调事项",
    "下期计划",
    "节点时限",
    "milestone",
    "light",
    "asks",
    "next milestone",
    "milestone due",
];

/// The meaning of a column heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// The id of the item.
    Id,
    /// The evaluation period of the row's review.
    Period,
    /// A field to fill in, and true if the heading is the one used in exports.
    Fill(RecordField, bool),
    /// A column that only identifies the row for people.
    Shown,
}

impl Heading {
    /// Returns the meaning of a heading, ignoring blanks, width, case and remarks in brackets; `None` for an unknown one.
    pub fn recognise(text: &str) -> Option<Heading> {
        let plain = plain(text);
        let is = |names: &[&str]| names.iter().any(|name| *name == plain);
        if is(&ID) {
            return Some(Heading::Id);
        }
        if is(&PERIOD) {
            return Some(Heading::Period);
        }
        for (field, zh, en) in &ALSO {
            let is_label = [Language::Zh, Language::En].iter().any(|language| field.label(*language) == plain);
            if is_label || is(zh) || is(en) {
                return Some(Heading::Fill(*field, is_label));
            }
        }
        match of_a_year(&plain) {
            Some((year, what)) if READING.contains(&what) => {
                Some(Heading::Fill(RecordField::Reading(Period::annual(year)), true))
            }
            Some((_, what)) if SHOWN.contains(&what) => Some(Heading::Shown),
            _ if is(&SHOWN) => Some(Heading::Shown),
            _ => of_a_part(&plain).map(|period| Heading::Fill(RecordField::Reading(period), true)),
        }
    }

    /// Returns true if columns with this heading identify the item of a row.
    pub fn names_item(text: &str) -> bool {
        NAMES.contains(&plain(text).as_str())
    }

    /// Returns true if columns with this heading name the plan of a row.
    pub fn names_plan(text: &str) -> bool {
        PLAN.contains(&plain(text).as_str())
    }

    /// Returns true if the content of columns with this heading depends on the sheet, and not only on the item.
    pub fn is_of_sheet(text: &str) -> bool {
        OF_SHEET.contains(&plain(text).as_str())
    }

    /// Returns the headings in a row of cells. In a list of indicators 完成情况 is the attainment, which is not filled in.
    pub fn row(texts: &[String]) -> Vec<Option<Heading>> {
        let mut found: Vec<Option<Heading>> = texts.iter().map(|text| Heading::recognise(text)).collect();
        let is_reading = |heading: &Option<Heading>| matches!(heading, Some(Heading::Fill(RecordField::Reading(_), _)));
        if found.iter().any(is_reading) {
            for heading in found.iter_mut().filter(|heading| **heading == Some(Heading::Fill(RecordField::Done, false)))
            {
                *heading = Some(Heading::Shown);
            }
        }
        found
    }

    /// Returns the field to fill in; `None` for other columns.
    pub fn field(self) -> Option<RecordField> {
        match self {
            Heading::Fill(field, _) => Some(field),
            _ => None,
        }
    }
}

/// Returns a heading without variations: width, case, blanks, asterisks, remarks in brackets.
fn plain(text: &str) -> String {
    let folded = to_half_width(text).to_lowercase();
    let mut depth = 0_usize;
    let mut plain = String::new();
    for c in folded.chars() {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            '*' | ':' => {}
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let chinese = !plain.is_ascii();
    if chinese { plain.split_whitespace().collect() } else { plain.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// Splits a heading such as `2023年实际值` into its year and the rest.
fn of_a_year(plain: &str) -> Option<(Year, &str)> {
    let year = Year::of_digits(plain.get(..4)?)?;
    let rest = plain.get(4..)?.trim_start();
    let rest = rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年')).unwrap_or(rest);
    Some((year, rest.trim()))
}

/// Reads a heading such as `2026年一季度实际值` or `2026Q1 reading`: the part of a year of which it has the readings.
fn of_a_part(plain: &str) -> Option<Period> {
    let period = READING.iter().find_map(|words| plain.strip_suffix(words))?.trim_end();
    period.parse().ok().filter(|period: &Period| period.year().is_some() && !period.is_annual())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_the_names_that_offices_use() {
        let fill = |field| Some(Heading::Fill(field, true));
        let also = |field| Some(Heading::Fill(field, false));
        for (text, heading) in [
            ("id", Some(Heading::Id)),
            (" ＩＤ（请勿改动）", Some(Heading::Id)),
            ("评估期", Some(Heading::Period)),
            ("牵 头\n单 位", fill(RecordField::Lead)),
            ("责任单位*", also(RecordField::Lead)),
            ("完成情况", also(RecordField::Done)),
            ("进度（%）", fill(RecordField::Progress)),
            ("进度%", also(RecordField::Progress)),
            ("2023 实际值", fill(RecordField::Reading(Period::annual(Year(2023))))),
            ("２０２３年实际值", fill(RecordField::Reading(Period::annual(Year(2023))))),
            ("2023 reading", fill(RecordField::Reading(Period::annual(Year(2023))))),
            ("2026年一季度 实际值", fill(RecordField::Reading("2026Q1".parse().unwrap()))),
            ("2026Q1 reading", fill(RecordField::Reading("2026Q1".parse().unwrap()))),
            ("2026年3月实际值", fill(RecordField::Reading("2026-03".parse().unwrap()))),
            ("2025 目标值", Some(Heading::Shown)),
            ("no.", Some(Heading::Shown)),
            ("备注", None),
            ("实际值", None),
            ("", None),
        ] {
            assert_eq!(Heading::recognise(text), heading, "{text:?}");
        }
    }

    #[test]
    fn every_label_is_recognised_as_its_field() {
        for field in RecordField::NAMED {
            for language in [Language::Zh, Language::En] {
                assert_eq!(Heading::recognise(&field.label(language)), Some(Heading::Fill(field, true)));
            }
        }
        assert_eq!(RecordField::Reading(Period::annual(Year(2023))).label(Language::Zh), "2023 实际值");
    }

    #[test]
    fn no_heading_has_two_meanings() {
        let mut seen = std::collections::HashSet::new();
        let also = ALSO.iter().flat_map(|(_, zh, en)| zh.iter().chain(en.iter()));
        let labels = RecordField::NAMED.map(|field| [field.label(Language::Zh), field.label(Language::En)]);
        let labels = labels.as_flattened().iter().map(String::as_str);
        for name in also.copied().chain(labels).chain(ID).chain(PERIOD).chain(READING).chain(SHOWN) {
            assert!(seen.insert(name), "{name}");
        }
    }
}
