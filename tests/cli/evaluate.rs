//! Evaluating through the program: goals, confirmed statuses, problems, judgements, appraisals, seals, samples, notices.

use std::fs;

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::cli::{Bench, column, rows};

const PLAN: &str = "kashi-wsjk-2025";

fn id(item: &str) -> String {
    format!("{PLAN}/{item}")
}

fn review(bench: &Bench, item: &str, period: &str, words: &[&str]) {
    let item = id(item);
    bench.run([&["review", &item, "--period", period], words].concat()).done();
}

fn of<'a>(list: &'a Value, item: &str) -> &'a Value {
    list.as_array().unwrap().iter().find(|row| row["id"] == id(item)).unwrap()
}

#[test]
fn the_goals_of_a_year_are_its_work_plan() {
    let bench = Bench::loaded();
    bench.line("work-plan --year 2024").failed(1);
    bench.line(&format!("goal {} {} --year 2024 --text 建成两处", id("t1"), id("p2"))).done();
    bench.line(&format!("assign {} --lead 卫健委", id("t1"))).done();
    review(&bench, "t1", "2024", &["--status", "推进中", "--progress", "40"]);
    let plan = bench.json("work-plan --year 2024");
    assert_eq!(column(&plan, "id"), [id("t1"), id("p2")]);
    assert_eq!((&plan[0]["goal"], &plan[0]["status"]), (&json!("建成两处"), &json!("in-progress")));
    assert_eq!(bench.json("work-plan --year 2024 --department 卫健委").as_array().unwrap().len(), 1);
    assert!(bench.line("work-plan --year 2024").done().stdout.contains("建成两处"));
    let listed = bench.json("tasks --plan kashi-wsjk --period 2024 --with-goal");
    assert_eq!(column(&listed, "goal"), ["建成两处", "建成两处"]);
    assert_eq!(bench.json("tasks --plan kashi-wsjk --period 2023")[0]["goal"], Value::Null);
    bench.line(&format!("goal {} {} --year 2024 --text none", id("t1"), id("p2"))).done();
    bench.line("work-plan --year 2024").failed(1);
    bench.line(&format!("goal {} --year 2040 --text x", id("t1"))).failed(1);
}

#[test]
fn a_status_is_carried_over_and_counts_once_confirmed() {
    let bench = Bench::loaded();
    for item in ["t1", "t2", "t3"] {
        review(&bench, item, "2022", &["--status", "推进中", "--progress", "30"]);
    }
    bench.line(&format!("assign {} --lead 教育局", id("t3"))).done();
    let tasks = bench.json("tasks --plan kashi-wsjk --period 2023");
    assert_eq!(of(&tasks, "t1")["carried"], json!({"period": "2022", "status": "in-progress"}));
    assert_eq!(of(&tasks, "t1")["review"], Value::Null);
    assert_eq!(of(&tasks, "t4")["carried"], Value::Null);
    let table = bench.line("tasks --plan kashi-wsjk --period 2023").done().stdout;
    assert!(table.contains("沿用（未确认）") && table.contains("2022 推进中"), "{table}");
    let unreported = |bench: &Bench| {
        bench.json("plans --plan kashi-wsjk --period 2023")[0]["progress"]["unreported"].as_u64().unwrap()
    };
    let before = unreported(&bench);
    bench.line("confirm --plan kashi-wsjk --department 教育局 --period 2023").done();
    assert_eq!(unreported(&bench), before - 1, "one department alone");
    bench.line("confirm --plan kashi-wsjk --period 2023").done();
    assert_eq!(unreported(&bench), before - 3);
    let tasks = bench.json("tasks --plan kashi-wsjk --period 2023");
    assert_eq!(of(&tasks, "t1")["review"]["progress"], 30);
    assert_eq!(of(&tasks, "t1")["carried"], Value::Null);
    assert!(bench.line("confirm --plan kashi-wsjk --period 2023").failed(1).stderr.contains("没有可确认的"));
    bench.line("undo").done();
    bench.line(&format!("confirm {} --period 2023", id("t2"))).done();
    assert_eq!(unreported(&bench), before - 2);
}

