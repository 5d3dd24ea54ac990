//! The rules for corrections and adjustments of a plan's text.

use std::collections::BTreeMap;

use crate::plan::overlay::{self, Adjustment, Adjustments, Correction, Grounds, Subject, TextField};
use crate::plan::record::Owner;
use crate::plan::{Change, Dossier, Edit, ItemId, Plan, PlanId};
use crate::text::clean::{sanitise, sanitise_line};

use super::rules::changed;
use super::{Refusal, Snapshot};

/// An edit of a field of a plan's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextEdit {
    /// Set it to this value.
    Set(String),
    /// Make it empty.
    Clear,
    /// Remove its overlays, so that the printed text is in force again.
    AsPrinted,
}

/// The reason for which a text is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// It was read or printed incorrectly.
    Wrong {
        /// The reason, in words.
        reason: Option<String>,
    },
    /// The plan was adjusted.
    Adjusted(Grounds),
}

/// Adds overlays to fields of subjects, or removes them.
pub(super) fn edit(
    snapshot: &Snapshot,
    subjects: &[Subject],
    fields: &[(TextField, TextEdit)],
    cause: &Cause,
) -> Result<Vec<Change>, Refusal> {
    let cause = checked(cause)?;
    // The plans in force with the edits made so far, from which the normalised value of a field is read.
    let mut drafts: BTreeMap<PlanId, Plan> = BTreeMap::new();
    let mut changes = Vec::new();
    let mut before: Option<&Subject> = None;
    for subject in subjects {
        let dossier = snapshot.dossier(subject.plan()).ok_or_else(|| Refusal::NoPlan(subject.plan().clone()))?;
        if overlay::fields_of(&dossier.plan, subject).is_empty() {
            return Err(Refusal::NoSubject(subject.clone()));
        }
        let draft = drafts.entry(subject.plan().clone()).or_insert_with(|| (*dossier.plan).clone());
        for (field, edit) in fields {
            let key = (subject.clone(), *field);
            // If several items are moved after the same one, each goes after the one before it in the list.
            let behind = before.filter(|_| *field == TextField::Behind && matches!(edit, TextEdit::Set(_)));
            let behind = behind.map(|before| TextEdit::Set(before.to_string()));
            match value(behind.as_ref().unwrap_or(edit), subject, *field)? {
                Some(value) => changes.extend(lay(dossier, draft, key, value, &cause)?),
                None => changes.extend(drop_overlays(dossier, key)),
            }
        }
        before = Some(subject);
    }
    Ok(changes)
}

/// Returns the value that a field should have, or `None` for the printed one.
fn value(edit: &TextEdit, subject: &Subject, field: TextField) -> Result<Option<Option<String>>, Refusal> {
    let clean = |text: &str| if field == TextField::Text { sanitise(text) } else { sanitise_line(text) };
    Ok(match edit {
        TextEdit::Set(text) => {
            let text = clean(text).trim().to_string();
            let text = if field == TextField::Behind { anchor(subject, text)? } else { text };
            Some(Some(text).filter(|text| !text.is_empty()))
        }
        TextEdit::Clear => Some(None),
        TextEdit::AsPrinted => None,
    })
}

/// Returns the short id for the id of a task of the same plan, and any other text unchanged.
fn anchor(subject: &Subject, text: String) -> Result<String, Refusal> {
    match text.parse::<ItemId>() {
        Ok(item) if item.plan == *subject.plan() => Ok(item.short()),
        Ok(_) => Err(Refusal::NoSuchText { field: TextField::Behind, text }),
        Err(_) => Ok(text),
    }
}

fn lay(
    dossier: &Dossier,
    draft: &mut Plan,
    (subject, field): (Subject, TextField),
    value: Option<String>,
    cause: &Cause,
) -> Result<Option<Change>, Refusal> {
    let before = overlay::read(draft, &subject, field);
    let named = match field {
        TextField::Chapter | TextField::Box => value.as_deref().map(|name| place(dossier, field, name)).transpose()?,
        _ => None,
    };
    let tried = named.map_or_else(|| value.clone(), |place| Some(name(draft, field, place)));
    overlay::write(draft, &subject, field, tried.as_deref())
        .map_err(|_| Refusal::NoSuchText { field, text: tried.clone().unwrap_or_default() })?;
    // Normalised as in a printed text: 约束性 becomes binding.
    let after = overlay::read(draft, &subject, field);
    let key = (subject, field);
    // An adjustment may say what is in force now: from another day, or on other grounds.
    if after == before && matches!(cause, Cause::Wrong { .. }) {
        return Ok(None);
    }
    // A place is stored by its printed name, since headings can be corrected too.
    let value = named.map_or(after, |place| Some(name(&dossier.with_made(), field, place)));
    match cause {
        Cause::Wrong { .. } if dossier.adjustments.contains_key(&key) => {
            Err(Refusal::IsAdjusted { subject: key.0, field })
        }
        Cause::Wrong { reason } => Ok(correct(dossier, key, value, reason.as_deref())),
        Cause::Adjusted(grounds) => Ok(adjust(dossier, key, value, grounds)),
    }
}

