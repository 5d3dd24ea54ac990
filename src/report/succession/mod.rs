//! Succession (接续): what becomes of each indicator and task of a plan in the plans that succeed it.
//!
//! Fates that persons confirmed are records of the earlier plan. For the other items a fate is offered by the rules that
//! pair the items of two plans anyway ([`compare`](super::compare)), and by the status of a task at the end.

mod offer;
mod record;
mod table;

use std::collections::HashSet;
use std::sync::Arc;

use crate::plan::{Baseline, Dossier, Fate, FateKind, Indicator, ItemId, Nature, Period, Target, Task};

pub use record::{ContinuedRecord, FateRecord, Figure, records};
pub use table::{indicators, tasks};

/// An indicator, task or project.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Item<'a> {
    /// An indicator.
    Indicator(&'a Indicator),
    /// A task or project.
    Task(&'a Task),
}

/// The fate of an item of the earlier plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// The item.
    pub item: Item<'a>,
    /// The fate that a person confirmed.
    pub confirmed: Option<&'a Fate>,
    /// The fate that the rules offer; `None` where they tell nothing.
    pub offered: Option<Fate>,
}

/// An indicator whose figures can be compared with those of the one that it continues.
#[derive(Debug, Clone, Copy)]
pub struct Continued<'a> {
    /// The later plan.
    pub new: &'a Dossier,
    /// The indicator there.
    pub own: &'a Indicator,
    /// The earlier plan.
    pub old: &'a Dossier,
    /// The indicator there.
    pub earlier: &'a Indicator,
    /// The reading of the earlier one for the last year of its plan.
    pub measured: f64,
}

impl Continued<'_> {
    /// Returns true if a closed period holds the reading.
    pub fn is_sealed(&self) -> bool {
        self.old.sealed_reading(Period::annual(self.old.plan.term.last)).is_some()
    }

    /// Returns the baseline for the last year of the earlier plan.
    pub fn baseline(&self) -> Option<&Baseline> {
        self.own.baselines.iter().find(|baseline| baseline.year == self.old.plan.term.last)
    }

    /// Returns true if a baseline is not what was measured, by the decimals that it is printed with.
    pub fn differs(&self, baseline: &Baseline) -> bool {
        let fraction = baseline.text.split_once('.').map_or("", |(_, fraction)| fraction);
        let decimals = fraction.chars().take_while(char::is_ascii_digit).count();
        let half = 0.5 * 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
        // Binary fractions are not exact.
        baseline.value.is_some_and(|value| (value - self.measured).abs() > half + 1e-9)
    }
}

/// The hand-over of a plan to the plans that succeed it.
#[derive(Debug, Clone)]
pub struct Handover<'a> {
    /// The earlier plan.
    pub old: &'a Dossier,
    /// The plans that succeed it.
    pub successors: Vec<&'a Dossier>,
    /// The fate of each of its indicators, and then of each of its tasks and projects, in their order.
    pub rows: Vec<Row<'a>>,
}

impl<'a> Item<'a> {
    /// Returns its identity.
    pub fn id(self) -> &'a ItemId {
        match self {
            Item::Indicator(indicator) => &indicator.id,
            Item::Task(task) => &task.id,
        }
    }

    /// Returns its title or name.
    pub fn title(self) -> &'a str {
        match self {
            Item::Indicator(indicator) => &indicator.name,
            Item::Task(task) => &task.title,
        }
    }

    /// Returns the item of a plan.
    pub fn of(dossier: &'a Dossier, id: &ItemId) -> Option<Item<'a>> {
        let indicator = || dossier.plan.indicator(id).map(Item::Indicator);
        dossier.plan.task(id).map(Item::Task).or_else(indicator)
    }

    /// Returns the nature of an indicator.
    pub fn nature(self) -> Option<Nature> {
        match self {
            Item::Indicator(indicator) => indicator.nature,
            Item::Task(_) => None,
        }
    }

    /// Returns the latest baseline of an indicator.
    pub fn baseline(self) -> Option<&'a Baseline> {
        match self {
            Item::Indicator(indicator) => indicator.baselines.iter().max_by_key(|baseline| baseline.year),
            Item::Task(_) => None,
        }
    }

    /// Returns the last target of an indicator.
    pub fn target(self) -> Option<&'a Target> {
        match self {
            Item::Indicator(indicator) => indicator.targets.iter().max_by_key(|target| target.year),
            Item::Task(_) => None,
        }
    }
}

impl Row<'_> {
    /// Returns the fate: the confirmed one, else the offered one.
    pub fn fate(&self) -> Option<&Fate> {
        self.confirmed.or(self.offered.as_ref())
    }
}

impl<'a> Handover<'a> {
    /// Returns the hand-over of a plan to its successors.
    pub fn of(old: &'a Arc<Dossier>, successors: &[&'a Arc<Dossier>]) -> Handover<'a> {
        let mut offered = offer::of_indicators(old, successors);
        offered.extend(offer::of_tasks(old, successors));
        let items = old.plan.indicators.iter().map(Item::Indicator).chain(old.plan.tasks.iter().map(Item::Task));
        let row =
            |item: Item<'a>| Row { item, confirmed: old.fates.get(item.id()), offered: offered.remove(item.id()) };
        let rows = items.map(row).collect();
        Handover { old, successors: successors.iter().map(|dossier| &***dossier).collect(), rows }
    }

    /// Returns an item of one of the successors with its plan.
    pub fn successor(&self, id: &ItemId) -> Option<(&'a Dossier, Item<'a>)> {
        let dossier = self.successors.iter().find(|dossier| dossier.plan.id == id.plan)?;
        Some((dossier, Item::of(dossier, id)?))
    }

    /// Returns the indicators that are the same measure as one of the earlier plan, perhaps by another name, and for which
    /// that one has a reading at the end.
    pub fn continued(&self) -> Vec<Continued<'a>> {
        let is_comparable = |kind: FateKind| matches!(kind, FateKind::Same | FateKind::Renamed);
        let continued = |row: &Row<'a>| {
            let fate = row.fate().filter(|fate| is_comparable(fate.kind))?;
            let (Item::Indicator(earlier), [into]) = (row.item, &fate.into[..]) else { return None };
            let (new, Item::Indicator(own)) = self.successor(into)? else { return None };
            let measured = self.old.final_reading(&earlier.id)?.value;
            Some(Continued { new, own, old: self.old, earlier, measured })
        };
        self.rows.iter().filter_map(continued).collect()
    }

    /// Returns the items of the successors that continue no item of the earlier plan.
    pub fn added(&self) -> Vec<(&'a Dossier, Item<'a>)> {
        let continued: HashSet<&ItemId> = self.rows.iter().filter_map(Row::fate).flat_map(|fate| &fate.into).collect();
        let items = |dossier: &'a Dossier| {
            let plan = &dossier.plan;
            let items = plan.indicators.iter().map(Item::Indicator).chain(plan.tasks.iter().map(Item::Task));
            items.map(move |item| (dossier, item))
        };
        let all = self.successors.iter().flat_map(|dossier| items(dossier));
        all.filter(|(_, item)| !continued.contains(item.id())).collect()
    }
}
