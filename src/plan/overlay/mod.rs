//! Overlays: corrections (更正) and adjustments (动态调整), laid over a plan's printed text field by field.
//!
//! The text that was imported is never edited. A person's decision about one [`TextField`] of one [`Subject`] is a
//! record of its own, a [`Correction`] where the text was read or printed wrongly, [`Adjustments`] where the plan was
//! changed in mid-course, each from a day on. Both keep the field's new value and what was printed when it was made, so
//! that
//!
//! * a change of a title is one short line of the journal, whatever the length of the plan;
//! * two people who edit different fields don't stand in each other's way, and each field is undone by itself;
//! * a new edition keeps every overlay, and can be held against it: see [`Standing`].
//!
//! The plan in force on a day is the printed text and what was [made](Made) by hand, with all corrections and then the
//! adjustments that hold on that day, and without what was [ended](Ended). A [`Dossier`] derives it when it
//! changes and never stores it, so that whoever reads [`Dossier::plan`] sees what is in force without knowing of
//! overlays; [`Dossier::printed`] has what the document says. A value that fits no more, such as the heading that a task
//! was moved to and that a later edition lacks, leaves the printed one in force.
//!
//! All values are text, in the form in which a person types them and a journal can be read by eye. Items are known by
//! their ids, headings and boxes by their places in the printed text: `h3` and `b1`. When a new edition moves those, the
//! import moves their overlays in the same entry of the history.

mod adjustment;
mod field;
mod made;
mod subject;
pub mod typed;

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::record::{About, InWords, Owner};
use super::{Change, Dossier, Edit, Indicator, ItemId, Period, Plan};

pub use adjustment::{Adjustment, Adjustments, Grounds, NoAdjustment};
pub use field::{
    BETWEEN_HEADINGS, BadField, FIRST_OF_ITS_PLACE, Misfit, TextField, box_name, fields_of, fillable, read, said,
    stand_together, term, write, write_indicator,
};
pub use made::{Ended, Made, add};
pub use subject::Subject;

/// A field that was read or printed wrongly, and what it says rightly (更正).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The printed value when this was entered; `None` where there was none.
    pub printed: Option<String>,
    /// The correct value; `None` where there should be none.
    pub value: Option<String>,
    /// The reason, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The relation of an overlay to the text that is printed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The text says what it said when the overlay was made.
    Stands,
    /// The text now says what the overlay says, which can be dropped.
    Printed,
    /// The text now says something else: a person has to decide which holds.
    Overtaken,
    /// The text has no such heading or box any more, and what was laid over it goes.
    Gone,
}

/// The overlays of one field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlaid<'a> {
    /// The item, heading, box or plan.
    pub subject: &'a Subject,
    /// The field.
    pub field: TextField,
    /// The correction, if there is one.
    pub correction: Option<&'a Correction>,
    /// The adjustments, if there are any. They go over the correction.
    pub adjustments: Option<&'a Adjustments>,
}

impl<'a> Overlaid<'a> {
    /// Returns the adjustment that was in force last, or is to be.
    pub fn adjustment(&self) -> Option<&'a Adjustment> {
        self.adjustments.map(Adjustments::last)
    }

    /// Returns the adjustment in force on a day.
    pub fn adjustment_on(&self, day: Date) -> Option<&'a Adjustment> {
        self.adjustments.and_then(|adjustments| adjustments.on(day))
    }

    /// Returns each adjustment with the value that was in force before it, as long as it fits: in the plan as it is
    /// printed and was made by hand, for the first one of a field without a correction.
    pub fn adjusted(&self, dossier: &Dossier) -> Vec<(Option<String>, &'a Adjustment)> {
        let mut before = match self.correction {
            Some(correction) => correction.value.clone(),
            None => dossier.uncorrected(self.subject, self.field),
        };
        let adjustments = self.adjustments.into_iter().flat_map(Adjustments::iter);
        adjustments.map(|adjustment| (std::mem::replace(&mut before, adjustment.value.clone()), adjustment)).collect()
    }

    /// Returns the value that was laid over the field and holds on a day, as long as it fits: `Some(None)` where there is to
    /// be nothing, and `None` where nothing laid over it holds yet.
    pub fn value_on(&self, day: Date) -> Option<Option<&'a str>> {
        let adjusted = self.adjustment_on(day).map(|adjustment| adjustment.value.as_deref());
        adjusted.or_else(|| self.correction.map(|correction| correction.value.as_deref()))
    }

    /// Returns the value that holds last, as long as it fits; `None` where there is to be nothing.
    pub fn value(&self) -> Option<&'a str> {
        let adjusted = self.adjustment().map(|adjustment| adjustment.value.as_deref());
        adjusted.or_else(|| self.correction.map(|correction| correction.value.as_deref())).flatten()
    }

    /// Returns the value that was printed when the overlay that holds last was entered; `None` where there was none.
    pub fn was_printed(&self) -> Option<&'a str> {
        let was = self.adjustment().map(|adjustment| adjustment.printed.as_deref());
        was.or_else(|| self.correction.map(|correction| correction.printed.as_deref())).flatten()
    }

    /// Returns how the value that holds last stands against what is printed now.
    pub fn standing(&self, printed: Option<&str>) -> Standing {
        match printed {
            _ if printed == self.value() => Standing::Printed,
            _ if printed != self.was_printed() => Standing::Overtaken,
            _ => Standing::Stands,
        }
    }
}

/// A field of which two texts say different things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextDifference {
    /// The field.
    pub field: TextField,
    /// The value in the first text.
    pub before: Option<String>,
    /// The value in the second text.
    pub after: Option<String>,
}

