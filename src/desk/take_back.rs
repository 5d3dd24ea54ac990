//! Taking lists back: the values of filled-in spreadsheets become commands, saved in one entry of the history.

use std::collections::{HashMap, HashSet};

use crate::import::spreadsheet::{Filled, Place};
use crate::plan::{Change, FieldValue, ItemId, Period, RecordField};

use super::by_text;
use super::command::{AssignmentEdit, Command, Field, ReviewEdit};
use super::fields::{Difference, differences};
use super::returned::{BothChanged, Clash, FieldChange, Known, Request, Sorted, WhyNot, sort};
use super::{Actor, Desk, DeskError, Refusal, Snapshot, Stamp, rules};

/// The result of taking lists back, or of its preview.
#[derive(Debug, Clone, PartialEq)]
pub struct TakenBack {
    /// The number of the journal entry; `None` for a preview, or if nothing changed.
    pub seq: Option<u64>,
    /// The changes in the order of the lists.
    pub changes: Vec<FieldChange>,
    /// The values that were changed both in a list and at the desk, and were not accepted.
    pub clashes: Vec<Clash>,
    /// The values that were not accepted for another reason.
    pub why_not: Vec<WhyNot>,
    /// The number of rows with known items.
    pub rows: usize,
}

impl Desk {
    /// Returns the list with an id for each row without one whose text belongs to exactly one item; the other such rows
    /// are problems of the list.
    pub fn named_by_text(&self, list: Filled) -> Filled {
        by_text::named(&self.snapshot(), list)
    }

    /// Returns the result of [`Desk::take_back`] without changing anything.
    pub fn preview_take_back(&self, lists: &[Filled], both: BothChanged) -> TakenBack {
        taken(&self.snapshot(), lists, both, &Stamp::now(&Actor::owner("")), |_| Ok(())).0
    }

    /// Takes the values of filled-in lists back, all of them in one entry of the history.
    ///
    /// # Errors
    /// [`DeskError::Store`] if it could not be saved; nothing has changed then. Values that the rules do not allow are
    /// reported in [`TakenBack::why_not`], and the others are accepted.
    pub fn take_back(&self, actor: &Actor, lists: &[Filled], both: BothChanged) -> Result<TakenBack, DeskError> {
        self.on_the_latest(|writer| {
            let snapshot = self.snapshot();
            let may = |command: &Command| self.gate.permit_command(actor, command, &snapshot);
            let (mut taken, changes) = taken(&snapshot, lists, both, &Stamp::now(actor), may);
            taken.seq = self.commit(writer, actor, "take-back", changes, None)?.seq;
            Ok(taken)
        })
    }
}

fn taken(
    snapshot: &Snapshot,
    lists: &[Filled],
    both: BothChanged,
    stamp: &Stamp,
    may: impl Fn(&Command) -> Result<(), Refusal>,
) -> (TakenBack, Vec<Change>) {
    let Sorted { requests, clashes, mut why_not, rows } = sort(snapshot, lists, both);
    let places = places(&requests);
    let (mut changes, mut told) = (Vec::new(), Vec::new());
    let mut granted: Vec<&Request> = Vec::new();
    for group in groups(&requests) {
        let Some(command) = command(snapshot, &group) else { continue };
        let period = group.first().and_then(|request| request.period);
        match may(&command).and_then(|()| rules::changes(snapshot, command, stamp)) {
            Ok(more) => {
                told.extend(more.iter().flat_map(|change| differing(snapshot, change, period, &places)));
                changes.extend(more);
                granted.extend(group);
            }
            Err(refusal) => {
                let refused = group.iter().map(|request| WhyNot::Refused(request.place.clone(), refusal.clone()));
                why_not.extend(refused);
            }
        }
    }
    why_not.extend(without_effect(snapshot, &granted, &told));
    (TakenBack { seq: None, changes: told, clashes, why_not, rows }, changes)
}

/// Returns the first cell of each item and field, for changes that follow from others.
fn places(requests: &[Request]) -> HashMap<(&ItemId, Option<RecordField>), &Place> {
    let mut places = HashMap::new();
    for request in requests {
        places.entry((&request.item, None)).or_insert(&request.place);
        places.entry((&request.item, Some(request.field))).or_insert(&request.place);
    }
    places
}

