//! Changes through the program: assignments, reviews, readings, undo, and their history.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::cli::{Bench, column};

const TASK: &str = "bachu-wsjk-2025/t7";

fn task(bench: &Bench, period: &str) -> Value {
    let tasks = bench.json(&format!("tasks --plan bachu-wsjk-2025 --period {period}"));
    tasks.as_array().unwrap().iter().find(|t| t["id"] == TASK).unwrap().clone()
}

#[test]
fn assigned_departments_are_stored_under_their_canonical_names() {
    let bench = Bench::loaded();
    bench
        .line(&format!("assign {TASK} --lead 卫健委 --support 教育局、财政局 --support 残联 --person 张三 --due 2024"))
        .done();
    let task = task(&bench, "2023");
    assert_eq!(task["lead"], json!(["卫生健康委员会"]));
    assert_eq!(task["support"][0], "教育局");
    assert_eq!(task["support"].as_array().unwrap().len(), 3);
    assert_eq!((&task["person"], &task["due"]), (&json!("张三"), &json!(2024)));
}

#[test]
fn one_field_is_changed_and_the_others_stay() {
    let bench = Bench::loaded();
    bench.line(&format!("assign {TASK} --lead 卫健委 --person 张三 --due 2024")).done();
    bench.line(&format!("assign {TASK} --due none")).done();
    let after = task(&bench, "2023");
    assert_eq!(after["person"], "张三");
    assert_eq!(after["lead"], json!(["卫生健康委员会"]));
    bench.run(["assign", TASK, "--person", ""]).done();
    assert_eq!(task(&bench, "2023")["person"], Value::Null);
}

#[test]
fn a_name_that_is_in_no_registry_is_kept_with_a_warning() {
    let bench = Bench::loaded();
    let ran = bench.line(&format!("assign {TASK} --lead 星际事务局")).done();
    assert!(ran.stderr.contains("星际事务局"));
    assert_eq!(task(&bench, "2023")["lead"], json!(["星际事务局"]));
}

#[test]
fn many_tasks_are_changed_by_one_command_and_undone_by_one() {
    let bench = Bench::loaded();
    bench.line("assign bachu-wsjk-2025/t1 bachu-wsjk-2025/t2 bachu-wsjk-2025/t3 --lead 卫健委 --due 2031").done();
    assert_eq!(bench.json("tasks --plan 巴楚 --due 2031").as_array().unwrap().len(), 3);
    bench.line("undo").done();
    assert_eq!(bench.line("tasks --plan 巴楚 --due 2031").code, 1);
}

#[test]
fn reviews_are_stored_for_each_period() {
    let bench = Bench::loaded();
    let words = ["--done", "-已建成两处", "--problem", "缺人", "--next", "招聘", "--evidence", "巴卫发〔2023〕1号"];
    let mut line = vec!["review", TASK, "--period", "2023", "--status", "推进中", "--progress", "60%"];
    line.extend(words);
    bench.run(line).done();
    assert_eq!(
        task(&bench, "2023")["review"],
        json!({
            "period": "2023", "status": "in-progress", "progress": 60, "done": "-已建成两处", "problem": "缺人",
            "next": "招聘", "evidence": "巴卫发〔2023〕1号", "sealed": false
        })
    );
    assert_eq!(task(&bench, "2022")["review"], Value::Null);
    bench.line(&format!("review {TASK} --period 2023 --status none")).done();
    assert_eq!(task(&bench, "2023")["review"]["status"], Value::Null);
    assert_eq!(task(&bench, "2023")["review"]["problem"], "缺人");
}

#[test]
fn a_completed_task_changes_the_figures() {
    let bench = Bench::loaded();
    let completed = |bench: &Bench| bench.json("plans --plan 巴楚 --period 2023")[0]["progress"]["completed"].clone();
    assert_eq!(completed(&bench), 0);
    bench.line(&format!("review {TASK} --period 2023 --status completed")).done();
    assert_eq!(completed(&bench), 1);
    bench.line(&format!("assign {TASK} --lead 卫健委")).done();
    let departments = bench.json("departments --plan 巴楚 --period 2023");
    let health = departments.as_array().unwrap().iter().find(|d| d["name"] == "卫生健康委员会").unwrap();
    assert_eq!(health["progress"]["completed"], 1);
}

