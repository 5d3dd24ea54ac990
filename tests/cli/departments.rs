//! The office's own list of departments through the program.

use serde_json::{Value, json};

use crate::support::cli::Bench;

const TASK: &str = "kashi-wsjk-2025/t1";
const OTHER: &str = "kashi-wsjk-2025/t2";
const OF_COUNTY: &str = "bachu-wsjk-2025/t7";

/// Returns a department of the list.
fn department(bench: &Bench, name: &str) -> Value {
    let list = bench.json("departments --period 2023");
    let found = list.as_array().unwrap().iter().find(|department| department["name"] == name);
    found.cloned().unwrap_or(Value::Null)
}

fn lead(bench: &Bench, item: &str) -> Value {
    let (plan, _) = item.split_once('/').unwrap();
    let tasks = bench.json(&format!("tasks --plan {plan}"));
    let found = tasks.as_array().unwrap().iter().find(|task| task["id"] == item).cloned();
    found.unwrap()["lead"].clone()
}

fn ids(bench: &Bench, line: &str) -> Vec<String> {
    let ran = bench.line(&format!("{line} --format json"));
    let list: Value = serde_json::from_str(&ran.stdout).unwrap_or(json!([]));
    list.as_array().unwrap().iter().map(|task| task["id"].as_str().unwrap().to_string()).collect()
}

#[test]
fn adding_changing_and_dropping_a_department_can_each_be_undone() {
    let bench = Bench::loaded();
    let before = bench.json("departments");
    bench.line("department 数据资源中心 --add --short 数资中心 --level institution --telephone 0998-1234567").done();
    let added = department(&bench, "数据资源中心");
    assert_eq!(
        (&added["short"], &added["level"], &added["telephone"]),
        (&json!(["数资中心"]), &json!("institution"), &json!("0998-1234567"))
    );
    bench.line(&format!("assign {TASK} --lead 数资中心")).done();
    assert_eq!(lead(&bench, TASK), json!(["数据资源中心"]));
    bench.line("department 数资中心 --contact 王芳 --superior 大数据局").done();
    let changed = department(&bench, "数据资源中心");
    assert_eq!((&changed["contact"], &changed["superior"]), (&json!("王芳"), &json!("大数据局")));
    let told = bench.line("history --limit 1").done().stdout;
    assert!(told.contains("单位名录") && told.contains("数据资源中心") && told.contains("王芳"), "{told}");
    bench.line("undo").done();
    assert_eq!(department(&bench, "数据资源中心")["contact"], Value::Null);
    bench.line("redo").done();
    bench.line("department 数据资源中心 --drop").done();
    assert_eq!(department(&bench, "数据资源中心")["level"], Value::Null, "it is a name without an entry now");
    for _ in 0..4 {
        bench.line("undo").done();
    }
    assert_eq!(bench.json("departments"), before);
}

#[test]
fn a_renamed_department_keeps_its_work_and_is_found_by_both_names() {
    let bench = Bench::loaded();
    bench.line(&format!("assign {TASK} --lead 教育局 --support 民政局")).done();
    bench.line("department 教育局 --rename 教育和科学技术厅").done();
    assert_eq!(lead(&bench, TASK), json!(["教育和科学技术厅"]));
    for name in ["教育局", "教育和科学技术厅", "教体局"] {
        let found = ids(&bench, &format!("tasks --plan kashi-wsjk-2025 --department {name}"));
        assert!(found.contains(&TASK.to_string()), "{name}: {found:?}");
    }
    bench.line("undo").done();
    assert_eq!(lead(&bench, TASK), json!(["教育局"]));
}

#[test]
fn the_work_of_a_department_that_ends_is_counted_under_its_successor() {
    let bench = Bench::loaded();
    bench.line(&format!("assign {TASK} --lead 体育局")).done();
    let leads = |name: &str| department(&bench, name)["lead"].as_u64().unwrap();
    let (of_sports, of_culture) = (leads("体育局"), leads("文化体育广播电视和旅游局"));
    bench.line("department 体育局 --until 2024-06-30 --successor 文旅局").done();
    assert_eq!(leads("体育局"), 0);
    assert_eq!(leads("文化体育广播电视和旅游局"), of_culture + of_sports);
    assert_eq!(lead(&bench, TASK), json!(["文化体育广播电视和旅游局"]));
    for name in ["体育局", "文旅局"] {
        let found = ids(&bench, &format!("tasks --plan kashi-wsjk-2025 --department {name}"));
        assert!(found.contains(&TASK.to_string()), "{name}: {found:?}");
        let found = ids(&bench, &format!("search dept:{name} --limit 1000"));
        assert!(found.contains(&TASK.to_string()), "dept:{name}: {found:?}");
    }
    bench.line(&format!("assign {OTHER} --lead 体育局")).done();
    assert_eq!(lead(&bench, OTHER), json!(["文化体育广播电视和旅游局"]), "what it is given now its successor has");
    let table = bench.line("departments").done().stdout;
    assert!(table.contains("体育局（现文旅局）"), "{table}");
    bench.line("undo").done();
    bench.line("undo").done();
    assert_eq!((leads("体育局"), leads("文化体育广播电视和旅游局")), (of_sports, of_culture));
}

