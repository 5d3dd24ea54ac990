//! Carrying overlays of a plan over to a new edition: which of them agree with the new text, and which contradict it.
//! An item added by hand that is now in the text becomes an item of the text.

use std::collections::BTreeMap;

use crate::import::edition::Places;
use crate::plan::overlay::{self, Overlaid, Standing, Subject, TextField};
use crate::plan::record::Owner;
use crate::plan::{Change, Dossier, Edit, ItemId, ItemKind, Plan};

/// An overlay to check after a new edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayNews {
    /// The item, heading, box or plan.
    pub subject: Subject,
    /// The field.
    pub field: TextField,
    /// The value in the new text.
    pub printed: Option<String>,
    /// The value of the overlay.
    pub value: Option<String>,
    /// The relation between the two; never [`Standing::Stands`].
    pub standing: Standing,
}

/// Returns the changes that move the overlays of a plan to a new text, and the overlays to check.
pub(super) fn carry(dossier: &Dossier, after: &Plan) -> (Vec<Change>, Vec<OverlayNews>) {
    let now = Now::of(dossier, after);
    // Records are removed from their old places first, since these may be the new places of others.
    let (mut leaving, mut coming, mut news) = (Vec::new(), Vec::new(), Vec::new());
    for overlaid in dossier.overlays() {
        let subject = now.subject(overlaid.subject);
        if subject.as_ref() != Some(overlaid.subject) {
            leaving.extend(records(&overlaid, overlaid.subject).into_iter().map(Change::inverse));
            coming.extend(subject.iter().flat_map(|subject| records(&overlaid, subject)));
        }
        news.extend(told(&overlaid, subject, after));
    }
    for (item, made) in &dossier.made {
        let moved = now.made.get(item);
        if moved == Some(item) {
            continue;
        }
        let edit = Edit { before: Some(made.clone()), after: None };
        leaving.push(Change::Made { item: item.clone(), edit: edit.clone() });
        coming.extend(moved.map(|moved| Change::Made { item: moved.clone(), edit: edit.inverse() }));
    }
    leaving.append(&mut coming);
    (leaving, news)
}

/// The places of all items in the new text.
struct Now {
    places: Places,
    /// The items added by hand that are not in the new text, with their new ids.
    made: BTreeMap<ItemId, ItemId>,
}

impl Now {
    fn of(dossier: &Dossier, after: &Plan) -> Now {
        let places = Places::between(&dossier.printed, &dossier.with_made(), after);
        let has = |item: &ItemId| {
            after.tasks.iter().any(|task| task.id == *item) || after.indicators.iter().any(|i| i.id == *item)
        };
        let mut next = [after.outline.len(), after.boxes.len()];
        let mut made = BTreeMap::new();
        for item in dossier.made.keys() {
            let kind = match item.kind {
                ItemKind::Heading => 0,
                ItemKind::Box => 1,
                ItemKind::Task | ItemKind::Project | ItemKind::Indicator => {
                    if !has(item) {
                        made.insert(item.clone(), item.clone());
                    }
                    continue;
                }
            };
            if places.of(&Subject::Item(item.clone())).is_none() {
                next[kind] += 1;
                let number = u32::try_from(next[kind]).unwrap_or(u32::MAX);
                made.insert(item.clone(), ItemId { number, ..item.clone() });
            }
        }
        Now { places, made }
    }

    fn subject(&self, subject: &Subject) -> Option<Subject> {
        let made = subject.item().and_then(|item| self.made.get(item)).cloned();
        made.map(Subject::Item).or_else(|| self.places.of(subject))
    }
}

/// Returns the changes that write an overlay's records for a subject.
fn records(overlaid: &Overlaid<'_>, subject: &Subject) -> Vec<Change> {
    fn new<T: Clone>(record: &T) -> Edit<T> {
        Edit { before: None, after: Some(record.clone()) }
    }
    let field = overlaid.field;
    let correction = overlaid.correction.map(|correction| Change::Correction {
        subject: subject.clone(),
        field,
        edit: new(correction),
    });
    let adjustments = overlaid.adjustments.map(|adjustments| Change::Adjustment {
        subject: subject.clone(),
        field,
        edit: new(adjustments),
    });
    correction.into_iter().chain(adjustments).collect()
}

fn told(overlaid: &Overlaid<'_>, now: Option<Subject>, after: &Plan) -> Option<OverlayNews> {
    let (field, value) = (overlaid.field, overlaid.value().map(str::to_string));
    let Some(subject) = now else {
        let subject = overlaid.subject.clone();
        return Some(OverlayNews { subject, field, printed: None, value, standing: Standing::Gone });
    };
    let printed = overlay::read(after, &subject, field);
    let standing = overlaid.standing(printed.as_deref());
    (standing != Standing::Stands).then_some(OverlayNews { subject, field, printed, value, standing })
}