/// Returns the correction of a field.
fn correct(
    dossier: &Dossier,
    key: (Subject, TextField),
    value: Option<String>,
    reason: Option<&str>,
) -> Option<Change> {
    let field = key.1;
    let made = key.0.item().and_then(|item| Some((item, dossier.made.get(item)?)));
    let printed = overlay::read(&dossier.printed, &key.0, field);
    match made {
        // A text written by the office itself can't be misprinted, so it is replaced. Its position is an overlay, since
        // it depends on the other items.
        Some((item, made)) if field != TextField::Behind => {
            let mut after = made.clone();
            match value {
                Some(value) => after.fields.insert(field, value),
                None => after.fields.remove(&field),
            };
            let edit = Edit { before: Some(made.clone()), after: Some(after) };
            Some(Change::Made { item: item.clone(), edit })
        }
        _ => {
            let before = dossier.corrections.get(&key).cloned();
            let reason = reason.map(str::to_string);
            let after = (value != printed).then_some(Correction { printed, value, reason });
            changed(Edit { before, after }).map(|edit| correction(key, edit))
        }
    }
}

/// Returns the adjustment of a field, beside those of other days.
fn adjust(dossier: &Dossier, key: (Subject, TextField), value: Option<String>, grounds: &Grounds) -> Option<Change> {
    let before = dossier.adjustments.get(&key).cloned();
    let corrected = dossier.corrections.get(&key).map(|correction| correction.value.clone());
    let unadjusted = corrected.unwrap_or_else(|| dossier.uncorrected(&key.0, key.1));
    let printed = overlay::read(&dossier.printed, &key.0, key.1);
    let one = Adjustment { printed, value, grounds: grounds.clone() };
    let after = Adjustments::with(before.as_ref(), one, unadjusted.as_deref());
    changed(Edit { before, after }).map(|edit| adjustment(key, edit))
}

/// Returns the index of the heading or box with an id or, if unique, with a part of its name.
fn place(dossier: &Dossier, field: TextField, text: &str) -> Result<usize, Refusal> {
    let (letter, count) = match field {
        TextField::Box => ('b', dossier.plan.boxes.len()),
        _ => ('h', dossier.plan.outline.len()),
    };
    let short = text.rsplit('/').next().unwrap_or_default();
    let number = short.strip_prefix(letter).and_then(|number| number.parse::<usize>().ok());
    let by_id = number.and_then(|number| number.checked_sub(1)).filter(|place| *place < count);
    let uncorrected = dossier.with_made();
    let all = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let fits = |place: &usize| [&uncorrected, &*dossier.plan].iter().any(|plan| fits(&name(plan, field, *place)));
        (0..count).filter(fits).collect()
    };
    let last = |name: &str| name.rsplit(overlay::BETWEEN_HEADINGS).next().is_some_and(|last| last.contains(text));
    let by_name = || Some(all(&|name| name == text)).filter(|found| !found.is_empty()).unwrap_or_else(|| all(&last));
    match by_id.map_or_else(by_name, |place| vec![place])[..] {
        [one] => Ok(one),
        _ => Err(Refusal::NoSuchText { field, text: text.to_string() }),
    }
}

/// Returns the uncorrected name of the heading or box that a person names.
pub(super) fn place_name(dossier: &Dossier, field: TextField, text: &str) -> Result<String, Refusal> {
    Ok(name(&dossier.with_made(), field, place(dossier, field, text)?))
}

/// Returns the name of a heading or box as a field stores it.
fn name(plan: &Plan, field: TextField, place: usize) -> String {
    match field {
        TextField::Box => overlay::box_name(plan, place).unwrap_or_default(),
        _ => plan.path(place).join(overlay::BETWEEN_HEADINGS),
    }
}

fn drop_overlays(dossier: &Dossier, key: (Subject, TextField)) -> Vec<Change> {
    let (corrected, adjusted) = (dossier.corrections.get(&key).cloned(), dossier.adjustments.get(&key).cloned());
    let corrected = corrected.map(|before| correction(key.clone(), Edit { before: Some(before), after: None }));
    let adjusted = adjusted.map(|before| adjustment(key, Edit { before: Some(before), after: None }));
    corrected.into_iter().chain(adjusted).collect()
}

fn correction((subject, field): (Subject, TextField), edit: Edit<Correction>) -> Change {
    Change::Correction { subject, field, edit }
}

fn adjustment((subject, field): (Subject, TextField), edit: Edit<Adjustments>) -> Change {
    Change::Adjustment { subject, field, edit }
}

fn checked(cause: &Cause) -> Result<Cause, Refusal> {
    let line = |text: &Option<String>| {
        text.as_deref().map(sanitise_line).map(|text| text.trim().to_string()).filter(|text| !text.is_empty())
    };
    match cause {
        Cause::Wrong { reason } => Ok(Cause::Wrong { reason: line(reason) }),
        Cause::Adjusted(grounds) => {
            let reason = line(&Some(grounds.reason.clone())).ok_or(Refusal::NoReason)?;
            let Grounds { document, authority, effective, .. } = grounds;
            let (document, authority, effective) = (line(document), line(authority), line(effective));
            let grounds = Grounds { reason, document, authority, effective };
            if grounds.has_unreadable_day() {
                return Err(Refusal::NoSuchDay(grounds.effective.unwrap_or_default()));
            }
            Ok(Cause::Adjusted(grounds))
        }
    }
}

#[cfg(test)]
mod tests;
