//! A planner's day, key by key: keys go in as bytes, the screen and the data come out.

use std::sync::Arc;

use plandesk::desk::{Actor, Command, ReviewEdit};
use plandesk::office::client::Files;
use plandesk::plan::{Due, ItemId, Period, Progress, Review, Status, Year};
use plandesk::text::Language;
use plandesk::tui::{Event, Flow, Options};
use rstest::rstest;

use crate::support::files::Drawer;
use crate::support::plans;
use crate::support::tui::{Seat, options};

fn id(text: &str) -> ItemId {
    text.parse().unwrap()
}

fn review(seat: &Seat, task: &str) -> Review {
    let id = id(task);
    let snapshot = seat.desk.snapshot();
    let (dossier, _) = snapshot.task(&id).unwrap();
    dossier.review(&id, Period::annual(Year(2023))).cloned().unwrap_or_default()
}

fn lead(seat: &Seat, task: &str) -> Vec<String> {
    seat.desk.snapshot().assignment(&id(task)).unwrap().lead
}

/// Rows of the task table that are marked.
fn marked(seat: &Seat) -> usize {
    seat.screen().lines().filter(|line| line.chars().nth(1) == Some('*')).count()
}

#[test]
fn a_task_is_found_by_pinyin_and_given_a_status_in_seven_keys() {
    let mut seat = Seat::new();
    seat.press("/myg");
    seat.wait_until("it is found", |screen| screen.contains("做好免疫规划"));
    seat.press("<Enter>");
    assert!(seat.row("▸").contains("做好免疫规划"), "{}", seat.screen());
    seat.press("x");
    assert_eq!(review(&seat, "hekou-wsjk-2025/t3").status, Some(Status::Completed));
    assert_eq!(seat.last_line(), " ✓ 已存: 做好免疫规划 → 2023 年度  状态 已完成");
    seat.press("s4");
    assert_eq!(review(&seat, "hekou-wsjk-2025/t3").status, Some(Status::Lagging));
}

#[test]
fn a_refusal_is_told_in_the_language_of_the_screen() {
    for (language, nothing, wrong) in
        [(Language::Zh, "没有可重做", "后面请写"), (Language::En, "nothing to redo", "is not possible")]
    {
        let mut seat = Seat::with(Options { language, ..options() }, (100, 30));
        seat.press("U");
        assert!(seat.last_line().contains(nothing), "{}", seat.last_line());
        seat.press("/is:late");
        seat.wait_until("it is refused", |screen| screen.contains(wrong));
    }
}

#[test]
fn a_reading_may_be_typed_as_tables_print_it() {
    let mut seat = Seat::new();
    seat.press("5/yunchan");
    seat.wait_until("it is found", |screen| screen.contains("孕产妇"));
    seat.press("<Enter>r1,234.5%<Enter>y");
    assert!(seat.last_line().contains("1234.5"), "{}", seat.last_line());
    seat.press("r1,23<Enter>");
    assert!(seat.screen().contains("请输入数字"), "{}", seat.screen());
}

#[test]
fn five_rows_get_one_lead_in_nine_keys() {
    let mut seat = Seat::new();
    seat.press("3vvvvvawj<Enter>");
    for task in ["t1", "t2", "t3", "t4", "t5"] {
        assert_eq!(lead(&seat, &format!("hekou-cjr-2025/{task}")), ["卫生健康委员会"]);
    }
    assert!(
        seat.last_line().contains("5 条") && seat.last_line().contains("牵头 卫生健康委员会"),
        "{}",
        seat.last_line()
    );
    seat.press("u");
    assert_eq!(lead(&seat, "hekou-cjr-2025/t1"), ["人力资源和社会保障局"]);
    assert!(seat.last_line().contains("已撤销"), "{}", seat.last_line());
}

