//! Items and plans made by hand through the program: adding, splitting, merging, moving, ending, and plans without a
//! document.

use serde_json::{Value, json};

use crate::support::cli::Bench;

const PLAN: &str = "bachu-wsjk-2025";
const TASK: &str = "bachu-wsjk-2025/t7";

fn find(bench: &Bench, list: &str, id: &str) -> Option<Value> {
    let ran = bench.line(&format!("{list} --plan {PLAN} --format json"));
    let records: Value = serde_json::from_str(&ran.stdout).unwrap_or_default();
    records.as_array().into_iter().flatten().find(|record| record["id"] == id).cloned()
}

fn total(bench: &Bench) -> u64 {
    bench.json(&format!("plans --plan {PLAN} --period 2023"))[0]["progress"]["total"].as_u64().unwrap()
}

/// Runs a command that creates an item or plan, and returns its id.
fn made<const N: usize>(bench: &Bench, arguments: [&str; N]) -> String {
    bench.run(arguments).done().stdout.trim().to_string()
}

#[test]
fn an_added_task_behaves_like_the_others_until_it_is_undone() {
    let bench = Bench::loaded();
    let before = total(&bench);
    let path = find(&bench, "tasks", TASK).unwrap()["path"].clone();
    let heading = path.as_array().unwrap().last().unwrap().as_str().unwrap().to_string();
    let id = made(&bench, ["add", "task", "--plan", PLAN, "--title", "龘办一件实事", "--chapter", &heading]);
    bench.line(&format!("assign {id} --lead 卫健委")).done();
    bench.line(&format!("review {id} --period 2023 --status 已完成")).done();
    let task = find(&bench, "tasks", &id).unwrap();
    assert_eq!(
        (&task["title"], &task["path"], &task["lead"]),
        (&json!("龘办一件实事"), &path, &json!(["卫生健康委员会"]))
    );
    assert_eq!((total(&bench), bench.json("search 龘办")[0]["id"].clone()), (before + 1, json!(id)));
    for _ in 0..3 {
        bench.line("undo").done();
    }
    assert_eq!((total(&bench), find(&bench, "tasks", &id)), (before, None));
}

#[test]
fn an_item_without_a_place_or_a_title_is_refused() {
    let bench = Bench::loaded();
    for arguments in [
        vec!["add", "task", "--plan", PLAN, "--title", "没有章节"],
        vec!["add", "project", "--plan", PLAN, "--title", "没有专栏", "--chapter", "h1"],
        vec!["add", "task", "--plan", PLAN, "--title", " ", "--chapter", "h1"],
        vec!["add", "indicator", "--plan", PLAN, "--title", "有章节的指标", "--chapter", "h1"],
        vec!["end", "bachu-wsjk-2025/t999", "--reason", "并办"],
        vec!["end", TASK, "--reason", " "],
        vec!["merge", TASK, "--into", TASK, "--reason", "并办"],
        vec!["merge", TASK, "--into", "bachu-wsjk-2025/i1", "--reason", "并办"],
    ] {
        let ran = bench.run(arguments.clone());
        assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.stderr);
    }
    assert_eq!(bench.json("history").as_array().unwrap().len(), 1, "the first load alone");
}

#[test]
fn a_split_task_keeps_its_reviews_and_the_new_one_has_none() {
    let bench = Bench::loaded();
    bench.line(&format!("review {TASK} --period 2023 --status 推进中")).done();
    let id = made(&bench, ["split", TASK, "--title", "另一半"]);
    let (task, other) =
        (find(&bench, "tasks --period 2023", TASK).unwrap(), find(&bench, "tasks --period 2023", &id).unwrap());
    assert_eq!((&task["path"], &task["review"]["status"]), (&other["path"], &json!("in-progress")));
    assert_eq!((&other["review"], &other["made"]["from"]), (&Value::Null, &json!(TASK)));
}

#[test]
fn an_ended_item_is_kept_uncounted_and_can_be_resumed() {
    let bench = Bench::loaded();
    let before = total(&bench);
    bench.line(&format!("review {TASK} --period 2023 --status 推进中")).done();
    bench.line(&format!("merge {TASK} --into bachu-wsjk-2025/t8 --reason 并办 --by 巴政发〔2023〕9号")).done();
    assert_eq!((total(&bench), find(&bench, "tasks", TASK)), (before - 1, None));
    let former = find(&bench, "tasks --former --period 2023", TASK).unwrap();
    assert_eq!(
        former["ended"],
        json!({ "reason": "并办", "into": "bachu-wsjk-2025/t8", "document": "巴政发〔2023〕9号" })
    );
    assert_eq!(former["review"]["status"], "in-progress");
    let history = bench.line(&format!("history {TASK}")).done().stdout;
    assert!(history.contains("并入 - → bachu-wsjk-2025/t8"), "{history}");
    bench.line(&format!("end {TASK} --resume")).done();
    assert_eq!(total(&bench), before);
}

