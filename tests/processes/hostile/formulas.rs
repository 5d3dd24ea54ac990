//! Formulas: no text in an exported spreadsheet is executed, and no text is changed by exporting and importing it.

use std::fs;
use std::io::{Cursor, Read};

use crate::support::cli::{Bench, rows};

const FORMULAS: [&str; 16] = [
    "=1+1",
    "=HYPERLINK(\"http:evil.example\",\"点\")",
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "-5",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "'=1+1",
    "''=1",
    "'引号",
    "一；=1+1",
    "一\n=1+1",
];

/// Returns a bench on which each text was entered as the work done on a task.
fn entered() -> Bench {
    let bench = Bench::loaded();
    for (number, text) in FORMULAS.iter().enumerate() {
        let id = format!("tongxin-cjr-2025/t{}", number + 1);
        bench.run(["review", &id, "--period", "2023", "--progress", "5", &format!("--done={text}")]).done();
        bench.run(["assign", &id, &format!("--person={text}"), "--due", "2024"]).done();
    }
    bench.line("reading tongxin-cjr-2025/i1 --year 2023 --value=-3.5").done();
    bench
}

fn export(bench: &Bench, what: &str, file: &str) -> Vec<u8> {
    bench.line(&format!("export {what} --plan tongxin --period 2023 --to {file}")).done();
    fs::read(bench.file(file)).unwrap()
}

#[test]
fn no_cell_of_a_csv_file_begins_as_a_formula() {
    let bench = entered();
    let text = String::from_utf8(export(&bench, "tasks", "list.csv")).unwrap();
    let rows = rows(text.strip_prefix('\u{feff}').unwrap());
    let column = |heading: &str| rows[0].iter().position(|cell| cell == heading).unwrap();
    let (done, person, progress, due) = (column("进展情况"), column("责任人"), column("进度"), column("完成时限"));
    let row = |number: usize| {
        let id = format!("tongxin-cjr-2025/t{}", number + 1);
        rows.iter().find(|row| row.contains(&id)).unwrap()
    };
    for (number, text) in FORMULAS.iter().enumerate() {
        let row = row(number);
        assert_eq!(row[done].trim_start_matches('\''), text.trim_start_matches('\''));
        for cell in [&row[done], &row[person]] {
            assert!(!cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']), "{cell:?}");
        }
        assert_eq!((row[progress].as_str(), row[due].as_str()), ("5", "2024"), "numbers stay numbers");
    }
    assert_eq!(row(13)[done], "'引号", "an apostrophe of one's own is left alone");
    bench.line("export indicators --plan tongxin --to i.csv").done();
    assert!(fs::read_to_string(bench.file("i.csv")).unwrap().contains(",-3.5"), "a negative figure is a figure");
    for list in ["tasks", "history"] {
        for row in crate::support::cli::rows(&bench.line(&format!("{list} --format csv")).done().stdout) {
            let formula = row.iter().find(|cell| cell.starts_with(['=', '+', '@', '＝', '＋', '－', '＠']));
            assert_eq!(formula, None, "{list}");
        }
    }
}

#[test]
fn a_workbook_holds_texts_as_texts_and_no_formulas() {
    let bench = entered();
    let mut archive = zip::ZipArchive::new(Cursor::new(export(&bench, "tasks", "list.xlsx"))).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let (mut text, name) = (String::new(), part.name().unwrap().to_string());
        part.read_to_string(&mut text).unwrap();
        parts.push((name, text));
    }
    for (name, text) in &parts {
        for active in ["<f>", "<f ", "hyperlink", "externalLink", "ddeLink", "vbaProject", "oleObject", "TargetMode"] {
            assert!(!text.contains(active) && !name.contains(active), "{name} holds {active}");
        }
    }
    let strings = &parts.iter().find(|(name, _)| name == "xl/sharedStrings.xml").unwrap().1;
    for text in ["=1+1", "-5", "@SUM(A1)", "＝1+1", "'=1+1"] {
        assert!(strings.contains(&format!(">{text}<")), "{text} is there as it was typed");
    }
}

#[test]
fn exported_text_is_returned_unchanged() {
    let bench = entered();
    for file in ["list.csv", "list.xlsx"] {
        export(&bench, "tasks", file);
        let told: serde_json::Value = bench.json(&format!("import {file} --dry-run"));
        assert_eq!(told["changes"], serde_json::json!([]), "{file}");
    }
}

#[test]
fn a_returned_formula_is_kept_as_text() {
    let bench = entered();
    let csv = String::from_utf8(export(&bench, "tasks", "list.csv")).unwrap();
    fs::write(bench.file("list.csv"), csv.replace("一；=1+1", "=2+2")).unwrap();
    bench.line("import list.csv").done();
    bench.line("export tasks --plan tongxin --period 2023 --to again.csv").done();
    let again = fs::read_to_string(bench.file("again.csv")).unwrap();
    assert!(again.contains(",'=2+2,"), "a formula of the office's is guarded when it leaves again");
}
