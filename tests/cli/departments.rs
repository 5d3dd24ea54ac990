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
fn a_department_is_added_changed_and_taken_back_and_each_is_undone() {
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
fn what_can_t_be_is_refused_with_what_to_do() {
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
        ("department 民政局 --until 2999-01-01", "还没有到"),
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
fn the_list_is_in_a_backup_and_survives_a_state_that_is_lost() {
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
