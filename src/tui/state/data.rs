//! The data that a session looks at: a snapshot, the plan in focus and the period.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::desk::Snapshot;
use crate::parallel::{FEW_PLANS, in_parts};
use crate::plan::roll_up::PlanRollUp;
use crate::plan::{
    Assignment, Dossier, Indicator, ItemId, ItemKind, Kept, Occasion, Period, PeriodKind, Phase, Plan, PlanId, Review,
    Standing, Status, Task, Year,
};
use crate::search::{Index, Indexer};

use super::judgement::Judged;

/// The id of a task, project or indicator in twelve bytes, for lists of very many: the plan is named by the place of
/// its dossier in [`Data::dossiers`], which it keeps until a plan is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ItemKey {
    dossier: u32,
    number: u32,
    kind: ItemKind,
}

impl ItemKey {
    /// Returns the key of an item of the dossier at a place.
    pub fn of(dossier: usize, id: &ItemId) -> ItemKey {
        ItemKey { dossier: u32::try_from(dossier).unwrap_or(u32::MAX), number: id.number, kind: id.kind }
    }

    /// Returns the place of the dossier in [`Data::dossiers`].
    pub fn dossier(self) -> usize {
        self.dossier as usize
    }

    fn is(self, id: &ItemId) -> bool {
        (self.kind, self.number) == (id.kind, id.number)
    }
}

/// The places of a plan's items by their numbers; former items stand behind the plan's own.
#[derive(Debug, Default)]
struct Places {
    tasks: Vec<u32>,
    projects: Vec<u32>,
    indicators: Vec<u32>,
}

impl Places {
    /// Stands at a number that no item has.
    const NONE: u32 = u32::MAX;

    fn of(plan: &Plan) -> Places {
        let mut places = Places::default();
        places.add(plan.tasks.iter().chain(&plan.former_tasks).map(|task| &task.id));
        places.add(plan.indicators.iter().map(|indicator| &indicator.id));
        places
    }

    fn add<'a>(&mut self, ids: impl Iterator<Item = &'a ItemId> + Clone) {
        // Numbers are given one after the other. One far beyond the others, as a damaged backup may hold, is looked
        // for instead of costing a place for every number before it.
        let most = ids.clone().count().saturating_mul(4).saturating_add(64);
        for (id, place) in ids.zip(0..) {
            let places = match id.kind {
                ItemKind::Task => &mut self.tasks,
                ItemKind::Project => &mut self.projects,
                ItemKind::Indicator => &mut self.indicators,
                // They have no keys: headings and boxes are named by their place in the outline.
                ItemKind::Heading | ItemKind::Box => continue,
            };
            let number = id.number as usize;
            if number < most {
                if places.len() <= number {
                    places.resize(number + 1, Places::NONE);
                }
                places[number] = place;
            }
        }
    }

    fn place(&self, key: ItemKey) -> Option<usize> {
        let places = match key.kind {
            ItemKind::Task => &self.tasks,
            ItemKind::Project => &self.projects,
            ItemKind::Indicator => &self.indicators,
            ItemKind::Heading | ItemKind::Box => return None,
        };
        places.get(key.number as usize).filter(|place| **place != Places::NONE).map(|place| *place as usize)
    }
}

/// The data in view.
pub struct Data {
    /// All data at one moment.
    pub snapshot: Arc<Snapshot>,
    /// True if the archived plans are looked at, instead of the others.
    pub archived: bool,
    /// The dossiers looked at. Each keeps its place until a plan is removed, archived or brought back.
    pub dossiers: Vec<Arc<Dossier>>,
    /// The places of the items of each plan, in the order of the dossiers, made when the first item is looked up.
    items: Vec<OnceLock<Places>>,
    /// The place of each plan's dossier among them.
    places: HashMap<PlanId, usize>,
    /// The plan in focus; `None` is all plans.
    pub plan: Option<PlanId>,
    /// The evaluation period.
    pub period: Period,
    /// The indexer of the data.
    pub indexer: Option<Arc<Indexer>>,
    /// The figures of each plan in a period, in the order of the dossiers.
    known: Kept<Known>,
    known_in: (Period, Date),
}

/// The difference that a newer snapshot makes to lists of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewed {
    /// The texts of the plans are the same as before.
    SameTexts,
    /// Plans were added or have other texts.
    Texts,
    /// A plan was removed, archived or brought back, so that keys name other items than before.
    Reordered,
}

/// The figures of a plan in a period.
#[derive(Debug)]
struct Known {
    counts: PlanRollUp,
    judged: Judged,
}

