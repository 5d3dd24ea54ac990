//! Supervision cases at the screen: opened on a task, moved along in a form, listed with whose turn it is.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use plandesk::desk::{Actor, CaseDraft, Command, Desk, StepDraft};
use plandesk::plan::{CaseAct, CaseId, CaseState, PlanId};
use plandesk::text::Language;
use plandesk::tui::Options;

use crate::support::roles;
use crate::support::tui::{Seat, options};

const PLAN: &str = "hekou-wsjk-2025";

fn case(number: u32) -> CaseId {
    format!("{PLAN}/c{number}").parse().unwrap()
}

fn ago(days: i64) -> Date {
    jiff::Zoned::now().date().saturating_sub(days.days())
}

fn stage(desk: &Desk, number: u32) -> CaseState {
    desk.snapshot().case(&case(number)).unwrap().standing.state
}

/// Opens a case about a task, so many days ago.
fn open(desk: &Desk, item: &str, department: &str, days: i64) {
    let draft = CaseDraft {
        items: vec![format!("{PLAN}/{item}").parse().unwrap()],
        department: Some(department.to_string()),
        day: Some(ago(days)),
        ..CaseDraft::default()
    };
    desk.execute(&Actor::owner("规划科"), Command::OpenCase(draft)).unwrap();
}

fn step(desk: &Desk, number: u32, act: CaseAct, days: i64, words: &str) {
    let step = StepDraft {
        day: Some(ago(days)),
        words: Some(words.to_string()).filter(|words| !words.is_empty()),
        ..StepDraft::of(act)
    };
    desk.execute(&Actor::owner("王芳"), Command::Supervise { cases: vec![case(number)], step }).unwrap();
}

/// Three cases: one late at its department, one to be handed over, one to be checked.
fn with_cases(options: Options, size: (u16, u16)) -> Seat {
    let seat = Seat::with(options, size);
    open(&seat.desk, "t1", "卫健委", 0);
    open(&seat.desk, "t2", "民政局", 20);
    step(&seat.desk, 2, CaseAct::HandOver, 20, "");
    step(&seat.desk, 2, CaseAct::Sign, 19, "");
    step(&seat.desk, 2, CaseAct::Progress, 18, "已选址，等资金");
    open(&seat.desk, "t3", "卫健委", 6);
    step(&seat.desk, 3, CaseAct::HandOver, 6, "");
    step(&seat.desk, 3, CaseAct::Sign, 6, "");
    step(&seat.desk, 3, CaseAct::Answer, 2, "已建成");
    seat
}

/// Returns the screen without its dates, which the clock makes.
fn screen(seat: &Seat) -> String {
    let dates = regex::Regex::new(r"\d{4}-\d\d-\d\d").unwrap();
    dates.replace_all(&seat.screen(), "2026-01-05").into_owned()
}

#[test]
fn the_view_says_where_each_case_is_and_whose_turn_it_is() {
    let mut seat = with_cases(options(), (110, 24));
    seat.press("Ws");
    insta::assert_snapshot!("cases", screen(&seat));
    let mut seat = with_cases(Options { language: Language::En, ..options() }, (80, 24));
    seat.press("Wss");
    insta::assert_snapshot!("cases_late_en", screen(&seat));
}

#[test]
fn a_case_is_opened_on_a_task_and_taken_to_its_end() {
    let plan = PlanId::new(PLAN).ok();
    let mut seat = Seat::with(Options { plan, ..options() }, (100, 30));
    seat.press("3@<Tab>民政局<Tab>报送进展<Tab><Tab>河督〔2026〕5号<Enter>");
    assert!(seat.desk.snapshot().case(&case(1)).is_some(), "{}", seat.screen());
    assert_eq!(stage(&seat.desk, 1), CaseState::Opened, "{}", seat.screen());
    assert!(seat.screen().contains("督办") && seat.screen().contains("待交办"), "the task tells it: {}", seat.screen());
    seat.press("Wsn<Enter>");
    assert_eq!(stage(&seat.desk, 1), CaseState::HandedOver, "{}", seat.screen());
    seat.press("n<Enter>");
    assert_eq!(stage(&seat.desk, 1), CaseState::InHand, "{}", seat.screen());
    seat.press("n反馈结果<Enter>");
    assert!(seat.screen().contains("“反馈结果”须写明内容"), "the form stays open: {}", seat.screen());
    seat.press("<Tab>已建成<Enter>");
    assert_eq!(stage(&seat.desk, 1), CaseState::Answered, "{}", seat.screen());
    seat.press("n<Enter>n");
    assert!(seat.screen().contains("现在可以："), "{}", seat.screen());
    seat.press("办结<Enter>");
    assert_eq!(stage(&seat.desk, 1), CaseState::Closed, "{}", seat.screen());
    assert!(seat.screen().contains("没有未办结的督办件"), "{}", seat.screen());
    seat.press("ss");
    seat.press("n<Tab><Tab><Tab>好<Enter>");
    let at = seat.desk.snapshot();
    let at = at.case(&case(1)).unwrap();
    assert_eq!(at.standing.state, CaseState::Evaluated, "{}", seat.screen());
    let by: Vec<&str> = at.steps().map(|(_, step)| step.by.as_str()).collect();
    assert!(by.iter().all(|by| *by == "规划科"), "{by:?}");
    seat.press("u");
    assert_eq!(stage(&seat.desk, 1), CaseState::Closed);
}

