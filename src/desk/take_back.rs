//! Lists that come back: filled-in spreadsheets, taken as ordinary commands in one entry of the history.

use std::collections::{HashMap, HashSet};

use crate::import::spreadsheet::{Filled, Place};
use crate::plan::{Change, FieldValue, ItemId, Period, RecordField};

use super::by_text;
use super::command::{AssignmentEdit, Command, Field, ReviewEdit};
use super::fields::{Difference, differences};
use super::returned::{BothChanged, Clash, FieldChange, Known, Sorted, WhyNot, Wish, sort};
use super::{Actor, Desk, DeskError, Refusal, Snapshot, Stamp, rules};

/// The changes of lists, made or previewed.
#[derive(Debug, Clone, PartialEq)]
pub struct TakenBack {
    /// The journal entry, or `None` when nothing changed or nothing was to be changed.
    pub seq: Option<u64>,
    /// The changes, in the order of the lists.
    pub changes: Vec<FieldChange>,
    /// The values that both a list and somebody at the desk changed, and that were not taken.
    pub clashes: Vec<Clash>,
    /// The values that were not taken for another reason.
    pub why_not: Vec<WhyNot>,
    /// The number of rows about known items.
    pub rows: usize,
}

impl Desk {
    /// The list with its rows without ids given those of the items that have exactly their words; a row that fits none,
    /// or several, is a problem of the list.
    pub fn named_by_text(&self, list: Filled) -> Filled {
        by_text::named(&self.snapshot(), list)
    }

    /// Returns the result of [`Desk::take_back`], without taking anything.
    pub fn preview_take_back(&self, lists: &[Filled], both: BothChanged) -> TakenBack {
        taken(&self.snapshot(), lists, both, &Stamp::now(&Actor::owner("")), |_| Ok(())).0
    }

    /// Takes what was filled in in lists, all of it in one entry of the history.
    ///
    /// # Errors
    /// [`DeskError::Store`] when it could not be saved; nothing has changed then. What the rules do not allow is no
    /// error: it is told in [`TakenBack::why_not`], and the rest is taken.
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
    let Sorted { wishes, clashes, mut why_not, rows } = sort(snapshot, lists, both);
    let places = places(&wishes);
    let (mut changes, mut told) = (Vec::new(), Vec::new());
    let mut granted: Vec<&Wish> = Vec::new();
    for group in groups(&wishes) {
        let Some(command) = command(snapshot, &group) else { continue };
        let period = group.first().and_then(|wish| wish.period);
        match may(&command).and_then(|()| rules::changes(snapshot, command, stamp)) {
            Ok(more) => {
                told.extend(more.iter().flat_map(|change| differing(snapshot, change, period, &places)));
                changes.extend(more);
                granted.extend(group);
            }
            Err(refusal) => {
                let refused = group.iter().map(|wish| WhyNot::Refused(wish.place.clone(), refusal.clone()));
                why_not.extend(refused);
            }
        }
    }
    why_not.extend(without_effect(snapshot, &granted, &told));
    (TakenBack { seq: None, changes: told, clashes, why_not, rows }, changes)
}

/// Returns the first place of each item, for changes that follow from others.
fn places(wishes: &[Wish]) -> HashMap<(&ItemId, Option<RecordField>), &Place> {
    let mut places = HashMap::new();
    for wish in wishes {
        places.entry((&wish.item, None)).or_insert(&wish.place);
        places.entry((&wish.item, Some(wish.field))).or_insert(&wish.place);
    }
    places
}

/// The wishes that one command can carry out: an item's division of work, its review in one period, its goal of one
/// year, one reading.
fn groups(wishes: &[Wish]) -> Vec<Vec<&Wish>> {
    let mut groups: Vec<Vec<&Wish>> = Vec::new();
    let mut known = HashMap::new();
    for wish in wishes {
        let alone = matches!(wish.field, RecordField::Reading(_) | RecordField::Goal).then_some(wish.field);
        let place = *known.entry((&wish.item, wish.period, alone)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(wish),
            None => groups.push(vec![wish]),
        }
    }
    groups
}

fn command(snapshot: &Snapshot, group: &[&Wish]) -> Option<Command> {
    let first = group.first()?;
    let items = vec![first.item.clone()];
    if let RecordField::Reading(year) = first.field {
        let value = match first.value {
            Some(FieldValue::Figure(value)) => Some(value),
            _ => None,
        };
        return Some(Command::Read { indicator: first.item.clone(), year, value, amend: None });
    }
    if first.field == RecordField::Goal {
        let (dossier, _) = snapshot.task(&first.item)?;
        let year = dossier.plan.term.year_of(first.period?);
        return Some(Command::SetGoal { items, year, text: words(first.value.clone()) });
    }
    let (mut assignment, mut review) = (AssignmentEdit::default(), ReviewEdit::default());
    for wish in group {
        let value = wish.value.clone();
        match wish.field {
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

/// The fields in which a change differs from what is there: those that were wished for and those that follow. A goal
/// belongs to the period of the row that asked for it.
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

/// Wishes that were carried out and left everything as it was, as when a due year is emptied that the text states.
fn without_effect(snapshot: &Snapshot, granted: &[&Wish], told: &[FieldChange]) -> Vec<WhyNot> {
    let told: HashSet<_> = told.iter().map(|c| (&c.item, c.period, c.field)).collect();
    let known = Known::all(snapshot);
    granted
        .iter()
        .filter(|wish| !told.contains(&(&wish.item, wish.period, wish.field)))
        .map(|wish| {
            let now = known.get(&wish.item).and_then(|item| item.value(wish.field, wish.period));
            WhyNot::NoEffect(wish.change(now))
        })
        .collect()
}
