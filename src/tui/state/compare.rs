//! Compare (对照): the same indicator side by side across all plans, or two states of one plan item by item.

use std::collections::HashSet;

use crate::plan::seal::Sealed;
use crate::plan::{Counterpart, Dossier, ItemId, Period, counterpart};
use crate::report::compare;
use crate::report::compare::sealed::{DifferenceKind, ItemDifference};
use crate::text::Language;

use super::data::{Data, ItemKey};
use super::list::List;

/// A line of the view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompareRow {
    /// An indicator's name, and how many plans have it.
    Name(String, usize),
    /// The indicator in one plan.
    Indicator(ItemKey),
    /// An item that is not the same in both states.
    Item(ItemId, String, DifferenceKind),
    /// A field that is not.
    Field {
        /// The title of its item.
        title: String,
        /// Its name.
        name: String,
        /// Its former text.
        before: String,
        /// Its present text.
        after: String,
    },
}

/// The table.
#[derive(Debug, Default)]
pub struct Compare {
    /// Names that several plans have, each followed by its indicators; or items, each followed by what differs.
    pub list: List<CompareRow>,
    /// The indicators of which a person said that they are, or are not, the same measure as another.
    pub paired: HashSet<ItemId>,
    /// True if two states of the plan in focus are compared.
    pub by_period: bool,
    /// The sealed period that is the earlier state; without one, the first that is sealed.
    pub before: Option<Period>,
    /// The sealed period that is the later state; without one, today.
    pub after: Option<Period>,
}

impl Compare {
    /// Makes the lines anew. Returns true if the line under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data, language: Language) -> bool {
        let rows = if self.by_period { self.differences(data, language) } else { groups(data) };
        let pairs = data.dossiers.iter().flat_map(|dossier| dossier.counterparts.keys());
        self.paired = pairs.flat_map(|(one, other)| [one.clone(), other.clone()]).collect();
        let current = self.list.current().cloned();
        self.list.replace(rows, |row| Some(row) == current.as_ref())
    }

    /// Returns the sealed period that is the earlier state.
    pub fn earlier(&self, dossier: &Dossier) -> Option<Period> {
        let periods = dossier.periods();
        self.before.filter(|p| dossier.seals.contains_key(p)).or_else(|| {
            periods.into_iter().find(|period| dossier.seals.contains_key(period) && Some(*period) != self.after)
        })
    }

    /// Returns the sealed period that is the later state; `None` is today.
    pub fn later(&self, dossier: &Dossier) -> Option<Period> {
        self.after.filter(|p| dossier.seals.contains_key(p))
    }

    fn differences(&self, data: &Data, language: Language) -> Vec<CompareRow> {
        let Some(dossier) = data.focus() else { return Vec::new() };
        let Some(before) = self.earlier(dossier).and_then(|period| dossier.seals.get(&period)) else {
            return Vec::new();
        };
        let sealed = self.later(dossier).and_then(|period| dossier.seals.get(&period));
        let thresholds = &data.snapshot.settings().thresholds;
        let today = sealed.is_none().then(|| Sealed::of(dossier, data.period, thresholds));
        let Some(after) = sealed.map(|seal| &*seal.content).or(today.as_ref()) else { return Vec::new() };
        let differences = compare::sealed::differences(&before.content, after, language);
        differences.into_iter().flat_map(of_item).collect()
    }
}

fn of_item(item: ItemDifference) -> impl Iterator<Item = CompareRow> {
    let title = item.title.clone();
    let fields = item.fields.into_iter().map(move |field| CompareRow::Field {
        title: title.clone(),
        name: field.field,
        before: field.before,
        after: field.after,
    });
    std::iter::once(CompareRow::Item(item.id, item.title, item.kind)).chain(fields)
}

fn groups(data: &Data) -> Vec<CompareRow> {
    let key = |(dossier, indicator): (usize, usize)| {
        ItemKey::of(dossier, &data.dossiers[dossier].plan.indicators[indicator].id)
    };
    let mut rows = Vec::new();
    for members in compare::measures(&data.dossiers) {
        let members: Vec<ItemKey> = members.into_iter().map(key).collect();
        let name = members.first().and_then(|row| data.indicator(*row)).map(|(_, indicator)| indicator.name.clone());
        rows.push(CompareRow::Name(name.unwrap_or_default(), members.len()));
        rows.extend(members.into_iter().map(CompareRow::Indicator));
    }
    rows
}

/// Returns the decision about two indicators.
pub fn decided(data: &Data, one: &ItemId, other: &ItemId) -> Option<Counterpart> {
    let pair = counterpart::pair(one.clone(), other.clone());
    data.snapshot.dossier(&pair.0.plan)?.counterparts.get(&pair).copied()
}

/// Returns the indicators of other plans in the group of the one under the cursor.
pub fn others(compare: &Compare, data: &Data) -> Vec<ItemId> {
    let rows = compare.list.rows();
    let at = compare.list.row();
    let is_member = |row: &&CompareRow| matches!(row, CompareRow::Indicator(_));
    let above = rows[..at.min(rows.len())].iter().rev().take_while(is_member);
    let below = rows.iter().skip(at + 1).take_while(is_member);
    let ids = above.chain(below).filter_map(|row| id(data, row));
    let plan = rows.get(at).and_then(|row| id(data, row)).map(|id| id.plan);
    ids.filter(|id| Some(&id.plan) != plan.as_ref()).collect()
}

/// Returns the indicator of a line.
pub fn id(data: &Data, row: &CompareRow) -> Option<ItemId> {
    match row {
        CompareRow::Indicator(row) => data.indicator(*row).map(|(_, indicator)| indicator.id.clone()),
        _ => None,
    }
}
