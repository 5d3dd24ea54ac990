//! What a session looks at: a snapshot, the plan in focus and the period.

use std::collections::HashMap;
use std::sync::Arc;

use crate::desk::Snapshot;
use crate::plan::parts::{FEW_PLANS, in_parts};
use crate::plan::roll_up::{PlanRollUp, Standing};
use crate::plan::{Assignment, Dossier, Indicator, ItemId, Kept, Period, Plan, PlanId, Review, Status, Task};
use crate::search::{Index, Indexer};
use crate::text::Language;

use super::judgement::Judged;

/// A task of the data: the place of its dossier, and its place in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TaskRow {
    /// The place of the dossier in [`Data::dossiers`].
    pub dossier: usize,
    /// The place of the task in the plan; former tasks come after the plan's own.
    pub task: usize,
}

/// An indicator of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IndicatorRow {
    /// The place of the dossier in [`Data::dossiers`].
    pub dossier: usize,
    /// The place of the indicator in the plan.
    pub indicator: usize,
}

/// The data in view.
pub struct Data {
    /// All data at one moment.
    pub snapshot: Arc<Snapshot>,
    /// The snapshot's dossiers, to be named by their place.
    pub dossiers: Vec<Arc<Dossier>>,
    /// The place of each plan's dossier among them.
    places: HashMap<PlanId, usize>,
    /// The plan in focus; `None` is all plans.
    pub plan: Option<PlanId>,
    /// The evaluation period.
    pub period: Period,
    /// Who keeps an index of the data, if somebody does.
    pub indexer: Option<Arc<Indexer>>,
    /// What is known of each plan in a period, in the order of the dossiers.
    known: Kept<Known>,
    known_in: Period,
}

/// What is known of a plan in a period.
#[derive(Debug)]
struct Known {
    counts: PlanRollUp,
    judged: Judged,
}

impl Data {
    /// Data of a snapshot, with all plans in view.
    pub fn new(snapshot: Arc<Snapshot>, period: Period) -> Self {
        let dossiers: Vec<_> = snapshot.dossiers().cloned().collect();
        let mut data = Data {
            snapshot,
            places: places(&dossiers),
            dossiers,
            plan: None,
            period,
            indexer: None,
            known: Kept::default(),
            known_in: period,
        };
        data.count();
        data
    }

    /// Counts the tasks of every plan in the period, and judges its indicators. Only plans that changed since are
    /// counted anew.
    pub fn count(&mut self) {
        let period = self.period;
        if self.known_in != period {
            self.known = Kept::default();
            self.known_in = period;
        }
        // A desk reads its thresholds once, so that what was judged by them stays as it is.
        let thresholds = &self.snapshot.settings().thresholds;
        self.known.renew(&self.dossiers, |_, dossier| Known {
            counts: PlanRollUp::of(dossier, period),
            judged: Judged::of(dossier, period, thresholds),
        });
    }

    /// What is known of the indicators of the plan of a dossier's place in the period.
    pub fn judged(&self, place: usize) -> &Judged {
        &self.known[place].judged
    }

    /// The counts of the plan of a dossier's place in the period.
    pub fn counts(&self, place: usize) -> &PlanRollUp {
        &self.known[place].counts
    }

    /// How a row's task stands in the period.
    pub fn standing(&self, row: TaskRow) -> Standing {
        self.counts(row.dossier).tasks[row.task]
    }

    /// The row of a task.
    pub fn row(&self, id: &ItemId) -> Option<TaskRow> {
        let dossier = self.place(&id.plan)?;
        let plan = &self.dossiers[dossier].plan;
        let task = plan.tasks.iter().chain(&plan.former_tasks).position(|task| task.id == *id)?;
        Some(TaskRow { dossier, task })
    }

    /// The newest index, if there is one. It may be of other data, older or newer: it knows plans whose words are theirs.
    pub fn index(&self) -> Option<Arc<Index>> {
        self.indexer.as_ref().and_then(|indexer| indexer.latest())
    }