#[test]
fn what_was_done_and_what_is_stuck_are_written_and_saved() {
    let mut seat = Seat::new();
    seat.press("3n已办两场<Enter>招聘会<Tab>岗位少<C-s>");
    let review = review(&seat, "hekou-cjr-2025/t1");
    assert_eq!(review.done.as_deref(), Some("已办两场\n招聘会"));
    assert_eq!(review.problem.as_deref(), Some("岗位少"));
    assert!(seat.row("问题").contains("岗位少"));
}

#[test]
fn tasks_that_a_new_edition_drops_are_a_group_of_the_outline() {
    let mut seat = Seat::new();
    seat.press("3x");
    assert_eq!(review(&seat, "hekou-cjr-2025/t1").status, Some(Status::Completed));
    let mut plan = plans::disability();
    let dropped = plan.tasks.remove(0);
    plan.source.sha256 = "1".to_string();
    let document = plans::document("hekou-2.txt", "1", vec![plan]);
    // The plan is so small that one task is more than a tenth of it.
    let consent = plandesk::desk::Consent { loss: true, ..plandesk::desk::Consent::default() };
    seat.desk.import(&Actor::owner("规划科"), vec![document], consent).unwrap();
    seat.press("2");
    seat.wait_until("the edition is there", |screen| screen.contains("原有任务"));
    assert_eq!(seat.screen().matches("原有任务").count(), 1);
    while !seat.row("▸").contains("原有任务") {
        seat.press("j");
    }
    assert!(seat.screen().contains(&dropped.title), "their titles are the text of the group");
    seat.press("<Enter>");
    assert!(seat.row("▸").contains(&dropped.title) && seat.row("▸").contains("完成"), "{}", seat.screen());
    assert!(seat.screen().contains("(1)"), "{}", seat.screen());
    seat.press("s4");
    assert_eq!(review(&seat, "hekou-cjr-2025/t1").status, Some(Status::Lagging));
    seat.press("F");
    assert!(!seat.screen().contains("原有任务"), "{}", seat.screen());
}

#[test]
fn a_reading_is_entered_and_judged_at_once() {
    let mut seat = Seat::new();
    seat.press("5");
    assert!(seat.row("孕产妇死亡率").contains("未录入"));
    seat.press("/yunchan");
    seat.wait_until("it is found", |screen| screen.contains("孕产妇死亡率"));
    // What is found may be the answer to less than was typed: then Enter waits for the whole.
    seat.press("<Enter>");
    seat.wait_until("it is jumped to", |screen| !screen.contains("规划工作台  搜索"));
    seat.press("r15.5<Enter>");
    let row = seat.row("孕产妇死亡率");
    assert!(row.contains("15.5") && row.contains("提前实现"), "{row}");
}

#[test]
fn the_overview_begins_with_who_has_not_reported() {
    for height in [14, 20, 24] {
        let seat = Seat::with(options(), (80, height));
        let screen = seat.screen();
        assert!(screen.lines().nth(2).unwrap().contains("卫健委"), "{screen}");
        assert!(seat.row("▸").contains("残疾人"), "the cursor stands on a plan: {screen}");
    }
}

#[test]
fn english_reminders_say_in_english_what_the_office_has_to_fill_in() {
    let mut seat = Seat::with(Options { language: Language::En, ..options() }, (80, 24));
    seat.press("1c");
    assert!(seat.screen().contains("[to be filled in]") && !seat.screen().contains("待补充"), "{}", seat.screen());
}

#[test]
fn reminders_are_three_keys_from_anywhere() {
    let drawer = Drawer::default();
    let files: Arc<dyn Files> = Arc::new(drawer.clone());
    let mut seat = Seat::with(Options { files: Some(files), ..options() }, (80, 24));
    seat.press("51c");
    assert!(seat.screen().contains("卫生健康委员会：") && seat.screen().contains("尚有以下 3 项未报送"));
    seat.press("<Enter>");
    assert!(seat.last_line().contains("已写入：催报-2023.md"), "{}", seat.last_line());
    assert!(drawer.text("催报-2023.md").contains("卫生健康委员会："));
}

