//! Roll-ups: counts by status over any set of tasks.
//!
//! Whoever shows counts after every change keeps them in a [`Kept`](super::Kept): only plans that changed are counted
//! anew.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::{Dossier, ItemId, NodeIndex, Period, Review, Status, Task};

/// How many tasks of a set stand where in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct RollUp {
    /// All tasks and projects of the set.
    pub total: u32,
    /// By status, in the order of [`Status::ALL`].
    pub by_status: [u32; 5],
    /// Tasks whose due year has come and that are not completed.
    pub overdue: u32,
}

impl RollUp {
    /// Counts a set of tasks of one dossier.
    pub fn of<'a>(dossier: &Dossier, tasks: impl IntoIterator<Item = &'a Task>, period: Period) -> Self {
        let year = dossier.plan.term.year_of(period);
        let mut roll_up = RollUp::default();
        for task in tasks {
            let status = dossier.review(&task.id, period).and_then(|r: &Review| r.status);
            let due = dossier.decisions.get(&task.id).and_then(|decision| decision.due).unwrap_or(task.stated.due);
            roll_up.add(status, is_overdue(due, status, year));
        }
        roll_up
    }

    fn add(&mut self, status: Option<Status>, is_overdue: bool) {
        self.total += 1;
        if let Some(status) = status {
            self.by_status[status as usize] += 1;
        }
        self.overdue += u32::from(is_overdue);
    }

    /// The count of one status.
    pub fn count(&self, status: Status) -> u32 {
        self.by_status[status as usize]
    }

    /// Tasks without a status in the period (未报送).
    pub fn unreported(&self) -> u32 {
        self.total - self.by_status.iter().sum::<u32>()
    }

    /// Share of the tasks that are completed, in per cent, rounded down; 0 for an empty set.
    pub fn completion(&self) -> u32 {
        (self.count(Status::Completed) * 100).checked_div(self.total).unwrap_or(0)
    }

    /// The counts of two disjoint sets together.
    pub fn plus(self, other: RollUp) -> RollUp {
        let mut sum = self;
        sum.total += other.total;
        sum.overdue += other.overdue;
        for (mine, theirs) in sum.by_status.iter_mut().zip(other.by_status) {
            *mine += theirs;
        }
        sum
    }
}

/// Whether a task is overdue (逾期) in a period that looks up to `year`: its due year has come, and it is
/// neither completed nor taken out of the plan by an adjustment.
pub fn is_overdue(due: Option<i32>, status: Option<Status>, year: i32) -> bool {
    due.is_some_and(|due| due <= year) && !matches!(status, Some(Status::Completed | Status::Adjusted))
}

/// What a department has to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Workload {
    /// What it leads, alone or with others.
    pub led: RollUp,
    /// How many tasks it supports.
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
    /// By chapter, in the order of the text; `None` for what stands under no heading.
    pub by_chapter: BTreeMap<Option<NodeIndex>, RollUp>,
    /// By department; an empty name for what nobody leads.
    pub by_department: BTreeMap<String, Workload>,
}

impl PlanRollUp {
    /// Counts a plan.
    pub fn of(dossier: &Dossier, period: Period) -> Self {
        let year = dossier.plan.term.year_of(period);
        let mut sums = PlanRollUp::default();
        let mut chapters: HashMap<NodeIndex, Option<NodeIndex>> = HashMap::new();
        let mut departments: HashMap<&str, Workload> = HashMap::new();
        for Standing { task, status, due, lead, support } in standings(dossier, period) {
            let is_overdue = is_overdue(due, status, year);
            sums.all.add(status, is_overdue);
            let chapter = *chapters.entry(task.node).or_insert_with(|| dossier.plan.chapter_of(task.node));
            sums.by_chapter.entry(chapter).or_default().add(status, is_overdue);
            if lead.is_empty() {
                departments.entry("").or_default().led.add(status, is_overdue);
            }
            for name in lead {
                departments.entry(name).or_default().led.add(status, is_overdue);
            }
            for name in support {
                departments.entry(name).or_default().supported += 1;
            }
        }
        sums.by_department = departments.into_iter().map(|(name, workload)| (name.to_string(), workload)).collect();
        sums
    }
}

/// How a task stands, without a copy of anything.
struct Standing<'a> {
    task: &'a Task,
    status: Option<Status>,
    due: Option<i32>,
    lead: &'a [String],
    support: &'a [String],
}

