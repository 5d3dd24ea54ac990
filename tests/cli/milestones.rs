//! Milestones and lights through the program: setting, reaching, making up, listing, counting, exporting and returning
//! them.

use serde_json::{Value, json};

use crate::support::cli::{Bench, column};

const PLAN: &str = "kashi-wsjk-2025";

fn id(item: &str) -> String {
    format!("{PLAN}/{item}")
}

/// Returns a bench with a plan that is reviewed monthly.
fn by_months() -> Bench {
    let bench = Bench::loaded();
    bench.line("keep month --plan kashi-wsjk").done();
    bench
}

fn set(bench: &Bench, item: &str, period: &str, title: &str) {
    bench.run(["milestone", &id(item), "--period", period, "--title", title]).done();
}

fn sheet(bench: &Bench, period: &str) -> Vec<Value> {
    bench.json(&format!("milestones --plan kashi-wsjk --period {period}")).as_array().unwrap().clone()
}

#[test]
fn a_missed_month_turns_yellow_once_made_up_and_stays_recorded_as_red() {
    let bench = by_months();
    set(&bench, "t1", "2025-03", "完成选址");
    set(&bench, "t1", "2025-04", "开工");
    set(&bench, "t2", "2025-03", "印发方案");
    bench.run(["reach", &id("t2"), "--period", "2025-03", "--on", "2025-03-20"]).done();
    let march = sheet(&bench, "2025-03");
    let seen = |row: &Value| (row["light"].clone(), row["missed"].clone(), row["misses"].clone());
    assert_eq!(
        march.iter().map(seen).collect::<Vec<_>>(),
        [(json!("red"), json!(true), json!(1)), (json!("green"), json!(false), json!(0))]
    );
    assert_eq!((&march[0]["day"], &march[0]["next"]), (&json!("2025-03-31"), &json!("开工")));
    assert_eq!(sheet(&bench, "2025-04")[0]["misses"], 2, "two months in a row");
    bench.run(["reach", &id("t1"), "--period", "2025-03", "--on", "2025-04-09"]).done();
    let march = sheet(&bench, "2025-03");
    assert_eq!(seen(&march[0]), (json!("yellow"), json!(true), json!(1)));
    let table = bench.line("milestones --plan kashi-wsjk --period 2025-03").done().stdout;
    assert!(table.contains("黄灯（曾红）") && table.contains("绿灯"), "{table}");
    let history = bench.line("history").done().stdout;
    assert!(history.contains("节点结果") && history.contains("2025-04-09"), "{history}");
    bench.line("undo").done();
    assert_eq!(sheet(&bench, "2025-03")[0]["light"], "red");
}

#[test]
fn an_office_chooses_the_rules_of_its_lights() {
    let bench = by_months();
    bench.run(["milestone", &id("t1"), "--period", "2025-03", "--title", "完成投资", "--figure", "50"]).done();
    bench.run(["reach", &id("t1"), "--period", "2025-03", "--figure", "38"]).done();
    for (settings, light) in [
        ("", "red"),
        ("[lights]\npreset = \"yinchuan\"", "yellow"),
        ("[lights]\npreset = \"tianjin\"", "yellow"),
        ("[lights]\npreset = \"tianjin\"\nbehind = 20.0", "red"),
        ("[lights]\npreset = \"yinchuan\"\nslow = 12.0", "green"),
    ] {
        std::fs::write(bench.store().join("settings.toml"), settings).unwrap();
        assert_eq!(sheet(&bench, "2025-03")[0]["light"], light, "{settings}");
    }
    std::fs::write(bench.store().join("settings.toml"), "[lights]\nsoon = -1").unwrap();
    let refused = bench.line("milestones --period 2025-03").failed(1);
    assert!(refused.stderr.contains("line 2"), "{}", refused.stderr);
}

#[test]
fn lights_are_filtered_searched_and_counted() {
    let bench = by_months();
    set(&bench, "t1", "2025-03", "完成选址");
    set(&bench, "t2", "2025-03", "印发方案");
    bench.run(["reach", &id("t2"), "--period", "2025-03", "--on", "2025-03-20"]).done();
    let ids = |line: &str| column(&bench.json(line), "id");
    assert_eq!(ids("milestones --plan kashi-wsjk --period 2025-03 --light 红"), [id("t1")]);
    assert_eq!(ids("tasks --plan kashi-wsjk --period 2025-03 --light green"), [id("t2")]);
    assert_eq!(ids("search is:red,green is:milestone period:2025-03").len(), 2);
    let sums = bench.json("rollup --by plan --plan kashi-wsjk --period 2025-03");
    // A task without a milestone is red by its own due date.
    let red = ids("tasks --plan kashi-wsjk --period 2025-03 --overdue").len() + 1;
    assert_eq!(sums[0]["lights"], json!({"green": 1, "blue": 0, "yellow": 0, "red": red}));
    let told = bench.line("rollup --by plan --plan kashi-wsjk --period 2025-03").done().stdout;
    assert!(told.contains("红灯"), "{told}");
    let wrong = bench.line("tasks --light purple").failed(2);
    assert!(wrong.stderr.contains("灯色"), "{}", wrong.stderr);
}