#[rstest]
#[case("s1", Some(Status::NotStarted), "○ 未启")]
#[case("s2", Some(Status::InProgress), "● 推进")]
#[case("s3", Some(Status::Completed), "✓ 完成")]
#[case("s4", Some(Status::Lagging), "! 滞后")]
#[case("s5", Some(Status::Adjusted), "◇ 调整")]
#[case("s3s0", None, "· 未报")]
fn a_status_has_a_key_a_mark_and_a_word(#[case] keys: &str, #[case] status: Option<Status>, #[case] shown: &str) {
    let mut seat = Seat::new();
    seat.press("3").press(keys);
    assert_eq!(review(&seat, "hekou-cjr-2025/t1").status, status);
    assert!(seat.row("▸").contains(shown), "{}", seat.row("▸"));
}

#[rstest]
#[case("%60<Enter>", Some(60), "60%")]
#[case("%６０％<Enter>", Some(60), "60%")]
#[case("%101<Enter>", None, "请输入 0–100 的整数")]
#[case("%多<Enter>", None, "请输入 0–100 的整数")]
fn progress_is_a_percentage(#[case] keys: &str, #[case] progress: Option<u8>, #[case] shown: &str) {
    let mut seat = Seat::new();
    seat.press("3").press(keys);
    assert_eq!(review(&seat, "hekou-cjr-2025/t1").progress.map(Progress::get), progress);
    assert!(seat.screen().contains(shown), "{}", seat.screen());
}

#[test]
fn due_year_person_and_support_are_assigned() {
    let mut seat = Seat::new();
    seat.press("3d2022<Enter>r阿力木<Enter>Amzj<Space>yb<Space><Enter>");
    let assignment = seat.desk.snapshot().assignment(&id("hekou-cjr-2025/t1")).unwrap();
    assert_eq!(assignment.due, Due::end_of_year(Year(2022)));
    assert_eq!(assignment.person.as_deref(), Some("阿力木"));
    assert_eq!(assignment.support, ["民政局", "医疗保障局"]);
    seat.press("a不在册的单位<Enter>");
    assert_eq!(lead(&seat, "hekou-cjr-2025/t1"), ["不在册的单位"]);
}

#[test]
fn the_filter_narrows_the_table_and_esc_takes_it_back() {
    let mut seat = Seat::new();
    seat.press("3jjj<Esc>3f康复<Enter>");
    assert!(seat.screen().contains("任务 (3)"), "{}", seat.screen());
    assert!(seat.screen().lines().next().unwrap().contains("/康复"));
    seat.press("<Esc>");
    assert!(seat.screen().contains("任务 (18)"));
    seat.press("f<Tab><Tab>rsj<Enter><Enter>");
    assert!(seat.screen().contains("任务 (2)"), "{}", seat.screen());
    seat.press("F");
    assert!(seat.screen().contains("任务 (18)"));
    seat.press("f<Down><Down><Down><Down><Space><C-s>x");
    assert!(seat.screen().contains("任务 (17)"), "unreported ones alone, and one was reported: {}", seat.screen());
}

#[test]
fn rows_are_marked_by_key_by_range_and_all_at_once() {
    let mut seat = Seat::new();
    seat.press("3v");
    assert_eq!(marked(&seat), 1);
    seat.press("jjjm");
    assert_eq!(marked(&seat), 5);
    assert!(seat.last_line().contains("已选 5"), "{}", seat.last_line());
    seat.press("V");
    assert!(seat.last_line().contains("已选 18"), "{}", seat.last_line());
    seat.press("<Esc>");
    assert_eq!(marked(&seat), 0);
}

#[test]
fn the_cursor_and_the_marks_stay_with_their_tasks_when_the_order_changes() {
    let mut seat = Seat::new();
    seat.press("3jjv");
    let before = seat.row("▸");
    seat.press("SRSS");
    assert_eq!(seat.row("▸").replace('▸', ""), before.replace('▸', ""));
    assert!(seat.row("统筹公益性岗位").contains('*'));
}

