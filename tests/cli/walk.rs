//! A whole evaluation as an office makes it, by commands alone: the mid-term report of the health plan of 喀什 in 2023,
//! from the plan to the document.

use std::fs;
use std::io::Read;

use serde_json::{Value, json};

use crate::support::cli::{Bench, column};
use crate::support::xlsx::Book;

const PLAN: &str = "kashi-wsjk-2025";

fn id(item: &str) -> String {
    format!("{PLAN}/{item}")
}

/// Task, lead, support and due year.
const DIVIDED: [(&str, &str, &str, &str); 6] = [
    ("t1", "卫健委", "财政局", "2022"),
    ("t2", "卫健委", "教育局", "2025"),
    ("t3", "卫健委", "农业农村局", "2025"),
    ("t24", "医保局", "卫健委", "2023"),
    ("t28", "人社局", "教育局", "2025"),
    ("p2", "卫健委", "发改委", "2023"),
];

/// The cells that the health commission fills in: task, column and text.
const FILLED_IN: [(&str, &str, &str); 10] = [
    ("t1", "状态", "已完成"),
    ("t1", "进展情况", "地县两级均已成立推进机构，每季度调度一次"),
    ("t1", "佐证材料", "喀卫发〔2022〕18号"),
    ("t2", "状态", "推进中"),
    ("t2", "进展情况", "办健康讲座340场"),
    ("t2", "存在问题", "农牧区听讲的人少"),
    ("t3", "状态", "滞后"),
    ("t3", "存在问题", "改厕资金未到位"),
    ("t3", "年度目标", "改建卫生厕所2万座"),
    ("p2", "状态", "推进中"),
];

/// Indicator and value of 2023.
const READINGS: [(&str, &str); 6] =
    [("i1", "74.3"), ("i2", "16.9"), ("i3", "10.7"), ("i5", "18.3"), ("i8", "6.55"), ("i9", "2.31")];

fn document_xml(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_planner_makes_the_mid_term_report_without_another_program() {
    let bench = Bench::loaded();
    divide(&bench);
    send_out_and_take_back(&bench);
    measure(&bench);
    hear_others(&bench);
    confirm_and_chase(&bench);
    seal(&bench);
    report(&bench);
}

fn divide(bench: &Bench) {
    for (item, lead, support, due) in DIVIDED {
        bench.line(&format!("assign {} --lead {lead} --support {support} --due {due}", id(item))).done();
    }
    // The review of the year before, which is carried over.
    bench.line(&format!("review {} --period 2022 --status 推进中 --progress 45 --problem 编制不足", id("t28"))).done();
    bench.line(&format!("review {} --period 2022 --status 推进中 --problem 系统未联通", id("t24"))).done();
    bench.line("seal --plan kashi-wsjk --period 2022 --yes").done();
}

fn send_out_and_take_back(bench: &Bench) {
    bench.line("export tasks --plan kashi-wsjk --period mid-term --by-department lists").done();
    let path = bench.file("lists/卫生健康委员会.xlsx");
    let mut book = Book::open(&fs::read(&path).unwrap());
    for (item, heading, words) in FILLED_IN {
        book = book.fill(&id(item), heading, words);
    }
    fs::write(&path, book.fill_number(&id("t2"), "进度", 55.0).save()).unwrap();
    let looked = bench.line("import lists/卫生健康委员会.xlsx --dry-run").done();
    assert!(looked.stdout.contains("改厕资金未到位"));
    let taken = bench.json("import lists/卫生健康委员会.xlsx");
    assert_eq!(taken["changes"].as_array().unwrap().len(), FILLED_IN.len() + 1);
    assert_eq!(taken["problems"], json!([]));
    let plan = bench.json("work-plan --year 2023");
    assert_eq!(column(&plan, "goal"), ["改建卫生厕所2万座"], "a goal came back with the list");
}

fn measure(bench: &Bench) {
    for (indicator, value) in READINGS {
        bench.line(&format!("reading {} --year 2023 --value {value}", id(indicator))).done();
    }
    bench.line(&format!("judge {} --year 2023 --as 基本符合预期 --reason 抽样调查口径", id("i7"))).done();
    let indicators = bench.json("indicators --plan kashi-wsjk");
    let judged = indicators.as_array().unwrap().iter().filter(|i| i["attainment"] != Value::Null).count();
    assert_eq!(judged, READINGS.len() + 1);
}

fn hear_others(bench: &Bench) {
    let appraise = "appraise --plan kashi-wsjk --period mid-term --kind";
    bench.line(&format!("{appraise} third-party --by 新疆某大学 --score 86.5 --conclusion 总体进展良好")).done();
    bench.line(&format!("{appraise} survey --by 地区调查队 --score 91.2 --respondents 1200")).done();
}

fn confirm_and_chase(bench: &Bench) {
    let tasks = bench.json("tasks --plan kashi-wsjk --period mid-term --department 人社局");
    assert_eq!(tasks[0]["carried"]["status"], "in-progress");
    bench.line("confirm --plan kashi-wsjk --department 人社局 --period mid-term").done();
    bench.line(&format!("solve {} --raised 2022 --period mid-term --how 已与自治区平台联通", id("t24"))).done();
    assert_eq!(bench.json("problems --plan kashi-wsjk --open").as_array().unwrap().len(), 3);
    bench.line("notice --plan kashi-wsjk --all --period mid-term --to-folder notices --as md").done();
    let notice = fs::read_to_string(bench.file("notices/督办单-医疗保障局.md")).unwrap();
    assert!(notice.contains("未报送1项") && notice.contains("逾期未完成1项"), "{notice}");
    let drawn = bench.json("sample --plan kashi-wsjk --period mid-term --count 1");
    assert!([id("t1"), id("t2")].contains(&drawn[0]["id"].as_str().unwrap().to_string()), "{drawn}");
    bench.line("check --plan kashi-wsjk").done();
}

fn seal(bench: &Bench) {
    let sealed = bench.line("seal --plan kashi-wsjk --period mid-term --yes").done();
    assert!(sealed.stderr.contains("任务和项目 80 条，已报送 5 条"), "{}", sealed.stderr);
    bench.line(&format!("review {} --period mid-term --progress 60", id("t2"))).failed(1);
    let since = bench.json("compare --plan kashi-wsjk --between 2022 mid-term");
    let task = since.as_array().unwrap().iter().find(|row| row["id"] == id("t1")).unwrap();
    assert!(task["fields"].to_string().contains("completed"));
    bench.line("doctor").done();
}

fn report(bench: &Bench) {
    bench.line("report mid-term --plan kashi-wsjk --to report.docx").done();
    bench.line("report mid-term --plan kashi-wsjk --to report.md").done();
    let text = fs::read_to_string(bench.file("report.md")).unwrap();
    let document = document_xml(&fs::read(bench.file("report.docx")).unwrap());
    for words in [
        "中期评估报告",
        "地县两级均已成立推进机构，每季度调度一次",
        "改厕资金未到位",
        "评分86.5分",
        "满意率91.2%",
        "已与自治区平台联通",
        "抽样调查口径",
        "本期评估数据已于",
        "喀卫发〔2022〕18号",
    ] {
        assert!(text.contains(words), "{words}");
        assert!(document.contains(words), "{words} in the document");
    }
    assert!(text.contains("问题台账共列问题4个，已解决1个（其中本期解决1个），未解决3个"), "{text}");
}
