//! Importing documents and exporting lists through the program.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::support::cli::{Bench, rows};

/// Returns a plan of a county that is not among the bundled ones.
fn another_county() -> String {
    include_str!("../../data/plans/bachu.txt").replace("巴楚", "麦盖提")
}

fn plans(bench: &Bench) -> usize {
    bench.json("plans").as_array().unwrap().len()
}

#[test]
fn an_import_reports_what_it_found() {
    let bench = Bench::loaded();
    fs::write(bench.file("new.txt"), another_county()).unwrap();
    let report = bench.json("import new.txt");
    let document = &report["documents"][0];
    assert_eq!(document["file"], "new.txt");
    assert_eq!(document["sha256"].as_str().unwrap().len(), 64);
    assert!(document.get("notice").is_some());
    let plan = &document["plans"][0];
    for field in [
        "id",
        "title",
        "region",
        "sector",
        "edition",
        "term",
        "chapters",
        "tasks",
        "boxes",
        "projects",
        "indicators",
        "binding",
        "doubts",
    ] {
        assert!(plan.get(field).is_some(), "{field}");
    }
    assert_eq!(plan["term"], serde_json::json!([2021, 2025]));
    assert_eq!((&plan["tasks"], &plan["indicators"]), (&Value::from(52), &Value::from(23)));
    assert_eq!(plans(&bench), 7);
}

#[test]
fn a_dry_run_changes_nothing() {
    let bench = Bench::loaded();
    fs::write(bench.file("new.txt"), another_county()).unwrap();
    assert_eq!(bench.json("import new.txt --dry-run")["documents"][0]["plans"][0]["outcome"], "new");
    assert_eq!(plans(&bench), 6);
}

