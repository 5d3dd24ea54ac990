//! `check`: what is wrong or odd in the plans themselves. It has done its work whatever it found, so that the exit
//! status is 0 with findings and without.

use crate::export::sheet::Cell;
use crate::plan::Dossier;
use crate::report::check::{Choice, Finding, NoSuchRule, RULES, check};
use crate::text::Language;

use super::args::{CheckArguments, Format};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::json::RuleRecord;
use super::output::sheet;
use super::table::{Column, Entry, Table, Tone};

/// Checks plans, or lists the rules.
pub(super) fn run(invocation: &Invocation, arguments: &CheckArguments) -> Result<(), Failure> {
    if arguments.rules {
        return rules(invocation);
    }
    let no_such_rule = |error: NoSuchRule| no_such_rule(&error, invocation.language);
    let choice = choice(arguments).map_err(no_such_rule)?;
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    // What is asked for by name is looked for, whatever the office switched off.
    let choice = match arguments.only.is_empty() {
        true => choice.without(&snapshot.settings().checks_off).map_err(no_such_rule)?,
        false => choice,
    };
    let chosen: Vec<&Dossier> = filter::dossiers(&snapshot, &arguments.of, invocation.language)?;
    let all: Vec<_> = snapshot.dossiers().cloned().collect();
    let mut findings = check(&all, &choice, invocation.language);
    findings.retain(|finding| chosen.iter().any(|dossier| dossier.plan.id == finding.plan));
    if findings.is_empty() && invocation.out.format == Format::Table {
        invocation.note(&invocation.words("没有发现问题", "nothing wrong was found"));
        return Ok(());
    }
    invocation.out.list(
        &findings,
        || table(invocation, &findings),
        || {
            let headings = ["rule", "plan", "id", "line", "finding", "evidence"];
            sheet(&headings, findings.iter().map(cells).collect())
        },
    )
}

fn choice(arguments: &CheckArguments) -> Result<Choice, NoSuchRule> {
    let choice = if arguments.only.is_empty() { Choice::default() } else { Choice::only(&arguments.only)? };
    choice.without(&arguments.skip)
}

fn no_such_rule(error: &NoSuchRule, language: Language) -> Failure {
    let NoSuchRule(name) = error;
    Failure::Usage(match language {
        Language::Zh => format!("没有名为“{name}”的规则；check --rules 列出全部规则"),
        Language::En => format!("{error}; check --rules lists them"),
    })
}

fn table(invocation: &Invocation, findings: &[Finding]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::words(head("规划", "plan")),
        Column::figures(head("行", "line")),
        Column::words(head("规则", "rule")),
        Column::long(head("问题", "finding")),
        Column::long(head("依据", "evidence")),
    ];
    let row = |finding: &Finding| -> Vec<Entry> {
        vec![
            finding.id.clone().unwrap_or_else(|| finding.plan.to_string()).into(),
            finding.line.map(|line| line.to_string()).unwrap_or_default().into(),
            Entry::toned(finding.rule, Tone::Faint),
            (&finding.finding).into(),
            (&finding.evidence).into(),
        ]
    };
    Table { columns, rows: findings.iter().map(row).collect() }
}

fn cells(finding: &Finding) -> Vec<Cell> {
    vec![
        finding.rule.into(),
        finding.plan.as_str().into(),
        finding.id.as_deref().into(),
        finding.line.into(),
        finding.finding.as_str().into(),
        finding.evidence.as_str().into(),
    ]
}

fn rules(invocation: &Invocation) -> Result<(), Failure> {
    let records: Vec<RuleRecord> = RULES.iter().map(RuleRecord::of).collect();
    let columns = vec![
        Column::words(invocation.words("规则", "rule")),
        Column::words(invocation.words("默认", "default")),
        Column::long(invocation.words("查什么", "what it looks for")),
    ];
    let state = |on: bool| if on { invocation.words("查", "on") } else { invocation.words("不查", "off") };
    let row = |rule: &RuleRecord| -> Vec<Entry> {
        vec![rule.rule.into(), state(rule.by_default).into(), invocation.words(rule.zh, rule.en).into()]
    };
    let cells = |rule: &RuleRecord| -> Vec<Cell> {
        vec![rule.rule.into(), if rule.by_default { "on" } else { "off" }.into(), rule.zh.into(), rule.en.into()]
    };
    invocation.out.list(
        &records,
        || Table { columns, rows: records.iter().map(row).collect() },
        || sheet(&["rule", "default", "zh", "en"], records.iter().map(cells).collect()),
    )
}