#[test]
fn a_department_that_will_end_is_in_force_until_its_day() {
    let bench = Bench::loaded();
    bench.line(&format!("assign {TASK} --lead 体育局")).done();
    bench.line("department 体育局 --until 2999-12-31 --successor 文旅局").done();
    assert_eq!(lead(&bench, TASK), json!(["体育局"]));
    let table = bench.line("departments").done().stdout;
    assert!(table.contains("体育局（至 2999-12-31）"), "{table}");
}

#[test]
fn the_department_of_a_county_is_not_that_of_the_prefecture() {
    let bench = Bench::loaded();
    bench.line(&format!("assign {TASK} --lead 民政局")).done();
    bench.line(&format!("assign {OF_COUNTY} --lead 民政局")).done();
    let before = department(&bench, "民政局")["lead"].as_u64().unwrap();
    bench.line("department 巴楚县民政局 --add --region 巴楚县").done();
    assert_eq!(lead(&bench, OF_COUNTY), json!(["巴楚县民政局"]));
    assert_eq!(lead(&bench, TASK), json!(["民政局"]));
    let (of_county, rest) =
        (department(&bench, "巴楚县民政局")["lead"].as_u64().unwrap(), department(&bench, "民政局"));
    assert!(of_county >= 1);
    assert_eq!(rest["lead"].as_u64().unwrap() + of_county, before);
    let found = ids(&bench, "tasks --department 巴楚县民政局");
    assert!(found.iter().all(|id| id.starts_with("bachu")) && found.contains(&OF_COUNTY.to_string()), "{found:?}");
}

#[test]
fn impossible_departments_are_refused_with_advice() {
    let bench = Bench::loaded();
    let entries = bench.json("history").as_array().unwrap().len();
    for (line, says) in [
        ("department 民证局 --contact 王芳", "是“民政局”吗"),
        ("department 民政局 --add", "已有“民政局”"),
        ("department 民政厅 --add", "已是“民政局”的名称"),
        ("department 民政局 --short 教育局", "请只留在一个单位"),
        ("department 民政局 --rename 教育局", "请只留在一个单位"),
        ("department 民政局 --level 市级", "党委部门"),
        ("department 民政局 --until 明天", "如 2023-03-16"),
        ("department 民政局 --from 2024-01-01 --until 2023-01-01", "早于成立日期"),
        ("department 民政局 --successor 教育局", "--until"),
        ("department 民政局 --until 2024-01-01 --successor 某某局", "不能承接"),
        ("department 民政局 --until 2024-01-01 --successor 民政局", "不能承接"),
        ("department 民政局 --drop", "没有本单位录入的内容"),
    ] {
        let ran = bench.line(line).failed(1);
        assert!(ran.stderr.contains(says), "{line}: {}", ran.stderr);
    }
    assert_eq!(bench.json("history").as_array().unwrap().len(), entries);
    assert!(bench.line("department 民政局").failed(2).stderr.contains("--add"));
}

#[test]
fn the_list_is_in_backups_and_survives_the_loss_of_the_state() {
    let bench = Bench::loaded();
    bench.line("department 民政局 --contact 王芳").done();
    let list = bench.json("departments");
    std::fs::remove_dir_all(bench.store().join("state")).unwrap();
    assert_eq!(bench.json("departments"), list);
    bench.line("doctor").done();
    bench.line("backup all.jsonl").done();
    bench.line("department 民政局 --contact 李明").done();
    let preview = bench.line("restore all.jsonl --dry-run").done();
    assert!(preview.stderr.contains("单位名录：1 项不同") || preview.stdout.contains("单位名录：1 项不同"));
    bench.line("restore all.jsonl --yes").done();
    assert_eq!(bench.json("departments"), list);
}