#[test]
fn problems_are_listed_over_periods_solved_and_opened_again() {
    let bench = Bench::loaded();
    bench.line("problems").failed(1);
    bench.line(&format!("assign {} --lead 卫健委", id("t1"))).done();
    review(&bench, "t1", "2022", &["--problem", "缺人", "--next", "招聘"]);
    review(&bench, "t1", "2023", &["--problem", "缺人"]);
    review(&bench, "p1", "2023", &["--problem", "=缺钱"]);
    let open = bench.json("problems --open");
    assert_eq!(column(&open, "id"), [id("t1"), id("p1")]);
    assert_eq!(
        (&open[0]["raised"], &open[0]["last"], &open[0]["next"]),
        (&json!("2022"), &json!("2023"), &json!("招聘"))
    );
    assert_eq!(bench.json("problems --department 卫健委").as_array().unwrap().len(), 1);
    bench.line(&format!("solve {} --raised 2022 --period 2023 --how 增编五名", id("t1"))).done();
    assert_eq!(column(&bench.json("problems --open"), "id"), [id("p1")]);
    assert_eq!(bench.json("problems --solved")[0]["solution"], json!({"period": "2023", "how": "增编五名"}));
    assert_eq!(column(&bench.json("problems"), "id"), [id("p1"), id("t1")], "open ones first");
    assert!(
        bench.line(&format!("solve {} --raised 2023 --period 2023", id("t1"))).failed(1).stderr.contains("problems")
    );

    for name in ["a.csv", "a.xlsx", "a.md", "a.json"] {
        bench.line(&format!("export problems --plan kashi-wsjk --to {name}")).done();
    }
    let csv = fs::read_to_string(bench.file("a.csv")).unwrap();
    let rows = rows(csv.trim_start_matches('\u{feff}'));
    assert_eq!((rows[1][5].as_str(), rows[1][9].as_str()), ("'=缺钱", "未解决"));
    assert_eq!((rows[2][9].as_str(), rows[2][11].as_str()), ("已解决", "增编五名"));
    bench.line("export problems --open --department 卫健委 --to b.csv").failed(1);
    bench.line("export tasks --open --to b.csv").failed(2);
    bench.line(&format!("solve {} --raised 2022 --reopen", id("t1"))).done();
    assert_eq!(bench.json("problems --open").as_array().unwrap().len(), 2);
}

#[test]
fn indicators_without_figures_are_judged_by_a_person() {
    let bench = Bench::loaded();
    let found = |bench: &Bench| bench.json("indicators --plan kashi-wsjk")[0].clone();
    assert_eq!(found(&bench)["attainment"], Value::Null);
    bench.line(&format!("judge {} --year 2023 --as 滞后 --reason 口径不同", id("i1"))).done();
    assert_eq!(found(&bench)["attainment"], "behind");
    assert_eq!(found(&bench)["judgements"], json!([{"year": 2023, "attainment": "behind", "reason": "口径不同"}]));
    bench.line(&format!("reading {} --year 2024 --value 90", id("i1"))).done();
    assert_eq!(found(&bench)["attainment"], "ahead-of-time", "a later reading speaks for itself");
    bench.line(&format!("judge {} --year 2023 --as none", id("i1"))).done();
    assert_eq!(found(&bench)["judgements"], json!([]));
    let deaths = |bench: &Bench| bench.json("indicators --plan kashi-wsjk")[1].clone();
    bench.line(&format!("reading {} --year 2023 --value 15", id("i2"))).done();
    assert_eq!(
        (&deaths(&bench)["direction"], &deaths(&bench)["attainment"]),
        (&json!("lower"), &json!("ahead-of-time"))
    );
    bench.line(&format!("direction {} higher", id("i2"))).done();
    assert_eq!((&deaths(&bench)["direction"], &deaths(&bench)["attainment"]), (&json!("higher"), &json!("behind")));
    bench.line(&format!("direction {} auto", id("i2"))).done();
    assert_eq!(deaths(&bench)["direction"], "lower");
}

