//! Roll-ups: counts by status over any set of tasks.
//!
//! Counts that are shown after every change are kept in a [`Kept`](super::Kept): only plans that changed are counted
//! anew.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::progress::per_cent;
use super::{
    Decision, Dossier, ItemId, ItemKind, Light, Milestone, NodeIndex, Outcome, Period, Plan, Review, Rhythm, Standing,
    Status, Task,
};
use crate::parallel::in_parts;

/// The numbers of tasks of a set by status in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RollUp {
    /// All tasks and projects of the set.
    pub total: u32,
    /// By status, in the order of [`Status::ALL`].
    pub by_status: [u32; Status::ALL.len()],
    /// Tasks without a status; see [`Standing::is_unreported`].
    pub unreported: u32,
    /// Tasks whose report is awaited; see [`Standing::is_missing`].
    pub missing: u32,
    /// Tasks that are overdue; see [`Standing::is_overdue`].
    pub overdue: u32,
    /// By light, in the order of [`Light::ALL`].
    pub by_light: [u32; Light::ALL.len()],
}

impl RollUp {
    /// Counts a set of tasks of one dossier, as they stand on a day.
    pub fn of<'a>(dossier: &Dossier, tasks: impl IntoIterator<Item = &'a Task>, period: Period, today: Date) -> Self {
        RollUp::counting(tasks.into_iter().map(|task| Standing::of(dossier, task, period, today)))
    }

    /// Counts tasks that stand so.
    pub fn counting(standings: impl IntoIterator<Item = Standing>) -> Self {
        let mut roll_up = RollUp::default();
        standings.into_iter().for_each(|standing| roll_up.add(&standing));
        roll_up
    }

    /// Counts one task more, unless its plan does not have the period, or keeps it for other tasks alone.
    pub fn add(&mut self, standing: &Standing) {
        if !standing.is_asked() {
            return;
        }
        self.total += 1;
        if let Some(status) = standing.status {
            self.by_status[status as usize] += 1;
        }
        self.unreported += u32::from(standing.is_unreported());
        self.missing += u32::from(standing.is_missing());
        self.overdue += u32::from(standing.is_overdue);
        if let Some(light) = standing.light {
            self.by_light[light as usize] += 1;
        }
    }

    /// The count of one status.
    pub fn count(&self, status: Status) -> u32 {
        self.by_status[status as usize]
    }

    /// The count of one light.
    pub fn lit(&self, light: Light) -> u32 {
        self.by_light[light as usize]
    }

    /// The count of one status, or of unreported tasks.
    pub fn count_of(&self, status: Option<Status>) -> u32 {
        status.map_or(self.unreported, |status| self.count(status))
    }

    /// Tasks with a status in the period (已报送).
    pub fn reported(&self) -> u32 {
        self.by_status.iter().sum()
    }

    /// The count of all statuses of which something holds.
    pub fn count_where(&self, holds: impl Fn(Status) -> bool) -> u32 {
        Status::ALL.into_iter().filter(|status| holds(*status)).map(|status| self.count(status)).sum()
    }

    /// Share of the tasks that are completed, in per cent, rounded; 0 for an empty set.
    pub fn completion(&self) -> u32 {
        per_cent(self.count_where(Status::is_done), self.total).unwrap_or(0)
    }

    /// The counts of two disjoint sets together.
    pub fn plus(self, other: RollUp) -> RollUp {
        let mut sum = self;
        sum.total += other.total;
        sum.unreported += other.unreported;
        sum.missing += other.missing;
        sum.overdue += other.overdue;
        for (mine, theirs) in sum.by_status.iter_mut().zip(other.by_status) {
            *mine += theirs;
        }
        for (mine, theirs) in sum.by_light.iter_mut().zip(other.by_light) {
            *mine += theirs;
        }
        sum
    }
}

/// The workload of a department.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Workload {
    /// The tasks that it leads, alone or with others.
    pub led: RollUp,
    /// The number of tasks that it supports.
    pub supported: u32,
}

impl Workload {
    /// Two workloads together.
    pub fn plus(self, other: Workload) -> Workload {
        Workload { led: self.led.plus(other.led), supported: self.supported + other.supported }
    }
}

