//! Editing in the cells of a list: a cursor among the cells, and an editor in the place of one.

use std::sync::Arc;

use plandesk::plan::record::Owner;
use plandesk::plan::{ItemId, Period, Review, Status, Subject, Year, overlay};
use plandesk::text::width::width;
use plandesk::tui::Options;
use ratatui::style::Modifier;
use rstest::rstest;

use crate::support::plans;
use crate::support::tui::{Seat, options};

const FIRST: &str = "hekou-cjr-2025/t1";
const SECOND: &str = "hekou-cjr-2025/t2";

fn id(text: &str) -> ItemId {
    text.parse().unwrap()
}

fn wide() -> Seat {
    Seat::with(options(), (200, 60))
}

fn review(seat: &Seat, task: &str) -> Review {
    let snapshot = seat.desk.snapshot();
    let (dossier, _) = snapshot.task(&id(task)).unwrap();
    dossier.review(&id(task), Period::annual(Year(2023))).cloned().unwrap_or_default()
}

/// Returns the columns of the screen that are reversed in the row under the cursor: the cell under the cursor.
fn cell(seat: &Seat) -> Option<(u16, u16)> {
    let screen = seat.screen();
    let y = u16::try_from(screen.lines().position(|line| line.starts_with('▸'))?).unwrap();
    let shown = seat.session.shown();
    let mut reversed = (0..shown.area.width).filter(|x| shown[(*x, y)].modifier.contains(Modifier::REVERSED));
    let first = reversed.next()?;
    Some((first, reversed.next_back().unwrap_or(first)))
}

/// Puts the cursor on the cell of the column with a head.
#[track_caller]
fn go_to(seat: &mut Seat, head: &str) {
    let heads = seat.screen().lines().nth(1).unwrap().to_string();
    let before = &heads[..heads.find(head).unwrap_or_else(|| panic!("no {head} in {heads}"))];
    let x = u16::try_from(width(before, Default::default())).unwrap();
    for _ in 0..30 {
        seat.press("<Right>");
        if cell(seat).is_some_and(|(first, last)| (first..=last).contains(&x)) {
            return;
        }
    }
    panic!("never on {head}: {}", seat.screen());
}

#[test]
fn a_status_is_set_where_it_stands_and_the_cursor_goes_down() {
    let mut seat = Seat::new();
    seat.press("3");
    assert_eq!(cell(&seat), None, "there is no cursor among the cells before one is wanted");
    seat.press("<Right><Enter>3<Enter><Enter>2<Enter>");
    assert_eq!(review(&seat, FIRST).status, Some(Status::Completed));
    assert_eq!(review(&seat, SECOND).status, Some(Status::InProgress));
    assert!(cell(&seat).is_some() && seat.last_line().contains("已存"), "{}", seat.screen());
    seat.press("<Esc>");
    assert_eq!(cell(&seat), None);
}

#[rstest]
#[case("进度", "40", "40%")]
#[case("到期", "2024", "2024")]
#[case("责任人", "王芳", "王芳")]
#[case("牵头", "mzj", "民政局")]
#[case("配合", "残联、mzj", "残联+1")]
#[case("任务", "，另办招聘会", "就业，另办招聘会 [更]")]
fn a_cell_is_edited_where_it_stands(#[case] head: &str, #[case] typed: &str, #[case] shown: &str) {
    let mut seat = wide();
    seat.press("3");
    go_to(&mut seat, head);
    let (row, at) = (seat.row("▸"), seat.screen().lines().position(|line| line.starts_with('▸')).unwrap());
    seat.press("<Enter>").press(typed).press("<Esc>");
    assert_eq!(seat.row("▸"), row, "left without saving");
    seat.press("<Enter>").press(typed).press("<Enter>");
    let screen = seat.screen();
    assert!(screen.lines().nth(at).unwrap().contains(shown), "{screen}");
    assert!(screen.lines().nth(at + 1).unwrap().starts_with('▸'), "the cursor went down: {screen}");
}

