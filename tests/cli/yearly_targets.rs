//! Targets by year through the program: entered, proposed, judged by, listed beside the goals of tasks.

use serde_json::{Value, json};

use crate::support::cli::{Bench, column};

/// An indicator of a bundled plan that has a baseline and a target of the plan.
fn indicator(bench: &Bench) -> String {
    let all = bench.json("indicators --plan kashi-wsjk");
    let has_way = |row: &&Value| row["baselines"][0]["value"].is_number() && row["targets"][0]["value"].is_number();
    all.as_array().unwrap().iter().find(has_way).unwrap()["id"].as_str().unwrap().to_string()
}

fn of_year(bench: &Bench, id: &str, year: u16) -> Value {
    let rows = bench.json(&format!("yearly-targets --plan kashi-wsjk --year {year}"));
    rows.as_array().unwrap().iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("{rows}")).clone()
}

#[test]
fn a_year_has_its_own_target_by_which_it_is_judged_first() {
    let bench = Bench::loaded();
    let id = indicator(&bench);
    let proposed = of_year(&bench, &id, 2023);
    let reading = proposed["straight_line"].as_f64().unwrap();
    bench.run(["reading", &id, "--year", "2023", "--value", &reading.to_string()]).done();
    assert_eq!(of_year(&bench, &id, 2023)["attainment"], "as-expected", "the pace of the plan");
    bench.run(["yearly-target", &id, "--year", "2023", "--value", &format!("={}", reading * 2.0)]).done();
    let row = of_year(&bench, &id, 2023);
    assert_eq!((&row["target"], &row["value"]), (&json!(format!("={}", reading * 2.0)), &json!(reading * 2.0)));
    let pace = row["attainment"].clone();
    bench.run(["yearly-target", &id, "--year", "2023", "--value", &reading.to_string()]).done();
    let met = of_year(&bench, &id, 2023)["attainment"].clone();
    assert!(pace != met, "{pace} {met}");
    bench.line("undo").done();
    assert_eq!(of_year(&bench, &id, 2023)["attainment"], pace);
    bench.run(["yearly-target", &id, "--year", "2023", "--value", "none"]).done();
    assert_eq!(of_year(&bench, &id, 2023)["target"], Value::Null);
    let history = bench.line("history").done().stdout;
    assert!(history.contains("年度目标值"), "{history}");
}

#[test]
fn what_is_proposed_is_taken_for_every_year_that_has_no_target() {
    let bench = Bench::loaded();
    let id = indicator(&bench);
    bench.run(["yearly-target", &id, "--year", "2022", "--value", "7"]).done();
    bench.run(["yearly-target", &id, "--by", "constant-rate"]).done();
    for year in 2021..=2025 {
        let row = of_year(&bench, &id, year);
        let expected = if year == 2022 { json!(7.0) } else { row["constant_rate"].clone() };
        assert_eq!(row["value"], expected, "{year}");
    }
    let wrong = bench.run(["yearly-target", &id, "--by", "guess"]).failed(2);
    assert!(wrong.stderr.contains("逐年等量"), "{}", wrong.stderr);
    let outside = bench.run(["yearly-target", &id, "--year", "2031", "--value", "7"]).failed(1);
    assert!(outside.stderr.contains("2031"), "{}", outside.stderr);
}

#[test]
fn the_work_plan_of_a_year_lists_targets_beside_the_goals_of_tasks() {
    let bench = Bench::loaded();
    let id = indicator(&bench);
    bench.line("goal kashi-wsjk-2025/t1 --year 2024 --text 印发方案").done();
    bench.run(["yearly-target", &id, "--year", "2024", "--value", "≥60"]).done();
    let plan = bench.json("work-plan --year 2024");
    assert_eq!(column(&plan, "id"), ["kashi-wsjk-2025/t1".to_string(), id]);
    assert_eq!(column(&plan, "goal"), ["印发方案", "≥60"]);
}
