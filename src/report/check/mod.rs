//! Plan check (规划体检): finds likely errors in the texts of plans, each with its line and the words that show it.
//!
//! A rule reports only what the text proves; if two readings are possible, it reports nothing. Each rule is a small
//! module with a name in kebab case ([`RULES`]) and can be disabled ([`Choice`]). Rules about assignments are off by
//! default: no plan assigns all of its tasks, so they show remaining work and not errors.

mod arithmetic;
mod conflict;
mod division;
mod impossible;
mod leftover;
mod loose;
mod misprint;
mod number;
mod numbering;
mod overdue;
mod parent;
mod passage;
mod repeated;
mod scope;
mod statement;
mod succession;
mod table;
mod unfilled;

#[cfg(test)]
pub(super) mod sample;

use std::sync::Arc;

use serde::Serialize;

use crate::plan::{Dossier, ItemId, Plan, PlanId};
use crate::report::succession::Handover;
use crate::text::Language;

use passage::Passage;

/// A likely error in a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The name of the rule.
    pub rule: &'static str,
    /// The plan.
    pub plan: PlanId,
    /// The id of the task, project or indicator; `None` if the finding concerns no item.
    pub id: Option<String>,
    /// The line in the source of the plan, from 1.
    pub line: Option<u32>,
    /// The description, in the requested language.
    pub finding: String,
    /// The words of the plan that show the error.
    pub evidence: String,
}

/// A rule of the check.
pub struct Rule {
    /// The name in kebab case, which never changes.
    pub name: &'static str,
    /// The kind of error in Chinese.
    pub zh: &'static str,
    /// The kind of error in English.
    pub en: &'static str,
    /// True if the rule runs by default.
    pub by_default: bool,
    run: fn(&mut Reading),
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rule").field("name", &self.name).finish_non_exhaustive()
    }
}

const fn rule(name: &'static str, zh: &'static str, en: &'static str, run: fn(&mut Reading)) -> Rule {
    Rule { name, zh, en, by_default: true, run }
}

/// All rules, in the order in which findings of one line are listed.
#[rustfmt::skip]
pub const RULES: [Rule; 22] = [
    rule("target-looser", "目标值不如基期值", "a target is looser than its own baseline", loose::looser),
    rule("target-standstill", "目标值与基期值相同（满值除外）", "a target asks for no more than the baseline, short of the most there can be", loose::standstill),
    rule("below-parent", "下级规划的目标值不及上级规划", "a target falls short of the parent plan's", parent::run),
    rule("baseline-differs", "基期值与原规划期末实际值不一致", "a baseline is not the last reading of the plan that this one continues", succession::baselines),
    rule("target-reached", "目标值在原规划期末已经达到", "a target was reached by the end of the plan that this one continues", succession::targets),
    rule("empty-target", "指标没有目标值", "an indicator has no target", unfilled::targets),
    rule("empty-baseline", "指标没有基期值", "indicators have no baseline", unfilled::baselines),
    rule("text-against-table", "正文数字与指标表不一致", "a figure of the text contradicts the indicator table", table::against),
    rule("missing-in-table", "目标章节写明的指标不在指标表内", "a target that the goals chapter names is missing from the table", table::missing),
    rule("text-against-text", "正文前后数字不一致", "two passages contradict each other", conflict::run),
    rule("change-arithmetic", "增减幅度与所列数字不符", "a rise or fall is not what the two figures beside it give", arithmetic::run),
    rule("impossible-number", "不可能的数字", "a number that cannot be", impossible::run),
    rule("odd-precision", "百分数小数位数过多", "a percentage has more decimals than anyone measures", impossible::precision),
    rule("reversed-bound", "升降与上下限方向相反", "a figure is to fall to at least, or rise to at most, a value", impossible::reversed),
    rule("past-deadline", "完成时限早于印发时间", "a deadline had passed when the plan was issued", overdue::run),
    rule("numbering", "序号跳号、重号", "gaps and repeats in numbering", numbering::run),
    rule("lost-number", "标题缺序号，专栏不在所属章节", "a heading has lost its number, a box stands elsewhere", numbering::lost),
    rule("repeated-task", "同一任务重复列出", "the same task twice", repeated::run),
    rule("misprint", "叠字、叠词、缺数等错漏", "doubled characters and words, figures left out", misprint::run),
    rule("conversion-leftover", "转换残留、断句", "remains of a file conversion, paragraphs cut apart", leftover::run),
    rule("foreign-scope", "县级规划沿用上级范围用语", "a county's plan speaks for the whole region above", scope::run),
    Rule {
        name: "undivided",
        zh: "任务没有责任单位或完成年份（默认不查）",
        en: "tasks without a department or a due year (off by default)",
        by_default: false,
        run: division::run,
    },
];

/// The names of the rules to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice(Vec<&'static str>);

/// A name that is not the name of a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule “{0}”")]
pub struct NoSuchRule(pub String);

impl Default for Choice {
    fn default() -> Self {
        Choice(RULES.iter().filter(|rule| rule.by_default).map(|rule| rule.name).collect())
    }
}

impl Choice {
    /// Returns only these rules, including those that are off by default.
    ///
    /// # Errors
    /// [`NoSuchRule`] for the first unknown name.
    pub fn only<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Result<Self, NoSuchRule> {
        names.into_iter().map(|name| named(name.as_ref())).collect::<Result<_, _>>().map(Choice)
    }

