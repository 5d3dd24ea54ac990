//! `report`: the draft of an evaluation report as a file.

use crate::office::period::{Periods, this_year};
use crate::office::report;
use crate::plan::{Dossier, Period};
use crate::report::Format;
use crate::text::clean::shown_path;

use super::args::{ReportArguments, Reported};
use super::failure::Failure;
use super::invocation::Invocation;

/// Drafts the report and writes it.
pub(super) fn run(invocation: &Invocation, arguments: &ReportArguments) -> Result<(), Failure> {
    let format = Format::of(&arguments.to).map_err(|error| Failure::Usage(format!("--to: {error}")))?;
    if arguments.year.is_some() && arguments.period != Reported::Annual {
        return Err(Failure::Usage(
            invocation.words("只有 annual（年度）报告才用 --year", "--year goes with annual reports only"),
        ));
    }
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossier =
        snapshot.plan_named(&arguments.plan).map_err(|error| Failure::no_such_plan(&error, invocation.language))?;
    let period = period(invocation, arguments, dossier)?;
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

/// The period to report: that of the words `annual`, `mid-term` and `final`, or one that is named.
fn period(invocation: &Invocation, arguments: &ReportArguments, dossier: &Dossier) -> Result<Period, Failure> {
    let (term, asked) = (dossier.plan.term, arguments.period);
    let period = match (asked, arguments.year) {
        (Reported::Annual, Some(year)) => Period::annual(year),
        (Reported::Annual, None) => Period::annual(this_year().clamp(term.first, term.last.max(term.first))),
        (Reported::Period(asked), _) => Periods::given(asked).of(dossier),
    };
    if dossier.has(period) {
        return Ok(period);
    }
    let name = period.name(invocation.language);
    Err(Failure::Failed(invocation.words(
        format!("规划没有“{name}”这一评估期；规划期 {}—{} 年，所用的评估期见 plandesk periods", term.first, term.last),
        format!(
            "the plan has no {name}; its term is {}–{}, and plandesk periods lists what it keeps",
            term.first, term.last
        ),
    )))
}
