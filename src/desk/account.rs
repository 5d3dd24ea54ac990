//! Wording of changes, for the history, receipts and questions.

use std::fmt::Display;

use crate::plan::overlay::{said, text_changes};
use crate::plan::{Change, ItemId, Subject};
use crate::text::Language;

use super::Snapshot;

pub use crate::plan::record::Difference;

/// Returns the period or year that a change concerns, and for an appraisal the kind.
pub fn about(change: &Change, language: Language) -> Option<String> {
    change.record().about(language)
}

/// Returns the fields in which a change's record differs before and after. The snapshot provides what the document
/// states.
pub fn differences(change: &Change, snapshot: &Snapshot, language: Language) -> Vec<Difference> {
    let dossier = change.plan().and_then(|plan| snapshot.dossier(plan));
    change.differences(dossier.map(|dossier| &**dossier), language)
}

/// The signs used in a wording, which differ between terminals and files.
#[derive(Debug, Clone, Copy)]
pub struct Signs<'a> {
    /// The sign between the old and the new value.
    pub arrow: &'a str,
    /// The sign for a missing value.
    pub none: &'a str,
}

impl Signs<'_> {
    /// Returns a changed field as text.
    pub fn told(self, field: impl Display, before: String, after: String) -> String {
        format!("{field} {} {} {}", self.shown(before), self.arrow, self.shown(after))
    }

    fn shown(self, text: String) -> String {
        if text.is_empty() { self.none.to_string() } else { text }
    }
}

/// Returns each changed field of a record as text.
pub fn described(change: &Change, snapshot: &Snapshot, language: Language, signs: Signs<'_>) -> Vec<String> {
    let differences = differences(change, snapshot, language).into_iter();
    differences.map(|d| signs.told(d.field, d.before, d.after)).collect()
}

/// Returns the result of a change, for a receipt: what it concerns, and the new value of each changed field. Empty for
/// a plan as a whole.
pub fn left(change: &Change, snapshot: &Snapshot, language: Language, signs: Signs<'_>) -> Vec<String> {
    if matches!(change, Change::Plan { .. }) {
        return Vec::new();
    }
    let fields = differences(change, snapshot, language).into_iter();
    let fields = fields.map(|difference| format!("{} {}", difference.field, signs.shown(difference.after)));
    about(change, language).into_iter().chain(fields).collect()
}

/// Returns true if a change concerns a subject: one of its records, or a new text of its plan that differs for it. A
/// change of an item does not concern its plan as a whole.
pub fn is_of(change: &Change, subject: &Subject) -> bool {
    match subject {
        Subject::Item(item) => change.item() == Some(item) || !text_changes(change, item).is_empty(),
        Subject::Plan(plan) => change.plan() == Some(plan) && change.item().is_none(),
    }
}

/// Returns a change as text: what it concerns, each changed field before and after, and for a new text of a plan the
/// differences for an item.
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

/// Returns the wording of the command of an entry; an unknown command is returned as it is.
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
        "invest" => ("项目投资", "investment"),
        "review" => ("评估", "review"),
        "reading" => ("实际值", "reading"),
        "confirm" => ("确认沿用", "confirm"),
        "goal" => ("年度目标", "goal"),
        "yearly-target" => ("年度目标值", "yearly target"),
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
        "baselines" => ("采用期末值作基期", "baselines taken over"),
        "carry" => ("结转", "carried on"),
        "open-case" => ("督办立项", "case opened"),
        "case" => ("督办", "case"),
        "seal" => ("封存", "seal"),
        "undo" => ("撤销", "undo"),
        "redo" => ("重做", "redo"),
        other => return other,
    };
    language.pick(zh, en)
}
