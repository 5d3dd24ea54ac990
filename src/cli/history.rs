//! `history`: who changed what, and when.

use serde::Serialize;

use crate::desk::Snapshot;
use crate::desk::account::{self, Signs};
use crate::plan::{Change, ItemId, PlanId, Subject};
use crate::store::{Entry as Kept, brought_by};
use crate::text::Language;
use crate::text::time::to_the_minute;

use super::args::HistoryArguments;
use super::failure::Failure;
use super::invocation::Invocation;
use super::json::EntryRecord;
use super::list::List;

/// Lists the history, newest entries first.
pub(super) fn list(invocation: &Invocation, arguments: &HistoryArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let about = arguments.id.as_deref().map(|id| About::named(id, &snapshot, invocation.language)).transpose()?;
    let history = desk.history().map_err(|error| Failure::of_desk(error, invocation.language))?;
    let fits = |change: &&Change| about.as_ref().is_none_or(|about| about.holds(change));
    let wanted = |entry: &&Kept| {
        // Times begin with the date, so comparing the texts compares the dates.
        arguments.who.as_ref().is_none_or(|who| entry.who == *who)
            && arguments.since.is_none_or(|day| entry.at >= day.to_string())
    };
    let restores: Vec<&Kept> = history.iter().filter(|entry| entry.brought.is_some()).collect();
    let found = |entry| Found {
        entry,
        changes: entry.changes.iter().filter(fits).collect(),
        restored_by: brought_by(entry.seq, restores.iter().copied()),
    };
    // An entry without changes, such as a restore, concerns no particular item.
    let is_about = |found: &Found| !found.changes.is_empty() || about.is_none();
    let limit = arguments.limit.unwrap_or(usize::MAX);
    let found: Vec<Found> = history.iter().rev().filter(wanted).map(found).filter(is_about).take(limit).collect();
    let item = about.as_ref().and_then(About::item);
    let records: Vec<EntryRecord> = found
        .iter()
        .map(|Found { entry, changes, restored_by }| EntryRecord::of(entry, changes, item, *restored_by))
        .collect();
    let told = Told { snapshot: &snapshot, item };
    let made: Vec<Made> = found.iter().flat_map(Found::lines).collect();
    let columns = columns(invocation.language, &told);
    invocation.out.found_as(&records, || columns.table(&made), || columns.sheet(&made))
}

/// An entry to be listed.
struct Found<'a> {
    entry: &'a Kept,
    /// The changes that match the request.
    changes: Vec<&'a Change>,
    /// The person who restored the entry from a backup, unless it was made here.
    restored_by: Option<&'a str>,
}

impl<'a> Found<'a> {
    /// Returns the rows of the list: one per change, or one for an entry without changes.
    fn lines(&self) -> Vec<Made<'a>> {
        let Found { entry, restored_by, .. } = *self;
        let made = |change| Made::of(entry, change, restored_by);
        match self.changes.is_empty() {
            true => vec![made(None)],
            false => self.changes.iter().map(|change| made(Some(*change))).collect(),
        }
    }
}

/// The subject to which the history is limited.
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
            About::Item(item) => account::is_of(change, &Subject::Item(item.clone())),
            About::Plan(plan) => change.plan() == Some(plan),
        }
    }
}

/// A row: an entry with one of its changes, if it has any.
#[derive(Serialize)]
struct Made<'a> {
    seq: u64,
    at: &'a str,
    who: &'a str,
    what: &'a str,
    undoes: Option<u64>,
    restored_by: Option<&'a str>,
    #[serde(skip)]
    entry: &'a Kept,
    #[serde(skip)]
    change: Option<&'a Change>,
}

impl<'a> Made<'a> {
    fn of(entry: &'a Kept, change: Option<&'a Change>, restored_by: Option<&'a str>) -> Self {
        let Kept { seq, at, who, what, undoes, .. } = entry;
        Made { seq: *seq, at, who, what, undoes: *undoes, restored_by, entry, change }
    }

    /// Returns the person who made the entry and, if it came from a backup, the one who restored it.
    fn who(&self, language: Language) -> String {
        match (self.restored_by, language) {
            (None, _) => self.who.to_string(),
            (Some(by), Language::Zh) => format!("{}（由 {by} 恢复）", self.who),
            (Some(by), Language::En) => format!("{} (restored by {by})", self.who),
        }
    }
}

fn columns<'a>(language: Language, told: &'a Told<'a>) -> List<'a, Made<'a>> {
    let described = |made: &Made, language| made.change.map(|change| told.described(change, language));
    List::<Made>::new(language)
        .figures("seq", ["记录", "entry"])
        .words("at", ["时间", "when"])
        .told(|made| to_the_minute(made.at).into())
        .words("who", ["人员", "who"])
        .told(move |made| made.who(language).into())
        .words("what", ["操作", "what"])
        .told(move |made| what(made.entry, language).into())
        .file("undoes")
        .words("item", ["对象", "item"])
        .computed(|made| made.change.map(|change| told.named(change)).into())
        .long("change", ["变化", "change"])
        .computed(move |made| described(made, Language::En).into())
        .told(move |made| described(made, language).unwrap_or_default().into())
        .file("restored_by")
}

/// Returns the name of an entry's command.
pub(super) fn what(entry: &Kept, language: Language) -> String {
    let name = account::entry_name(&entry.what, language);
    match entry.undoes {
        Some(seq) => format!("{name} {seq}"),
        None => name.to_string(),
    }
}

/// The signs in tables and files.
const SIGNS: Signs = Signs { arrow: "→", none: "-" };

/// The wording of changes.
struct Told<'a> {
    /// The data of the desk, including the texts of documents.
    snapshot: &'a Snapshot,
    /// The item to which the history is limited, whose text a new edition may have changed.
    item: Option<&'a ItemId>,
}

impl Told<'_> {
    fn named(&self, change: &Change) -> String {
        match (change, self.item) {
            (Change::Plan { .. }, Some(item)) => item.to_string(),
            _ => change.owner(),
        }
    }

    /// Returns a change as text: what it concerns, and each changed field before and after.
    fn described(&self, change: &Change, language: Language) -> String {
        account::told(change, self.item, self.snapshot, language, SIGNS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Edit, ItemKind, Period, Progress, Review, Status};

    #[test]
    fn a_change_is_described_by_the_fields_that_differ() {
        let nothing = Snapshot::new(Default::default(), Default::default(), Default::default());
        let told = Told { snapshot: &nothing, item: None };
        let item = PlanId::new("a").unwrap().item(ItemKind::Task, 1);
        let before = Review {
            status: Some(Status::InProgress),
            progress: Some(Progress::try_from(40).unwrap()),
            ..Review::default()
        };
        let after = Review { status: Some(Status::Completed), done: Some("建成".into()), ..before.clone() };
        let edit = Edit { before: Some(before), after: Some(after) };
        let change = Change::Review { item, period: Period::MID_TERM, edit };
        assert_eq!(told.described(&change, Language::Zh), "中期评估  状态 推进中 → 已完成  进展 - → 建成");
        assert_eq!(told.described(&change, Language::En), "mid-term  status in progress → completed  done - → 建成");
    }
}
