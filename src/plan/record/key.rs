//! The parts of a record's key.

use std::fmt;

use crate::plan::{AppraisalKind, CaseNumber, ItemId, Period, PeriodKind, PlanId, Subject, TextField, Year};
use crate::text::{Label, Language};

/// A part of a record's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPart<'a> {
    /// An item: the one that the record is about when it comes first.
    Item(&'a ItemId),
    /// The plan as a whole.
    Plan(&'a PlanId),
    /// A period.
    Period(Period),
    /// A year.
    Year(Year),
    /// A kind of periods.
    Kind(PeriodKind),
    /// The kind of those who speak in an appraisal.
    Appraiser(AppraisalKind),
    /// A number among others of an item.
    Number(u32),
    /// A case among others of a plan.
    Case(CaseNumber),
    /// A name among others of the office.
    Name(&'a str),
    /// Whose text it is about.
    Subject(&'a Subject),
    /// A field of the text.
    Field(TextField),
}

impl KeyPart<'_> {
    /// Returns true if it names what the record belongs to.
    pub(super) fn is_owner(&self) -> bool {
        matches!(self, KeyPart::Item(_) | KeyPart::Plan(_) | KeyPart::Subject(_) | KeyPart::Name(_))
    }

    /// Returns the part's name on screens.
    pub(super) fn name(self, language: Language) -> String {
        match self {
            KeyPart::Item(item) => item.to_string(),
            KeyPart::Plan(plan) => plan.to_string(),
            KeyPart::Period(period) => period.name(language),
            KeyPart::Year(year) => year.to_string(),
            KeyPart::Kind(kind) => kind.label(language).to_string(),
            KeyPart::Number(number) => number.to_string(),
            KeyPart::Case(case) => case.to_string(),
            KeyPart::Name(name) => name.to_string(),
            KeyPart::Appraiser(kind) => kind.label(language).to_string(),
            KeyPart::Subject(subject) => subject.to_string(),
            KeyPart::Field(field) => field.label(language),
        }
    }
}

/// The part as it is written in commands and files.
impl fmt::Display for KeyPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyPart::Item(item) => item.fmt(f),
            KeyPart::Plan(plan) => plan.fmt(f),
            KeyPart::Period(period) => period.fmt(f),
            KeyPart::Year(year) => year.fmt(f),
            KeyPart::Kind(kind) => f.write_str(kind.name()),
            KeyPart::Number(number) => number.fmt(f),
            KeyPart::Case(case) => case.fmt(f),
            KeyPart::Name(name) => name.fmt(f),
            KeyPart::Appraiser(kind) => f.write_str(kind.name()),
            KeyPart::Subject(subject) => subject.fmt(f),
            KeyPart::Field(field) => field.fmt(f),
        }
    }
}

impl<'a> From<&'a ItemId> for KeyPart<'a> {
    fn from(item: &'a ItemId) -> Self {
        KeyPart::Item(item)
    }
}

impl<'a> From<&'a PlanId> for KeyPart<'a> {
    fn from(plan: &'a PlanId) -> Self {
        KeyPart::Plan(plan)
    }
}

impl From<&Period> for KeyPart<'_> {
    fn from(period: &Period) -> Self {
        KeyPart::Period(*period)
    }
}

impl From<&PeriodKind> for KeyPart<'_> {
    fn from(kind: &PeriodKind) -> Self {
        KeyPart::Kind(*kind)
    }
}

impl From<&Year> for KeyPart<'_> {
    fn from(year: &Year) -> Self {
        KeyPart::Year(*year)
    }
}

impl From<&u32> for KeyPart<'_> {
    fn from(number: &u32) -> Self {
        KeyPart::Number(*number)
    }
}

impl From<&CaseNumber> for KeyPart<'_> {
    fn from(case: &CaseNumber) -> Self {
        KeyPart::Case(*case)
    }
}

impl<'a> From<&'a String> for KeyPart<'a> {
    fn from(name: &'a String) -> Self {
        KeyPart::Name(name)
    }
}

impl From<&AppraisalKind> for KeyPart<'_> {
    fn from(kind: &AppraisalKind) -> Self {
        KeyPart::Appraiser(*kind)
    }
}

impl<'a> From<&'a Subject> for KeyPart<'a> {
    fn from(subject: &'a Subject) -> Self {
        KeyPart::Subject(subject)
    }
}

impl From<&TextField> for KeyPart<'_> {
    fn from(field: &TextField) -> Self {
        KeyPart::Field(*field)
    }
}
