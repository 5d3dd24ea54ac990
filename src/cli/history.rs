//! `history`: what was changed, by whom and when.

use crate::desk::{Snapshot, account};
use crate::export::sheet::Sheet;
use crate::plan::overlay::text_changes;
use crate::plan::{Change, ItemId, PlanId};
use crate::store::Entry as Kept;
use crate::text::Language;

use super::args::HistoryArguments;
use super::failure::Failure;
use super::invocation::Invocation;
use super::json::EntryRecord;
use super::output::sheet;
use super::table::{Column, Entry, Table, Tone};

/// Lists the history, the latest first.
pub(super) fn list(invocation: &Invocation, arguments: &HistoryArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let about = arguments.id.as_deref().map(|id| About::named(id, &snapshot, invocation.language)).transpose()?;
    let history = desk.history().map_err(|error| Failure::of_desk(error, invocation.language))?;
    let fits = |change: &&Change| about.as_ref().is_none_or(|about| about.holds(change));
    let wanted = |entry: &&Kept| {
        // Times are written with the day first, so that they sort as they are.
        arguments.who.as_ref().is_none_or(|who| entry.who == *who)
            && arguments.since.is_none_or(|day| entry.at >= day.to_string())
    };
    let entries =
        history.iter().rev().filter(wanted).map(|entry| (entry, entry.changes.iter().filter(fits).collect::<Vec<_>>()));
    let limit = arguments.limit.unwrap_or(usize::MAX);
    let found: Vec<(&Kept, Vec<&Change>)> = entries.filter(|(_, changes)| !changes.is_empty()).take(limit).collect();
    let item = about.as_ref().and_then(About::item);
    let records: Vec<EntryRecord> =
        found.iter().map(|(entry, changes)| EntryRecord::of(entry, changes, item)).collect();
    let told = Told { snapshot: &snapshot, item };
    invocation.out.found(&records, || table(invocation, &told, &found), || csv(&told, &found))
}

/// The subject of a question to the history.
enum About {
    Item(ItemId),
    Plan(PlanId),
}

impl About {
    fn named(name: &str, snapshot: &Snapshot, language: Language) -> Result<Self, Failure> {
        if let Ok(item) = name.parse() {
            return Ok(About::Item(item));
        }
        let dossier = snapshot.plan_named(name).map_err(|error| Failure::no_such_plan(&error, language))?;
        Ok(About::Plan(dossier.plan.id.clone()))
    }

    fn item(&self) -> Option<&ItemId> {
        match self {
            About::Item(item) => Some(item),
            About::Plan(_) => None,
        }
    }

    fn holds(&self, change: &Change) -> bool {
        match self {
            About::Item(item) => change.item() == Some(item) || !text_changes(change, item).is_empty(),
            About::Plan(plan) => change.plan() == plan,
        }
    }
}

fn table(invocation: &Invocation, told: &Told<'_>, found: &[(&Kept, Vec<&Change>)]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::figures(head("记录", "entry")),
        Column::words(head("时间", "when")),
        Column::words(head("人员", "who")),
        Column::words(head("操作", "what")),
        Column::words(head("对象", "item")),
        Column::long(head("变化", "change")),
    ];
    let mut rows: Vec<Vec<Entry>> = Vec::new();
    for (entry, changes) in found {
        rows.extend(changes.iter().map(|change| {
            vec![
                entry.seq.to_string().into(),
                minute(&entry.at).into(),
                entry.who.as_str().into(),
                what(entry, invocation.language).into(),
                told.named(change).into(),
                Entry::toned(told.described(change, invocation.language), Tone::Plain),
            ]
        }));
    }
    Table { columns, rows }
}

fn csv(told: &Told<'_>, found: &[(&Kept, Vec<&Change>)]) -> Sheet {
    let headings = ["seq", "at", "who", "what", "undoes", "item", "change"];
    let rows = found.iter().flat_map(|(entry, changes)| {
        changes.iter().map(|change| {
            vec![
                entry.seq.to_string().into(),
                entry.at.as_str().into(),
                entry.who.as_str().into(),
                entry.what.as_str().into(),
                entry.undoes.map(|seq| seq.to_string()).into(),
                told.named(change).into(),
                told.described(change, Language::En).into(),
            ]
        })
    });
    sheet(&headings, rows.collect())
}

