//! Filling in: one form for a task's period, one reading after the other, marks, and entries that are seldom meant.

use plandesk::desk::{Actor, Command};
use plandesk::plan::{ItemId, Period, PeriodKind, PlanId, Progress, Review, Rhythm, Status, Year};
use plandesk::text::Language;
use plandesk::tui::Options;
use rstest::rstest;

use crate::editing::{Typed, cost};
use crate::support::tui::{Seat, options};

fn id(text: &str) -> ItemId {
    text.parse().unwrap()
}

fn review(seat: &Seat, task: &str, year: i32) -> Review {
    let id = id(task);
    let snapshot = seat.desk.snapshot();
    let (dossier, _) = snapshot.task(&id).unwrap();
    dossier.review(&id, Period::annual(Year(year))).cloned().unwrap_or_default()
}

fn reading(seat: &Seat, indicator: &str) -> Option<f64> {
    let id = id(indicator);
    let snapshot = seat.desk.snapshot();
    let (dossier, _) = snapshot.indicator(&id).unwrap();
    dossier.readings.get(&(id, Year(2023))).map(|reading| reading.value)
}

fn lead(seat: &Seat, task: &str) -> Vec<String> {
    seat.desk.snapshot().assignment(&id(task)).unwrap().lead
}

fn marked(seat: &Seat) -> usize {
    seat.screen().lines().filter(|line| line.chars().nth(1) == Some('*')).count()
}

#[test]
fn reviews_with_status_and_words_cost_two_keys_each() {
    use Typed::{Keys, Words};
    let mut seat = Seat::new();
    let begin = cost(&mut seat, &[Keys("3n")]);
    let mut keys = 0;
    for words in ["已办两场招聘会", "已落实补贴", "已统筹岗位", "已救助", "已适配"] {
        keys += cost(&mut seat, &[Words(words), Keys("<F6><C-n>")]);
    }
    assert_eq!((begin, keys), (2, 10));
    for (task, words) in [("t1", "已办两场招聘会"), ("t3", "已统筹岗位"), ("t5", "已适配")] {
        let review = review(&seat, &format!("hekou-cjr-2025/{task}"), 2023);
        assert_eq!((review.status, review.done.as_deref()), (Some(Status::InProgress), Some(words)), "{task}");
    }
    seat.press("<Esc>");
    assert!(!seat.screen().contains("评估记录"), "the form for the sixth row is empty: {}", seat.screen());
}

#[test]
fn the_form_shows_and_takes_over_what_was_said_last_time_and_the_source() {
    let mut seat = Seat::new();
    seat.press("3[n去年的话<Tab>去年的问题<C-s>s2]n");
    let screen = seat.screen();
    for shown in ["2022 年度 推进中", "进展 去年的话", "问题 去年的问题", "低于1.5%的比例"] {
        assert!(screen.contains(shown), "{shown}: {screen}");
    }
    seat.press("<C-t>，今年的话<C-s>");
    assert_eq!(review(&seat, "hekou-cjr-2025/t1", 2023).done.as_deref(), Some("去年的话，今年的话"));
}

#[test]
fn status_and_per_cent_are_fields_of_the_form() {
    let mut seat = Seat::new();
    seat.press("3n<S-Tab>45<S-Tab>2<C-s>");
    let saved = review(&seat, "hekou-cjr-2025/t1", 2023);
    assert_eq!((saved.status, saved.progress.map(Progress::get)), (Some(Status::InProgress), Some(45)));
    seat.press("n<S-Tab>101<C-s>");
    assert!(seat.screen().contains("请输入 0–100 的整数"), "{}", seat.screen());
    assert_eq!(review(&seat, "hekou-cjr-2025/t1", 2023).progress.map(Progress::get), Some(45));
}

#[test]
fn enter_in_the_detail_pane_opens_the_form_of_the_row() {
    let mut seat = Seat::new();
    seat.press("3<Enter><Enter>");
    assert!(seat.screen().contains("评估记录"), "{}", seat.screen());
    seat.press("<Esc><Esc>2j<Tab><Enter>");
    assert!(seat.screen().contains("更正"), "{}", seat.screen());
}

#[test]
fn the_next_form_is_for_the_next_row_also_where_a_saved_one_leaves_the_list() {
    let mut seat = Seat::new();
    seat.press("3N");
    seat.press("n一<F6><C-n>二<F6><C-n>三<F6><C-s>");
    for (task, words) in [("t1", "一"), ("t2", "二"), ("t3", "三")] {
        assert_eq!(review(&seat, &format!("hekou-cjr-2025/{task}"), 2023).done.as_deref(), Some(words));
    }
}

