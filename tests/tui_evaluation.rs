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

#[test]
fn carried_statuses_look_so() {
    snap("carried", LAST_YEAR);
}