    /// The rows of the dossiers in view: `add` adds those of some dossiers, which it gets with their places.
    pub fn rows<'a, R: Send>(&'a self, add: impl Fn(&[(usize, &'a Dossier)], &mut Vec<R>) + Sync) -> Vec<R> {
        let in_view: Vec<(usize, &Dossier)> = self.in_view().collect();
        let parts = in_parts(&in_view, FEW_PLANS, |part| {
            let mut rows = Vec::new();
            add(part, &mut rows);
            rows
        });
        let joined = |mut rows: Vec<R>, mut more: Vec<R>| {
            rows.reserve_exact(more.len());
            rows.append(&mut more);
            rows
        };
        // They are kept for as long as nothing changes, and there may be very many.
        let mut rows = parts.into_iter().reduce(joined).unwrap_or_default();
        rows.shrink_to_fit();
        rows
    }

    /// Takes a newer snapshot. A plan keeps its place, so that what a row names stays the same; new ones follow. Says
    /// whether the texts of the plans are the same as before.
    pub fn renew(&mut self, snapshot: Arc<Snapshot>) -> bool {
        let kept: Option<Vec<_>> = self.dossiers.iter().map(|d| snapshot.dossier(&d.plan.id).cloned()).collect();
        if kept.is_none() {
            self.places.clear();
        }
        let new = snapshot.dossiers().filter(|dossier| !self.places.contains_key(&dossier.plan.id)).cloned();
        let new: Vec<_> = new.collect();
        let (mut dossiers, is_longer) = (kept.unwrap_or_default(), !new.is_empty());
        dossiers.extend(new);
        let same_text = |(old, new): (&Arc<Dossier>, &Arc<Dossier>)| Arc::ptr_eq(&old.plan, &new.plan);
        let same_texts = dossiers.len() == self.dossiers.len() && self.dossiers.iter().zip(&dossiers).all(same_text);
        self.dossiers = dossiers;
        if is_longer {
            self.places = places(&self.dossiers);
        }
        if self.plan.as_ref().is_some_and(|plan| snapshot.dossier(plan).is_none()) {
            self.plan = None;
        }
        self.snapshot = snapshot;
        same_texts
    }

    /// The dossiers in view with their places: that of the plan in focus, or all.
    pub fn in_view(&self) -> impl Iterator<Item = (usize, &Dossier)> {
        let first = self.plan.as_ref().map_or(Some(0), |plan| self.place(plan)).unwrap_or(self.dossiers.len());
        let last = if self.plan.is_some() { (first + 1).min(self.dossiers.len()) } else { self.dossiers.len() };
        (first..last).map(|place| (place, &*self.dossiers[place]))
    }

    /// The dossier of the plan in focus.
    pub fn focus(&self) -> Option<&Dossier> {
        self.plan.as_ref().and_then(|plan| self.snapshot.dossier(plan)).map(Arc::as_ref)
    }

    /// The place of a plan's dossier.
    pub fn place(&self, plan: &PlanId) -> Option<usize> {
        self.places.get(plan).copied()
    }

    /// A row's dossier and task.
    pub fn task(&self, row: TaskRow) -> Option<(&Dossier, &Task)> {
        let dossier = self.dossiers.get(row.dossier)?;
        let plan = &dossier.plan;
        let former = || plan.former_tasks.get(row.task.checked_sub(plan.tasks.len())?);
        Some((dossier, plan.tasks.get(row.task).or_else(former)?))
    }

    /// A row's task id.
    pub fn task_id(&self, row: TaskRow) -> Option<&ItemId> {
        self.task(row).map(|(_, task)| &task.id)
    }

    /// A row's dossier and indicator.
    pub fn indicator(&self, row: IndicatorRow) -> Option<(&Dossier, &Indicator)> {
        let dossier = self.dossiers.get(row.dossier)?;
        Some((dossier, dossier.plan.indicators.get(row.indicator)?))
    }

    /// A task's review in the period.
    pub fn review<'a>(&self, dossier: &'a Dossier, task: &Task) -> Option<&'a Review> {
        dossier.review(&task.id, self.period)
    }

    /// The earlier period and the status that a task without a status in this period starts from.
    pub fn carried(&self, dossier: &Dossier, task: &Task) -> Option<(Period, Status)> {
        if self.has_period(&dossier.plan) { dossier.carried(&task.id, self.period) } else { None }
    }