#[test]
fn marked_cases_take_a_step_together() {
    let mut seat = with_cases(options(), (100, 24));
    seat.press("WsVn");
    assert!(seat.screen().contains("撤件"), "all that they have in common: {}", seat.screen());
    seat.press("<Tab>重复<Enter>");
    assert!([1, 2, 3].iter().all(|number| stage(&seat.desk, *number) == CaseState::Withdrawn), "{}", seat.screen());
    seat.press("u");
    assert_eq!(stage(&seat.desk, 3), CaseState::Answered, "they are taken back together");
}

#[test]
fn what_is_no_day_and_no_step_keeps_the_form_open() {
    let mut seat = with_cases(options(), (100, 24));
    seat.press("Wsn<Tab><Tab>下周<Enter>");
    assert!(seat.screen().contains("请写日期"), "{}", seat.screen());
    seat.press("<Esc>y");
    seat.press("n乱写<Enter>");
    assert!(seat.screen().contains("现在不能办这一步"), "{}", seat.screen());
    assert_eq!(stage(&seat.desk, 2), CaseState::InHand);
}

#[test]
fn a_step_is_not_made_on_what_somebody_else_has_moved_on_meanwhile() {
    let mut seat = with_cases(options(), (100, 24));
    // The second one is the latest, and stands first.
    seat.press("Wsn");
    step(&seat.desk, 2, CaseAct::Progress, 0, "资金已到");
    seat.press("<Tab>看过了<Enter>");
    assert!(seat.screen().contains("其间他人改过此项"), "{}", seat.screen());
    let steps = seat.desk.snapshot().case(&case(2)).unwrap().steps().count();
    assert_eq!(steps, 4, "{}", seat.screen());
}

#[test]
fn cases_are_listed_by_department_and_lead_to_their_tasks() {
    let mut seat = with_cases(options(), (100, 24));
    seat.press("Wsfmzj<Enter>");
    assert!(seat.row("▸").contains("c2") && !seat.screen().contains(" c3 "), "{}", seat.screen());
    seat.press("<Enter>");
    assert!(seat.row("任务").contains("任务") && seat.screen().contains("逾期"), "{}", seat.screen());
}

#[test]
fn a_reporter_signs_and_answers_the_cases_of_the_own_department() {
    let (desk, _folder) = roles::desk();
    open(&desk, "t1", "卫健委", 0);
    open(&desk, "t5", "民政局", 0);
    step(&desk, 1, CaseAct::HandOver, 0, "");
    step(&desk, 2, CaseAct::HandOver, 0, "");
    let mut seat = Seat::of(Arc::clone(&desk), roles::person(&desk, "theirs"), options(), (100, 24));
    seat.press("Wsn<Enter>");
    assert_eq!(stage(&desk, 1), CaseState::InHand, "{}", seat.screen());
    seat.press("gn<Enter>");
    assert!(seat.screen().contains("不能填报"), "{}", seat.screen());
    assert_eq!(stage(&desk, 2), CaseState::HandedOver);
}

#[test]
fn without_cases_the_view_says_how_to_open_one() {
    let mut seat = Seat::new();
    seat.press("Ws");
    assert!(seat.screen().contains("在任务上按 @ 立项"), "{}", seat.screen());
}
