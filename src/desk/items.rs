//! The rules for items added by hand: adding, splitting, ending and merging them, and creating plans.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::import;
use crate::plan::overlay::{self, Ended, Grounds, Made, TextField};
use crate::plan::record::Owner;
use crate::plan::{Change, Dossier, Dossiers, Edit, Edition, ItemId, ItemKind, Plan, PlanId, Region, Subject, Term};
use crate::text::clean::{sanitise, sanitise_line};

use super::editing::{self, Cause, TextEdit, place_name};
use super::rules::changed;
use super::{Refusal, Snapshot, typed};

/// A plan created without a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDraft {
    /// Its title.
    pub title: String,
    /// Its region.
    pub region: Region,
    /// Its sector.
    pub sector: String,
    /// The years that it covers.
    pub term: Term,
    /// The edition. A document of an earlier edition does not replace the plan.
    pub edition: Edition,
    /// The content as an outline, if there is any; see [`Command::AddOutline`](super::Command::AddOutline).
    pub outline: Option<String>,
}

/// The task from which an item is split off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The task, which keeps its reviews.
    pub task: ItemId,
    /// The new title of the task, or `None` to keep it.
    pub keeps: Option<String>,
}

/// Adds an item, a heading or a box to a plan. An item split off from a task is placed where the task is, unless its
/// fields say otherwise.
pub(super) fn add(
    snapshot: &Snapshot,
    plan: &PlanId,
    kind: ItemKind,
    fields: &[(TextField, String)],
    from: Option<&Split>,
) -> Result<Vec<Change>, Refusal> {
    let dossier = snapshot.dossier(plan).ok_or_else(|| Refusal::NoPlan(plan.clone()))?;
    let mut fields: BTreeMap<TextField, String> = fields
        .iter()
        .map(|(field, text)| (*field, if *field == TextField::Text { sanitise(text) } else { sanitise_line(text) }))
        .map(|(field, text)| (field, text.trim().to_string()))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let mut changes = Vec::new();
    if let Some(Split { task: from, keeps }) = from {
        let task = dossier.plan.tasks.iter().find(|task| task.id == *from);
        task.ok_or_else(|| Refusal::NoTask(from.clone()))?;
        inherit_place(dossier, from, &mut fields);
        if let Some(keeps) = keeps {
            changes = retitled(snapshot, from, keeps, fields.get(&TextField::Title).cloned().unwrap_or_default())?;
        }
    }
    for (field, text) in &mut fields {
        if matches!(field, TextField::Chapter | TextField::Box) {
            *text = place_name(dossier, *field, text)?;
        }
    }
    let item = plan.item(kind, dossier.next_number(kind));
    let made = Made { fields, from: from.map(|from| from.task.clone()) };
    let field = match kind {
        ItemKind::Project if !made.fields.contains_key(&TextField::Box) => TextField::Box,
        ItemKind::Task | ItemKind::Box if !made.fields.contains_key(&TextField::Chapter) => TextField::Chapter,
        _ => TextField::Title,
    };
    let text = made.fields.get(&field).cloned().unwrap_or_default();
    overlay::add(&mut dossier.with_made(), &item, &made).map_err(|_| Refusal::NoSuchText { field, text })?;
    changes.insert(0, Change::Made { item, edit: Edit { before: None, after: Some(made) } });
    Ok(changes)
}

/// Retitles a task from which another was split off: an adjustment whose reason names the new item.
fn retitled(snapshot: &Snapshot, task: &ItemId, title: &str, split_off: String) -> Result<Vec<Change>, Refusal> {
    let reason = format!("拆分出“{split_off}”");
    let cause = Cause::Adjusted(Grounds { reason, ..Grounds::default() });
    let fields = [(TextField::Title, TextEdit::Set(title.to_string()))];
    editing::edit(snapshot, &[Subject::Item(task.clone())], &fields, &cause)
}

