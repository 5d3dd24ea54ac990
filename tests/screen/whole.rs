//! Texts of the screen are whole, rounded, in order, and in one language; and exports hold the rows of the lists.

use std::sync::Arc;

use plandesk::office::client::Files;
use plandesk::tui::Options;
use rstest::rstest;

use crate::support::files::Drawer;
use crate::support::tui::{Seat, options};

#[rstest]
#[case((29, 1), "窗口太小，请放大到 40×10 以上")]
#[case((16, 3), "40×10")]
#[case((12, 1), "40x10")]
#[case((5, 9), "40")]
fn a_screen_too_small_still_says_how_large_it_must_be(#[case] size: (u16, u16), #[case] said: &str) {
    let seat = Seat::with(options(), size);
    assert!(seat.screen().contains(said), "{}", seat.screen());
}

#[test]
fn a_period_without_a_reading_says_so_instead_of_judging() {
    let mut seat = Seat::new();
    seat.press("5");
    assert!(seat.row("孕产妇死亡率").contains("未录入"), "{}", seat.screen());
    assert!(!seat.screen().contains("无法判断"), "{}", seat.screen());
    seat.press("L");
    assert!(seat.screen().contains("no value"), "{}", seat.screen());
}

#[rstest]
fn the_plan_is_picked_by_the_initials_of_region_and_sector(#[values("hk cjr", "hkcjr", "cjr hk")] typed: &str) {
    let mut seat = Seat::new();
    seat.press("3P").press(typed).press("<Enter>");
    assert!(seat.row("规划工作台").contains("河口 残疾人"), "{}", seat.screen());
}

#[test]
fn earlier_periods_stand_with_the_newest_first() {
    let mut seat = Seat::new();
    seat.press("3p2xp3zp4");
    let row = seat.row("历次");
    let place = |year: &str| row.find(year).unwrap_or_else(|| panic!("no {year} in {row}"));
    assert!(place("2023") < place("2022"), "{row}");
}

#[test]
fn footers_name_keys_in_the_language_of_the_screen() {
    let mut seat = Seat::new();
    for (keys, here, there) in [("3", "空格 选", "Space mark"), ("2", "回车 任务 左 收起", "Enter tasks Left fold")]
    {
        seat.press(keys);
        assert!(seat.last_line().contains(here), "{}", seat.last_line());
        seat.press("L");
        assert!(seat.last_line().contains(there), "{}", seat.last_line());
        seat.press("L");
    }
}

#[rstest]
#[case::overview("1", "规划,任务,任务完成,未报送", "河口市“十四五”卫生健康规划")]
#[case::outline("2", "规划,大纲,任务", "守住公共卫生底线")]
#[case::departments("6", "部门,任务", "卫生健康委员会")]
#[case::problems("3n<Tab>缺少资金<C-s>9", "规划,任务,牵头,问题", "缺少资金")]
#[case::matrix("0", "规划,编号,任务,2021 年度", "建强疾控队伍")]
#[case::history("3xH", "编号,时间,谁,更改,任务", "规划科")]
fn a_view_exports_what_it_lists(#[case] keys: &str, #[case] heading: &str, #[case] held: &str) {
    let drawer = Drawer::default();
    let files: Arc<dyn Files> = Arc::new(drawer.clone());
    let mut seat = Seat::with(Options { files: Some(files), ..options() }, (120, 40));
    seat.press(keys).press("e表.csv<Enter>");
    let text = drawer.text("表.csv");
    assert!(text.lines().next().is_some_and(|line| line.contains(heading)), "{text}");
    assert!(text.contains(held), "{text}");
}

#[test]
fn the_chart_uses_the_width_that_it_has_and_its_legend_covers_no_point() {
    for width in [80, 120, 200] {
        let mut seat = Seat::with(options(), (width, 40));
        seat.press("5jr88<Enter>");
        let screen = seat.screen();
        let legend = screen.lines().find(|line| line.contains("应达  ○")).unwrap();
        assert!(!legend.contains('│'), "the legend stands beside no point: {screen}");
        let last = screen.lines().find(|line| line.contains("2020") && line.contains("2025")).unwrap();
        let columns = last.chars().count();
        assert!(columns * 10 >= usize::from(width) * 8, "{columns} of {width}:\n{screen}");
    }
}

#[rstest]
fn a_receipt_stays_in_its_line_and_tells_the_value_however_long_the_title_is(#[values(60, 80, 200)] width: u16) {
    let mut seat = Seat::with(options(), (width, 24));
    seat.press("3E");
    seat.paste(&"并建立健全部门协同、上下联动、考核问责的长效工作机制".repeat(5));
    seat.press("<C-s>s2");
    let line = seat.screen().lines().last().unwrap().to_string();
    assert!(line.starts_with(" ✓ 已存: 按比例安置就业") && line.contains("…"), "{line}");
    assert!(line.ends_with("状态 推进中"), "{line}");
}