#[test]
fn a_line_that_can_t_be_taken_stays_with_the_reason() {
    let mut seat = Seat::new();
    seat.press("3");
    go_to(&mut seat, "进度");
    seat.press("<Enter>101<Enter>");
    assert!(seat.screen().contains("请输入 0–100 的整数"), "{}", seat.screen());
    seat.press("<Backspace><Enter>");
    assert_eq!(review(&seat, FIRST).progress.map(|progress| progress.get()), Some(10));
}

#[test]
fn a_department_in_no_list_is_taken_only_when_it_is_meant() {
    let mut seat = wide();
    let lead = |seat: &Seat| seat.desk.snapshot().assignment(&id(FIRST)).unwrap().lead;
    seat.press("3");
    let before = lead(&seat);
    go_to(&mut seat, "牵头");
    seat.press("<Enter>qqq<Enter>");
    assert!(seat.screen().contains("没有这个单位"), "{}", seat.screen());
    seat.press("<Esc><Enter>就业专班<Enter>");
    assert!(seat.screen().contains("单位名录中没有"), "{}", seat.screen());
    assert_eq!(lead(&seat), before);
    seat.press("<Enter>");
    assert_eq!(lead(&seat), ["就业专班"]);
}

#[test]
fn tab_saves_and_goes_to_the_next_cell_of_the_row() {
    let mut seat = wide();
    seat.press("3");
    go_to(&mut seat, "责任人");
    seat.press("<Enter>王芳<Tab><Enter>2024<Enter>");
    let assignment = seat.desk.snapshot().assignment(&id(FIRST)).unwrap();
    let due = assignment.due.map(|due| due.to_string());
    assert_eq!((assignment.person.as_deref(), due.as_deref()), (Some("王芳"), Some("2024")));
}

#[test]
fn words_of_a_period_are_edited_in_its_form_at_the_field() {
    let mut seat = wide();
    seat.press("3");
    go_to(&mut seat, "问题");
    seat.press("<Enter>人手不够<C-s>");
    assert_eq!(review(&seat, FIRST).problem.as_deref(), Some("人手不够"));
    seat.press("9");
    go_to(&mut seat, "牵头");
    seat.press("<Enter>mzj<Enter>");
    assert!(seat.screen().contains("民政局"), "{}", seat.screen());
    go_to(&mut seat, "下一步");
    seat.press("<Enter>借调两人<C-s>");
    assert_eq!(review(&seat, FIRST).next.as_deref(), Some("借调两人"));
}

#[test]
fn the_editor_of_a_figure_covers_no_more_of_the_next_cells_than_it_needs() {
    let mut seat = Seat::new();
    seat.press("5j");
    let judgement = |seat: &Seat| seat.row("▸").trim_end().chars().rev().take(3).collect::<String>();
    let before = judgement(&seat);
    go_to(&mut seat, "目标");
    seat.press("<Enter>");
    assert_eq!(judgement(&seat), before, "{}", seat.screen());
}

#[test]
fn a_reading_of_an_earlier_year_is_shown_with_its_year() {
    for size in [(60, 20), (80, 24), (120, 40)] {
        let mut seat = Seat::with(options(), size);
        seat.press("5j[r82.25<Enter>]");
        assert!(seat.row("▸").contains("82.25'22"), "{}", seat.screen());
    }
}