#[test]
fn a_match_of_two_indicators_is_corrected_by_hand() {
    let bench = Bench::loaded();
    let group = |bench: &Bench, id: &str| -> Value {
        let groups = bench.json("compare");
        let holds = |group: &&Value| column(&group["members"], "id").contains(&id.to_string());
        groups.as_array().unwrap().iter().find(holds).cloned().unwrap_or(Value::Null)
    };
    let (one, other) = (id("i2"), "bachu-wsjk-2025/i2".to_string());
    let before = group(&bench, &one);
    assert!(column(&before["members"], "id").contains(&other), "the rules match them: {before}");
    assert_eq!(column(&before["members"], "matched")[0], "rule");
    bench.line(&format!("pair {other} {one} --different")).done();
    assert!(!group(&bench, &one).to_string().contains(&other));
    bench.line(&format!("pair {one} {other} --auto")).done();
    assert_eq!(group(&bench, &one), before);
    bench.line(&format!("pair {one} bachu-wsjk-2025/i5 --same")).done();
    let joined = group(&bench, &one);
    assert!(column(&joined["members"], "id").contains(&"bachu-wsjk-2025/i5".to_string()));
    bench.line(&format!("pair {one} {} --same", id("i3"))).failed(1);

    let task = |bench: &Bench| bench.json("compare --tasks --plan 巴楚")[0].clone();
    let matched = task(&bench);
    let (own, above) = (matched["id"].as_str().unwrap(), matched["parent_id"].as_str().unwrap());
    assert_eq!(matched["matched"], "rule");
    bench.line(&format!("pair {own} {above} --different")).done();
    assert_ne!(task(&bench)["parent_id"], matched["parent_id"]);
    bench.line(&format!("pair {own} {above} --same")).done();
    assert_eq!((&task(&bench)["parent_id"], &task(&bench)["matched"]), (&matched["parent_id"], &json!("hand")));
}

#[test]
fn appraisals_are_recorded_field_by_field() {
    let bench = Bench::loaded();
    let base = ["appraise", "--plan", "kashi-wsjk", "--period", "mid-term", "--kind", "third-party"];
    bench.run([&base[..], &["--by", "某大学", "--score", "86.5"]].concat()).done();
    bench.run([&base[..], &["--conclusion", "总体良好", "--score", "87"]].concat()).done();
    bench
        .line("appraise --plan kashi-wsjk --period mid-term --kind 社会满意度调查 --respondents 1200 --score 91%")
        .done();
    let listed = bench.json("appraisals");
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(
        (&listed[0]["by"], &listed[0]["score"], &listed[0]["conclusion"]),
        (&json!("某大学"), &json!(87.0), &json!("总体良好"))
    );
    assert_eq!((&listed[1]["kind"], &listed[1]["respondents"]), (&json!("survey"), &json!(1200)));
    assert!(bench.line("appraisals").done().stdout.contains("第三方评估"));
    bench.run([&base[..], &["--remove"]].concat()).done();
    assert_eq!(bench.json("appraisals").as_array().unwrap().len(), 1);
}

#[test]
fn sealing_lists_what_is_missing_asks_and_marks_later_corrections() {
    let bench = Bench::loaded();
    review(&bench, "t1", "2022", &["--status", "推进中"]);
    bench.line(&format!("reading {} --year 2022 --value 74", id("i1"))).done();
    let asked = bench.line("seal --plan kashi-wsjk --period 2022").failed(2);
    assert!(asked.stderr.contains("任务和项目 80 条，已报送 1 条"), "{}", asked.stderr);
    assert!(asked.stderr.contains("没有 2022 年实际值或判断的指标 23 个"), "{}", asked.stderr);
    assert!(asked.stderr.contains("--yes"));
    assert_eq!(bench.line("seals").code, 1, "nothing was sealed");
    bench.line("seal --plan kashi-wsjk --period 2022 --yes").done();
    assert!(bench.line("seal --plan kashi-wsjk --period 2022 --yes").failed(1).stderr.contains("已封存"));
    assert!(
        bench.line(&format!("review {} --period 2022 --status 滞后", id("t1"))).failed(1).stderr.contains("--amend")
    );
    bench.run(["review", &id("t1"), "--period", "2022", "--status", "滞后", "--amend", "复核更正"]).done();
    let task = bench.json("tasks --plan kashi-wsjk --period 2022 --status 滞后");
    assert_eq!(task[0]["review"]["sealed"], true);
    assert_eq!(task[0]["review"]["amended"], "复核更正");
    let seals = bench.json("seals");
    assert_eq!((&seals[0]["intact"], &seals[0]["amended"], &seals[0]["tasks"]), (&json!(true), &json!(1), &json!(80)));
    assert_eq!(seals[0]["by"], "规划科");
    assert!(bench.line("seals").done().stdout.contains("一致"));
    bench.line("doctor").done();
}

