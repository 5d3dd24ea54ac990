//! The end of plans through the program: archiving and removing them, and dropping the samples.

use serde_json::{Value, json};

use crate::support::cli::{Bench, column};

/// The number of samples. 巴楚县 implements the plan of 喀什地区.
const SAMPLES: usize = 6;
const PARENT: &str = "kashi-wsjk-2025";
const CHILD: &str = "bachu-wsjk-2025";

fn plans(bench: &Bench) -> Vec<String> {
    list(bench, "plans")
}

/// Returns the ids of a list, which may be empty.
fn list(bench: &Bench, line: &str) -> Vec<String> {
    let ran = bench.line(&format!("{line} --format json"));
    column(&serde_json::from_str(&ran.stdout).unwrap_or(json!([])), "id")
}

fn total(bench: &Bench) -> u64 {
    bench.json("rollup --by all --period 2023")[0]["total"].as_u64().unwrap()
}

#[test]
fn an_archived_plan_is_left_out_of_totals_and_found_on_request() {
    let bench = Bench::loaded();
    bench.line("assign bachu-wsjk-2025/t7 --lead 龘局").done();
    let (before, own) = (total(&bench), bench.json(&format!("plans --plan {CHILD} --period 2023")));
    let own = own[0]["progress"]["total"].as_u64().unwrap();
    bench.run(["archive", CHILD, "--reason", "规划期满"]).done();
    assert_eq!((plans(&bench).len(), total(&bench)), (SAMPLES - 1, before - own));
    for of_all in ["tasks", "indicators", "problems", "check", "departments", "search 巴楚"] {
        let ran = bench.line(&format!("{of_all} --format json"));
        assert!(!ran.stdout.contains(CHILD) && !ran.stdout.contains("龘局"), "{of_all}: {}", ran.stdout);
    }
    assert_eq!(list(&bench, "plans --archived"), [CHILD]);
    assert!(list(&bench, "tasks --archived").iter().all(|id| id.starts_with(CHILD)));
    assert_eq!(list(&bench, &format!("plans --plan {CHILD}")), [CHILD], "named, it is meant");
    assert!(list(&bench, "search 巴楚 --archived").iter().any(|id| id.starts_with(CHILD)));
    assert_eq!(bench.json("plans --archived")[0]["archived"], json!({"reason": "规划期满"}));
    bench.run(["unarchive", CHILD]).done();
    assert_eq!((plans(&bench).len(), total(&bench)), (SAMPLES, before));
    assert!(bench.line("plans --archived").code == 1, "there are none any more");
}

#[test]
fn nothing_is_entered_into_an_archived_plan_until_it_is_brought_back() {
    let bench = Bench::loaded();
    bench.run(["archive", CHILD]).done();
    for line in ["assign bachu-wsjk-2025/t7 --lead 卫健委", "review bachu-wsjk-2025/t7 --period 2023 --status 滞后"]
    {
        let ran = bench.line(line).failed(1);
        assert!(ran.stderr.contains("已归档") && ran.stderr.contains("unarchive"), "{}", ran.stderr);
    }
    bench.line("undo").done();
    bench.line("assign bachu-wsjk-2025/t7 --lead 卫健委").done();
}

#[test]
fn a_plan_is_removed_with_all_its_entries_and_comes_back_by_undo() {
    let bench = Bench::loaded();
    bench.line("review bachu-wsjk-2025/t7 --period 2023 --status 推进中").done();
    bench.run(["edit", "bachu-wsjk-2025/t7", "--title", "更正后的标题"]).done();
    bench.line("pair bachu-wsjk-2025/i1 kashi-wsjk-2025/i1 --same").done();
    let before = bench.json(&format!("tasks --plan {CHILD} --period 2023"));
    bench.run(["remove", CHILD, "--yes"]).done();
    assert!(!plans(&bench).contains(&CHILD.to_string()));
    assert!(bench.line(&format!("tasks --plan {CHILD}")).failed(1).stderr.contains(CHILD));
    assert_eq!(bench.json("history")[0]["what"], "remove");
    bench.line("doctor").done();
    bench.line("undo").done();
    assert_eq!(bench.json(&format!("tasks --plan {CHILD} --period 2023")), before);
    bench.line("redo").done();
    assert_eq!(plans(&bench).len(), SAMPLES - 1);
}

#[test]
fn a_plan_that_another_one_implements_is_not_removed() {
    let bench = Bench::loaded();
    let ran = bench.run(["remove", PARENT, "--yes"]).failed(1);
    assert!(ran.stderr.contains("巴楚县") && ran.stderr.contains("--parent"), "{}", ran.stderr);
    assert_eq!(plans(&bench).len(), SAMPLES);
    bench.run(["edit", CHILD, "--parent", ""]).done();
    bench.run(["remove", PARENT, "--yes"]).done();
}

#[test]
fn without_a_terminal_a_removal_needs_explicit_consent() {
    let bench = Bench::loaded();
    let ran = bench.run(["remove", CHILD]).failed(2);
    assert!(ran.stderr.contains("--yes"), "{}", ran.stderr);
    let ran = bench.run(["samples", "--drop"]).failed(2);
    assert!(ran.stderr.contains("--yes"), "{}", ran.stderr);
    assert_eq!(plans(&bench).len(), SAMPLES);
}

