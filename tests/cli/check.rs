//! `check` and `compare` through the program itself, on the bundled plans.

use crate::support::cli::{Bench, column, rows};

#[test]
fn findings_have_the_fields_of_the_contract() {
    let findings = Bench::loaded().json("check");
    let findings = findings.as_array().unwrap();
    assert!(findings.len() >= 12, "{}", findings.len());
    for finding in findings {
        let fields: Vec<&str> = finding.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(fields.len(), 6, "{fields:?}");
        for field in ["rule", "plan", "finding", "evidence"] {
            assert!(finding[field].as_str().is_some_and(|text| !text.is_empty()), "{field} of {finding}");
        }
        assert!(finding["id"].is_null() || finding["id"].as_str().unwrap().contains('/'));
        assert!(finding["line"].as_u64().is_some_and(|line| line > 0));
    }
}

#[test]
fn the_condensed_editions_show_the_faults_of_their_originals() {
    let findings = Bench::loaded().json("check");
    let found: Vec<String> = column(&findings, "plan")
        .iter()
        .zip(column(&findings, "rule"))
        .map(|(plan, rule)| format!("{plan} {rule}"))
        .collect();
    for expected in [
        "bachu-wsjk-2025 below-parent",
        "bachu-wsjk-2025 change-arithmetic",
        "bachu-wsjk-2025 impossible-number",
        "bachu-wsjk-2025 text-against-table",
        "bachu-wsjk-2025 text-against-text",
        "balikun-jk-2030 missing-in-table",
        "balikun-jk-2030 past-deadline",
        "balikun-jk-2030 repeated-task",
        "changji-cjr-2025 target-standstill",
        "kashi-wsjk-2025 target-looser",
        "kashi-wsjk-2025 text-against-table",
        "tongxin-cjr-2025 empty-target",
    ] {
        assert!(found.iter().any(|found| found == expected), "{expected}");
    }
}

#[test]
fn rules_are_listed_left_out_and_chosen() {
    let bench = Bench::loaded();
    let rules = column(&bench.json("check --rules"), "rule");
    assert!(rules.contains(&"undivided".to_string()) && rules.len() >= 12);
    let all = column(&bench.json("check"), "rule");
    assert!(all.contains(&"misprint".to_string()) && !all.contains(&"undivided".to_string()));
    let without = column(&bench.json("check --skip misprint"), "rule");
    assert!(!without.contains(&"misprint".to_string()) && !without.is_empty());
    let only = column(&bench.json("check --only undivided --plan bachu-wsjk-2025"), "rule");
    assert!(!only.is_empty() && only.iter().all(|rule| rule == "undivided"));
    bench.line("check --only nonsense").failed(2);
}

#[test]
fn a_check_succeeds_whatever_it_finds() {
    let bench = Bench::loaded();
    assert!(bench.line("check --plan bachu-wsjk-2025").done().stdout.lines().count() > 5);
    let clean = bench.line("check --plan bachu-wsjk-2025 --only numbering").done();
    assert_eq!((clean.stdout.as_str(), clean.stderr.trim()), ("", "没有发现问题"));
    assert_eq!(bench.line("check --plan bachu-wsjk-2025 --only numbering --format json").done().stdout.trim(), "[]");
    bench.line("check --plan nonsense").failed(1);
}

#[test]
fn findings_are_worded_in_the_language_asked_for() {
    let bench = Bench::loaded();
    let line = "check --plan kashi-wsjk-2025 --only target-looser";
    assert!(bench.line(line).done().stdout.contains("不如基期值"));
    assert!(bench.line(&format!("{line} --lang en")).done().stdout.contains("looser than its baseline"));
}

#[test]
fn indicators_are_compared_side_by_side() {
    let bench = Bench::loaded();
    let groups = bench.json("compare --sector 残疾人");
    let pension = groups.as_array().unwrap().iter().find(|g| g["name"].as_str().unwrap().contains("养老")).unwrap();
    assert_eq!(column(&pension["members"], "plan").len(), 3, "three names for one measure");
    let doctors = bench.json("compare");
    let doctors = doctors.as_array().unwrap().iter().find(|g| g["name"] == "每千人口执业（助理）医师数").unwrap();
    let county = doctors["members"].as_array().unwrap().iter().find(|m| m["plan"] == "bachu-wsjk-2025").unwrap();
    assert_eq!(county["short_of_parent"], "3");
    let table = bench.line("compare --sector 卫生健康").done().stdout;
    assert!(table.contains("不及上级 3") && table.contains("力度最大"));
    let csv = rows(&bench.line("compare --format csv").done().stdout);
    assert!(csv.iter().all(|row| row.len() == 13) && csv.len() > 20);
    bench.line("compare --sector 航天").failed(1);
}

#[test]
fn tasks_are_compared_with_the_plan_above() {
    let bench = Bench::loaded();
    let pairs = bench.json("compare --tasks --plan bachu-wsjk-2025");
    let with = |own: bool, above: bool| {
        let is = |pair: &&serde_json::Value| pair["id"].is_string() == own && pair["parent_id"].is_string() == above;
        pairs.as_array().unwrap().iter().filter(is).count()
    };
    assert!(with(true, true) > 40 && with(true, false) > 0 && with(false, true) > 0);
    assert_eq!(with(true, true) + with(true, false), 52);
    bench.line("compare --tasks --plan kashi-wsjk-2025").failed(1);
    bench.line("compare --tasks").failed(2);
}