#[test]
fn a_change_of_a_colleague_is_shown_and_moves_nothing() {
    let mut here = Seat::new();
    here.press("3jj");
    let mut there = Seat::at(here.desk.clone(), "县残联", options(), (80, 24));
    there.press("3x");
    here.session.take(Event::Wake);
    here.draw();
    assert!(here.row("按比例安置就业").contains("✓ 完成"));
    assert!(here.row("▸").contains("统筹公益性岗位"));
    assert!(here.last_line().contains("县残联 改了 按比例安置就业"), "{}", here.last_line());
}

#[test]
fn what_the_rules_forbid_is_refused_with_the_reason() {
    let mut seat = Seat::with(Options { period: Some(Period::annual(Year(2030))), ..options() }, (80, 24));
    seat.press("3x");
    assert!(seat.screen().contains("2021–2025"), "{}", seat.screen());
    seat.press("u");
    assert!(seat.last_line().contains("没有可撤销的更改") || seat.last_line().contains("已撤销"));
}

#[test]
fn words_left_by_mistake_come_back() {
    let mut seat = Seat::new();
    seat.press("3n半句话<Esc>");
    assert!(seat.screen().contains("放弃吗"), "{}", seat.screen());
    seat.press("n，接着写<Esc>y");
    assert!(!seat.screen().contains("评估记录"));
    assert_eq!(review(&seat, "hekou-cjr-2025/t1").done, None);
    seat.press("n");
    assert!(seat.screen().contains("半句话，接着写"));
    seat.press("<C-s>");
    assert_eq!(review(&seat, "hekou-cjr-2025/t1").done.as_deref(), Some("半句话，接着写"));
    assert_eq!(seat.press("q").flow, Flow::End, "nothing is unsaved any more");
}

#[test]
fn leaving_with_unsaved_words_is_asked_back() {
    let mut seat = Seat::new();
    seat.press("3n没保存<C-c>");
    assert_eq!(seat.flow, Flow::Continue);
    assert!(seat.screen().contains("还有未保存的文字"));
    seat.press("n");
    assert!(seat.screen().contains("没保存"));
    seat.press("<C-c>y");
    assert_eq!(seat.flow, Flow::End);
}

#[test]
fn a_change_of_many_rows_is_asked_back_with_titles() {
    let mut seat = Seat::new();
    // Eighteen rows are not many; a desk with more than twenty is needed.
    let document = plans::document("more.txt", "1", vec![plans::under("more-2025", plans::health())]);
    let actor = plandesk::desk::Actor::owner("规划科");
    seat.desk.import(&actor, vec![document], plandesk::desk::Consent::default()).unwrap();
    seat.session.take(Event::Wake);
    seat.press("3Vx");
    assert!(seat.screen().contains("27 条") && seat.screen().contains("按比例安置就业"), "{}", seat.screen());
    seat.press("n");
    assert_eq!(review(&seat, "hekou-cjr-2025/t1"), Review::default());
    seat.press("xy");
    assert_eq!(review(&seat, "hekou-cjr-2025/t1").status, Some(Status::Completed));
}

#[test]
fn drilling_down_from_the_overview_and_back() {
    let mut seat = Seat::new();
    seat.press("<Enter>");
    assert!(seat.screen().lines().next().unwrap().contains("任务 · 河口 残疾人"));
    seat.press("<Esc>");
    assert!(seat.screen().lines().next().unwrap().contains("总览"));
    seat.press("<Home><Enter>");
    assert!(seat.screen().contains("牵头:卫健委") && seat.screen().contains("任务 (3)"), "{}", seat.screen());
    seat.press("<Esc>2<End><Enter>");
    assert!(seat.screen().contains("任务 (2)"), "the tasks under the last heading: {}", seat.screen());
}

#[test]
fn headings_are_folded_and_unfolded() {
    let mut seat = Seat::new();
    seat.press("2<Left>");
    assert!(!seat.screen().contains("总体要求"));
    seat.press("<Right>");
    assert!(seat.screen().contains("总体要求"));
}

