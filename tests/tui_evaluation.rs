//! What a planner does to evaluate, key by key: confirming, problems, periods at a glance, closing a period.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod tui_support;

use plandesk::plan::{ItemId, Period, Review, Status};
use plandesk::text::Language;
use plandesk::text::width::AmbiguousWidth;
use plandesk::tui::Options;
use tui_support::{Seat, options};

/// The first task of the table.
const FIRST: &str = "hekou-cjr-2025/t1";

fn id(text: &str) -> ItemId {
    text.parse().unwrap()
}

fn review(seat: &Seat, task: &str, period: Period) -> Review {
    let id = id(task);
    let snapshot = seat.desk.snapshot();
    let (dossier, _) = snapshot.task(&id).unwrap();
    dossier.review(&id, period).cloned().unwrap_or_default()
}

/// Shows a page in both languages, and with wide ambiguous characters, after the same keys.
fn snap(page: &str, keys: &str) {
    let english = Options { language: Language::En, ..options() };
    let wide = Options { ambiguous: AmbiguousWidth::Wide, ..options() };
    for (name, options) in [("zh", options()), ("en", english), ("wide", wide)] {
        let mut seat = Seat::with(options, (80, 24));
        seat.press(keys);
        insta::assert_snapshot!(format!("{name}_{page}"), seat.screen());
    }
}

/// Statuses of 2022, seen from 2023.
const LAST_YEAR: &str = "3p2x<Down>i%40<Enter><Down>zp3<Home>";

#[test]
fn a_period_shows_what_the_last_one_said_until_it_is_confirmed() {
    let mut seat = Seat::new();
    seat.press(LAST_YEAR).press("<Down>");
    assert!(seat.row("▸").contains("●?推进") && seat.row("▸").contains("40%"), "{}", seat.row("▸"));
    assert!(seat.row("未确认").contains("2022 年度 ● 推进中 40%"), "{}", seat.row("未确认"));
    assert_eq!(review(&seat, "hekou-cjr-2025/t2", Period::Annual(2023)), Review::default());
    seat.press("c");
    assert!(seat.row("▸").contains("● 推进"), "{}", seat.row("▸"));
    assert!(seat.last_line().contains("已确认"), "{}", seat.last_line());
    let confirmed = review(&seat, "hekou-cjr-2025/t2", Period::Annual(2023));
    assert_eq!((confirmed.status, confirmed.progress), (Some(Status::InProgress), Some(40)));
}

#[test]
fn marked_rows_are_confirmed_at_once_and_others_left_alone() {
    let mut seat = Seat::new();
    seat.press(LAST_YEAR).press("Vc");
    assert!(seat.last_line().contains("3 条"), "{}", seat.last_line());
    assert_eq!(review(&seat, FIRST, Period::Annual(2023)).status, Some(Status::Completed));
    assert_eq!(review(&seat, "hekou-cjr-2025/t4", Period::Annual(2023)).status, None);
    seat.press("c");
    assert!(seat.last_line().contains("没有待确认"), "{}", seat.last_line());
}

#[test]
fn what_is_missing_and_what_is_overdue_are_one_key_away() {
    let mut seat = Seat::new();
    seat.press("3xN");
    assert!(seat.screen().contains("任务 (17)") && !seat.screen().contains("按比例安置"), "{}", seat.screen());
    seat.press("D");
    assert!(seat.screen().contains("未报送 · 逾期") && seat.screen().contains("扩大医保异地结算"), "{}", seat.screen());
    seat.press("ND");
    assert!(seat.screen().contains("任务 (18)"), "{}", seat.screen());
}

/// Two statuses and a reading, and the cursor on the plan of the overview.
const TO_SEAL: &str = "3xjz5jr88<Enter>1";

#[test]
fn a_period_is_closed_after_saying_what_is_open_in_it_and_shows_so() {
    let mut seat = Seat::new();
    seat.press(TO_SEAL).press("s");
    let screen = seat.screen();
    assert!(screen.contains("任务和项目 7 条，已报送 2 条") && screen.contains("未报送 5 条"), "{screen}");
    seat.press("n");
    assert!(!seat.screen().contains("已封存"), "{}", seat.screen());
    seat.press("sy");
    assert!(seat.row("▸").contains("已封存"), "{}", seat.screen());
    assert!(seat.row("规划工作台").contains("部分封存"), "{}", seat.screen());
    seat.press("s");
    assert!(seat.last_line().contains("规划科") && seat.last_line().contains("已封存"), "{}", seat.last_line());
    seat.press("<Enter>");
    assert!(seat.row("规划工作台").contains("2023 年度 已封存"), "{}", seat.screen());
    seat.press("p");
    assert!(seat.row("3  2023 年度").contains("已封存"), "{}", seat.screen());
}

#[test]
fn what_is_sealed_is_corrected_with_a_reason_that_stays_visible() {
    let mut seat = Seat::new();
    seat.press(TO_SEAL).press("sy3<Home>z");
    assert!(seat.screen().contains("已封存，请写修正说明"), "{}", seat.screen());
    seat.press("<Enter>");
    assert!(seat.screen().contains("请写明原因"), "{}", seat.screen());
    seat.press("核查后更正<Enter>");
    assert_eq!(review(&seat, FIRST, Period::Annual(2023)).status, Some(Status::Lagging));
    assert!(seat.row("▸").contains("!^滞后") && seat.row("修正说明").contains("核查后更正"), "{}", seat.screen());
    seat.press("x<Esc>");
    assert_eq!(review(&seat, FIRST, Period::Annual(2023)).status, Some(Status::Lagging), "nothing without a reason");
    seat.press("5r89<Enter>复核数据<Enter>");
    assert!(seat.row("▸").contains("89^"), "{}", seat.screen());
    seat.press("<Tab>");
    assert!(seat.row("修正说明").contains("2023 复核数据"), "{}", seat.screen());
}

#[test]
fn words_written_for_a_sealed_period_are_not_lost_when_the_reason_is_missing() {
    let mut seat = Seat::new();
    seat.press(TO_SEAL).press("sy3<Home>n补充说明<C-s><Esc>n");
    assert!(seat.screen().contains("补充说明"), "{}", seat.screen());
    seat.press("<C-s>遗漏<Enter>");
    assert_eq!(review(&seat, FIRST, Period::Annual(2023)).done.as_deref(), Some("补充说明"));
}

#[test]
fn closing_a_period_looks_so() {
    snap("seal", &format!("{TO_SEAL}s"));
    snap("sealed", &format!("{TO_SEAL}sy"));
    snap("amended", &format!("{TO_SEAL}sy3<Home>z核查后更正<Enter>"));
}

#[test]
fn carried_statuses_look_so() {
    snap("carried", LAST_YEAR);
}
