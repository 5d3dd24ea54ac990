//! The JSON records that only the command line prints; those of tasks, boxes and indicators are in
//! [`export::records`](crate::export::records). The field names are a contract: fields may be added, but not renamed.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::desk::{Outcome, OverlayNews, Receipt};
use crate::export::overlaid::OverlaidRecord;
use crate::import::edition::{Changed, EditionChanges, Named};
use crate::office::import::{Found, Intake, Rejected};
use crate::plan::overlay::{self, Standing, TextDifference};
use crate::plan::roll_up::RollUp;
use crate::plan::{
    Archived, Baseline, Change, Doubt, DoubtKind, Edition, Figures, ItemId, Level, Period, Plan, PlanId, Region,
    Source, Status, Subject, Target, Term, TextField,
};
use crate::report::check::Rule;
use crate::report::compare::Counterpart;
use crate::store::{Entry, Holding, PlanPreview, Preview};
use crate::text::Language;

/// The result of an import.
#[derive(Debug, Serialize)]
pub(super) struct ImportRecord {
    pub(super) documents: Vec<DocumentRecord>,
    pub(super) rejected: Vec<RejectedRecord>,
    /// The corrections and adjustments to check against the new text.
    pub(super) overlaid: Vec<OverlayNewsRecord>,
    /// The number of the history entry; `None` for a preview, or if nothing changed.
    pub(super) seq: Option<u64>,
}

impl ImportRecord {
    /// Returns the record of an import.
    pub(super) fn of(intake: &Intake, language: Language) -> Self {
        ImportRecord {
            documents: intake.documents.iter().map(|found| DocumentRecord::of(found, language)).collect(),
            rejected: intake.rejected.iter().map(|rejected| RejectedRecord::of(rejected, language)).collect(),
            overlaid: intake.overlaid.iter().map(OverlayNewsRecord::of).collect(),
            seq: intake.seq,
        }
    }
}

/// A file that was not imported.
#[derive(Debug, Serialize)]
pub(super) struct RejectedRecord {
    pub(super) file: String,
    pub(super) reason: String,
}

impl RejectedRecord {
    /// Returns the record of a file that was not imported.
    pub(super) fn of(rejected: &Rejected, language: Language) -> Self {
        RejectedRecord { file: rejected.file.clone(), reason: rejected.why.text(language) }
    }
}

/// A document that was read.
#[derive(Debug, Serialize)]
pub(super) struct DocumentRecord {
    pub(super) file: String,
    pub(super) sha256: String,
    pub(super) encoding: String,
    pub(super) notice: Option<NoticeRecord>,
    pub(super) plans: Vec<FoundPlan>,
    /// The first and last line of text left over by a conversion: page numbers, bookmarks, tables of contents.
    pub(super) leftovers: Vec<[u32; 2]>,
}

impl DocumentRecord {
    /// Returns the record of a document with its plans.
    pub(super) fn of(found: &Found, language: Language) -> Self {
        DocumentRecord {
            file: found.file.clone(),
            sha256: found.sha256.clone(),
            encoding: found.encoding.to_string(),
            notice: found.notice.as_ref().map(|notice| NoticeRecord {
                issuer: notice.issuer.clone(),
                number: notice.number.clone(),
                date: notice.date.clone(),
            }),
            plans: found.plans.iter().map(|(plan, outcome)| FoundPlan::of(plan, outcome, language)).collect(),
            leftovers: found.leftovers.iter().map(|p| [p.lines.first, p.lines.last]).collect(),
        }
    }
}

/// The notice in front of the plans.
#[derive(Debug, Serialize)]
pub(super) struct NoticeRecord {
    pub(super) issuer: Option<String>,
    pub(super) number: Option<String>,
    pub(super) date: Option<String>,
}

/// A plan found in a document.
#[derive(Debug, Serialize)]
pub(super) struct FoundPlan {
    pub(super) id: PlanId,
    pub(super) title: String,
    pub(super) region: Region,
    pub(super) sector: String,
    pub(super) edition: Edition,
    pub(super) term: Term,
    #[serde(flatten)]
    pub(super) figures: Figures,
    pub(super) doubts: Vec<DoubtRecord>,
    /// The outcome: `new`, `new-edition`, `unchanged` or `older-kept`.
    pub(super) outcome: &'static str,
    /// The tasks and indicators added, changed and removed by a new edition.
    pub(super) changes: Option<EditionRecord>,
}

/// A doubt in the requested language.
#[derive(Debug, Serialize)]
pub(super) struct DoubtRecord {
    pub(super) line: u32,
    pub(super) last: u32,
    pub(super) what: String,
    pub(super) chosen: String,
    /// The kind of doubt, with its parameters.
    pub(super) kind: DoubtKind,
}