/// The counts of one plan in one period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanRollUp {
    /// All tasks and projects.
    pub all: RollUp,
    /// The standing of each task: the plan's own in the order of the text, and then the former ones, which are not
    /// counted.
    pub tasks: Vec<Standing>,
    /// For each of these the number of its main lead among [`PlanRollUp::departments`].
    pub leads: Vec<u32>,
    departments: Vec<(String, Workload)>,
}

impl PlanRollUp {
    /// Counts a plan as it stands on a day.
    pub fn of(dossier: &Dossier, period: Period, today: Date) -> Self {
        let tasks = Placed::all(dossier);
        let parts = in_parts(&tasks, FEW_TASKS, |part| Part::of(dossier, period, today, part));
        let Part { all, standings, departments } = parts.into_iter().reduce(Part::plus).unwrap_or_default();
        let mut by_place = vec![Standing::default(); tasks.len()];
        let mut leads = vec![0; tasks.len()];
        for ((standing, lead), task) in standings.into_iter().zip(&tasks) {
            (by_place[task.place], leads[task.place]) = (standing, lead);
        }
        PlanRollUp { all, tasks: by_place, leads, departments: departments.named() }
    }

    /// The departments that have any work, each once; an empty name for what nobody leads.
    pub fn by_department(&self) -> impl Iterator<Item = (&str, Workload)> {
        let counted = self.departments.iter().filter(|(_, load)| *load != Workload::default());
        counted.map(|(name, load)| (name.as_str(), *load))
    }

    /// Every department of the plan, in the order of their numbers; an empty name stands for nobody.
    pub fn departments(&self) -> impl Iterator<Item = &str> {
        self.departments.iter().map(|(name, _)| name.as_str())
    }

    /// By chapter, in the order of the text; `None` for what stands under no heading.
    pub fn by_chapter(&self, plan: &Plan) -> BTreeMap<Option<NodeIndex>, RollUp> {
        let mut chapters: BTreeMap<_, RollUp> = BTreeMap::new();
        for (task, standing) in plan.tasks.iter().zip(&self.tasks) {
            chapters.entry(plan.chapter_of(task.node)).or_default().add(standing);
        }
        chapters
    }

    /// By heading, in the order of the text, what stands below it included.
    pub fn by_heading(&self, plan: &Plan) -> Vec<RollUp> {
        let mut sums = vec![RollUp::default(); plan.outline.len()];
        for (task, standing) in plan.tasks.iter().zip(&self.tasks) {
            plan.ancestors(task.node).for_each(|heading| sums[heading].add(standing));
        }
        sums
    }
}

/// The number of tasks up to which one thread counts.
const FEW_TASKS: usize = 10_000;

/// A task and its place in the plan; former ones come after the plan's own.
struct Placed<'a> {
    place: usize,
    task: &'a Task,
}

impl<'a> Placed<'a> {
    /// The tasks of a plan, in the order of their ids if anything was entered about the plan.
    fn all(dossier: &'a Dossier) -> Vec<Self> {
        let plan = &dossier.plan;
        let tasks = plan.tasks.iter().chain(&plan.former_tasks).enumerate();
        let mut tasks: Vec<Placed> = tasks.map(|(place, task)| Placed { place, task }).collect();
        if !dossier.reviews.is_empty() || !dossier.decisions.is_empty() || !dossier.milestones.is_empty() {
            tasks.sort_unstable_by_key(Placed::number);
        }
        tasks
    }

    /// Returns the key by which ids of one plan are ordered.
    fn number(&self) -> (ItemKind, u32) {
        (self.task.id.kind, self.task.id.number)
    }
}

/// The counts of a part of a plan's tasks.
#[derive(Default)]
struct Part<'a> {
    all: RollUp,
    /// The standing of each task, with the number of its main lead.
    standings: Vec<(Standing, u32)>,
    departments: Workloads<'a>,
}

