//! The succession of one plan to the next, through the program.

use std::fs;

use serde_json::{Value, json};

use crate::support::cli::{Bench, column};

const OLD: &str = "第一章 重点任务
\t1.建设村卫生室。每村一室，改善条件。
\t2.培训乡村医生。每年一次，全员参加。
\t3.撤并村级站点。两个站点并入乡镇。
\t4.开展健康体检。覆盖老年人。
主要指标
\t人均预期寿命 | 岁 | 预期性 | 75 | 78
\t每千人口床位数 | 张 | 预期性 | 5 | 6
\t接种率 | % | 约束性 | 80 | 90
\t农村改厕数 | 座 | 预期性 | 1 | 2
";

const NEW: &str = "第一章 重点任务
\t1.培训乡村医生。每年两次，全员参加。
\t2.建设村卫生室。每村一室，改善条件。
\t3.建设影像中心。一座。
主要指标
\t每千常住人口床位数 | 张 | 预期性 | 6 | 7
\t人均预期寿命 | 岁 | 预期性 | 78 | 80
\t接种率 | ‰ | 约束性 | 900 | 950
\t3岁以下婴幼儿入托率 | % | 预期性 | 6 | 12
";

/// Returns a bench with a plan for 2021–2025 and one for 2026–2030, and their ids.
fn two_plans() -> (Bench, String, String) {
    let bench = Bench::loaded();
    let begin = |number: &str, term: &str, outline: &str| {
        let file = bench.file("大纲.txt");
        fs::write(&file, outline).unwrap();
        let title = format!("新县“{number}”健康规划");
        let new = ["new-plan", "--title", &title, "--region", "新县", "--sector", "健康", "--term", term, "--outline"];
        let made = bench.run(new.iter().copied().chain([file.to_str().unwrap()])).done();
        made.stdout.trim().to_string()
    };
    let (old, new) = (begin("十四五", "2021-2025", OLD), begin("十五五", "2026-2030", NEW));
    (bench, old, new)
}

/// Returns [`two_plans`] after the second was made the successor of the first.
fn succeeded() -> (Bench, String, String) {
    let (bench, old, new) = two_plans();
    bench.run(["succeed", &new, &old]).done();
    (bench, old, new)
}

/// Returns the fates of a plan's own items, with `+` where they are confirmed.
fn fates(bench: &Bench, old: &str) -> Vec<String> {
    let rows = bench.json(&format!("fates {old}"));
    let short = |id: &Value| id.as_str().unwrap().rsplit('/').next().unwrap().to_string();
    let told = |row: &Value| {
        let into: Vec<String> = row["into"].as_array().unwrap().iter().map(|other| short(&other["id"])).collect();
        let sign = if row["confirmed"] == true { "+" } else { "" };
        format!("{} {}{sign} {}", short(&row["id"]), row["fate"].as_str().unwrap_or("open"), into.join(" "))
            .trim()
            .to_string()
    };
    rows.as_array().unwrap().iter().filter(|row| row["plan"] == old).map(told).collect()
}

