//! Permissions on the command line, and the history of who did what.

use std::fs;

use plandesk::desk::access::{EXAMPLE, account_of};

use crate::support::access::{self, person};
use crate::support::cli::{Bench, column, ran};

/// Lists the person who runs the test in `access.toml`, in a role.
fn list_me(bench: &Bench, role: &str) {
    let uid = rustix::process::getuid().as_raw();
    let account = account_of(uid).unwrap_or_else(|| uid.to_string());
    let me = person("王芳", account, role) + "department = \"民政局\"\n";
    access::list(&bench.store(), &(me + &person("李明", "nobody-of-this-name", "admin")));
}

#[test]
fn the_listed_people_are_printed_with_their_permissions() {
    let bench = Bench::loaded();
    let ran = bench.line("access").done();
    assert!(ran.stdout.is_empty() && ran.stderr.contains("--example"), "{}", ran.stderr);
    assert_eq!(bench.json("access").as_array().map(Vec::len), Some(0));
    assert_eq!(bench.line("access --example").done().stdout, EXAMPLE);
    list_me(&bench, "reporter");
    let table = bench.line("access").done().stdout;
    assert!(table.contains("王芳") && table.contains("填报员") && table.contains("撤销自己的更改"), "{table}");
    let people = bench.json("access");
    assert_eq!(column(&people, "name"), ["王芳", "李明"]);
    assert_eq!(column(&people, "role"), ["reporter", "admin"]);
    fs::write(bench.store().join("access.toml"), "[[person]]\nnam = 1\n").unwrap();
    let failed = bench.line("access").failed(1).stderr;
    assert!(failed.contains("access.toml:2: 没有名为“nam”的设置，是否为“name”？"), "{failed}");
}

#[test]
fn every_command_that_changes_something_needs_a_role_and_reading_needs_none() {
    let bench = Bench::loaded();
    list_me(&bench, "viewer");
    let document = bench.file("a.txt");
    fs::write(&document, "青山县民政事业“十四五”规划\n一、重点任务\n（一）办好养老。到2024年底办成三件实事。\n")
        .unwrap();
    let (document, backup) = (document.display().to_string(), bench.file("b.jsonl").display().to_string());
    for line in [
        "review kashi-wsjk-2025/t1 --period 2023 --status 已完成".to_string(),
        "assign kashi-wsjk-2025/t1 --lead 民政局".to_string(),
        "reading kashi-wsjk-2025/i1 --year 2023 --value 1".to_string(),
        "undo".to_string(),
        "redo".to_string(),
        format!("import {document}"),
        format!("backup {backup}"),
        format!("restore {document}"),
    ] {
        let why = bench.line(&line).failed(1).stderr;
        assert!(why.contains("王芳 是查看员") && why.contains("李明（管理员）"), "{line}: {why}");
    }
    bench.line("tasks --plan kashi-wsjk-2025").done();
    assert_eq!(bench.json("history").as_array().map(Vec::len), Some(1));
}

#[test]
fn the_history_names_the_person_of_the_file_and_can_be_asked_for_one() {
    let bench = Bench::loaded();
    bench.line("review kashi-wsjk-2025/t1 --period 2023 --status 推进中").done();
    list_me(&bench, "planner");
    bench.line("review kashi-wsjk-2025/t2 --period 2023 --status 已完成").done();
    assert_eq!(column(&bench.json("history"), "who"), ["王芳", "规划科", "plandesk"]);
    assert_eq!(column(&bench.json("history --who 王芳"), "who"), ["王芳"]);
    assert_eq!(bench.json("history --since 2020-01-01").as_array().map(Vec::len), Some(3));
    assert_eq!(bench.json("history --since 2020-01-01 --limit 1").as_array().map(Vec::len), Some(1));
    bench.line("history --since 2999-01-01").failed(1);
    bench.line("history --who 张三").failed(1);
}

#[test]
fn undo_reverts_only_one_s_own_changes() {
    let bench = Bench::loaded();
    let by = |who: &str, line: &str| ran(bench.command(line.split(' ')).env("PLANDESK_ACTOR", who));
    by("甲", "review kashi-wsjk-2025/t1 --period 2023 --done 一").done();
    by("乙", "review kashi-wsjk-2025/t2 --period 2023 --done 二").done();
    assert!(by("甲", "undo").done().stderr.contains("甲"));
    assert!(by("丙", "undo").failed(1).stderr.contains("只收回自己的更改"));
    by("甲", "redo").done();
    by("乙", "review kashi-wsjk-2025/t1 --period 2023 --done 一和二").done();
    let why = by("甲", "undo").failed(1).stderr;
    assert!(why.contains("由 乙 改过") && why.contains("kashi-wsjk-2025/t1"), "{why}");
    by("乙", "undo").done();
    by("甲", "undo").done();
}

#[test]
fn a_department_that_only_a_task_names_can_have_people() {
    let bench = Bench::loaded();
    list_me(&bench, "reporter");
    let file = bench.store().join("access.toml");
    let people = fs::read_to_string(&file).unwrap().replace("民政局", "巴楚湿地办");
    fs::write(&file, &people).unwrap();
    for line in ["access", "undo"] {
        let told = bench.line(line).failed(1).stderr;
        assert!(told.contains("access.toml:5") && told.contains("巴楚湿地办"), "{line}: {told}");
    }
    fs::remove_file(&file).unwrap();
    bench.line("assign bachu-wsjk-2025/t1 --lead 巴楚湿地办").done();
    fs::write(&file, &people).unwrap();
    assert!(bench.line("access").done().stdout.contains("巴楚湿地办"));
    bench.line("review bachu-wsjk-2025/t1 --period 2023 --status lagging").done();
}