/// Returns the fields of a subject in which two texts of its plan differ. Of a subject that one of them lacks, that is
/// its title.
pub fn differences(before: &Plan, after: &Plan, subject: &Subject) -> Vec<TextDifference> {
    let [mut fields, others] = [before, after].map(|plan| fields_of(plan, subject));
    if fields.is_empty() || others.is_empty() {
        fields = vec![TextField::Title];
    } else {
        fields.extend(others);
    }
    fields.sort_unstable();
    fields.dedup();
    let difference =
        |field| TextDifference { field, before: read(before, subject, field), after: read(after, subject, field) };
    fields.into_iter().map(difference).filter(|difference| difference.before != difference.after).collect()
}

/// Returns what a new text of an item's plan changed in the item's text; nothing for any other change.
pub fn text_changes(change: &Change, item: &ItemId) -> Vec<TextDifference> {
    match change {
        Change::Plan { plan, edit: Edit { before: Some(before), after: Some(after) } } if *plan == item.plan => {
            differences(before, after, &Subject::Item(item.clone()))
        }
        _ => Vec::new(),
    }
}

impl Dossier {
    /// Returns true if anything was corrected, adjusted, added or ended.
    pub fn is_laid_over(&self) -> bool {
        !(self.corrections.is_empty() && self.adjustments.is_empty() && self.made.is_empty() && self.ended.is_empty())
    }

    /// Returns what is laid over a subject, in the order of the fields.
    pub fn overlays_of<'a>(&'a self, subject: &Subject) -> Vec<Overlaid<'a>> {
        let first = (subject.clone(), TextField::FIRST);
        let corrections = self.corrections.range(first.clone()..).map(|(key, _)| key);
        let adjustments = self.adjustments.range(first..).map(|(key, _)| key);
        let mut keys: Vec<&(Subject, TextField)> = corrections.take_while(|(of, _)| of == subject).collect();
        keys.extend(adjustments.take_while(|(of, _)| of == subject));
        self.overlaid(keys)
    }

    /// Returns all that is laid over the plan, in the order of its subjects.
    pub fn overlays(&self) -> Vec<Overlaid<'_>> {
        self.overlaid(self.corrections.keys().chain(self.adjustments.keys()).collect())
    }

    /// Returns the fields of a subject that are adjusted by the end of a period.
    pub fn adjusted_by<'a>(&'a self, subject: &Subject, period: Period) -> impl Iterator<Item = Overlaid<'a>> {
        let end = self.plan.term.last_day(period).unwrap_or(Date::MAX);
        self.overlays_of(subject).into_iter().filter(move |overlaid| overlaid.adjustment_on(end).is_some())
    }

    fn overlaid<'a>(&'a self, mut keys: Vec<&'a (Subject, TextField)>) -> Vec<Overlaid<'a>> {
        keys.sort_unstable();
        keys.dedup();
        let overlaid = |key: &'a (Subject, TextField)| Overlaid {
            subject: &key.0,
            field: key.1,
            correction: self.corrections.get(key),
            adjustments: self.adjustments.get(key),
        };
        keys.into_iter().map(overlaid).collect()
    }

    /// Returns an indicator of the plan as it is in force at the end of a period: with the adjustments that hold by then.
    pub fn in_period<'a>(&self, indicator: &'a Indicator, period: Period) -> Cow<'a, Indicator> {
        let mut then = Cow::Borrowed(indicator);
        if self.adjustments.is_empty() {
            return then;
        }
        let Some(end) = self.plan.term.last_day(period) else { return then };
        let subject = Subject::Item(indicator.id.clone());
        for overlaid in self.overlays_of(&subject) {
            let Overlaid { field, .. } = overlaid;
            if overlaid.value_on(end) == overlaid.value_on(self.day) {
                continue;
            }
            let value = match overlaid.value_on(end) {
                Some(value) => value.map(str::to_string),
                None => self.uncorrected(&subject, field),
            };
            // What does not fit leaves the value that is in force now.
            let _ = write_indicator(then.to_mut(), self.plan.term, field, value.as_deref());
        }
        then
    }

    /// Returns a field's value without what was laid over it: as printed, or as the office made the item.
    pub fn uncorrected(&self, subject: &Subject, field: TextField) -> Option<String> {
        let made = || self.made.get(subject.item()?)?.fields.get(&field).cloned();
        made().or_else(|| read(&self.printed, subject, field))
    }

    /// Derives the plan in force from what is printed and what is laid over it, and who has its tasks.
    pub fn settle(&mut self) {
        self.plan = in_force(self);
        self.settle_divisions();
    }
}

fn in_force(dossier: &Dossier) -> Arc<Plan> {
    if !dossier.is_laid_over() {
        return Arc::clone(&dossier.printed);
    }
    let overlays = dossier.overlays();
    let mut plan = dossier.with_made();
    for overlaid in overlays {
        let Some(value) = overlaid.value_on(dossier.day) else { continue };
        // What does not fit leaves the printed value in force.
        let _ = write(&mut plan, overlaid.subject, overlaid.field, value);
    }
    dossier.ended.keys().for_each(|item| made::end(&mut plan, item));
    Arc::new(plan)
}

impl InWords for Correction {
    fn fields(correction: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let name = |zh, en| about.language.pick(zh, en);
        let correction = correction.cloned();
        let (value, reason) = correction.map(|correction| (correction.value, correction.reason)).unwrap_or_default();
        vec![
            (name("更正", "corrected"), value.unwrap_or_default()),
            (name("理由", "reason"), reason.unwrap_or_default()),
        ]
    }

    fn without(&self) -> Option<Self> {
        Some(Correction { printed: self.printed.clone(), value: self.printed.clone(), reason: None })
    }
}
