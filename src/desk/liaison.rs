//! The rule for who answers for an item within its lead department.

use crate::plan::{Change, Edit, ItemId, Liaison};
use crate::text::clean::sanitise_line;

use super::rules::{changed, words};
use super::{AssignmentEdit, Field, Snapshot};

/// Sets the official, the section and the contact of an item.
pub(super) fn set(snapshot: &Snapshot, item: &ItemId, edit: &AssignmentEdit) -> Option<Change> {
    let dossier = snapshot.dossier(&item.plan)?;
    let before = dossier.liaisons.get(item).cloned();
    let old = before.clone().unwrap_or_default();
    let line = |field: &Field<String>| words(field.clone(), sanitise_line);
    let after = Liaison {
        official: line(&edit.official).over(old.official),
        section: line(&edit.section).over(old.section),
        contact: line(&edit.contact).over(old.contact),
    };
    let after = (after != Liaison::default()).then_some(after);
    changed(Edit { before, after }).map(|edit| Change::Liaison { item: item.clone(), edit })
}
