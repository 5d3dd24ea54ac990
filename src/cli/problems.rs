//! `problems` and `solve`: the problems of all periods (问题台账).

use crate::desk::Command;
use crate::export::records::ProblemRecord;
use crate::office::period::Periods;
use crate::plan::{Dossier, Problem, Solution, problem};
use crate::text::Language;

use super::args::{ProblemState, ProblemsArguments, SolveArguments};
use super::change::execute;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::list::List;
use super::table::{Entry, Tone};

/// Lists problems, open ones first.
pub(super) fn list(invocation: &Invocation, arguments: &ProblemsArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, &arguments.of, invocation.language)?;
    let department = arguments.department.as_deref().map(|name| snapshot.department(name));
    let found = of(&dossiers, department.as_deref(), arguments.state);
    let in_period = |dossier: &Dossier, found: &Problem| {
        let solved = found.solution.map(|solution| solution.period);
        let period = arguments.period.map(|asked| Periods::given(asked).of(dossier));
        period.is_none_or(|period| found.raised == period || found.last == period || solved == Some(period))
    };
    let records: Vec<ProblemRecord> = found
        .iter()
        .filter(|(dossier, problem)| in_period(dossier, problem))
        .map(|(dossier, problem)| ProblemRecord::of(dossier, problem))
        .collect();
    invocation.out.found(&records, &columns(invocation.language))
}

/// Returns the problems of some plans that concern a department, open ones first.
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

/// Records the solution of problems, or reopens them.
pub(super) fn solve(invocation: &Invocation, arguments: SolveArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let of = |asked| filter::period_of(&snapshot, &arguments.ids, asked);
    let (raised, solved) = (of(arguments.raised), arguments.period.map(of));
    let problems = arguments.ids.into_iter().map(|id| (id, raised)).collect();
    let solution = solved.map(|period| Solution { period, how: arguments.how });
    execute(invocation, &desk, Command::Solve { problems, solution })
}

fn columns<'a>(language: Language) -> List<'a, ProblemRecord<'a>> {
    List::<ProblemRecord>::new(language)
        .words("id", ["id", "id"])
        .file("plan")
        .file("plan_title")
        .long("title", ["任务", "task"])
        .words("lead", ["牵头", "lead"])
        .words("raised", ["提出", "raised"])
        .before(3)
        .words("last", ["最近", "last"])
        .before(3)
        .long("problem", ["问题", "problem"])
        .long("next", ["下一步", "next"])
        .words("state", ["台账", "state"])
        .computed(|r| if r.solution.is_some() { "solved" } else { "open" }.into())
        .told(move |r| match r.solution {
            Some(_) => Entry::toned(language.pick("已解决", "solved"), Tone::Good),
            None => Entry::toned(language.pick("未解决", "open"), Tone::Bad),
        })
        .before(1)
        .words("solved_in", ["解决于", "solved in"])
        .at("solution.period")
        .long("how", ["解决情况", "how"])
        .at("solution.how")
}
