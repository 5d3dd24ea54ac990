//! Items by hand at the screen: added, split, moved, merged, ended, divided into steps, and a plan typed from nothing.

use plandesk::plan::overlay::{self, TextField};
use plandesk::plan::{Dossier, ItemId, Period, PlanId, Status, Subject, Year};
use plandesk::text::Language;
use plandesk::tui::Options;
use rstest::rstest;

use crate::editing::{Typed, cost};
use crate::support::tui::{Seat, options};

const PLAN: &str = "hekou-cjr-2025";

fn id(text: &str) -> ItemId {
    text.parse().unwrap()
}

fn dossier(seat: &Seat, plan: &str) -> Dossier {
    (**seat.desk.snapshot().dossier(&PlanId::new(plan).unwrap()).unwrap()).clone()
}

fn read(seat: &Seat, item: &str, field: TextField) -> Option<String> {
    let item = id(item);
    overlay::read(&dossier(seat, item.plan.as_str()).plan, &Subject::Item(item), field)
}

fn status(seat: &Seat, item: &str) -> Option<Status> {
    let item = id(item);
    dossier(seat, item.plan.as_str()).review(&item, Period::annual(Year(2023))).and_then(|review| review.status)
}

#[rstest]
#[case("3", "t", "hekou-cjr-2025/t6", TextField::Chapter, "二、重点任务 › （一）促进就业")]
#[case("3jjj", "t", "hekou-cjr-2025/t6", TextField::Chapter, "二、重点任务 › （二）健康和康复服务")]
#[case("3", "p", "hekou-cjr-2025/p3", TextField::Box, "专栏1 康复服务重点项目")]
#[case("3", "h", "hekou-cjr-2025/h6", TextField::Number, "")]
#[case("3", "b", "hekou-cjr-2025/b2", TextField::Number, "")]
#[case("3", "i", "hekou-cjr-2025/i3", TextField::Unit, "")]
fn something_of_each_kind_is_added_in_three_keys_where_the_cursor_is(
    #[case] before: &str,
    #[case] kind: &str,
    #[case] item: &str,
    #[case] field: TextField,
    #[case] value: &str,
) {
    use Typed::{Keys, Words};
    let mut seat = Seat::new();
    seat.press(before);
    let keys = cost(&mut seat, &[Keys("+"), Keys(kind), Words("办一件实事"), Keys("<Enter>")]);
    assert_eq!(keys, 3);
    assert_eq!(read(&seat, item, TextField::Title).as_deref(), Some("办一件实事"), "{}", seat.screen());
    assert_eq!(read(&seat, item, field).unwrap_or_default(), value);
    assert!(seat.row("▸").contains("办一件实事"), "the cursor goes there: {}", seat.screen());
    seat.press("u");
    assert!(dossier(&seat, PLAN).made.is_empty(), "{}", seat.screen());
}

#[test]
fn a_task_is_split_in_two_keys_and_the_part_that_is_named_keeps_the_reviews() {
    use Typed::{Keys, Words};
    let mut seat = Seat::new();
    seat.press("3x");
    assert_eq!(cost(&mut seat, &[Keys("|"), Words("民营企业安置就业"), Keys("<Enter>")]), 2);
    assert_eq!(read(&seat, "hekou-cjr-2025/t6", TextField::Title).as_deref(), Some("民营企业安置就业"));
    assert_eq!(
        (status(&seat, "hekou-cjr-2025/t1"), status(&seat, "hekou-cjr-2025/t6")),
        (Some(Status::Completed), None)
    );
    seat.press("u3<Home>|第二项<S-Tab>（机关）<Enter>");
    assert_eq!(read(&seat, "hekou-cjr-2025/t1", TextField::Title).as_deref(), Some("按比例安置就业（机关）"));
    assert_eq!(status(&seat, "hekou-cjr-2025/t1"), Some(Status::Completed));
    assert!(seat.screen().contains("拆自 按比例安置就业（机关）"), "{}", seat.screen());
    seat.press("u");
    assert_eq!(read(&seat, "hekou-cjr-2025/t1", TextField::Title).as_deref(), Some("按比例安置就业"), "one change");
}

#[test]
fn tasks_move_to_a_heading_in_two_keys_and_projects_to_a_box() {
    use Typed::{Keys, Words};
    let mut seat = Seat::new();
    seat.press("3");
    assert_eq!(cost(&mut seat, &[Keys(">"), Words("jkhkf"), Keys("<Enter>")]), 2);
    assert!(read(&seat, "hekou-cjr-2025/t1", TextField::Chapter).unwrap().contains("健康和康复服务"));
    seat.press("u<Home>vv>jkhkf<Enter>");
    for task in ["t1", "t2"] {
        let chapter = read(&seat, &format!("hekou-cjr-2025/{task}"), TextField::Chapter).unwrap();
        assert!(chapter.contains("健康和康复服务"), "{task}: {chapter}");
    }
    seat.press("<Esc>V>");
    assert!(seat.last_line().contains("同一规划、同一类"), "{}", seat.last_line());
}