#[test]
fn impossible_milestones_are_refused_with_advice() {
    let bench = by_months();
    let refused = |arguments: &[&str], word: &str| {
        let stderr = bench.run(arguments).failed(1).stderr;
        assert!(stderr.contains(word), "{arguments:?}: {stderr}");
    };
    let t1 = id("t1");
    refused(&["reach", &t1, "--period", "2025-03"], "plandesk milestone");
    refused(&["milestone", &t1, "--period", "2025Q1", "--title", "开工"], "plandesk keep quarter");
    refused(&["milestone", &t1, "--period", "2025-03", "--figure", "3"], "没有节点");
    refused(&["milestone", &t1, "--period", "2025-03", "--title", "开工", "--due", "2025-04-02"], "2025年3月");
    set(&bench, "t1", "2025-03", "开工");
    refused(&["reach", &t1, "--period", "2025-03", "--on", "2099-01-01"], "2099-01-01");
    bench.run(["milestone", &t1, "--period", "2025-03", "--remove"]).done();
    bench.line("milestones --period 2025-03").failed(1);
}

#[test]
fn the_dispatch_sheet_is_exported_and_returned_with_its_entries() {
    let bench = by_months();
    bench.run(["milestone", &id("t1"), "--period", "2025-03", "--title", "完成投资", "--figure", "50"]).done();
    bench.run(["reach", &id("t1"), "--period", "2025-03", "--figure", "38", "--asks", "用地指标"]).done();
    bench.run(["review", &id("t1"), "--period", "2025-03", "--done", "主体封顶", "--problem", "缺资金"]).done();
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("调度表.csv");
    let csv = csv.to_str().unwrap();
    bench.run(["export", "milestones", "--period", "2025-03", "--to", csv]).done();
    let text = std::fs::read_to_string(csv).unwrap();
    for words in ["本期节点目标", "完成投资（50，已 38）", "红灯", "用地指标", "主体封顶", "缺资金"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let unchanged = bench.run(["import", csv]).done();
    assert!(unchanged.stderr.contains("没有变化"), "{}", unchanged.stderr);
    std::fs::write(csv, text.replace("主体封顶", "主体封顶，开始装修")).unwrap();
    bench.run(["import", csv]).done();
    assert_eq!(sheet(&bench, "2025-03")[0]["done"], "主体封顶，开始装修");
    let xlsx = folder.path().join("调度表.xlsx");
    bench.run(["export", "milestones", "--period", "2025-03", "--paper", "a3", "--to", xlsx.to_str().unwrap()]).done();
    let json = folder.path().join("调度表.json");
    bench.run(["export", "milestones", "--period", "2025-03", "--to", json.to_str().unwrap()]).done();
    let exported: Value = serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!(exported, bench.json("milestones --period 2025-03"));
}

#[test]
fn the_wall_chart_leaves_as_a_workbook_and_as_a_page_for_a3() {
    let bench = by_months();
    set(&bench, "t1", "2025-03", "完成选址");
    set(&bench, "t2", "2025-04", "印发方案");
    bench.run(["reach", &id("t2"), "--period", "2025-04", "--on", "2025-04-20"]).done();
    let folder = tempfile::tempdir().unwrap();
    let export = |name: &str| {
        let file = folder.path().join(name);
        let to = file.to_str().unwrap();
        bench.run(["export", "wall-chart", "--plan", "kashi-wsjk", "--period", "2025-03", "--to", to]).done();
        std::fs::read(file).unwrap()
    };
    let page = String::from_utf8(export("作战图.html")).unwrap();
    assert!(page.contains("A3 landscape") && page.contains("<th>2025年12月</th>"), "{page}");
    assert!(page.contains("<td class=\"bad\">红灯</td>") && page.contains("<td class=\"good\">绿灯</td>"), "{page}");
    assert!(page.contains("红灯 "), "the worst light of a chapter, with how many have it: {page}");
    assert!(export("作战图.xlsx").starts_with(b"PK"));
    let csv = String::from_utf8(export("作战图.csv")).unwrap();
    let head = csv.lines().next().unwrap();
    assert_eq!(head.matches("2025年").count(), 12, "{head}");
    // Without months in focus the shortest parts of the year are shown.
    let file = folder.path().join("年度.csv");
    let to = file.to_str().unwrap();
    bench.run(["export", "wall-chart", "--plan", "kashi-wsjk", "--period", "2025", "--to", to]).done();
    assert_eq!(std::fs::read_to_string(file).unwrap().lines().next(), Some(head));
}
