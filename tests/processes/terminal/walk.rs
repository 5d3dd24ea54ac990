//! The five minutes of the README: find, assign, review, export, quit; and nothing is lost on the way.

use crate::support::pty::Screen;

/// The steps of the walk: keys to type, and what must then stand on the screen.
const WALK: [(&str, &str); 4] = [
    // Search in pinyin initials, words in any order, and open the county's task.
    ("/巴楚 mxb", "聚焦慢性病管理与控制"),
    ("\r", "聚焦慢性病管理与控制"),
    // Make the health commission its lead.
    ("awjw\r", "卫健委"),
    // Choose the year, and mark it completed.
    ("p3s3", "完成"),
];

fn walk(screen: &mut Screen, steps: usize) {
    screen.wait_text("喀什");
    for (keys, seen) in &WALK[..steps] {
        screen.send(keys).wait_text(seen);
    }
}

#[test]
fn a_newcomer_finds_assigns_reviews_and_finds_all_of_it_again() {
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
fn what_the_screen_called_saved_survives_a_kill_at_any_step() {
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
    screen.send("93\r").wait_text("请写明原因").send("中期评估\r").wait_text("[调]");
    screen.send("3").wait_text("牵头").send("+").wait_text("新建规划").send("t").wait_text("新增任务");
    screen.send("龘办一件实事\r").wait("it is saved", |text| text.contains("已存") && text.contains("[增]")).kill();

    let mut again = Screen::start(home.path(), &[]);
    again.wait_text("喀什").send("5").wait_text("[调]");
    again.send("/龘办").wait_text("龘办一件实事").send("\r").wait_text("[增]");
}