#[test]
fn a_task_moves_among_those_of_its_heading_and_no_further() {
    let mut seat = Seat::new();
    let order = |seat: &Seat| {
        let tasks = dossier(seat, PLAN).plan.tasks.iter().take(3).map(|task| task.id.short()).collect::<Vec<_>>();
        tasks.join(" ")
    };
    seat.press("3<A-Down>");
    assert_eq!(order(&seat), "t2 t1 t3");
    assert!(seat.row("▸").contains("按比例安置就业"), "the cursor goes with it: {}", seat.screen());
    seat.press("<A-Down>");
    assert_eq!(order(&seat), "t2 t3 t1");
    seat.press("<A-Down>");
    assert!(seat.last_line().contains("末尾"), "{}", seat.last_line());
    seat.press("<A-Up><A-Up>");
    assert_eq!(order(&seat), "t1 t2 t3");
    seat.press("uu");
    assert_eq!(order(&seat), "t2 t3 t1");
}

#[test]
fn a_heading_added_below_another_is_shown_there() {
    let mut seat = Seat::new();
    seat.press("3+h办一件新事<Tab><Tab>zdrw<Enter>");
    let screen = seat.screen();
    let line = |text: &str| screen.lines().position(|line| line.contains(text)).unwrap();
    let (before, new) = (line("健康和康复服务"), line("办一件新事"));
    assert!(before < new && new < line("河口市“十四五”卫生健康规划"), "{screen}");
}

#[test]
fn a_task_is_merged_into_another_or_ended_and_can_go_on() {
    use Typed::{Keys, Words};
    let mut seat = Seat::new();
    seat.press("3");
    let merge = [Keys("&"), Words("fczz"), Keys("<Enter>"), Words("并办"), Keys("<Enter>")];
    assert_eq!(cost(&mut seat, &merge), 3);
    let ended = dossier(&seat, PLAN).ended;
    assert_eq!(ended[&id("hekou-cjr-2025/t1")].into, Some(id("hekou-cjr-2025/t2")));
    seat.press("u<Home>");
    assert_eq!(cost(&mut seat, &[Keys("-"), Words("不再实施"), Keys("<Enter>")]), 2);
    assert!(seat.screen().contains("任务 (17)"), "it is listed no more: {}", seat.screen());
    seat.press("-<Enter>");
    assert!(seat.screen().contains("请写明原因"), "an end has its reason: {}", seat.screen());
    seat.press("<Esc>2");
    while !seat.row("▸").contains("原有任务") {
        seat.press("j");
    }
    seat.press("<Enter>");
    assert!(seat.row("已终止").contains("不再实施"), "{}", seat.screen());
    seat.press("-y");
    assert!(dossier(&seat, PLAN).ended.is_empty());
}

#[test]
fn departments_answer_for_an_indicator_by_the_keys_of_tasks() {
    let mut seat = Seat::new();
    seat.press("5ja");
    seat.press("残联<Enter>");
    seat.press("n张三<Enter>");
    let decided: Vec<_> = dossier(&seat, PLAN).decisions.into_iter().collect();
    let [(item, decision)] = &decided[..] else { panic!("{decided:?}\n{}", seat.screen()) };
    assert_eq!(item.kind, plandesk::plan::ItemKind::Indicator);
    assert_eq!(
        (decision.lead.clone(), decision.person.clone()),
        (Some(vec!["残疾人联合会".to_string()]), Some(Some("张三".into())))
    );
    seat.press("<Tab>");
    assert!(seat.screen().contains("残疾人联合会"), "{}", seat.screen());
}

#[test]
fn an_indicator_has_its_official_section_and_contact_as_tasks_have() {
    let mut seat = Seat::new();
    seat.press("5jo李明<Tab>规划科<Tab>王芳 0998<Enter><Tab>");
    assert!(seat.row("分管领导").contains("李明") && seat.row("责任科室").contains("规划科"), "{}", seat.screen());
    let liaisons: Vec<_> = dossier(&seat, PLAN).liaisons.into_iter().collect();
    assert!(liaisons.len() == 1 && liaisons[0].0.kind == plandesk::plan::ItemKind::Indicator, "{liaisons:?}");
}