impl<'a> Part<'a> {
    /// Counts tasks, which stand in the order of their ids if anything was entered about the plan.
    fn of(dossier: &'a Dossier, period: Period, today: Date, tasks: &[Placed<'a>]) -> Self {
        let plan = &dossier.plan;
        let (over, phase) = (plan.term.day_over(period, today), dossier.phase(period, today));
        let is_for_all = dossier.rhythm(period.kind()) != Rhythm::Marked;
        let takes_words_of_parts = dossier.last_parts(period).next().is_some() && !dossier.reviews.is_empty();
        let Entered { reviews, decisions, milestones, outcomes } = Entered::of(dossier, period, tasks);
        let mut part = Part { standings: Vec::with_capacity(tasks.len()), ..Part::default() };
        for (at, Placed { place, task }) in tasks.iter().enumerate() {
            let own = reviews.get(at).copied().flatten();
            let of_parts = || if takes_words_of_parts { dossier.review(&task.id, period) } else { None };
            let review = own.or_else(of_parts);
            let phase = if is_for_all { phase } else { dossier.phase_of(&task.id, period, today) };
            let decision = decisions.get(at).copied().flatten();
            let division = dossier.division(&task.id);
            let lead = division.map(|division| &division.lead);
            let support = division.map(|division| &division.support);
            let lead = lead.or_else(|| decision?.lead.as_ref()).unwrap_or(&task.stated.lead);
            let support = support.or_else(|| decision?.support.as_ref()).unwrap_or(&task.stated.support);
            let due = decision.and_then(|decision| decision.due).unwrap_or(task.stated.due);
            let milestone = milestones.get(at).copied().flatten();
            let outcome = outcomes.get(at).copied().flatten();
            let milestone = milestone.and_then(|milestone| dossier.checked(milestone, outcome, period));
            let standing = Standing::new(review, due, over, phase).lit(dossier, milestone, period, today);
            let main = part.departments.number(lead.first().map_or("", String::as_str));
            if *place < plan.tasks.len() && standing.is_asked() {
                part.all.add(&standing);
                part.departments.add(&standing, main, lead, support);
            }
            part.standings.push((standing, main));
        }
        part
    }

    /// Two parts together.
    fn plus(mut self, other: Part<'a>) -> Part<'a> {
        self.all = self.all.plus(other.all);
        let number = |(name, more): &(&'a str, Workload)| {
            let load = self.departments.of(name);
            *load = load.plus(*more);
            self.departments.number(name)
        };
        let numbers: Vec<u32> = other.departments.named.iter().map(number).collect();
        let renumbered = |(standing, lead): (Standing, u32)| (standing, numbers[lead as usize]);
        self.standings.extend(other.standings.into_iter().map(renumbered));
        self
    }
}

type Entries<'a, V> = Vec<Option<&'a V>>;

/// The entries about each of some tasks in a period; nothing at all where nothing was entered about the plan.
#[derive(Default)]
struct Entered<'a> {
    reviews: Entries<'a, Review>,
    decisions: Entries<'a, Decision>,
    milestones: Entries<'a, Milestone>,
    outcomes: Entries<'a, Outcome>,
}

impl<'a> Entered<'a> {
    fn of(dossier: &'a Dossier, period: Period, tasks: &[Placed<'a>]) -> Self {
        let (Some(first), Some(last)) = (tasks.first(), tasks.last()) else { return Entered::default() };
        let item = |task: &Placed| dossier.plan.id.item(task.task.id.kind, task.task.id.number);
        let (first, last) = (item(first), item(last));
        let decisions = &dossier.decisions;
        Entered {
            reviews: in_period(&dossier.reviews, period, tasks, &first, &last),
            decisions: match decisions.is_empty() {
                true => Vec::new(),
                false => matched(tasks, decisions.range(first.clone()..=last.clone())),
            },
            milestones: in_period(&dossier.milestones, period, tasks, &first, &last),
            outcomes: in_period(&dossier.outcomes, period, tasks, &first, &last),
        }
    }
}

/// Returns the entry of a period for each of some tasks, which lie between two ids.
fn in_period<'a, V>(
    list: &'a BTreeMap<(ItemId, Period), V>,
    period: Period,
    tasks: &[Placed],
    first: &ItemId,
    last: &ItemId,
) -> Entries<'a, V> {
    if list.is_empty() {
        return Vec::new();
    }
    let of_these = list.range((first.clone(), Period::FIRST)..=(last.clone(), Period::LAST));
    matched(tasks, of_these.filter(|((_, of), _)| *of == period).map(|((item, _), value)| (item, value)))
}

