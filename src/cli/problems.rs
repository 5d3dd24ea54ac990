//! `problems` and `solve`: the list of problems over all periods (问题台账).

use crate::desk::Command;
use crate::export::records::ProblemRecord;
use crate::export::sheet::{Cell, Sheet};
use crate::plan::{Dossier, Problem, Solution, problem};

use super::args::{ProblemState, ProblemsArguments, SolveArguments};
use super::change::execute;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::output::sheet;
use super::table::{Column, Entry, Table, Tone};

/// Lists problems, open ones first.
pub(super) fn list(invocation: &Invocation, arguments: &ProblemsArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, &arguments.of, invocation.language)?;
    let department = arguments.department.as_deref().map(|name| snapshot.departments().canonical(name.trim()));
    let found = of(&dossiers, department, arguments.state);
    let in_period = |found: &Problem| {
        let solved = found.solution.map(|solution| solution.period);
        arguments.period.is_none_or(|period| found.raised == period || found.last == period || solved == Some(period))
    };
    let records: Vec<ProblemRecord> = found
        .iter()
        .filter(|(_, problem)| in_period(problem))
        .map(|(dossier, problem)| ProblemRecord::of(dossier, problem))
        .collect();
    invocation.out.found(&records, || table(invocation, &records), || csv(&records))
}

/// The problems of some plans that a department is involved in, open ones first.
pub(super) fn of<'a>(
    dossiers: &[&'a Dossier],
    department: Option<&str>,
    state: ProblemState,
) -> Vec<(&'a Dossier, Problem<'a>)> {
    let all = dossiers.iter().flat_map(|&dossier| problem::problems(dossier).into_iter().map(move |p| (dossier, p)));
    let mut found: Vec<(&Dossier, Problem)> = all
        .filter(|(dossier, problem)| {
            department.is_none_or(|department| dossier.assignment(problem.task).involves(department))
        })
        .filter(|(_, problem)| match problem.solution {
            Some(_) => !state.open,
            None => !state.solved,
        })
        .collect();
    found.sort_by_key(|(_, problem)| problem.solution.is_some());
    found
}

/// Records how problems were solved, or opens them again.
pub(super) fn solve(invocation: &Invocation, arguments: SolveArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let problems = arguments.ids.into_iter().map(|id| (id, arguments.raised)).collect();
    let solution = arguments.period.map(|period| Solution { period, how: arguments.how });
    execute(invocation, &desk, Command::Solve { problems, solution })
}

fn table(invocation: &Invocation, records: &[ProblemRecord]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::words("id"),
        Column::words(head("台账", "state")),
        Column::words(head("提出", "raised")),
        Column::words(head("最近", "last")),
        Column::long(head("任务", "task")),
        Column::words(head("牵头", "lead")),
        Column::long(head("问题", "problem")),
        Column::long(head("下一步", "next")),
        Column::words(head("解决于", "solved in")),
        Column::long(head("解决情况", "how")),
    ];
    let row = |record: &ProblemRecord| -> Vec<Entry> {
        let (state, tone) = match record.solution {
            Some(_) => (head("已解决", "solved"), Tone::Good),
            None => (head("未解决", "open"), Tone::Bad),
        };
        vec![
            record.id.to_string().into(),
            Entry::toned(state, tone),
            record.raised.to_string().into(),
            record.last.to_string().into(),
            record.title.into(),
            record.lead.join("、").into(),
            record.problem.into(),
            record.next.unwrap_or_default().into(),
            record.solution.map(|solution| solution.period.to_string()).unwrap_or_default().into(),
            record.solution.and_then(|solution| solution.how.clone()).unwrap_or_default().into(),
        ]
    };
    Table { columns, rows: records.iter().map(row).collect() }
}

fn csv(records: &[ProblemRecord]) -> Sheet {
    let headings =
        ["id", "plan", "plan_title", "title", "lead", "raised", "last", "problem", "next", "state", "solved_in", "how"];
    let row = |record: &ProblemRecord| -> Vec<Cell> {
        vec![
            record.id.to_string().into(),
            record.plan.as_str().into(),
            record.plan_title.into(),
            record.title.into(),
            record.lead.join("、").into(),
            record.raised.to_string().into(),
            record.last.to_string().into(),
            record.problem.into(),
            record.next.into(),
            if record.solution.is_some() { "solved" } else { "open" }.into(),
            record.solution.map(|solution| solution.period.to_string()).into(),
            record.solution.and_then(|solution| solution.how.clone()).into(),
        ]
    };
    sheet(&headings, records.iter().map(row).collect())
}