#[test]
fn fates_are_proposed_and_confirmed_singly_or_together() {
    let (bench, old, new) = succeeded();
    bench.run(["review", &format!("{old}/t2"), "--period", "final", "--status", "已完成"]).done();
    bench.run(["review", &format!("{old}/t4"), "--period", "2024", "--status", "已完成"]).done();
    let offered = [
        "i1 same i2",
        "i2 renamed i1",
        "i3 redefined i3",
        "i4 dropped",
        "t1 carried t2",
        "t2 routine t1",
        "t3 open",
        "t4 done",
    ];
    assert_eq!(fates(&bench, &old), offered);
    let added = bench.json(&format!("fates {old}"));
    let added = added.as_array().unwrap().iter().filter(|row| row["fate"] == "new");
    assert_eq!(
        added.map(|row| row["title"].as_str().unwrap()).collect::<Vec<_>>(),
        ["3岁以下婴幼儿入托率", "建设影像中心"]
    );

    let third = format!("{old}/t3");
    bench.run(["fate", &third, "--as", "终止", "--note", "政策调整"]).done();
    bench.run(["fate", "--plan", &old, "--accept-offered"]).done();
    let confirmed = offered.map(|row| match row {
        "t3 open" => "t3 ended+".to_string(),
        row => {
            let (head, into) = row.match_indices(' ').nth(1).map_or((row, ""), |(at, _)| row.split_at(at));
            format!("{head}+{into}")
        }
    });
    assert_eq!(fates(&bench, &old), confirmed);
    assert_eq!(bench.line(&format!("fates {old} --unconfirmed")).code, 1, "nothing is left to confirm");
    let kept = bench.json(&format!("history {third}"));
    assert_eq!(kept[0]["what"], "fate");
    let told = bench.run(["history", &third]).done().stdout;
    assert!(told.contains("终止") && told.contains("政策调整"), "{told}");

    bench.line("undo").done();
    assert_eq!(fates(&bench, &old)[0], "i1 same i2", "one undo takes back all that was accepted at once");
    bench.line("redo").done();
    bench.run(["fate", &format!("{old}/i1"), "--as", "none"]).done();
    assert_eq!(fates(&bench, &old)[0], "i1 same i2");
    bench.line("doctor").done();
    assert_eq!(column(&bench.json("plans"), "id").iter().filter(|id| **id == new).count(), 1);
}

#[test]
fn a_person_can_override_a_proposed_fate() {
    let (bench, old, new) = succeeded();
    let id = |plan: &str, short: &str| format!("{plan}/{short}");
    let into = [id(&new, "i1"), id(&new, "i4")];
    bench.run(["fate", &id(&old, "i4"), "--as", "split", "--in", &into[0], &into[1]]).done();
    bench.run(["fate", &id(&old, "t1"), "--as", "转常态化"]).done();
    let told = fates(&bench, &old);
    assert_eq!((told[3].as_str(), told[4].as_str()), ("i4 split+ i1 i4", "t1 routine+ t2"), "what is offered is kept");
    bench.run(["fate", &id(&old, "t1"), "--as", "结转", "--note", "延期"]).done();
    assert_eq!(bench.json(&format!("fates {old} --of tasks"))[0]["note"], "延期");
}

#[test]
fn an_impossible_fate_is_refused_with_the_reason() {
    let (bench, old, new) = two_plans();
    assert!(bench.run(["fates", &old]).failed(1).stderr.contains(&format!("plandesk succeed 新规划 {old}")));
    let first = format!("{old}/i1");
    let into = format!("{new}/i1");
    let refused = bench.run(["fate", &first, "--as", "same", "--in", &into]).failed(1).stderr;
    assert!(refused.contains(&format!("plandesk succeed {new} {old}")), "{refused}");
    assert!(bench.run(["succeed", &old, &new]).failed(1).stderr.contains("不晚于"));
    assert!(bench.run(["succeed", &old, &old]).failed(1).stderr.contains("不晚于"));
    bench.run(["succeed", &new, &old]).done();
    for (line, why) in [
        (vec!["fate", &first, "--as", "done"], "只用于任务和项目"),
        (vec!["fate", &first, "--as", "split"], "两个以上"),
        (vec!["fate", &first, "--as", "dropped", "--in", &into], "不能另有"),
        (vec!["fate", &first, "--as", "same", "--in", "kashi-wsjk-2025/i1"], "不接续"),
    ] {
        let refused = bench.run(&line).failed(1).stderr;
        assert!(refused.contains(why), "{line:?}: {refused}");
    }
    assert!(bench.run(["fate", &format!("{old}/t99"), "--as", "done"]).failed(1).stderr.contains("没有任务"));
    assert!(bench.run(["fate", &first, "--as", "没了"]).failed(2).stderr.contains("沿用"));
    assert!(fates(&bench, &old).iter().all(|row| !row.contains('+')));
}

