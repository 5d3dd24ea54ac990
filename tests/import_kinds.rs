//! The importer on documents of many kinds, made up for these tests.

#![allow(clippy::unwrap_used)]

use plandesk::import::{self, Document};
use plandesk::plan::{Departments, Nature, Plan, Task};

fn document(text: &str) -> Document {
    import::read("某规划.txt", text.as_bytes(), &Departments::bundled()).unwrap()
}

fn plan(text: &str) -> Plan {
    document(text).plans.remove(0)
}

/// Chapters, tasks, boxes, projects, indicators, binding indicators.
fn counts(plan: &Plan) -> [usize; 6] {
    let projects = plan.tasks.iter().filter(|t| t.special_box.is_some()).count();
    let binding = plan.indicators.iter().filter(|i| i.nature == Some(Nature::Binding)).count();
    let tasks = plan.tasks.len() - projects;
    [plan.chapters().count(), tasks, plan.boxes.len(), projects, plan.indicators.len(), binding]
}

fn tasks(plan: &Plan) -> Vec<String> {
    plan.tasks.iter().map(|t| format!("{}{}", t.number, t.title)).collect()
}

/// Who leads, who supports and when it is due.
fn stated(task: &Task) -> (String, String, Option<i32>) {
    (task.stated.lead.join("、"), task.stated.support.join("、"), task.stated.due)
}

#[test]
fn a_province_outline_has_parts_boxes_with_01_02_and_changes_over_the_term() {
    let plan = plan(include_str!("documents/province.txt"));
    assert_eq!(counts(&plan), [3, 7, 2, 3, 9, 3]);
    let projects: Vec<&str> = plan.box_items(1).map(|p| p.title.as_str()).collect();
    assert_eq!(projects, ["国家实验室培育工程", "大科学装置工程", "省级创新中心工程"]);
    let energy = &plan.indicators[7];
    assert_eq!(energy.targets.iter().map(|t| t.value).collect::<Vec<_>>(), [Some(14.0)], "{energy:?}");
}

#[test]
fn decimal_numbers_nest_and_tables_between_them_end() {
    let plan = plan(include_str!("documents/decimal.txt"));
    assert_eq!(counts(&plan), [4, 7, 0, 0, 4, 3]);
    assert_eq!(plan.indicators[1].name, "细颗粒物（PM2.5）浓度");
    let numbers: Vec<&str> = plan.tasks.iter().map(|t| t.number.as_str()).collect();
    assert_eq!(numbers, ["3.1.1", "3.1.2", "3.2.1", "3.2.2", "3.3", "4.1", "4.2"]);
    assert_eq!(
        stated(&plan.tasks[0]),
        ("工业和信息化局".to_string(), "发展和改革委员会、生态环境局".to_string(), Some(2023))
    );
}

#[test]
fn a_division_of_work_says_who_leads() {
    let plan = plan(include_str!("documents/division.txt"));
    assert_eq!(counts(&plan), [3, 6, 0, 0, 0, 0]);
    let who: Vec<String> = plan.tasks.iter().map(|t| t.stated.lead.join("、")).collect();
    assert_eq!(who, ["教育局", "教育局", "卫生健康委员会", "卫生健康委员会", "", ""]);
}

#[test]
fn pages_glued_to_headings_and_blanks_between_cells_are_read() {
    let plan = plan(include_str!("documents/glued.txt"));
    assert_eq!(counts(&plan), [4, 6, 1, 2, 3, 2]);
    assert!(plan.tasks[0].text.contains("综合养老服务中心，床位"));
}