#[test]
fn an_indicator_that_a_department_owes_is_among_what_the_overview_misses() {
    let mut seat = Seat::new();
    let awaited = |seat: &Seat| {
        let line = seat.row("待报送");
        line.split_whitespace().nth(1).and_then(|count| count.parse::<u32>().ok()).unwrap()
    };
    let before = awaited(&seat);
    seat.press("5ja残联<Enter>1");
    assert_eq!(awaited(&seat), before + 1, "{}", seat.screen());
    assert!(seat.row("残联").contains("其中指标 1"), "{}", seat.screen());
    seat.press("5r55<Enter>1");
    assert_eq!(awaited(&seat), before, "its figure is there: {}", seat.screen());
}

#[test]
fn steps_have_their_department_and_day_and_tell_how_far_the_task_is() {
    let mut seat = Seat::new();
    seat.press("3B+选址<Tab>wj<Tab>张三<Tab>2024-06-30<Enter>+开工<Enter>");
    assert!(seat.row("选址").contains("卫健委") && seat.row("选址").contains("2024-06-30"), "{}", seat.screen());
    seat.press("<Home>x");
    assert!(seat.row("选址").contains("[x]") && seat.screen().contains("50%"), "{}", seat.screen());
    seat.press("<Esc><Tab>");
    assert!(seat.screen().contains("2 项中完成 1 项，50%；本期未报进度"), "{}", seat.screen());
    seat.press("<Tab>B%<Esc><Tab>");
    assert!(seat.screen().contains("50%；本期所报进度 50%"), "{}", seat.screen());
    seat.press("<Tab>");
    let review = dossier(&seat, PLAN).review(&id("hekou-cjr-2025/t1"), Period::annual(Year(2023))).cloned().unwrap();
    assert_eq!(review.progress.map(|progress| progress.get()), Some(50));
    seat.press("B-");
    assert!(seat.screen().contains("删除这个分解事项"), "{}", seat.screen());
    seat.press("n-y");
    assert_eq!(dossier(&seat, PLAN).steps.len(), 1);
    seat.press("<Esc>u");
    assert_eq!(dossier(&seat, PLAN).steps.len(), 2);
}

#[test]
fn a_plan_is_typed_from_nothing() {
    let mut seat = Seat::new();
    seat.press("+n某县“十四五”健康规划<Tab>某县<Tab>健康<Tab>2021-2025<Enter>");
    assert!(seat.screen().contains("一行一条"), "its outline comes next: {}", seat.screen());
    seat.press("第一章 重点任务<Enter><Tab>建设村卫生室。到2025年建成十所。<Enter>");
    seat.press(
        "专栏1 重点项目<Enter><Tab>卫生院改造<Enter><S-Tab><S-Tab>主要指标<Enter><Tab>人均预期寿命 | 岁 | 76 | 78",
    );
    assert!(seat.screen().contains("任务 1 · 项目 1 · 指标 1 · 章节 2"), "{}", seat.screen());
    seat.press("<C-s>");
    let snapshot = seat.desk.snapshot();
    let dossier = snapshot.dossiers().find(|dossier| dossier.plan.title.contains("某县")).unwrap();
    let plan = &dossier.plan;
    assert_eq!(plan.tasks.iter().map(|task| task.title.as_str()).collect::<Vec<_>>(), ["建设村卫生室", "卫生院改造"]);
    assert_eq!(plan.tasks[1].special_box, Some(0));
    assert_eq!(plan.indicators[0].targets[0].value, Some(78.0));
    assert!(seat.row("▸").contains("重点任务"), "{}", seat.screen());
    seat.press("u");
    let snapshot = seat.desk.snapshot();
    let emptied = snapshot.dossiers().find(|dossier| dossier.plan.title.contains("某县")).unwrap();
    assert!(emptied.plan.tasks.is_empty() && emptied.plan.outline.is_empty(), "all of it was one change");
}

#[test]
fn an_outline_from_a_spreadsheet_is_pasted_with_its_columns() {
    let mut seat = Seat::new();
    seat.press("3+o");
    seat.paste("三、\t新增工作\n\t办一件实事\t按年度实施\n\t再办一件\n");
    seat.press("<C-s>");
    let made = dossier(&seat, PLAN).made;
    assert_eq!(made.len(), 3, "{}", seat.screen());
    assert_eq!(read(&seat, "hekou-cjr-2025/t6", TextField::Title).as_deref(), Some("办一件实事"));
}

#[test]
fn what_a_form_lacks_is_told_and_what_was_typed_is_kept() {
    let mut seat = Seat::with(Options { language: Language::En, ..options() }, (80, 24));
    seat.press("+nA plan<Enter>");
    assert!(
        seat.screen().contains("please fill this in") || seat.screen().contains("a term such as"),
        "{}",
        seat.screen()
    );
    assert!(seat.screen().contains("A plan"), "{}", seat.screen());
    seat.press("<Esc>");
    assert!(seat.screen().contains("Leave it?"), "{}", seat.screen());
}
