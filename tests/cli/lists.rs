//! The output of the lists, through the program itself.

use rstest::rstest;

use crate::support::cli::{Bench, column, ran, rows};

#[test]
fn an_empty_store_starts_with_the_bundled_plans() {
    let plans = Bench::empty().json("plans");
    let figures = ["id", "tasks", "projects", "boxes", "indicators"].map(|field| column(&plans, field));
    let rows: Vec<String> =
        (0..figures[0].len()).map(|n| figures.iter().map(|c| c[n].clone()).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        rows,
        [
            "bachu-wsjk-2025 52 0 0 23",
            "balikun-jk-2030 61 0 0 10",
            "changji-cjr-2025 44 58 9 11",
            "kashi-cjr-2025 44 58 9 11",
            "kashi-wsjk-2025 53 27 8 24",
            "tongxin-cjr-2025 29 31 6 11",
        ]
    );
}

#[rstest]
#[case::plans("plans", &["id", "title", "region", "sector", "edition", "term", "chapters", "tasks", "boxes", "projects", "indicators", "binding"])]
#[case::outline("outline", &["plan", "level", "number", "title", "path", "lines"])]
#[case::tasks("tasks", &["id", "plan", "plan_title", "kind", "number", "title", "text", "path", "box", "group", "lead", "support", "person", "due", "review", "source"])]
#[case::boxes("boxes", &["plan", "number", "title", "path", "items"])]
#[case::indicators("indicators", &["id", "plan", "category", "name", "unit", "nature", "baselines", "targets", "readings", "attainment"])]
#[case::departments("departments", &["name", "short", "lead", "support", "progress"])]
#[case::search("search 残疾人", &["kind", "id", "plan", "title", "path", "score", "matched"])]
#[case::history("history", &["seq", "at", "who", "what", "changes"])]
fn every_list_comes_as_table_json_and_csv(#[case] line: &str, #[case] fields: &[&str]) {
    let bench = Bench::loaded();
    let list = bench.json(line);
    let records = list.as_array().unwrap();
    assert!(!records.is_empty());
    for field in fields {
        assert!(records[0].get(*field).is_some(), "{line} has no {field}");
    }
    let table = bench.line(line).done();
    assert!(table.stdout.lines().count() > 1);
    let csv = bench.line(&format!("{line} --format csv")).done().stdout;
    assert!(!csv.starts_with('\u{feff}'), "the byte order mark is for files");
    let rows = rows(&csv);
    assert!(rows.len() > records.len().min(2) && rows.iter().all(|row| row.len() == rows[0].len()));
    assert!(csv.lines().next().unwrap().is_ascii(), "the headings are field names in any language");
}

#[test]
fn a_review_in_the_list_has_the_fields_of_the_contract() {
    let bench = Bench::loaded();
    bench.line("review bachu-wsjk-2025/t1 --period 2023 --status lagging --progress 30").done();
    let tasks = bench.json("tasks --plan bachu-wsjk-2025 --status lagging");
    let review = tasks[0]["review"].as_object().unwrap();
    let fields: Vec<&str> = review.keys().map(String::as_str).collect();
    for field in ["period", "status", "progress", "done", "problem", "next", "evidence", "sealed"] {
        assert!(fields.contains(&field), "{field}");
    }
    assert_eq!(tasks[0]["source"]["lines"].as_array().unwrap().len(), 2);
}

#[test]
fn filters_narrow_the_list_of_tasks() {
    let bench = Bench::loaded();
    bench.line("assign bachu-wsjk-2025/t1 bachu-wsjk-2025/t2 --lead 卫健委 --due 2023").done();
    bench.line("review bachu-wsjk-2025/t1 --period 2023 --status 已完成").done();
    let ids = |line: &str| column(&bench.json(line), "id");
    let both = ["bachu-wsjk-2025/t1", "bachu-wsjk-2025/t2"];
    assert_eq!(ids("tasks --plan 巴楚").len(), 52);
    assert_eq!(ids("tasks --kind project").len(), 174);
    assert_eq!(ids("tasks --kind 任务").len(), 283);
    assert_eq!(ids("tasks --plan 巴楚 --department 卫健委 --due 2023"), both);
    assert_eq!(ids("tasks --plan 巴楚 --department 卫生健康委员会 --due <2024"), both);
    assert_eq!(ids("tasks --plan 巴楚 --due 2023 --status completed"), both[..1]);
    assert_eq!(ids("tasks --plan 巴楚 --due 2022..2023 --status 未报"), both[1..]);
    assert_eq!(ids("tasks --plan 巴楚 --due 2023 --period 2022 --status unreported"), both);
    assert_eq!(ids("tasks --plan 巴楚 --due 2023 --status completed --status unreported"), both);
    let found = ids("tasks --plan 巴楚 --text 慢性病");
    assert!(!found.is_empty() && found.len() < 52);
}

