//! The evaluation, key by key: confirming, problems, periods at a glance, closing a period.

use std::sync::Arc;

use plandesk::desk::{Actor, Command, Field, ReviewEdit};
use plandesk::import::Document;
use plandesk::office::client::Files;
use plandesk::plan::{Counterpart, ItemId, Paragraph, Period, Progress, Review, Status, Year};
use plandesk::text::Language;
use plandesk::text::width::AmbiguousWidth;
use plandesk::tui::{Event, Options};

use crate::support::files::Drawer;
use crate::support::plans;
use crate::support::tui::{Seat, options};

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
    assert_eq!(review(&seat, "hekou-cjr-2025/t2", Period::annual(Year(2023))), Review::default());
    seat.press("c");
    assert!(seat.row("▸").contains("● 推进"), "{}", seat.row("▸"));
    assert!(seat.last_line().contains("已确认"), "{}", seat.last_line());
    let confirmed = review(&seat, "hekou-cjr-2025/t2", Period::annual(Year(2023)));
    assert_eq!((confirmed.status, confirmed.progress.map(Progress::get)), (Some(Status::InProgress), Some(40)));
}

#[test]
fn marked_rows_are_confirmed_at_once_and_others_left_alone() {
    let mut seat = Seat::new();
    seat.press(LAST_YEAR).press("Vc");
    assert!(seat.last_line().contains("3 条"), "{}", seat.last_line());
    assert_eq!(review(&seat, FIRST, Period::annual(Year(2023))).status, Some(Status::Completed));
    assert_eq!(review(&seat, "hekou-cjr-2025/t4", Period::annual(Year(2023))).status, None);
    seat.press("c");
    assert!(seat.last_line().contains("没有待确认"), "{}", seat.last_line());
}