#[test]
fn a_period_is_two_keys_away() {
    let mut seat = Seat::new();
    seat.press("3xpm");
    assert!(seat.screen().lines().next().unwrap().contains("中期评估"));
    assert!(seat.row("按比例安置就业").contains("✓?完成"), "what the year said is not confirmed yet");
    assert!(seat.row("历次").contains("2023 年度 ✓ 100%"));
    seat.press("p3");
    assert!(seat.row("按比例安置就业").contains("✓ 完成"));
}

#[test]
fn help_lists_the_keys_of_the_view_and_runs_them() {
    let mut seat = Seat::new();
    seat.press("3?");
    assert!(seat.screen().contains("分派牵头单位") || seat.screen().contains("下一行"));
    seat.press("yiwancheng");
    assert!(seat.row("已完成").contains("s 3"), "{}", seat.screen());
    seat.press("<Enter>");
    assert_eq!(review(&seat, "hekou-cjr-2025/t1").status, Some(Status::Completed));
}

#[test]
fn an_input_method_left_on_is_told_of() {
    let mut seat = Seat::new();
    seat.press("3设");
    assert!(seat.last_line().contains("输入法开着"), "{}", seat.last_line());
    seat.press("／");
    assert!(seat.screen().contains("输入汉字、全拼或拼音首字母"), "a full-width slash is a slash");
}

#[test]
fn a_paste_is_text_and_never_a_command() {
    let mut seat = Seat::new();
    seat.press("3");
    seat.paste("sxq\r:q!\r3");
    assert_eq!((seat.flow, review(&seat, "hekou-cjr-2025/t1")), (Flow::Continue, Review::default()));
    seat.press("n");
    seat.paste("第一行\r\n第二行q\x1b[31m");
    seat.press("<C-s>");
    assert_eq!(review(&seat, "hekou-cjr-2025/t1").done.as_deref(), Some("第一行\n第二行q[31m"));
    seat.press("a");
    seat.paste("医保\n局");
    assert!(seat.screen().contains("/ 医保 局"), "{}", seat.screen());
}

#[test]
fn the_history_tells_who_changed_what_and_what_was_taken_back() {
    let mut seat = Seat::new();
    seat.press("3xuH");
    let screen = seat.screen();
    assert!(screen.contains("撤销 #2") && screen.contains("评估 (已撤销)"), "{screen}");
    let edit =
        ReviewEdit { progress: plandesk::desk::Field::given(Progress::try_from(40).ok()), ..ReviewEdit::default() };
    let command = Command::Review { items: vec![id("hekou-cjr-2025/t1")], period: Period::annual(Year(2023)), edit };
    seat.desk.execute(&plandesk::desk::Actor::owner("审计"), command).unwrap();
    seat.session.take(Event::Wake);
    seat.draw();
    assert!(seat.screen().contains("审计"), "the list follows the data: {}", seat.screen());
}

#[test]
fn words_for_several_tasks_set_only_what_was_written() {
    let mut seat = Seat::new();
    let edit = ReviewEdit { next: plandesk::desk::Field::Set("原有".to_string()), ..ReviewEdit::default() };
    let items = vec![id("hekou-cjr-2025/t1")];
    let actor = plandesk::desk::Actor::owner("规划科");
    seat.desk.execute(&actor, Command::Review { items, period: Period::annual(Year(2023)), edit }).unwrap();
    seat.session.take(Event::Wake);
    seat.press("3vvn一起推进<C-s>");
    assert_eq!(review(&seat, "hekou-cjr-2025/t1").next.as_deref(), Some("原有"));
    assert_eq!(review(&seat, "hekou-cjr-2025/t1").done.as_deref(), Some("一起推进"));
    assert_eq!(review(&seat, "hekou-cjr-2025/t2").done.as_deref(), Some("一起推进"));
}