#[test]
fn a_list_shows_the_period_that_was_reviewed_last() {
    let bench = Bench::loaded();
    let period = |bench: &Bench| bench.json("plans --plan 巴楚")[0]["period"].clone();
    bench.line("review bachu-wsjk-2025/t1 --period mid-term --status completed").done();
    assert_eq!(period(&bench), "mid-term");
    bench.line("review bachu-wsjk-2025/t1 --period 2022 --status completed").done();
    assert_eq!(period(&bench), "2022");
    assert_eq!(bench.json("plans --plan 巴楚 --period final")[0]["period"], "final");
}

#[test]
fn a_plan_is_named_by_its_id_or_a_unique_part_of_its_title() {
    let bench = Bench::loaded();
    for name in ["kashi-cjr-2025", "喀什地区“十四五”残疾人", "同心县", "昌吉"] {
        assert_eq!(bench.json(&format!("plans --plan {name}")).as_array().unwrap().len(), 1, "{name}");
    }
    let unknown = bench.line("tasks --plan 火星").failed(1);
    assert!(unknown.stderr.contains("火星") && unknown.stderr.contains("bachu-wsjk-2025"), "{}", unknown.stderr);
    let several = bench.line("tasks --plan 喀什").failed(1);
    assert!(several.stderr.contains("kashi-wsjk-2025") && several.stderr.contains("kashi-cjr-2025"));
}

#[test]
fn an_empty_list_is_reported_with_exit_status_1() {
    let bench = Bench::loaded();
    assert!(bench.line("tasks --due 1999").failed(1).stderr.contains("没有符合条件"));
    assert!(bench.line("search 量子纠缠态").failed(1).stderr.contains("量子纠缠态"));
    assert!(bench.line("history bachu-wsjk-2025/t9").code == 1);
    let json = bench.line("tasks --due 1999 --format json");
    assert_eq!((json.code, json.stdout.trim()), (1, "[]"), "a program still gets a list");
    let csv = bench.line("tasks --due 1999 --format csv");
    assert_eq!((csv.code, rows(&csv.stdout).len()), (1, 1), "and a heading");
}

#[test]
fn a_search_understands_characters_and_initials() {
    let bench = Bench::loaded();
    for query in ["慢性病", "mxb", "manxingbing"] {
        let hits = bench.json(&format!("search {query} --limit 3"));
        let hits = hits.as_array().unwrap();
        assert!(!hits.is_empty() && hits.len() <= 3, "{query}");
        assert!(hits.iter().any(|hit| hit["title"].as_str().unwrap().contains("慢性病")), "{query}");
    }
}

#[test]
fn a_search_is_saved_as_a_view_and_repeated() {
    let bench = Bench::loaded();
    let titles = |line: &str| -> Vec<String> {
        let hits = bench.json(line);
        hits.as_array().unwrap().iter().map(|hit| hit["title"].as_str().unwrap().to_string()).collect()
    };
    let found = titles("search 慢性病 kind:任务 --save 慢病任务");
    assert!(!found.is_empty());
    assert_eq!(titles("search --view 慢病任务"), found);
    let fewer = titles("search 巴楚 --view 慢病任务");
    assert!(!fewer.is_empty() && fewer.len() < found.len() && fewer.iter().all(|title| found.contains(title)));
    bench.run(["search", "残疾人 is:逾期,未分工", "--save", "慢病任务"]).done();
    assert_ne!(titles("search --view 慢病任务"), found, "the name has another query now");
    let other = bench.line("search --view 没有的");
    assert!(other.code == 2 && other.stderr.contains("慢病任务"), "{}", other.stderr);
    assert_eq!(bench.line("search").code, 2, "nothing to look for");
    assert_eq!(bench.line("search stauts:滞后 --save 错").code, 2);
    assert_eq!(bench.line("search --view 错").code, 2, "what is no query was not saved");
    let nameless = bench.run(["search", "残疾人", "--save", " \u{1b} "]);
    assert!(nameless.code != 0 && nameless.stderr.contains("视图要有名称"), "{}", nameless.stderr);
}

