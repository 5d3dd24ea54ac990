//! Permissions on a screen: keys of each kind of change, about each kind of item, from people of each role.

use std::sync::Arc;

use plandesk::desk::Desk;
use plandesk::text::Language;
use plandesk::tui::Options;
use rstest::rstest;

use crate::support::roles::{self, NAMES, PLANNERS, THEIRS, is_forbidden};
use crate::support::tui::{Seat, options};

/// The title of an item of a plan.
fn title(desk: &Desk, item: &str) -> String {
    let (item, snapshot) = (item.parse().unwrap(), desk.snapshot());
    match snapshot.task(&item) {
        Some((_, task)) => task.title.clone(),
        None => snapshot.indicator(&item).unwrap().1.name.clone(),
    }
}

/// Presses keys on an item, and returns everything that the screen showed meanwhile.
fn pressed(desk: &Arc<Desk>, name: &str, item: &str, keys: &[&str]) -> String {
    let options = Options { language: Language::En, ..options() };
    let mut seat = Seat::of(Arc::clone(desk), roles::person(desk, name), options, (160, 40));
    let title = title(desk, item);
    seat.press("/").paste(&format!("{title} plan:{}", item.split('/').next().unwrap()));
    seat.wait_until("it is found", |screen| screen.lines().skip(2).any(|line| line.contains(&title)));
    seat.press("<Enter>");
    keys.iter().map(|key| seat.press(key).screen()).collect()
}

#[rstest]
#[case::status_of_work_led("hekou-wsjk-2025/t1", &["s", "4"], THEIRS)]
#[case::status_of_work_supported("hekou-wsjk-2025/t2", &["s", "4"], THEIRS)]
#[case::status_of_others("hekou-wsjk-2025/t5", &["s", "4"], PLANNERS)]
#[case::status_where_indicators_are_listed("hekou-cjr-2025/t1", &["s", "4"], PLANNERS)]
#[case::status_of_a_project_led("hekou-wsjk-2025/p1", &["s", "4"], THEIRS)]
#[case::status_of_a_project_of_others("hekou-wsjk-2025/p2", &["s", "4"], PLANNERS)]
#[case::words_of_others("hekou-wsjk-2025/t5", &["n", "已办", "<C-s>"], PLANNERS)]
#[case::reading_listed("hekou-wsjk-2025/i1", &["r", "75", "<Enter>"], THEIRS)]
#[case::reading_of_a_plan_listed("hekou-cjr-2025/i1", &["r", "75", "<Enter>"], THEIRS)]
#[case::reading_not_listed("hekou-wsjk-2025/i2", &["r", "2", "<Enter>"], PLANNERS)]
#[case::division_of_own_work("hekou-wsjk-2025/t1", &["a", "教育局", "<Enter>"], PLANNERS)]
#[case::division_of_an_indicator("hekou-wsjk-2025/i2", &["a", "教育局", "<Enter>"], PLANNERS)]
#[case::deadline("hekou-wsjk-2025/t1", &["d", "2024", "<Enter>"], PLANNERS)]
#[case::case("hekou-wsjk-2025/t1", &["@", "<Enter>"], PLANNERS)]
#[case::direction("hekou-wsjk-2025/i1", &["d", "l"], PLANNERS)]
fn each_role_may_do_on_a_screen_what_the_table_says(#[case] item: &str, #[case] keys: &[&str], #[case] may: &[&str]) {
    let (desk, _folder) = roles::desk();
    for name in NAMES {
        let before = desk.history().unwrap().len();
        let shown = pressed(&desk, name, item, keys);
        let saved = desk.history().unwrap().len() - before;
        if may.contains(&name) {
            assert!(!is_forbidden(&shown), "{name}: {shown}");
            // What the first has done may be done for good.
            assert!(saved == 1 || name != may[0], "{name}: {shown}");
        } else {
            assert!(is_forbidden(&shown) && saved == 0, "{name}: {saved} saved: {shown}");
        }
    }
}