// 2026-11-22T02:47:48+08:00 as people read it.
fn minute(at: &str) -> String {
    at.get(..16).unwrap_or(at).replace('T', " ")
}

/// Returns the words for an entry.
pub(super) fn what(entry: &Kept, language: Language) -> String {
    let (zh, en) = match entry.what.as_str() {
        "first-load" => ("载入自带规划", "first load"),
        "rescued" => ("从损坏中找回", "rescued from damage"),
        "import" => ("导入", "import"),
        "take-back" => ("收回填报", "list taken back"),
        "assign" => ("分派", "assign"),
        "accept-offered" => ("采纳建议分工", "accept offered"),
        "correct" => ("更正", "correction"),
        "adjust" => ("动态调整", "adjustment"),
        "review" => ("评估", "review"),
        "reading" => ("实际值", "reading"),
        "confirm" => ("确认沿用", "confirm"),
        "goal" => ("年度目标", "goal"),
        "solve" => ("问题销号", "problem solved"),
        "judge" => ("人工判断", "judgement"),
        "direction" => ("指标方向", "direction"),
        "pair" => ("对照关系", "counterpart"),
        "appraise" => ("第三方评价", "appraisal"),
        "seal" => ("封存", "seal"),
        "undo" => ("撤销", "undo"),
        "redo" => ("重做", "redo"),
        other => return other.to_string(),
    };
    match entry.undoes {
        Some(seq) => format!("{} {seq}", language.pick(zh, en)),
        None => language.pick(zh, en).to_string(),
    }
}

/// Puts changes into words.
struct Told<'a> {
    /// What documents state.
    snapshot: &'a Snapshot,
    /// The item that is asked about, whose text a new edition can have changed.
    item: Option<&'a ItemId>,
}

impl Told<'_> {
    fn named(&self, change: &Change) -> String {
        match (change, self.item) {
            (Change::Plan { .. }, Some(item)) => item.to_string(),
            _ => change.item().map_or_else(|| change.plan().to_string(), ToString::to_string),
        }
    }

    /// A change in words: each field that differs, before and after.
    fn described(&self, change: &Change, language: Language) -> String {
        let fields = account::differences(change, self.snapshot, language).into_iter();
        let fields = fields.map(|d| format!("{} {} → {}", d.field, shown(&d.before), shown(&d.after)));
        let text = self.item.map(|item| text_changes(change, item)).unwrap_or_default().into_iter().map(|d| {
            let say = |text: &Option<String>| shown(text.as_deref().unwrap_or_default()).to_string();
            format!("{} {} → {}", d.field.label(language), say(&d.before), say(&d.after))
        });
        account::about(change, language).into_iter().chain(fields).chain(text).collect::<Vec<_>>().join("  ")
    }
}

fn shown(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Edit, ItemKind, Period, Review, Status};

    #[test]
    fn a_change_is_told_by_the_fields_that_differ() {
        let nothing = Snapshot::new(Default::default(), Default::default(), Default::default());
        let told = Told { snapshot: &nothing, item: None };
        let item = PlanId::new("a").unwrap().item(ItemKind::Task, 1);
        let before = Review { status: Some(Status::InProgress), progress: Some(40), ..Review::default() };
        let after = Review { status: Some(Status::Completed), done: Some("建成".into()), ..before.clone() };
        let edit = Edit { before: Some(before), after: Some(after) };
        let change = Change::Review { item, period: Period::MidTerm, edit };
        assert_eq!(told.described(&change, Language::Zh), "中期评估  状态 推进中 → 已完成  进展 - → 建成");
        assert_eq!(told.described(&change, Language::En), "mid-term  status in progress → completed  done - → 建成");
    }
}
