//! `export`: a list as a file, or as one file per department.

use crate::desk::Snapshot;
use crate::export::xlsx::Paper;
use crate::export::{Content, Export, Format};
use crate::office::export;
use crate::office::period::Periods;
use crate::plan::Dossier;

use super::args::{CaseChoice, ExportArguments, Exported, ProblemState, TaskFilter};
use super::cases;
use super::failure::Failure;
use super::filter;
use super::indicators;
use super::invocation::Invocation;
use super::problems;

/// Writes the list to a file, or a file for each department.
pub(super) fn run(invocation: &Invocation, arguments: &ExportArguments) -> Result<(), Failure> {
    let format = match &arguments.to {
        Some(to) => {
            Format::of(to).map_err(|error| Failure::Usage(format!("--to: {}", error.text(invocation.language))))?
        }
        None => Format::Xlsx,
    };
    check(invocation, arguments, format)?;
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let filter = &arguments.filter;
    let periods = invocation.periods(&desk, &filter.in_period)?;
    let dossiers = filter::dossiers(&snapshot, &filter.of, invocation.language)?;
    let department = filter.department.as_deref().map(|name| snapshot.department(name));
    let content = content(invocation, arguments, (&snapshot, &periods), &dossiers, department.as_deref())?;
    let export = Export {
        content,
        period: &|dossier| periods.of(dossier),
        thresholds: &snapshot.settings().thresholds,
        language: invocation.language,
    };
    let of_tasks = arguments.what == Exported::Tasks;
    let (files, force) = (&*invocation.files, arguments.force);
    let paper = arguments.paper.map(Paper::from);
    let department = department.as_deref();
    let written = match (&arguments.to, &arguments.by_department, paper) {
        (Some(to), _, Some(paper)) => export::printed(files, &export, to, paper, force).map(|written| vec![written]),
        (_, Some(folder), _) => export::by_department(files, &export, folder, department, force),
        // The list for one department states its name, and the role in each task.
        (Some(to), ..) if arguments.sheets || (department.is_some() && of_tasks && format == Format::Xlsx) => {
            export::sheets(files, &export, to, department, force).map(|written| vec![written])
        }
        (Some(to), None, _) => export::whole(files, &export, to, format, force).map(|written| vec![written]),
        (None, None, _) => Ok(Vec::new()),
    };
    let written = written.map_err(|error| Failure::of_export(&error, invocation.language))?;
    written.iter().for_each(|written| invocation.note(&written.text(invocation.language)));
    if arguments.by_department.is_some() {
        let files = written.len();
        invocation.note(&invocation.words(format!("共 {files} 个文件"), format!("{files} files in all")));
    }
    Ok(())
}

/// Returns the items of the list that the arguments name.
fn content<'a>(
    invocation: &Invocation,
    arguments: &ExportArguments,
    (snapshot, periods): (&'a Snapshot, &Periods),
    dossiers: &[&'a Dossier],
    department: Option<&str>,
) -> Result<Content<'a>, Failure> {
    let tasks = || filter::tasks(snapshot, &arguments.filter, periods, invocation.language);
    Ok(match arguments.what {
        Exported::Tasks => Content::Tasks(tasks()?),
        Exported::Matrix => Content::Matrix(tasks()?),
        Exported::Milestones => Content::Milestones(tasks()?, snapshot.today()),
        Exported::WallChart => Content::WallChart(tasks()?, snapshot.today()),
        Exported::Indicators => Content::Indicators(indicators::of(dossiers, department)),
        Exported::Problems => Content::Problems(problems::of(dossiers, department, arguments.state)),
        Exported::Cases => {
            let found = cases::of(snapshot, dossiers, department, arguments.cases);
            Content::Cases(found, snapshot.today())
        }
        Exported::Boxes => {
            Content::Boxes(dossiers.iter().flat_map(|d| (0..d.plan.boxes.len()).map(|index| (*d, index))).collect())
        }
    })
}

fn check(invocation: &Invocation, arguments: &ExportArguments, format: Format) -> Result<(), Failure> {
    let divided = arguments.sheets || arguments.by_department.is_some();
    let ProblemState { open, solved } = arguments.state;
    if arguments.what != Exported::Problems && (open || solved) {
        return Err(Failure::Usage(
            invocation.words("只有导出 problems 时才能用 --open --solved", "--open and --solved go with problems only"),
        ));
    }
    let CaseChoice { late, waiting, over } = arguments.cases;
    if arguments.what != Exported::Cases && (late || waiting || over) {
        return Err(Failure::Usage(invocation.words(
            "只有导出 cases 时才能用 --late --waiting --over",
            "--late, --waiting and --over go with cases only",
        )));
    }
    let also = [Exported::Problems, Exported::Indicators, Exported::Cases];
    let has_department = arguments.filter.department.is_some() && !also.contains(&arguments.what);
    let of_tasks =
        matches!(arguments.what, Exported::Tasks | Exported::Matrix | Exported::Milestones | Exported::WallChart);
    if !of_tasks && (narrows_tasks(&arguments.filter) || has_department) || arguments.what != Exported::Tasks && divided
    {
        return Err(Failure::Usage(invocation.words(
            "只有导出 tasks 时才能用 --department（problems、indicators、cases 亦可）--status --kind --due --text --former --overdue --missing --with-goal --light --by-department --sheets",
            "--department (problems, indicators and cases have it too) --status --kind --due --text --former --overdue --missing --with-goal --light --by-department --sheets go with tasks only",
        )));
    }
    if (arguments.sheets || arguments.paper.is_some()) && format != Format::Xlsx {
        return Err(Failure::Usage(
            invocation.words("--sheets、--paper 只能用于 .xlsx", "--sheets and --paper go with .xlsx only"),
        ));
    }
    Ok(())
}

fn narrows_tasks(filter: &TaskFilter) -> bool {
    let TaskFilter {
        of: _,
        department: _,
        status,
        in_period: _,
        kind,
        due,
        text,
        former,
        overdue,
        missing,
        with_goal,
        light,
    } = filter;
    !status.is_empty()
        || kind.is_some()
        || due.is_some()
        || text.is_some()
        || light.is_some()
        || [former, overdue, missing, with_goal].into_iter().any(|asked| *asked)
}