#[test]
fn sealed_periods_are_compared_with_each_other_and_with_the_present_by_item() {
    let bench = Bench::loaded();
    review(&bench, "t1", "2022", &["--status", "推进中", "--progress", "30"]);
    bench.line("seal --plan kashi-wsjk --period 2022 --yes").done();
    review(&bench, "t1", "2023", &["--status", "completed"]);
    bench.line(&format!("reading {} --year 2023 --value 74.5", id("i1"))).done();
    let missing = bench.line("compare --plan kashi-wsjk --between 2022 2023").failed(1);
    assert!(missing.stderr.contains("尚未封存"), "{}", missing.stderr);
    let now = bench.json("compare --plan kashi-wsjk --between 2022 now --period 2023");
    bench.line("seal --plan kashi-wsjk --period 2023 --yes").done();
    let sealed = bench.json("compare --plan kashi-wsjk --between 2022 2023");
    assert_eq!(now, sealed);
    assert_eq!(column(&sealed, "id"), [id("t1"), id("i1")]);
    assert_eq!(
        sealed[0]["fields"],
        json!([
            {"field": "status", "before": "in progress", "after": "completed"},
            {"field": "progress", "before": "30%", "after": ""},
        ])
    );
    let table = bench.line("compare --plan kashi-wsjk --between 2022 2023").done();
    assert!(table.stdout.contains("推进中") && table.stdout.contains("已完成"), "{}", table.stdout);
    assert!(table.stderr.contains("变化 2 项，新增 0 项，删除 0 项"), "{}", table.stderr);
    bench.line("compare --plan kashi-wsjk --plan 巴楚 --between 2022 now").failed(2);
}

#[test]
fn a_sealed_period_keeps_items_that_a_later_edition_dropped() {
    let bench = Bench::empty();
    let text = |tasks: &str| {
        format!("甲县教育事业“十四五”发展规划\n\n第一章 现状\n\n基础较好。\n\n第二章 主要任务\n\n{tasks}\n")
    };
    let first =
        text("1.建设学校。新建小学三所，改善办学条件。\n2.培训教师。每年轮训教师两百名。\n3.配备校医。每校一名。");
    let second = text("1.建设学校。新建小学三所，改善办学条件。\n2.培训教师。每年轮训教师三百名。");
    fs::write(bench.file("plan.txt"), first).unwrap();
    bench.line("import plan.txt").done();
    let plan = bench.json("plans --plan 甲县")[0]["id"].as_str().unwrap().to_string();
    bench.line(&format!("review {plan}/t3 --period 2022 --status 推进中")).done();
    bench.line(&format!("seal --plan {plan} --period 2022 --yes")).done();
    fs::write(bench.file("plan.txt"), second).unwrap();
    bench.line("import plan.txt --accept-loss").done();
    let found = bench.json(&format!("compare --plan {plan} --between 2022 now --period 2022"));
    let dropped = found.as_array().unwrap().iter().find(|row| row["fate"] == "dropped").unwrap();
    assert_eq!(dropped["id"], format!("{plan}/t3"));
    assert!(dropped["title"].as_str().unwrap().contains("校医"));
}