#[test]
fn a_whole_list_of_departments_is_imported_and_exported() {
    let bench = Bench::loaded();
    let list = "名称,简称、别名,联系人,电话,撤销日期,职能承接单位\n数据资源中心,数资中心,王芳,0998-1234567,,\n体育局,,,,2024-06-30,文旅局\n民政局,,李明,,,\n";
    std::fs::write(bench.file("名录.csv"), list).unwrap();
    let before = bench.json("departments");
    let told = bench.line("departments --import 名录.csv --dry-run").done();
    assert!(told.stdout.contains("数据资源中心") && told.stdout.contains("王芳"), "{}", told.stdout);
    assert!(told.stderr.contains("将更改 3 个单位"), "{}", told.stderr);
    assert_eq!(bench.json("departments"), before);
    bench.line("departments --import 名录.csv").done();
    assert_eq!(department(&bench, "民政局")["contact"], "李明");
    assert_eq!(department(&bench, "体育局")["successor"], "文旅局");
    for file in ["out.toml", "out.csv"] {
        bench.line(&format!("departments --export {file}")).done();
        assert!(bench.line(&format!("departments --export {file}")).failed(1).stderr.contains("--force"));
        let again = bench.line(&format!("departments --import {file}")).done();
        assert!(again.stderr.contains("没有变化"), "{}", again.stderr);
    }
    let other = Bench::loaded();
    std::fs::copy(bench.file("out.toml"), other.file("in.toml")).unwrap();
    other.line("departments --import in.toml").done();
    assert_eq!(other.json("departments"), bench.json("departments"));
    bench.line("undo").done();
    assert_eq!(bench.json("departments"), before);
}

#[test]
fn a_list_with_a_fault_is_refused_with_its_line() {
    let bench = Bench::loaded();
    let before = bench.json("departments");
    for (file, text, says) in [
        ("a.csv", "名称,联系人\n甲局,王芳\n,李明\n", "a.csv:3: 缺少单位名称"),
        ("a.csv", "名称,承接单位\n甲局,乙局\n", "a.csv:1: 没有“承接单位”这一项；是“职能承接单位”吗"),
        (
            "a.toml",
            "[[department]]\nname = '甲局'\n\n[[department]]\nname = '乙局'\nshort = ['甲局']\n",
            "a.toml:4: “甲局”",
        ),
        (
            "a.toml",
            "[[department]]\nname = '甲局'\nuntil = '2024-01-01'\nsuccessor = '丁局'\n",
            "a.toml:1: “丁局”不能承接",
        ),
        ("a.txt", "甲局\n", ".toml 或 .csv"),
        ("no.csv", "", "no.csv"),
    ] {
        if file != "no.csv" {
            std::fs::write(bench.file(file), text).unwrap();
        }
        let ran = bench.line(&format!("departments --import {file}"));
        assert!(ran.code != 0 && ran.stderr.contains(says), "{file} {text}: {}", ran.stderr);
    }
    assert_eq!(bench.json("departments"), before);
}

#[test]
fn responsibilities_are_entered_listed_exported_returned_and_undone() {
    let bench = Bench::loaded();
    bench.line(&format!("assign {TASK} --lead 民政局 --official 李明 --section 养老服务科")).done();
    bench.run(["assign", TASK, "--contact", "王芳 0998-1234567"]).done();
    let task = |bench: &Bench| {
        let tasks = bench.json("tasks --plan kashi-wsjk-2025");
        tasks.as_array().unwrap().iter().find(|task| task["id"] == TASK).unwrap().clone()
    };
    let known = |bench: &Bench| ["official", "section", "contact"].map(|field| task(bench)[field].clone());
    assert_eq!(known(&bench), [json!("李明"), json!("养老服务科"), json!("王芳 0998-1234567")]);
    bench.line("export tasks --plan kashi-wsjk-2025 --to list.csv").done();
    let list = std::fs::read_to_string(bench.file("list.csv")).unwrap();
    assert!(list.contains("分管领导,责任科室,联系人") && list.contains("李明,养老服务科,王芳 0998-1234567"), "{list}");
    std::fs::write(bench.file("list.csv"), list.replacen("养老服务科", "社会救助科", 1)).unwrap();
    bench.line("import list.csv --period 2023").done();
    assert_eq!(known(&bench)[1], json!("社会救助科"));
    bench.line("undo").done();
    assert_eq!(known(&bench)[1], json!("养老服务科"));
    let reminders =
        bench.line("notice --reminders --plan kashi-wsjk-2025 --period 2023 --department 民政局").done().stdout;
    assert!(reminders.contains("（王芳 0998-1234567）"), "{reminders}");
    bench.run(["assign", TASK, "--official", "", "--section", "", "--contact", ""]).done();
    assert_eq!(known(&bench), [Value::Null, Value::Null, Value::Null]);
    bench.line("department 民政局 --contact 赵敏 --telephone 0998-7654321").done();
    let reminders =
        bench.line("notice --reminders --plan kashi-wsjk-2025 --period 2023 --department 民政局").done().stdout;
    assert!(reminders.contains("（赵敏 0998-7654321）"), "of the department where the task has none: {reminders}");
}

