//! The overview (总览): what stands where in the period, and what needs doing first.

use std::collections::BTreeMap;

use crate::plan::Nature;
use crate::plan::roll_up::{RollUp, RollUps};

use super::data::{Data, IndicatorRow, main_lead};
use super::judgement::{self, Tally};
use super::list::List;

/// A line of the overview that the cursor can stand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A plan.
    Plan(PlanRow),
    /// All plans together.
    Total(RollUp, Tally),
    /// The head of the departments that have not reported: how many tasks, and of how many departments.
    Unreported(u32, usize),
    /// A lead department with tasks that nothing was reported for; an empty name is no lead.
    Department(String, u32),
    /// The head of the warnings, and how many there are.
    Warnings(usize),
    /// A binding indicator that is behind.
    Warning(IndicatorRow),
}

/// One plan's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// Its dossier's place.
    pub dossier: usize,
    /// Its tasks and projects.
    pub roll_up: RollUp,
    /// Its indicators.
    pub indicators: Tally,
    /// Whether a plan above it is listed before it.
    pub below: bool,
}

/// The overview.
#[derive(Debug, Default)]
pub struct Overview {
    /// The lines.
    pub list: List<Row>,
    /// Lead departments with tasks that nothing was reported for, the most first; an empty name is no lead.
    pub unreported: Vec<(String, u32)>,
    roll_ups: RollUps,
}

impl Overview {
    /// Makes the lines anew. Says whether the line under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data) -> bool {
        let plans = plans(data, &mut self.roll_ups);
        self.unreported = unreported(data);
        let total = plans.iter().fold((RollUp::default(), Tally::default()), |(tasks, indicators), plan| {
            (tasks.plus(plan.roll_up), indicators.plus(plan.indicators))
        });
        let mut rows: Vec<Row> = plans.into_iter().map(Row::Plan).collect();
        if rows.len() > 1 {
            rows.push(Row::Total(total.0, total.1));
        }
        if !self.unreported.is_empty() {
            let tasks = self.unreported.iter().map(|(_, count)| count).sum();
            let departments = self.unreported.iter().filter(|(name, _)| !name.is_empty()).count();
            rows.push(Row::Unreported(tasks, departments));
            rows.extend(self.unreported.iter().take(LISTED).map(|(name, count)| Row::Department(name.clone(), *count)));
        }
        let warnings = warnings(data);
        if !warnings.is_empty() {
            rows.push(Row::Warnings(warnings.len()));
            rows.extend(warnings.into_iter().map(Row::Warning));
        }
        let before = self.list.current().cloned();
        self.list.replace(rows, |row| before.as_ref().is_some_and(|old| same(old, row)))
    }
}

/// Departments listed on the overview; the others are in the view of departments.
const LISTED: usize = 6;

/// Whether two lines are of the same thing, whatever its figures.
fn same(old: &Row, new: &Row) -> bool {
    match (old, new) {
        (Row::Plan(old), Row::Plan(new)) => old.dossier == new.dossier,
        (Row::Department(old, _), Row::Department(new, _)) => old == new,
        (Row::Total(..), Row::Total(..))
        | (Row::Unreported(..), Row::Unreported(..))
        | (Row::Warnings(_), Row::Warnings(_)) => true,
        _ => old == new,
    }
}

/// The plans, each followed by those that carry it out.
fn plans(data: &Data, roll_ups: &mut RollUps) -> Vec<PlanRow> {
    let mut row = |place: usize, below: bool| {
        let dossier = &data.dossiers[place];
        let roll_up = roll_ups.of(dossier, data.period).all;
        PlanRow { dossier: place, roll_up, indicators: judgement::tally(data, dossier), below }
    };
    let parent = |place: usize| data.dossiers[place].plan.parent.as_ref().and_then(|plan| data.place(plan));
    let places: Vec<usize> = (0..data.dossiers.len()).collect();
    let mut rows = Vec::new();
    for &place in places.iter().filter(|&&p| parent(p).is_none()) {
        rows.push(row(place, false));
        rows.extend(places.iter().filter(|&&p| parent(p) == Some(place)).map(|&p| row(p, true)));
    }
    // A plan below one that is itself below another.
    let missing: Vec<usize> = places.into_iter().filter(|p| !rows.iter().any(|r: &PlanRow| r.dossier == *p)).collect();
    rows.extend(missing.into_iter().map(|p| row(p, true)));
    rows
}

fn unreported(data: &Data) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for dossier in data.dossiers.iter().filter(|d| data.has_period(&d.plan)) {
        for task in &dossier.plan.tasks {
            if data.review(dossier, task).is_none_or(|r| r.status.is_none()) {
                let lead = main_lead(&dossier.assignment(task)).unwrap_or_default().to_string();
                *counts.entry(lead).or_default() += 1;
            }
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(name, count)| (name.is_empty(), std::cmp::Reverse(*count)));
    counts
}

fn warnings(data: &Data) -> Vec<IndicatorRow> {
    let mut rows = Vec::new();
    for (place, dossier) in data.dossiers.iter().enumerate() {
        for (n, indicator) in dossier.plan.indicators.iter().enumerate() {
            if indicator.nature == Some(Nature::Binding) && judgement::is_behind(data, dossier, indicator) {
                rows.push(IndicatorRow { dossier: place, indicator: n });
            }
        }
    }
    rows
}
