//! Corrections and adjustments through the program: the current text, the printed one, and the history.

use serde_json::{Value, json};

use crate::support::cli::Bench;

const TASK: &str = "bachu-wsjk-2025/t7";

fn of(bench: &Bench, list: &str, id: &str) -> Value {
    let records = bench.json(&format!("{list} --plan bachu-wsjk-2025"));
    records.as_array().unwrap().iter().find(|record| record["id"] == id).unwrap().clone()
}

/// Returns an indicator with a numeric target, and the year and the text of its last target.
fn indicator(bench: &Bench) -> (String, i64, String) {
    let records = bench.json("indicators --plan bachu-wsjk-2025");
    let record = records.as_array().unwrap().iter().find(|record| record["targets"][0]["value"].is_number()).unwrap();
    let target = record["targets"].as_array().unwrap().last().unwrap();
    let text = target["text"].as_str().unwrap().to_string();
    (record["id"].as_str().unwrap().to_string(), target["year"].as_i64().unwrap(), text)
}

#[test]
fn a_corrected_title_is_used_everywhere_and_shown_apart_from_the_printed_one() {
    let bench = Bench::loaded();
    let printed = of(&bench, "tasks", TASK)["title"].clone();
    bench.run(["edit", TASK, "--title", "龘字改正后的标题", "--reason", "断句有误"]).done();
    let task = of(&bench, "tasks", TASK);
    assert_eq!((&task["title"], &task["printed"]), (&json!("龘字改正后的标题"), &json!({ "title": printed })));
    assert_eq!(task["corrected"], json!({ "title": { "value": "龘字改正后的标题", "reason": "断句有误" } }));
    assert_eq!(bench.json("search 龘字改正")[0]["id"], TASK);
    let history = bench.line(&format!("history {TASK}")).done().stdout;
    assert!(history.contains(printed.as_str().unwrap()) && history.contains("断句有误"), "{history}");
    bench.line("undo").done();
    assert_eq!(of(&bench, "tasks", TASK)["title"], printed);
    assert_eq!(of(&bench, "tasks", TASK).get("corrected"), None);
}

#[test]
fn a_corrected_title_is_a_short_line_of_the_journal() {
    let bench = Bench::loaded();
    let length = || {
        let files = std::fs::read_dir(bench.store().join("journal")).unwrap();
        files.map(|file| file.unwrap().metadata().unwrap().len()).sum::<u64>()
    };
    let before = length();
    bench.run(["edit", TASK, "--title", "改正后的标题"]).done();
    assert!(length() - before < 1000, "{} bytes", length() - before);
}

#[test]
fn an_adjusted_target_names_its_document_and_a_sealed_period_keeps_the_old_target() {
    let bench = Bench::loaded();
    let (id, year, printed) = indicator(&bench);
    bench.line(&format!("review {TASK} --period 2023 --status 推进中")).done();
    bench.line("seal --plan bachu-wsjk-2025 --period 2023 --yes").done();
    let target = format!("{year}=12345");
    bench.run(["edit", &id, "--target", &target, "--reason", "中期评估", "--by", "巴政发〔2023〕9号"]).done();
    let record = of(&bench, "indicators", &id);
    let field = format!("target-{year}");
    assert_eq!(record["targets"].as_array().unwrap().last().unwrap()["value"], json!(12345.0));
    assert_eq!(record["printed"][&field], json!(printed));
    assert_eq!(
        record["adjusted"][&field],
        json!({ "value": "12345", "reason": "中期评估", "document": "巴政发〔2023〕9号" })
    );
    let listed = bench.line("indicators --plan bachu-wsjk-2025").done().stdout;
    assert!(listed.contains(&format!("调整，原 {printed}")), "{listed}");
    let between = bench.line("compare --between 2023 now --plan bachu-wsjk-2025").done().stdout;
    assert!(between.contains("12345") && between.contains(&printed), "{between}");
}

#[test]
fn an_impossible_edit_is_refused_with_the_reason() {
    let bench = Bench::loaded();
    for (line, said) in [
        (format!("edit {TASK} --target 2025=93"), "2025 目标值"),
        (format!("edit {TASK} --chapter 没有这一章"), "没有这一章"),
        ("edit bachu-wsjk-2025/t999 --title 新".to_string(), "t999"),
        (format!("edit {TASK} --title 新 --by 文号"), "--reason"),
    ] {
        let ran = bench.line(&line);
        assert!(ran.code != 0 && ran.stderr.contains(said), "{line}: {}", ran.stderr);
    }
    assert_eq!(bench.json("history").as_array().unwrap().len(), 1, "the first load alone");
}

#[test]
fn a_new_edition_reports_its_changes_and_the_corrections_that_became_obsolete() {
    let bench = Bench::empty();
    let document = |first: &str, second: &str| {
        format!(
            "某县“十四五”卫生健康规划\n\n第一章 发展基础\n\n事业有了进步。\n\n第二章 重点任务\n\n第一节 服务能力\n\n\
             1.{first}。到2025年建成十所。\n\n2.{second}。到2025年全部达标。\n"
        )
    };
    let file = bench.file("规划.txt");
    let import = |first: &str, second: &str| {
        std::fs::write(&file, document(first, second)).unwrap();
        bench.json(&format!("import {}", file.display()))
    };
    let found = import("建设村卫生室", "培训乡村医生");
    let plan = found["documents"][0]["plans"][0]["id"].as_str().unwrap().to_string();
    bench.run(["edit", &format!("{plan}/t1"), "--title", "新建村卫生室"]).done();
    bench.run(["edit", &format!("{plan}/t2"), "--title", "轮训乡村医生"]).done();
    let found = import("新建村卫生室", "进修乡村医生");
    let news = found["overlaid"].as_array().unwrap();
    let told = |number| {
        let id = format!("{plan}/t{number}");
        news.iter().find(|news| news["id"] == id.as_str()).map(|news| news["standing"].clone())
    };
    assert_eq!((told(1), told(2)), (Some(json!("printed")), Some(json!("overtaken"))));
    let changed = &found["documents"][0]["plans"][0]["changes"]["changed"];
    assert_eq!(changed[0]["fields"][0]["field"], "title");
    let history = bench.line(&format!("history {plan}/t2")).done().stdout;
    assert!(history.contains("标题 培训乡村医生 → 进修乡村医生"), "{history}");
    let tasks = bench.json(&format!("tasks --plan {plan}"));
    assert_eq!(tasks[1]["title"], "轮训乡村医生", "what was corrected holds until somebody drops it");
}
