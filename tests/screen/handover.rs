//! The hand-over of a plan to the next on the screen.

use std::fmt::Write;
use std::sync::Arc;

use plandesk::desk::{Actor, Command, Desk, Field, PlanDraft, ReviewEdit};
use plandesk::plan::{Edition, Period, PlanId, Region, Status, Term, Year};

use crate::support::plans;
use crate::support::tui::{Seat, options};

const TASKS: usize = 60;
const INDICATORS: usize = 25;

/// The words that tell tasks and indicators apart.
const WORDS: [&str; 12] = ["康", "宁", "安", "和", "平", "顺", "昌", "盛", "明", "德", "仁", "义"];

fn named(number: usize, what: &str) -> String {
    let words = WORDS.len();
    let name: String = [number % words, number / words % words, (number * 7 + 3) % words].map(|at| WORDS[at]).concat();
    format!("{name}{what}{number}")
}

/// An outline of a plan with those of 60 tasks and 25 indicators that are `kept`.
fn outline(kept: impl Fn(usize) -> bool) -> String {
    let mut text = "第一章 重点任务\n".to_string();
    for number in (1..=TASKS).filter(|number| kept(*number)) {
        writeln!(text, "\t{number}.{}", named(number, "工程")).unwrap();
    }
    text.push_str("主要指标\n");
    for number in (1..=INDICATORS).filter(|number| kept(*number)) {
        writeln!(text, "\t{} | % | 预期性 | 50 | 60", named(number, "率")).unwrap();
    }
    text
}

fn begin(desk: &Desk, title: &str, term: [i32; 2], outline: String) -> PlanId {
    let known: Vec<PlanId> = desk.snapshot().all().map(|dossier| dossier.plan.id.clone()).collect();
    let draft = PlanDraft {
        title: title.to_string(),
        region: Region::from("新县".to_string()),
        sector: "健康".to_string(),
        term: Term::from(term.map(Year)),
        edition: Edition::Issued,
        outline: Some(outline),
    };
    desk.execute(&Actor::owner("规划科"), Command::Begin(draft)).unwrap();
    let snapshot = desk.snapshot();
    let new = snapshot.all().find(|dossier| !known.contains(&dossier.plan.id)).unwrap();
    new.plan.id.clone()
}

/// A desk with a plan of 60 tasks and 25 indicators, every sixth of which has no counterpart in the plan that continues
/// it, and the earlier plan.
fn handed_over() -> (Arc<Desk>, tempfile::TempDir, PlanId) {
    let (desk, folder) = plans::desk();
    let old = begin(&desk, "新县“十四五”健康规划", [2021, 2025], outline(|_| true));
    let new = begin(&desk, "新县“十五五”健康规划", [2026, 2030], outline(|number| number % 6 != 0));
    let owner = Actor::owner("规划科");
    desk.execute(&owner, Command::Succeed { plan: new, of: Some(old.clone()) }).unwrap();
    let tasks = desk.snapshot().dossier(&old).unwrap().plan.tasks.clone();
    let items = tasks.iter().take(20).map(|task| task.id.clone()).collect();
    let edit = ReviewEdit { status: Field::Set(Status::Completed), ..ReviewEdit::default() };
    desk.execute(&owner, Command::Review { items, period: Period::FINAL, edit }).unwrap();
    (desk, folder, old)
}

/// A person who counts the keys that are pressed.
struct Counting {
    seat: Seat,
    keys: usize,
}

impl Counting {
    fn press(&mut self, keys: &[&str]) {
        for key in keys {
            self.seat.press(key);
        }
        self.keys += keys.len();
    }
}

fn confirmed(desk: &Desk, old: &PlanId) -> usize {
    desk.snapshot().dossier(old).unwrap().fates.len()
}

#[test]
fn two_plans_of_sixty_tasks_and_twenty_five_indicators_are_handed_over_in_forty_keys() {
    let (desk, _folder, old) = handed_over();
    let mut person = Counting { seat: Seat::at(Arc::clone(&desk), "规划科", options(), (100, 30)), keys: 0 };
    person.press(&["W", "h"]);
    assert!(person.seat.row("接续").contains("待确认 85"), "{}", person.seat.screen());
    // What is offered, at once.
    person.press(&["Y", "y"]);
    let open = TASKS / 6 - 3;
    assert_eq!(confirmed(&desk, &old), TASKS + INDICATORS - open, "{}", person.seat.screen());
    // One that the rules took for dropped was redefined.
    person.press(&["g", "j", "j", "j", "j", "j", "="]);
    person.seat.paste(&named(1, "率"));
    person.press(&["<Enter>", "s", "2"]);
    // The rest is given up, but for one that is carried on.
    person.press(&["N", "V", "s", "4", "g"]);
    assert_eq!(confirmed(&desk, &old), TASKS + INDICATORS, "{}", person.seat.screen());
    assert!(person.seat.screen().contains("待确认 0"), "{}", person.seat.screen());
    assert!(person.keys <= 40, "{} keys", person.keys);
    let snapshot = desk.snapshot();
    let sixth = snapshot.dossier(&old).unwrap().plan.indicators[5].id.clone();
    let fate = &snapshot.dossier(&old).unwrap().fates[&sixth];
    assert_eq!((fate.kind.name(), fate.into.len()), ("redefined", 1));
    person.press(&["u"]);
    assert_eq!(confirmed(&desk, &old), TASKS + INDICATORS - open, "what was given up at once is taken back at once");
}

