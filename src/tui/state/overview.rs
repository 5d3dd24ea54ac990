//! The overview (总览): what stands where in the period, and what needs doing first.

use std::collections::{BTreeMap, HashMap};

use crate::plan::roll_up::RollUp;
use crate::plan::{NodeIndex, PlanId, Status, Subject};

use super::data::{Data, ItemKey};
use super::judgement::Tally;
use super::list::List;

/// A line of the overview that the cursor can stand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OverviewRow {
    /// A lead department whose word is awaited; an empty name is no lead.
    Department(String, Awaited),
    /// The other departments: how many, and on how much their word is awaited.
    OtherDepartments(usize, Awaited),
    /// The head of the plans.
    Plans,
    /// A plan.
    Plan(PlanRow),
    /// The tasks of the unfolded plan that have a status; without one, those not reported.
    Status(usize, Option<Status>, u32),
    /// A chapter of the unfolded plan.
    Chapter(usize, NodeIndex, RollUp),
    /// The plans of a sector together.
    Sector(String, RollUp, Tally),
    /// All plans together.
    Total(RollUp, Tally),
    /// The head of the warnings, and how many there are.
    Warnings(usize),
    /// A binding indicator that will miss its target.
    Warning(ItemKey),
}

/// The number of items on which the word of a department is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Awaited {
    /// Tasks and projects that are missing.
    pub tasks: u32,
    /// Indicators without a figure.
    pub indicators: u32,
}

impl Awaited {
    /// Returns all of them.
    pub fn total(self) -> u32 {
        self.tasks + self.indicators
    }

    fn plus(self, other: Awaited) -> Awaited {
        Awaited { tasks: self.tasks + other.tasks, indicators: self.indicators + other.indicators }
    }
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
    /// True if it is listed below the plan that it carries out.
    pub below: bool,
}

/// The overview.
#[derive(Debug, Default)]
pub struct Overview {
    /// The lines.
    pub list: List<OverviewRow>,
    /// Lead departments whose word is awaited, those with the most first; an empty name is no lead.
    pub missing_of: Vec<(String, Awaited)>,
    /// The number of missing tasks, and of indicators whose figure a department owes.
    pub missing: u32,
    /// The plan whose statuses and chapters are listed.
    pub unfolded: Option<PlanId>,
}

impl Overview {
    /// Makes the lines anew. Returns true if the line under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data) -> bool {
        self.count_missing(data);
        let (named, nobody): (Vec<_>, Vec<_>) = self.missing_of.iter().partition(|(name, _)| !name.is_empty());
        let row = |(name, count): &(String, Awaited)| OverviewRow::Department(name.clone(), *count);
        // One department more takes no more room than the line for the others.
        let listed = if named.len() == LISTED + 1 { LISTED + 1 } else { LISTED };
        let mut rows: Vec<OverviewRow> = named.iter().copied().take(listed).map(row).collect();
        if named.len() > listed {
            let count = named.iter().skip(listed).fold(Awaited::default(), |sum, (_, count)| sum.plus(*count));
            rows.push(OverviewRow::OtherDepartments(named.len() - listed, count));
        }
        rows.extend(nobody.into_iter().map(row));
        let plans = plans(data);
        if !plans.is_empty() {
            rows.push(OverviewRow::Plans);
        }
        let sums = sums(data, &plans);
        for plan in plans {
            let place = plan.dossier;
            rows.push(OverviewRow::Plan(plan));
            if self.unfolded.as_ref() == Some(&data.dossiers[place].plan.id) {
                unfold(data, place, &mut rows);
            }
        }
        rows.extend(sums);
        let warnings = warnings(data);
        if !warnings.is_empty() {
            rows.push(OverviewRow::Warnings(warnings.len()));
            rows.extend(warnings.into_iter().map(OverviewRow::Warning));
        }
        let before = self.list.current().cloned();
        let found = self.list.replace(rows, |row| before.as_ref().is_some_and(|old| same(old, row)));
        // At first the cursor stands on a plan: below who has not reported.
        if before.is_none() {
            self.list.find(|row| matches!(row, OverviewRow::Plan(_)));
        }
        found
    }

    /// Returns the plan or the indicator under the cursor.
    pub fn subject(&self, data: &Data) -> Option<Subject> {
        match self.list.current()? {
            OverviewRow::Plan(PlanRow { dossier, .. }) | OverviewRow::Status(dossier, ..) => {
                Some(Subject::Plan(data.dossiers[*dossier].plan.id.clone()))
            }
            OverviewRow::Chapter(dossier, node, _) => {
                Some(Subject::Item(data.dossiers[*dossier].plan.heading_id(*node)))
            }
            OverviewRow::Warning(indicator) => {
                data.indicator(*indicator).map(|(_, indicator)| Subject::Item(indicator.id.clone()))
            }
            _ => None,
        }
    }

    fn count_missing(&mut self, data: &Data) {
        self.missing = 0;
        let mut counts: BTreeMap<&str, Awaited> = BTreeMap::new();
        for place in 0..data.dossiers.len() {
            let (plan, judged) = (data.counts(place), data.judged(place));
            self.missing += plan.all.missing + judged.awaited;
            for (name, load) in plan.by_department().filter(|(_, load)| load.led.missing > 0) {
                counts.entry(name).or_default().tasks += load.led.missing;
            }
            for (name, load) in judged.departments.iter().filter(|(_, load)| load.awaited > 0) {
                counts.entry(name).or_default().indicators += load.awaited;
            }
        }
        let mut counts: Vec<_> = counts.into_iter().map(|(name, count)| (name.to_string(), count)).collect();
        counts.sort_by_key(|(name, count)| (name.is_empty(), std::cmp::Reverse(count.total())));
        self.missing_of = counts;
    }
}

