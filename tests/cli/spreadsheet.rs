//! Exported and returned lists through the program.

use std::fs;

use serde_json::Value;

use crate::support::cli::Bench;
use crate::support::xlsx::Book;

const FIRST: &str = "tongxin-cjr-2025/t1";

fn sent(bench: &Bench) -> Book {
    bench.line("export tasks --plan tongxin --period 2023 --to list.xlsx --force").done();
    Book::open(&fs::read(bench.file("list.xlsx")).unwrap())
}

#[test]
fn a_returned_list_is_previewed_and_then_applied() {
    let bench = Bench::loaded();
    let book = sent(&bench).fill(FIRST, "状态", "滞后").fill(FIRST, "存在问题", "缺人");
    fs::write(bench.file("back.xlsx"), book.save()).unwrap();

    let tried = bench.line("import back.xlsx --dry-run").done();
    for words in ["更改", FIRST, "2023 年度", "存在问题", "缺人", "back.xlsx 工作表“任务分解表” 第 4 行 T 列"]
    {
        assert!(tried.stdout.contains(words), "{words}: {}", tried.stdout);
    }
    assert!(tried.stderr.contains("试运行"));
    assert_eq!(bench.json("history").as_array().unwrap().len(), 1);

    let taken = bench.json("import back.xlsx");
    assert_eq!(taken["seq"], Value::from(2));
    let change = &taken["changes"][0];
    assert_eq!((&change["field"], &change["old"], &change["new"]), (&"status".into(), &Value::Null, &"lagging".into()));
    assert_eq!(
        change["place"],
        serde_json::json!({"file": "back.xlsx", "sheet": "任务分解表", "row": 4, "column": "Q"})
    );
    assert_eq!(taken["problems"], serde_json::json!([]));
    let reviewed = bench.json("tasks --plan tongxin --period 2023 --status lagging");
    assert_eq!(reviewed[0]["id"], FIRST);
    assert_eq!(bench.json("history")[0]["what"], "take-back");
    bench.line("undo").done();
    assert!(bench.line("tasks --plan tongxin --period 2023 --status lagging").code == 1);
}

#[test]
fn the_exit_status_tells_if_all_cells_were_accepted() {
    let bench = Bench::loaded();
    let book = sent(&bench).fill(FIRST, "状态", "滞后").fill(FIRST, "进度", "很多");
    fs::write(bench.file("back.xlsx"), book.save()).unwrap();
    let ran = bench.line("import back.xlsx");
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert!(ran.stdout.contains("滞后"), "the rest was taken: {}", ran.stdout);
    assert!(ran.stderr.contains("第 4 行 R 列：“很多”不是进度"), "{}", ran.stderr);

    fs::write(
        bench.file("old.xls"),
        [b"\xD0\xCF\x11\xE0".to_vec(), "Workbook".encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
    )
    .unwrap();
    assert!(bench.line("import old.xls").failed(1).stderr.contains("已损坏"));
    let both = bench.line("import back.xlsx old.xls");
    assert_eq!(both.code, 5);
}

#[test]
fn a_conflict_is_shown_and_overwritten_only_on_request() {
    let bench = Bench::loaded();
    let book = sent(&bench).fill(FIRST, "进展情况", "表中所填");
    fs::write(bench.file("back.xlsx"), book.save()).unwrap();
    bench.line(&format!("review {FIRST} --period 2023 --done 后来所填")).done();
    let ran = bench.line("import back.xlsx");
    assert_eq!(ran.code, 5);
    assert!(ran.stdout.contains("冲突") && ran.stdout.contains("后来所填"), "{}", ran.stdout);
    let ran = bench.line("import back.xlsx --theirs").done();
    assert!(ran.stdout.contains("后来所填") && ran.stdout.contains("表中所填"));
}

#[test]
fn lists_are_exported_by_department_and_returned_together() {
    let bench = Bench::loaded();
    bench.line(&format!("assign {FIRST} --lead 残联 --support 教育局")).done();
    bench.line("export tasks --plan tongxin --period 2023 --department 残联 --to one.xlsx").done();
    let one = Book::open(&fs::read(bench.file("one.xlsx")).unwrap());
    assert_eq!(one.pages[0].name, "残疾人联合会");
    bench.line("export tasks --plan tongxin --period 2023 --by-department lists").done();
    let again = bench.line("export tasks --plan tongxin --period 2023 --by-department lists").failed(1);
    assert!(again.stderr.contains("--force"));
    for (file, heading, words) in [("残疾人联合会", "进展情况", "甲"), ("教育局", "下一步措施", "乙")]
    {
        let path = bench.file(&format!("lists/{file}.xlsx"));
        let book = Book::open(&fs::read(&path).unwrap()).fill(FIRST, heading, words);
        fs::write(&path, book.save()).unwrap();
    }
    let taken = bench.json("import lists/残疾人联合会.xlsx lists/教育局.xlsx");
    assert_eq!(taken["changes"].as_array().unwrap().len(), 2);
}

#[test]
fn a_csv_list_is_distinguished_from_a_document() {
    let bench = Bench::loaded();
    bench.line("export tasks --plan tongxin --period 2023 --to list.csv").done();
    assert_eq!(bench.json("import list.csv")["seq"], Value::Null);
    bench.line("export tasks --to list.csv --sheets").failed(2);
    bench.line("export boxes --by-department lists").failed(2);
}

#[test]
fn a_list_without_a_period_is_read_for_the_given_one() {
    let bench = Bench::loaded();
    // Some reporting systems save such a page under the name of a workbook.
    let page = format!("<html><table><tr><td>id<td>状态<tr><td>{FIRST}<td>推进中</table></html>");
    fs::write(bench.file("back.xls"), page).unwrap();
    assert!(bench.line("import back.xls --dry-run").stderr.contains("--period"));
    let ran = bench.line("import back.xls --period 2023").done();
    assert!(ran.stdout.contains("2023 年度") && ran.stdout.contains("推进中"), "{}", ran.stdout);
}

#[test]
fn a_list_without_ids_is_matched_by_title_on_request() {
    let bench = Bench::loaded();
    let title = bench.json("tasks --plan tongxin")[0]["title"].as_str().unwrap().to_string();
    let list = format!("规划,任务,评估期,牵头单位,状态,进展情况\n,{title},2023,,推进中,\n,别的任务,2023,,推进中,\n");
    fs::write(bench.file("back.csv"), list).unwrap();
    bench.line("import back.csv").failed(1);
    let ran = bench.line("import back.csv --by-text");
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert!(ran.stdout.contains(FIRST) && ran.stderr.contains("第 3 行"), "{} {}", ran.stdout, ran.stderr);
}

#[test]
fn a_share_entered_as_a_fraction_is_questioned() {
    let bench = Bench::empty();
    fs::write(
        bench.file("plan.txt"),
        "青山县托育“十四五”规划\n一、目标\n表1 主要指标\n指标\t单位\t2020年\t2025年\t属性\n普惠托位占比\t%\t42\t55\t约束性\n二、任务\n（一）建设。建好托育机构。\n",
    )
    .unwrap();
    bench.line("import plan.txt").done();
    let id = bench.json("indicators --plan 青山")[0]["id"].as_str().unwrap().to_string();
    let list = |value: &str| fs::write(bench.file("back.csv"), format!("id,2023 实际值\n{id},{value}\n")).unwrap();
    list("0.49");
    let ran = bench.line("import back.csv --dry-run").done();
    assert!(ran.stderr.contains("0.49 是否应为 49"), "{}", ran.stderr);
    list("49");
    assert!(!bench.line("import back.csv --dry-run").done().stderr.contains("是否应为"));
}
