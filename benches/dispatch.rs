//! Measures what an office asks for each month: the list of late supervision cases, the lights of a month after a change,
//! and the wall chart.
//!
//! `cargo bench --bench dispatch`
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/plan.rs"]
mod plan;
#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/store.rs"]
mod store_support;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use plandesk::desk::{Actor, Desk, WhenEmpty};
use plandesk::keymap::Keymap;
use plandesk::plan::roll_up::{PlanRollUp, RollUp};
use plandesk::plan::{
    Case, CaseAct, CaseLimits, CaseNumber, CaseStep, Change, Departments, Dossier, Edit, ItemId, ItemKind, Kept, Light,
    Milestone, Outcome, Period, PeriodKind, Plan, Rhythm, Year, case,
};
use plandesk::store::{NewEntry, Store};
use plandesk::tui::{Event, Options, Session};

const ROUNDS: usize = 50;
/// The first screens of a wall chart that are measured.
const FIRST: usize = 20;
const YEAR: Year = Year(2025);
const TODAY: Date = date(2025, 8, 20);

fn main() {
    late_cases("10,000 cases of one plan", 1, 10_000);
    late_cases("10,000 cases of 20 plans", 20, 500);
    lights("10 plans of 10,000 items", 10, 10_000);
    lights("1 plan of 100,000 items", 1, 100_000);
    wall_chart(500);
}

fn month(number: u8) -> Period {
    Period::of_year(PeriodKind::Month, YEAR, number).unwrap()
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!("{what}: median {:?}, p95 {:?}, slowest {:?}", at(50), at(95), at(100));
}

/// Returns a step of a case.
fn step(act: CaseAct, day: Date) -> CaseStep {
    CaseStep { act, by: "王芳".into(), day, words: Some("已办".into()), until: None, grade: None }
}

/// Adds cases that were opened on each day of the last half year, most of them at some stage of their way.
fn add_cases(dossier: &mut Dossier, count: u32) {
    const WAY: [CaseAct; 6] = {
        use CaseAct::{Answer, Close, HandOver, Pass, Progress, Sign};
        [HandOver, Sign, Progress, Answer, Pass, Close]
    };
    for number in 1..=count {
        let opened = TODAY.saturating_sub(i64::from(number % 180).days());
        let case = Case {
            title: format!("第 {number} 项"),
            department: format!("部门{}", number % 40),
            items: vec![dossier.plan.id.item(ItemKind::Task, number)],
            by: "李明".into(),
            day: opened,
            ..Case::default()
        };
        dossier.cases.insert(CaseNumber(number), case);
        let steps = number as usize % (WAY.len() + 1);
        for (act, at) in WAY.into_iter().take(steps).zip(1..) {
            dossier.case_steps.insert((CaseNumber(number), at), step(act, opened));
        }
    }
}

/// Measures the list of the late cases, the latest first, with their departments, after a step in one of them.
fn late_cases(name: &str, plans: usize, cases: u32) {
    let mut dossiers: Vec<Dossier> = (0..plans)
        .map(|at| {
            let mut dossier = Dossier::new(store_support::sample_plan(&format!("plan-{at}-2025"), cases, "健康"));
            add_cases(&mut dossier, cases);
            dossier
        })
        .collect();
    let limits = CaseLimits::default();
    let mut times = Vec::new();
    let mut listed = 0;
    for _ in 0..ROUNDS {
        let waiting = dossiers[0].cases_at(&limits).find(|at| at.standing.state.after(CaseAct::Withdraw).is_some());
        let number = waiting.unwrap().number;
        let next = dossiers[0].steps_of_case(number).count() + 1;
        dossiers[0].case_steps.insert((number, u32::try_from(next).unwrap()), step(CaseAct::Withdraw, TODAY));
        let started = Instant::now();
        let all = dossiers.iter().flat_map(|dossier| dossier.cases_at(&limits));
        let mut late: Vec<_> = all.filter(|at| at.standing.days_over(TODAY).is_some()).collect();
        case::sort(&mut late);
        let departments: Vec<String> = late.iter().map(|at| at.department()).collect();
        times.push(started.elapsed());
        listed = departments.len();
    }
    print(&format!("late cases, {name} ({listed} late)"), times);
}