/// Groups the requests that one command can carry out: the assignment of an item, its review in a period, its goal for
/// a year, a reading.
fn groups(requests: &[Request]) -> Vec<Vec<&Request>> {
    let mut groups: Vec<Vec<&Request>> = Vec::new();
    let mut known = HashMap::new();
    for request in requests {
        let alone = matches!(request.field, RecordField::Reading(_) | RecordField::Goal).then_some(request.field);
        let place = *known.entry((&request.item, request.period, alone)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(request),
            None => groups.push(vec![request]),
        }
    }
    groups
}

fn command(snapshot: &Snapshot, group: &[&Request]) -> Option<Command> {
    let first = group.first()?;
    let items = vec![first.item.clone()];
    if let RecordField::Reading(period) = first.field {
        let value = match first.value {
            Some(FieldValue::Figure(value)) => Some(value),
            _ => None,
        };
        return Some(Command::Read { indicator: first.item.clone(), period, value, amend: None });
    }
    if first.field == RecordField::Goal {
        let (dossier, _) = snapshot.task(&first.item)?;
        let year = dossier.plan.term.year_of(first.period?);
        return Some(Command::SetGoal { items, year, text: words(first.value.clone()) });
    }
    let (mut assignment, mut review) = (AssignmentEdit::default(), ReviewEdit::default());
    for request in group {
        let value = request.value.clone();
        match request.field {
            RecordField::Lead => assignment.lead = names(value),
            RecordField::Support => assignment.support = names(value),
            RecordField::Person => assignment.person = words(value),
            RecordField::Official => assignment.official = words(value),
            RecordField::Section => assignment.section = words(value),
            RecordField::Contact => assignment.contact = words(value),
            RecordField::Due => {
                assignment.due = as_field(value, |v| if let FieldValue::Due(due) = v { Some(due) } else { None })
            }
            RecordField::Status => {
                review.status = as_field(value, |v| if let FieldValue::Status(s) = v { Some(s) } else { None });
            }
            RecordField::Progress => {
                review.progress = as_field(value, |v| if let FieldValue::Percent(p) = v { Some(p) } else { None });
            }
            RecordField::Done => review.done = words(value),
            RecordField::Problem => review.problem = words(value),
            RecordField::Next => review.next = words(value),
            RecordField::Evidence => review.evidence = words(value),
            RecordField::Goal | RecordField::Reading(_) => {}
        }
    }
    Some(match first.period {
        Some(period) => Command::Review { items, period, edit: review },
        None => Command::Assign { items, edit: assignment },
    })
}

fn as_field<T>(value: Option<FieldValue>, read: impl FnOnce(FieldValue) -> Option<T>) -> Field<T> {
    value.map_or(Field::Clear, |value| read(value).map_or(Field::Keep, Field::Set))
}

fn names(value: Option<FieldValue>) -> Field<Vec<String>> {
    as_field(value, |value| if let FieldValue::Names(names) = value { Some(names) } else { None })
}

fn words(value: Option<FieldValue>) -> Field<String> {
    as_field(value, |value| if let FieldValue::Words(words) = value { Some(words) } else { None })
}

/// Returns the fields in which changes differ from the present data: the requested ones and those that follow from
/// them. A goal belongs to the period of the row that requested it.
fn differing(
    snapshot: &Snapshot,
    change: &Change,
    period: Option<Period>,
    places: &HashMap<(&ItemId, Option<RecordField>), &Place>,
) -> Vec<FieldChange> {
    let Some(item) = change.item() else { return Vec::new() };
    let told = |Difference { field, period: of_field, old, new }| {
        let period = if field == RecordField::Goal { period } else { of_field };
        let place = places.get(&(item, Some(field))).or_else(|| places.get(&(item, None)))?;
        Some(FieldChange { place: (*place).clone(), item: item.clone(), period, field, old, new })
    };
    differences(snapshot, change).into_iter().filter_map(told).collect()
}

/// Returns the accepted requests without effect, for example an emptied due year that the text states.
fn without_effect(snapshot: &Snapshot, granted: &[&Request], told: &[FieldChange]) -> Vec<WhyNot> {
    let told: HashSet<_> = told.iter().map(|c| (&c.item, c.period, c.field)).collect();
    let known = Known::all(snapshot);
    granted
        .iter()
        .filter(|request| !told.contains(&(&request.item, request.period, request.field)))
        .map(|request| {
            let now = known.get(&request.item).and_then(|item| item.value(request.field, request.period));
            WhyNot::NoEffect(request.change(now))
        })
        .collect()
}
