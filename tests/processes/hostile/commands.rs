//! The command line: lists, messages and the files that it writes.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use super::payloads::{PAYLOADS, all, assert_harmless, assert_showable};
use super::places;
use crate::support::access;
use crate::support::cli::{Bench, Ran, ran};

const LISTS: [&str; 15] = [
    "plans",
    "outline",
    "tasks",
    "tasks --period 2023",
    "boxes",
    "indicators",
    "departments --period 2023",
    "search jiaoyu",
    "search 教育",
    "compare",
    "compare --tasks --plan PLAN",
    "check",
    "history",
    "history PLAN/t1",
    "doctor",
];

#[track_caller]
fn assert_clean(what: &str, ran: &Ran) {
    assert_showable(what, &ran.stdout);
    assert_showable(&format!("{what}, messages"), &ran.stderr);
}

/// Prints every list in every format, and writes every file.
fn look_everywhere(bench: &Bench) {
    let plan = places::plan(bench);
    for list in LISTS.map(|list| list.replace("PLAN", &plan)) {
        assert_clean(&list, &bench.line(&list));
        let colored = bench.line(&format!("{list} --color always"));
        assert_showable(&list, &without_colors(&colored.stdout));
        for form in ["json", "csv"] {
            let ran = bench.line(&format!("{list} --format {form}"));
            assert_harmless(&format!("{list} as {form}"), &ran.stdout.replace("\r\n", "\n"));
        }
    }
    for what in ["tasks --period 2023", "indicators", "boxes"] {
        for ending in ["csv", "md", "json", "xlsx"] {
            let line = format!("export {what} --plan {plan} --to list.{ending} --force");
            assert_clean(&line, &bench.line(&line).done());
            look_into(&line, &bench.file(&format!("list.{ending}")));
        }
    }
    bench.line(&format!("export tasks --plan {plan} --sheets --to sheets.xlsx")).done();
    look_into("sheets", &bench.file("sheets.xlsx"));
    assert_clean("by department", &bench.line(&format!("export tasks --plan {plan} --by-department offices")).done());
    for file in fs::read_dir(bench.file("offices")).unwrap().map(|file| file.unwrap().path()) {
        assert_harmless("the name of a file", file.to_str().unwrap());
        look_into("by department", &file);
    }
    for (kind, ending) in [("annual --year 2023", "md"), ("annual --year 2023", "docx"), ("mid-term", "html")] {
        let line = format!("report {kind} --plan {plan} --to report.{ending}");
        assert_clean(&line, &bench.line(&line).done());
        look_into(&line, &bench.file(&format!("report.{ending}")));
    }
}

/// Returns the text without the colour sequences that the program may send.
fn without_colors(text: &str) -> String {
    ["0", "1", "2", "31", "32", "36"].iter().fold(text.to_string(), |t, code| t.replace(&format!("\u{1b}[{code}m"), ""))
}

/// Asserts that a file, or each part of an archive, is harmless when opened as text.
#[track_caller]
fn look_into(what: &str, path: &Path) {
    let bytes = fs::read(path).unwrap();
    if !bytes.starts_with(b"PK") {
        let text = String::from_utf8(bytes).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        return assert_harmless(what, &text.replace("\r\n", "\n"));
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        assert_harmless(&format!("{what}: {}", part.name().unwrap()), &text.replace("\r\n", "\n"));
    }
}

#[test]
fn imported_and_entered_text_is_output_clean() {
    look_everywhere(&places::imported());
}

#[test]
fn text_of_a_foreign_backup_is_output_clean() {
    look_everywhere(&places::restored());
}

#[test]
fn import_messages_about_hostile_documents_are_harmless() {
    let bench = Bench::loaded();
    // A file name has 255 bytes at most.
    for payloads in PAYLOADS.chunks(8) {
        let file = format!("规划{}.txt", payloads.iter().map(|(_, text)| *text).collect::<String>());
        let missing = bench.run(["import", &file]).failed(1);
        assert_showable("a missing file", &missing.stderr);
        fs::write(bench.file(&file), places::document()).unwrap();
        for form in ["table", "json", "csv"] {
            let ran = bench.run(["import", &file, "--dry-run", "--format", form]).done();
            assert_harmless(form, &ran.stdout.replace("\r\n", "\n"));
            assert_showable(form, &ran.stderr);
        }
    }
}