#[test]
fn the_samples_are_removed_in_one_step_and_own_plans_stay() {
    let bench = Bench::loaded();
    let new = ["new-plan", "--title", "某县健康规划", "--region", "某县", "--sector", "健康", "--term", "2021-2025"];
    let own = bench.run(new).done().stdout.trim().to_string();
    assert_eq!(list(&bench, "samples").len(), SAMPLES);
    bench.run(["samples", "--drop", "--yes"]).done();
    assert_eq!(plans(&bench), [own]);
    assert_eq!(bench.line("samples").code, 1);
    bench.line("undo").done();
    assert_eq!(plans(&bench).len(), SAMPLES + 1);
}

#[test]
fn a_sample_that_an_own_plan_implements_is_kept_and_named() {
    let bench = Bench::loaded();
    let new = ["new-plan", "--title", "某县健康规划", "--region", "某县", "--sector", "健康", "--term", "2021-2025"];
    let own = bench.run(new).done().stdout.trim().to_string();
    bench.run(["edit", &own, "--parent", CHILD]).done();
    let ran = bench.run(["samples", "--drop", "--yes"]).done();
    assert!(ran.stderr.contains("上级规划"), "{}", ran.stderr);
    let mut left = [own, PARENT.to_string(), CHILD.to_string()];
    left.sort();
    assert_eq!(plans(&bench), left, "and so does the one that this one carries out");
}

#[test]
fn a_store_starts_empty_when_the_samples_are_dropped_first() {
    let bench = Bench::empty();
    bench.run(["samples", "--drop", "--yes"]).done();
    assert_eq!((plans(&bench), list(&bench, "tasks")), (vec![], vec![]));
    assert_eq!(bench.line("plans --format json").stdout.trim(), "[]");
}

#[test]
fn a_new_edition_brings_an_archived_plan_back() {
    let bench = Bench::loaded();
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/bachu.txt")).unwrap();
    std::fs::write(bench.file("bachu-new.txt"), text.replace("摘编", "") + "\n").unwrap();
    bench.run(["archive", CHILD]).done();
    let ran = bench.run(["import", "bachu-new.txt", "--format", "json"]).done();
    let imported: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(imported["documents"][0]["plans"][0]["id"], CHILD, "{}", ran.stdout);
    assert!(plans(&bench).contains(&CHILD.to_string()), "{}", ran.stdout);
    assert!(ran.stderr.contains("取消归档"), "{}", ran.stderr);
}

#[test]
fn a_plan_whose_term_lacks_the_period_is_left_out_of_totals() {
    let bench = Bench::loaded();
    let listed = bench.json("plans --period 2026");
    let sum = |list: &Value, count: &str| {
        let counts = list.as_array().unwrap().iter().map(|one| &one["progress"]);
        counts.map(|counts| counts[count].as_u64().unwrap()).sum::<u64>()
    };
    let all = bench.json("rollup --by all --period 2026");
    for count in ["total", "unreported", "overdue"] {
        assert_eq!(all[0][count].as_u64().unwrap(), sum(&listed, count), "{count}");
    }
    let sectors = bench.json("rollup --by sector --period 2026");
    let of_sectors: u64 = sectors.as_array().unwrap().iter().map(|sector| sector["total"].as_u64().unwrap()).sum();
    assert_eq!(all[0]["total"], of_sectors);
}

#[test]
fn a_plan_is_counted_in_evaluations_from_the_start_of_its_first_year() {
    let bench = Bench::loaded();
    let new = ["new-plan", "--title", "远期规划", "--region", "某县", "--sector", "健康", "--term", "2071-2090"];
    let plan = bench.run(new).done().stdout.trim().to_string();
    bench.run(["add", "heading", "--plan", &plan, "--title", "任务"]).done();
    let add = ["add", "task", "--plan", &plan, "--title", "办一件实事", "--chapter", "h1"];
    let id = bench.run(add).done().stdout.trim().to_string();
    let counted = |period: &str| {
        let progress = &bench.json(&format!("plans --plan {plan} --period {period}"))[0]["progress"];
        ["total", "unreported", "overdue"].map(|count| progress[count].as_u64().unwrap())
    };
    bench.line(&format!("assign {id} --due 2090")).done();
    assert_eq!(counted("2071"), [1, 1, 0]);
    bench.line(&format!("assign {id} --due 2021")).done();
    assert_eq!(counted("2071"), [1, 1, 1], "what was due on a day that is over is late in every period");
    for evaluation in ["final", "mid-term"] {
        assert_eq!(counted(evaluation), [0, 0, 0], "{evaluation}");
    }
    // A report that comes early is saved.
    bench.line(&format!("review {id} --period final --status lagging")).done();
    assert_eq!(bench.json(&format!("tasks --plan {plan} --period final"))[0]["review"]["status"], "lagging");
}

#[test]
fn a_new_store_says_that_it_has_samples_and_how_to_drop_them() {
    let bench = Bench::empty();
    let told = bench.line("plans").done().stderr;
    assert!(told.contains("6 个样例规划") && told.contains("plandesk samples --drop"), "{told}");
    assert_eq!(bench.line("plans").done().stderr, "", "it is told once");
    let bench = Bench::empty();
    assert!(
        !bench.line("samples --drop --yes").done().stderr.contains("样例规划；"),
        "a store that starts empty has none"
    );
}