#[test]
fn a_search_uses_the_same_period_as_the_task_list() {
    let bench = Bench::loaded();
    let task = |number: u32| format!("bachu-wsjk-2025/t{number}");
    bench.run(["review", &task(1), "--period", "2022", "--status", "lagging"]).done();
    bench.run(["review", &task(2), "--period", "2023", "--status", "lagging"]).done();
    let ids = |line: &str| -> Vec<String> {
        bench.json(line).as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(ids("search status:滞后"), [task(2)], "the one reviewed last");
    assert_eq!(ids("tasks --text status:滞后"), [task(2)]);
    assert_eq!(ids("search status:滞后 --period 2022"), [task(1)]);
    assert_eq!(ids("search period:2022 status:滞后 --period 2023"), [task(1)], "the line itself comes first");
}

#[test]
fn the_language_follows_the_locale_and_the_option() {
    let bench = Bench::loaded();
    let heading = |locale: &str, options: &str| {
        let ran = ran(bench.command(format!("plans{options}").split(' ')).env("LANG", locale)).done();
        ran.stdout.lines().next().unwrap().to_string()
    };
    assert!(heading("zh_CN.UTF-8", "").contains("规划"));
    assert!(heading("C", "").contains("规划"));
    assert!(heading("en_US.UTF-8", "").contains("plan id"));
    assert!(heading("zh_CN.UTF-8", " --lang en").contains("plan id"));
    assert!(heading("en_US.UTF-8", " --lang zh").contains("规划"));
}

#[test]
fn colour_is_for_terminals_and_can_be_forced_and_forbidden() {
    let bench = Bench::loaded();
    let colored = |options: &str, no_color: bool| {
        let mut command = bench.command(format!("tasks --plan 巴楚{options}").split(' '));
        if no_color {
            command.env("NO_COLOR", "1");
        }
        ran(&mut command).done().stdout.contains('\u{1b}')
    };
    assert!(!colored("", false), "a pipe is no terminal");
    assert!(colored(" --color always", false));
    assert!(!colored(" --color never", false));
    assert!(!colored(" --color always", true), "NO_COLOR holds");
}

#[test]
fn csv_for_programs_has_the_field_names_of_json() {
    let bench = Bench::loaded();
    let draft = include_str!("../../data/plans/bachu.txt").replace("巴楚", "麦盖提");
    std::fs::write(bench.file("draft.txt"), draft.replacen("规划", "规划（征求意见稿）", 1)).unwrap();
    bench.line("import draft.txt").done();
    bench.line("reading bachu-wsjk-2025/i1 --year 2021 --value 99").done();
    for (line, fields) in [
        ("plans", &["edition", "period"][..]),
        ("indicators", &["nature", "attainment"]),
        ("search 残疾人", &["kind", "class"]),
        ("tasks", &["kind"]),
    ] {
        let printed = rows(&bench.line(&format!("{line} --format csv")).done().stdout);
        for field in fields {
            let place = printed[0].iter().position(|heading| heading == field).unwrap();
            let cells: Vec<String> = printed[1..].iter().map(|row| row[place].clone()).collect();
            let values: Vec<String> =
                column(&bench.json(line), field).into_iter().map(|v| v.replace("null", "")).collect();
            assert_eq!(cells, values, "{line} {field}");
        }
    }
    for line in ["plans", "departments"] {
        let progress = &bench.json(line)[0]["progress"];
        let printed = rows(&bench.line(&format!("{line} --format csv")).done().stdout);
        for status in ["not-started", "in-progress", "completed", "lagging", "adjusted", "unreported", "overdue"] {
            assert!(progress.get(status).is_some() && printed[0].iter().any(|h| h == status), "{line} {status}");
        }
    }
}

#[test]
fn plans_whose_term_lacks_the_period_are_left_out() {
    let bench = Bench::loaded();
    let plans = |period: &str| bench.json(&format!("plans --period {period}")).as_array().unwrap().len();
    assert_eq!((plans("2023"), plans("2028"), plans("mid-term")), (6, 1, 6));
    assert!(bench.json("tasks --period 2028").as_array().unwrap().iter().all(|t| t["plan"] == "balikun-jk-2030"));
    for list in ["plans", "tasks", "departments"] {
        assert_eq!(bench.line(&format!("{list} --period 1990")).code, 1, "{list}");
    }
}
