//! Supervision cases through the program: from the opening to the evaluation, with time limits, permissions to undo, lists
//! and exports.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::support::cli::{Bench, Ran, column};

const PLAN: &str = "kashi-wsjk-2025";
const CASE: &str = "kashi-wsjk-2025/c1";

fn item(item: &str) -> String {
    format!("{PLAN}/{item}")
}

/// Returns the day that was so many days ago.
fn ago(days: i64) -> String {
    let today: Date = jiff::Zoned::now().date();
    today.saturating_sub(days.days()).to_string()
}

fn open(bench: &Bench, items: &[&str], department: &str, on: &str) {
    let ids = items.iter().map(|id| item(id));
    let words = ["open-case".to_string()].into_iter().chain(ids);
    let rest = ["--department", department, "--on", on].map(String::from);
    bench.run(words.chain(rest)).done();
}

fn step(bench: &Bench, act: &str, on: &str, more: &[&str]) -> Ran {
    bench.run([&["case", act, CASE, "--on", on], more].concat())
}

fn cases(bench: &Bench, line: &str) -> Vec<Value> {
    bench.json(format!("cases {line}").trim()).as_array().unwrap().clone()
}

#[test]
fn a_case_goes_from_its_opening_to_its_evaluation() {
    let bench = Bench::loaded();
    let opened = ["open-case", &item("t1"), &item("t2"), "--department", "卫健委", "--number", "喀督〔2026〕5号"];
    let told = bench.run([&opened[..], &["--text", "报送进展", "--on", &ago(9), "--by", "李明"]].concat()).done();
    assert!(told.stderr.contains(CASE), "{}", told.stderr);
    let now = || cases(&bench, "--waiting")[0].clone();
    let stage = |case: Value| (case["state"].clone(), case["turn"].clone(), case["due"].clone(), case["late"].clone());
    assert_eq!(stage(now()), (json!("opened"), json!("office"), json!(ago(8)), json!(8)));
    let case = now();
    assert_eq!((&case["number"], &case["demand"]), (&json!("喀督〔2026〕5号"), &json!("报送进展")));
    assert_eq!((&case["items"], &case["department"]), (&json!([item("t1"), item("t2")]), &json!("卫生健康委员会")));

    for (act, day, more, state, turn, due) in [
        ("交办", 9, &[][..], "handed-over", "department", Some(8)),
        ("sign", 8, &["--by", "王芳"][..], "in-hand", "department", Some(6)),
        ("progress", 6, &["--text", "已选址"][..], "in-hand", "department", Some(2)),
        ("answer", 4, &["--text", "已开工"][..], "answered", "office", None),
        ("return", 3, &["--text", "缺佐证"][..], "returned", "department", None),
        ("answer", 2, &["--text", "补来照片"][..], "answered", "office", None),
        ("pass", 1, &[][..], "passed", "office", None),
    ] {
        step(&bench, act, &ago(day), more).done();
        // The office has three days from the answer's day to the end.
        let due = due.map_or_else(|| ago(-1), ago);
        assert_eq!(
            (&now()["state"], &now()["turn"], &now()["due"]),
            (&json!(state), &json!(turn), &json!(due)),
            "{act}"
        );
    }
    step(&bench, "close", &ago(0), &[]).done();
    step(&bench, "评价", &ago(0), &["--grade", "好"]).done();
    assert_eq!(bench.line("cases --waiting").code, 1);
    let over = &cases(&bench, "--over")[0];
    assert_eq!(stage(over.clone()), (json!("evaluated"), Value::Null, Value::Null, Value::Null));
    assert_eq!(
        (&over["closed"], &over["grade"], &over["last_word"]),
        (&json!(ago(0)), &json!("good"), &json!("补来照片"))
    );

    let steps = bench.line(&format!("cases {CASE} --steps")).done().stdout;
    for words in ["立项", "李明", "签收", "王芳", "退回", "缺佐证", "办结销号", "评价", "好"] {
        assert!(steps.contains(words), "{words}: {steps}");
    }
    let history = bench.line("history --limit 1").done().stdout;
    assert!(history.contains("督办") && history.contains("评价"), "{history}");
}