#[test]
fn readings_baselines_and_targets_of_indicators_are_edited_where_they_stand() {
    let mut seat = wide();
    seat.press("5");
    while !seat.row("▸").contains("每万人口全科医生数") {
        seat.press("j");
    }
    go_to(&mut seat, "实际");
    seat.press("<Enter>2.1<Enter><Enter>75.2<Enter>");
    let snapshot = seat.desk.snapshot();
    for (indicator, value) in [("i2", 2.1), ("i1", 75.2)] {
        let id = id(&format!("hekou-wsjk-2025/{indicator}"));
        let (dossier, _) = snapshot.indicator(&id).unwrap();
        assert_eq!(dossier.readings[&(id, Year(2023))].value, value);
    }
    let read = |seat: &Seat, field: &str| {
        let subject: Subject = "hekou-wsjk-2025/i1".parse().unwrap();
        let snapshot = seat.desk.snapshot();
        let dossier = snapshot.dossier(subject.plan()).unwrap();
        overlay::read(&dossier.plan, &subject, field.parse().unwrap()).unwrap()
    };
    seat.press("<Home>");
    while !seat.row("▸").contains("人均预期寿命") {
        seat.press("j");
    }
    go_to(&mut seat, "目标");
    seat.press("<Enter>78.8<Enter>");
    assert!(seat.screen().contains("e  更正") && seat.screen().contains("t  动态调整"), "{}", seat.screen());
    seat.press("e");
    assert_eq!(read(&seat, "target-2025"), "78.8");
    seat.press("<Up><Esc>");
    go_to(&mut seat, "基期");
    seat.press("<Enter>74<Enter>t");
    assert!(seat.screen().contains("动态调整 · 人均预期寿命") && seat.screen().contains("74"), "{}", seat.screen());
    seat.press("<C-s>");
    assert!(seat.screen().contains("请写明原因"), "an adjustment has a reason: {}", seat.screen());
    seat.press("人口普查后重算<C-s>");
    assert_eq!(read(&seat, "baseline-2020"), "74");
    assert!(!seat.screen().contains("┌"), "{}", seat.screen());
}

#[test]
fn what_somebody_else_has_changed_is_shown_beside_and_asked() {
    let (desk, _folder) = plans::desk();
    let seat = |name| Seat::at(Arc::clone(&desk), name, options(), (80, 24));
    let (mut li, mut wang) = (seat("李明"), seat("王芳"));
    wang.press("3<Right><Enter>3");
    li.press("3z");
    wang.press("<Enter>");
    assert!(wang.screen().contains("此项刚被他人改过"), "{}", wang.screen());
    wang.press("t");
    assert_eq!(review(&wang, FIRST).status, Some(Status::Lagging));
    assert!(!wang.screen().contains("此项刚被他人改过"), "{}", wang.screen());
}

#[test]
fn the_cell_under_the_cursor_is_what_is_sorted_by_and_copied() {
    let mut seat = Seat::with(Options { asks: true, ..options() }, (80, 24));
    seat.press("3");
    go_to(&mut seat, "到期");
    seat.press("S");
    assert!(seat.row("到期").contains("到期↑"), "{}", seat.screen());
    seat.press("Cc");
    assert!(!seat.screen().contains("复制一格"), "it is not asked which: {}", seat.screen());
}

#[test]
fn choices_are_listed_above_a_cell_that_stands_at_the_bottom() {
    let mut seat = Seat::with(options(), (80, 15));
    seat.press("3<End><Right><Enter>滞");
    let screen = seat.screen();
    let at = |text: &str| screen.lines().position(|line| line.contains(text));
    assert!(at("4 滞后").unwrap() < at("▸ ").max(at("▸")).unwrap() + 5, "{screen}");
    seat.press("<Enter>");
    assert!(seat.last_line().contains("已存"), "{}", seat.screen());
}

#[test]
fn cells_are_found_in_the_help_and_in_the_hints() {
    let mut seat = Seat::with(options(), (120, 40));
    seat.press("3");
    assert!(seat.last_line().contains("l 改格"), "{}", seat.last_line());
    seat.press("l");
    assert!(seat.last_line().contains("修改") && seat.last_line().contains("离开"), "{}", seat.last_line());
    seat.press("<Esc>?就地");
    assert!(seat.screen().contains("就地修改一格"), "{}", seat.screen());
}
