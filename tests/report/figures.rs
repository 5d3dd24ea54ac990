//! Figures are the same on the screen, in lists and in documents.

use std::fs;
use std::sync::Arc;

use plandesk::desk::{Desk, WhenEmpty};
use plandesk::plan::Departments;
use regex::Regex;
use serde_json::Value;

use crate::support::cli::{Bench, end_desk};
use crate::support::report::PLAN;
use crate::support::tui::{Seat, options};

/// Four of 53 tasks and three of 27 projects: 7.5 % and 11.1 %, and 8.75 % of all.
const DONE: &str = "t1 t2 t3 t4 p1 p2 p3";

fn captured(text: &str, pattern: &str) -> Vec<u64> {
    let found = Regex::new(pattern).unwrap().captures(text).unwrap_or_else(|| panic!("no {pattern} in {text}"));
    found.iter().skip(1).flatten().map(|figure| figure.as_str().parse().unwrap()).collect()
}

/// Returns a rate in per cent, rounded half up as spreadsheets do.
fn rate(part: u64, whole: u64) -> u64 {
    (part * 200 + whole) / (2 * whole)
}

#[test]
fn counts_and_rates_are_the_same_on_the_screen_in_lists_and_in_documents() {
    let bench = Bench::loaded();
    let ids: Vec<String> = DONE.split(' ').map(|item| format!("{PLAN}/{item}")).collect();
    bench.line(&format!("review {} --period mid-term --status 已完成", ids.join(" "))).done();
    bench.line(&format!("review {PLAN}/t5 {PLAN}/p4 --period mid-term --status 滞后")).done();

    let list = |kind: &str| bench.json(&format!("tasks --plan {PLAN} --period mid-term --kind {kind}"));
    let count = |list: &Value, status: &str| -> u64 {
        list.as_array().unwrap().iter().filter(|task| task["review"]["status"] == status).count() as u64
    };
    let (tasks, projects) = (list("task"), list("project"));
    let whole = |list: &Value| list.as_array().unwrap().len() as u64;

    bench.line(&format!("report mid-term --plan {PLAN} --to r.md")).done();
    let text = fs::read_to_string(bench.file("r.md")).unwrap();
    for (list, counts, share) in [
        (
            &tasks,
            r"规划共列(\d+)项任务，已完成(\d+)项、滞后(\d+)项",
            r"(\d+)项重点任务中，已完成和推进中的共\d+项，完成率为(\d+)%",
        ),
        (
            &projects,
            r"个专栏共列(\d+)个重大项目，已完成(\d+)个、滞后(\d+)个",
            r"(\d+)个专栏重大项目中，已完成和推进中的共\d+个，完成率为(\d+)%",
        ),
    ] {
        let (all, done) = (whole(list), count(list, "completed"));
        assert_eq!(captured(&text, counts), [all, done, count(list, "lagging")]);
        assert_eq!(captured(&text, share), [all, rate(done, all)]);
    }

    let (all, done) = (whole(&tasks) + whole(&projects), count(&tasks, "completed") + count(&projects, "completed"));
    let rolled = bench.json(&format!("rollup --plan {PLAN} --period mid-term --by plan"));
    assert_eq!(rolled[0]["completion"], rate(done, all));
    assert_eq!(rate(done, all), 9, "8.75 % is rounded up");

    end_desk(&bench.store());
    let desk = Desk::open(&bench.store(), Departments::bundled(), WhenEmpty::StayEmpty).unwrap().0;
    let mut seat = Seat::at(Arc::new(desk), "李明", options(), (120, 40));
    seat.press("pm");
    let screen = seat.screen();
    let row = screen.lines().find(|line| line.contains("喀什") && !line.contains("残疾人")).unwrap_or_default();
    assert!(row.contains(" 9%"), "{screen}");
}

#[test]
fn judgements_are_the_same_in_lists_and_in_documents() {
    let bench = Bench::loaded();
    // From 1.19 to 3: up to a tenth of the way behind, then more, then more than three tenths.
    for (indicator, value) in [("i9", "2.3"), ("i13", "1.9"), ("i11", "2.1"), ("i8", "7.4")] {
        bench.line(&format!("reading {PLAN}/{indicator} --year 2023 --value {value}")).done();
    }
    bench.line(&format!("report mid-term --plan {PLAN} --to r.md")).done();
    let text = fs::read_to_string(bench.file("r.md")).unwrap();
    let appendix = text.split("## 附表1").nth(1).unwrap().split("## ").next().unwrap();
    let words = [
        ("ahead-of-time", "提前实现"),
        ("faster-than-expected", "快于预期"),
        ("as-expected", "基本符合预期"),
        ("slower-than-expected", "进度偏慢"),
        ("behind", "滞后"),
    ];
    let mut seen = Vec::new();
    for record in bench.json(&format!("indicators --plan {PLAN}")).as_array().unwrap() {
        let Some(attainment) = record["attainment"].as_str() else { continue };
        let (_, word) = words.iter().find(|(name, _)| *name == attainment).unwrap();
        let row = appendix.lines().find(|line| line.contains(record["name"].as_str().unwrap())).unwrap();
        assert!(row.contains(&format!("| {word} |")), "{attainment}: {row}");
        seen.push(*word);
    }
    assert!(["进度偏慢", "滞后"].iter().all(|word| seen.contains(word)), "{seen:?}");
}