impl Data {
    /// Data of a snapshot, with all plans in view.
    pub fn new(snapshot: Arc<Snapshot>, period: Period) -> Self {
        let dossiers: Vec<_> = snapshot.dossiers().cloned().collect();
        let today = snapshot.today();
        let mut data = Data {
            snapshot,
            archived: false,
            places: places(&dossiers),
            items: dossiers.iter().map(|_| OnceLock::new()).collect(),
            dossiers,
            plan: None,
            period,
            indexer: None,
            known: Kept::default(),
            known_in: (period, today),
        };
        data.count();
        data
    }

    /// Counts the tasks of every plan in the period, and judges its indicators. Only plans that changed since are
    /// counted anew.
    pub fn count(&mut self) {
        let (period, today) = (self.period, self.snapshot.today());
        if self.known_in != (period, today) {
            self.known = Kept::default();
            self.known_in = (period, today);
        }
        // A desk reads its thresholds once, so that what was judged by them stays as it is.
        let thresholds = &self.snapshot.settings().thresholds;
        self.known.renew(&self.dossiers, |_, dossier| Known {
            counts: PlanRollUp::of(dossier, period, today),
            judged: Judged::of(dossier, period, today, thresholds),
        });
    }

    /// Returns the judgements of the indicators of the plan at a place.
    pub fn judged(&self, place: usize) -> &Judged {
        &self.known[place].judged
    }

    /// Returns the counts of the plan at a place in the period.
    pub fn counts(&self, place: usize) -> &PlanRollUp {
        &self.known[place].counts
    }

    /// Returns how a task stands in the period.
    pub fn standing(&self, task: ItemKey) -> Standing {
        let place = self.place_in_plan(task);
        place.and_then(|place| self.counts(task.dossier()).tasks.get(place)).copied().unwrap_or_default()
    }

    /// Returns the number that the counts of a task's plan give its main lead.
    pub fn lead(&self, task: ItemKey) -> u32 {
        let place = self.place_in_plan(task);
        place.and_then(|place| self.counts(task.dossier()).leads.get(place)).copied().unwrap_or_default()
    }

    /// Returns the key of an item.
    pub fn key(&self, id: &ItemId) -> Option<ItemKey> {
        Some(ItemKey::of(self.place(&id.plan)?, id))
    }

    /// Returns the place of an item in its plan: of a task among the tasks and the former ones behind them, of an
    /// indicator among the indicators.
    pub fn place_in_plan(&self, key: ItemKey) -> Option<usize> {
        let plan = &self.dossiers.get(key.dossier())?.plan;
        let places = self.items.get(key.dossier())?.get_or_init(|| Places::of(plan));
        places.place(key).or_else(|| match key.kind {
            ItemKind::Task | ItemKind::Project => {
                plan.tasks.iter().chain(&plan.former_tasks).position(|task| key.is(&task.id))
            }
            ItemKind::Indicator => plan.indicators.iter().position(|indicator| key.is(&indicator.id)),
            ItemKind::Heading | ItemKind::Box => None,
        })
    }

    /// Returns the newest index, if there is one. It may be of other data, older or newer: it knows plans whose words
    /// are theirs.
    pub fn index(&self) -> Option<Arc<Index>> {
        self.indexer.as_ref().and_then(|indexer| indexer.latest())
    }

    /// Returns the rows of the dossiers in view: `add` adds those of some dossiers, which it gets with their places.
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

    /// Looks at the archived plans, or at the others. Returns false if there are no archived plans to look at.
    pub fn show_archived(&mut self, archived: bool) -> bool {
        if archived && self.snapshot.archived().next().is_none() {
            return false;
        }
        self.archived = archived;
        self.plan = None;
        self.dossiers.clear();
        self.places.clear();
        self.items.clear();
        self.renew(Arc::clone(&self.snapshot));
        true
    }

