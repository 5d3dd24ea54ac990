//! `compare`: indicators of several plans side by side, and tasks beside those of the plan above.

use std::sync::Arc;

use crate::export::sheet::{Cell, Sheet};
use crate::plan::{Dossier, Plan};
use crate::report::compare::{self, Counterpart, Group};
use crate::text::Language;
use crate::text::fold::fold;

use super::args::CompareArguments;
use super::between;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::json::{ComparedRecord, CounterpartRecord, GroupRecord, matched};
use super::list::List;
use super::output::sheet;
use super::table::{Column, Entry, Table, Tone};

/// Compares indicators, or tasks with `--tasks`.
pub(super) fn run(invocation: &Invocation, arguments: &CompareArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let chosen = filter::dossiers(&snapshot, &arguments.of, invocation.language)?;
    if let Some([before, after]) = arguments.between.as_deref() {
        let [dossier] = chosen[..] else {
            return Err(Failure::Usage(
                invocation.words("--between 一次比较一个规划", "--between compares the states of one plan"),
            ));
        };
        let now = invocation.periods(&desk, &arguments.in_period)?.of(dossier);
        return between::run(invocation, dossier, [*before, *after], now, &snapshot.settings().thresholds);
    }
    let all: Vec<Arc<Dossier>> = snapshot.dossiers().cloned().collect();
    if arguments.tasks {
        return tasks(invocation, &all, &chosen);
    }
    let sector = arguments.sector.as_deref().map(|sector| fold(sector).text);
    let of_sector = |plan: &Plan| sector.as_ref().is_none_or(|sector| fold(&plan.sector).text.contains(sector));
    let is_chosen = |d: &&Arc<Dossier>| chosen.iter().any(|c| c.plan.id == d.plan.id) && of_sector(&d.plan);
    let compared: Vec<Arc<Dossier>> = all.iter().filter(is_chosen).cloned().collect();
    let groups = compare::groups(&compared);
    let records: Vec<GroupRecord> = groups.iter().map(|group| group_record(group, &compared)).collect();
    invocation.out.found_as(&records, || Ok(table(invocation, &records)), || Ok(csv(&records)))
}

fn group_record<'a>(group: &'a Group, dossiers: &'a [Arc<Dossier>]) -> GroupRecord<'a> {
    let member = |(at, member): (usize, &'a compare::Member)| {
        let dossier = &dossiers[member.dossier];
        let indicator = &dossier.plan.indicators[member.indicator];
        ComparedRecord {
            id: &indicator.id,
            plan: &dossier.plan.id,
            plan_title: &dossier.plan.title,
            region: &dossier.plan.region,
            name: &indicator.name,
            baselines: &indicator.baselines,
            targets: &indicator.targets,
            improvement: member.improvement.map(|share| (share * 10.0).round() / 10.0),
            most_ambitious: group.most_ambitious == Some(at),
            short_of_parent: member.short_of.as_deref(),
            matched: matched(member.by_hand),
            apart_from: &member.apart_from,
        }
    };
    let members = group.members.iter().enumerate().map(member).collect();
    GroupRecord { name: &group.name, unit: group.unit.as_deref(), members }
}

fn table(invocation: &Invocation, groups: &[GroupRecord]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::long(head("指标 / 规划所在地", "indicator / region")),
        Column::words("id"),
        Column::words(head("基期", "baseline")),
        Column::words(head("目标", "target")),
        Column::figures(head("提高%", "better by %")),
        Column::long(head("说明", "notes")),
    ];
    let mut rows: Vec<Vec<Entry>> = Vec::new();
    for group in groups {
        let name = format!("{}{}", group.name, group.unit.map(|unit| format!("（{unit}）")).unwrap_or_default());
        let empty = || Entry::from("");
        rows.push(vec![Entry::toned(name, Tone::Busy), empty(), empty(), empty(), empty(), empty()]);
        for member in &group.members {
            let base = member.baselines.iter().max_by_key(|b| b.year).map(|b| b.text.as_str());
            let goal = member.targets.iter().max_by_key(|t| t.year).map(|t| t.text.as_str());
            rows.push(vec![
                format!("  {}", member.region).into(),
                member.id.to_string().into(),
                base.unwrap_or_default().into(),
                goal.unwrap_or_default().into(),
                member.improvement.map(|share| format!("{share:.1}")).unwrap_or_default().into(),
                notes(invocation, group, member),
            ]);
        }
    }
    Table { columns, rows }
}

