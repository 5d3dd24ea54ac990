//! Roll-ups: the numbers of tasks by status and standing, grouped by plan, chapter, department, sector or period.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::plan::roll_up::{PlanRollUp, RollUp};
use crate::plan::{Dossier, Node, NodeIndex, Period, PlanId};
use crate::text::{Label, Language};

/// The grouping of a roll-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Each plan.
    Plan,
    /// Each chapter of each plan.
    Chapter,
    /// Each lead department.
    Department,
    /// Each sector.
    Sector,
    /// Each period.
    Period,
    /// All tasks in one group.
    All,
}

impl By {
    /// All groupings.
    pub const ALL: [By; 6] = [By::Plan, By::Chapter, By::Department, By::Sector, By::Period, By::All];

    /// Returns the name in commands.
    pub fn name(self) -> &'static str {
        match self {
            By::Plan => "plan",
            By::Chapter => "chapter",
            By::Department => "department",
            By::Sector => "sector",
            By::Period => "period",
            By::All => "all",
        }
    }
}

impl Label for By {
    fn label(&self, language: Language) -> &'static str {
        let (zh, en) = match self {
            By::Plan => ("规划", "plan"),
            By::Chapter => ("章节", "chapter"),
            By::Department => ("牵头单位", "lead department"),
            By::Sector => ("领域", "sector"),
            By::Period => ("评估期", "period"),
            By::All => ("范围", "scope"),
        };
        language.pick(zh, en)
    }
}

/// A group of tasks with its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// The plan, for a group within a single plan.
    pub plan: Option<PlanId>,
    /// The name of the plan, heading, department, sector or period; empty for all tasks and for tasks without a lead.
    pub name: String,
    /// The counts.
    pub sums: RollUp,
}

impl Counted {
    /// Returns the name of the group for a person.
    pub fn told(&self, by: By, language: Language) -> &str {
        match (self.name.as_str(), by) {
            ("", By::All) => language.pick("全部", "all"),
            ("", By::Department) => language.pick("未定牵头单位", "no lead yet"),
            (name, _) => name,
        }
    }
}

/// Counts the tasks of plans, each in its plan's period; grouped by period, in every period that a plan has.
pub fn counted(
    dossiers: &[&Dossier],
    period: &dyn Fn(&Dossier) -> Period,
    by: By,
    today: Date,
    language: Language,
) -> Vec<Counted> {
    let count = |dossier: &&Dossier| PlanRollUp::of(dossier, period(dossier), today);
    match by {
        By::Plan => {
            let set = |d: &&Dossier| Counted {
                plan: Some(d.plan.id.clone()),
                name: d.plan.title.clone(),
                sums: count(d).all,
            };
            dossiers.iter().map(set).collect()
        }
        By::Chapter => dossiers.iter().flat_map(|d| chapters(d, count(d), language)).collect(),
        By::Department => {
            let each: Vec<PlanRollUp> = dossiers.iter().map(count).collect();
            let each = each.iter().flat_map(PlanRollUp::by_department);
            let mut sets = summed(each.map(|(name, workload)| (name.to_string(), workload.led)));
            sets.retain(|set| set.sums.total > 0);
            sets.sort_by_key(|set| (set.name.is_empty(), std::cmp::Reverse(set.sums.total)));
            sets
        }
        By::Sector => summed(dossiers.iter().map(|d| (d.plan.sector.clone(), count(d).all))),
        By::Period => by_period(dossiers, today, language),
        By::All => {
            let sums = dossiers.iter().fold(RollUp::default(), |sums, d| sums.plus(count(d).all));
            vec![Counted { plan: None, name: String::new(), sums }]
        }
    }
}

fn chapters(dossier: &Dossier, counted: PlanRollUp, language: Language) -> Vec<Counted> {
    let heading = |node: Option<NodeIndex>| match node {
        Some(node) => dossier.plan.outline.get(node).map(Node::heading).unwrap_or_default(),
        None => language.pick("（无标题）", "(no heading)").to_string(),
    };
    let sets = counted.by_chapter(&dossier.plan).into_iter();
    sets.map(|(node, sums)| Counted { plan: Some(dossier.plan.id.clone()), name: heading(node), sums }).collect()
}

/// Merges groups with the same name, and sorts them by name.
fn summed(sets: impl Iterator<Item = (String, RollUp)>) -> Vec<Counted> {
    let mut sums: BTreeMap<String, RollUp> = BTreeMap::new();
    for (name, more) in sets {
        let sum = sums.entry(name).or_default();
        *sum = sum.plus(more);
    }
    sums.into_iter().map(|(name, sums)| Counted { plan: None, name, sums }).collect()
}

/// Returns the counts for every period that one of the plans has, sorted by kind and then by time.
fn by_period(dossiers: &[&Dossier], today: Date, language: Language) -> Vec<Counted> {
    let mut sums: BTreeMap<Period, RollUp> = BTreeMap::new();
    for dossier in dossiers {
        for period in dossier.periods() {
            let sum = sums.entry(period).or_default();
            *sum = sum.plus(PlanRollUp::of(dossier, period, today).all);
        }
    }
    let set = |(period, sums): (Period, RollUp)| Counted { plan: None, name: period.name(language), sums };
    sums.into_iter().map(set).collect()
}
