//! Months, quarters and half-years through the program: choosing, typing, carrying over, sealing, exporting and
//! returning them.

use serde_json::{Value, json};

use crate::support::cli::{Bench, column};
use crate::support::xlsx::Book;

const PLAN: &str = "kashi-wsjk-2025";

fn id(item: &str) -> String {
    format!("{PLAN}/{item}")
}

fn review(bench: &Bench, item: &str, period: &str, status: &str) {
    bench.run(["review", &id(item), "--period", period, "--status", status]).done();
}

fn status(bench: &Bench, item: &str, period: &str) -> Value {
    let tasks = bench.json(&format!("tasks --plan kashi-wsjk --period {period}"));
    let task = tasks.as_array().unwrap().iter().find(|row| row["id"] == id(item)).unwrap();
    task["review"]["status"].clone()
}

fn counts(bench: &Bench, period: &str) -> Value {
    bench.json(&format!("plans --plan kashi-wsjk --period {period}"))[0]["progress"].clone()
}

#[test]
fn a_plan_is_dispatched_by_months_for_the_tasks_that_are_marked() {
    let bench = Bench::loaded();
    let refused = bench.run(["review", &id("t1"), "--period", "2025-03", "--status", "推进中"]).failed(1);
    assert!(refused.stderr.contains("plandesk keep month"), "{}", refused.stderr);
    bench.line("tasks --plan kashi-wsjk --period 2025-03").failed(1);
    bench.line("keep month --plan kashi-wsjk --of marked").done();
    bench.line(&format!("mark {} {}", id("t1"), id("p2"))).done();
    let kinds = bench.json("periods --plan kashi-wsjk");
    assert_eq!(column(&kinds, "kind"), ["month", "quarter", "half-year", "year", "mid-term", "final"]);
    assert_eq!(
        kinds[0],
        json!({"plan": PLAN, "title": kinds[0]["title"], "kind": "month", "of": "marked", "tasks": 2, "periods": 60})
    );
    assert_eq!((&kinds[1]["of"], &kinds[3]["of"]), (&json!("none"), &json!("all")));
    // The term is over, so 3月 is that of its last year.
    review(&bench, "t1", "3月", "推进中");
    assert_eq!(status(&bench, "t1", "2025-03"), "in-progress");
    assert_eq!(
        (&counts(&bench, "2025年3月")["total"], &counts(&bench, "2025-03")["unreported"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(column(&bench.json("tasks --plan kashi-wsjk --period 三月 --missing"), "id"), [id("p2")]);
    assert_eq!(column(&bench.json("search is:marked"), "id").len(), 2);
    let unmarked = bench.run(["review", &id("t2"), "--period", "3月", "--status", "推进中"]).failed(1);
    assert!(unmarked.stderr.contains("plandesk mark"), "{}", unmarked.stderr);
    bench.line("undo").done();
    bench.line("undo").done();
    assert_eq!(bench.json("periods --plan kashi-wsjk")[0]["tasks"], 0, "the mark was taken back");
    bench.line("undo").done();
    bench.line("tasks --plan kashi-wsjk --period 2025-03").failed(1);
}

#[test]
fn a_year_has_the_status_of_its_last_quarter_until_it_has_its_own() {
    let bench = Bench::loaded();
    bench.line("keep quarter --plan kashi-wsjk").done();
    review(&bench, "t1", "2024年三季度", "滞后");
    let year = bench.json("tasks --plan kashi-wsjk --period 2024");
    assert_eq!(year[0]["carried"], json!({"period": "2024Q3", "status": "lagging"}), "not its last quarter");
    assert_eq!(counts(&bench, "2024")["lagging"], 0);
    review(&bench, "t1", "2024Q4", "completed");
    assert_eq!(status(&bench, "t1", "2024"), "completed");
    assert_eq!((&counts(&bench, "2024")["completed"], &counts(&bench, "2024Q1")["completed"]), (&json!(1), &json!(0)));
    let by_period = bench.json("rollup --by period --plan kashi-wsjk");
    let of =
        |name: &str| by_period.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap()["completed"].clone();
    assert_eq!((of("2024年四季度"), of("2024 年度")), (json!(1), json!(1)));
    review(&bench, "t1", "2024", "调整");
    assert_eq!((status(&bench, "t1", "2024"), status(&bench, "t1", "2024Q4")), (json!("adjusted"), json!("completed")));
    bench.line("undo").done();
    assert_eq!(status(&bench, "t1", "2024"), "completed");
}

#[test]
fn a_sealed_quarter_is_amended_with_a_reason_and_a_sealed_year_closes_its_quarters() {
    let bench = Bench::loaded();
    bench.line("keep quarter half-year --plan kashi-wsjk").done();
    bench.line("seal --plan kashi-wsjk --period 2024Q1 --yes").failed(1);
    review(&bench, "t1", "2024Q1", "推进中");
    bench.line("seal --plan kashi-wsjk --period 2024Q1 --yes").done();
    assert_eq!(column(&bench.json("seals"), "period"), ["2024Q1"]);
    let again = ["review", &id("t1"), "--period", "2024Q1", "--status", "滞后"];
    assert!(bench.run(again).failed(1).stderr.contains("--amend"));
    bench.run([&again[..], &["--amend", "数据有误"]].concat()).done();
    review(&bench, "t1", "2024Q4", "已完成");
    bench.line("seal --plan kashi-wsjk --period 2024 --yes").done();
    for period in ["2024Q4", "2024Q2", "2024年下半年"] {
        let closed = bench.run(["review", &id("t1"), "--period", period, "--status", "滞后"]).failed(1);
        assert!(closed.stderr.contains("2024 年度"), "{period}: {}", closed.stderr);
    }
    review(&bench, "t1", "2025Q1", "滞后");
    bench.run(["compare", "--plan", "kashi-wsjk", "--between", "2024Q1", "2024"]).done();
    bench.line("doctor").done();
}

#[test]
fn the_last_kind_of_periods_can_not_be_removed() {
    let bench = Bench::loaded();
    bench.line("keep year mid-term --plan kashi-wsjk --of none").done();
    assert!(bench.line("keep final --plan kashi-wsjk --of none").failed(1).stderr.contains("至少要保留"));
    bench.line("tasks --plan kashi-wsjk --period 2024").failed(1);
    bench.line("tasks --plan kashi-wsjk").done();
    bench.line("keep week --plan kashi-wsjk").failed(2);
    bench.line("keep month --plan kashi-wsjk --of some").failed(2);
}

#[test]
fn lists_of_a_month_are_exported_and_returned_and_a_quarter_is_reported() {
    let bench = Bench::loaded();
    bench.line("keep month quarter --plan kashi-wsjk").done();
    review(&bench, "t1", "2024-05", "推进中");
    let list = bench.file("五月.csv");
    let list = list.to_str().unwrap();
    bench.run(["export", "tasks", "--plan", "kashi-wsjk", "--period", "2024-05", "--to", list]).done();
    let text = std::fs::read_to_string(list).unwrap();
    assert!(text.contains("2024年5月"), "{}", &text[..400]);
    std::fs::write(list, text.replacen("推进中", "滞后", 1)).unwrap();
    bench.run(["import", list]).done();
    assert_eq!(status(&bench, "t1", "2024-05"), "lagging");
    assert_eq!(column(&bench.json("search period:2024年5月 status:滞后"), "id"), [id("t1")]);
    let report = bench.file("季报.md");
    review(&bench, "t1", "2024Q2", "已完成");
    bench.run(["report", "2024年二季度", "--plan", "kashi-wsjk", "--to", report.to_str().unwrap()]).done();
    assert!(std::fs::read_to_string(report).unwrap().contains("2024年二季度监测报告"));
}

fn indicator(bench: &Bench) -> Value {
    bench.json("indicators --plan kashi-wsjk")[0].clone()
}

#[test]
fn an_indicator_has_readings_within_a_year() {
    let bench = Bench::loaded();
    let reading = |rest: &str| bench.line(&format!("reading {} {rest}", id("i1")));
    reading("--period 2024-02 --value 74.5").done();
    reading("--period 2024一季度 --value 74.9").done();
    let found = indicator(&bench);
    assert_eq!(
        found["interim_readings"],
        json!([{"period": "2024-02", "value": 74.5}, {"period": "2024Q1", "value": 74.9}])
    );
    assert_eq!((&found["readings"], &found["attainment"]), (&json!([]), &json!("ahead-of-time")));
    assert_eq!(
        bench.json(&format!("history {}", id("i1")))[0]["changes"][0]["record"],
        "interim-reading",
        "the history of the indicator has it"
    );
    bench.line("undo").done();
    assert_eq!(indicator(&bench)["interim_readings"], json!([{"period": "2024-02", "value": 74.5}]));
    reading("--period 2024-02 --value none").done();
    assert_eq!(indicator(&bench)["attainment"], Value::Null);
    reading("--period 2031Q1 --value 1").failed(1);
    reading("--value 1").failed(2);
    reading("--period mid-term --value 74.2").done();
    assert_eq!(indicator(&bench)["readings"], json!([{"year": 2023, "value": 74.2}]), "an evaluation looks at a year");
}

#[test]
fn a_closed_period_keeps_the_readings_of_its_parts() {
    let bench = Bench::loaded();
    bench.line("keep quarter --plan kashi-wsjk").done();
    review(&bench, "t1", "2024Q1", "推进中");
    let reading = |rest: &str| bench.line(&format!("reading {} --period 2024Q1 {rest}", id("i1")));
    reading("--value 74.9").done();
    bench.line("seal --plan kashi-wsjk --period 2024Q1 --yes").done();
    let refused = reading("--value 75").failed(1);
    assert!(refused.stderr.contains("--amend"), "{}", refused.stderr);
    reading("--value 75 --amend 统计部门更正").done();
    assert_eq!(bench.json("seals --plan kashi-wsjk")[0]["amended"], 1);
    bench.line(&format!("reading {} --period 2024Q2 --value 75", id("i1"))).done();
}

#[test]
fn a_list_for_a_quarter_has_a_column_for_its_readings_and_brings_them_back() {
    let bench = Bench::loaded();
    bench.line("export indicators --plan kashi-wsjk --period 2024Q2 --to list.xlsx").done();
    let book = Book::open(&std::fs::read(bench.file("list.xlsx")).unwrap());
    let book = book.fill(&id("i1"), "2024年二季度 实际值", "75.5");
    std::fs::write(bench.file("back.xlsx"), book.save()).unwrap();
    let taken = bench.json("import back.xlsx");
    assert_eq!(taken["changes"].as_array().unwrap().len(), 1, "{taken}");
    assert_eq!(indicator(&bench)["interim_readings"], json!([{"period": "2024Q2", "value": 75.5}]));
    bench.line("export indicators --plan kashi-wsjk --to year.csv").done();
    let listed = std::fs::read_to_string(bench.file("year.csv")).unwrap();
    assert!(listed.contains("2024年二季度 实际值"), "what is there is listed: {listed}");
    bench.line("keep quarter --plan kashi-wsjk").done();
    bench.line("report 2024Q2 --plan kashi-wsjk --to q2.md").done();
    let report = std::fs::read_to_string(bench.file("q2.md")).unwrap();
    assert!(report.contains("75.5"), "{report}");
    bench.line("report annual --year 2024 --plan kashi-wsjk --to year.md").done();
    let report = std::fs::read_to_string(bench.file("year.md")).unwrap();
    assert!(report.contains("75.5（2024年二季度）") && report.contains("采用2024年二季度数据"), "{report}");
}
