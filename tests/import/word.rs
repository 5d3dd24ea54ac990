//! Word files through the real program, and files written by LibreOffice.

#[path = "../../src/import/word/sample.rs"]
mod sample;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use plandesk::import::{self, Document};
use plandesk::plan::{Departments, Period, Plan};
use plandesk::report::Format;
use sample::{Docx, boxed, heading_style, instance, item, level, list, p, plain_table, styled};

use crate::support::cli::Bench;
use crate::support::programs::converted;
use crate::support::report::{entered, full};

/// Returns a plan as an office would format it: automatic numbers, heading styles, a drawn box, a table, a tracked
/// change.
fn plan() -> Docx {
    let rows = [["指标", "2020年", "2025年", "属性"], ["家庭医生签约率（%）", "60", "75", "预期性"]];
    let body = [
        p("白河县“十四五”卫生健康发展规划"),
        styled("1", "发展目标"),
        plain_table(&rows.map(|row| row.map(str::to_string).to_vec())),
        styled("1", "重点任务"),
        item(2, 0, "建设县医院。到2024年完成主体工程。"),
        item(2, 0, "培训乡村医生。每年培训200人次。"),
        boxed(&[p("专栏1 重点项目"), p("1.县医院项目。新建2万平方米。"), p("2.培训项目。")].concat()),
        "<w:p><w:ins><w:r><w:t>各单位按季度报送进展。</w:t></w:r></w:ins></w:p>".to_string(),
    ];
    let numbering = list("1", &[level(0, "chineseCounting", "%1、")])
        + &list("2", &[level(0, "decimal", "%1.")])
        + &instance(1, 1)
        + &instance(2, 2);
    let style = heading_style("1", 0, "<w:numPr><w:numId w:val=\"1\"/></w:numPr>");
    Docx::of(&body.concat()).with("styles", &style).with("numbering", &numbering)
}

#[test]
fn a_word_file_is_imported_by_name_and_from_stdin() {
    let bench = Bench::loaded();
    fs::write(bench.file("plan.docx"), plan().bytes()).unwrap();
    let dry = bench.line("import plan.docx --dry-run --format json").done();
    let answer: serde_json::Value = serde_json::from_str(&dry.stdout).unwrap();
    let found = &answer["documents"][0]["plans"][0];
    let counts = ["tasks", "boxes", "projects", "indicators"].map(|name| found[name].as_u64().unwrap_or(99));
    assert_eq!(counts, [2, 1, 2, 1], "{answer}");

    let mut child = bench
        .command(["import", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&plan().bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("修订插入"), "{said}");
    let tasks = bench.line("tasks --plan 白河").done();
    assert!(tasks.stdout.contains("建设县医院") && tasks.stdout.contains("培训项目"), "{}", tasks.stdout);
}

#[test]
fn files_that_are_no_docx_are_refused_with_advice() {
    let bench = Bench::loaded();
    let utf16 = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let ole = |name: &str| [b"\xD0\xCF\x11\xE0".to_vec(), utf16(name)].concat();
    for (name, bytes, word) in [
        ("old.doc", ole("WordDocument"), "已损坏"),
        ("old.wps", ole("WordDocument"), "重新保存"),
        ("slides.ppt", ole("PowerPoint Document"), "另存为 .docx"),
        ("locked.docx", ole("EncryptedPackage"), "取消密码"),
        ("cut.docx", plan().bytes()[..900].to_vec(), "已损坏"),
    ] {
        fs::write(bench.file(name), bytes).unwrap();
        let refused = bench.line(&format!("import {name}")).failed(1);
        assert!(refused.stderr.contains(word) && refused.stderr.contains(name), "{}", refused.stderr);
    }
    fs::write(bench.file("good.docx"), plan().bytes()).unwrap();
    assert_eq!(bench.line("import good.docx old.doc").code, 5, "the sound file is taken in");
}

fn bundled(name: &str) -> Vec<u8> {
    fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/plans").join(name)).unwrap()
}

fn read(name: &str, bytes: &[u8]) -> Document {
    import::read(name, bytes, &Departments::bundled()).unwrap()
}

/// Returns the texts of a plan, without their positions.
fn said(plan: &Plan) -> (Vec<String>, Vec<String>, Vec<String>, Vec<String>) {
    let headings = plan.outline.iter().map(|node| node.heading()).collect();
    let tasks = plan.tasks.iter().map(|task| format!("{}{}", task.number, task.text)).collect();
    let boxes = plan.boxes.iter().map(|found| format!("{}{}", found.number, found.title)).collect();
    let value =
        |i: &plandesk::plan::Indicator| format!("{:?} {} {:?} {:?}", i.category, i.name, i.baselines, i.targets);
    (headings, tasks, boxes, plan.indicators.iter().map(value).collect())
}

#[test]
fn a_plan_converted_to_word_by_libreoffice_gives_the_same_records() {
    for name in ["changji.txt", "bachu.txt"] {
        let folder = tempfile::tempdir().unwrap();
        let text = bundled(name);
        let form = Some("Text (encoded):UTF8,LF,,zh-CN,");
        let Some(word) = converted(folder.path(), name, &text, form, "docx") else { return };
        let (from_text, from_word) = (read(name, &text), read("plan.docx", &word));
        assert_eq!(from_word.encoding, "DOCX");
        assert_eq!(said(&from_word.plans[0]), said(&from_text.plans[0]), "{name}");
    }
}

#[test]
fn a_word_file_resaved_by_libreoffice_gives_the_same_records() {
    let folder = tempfile::tempdir().unwrap();
    let Some(again) = converted(folder.path(), "plan.docx", &plan().bytes(), None, "docx") else { return };
    let (before, after) = (read("a.docx", &plan().bytes()), read("a.docx", &again));
    assert_eq!(said(&after.plans[0]), said(&before.plans[0]));
    assert_eq!(after.plans[0].outline[0].number, "一、", "the number is still counted");
}

#[test]
fn a_report_made_by_plandesk_is_read_with_all_its_headings() {
    let report = full(&entered(Period::MID_TERM), Period::MID_TERM);
    let bytes = report.bytes(Format::Docx).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ours = read("report.docx", &bytes);
    let (headings, ..) = said(&ours.plans[0]);
    for heading in ["一、评估工作概况", "四、重点任务推进情况", "九、对策建议"] {
        assert!(headings.iter().any(|found| found.replace(' ', "") == heading), "{heading}: {headings:?}");
    }
    let Some(again) = converted(folder.path(), "report.docx", &bytes, None, "docx") else { return };
    assert_eq!(said(&read("report.docx", &again).plans[0]).0, headings);
}