#[test]
fn a_task_moves_to_another_chapter() {
    let bench = Bench::loaded();
    let heading = bench.json(&format!("outline --plan {PLAN}"))[0].clone();
    bench.run(["move", TASK, "--chapter", heading["id"].as_str().unwrap()]).done();
    assert_eq!(find(&bench, "tasks", TASK).unwrap()["path"], heading["path"]);
}

#[test]
fn steps_of_a_task_make_up_its_progress() {
    let bench = Bench::loaded();
    bench.line(&format!("step {TASK} --title 选址 --department 卫健委 --due 2024-06-30")).done();
    bench.line(&format!("step {TASK} --title 开工")).done();
    bench.line(&format!("step {TASK} 1 --done")).done();
    let task = find(&bench, "tasks", TASK).unwrap();
    assert_eq!((&task["steps_done"], &task["steps"][0]["department"]), (&json!(50), &json!("卫生健康委员会")));
    assert!(bench.line("steps").done().stdout.contains("选址"));
    let progress = |bench: &Bench| find(bench, "tasks", TASK).unwrap()["review"]["progress"].clone();
    bench.line(&format!("review {TASK} --period 2023 --status 推进中 --from-steps")).done();
    assert_eq!(progress(&bench), 50);
    let other = TASK.replace("/t", "/t1");
    let ran = bench.line(&format!("review {TASK} {other} --period 2023 --from-steps")).failed(1);
    assert!(ran.stderr.contains("没有分解事项"), "{}", ran.stderr);
    bench.line(&format!("step {TASK} 2 --remove")).done();
    assert_eq!(find(&bench, "tasks", TASK).unwrap()["steps_done"], 100);
    assert_eq!(bench.line(&format!("step {TASK} 9 --done")).code, 1);
}

#[test]
fn a_plan_typed_by_hand_is_matched_by_its_later_document() {
    let bench = Bench::empty();
    bench.run(["plans"]).done();
    let plan = made(
        &bench,
        [
            "new-plan",
            "--title",
            "某县“十四五”卫生健康规划",
            "--region",
            "某县",
            "--sector",
            "卫生健康",
            "--term",
            "2021-2025",
        ],
    );
    let heading = |title: &str, number: &str, above: &str| {
        let mut line = vec!["add", "heading", "--plan", &plan, "--title", title, "--number", number];
        if !above.is_empty() {
            line.extend(["--chapter", above]);
        }
        bench.run(line).done().stdout.trim().to_string()
    };
    let chapter = heading("重点任务", "第一章", "");
    let section = heading("服务能力", "第一节", &chapter);
    let task = |title: &str| made(&bench, ["add", "task", "--plan", &plan, "--title", title, "--chapter", &section]);
    let (first, own) = (task("建设村卫生室"), task("自己加的一件事"));
    let indicator = made(
        &bench,
        [
            "add",
            "indicator",
            "--plan",
            &plan,
            "--title",
            "人均预期寿命",
            "--unit",
            "岁",
            "--baseline",
            "2020=76",
            "--target",
            "2025=78",
        ],
    );
    bench.line(&format!("reading {indicator} --year 2023 --value 77.5")).done();
    bench.line(&format!("review {first} --period 2023 --status 推进中 --progress 60")).done();
    for line in ["tasks", "outline", "indicators", "check"] {
        let ran = bench.line(&format!("{line} --plan {plan} --format json"));
        assert!(ran.code <= 1, "{line}: {}", ran.stderr);
    }
    let report = bench.file("报告.md");
    bench.line(&format!("report mid-term --plan {plan} --to {}", report.display())).done();
    assert!(std::fs::read_to_string(&report).unwrap().contains("新增“建设村卫生室”"));

    let file = bench.file("规划.txt");
    let text = "某县“十四五”卫生健康规划\n\n第一章 重点任务\n\n第一节 服务能力\n\n1.建设村卫生室。到2025年建成十所。\n\n2.培训乡村医生。到2025年全部达标。\n";
    std::fs::write(&file, text).unwrap();
    let found = bench.json(&format!("import {}", file.display()));
    assert_eq!(found["documents"][0]["plans"][0]["id"], plan.as_str());
    let tasks = bench.json(&format!("tasks --plan {plan} --period 2023"));
    let titled = |title: &str| tasks.as_array().unwrap().iter().find(|task| task["title"] == title).unwrap();
    let printed = titled("建设村卫生室");
    assert_eq!(
        (&printed["id"], &printed["review"]["progress"], printed.get("made")),
        (&json!(first), &json!(60), None)
    );
    assert_eq!((&titled("自己加的一件事")["id"], tasks.as_array().unwrap().len()), (&json!(own), 3));
    assert_ne!(titled("培训乡村医生")["id"], json!(own), "an id is never used again");
    assert_eq!(bench.json(&format!("outline --plan {plan}")).as_array().unwrap().len(), 2, "no heading twice");
    bench.line("undo").done();
    assert_eq!(bench.json(&format!("tasks --plan {plan} --period 2023")).as_array().unwrap().len(), 2);
}

