//! Every figure is the same on the screen, in lists, and in each document that is written.

use std::fs;
use std::sync::Arc;

use plandesk::desk::{Desk, WhenEmpty};
use plandesk::plan::{Departments, Period};
use plandesk::tui::Options;
use regex::Regex;
use serde_json::Value;

use crate::support::cli::{Bench, end_desk};
use crate::support::documents::{Document, elements, part};
use crate::support::report::PLAN;
use crate::support::tui::{Seat, options};

const LEAD: &str = "教育局";

/// The status, progress and problem of some items, all led by one department.
const ENTRIES: [(&str, &str, &str, &str); 6] = [
    ("t1 t2 p1 p2 p3", "已完成", "", ""),
    ("t4", "推进中", "55", ""),
    ("t5 p4", "推进中", "37", "检验人员缺编"),
    ("t9 p5", "滞后", "12", "配套资金没有到位"),
    ("t12", "未启动", "", ""),
    ("t13", "调整", "", ""),
];

/// Two readings behind their time, one far behind, one ahead, and one beyond the whole way.
const READINGS: [(&str, &str); 5] = [("i9", "2.31"), ("i13", "1.5"), ("i11", "2.48"), ("i1", "74.3"), ("i7", "10.2")];

const STATUSES: [(&str, &str); 5] = [
    ("completed", "已完成"),
    ("in-progress", "推进中"),
    ("lagging", "滞后"),
    ("not-started", "未启动"),
    ("adjusted", "调整"),
];

const ATTAINMENTS: [(&str, &str); 5] = [
    ("ahead-of-time", "提前实现"),
    ("faster-than-expected", "快于预期"),
    ("as-expected", "基本符合预期"),
    ("slower-than-expected", "进度偏慢"),
    ("behind", "滞后"),
];