#[test]
fn a_reading_is_recorded_and_taken_away() {
    let bench = Bench::loaded();
    let readings = |bench: &Bench| bench.json("indicators --plan 巴楚")[0]["readings"].clone();
    bench.line("reading bachu-wsjk-2025/i1 --year 2023 --value 76.5").done();
    assert_eq!(readings(&bench), json!([{"year": 2023, "value": 76.5}]));
    bench.line("reading bachu-wsjk-2025/i1 --year 2023 --value none").done();
    assert_eq!(readings(&bench), json!([]));
}

#[test]
fn a_reading_may_be_written_as_tables_print_it() {
    let bench = Bench::loaded();
    for (typed, value) in [("1,234", 1234.0), ("78.5%", 78.5), ("７８．５％", 78.5), ("-1.5", -1.5)] {
        bench.run(["reading", "bachu-wsjk-2025/i1", "--year", "2023", "--value", typed]).done();
        assert_eq!(bench.json("indicators --plan 巴楚")[0]["readings"][0]["value"], value, "{typed}");
    }
}

#[rstest]
#[case("reading bachu-wsjk-2025/i1 --year 2023 --value 1,23", "请写数字", "write a number")]
#[case("reading bachu-wsjk-2025/i1 --year 今年 --value 1", "请写年份", "write a year")]
#[case("review bachu-wsjk-2025/t1 --period 去年 --status completed", "不是评估期", "not a period")]
#[case("review bachu-wsjk-2025/t1 --period 2023 --status 好", "不是状态", "not a status")]
#[case("review bachu-wsjk-2025/t1 --period 2023 --progress 多", "至 100 的整数", "from 0 to 100")]
#[case("assign bachu-wsjk-2025/t1 --due 快", "不是完成时限", "when something is due")]
#[case("assign 巴楚 --due 2024", "不是 id", "not an id")]
#[case("tasks --due 2025..2023", "不是到期范围", "names no dues")]
#[case("tasks --status 好", "未报（unreported）", "unreported (未报)")]
#[case("tasks --kind 书", "任务（task）", "task (任务)")]
#[case("tasks --text 状态:慢", "后面请写", "is not possible")]
#[case("search 状态:慢", "后面请写", "is not possible")]
#[case("search stauts:慢", "没有“stauts:”", "there is no filter")]
#[case("search a --limit 0", "大于 0", "greater than 0")]
fn a_wrong_value_is_reported_in_the_language_of_the_person(#[case] line: &str, #[case] zh: &str, #[case] en: &str) {
    let bench = Bench::empty();
    let chinese = bench.line(line).failed(2).stderr;
    assert!(chinese.contains(zh) && !chinese.contains(en), "{chinese}");
    let english = bench.line(&format!("{line} --lang en")).failed(2).stderr;
    assert!(english.contains(en) && !english.contains(zh), "{english}");
}

#[test]
fn undo_and_redo_work_across_processes() {
    let bench = Bench::loaded();
    let status = |bench: &Bench| task(bench, "2023")["review"]["status"].clone();
    bench.line(&format!("review {TASK} --period 2023 --status lagging")).done();
    bench.line(&format!("review {TASK} --period 2023 --status completed")).done();
    bench.line("undo").done();
    assert_eq!(status(&bench), "lagging");
    bench.line("undo").done();
    assert_eq!(status(&bench), Value::Null);
    bench.line("redo").done();
    assert_eq!(status(&bench), "lagging");
    bench.line("undo").done();
    bench.line("undo").failed(1);
}