#[test]
fn the_report_names_adjustments_and_judges_by_them() {
    let bench = Bench::loaded();
    let indicators = bench.json(&format!("indicators --plan {PLAN}"));
    let numeric =
        indicators.as_array().unwrap().iter().find(|record| record["targets"][0]["value"].is_number()).unwrap();
    let (id, year) = (numeric["id"].as_str().unwrap(), numeric["targets"][0]["year"].as_i64().unwrap());
    let target = format!("{year}=999");
    bench
        .run([
            "edit",
            id,
            "--target",
            &target,
            "--reason",
            "中期评估",
            "--by",
            "巴政发〔2023〕9号",
            "--on",
            "2023-07-01",
        ])
        .done();
    let report = bench.file("报告.md");
    bench.line(&format!("report mid-term --plan {PLAN} --to {}", report.display())).done();
    let report = std::fs::read_to_string(&report).unwrap();
    assert!(report.contains("调整为999岁（巴政发〔2023〕9号，自2023年7月1日起），理由：中期评估"), "{report}");
}

#[test]
fn each_report_names_and_judges_by_the_adjustments_that_hold_at_its_end() {
    let bench = Bench::loaded();
    let indicators = bench.json(&format!("indicators --plan {PLAN}"));
    let numeric =
        indicators.as_array().unwrap().iter().find(|record| record["targets"][0]["value"].is_number()).unwrap();
    let (id, year) = (numeric["id"].as_str().unwrap(), numeric["targets"][0]["year"].as_i64().unwrap());
    for (value, document, day) in [("998", "甲〔2025〕2号", "2025年2月"), ("999", "甲〔2022〕1号", "2022-07-01")]
    {
        let target = format!("{year}={value}");
        bench.run(["edit", id, "--target", &target, "--reason", "调整", "--by", document, "--on", day]).done();
    }
    let report = |period: &str| {
        let file = bench.file("报告.md");
        bench.line(&format!("report {period} --plan {PLAN} --to {} --force", file.display())).done();
        std::fs::read_to_string(&file).unwrap()
    };
    let (first, second) =
        ("调整为999岁（甲〔2022〕1号，自2022年7月1日起）", "由999岁调整为998岁（甲〔2025〕2号，自2025年2月起）");
    let mid_term = report("mid-term");
    assert!(mid_term.contains(first) && !mid_term.contains("998"), "{mid_term}");
    let last = report("final");
    assert!(last.contains(first) && last.contains(second), "{last}");
    let record = bench.json(&format!("indicators --plan {PLAN}"));
    let record = record.as_array().unwrap().iter().find(|record| record["id"] == id).unwrap();
    let adjusted = &record["adjusted"][format!("target-{year}")];
    assert_eq!((&adjusted["value"], &adjusted["earlier"][0]["value"]), (&json!("998"), &json!("999")));
}

const OUTLINE: &str = "第一章 重点任务\n\t第一节 服务能力\n\t\t1.建设村卫生室。到2025年建成十所。\n\t\t2.培训乡村医生\n\t\t专栏1 \
                       重点项目\n\t\t\t卫生院改造\n第二章 主要指标\n\t人均预期寿命 | 岁 | 预期性 | 76 | 78\n";