/// For each of some tasks its entry. Both are in the order of the ids, so that one walk along them finds what belongs
/// together.
fn matched<'a, V>(tasks: &[Placed], entries: impl Iterator<Item = (&'a ItemId, &'a V)>) -> Entries<'a, V> {
    let mut found = vec![None; tasks.len()];
    let mut at = 0;
    for (item, entry) in entries {
        let here = (item.kind, item.number);
        while tasks.get(at).is_some_and(|task| task.number() < here) {
            at += 1;
        }
        if tasks.get(at).is_some_and(|task| task.number() == here) {
            found[at] = Some(entry);
        }
    }
    found
}

/// The departments of a plan, numbered as they come.
#[derive(Default)]
struct Workloads<'a> {
    numbers: HashMap<&'a str, u32>,
    named: Vec<(&'a str, Workload)>,
}

impl<'a> Workloads<'a> {
    fn number(&mut self, name: &'a str) -> u32 {
        *self.numbers.entry(name).or_insert_with(|| {
            self.named.push((name, Workload::default()));
            (self.named.len() - 1) as u32
        })
    }

    fn of(&mut self, name: &'a str) -> &mut Workload {
        let number = self.number(name) as usize;
        &mut self.named[number].1
    }

    /// Adds a task, with the number that its main lead has already.
    fn add(&mut self, standing: &Standing, main: u32, lead: &'a [String], support: &'a [String]) {
        self.named[main as usize].1.led.add(standing);
        for name in lead.iter().skip(1) {
            self.of(name).led.add(standing);
        }
        for name in support {
            self.of(name).supported += 1;
        }
    }

