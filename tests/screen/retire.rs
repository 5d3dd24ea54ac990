//! The end of plans on the overview: archived, looked at in the archive, and removed.

use std::sync::Arc;

use plandesk::desk::{Actor, Cause, Command, Desk, TextEdit, WhenEmpty};
use plandesk::plan::{Departments, PlanId, Subject, TextField};
use plandesk::tui::Options;

use crate::support::tui::{Seat, options};

const TITLE: &str = "青石县残疾人事业“十四五”规划";

/// Returns a seat with the cursor on the plan of the county, below that of its city.
fn at_county() -> Seat {
    let mut seat = Seat::new();
    seat.press("<End>");
    while !seat.row("▸").contains("青石") {
        seat.press("k");
    }
    seat
}

#[test]
fn an_archived_plan_leaves_the_overview_and_is_looked_at_on_request() {
    let mut seat = at_county();
    seat.press("a");
    assert!(seat.screen().contains("归档此规划") && seat.screen().contains(TITLE), "{}", seat.screen());
    seat.press("n");
    assert!(seat.screen().contains("青石"), "nothing without a yes");
    seat.press("ay");
    assert!(seat.last_line().contains("归档") && seat.last_line().contains(TITLE), "{}", seat.last_line());
    seat.press("j");
    assert!(!seat.screen().contains("青石"), "{}", seat.screen());
    seat.press("A");
    assert!(seat.row("规划工作台").contains("归档") && seat.screen().contains("青石"), "{}", seat.screen());
    assert!(!seat.screen().contains("河口"), "{}", seat.screen());
    seat.press("3");
    assert!(seat.screen().contains("健全康复网络") && !seat.screen().contains("扩大医保异地结算"), "{}", seat.screen());
    seat.press("x");
    assert!(seat.last_line().contains("已归档"), "{}", seat.last_line());
    seat.press("/");
    seat.send("特殊教育".as_bytes());
    seat.wait_until("the archive is searched", |screen| screen.contains("办好特殊教育"));
    seat.press("<Esc><Esc>1a");
    assert!(seat.last_line().contains("取消归档"), "{}", seat.last_line());
    seat.press("j");
    assert!(
        seat.screen().contains("河口") && seat.screen().contains("青石"),
        "the archive is empty: {}",
        seat.screen()
    );
    seat.press("A");
    assert!(seat.last_line().contains("没有已归档的规划"), "{}", seat.last_line());
}

#[test]
fn a_plan_is_removed_once_its_title_is_typed_and_comes_back_by_undo() {
    let mut seat = at_county();
    seat.press("X");
    seat.paste("青石县");
    seat.press("<Enter>");
    assert!(seat.screen().contains("标题不符"), "{}", seat.screen());
    seat.press("<Esc>X");
    seat.paste(TITLE);
    seat.press("<Enter>");
    assert!(seat.last_line().contains("已删除") && seat.last_line().contains(TITLE), "{}", seat.last_line());
    assert_eq!(seat.desk.snapshot().all().count(), 2);
    seat.press("u");
    assert_eq!(seat.desk.snapshot().all().count(), 3);
    assert!(seat.screen().contains("青石"), "{}", seat.screen());
}

#[test]
fn a_plan_that_another_carries_out_and_samples_that_are_not_there_are_told() {
    let mut seat = Seat::new();
    seat.press("<Home>");
    while !seat.row("▸").contains("残疾人") {
        seat.press("j");
    }
    seat.press("X");
    let correct = Command::Edit {
        subjects: vec![Subject::Plan(PlanId::new("qingshi-cjr-2025").unwrap())],
        fields: vec![(TextField::Parent, TextEdit::Set("hekou-cjr-2025".to_string()))],
        cause: Cause::Wrong { reason: None },
    };
    seat.desk.execute(&Actor::owner("规划科"), correct).unwrap();
    let title = seat.desk.snapshot().plan_named("hekou-cjr").unwrap().plan.title.clone();
    seat.paste(&title);
    seat.press("<Enter>");
    assert!(seat.last_line().contains("青石县"), "{}", seat.last_line());
    seat.press("<Esc>D");
    assert!(seat.last_line().contains("没有可删除的样例"), "{}", seat.last_line());
}

/// Returns a seat at a store that was just made.
fn at_new_store() -> (tempfile::TempDir, Arc<Desk>, Seat) {
    let folder = tempfile::tempdir().unwrap();
    let (desk, _) = Desk::open(folder.path(), Departments::bundled(), WhenEmpty::LoadBundled).unwrap();
    let desk = Arc::new(desk);
    let seat = welcomed(&desk);
    (folder, desk, seat)
}

fn welcomed(desk: &Arc<Desk>) -> Seat {
    Seat::at(Arc::clone(desk), "规划科", Options { welcomes: true, ..options() }, (80, 24))
}

#[test]
fn a_new_store_offers_its_samples_an_import_or_a_new_plan() {
    let (_folder, desk, mut seat) = at_new_store();
    for choice in ["先看样例", "导入自己的规划", "新建规划"] {
        assert!(seat.screen().contains(choice), "{}", seat.screen());
    }
    seat.press("3");
    assert!(seat.row("规划工作台").contains("任务") && !seat.screen().contains("先看样例"), "other keys go on");
    let mut seat = welcomed(&desk);
    seat.press("<Esc>");
    assert!(!seat.screen().contains("先看样例") && !desk.snapshot().samples().is_empty(), "{}", seat.screen());
    let mut seat = welcomed(&desk);
    seat.press("+");
    assert!(seat.screen().contains("规划期") && desk.snapshot().all().len() == 0, "{}", seat.screen());
    desk.execute(&Actor::owner("规划科"), Command::Undo(plandesk::desk::Direction::Back)).unwrap();
    assert!(welcomed(&desk).screen().contains("先看样例"), "there is nothing but the samples again");
}

#[test]
fn nobody_is_welcomed_where_anything_was_entered() {
    let (_folder, desk, _) = at_new_store();
    let task = "bachu-wsjk-2025/t1".parse().unwrap();
    desk.execute(&Actor::owner("规划科"), Command::Mark { items: vec![task], marked: true }).unwrap();
    assert!(!welcomed(&desk).screen().contains("先看样例"));
    let mut seat = Seat::new();
    seat.press("1");
    assert!(!seat.screen().contains("先看样例"));
}