#[test]
fn what_is_missing_and_what_is_overdue_are_one_key_away() {
    let mut seat = Seat::new();
    seat.press("3xN");
    assert!(seat.screen().contains("任务 (17)") && !seat.screen().contains("按比例安置"), "{}", seat.screen());
    seat.press("D");
    assert!(seat.screen().contains("逾期 · 待报送") && seat.screen().contains("扩大医保异地结算"), "{}", seat.screen());
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
fn what_a_seal_means_is_told_whole_on_a_narrow_screen() {
    let mut seat = Seat::with(Options { language: Language::En, ..options() }, (60, 24));
    seat.press(TO_SEAL).press("s");
    let screen = seat.screen();
    assert!(!screen.lines().filter(|line| line.contains('│')).any(|line| line.contains('…')), "{screen}");
    assert!(screen.contains("y yes"), "{screen}");
}

#[test]
fn what_is_sealed_is_corrected_with_a_reason_that_stays_visible() {
    let mut seat = Seat::new();
    seat.press(TO_SEAL).press("sy3<Home>z");
    assert!(seat.screen().contains("已封存，请写修正说明"), "{}", seat.screen());
    seat.press("<Enter>");
    assert!(seat.screen().contains("请写明原因"), "{}", seat.screen());
    seat.press("核查后更正<Enter>");
    assert_eq!(review(&seat, FIRST, Period::annual(Year(2023))).status, Some(Status::Lagging));
    assert!(seat.row("▸").contains("!^滞后") && seat.row("修正说明").contains("核查后更正"), "{}", seat.screen());
    seat.press("x<Esc>");
    assert_eq!(
        review(&seat, FIRST, Period::annual(Year(2023))).status,
        Some(Status::Lagging),
        "nothing without a reason"
    );
    seat.press("5r89<Enter>复核数据<Enter>");
    assert!(seat.row("▸").contains("89^"), "{}", seat.screen());
    seat.press("<Tab>");
    assert!(seat.row("修正说明").contains("2023 复核数据"), "{}", seat.screen());
}

#[test]
fn words_written_for_a_sealed_period_are_not_lost_when_the_reason_is_missing() {
    let mut seat = Seat::new();
    seat.press(TO_SEAL).press("sy3<Home>n补充说明<C-s><Esc>");
    assert!(seat.screen().contains("补充说明"), "the form is still open: {}", seat.screen());
    seat.press("<C-s>遗漏<Esc>");
    assert!(seat.screen().contains("放弃吗"), "{}", seat.screen());
    seat.press("n<Enter>");
    assert!(!seat.screen().contains("评估记录"), "the form is closed once it is saved: {}", seat.screen());
    assert_eq!(review(&seat, FIRST, Period::annual(Year(2023))).done.as_deref(), Some("补充说明"));
}

#[test]
fn a_reason_that_is_asked_for_guards_what_the_form_had_in_view() {
    let mut seat = Seat::new();
    seat.press(TO_SEAL).press("sy3<Home>n补充说明<C-s>遗漏");
    let edit = ReviewEdit {
        done: Field::Set("他人先写".to_string()),
        amend: Some("先改".to_string()),
        ..ReviewEdit::default()
    };
    let command = Command::Review { items: vec![FIRST.parse().unwrap()], period: Period::annual(Year(2023)), edit };
    seat.desk.execute(&Actor::owner("李明"), command).unwrap();
    seat.press("<Enter>");
    assert!(seat.screen().contains("此项刚被他人改过"), "{}", seat.screen());
    seat.press("m");
    assert_eq!(review(&seat, FIRST, Period::annual(Year(2023))).done.as_deref(), Some("补充说明"));
    assert!(!seat.screen().contains("┌"), "{}", seat.screen());
}

#[test]
fn a_line_and_a_cell_below_the_question_for_a_reason_are_closed_with_it() {
    for keys in ["5jr82<Enter>", "5j<Right><Right><Right><Right><Right><Enter>82<Enter>"] {
        let mut seat = Seat::new();
        seat.press(TO_SEAL).press("sy").press(keys);
        assert!(seat.screen().contains("已封存，请写修正说明"), "{}", seat.screen());
        seat.press("笔误<Enter>");
        assert!(seat.last_line().contains("已存") && !seat.screen().contains("┌"), "{}", seat.screen());
    }
}

#[test]
fn an_undo_that_opens_a_seal_is_asked_about() {
    let mut seat = Seat::new();
    seat.press(TO_SEAL).press("syu");
    assert!(seat.screen().contains("撤销会打开已封存的评估期"), "{}", seat.screen());
    seat.press("n");
    assert!(seat.row("河口 残疾人").contains("已封存"), "{}", seat.screen());
    seat.press("uy");
    assert!(!seat.row("河口 残疾人").contains("已封存"), "{}", seat.screen());
    seat.press("u");
    assert!(!seat.screen().contains("撤销会打开"), "what seals nothing is taken back at once: {}", seat.screen());
}

#[test]
fn closing_a_period_looks_so() {
    snap("seal", &format!("{TO_SEAL}s"));
    snap("sealed", &format!("{TO_SEAL}sy"));
    snap("amended", &format!("{TO_SEAL}sy3<Home>z核查后更正<Enter>"));
}

/// Problems of two periods, one of them raised twice.
const STUCK: &str = "3p2n<Tab>缺少资金<C-s><Down>n<Tab>场地未落实<C-s>p3n<Tab>场地未落实<Tab>争取年底前交付<C-s>";

#[test]
fn problems_are_kept_over_periods_until_they_are_solved() {
    let mut seat = Seat::new();
    seat.press(STUCK).press("9");
    assert!(seat.screen().contains("问题 (2)"), "{}", seat.screen());
    assert!(seat.row("▸").contains("2022") && seat.row("▸").contains("缺少资金"), "{}", seat.screen());
    seat.press("<Down>");
    assert!(seat.screen().contains("2022 年度 – 2023 年度") && seat.row("下一步").contains("年底前"));
    seat.press("<Up>x追加预算<Enter>");
    assert!(seat.screen().contains("问题 (1)") && !seat.screen().contains("缺少资金"), "{}", seat.screen());
    seat.press("s");
    assert!(seat.row("▸").contains("已解决") && seat.screen().contains("2023 年度 追加预算"), "{}", seat.screen());
    seat.press("o");
    assert!(seat.screen().contains("问题 (0)"), "{}", seat.screen());
    seat.press("s");
    assert!(seat.screen().contains("问题 (2)"), "{}", seat.screen());
    seat.press("f卫健<Enter>");
    assert!(seat.screen().contains("问题 (0)") && seat.screen().contains("卫健委"), "{}", seat.screen());
    seat.press("F<Enter>");
    assert!(seat.row("规划工作台").contains("任务") && seat.row("▸").contains("按比例安置就业"), "{}", seat.screen());
    seat.press("<Esc>");
    assert!(seat.row("规划工作台").contains("问题台账"), "{}", seat.screen());
}

#[test]
fn the_list_of_problems_can_be_saved() {
    let (drawer, options) = with_drawer(Drawer::default());
    let mut seat = Seat::with(options, (100, 30));
    seat.press(STUCK).press("9e问题.md<Enter>");
    assert!(seat.last_line().contains("已写入 2 条：问题.md"), "{}", seat.last_line());
    assert!(drawer.text("问题.md").contains("| 规划 | 任务 | 牵头 |"), "{}", drawer.text("问题.md"));
}

#[test]
fn the_matrix_shows_a_term_at_a_glance_and_opens_a_task_in_a_period() {
    let mut seat = Seat::new();
    seat.press(LAST_YEAR).press("0<Down><Left>");
    assert!(seat.row("规划工作台").contains("2022 年度"), "{}", seat.screen());
    assert!(seat.row("▸").contains("[✓]"), "{}", seat.row("▸"));
    seat.press("<Right><Right>z");
    assert_eq!(review(&seat, FIRST, Period::MID_TERM).status, Some(Status::Lagging));
    assert!(seat.row("▸").contains("✓    ·   [!]"), "{}", seat.row("▸"));
    seat.press("<Enter>");
    assert!(seat.row("▸").contains("按比例安置就业") && seat.row("规划工作台").contains("中期评估"));
    seat.press("0b<Home>");
    assert!(seat.row("▸").contains("人社局 (2)"), "{}", seat.screen());
    seat.press("<Enter>");
    assert!(seat.screen().contains("牵头:人社局") && seat.screen().contains("任务 (2)"), "{}", seat.screen());
}

/// Returns a plan with an indicator that has no target, and a paragraph that begins with the end of another.
fn faulty() -> Document {
    let mut plan = plans::under("faulty-2025", plans::health());
    plan.indicators[1].targets.clear();
    let lines = plan.outline[0].lines;
    plan.outline[0].paragraphs.push(Paragraph { text: "；到2025年，健全网络。".to_string(), lines });
    plans::document("faulty.txt", "1", vec![plan])
}

#[test]
fn the_plan_check_lists_findings_that_lead_to_their_item() {
    for (language, found) in [(Language::Zh, "发现 (2)"), (Language::En, "Finding (2)")] {
        let mut seat = Seat::with(Options { language, ..options() }, (80, 24));
        seat.desk.import(&Actor::owner("规划科"), vec![faulty()], plandesk::desk::Consent::default()).unwrap();
        seat.session.take(Event::Wake);
        seat.press("8");
        seat.wait_until("the plans are checked", |screen| screen.contains(found));
        seat.press("<Down>");
        insta::assert_snapshot!(format!("{}_check", language.pick("zh", "en")), seat.screen());
    }
}

#[test]
fn the_findings_of_the_plan_check_are_exported() {
    let (drawer, options) = with_drawer(Drawer::default());
    let mut seat = Seat::with(options, (100, 30));
    seat.desk.import(&Actor::owner("规划科"), vec![faulty()], plandesk::desk::Consent::default()).unwrap();
    seat.session.take(Event::Wake);
    seat.press("8");
    seat.wait_until("the plans are checked", |screen| screen.contains("转换残留"));
    seat.press("e发现.csv<Enter>");
    let text = drawer.text("发现.csv");
    assert!(text.contains("规划,行,发现,规则,原文") && text.contains("转换残留"), "{text}");
}

#[test]
fn a_finding_opens_its_item_or_the_heading_of_its_line() {
    let mut seat = Seat::with(options(), (100, 30));
    seat.desk.import(&Actor::owner("规划科"), vec![faulty()], plandesk::desk::Consent::default()).unwrap();
    seat.session.take(Event::Wake);
    seat.press("8");
    seat.wait_until("the plans are checked", |screen| screen.contains("转换残留"));
    seat.press("fzhuanhuan<Enter>");
    assert!(seat.screen().contains("发现 (1)"), "{}", seat.screen());
    seat.press("<Down><Enter>");
    assert!(seat.row("规划工作台").contains("大纲"), "{}", seat.screen());
    seat.press("<Esc>fmubiaozhi<Enter><Down><Enter>");
    assert!(seat.row("规划工作台").contains("指标 · 河口 卫生健康"), "{}", seat.screen());
    // What was found is still known: nothing is checked again before the plans change.
    seat.press("8F");
    assert!(seat.screen().contains("发现 ("), "{}", seat.screen());
}

/// A binding indicator that falls behind, and the cursor on it.
const BEHIND: &str = "5jr81<Enter>";

#[test]
fn a_direction_and_a_judgement_by_hand_are_marked_and_can_be_taken_back() {
    let mut seat = Seat::new();
    seat.press("5jdl");
    assert!(seat.row("▸").contains("↓*"), "{}", seat.row("▸"));
    seat.press("dt");
    assert!(!seat.row("▸").contains('*'), "{}", seat.row("▸"));
    seat.press("J2<Enter>");
    assert!(seat.screen().contains("请写明原因"), "{}", seat.screen());
    seat.press("抽查核实<Enter>");
    assert!(seat.row("▸").contains("快于预期*"), "{}", seat.row("▸"));
    seat.press("<Tab>");
    assert!(seat.row("人工判断").contains("2023 快于预期 抽查核实"), "{}", seat.screen());
    seat.press("<Esc>J0");
    assert!(seat.row("▸").contains("未录入") && !seat.row("▸").contains('*'), "{}", seat.row("▸"));
}

#[test]
fn a_binding_indicator_that_will_miss_is_warned_of_and_opened_from_the_overview() {
    let mut seat = Seat::new();
    seat.press(BEHIND).press("1");
    let name = "基本型辅助器具适配率";
    assert!(seat.row("约束性指标预警").contains('1'), "{}", seat.screen());
    seat.press("<End>");
    assert!(seat.row("▸").contains("年达到"), "the year in which it would be reached: {}", seat.row("▸"));
    seat.press("<Enter>");
    assert!(seat.row("▸").contains("!!约束"), "{name}: {}", seat.screen());
}

#[test]
fn indicators_judged_by_hand_look_so() {
    snap("indicators", &format!("{BEHIND}jr86<Enter>dhJ5<Enter>口径有调整<Enter>k"));
    snap("warning", &format!("{BEHIND}1<End>"));
}

/// Goals of 2023 for two tasks, and the year's work plan.
const GOALS: &str = "3M新增就业120人<Enter><Down>M发放补贴30户<Enter>x";

#[test]
fn a_year_has_a_work_plan_of_the_tasks_with_goals() {
    let mut seat = Seat::new();
    seat.press(GOALS);
    assert!(seat.row("2023 年度目标").contains("发放补贴30户"), "{}", seat.screen());
    seat.press("Y");
    assert!(seat.screen().contains("年度计划") && seat.screen().contains("任务 (2)"), "{}", seat.screen());
    assert!(seat.row("新增就业").contains("按比例安置就业"), "{}", seat.screen());
    seat.press("]");
    assert!(seat.screen().contains("任务 (2)"), "the mid-term evaluation looks up to 2023: {}", seat.screen());
    seat.press("p4");
    assert!(seat.screen().contains("还没有年度目标"), "{}", seat.screen());
    seat.press("p3<Home>M<Backspace><Enter>");
    assert!(seat.screen().contains("任务 (1)"), "{}", seat.screen());
    seat.press("Y");
    assert!(seat.screen().contains("任务 (18)"), "{}", seat.screen());
}

#[test]
fn the_work_plan_of_a_year_looks_so() {
    snap("year_plan", &format!("{GOALS}Y"));
}

#[test]
fn the_overview_is_drilled_into_by_status_chapter_and_sector() {
    let mut seat = Seat::new();
    seat.press("3x<Down>z1<Right>");
    assert!(seat.row("未报送  ").contains('5') && seat.row("二、重点任务").contains("14%"), "{}", seat.screen());
    seat.press("<Down><Enter>");
    assert!(seat.screen().contains("任务 (5)") && seat.row("规划工作台").contains("未报送"), "{}", seat.screen());
    seat.press("<Esc><Down><Down><Down><Enter>");
    assert!(seat.screen().contains("任务 (7)") && seat.row("规划工作台").contains("二、重点任务"), "{}", seat.screen());
    seat.press("<Esc><Left><End><Up><Enter>");
    assert!(seat.screen().contains("任务 (9)") && seat.row("规划工作台").contains("残疾人"), "{}", seat.screen());
}

#[test]
fn who_has_not_reported_comes_first_while_the_period_is_open() {
    let mut seat = Seat::new();
    let first = |seat: &Seat| seat.screen().lines().nth(1).unwrap().to_string();
    assert!(first(&seat).contains("待报送 18 条 · 5 个单位   c 催报"), "{}", first(&seat));
    seat.press("3x1sy");
    assert!(first(&seat).contains("待报送 11 条"), "what is sealed is not waited for: {}", first(&seat));
    seat.press("<Down><Enter>Vx1<Down><Enter>Vx1");
    assert!(first(&seat).contains("本期已全部报送"), "{}", first(&seat));
}

#[test]
fn the_missing_reports_that_the_overview_counts_are_those_that_it_lists() {
    let mut seat = Seat::new();
    // The first plan is sealed, and its tasks without a status are awaited no more.
    seat.press("3x1sy<Up><Up>");
    let row = seat.row("▸");
    let count = row.split_whitespace().last().unwrap_or_default().to_string();
    assert!(count.parse::<u32>().is_ok_and(|count| count > 0), "{row}");
    seat.press("<Enter>");
    assert!(seat.screen().contains(&format!("任务 ({count})")), "{count} in {}", seat.screen());
    let mut seat = Seat::new();
    seat.press("3x1sy");
    assert!(seat.row("催报").contains(" 11 条"), "{}", seat.screen());
    seat.press("3N");
    assert!(seat.screen().contains("任务 (11)"), "{}", seat.screen());
}

#[test]
fn the_unfolded_overview_looks_so() {
    snap("overview_unfolded", "3x<Down>z1<Right>");
}

/// 2022 and 2023 of the first plan sealed, with a change between them and one after.
const TWO_SEALS: &str = "3p2xjz1sy3<Home>jp3ij<Home>x1sy3<Home>jx更正<Enter>";

#[test]
fn two_sealed_periods_or_one_and_today_are_compared_item_by_item() {
    let mut seat = Seat::new();
    seat.press(TWO_SEALS).press("7c");
    assert!(seat.screen().contains("选择规划"), "a plan is asked for: {}", seat.screen());
    seat.press("<Down><Enter>");
    let is = |seat: &Seat, field: &str, before: &str, after: &str| {
        let row = seat.row(field);
        let place = |text: &str| row.find(text).unwrap_or_else(|| panic!("no {text} in {}", seat.screen()));
        assert!(place(before) < place(after), "{}", seat.screen());
    };
    assert!(seat.row("规划工作台").contains("变化 1"), "{}", seat.screen());
    is(&seat, "变化项", "2022 年度", "2023 年度 现在");
    is(&seat, "状态  ", "滞后", "已完成");
    seat.press("a<Home><Down><Enter>");
    is(&seat, "变化项", "2022 年度", "2023 年度");
    is(&seat, "状态  ", "滞后", "推进中");
    seat.press("b<Down><Enter>a<End><Enter>");
    is(&seat, "修正说明", "–", "更正");
    seat.press("<Enter>");
    assert!(seat.row("规划工作台").contains("任务 · 河口 残疾人"), "{}", seat.screen());
    seat.press("<Esc>c");
    assert!(seat.screen().contains("残疾人基本康复服务覆盖率 (2)"), "{}", seat.screen());
}

#[test]
fn indicators_are_joined_and_parted_by_hand() {
    let mut seat = Seat::new();
    let decision = |seat: &Seat| {
        let snapshot = seat.desk.snapshot();
        snapshot.dossiers().flat_map(|dossier| dossier.counterparts.values().copied()).collect::<Vec<_>>()
    };
    seat.press("7<Down>x");
    assert_eq!(decision(&seat), [Counterpart::Different]);
    assert!(seat.last_line().contains("不同项"), "{}", seat.last_line());
    seat.press("u<Home><Down>=");
    assert!(seat.screen().contains("与哪个指标是同一项"), "{}", seat.screen());
    seat.press("人均<Enter>");
    assert_eq!(decision(&seat), [Counterpart::Same]);
    assert!(seat.row("河口 残疾人*").contains('%'), "{}", seat.screen());
}

#[test]
fn comparing_periods_looks_so() {
    snap("periods", &format!("{TWO_SEALS}7c<Down><Enter>"));
}

#[test]
fn what_others_say_of_a_plan_is_recorded_and_shown_with_it() {
    let mut seat = Seat::new();
    seat.press("t2统计局<Tab>2023年11月<Tab>八成<Enter>");
    assert!(seat.screen().contains("请输入数字"), "{}", seat.screen());
    seat.press("<Backspace><Backspace>86.5<Tab>1,200人<Tab>群众较满意<Esc>");
    assert!(seat.screen().contains("放弃吗"), "{}", seat.screen());
    seat.press("n<Enter>");
    assert!(seat.last_line().contains("已存"), "{}", seat.last_line());
    seat.press("2<Home>");
    let row = seat.row("社会满意度调查");
    assert!(row.contains("统计局") && row.contains("86.5") && row.contains("1200"), "{row}");
    seat.press("1t2");
    assert!(seat.row("实施单位").contains("统计局"), "{}", seat.screen());
}

#[test]
fn the_form_for_what_others_say_looks_so() {
    snap("appraisal", "t1省社科院<Tab>");
}

/// Options of a session that may open files; there is one, a list with two changes and a line that names nothing.
fn with_list(language: Language) -> Options {
    let list = "id,评估期,状态,进度\nhekou-cjr-2025/t1,2023,已完成,100\nhekou-cjr-2025/t99,2023,滞后,\n";
    let (_, options) = with_drawer(Drawer::with("残联.csv", list));
    Options { language, ..options }
}

/// Options of a session whose person has these files.
fn with_drawer(drawer: Drawer) -> (Drawer, Options) {
    let files: Arc<dyn Files> = Arc::new(drawer.clone());
    (drawer, Options { files: Some(files), ..options() })
}

#[test]
fn a_list_that_came_back_shows_its_changes_before_they_are_taken() {
    let mut seat = Seat::with(with_list(Language::Zh), (80, 24));
    seat.press("I无.csv<Enter>");
    assert!(seat.row("无.csv: 无法读取").contains("!"), "{}", seat.screen());
    assert!(seat.row("/ 无.csv").contains("│"), "what was typed is still there: {}", seat.screen());
    seat.press("<Esc>I残联.csv<Enter>");
    assert!(seat.row("状态:").contains("– → 已完成") && seat.row("t99").contains("没有 id"), "{}", seat.screen());
    seat.press("<Esc>");
    assert_eq!(review(&seat, FIRST, Period::annual(Year(2023))), Review::default(), "looking changes nothing");
    seat.press("I残联.csv<Enter><Tab><Enter>");
    assert_eq!(review(&seat, FIRST, Period::annual(Year(2023))).status, Some(Status::Completed));
    assert!(seat.last_line().contains("已收回更改") && seat.last_line().contains("未收回 1"), "{}", seat.last_line());
    seat.press("I残联.csv<Enter><Enter>");
    assert!(seat.last_line().contains("没有新填的内容"), "{}", seat.last_line());
}

#[test]
fn a_session_without_files_takes_a_list_that_is_pasted() {
    let mut seat = Seat::new();
    seat.press("I");
    assert!(seat.row("import 规划.docx < 规划.docx").contains("ssh"), "{}", seat.screen());
    seat.paste("id,评估期,状态,进度\nhekou-cjr-2025/t1,2023,已完成,100\n");
    seat.press("<Enter><Enter>");
    assert_eq!(review(&seat, FIRST, Period::annual(Year(2023))).status, Some(Status::Completed));
}

#[test]
fn a_list_that_came_back_looks_so() {
    for language in [Language::Zh, Language::En] {
        let mut seat = Seat::with(with_list(language), (80, 24));
        seat.press("I残联.csv<Enter>");
        insta::assert_snapshot!(format!("{}_returned", language.pick("zh", "en")), seat.screen());
    }
}

#[test]
fn a_supervision_notice_goes_to_one_department_or_to_each() {
    let (drawer, options) = with_drawer(Drawer::default());
    let mut seat = Seat::with(options, (160, 24));
    seat.press("d");
    assert!(seat.row("卫健委、").contains("教育局"), "all of them: {}", seat.screen());
    seat.press("督办.md<Enter>");
    let names = drawer.names();
    assert!(names.contains(&"督办-教育局.md".to_string()), "{names:?} {}", seat.screen());
    assert!(seat.last_line().contains("个文件：督办-"), "{}", seat.last_line());
    assert!(drawer.text("督办-教育局.md").contains("督办事项清单（教育局）"));
    seat.press("<Home>d<Enter>");
    assert!(seat.last_line().contains("条：督办单-2023.docx"), "{}", seat.last_line());
    assert_eq!(drawer.names().len(), names.len() + 1);
}

#[test]
fn a_plan_is_dispatched_by_months_from_the_screen() {
    let mut seat = Seat::new();
    seat.press("3*Q");
    assert!(seat.row("月度").contains("不用"), "{}", seat.screen());
    // All tasks first, then the marked ones.
    seat.press("<Enter>Q<Enter>p");
    assert!(seat.screen().contains("选择评估期"), "{}", seat.screen());
    seat.press("5年3月<Enter>");
    assert!(seat.screen().contains("2025年3月"), "{}", seat.screen());
    seat.press("<Home>z");
    let month: Period = "2025-03".parse().unwrap();
    assert_eq!(review(&seat, FIRST, month).status.map(Status::name), Some("lagging"));
    seat.press("<Down>z");
    assert!(seat.last_line().contains("重点调度"), "{}", seat.last_line());
    assert_eq!(review(&seat, "hekou-cjr-2025/t2", month), Review::default());
    seat.press("0");
    assert!(seat.screen().contains("3月"), "{}", seat.screen());
    seat.press("uu");
}

#[test]
fn problems_and_the_matrix_look_so() {
    snap("problems", &format!("{STUCK}9<Down>"));
    snap("matrix", &format!("{LAST_YEAR}0<Down>"));
    snap("matrix_by_department", &format!("{LAST_YEAR}0b"));
}

#[test]
fn carried_statuses_look_so() {
    snap("carried", LAST_YEAR);
}