fn notes(invocation: &Invocation, group: &GroupRecord, member: &ComparedRecord) -> Entry {
    let mut notes = Vec::new();
    if member.most_ambitious {
        notes.push(invocation.words("力度最大", "most ambitious"));
    }
    if let Some(above) = member.short_of_parent {
        notes.push(invocation.words(format!("不及上级 {above}"), format!("short of the parent's {above}")));
    }
    if member.name != group.name {
        notes.push(invocation.words(format!("原名：{}", member.name), format!("named {}", member.name)));
    }
    if member.matched == matched(true) {
        notes.push(invocation.words("人工对应", "matched by hand"));
    }
    if !member.apart_from.is_empty() {
        let ids = member.apart_from.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        notes.push(invocation.words(format!("人工区分：{ids}"), format!("kept apart by hand from {ids}")));
    }
    let tone = if member.short_of_parent.is_some() { Tone::Bad } else { Tone::Plain };
    Entry::toned(notes.join("；"), tone)
}

fn csv(groups: &[GroupRecord]) -> Sheet {
    let headings = [
        "measure",
        "unit",
        "id",
        "plan",
        "region",
        "name",
        "baselines",
        "targets",
        "improvement",
        "most_ambitious",
        "short_of_parent",
        "matched",
        "apart_from",
    ];
    let row = |group: &GroupRecord, member: &ComparedRecord| -> Vec<Cell> {
        let baselines = member.baselines.iter().map(|b| format!("{}:{}", b.year, b.text));
        let targets = member.targets.iter().map(|t| format!("{}:{}", t.year, t.text));
        vec![
            group.name.into(),
            group.unit.into(),
            member.id.to_string().into(),
            member.plan.as_str().into(),
            member.region.as_str().into(),
            member.name.into(),
            baselines.collect::<Vec<_>>().join("; ").into(),
            targets.collect::<Vec<_>>().join("; ").into(),
            member.improvement.map(|share| share.to_string()).into(),
            if member.most_ambitious { "yes" } else { "" }.into(),
            member.short_of_parent.into(),
            member.matched.into(),
            member.apart_from.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ").into(),
        ]
    };
    let rows =
        groups.iter().flat_map(|group| group.members.iter().map(|member| row(group, member)).collect::<Vec<_>>());
    sheet(&headings, rows.collect())
}

fn tasks(invocation: &Invocation, all: &[Arc<Dossier>], chosen: &[&Dossier]) -> Result<(), Failure> {
    let mut pairs: Vec<Counterpart> = Vec::new();
    for dossier in chosen {
        let above = all.iter().find(|other| dossier.plan.parent.as_ref() == Some(&other.plan.id));
        let Some(above) = above else {
            let title = &dossier.plan.title;
            return Err(Failure::Failed(invocation.words(
                format!("《{title}》没有已知的上级规划；请先导入上级规划，再重新导入本规划"),
                format!("no plan above “{title}” is known; import that one first, then this one again"),
            )));
        };
        pairs.extend(compare::counterparts(dossier, above));
    }
    let records: Vec<CounterpartRecord> = pairs.iter().map(CounterpartRecord::of).collect();
    invocation.out.found(&records, &task_columns(invocation.language))
}

fn task_columns<'a>(language: Language) -> List<'a, CounterpartRecord<'a>> {
    let none = |text: Option<&str>| match text {
        Some(text) => Entry::from(text),
        None => Entry::toned("—", Tone::Faint),
    };
    List::<CounterpartRecord>::new(language)
        .words("id", ["id", "id"])
        .long("title", ["本规划任务", "task"])
        .told(move |r| none(r.title))
        .words("parent_id", ["上级 id", "parent's id"])
        .long("parent_title", ["上级规划任务", "parent's task"])
        .told(move |r| none(r.parent_title))
        .figures("likeness", ["相近%", "alike %"])
        .words("matched", ["依据", "by"])
        .told(move |r| match r.matched {
            Some(by) if by == matched(true) => language.pick("人工", "hand").into(),
            Some(_) => language.pick("规则", "rule").into(),
            None => "".into(),
        })
}
