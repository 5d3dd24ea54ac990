//! Supervision cases (督办台账) and their steps.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::sheet::{Cell, Sheet};
use crate::plan::{CaseAct, CaseAt, CaseId, CaseState, Grade, ItemId, PlanId, Side};
use crate::text::{Label, Language};

pub(super) const HEADINGS: [(&str, &str); 16] = [
    ("序号", "no."),
    ("id", "id"),
    ("文号", "case number"),
    ("规划", "plan"),
    ("督办事项", "matter"),
    ("涉及条目", "items"),
    ("督办对象", "addressed to"),
    ("立项日期", "opened"),
    ("环节", "stage"),
    ("轮到", "turn"),
    ("在此环节天数", "days in stage"),
    ("本环节时限", "step by"),
    ("逾期天数", "days late"),
    ("最近反馈", "last word"),
    ("办结日期", "closed"),
    ("评价等次", "grade"),
];

/// A case with where it stands.
#[derive(Debug, Serialize)]
pub struct CaseRecord<'a> {
    /// Its id.
    pub id: CaseId,
    /// The id of the plan.
    pub plan: &'a PlanId,
    /// The plan's title.
    pub plan_title: &'a str,
    /// The number that the office gave it.
    pub number: Option<&'a str>,
    /// The matter.
    pub title: &'a str,
    /// The items that it is about.
    pub items: &'a [ItemId],
    /// The present name of its department.
    pub department: String,
    /// The state.
    pub state: CaseState,
    /// The side whose turn it is; none once it is over.
    pub turn: Option<Side>,
    /// The day since which it is in this state.
    #[serde(serialize_with = "day")]
    pub since: Date,
    /// The number of days that it has been in this state.
    pub days: i32,
    /// The last day for the next step; none once it is over.
    #[serde(serialize_with = "some_day")]
    pub due: Option<Date>,
    /// The number of days by which the next step is late; none if it is not.
    pub late: Option<i32>,
    /// The day on which it was opened.
    #[serde(serialize_with = "day")]
    pub opened: Date,
    /// The day on which it was closed.
    #[serde(serialize_with = "some_day")]
    pub closed: Option<Date>,
    /// The demand.
    pub demand: Option<&'a str>,
    /// The last words of the department.
    pub last_word: Option<&'a str>,
    /// The grade of its evaluation.
    pub grade: Option<Grade>,
    /// Every step from the opening on.
    pub steps: Vec<CaseStepRecord<'a>>,
}

/// A step of a case. The opening has the number 0.
#[derive(Debug, Clone, Serialize)]
pub struct CaseStepRecord<'a> {
    /// The number.
    pub number: u32,
    /// The act; none for the opening.
    #[serde(rename = "step", serialize_with = "act_name")]
    pub act: Option<CaseAct>,
    /// The person.
    pub by: &'a str,
    /// The day.
    #[serde(serialize_with = "day")]
    pub day: Date,
    /// The demand of the opening; what was done, answered or given as a reason.
    pub words: Option<&'a str>,
    /// The day up to which time was asked for or granted.
    #[serde(serialize_with = "some_day")]
    pub until: Option<Date>,
    /// The grade of an evaluation.
    pub grade: Option<Grade>,
}

fn day<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

fn some_day<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.to_string()).serialize(serializer)
}

/// Writes the name of an act; the opening is `open`.
fn act_name<S: Serializer>(act: &Option<CaseAct>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(act.map_or("open", CaseAct::name))
}

impl<'a> CaseRecord<'a> {
    /// Returns the record of a case as seen on a day.
    pub fn of(at: &CaseAt<'a>, today: Date) -> Self {
        let (case, standing) = (at.case, at.standing);
        let steps = || at.steps().map(|(_, step)| step);
        let is_word = |act: CaseAct| matches!(act, CaseAct::Progress | CaseAct::Answer);
        CaseRecord {
            id: at.id(),
            plan: &at.dossier.plan.id,
            plan_title: &at.dossier.plan.title,
            number: case.reference.as_deref(),
            title: &case.title,
            items: &case.items,
            department: at.department(),
            state: standing.state,
            turn: standing.turn(),
            since: standing.since,
            days: standing.days_here(today),
            due: standing.due,
            late: standing.days_over(today),
            opened: case.day,
            closed: steps().find(|step| step.act == CaseAct::Close).map(|step| step.day),
            demand: case.words.as_deref(),
            last_word: steps().filter(|step| is_word(step.act)).last().and_then(|step| step.words.as_deref()),
            grade: steps().find_map(|step| step.grade),
            steps: CaseStepRecord::all(at),
        }
    }
}

impl<'a> CaseStepRecord<'a> {
    /// Returns the opening and the steps of a case.
    pub fn all(at: &CaseAt<'a>) -> Vec<Self> {
        let case = at.case;
        let (by, words) = (case.by.as_str(), case.words.as_deref());
        let opening = CaseStepRecord { number: 0, act: None, by, day: case.day, words, until: case.due, grade: None };
        let steps = at.steps().map(|(number, step)| CaseStepRecord {
            number,
            act: Some(step.act),
            by: &step.by,
            day: step.day,
            words: step.words.as_deref(),
            until: step.until,
            grade: step.grade,
        });
        std::iter::once(opening).chain(steps).collect()
    }

    /// Returns the act in words.
    pub fn act_in_words(&self, language: Language) -> &'static str {
        self.act.map_or(language.pick("立项", "opened"), |act| act.label(language))
    }
}

/// Returns the list of cases (督办台账).
pub fn sheet(records: &[CaseRecord], language: Language) -> Sheet {
    let row = |(place, record): (usize, &CaseRecord)| -> Vec<Cell> {
        vec![
            (place + 1).into(),
            record.id.to_string().into(),
            record.number.into(),
            record.plan_title.into(),
            record.title.into(),
            record.items.iter().map(ItemId::short).collect::<Vec<_>>().join(" ").into(),
            record.department.as_str().into(),
            record.opened.to_string().into(),
            record.state.label(language).into(),
            record.turn.map(|turn| turn.label(language)).into(),
            record.turn.map(|_| f64::from(record.days)).into(),
            record.due.map(|due| due.to_string()).into(),
            record.late.map(f64::from).into(),
            record.last_word.into(),
            record.closed.map(|day| day.to_string()).into(),
            record.grade.map(|grade| grade.label(language)).into(),
        ]
    };
    Sheet {
        title: language.pick("督办台账", "Supervision cases").to_string(),
        headings: HEADINGS.iter().map(|(zh, en)| language.pick(zh, en).to_string()).collect(),
        rows: records.iter().enumerate().map(row).collect(),
    }
}