#[test]
fn a_plan_is_created_from_an_outline_in_one_entry() {
    let bench = Bench::loaded();
    let file = bench.file("大纲.txt");
    std::fs::write(&file, OUTLINE).unwrap();
    let file = file.to_str().unwrap();
    let new = ["new-plan", "--title", "新县健康规划", "--region", "新县", "--sector", "健康", "--term", "2021-2025"];
    let plan = bench.run(new.iter().copied().chain(["--outline", file])).done().stdout.trim().to_string();
    let titles = || -> Vec<String> {
        let tasks = bench.line(&format!("tasks --plan {plan} --format json"));
        let tasks: Value = serde_json::from_str(&tasks.stdout).unwrap_or_default();
        tasks.as_array().into_iter().flatten().map(|task| task["title"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(titles(), ["建设村卫生室", "培训乡村医生", "卫生院改造"]);
    assert_eq!(bench.json(&format!("indicators --plan {plan}"))[0]["targets"][0]["text"], "78");
    let written = bench.line(&format!("outline --plan {plan} --typed")).done().stdout;
    std::fs::write(file, &written).unwrap();
    bench.run(["add", "--plan", &plan, "--outline", file]).done();
    assert_eq!(titles().len(), 6);
    bench.line("undo").done();
    assert_eq!(titles().len(), 3);
    std::fs::write(file, "第一章 总则\n\t1.建设\n\t2.\n").unwrap();
    let refused = bench.run(["add", "--plan", &plan, "--outline", file]).failed(1).stderr;
    assert!(refused.contains("第 3 行"), "{refused}");
    bench.run(["add", "--plan", &plan, "--outline", file, "--title", "多余"]).failed(2);
    bench.line("undo").done();
    assert!(bench.line(&format!("tasks --plan {plan}")).code == 1, "the plan and its outline are one entry");
}

#[test]
fn the_document_of_a_typed_plan_matches_its_items() {
    let bench = Bench::loaded();
    let file = bench.file("大纲.txt");
    let text = "第一章 重点任务\n第一节 服务能力\n1.建设村卫生室。到2025年建成十所。\n2.培训乡村医生。每年培训百人。\n";
    std::fs::write(&file, text).unwrap();
    let new = ["new-plan", "--title", "新县“十四五”卫生健康规划", "--region", "新县", "--sector", "卫生健康"];
    let more = ["--term", "2021-2025", "--outline", file.to_str().unwrap()];
    let plan = bench.run(new.iter().copied().chain(more)).done().stdout.trim().to_string();
    let ids = || {
        let tasks = bench.json(&format!("tasks --plan {plan}"));
        tasks.as_array().unwrap().iter().map(|task| task["id"].clone()).collect::<Vec<_>>()
    };
    let before = ids();
    let document = bench.file("规划.txt");
    std::fs::write(&document, format!("新县“十四五”卫生健康规划\n\n{text}")).unwrap();
    bench.run(["import", document.to_str().unwrap()]).done();
    assert_eq!((before.len(), ids()), (2, before), "the same items, each once");
}

#[test]
fn tasks_are_moved_after_another_in_their_order() {
    let bench = Bench::loaded();
    let file = bench.file("大纲.txt");
    std::fs::write(&file, "第一章 任务\n\t甲事\n\t乙事\n\t丙事\n\t丁事\n").unwrap();
    let new = ["new-plan", "--title", "新规划", "--region", "新县", "--sector", "健康", "--term", "2021-2025"];
    let made = bench.run(new.iter().copied().chain(["--outline", file.to_str().unwrap()])).done();
    let plan = made.stdout.trim().to_string();
    let order = || {
        let tasks = bench.json(&format!("tasks --plan {plan}"));
        tasks
            .as_array()
            .unwrap()
            .iter()
            .map(|task| task["title"].as_str().unwrap().replace('事', ""))
            .collect::<String>()
    };
    assert_eq!(order(), "甲乙丙丁");
    bench.line(&format!("move {plan}/t1 {plan}/t2 --behind {plan}/t3")).done();
    assert_eq!(order(), "丙甲乙丁");
    bench.line(&format!("move {plan}/t4 --behind first")).done();
    assert_eq!(order(), "丁丙甲乙");
    bench.line(&format!("move {plan}/t1 --behind {TASK}")).failed(1);
}

#[test]
fn departments_answer_for_indicators_as_for_tasks() {
    let bench = Bench::loaded();
    let id = format!("{PLAN}/i1");
    bench.line(&format!("assign {id} --lead 卫健委 --support 统计局 --person 王芳")).done();
    bench.line(&format!("edit {id} --definition 本县户籍人口 --reason 补充口径")).done();
    let indicator = find(&bench, "indicators", &id).unwrap();
    assert_eq!(
        [&indicator["lead"], &indicator["person"], &indicator["definition"]],
        [&json!(["卫生健康委员会"]), &json!("王芳"), &json!("本县户籍人口")]
    );
    let of = |department: &str| bench.line(&format!("indicators --department {department}")).code;
    assert_eq!((of("统计局"), of("教育局")), (0, 1));
    assert_eq!(bench.json("search dept:统计局 kind:指标")[0]["id"], json!(id));
    let reminders = || bench.line("notice --department 卫健委 --period 2023 --plan 巴楚 --reminders").stdout;
    assert!(reminders().contains("人均预期寿命"), "{}", reminders());
    bench.line(&format!("reading {id} --year 2023 --value 75")).done();
    assert!(!reminders().contains("人均预期寿命"), "{}", reminders());
    let refused = bench.line(&format!("assign {id} --due 2025")).failed(1).stderr;
    assert!(refused.contains("目标年份"), "{refused}");
    bench.line(&format!("assign {PLAN}/i2 --lead 卫健委")).done();
    let departments = bench.json(&format!("departments --plan {PLAN} --period 2023"));
    let of = |name: &str| departments.as_array().unwrap().iter().find(|record| record["name"] == name).unwrap().clone();
    let counted = |name: &str| (of(name)["indicators"].clone(), of(name)["awaited"].clone());
    assert_eq!(counted("卫生健康委员会"), (json!(2), json!(1)), "one of the two figures is there");
    assert_eq!(counted("统计局"), (json!(0), json!(0)), "it supports one");
}

#[test]
fn the_lead_that_an_indicator_s_table_suggests_is_accepted() {
    let bench = Bench::empty();
    let file = bench.file("规划.txt");
    let text = "青山县“十四五”教育发展规划\n\n第一章 主要目标\n\n指标\t单位\t2020年\t2025年\t属性\t责任单位\n\
                入园率\t%\t85\t95\t预期性\t各乡镇、教育局、财政局\n巩固率\t%\t95\t96\t约束性\t教育局牵头，民政局配合\n\n\
                第二章 重点任务\n\n1.建设幼儿园。到2025年建成十所。\n";
    std::fs::write(&file, text).unwrap();
    let found = bench.json(&format!("import {}", file.display()));
    let plan = found["documents"][0]["plans"][0]["id"].as_str().unwrap().to_string();
    let indicator = |number: usize| bench.json(&format!("indicators --plan {plan}"))[number].clone();
    assert_eq!((&indicator(0)["lead"], &indicator(0)["offered"]["lead"]), (&json!([]), &json!(["教育局"])));
    assert_eq!(indicator(1).get("offered"), None, "its lead is stated");
    bench.line(&format!("assign {plan}/i1 {plan}/i2 --offered")).done();
    assert_eq!(
        (&indicator(0)["lead"], &indicator(0)["support"], indicator(0).get("offered")),
        (&json!(["教育局"]), &json!(["各乡镇", "财政局"]), None)
    );
    assert_eq!(indicator(1)["lead"], json!(["教育局"]));
    bench.line(&format!("history {plan}/i2")).failed(1);
}

#[test]
fn unlikely_values_are_reported_and_saved_if_nobody_can_be_asked() {
    let bench = Bench::loaded();
    let ran = bench.line(&format!("review {TASK} --period 2023 --status 已完成 --progress 60")).done();
    assert!(ran.stderr.contains("进度为 60%"), "{}", ran.stderr);
    let ran = bench.line(&format!("review {TASK} --period 2023 --status 推进中")).done();
    assert!(!ran.stderr.contains("注意"), "{}", ran.stderr);
    let target = |text: &str| bench.run(["edit", "bachu-wsjk-2025/i1", "--target", &format!("2025={text}")]).done();
    assert!(target("780").stderr.contains("相差十倍"));
    assert!(target("七十八").stderr.contains("不是数值"));
    assert!(!target("78").stderr.contains("注意"));
}

#[test]
fn tasks_are_due_by_parts_of_years() {
    let bench = Bench::loaded();
    for (typed, due) in [("2025年6月底前", json!("2025-06")), ("2025Q2", json!("2025Q2")), ("2025", json!("2025"))]
    {
        bench.run(["assign", TASK, "--due", typed]).done();
        let task = find(&bench, "tasks", TASK).unwrap();
        assert_eq!((&task["due"], &task["due_by"]), (&json!(2025), &due), "{typed}");
    }
    bench.run(["assign", TASK, "--due", "2025-06-30"]).done();
    for (asked, code) in [("<=2025-06", 0), ("2025Q2", 0), ("<2025-06", 1), ("2026", 1)] {
        let ran = bench.run(["tasks", "--plan", PLAN, "--due", asked, "--format", "json"]);
        assert_eq!(i32::from(!ran.stdout.contains(TASK)), code, "{asked}");
    }
}
