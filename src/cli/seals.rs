//! `seal` and `seals`: sealing a period of a plan, and the list of sealed periods.

use serde::Serialize;

use crate::desk::Command;
use crate::office::period::Periods;
use crate::office::seal::Preview;
use crate::plan::{Dossier, Period, PlanId, Seal};
use crate::text::Language;
use crate::text::time::to_the_minute;

use super::args::{OfPlans, SealArguments};
use super::change::execute;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::list::List;
use super::table::{Entry, Tone};

/// The number of characters of a checksum that is shown to people.
const SHORT: usize = 12;

/// Seals a period, after printing what is missing.
pub(super) fn seal(invocation: &Invocation, arguments: &SealArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossier =
        snapshot.plan_named(&arguments.plan).map_err(|error| Failure::no_such_plan(&error, invocation.language))?;
    let period = Periods::given(arguments.period).of(dossier);
    if let Some(preview) = Preview::of(dossier, period, snapshot.today()) {
        invocation.note(&preview.lines(invocation.language).join("\n"));
        if !arguments.yes {
            agreed(invocation, &preview)?;
        }
    }
    execute(invocation, &desk, Command::Seal { plan: dossier.plan.id.clone(), period })
}

fn agreed(invocation: &Invocation, preview: &Preview) -> Result<(), Failure> {
    match invocation.ask(&preview.question(invocation.language)) {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::Failed(invocation.words("没有封存", "nothing was sealed"))),
        None => Err(Failure::Usage(invocation.words(
            "不在终端上时，请加 --yes 确认封存；没有封存",
            "nobody can be asked here: give --yes; nothing was sealed",
        ))),
    }
}

#[derive(Serialize)]
struct SealRecord<'a> {
    plan: &'a PlanId,
    plan_title: &'a str,
    period: Period,
    at: &'a str,
    by: &'a str,
    checksum: &'a str,
    /// True if the content matches the seal.
    intact: bool,
    tasks: usize,
    indicators: usize,
    /// The number of reviews and readings changed after the seal.
    amended: usize,
}

impl<'a> SealRecord<'a> {
    fn of(dossier: &'a Dossier, period: Period, seal: &'a Seal) -> Self {
        SealRecord {
            plan: &dossier.plan.id,
            plan_title: &dossier.plan.title,
            period,
            at: &seal.at,
            by: &seal.by,
            checksum: &seal.checksum,
            intact: seal.is_intact(),
            tasks: seal.content.tasks.len(),
            indicators: seal.content.indicators.len(),
            amended: dossier.amended(period),
        }
    }
}

/// Lists the sealed periods.
pub(super) fn list(invocation: &Invocation, of: &OfPlans) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, of, invocation.language)?;
    let seals = dossiers.iter().flat_map(|d| d.seals.iter().map(|(period, seal)| SealRecord::of(d, *period, seal)));
    let records: Vec<SealRecord> = seals.collect();
    invocation.out.found(&records, &columns(invocation.language))
}

fn columns<'a>(language: Language) -> List<'a, SealRecord<'a>> {
    List::<SealRecord>::new(language)
        .words("plan", ["规划", "plan"])
        .file("plan_title")
        .words("period", ["评估期", "period"])
        .told(move |r| r.period.name(language).into())
        .words("at", ["封存时间", "sealed at"])
        .told(|r| to_the_minute(r.at).into())
        .words("by", ["封存人", "by"])
        .words("checksum", ["校验码", "checksum"])
        .told(|r| r.checksum.get(..SHORT).unwrap_or(r.checksum).into())
        .words("intact", ["核对", "content"])
        .computed(|r| if r.intact { "yes" } else { "no" }.into())
        .told(move |r| match r.intact {
            true => Entry::toned(language.pick("一致", "intact"), Tone::Good),
            false => Entry::toned(language.pick("不符", "altered"), Tone::Bad),
        })
        .figures("tasks", ["任务", "tasks"])
        .figures("indicators", ["指标", "indicators"])
        .counts("amended", ["封存后更正", "amended"])
}