#[test]
fn the_fates_of_a_plan_are_seen_with_what_is_offered_and_confirmed() {
    let (desk, _folder, _) = handed_over();
    let mut seat = Seat::at(Arc::clone(&desk), "规划科", options(), (100, 16));
    seat.press("Whyj<Space><Space>y");
    insta::assert_snapshot!("handover", seat.screen());
    seat.press("G");
    assert!(seat.row("▸").contains("待定"), "{}", seat.screen());
    seat.press("L");
    assert!(seat.screen().contains("carried on?") && seat.screen().contains("Hand-over"), "{}", seat.screen());
}

#[test]
fn an_indicator_is_split_and_its_fate_gets_a_remark() {
    let (desk, _folder, old) = handed_over();
    let mut seat = Seat::at(Arc::clone(&desk), "规划科", options(), (100, 16));
    seat.press("Wh|");
    seat.paste(&named(2, "率"));
    seat.press("<Enter>");
    assert!(seat.row("▸").contains("拆分"), "{}", seat.screen());
    let snapshot = desk.snapshot();
    let dossier = snapshot.dossier(&old).unwrap();
    assert_eq!(dossier.fates[&dossier.plan.indicators[0].id].into.len(), 2);
    seat.press("s0");
    assert_eq!(confirmed(&desk, &old), 0, "{}", seat.screen());
}

#[test]
fn where_no_plan_continues_another_it_is_said_by_key_which_does() {
    let (desk, _folder) = plans::desk();
    let old = begin(&desk, "新县“十四五”健康规划", [2021, 2025], outline(|_| true));
    let new = begin(&desk, "新县“十五五”健康规划", [2026, 2030], outline(|_| true));
    let mut seat = Seat::at(Arc::clone(&desk), "规划科", options(), (100, 20));
    seat.press("Wh");
    assert!(seat.screen().contains("按 o 写明哪个规划接续哪个"), "{}", seat.screen());
    seat.press("o");
    assert!(seat.row("2026").contains("▸"), "the latest plan comes first: {}", seat.screen());
    seat.press("<Enter>");
    assert!(!seat.screen().contains("2026–2030"), "only earlier plans: {}", seat.screen());
    seat.press("<Enter>");
    assert_eq!(desk.snapshot().dossier(&new).unwrap().predecessor(), Some(&old), "{}", seat.screen());
    assert!(seat.row("接续").contains("待确认 85"), "{}", seat.screen());
    seat.press("u");
    assert_eq!(desk.snapshot().dossier(&new).unwrap().predecessor(), None);
}

/// A seat at the hand-over of a plan, the fates of which are confirmed as offered.
fn with_fates() -> (Seat, tempfile::TempDir, PlanId) {
    let (desk, folder, old) = handed_over();
    let mut seat = Seat::at(desk, "规划科", options(), (100, 30));
    seat.press("WhYy");
    (seat, folder, old)
}

#[test]
fn sealed_last_readings_become_baselines_by_key() {
    let (mut seat, _folder, old) = with_fates();
    let owner = Actor::owner("规划科");
    let snapshot = seat.desk.snapshot();
    let first = snapshot.dossier(&old).unwrap().plan.indicators[0].id.clone();
    let reading =
        Command::Read { indicator: first.clone(), period: Period::annual(Year(2025)), value: Some(58.5), amend: None };
    seat.desk.execute(&owner, reading).unwrap();
    seat.press("gb");
    assert!(!seat.last_line().contains("已存"), "it is not sealed: {}", seat.last_line());
    seat.desk.execute(&owner, Command::Seal { plan: old.clone(), period: Period::FINAL }).unwrap();
    seat.press("b");
    let snapshot = seat.desk.snapshot();
    let into = &snapshot.dossier(&old).unwrap().fates[&first].into[0];
    let (_, indicator) = snapshot.indicator(into).unwrap();
    let baseline = indicator.baselines.iter().find(|baseline| baseline.year == Year(2025));
    assert_eq!(baseline.and_then(|baseline| baseline.value), Some(58.5), "{}", seat.screen());
}

#[test]
fn a_task_that_nothing_continues_is_carried_on_by_key_to_a_heading_that_is_asked_for() {
    let (mut seat, _folder, old) = with_fates();
    // The sixth task has no counterpart.
    let title = named(54, "工程");
    while !seat.row("▸").contains(&title) {
        seat.press("j");
    }
    seat.press("c");
    assert!(seat.screen().contains("第一章 重点任务"), "{}", seat.screen());
    seat.press("<Enter>");
    let snapshot = seat.desk.snapshot();
    let (dossier, task) = (snapshot.dossier(&old).unwrap(), |plan: &plandesk::plan::Plan| {
        plan.tasks.iter().find(|task| task.title == title).map(|task| task.id.clone())
    });
    let fate = &dossier.fates[&task(&dossier.plan).unwrap()];
    assert_eq!(fate.kind.name(), "carried", "{}", seat.screen());
    let successors = snapshot.successors(&old);
    assert_eq!(task(&successors[0].plan).as_ref(), fate.into.first());
}