impl DoubtRecord {
    fn of(doubt: &Doubt, language: Language) -> Self {
        DoubtRecord {
            line: doubt.lines.first,
            last: doubt.lines.last,
            what: doubt.kind.what(language),
            chosen: doubt.kind.chosen(language),
            kind: doubt.kind.clone(),
        }
    }
}

/// The items added, changed and removed by a new edition.
#[derive(Debug, Serialize)]
pub(super) struct EditionRecord {
    pub(super) added: Vec<NamedRecord>,
    pub(super) changed: Vec<ChangedRecord>,
    pub(super) removed: Vec<NamedRecord>,
}

/// An item whose text a new edition changed.
#[derive(Debug, Serialize)]
pub(super) struct ChangedRecord {
    #[serde(flatten)]
    pub(super) named: NamedRecord,
    pub(super) fields: Vec<TextDifference>,
}

impl ChangedRecord {
    fn of(changed: &Changed) -> Self {
        let Named { id, title } = changed.named.clone();
        ChangedRecord { named: NamedRecord { id, title }, fields: changed.fields.clone() }
    }
}

/// A correction or adjustment to check after a new edition.
#[derive(Debug, Serialize)]
pub(super) struct OverlayNewsRecord {
    pub(super) id: Subject,
    pub(super) field: TextField,
    pub(super) printed: Option<String>,
    pub(super) value: Option<String>,
    /// `printed`, `overtaken` or `gone`.
    pub(super) standing: Standing,
}

impl OverlayNewsRecord {
    fn of(news: &OverlayNews) -> Self {
        let OverlayNews { subject, field, printed, value, standing } = news.clone();
        OverlayNewsRecord { id: subject, field, printed, value, standing }
    }
}

/// An item with its title or name.
#[derive(Debug, Serialize)]
pub(super) struct NamedRecord {
    pub(super) id: ItemId,
    pub(super) title: String,
}

impl From<&EditionChanges> for EditionRecord {
    fn from(changes: &EditionChanges) -> Self {
        let named = |items: &[Named]| {
            items.iter().map(|item| NamedRecord { id: item.id.clone(), title: item.title.clone() }).collect()
        };
        EditionRecord {
            added: named(&changes.added),
            changed: changes.changed.iter().map(ChangedRecord::of).collect(),
            removed: named(&changes.removed),
        }
    }
}

impl FoundPlan {
    /// Returns the record of a plan as stored, with the outcome for the imported one.
    fn of(plan: &Plan, outcome: &Outcome, language: Language) -> Self {
        FoundPlan {
            id: plan.id.clone(),
            title: plan.title.clone(),
            region: plan.region.clone(),
            sector: plan.sector.clone(),
            edition: plan.edition,
            term: plan.term,
            figures: Figures::of(plan),
            doubts: plan.doubts.iter().map(|doubt| DoubtRecord::of(doubt, language)).collect(),
            outcome: match outcome {
                Outcome::New => "new",
                Outcome::NewEdition(_) => "new-edition",
                Outcome::Unchanged => "unchanged",
                Outcome::OlderKept => "older-kept",
            },
            changes: match outcome {
                Outcome::NewEdition(changes) => Some(changes.into()),
                _ => None,
            },
        }
    }
}

/// A plan with its numbers in one period.
#[derive(Debug, Serialize)]
pub(super) struct PlanRecord<'a> {
    pub(super) id: &'a PlanId,
    pub(super) title: &'a str,
    pub(super) region: &'a Region,
    pub(super) sector: &'a str,
    pub(super) edition: Edition,
    pub(super) term: Term,
    pub(super) parent: Option<&'a PlanId>,
    #[serde(flatten)]
    pub(super) figures: Figures,
    pub(super) doubts: usize,
    pub(super) period: Period,
    pub(super) progress: Counts,
    pub(super) source: &'a Source,
    /// The reason for archiving the plan, if it is archived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) archived: Option<&'a Archived>,
    #[serde(flatten)]
    pub(super) overlaid: OverlaidRecord<'a>,
}

/// The numbers of tasks and projects in one period: the total, by status, and by standing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts(pub(super) RollUp);

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Counts(sums) = self;
        let statuses = Status::ALL.map(|status| (status.name(), sums.count(status)));
        let others = [("unreported", sums.unreported), ("overdue", sums.overdue), ("completion", sums.completion())];
        serializer.collect_map([("total", sums.total)].into_iter().chain(statuses).chain(others))
    }
}

