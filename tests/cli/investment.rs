//! The money of projects through the program: entered, added up, asked about, sealed and taken back.

use serde_json::{Value, json};

use crate::support::cli::Bench;

const PLAN: &str = "kashi-wsjk-2025";

fn id(item: &str) -> String {
    format!("{PLAN}/{item}")
}

fn invest(bench: &Bench, item: &str, rest: &str) {
    let line = format!("invest {} {rest}", id(item));
    bench.line(&line).done();
}

fn of(bench: &Bench, period: &str, more: &str) -> Vec<Value> {
    bench.json(format!("investments --plan kashi-wsjk --period {period} {more}").trim()).as_array().unwrap().clone()
}

#[test]
fn amounts_are_taken_as_they_are_written_and_rates_follow() {
    let bench = Bench::loaded();
    invest(&bench, "p1", "--total 1.2亿元 --sources 中央预算内投资 --start 2022Q2 --started 2022-05-06 --finish 2024");
    invest(&bench, "p1", "--period 2022 --planned 4,000 --done 3000.5 --state 基础完工");
    invest(&bench, "p1", "--period 2023Q2 --planned 5000万元 --done 2500 --state 主体封顶");
    let row = &of(&bench, "2023", "")[0];
    let fields =
        ["total", "planned", "done", "rate_of_year", "done_in_all", "rate", "state", "start", "started", "finish"];
    assert_eq!(
        fields.map(|field| row[field].clone()),
        [
            json!(12000.0),
            json!(5000.0),
            json!(2500.0),
            json!(50),
            json!(5500.5),
            json!(46),
            json!("主体封顶"),
            json!("2022Q2"),
            json!("2022-05-06"),
            json!("2024")
        ]
    );
    let year_before = &of(&bench, "2022", "")[0];
    assert_eq!((&year_before["rate_of_year"], &year_before["state"]), (&json!(75), &json!("基础完工")));
    let table = bench.line("investments --plan kashi-wsjk --period 2023").done().stdout;
    assert!(table.contains("46%") && table.contains("主体封顶"), "{table}");
    let history = bench.line("history").done().stdout;
    assert!(history.contains("项目投资") && history.contains("5000 万元"), "{history}");
    bench.line("undo").done();
    assert_eq!(of(&bench, "2023", "")[0]["done"], Value::Null);
    for wrong in ["0.00001", "约三千", "-5"] {
        let refused = bench.run(["invest", &id("p1"), &format!("--total={wrong}")]).failed(2);
        assert!(refused.stderr.contains("万元"), "{}", refused.stderr);
    }
    bench.run(["invest", &id("i1"), "--total", "5"]).failed(1);
    bench.run(["invest", &id("p1"), "--started", "2098-01-01"]).failed(1);
    bench.run(["invest", &id("p1"), "--done", "5"]).failed(2);
}

#[test]
fn the_money_of_several_items_is_added_up_exactly() {
    let bench = Bench::loaded();
    for (item, done) in [("p1", "0.1"), ("p2", "0.1"), ("t1", "0.1")] {
        invest(&bench, item, &format!("--total 1 --period 2023 --planned 0.2 --done {done}"));
        bench.run(["assign", &id(item), "--lead", "民政局"]).done();
    }
    for by in ["plan", "region", "department"] {
        let rows = of(&bench, "2023", &format!("--by {by}"));
        assert_eq!(rows.len(), 1, "{rows:?}");
        let sums = ["items", "total", "done", "rate_of_year", "rate"].map(|field| rows[0][field].clone());
        assert_eq!(sums, [json!(3), json!(3.0), json!(0.3), json!(50), json!(10)], "{by}");
    }
    let chapters = of(&bench, "2023", "--by chapter");
    let items: u64 = chapters.iter().map(|row| row["items"].as_u64().unwrap()).sum();
    assert_eq!(items, 3);
}

#[test]
fn more_than_the_whole_is_asked_about() {
    let bench = Bench::loaded();
    invest(&bench, "p1", "--total 100 --period 2022 --done 80");
    let ran = bench.line(&format!("invest {} --period 2023 --done 30", id("p1"))).done();
    assert!(ran.stderr.contains("投资 110 万元超过总投资 100 万元"), "{}", ran.stderr);
    let ran = bench.line(&format!("invest {} --period 2023 --done 20", id("p1"))).done();
    assert!(!ran.stderr.contains("超过"), "{}", ran.stderr);
}

#[test]
fn the_money_of_a_sealed_period_changes_only_with_a_reason() {
    let bench = Bench::loaded();
    invest(&bench, "p1", "--period 2022 --done 80");
    bench.run(["review", &id("p1"), "--period", "2022", "--status", "in-progress"]).done();
    bench.line("seal --plan kashi-wsjk --period 2022 --yes").done();
    let line = format!("invest {} --period 2022 --done 90", id("p1"));
    bench.line(&line).failed(1);
    bench.line(&format!("{line} --amend 决算调整")).done();
    let history = bench.line("history").done().stdout;
    assert!(history.contains("决算调整"), "{history}");
    assert_eq!(of(&bench, "2022", "")[0]["done"], json!(90.0));
}