/// Adds the fields that place a new item where the task is in the printed text.
fn inherit_place(dossier: &Dossier, from: &ItemId, fields: &mut BTreeMap<TextField, String>) {
    let subject = Subject::Item(from.clone());
    let field = if from.kind == ItemKind::Project { TextField::Box } else { TextField::Chapter };
    let laid = dossier.overlays_of(&subject).into_iter().find(|overlaid| overlaid.field == field);
    let laid = laid.and_then(|overlaid| overlaid.value().map(str::to_string));
    let place = laid.or_else(|| overlay::read(&dossier.with_made(), &subject, field));
    if let Some(place) = place {
        fields.entry(field).or_insert(place);
    }
}

/// Ends items, or resumes them with `None`.
pub(super) fn end(snapshot: &Snapshot, items: &[ItemId], ended: Option<&Ended>) -> Result<Vec<Change>, Refusal> {
    let line = |text: &str| sanitise_line(text).trim().to_string();
    let ended = ended.map(|ended| Ended { reason: line(&ended.reason), ..ended.clone() });
    if ended.as_ref().is_some_and(|ended| ended.reason.is_empty()) {
        return Err(Refusal::NoReason);
    }
    let into = ended.as_ref().and_then(|ended| ended.into.as_ref());
    let mut changes = Vec::new();
    for item in items {
        let subject = || Subject::Item(item.clone());
        let dossier = snapshot.dossier(&item.plan).ok_or_else(|| Refusal::NoPlan(item.plan.clone()))?;
        let is_there = dossier.plan.task(item).is_some() || dossier.plan.indicator(item).is_some();
        if !is_there || into.is_some_and(|into| into == item || into.plan != item.plan || into.kind != item.kind) {
            return Err(Refusal::NoSubject(into.filter(|_| is_there).cloned().map_or_else(subject, Subject::Item)));
        }
        let before = dossier.ended.get(item).cloned();
        changes.extend(
            changed(Edit { before, after: ended.clone() }).map(|edit| Change::Ended { item: item.clone(), edit }),
        );
    }
    match into {
        Some(into) if snapshot.dossier(into.plan()).is_none_or(|dossier| !is_counted(dossier, into)) => {
            Err(Refusal::NoSubject(Subject::Item(into.clone())))
        }
        _ => Ok(changes),
    }
}

fn is_counted(dossier: &Dossier, item: &ItemId) -> bool {
    let plan = &dossier.plan;
    plan.tasks.iter().any(|task| task.id == *item) || plan.indicators.iter().any(|indicator| indicator.id == *item)
}

/// Creates a plan without a document.
pub(super) fn begin(snapshot: &Snapshot, draft: &PlanDraft) -> Result<Vec<Change>, Refusal> {
    let line = |field, text: &str| {
        let text = sanitise_line(text).trim().to_string();
        if text.is_empty() { Err(Refusal::NoSuchText { field, text }) } else { Ok(text) }
    };
    let title = line(TextField::Title, &draft.title)?;
    let region = Region::from(line(TextField::Region, draft.region.as_str())?);
    let sector = line(TextField::Sector, &draft.sector)?;
    let ids = (1..).map_while(|number| import::plan_id(&region, &sector, draft.term, number).ok());
    let id = ids.into_iter().find(|id| snapshot.dossier(id).is_none());
    let id = id.ok_or_else(|| Refusal::NoSuchText { field: TextField::Region, text: region.to_string() })?;
    let plan = Plan { title, region, sector, edition: draft.edition, ..Plan::new(id.clone(), draft.term) };
    let plan = Arc::new(plan);
    let mut dossiers: Dossiers = snapshot.all().map(|d| (d.plan.id.clone(), Arc::clone(d))).collect();
    dossiers.insert(id.clone(), Arc::new(Dossier::new(Arc::clone(&plan))));
    let begun = Change::Plan { plan: id.clone(), edit: Edit { before: None, after: Some(plan) } };
    let held = draft.outline.as_ref().map(|outline| typed::add(&snapshot.with(dossiers), &id, outline)).transpose()?;
    Ok(std::iter::once(begun).chain(held.into_iter().flatten()).collect())
}