#[test]
fn who_answers_for_an_indicator_is_listed_exported_taken_back_and_searched_as_of_a_task() {
    const INDICATOR: &str = "kashi-wsjk-2025/i1";
    let bench = Bench::loaded();
    bench.run(["assign", INDICATOR, "--lead", "卫健委", "--official", "李明", "--section", "规划信息科"]).done();
    bench.run(["assign", INDICATOR, "--contact", "王芳 0998-1234567"]).done();
    let known = |bench: &Bench| {
        let indicators = bench.json("indicators --plan kashi-wsjk-2025");
        let found = indicators.as_array().unwrap().iter().find(|one| one["id"] == INDICATOR).unwrap().clone();
        ["official", "section", "contact"].map(|field| found[field].clone())
    };
    assert_eq!(known(&bench), [json!("李明"), json!("规划信息科"), json!("王芳 0998-1234567")]);
    for file in ["list.csv", "list.xlsx"] {
        bench.line(&format!("export indicators --plan kashi-wsjk-2025 --to {file}")).done();
    }
    let list = std::fs::read_to_string(bench.file("list.csv")).unwrap();
    assert!(list.contains("分管领导,责任科室,联系人") && list.contains("李明,规划信息科,王芳 0998-1234567"), "{list}");
    std::fs::write(bench.file("list.csv"), list.replacen("规划信息科", "基层卫生科", 1)).unwrap();
    bench.line("import list.csv --period 2023").done();
    assert_eq!(known(&bench)[1], json!("基层卫生科"));
    assert!(ids(&bench, "search official:李 section:基层").contains(&INDICATOR.to_string()));
    bench.line("undo").done();
    assert_eq!(known(&bench)[1], json!("规划信息科"));
    let ran = bench.line("import list.xlsx").done();
    assert!(
        ran.stderr.contains("没有") || ran.stdout.contains("没有"),
        "a list as it was sent changes nothing: {}",
        ran.stderr
    );
}

/// A plan of 2021 that names departments that are no more.
const OLD_NAMES: &str = "山前县“十四五”产业帮扶规划\n\n第一章 重点任务\n\n一、壮大产业。支持发展特色种植。（县扶贫办牵头，县银保监局配合）\n";

#[test]
fn old_department_names_of_a_text_are_understood_and_kept() {
    let bench = Bench::loaded();
    std::fs::write(bench.file("plan.txt"), OLD_NAMES).unwrap();
    bench.line("import plan.txt").done();
    let tasks = bench.json("tasks --department 扶贫办");
    assert_eq!(tasks.as_array().unwrap().len(), 1, "{tasks}");
    assert_eq!((&tasks[0]["lead"], &tasks[0]["support"]), (&json!(["农业农村局"]), &json!(["金融监督管理局"])));
    let id = tasks[0]["id"].as_str().unwrap().to_string();
    for filter in [
        "tasks --department 农业农村局",
        "tasks --department 乡村振兴局",
        "search dept:扶贫办",
        "search dept:金融监管局",
    ] {
        let found = ids(&bench, filter);
        assert!(found.contains(&id), "{filter}: {found:?}");
    }
    assert_eq!(department(&bench, "农业农村局")["lead"], 1);
    assert_eq!(department(&bench, "扶贫开发领导小组办公室")["lead"], 0);
    // The office knows better: here it is the 发改委 that has the work.
    bench.line("department 乡村振兴局 --successor 发改委").done();
    assert_eq!(bench.json("tasks --department 扶贫办")[0]["lead"], json!(["发展和改革委员会"]));
    bench.line("department 乡村振兴局 --drop").done();
    bench.line("import plan.txt").done();
    assert_eq!(bench.json("tasks --department 扶贫办")[0]["lead"], json!(["农业农村局"]));
}

#[test]
fn a_report_calls_a_department_as_it_was_called_at_the_time() {
    let bench = Bench::loaded();
    std::fs::write(bench.file("plan.txt"), OLD_NAMES).unwrap();
    bench.line("import plan.txt").done();
    for (year, then, others) in [
        (2022, "乡村振兴局", ["农业农村局", "金融监督管理局"]),
        (2025, "农业农村局", ["乡村振兴局", "银行保险监督管理委员会"]),
    ] {
        bench.line(&format!("report annual --plan 产业帮扶 --year {year} --to {year}.md")).done();
        let report = std::fs::read_to_string(bench.file(&format!("{year}.md"))).unwrap();
        assert!(report.contains(then), "{year}: {report}");
        assert!(others.iter().all(|other| !report.contains(other)), "{year}: {report}");
    }
}