fn word(words: &[(&str, &'static str)], value: &Value) -> &'static str {
    let name = value.as_str().unwrap();
    words.iter().find(|(found, _)| *found == name).map(|(_, word)| *word).unwrap_or_else(|| panic!("{name}"))
}

fn entered() -> Bench {
    let bench = Bench::loaded();
    let ids = |items: &str| items.split(' ').map(|item| format!("{PLAN}/{item}")).collect::<Vec<_>>();
    for (items, status, progress, problem) in ENTRIES {
        let mut arguments = vec!["review".to_string()];
        arguments.extend(ids(items));
        arguments.extend(["--period", "mid-term", "--status", status, "--done", "建成服务点"].map(String::from));
        for (option, value) in [("--progress", progress), ("--problem", problem)] {
            if !value.is_empty() {
                arguments.extend([option.to_string(), value.to_string()]);
            }
        }
        bench.run(arguments).done();
        let mut assign = vec!["assign".to_string()];
        assign.extend(ids(items));
        assign.extend(["--lead", LEAD].map(String::from));
        bench.run(assign).done();
    }
    for (indicator, value) in READINGS {
        bench.line(&format!("reading {PLAN}/{indicator} --year 2023 --value {value}")).done();
    }
    bench
}

/// Writes a document, and reads it back.
#[track_caller]
fn written(bench: &Bench, line: &str, file: &str) -> Document {
    bench.line(&format!("{line} --to {file}")).done();
    Document::open(&bench.file(file))
}

fn reports(bench: &Bench, form: &str) -> Vec<Document> {
    let line = format!("report mid-term --plan {PLAN} --form {form}");
    ["docx", "html", "md"].iter().map(|ending| written(bench, &line, &format!("{form}.{ending}"))).collect()
}

/// Returns the tasks and projects of the list that were reported, as title, status and progress.
fn reported(bench: &Bench) -> Vec<(String, &'static str, Option<u64>)> {
    let list = bench.json(&format!("tasks --plan {PLAN} --period mid-term"));
    let reported = list.as_array().unwrap().iter().filter(|task| task["review"]["status"].is_string());
    let row = |task: &Value| {
        let review = &task["review"];
        (task["title"].as_str().unwrap().to_string(), word(&STATUSES, &review["status"]), review["progress"].as_u64())
    };
    let rows: Vec<_> = reported.map(row).collect();
    assert_eq!(rows.len(), 12);
    assert!(rows.iter().filter(|(_, status, _)| *status == "已完成").all(|(.., progress)| *progress == Some(100)));
    rows
}

#[test]
fn status_and_progress_of_a_task_are_the_same_everywhere() {
    let bench = entered();
    let reported = reported(&bench);
    for document in reports(&bench, "full") {
        for (title, status, progress) in &reported {
            let progress = progress.map(|progress| format!("{progress}%"));
            document.tells(title, &[&[*status][..], &progress.as_deref().map_or(vec![], |p| vec![p])].concat());
        }
    }
    let export = format!("export tasks --plan {PLAN} --period mid-term");
    let for_readers = [
        written(&bench, &export, "t.html"),
        written(&bench, &export, "t.md"),
        written(&bench, &format!("{export} --paper a4"), "a4.xlsx"),
        written(&bench, &format!("{export} --paper a3"), "a3.xlsx"),
    ];
    for (title, status, progress) in &reported {
        let figure = progress.map(|progress| progress.to_string());
        let told = [&[*status][..], &figure.as_deref().map_or(vec![], |figure| vec![figure])].concat();
        for_readers.iter().for_each(|document| document.tells(title, &told));
    }
    // A list that comes back has what was entered, from which the rest follows.
    for form in [written(&bench, &export, "t.csv"), written(&bench, &export, "t.xlsx")] {
        for (title, status, progress) in &reported {
            let entered =
                progress.filter(|_| !["已完成", "未启动"].contains(status)).map(|progress| progress.to_string());
            form.tells(title, &[&[*status][..], &entered.as_deref().map_or(vec![], |figure| vec![figure])].concat());
        }
    }
    let matrix = format!("export matrix --plan {PLAN}");
    for document in [written(&bench, &matrix, "m.html"), written(&bench, &format!("{matrix} --paper a3"), "m.xlsx")] {
        reported.iter().for_each(|(title, status, _)| document.tells(title, &[status]));
    }
    end_desk(&bench.store());
    let desk = Desk::open(&bench.store(), Departments::bundled(), WhenEmpty::StayEmpty).unwrap().0;
    let options = Options { period: Some(Period::MID_TERM), ..options() };
    let mut seat = Seat::at(Arc::new(desk), "李明", options, (200, 60));
    seat.press("Pkswsjk<Enter>3");
    for (title, status, progress) in &reported[..4] {
        let start: String = title.chars().take(8).collect();
        let row = seat.row(&start);
        let progress = progress.map(|progress| format!("{progress}%")).unwrap_or_default();
        // A list on the screen has the short word: 完成.
        let word = status.trim_start_matches('已').chars().take(2).collect::<String>();
        assert!(row.contains(&word) && row.contains(&progress), "{row}");
    }
}

#[test]
fn values_judgements_and_forecasts_of_indicators_are_the_same_everywhere() {
    let bench = entered();
    let list = bench.json(&format!("indicators --plan {PLAN}"));
    let is_read = |record: &&Value| !record["readings"].as_array().unwrap().is_empty();
    let read: Vec<&Value> = list.as_array().unwrap().iter().filter(is_read).collect();
    assert_eq!(read.len(), READINGS.len());
    let (full, public) = (reports(&bench, "full"), reports(&bench, "public"));
    let export = format!("export indicators --plan {PLAN}");
    let lists = [
        written(&bench, &export, "i.csv"),
        written(&bench, &export, "i.xlsx"),
        written(&bench, &export, "i.md"),
        written(&bench, &export, "i.html"),
        written(&bench, &format!("{export} --paper a4"), "i4.xlsx"),
        written(&bench, &format!("{export} --paper a3"), "i3.xlsx"),
    ];
    let mut judged = Vec::new();
    for record in &read {
        let name = record["name"].as_str().unwrap();
        let value = record["readings"][0]["value"].to_string();
        let judgement = word(&ATTAINMENTS, &record["attainment"]);
        judged.push(judgement);
        for document in full.iter().chain(&public).chain(&lists) {
            document.tells(name, &[&value, judgement]);
        }
    }
    assert!(["进度偏慢", "滞后"].iter().all(|judgement| judged.contains(judgement)), "{judged:?}");

    // What a person sees under the cursor is what the documents forecast.
    end_desk(&bench.store());
    let desk = Desk::open(&bench.store(), Departments::bundled(), WhenEmpty::StayEmpty).unwrap().0;
    let mut seat = Seat::at(Arc::new(desk), "李明", options(), (200, 60));
    seat.press("Pkswsjk<Enter>5<Home>");
    for record in &read {
        let row = seat.row(record["name"].as_str().unwrap());
        let cells: Vec<&str> = row.split_whitespace().collect();
        assert!(cells.contains(&record["readings"][0]["value"].to_string().as_str()), "{row}");
    }
    let forecast = Regex::new(r"([0-9]+) 年达到").unwrap();
    let mut years = Vec::new();
    for _ in 0..list.as_array().unwrap().len() {
        let screen = seat.screen();
        if let Some(found) = forecast.captures(&screen) {
            let named = read.iter().find(|record| {
                let name = record["name"].as_str().unwrap();
                screen.lines().any(|line| line.contains(name) && line.starts_with('▸'))
            });
            years.push((named.map(|record| record["name"].as_str().unwrap()), found[1].to_string()));
        }
        seat.press("<Down>");
    }
    years.dedup();
    assert!(!years.is_empty(), "{}", seat.screen());
    for (name, year) in &years {
        let name = name.unwrap_or_else(|| panic!("{year}: no row has the cursor\n{}", seat.screen()));
        for document in &full {
            let told = document.rows_of(name).into_iter().flatten().any(|cell| cell.contains(&format!("{year}年达到")));
            assert!(told, "{}: {name} {year}", document.name);
        }
    }
}

#[test]
fn counts_and_rates_are_the_same_everywhere() {
    let bench = entered();
    let counted = |by: &str| bench.json(&format!("rollup --plan {PLAN} --period mid-term --by {by}"));
    let list = |kind: &str| bench.json(&format!("tasks --plan {PLAN} --period mid-term --kind {kind}"));
    let documents: Vec<Document> = ["full", "short", "public"].iter().flat_map(|form| reports(&bench, form)).collect();
    for (kind, noun, unit) in [("task", "任务", "项"), ("project", "项目", "个")] {
        let list = list(kind);
        let list = list.as_array().unwrap();
        let count = |name: &str| list.iter().filter(|task| task["review"]["status"] == name).count();
        let (all, done, going) = (list.len(), count("completed"), count("in-progress"));
        let rate = (done * 200 + all) / (2 * all);
        for document in &documents {
            document.says(&format!("已完成和推进中的共{}{unit}，完成率为{rate}%", done + going));
            for (name, word) in STATUSES.iter().filter(|(name, _)| count(name) > 0) {
                let pattern = format!("列{all}{unit}(?:重大|重点)?{noun}，[^。]*{word}{}{unit}[、。]", count(name));
                assert!(Regex::new(&pattern).unwrap().is_match(&document.text), "{}: {pattern}", document.name);
            }
        }
    }
    let tasks = list("task");
    for chapter in ["第四章 重点工作", "第五章 保障措施"] {
        let own = || tasks.as_array().unwrap().iter().filter(|task| task["path"][0] == chapter);
        let (all, done) = (own().count(), own().filter(|task| task["review"]["status"] == "completed").count());
        let name = chapter.split(' ').next_back().unwrap();
        let completion = format!("{}%", (done * 200 + all) / (2 * all));
        for document in documents.iter().filter(|document| document.name.starts_with("full")) {
            document.tells(name, &[&all.to_string(), &completion]);
        }
        if done == 0 {
            continue; // A page for the public has no light of a chapter in which nothing was reported.
        }
        let page = documents.iter().find(|document| document.name == "public.html").unwrap();
        page.tells(name, &[&completion]);
    }
    let plan = &counted("plan")[0];
    let table = bench.line(&format!("rollup --plan {PLAN} --period mid-term --by plan")).done().stdout;
    assert!(table.contains(&format!("{}%", plan["completion"])), "{table}");
}

#[test]
fn charts_have_the_figures_of_lists() {
    let bench = entered();
    reports(&bench, "full");
    let docx = fs::read(bench.file("full.docx")).unwrap();
    let page = fs::read_to_string(bench.file("full.html")).unwrap();
    // The progress of indicators is labelled alike, also beyond the ends of the chart.
    let progress = part(&docx, "word/charts/chart1.xml");
    let labels = elements(&progress, "a:t");
    assert_eq!(labels.len(), READINGS.len());
    let shown = Regex::new(r#"<text x="[0-9.]+" y="[0-9.]+">(-?[0-9]+%) "#).unwrap();
    let shown: Vec<&str> = shown.captures_iter(&page).map(|found| found.get(1).unwrap().as_str()).collect();
    assert_eq!(labels, shown);
    let per_cent = |label: &String| label.trim_end_matches('%').parse::<i64>().unwrap();
    assert!(labels.iter().map(per_cent).any(|share| share > 115), "the test needs one beyond the chart: {labels:?}");
    // The tasks of a department.
    let by_department = part(&docx, "word/charts/chart2.xml");
    let values: Vec<u64> = elements(&by_department, "c:val")
        .iter()
        .map(|values| elements(values, "c:v")[0].parse::<f64>().unwrap() as u64)
        .collect();
    let counted = bench.json(&format!("rollup --plan {PLAN} --period mid-term --by department"));
    let own = counted.as_array().unwrap().iter().find(|set| set["name"] == LEAD).unwrap();
    assert_eq!(elements(&elements(&by_department, "c:cat")[0], "c:v"), [LEAD]);
    let mut expected: Vec<u64> = STATUSES.iter().map(|(name, _)| own[*name].as_u64().unwrap()).collect();
    let mut found = values;
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn a_notice_counts_what_lists_count() {
    let bench = entered();
    let list = |filter: &str| -> usize {
        let line = format!("tasks --plan {PLAN} --period mid-term --department {LEAD} {filter}");
        bench.json(line.trim_end()).as_array().unwrap().len()
    };
    let open = bench.json(&format!("problems --plan {PLAN} --open")).as_array().unwrap().len();
    let lagging = list("--status 滞后");
    let notice = format!("notice --plan {PLAN} --department {LEAD} --period mid-term");
    let notices = ["docx", "html", "md"].map(|ending| written(&bench, &notice, &format!("n.{ending}")));
    for document in &notices {
        document.says(&format!("滞后{lagging}项、问题未解决{open}项"));
    }
    let workbook = written(&bench, &notice, "n.xlsx");
    for document in notices.iter().chain([&workbook]) {
        let lags = document.rows.iter().filter(|row| row.iter().any(|cell| cell.contains("滞后"))).count();
        assert_eq!(lags, lagging, "{}", document.name);
        for problem in ["检验人员缺编", "配套资金没有到位"] {
            let told = document.rows.iter().filter(|row| row.iter().any(|cell| cell == problem)).count();
            assert_eq!(told, open / 2, "{}: {problem}", document.name);
        }
    }
}

#[test]
fn the_lists_of_a_pack_have_the_figures_of_its_report() {
    let bench = entered();
    // What became known later is in neither.
    bench.line(&format!("reading {PLAN}/i13 --year 2025 --value 2.9")).done();
    bench
        .run(["review", &format!("{PLAN}/t1"), "--period", "final", "--status", "滞后", "--problem", "后来的问题"])
        .done();
    bench.line(&format!("pack mid-term --plan {PLAN} --to-folder pack")).done();
    let open = |name: &str| Document::open(&bench.file("pack").join(name));
    let report = open("01-评估报告.docx");
    let (indicators, tasks) = (open("04-主要指标完成情况表（A3）.xlsx"), open("05-重点任务落实情况表（A3）.xlsx"));
    let name = "每万人口全科医生数";
    for document in [&report, &indicators] {
        document.tells(name, &["1.5", "滞后"]);
        assert!(document.rows_of(name).into_iter().flatten().all(|cell| cell != "2.9"), "{}", document.name);
    }
    let projects = open("06-重大项目进展表（A3）.xlsx");
    for (title, status, progress) in &reported(&bench) {
        report.tells(title, &[status]);
        let list = if tasks.rows.iter().flatten().any(|cell| cell == title) { &tasks } else { &projects };
        let figure = progress.map(|progress| progress.to_string());
        list.tells(title, &[&[*status][..], &figure.as_deref().map_or(vec![], |figure| vec![figure])].concat());
    }
    assert!(!open("07-问题台账（A3）.xlsx").text.contains("后来的问题"));
}
