//! The hand-over (接续): what became of each indicator and task of a plan in the plans that continue it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::plan::{Dossier, Fate, ItemId, PlanId};
use crate::report::succession::{self, Item, Row};
use crate::text::{Label, Language};

use super::data::Data;
use super::list::List;
use crate::text::figure::plain;

/// An item of the earlier plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverRow {
    /// The item.
    pub item: ItemId,
    /// Its title or name.
    pub title: String,
    /// The state at the end: the last reading of an indicator, the status of a task.
    pub end: String,
    /// The fate that is confirmed, or else offered.
    pub fate: Option<Fate>,
    /// True if a person confirmed the fate.
    pub confirmed: bool,
    /// The titles of the items that continue it.
    pub into: Vec<String>,
}

/// The list.
#[derive(Debug, Default)]
pub struct Handover {
    /// The indicators, and then the tasks and projects.
    pub list: List<HandoverRow>,
    /// The marked items.
    pub marks: BTreeSet<ItemId>,
    /// True if only what nobody has confirmed is listed.
    pub only_unconfirmed: bool,
    /// The number of items that nobody has confirmed.
    pub unconfirmed: usize,
}

impl Handover {
    /// Makes the rows anew. Returns true if the item under the cursor is still among them. Marks of items that are not
    /// listed are dropped, so that nothing is changed unseen.
    pub fn refresh(&mut self, data: &Data, language: Language) -> bool {
        let rows = earlier(data).map(|old| rows(data, old, language)).unwrap_or_default();
        self.unconfirmed = rows.iter().filter(|row| !row.confirmed).count();
        let is_listed = |row: &HandoverRow| !self.only_unconfirmed || !row.confirmed;
        let rows: Vec<HandoverRow> = rows.into_iter().filter(is_listed).collect();
        self.marks.retain(|id| rows.iter().any(|row| row.item == *id));
        let current = self.current().cloned();
        self.list.replace(rows, |row| Some(&row.item) == current.as_ref())
    }

    /// Returns the item under the cursor.
    pub fn current(&self) -> Option<&ItemId> {
        self.list.current().map(|row| &row.item)
    }

    /// Returns the marked items in the order of the plan, or the one under the cursor.
    pub fn chosen(&self) -> Vec<ItemId> {
        if self.marks.is_empty() {
            self.current().into_iter().cloned().collect()
        } else {
            self.list.rows().iter().map(|row| &row.item).filter(|id| self.marks.contains(*id)).cloned().collect()
        }
    }

    /// Marks or unmarks the item under the cursor, and goes to the next one.
    pub fn mark(&mut self) {
        if let Some(id) = self.current().cloned()
            && !self.marks.remove(&id)
        {
            self.marks.insert(id);
        }
    }

    /// Ends the marks when an action was done on what is marked.
    pub fn spend_marks(&mut self, items: &[ItemId]) {
        if items.iter().all(|item| self.marks.contains(item)) {
            self.marks.clear();
        }
    }

    /// Marks every item listed; none if all are marked.
    pub fn mark_all(&mut self) {
        let all: BTreeSet<ItemId> = self.list.rows().iter().map(|row| row.item.clone()).collect();
        self.marks = if self.marks == all { BTreeSet::new() } else { all };
    }
}

/// Returns the plan that is handed over: the one in focus or the one that it continues; with all plans in view, the only
/// one that there is.
pub fn earlier(data: &Data) -> Option<&Arc<Dossier>> {
    let snapshot = &data.snapshot;
    let is_succeeded = |plan: &PlanId| !snapshot.successors(plan).is_empty();
    match &data.plan {
        Some(plan) if is_succeeded(plan) => snapshot.dossier(plan),
        Some(plan) => snapshot.dossier(snapshot.dossier(plan)?.predecessor()?),
        None => {
            let earlier: BTreeSet<&PlanId> = snapshot.all().filter_map(|dossier| dossier.predecessor()).collect();
            let mut known = earlier.into_iter().filter_map(|plan| snapshot.dossier(plan));
            known.next().filter(|_| known.next().is_none())
        }
    }
}

fn rows(data: &Data, old: &Arc<Dossier>, language: Language) -> Vec<HandoverRow> {
    let successors = data.snapshot.successors(&old.plan.id);
    let handover = succession::Handover::of(old, &successors);
    let end = |item: Item| match item {
        Item::Indicator(indicator) => {
            old.final_reading(&indicator.id).map(|reading| plain(reading.value)).unwrap_or_default()
        }
        Item::Task(task) => {
            old.last_status(&task.id).map(|status| status.label(language)).unwrap_or_default().to_string()
        }
    };
    let into = |fate: &Fate| {
        let title =
            |id: &ItemId| handover.successor(id).map_or_else(|| id.to_string(), |(_, item)| item.title().to_string());
        fate.into.iter().map(title).collect()
    };
    let row = |row: &Row| HandoverRow {
        item: row.item.id().clone(),
        title: row.item.title().to_string(),
        end: end(row.item),
        confirmed: row.confirmed.is_some(),
        into: row.fate().map(into).unwrap_or_default(),
        fate: row.fate().cloned(),
    };
    handover.rows.iter().map(row).collect()
}