#[test]
fn the_history_says_who_changed_what_the_latest_first() {
    let bench = Bench::loaded();
    bench.line(&format!("assign {TASK} --due 2024")).done();
    bench.line(&format!("review {TASK} --period 2023 --status completed")).done();
    bench.line("undo").done();
    let history = bench.json(&format!("history {TASK}"));
    assert_eq!(column(&history, "what"), ["undo", "review", "assign"]);
    assert_eq!(column(&history, "who"), ["规划科"; 3]);
    assert_eq!(history[0]["undoes"], history[1]["seq"]);
    assert_eq!(history[1]["changes"][0]["after"]["status"], "completed");
    assert_eq!(bench.json(&format!("history {TASK} --limit 1")).as_array().unwrap().len(), 1);
    assert_eq!(bench.json("history 巴楚").as_array().unwrap().len(), 4, "with the first load");
    assert!(bench.line(&format!("history {TASK}")).done().stdout.contains("状态 - → 已完成"));
}

#[test]
fn a_change_that_changes_nothing_says_so() {
    let bench = Bench::loaded();
    let line = format!("review {TASK} --period 2023 --status completed");
    let first = bench.json(&line);
    assert_eq!(first["changed"], json!([TASK]));
    assert_eq!(bench.json(&line)["seq"], Value::Null);
    assert!(bench.line(&line).done().stderr.contains("没有变化"));
}

#[rstest]
#[case::unknown_task("assign bachu-wsjk-2025/t999 --lead 卫健委", 1, "t999")]
#[case::unknown_indicator("reading bachu-wsjk-2025/i99 --year 2023 --value 1", 1, "i99")]
#[case::period_outside_the_term("review bachu-wsjk-2025/t1 --period 2031 --status completed", 1, "2021")]
#[case::year_outside_the_term("reading bachu-wsjk-2025/i1 --year 2031 --value 1", 1, "2021")]
#[case::due_is_no_year("assign bachu-wsjk-2025/t1 --due 24", 2, "24")]
#[case::not_an_id("review 巴楚 --period 2023 --status completed", 2, "巴楚")]
#[case::not_a_status("review bachu-wsjk-2025/t1 --period 2023 --status 好", 2, "未启动")]
#[case::too_much_progress("review bachu-wsjk-2025/t1 --period 2023 --progress 101", 2, "100")]
#[case::nothing_to_assign("assign bachu-wsjk-2025/t1", 2, "--lead")]
#[case::not_a_number("reading bachu-wsjk-2025/i1 --year 2023 --value 多", 2, "--value")]
#[case::no_period("review bachu-wsjk-2025/t1 --status completed", 2, "--period")]
fn impossible_changes_are_refused_with_the_reason(#[case] line: &str, #[case] code: i32, #[case] reason: &str) {
    let bench = Bench::loaded();
    let before = bench.json("history").as_array().unwrap().len();
    let ran = bench.line(line).failed(code);
    assert!(ran.stderr.contains(reason), "{}", ran.stderr);
    assert_eq!(bench.json("history").as_array().unwrap().len(), before, "nothing was changed");
}

#[test]
fn one_bad_id_among_good_ones_changes_nothing() {
    let bench = Bench::loaded();
    bench.line("assign bachu-wsjk-2025/t1 bachu-wsjk-2025/t999 --due 2031").failed(1);
    assert_eq!(bench.line("tasks --plan 巴楚 --due 2031").code, 1);
}

#[test]
fn the_department_of_another_region_keeps_its_own_name() {
    let bench = Bench::loaded();
    bench.line("assign bachu-wsjk-2025/t7 --lead 巴楚县卫健委 --support 喀什地区卫健委").done();
    let lists = |name: &str| {
        let ran = bench.line(&format!("tasks --department {name} --format json"));
        column(&serde_json::from_str(&ran.stdout).unwrap(), "id").contains(&"bachu-wsjk-2025/t7".to_string())
    };
    let tasks = bench.json("tasks --plan bachu-wsjk-2025");
    let task = tasks.as_array().unwrap().iter().find(|task| task["id"] == "bachu-wsjk-2025/t7").unwrap();
    assert_eq!(
        (&task["lead"], &task["support"]),
        (&serde_json::json!(["卫生健康委员会"]), &serde_json::json!(["喀什地区卫健委"]))
    );
    assert!(lists("卫健委") && lists("喀什地区卫健委") && !lists("民政局"));
}
