//! The office's list of departments on the screen.

use plandesk::desk::{Actor, AssignmentEdit, Command, Field, ListEdit};
use plandesk::plan::DepartmentField;
use plandesk::text::Language;
use plandesk::tui::Options;

use crate::support::tui::{Seat, options};

/// Returns a seat in the view of departments, with the cursor on one of them.
fn at(name: &str) -> Seat {
    let mut seat = Seat::new();
    seat.press("6");
    go_to(&mut seat, name);
    seat
}

fn go_to(seat: &mut Seat, name: &str) {
    seat.press("<Home>");
    for _ in 0..200 {
        if seat.row("▸").contains(name) {
            return;
        }
        seat.press("j");
    }
    panic!("no {name}: {}", seat.screen());
}

fn yesterday() -> String {
    jiff::Zoned::now().date().yesterday().unwrap().to_string()
}

#[test]
fn a_department_is_edited_in_a_form_and_the_change_undone() {
    let mut seat = at("卫健委");
    seat.press("n");
    assert!(seat.screen().contains("卫生健康委员会") && seat.screen().contains("职能承接单位"), "{}", seat.screen());
    seat.paste("王芳");
    seat.press("<Tab>");
    seat.paste("0998-1234567");
    seat.press("<C-s>");
    assert!(seat.last_line().contains("已存") && seat.last_line().contains("卫生健康委员会"), "{}", seat.last_line());
    seat.press("n");
    assert!(seat.screen().contains("王芳") && seat.screen().contains("0998-1234567"), "{}", seat.screen());
    seat.press("<Esc>un");
    assert!(!seat.screen().contains("王芳"), "{}", seat.screen());
}

#[test]
fn a_department_is_added_and_found_in_the_whole_list() {
    let mut seat = at("卫健委");
    seat.press("a");
    seat.press("<C-s>");
    assert!(seat.screen().contains("请填写单位名称"), "{}", seat.screen());
    seat.paste("数据资源中心");
    seat.press("<Tab>");
    seat.paste("数资中心");
    seat.press("<C-s><Home>");
    assert!(!seat.screen().contains("数资中心"), "it has no work: {}", seat.screen());
    seat.press("A");
    go_to(&mut seat, "数资中心");
    seat.press("A");
    assert!(!seat.screen().contains("数资中心"), "{}", seat.screen());
}

#[test]
fn the_work_of_a_department_that_ends_goes_to_its_successor_and_a_fault_keeps_the_form() {
    let mut seat = at("卫健委");
    seat.press("x");
    assert!(seat.screen().contains(&yesterday()), "yesterday was its last day: {}", seat.screen());
    seat.paste("某某委");
    seat.press("<C-s>");
    assert!(seat.last_line().contains("不能承接") && seat.screen().contains("某某委"), "{}", seat.screen());
    seat.send(b"\x15");
    seat.paste("应急");
    seat.press("<C-s>");
    assert!(!seat.screen().contains("卫健委") && seat.row("▸").len() > 3, "{}", seat.screen());
    go_to(&mut seat, "应急局");
    seat.press("A");
    go_to(&mut seat, "卫健委（现应急局）");
    seat.press("u6");
    seat.press("A");
    go_to(&mut seat, "卫健委");
}

#[test]
fn a_form_with_words_is_not_left_unasked() {
    let mut seat = at("卫健委");
    seat.press("n");
    seat.paste("王芳");
    seat.press("<Esc>");
    assert!(seat.screen().contains("文字还没有保存"), "{}", seat.screen());
}

#[test]
fn the_list_and_the_form_in_both_languages() {
    for (name, language) in [("zh", Language::Zh), ("en", Language::En)] {
        let mut seat = Seat::with(Options { language, ..options() }, (80, 24));
        let fields = [
            (DepartmentField::Contact, "王芳".to_string()),
            (DepartmentField::Telephone, "0998-1234567".to_string()),
            (DepartmentField::Until, "2024-06-30".to_string()),
            (DepartmentField::Successor, "民政局".to_string()),
        ];
        let edit = ListEdit::Set("体育局".to_string(), fields.into());
        seat.desk.execute(&Actor::owner("li"), Command::List(vec![edit])).unwrap();
        seat.press("6A<End>");
        insta::assert_snapshot!(format!("{name}_list"), seat.screen());
        go_to(&mut seat, "体育局");
        seat.press("n");
        insta::assert_snapshot!(format!("{name}_form"), seat.screen());
    }
}

#[test]
fn who_answers_for_a_task_is_entered_in_a_form_and_shown_with_it() {
    let mut seat = Seat::new();
    seat.press("3J");
    assert!(seat.screen().contains("分管领导") && seat.screen().contains("责任科室"), "{}", seat.screen());
    seat.paste("李明");
    seat.press("<Tab>");
    seat.paste("养老服务科");
    seat.press("<Tab>");
    seat.paste("王芳 0998-1234567");
    seat.press("<C-s><Home>");
    assert!(seat.row("分管领导  李明").contains("联系人  王芳 0998-1234567"), "{}", seat.screen());
    seat.press("u");
    assert!(!seat.screen().contains("养老服务科"), "{}", seat.screen());
}

#[test]
fn a_department_that_is_no_more_is_shown_as_it_was_in_the_period() {
    let mut seat = Seat::new();
    let item = seat.desk.snapshot().dossiers().next().unwrap().plan.tasks[0].id.clone();
    let edit = AssignmentEdit { lead: Field::Set(vec!["体育局".to_string()]), ..AssignmentEdit::default() };
    let owner = Actor::owner("li");
    seat.desk.execute(&owner, Command::Assign { items: vec![item], edit }).unwrap();
    let fields =
        [(DepartmentField::Until, "2022-06-30".to_string()), (DepartmentField::Successor, "文旅局".to_string())];
    let ends = ListEdit::Set("体育局".to_string(), fields.into());
    seat.desk.execute(&owner, Command::List(vec![ends])).unwrap();
    seat.press("3<Home>[[");
    assert!(seat.screen().contains("体育局（现文旅局）"), "in 2021: {}", seat.screen());
    assert!(seat.row("▸").contains("体育局"), "in 2021: {}", seat.screen());
    seat.press("]]");
    assert!(seat.screen().contains("文旅局（原体育局）"), "in 2023: {}", seat.screen());
}
