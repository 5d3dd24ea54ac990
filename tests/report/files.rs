//! The files of reports: the parts of a docx, and the options of the command line.

use std::fs;
use std::io::{Cursor, Read};

use plandesk::plan::Period;
use plandesk::report::model::Element;
use plandesk::report::{Format, Report};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::support::cli::Bench;
use crate::support::report::{HOSTILE, desk, dossier, enter, enter_hostile, full, paragraphs};

/// Returns the parts of a document by name.
fn parts(bytes: Vec<u8>) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|n| {
            let mut file = archive.by_index(n).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().to_string(), text)
        })
        .collect()
}

fn part<'a>(parts: &'a [(String, String)], name: &str) -> &'a str {
    parts.iter().find(|(found, _)| found == name).map(|(_, text)| text.as_str()).unwrap_or_else(|| panic!("no {name}"))
}

fn hostile_report() -> Report {
    let (_folder, desk) = desk();
    enter(&desk, Period::MID_TERM);
    enter_hostile(&desk, Period::MID_TERM);
    full(&dossier(&desk), Period::MID_TERM)
}

/// Returns the text of each paragraph (`w:p`) with its style.
fn set_paragraphs(xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut in_text) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return found,
            Event::Start(tag) if tag.name().as_ref() == "w:p" => found.push((String::new(), String::new())),
            Event::Start(tag) if tag.name().as_ref() == "w:t" => in_text = true,
            Event::End(tag) if tag.name().as_ref() == "w:t" => in_text = false,
            Event::Empty(tag) if tag.name().as_ref() == "w:pStyle" => {
                let style = tag.attributes().flatten().next().unwrap();
                found.last_mut().unwrap().0 = style.value.to_string();
            }
            Event::Text(text) if in_text => found.last_mut().unwrap().1.push_str(&text),
            Event::GeneralRef(name) if in_text => {
                let c = match &*name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    other => panic!("{other:?}"),
                };
                found.last_mut().unwrap().1.push(c);
            }
            _ => {}
        }
    }
}

#[test]
fn a_docx_has_well_formed_parts_that_refer_to_each_other() {
    let parts = parts(hostile_report().bytes(Format::Docx).unwrap());
    assert_eq!(parts[0].0, "[Content_Types].xml", "the first part says what the others are");
    for (name, text) in &parts {
        let mut reader = Reader::from_str(text);
        while !matches!(reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")), Event::Eof) {}
        let listed = part(&parts, "[Content_Types].xml").contains(&format!("PartName=\"/{name}\""));
        assert!(listed || name.ends_with(".rels") || name.starts_with('['), "{name} has no type");
    }
    let relations = part(&parts, "word/_rels/document.xml.rels");
    for target in ["styles.xml", "settings.xml", "fontTable.xml", "footer1.xml", "footer2.xml", "comments.xml"] {
        assert!(relations.contains(&format!("Target=\"{target}\"")), "{target}");
    }
    assert!(part(&parts, "word/footer1.xml").contains(" PAGE "));
}

#[test]
fn a_docx_has_the_same_text_in_paragraph_styles() {
    let report = hostile_report();
    let parts = parts(report.bytes(Format::Docx).unwrap());
    let document = part(&parts, "word/document.xml");
    let set = set_paragraphs(document);
    let of = |style: &str| set.iter().filter(|(s, _)| s == style).map(|(_, t)| t.as_str()).collect::<Vec<_>>();
    assert_eq!(of("Heading1").len(), 9);
    assert_eq!(of("Heading1")[0], "一、评估工作概况");
    assert_eq!(of("Title"), [report.title.as_str()]);
    assert_eq!(of("FigureCaption").len(), report.elements().iter().filter(|e| matches!(e, Element::Chart(..))).count());
    let body = of("BodyText");
    for (paragraph, set) in paragraphs(&report).into_iter().zip(&body) {
        let words: String = paragraph.pieces().iter().map(|piece| piece.text().to_string()).collect();
        assert_eq!(&words, set);
    }
    assert!(body.iter().any(|text| text.contains(HOSTILE)), "what was entered is there as it was");
    let styles = part(&parts, "word/styles.xml");
    for name in ["heading 1", "heading 2", "heading 3", "Title", "caption"] {
        assert!(styles.contains(&format!("<w:name w:val=\"{name}\"/>")), "{name}");
    }
    for font in ["黑体", "楷体_GB2312", "仿宋_GB2312", "方正小标宋简体"] {
        assert!(styles.contains(&format!("w:eastAsia=\"{font}\"")), "{font}");
    }
    for style in set.iter().map(|(style, _)| style).filter(|style| !style.is_empty()) {
        assert!(styles.contains(&format!("w:styleId=\"{style}\"")), "{style} is not defined");
    }
}

#[test]
fn tables_repeat_their_headings_and_pages_are_a4() {
    let report = hostile_report();
    let parts = parts(report.bytes(Format::Docx).unwrap());
    let document = part(&parts, "word/document.xml");
    let of_text = report.elements().iter().filter(|element| matches!(element, Element::Table(..))).count();
    let tables = of_text + report.tables_at_the_end().len();
    assert_eq!(document.matches("<w:tbl>").count(), tables);
    assert_eq!(document.matches("<w:tblHeader/>").count(), tables, "the first row of each");
    for table in document.split("<w:tbl>").skip(1) {
        let table = table.split("</w:tbl>").next().unwrap();
        let columns = table.matches("<w:gridCol ").count();
        let is_whole = |row: &str| row.matches("<w:tc>").count() == columns || row.contains("<w:gridSpan ");
        assert!(table.split("<w:tr>").skip(1).all(is_whole));
    }
    assert!(document.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
    assert!(document.contains("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"));
}

#[test]
fn the_command_writes_each_format_and_suggests_the_next_step() {
    let bench = Bench::loaded();
    for (kind, file) in [("annual --year 2023", "a.md"), ("mid-term", "b.docx"), ("final", "c.html")] {
        let ran = bench.line(&format!("report {kind} --plan kashi-wsjk-2025 --to {file}")).done();
        assert!(ran.stderr.contains("待补充") && ran.stdout.is_empty());
        assert!(fs::metadata(bench.file(file)).unwrap().len() > 4000);
    }
    let text = fs::read_to_string(bench.file("a.md")).unwrap();
    assert!(text.starts_with("# 《喀什地区卫生健康事业“十四五”发展规划》2023年度监测评估报告（草稿）\n"));
}

#[test]
fn a_report_never_overwrites_unasked() {
    let bench = Bench::loaded();
    fs::write(bench.file("r.md"), "mine").unwrap();
    let refused = bench.line("report final --plan 巴楚 --to r.md").failed(1);
    assert!(refused.stderr.contains("--force"));
    assert_eq!(fs::read_to_string(bench.file("r.md")).unwrap(), "mine");
    bench.line("report final --plan 巴楚 --to r.md --force").done();
    assert!(fs::read_to_string(bench.file("r.md")).unwrap().contains("巴楚县"));
}

#[test]
fn an_impossible_report_is_refused() {
    let bench = Bench::loaded();
    assert!(bench.line("report final --plan 巴楚 --to r.pdf").failed(2).stderr.contains(".docx"));
    bench.line("report final --plan 巴楚 --year 2023 --to r.md").failed(2);
    assert!(bench.line("report annual --plan 巴楚 --year 2031 --to r.md").failed(1).stderr.contains("2021"));
    assert!(bench.line("report final --plan 喀什 --to r.md").failed(1).stderr.contains("kashi-cjr-2025"));
    assert!(!bench.file("r.md").exists());
}