    /// Takes a newer snapshot. Every plan keeps its place, so that keys name the same items, unless one went from those
    /// looked at; new ones follow. When no plan is archived any more, the others are looked at.
    pub fn renew(&mut self, snapshot: Arc<Snapshot>) -> Renewed {
        self.archived &= snapshot.archived().next().is_some();
        let looked_at: Vec<_> = match self.archived {
            true => snapshot.archived().cloned().collect(),
            false => snapshot.dossiers().cloned().collect(),
        };
        let by_id: HashMap<&PlanId, &Arc<Dossier>> = looked_at.iter().map(|d| (&d.plan.id, d)).collect();
        let kept: Option<Vec<_>> = self.dossiers.iter().map(|d| by_id.get(&d.plan.id).copied().cloned()).collect();
        let is_reordered = kept.is_none();
        if is_reordered {
            self.places.clear();
        }
        let new = looked_at.iter().filter(|dossier| !self.places.contains_key(&dossier.plan.id)).cloned();
        let new: Vec<_> = new.collect();
        let (mut dossiers, is_longer) = (kept.unwrap_or_default(), !new.is_empty());
        dossiers.extend(new);
        let mut same_texts = dossiers.len() == self.dossiers.len();
        self.items.resize_with(dossiers.len(), OnceLock::new);
        for ((old, new), items) in self.dossiers.iter().zip(&dossiers).zip(&mut self.items) {
            if !Arc::ptr_eq(&old.plan, &new.plan) {
                same_texts = false;
                *items = OnceLock::new();
            }
        }
        self.dossiers = dossiers;
        if is_longer || is_reordered {
            self.places = places(&self.dossiers);
        }
        if self.plan.as_ref().is_some_and(|plan| !self.places.contains_key(plan)) {
            self.plan = None;
        }
        self.snapshot = snapshot;
        match (is_reordered, same_texts) {
            (true, _) => Renewed::Reordered,
            (false, true) => Renewed::SameTexts,
            (false, false) => Renewed::Texts,
        }
    }

    /// Returns the dossiers in view with their places: that of the plan in focus, or all.
    pub fn in_view(&self) -> impl Iterator<Item = (usize, &Dossier)> {
        let first = self.plan.as_ref().map_or(Some(0), |plan| self.place(plan)).unwrap_or(self.dossiers.len());
        let last = if self.plan.is_some() { (first + 1).min(self.dossiers.len()) } else { self.dossiers.len() };
        (first..last).map(|place| (place, &*self.dossiers[place]))
    }

    /// Returns the dossier of the plan in focus.
    pub fn focus(&self) -> Option<&Dossier> {
        self.plan.as_ref().and_then(|plan| self.snapshot.dossier(plan)).map(Arc::as_ref)
    }

    /// Returns the place of a plan's dossier.
    pub fn place(&self, plan: &PlanId) -> Option<usize> {
        self.places.get(plan).copied()
    }

    /// Returns a task with its dossier.
    pub fn task(&self, key: ItemKey) -> Option<(&Dossier, &Task)> {
        let dossier = self.dossiers.get(key.dossier())?;
        let plan = &dossier.plan;
        let place = self.place_in_plan(key).filter(|_| key.kind != ItemKind::Indicator)?;
        let former = || plan.former_tasks.get(place.checked_sub(plan.tasks.len())?);
        Some((dossier, plan.tasks.get(place).or_else(former)?))
    }

    /// Returns the id of a task.
    pub fn task_id(&self, key: ItemKey) -> Option<&ItemId> {
        self.task(key).map(|(_, task)| &task.id)
    }

    /// Returns an indicator with its dossier.
    pub fn indicator(&self, key: ItemKey) -> Option<(&Dossier, &Indicator)> {
        let dossier = self.dossiers.get(key.dossier())?;
        let place = self.place_in_plan(key).filter(|_| key.kind == ItemKind::Indicator)?;
        Some((dossier, dossier.plan.indicators.get(place)?))
    }

    /// Returns a task's review in the period.
    pub fn review<'a>(&self, dossier: &'a Dossier, task: &Task) -> Option<&'a Review> {
        dossier.review(&task.id, self.period)
    }

    /// Returns the earlier period and the status that a task without a status in this period starts from.
    pub fn carried(&self, dossier: &Dossier, task: &Task) -> Option<(Period, Status)> {
        if dossier.has(self.period) { dossier.carried(&task.id, self.period) } else { None }
    }

    /// Returns the goal of a task in the period's year.
    pub fn goal<'a>(&self, dossier: &'a Dossier, task: &Task) -> Option<&'a str> {
        let year = self.year(&dossier.plan);
        dossier.goals.get(&(task.id.clone(), year)).map(|goal| goal.text.as_str())
    }

    /// Returns true if the period is closed for a plan.
    pub fn is_sealed(&self, dossier: &Dossier) -> bool {
        dossier.phase(self.period, self.snapshot.today()) == Phase::Sealed
    }

    /// Returns the number of plans in view that have a period, and of those for which it is sealed.
    pub fn sealed_in_view(&self, period: Period) -> (usize, usize) {
        let plans = self.in_view().filter(|(_, dossier)| dossier.has(period));
        plans.fold((0, 0), |(all, sealed), (_, d)| {
            (all + 1, sealed + usize::from(d.phase(period, self.snapshot.today()) == Phase::Sealed))
        })
    }

    /// Returns the year up to which the period looks in a plan.
    pub fn year(&self, plan: &Plan) -> Year {
        plan.term.year_of(self.period)
    }

    /// Returns the period whose readings of a plan the period is about.
    pub fn measured(&self, plan: &Plan) -> Period {
        plan.term.measured_in(self.period)
    }

    /// Returns the periods of the plan in focus, or of all plans, in order, each once.
    pub fn periods(&self) -> Vec<Period> {
        let mut places: HashMap<Period, (Year, u8, PeriodKind)> = HashMap::new();
        for (_, dossier) in self.in_view() {
            let term = dossier.plan.term;
            for period in dossier.periods() {
                let place = term.place(period);
                let known = places.entry(period).or_insert(place);
                // Of plans that differ, the first middle and the last end.
                let is_end = period.kind().occasion() == Occasion::Final;
                *known = if is_end { place.max(*known) } else { place.min(*known) };
            }
        }
        let mut periods: Vec<Period> = places.keys().copied().collect();
        periods.sort_by_key(|period| places[period]);
        periods
    }

    /// Returns a department's short name.
    pub fn short_name<'a>(&'a self, department: &'a str) -> &'a str {
        self.snapshot.departments().find(department).map_or(department, |d| d.short_name())
    }
}