    /// Returns this choice without some rules.
    ///
    /// # Errors
    /// [`NoSuchRule`] for the first unknown name.
    pub fn without<S: AsRef<str>>(mut self, names: impl IntoIterator<Item = S>) -> Result<Self, NoSuchRule> {
        for name in names {
            let name = named(name.as_ref())?;
            self.0.retain(|chosen| *chosen != name);
        }
        Ok(self)
    }
}

fn named(name: &str) -> Result<&'static str, NoSuchRule> {
    let known = RULES.iter().find(|rule| rule.name == name.trim());
    known.map(|rule| rule.name).ok_or_else(|| NoSuchRule(name.to_string()))
}

/// Checks plans with the chosen rules. Findings are listed plan by plan in the order of the text, those without a line
/// first. A plan is compared with the plan above, and with the one that it continues, if that is one of them.
pub fn check(dossiers: &[Arc<Dossier>], choice: &Choice, language: Language) -> Vec<Finding> {
    let mut findings = Vec::new();
    for dossier in dossiers {
        let parent = dossiers.iter().find(|other| dossier.plan.parent.as_ref() == Some(&other.plan.id));
        let earlier = dossiers.iter().find(|other| dossier.predecessor() == Some(&other.plan.id));
        let mut reading = Reading {
            plan: &dossier.plan,
            dossier,
            parent: parent.map(|parent| &**parent),
            handover: earlier.map(|earlier| Handover::of(earlier, &[dossier])),
            passages: passage::passages(&dossier.plan),
            language,
            rule: "",
            findings: Vec::new(),
        };
        for rule in RULES.iter().filter(|rule| choice.0.contains(&rule.name)) {
            reading.rule = rule.name;
            (rule.run)(&mut reading);
        }
        reading.findings.sort_by_key(|finding| finding.line);
        findings.append(&mut reading.findings);
    }
    findings
}

/// A plan that is being checked.
struct Reading<'a> {
    plan: &'a Plan,
    dossier: &'a Dossier,
    parent: Option<&'a Dossier>,
    /// The hand-over of the plan that this one continues.
    handover: Option<Handover<'a>>,
    passages: Vec<Passage<'a>>,
    language: Language,
    rule: &'static str,
    findings: Vec<Finding>,
}

/// The place of a finding in a plan.
#[derive(Clone, Copy, Default)]
struct Place<'a> {
    id: Option<&'a ItemId>,
    line: Option<u32>,
}

impl<'a> Place<'a> {
    fn of(passage: &Passage<'a>) -> Self {
        Place { id: passage.id, line: Some(passage.line) }
    }

    fn item(id: &'a ItemId, line: u32) -> Self {
        Place { id: Some(id), line: Some(line) }
    }
}

impl Reading<'_> {
    /// Adds a finding with its description in both languages.
    fn report(&mut self, place: Place, zh: String, en: String, evidence: impl Into<String>) {
        let finding = match self.language {
            Language::Zh => zh,
            Language::En => en,
        };
        self.findings.push(Finding {
            rule: self.rule,
            plan: self.plan.id.clone(),
            id: place.id.map(ToString::to_string),
            line: place.line,
            finding,
            evidence: evidence.into(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_have_names_of_their_own_in_kebab_case() {
        for (at, rule) in RULES.iter().enumerate() {
            assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.name);
            assert!(RULES[..at].iter().all(|other| other.name != rule.name), "{}", rule.name);
            assert!(!rule.zh.is_empty() && rule.en.is_ascii(), "{}", rule.name);
        }
    }

    #[test]
    fn rules_can_be_chosen_and_left_out() {
        let all = Choice::default();
        assert!(all.0.contains(&"numbering") && !all.0.contains(&"undivided"));
        assert!(!all.without(["numbering"]).unwrap().0.contains(&"numbering"));
        assert_eq!(Choice::only(["undivided"]).unwrap().0, ["undivided"]);
        assert_eq!(Choice::only(["nonsense"]), Err(NoSuchRule("nonsense".into())));
        assert!(Choice::default().without(["nonsense"]).is_err());
    }

    #[test]
    fn a_plan_without_faults_has_no_findings() {
        let plan = sample::indicator(sample::plan("2020年参保率为80%。"), "参保率", "%", "80", "≥85");
        let plan = sample::task(plan, "1.", "扩大参保。到2025年参保率达到85%以上。");
        let dossiers = [Arc::new(Dossier::new(Arc::new(plan)))];
        assert_eq!(check(&dossiers, &Choice::default(), Language::Zh), []);
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_checked(
            text in r"([0-9.,，、。；：（）%％‰万人所个张—～-]|年|由|降至|提高到|较|与|“十三五”末|全县|每千人口|参保率|达|≥|2020|2566|规划第|户|\n){0,60}",
            cell in r"[0-9.≥>%—：；]{0,6}",
        ) {
            let plan = sample::indicator(sample::plan(&text), "每千人口参保率", "%", "80", &cell);
            let plan = sample::project(sample::task(plan, "1.", &text), "（二）", &text);
            let dossiers = [Arc::new(Dossier::new(Arc::new(plan)))];
            let choice = Choice::only(RULES.iter().map(|rule| rule.name)).unwrap();
            for finding in check(&dossiers, &choice, Language::Zh) {
                proptest::prop_assert!(!finding.finding.is_empty());
            }
        }
    }
}
