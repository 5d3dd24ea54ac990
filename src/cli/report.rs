//! `report`: the draft of an evaluation report as a file.

use crate::office::report;
use crate::plan::{Period, Term};
use crate::report::Format;
use crate::text::clean::shown_path;

use super::args::{ReportArguments, ReportKind};
use super::failure::Failure;
use super::invocation::Invocation;

/// Drafts the report and writes it.
pub(super) fn run(invocation: &Invocation, arguments: &ReportArguments) -> Result<(), Failure> {
    let format = Format::of(&arguments.to).map_err(|error| Failure::Usage(format!("--to: {error}")))?;
    if arguments.year.is_some() && arguments.kind != ReportKind::Annual {
        return Err(Failure::Usage(
            invocation.words("只有 annual（年度）报告才用 --year", "--year goes with annual reports only"),
        ));
    }
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossier =
        snapshot.plan_named(&arguments.plan).map_err(|error| Failure::no_such_plan(&error, invocation.language))?;
    let this_year = i32::from(jiff::Zoned::now().year());
    let period = period(invocation, arguments, dossier.plan.term, this_year)?;
    let (thresholds, to) = (snapshot.settings().thresholds, &arguments.to);
    let title = report::write(&*invocation.files, dossier, period, thresholds, (to, format), arguments.force)
        .map_err(|error| Failure::of_written(&error, invocation.language))?;
    let file = shown_path(to);
    invocation.note(&invocation.words(
        format!("已写入{title}：{file}；请补齐其中标有【待补充】之处"),
        format!("wrote {title} to {file}; fill in what is marked 【待补充】"),
    ));
    Ok(())
}

fn period(invocation: &Invocation, arguments: &ReportArguments, term: Term, this_year: i32) -> Result<Period, Failure> {
    match (arguments.kind, arguments.year) {
        (ReportKind::MidTerm, _) => Ok(Period::MidTerm),
        (ReportKind::Final, _) => Ok(Period::Final),
        (ReportKind::Annual, None) => Ok(Period::Annual(this_year.clamp(term.first, term.last.max(term.first)))),
        (ReportKind::Annual, Some(year)) if term.contains(year) => Ok(Period::Annual(year)),
        (ReportKind::Annual, Some(year)) => Err(Failure::Failed(invocation.words(
            format!("{year} 年不在规划期 {}—{} 年内", term.first, term.last),
            format!("{year} is not within the plan's term {}–{}", term.first, term.last),
        ))),
    }
}