/// A heading of an outline.
#[derive(Debug, Serialize)]
pub(super) struct HeadingRecord<'a> {
    pub(super) id: ItemId,
    pub(super) plan: &'a PlanId,
    pub(super) level: Level,
    /// The number of enclosing headings.
    pub(super) depth: usize,
    pub(super) number: &'a str,
    pub(super) title: &'a str,
    pub(super) path: Vec<String>,
    /// The number of tasks and projects below it, at any depth.
    pub(super) items: usize,
    pub(super) text: Vec<&'a str>,
    pub(super) lines: [u32; 2],
    #[serde(flatten)]
    pub(super) overlaid: OverlaidRecord<'a>,
}

/// A department with its numbers of tasks.
#[derive(Debug, Serialize)]
pub(super) struct DepartmentRecord {
    pub(super) name: String,
    pub(super) short: Vec<String>,
    #[serde(skip)]
    pub(super) short_name: String,
    /// The end of a department that no longer exists, as text.
    #[serde(skip)]
    pub(super) end: Option<String>,
    pub(super) level: Option<crate::plan::department::Level>,
    /// The number of tasks and projects that it leads.
    pub(super) lead: u32,
    /// The number of tasks and projects that it supports.
    pub(super) support: u32,
    /// The numbers by status of the tasks and projects that it leads.
    pub(super) progress: Counts,
    /// The number of indicators that it leads.
    pub(super) indicators: u32,
    /// The number of those whose figure it owes.
    pub(super) awaited: u32,
    pub(super) region: Option<Region>,
    pub(super) superior: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) telephone: Option<String>,
    /// The first day in force.
    pub(super) from: Option<String>,
    /// The last day in force.
    pub(super) until: Option<String>,
    /// The department that has taken over its work.
    pub(super) successor: Option<String>,
}

/// The result of a command.
#[derive(Debug, Serialize)]
pub(super) struct ReceiptRecord {
    pub(super) seq: Option<u64>,
    pub(super) changed: Vec<ItemId>,
    /// The changed departments, by the names under which they are stored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) departments: Vec<String>,
}

impl From<&Receipt> for ReceiptRecord {
    fn from(receipt: &Receipt) -> Self {
        let departments = receipt.changes.iter().filter(|change| change.plan().is_none()).map(Change::owner);
        ReceiptRecord { seq: receipt.seq, changed: receipt.items(), departments: departments.collect() }
    }
}

/// An entry of the history.
#[derive(Debug, Serialize)]
pub(super) struct EntryRecord<'a> {
    pub(super) seq: u64,
    pub(super) at: &'a str,
    pub(super) who: &'a str,
    pub(super) what: &'a str,
    pub(super) undoes: Option<u64>,
    /// The person who restored the entry from a backup; `None` if it was made here.
    pub(super) restored_by: Option<&'a str>,
    pub(super) changes: Vec<Value>,
}

impl<'a> EntryRecord<'a> {
    /// Returns the record of an entry with some of its changes.
    pub(super) fn of(
        entry: &'a Entry,
        changes: &[&Change],
        item: Option<&ItemId>,
        restored_by: Option<&'a str>,
    ) -> Self {
        EntryRecord {
            restored_by,
            seq: entry.seq,
            at: &entry.at,
            who: &entry.who,
            what: &entry.what,
            undoes: entry.undoes,
            changes: changes.iter().map(|change| change_value(change, item)).collect(),
        }
    }
}

// A plan's text is too long for the history: it is represented by its source and the changes of the item in question.
fn change_value(change: &Change, item: Option<&ItemId>) -> Value {
    let text = |plan: Option<&std::sync::Arc<Plan>>| {
        plan.map(|plan| json!({ "title": plan.title, "edition": plan.edition, "source": plan.source }))
    };
    match change {
        Change::Plan { plan, edit } => json!({
            "record": "plan", "plan": plan,
            "before": text(edit.before.as_ref()), "after": text(edit.after.as_ref()),
            "text": item.map(|item| overlay::text_changes(change, item)),
        }),
        change => json!(change),
    }
}

/// The result of a restore.
#[derive(Debug, Serialize)]
pub(super) struct RestoredRecord {
    pub(super) entries: u64,
    /// The folder in which the replaced store is kept.
    pub(super) kept: Option<String>,
}

/// The preview of a restore.
#[derive(Debug, Serialize)]
pub(super) struct PreviewRecord {
    pub(super) now: HoldingRecord,
    pub(super) then: HoldingRecord,
    /// The number of entries that would be removed.
    pub(super) going: u64,
    /// The number of entries that would be added.
    pub(super) coming: u64,
    /// True if the backup has an end line.
    pub(super) complete: bool,
    /// The number of records of the list of departments that differ.
    pub(super) departments: usize,
    pub(super) plans: Vec<PlanPreviewRecord>,
}

