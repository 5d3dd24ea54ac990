//! `check`: likely errors in the plans themselves. The exit status is 0 with and without findings.

use crate::plan::Dossier;
use crate::report::check::{Choice, Finding, NoSuchRule, RULES, check};
use crate::text::Language;

use super::args::{CheckArguments, Format};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::json::RuleRecord;
use super::list::List;
use super::table::{Column, Entry, Tone};

/// Checks plans, or lists the rules.
pub(super) fn run(invocation: &Invocation, arguments: &CheckArguments) -> Result<(), Failure> {
    if arguments.rules {
        return rules(invocation);
    }
    let no_such_rule = |error: NoSuchRule| no_such_rule(&error, invocation.language);
    let choice = choice(arguments).map_err(no_such_rule)?;
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    // A rule requested by name is checked even if the office has disabled it.
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
    invocation.out.list(&findings, &columns(invocation.language))
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

fn columns<'a>(language: Language) -> List<'a, Finding> {
    List::<Finding>::new(language)
        .words("rule", ["规则", "rule"])
        .told(|finding| Entry::toned(finding.rule, Tone::Faint))
        .before(4)
        .words("plan", ["规划", "plan"])
        .told(|finding| finding.id.as_deref().unwrap_or(finding.plan.as_str()).into())
        .file("id")
        .figures("line", ["行", "line"])
        .long("finding", ["问题", "finding"])
        .long("evidence", ["依据", "evidence"])
}

fn rules(invocation: &Invocation) -> Result<(), Failure> {
    let records: Vec<RuleRecord> = RULES.iter().map(RuleRecord::of).collect();
    let language = invocation.language;
    let columns = List::<RuleRecord>::new(language)
        .words("rule", ["规则", "rule"])
        .words("default", ["默认", "default"])
        .computed(|rule| if rule.by_default { "on" } else { "off" }.into())
        .told(move |rule| if rule.by_default { language.pick("查", "on") } else { language.pick("不查", "off") }.into())
        .file("zh")
        .file("en")
        .table_only(Column::long, ["查什么", "what it looks for"], move |rule| {
            language.pick(rule.zh, rule.en).into()
        });
    invocation.out.list(&records, &columns)
}