#[test]
fn a_hit_of_every_kind_is_jumped_to() {
    for (query, view, row) in [
        ("tuiguangfu", "任务", "推广辅助器具适配"),
        ("签约服务", "任务", "家庭医生签约服务"),
        ("jkfwzdxm", "专栏", "健康服务重点项目"),
        ("预期寿命", "指标", "人均预期寿命"),
        ("守住", "大纲", "守住公共卫生底线"),
        ("教育局", "部门", "教育局"),
    ] {
        let mut seat = Seat::new();
        seat.press("/").press(query);
        // Enter may come before the answer: it is for what was typed, not for what was found before.
        seat.press("<Enter>");
        seat.wait_until("it is jumped to", |screen| !screen.contains("规划工作台  搜索") && screen.contains(row));
        assert!(seat.screen().lines().next().unwrap().contains(view), "{query}: {}", seat.screen());
        assert!(seat.row("▸").contains(row), "{query}: {}", seat.screen());
        seat.press("<Esc>");
        assert!(seat.screen().lines().next().unwrap().contains("总览"), "and back");
    }
}

#[test]
fn a_plan_that_was_found_is_the_row_under_the_cursor() {
    let mut seat = Seat::new();
    seat.press("2jjj/").paste("kind:规划 残疾人");
    seat.wait_until("plans are found", |screen| screen.contains(" 条"));
    seat.press("<Enter>");
    assert!(seat.screen().lines().next().unwrap().contains("大纲"), "{}", seat.screen());
    assert!(seat.row("▸").contains("残疾人保障和发展规划"), "{}", seat.screen());
}

#[test]
fn the_filter_form_says_why_a_line_is_no_filter() {
    let mut seat = Seat::new();
    seat.press("3f").paste("stauts:滞后");
    seat.press("<C-s>");
    assert!(seat.screen().contains("没有“stauts:”这种筛选"), "{}", seat.screen());
    assert!(seat.screen().contains("stauts:滞后"), "what was typed is still there: {}", seat.screen());
}

#[test]
fn the_filter_form_gives_the_keyboard_to_the_field_that_cannot_be_taken() {
    let mut seat = Seat::new();
    seat.press("3f<S-Tab>很久<S-Tab><C-s>");
    assert!(seat.row("很久").contains("▸ 最晚到期"), "{}", seat.screen());
    assert!(seat.screen().contains("! 请写完成时限"), "{}", seat.screen());
    seat.press("<Backspace>");
    assert!(!seat.screen().contains("! 请"), "the reason goes with what it was for: {}", seat.screen());
}

#[test]
fn a_long_search_line_shows_the_end_that_is_typed() {
    let mut seat = Seat::new();
    seat.press("/").paste("康复 status:滞后 period:2023 dept:民政 kind:任务 due:<2024 is:overdue -儿童 最后的字");
    assert!(seat.screen().lines().nth(1).unwrap().contains("最后的字"), "{}", seat.screen());
}

#[test]
fn a_query_is_saved_as_a_view_picked_again_and_dropped() {
    let mut seat = Seat::new();
    seat.press("/").paste("康复 kind:任务");
    seat.wait_until("all is found", |screen| screen.contains(" 条"));
    let found = seat.row("提升康复服务质量");
    seat.press("<C-s>").paste("要做的康复");
    assert!(seat.screen().contains("视图"), "{}", seat.screen());
    seat.press("<Enter><Esc>/");
    assert!(seat.row("要做的康复").contains("康复 kind:任务"), "{}", seat.screen());
    seat.press("<Enter>");
    seat.wait_until("the view's hits are there", |screen| screen.contains(" 条"));
    assert_eq!(seat.row("提升康复服务质量"), found);
    seat.press("<Esc>/康复<C-s>").paste("要做的康复");
    seat.press("<Enter>");
    assert!(seat.screen().contains("替换吗"), "it would be lost: {}", seat.screen());
    seat.press("n<Esc>/<C-x>");
    assert!(seat.screen().contains("删除这个视图"), "{}", seat.screen());
    seat.press("n");
    assert!(seat.row("要做的康复").contains("康复 kind:任务"), "{}", seat.screen());
    seat.press("<C-x>y");
    assert!(seat.screen().contains("已删除视图") && !seat.screen().contains("康复 kind:任务"), "{}", seat.screen());
    assert!(seat.desk.views().unwrap().is_empty());
}
