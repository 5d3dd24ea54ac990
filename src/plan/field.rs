//! Fields of records: what a person enters for an item, one at a time.
//!
//! Lists that come back, changes that are compared, and forms on the screen name fields and their values by these.

use super::{Due, Period, Progress, Status};
use crate::text::{Label, Language};

/// A field that a person enters for a task, a project or an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecordField {
    /// The lead departments.
    Lead,
    /// The supporting departments.
    Support,
    /// The responsible person.
    Person,
    /// The leading official in charge.
    Official,
    /// The section of the lead department.
    Section,
    /// The person to ask.
    Contact,
    /// By when it is due.
    Due,
    /// The goal of a year.
    Goal,
    /// The status in a period.
    Status,
    /// The progress in a period, in per cent.
    Progress,
    /// The work done in a period.
    Done,
    /// The problem met in a period.
    Problem,
    /// The next steps after a period.
    Next,
    /// The evidence of a period's work.
    Evidence,
    /// The measured value of an indicator, for the year, or the part of one, in the heading of its column.
    Reading(Period),
}

impl RecordField {
    /// Every field with one name: all but the readings, which are named with their year.
    pub const NAMED: [RecordField; 14] = [
        RecordField::Lead,
        RecordField::Support,
        RecordField::Person,
        RecordField::Official,
        RecordField::Section,
        RecordField::Contact,
        RecordField::Due,
        RecordField::Goal,
        RecordField::Status,
        RecordField::Progress,
        RecordField::Done,
        RecordField::Problem,
        RecordField::Next,
        RecordField::Evidence,
    ];

    /// The field's name, as on the heading of an exported column.
    pub fn label(self, language: Language) -> String {
        let (zh, en) = match self {
            RecordField::Lead => ("牵头单位", "lead"),
            RecordField::Support => ("配合单位", "support"),
            RecordField::Person => ("责任人", "person"),
            RecordField::Official => ("分管领导", "official"),
            RecordField::Section => ("责任科室", "section"),
            RecordField::Contact => ("联系人", "contact"),
            RecordField::Due => ("完成时限", "due"),
            RecordField::Goal => ("年度目标", "goal"),
            RecordField::Status => ("状态", "status"),
            RecordField::Progress => ("进度", "progress"),
            RecordField::Done => ("进展情况", "done"),
            RecordField::Problem => ("存在问题", "problem"),
            RecordField::Next => ("下一步措施", "next"),
            RecordField::Evidence => ("佐证材料", "evidence"),
            RecordField::Reading(period) => {
                let name = if period.is_annual() { period.to_string() } else { period.name(language) };
                return format!("{name} {}", language.pick("实际值", "reading"));
            }
        };
        language.pick(zh, en).to_string()
    }

    /// Returns true if the field belongs to one period: to its review, or to the goal of its year.
    pub fn is_of_period(self) -> bool {
        !matches!(
            self,
            RecordField::Lead
                | RecordField::Support
                | RecordField::Person
                | RecordField::Official
                | RecordField::Section
                | RecordField::Contact
                | RecordField::Due
                | RecordField::Reading(_)
        )
    }
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    /// Departments by the names that were entered.
    Names(Vec<String>),
    /// Words.
    Words(String),
    /// A status.
    Status(Status),
    /// A progress.
    Percent(Progress),
    /// By when something is due.
    Due(Due),
    /// A value in an indicator's unit.
    Figure(f64),
}

impl FieldValue {
    /// The value as a list shows it.
    pub fn text(&self, language: Language) -> String {
        match self {
            FieldValue::Names(names) => names.join("、"),
            FieldValue::Words(words) => words.clone(),
            FieldValue::Status(status) => status.label(language).to_string(),
            FieldValue::Percent(percent) => percent.to_string(),
            FieldValue::Due(due) => due.name(language),
            FieldValue::Figure(value) => value.to_string(),
        }
    }
}