#[test]
fn time_runs_until_an_extension_is_granted() {
    let bench = Bench::loaded();
    open(&bench, &["t1"], "卫健委", &ago(12));
    step(&bench, "hand-over", &ago(12), &[]).done();
    step(&bench, "sign", &ago(11), &[]).done();
    let now = || cases(&bench, "")[0].clone();
    assert_eq!((&now()["due"], &now()["late"]), (&json!(ago(9)), &json!(9)), "no first word");
    step(&bench, "ask-extension", &ago(5), &["--text", "等资金", "--until", &ago(-5)]).done();
    assert_eq!((&now()["turn"], &now()["late"]), (&json!("office"), &json!(4)), "the office had a day");
    step(&bench, "extend", &ago(4), &[]).done();
    step(&bench, "progress", &ago(4), &["--text", "资金已到"]).done();
    assert_eq!((&now()["due"], &now()["late"]), (&json!(ago(-5)), &Value::Null));
}

#[test]
fn an_office_chooses_its_time_limits() {
    let bench = Bench::loaded();
    open(&bench, &["t1"], "卫健委", &ago(5));
    let late = || cases(&bench, "")[0]["late"].clone();
    for (settings, days) in [("", json!(4)), ("[cases]\nstart = 3", json!(2)), ("[cases]\nstart = 5", Value::Null)] {
        std::fs::write(bench.store().join("settings.toml"), settings).unwrap();
        assert_eq!(late(), days, "{settings}");
    }
    std::fs::write(bench.store().join("settings.toml"), "[cases]\nanswer = 20").unwrap();
    let refused = bench.line("cases").failed(1);
    assert!(refused.stderr.contains("[cases]"), "{}", refused.stderr);
}

#[test]
fn what_can_not_be_done_now_is_refused_with_what_can() {
    let bench = Bench::loaded();
    open(&bench, &["t1"], "卫健委", &ago(2));
    for (line, words) in [
        (format!("case answer {CASE} --text 已办"), ["待交办", "交办（hand-over）"]),
        (format!("case withdraw {CASE}"), ["撤件", "--text"]),
        (format!("case hand-over {CASE} --until {}", ago(0)), ["交办", "--until"]),
        (format!("case hand-over {CASE} --on {}", ago(3)), ["早于", "日期"]),
        (format!("case hand-over {CASE} --on {}", ago(-1)), ["还没有到", "记录"]),
        (format!("case hand-over {PLAN}/c2"), ["没有督办件", "plandesk cases"]),
        (format!("open-case {PLAN}/t1 bachu-wsjk-2025/t1 --department 卫健委"), ["一个规划", "分别立项"]),
    ] {
        let refused = bench.line(&line).failed(1);
        assert!(words.iter().all(|word| refused.stderr.contains(word)), "{line}: {}", refused.stderr);
    }
    assert_eq!(cases(&bench, "")[0]["state"], "opened");
    let wrong = bench.line(&format!("case finish {CASE}")).failed(2);
    assert!(wrong.stderr.contains("签收（sign）"), "{}", wrong.stderr);
}

#[test]
fn a_step_is_undone_and_only_in_its_turn() {
    let bench = Bench::loaded();
    open(&bench, &["t1"], "卫健委", &ago(2));
    step(&bench, "hand-over", &ago(2), &[]).done();
    bench.line("undo").done();
    assert_eq!(cases(&bench, "")[0]["state"], "opened");
    bench.line("redo").done();
    assert_eq!(cases(&bench, "")[0]["state"], "handed-over");
    // Somebody else builds on it.
    let mut by_others = bench.command(["case", "sign", CASE]);
    assert!(by_others.env("PLANDESK_ACTOR", "王芳").output().unwrap().status.success());
    let refused = bench.line("undo").failed(1);
    assert!(refused.stderr.contains("王芳"), "{}", refused.stderr);
    assert_eq!(cases(&bench, "")[0]["state"], "in-hand");
}

