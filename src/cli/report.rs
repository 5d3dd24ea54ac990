//! `report` and `pack`: the draft of an evaluation report, alone or with all documents of the evaluation.

use crate::office::pack;
use crate::office::period::{Periods, this_year};
use crate::office::report::{self, Drafted};
use crate::plan::{Dossier, Period};
use crate::report::{Format, Marks, Request};
use crate::text::clean::shown_path;

use super::args::{Evaluated, PackArguments, ReportArguments, Reported};
use super::failure::Failure;
use super::invocation::Invocation;
use super::own;

/// Drafts the report and writes it.
pub(super) fn run(invocation: &Invocation, arguments: &ReportArguments) -> Result<(), Failure> {
    let format = Format::of(&arguments.to)
        .map_err(|error| Failure::Usage(format!("--to: {}", error.text(invocation.language))))?;
    let to = &arguments.to;
    with_request(invocation, &arguments.of, |dossier, full| {
        let request = Request {
            form: arguments.form.into(),
            marks: arguments.sources.map(Marks::from).unwrap_or_default(),
            ..full
        };
        let drafted = report::write(&*invocation.files, dossier, &request, (to, format), arguments.force);
        let Drafted { title, gaps } = drafted.map_err(|error| Failure::of_written(&error, invocation.language))?;
        let file = shown_path(to);
        invocation.note(&invocation.words(format!("已写入{title}：{file}"), format!("wrote {title} to {file}")));
        tell_gaps(invocation, gaps);
        Ok(())
    })
}

/// Writes an evaluation pack into a folder.
pub(super) fn run_pack(invocation: &Invocation, arguments: &PackArguments) -> Result<(), Failure> {
    with_request(invocation, &arguments.of, |dossier, request| {
        let packed = pack::write(&*invocation.files, dossier, &request, &arguments.to_folder, arguments.force)
            .map_err(|error| Failure::of_written(&error, invocation.language))?;
        packed.files.iter().for_each(|written| invocation.note(&written.text(invocation.language)));
        tell_gaps(invocation, packed.gaps);
        Ok(())
    })
}

/// Calls `write` with a plan and the request for a full report of one of its periods.
fn with_request(
    invocation: &Invocation,
    of: &Evaluated,
    write: impl FnOnce(&Dossier, Request) -> Result<(), Failure>,
) -> Result<(), Failure> {
    check(invocation, of)?;
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossier = snapshot.plan_named(&of.plan).map_err(|error| Failure::no_such_plan(&error, invocation.language))?;
    let (wording, problems) = desk.wording();
    own::tell(invocation, &problems);
    let (today, thresholds) = (jiff::Zoned::now().date(), snapshot.settings().thresholds);
    let period = period(invocation, of, dossier)?;
    write(dossier, Request::full(period, today, thresholds, &wording))
}

fn tell_gaps(invocation: &Invocation, gaps: usize) {
    if gaps > 0 {
        invocation.note(&invocation.words(
            format!("待补充 {gaps} 处，见文末清单"),
            format!("{gaps} places to fill in; the list at the end has them"),
        ));
    }
}

fn check(invocation: &Invocation, of: &Evaluated) -> Result<(), Failure> {
    if of.year.is_some() && of.period != Reported::Annual {
        return Err(Failure::Usage(
            invocation.words("只有 annual（年度）报告才用 --year", "--year goes with annual reports only"),
        ));
    }
    Ok(())
}

/// Returns the period of the report for the words `annual`, `mid-term` and `final`, or the named one.
fn period(invocation: &Invocation, of: &Evaluated, dossier: &Dossier) -> Result<Period, Failure> {
    let term = dossier.plan.term;
    let period = match (of.period, of.year) {
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