#[test]
fn a_sample_can_be_drawn_again() {
    let bench = Bench::loaded();
    bench.line("sample --plan kashi-wsjk --period 2023").failed(1);
    for item in 1..=20 {
        review(&bench, &format!("t{item}"), "2023", &["--status", "completed"]);
    }
    review(&bench, "t21", "2023", &["--status", "推进中", "--progress", "40"]);
    review(&bench, "t22", "2023", &["--done", "办班三期"]);
    let draw = |bench: &Bench, more: &str| {
        column(&bench.json(&format!("sample --plan kashi-wsjk --period 2023 {more}")), "id")
    };
    let all = draw(&bench, "--count 80");
    assert_eq!(all.len(), 21, "what is under way claims nothing, words of what was done do");
    assert!(!all.contains(&id("t21")));
    let five = draw(&bench, "--count 5");
    assert_eq!(five, all[..5], "a larger sample holds the smaller one");
    assert_eq!(five, draw(&bench, "--count 5"));
    let named = bench.run([
        "sample",
        "--plan",
        PLAN,
        "--period",
        "2023",
        "--count",
        "5",
        "--seed",
        &format!("{PLAN} 2023"),
        "--format",
        "json",
    ]);
    assert_eq!(column(&serde_json::from_str(&named.done().stdout).unwrap(), "id"), five, "the default seed by name");
    assert_ne!(draw(&bench, "--count 80 --seed 另一种子"), all);
    let told = bench.line("sample --plan kashi-wsjk --period 2023 --count 5 --to s.csv").done().stderr;
    assert!(told.contains(&format!("{PLAN} 2023")), "the seed is told: {told}");
    let rows = rows(fs::read_to_string(bench.file("s.csv")).unwrap().trim_start_matches('\u{feff}'));
    assert_eq!(rows.len(), 6);
    assert!(rows[0].contains(&"核验结论".to_string()));
    assert_eq!(rows[1..].iter().map(|row| row[1].clone()).collect::<Vec<_>>(), five);
    bench.line("sample --plan kashi-wsjk --period 2023 --count 5 --to s.xlsx").done();
    bench.line("sample --plan kashi-wsjk --period 2023 --count 5 --to s.csv").failed(1);
}

#[test]
fn overdue_and_missing_tasks_are_filtered() {
    let bench = Bench::loaded();
    let count = |line: &str| bench.json(line).as_array().unwrap().len();
    bench.line(&format!("assign {} {} --due 2022", id("t1"), id("t2"))).done();
    review(&bench, "t2", "2023", &["--status", "completed"]);
    let overdue = bench.json("tasks --plan kashi-wsjk --period 2023 --overdue");
    assert!(column(&overdue, "id").contains(&id("t1")) && !column(&overdue, "id").contains(&id("t2")));
    let counted = bench.json("rollup --plan kashi-wsjk --period 2023 --by all");
    assert_eq!(counted[0]["overdue"], overdue.as_array().unwrap().len());
    assert_eq!(count("tasks --plan kashi-wsjk --period 2023 --missing"), 79);
    assert_eq!(counted[0]["unreported"], 79);
}

#[test]
fn a_notice_lists_a_department_s_outstanding_tasks() {
    let bench = Bench::loaded();
    for (item, lead) in [("t1", "卫健委"), ("t2", "卫健委"), ("t3", "教育局")] {
        bench.line(&format!("assign {} --lead {lead} --due 2022", id(item))).done();
    }
    review(&bench, "t1", "2023", &["--status", "滞后", "--problem", "经费未到位"]);
    review(&bench, "t2", "2023", &["--status", "completed"]);
    review(&bench, "t3", "2023", &["--status", "completed"]);
    let notice = bench.line("notice --plan kashi-wsjk --department 卫健委 --period 2023 --to n.md").done();
    assert!(notice.stderr.contains("没有牵头单位"), "{}", notice.stderr);
    let text = fs::read_to_string(bench.file("n.md")).unwrap();
    let t1 = "完善健康喀什建设工作机制";
    for words in ["规划实施督办单", "卫生健康委员会：", "逾期未完成1项、滞后1项", "2022", "经费未到位", t1]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("开展多元化的健康促进行动"), "what is done is in no notice");
    for gap in ["编号", "报送期限", "联系人和联系电话", "编制单位"] {
        assert!(text.contains(&format!("【待补充：{gap}】")), "{gap}: {text}");
    }
    assert!(
        bench
            .line("notice --plan kashi-wsjk --department 教育局 --period 2023 --to e.md")
            .failed(1)
            .stderr
            .contains("没有需督办的事项")
    );
    bench.line("notice --plan kashi-wsjk --department 卫健委 --period 2024 --to n.docx").done();
    assert!(fs::read(bench.file("n.docx")).unwrap().starts_with(b"PK"));
    bench.line("notice --all --period 2024 --to all.docx").failed(2);
    bench.line("notice --all --period 2024 --to all.txt").failed(2);
    bench.line("notice --all --period 2024 --to all.xlsx").done();
    bench.line("notice --all --period 2024 --to-folder notices").done();
    let files = fs::read_dir(bench.file("notices")).unwrap().count();
    assert_eq!(files, 2, "one for each department");
    bench.line("notice --all --period 2024 --to-folder notices").failed(1);
}

