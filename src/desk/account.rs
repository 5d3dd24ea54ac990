//! The account of a change in words: what a history lists and what a person is asked about.

use std::fmt::Display;

use crate::plan::{Assignment, Attainment, Change, Counterpart, Decision, Direction, Plan, Review};
use crate::text::{Label, Language};

use super::Snapshot;

/// One field of a record before and after, in words; empty where there is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field's name.
    pub field: &'static str,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// The period or year that a change is about, and for an appraisal who spoke.
pub fn about(change: &Change, language: Language) -> Option<String> {
    match change {
        Change::Review { period, .. } | Change::Solution { raised: period, .. } | Change::Seal { period, .. } => {
            Some(period.name(language))
        }
        Change::Reading { year, .. } | Change::Judgement { year, .. } | Change::Goal { year, .. } => {
            Some(year.to_string())
        }
        Change::Appraisal { period, kind, .. } => Some(format!("{} {}", period.name(language), kind.label(language))),
        Change::Counterpart { other, .. } => Some(other.to_string()),
        Change::Plan { .. } | Change::Assignment { .. } | Change::Direction { .. } => None,
    }
}

/// The fields in which a change's record differs before and after. The snapshot knows what the document states.
pub fn differences(change: &Change, snapshot: &Snapshot, language: Language) -> Vec<Difference> {
    let mut differences = fields(change, snapshot, language);
    differences.retain(|difference| difference.before != difference.after);
    differences
}

fn fields(change: &Change, snapshot: &Snapshot, language: Language) -> Vec<Difference> {
    let told = |zh, en, before: String, after: String| Difference { field: language.pick(zh, en), before, after };
    match change {
        Change::Plan { edit, .. } => {
            let text = |plan: &Plan| format!("{} {}", plan.edition.label(language), plan.source.file);
            vec![told("文本", "text", words(&edit.before, |p| text(p)), words(&edit.after, |p| text(p)))]
        }
        Change::Assignment { edit, .. } => {
            let task = change.item().and_then(|item| snapshot.task(item));
            let stated = task.map(|(_, task)| task.stated.clone()).unwrap_or_default();
            let in_force = |decision: &Option<Decision>| decision.clone().unwrap_or_default().over(&stated);
            assignment(&in_force(&edit.before), &in_force(&edit.after), told)
        }
        Change::Review { edit, .. } => {
            review(&edit.before.clone().unwrap_or_default(), &edit.after.clone().unwrap_or_default(), language, told)
        }
        Change::Reading { edit, .. } => vec![
            told("实际值", "value", words(&edit.before, |r| r.value), words(&edit.after, |r| r.value)),
            told(
                "修正说明",
                "amended",
                words(&edit.before, |r| optional(&r.amended)),
                words(&edit.after, |r| optional(&r.amended)),
            ),
        ],
        Change::Judgement { edit, .. } => {
            let label = |attainment: Attainment| attainment.label(language);
            vec![
                told(
                    "判断",
                    "judgement",
                    words(&edit.before, |j| label(j.attainment)),
                    words(&edit.after, |j| label(j.attainment)),
                ),
                told(
                    "理由",
                    "reason",
                    words(&edit.before, |j| optional(&j.reason)),
                    words(&edit.after, |j| optional(&j.reason)),
                ),
            ]
        }
        Change::Direction { edit, .. } => {
            let label = |direction: &Direction| direction.label(language);
            vec![told("方向", "direction", words(&edit.before, label), words(&edit.after, label))]
        }
        Change::Goal { edit, .. } => {
            vec![told(
                "年度目标",
                "goal",
                words(&edit.before, |g| g.text.clone()),
                words(&edit.after, |g| g.text.clone()),
            )]
        }
        Change::Solution { edit, .. } => vec![
            told(
                "解决于",
                "solved in",
                words(&edit.before, |s| s.period.name(language)),
                words(&edit.after, |s| s.period.name(language)),
            ),
            told(
                "解决情况",
                "how",
                words(&edit.before, |s| optional(&s.how)),
                words(&edit.after, |s| optional(&s.how)),
            ),
        ],
        Change::Counterpart { edit, .. } => {
            let label = |counterpart: &Counterpart| counterpart.label(language);
            vec![told("对照", "counterpart", words(&edit.before, label), words(&edit.after, label))]
        }
        Change::Appraisal { edit, .. } => {
            let (before, after) = (edit.before.clone().unwrap_or_default(), edit.after.clone().unwrap_or_default());
            vec![
                told("实施单位", "by", optional(&before.by), optional(&after.by)),
                told("时间", "date", optional(&before.date), optional(&after.date)),
                told("得分", "score", words(&before.score, f64::clone), words(&after.score, f64::clone)),
                told(
                    "样本数",
                    "respondents",
                    words(&before.respondents, u32::clone),
                    words(&after.respondents, u32::clone),
                ),
                told("结论", "conclusion", optional(&before.conclusion), optional(&after.conclusion)),
            ]
        }
        Change::Seal { edit, .. } => {
            let seal = |seal: &crate::plan::Seal| format!("{} {}", seal.by, seal.at);
            vec![told("封存", "sealed", words(&edit.before, seal), words(&edit.after, seal))]
        }
    }
}

fn assignment(
    before: &Assignment,
    after: &Assignment,
    told: impl Fn(&'static str, &'static str, String, String) -> Difference,
) -> Vec<Difference> {
    vec![
        told("牵头", "lead", before.lead.join("、"), after.lead.join("、")),
        told("配合", "support", before.support.join("、"), after.support.join("、")),
        told("责任人", "person", optional(&before.person), optional(&after.person)),
        told("到期", "due", words(&before.due, i32::clone), words(&after.due, i32::clone)),
    ]
}

fn review(
    before: &Review,
    after: &Review,
    language: Language,
    told: impl Fn(&'static str, &'static str, String, String) -> Difference,
) -> Vec<Difference> {
    let status = |review: &Review| words(&review.status, |status| status.label(language));
    let progress = |review: &Review| words(&review.progress, |progress| format!("{progress}%"));
    vec![
        told("状态", "status", status(before), status(after)),
        told("进度", "progress", progress(before), progress(after)),
        told("进展", "done", optional(&before.done), optional(&after.done)),
        told("问题", "problem", optional(&before.problem), optional(&after.problem)),
        told("下一步", "next", optional(&before.next), optional(&after.next)),
        told("佐证", "evidence", optional(&before.evidence), optional(&after.evidence)),
        told("修正说明", "amended", optional(&before.amended), optional(&after.amended)),
    ]
}

fn words<T, W: Display>(record: &Option<T>, say: impl Fn(&T) -> W) -> String {
    record.as_ref().map(|record| say(record).to_string()).unwrap_or_default()
}

fn optional(text: &Option<String>) -> String {
    text.clone().unwrap_or_default()
}