/// Returns a plan whose tasks have a milestone in August each, half of them reached.
fn in_august(name: &str, tasks: u32) -> Arc<Dossier> {
    let mut dossier = Dossier::new(store_support::sample_plan(name, tasks, "健康"));
    dossier.rhythms.insert(PeriodKind::Month, Rhythm::All);
    for number in 1..=tasks {
        let key = (dossier.plan.id.item(ItemKind::Task, number), month(8));
        let due = format!("2025-08-{:02}", number % 28 + 1).parse().ok();
        dossier.milestones.insert(key.clone(), Milestone { title: "开工".into(), figure: None, due });
        if number % 2 == 0 {
            dossier.outcomes.insert(key, Outcome { reached: Some(date(2025, 8, 10)), ..Outcome::default() });
        }
    }
    Arc::new(dossier)
}

/// Measures how long the lights of a month take after the milestone of one item was reached.
fn lights(name: &str, plans: usize, tasks: u32) {
    let mut dossiers: Vec<Arc<Dossier>> = (0..plans).map(|at| in_august(&format!("plan-{at}-2025"), tasks)).collect();
    let mut roll_ups = Kept::default();
    let (mut times, mut red) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        // Those with an odd number are not reached, and this one was due on its day.
        let number = u32::try_from(round * 28 + 1).unwrap();
        let id = dossiers[0].plan.id.item(ItemKind::Task, number);
        let outcome = Outcome { reached: Some(date(2025, 8, 1)), ..Outcome::default() };
        Arc::make_mut(&mut dossiers[0]).outcomes.insert((id, month(8)), outcome);
        let started = Instant::now();
        roll_ups.renew(&dossiers, |_, dossier| PlanRollUp::of(dossier, month(8), TODAY));
        let all = roll_ups.all().fold(RollUp::default(), |sum, counts| sum.plus(counts.all));
        times.push(started.elapsed());
        red.push(all.lit(Light::Red));
    }
    assert!(red.is_sorted_by(|before, after| before >= after) && red[0] > red[ROUNDS], "{red:?}");
    println!("lights of a month, {name}: first {:?}", times.remove(0));
    print(&format!("lights of a month after a change, {name}"), times);
}

/// Writes a store with a plan that is dispatched by months, with a milestone of each item in each month.
fn dispatched(folder: &Path, plan: &Arc<Plan>) {
    let (mut store, _) = Store::open(folder).unwrap();
    let mut append = |changes: Vec<Change>| {
        let (at, who, what) = ("2025-01-05T09:00:00+08:00".to_string(), "测".to_string(), "import".to_string());
        store.append(NewEntry { at, who, what, changes, ..NewEntry::default() }).unwrap();
    };
    let id = plan.id.clone();
    append(vec![Change::Plan { plan: id.clone(), edit: Edit { before: None, after: Some(Arc::clone(plan)) } }]);
    let edit = Edit { before: None, after: Some(Rhythm::All) };
    append(vec![Change::Rhythm { plan: id, kind: PeriodKind::Month, edit }]);
    for number in 1..=12 {
        let milestone = |item: ItemId| Change::Milestone {
            item,
            period: month(number),
            edit: Edit { before: None, after: Some(Milestone { title: "开工".into(), ..Milestone::default() }) },
        };
        append(plan.tasks.iter().map(|task| milestone(task.id.clone())).collect());
    }
}

/// Measures the wall chart of a year from the key to its first frame.
fn wall_chart(items: u32) {
    let folder = tempfile::tempdir().unwrap();
    store_support::make_private(folder.path());
    let plan = store_support::sample_plan("plan-2025", items, "健康");
    dispatched(folder.path(), &plan);
    let (desk, _) = Desk::open(folder.path(), Departments::bundled(), WhenEmpty::StayEmpty).unwrap();
    let desk = Arc::new(desk);
    let times = (0..FIRST).map(|_| {
        let options = Options { period: Some(month(8)), ..Options::default() };
        let (actor, keymap) = (Actor::owner("测"), Arc::new(Keymap::default_map()));
        let size = (160, 50);
        let session = Session::new(Arc::clone(&desk), actor, keymap, options, std::io::sink(), size, || {});
        let mut session = session.unwrap();
        session.draw().unwrap();
        let mut press = |key: &str| {
            session.take(Event::Bytes(key.as_bytes().to_vec()));
            session.draw().unwrap();
        };
        press("0");
        let started = Instant::now();
        press("~");
        let time = started.elapsed();
        let screen: String = session.shown().content().iter().map(|cell| cell.symbol()).collect();
        assert!(screen.contains("12月") && screen.contains('■'), "{screen}");
        time
    });
    print(&format!("wall chart of {items} items and 12 months, from the key to the first frame"), times.collect());
}
