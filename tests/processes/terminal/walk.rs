//! The five-minute tour of the README: find, assign, review, export, quit; and nothing is lost on the way.

use crate::support::pty::Screen;

/// The steps of the walk: keys to type, and the text that must then be on the screen.
const WALK: [(&str, &str); 4] = [
    // Searches with pinyin initials in any order, and opens the county's task.
    ("/巴楚 mxb", "聚焦慢性病管理与控制"),
    ("\r", "聚焦慢性病管理与控制"),
    // Makes the health commission its lead.
    ("awjw\r", "卫健委"),
    // Chooses the year, and marks the task completed.
    ("p3s3", "完成"),
];

fn walk(screen: &mut Screen, steps: usize) {
    screen.wait_text("喀什");
    for (keys, seen) in &WALK[..steps] {
        screen.send(keys).wait_text(seen);
    }
}

#[test]
fn a_first_session_finds_assigns_and_reviews_and_all_of_it_is_saved() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut screen = Screen::start(home.path(), &[]);
    walk(&mut screen, WALK.len());
    screen.send("q");
    screen.wait_exit();

    let mut again = Screen::start(home.path(), &[]);
    again.wait_text("喀什").send("/巴楚 mxb").wait_text("聚焦慢性病管理与控制").send("\r");
    again.wait("the lead and the status", |text| text.contains("卫健委") && text.contains("完成"));
}

#[test]
fn changes_reported_as_saved_survive_a_kill_at_any_step() {
    for steps in 3..=WALK.len() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut screen = Screen::start(home.path(), &[]);
        walk(&mut screen, steps);
        screen.wait_text("已存").kill();
        let mut again = Screen::start(home.path(), &[]);
        again.wait_text("喀什").send("/巴楚 mxb").wait_text("聚焦慢性病管理与控制").send("\r").wait_text("卫健委");
    }
}

#[test]
fn an_adjusted_target_and_an_added_task_survive_a_kill() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut screen = Screen::start(home.path(), &[]);
    screen.wait_text("喀什").send("5j").wait_text("基期").send("T").wait_text("动态调整");
    screen.send("2.5\r").wait_text("请写明原因").send("中期评估\r").wait_text("[调]");
    screen.send("3").wait_text("牵头").send("+").wait_text("新建规划").send("t").wait_text("新增任务");
    screen.send("龘办一件实事\r").wait("it is saved", |text| text.contains("已存") && text.contains("[增]")).kill();

    let mut again = Screen::start(home.path(), &[]);
    again.wait_text("喀什").send("5").wait_text("[调]");
    again.send("/龘办").wait_text("龘办一件实事").send("\r").wait_text("[增]");
}
