//! `export`: a list as a file, or as one for each department.

use std::path::Path;

use crate::export::{Content, Export, ExportError, Format};
use crate::text::clean::shown_path;

use super::args::{ExportArguments, Exported, ProblemState, TaskFilter};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::periods::Periods;
use super::problems;

/// Writes the list to the file, or one file for each department.
pub(super) fn run(invocation: &Invocation, arguments: &ExportArguments) -> Result<(), Failure> {
    let format = match &arguments.to {
        Some(to) => Format::of(to).map_err(|error| Failure::Usage(format!("--to: {error}")))?,
        None => Format::Xlsx,
    };
    check(invocation, arguments, format)?;
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let filter = &arguments.filter;
    let periods = Periods::chosen(invocation, &desk, &filter.in_period)?;
    let dossiers = filter::dossiers(&snapshot, &filter.of, invocation.language)?;
    let content = match arguments.what {
        Exported::Tasks => Content::Tasks(filter::tasks(&snapshot, filter, &periods, invocation.language)?),
        Exported::Indicators => {
            Content::Indicators(dossiers.iter().flat_map(|d| d.plan.indicators.iter().map(|i| (*d, i))).collect())
        }
        Exported::Problems => {
            let department = filter.department.as_deref().map(|name| snapshot.departments().canonical(name.trim()));
            Content::Problems(problems::of(&dossiers, department, arguments.state))
        }
        Exported::Boxes => {
            Content::Boxes(dossiers.iter().flat_map(|d| (0..d.plan.boxes.len()).map(|index| (*d, index))).collect())
        }
    };
    let export = Export {
        content,
        period: &|term| periods.of(term),
        thresholds: &snapshot.settings().thresholds,
        language: invocation.language,
    };
    let department = filter.department.as_deref().map(|name| snapshot.departments().canonical(name.trim()));
    let of_tasks = arguments.what == Exported::Tasks;
    let written = match (&arguments.to, &arguments.by_department) {
        (_, Some(folder)) => by_department(invocation, &export, folder, department, arguments.force),
        // A list for one department says so on top, and in which role it takes part.
        (Some(to), _) if arguments.sheets || (department.is_some() && of_tasks && format == Format::Xlsx) => {
            sheets(invocation, &export, to, department, arguments.force)
        }
        (Some(to), None) => whole(invocation, &export, to, format, arguments.force),
        (None, None) => Ok(()),
    };
    written.map_err(|error| failed(invocation, &error))
}

fn check(invocation: &Invocation, arguments: &ExportArguments, format: Format) -> Result<(), Failure> {
    let divided = arguments.sheets || arguments.by_department.is_some();
    let ProblemState { open, solved } = arguments.state;
    if arguments.what != Exported::Problems && (open || solved) {
        return Err(Failure::Usage(
            invocation.words("只有导出 problems 时才能用 --open --solved", "--open and --solved go with problems only"),
        ));
    }
    let has_department = arguments.filter.department.is_some() && arguments.what != Exported::Problems;
    if arguments.what != Exported::Tasks && (narrows_tasks(&arguments.filter) || has_department || divided) {
        return Err(Failure::Usage(invocation.words(
            "只有导出 tasks 时才能用 --department（problems 亦可）--status --kind --due --text --former --overdue --missing --with-goal --by-department --sheets",
            "--department (problems have it too) --status --kind --due --text --former --overdue --missing --with-goal --by-department --sheets go with tasks only",
        )));
    }
    if arguments.sheets && format != Format::Xlsx {
        return Err(Failure::Usage(invocation.words("--sheets 只能用于 .xlsx", "--sheets goes with .xlsx only")));
    }
    Ok(())
}

fn whole(invocation: &Invocation, export: &Export, to: &Path, format: Format, force: bool) -> Result<(), ExportError> {
    let (bytes, items) = export.bytes(format)?;
    invocation.files.write(to, &bytes, force)?;
    told(invocation, to, items);
    Ok(())
}

fn sheets(
    invocation: &Invocation,
    export: &Export,
    to: &Path,
    only: Option<&str>,
    force: bool,
) -> Result<(), ExportError> {
    let (bytes, sheets) = export.sheets(only)?;
    invocation.files.write(to, &bytes, force)?;
    let file = shown_path(to);
    let words =
        invocation.words(format!("已写入 {sheets} 张工作表：{file}"), format!("wrote {sheets} sheets to {file}"));
    invocation.note(&words);
    Ok(())
}

/// Writes nothing when one of the files is there already and may not be overwritten.
fn by_department(
    invocation: &Invocation,
    export: &Export,
    folder: &Path,
    only: Option<&str>,
    force: bool,
) -> Result<(), ExportError> {
    let lists: Vec<_> = export.by_department(only)?.into_iter().map(|list| (folder.join(&list.name), list)).collect();
    if let Some((there, _)) = lists.iter().find(|(path, _)| !force && invocation.files.exists(path)) {
        return Err(ExportError::Exists(there.clone()));
    }
    let failed = |error| ExportError::Io { path: folder.to_path_buf(), error };
    invocation.files.make_folder(folder).map_err(failed)?;
    for (path, list) in &lists {
        invocation.files.write(path, &list.bytes, force)?;
        told(invocation, path, list.tasks);
    }
    let files = lists.len();
    invocation.note(&invocation.words(format!("共 {files} 个文件"), format!("{files} files in all")));
    Ok(())
}

fn told(invocation: &Invocation, file: &Path, items: usize) {
    let file = shown_path(file);
    invocation.note(&invocation.words(format!("已写入 {items} 条：{file}"), format!("wrote {items} items to {file}")));
}

fn narrows_tasks(filter: &TaskFilter) -> bool {
    let TaskFilter { of: _, department: _, status, in_period: _, kind, due, text, former, overdue, missing, with_goal } =
        filter;
    !status.is_empty()
        || kind.is_some()
        || due.is_some()
        || text.is_some()
        || [former, overdue, missing, with_goal].into_iter().any(|asked| *asked)
}

/// A file that could not be written, in words.
pub(super) fn failed(invocation: &Invocation, error: &ExportError) -> Failure {
    let text = error.text(invocation.language);
    Failure::Failed(match error {
        ExportError::Nothing => return Failure::nothing_found(invocation.language),
        ExportError::Exists(_) => {
            invocation.words(format!("{text}，或加 --force 覆盖"), format!("{text}, or overwrite it with --force"))
        }
        _ => text,
    })
}