/// Departments listed on the overview; the others are in the view of departments.
const LISTED: usize = 4;

/// Returns true if two rows are of the same thing, whatever their figures.
fn same(old: &OverviewRow, new: &OverviewRow) -> bool {
    match (old, new) {
        (OverviewRow::Plan(old), OverviewRow::Plan(new)) => old.dossier == new.dossier,
        (OverviewRow::Department(old, _), OverviewRow::Department(new, _))
        | (OverviewRow::Sector(old, ..), OverviewRow::Sector(new, ..)) => old == new,
        (OverviewRow::Status(old, status, _), OverviewRow::Status(new, other, _)) => (old, status) == (new, other),
        (OverviewRow::Chapter(old, node, _), OverviewRow::Chapter(new, other, _)) => (old, node) == (new, other),
        (OverviewRow::Total(..), OverviewRow::Total(..))
        | (OverviewRow::OtherDepartments(..), OverviewRow::OtherDepartments(..))
        | (OverviewRow::Warnings(_), OverviewRow::Warnings(_)) => true,
        _ => old == new,
    }
}

/// Returns the plans, each followed by those that carry it out.
fn plans(data: &Data) -> Vec<PlanRow> {
    let row = |place: usize, below: bool| {
        let indicators = data.judged(place).tally;
        PlanRow { dossier: place, roll_up: data.counts(place).all, indicators, below }
    };
    let parent = |place: usize| data.dossiers[place].plan.parent.as_ref().and_then(|plan| data.place(plan));
    let mut below: HashMap<usize, Vec<usize>> = HashMap::new();
    for place in 0..data.dossiers.len() {
        below.entry(parent(place).unwrap_or(usize::MAX)).or_default().push(place);
    }
    let mut rows = Vec::new();
    let mut listed = vec![false; data.dossiers.len()];
    for place in below.get(&usize::MAX).into_iter().flatten().copied() {
        let with_those_below = std::iter::once(place).chain(below.get(&place).into_iter().flatten().copied());
        for one in with_those_below {
            rows.push(row(one, one != place));
            listed[one] = true;
        }
    }
    // A plan below one that is itself below another.
    let missing = listed.iter().enumerate().filter(|(_, listed)| !**listed);
    rows.extend(missing.map(|(place, _)| row(place, true)));
    rows
}

/// The statuses that tasks of a plan have, and its chapters.
fn unfold(data: &Data, place: usize, rows: &mut Vec<OverviewRow>) {
    let counts = data.counts(place);
    let statuses =
        Status::all_and_none().map(|status| (status, counts.all.count_of(status))).filter(|(_, count)| *count > 0);
    rows.extend(statuses.map(|(status, count)| OverviewRow::Status(place, status, count)));
    let chapters = counts.by_chapter(&data.dossiers[place].plan).into_iter();
    let chapters = chapters.filter_map(|(chapter, sum)| Some((chapter?, sum)));
    rows.extend(chapters.map(|(chapter, sum)| OverviewRow::Chapter(place, chapter, sum)));
}

/// Plans together: those of each sector that has several, where there is more than one, and all.
fn sums(data: &Data, plans: &[PlanRow]) -> Vec<OverviewRow> {
    let mut sectors: Vec<(&str, usize, RollUp, Tally)> = Vec::new();
    let mut all = (RollUp::default(), Tally::default());
    for plan in plans {
        let sector = data.dossiers[plan.dossier].plan.sector.as_str();
        match sectors.iter_mut().find(|(name, ..)| *name == sector) {
            Some((_, count, tasks, indicators)) => {
                (*count, *tasks, *indicators) =
                    (*count + 1, tasks.plus(plan.roll_up), indicators.plus(plan.indicators));
            }
            None => sectors.push((sector, 1, plan.roll_up, plan.indicators)),
        }
        all = (all.0.plus(plan.roll_up), all.1.plus(plan.indicators));
    }
    let mut rows = Vec::new();
    if sectors.len() > 1 {
        let several = sectors.into_iter().filter(|(name, count, ..)| *count > 1 && !name.is_empty());
        rows.extend(
            several.map(|(name, _, tasks, indicators)| OverviewRow::Sector(name.to_string(), tasks, indicators)),
        );
    }
    if plans.len() > 1 {
        rows.push(OverviewRow::Total(all.0, all.1));
    }
    rows
}

fn warnings(data: &Data) -> Vec<ItemKey> {
    let of_plan = |place: usize| {
        let indicators = &data.dossiers[place].plan.indicators;
        data.judged(place).warnings.iter().map(move |n| ItemKey::of(place, &indicators[*n].id))
    };
    (0..data.dossiers.len()).flat_map(of_plan).collect()
}