fn places(dossiers: &[Arc<Dossier>]) -> HashMap<PlanId, usize> {
    dossiers.iter().enumerate().map(|(place, dossier)| (dossier.plan.id.clone(), place)).collect()
}

/// Returns a plan's name where there is little room: region and sector, as in 昌吉 残疾人 for 昌吉回族自治州.
pub fn plan_label(plan: &Plan) -> String {
    let region = plan.region.short_name();
    let label = format!("{region} {}", plan.sector);
    let label = label.trim();
    if label.is_empty() { plan.title.clone() } else { label.to_string() }
}

/// Returns the main lead of an assignment.
pub fn main_lead(assignment: &Assignment) -> Option<&str> {
    assignment.lead.first().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Settings;
    use crate::import;
    use crate::plan::Departments;

    fn plan() -> Plan {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents/city.txt");
        let text = std::fs::read(file).unwrap();
        import::read("city.txt", &text, &Departments::bundled()).unwrap().plans.remove(0)
    }

    fn snapshot(plans: impl IntoIterator<Item = Plan>) -> Arc<Snapshot> {
        let dossiers = plans.into_iter().map(|plan| (plan.id.clone(), Arc::new(Dossier::new(Arc::new(plan)))));
        Arc::new(Snapshot::new(dossiers.collect(), Departments::bundled(), Settings::default()))
    }

    fn named(plan: &Plan, id: &str) -> Plan {
        plan.clone().renamed(PlanId::new(id).unwrap())
    }

    #[test]
    fn a_key_names_the_same_item_wherever_an_edition_puts_it() {
        let before = plan();
        let ids: Vec<ItemId> = before.tasks.iter().map(|task| task.id.clone()).collect();
        let mut data = Data::new(snapshot([before.clone()]), Period::annual(Year(2023)));
        let keys: Vec<ItemKey> = ids.iter().map(|id| data.key(id).unwrap()).collect();
        let mut after = before;
        after.former_tasks.push(after.tasks.remove(0));
        after.tasks = after.tasks.iter().rev().cloned().collect();
        assert_eq!(data.renew(snapshot([after])), Renewed::Texts);
        data.count();
        for (key, id) in keys.into_iter().zip(&ids) {
            assert_eq!(data.task_id(key), Some(id));
        }
    }

    #[test]
    fn a_number_far_beyond_the_others_is_found_and_costs_no_memory() {
        let mut plan = plan();
        plan.tasks[1].id.number = u32::MAX;
        let id = plan.tasks[1].id.clone();
        let data = Data::new(snapshot([plan]), Period::annual(Year(2023)));
        assert_eq!(data.key(&id).and_then(|key| data.task_id(key)), Some(&id));
        let places = data.items[0].get().unwrap();
        assert!(places.tasks.len() < 1000 && places.projects.len() < 1000);
    }

    #[test]
    fn plans_keep_their_places_until_one_is_removed() {
        let plan = plan();
        let [a, b, c] = ["a-2025", "b-2025", "c-2025"].map(|id| named(&plan, id));
        let mut data = Data::new(snapshot([b.clone()]), Period::annual(Year(2023)));
        let key = data.key(&b.tasks[0].id).unwrap();
        assert_eq!(data.renew(snapshot([a.clone(), b.clone(), c.clone()])), Renewed::Texts);
        assert_eq!(data.task_id(key), Some(&b.tasks[0].id), "the new ones follow");
        assert_eq!(data.renew(snapshot([a, c])), Renewed::Reordered);
        assert_eq!(data.key(&b.tasks[0].id), None);
    }
}