#[test]
fn readings_are_entered_row_after_row_beside_what_they_are_measured_by() {
    let mut seat = Seat::new();
    seat.press("5");
    while !seat.row("▸").contains("每万人口全科医生数") {
        seat.press("j");
    }
    seat.press("<Enter>");
    let row = seat.row("单位 人");
    assert!(row.contains("单位 人") && row.contains("基期 2020 1.19") && row.contains("目标 2025 3"), "{row}");
    seat.press("2.1<Enter>75.2<Enter>15.5<Enter><Esc>");
    let entered = ["i2", "i1", "i3"].map(|i| reading(&seat, &format!("hekou-wsjk-2025/{i}")));
    assert_eq!(entered, [Some(2.1), Some(75.2), Some(15.5)]);
    seat.press("u");
    assert_eq!(reading(&seat, "hekou-wsjk-2025/i3"), None, "each is a change of its own");
}

#[test]
fn in_a_quarter_readings_are_those_of_the_quarter() {
    let plan = PlanId::new("hekou-wsjk-2025").unwrap();
    let quarter: Period = "2023Q2".parse().unwrap();
    let at = |period| Options { period: Some(period), plan: Some(plan.clone()), ..options() };
    let mut seat = Seat::with(at(quarter), (120, 30));
    let keep = Command::Keep { plan: plan.clone(), kind: PeriodKind::Quarter, rhythm: Rhythm::All };
    seat.desk.execute(&Actor::owner("规划科"), keep).unwrap();
    seat.press("5<Enter>");
    assert!(seat.screen().contains("2023年二季度"), "{}", seat.screen());
    seat.press("2.1<Enter><Esc>");
    let snapshot = seat.desk.snapshot();
    let indicator = id("hekou-wsjk-2025/i2");
    let (dossier, _) = snapshot.indicator(&indicator).unwrap();
    assert_eq!(dossier.reading(&indicator, quarter).map(|reading| reading.value), Some(2.1));
    assert!(dossier.readings.is_empty(), "the year has none of its own");
    seat.press("p2023 年度<Enter>");
    assert!(seat.row("全科医生").contains("2.1 Q2"), "{}", seat.screen());
}

#[test]
fn enter_without_a_figure_goes_on_and_changes_nothing() {
    let mut seat = Seat::new();
    seat.press("5j<Enter><Enter><Enter>");
    assert!(seat.screen().contains("实际值"), "{}", seat.screen());
    seat.press("<Esc>u");
    assert!(!seat.last_line().contains("实际值"), "{}", seat.last_line());
}

#[test]
fn marks_end_with_the_action_that_used_them() {
    let mut seat = Seat::new();
    seat.press("3vvvawj<Enter>");
    assert_eq!((lead(&seat, "hekou-cjr-2025/t3"), marked(&seat)), (vec!["卫生健康委员会".to_string()], 0));
    seat.press("x");
    let reviewed = ["t1", "t2", "t3", "t4"].map(|t| review(&seat, &format!("hekou-cjr-2025/{t}"), 2023).status);
    assert_eq!(reviewed, [None, None, None, Some(Status::Completed)], "the row under the cursor alone");
}

#[test]
fn rows_that_a_filter_hides_are_not_marked() {
    let mut seat = Seat::new();
    seat.press("3vvv").press("f康复<Enter>x");
    let reviewed = ["t1", "t2", "t3"].map(|t| review(&seat, &format!("hekou-cjr-2025/{t}"), 2023).status);
    assert_eq!(reviewed, [None, None, None], "{}", seat.screen());
    assert_eq!(review(&seat, "hekou-cjr-2025/t4", 2023).status, Some(Status::Completed));
}

#[test]
fn a_value_of_the_first_marked_row_is_filled_down_the_others() {
    let mut seat = Seat::new();
    seat.press("3vvv=");
    assert!(seat.row("牵头单位").contains("人社局"), "what there is to fill: {}", seat.screen());
    seat.press("a");
    assert_eq!(lead(&seat, "hekou-cjr-2025/t3"), ["人力资源和社会保障局"]);
    assert_eq!(marked(&seat), 0);
    seat.press("=");
    assert!(seat.last_line().contains("两行以上"), "{}", seat.last_line());
}

#[test]
fn targets_of_single_years_are_taken_over_as_proposed_or_entered_year_by_year() {
    let mut seat = Seat::new();
    seat.press("5");
    while !seat.row("▸").contains("残疾人基本康复服务覆盖率") {
        seat.press("j");
    }
    seat.press("t");
    assert!(seat.row("逐年等量").contains("2023"), "{}", seat.screen());
    seat.press("s");
    let targets = |seat: &Seat| -> Vec<String> {
        let snapshot = seat.desk.snapshot();
        let dossiers = snapshot.dossiers();
        dossiers.flat_map(|dossier| dossier.yearly_targets.values()).map(|target| target.text.clone()).collect()
    };
    let proposed = targets(&seat);
    assert_eq!(proposed.len(), 5, "{}", seat.screen());
    // Every year has a target now, so that the form opens at once: in the year of the period.
    seat.press("t");
    assert!(seat.row("2023  83").contains("▸"), "{}", seat.screen());
    assert!(seat.screen().contains("逐年等比"), "what is proposed stands below: {}", seat.screen());
    seat.press("≥83<Enter>");
    assert_eq!(targets(&seat)[2], "≥83", "{}", seat.screen());
    assert!(!seat.screen().contains("逐年等比"), "{}", seat.screen());
    seat.press("uu");
    assert_eq!(targets(&seat), Vec::<String>::new(), "one change each");
}

