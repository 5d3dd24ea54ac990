//! Overlays carried over to a new edition: which say what the text now says, and which it contradicts.

use crate::import::edition::Places;
use crate::plan::overlay::{self, Overlaid, Standing, Subject, TextField};
use crate::plan::{Change, Dossier, Edit, Plan};

/// An overlay that a new edition gives reason to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayNews {
    /// Whose field it is.
    pub subject: Subject,
    /// The field.
    pub field: TextField,
    /// What the new text says.
    pub printed: Option<String>,
    /// What is laid over it.
    pub value: Option<String>,
    /// How one stands against the other; never [`Standing::Stands`].
    pub standing: Standing,
}

/// Returns the changes that keep a plan's overlays with what they are laid over when another text takes its place, and
/// what a person should look at.
pub(super) fn carry(dossier: &Dossier, after: &Plan) -> (Vec<Change>, Vec<OverlayNews>) {
    let overlays = dossier.overlays();
    if overlays.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let places = Places::between(&dossier.printed, after);
    // All that moves leaves its place first: it may be another one's.
    let (mut leaving, mut coming, mut news) = (Vec::new(), Vec::new(), Vec::new());
    for overlaid in overlays {
        let now = places.of(overlaid.subject);
        if now.as_ref() != Some(overlaid.subject) {
            leaving.extend(records(&overlaid, overlaid.subject).into_iter().map(Change::inverse));
            coming.extend(now.iter().flat_map(|now| records(&overlaid, now)));
        }
        news.extend(told(&overlaid, now, after));
    }
    leaving.append(&mut coming);
    (leaving, news)
}

/// Returns the changes that make an overlay's records for a subject.
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
    let adjustment = overlaid.adjustment.map(|adjustment| Change::Adjustment {
        subject: subject.clone(),
        field,
        edit: new(adjustment),
    });
    correction.into_iter().chain(adjustment).collect()
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
