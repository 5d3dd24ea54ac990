//! Measures the export and the taking back of a list of 10,000 tasks.
//!
//! `cargo bench --bench spreadsheet`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/plan.rs"]
mod plan;
#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/store.rs"]
mod store_support;
#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/xlsx.rs"]
mod xlsx_support;

use std::time::Instant;

use calamine::Data;
use plandesk::desk::{BothChanged, Desk, WhenEmpty};
use plandesk::export::{Content, Export, Format};
use plandesk::import::Document;
use plandesk::import::spreadsheet;
use plandesk::plan::{Departments, Plan, Thresholds};
use plandesk::text::Language;
use store_support::sample_plan;
use xlsx_support::{Book, PERIOD, actor};

const PLANS: u32 = 20;
const TASKS: u32 = 500;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, _) = Desk::open(&folder.path().join("store"), Departments::bundled(), WhenEmpty::StayEmpty).unwrap();
    let wording = "健全服务网络，改善设施条件，加强人员培训，推动优质资源下沉，逐步实现城乡服务均等化".repeat(2);
    let plans: Vec<Plan> =
        (0..PLANS).map(|number| (*sample_plan(&format!("sheng-{number}-2025"), TASKS, &wording)).clone()).collect();
    let document = Document {
        file: "plans.txt".to_string(),
        sha256: String::new(),
        encoding: "UTF-8",
        notice: None,
        plans,
        leftovers: Vec::new(),
        unlike: None,
        unread: vec![],
        named: vec![],
    };
    desk.import(&actor(), vec![document], plandesk::desk::Consent::default()).unwrap();

    let snapshot = desk.snapshot();
    let tasks: Vec<_> = snapshot.dossiers().flat_map(|d| d.plan.tasks.iter().map(|task| (&**d, task))).collect();
    let export = Export {
        content: Content::Tasks(tasks),
        period: &|_| PERIOD,
        thresholds: &Thresholds::default(),
        language: Language::Zh,
    };
    let began = Instant::now();
    let (sent, items) = export.bytes(Format::Xlsx).unwrap();
    println!("out: {items} tasks, {} KB, {:.2} s", sent.len() / 1024, began.elapsed().as_secs_f64());

    let began = Instant::now();
    let list = spreadsheet::read("list.xlsx", &sent).unwrap();
    let read = began.elapsed();
    let taken = desk.take_back(&actor(), &[list], BothChanged::Keep).unwrap();
    println!(
        "back, nothing filled in: {:.2} s, of it reading {:.2} s",
        began.elapsed().as_secs_f64(),
        read.as_secs_f64()
    );
    assert!(taken.changes.is_empty() && taken.rows == items);

    let filled = filled(&sent);
    let began = Instant::now();
    let list = spreadsheet::read("list.xlsx", &filled).unwrap();
    let taken = desk.take_back(&actor(), &[list], BothChanged::Keep).unwrap();
    println!("back, {} cells filled in: {:.2} s", taken.changes.len(), began.elapsed().as_secs_f64());
    assert_eq!(taken.changes.len(), items * 4);
}

/// Returns the list with four cells of every row filled in.
fn filled(sent: &[u8]) -> Vec<u8> {
    let mut book = Book::open(sent);
    let cells = [("状态", "推进中"), ("进展情况", "已完成年度任务的一半"), ("牵头单位", "民政局"), ("责任人", "张三")];
    let cells = cells.map(|(heading, words)| (book.column(heading), Data::String(words.to_string())));
    for row in &mut book.pages[0].rows[3..] {
        for (column, cell) in &cells {
            row[*column] = cell.clone();
        }
    }
    book.save()
}