/// The size of a store or a backup.
#[derive(Debug, Serialize)]
pub(super) struct HoldingRecord {
    pub(super) entries: u64,
    pub(super) last: Option<String>,
    pub(super) plans: usize,
}

/// The differences of a plan between a store and a backup.
#[derive(Debug, Serialize)]
pub(super) struct PlanPreviewRecord {
    pub(super) id: String,
    pub(super) title: String,
    /// The number of records that differ.
    pub(super) changes: usize,
}

impl PreviewRecord {
    /// Returns the record of a preview.
    pub(super) fn of(preview: &Preview) -> Self {
        let holding = |holding: &Holding| HoldingRecord {
            entries: holding.entries,
            last: holding.last.clone(),
            plans: holding.plans,
        };
        let plan = |plan: &PlanPreview| PlanPreviewRecord {
            id: plan.id.to_string(),
            title: plan.title.clone(),
            changes: plan.changes,
        };
        PreviewRecord {
            now: holding(&preview.now),
            then: holding(&preview.then),
            going: preview.going,
            coming: preview.coming,
            complete: preview.complete,
            departments: preview.office,
            plans: preview.plans.iter().map(plan).collect(),
        }
    }
}

/// The result of `doctor`.
#[derive(Debug, Serialize)]
pub(super) struct HealthRecord {
    pub(super) version: &'static str,
    pub(super) store: String,
    pub(super) schema: u32,
    pub(super) sound: bool,
    pub(super) entries: u64,
    pub(super) journal_bytes: u64,
    pub(super) state_bytes: u64,
    /// The number of records in the search index.
    pub(super) index_records: usize,
    /// The backups that the store made of itself, the latest last.
    pub(super) backups: Vec<String>,
    pub(super) findings: Vec<String>,
    /// The repairs made by this run.
    pub(super) mended: Vec<String>,
}

/// A rule of the plan check.
#[derive(Debug, Serialize)]
pub(super) struct RuleRecord {
    pub(super) rule: &'static str,
    pub(super) by_default: bool,
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
}

impl RuleRecord {
    pub(super) fn of(rule: &Rule) -> Self {
        RuleRecord { rule: rule.name, by_default: rule.by_default, zh: rule.zh, en: rule.en }
    }
}

/// A measure that several plans have.
#[derive(Debug, Serialize)]
pub(super) struct GroupRecord<'a> {
    pub(super) name: &'a str,
    pub(super) unit: Option<&'a str>,
    pub(super) members: Vec<ComparedRecord<'a>>,
}

/// An indicator compared with the same measure of other plans.
#[derive(Debug, Serialize)]
pub(super) struct ComparedRecord<'a> {
    pub(super) id: &'a ItemId,
    pub(super) plan: &'a PlanId,
    pub(super) plan_title: &'a str,
    pub(super) region: &'a Region,
    /// Its name in this plan.
    pub(super) name: &'a str,
    pub(super) baselines: &'a [Baseline],
    pub(super) targets: &'a [Target],
    /// The improvement that it aims at, in per cent of the baseline.
    pub(super) improvement: Option<f64>,
    pub(super) most_ambitious: bool,
    /// The target of the plan above, if this one is weaker.
    pub(super) short_of_parent: Option<&'a str>,
    /// The kind of match with the others: `rule` or `hand`.
    pub(super) matched: &'static str,
    /// Indicators that a person declared different measures.
    pub(super) apart_from: &'a [ItemId],
}

/// Returns how two items were matched, as written in files.
pub(super) fn matched(by_hand: bool) -> &'static str {
    if by_hand { "hand" } else { "rule" }
}

/// A task compared with one of the plan above.
#[derive(Debug, Serialize)]
pub(super) struct CounterpartRecord<'a> {
    pub(super) id: Option<&'a ItemId>,
    pub(super) title: Option<&'a str>,
    pub(super) parent_id: Option<&'a ItemId>,
    pub(super) parent_title: Option<&'a str>,
    /// The similarity of the two texts in per cent.
    pub(super) likeness: Option<u32>,
    /// The kind of match between the two: `rule` or `hand`.
    pub(super) matched: Option<&'static str>,
}

impl<'a> CounterpartRecord<'a> {
    pub(super) fn of(pair: &Counterpart<'a>) -> Self {
        // A similarity between 0 and 1 fits after scaling to per cent.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let likeness = (pair.own.is_some() && pair.above.is_some()).then(|| (pair.likeness * 100.0).round() as u32);
        CounterpartRecord {
            id: pair.own.map(|task| &task.id),
            title: pair.own.map(|task| task.title.as_str()),
            parent_id: pair.above.map(|task| &task.id),
            parent_title: pair.above.map(|task| task.title.as_str()),
            likeness,
            matched: likeness.map(|_| matched(pair.by_hand)),
        }
    }
}
