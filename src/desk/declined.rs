//! Declined changes of a new edition.
//!
//! The whole text is imported, and declined changes become overlays: a field keeps its earlier value as a correction,
//! an item that is no longer in the text becomes one added by hand, and an item that is new in the text is ended.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::plan::dossier::apply_all;
use crate::plan::overlay::{self, Ended, Made};
use crate::plan::record::Owner;
use crate::plan::{Assignment, Change, Dossier, Dossiers, Edit, ItemId, Plan, Subject, TextField};

use super::editing::{self, Cause, TextEdit};
use super::{Refusal, Snapshot, items};

/// A change of a new edition that is declined.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Declined {
    /// A new item of the text is not counted.
    Added(ItemId),
    /// A field keeps its earlier value.
    Field(ItemId, TextField),
    /// An item stays although it is no longer in the text.
    Removed(ItemId),
}

/// The reason recorded with the overlays.
const REASON: &str = "导入新版本时未采纳";

/// Returns the changes to make besides those of the import, so that no declined change comes into force.
///
/// # Errors
/// [`Refusal`] if an earlier value does not fit into the new text.
pub(super) fn changes(snapshot: &Snapshot, imported: &[Change], declined: &[Declined]) -> Result<Vec<Change>, Refusal> {
    if declined.is_empty() {
        return Ok(Vec::new());
    }
    let mut dossiers = snapshot.to_dossiers();
    let mut made = Vec::new();
    add(&mut dossiers, imported.to_vec(), &mut Vec::new())?;
    let mut fields: BTreeMap<&ItemId, Vec<(TextField, TextEdit)>> = BTreeMap::new();
    for change in declined {
        match change {
            Declined::Added(item) => {
                let ended = Ended { reason: REASON.to_string(), into: None, document: None };
                let changes = items::end(&snapshot.with(dossiers.clone()), std::slice::from_ref(item), Some(&ended))?;
                add(&mut dossiers, changes, &mut made)?;
            }
            Declined::Removed(item) => {
                let before = snapshot.dossier(item.plan()).filter(|before| has(before, item));
                let (Some(before), Some(after)) = (before, dossiers.get(item.plan())) else { continue };
                let changes = kept(before, after, item);
                add(&mut dossiers, changes, &mut made)?;
            }
            // Quantities are parsed from the text and can't be set by themselves.
            Declined::Field(_, TextField::Quantity(_)) => {}
            Declined::Field(item, field) => {
                let Some(before) = snapshot.dossier(item.plan()) else { continue };
                let subject = Subject::Item(item.clone());
                // An overlay of the field already keeps its value.
                if before.overlays_of(&subject).iter().any(|overlaid| overlaid.field == *field) {
                    continue;
                }
                let value = overlay::read(&before.with_made(), &subject, *field);
                fields.entry(item).or_default().push((*field, value.map_or(TextEdit::Clear, TextEdit::Set)));
            }
        }
    }
    let cause = Cause::Wrong { reason: Some(REASON.to_string()) };
    for (item, fields) in fields {
        let subject = [Subject::Item(item.clone())];
        let changes = editing::edit(&snapshot.with(dossiers.clone()), &subject, &fields, &cause)?;
        add(&mut dossiers, changes, &mut made)?;
    }
    Ok(made)
}

fn add(dossiers: &mut Dossiers, changes: Vec<Change>, to: &mut Vec<Change>) -> Result<(), Refusal> {
    apply_all(dossiers, &changes).map_err(|conflict| Refusal::ChangedMeanwhile(conflict.record))?;
    to.extend(changes);
    Ok(())
}

fn has(dossier: &Dossier, item: &ItemId) -> bool {
    let plan = &dossier.plan;
    plan.tasks.iter().any(|task| task.id == *item) || plan.indicators.iter().any(|indicator| indicator.id == *item)
}

/// Returns the changes that turn an item into one added by hand, with the departments that the earlier text named.
fn kept(before: &Dossier, after: &Dossier, item: &ItemId) -> Vec<Change> {
    let subject = Subject::Item(item.clone());
    let text = before.with_made();
    let fields = overlay::fields_of(&text, &subject).into_iter();
    // Quantities are parsed from the text of the task.
    let fields = fields.filter(|field| !matches!(field, TextField::Quantity(_)));
    let fields = fields.filter_map(|field| Some((field, overlay::read(&text, &subject, field)?))).collect();
    let made =
        Change::Made { item: item.clone(), edit: Edit { before: None, after: Some(Made { fields, from: None }) } };
    let mut plan: Plan = (*after.printed).clone();
    plan.former_tasks.retain(|task| task.id != *item);
    plan.former_indicators.retain(|indicator| indicator.id != *item);
    let edit = Edit { before: Some(Arc::clone(&after.printed)), after: Some(Arc::new(plan)) };
    let left = Change::Plan { plan: item.plan().clone(), edit };
    let divided = text.task(item).and_then(|task| {
        let decided = before.decisions.get(item).cloned();
        let Assignment { lead, support, person, due } = before.named_assignment(task);
        let mut all = decided.clone().unwrap_or_default();
        all.lead = Some(lead).filter(|lead| !lead.is_empty());
        all.support = Some(support).filter(|support| !support.is_empty());
        all.person = person.map(Some);
        all.due = due.map(Some);
        let edit = Edit { before: decided, after: Some(all) };
        (!edit.is_idle() && edit.after != Some(Default::default()))
            .then(|| Change::Assignment { item: item.clone(), edit })
    });
    [left, made].into_iter().chain(divided).collect()
}
