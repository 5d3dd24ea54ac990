//! `invest` and `investments`: what tasks and projects cost, and what was done of it.

use serde::Serialize;

use crate::desk::{Command, Field, FundingEdit, InvestmentEdit};
use crate::plan::{Dossier, Funds, Invested, ItemId, Money, Node, Period, PlanId, Task};
use crate::text::Language;

use super::args::{FundedBy, InvestArguments, InvestmentsArguments};
use super::change::{execute_if_meant, field};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::list::List;
use super::table::Entry;

/// Sets the money of tasks.
pub(super) fn set(invocation: &Invocation, arguments: InvestArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let period = arguments.period.map(|asked| filter::period_of(&desk.snapshot(), &arguments.ids, asked));
    let funding = FundingEdit {
        total: field(arguments.total),
        sources: Field::given(arguments.sources),
        start: field(arguments.start),
        finish: field(arguments.finish),
        started: field(arguments.started),
        finished: field(arguments.finished),
    };
    let edit = InvestmentEdit {
        planned: field(arguments.planned),
        done: field(arguments.done),
        state: Field::given(arguments.state),
        amend: arguments.amend,
    };
    let investment = period.map(|period| (period, edit));
    execute_if_meant(invocation, &desk, Command::Invest { items: arguments.ids, funding, investment })
}

/// An item with its money at the end of a period; amounts in 万元.
#[derive(Serialize)]
struct InvestmentRecord<'a> {
    id: &'a ItemId,
    plan: &'a PlanId,
    plan_title: &'a str,
    title: &'a str,
    lead: String,
    period: Period,
    total: Option<f64>,
    sources: Option<&'a str>,
    planned: Option<f64>,
    /// The investment done in the year.
    done: Option<f64>,
    /// Its share of the year's plan, in per cent.
    rate_of_year: Option<u32>,
    /// The investment done in all years.
    done_in_all: Option<f64>,
    /// Its share of the whole, in per cent.
    rate: Option<u32>,
    state: Option<&'a str>,
    start: Option<String>,
    started: Option<String>,
    finish: Option<String>,
    finished: Option<String>,
}

impl<'a> InvestmentRecord<'a> {
    fn of(dossier: &'a Dossier, task: &'a Task, period: Period, seen: &Invested<'a>) -> Self {
        let (funds, funding) = (Funds::of(seen), seen.funding);
        InvestmentRecord {
            id: &task.id,
            plan: &dossier.plan.id,
            plan_title: &dossier.plan.title,
            title: &task.title,
            lead: dossier.lead(task).join("、"),
            period,
            total: seen.total().map(Money::in_wan),
            sources: funding.and_then(|funding| funding.sources.as_deref()),
            planned: seen.planned.map(Money::in_wan),
            done: seen.in_year.map(Money::in_wan),
            rate_of_year: seen.in_year.and(funds.rate_of_year()),
            done_in_all: seen.in_all.map(Money::in_wan),
            rate: seen.in_all.and(funds.rate()),
            state: seen.state,
            start: funding.and_then(|funding| funding.start).map(|due| due.to_string()),
            started: funding.and_then(|funding| funding.started).map(|day| day.to_string()),
            finish: funding.and_then(|funding| funding.finish).map(|due| due.to_string()),
            finished: funding.and_then(|funding| funding.finished).map(|day| day.to_string()),
        }
    }
}

/// Several items with their money; amounts in 万元.
#[derive(Serialize)]
struct FundsRecord {
    /// The plan, for a group within a single plan.
    plan: Option<PlanId>,
    name: String,
    items: u32,
    total: f64,
    planned: f64,
    done: f64,
    rate_of_year: Option<u32>,
    done_in_all: f64,
    rate: Option<u32>,
}

impl FundsRecord {
    fn of((plan, name): (Option<PlanId>, String), funds: Funds) -> Self {
        FundsRecord {
            plan,
            name,
            items: funds.items,
            total: funds.total.in_wan(),
            planned: funds.planned.in_wan(),
            done: funds.in_year.in_wan(),
            rate_of_year: funds.rate_of_year(),
            done_in_all: funds.in_all.in_wan(),
            rate: funds.rate(),
        }
    }
}

