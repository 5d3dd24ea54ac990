//! Columns: what can be filled in, and by which headings offices know it.

use crate::text::Language;
use crate::text::fold::to_half_width;

/// Something that an office fills in for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ListField {
    /// The lead departments.
    Lead,
    /// The supporting departments.
    Support,
    /// The responsible person.
    Person,
    /// The due year.
    Due,
    /// What it is to reach in the year of the row's period.
    Goal,
    /// The status in the row's period.
    Status,
    /// The progress in per cent in the row's period.
    Progress,
    /// What was done in the row's period.
    Done,
    /// What is stuck.
    Problem,
    /// What comes next.
    Next,
    /// What proves it.
    Evidence,
    /// An indicator's value in a year.
    Reading(i32),
}

/// The headings of a field, the one that an export writes first in each language.
const NAMES: [(ListField, &[&str], &[&str]); 11] = [
    (
        ListField::Lead,
        &["牵头单位", "责任单位", "牵头部门", "责任部门", "主办单位", "牵头责任单位", "主责单位", "责任主体"],
        &["lead", "lead department"],
    ),
    (
        ListField::Support,
        &["配合单位", "配合部门", "协办单位", "参与单位", "参加单位", "协同单位"],
        &["support", "supporting departments"],
    ),
    (ListField::Person, &["责任人", "负责人", "责任人员"], &["person", "responsible person"]),
    (ListField::Due, &["完成时限", "完成年限", "完成时间", "时限", "完成年份", "办结时限"], &["due", "due year"]),
    (ListField::Goal, &["年度目标", "年度工作目标", "本年目标", "当年目标", "年度计划"], &["goal", "yearly goal"]),
    (ListField::Status, &["状态", "任务状态", "完成状态", "进展状态"], &["status"]),
    (ListField::Progress, &["进度", "完成进度", "完成率", "完成比例", "进度%", "完成率%"], &["progress", "progress%"]),
    (ListField::Done, &["进展情况", "完成情况", "工作进展", "进展", "落实情况", "推进情况", "工作完成情况"], &["done"]),
    (ListField::Problem, &["存在问题", "问题", "主要问题", "存在的问题", "存在问题及原因"], &["problem", "problems"]),
    (
        ListField::Next,
        &["下一步措施", "下一步工作", "下一步打算", "下一步计划", "下一步工作措施", "下步措施", "下一步"],
        &["next"],
    ),
    (ListField::Evidence, &["佐证材料", "佐证", "证明材料", "印证材料"], &["evidence"]),
];

const ID: [&str; 5] = ["id", "任务id", "指标id", "任务编码", "指标编码"];
const PERIOD: [&str; 4] = ["评估期", "评估年度", "填报年度", "period"];
const READING: [&str; 5] = ["实际值", "完成值", "实际完成值", "reading", "readings"];

/// Headings of columns that a list only shows.
const SHOWN: [&str; 39] = [
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
    "专栏",
    "专栏名称",
    "组别",
    "项目",
    "项目名称",
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
];

/// What a heading says about its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// The item's id.
    Id,
    /// The evaluation period of the row's review.
    Period,
    /// A field to fill in, and whether this is the name that an export gives it.
    Fill(ListField, bool),
    /// Something that the list only shows, so that people know what a row is about.
    Shown,
}

impl Heading {
    /// What a heading says, blanks, width, case and remarks in brackets aside. `None` for words of the office's own.
    pub fn recognise(text: &str) -> Option<Heading> {
        let plain = plain(text);
        let is = |names: &[&str]| names.iter().any(|name| *name == plain);
        if is(&ID) {
            return Some(Heading::Id);
        }
        if is(&PERIOD) {
            return Some(Heading::Period);
        }
        for (field, zh, en) in &NAMES {
            if is(zh) || is(en) {
                return Some(Heading::Fill(*field, plain == zh[0] || plain == en[0]));
            }
        }
        match of_a_year(&plain) {
            Some((year, what)) if READING.contains(&what) => Some(Heading::Fill(ListField::Reading(year), true)),
            Some((_, what)) if SHOWN.contains(&what) => Some(Heading::Shown),
            _ => is(&SHOWN).then_some(Heading::Shown),
        }
    }

    /// The field to fill in, if the column has one.
    pub fn field(self) -> Option<ListField> {
        match self {
            Heading::Fill(field, _) => Some(field),
            _ => None,
        }
    }
}

impl ListField {
    /// The field's name as an export heads its column.
    pub fn label(self, language: Language) -> String {
        if let ListField::Reading(year) = self {
            return format!("{year} {}", language.pick("实际值", "reading"));
        }
        let names = NAMES.iter().find(|(field, ..)| *field == self);
        names.map_or("", |(_, zh, en)| language.pick(zh[0], en[0])).to_string()
    }

    /// Whether it belongs to one period: its review, or the goal of its year.
    pub fn is_of_period(self) -> bool {
        !matches!(
            self,
            ListField::Lead | ListField::Support | ListField::Person | ListField::Due | ListField::Reading(_)
        )
    }
}

/// A heading without what differs from office to office: width, case, blanks, stars, remarks in brackets.
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

/// `2023年实际值` as its year and the rest.
fn of_a_year(plain: &str) -> Option<(i32, &str)> {
    let year = plain.get(..4)?.parse().ok().filter(|year| (1950..=2100).contains(year))?;
    let rest = plain.get(4..)?.trim_start();
    let rest = rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年')).unwrap_or(rest);
    Some((year, rest.trim()))
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
            ("牵 头\n单 位", fill(ListField::Lead)),
            ("责任单位*", also(ListField::Lead)),
            ("完成情况", also(ListField::Done)),
            ("进度（%）", fill(ListField::Progress)),
            ("进度%", also(ListField::Progress)),
            ("2023 实际值", fill(ListField::Reading(2023))),
            ("２０２３年实际值", fill(ListField::Reading(2023))),
            ("2023 reading", fill(ListField::Reading(2023))),
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
        for (field, ..) in NAMES {
            for language in [Language::Zh, Language::En] {
                assert_eq!(Heading::recognise(&field.label(language)), Some(Heading::Fill(field, true)));
            }
        }
        assert_eq!(ListField::Reading(2023).label(Language::Zh), "2023 实际值");
    }

    #[test]
    fn no_heading_has_two_meanings() {
        let mut seen = std::collections::HashSet::new();
        let all = NAMES.iter().flat_map(|(_, zh, en)| zh.iter().chain(en.iter()));
        for name in all.chain(&ID).chain(&PERIOD).chain(&READING).chain(&SHOWN) {
            assert!(seen.insert(name), "{name}");
        }
    }
}