#[test]
fn a_succession_can_be_undone_and_is_removed_with_its_plans() {
    let (bench, old, new) = succeeded();
    assert_eq!(bench.json("history")[0]["what"], "succeed");
    bench.run(["fate", "--plan", &old, "--accept-offered"]).done();
    bench.run(["remove", &new, "--yes"]).done();
    assert_eq!(bench.line(&format!("fates {old}")).code, 1);
    bench.line("doctor").done();
    bench.line("undo").done();
    assert!(fates(&bench, &old)[0].contains('+'), "the fates come back with the plan");
    bench.run(["remove", &old, "--yes"]).done();
    bench.line("undo").done();
    bench.run(["succeed", &new, "--none"]).done();
    assert_eq!(bench.line(&format!("fates {old}")).code, 1);
}

#[test]
fn the_tables_of_a_hand_over_are_exported_in_every_format() {
    let (bench, old, new) = succeeded();
    let third = format!("{old}/i3");
    bench.run(["reading", &format!("{old}/i1"), "--year", "2025", "--value", "78.3"]).done();
    bench.run(["fate", &third, "--as", "redefined", "--note", "改用千分率"]).done();
    let write = |name: &str, more: &[&str]| {
        let file = bench.file(name);
        bench.run(["fates", &old, "--to", file.to_str().unwrap()].into_iter().chain(more.iter().copied())).done();
        fs::read(file).unwrap()
    };
    let csv = String::from_utf8(write("a.csv", &["--of", "indicators"])).unwrap();
    let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "序号,十四五指标,属性,2025目标,2025实际,结论,十五五指标,属性,基期,2030目标,变化类型,说明");
    assert_eq!(
        lines[1],
        "1,人均预期寿命（岁）,预期性,78,78.3,快于预期,人均预期寿命（岁）,预期性,78,80,沿用（待确认）,"
    );
    assert_eq!(lines[3], "3,接种率（%）,约束性,90,,无法判断,接种率（‰）,约束性,900,950,口径调整,改用千分率");
    assert_eq!(lines[5], "5,,,,,,3岁以下婴幼儿入托率（%）,预期性,6,12,新增,");
    let markdown = String::from_utf8(write("a.md", &[])).unwrap();
    assert!(markdown.contains("# 指标衔接表") && markdown.contains("# 任务去向表"), "{markdown}");
    let json: Value = serde_json::from_slice(&write("a.json", &[])).unwrap();
    assert_eq!(json, bench.json(&format!("fates {old}")));
    assert_eq!(json[2]["into"][0]["target"], json!({ "year": 2030, "text": "950", "value": 950.0 }));
    assert!(write("a.xlsx", &[]).starts_with(b"PK"));
    let file = bench.file("b.csv");
    bench.run(["fates", &old, "--to", file.to_str().unwrap()]).failed(2);
    assert!(
        bench.run(["fates", &old, "--to", bench.file("a.md").to_str().unwrap()]).failed(1).stderr.contains("--force")
    );
    let listed = bench.line(&format!("fates {old} --format csv")).done().stdout;
    assert!(
        listed.contains(&format!("{third},{old},接种率,binding,90,,,cannot-tell,,redefined,yes,{new}/i3")),
        "{listed}"
    );
}