#[test]
fn a_notice_has_its_number_deadline_and_contact_and_the_words_of_the_office() {
    let bench = Bench::loaded();
    for (item, lead) in [("t1", "卫健委"), ("t2", "教育局")] {
        bench.line(&format!("assign {} --lead {lead} --due 2022", id(item))).done();
    }
    fs::create_dir(bench.store().join("templates")).unwrap();
    let own = "[byline]\nissuer = \"地区发展改革委\"\n[notice]\nnumber = \"督〔{年份}〕{号}号\"\n";
    fs::write(bench.store().join("templates/own.toml"), own).unwrap();
    let letter = "--number 12 --deadline 2023-12-15 --contact 张三（8812）";
    bench.line(&format!("notice --plan kashi-wsjk --all --period 2023 --to-folder n --as md {letter}")).done();
    let year = jiff::Zoned::now().year();
    for (file, number, addressee) in
        [("n/督办单-卫生健康委员会.md", 12, "卫生健康委员会："), ("n/督办单-教育局.md", 13, "教育局：")]
    {
        let text = fs::read_to_string(bench.file(file)).unwrap();
        let number = format!("督〔{year}〕{number}号");
        for words in [&number, addressee, "于2023年12月15日前报送", "联系人：张三（8812）", "地区发展改革委"]
        {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(!text.contains("待补充"), "{text}");
    }
    let reminders = bench.line("notice --plan kashi-wsjk --all --period 2023 --reminders --deadline 2023-12-15").done();
    let words = "教育局：2023年度尚有以下1项未报送，请于2023年12月15日前报送。\n1.开展多元化的健康促进行动\n";
    assert!(reminders.stdout.contains(words), "{}", reminders.stdout);
}

#[rstest]
#[case("plan", 6)]
#[case("sector", 0)]
#[case("chapter", 0)]
#[case("department", 0)]
#[case("all", 1)]
fn every_way_of_counting_counts_every_task(#[case] by: &str, #[case] sets: usize) {
    let bench = Bench::loaded();
    let counted = bench.json(&format!("rollup --by {by} --period mid-term"));
    let counted = counted.as_array().unwrap();
    assert!(sets == 0 || counted.len() == sets, "{}", counted.len());
    let total: u64 = counted.iter().map(|set| set["total"].as_u64().unwrap()).sum();
    let tasks = bench.json("tasks --period mid-term").as_array().unwrap().len() as u64;
    // Joint leads count for each of them.
    assert!(total == tasks || (by == "department" && total >= tasks), "{by}: {total} of {tasks}");
    assert!(bench.line(&format!("rollup --by {by} --period mid-term")).done().stdout.contains("完成率"));
}

#[test]
fn periods_are_counted_side_by_side() {
    let bench = Bench::loaded();
    review(&bench, "t1", "2022", &["--status", "completed"]);
    let counted = bench.json("rollup --by period --plan kashi-wsjk");
    assert_eq!(counted.as_array().unwrap().len(), 7);
    let completed: Vec<u64> =
        counted.as_array().unwrap().iter().map(|set| set["completed"].as_u64().unwrap()).collect();
    assert_eq!(completed.iter().sum::<u64>(), 1);
    bench.line("rollup --by period --period 2022").failed(2);
}

#[test]
fn a_rule_switched_off_by_the_office_is_checked_only_if_named() {
    let bench = Bench::loaded();
    let rules = |line: &str| column(&bench.json(line), "rule");
    let first = rules("check")[0].clone();
    fs::write(bench.store().join("settings.toml"), format!("[check]\noff = [\"{first}\"]\n")).unwrap();
    assert!(!rules("check").contains(&first));
    assert!(rules(&format!("check --only {first}")).contains(&first));
    fs::write(bench.store().join("settings.toml"), "[check]\noff = [\"nonsense\"]\n").unwrap();
    bench.line("check").failed(2);
}
