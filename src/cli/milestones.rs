//! `milestone`, `reach` and `milestones`: what tasks are to reach in a period, and the dispatch sheet (调度表).

use crate::desk::{Command, Field, MilestoneEdit, OutcomeEdit};
use crate::export::dispatch::DispatchRecord;
use crate::plan::Light;
use crate::text::Language;

use super::args::{MilestoneArguments, MilestonesArguments, ReachArguments};
use super::change::{execute, field};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::list::List;
use super::table::{Entry, Tone};

/// Sets milestones, or takes them away.
pub(super) fn set(invocation: &Invocation, arguments: MilestoneArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let period = filter::period_of(&desk.snapshot(), &arguments.ids, arguments.period);
    let title = if arguments.remove { Field::Clear } else { Field::given(arguments.title) };
    let edit = MilestoneEdit { title, figure: field(arguments.figure), due: field(arguments.due) };
    let outcome = OutcomeEdit::default();
    execute(invocation, &desk, Command::SetMilestone { items: arguments.ids, period, edit, outcome })
}

/// Records what became of milestones.
pub(super) fn reach(invocation: &Invocation, arguments: ReachArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let period = filter::period_of(&snapshot, &arguments.ids, arguments.period);
    let says_more = arguments.figure.is_some() || arguments.asks.is_some();
    let reached = match arguments.on {
        None if !says_more => Field::Set(snapshot.today()),
        on => field(on),
    };
    let outcome = OutcomeEdit { reached, figure: field(arguments.figure), asks: Field::given(arguments.asks) };
    let edit = MilestoneEdit::default();
    execute(invocation, &desk, Command::SetMilestone { items: arguments.ids, period, edit, outcome })
}

/// Lists milestones with their lights.
pub(super) fn list(invocation: &Invocation, arguments: &MilestonesArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let filter = &arguments.filter;
    let periods = invocation.periods(&desk, &filter.in_period)?;
    let found = filter::tasks(&snapshot, filter, &periods, invocation.language)?;
    let records: Vec<DispatchRecord> = found
        .iter()
        .filter_map(|(dossier, task)| DispatchRecord::of(dossier, task, periods.of(dossier), snapshot.today()))
        .collect();
    if records.is_empty() {
        invocation.note(&invocation.words(
            "本期没有节点；用 plandesk milestone 填写，按月调度先用 plandesk keep month",
            "there is no milestone in the period; set them with `plandesk milestone`, after `plandesk keep month` for months",
        ));
    }
    invocation.out.found(&records, &columns(invocation.language))
}

fn columns<'a>(language: Language) -> List<'a, DispatchRecord<'a>> {
    List::<DispatchRecord>::new(language)
        .words("id", ["id", "id"])
        .file("plan")
        .file("plan_title")
        .words("light", ["灯", "light"])
        .told(move |r| Entry::toned(r.light_in_words(language), tone(r.light)))
        .long("title", ["任务", "task"])
        .words("period", ["评估期", "period"])
        .told(move |r| r.period.short_name(language).into())
        .long("milestone", ["本期节点目标", "milestone"])
        .told(move |r| r.milestone_in_words(language).into())
        .file("figure")
        .words("day", ["节点时限", "by"])
        .words("reached", ["达到", "reached"])
        .file("so_far")
        .file("missed")
        .file("misses")
        .long("done", ["完成情况", "done"])
        .long("problem", ["存在问题", "problem"])
        .long("asks", ["需协调事项", "asks"])
        .long("next", ["下期计划", "next"])
        .words("lead", ["牵头", "lead"])
        .words("person", ["责任人", "person"])
        .file("due")
        .at("due_by")
}

/// The colour of a light.
fn tone(light: Option<Light>) -> Tone {
    match light {
        Some(Light::Green) => Tone::Good,
        Some(Light::Blue) => Tone::Busy,
        Some(Light::Yellow) => Tone::Warn,
        Some(Light::Red) => Tone::Bad,
        None => Tone::Plain,
    }
}
