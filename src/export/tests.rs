//! Tests of the exported files' contents.

use super::*;
use crate::plan::Year;

#[derive(Clone, Copy)]
enum What {
    Tasks,
    Indicators,
    Boxes,
}

fn exported(what: What, format: Format) -> String {
    let dossier = fixture::dossier();
    let plan = &dossier.plan;
    let content = match what {
        What::Tasks => Content::Tasks([0, 2].map(|n| (&dossier, &plan.tasks[n])).to_vec()),
        What::Indicators => Content::Indicators(vec![(&dossier, &plan.indicators[0])]),
        What::Boxes => Content::Boxes(vec![(&dossier, 0), (&dossier, 7)]),
    };
    let export = Export {
        content,
        period: &|_| Period::annual(Year(2023)),
        thresholds: &Thresholds::default(),
        language: Language::Zh,
    };
    String::from_utf8(export.bytes(format).unwrap().0).unwrap()
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let reader =
        ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.into_records().map(|r| r.unwrap().iter().map(str::to_string).collect()).collect()
}

#[test]
fn a_task_list_has_the_columns_of_the_division_of_work() {
    let text = exported(What::Tasks, Format::Csv);
    assert!(text.starts_with('\u{feff}'), "Excel and WPS need the byte order mark");
    let rows = rows(&text);
    assert_eq!(
        rows[0].join(" "),
        "序号 id 规划 出处 编号 任务 内容 牵头单位 配合单位 责任人 分管领导 责任科室 联系人 完成时限 评估期 年度目标 状态 进度 进展情况 存在问题 下一步措施 佐证材料"
    );
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[1][..2], ["1", "ceshi-jk-2025/t1"]);
    assert_eq!(rows[1][7..13], ["卫生健康委员会", "教育局", "张三", "", "", ""]);
    assert_eq!(rows[1][13..18], ["2024", "2023 年度", "", "推进中", "60"]);
    assert_eq!(rows[1][18], "'=HYPERLINK(\"x\")", "a formula is words");
    assert_eq!(rows[2][3], "第二章 任务 › 专栏1 重点项目");
    assert_eq!(rows[2][14..18], ["2023 年度", "", "", ""], "no review yet");
}

#[test]
fn figures_of_indicators_stay_numbers() {
    let rows = rows(&exported(What::Indicators, Format::Csv));
    assert_eq!(
        rows[0][7..],
        [
            "2020 基期值",
            "2021 实际值",
            "2022 实际值",
            "2023 实际值",
            "2024 实际值",
            "2025 实际值",
            "2025 目标值",
            "完成情况",
            "牵头单位",
            "配合单位",
            "责任人",
            "分管领导",
            "责任科室",
            "联系人",
            "口径"
        ]
    );
    assert_eq!(
        rows[1][4..],
        ["增长率", "%", "约束性", "-2.5", "", "", "-1.5", "", "", "＞3", "滞后", "", "", "", "", "", "", ""]
    );
}

#[test]
fn boxes_list_their_items() {
    let rows = rows(&exported(What::Boxes, Format::Csv));
    assert_eq!(rows.len(), 2, "a box that is not there is left out");
    assert_eq!(rows[1][1..8], ["专栏1", "重点项目", "第二章 任务", "", "ceshi-jk-2025/p1", "1.", "村卫生室项目"]);
}

#[test]
fn json_has_the_field_names_of_the_contract() {
    let tasks: serde_json::Value = serde_json::from_str(&exported(What::Tasks, Format::Json)).unwrap();
    let task = &tasks[0];
    for field in [
        "id",
        "plan",
        "plan_title",
        "kind",
        "number",
        "title",
        "text",
        "path",
        "box",
        "group",
        "lead",
        "support",
        "person",
        "due",
        "review",
        "source",
    ] {
        assert!(task.get(field).is_some(), "{field}");
    }
    for field in ["period", "status", "progress", "done", "problem", "next", "evidence", "sealed"] {
        assert!(task["review"].get(field).is_some(), "{field}");
    }
    assert_eq!(task["review"]["period"], "2023");
    assert_eq!(task["review"]["status"], "in-progress");
    assert_eq!(task["source"], serde_json::json!({"file": "ceshi.txt", "lines": [11, 12]}));
    assert_eq!(tasks[1]["kind"], "project");
    assert_eq!(tasks[1]["box"], serde_json::json!({"number": "专栏1", "title": "重点项目"}));

    let indicators: serde_json::Value = serde_json::from_str(&exported(What::Indicators, Format::Json)).unwrap();
    assert_eq!(
        indicators[0],
        serde_json::json!({
            "id": "ceshi-jk-2025/i1", "plan": "ceshi-jk-2025", "category": "水平", "name": "增长率", "unit": "%",
            "nature": "binding", "definition": null, "lead": [], "support": [], "person": null,
            "official": null, "section": null, "contact": null, "baselines": [{"year": 2020, "text": "-2.5", "value": -2.5}],
            "targets": [{"year": 2025, "text": "＞3", "relation": ">", "value": 3.0}],
            "interim_readings": [],
            "readings": [{"year": 2023, "value": -1.5}], "attainment": "behind",
            "direction": "higher", "judgements": []
        })
    );
}

#[test]
fn markdown_keeps_every_row_on_one_line() {
    let text = exported(What::Tasks, Format::Markdown);
    assert_eq!(text.lines().count(), 6);
    assert!(text.contains("防治慢性病。<br>另起一段。"));
    assert!(text.contains("缺人\\|缺钱"));
}

#[test]
fn nothing_to_export_makes_no_file() {
    let export = Export {
        content: Content::Tasks(Vec::new()),
        period: &|_| Period::FINAL,
        thresholds: &Default::default(),
        language: Language::En,
    };
    assert!(matches!(export.bytes(Format::Csv), Err(ExportError::Nothing)));
}

#[test]
fn the_format_follows_the_file_name() {
    for (name, format) in
        [("a.csv", Format::Csv), ("b.MD", Format::Markdown), ("c.json", Format::Json), ("d.xlsx", Format::Xlsx)]
    {
        assert_eq!(Format::of(Path::new(name)), Ok(format));
    }
    assert!(Format::of(Path::new("d.xls")).is_err());
    assert!(Format::of(Path::new("csv")).is_err());
}
