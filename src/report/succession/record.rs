//! The rows of a hand-over in the form of the JSON lists. Field names are a contract; fields may be added, never renamed.

use serde::Serialize;

use super::{Handover, Item, Row};
use crate::plan::{Attainment, Dossier, ItemId, Nature, Period, PlanId, Status, Thresholds, Year};

/// An item of the earlier plan with its fate, or one of a later plan that continues none.
#[derive(Debug, Serialize)]
pub struct FateRecord<'a> {
    /// The item.
    pub id: &'a ItemId,
    /// Its plan.
    pub plan: &'a PlanId,
    /// Its title or name.
    pub title: &'a str,
    /// The nature of an indicator.
    pub nature: Option<Nature>,
    /// The last target of an indicator.
    pub target: Option<Figure<'a>>,
    /// The reading of an indicator for the last year of the plan.
    pub reading: Option<f64>,
    /// True if a closed period holds the reading.
    pub sealed: bool,
    /// The judgement of an indicator in the final evaluation.
    pub attainment: Option<Attainment>,
    /// The status of a task at the end of the plan.
    pub status: Option<Status>,
    /// The name of its fate; `new` for an item of a later plan; none where nothing is confirmed or offered.
    pub fate: Option<&'static str>,
    /// True if a person confirmed the fate, false if it is offered.
    pub confirmed: bool,
    /// The items that continue it.
    pub into: Vec<ContinuedRecord<'a>>,
    /// The remark of the person who confirmed it.
    pub note: Option<String>,
}

/// An item that continues another.
#[derive(Debug, Serialize)]
pub struct ContinuedRecord<'a> {
    /// The item.
    pub id: ItemId,
    /// Its title or name; none where its plan does not have it any more.
    pub title: Option<&'a str>,
    /// The nature of an indicator.
    pub nature: Option<Nature>,
    /// The latest baseline of an indicator.
    pub baseline: Option<Figure<'a>>,
    /// The last target of an indicator.
    pub target: Option<Figure<'a>>,
}

/// A figure of an indicator, as printed.
#[derive(Debug, Serialize)]
pub struct Figure<'a> {
    /// The year.
    pub year: Year,
    /// The cell as printed.
    pub text: &'a str,
    /// The number, when there is one.
    pub value: Option<f64>,
}

/// Returns the records of a hand-over: the items of the earlier plan in their order, and then the new ones.
pub fn records<'a>(handover: &Handover<'a>, thresholds: &Thresholds) -> Vec<FateRecord<'a>> {
    let of_row = |row: &Row<'a>| {
        let fate = row.fate();
        let into = fate.into_iter().flat_map(|fate| &fate.into).map(|id| continued(handover, id));
        FateRecord {
            fate: fate.map(|fate| fate.kind.name()),
            confirmed: row.confirmed.is_some(),
            into: into.collect(),
            note: fate.and_then(|fate| fate.note.clone()),
            ..bare(handover.old, row.item, thresholds)
        }
    };
    let added = handover.added().into_iter();
    let added = added.map(|(dossier, item)| FateRecord { fate: Some("new"), ..bare(dossier, item, thresholds) });
    handover.rows.iter().map(of_row).chain(added).collect()
}

fn bare<'a>(dossier: &'a Dossier, item: Item<'a>, thresholds: &Thresholds) -> FateRecord<'a> {
    let attainment = match item {
        Item::Indicator(indicator) => Some(dossier.judge(indicator, thresholds, Period::FINAL)),
        Item::Task(_) => None,
    };
    let reading = dossier.final_reading(item.id()).map(|reading| reading.value);
    FateRecord {
        id: item.id(),
        plan: &dossier.plan.id,
        title: item.title(),
        nature: item.nature(),
        target: target(item),
        reading,
        sealed: reading.is_some() && dossier.sealed_reading(Period::annual(dossier.plan.term.last)).is_some(),
        attainment,
        status: dossier.last_status(item.id()),
        fate: None,
        confirmed: false,
        into: Vec::new(),
        note: None,
    }
}

fn continued<'a>(handover: &Handover<'a>, id: &ItemId) -> ContinuedRecord<'a> {
    let item = handover.successor(id).map(|(_, item)| item);
    ContinuedRecord {
        id: id.clone(),
        title: item.map(Item::title),
        nature: item.and_then(Item::nature),
        baseline: item.and_then(Item::baseline).map(|b| Figure { year: b.year, text: &b.text, value: b.value }),
        target: item.and_then(target),
    }
}

fn target(item: Item<'_>) -> Option<Figure<'_>> {
    item.target().map(|target| Figure { year: target.year, text: &target.text, value: target.value })
}
