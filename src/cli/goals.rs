//! `goal` and `work-plan`: the goals of tasks for a year, and their standing.

use serde::Serialize;

use crate::desk::{Command, Field};
use crate::office::period::{Periods, this_year};
use crate::plan::{
    AskedPeriod, Attainment, Dossier, Due, Indicator, ItemId, ItemKind, Period, PlanId, Progress, Status, Task,
    Thresholds, Year,
};
use crate::text::{Label, Language};

use super::args::{GoalArguments, WorkPlanArguments};
use super::change::{execute, field};
use super::failure::Failure;
use super::filter::{self, tone};
use super::indicators;
use super::invocation::Invocation;
use super::list::List;
use super::table::Entry;

/// Sets goals.
pub(super) fn set(invocation: &Invocation, arguments: GoalArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let text: Field<String> = field(Some(arguments.text));
    execute(invocation, &desk, Command::SetGoal { items: arguments.ids, year: arguments.year, text })
}

/// The position in tables for columns that come last.
const LAST: usize = usize::MAX;

/// A task with its goal for a year, or an indicator with its target for it.
#[derive(Serialize)]
struct GoalRecord<'a> {
    id: &'a ItemId,
    plan: &'a PlanId,
    plan_title: &'a str,
    title: &'a str,
    lead: Vec<String>,
    due: Option<Year>,
    due_by: Option<String>,
    year: Year,
    goal: &'a str,
    status: Option<Status>,
    progress: Option<Progress>,
    done: Option<&'a str>,
    /// An indicator's value in the year.
    reading: Option<f64>,
    attainment: Option<Attainment>,
}

impl<'a> GoalRecord<'a> {
    fn is_of_indicator(&self) -> bool {
        self.id.kind == ItemKind::Indicator
    }

    fn of(dossier: &'a Dossier, task: &'a Task, year: Year) -> Option<Self> {
        let goal = dossier.goal(&task.id, year)?;
        let review = dossier.review(&task.id, Period::annual(year));
        let assignment = dossier.assignment(task);
        Some(GoalRecord {
            id: &task.id,
            plan: &dossier.plan.id,
            plan_title: &dossier.plan.title,
            title: &task.title,
            lead: assignment.lead,
            due: assignment.due.map(Due::year),
            due_by: assignment.due.map(|due| due.to_string()),
            year,
            goal,
            status: review.and_then(|review| review.status),
            progress: review.and_then(|review| review.progress),
            done: review.and_then(|review| review.done.as_deref()),
            reading: None,
            attainment: None,
        })
    }

    /// The record of an indicator that has a target of the year.
    fn of_indicator(
        dossier: &'a Dossier,
        indicator: &'a Indicator,
        year: Year,
        thresholds: &Thresholds,
    ) -> Option<Self> {
        let key = (indicator.id.clone(), year);
        let target = dossier.yearly_targets.get(&key)?;
        let reading = dossier.readings.get(&key).map(|reading| reading.value);
        Some(GoalRecord {
            id: &indicator.id,
            plan: &dossier.plan.id,
            plan_title: &dossier.plan.title,
            title: &indicator.name,
            lead: dossier.responsible(indicator).lead,
            due: None,
            due_by: None,
            year,
            goal: &target.text,
            status: None,
            progress: None,
            done: None,
            reading,
            attainment: reading.map(|_| dossier.judge(indicator, thresholds, Period::annual(year))),
        })
    }
}

/// Lists the work plan of a year.
pub(super) fn work_plan(invocation: &Invocation, arguments: &WorkPlanArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let year = arguments.year.unwrap_or_else(this_year);
    let periods = Periods::given(AskedPeriod::Period(Period::annual(year)));
    let dossiers = filter::dossiers_in(&snapshot, &arguments.of, &periods, invocation.language)?;
    let department = arguments.department.as_deref().map(|name| snapshot.department(name));
    let is_theirs = |dossier: &Dossier, task: &Task| {
        department.as_ref().is_none_or(|department| dossier.assignment(task).involves(department))
    };
    let tasks = dossiers.iter().flat_map(|&dossier| dossier.plan.tasks.iter().map(move |task| (dossier, task)));
    let mut records: Vec<GoalRecord> = tasks
        .filter(|(dossier, task)| is_theirs(dossier, task))
        .filter_map(|(dossier, task)| GoalRecord::of(dossier, task, year))
        .collect();
    let thresholds = &snapshot.settings().thresholds;
    let theirs = indicators::of(&dossiers, department.as_deref()).into_iter();
    records.extend(theirs.filter_map(|(d, indicator)| GoalRecord::of_indicator(d, indicator, year, thresholds)));
    if records.is_empty() {
        invocation.note(&invocation.words(
            format!("{year} 年尚无年度目标；用 plandesk goal 填写，或在导出的任务分解表“年度目标”列填写后收回"),
            format!("there is no goal for {year} yet; set them with `plandesk goal`, or in the column “goal” of an exported list"),
        ));
    }
    invocation.out.found(&records, &columns(invocation.language))
}

fn columns<'a>(language: Language) -> List<'a, GoalRecord<'a>> {
    List::<GoalRecord>::new(language)
        .words("id", ["id", "id"])
        .file("plan")
        .file("plan_title")
        .long("title", ["任务、指标", "task or indicator"])
        .words("lead", ["牵头", "lead"])
        .before(LAST)
        .figures("due", ["到期", "due"])
        .at("due_by")
        .before(LAST)
        .file("year")
        .long("goal", ["年度目标", "goal"])
        .words("status", ["状态", "status"])
        .told(move |r| match r.attainment {
            Some(attainment) => attainment.label(language).into(),
            None if r.is_of_indicator() => "".into(),
            None => Entry::toned(r.status.label(language), tone(r.status)),
        })
        .before(1)
        .figures("progress", ["进度", "progress"])
        .told(|r| r.progress.map(|progress| format!("{progress}%")).unwrap_or_default().into())
        .before(1)
        .figures("reading", ["实际值", "reading"])
        .file("attainment")
        .long("done", ["进展情况", "done"])
}