    /// What a task is to reach in the period's year.
    pub fn goal<'a>(&self, dossier: &'a Dossier, task: &Task) -> Option<&'a str> {
        let year = self.year(&dossier.plan);
        dossier.goals.get(&(task.id.clone(), year)).map(|goal| goal.text.as_str())
    }

    /// Whether the period is closed for a plan.
    pub fn is_sealed(&self, dossier: &Dossier) -> bool {
        dossier.seals.contains_key(&self.period)
    }

    /// How many of the plans in view have a period, and for how many of these it is closed.
    pub fn sealed_in_view(&self, period: Period) -> (usize, usize) {
        let plans = self.in_view().filter(|(_, dossier)| dossier.plan.term.has(period));
        plans.fold((0, 0), |(all, sealed), (_, d)| (all + 1, sealed + usize::from(d.seals.contains_key(&period))))
    }

    /// The year up to which the period looks in a plan.
    pub fn year(&self, plan: &Plan) -> i32 {
        plan.term.year_of(self.period)
    }

    /// Whether a plan has the period at all.
    pub fn has_period(&self, plan: &Plan) -> bool {
        plan.term.has(self.period)
    }

    /// The periods of the plan in focus, or of all plans, in order, each once.
    pub fn periods(&self) -> Vec<Period> {
        let mut periods: Vec<Period> = Vec::new();
        for (_, dossier) in self.in_view() {
            for period in dossier.plan.term.periods() {
                if !periods.contains(&period) {
                    periods.push(period);
                }
            }
        }
        let middle = self.in_view().map(|(_, d)| d.plan.term.middle()).min().unwrap_or_default();
        periods.sort_by_key(|period| match period {
            Period::Annual(year) => (*year, 0),
            Period::MidTerm => (middle, 1),
            Period::Final => (i32::MAX, 1),
        });
        periods
    }

    /// A department's short name.
    pub fn short_name<'a>(&'a self, department: &'a str) -> &'a str {
        self.snapshot.departments().find(department).map_or(department, |d| d.short_name())
    }
}

fn places(dossiers: &[Arc<Dossier>]) -> HashMap<PlanId, usize> {
    dossiers.iter().enumerate().map(|(place, dossier)| (dossier.plan.id.clone(), place)).collect()
}

/// A period's name where there is little room.
pub fn short_period(period: Period, language: Language) -> String {
    match period {
        Period::Annual(year) => year.to_string(),
        Period::MidTerm => language.pick("中期", "mid").to_string(),
        Period::Final => language.pick("终期", "final").to_string(),
    }
}

/// What a region's name ends with: its tier.
const TIERS: [&str; 9] = ["自治州", "自治县", "自治旗", "自治区", "地区", "县", "市", "省", "州"];
/// What stands before the tier of an autonomous region: its peoples.
const PEOPLES: [&str; 44] = [
    "哈萨克",
    "回族",
    "维吾尔",
    "蒙古",
    "柯尔克孜",
    "锡伯",
    "塔吉克",
    "藏族",
    "羌族",
    "彝族",
    "壮族",
    "布依族",
    "苗族",
    "侗族",
    "土家族",
    "白族",
    "傣族",
    "景颇族",
    "哈尼族",
    "朝鲜族",
    "满族",
    "黎族",
    "瑶族",
    "畲族",
    "纳西族",
    "傈僳族",
    "佤族",
    "拉祜族",
    "土族",
    "撒拉族",
    "东乡族",
    "保安族",
    "裕固族",
    "鄂温克族",
    "鄂伦春",
    "达斡尔族",
    "仫佬族",
    "毛南族",
    "仡佬族",
    "水族",
    "普米族",
    "怒族",
    "独龙族",
    "布朗族",
];

/// A plan's name where there is little room: region and sector, as in 昌吉 残疾人 for 昌吉回族自治州.
pub fn plan_label(plan: &Plan) -> String {
    let without = |name: &'_ str, endings: &[&str]| {
        let bare = endings.iter().find_map(|ending| name.strip_suffix(ending)).filter(|bare| !bare.is_empty());
        bare.map(str::to_string)
    };
    let mut region = without(&plan.region, &TIERS).unwrap_or_else(|| plan.region.clone());
    while let Some(bare) = without(&region, &PEOPLES) {
        region = bare;
    }
    let label = format!("{region} {}", plan.sector);
    let label = label.trim();
    if label.is_empty() { plan.title.clone() } else { label.to_string() }
}

/// The main lead of an assignment.
pub fn main_lead(assignment: &Assignment) -> Option<&str> {
    assignment.lead.first().map(String::as_str)
}