/// How every task stands, in the order of their ids: reviews and decisions are kept in that order, so that one walk
/// along all three finds what belongs together. All are of one plan, so that its name need not be compared.
fn standings(dossier: &Dossier, period: Period) -> impl Iterator<Item = Standing<'_>> {
    let mut tasks: Vec<&Task> = dossier.plan.tasks.iter().collect();
    let place = |item: &ItemId| (item.kind, item.number);
    tasks.sort_by_key(|task| place(&task.id));
    let mut reviews = dossier.reviews.iter().filter(move |((_, of), _)| *of == period).peekable();
    let mut decisions = dossier.decisions.iter().peekable();
    tasks.into_iter().map(move |task| {
        let here = place(&task.id);
        while reviews.next_if(|((item, _), _)| place(item) < here).is_some() {}
        while decisions.next_if(|(item, _)| place(item) < here).is_some() {}
        let status = reviews.next_if(|((item, _), _)| place(item) == here).and_then(|(_, review)| review.status);
        let decision = decisions.next_if(|(item, _)| place(item) == here).map(|(_, decision)| decision);
        Standing {
            task,
            status,
            due: decision.and_then(|decision| decision.due).unwrap_or(task.stated.due),
            lead: decision.and_then(|decision| decision.lead.as_ref()).unwrap_or(&task.stated.lead),
            support: decision.and_then(|decision| decision.support.as_ref()).unwrap_or(&task.stated.support),
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::plan::{Assignment, Decision, Edition, ItemKind, Kept, LineSpan, Plan, PlanId, Source, Term};

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
            stated: Assignment { lead: vec![NAMES[0].into()], due: Some(2023), ..Assignment::default() },
            offered: None,
            quantities: Vec::new(),
            lines: LineSpan::at(1),
        };
        Plan {
            id: id.clone(),
            title: String::new(),
            region: String::new(),
            sector: String::new(),
            term: Term { first: 2021, last: 2025 },
            edition: Edition::Issued,
            parent: None,
            notice: None,
            source: Source { file: String::new(), sha256: String::new() },
            outline: Vec::new(),
            tasks: (0..count).map(task).collect(),
            boxes: Vec::new(),
            indicators: Vec::new(),
            former_tasks: Vec::new(),
            former_indicators: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// What was entered about a task: its review's period and status, its leads, supporters and due year.
    type Entry = (usize, Option<usize>, Vec<usize>, Option<i32>);

    fn dossier(entries: &[Entry]) -> Dossier {
        let mut dossier = Dossier::new(Arc::new(plan(20)));
        let periods = dossier.plan.term.periods();
        for ((period, status, lead, due), task) in entries.iter().zip(dossier.plan.tasks.clone()) {
            let review = Review { status: status.map(|at| Status::ALL[at]), ..Review::default() };
            dossier.reviews.insert((task.id.clone(), periods[*period]), review);
            let names = |places: &[usize]| Some(places.iter().map(|at| NAMES[*at].to_string()).collect());
            let decision = Decision { lead: names(lead), due: Some(*due), ..Decision::default() };
            dossier.decisions.insert(task.id, decision);
        }
        dossier
    }

    proptest! {
        #[test]
        fn counting_a_plan_at_once_counts_as_counting_its_tasks_does(
            entries in proptest::collection::vec(
                (0..7_usize, proptest::option::of(0..5_usize), proptest::sample::subsequence(vec![0_usize, 1, 2], 0..=3), proptest::option::of(2021..2026)),
                0..20,
            ),
            at in 0..7_usize,
        ) {
            let dossier = dossier(&entries);
            let period = dossier.plan.term.periods()[at];
            let counted = PlanRollUp::of(&dossier, period);
            prop_assert_eq!(counted.all, RollUp::of(&dossier, &dossier.plan.tasks, period));
            for name in NAMES {
                let led = dossier.plan.tasks.iter().filter(|task| dossier.assignment(task).lead.iter().any(|l| l == name));
                let by_name = counted.by_department.get(name).map(|workload| workload.led).unwrap_or_default();
                prop_assert_eq!(by_name, RollUp::of(&dossier, led, period));
            }
        }
    }

    #[test]
    fn only_a_plan_that_changed_is_counted_anew() {
        let mut dossier = Arc::new(dossier(&[]));
        let mut kept = Kept::default();
        let first = kept.of(&dossier, Period::MidTerm, PlanRollUp::of);
        assert!(Arc::ptr_eq(&first, &kept.of(&dossier, Period::MidTerm, PlanRollUp::of)));
        assert!(!Arc::ptr_eq(&first, &kept.of(&dossier, Period::Final, PlanRollUp::of)));
        let review = Review { status: Some(Status::Completed), ..Review::default() };
        let key = (dossier.plan.tasks[0].id.clone(), Period::MidTerm);
        Arc::make_mut(&mut dossier).reviews.insert(key, review);
        assert_eq!(kept.of(&dossier, Period::MidTerm, PlanRollUp::of).all.count(Status::Completed), 1);
    }
}
