//! The account of a change in words: what a history lists and what a person is asked about.

use std::fmt::Display;

use crate::plan::overlay::{said, text_changes};
use crate::plan::{Change, ItemId, Subject};
use crate::text::Language;

use super::Snapshot;

pub use crate::plan::record::Difference;

/// Returns the period or year that a change is about, and for an appraisal who spoke.
pub fn about(change: &Change, language: Language) -> Option<String> {
    change.record().about(language)
}

/// Returns the fields in which a change's record differs before and after. The snapshot knows what the document states.
pub fn differences(change: &Change, snapshot: &Snapshot, language: Language) -> Vec<Difference> {
    let dossier = change.plan().and_then(|plan| snapshot.dossier(plan));
    change.differences(dossier.map(|dossier| &**dossier), language)
}

/// The signs of a wording: those that a terminal shows, or those of files.
#[derive(Debug, Clone, Copy)]
pub struct Signs<'a> {
    /// Between what was and what is.
    pub arrow: &'a str,
    /// In the place of nothing.
    pub none: &'a str,
}

impl Signs<'_> {
    /// Returns the words for a field that differs.
    pub fn told(self, field: impl Display, before: String, after: String) -> String {
        format!("{field} {} {} {}", self.shown(before), self.arrow, self.shown(after))
    }

    fn shown(self, text: String) -> String {
        if text.is_empty() { self.none.to_string() } else { text }
    }
}

/// Returns the words for each field in which a change's record differs.
pub fn described(change: &Change, snapshot: &Snapshot, language: Language, signs: Signs<'_>) -> Vec<String> {
    let differences = differences(change, snapshot, language).into_iter();
    differences.map(|d| signs.told(d.field, d.before, d.after)).collect()
}

/// Returns what a change has left behind, for a receipt: what it is about, and each field that differs as it is now.
/// Nothing for a plan as a whole.
pub fn left(change: &Change, snapshot: &Snapshot, language: Language, signs: Signs<'_>) -> Vec<String> {
    if matches!(change, Change::Plan { .. }) {
        return Vec::new();
    }
    let fields = differences(change, snapshot, language).into_iter();
    let fields = fields.map(|difference| format!("{} {}", difference.field, signs.shown(difference.after)));
    about(change, language).into_iter().chain(fields).collect()
}

/// Returns true if a change is about a subject: about its records, or a new text of its plan that says something else
/// of it. A change of an item is not one of the plan as a whole.
pub fn is_of(change: &Change, subject: &Subject) -> bool {
    match subject {
        Subject::Item(item) => change.item() == Some(item) || !text_changes(change, item).is_empty(),
        Subject::Plan(plan) => change.plan() == Some(plan) && change.item().is_none(),
    }
}

/// Returns a change in words: what it is about, each field that differs, before and after, and for a new text of the
/// plan what it says otherwise of an item.
pub fn told(
    change: &Change,
    item: Option<&ItemId>,
    snapshot: &Snapshot,
    language: Language,
    signs: Signs<'_>,
) -> String {
    let texts = item.map(|item| text_changes(change, item)).unwrap_or_default().into_iter();
    let texts = texts.map(|text| {
        let say = |value: Option<String>| value.map_or_else(String::new, |value| said(text.field, &value, language));
        signs.told(text.field.label(language), say(text.before), say(text.after))
    });
    let fields = described(change, snapshot, language, signs).into_iter();
    about(change, language).into_iter().chain(fields).chain(texts).collect::<Vec<_>>().join("  ")
}

/// Returns the words for the command of an entry of the history; one that is not known here as the history has it.
pub fn entry_name(what: &str, language: Language) -> &str {
    let (zh, en) = match what {
        "first-load" => ("载入自带规划", "first load"),
        "rescued" => ("从损坏中找回", "rescued from damage"),
        "joined" => ("两支合并", "branches joined"),
        "restore" => ("恢复备份", "restore"),
        "import" => ("导入", "import"),
        "take-back" => ("收回填报", "list taken back"),
        "assign" => ("分派", "assign"),
        "accept-offered" => ("采纳建议分工", "accept offered"),
        "correct" => ("更正", "correction"),
        "adjust" => ("动态调整", "adjustment"),
        "add" => ("新增", "added"),
        "split" => ("拆分", "split"),
        "merge" => ("合并", "merge"),
        "end" => ("终止", "end"),
        "resume" => ("恢复", "resumed"),
        "new-plan" => ("新建规划", "new plan"),
        "archive" => ("归档", "archived"),
        "departments" => ("单位名录", "departments"),
        "unarchive" => ("取消归档", "unarchived"),
        "remove" => ("删除规划", "plan removed"),
        "drop-samples" => ("删除样例", "samples removed"),
        "step" => ("分解事项", "step"),
        "milestone" => ("节点", "milestone"),
        "reach" => ("节点结果", "milestone outcome"),
        "review" => ("评估", "review"),
        "reading" => ("实际值", "reading"),
        "confirm" => ("确认沿用", "confirm"),
        "goal" => ("年度目标", "goal"),
        "keep" => ("调度频次", "rhythm"),
        "mark" => ("重点调度", "marks"),
        "solve" => ("问题销号", "problem solved"),
        "judge" => ("人工判断", "judgement"),
        "direction" => ("指标方向", "direction"),
        "pair" => ("对照关系", "counterpart"),
        "appraise" => ("第三方评价", "appraisal"),
        "succeed" => ("规划接续", "succession"),
        "fate" => ("去向", "fate"),
        "accept-fates" => ("采纳建议去向", "accept fates"),
        "seal" => ("封存", "seal"),
        "undo" => ("撤销", "undo"),
        "redo" => ("重做", "redo"),
        other => return other,
    };
    language.pick(zh, en)
}