#[rstest]
// A share above 100 %.
#[case("残疾人基本康复服务覆盖率", "r103<Enter>", "超过 100%", "y", Some(103.0))]
#[case("残疾人基本康复服务覆盖率", "r103<Enter>", "超过 100%", "n<Esc>", None)]
// A slip of the decimal point.
#[case("每万人口全科医生数", "r21<Enter>", "由 1.19 到 21", "y", Some(21.0))]
#[case("每万人口全科医生数", "r2.1<Enter>", "每万人口全科医生数", "", Some(2.1))]
fn an_unlikely_reading_is_asked_about_and_not_refused(
    #[case] indicator: &str,
    #[case] keys: &str,
    #[case] asked: &str,
    #[case] answer: &str,
    #[case] value: Option<f64>,
) {
    let mut seat = Seat::new();
    seat.press("5");
    while !seat.row("▸").contains(indicator) {
        seat.press("j");
    }
    seat.press(keys);
    assert!(seat.screen().contains(asked), "{}", seat.screen());
    assert_eq!(seat.screen().contains("少见"), !answer.is_empty(), "{}", seat.screen());
    seat.press(answer);
    let snapshot = seat.desk.snapshot();
    let entered = snapshot.dossiers().flat_map(|dossier| dossier.readings.values()).map(|reading| reading.value);
    assert_eq!(entered.collect::<Vec<_>>(), value.into_iter().collect::<Vec<_>>());
}

#[test]
fn a_figure_that_was_not_meant_is_still_there_to_be_put_right() {
    let mut seat = Seat::new();
    seat.press("5j<Enter>2100<Enter>n");
    assert!(seat.row("2100").contains("2100"), "{}", seat.screen());
    seat.press("<Backspace><Backspace><Enter>");
    let snapshot = seat.desk.snapshot();
    assert_eq!(snapshot.dossiers().flat_map(|dossier| dossier.readings.values()).count(), 1, "{}", seat.screen());
}

#[rstest]
#[case(Language::Zh, "已完成，但进度为 60%")]
#[case(Language::En, "completed, yet 60% is done")]
fn completed_with_sixty_per_cent_is_asked_about(#[case] language: Language, #[case] asked: &str) {
    let mut seat = Seat::with(Options { language, ..options() }, (80, 24));
    seat.press("3%60<Enter>x");
    assert!(seat.screen().contains(asked), "{}", seat.screen());
    seat.press("n");
    assert_eq!(review(&seat, "hekou-cjr-2025/t1", 2023).status, None);
    seat.press("n<F7>words<C-n>");
    assert!(seat.screen().contains(asked), "in the form as well: {}", seat.screen());
    seat.press("n");
    assert!(seat.screen().contains("words"), "the form is still there: {}", seat.screen());
    seat.press("<C-n>y");
    let saved = review(&seat, "hekou-cjr-2025/t1", 2023);
    assert_eq!((saved.status, saved.done.as_deref()), (Some(Status::Completed), Some("words")));
}

#[test]
fn a_report_for_a_year_to_come_is_asked_about_once() {
    let mut seat = Seat::with(Options { year: Some(Year(2022)), ..options() }, (80, 24));
    seat.press("3x");
    assert!(seat.screen().contains("2023 年还没有到"), "{}", seat.screen());
    seat.press("yjx");
    for task in ["t1", "t2"] {
        assert_eq!(review(&seat, &format!("hekou-cjr-2025/{task}"), 2023).status, Some(Status::Completed));
    }
}

#[test]
fn a_colleague_s_change_of_the_status_is_not_overwritten_unseen() {
    let mut seat = Seat::new();
    seat.press("3n<F7>");
    let plan = PlanId::new("hekou-cjr-2025").unwrap();
    let edit = plandesk::desk::ReviewEdit {
        status: plandesk::desk::Field::Set(Status::Lagging),
        ..plandesk::desk::ReviewEdit::default()
    };
    let items = vec![plan.item(plandesk::plan::ItemKind::Task, 1)];
    let command = plandesk::desk::Command::Review { items, period: Period::annual(Year(2023)), edit };
    seat.desk.execute(&Actor::owner("审计"), command).unwrap();
    seat.press("<C-s>");
    assert!(seat.screen().contains("此项刚被他人改过") && seat.screen().contains("审计"), "{}", seat.screen());
}