#[test]
fn messages_quote_arguments_and_names_in_harmless_characters() {
    let bench = Bench::loaded();
    for (name, payload) in [("all", all().as_str()), ("line break", "a\nplandesk: b\r")] {
        let at = |text: &str| format!("{text}{payload}");
        for language in ["zh", "en"] {
            let lines = [
                vec![at("x")],
                vec!["tasks".into(), at("--x")],
                vec!["tasks".into(), "--status".into(), at("x")],
                vec!["tasks".into(), "--period".into(), at("x")],
                vec!["tasks".into(), "--due".into(), at("x")],
                vec!["tasks".into(), "--plan".into(), at("x")],
                vec!["tasks".into(), "--department".into(), at("x")],
                vec!["tasks".into(), "--text".into(), at("is:")],
                vec!["search".into(), at("zzz")],
                vec!["check".into(), "--only".into(), at("x")],
                vec!["compare".into(), "--sector".into(), at("x")],
                vec!["history".into(), at("x")],
                vec!["assign".into(), at("x"), "--person".into(), "y".into()],
                vec![
                    "reading".into(),
                    "bachu-wsjk-2025/i1".into(),
                    "--year".into(),
                    at("2"),
                    "--value".into(),
                    at("1"),
                ],
                vec!["export".into(), "tasks".into(), "--to".into(), at("x")],
                vec!["export".into(), "tasks".into(), "--to".into(), at("no/") + ".csv"],
                vec!["report".into(), "final".into(), "--plan".into(), "巴楚".into(), "--to".into(), at("no/") + ".md"],
                vec!["keymap".into(), "--check".into(), at("x")],
                vec!["backup".into(), at("no/x")],
                vec!["restore".into(), at("x")],
                vec!["help".into(), at("x")],
                vec!["man".into(), at("x")],
                vec!["completions".into(), at("x")],
                vec!["doctor".into(), "--store".into(), at("x")],
            ];
            for line in lines {
                let run = bench.run(line.iter().map(String::as_str).chain(["--lang", language]));
                assert_showable(&format!("{name}: {line:?}"), &run.stderr);
                assert_showable(&format!("{name}: {line:?}"), &run.stdout);
                assert!(!run.stderr.lines().any(|line| line == "plandesk: b"), "{line:?} forged a line");
            }
        }
    }
}

#[test]
fn keymap_problems_are_reported_in_harmless_characters() {
    let bench = Bench::loaded();
    let all = all();
    {
        // A basic TOML string can hold any character in escaped form.
        let quoted = all.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect::<String>();
        for text in [
            format!("[tasks]\n\"{quoted}\" = \"next\"\n"),
            format!("[tasks]\n\"j\" = \"{quoted}\"\n"),
            format!("[\"{quoted}\"]\n\"j\" = \"next\"\n"),
            format!("preset = \"{quoted}\"\n\"{quoted}\" = 1\n"),
            format!("[tasks]\nj = {all}\n"),
        ] {
            fs::write(bench.file("keys.toml"), text).unwrap();
            for language in ["zh", "en"] {
                let run = bench.run(["keymap", "--check", "keys.toml", "--lang", language]);
                assert_ne!(run.code, 0);
                assert_clean("keymap", &run);
            }
            assert_clean("keymap", &ran(bench.command(["keymap"]).env("PLANDESK_KEYMAP", bench.file("keys.toml"))));
        }
    }
}

#[test]
fn access_file_problems_are_reported_in_harmless_characters() {
    let bench = Bench::loaded();
    let quoted = all().chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect::<String>();
    for text in [
        format!("[[person]]\nname = \"张{quoted}\"\nunix = \"a{quoted}\"\nrole = \"viewer\"\n"),
        format!("[[person]]\nname = \"张\"\nunix = \"a\"\nrole = \"{quoted}\"\ndepartment = \"{quoted}\"\n"),
        format!("[[person]]\n\"{quoted}\" = 1\nkey = \"{quoted}\"\nindicators = \"{quoted}\"\n"),
        format!("name = {}\n", all()),
    ] {
        access::list(&bench.store(), &text);
        for line in ["access", "access --lang en", "plans", "undo"] {
            assert_clean(line, &bench.line(line));
        }
        for form in ["json", "csv"] {
            let ran = bench.line(&format!("access --format {form}"));
            assert_harmless(form, &ran.stdout.replace("\r\n", "\n"));
            assert_showable(form, &ran.stderr);
        }
    }
}

#[test]
fn problems_of_returned_lists_are_reported_in_harmless_characters() {
    let bench = places::imported();
    let plan = places::plan(&bench);
    bench.line(&format!("export tasks --period 2023 --plan {plan} --to list.csv")).done();
    let list = fs::read_to_string(bench.file("list.csv")).unwrap();
    let all = all();
    for (from, to) in [("未启动", all.as_str()), ("县财政局", &format!("县{all}局")), ("/t4,", &format!("/t{all},"))]
    {
        fs::write(bench.file("list.csv"), list.replace(from, to).replace("滞后", &format!("{all}x"))).unwrap();
        for form in ["table", "json", "csv"] {
            let run = bench.line(&format!("import list.csv --dry-run --format {form}"));
            assert_harmless(form, &run.stdout.replace("\r\n", "\n"));
            assert_showable(form, &run.stderr);
        }
        assert_clean("take back", &bench.line("import list.csv"));
    }
    assert_clean("tasks", &bench.line("tasks --period 2023"));
}

#[test]
fn a_text_with_nul_is_refused_and_an_endless_line_is_read() {
    let bench = Bench::loaded();
    fs::write(bench.file("nul.txt"), places::document().replace("学校", "学\0校")).unwrap();
    assert_clean("NUL", &bench.line("import nul.txt").failed(1));
    let long = "改善办学条件，".repeat(15_000);
    fs::write(bench.file("long.txt"), places::document().replacen("改善办学条件，", &long, 1)).unwrap();
    assert_clean("a long line", &bench.line("import long.txt --lang en").done());
    let plan = places::plan(&bench);
    assert_clean("a long line", &bench.line(&format!("tasks --plan {plan}")).done());
    assert_clean("a long line", &bench.line(&format!("check --plan {plan}")));
}
