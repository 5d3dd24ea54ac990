//! `export`: a list as a file.

use crate::export::{Content, Export, ExportError, Format};

use super::args::{ExportArguments, Exported, TaskFilter};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::periods::Periods;

/// Writes the list to the file.
pub(super) fn run(invocation: &Invocation, arguments: &ExportArguments) -> Result<(), Failure> {
    let format = Format::of(&arguments.to).map_err(|error| Failure::Usage(format!("--to: {error}")))?;
    if arguments.what != Exported::Tasks && narrows_tasks(&arguments.filter) {
        return Err(Failure::Usage(invocation.words(
            "只有导出 tasks 时才能用 --department --status --kind --due --text --former 筛选",
            "--department --status --kind --due --text --former go with tasks only",
        )));
    }
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
        Exported::Boxes => {
            Content::Boxes(dossiers.iter().flat_map(|d| (0..d.plan.boxes.len()).map(|index| (*d, index))).collect())
        }
    };
    let export = Export { content, period: &|term| periods.of(term), language: invocation.language };
    let items = export.write(&arguments.to, format, arguments.force).map_err(|error| failed(invocation, &error))?;
    let file = arguments.to.display();
    invocation.note(&invocation.words(format!("已写入 {items} 条：{file}"), format!("wrote {items} items to {file}")));
    Ok(())
}

fn narrows_tasks(filter: &TaskFilter) -> bool {
    let TaskFilter { of: _, department, status, in_period: _, kind, due, text, former } = filter;
    department.is_some() || !status.is_empty() || kind.is_some() || due.is_some() || text.is_some() || *former
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
