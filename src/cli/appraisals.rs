//! `appraise` and `appraisals`: the results of third-party evaluations and surveys.

use serde::Serialize;

use crate::desk::Command;
use crate::office::period::Periods;
use crate::plan::{Appraisal, AppraisalKind, Period, PlanId};
use crate::text::{Label, Language};

use super::args::{AppraiseArguments, OfPlans};
use super::change::{execute, field};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::list::List;

/// Records an appraisal: the given fields are set, and the others stay unchanged.
pub(super) fn appraise(invocation: &Invocation, arguments: AppraiseArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossier =
        snapshot.plan_named(&arguments.plan).map_err(|error| Failure::no_such_plan(&error, invocation.language))?;
    let (period, kind) = (Periods::given(arguments.period).of(dossier), arguments.kind);
    let old = dossier.appraisals.get(&(period, kind)).cloned().unwrap_or_default();
    let appraisal = (!arguments.remove).then(|| Appraisal {
        by: arguments.by.or(old.by),
        date: arguments.date.or(old.date),
        score: field(arguments.score).over(old.score),
        respondents: field(arguments.respondents).over(old.respondents),
        conclusion: arguments.conclusion.or(old.conclusion),
    });
    execute(invocation, &desk, Command::Appraise { plan: dossier.plan.id.clone(), period, kind, appraisal })
}

#[derive(Serialize)]
struct AppraisalRecord<'a> {
    plan: &'a PlanId,
    plan_title: &'a str,
    period: Period,
    kind: AppraisalKind,
    #[serde(flatten)]
    appraisal: &'a Appraisal,
    sealed: bool,
}

/// Lists appraisals.
pub(super) fn list(invocation: &Invocation, of: &OfPlans) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, of, invocation.language)?;
    let mut records = Vec::new();
    for dossier in dossiers {
        records.extend(dossier.appraisals.iter().map(|((period, kind), appraisal)| AppraisalRecord {
            plan: &dossier.plan.id,
            plan_title: &dossier.plan.title,
            period: *period,
            kind: *kind,
            appraisal,
            sealed: dossier.seals.contains_key(period),
        }));
    }
    invocation.out.found(&records, &columns(invocation.language))
}

fn columns<'a>(language: Language) -> List<'a, AppraisalRecord<'a>> {
    List::<AppraisalRecord>::new(language)
        .words("plan", ["规划", "plan"])
        .file("plan_title")
        .words("period", ["评估期", "period"])
        .told(move |r| r.period.name(language).into())
        .words("kind", ["种类", "kind"])
        .told(move |r| r.kind.label(language).into())
        .long("by", ["实施单位", "by"])
        .words("date", ["时间", "date"])
        .figures("score", ["得分", "score"])
        .figures("respondents", ["样本数", "respondents"])
        .long("conclusion", ["结论", "conclusion"])
        .file("sealed")
}