#[test]
fn a_document_may_come_through_a_pipe() {
    let bench = Bench::loaded();
    let mut child = bench.command(["import", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(another_county().as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(plans(&bench), 7);
}

#[test]
fn an_import_stopped_between_documents_saves_nothing() {
    let bench = Bench::loaded();
    fs::write(bench.file("new.txt"), another_county()).unwrap();
    // The second document never ends, so the import is still reading when it is killed.
    let mut child =
        bench.command(["import", "new.txt", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    child.stdin.as_mut().unwrap().write_all("第一章".as_bytes()).unwrap();
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT).unwrap();
    assert!(!child.wait().unwrap().success());
    assert_eq!(plans(&bench), 6);
    bench.line("import new.txt").done();
    assert_eq!(plans(&bench), 7, "and can be given again");
}

#[test]
fn the_same_document_again_changes_nothing() {
    let bench = Bench::loaded();
    fs::write(bench.file("new.txt"), another_county()).unwrap();
    bench.line("import new.txt").done();
    let again = bench.json("import new.txt");
    assert_eq!(again["documents"][0]["plans"][0]["outcome"], "unchanged");
    assert_eq!(again["seq"], Value::Null);
}

#[test]
fn an_import_can_be_undone() {
    let bench = Bench::loaded();
    fs::write(bench.file("new.txt"), another_county()).unwrap();
    bench.line("import new.txt").done();
    bench.line("undo").done();
    assert_eq!(plans(&bench), 6);
}

#[test]
fn unreadable_documents_are_reported_and_the_others_imported() {
    let bench = Bench::loaded();
    fs::write(bench.file("good.txt"), another_county()).unwrap();
    fs::write(bench.file("bad.txt"), "\n\n").unwrap();
    let alone = bench.line("import bad.txt").failed(1);
    assert_eq!(alone.stderr.lines().next(), Some("plandesk: bad.txt: 文件是空的，没有可导入的文字"));
    fs::write(bench.file("a.pdf"), "%PDF-1.7").unwrap();
    let english = bench.line("import a.pdf --lang en").failed(1).stderr;
    assert!(english.starts_with("plandesk: a.pdf: the file is damaged (PDF)"), "{english}");
    assert!(english.is_ascii(), "{english}");
    fs::File::create(bench.file("huge.txt")).unwrap().set_len(64 * 1024 * 1024 + 1).unwrap();
    assert!(bench.line("import huge.txt").failed(1).stderr.contains("64 MB"));
    bench.line("import missing.txt").failed(1);
    bench.run(["import", "."]).failed(1);
    let mixed = bench.line("import bad.txt good.txt missing.txt --format json");
    assert_eq!(mixed.code, 5, "{}", mixed.stderr);
    let report: Value = serde_json::from_str(&mixed.stdout).unwrap();
    assert_eq!(report["rejected"].as_array().unwrap().len(), 2);
    assert_eq!(plans(&bench), 7);
}

/// Returns another edition of the county's plan, with another task in place of the first.
fn without_the_first_task() -> String {
    let text = another_county();
    let first = text.lines().find(|line| line.starts_with("1.")).unwrap();
    text.replacen(first, "1.开展海岛灯塔巡航值守。每年巡航十二次。", 1)
}

#[test]
fn a_new_edition_reports_added_and_dropped_items_by_title() {
    let bench = Bench::loaded();
    fs::write(bench.file("old.txt"), another_county()).unwrap();
    fs::write(bench.file("new.txt"), without_the_first_task()).unwrap();
    bench.line("import old.txt").done();
    let preview = bench.line("import new.txt --dry-run --lang en").done().stdout;
    let report = bench.json("import new.txt");
    let changes = &report["documents"][0]["plans"][0]["changes"];
    let [added, removed] = ["added", "removed"].map(|list| changes[list].as_array().unwrap());
    assert_eq!((added.len(), removed.len(), &changes["changed"]), (1, 1, &serde_json::json!([])));
    assert_ne!(added[0]["id"], removed[0]["id"]);
    for (sign, item) in [("+", &added[0]), ("-", &removed[0])] {
        let line = format!("  {sign} {}  {}", item["id"].as_str().unwrap(), item["title"].as_str().unwrap());
        assert!(preview.lines().any(|printed| printed == line), "{line}\n{preview}");
    }
    assert!(preview.contains("1 added, 0 changed, 1 removed"), "{preview}");
}

#[test]
fn entries_for_tasks_dropped_by_a_new_edition_can_be_listed() {
    let bench = Bench::loaded();
    fs::write(bench.file("old.txt"), another_county()).unwrap();
    fs::write(bench.file("new.txt"), without_the_first_task()).unwrap();
    bench.line("import old.txt").done();
    let tasks = bench.json("tasks --plan 麦盖提");
    let first = tasks.as_array().unwrap().iter().find(|task| task["text"].as_str().unwrap().starts_with("强化基层"));
    let first = first.unwrap();
    let id = first["id"].as_str().unwrap();
    assert_eq!(first["former"], false);
    bench.line(&format!("review {id} --period 2023 --status completed --done 已办结")).done();
    bench.line("tasks --former").failed(1);
    bench.line("import new.txt").done();
    let former = bench.json("tasks --former --period 2023");
    assert_eq!(former.as_array().unwrap().len(), 1);
    assert_eq!((&former[0]["id"], &former[0]["former"]), (&first["id"], &Value::Bool(true)));
    assert_eq!(former[0]["review"]["done"], "已办结");
    assert!(bench.json("tasks --plan 麦盖提").as_array().unwrap().iter().all(|task| task["id"] != first["id"]));
    bench.line("export tasks --former --to former.csv").done();
    assert_eq!(rows(&fs::read_to_string(bench.file("former.csv")).unwrap()).len(), 2);
}

#[test]
fn a_document_without_a_title_is_reported_under_the_title_that_is_kept() {
    let bench = Bench::loaded();
    let text = another_county();
    fs::write(bench.file("old.txt"), &text).unwrap();
    let untitled = text.lines().skip_while(|line| !line.starts_with("第一章")).collect::<Vec<_>>().join("\n");
    fs::write(bench.file("old-2.txt"), untitled).unwrap();
    let old = bench.json("import old.txt")["documents"][0]["plans"][0].clone();
    let new = bench.json("import old-2.txt")["documents"][0]["plans"][0].clone();
    let kept = bench.json("plans");
    let kept = kept.as_array().unwrap().iter().find(|plan| plan["id"] == new["id"]).unwrap();
    assert_eq!((&new["id"], &new["outcome"]), (&old["id"], &"new-edition".into()));
    assert_eq!((&new["title"], &kept["title"]), (&old["title"], &old["title"]));
}

#[test]
fn a_dry_run_creates_no_store() {
    let bench = Bench::empty();
    fs::write(bench.file("new.txt"), another_county()).unwrap();
    fs::write(bench.file("bundled.txt"), include_str!("../../data/plans/bachu.txt")).unwrap();
    fs::create_dir(bench.store()).unwrap();
    let report = bench.json("import new.txt bundled.txt --dry-run");
    let outcome = |document: usize| report["documents"][document]["plans"][0]["outcome"].clone();
    assert_eq!((outcome(0), outcome(1)), ("new".into(), "unchanged".into()));
    assert_eq!(fs::read_dir(bench.store()).unwrap().count(), 0);
    fs::remove_dir(bench.store()).unwrap();
    bench.line("import new.txt --dry-run").done();
    assert!(!bench.store().exists());
}

#[cfg(unix)]
#[test]
fn a_file_name_can_not_control_the_terminal() {
    let bench = Bench::loaded();
    let ran = bench.run(["import", "no\u{1b}]0;owned\u{7}.txt"]).failed(1);
    assert!(!ran.stderr.contains(['\u{1b}', '\u{7}']), "{:?}", ran.stderr);
}

#[test]
fn a_task_list_is_exported_as_csv_that_spreadsheets_open() {
    let bench = Bench::loaded();
    bench.run(["review", "bachu-wsjk-2025/t1", "--period", "2023", "--progress", "60", "--done", "=1+1"]).done();
    bench.line("export tasks --plan 巴楚 --to tasks.csv").done();
    let text = fs::read_to_string(bench.file("tasks.csv")).unwrap();
    assert!(text.starts_with("\u{feff}序号,id,规划,出处,编号,任务,内容,牵头单位,配合单位,责任人,分管领导,责任科室,联系人,完成时限,评估期,年度目标,状态,进度,进展情况,存在问题,下一步措施,佐证材料\r\n"));
    assert_eq!(
        text.matches('\n').count() - text.matches("\r\n").count(),
        text.replace("\r\n", "").matches('\n').count()
    );
    let rows = rows(text.trim_start_matches('\u{feff}'));
    assert_eq!(rows.len(), 53);
    assert_eq!(
        (rows[1][1].as_str(), rows[1][17].as_str(), rows[1][18].as_str()),
        ("bachu-wsjk-2025/t1", "60", "'=1+1")
    );
}

#[test]
fn every_list_is_exported_in_every_format() {
    let bench = Bench::loaded();
    for (what, items) in [("tasks", 457), ("indicators", 90), ("boxes", 32)] {
        for ending in ["csv", "md", "json"] {
            let file = format!("{what}.{ending}");
            bench.line(&format!("export {what} --to {file}")).done();
            let text = fs::read_to_string(bench.file(&file)).unwrap();
            match ending {
                "json" => {
                    let records: Vec<Value> = serde_json::from_str(&text).unwrap();
                    assert_eq!(records.len(), items, "{file}");
                }
                "md" => assert!(text.starts_with("# ") && text.lines().skip(2).all(|line| line.starts_with('|'))),
                _ => assert!(text.starts_with('\u{feff}')),
            }
        }
    }
}

#[test]
fn an_exported_json_is_the_printed_one() {
    let bench = Bench::loaded();
    bench.line("export tasks --plan 同心 --kind project --to a.json").done();
    let file: Value = serde_json::from_str(&fs::read_to_string(bench.file("a.json")).unwrap()).unwrap();
    assert_eq!(file, bench.json("tasks --plan 同心 --kind project"));
}

#[test]
fn an_export_never_overwrites_unasked_and_leaves_no_partial_files() {
    let bench = Bench::loaded();
    fs::write(bench.file("mine.csv"), "mine").unwrap();
    let refused = bench.line("export tasks --to mine.csv").failed(1);
    assert!(refused.stderr.contains("--force"));
    assert_eq!(fs::read_to_string(bench.file("mine.csv")).unwrap(), "mine");
    bench.line("export tasks --to mine.csv --force").done();
    assert!(fs::read(bench.file("mine.csv")).unwrap().len() > 1000);
    bench.line("export tasks --to no/such/folder.csv").failed(1);
    let names: Vec<_> = fs::read_dir(bench.file(".")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| name == "mine.csv" || name == "store"), "{names:?}");
}

#[test]
fn an_impossible_export_is_refused() {
    let bench = Bench::loaded();
    assert!(bench.line("export tasks --to tasks.doc").failed(2).stderr.contains(".csv"));
    bench.line("export boxes --due 2024 --to b.csv").failed(2);
    bench.line("export tasks --due 1999 --to c.csv").failed(1);
    assert!(!bench.file("c.csv").exists());
}