#[test]
fn sealed_last_readings_become_baselines_and_are_undone_as_corrections() {
    let (bench, old, new) = succeeded();
    let read = |item: &str, value: &str| {
        bench.run(["reading", &format!("{old}/{item}"), "--year", "2025", "--value", value]).done();
    };
    read("i1", "78.6");
    read("i2", "6");
    assert_eq!(bench.line(&format!("baselines {new}")).code, 1, "nothing is sealed yet");
    let refused = bench.run(["baselines", &new, "--take", "--only", &format!("{new}/i2")]).failed(1).stderr;
    assert!(refused.contains("封存"), "{refused}");
    bench.run(["review", &format!("{old}/t1"), "--period", "final", "--status", "推进中"]).done();
    bench.run(["seal", "--plan", &old, "--period", "final", "--yes"]).done();
    let offered = bench.json(&format!("baselines {new}"));
    assert_eq!(column(&offered, "id"), [format!("{new}/i2"), format!("{new}/i1")]);
    assert_eq!((&offered[0]["baseline"], &offered[0]["reading"]), (&json!("78"), &json!(78.6)));
    assert_eq!(offered[1]["differs"], false, "6 is printed and was measured");
    bench.run(["baselines", &new, "--take"]).done();
    let indicators = bench.json(&format!("indicators --plan {new}"));
    let life = indicators.as_array().unwrap().iter().find(|row| row["id"] == format!("{new}/i2")).unwrap();
    assert_eq!(life["baselines"][0], json!({ "year": 2025, "text": "78.6", "value": 78.6 }));
    assert!(bench.json(&format!("baselines {new}")).as_array().unwrap().iter().all(|row| row["differs"] == false));
    bench.line("undo").done();
    assert_eq!(bench.json(&format!("baselines {new}"))[0]["baseline"], "78");
    let refused = bench.run(["baselines", &old]).failed(1).stderr;
    assert!(refused.contains("plandesk succeed"), "{refused}");
}

#[test]
fn work_that_is_not_done_is_carried_on_with_its_open_problems() {
    let (bench, old, new) = succeeded();
    let third = format!("{old}/t3");
    bench.run(["review", &third, "--period", "2024", "--status", "滞后", "--problem", "用地未批"]).done();
    bench.run(["review", &format!("{old}/t1"), "--period", "2024", "--status", "推进中", "--problem", "缺医生"]).done();
    let refused = bench.run(["carry", &third]).failed(1).stderr;
    assert!(refused.contains("章节"), "where it is to stand is asked for: {refused}");
    bench.run(["carry", &third, &format!("{old}/t1"), &format!("{old}/t4"), "--chapter", "重点任务"]).done();
    let told = fates(&bench, &old);
    assert_eq!(told[4..], ["t1 carried+ t2", "t2 carried t1", "t3 carried+ t4", "t4 carried+ t5"]);
    let tasks = bench.json(&format!("tasks --plan {new}"));
    let titles = tasks.as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(titles[3..], ["撤并村级站点", "开展健康体检"]);
    let problems = bench.json(&format!("problems --plan {new}"));
    let stuck: Vec<(&str, &str)> = problems
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["problem"].as_str().unwrap(), row["raised"].as_str().unwrap()))
        .collect();
    assert_eq!(stuck, [("缺医生", "2026"), ("用地未批", "2026")]);
    bench.line("doctor").done();
    bench.line("undo").done();
    assert_eq!(bench.json(&format!("tasks --plan {new}")).as_array().unwrap().len(), 3);
    assert!(fates(&bench, &old).iter().all(|row| !row.contains('+')), "one undo takes all of it back");
}

#[test]
fn the_plan_check_holds_a_plan_against_the_one_that_it_continues() {
    let (bench, old, new) = succeeded();
    bench.run(["reading", &format!("{old}/i1"), "--year", "2025", "--value", "80.2"]).done();
    let found = bench.json("check --only baseline-differs --only target-reached");
    let found = found.as_array().unwrap().iter().filter(|row| row["plan"] == new.as_str()).collect::<Vec<_>>();
    let told: Vec<(&str, &str)> =
        found.iter().map(|row| (row["rule"].as_str().unwrap(), row["id"].as_str().unwrap())).collect();
    let life = format!("{new}/i2");
    assert_eq!(told, [("baseline-differs", life.as_str()), ("target-reached", life.as_str())]);
}
