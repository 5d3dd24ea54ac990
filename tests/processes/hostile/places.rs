//! Stores with payloads in every record.

use std::fs;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::payloads::{PAYLOADS, all};
use crate::support::cli::Bench;

/// A part of the title of the plan in [`document`].
pub const PLAN: &str = "教育";

/// Returns a document with every payload in every position where a document has words.
pub fn document() -> String {
    let all = all();
    // Headings must be short to be read as such.
    let few = "\u{1b}[31m\u{9b}2J\u{202e}\u{200b}\u{e000}\u{7f}";
    let mut text = format!(
        "青山县“十四五”教育{few}事业发展规划\n（2021—2025年）\n第一章 发展{few}基础\n学校更多{all}了。\n\
         第二章 主要任务{few}\n第一节 扩大{few}供给\n"
    );
    for (number, (_, payload)) in PAYLOADS.iter().enumerate() {
        let number = number + 1;
        text.push_str(&format!(
            "{number}. 建设学校{payload}。新建学校{number}所，{payload}新增学位900个，改善办学条件，加强校园安全管理，提高教师待遇。\
             （牵头单位：县教育局{payload}，责任单位：县财政局）\n"
        ));
    }
    text.push_str(&format!("专栏1 学校{few}建设工程\n1. 食堂{all}改造项目\n2. 操场改造项目\n"));
    text.push_str("主要指标\n指标\t2020年\t2025年\t属性\n");
    text.push_str(&format!("入学率{few}（%）\t90\t95\t约束性\n学校{few}数量（所）\t4\t9\t预期性\n"));
    text.push_str("第三章 保障措施\n");
    for n in 1..=150 {
        text.push_str(&format!("{n}. 加强组织领导，明确责任分工，按年度开展监测，落实经费保障，完善评估机制。\n"));
    }
    text
}

/// Returns a bench with the document imported under a hostile name, and payloads entered wherever text can be.
pub fn imported() -> Bench {
    let bench = Bench::loaded();
    let name = format!("规划{}.txt", PAYLOADS[0].1);
    fs::write(bench.file(&name), document()).unwrap();
    bench.run(["import", name.as_str()]).done();
    let (all, plan) = (all(), plan(&bench));
    for number in [1, 2, 3] {
        let id = format!("{plan}/t{number}");
        let mut review = bench.command(["review", id.as_str(), "--period", "2023", "--status", "lagging"]);
        for option in ["--done", "--problem", "--next", "--evidence"] {
            review.args([option, &format!("已{all}\n完成{all}")]);
        }
        let hostile = format!("张{all}三");
        crate::support::cli::ran(review.env("PLANDESK_ACTOR", &hostile)).done();
        let lead = format!("县教{all}育办");
        bench.run(["assign", id.as_str(), "--lead", &lead, "--support", &lead, "--person", &hostile]).done();
    }
    bench.run(["reading", &format!("{plan}/i1"), "--year", "2023", "--value", "91"]).done();
    bench
}

/// Returns the id of the document's plan.
pub fn plan(bench: &Bench) -> String {
    let plans = bench.json("plans");
    let found = plans.as_array().unwrap().iter().find(|plan| plan["title"].as_str().unwrap().contains(PLAN));
    found.unwrap()["id"].as_str().unwrap().to_string()
}

/// Returns a bench whose store holds the payloads unchanged, as if another program had written it: a restored backup
/// whose texts were changed and whose lines were sealed again.
pub fn restored() -> Bench {
    let bench = imported();
    bench.line("backup good.jsonl").done();
    let backup = fs::read_to_string(bench.file("good.jsonl")).unwrap();
    fs::write(bench.file("bad.jsonl"), resealed(&backup, |text| text.replace('已', &all()).replace("学校", &all())))
        .unwrap();
    bench.line("restore bad.jsonl").done();
    bench
}

/// Returns a backup with changed texts and matching checksums.
fn resealed(backup: &str, change: impl Fn(&str) -> String) -> String {
    let (mut sealed, mut previous) = (String::new(), "0".repeat(64));
    for line in backup.lines() {
        let (body, _) = line.rsplit_once(",\"previous\":\"").unwrap();
        let mut object: Value = serde_json::from_str(&format!("{body}}}")).unwrap();
        changed(&mut object, &change);
        let object = serde_json::to_string(&object).unwrap();
        let body = format!("{},\"previous\":\"{previous}\"", object.strip_suffix('}').unwrap());
        previous = Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        sealed.push_str(&format!("{body},\"checksum\":\"{previous}\"}}\n"));
    }
    sealed
}

fn changed(value: &mut Value, change: &impl Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = change(text),
        Value::Array(values) => values.iter_mut().for_each(|value| changed(value, change)),
        Value::Object(members) => members.values_mut().for_each(|value| changed(value, change)),
        _ => {}
    }
}
