//! Milestones at the screen: set and reached in a form, reached by a key, and seen as lights on the wall chart.

use plandesk::desk::{Actor, Command, MilestoneEdit, OutcomeEdit};
use plandesk::plan::{ItemId, Period, PeriodKind, PlanId, Rhythm, Year};
use plandesk::text::Language;
use plandesk::tui::Options;

use crate::support::tui::{Seat, options};

const PLAN: &str = "hekou-wsjk-2025";

fn id(item: &str) -> ItemId {
    format!("{PLAN}/{item}").parse().unwrap()
}

fn month(number: u8) -> Period {
    Period::of_year(PeriodKind::Month, Year(2023), number).unwrap()
}

fn execute(seat: &Seat, command: Command) {
    seat.desk.execute(&Actor::owner("规划科"), command).unwrap();
}

/// A screen at March of a plan that is dispatched by months: t1 was made up late, t2 missed, t3 reached in time.
fn in_march(options: Options) -> Seat {
    let plan = PlanId::new(PLAN).unwrap();
    let mut seat = Seat::with(Options { period: Some(month(3)), plan: Some(plan.clone()), ..options }, (120, 30));
    execute(&seat, Command::Keep { plan, kind: PeriodKind::Month, rhythm: Rhythm::All });
    for (item, reached) in [("t1", Some("2023-04-09")), ("t2", None), ("t3", Some("2023-03-20"))] {
        let title = plandesk::desk::Field::Set("印发方案".to_string());
        let edit = MilestoneEdit { title, ..MilestoneEdit::default() };
        execute(
            &seat,
            Command::SetMilestone { items: vec![id(item)], period: month(3), edit, outcome: OutcomeEdit::default() },
        );
        let Some(reached) = reached else { continue };
        let reached = plandesk::desk::Field::Set(reached.parse().unwrap());
        let (edit, outcome) = (MilestoneEdit::default(), OutcomeEdit { reached, ..OutcomeEdit::default() });
        execute(&seat, Command::SetMilestone { items: vec![id(item)], period: month(3), edit, outcome });
    }
    seat.press("2");
    seat
}

#[test]
fn a_milestone_is_set_and_reached_in_one_form() {
    let mut seat = in_march(options());
    seat.press("3jjj#完成选址<Tab>２<Tab>2023年3月20日<Tab>2023-03-18<Tab><Tab>用地指标<Enter>");
    let dossier = seat.desk.snapshot().dossier(&PlanId::new(PLAN).unwrap()).unwrap().clone();
    let checked = dossier.milestone(&id("t4"), month(3)).unwrap_or_else(|| panic!("{}", seat.screen()));
    assert_eq!((checked.milestone.title.as_str(), checked.milestone.figure), ("完成选址", Some(2.0)));
    assert_eq!((checked.day.to_string().as_str(), checked.reached()), ("2023-03-20", "2023-03-18".parse().ok()));
    assert_eq!(checked.outcome.unwrap().asks.as_deref(), Some("用地指标"));
    assert!(!seat.screen().contains("完成值"), "the form is closed: {}", seat.screen());
}

#[test]
fn a_milestone_that_is_refused_keeps_its_form_and_saves_nothing_of_it() {
    let mut seat = in_march(options());
    seat.press("3jjj#完成选址<Tab><Tab><Tab>2030-01-01<Enter>");
    assert!(seat.screen().contains("完成选址") && seat.screen().contains("2030-01-01"), "{}", seat.screen());
    let milestone = |seat: &Seat| {
        let snapshot = seat.desk.snapshot();
        snapshot.dossier(&PlanId::new(PLAN).unwrap()).unwrap().milestone(&id("t4"), month(3)).is_some()
    };
    assert!(!milestone(&seat), "{}", seat.screen());
    seat.press("<Backspace>".repeat(10).as_str()).press("2023-03-18<Enter>");
    assert!(milestone(&seat) && !seat.screen().contains("完成值"), "{}", seat.screen());
    seat.press("u");
    assert!(!milestone(&seat), "both were one change: {}", seat.screen());
}

#[test]
fn what_cannot_be_a_day_or_a_figure_keeps_the_form_open() {
    let mut seat = in_march(options());
    seat.press("3jjj#完成选址<Tab>很多<Enter>");
    assert!(seat.screen().contains("请输入数字") && seat.screen().contains("完成选址"), "{}", seat.screen());
    seat.press("<Backspace><Backspace>2<Tab>2023-04-20<Enter>");
    assert!(seat.screen().contains("不在“2023年3月”之内"), "{}", seat.screen());
    seat.press("<Esc>y");
    assert!(!seat.screen().contains("需协调事项"), "{}", seat.screen());
}

#[test]
fn a_key_says_that_a_milestone_is_reached_today_and_takes_it_back() {
    let mut seat = in_march(options());
    seat.press("3j");
    assert!(seat.row("▸").contains("■ 红"), "{}", seat.screen());
    seat.press("X");
    assert!(seat.row("▸").contains("▲ 黄"), "made up today: {}", seat.screen());
    assert!(seat.screen().contains("曾红"), "{}", seat.screen());
    seat.press("X");
    assert!(seat.row("▸").contains("■ 红"), "{}", seat.screen());
    seat.press("jjX");
    assert!(seat.screen().contains("本期没有节点"), "{}", seat.screen());
}

#[test]
fn the_wall_chart_shows_the_months_of_a_year_in_lights_with_the_worst_of_each_chapter() {
    let mut seat = in_march(options());
    seat.press("0");
    assert!(seat.screen().contains("2022"), "statuses over the whole term: {}", seat.screen());
    seat.press("~");
    let screen = seat.screen();
    assert!(screen.contains("作战图") && screen.contains("12月") && !screen.contains("2022"), "{screen}");
    assert!(screen.contains("■1"), "the worst light of the chapter: {screen}");
    let marks = |title: &str| seat.row(title).matches(['■', '▲', '●', '○']).collect::<String>();
    let names = ["t1", "t2", "t3"].map(|item| seat.desk.snapshot().task(&id(item)).unwrap().1.title.clone());
    assert_eq!(
        names.map(|name| marks(&name.chars().take(5).collect::<String>())),
        ["▲■", "■", "●"],
        "t1 is due in December: {screen}"
    );
    seat.press("<Right>");
    assert!(seat.screen().contains("2023年4月"), "the next month, not the quarter: {}", seat.screen());
    seat.press("~");
    assert!(!seat.screen().contains("作战图"), "{}", seat.screen());
}

#[test]
fn a_screen_told_in_lines_names_the_lights() {
    let mut seat = in_march(Options { linear: true, language: Language::En, ..options() });
    seat.press("0~j");
    let said = String::from_utf8(seat.send(b"j")).unwrap();
    assert!(said.contains(": red") && said.contains(": not due"), "{said}");
}