/// Lists the money of tasks, or adds it up.
pub(super) fn list(invocation: &Invocation, arguments: &InvestmentsArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let periods = invocation.periods(&desk, &arguments.filter.in_period)?;
    let tasks = filter::tasks(&snapshot, &arguments.filter, &periods, invocation.language)?;
    let found: Vec<(&Dossier, &Task, Invested)> = tasks
        .into_iter()
        .filter_map(|(dossier, task)| Some((dossier, task, dossier.invested(&task.id, periods.of(dossier))?)))
        .collect();
    if found.is_empty() {
        invocation.note(&invocation.words(
            "没有填写过投资；用 plandesk invest 填写",
            "no investment was entered; enter it with `plandesk invest`",
        ));
    }
    let Some(by) = arguments.by else {
        let records: Vec<InvestmentRecord> =
            found.iter().map(|(d, task, seen)| InvestmentRecord::of(d, task, periods.of(d), seen)).collect();
        return invocation.out.found(&records, &columns(invocation.language));
    };
    let mut groups: Vec<((Option<PlanId>, String), Funds)> = Vec::new();
    for (dossier, task, seen) in &found {
        let (group, funds) = (group_of(dossier, task, by), Funds::of(seen));
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, sum)) => *sum = sum.plus(funds),
            None => groups.push((group, funds)),
        }
    }
    let records: Vec<FundsRecord> = groups.into_iter().map(|(group, funds)| FundsRecord::of(group, funds)).collect();
    invocation.out.found(&records, &sums(by, invocation.language))
}

/// Returns the group of a task: the plan, for one within a single plan, and the name.
fn group_of(dossier: &Dossier, task: &Task, by: FundedBy) -> (Option<PlanId>, String) {
    let plan = &dossier.plan;
    match by {
        FundedBy::Plan => (Some(plan.id.clone()), plan.title.clone()),
        FundedBy::Chapter => {
            let heading = plan.chapter_of(task.node).and_then(|node| plan.outline.get(node)).map(Node::heading);
            (Some(plan.id.clone()), heading.unwrap_or_default())
        }
        FundedBy::Department => (None, dossier.lead(task).first().cloned().unwrap_or_default()),
        FundedBy::Region => (None, plan.region.to_string()),
    }
}

fn in_per_cent(rate: Option<u32>) -> Entry {
    rate.map(|rate| format!("{rate}%")).unwrap_or_default().into()
}

fn columns<'a>(language: Language) -> List<'a, InvestmentRecord<'a>> {
    List::<InvestmentRecord>::new(language)
        .words("id", ["id", "id"])
        .file("plan")
        .file("plan_title")
        .long("title", ["项目", "project"])
        .words("lead", ["牵头", "lead"])
        .words("period", ["评估期", "period"])
        .told(move |r| r.period.short_name(language).into())
        .figures("total", ["总投资", "total"])
        .long("sources", ["资金来源", "sources"])
        .figures("planned", ["年度计划", "planned"])
        .figures("done", ["本年完成", "done in year"])
        .figures("rate_of_year", ["年度完成率", "of plan"])
        .told(|r| in_per_cent(r.rate_of_year))
        .figures("done_in_all", ["累计完成", "done in all"])
        .figures("rate", ["总完成率", "of total"])
        .told(|r| in_per_cent(r.rate))
        .long("state", ["形象进度", "state of works"])
        .words("start", ["计划开工", "start"])
        .words("started", ["实际开工", "started"])
        .words("finish", ["计划竣工", "finish"])
        .words("finished", ["实际竣工", "finished"])
}

fn sums<'a>(by: FundedBy, language: Language) -> List<'a, FundsRecord> {
    let heading = match by {
        FundedBy::Plan => ["规划", "plan"],
        FundedBy::Chapter => ["章节", "chapter"],
        FundedBy::Department => ["牵头单位", "lead department"],
        FundedBy::Region => ["所属地区", "region"],
    };
    let none = match by {
        FundedBy::Department => language.pick("未定牵头单位", "no lead yet"),
        _ => language.pick("（无标题）", "(no heading)"),
    };
    List::<FundsRecord>::new(language)
        .words("plan", ["规划 id", "plan id"])
        .long("name", heading)
        .told(move |r| if r.name.is_empty() { none.into() } else { r.name.as_str().into() })
        .counts("items", ["项数", "items"])
        .figures("total", ["总投资", "total"])
        .figures("planned", ["年度计划", "planned"])
        .figures("done", ["本年完成", "done in year"])
        .figures("rate_of_year", ["年度完成率", "of plan"])
        .told(|r| in_per_cent(r.rate_of_year))
        .figures("done_in_all", ["累计完成", "done in all"])
        .figures("rate", ["总完成率", "of total"])
        .told(|r| in_per_cent(r.rate))
}
