//! Exported workbooks: what an office sees, and what it can edit.

use std::io::{Cursor, Read};

use calamine::Data;
use plandesk::desk::{AssignmentEdit, Command, Field, ReviewEdit};
use plandesk::export::{Content, Export, Format};
use plandesk::plan::{Due, Progress, Status, Year};
use plandesk::text::Language;

use crate::support::xlsx::{Book, Office, PERIOD, id};

/// Returns the XML of a part of the workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn divided() -> Office {
    let office = Office::open();
    let edit = AssignmentEdit {
        lead: Field::Set(vec!["卫健委".into()]),
        support: Field::Set(vec!["教育局".into()]),
        due: Field::given(Due::end_of_year(Year(2024))),
        ..AssignmentEdit::default()
    };
    office.does(Command::Assign { items: vec![id("tongxin-cjr-2025/t1"), id("tongxin-cjr-2025/t2")], edit });
    let edit = ReviewEdit {
        status: Field::Set(Status::InProgress),
        progress: Field::given(Progress::try_from(60).ok()),
        done: Field::Set("=1+1 不是公式".into()),
        ..ReviewEdit::default()
    };
    office.does(Command::Review { items: vec![id("tongxin-cjr-2025/t1")], period: PERIOD, edit });
    office
}

#[test]
fn the_list_has_a_title_the_columns_of_the_csv_and_instructions() {
    let book = Book::open(&divided().tasks(Format::Xlsx));
    let names: Vec<_> = book.pages.iter().map(|page| (page.name.as_str(), page.hidden)).collect();
    assert_eq!(names, [("任务分解表", false), ("填报说明", false), ("_plandesk", true)]);
    let rows = &book.pages[0].rows;
    assert_eq!(rows[0][0], Data::String("任务分解表".into()));
    assert!(rows[1][0].to_string().contains("同心县") && rows[1][0].to_string().contains("2023 年度"));
    let headings: Vec<_> = rows[2].iter().map(ToString::to_string).collect();
    assert_eq!(
        headings.join(" "),
        "序号 id 规划 出处 编号 任务 内容 牵头单位 配合单位 责任人 分管领导 责任科室 联系人 完成时限 评估期 年度目标 状态 进度 进展情况 存在问题 下一步措施 佐证材料"
    );
    assert_eq!(
        rows[3][13..18],
        [
            Data::Float(2024.0),
            Data::String("2023 年度".into()),
            Data::Empty,
            Data::String("推进中".into()),
            Data::Float(60.0)
        ]
    );
    assert_eq!(rows[3][18], Data::String("=1+1 不是公式".into()), "words are never run");
    assert!(book.pages[1].rows.iter().flatten().any(|cell| cell.to_string().contains("下拉列表")));
}

#[test]
fn only_cells_to_be_filled_in_are_unlocked() {
    let bytes = divided().tasks(Format::Xlsx);
    let (sheet, styles) = (part(&bytes, "xl/worksheets/sheet1.xml"), part(&bytes, "xl/styles.xml"));
    assert!(sheet.contains("<sheetProtection sheet=\"1\""), "protected");
    assert!(!sheet.contains("password"), "without a password");
    let formats: Vec<&str> = styles.split("<cellXfs").nth(1).unwrap().split("<xf ").skip(1).collect();
    let style_of = |cell: &str| -> usize {
        let start = sheet.split(&format!("<c r=\"{cell}\" s=\"")).nth(1).unwrap();
        start.split('"').next().unwrap().parse().unwrap()
    };
    let open = |cell: &str| formats[style_of(cell)].split("</xf>").next().unwrap().contains("locked=\"0\"");
    for (cell, expected) in [
        ("B4", false),
        ("G4", false),
        ("H4", true),
        ("M4", true),
        ("N4", true),
        ("O4", false),
        ("P4", true),
        ("U4", true),
    ] {
        assert_eq!(open(cell), expected, "{cell}");
    }
    assert!(!sheet.contains("<f>"), "no formula anywhere");
}

#[test]
fn cells_have_choices_and_limits_and_the_sheet_a_page_layout() {
    let sheet = part(&divided().tasks(Format::Xlsx), "xl/worksheets/sheet1.xml");
    for expected in [
        "\"未启动,推进中,已完成,滞后,调整\"",
        "<formula1>0</formula1><formula2>100</formula2>",
        "<autoFilter ref=\"A3:V63\"",
        "ySplit=\"3\"",
        "state=\"frozen\"",
        "orientation=\"landscape\"",
        "paperSize=\"9\"",
        "fitToHeight=\"0\"",
        "第 &amp;P 页，共 &amp;N 页",
    ] {
        assert!(sheet.contains(expected), "{expected}");
    }
    let workbook = part(&divided().tasks(Format::Xlsx), "xl/workbook.xml");
    assert!(workbook.contains("_xlnm.Print_Titles") && workbook.contains("$3:$3"), "the headings are on every page");
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let office = divided();
    assert_eq!(office.tasks(Format::Xlsx), office.tasks(Format::Xlsx));
    assert!(part(&office.tasks(Format::Xlsx), "docProps/core.xml").contains("2000-01-01T00:00:00Z"));
}

#[test]
fn every_department_gets_a_file_with_its_roles() {
    let office = divided();
    let snapshot = office.desk.snapshot();
    let dossier = &**snapshot.plan_named("tongxin").unwrap();
    let tasks: Vec<_> = dossier.plan.tasks.iter().map(|task| (dossier, task)).collect();
    let export = Export {
        content: Content::Tasks(tasks),
        period: &|_| PERIOD,
        thresholds: &Default::default(),
        language: Language::Zh,
    };
    let files = export.by_department(None).unwrap();
    let names: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.tasks)).collect();
    assert_eq!(names, [("卫生健康委员会.xlsx", 2), ("教育局.xlsx", 2), ("未定责任单位.xlsx", 58)]);
    let book = Book::open(&files[1].bytes);
    assert!(book.pages[0].rows[1][0].to_string().contains("填报单位：教育局"));
    let role = book.column("角色");
    assert_eq!(book.pages[0].rows[3][role], Data::String("配合".into()));
    assert_eq!(export.by_department(Some("教育局")).unwrap().len(), 1);

    let (bytes, sheets) = export.sheets(None).unwrap();
    assert_eq!(sheets, 3);
    let sheets = Book::open(&bytes);
    let names: Vec<_> = sheets.pages.iter().map(|page| page.name.as_str()).collect();
    assert_eq!(names, ["卫生健康委员会", "教育局", "未定责任单位", "填报说明", "_plandesk"]);
}

#[test]
fn indicators_and_boxes_are_exported_too() {
    let office = Office::open();
    let book = Book::open(&office.indicators());
    assert_eq!(book.pages[0].name, "主要指标完成情况表");
    assert!(book.pages[0].rows[2].iter().any(|cell| *cell == "2023 实际值"));
    let snapshot = office.desk.snapshot();
    let dossier = &**snapshot.plan_named("tongxin").unwrap();
    let content = Content::Boxes((0..dossier.plan.boxes.len()).map(|index| (dossier, index)).collect());
    let export = Export { content, period: &|_| PERIOD, thresholds: &Default::default(), language: Language::Zh };
    let (bytes, boxes) = export.bytes(Format::Xlsx).unwrap();
    assert_eq!(boxes, 6);
    let book = Book::open(&bytes);
    assert_eq!(book.pages.len(), 1, "there is nothing to fill in");
}