#[test]
fn cases_are_listed_late_ones_first_and_filtered() {
    let bench = Bench::loaded();
    open(&bench, &["t1"], "卫健委", &ago(0));
    open(&bench, &["t2"], "民政局", &ago(9));
    open(&bench, &["t3"], "卫健委", &ago(4));
    bench.run(["case", "withdraw", &item("c1"), "--text", "重复"]).done();
    let ids = |line: &str| column(&bench.json(format!("cases {line}").trim()), "id");
    assert_eq!(ids(""), [item("c2"), item("c3"), item("c1")]);
    assert_eq!(ids("--late"), [item("c2"), item("c3")]);
    assert_eq!(ids("--over"), [item("c1")]);
    assert_eq!(ids("--department 卫健委 --waiting"), [item("c3")]);
    assert_eq!(ids(&item("t2")), [item("c2")]);
    let told = bench.line("cases").done();
    assert!(told.stderr.contains("未销号 2 件，其中逾期 2 件"), "{}", told.stderr);
    let csv = bench.line("cases --format csv").done().stdout;
    assert!(
        csv.starts_with("id,number,plan,plan_title,title,items,department,state,turn,since,days,due,late"),
        "{csv}"
    );
}

#[test]
fn the_list_of_cases_is_exported() {
    let bench = Bench::loaded();
    open(&bench, &["t1", "t2"], "卫健委", &ago(9));
    open(&bench, &["t3"], "民政局", &ago(0));
    for name in ["督办台账.csv", "督办台账.md", "督办台账.html", "督办台账.json", "督办台账.xlsx"] {
        bench.run(["export", "cases", "--department", "卫健委", "--to", name]).done();
        if !name.ends_with("xlsx") {
            let text = std::fs::read_to_string(bench.file(name)).unwrap();
            assert!(text.contains("卫生健康委员会") && !text.contains("民政局"), "{name}: {text}");
        }
    }
    let csv = std::fs::read_to_string(bench.file("督办台账.csv")).unwrap();
    assert!(csv.contains("待交办") && csv.contains("t1 t2") && csv.contains("等 2 项"), "{csv}");
    assert_eq!(bench.line("export tasks --late --to a.csv").code, 2);
}

#[test]
fn notices_and_reminders_name_the_cases_that_wait_for_a_department() {
    let bench = Bench::loaded();
    bench.run(["assign", &item("t1"), "--lead", "民政局", "--due", "2099"]).done();
    bench.run(["review", &item("t1"), "--period", "2025", "--status", "推进中"]).done();
    let reminders = "notice --plan kashi-wsjk --department 残联 --period 2025 --reminders";
    bench.line(reminders).failed(1);
    open(&bench, &["t1"], "残联", &ago(9));
    let of_office = bench.line(reminders).failed(1);
    assert!(of_office.stderr.contains("没有"), "it is the office's turn: {}", of_office.stderr);
    step(&bench, "hand-over", &ago(9), &[]).done();
    let told = bench.line(reminders).done().stdout;
    assert!(told.contains("残疾人联合会：以下1件督办件已逾期"), "{told}");
    assert!(told.contains(CASE) && told.contains("待签收，逾期8天"), "{told}");
    bench.line("notice --plan kashi-wsjk --department 残联 --period 2025 --to 督办单.md").done();
    let notice = std::fs::read_to_string(bench.file("督办单.md")).unwrap();
    assert!(notice.contains("督办件逾期1项") && notice.contains(&format!("{CASE}（待签收，逾期8天）")), "{notice}");
}

#[test]
fn the_letter_of_a_case_has_its_number_its_items_and_its_day() {
    let bench = Bench::loaded();
    let opened = ["open-case", &item("t1"), &item("i1"), "--department", "卫健委", "--number", "喀督〔2026〕5号"];
    bench
        .run([&opened[..], &["--text", "两周内报送佐证", "--due", "2099-12-05", "--title", "托育服务"]].concat())
        .done();
    bench.run(["notice", "--case", CASE, "--to", "交办单.md"]).done();
    let letter = std::fs::read_to_string(bench.file("交办单.md")).unwrap();
    for words in ["喀督〔2026〕5号", "卫生健康委员会", "“托育服务”列为督办件", "两周内报送佐证", "2099年12月5日"]
    {
        assert!(letter.contains(words), "{words}: {letter}");
    }
    let titles = bench.json("indicators --plan kashi-wsjk");
    assert!(letter.contains(titles[0]["name"].as_str().unwrap()), "{letter}");
    assert!(!letter.contains("喀督〔2026〕5号（"), "an item does not name the case that the letter is about: {letter}");
    bench.run(["notice", "--case", "kashi-wsjk-2025/c9", "--to", "无.md"]).failed(1);
}