    fn named(self) -> Vec<(String, Workload)> {
        self.named.into_iter().map(|(name, load)| (name.to_string(), load)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use proptest::prelude::*;

    use super::*;
    use crate::plan::{Assignment, Due, Kept, LineSpan, PlanId, Term, Year};

    const NAMES: [&str; 3] = ["教育局", "民政局", "财政局"];

    fn plan(count: u32) -> Plan {
        let id = PlanId::new("a-2025").unwrap();
        let task = |number: u32| Task {
            // The order of the text is not that of the ids: a later edition moves tasks about.
            id: id.item(if number.is_multiple_of(3) { ItemKind::Project } else { ItemKind::Task }, count - number),
            number: String::new(),
            title: String::new(),
            text: String::new(),
            node: 0,
            special_box: None,
            group: None,
            stated: Assignment {
                lead: vec![NAMES[0].into()],
                due: Due::end_of_year(Year(2023)),
                ..Assignment::default()
            },
            offered: None,
            quantities: Vec::new(),
            lines: LineSpan::at(1),
        };
        Plan {
            tasks: (0..count).map(task).collect(),
            ..Plan::new(id.clone(), Term { first: Year(2021), last: Year(2025) })
        }
    }

    /// The entries about a task: its review's period and status, its leads, supporters, the year in which it is due, and
    /// its milestone with the year in which that was reached.
    type Entry = (usize, Option<usize>, Vec<usize>, Option<Year>, Option<Option<Year>>);

    fn entries() -> impl Strategy<Value = Vec<Entry>> {
        let leads = proptest::sample::subsequence(vec![0_usize, 1, 2], 0..=3);
        proptest::collection::vec(
            (
                0..7_usize,
                proptest::option::of(0..5_usize),
                leads,
                proptest::option::of((2021..2026).prop_map(Year)),
                proptest::option::of(proptest::option::of((2021..2026).prop_map(Year))),
            ),
            0..20,
        )
    }

    /// A day on which the plan's term is over.
    fn later() -> Date {
        "2026-11-30".parse().unwrap()
    }

    fn dossier(entries: &[Entry]) -> Dossier {
        let mut dossier = Dossier::new(Arc::new(plan(20)));
        let periods = dossier.periods();
        for ((period, status, lead, due, milestone), task) in entries.iter().zip(dossier.plan.tasks.clone().iter()) {
            let review = Review { status: status.map(|at| Status::ALL[at]), ..Review::default() };
            dossier.reviews.insert((task.id.clone(), periods[*period]), review);
            let names = |places: &[usize]| Some(places.iter().map(|at| NAMES[*at].to_string()).collect());
            let decision =
                Decision { lead: names(lead), due: Some(due.and_then(Due::end_of_year)), ..Decision::default() };
            if let Some(reached) = milestone {
                let key = (task.id.clone(), periods[*period]);
                dossier.milestones.insert(key.clone(), Milestone::default());
                let reached = reached.and_then(Due::end_of_year).map(Due::last_day);
                dossier.outcomes.insert(key, Outcome { reached, ..Outcome::default() });
            }
            dossier.decisions.insert(task.id.clone(), decision);
        }
        dossier
    }

    proptest! {
        #[test]
        fn counting_a_plan_at_once_counts_as_counting_its_tasks_does(
            entries in entries(),
            at in 0..7_usize,
        ) {
            let dossier = dossier(&entries);
            let period = dossier.periods()[at];
            let counted = PlanRollUp::of(&dossier, period, later());
            prop_assert_eq!(counted.all, RollUp::of(&dossier, &dossier.plan.tasks, period, later()));
            for name in NAMES {
                let led = dossier.plan.tasks.iter().filter(|task| dossier.assignment(task).lead.iter().any(|l| l == name));
                let by_name = counted.by_department().find(|(of, _)| *of == name).map(|(_, load)| load.led);
                prop_assert_eq!(by_name.unwrap_or_default(), RollUp::of(&dossier, led, period, later()));
            }
            for ((task, standing), lead) in dossier.plan.tasks.iter().zip(&counted.tasks).zip(&counted.leads) {
                let assignment = dossier.assignment(task);
                prop_assert_eq!(standing, &Standing::of(&dossier, task, period, later()));
                prop_assert_eq!(standing.due, assignment.due);
                let lead = counted.departments().nth(*lead as usize);
                prop_assert_eq!(lead, Some(assignment.lead.first().map_or("", String::as_str)));
            }
        }
    }

    proptest! {
        #[test]
        fn parts_together_count_as_the_whole_does(entries in entries(), cut in 0..=20_usize) {
            let dossier = dossier(&entries);
            let period = dossier.periods()[0];
            let tasks = Placed::all(&dossier);
            let part = |tasks| Part::of(&dossier, period, later(), tasks);
            let (whole, parts) = (part(&tasks), part(&tasks[..cut]).plus(part(&tasks[cut..])));
            prop_assert_eq!(whole.all, parts.all);
            prop_assert_eq!(whole.standings, parts.standings);
            prop_assert_eq!(whole.departments.named, parts.departments.named);
        }
    }

    #[test]
    fn a_plan_whose_term_lacks_the_period_is_in_no_sum() {
        let dossier = dossier(&[(0, None, vec![0, 1], None, None)]);
        let counted = PlanRollUp::of(&dossier, Period::annual(Year(2026)), later());
        assert_eq!(counted.all, RollUp::default());
        assert_eq!(counted.by_department().count(), 0);
        assert!(counted.by_chapter(&dossier.plan).values().all(|sum| *sum == RollUp::default()));
        assert_eq!(counted.tasks.len(), dossier.plan.tasks.len(), "each task still has its standing");
    }

    #[test]
    fn only_a_plan_that_changed_is_counted_anew() {
        let mut dossiers = [Arc::new(dossier(&[])), Arc::new(dossier(&[]))];
        let mut kept = Kept::default();
        let asked = AtomicUsize::new(0);
        let mut renew = |dossiers: &[Arc<Dossier>]| {
            kept.renew(dossiers, |_, dossier| {
                asked.fetch_add(1, Ordering::Relaxed);
                PlanRollUp::of(dossier, Period::MID_TERM, later())
            });
            let completed = kept.all().map(|counts| counts.all.count(Status::Completed)).collect::<Vec<_>>();
            (completed, asked.swap(0, Ordering::Relaxed))
        };
        assert_eq!(renew(&dossiers), (vec![0, 0], 2));
        assert_eq!(renew(&dossiers), (vec![0, 0], 0));
        let review = Review { status: Some(Status::Completed), ..Review::default() };
        let key = (dossiers[1].plan.tasks[0].id.clone(), Period::MID_TERM);
        Arc::make_mut(&mut dossiers[1]).reviews.insert(key, review);
        assert_eq!(renew(&dossiers), (vec![0, 1], 1));
        let more = [&dossiers[..], &[Arc::new(dossier(&[]))]].concat();
        assert_eq!(renew(&more), (vec![0, 1, 0], 1));
        assert_eq!(renew(&dossiers[1..]), (vec![1], 1), "a plan that stands elsewhere now");
    }
}
