//! Imports of many documents: progress, and the state after an interruption.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::Signal;

use crate::support::cli::{Bench, Ran, ran, signal};

/// The number of bundled plans that every store begins with.
const BUNDLED: usize = 6;
const COUNTIES: [&str; 5] = ["安平", "和丰", "柳河", "金山", "双河"];

fn plan_of(county: &str) -> String {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/tongxin.txt")).unwrap();
    text.replace("同心", county)
}

/// Creates documents of several counties, one of them a named pipe in the middle, and returns them with the pipe.
fn documents(bench: &Bench) -> (Vec<PathBuf>, PathBuf) {
    let mut files: Vec<PathBuf> = COUNTIES.iter().map(|county| bench.file(&format!("{county}.txt"))).collect();
    for (county, file) in COUNTIES.iter().zip(&files) {
        fs::write(file, plan_of(county)).unwrap();
    }
    let pipe = bench.file("pipe.txt");
    mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    files.insert(2, pipe.clone());
    (files, pipe)
}

/// Starts an import and interrupts it, as Ctrl-C does, when the program is reading the pipe.
fn begin_and_stop(mut import: Command, pipe: PathBuf) {
    let mut child: Child = import.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // Opening succeeds once there is a reader.
    let mut pipe = File::options().write(true).open(pipe).unwrap();
    signal(child.id().try_into().unwrap(), Signal::INT);
    assert_eq!(child.wait().unwrap().code(), None, "it was ended by the signal");
    let _ = pipe.write_all(plan_of("三河").as_bytes());
}

fn plans(bench: &Bench, by_desk: bool) -> usize {
    let words = ["plans", "--format", "json"];
    let found = ran(&mut if by_desk { bench.by_desk(words) } else { bench.command(words) });
    serde_json::from_str::<Vec<serde_json::Value>>(&found.done().stdout).unwrap().len()
}

#[test]
fn an_interrupted_import_saves_nothing_and_can_be_repeated() {
    for by_desk in [false, true] {
        let bench = Bench::loaded();
        let (files, pipe) = documents(&bench);
        let import = |files: &[PathBuf]| {
            let words = ["import".into()].into_iter().chain(files.iter().cloned());
            if by_desk { bench.by_desk(words) } else { bench.command(words) }
        };
        begin_and_stop(import(&files), pipe.clone());
        // A desk that continued the import would have finished it before giving so many answers.
        for _ in 0..10 {
            assert_eq!(plans(&bench, by_desk), BUNDLED, "by desk: {by_desk}");
        }
        let rest: Vec<PathBuf> = files.into_iter().filter(|file| *file != pipe).collect();
        ran(&mut import(&rest)).done();
        assert_eq!(plans(&bench, by_desk), BUNDLED + COUNTIES.len());
    }
}

/// Returns the output of the program on a terminal.
fn on_a_terminal(bench: &Bench, words: impl IntoIterator<Item = PathBuf>) -> String {
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, ..PtySize::default() }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_plandesk"));
    command.args(words.into_iter().map(PathBuf::into_os_string));
    for (name, value) in [("TERM", "xterm"), ("LANG", "zh_CN.UTF-8"), ("PLANDESK_ACTOR", "规划科")] {
        command.env(name, value);
    }
    command.env("PLANDESK_STORE", bench.store());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let (mut reader, mut told) = (pair.master.try_clone_reader().unwrap(), Vec::new());
    // Reading fails once the other side of the terminal is closed.
    let _ = reader.read_to_end(&mut told);
    assert!(child.wait().unwrap().success());
    String::from_utf8_lossy(&told).into_owned()
}

#[test]
fn an_import_on_a_terminal_shows_its_progress_and_how_to_stop_it() {
    let bench = Bench::loaded();
    let many: Vec<PathBuf> = (0..20).map(|number| bench.file(&format!("{number}.txt"))).collect();
    many.iter().for_each(|file| fs::write(file, plan_of("安平")).unwrap());
    let import = |files: &[PathBuf]| [vec!["--embedded".into(), "import".into()], files.to_vec()].concat();
    let told = on_a_terminal(&bench, import(&many));
    let lines: Vec<usize> = (0..20)
        .filter_map(|done| told.find(&format!("正在读取 {done}/20（按 Ctrl-C 停止，不导入任何文件）")))
        .collect();
    assert_eq!(lines.len(), 20, "{told}");
    assert!(!on_a_terminal(&bench, import(&many[..19])).contains("正在读取"));
}

/// A plan of an invented county, with six items.
const PLAN: &str = "清泉县养老服务“十四五”规划\n\n一、主要目标\n\n表1 主要指标\n指标\t单位\t2020年\t2025年\t属性\n护理型床位占比\t%\t42\t55\t约束性\n\n二、主要任务\n\n（一）完善服务网络\n\n1.建设街道养老服务中心。每个街道建成1处。\n\n2.发展社区助餐。助餐点达到30个。\n\n（二）加强人才培养\n\n1.培训护理员。每年培训200人次。\n";
const ITEMS: usize = 4;

/// Returns a bench with that plan.
fn with_plan() -> Bench {
    let bench = Bench::loaded();
    fs::write(bench.file("plan.txt"), PLAN).unwrap();
    bench.run(["import", "plan.txt"]).done();
    bench
}

fn items(bench: &Bench) -> usize {
    let rows = |ran: Ran| ran.stdout.lines().count().saturating_sub(1);
    let count = |list: &str| rows(bench.line(&format!("{list} --plan qingquan-ylfw-2025 --format csv")));
    count("tasks") + count("indicators")
}

#[test]
fn a_text_about_a_plan_never_replaces_it() {
    let bench = with_plan();
    for (file, text, named) in [
        (
            "a.txt",
            "《清泉县养老服务“十四五”规划》政策解读\n一、制定背景\n为做好工作，起草了本规划。\n二、咨询电话\n县民政局。",
            "政策解读",
        ),
        (
            "b.txt",
            "关于印发《清泉县养老服务“十四五”规划》的通知\n各乡镇：\n现印发给你们，请认真贯彻执行。\n清泉县人民政府\n2021年3月1日\n",
            "通知",
        ),
        ("c.txt", "清泉县养老服务“十四五”规划实施情况中期评估报告\n一、进展\n（一）床位。建成床位。\n", "报告"),
        ("d.txt", "清泉县召开养老服务工作会议\n会议指出，要做好养老服务。\n", "没有章节"),
    ] {
        fs::write(bench.file(file), text).unwrap();
        let refused = bench.run(["import", file]);
        assert_eq!(refused.code, 1, "{}", refused.stdout);
        assert!(refused.stderr.contains(named) && refused.stderr.contains("--as-plan"), "{}", refused.stderr);
        bench.run(["import", file, "--as-plan"]).done();
        let again = bench.run(["import", file, "--as-plan"]);
        assert!(again.stdout.contains("已有，未变"), "{}", again.stderr);
        assert_eq!(items(&bench), ITEMS, "{file}");
    }
    assert!(bench.run(["import", "plan.txt"]).done().stdout.contains("已有，未变"));
}

#[test]
fn an_edition_that_drops_many_items_is_imported_only_with_consent() {
    let bench = with_plan();
    let poorer = PLAN.replace("2.发展社区助餐。助餐点达到30个。\n", "");
    let without_indicators = PLAN.replace("护理型床位占比\t%\t42\t55\t约束性\n", "");
    for (text, left) in [(without_indicators, ITEMS - 1), (poorer, ITEMS - 1)] {
        fs::write(bench.file("poorer.txt"), text).unwrap();
        for words in [&["import", "poorer.txt"][..], &["import", "poorer.txt", "--dry-run"]] {
            let refused = bench.run(words);
            assert_eq!(refused.code, 1, "{}", refused.stdout);
            assert!(refused.stderr.contains("--accept-loss") && refused.stderr.contains('4'), "{}", refused.stderr);
            assert_eq!(items(&bench), ITEMS);
        }
        bench.run(["import", "poorer.txt", "--accept-loss"]).done();
        assert_eq!(items(&bench), left);
        fs::write(bench.file("again.txt"), PLAN.to_string() + "\n").unwrap();
        bench.run(["import", "again.txt"]).done();
        assert_eq!(items(&bench), ITEMS);
    }
}

#[test]
fn a_table_without_ids_is_refused_as_a_plan_with_the_kind_of_file() {
    let bench = Bench::loaded();
    for (file, bytes, named) in [
        ("table.csv", "序号,工作内容,牵头处室\n1,甲,民政局\n2,乙,民政局\n".as_bytes(), "id 列"),
        ("page.doc", b"\x89PNG\r\n", "图片（PNG）"),
        ("plan.docx", b"Rar!\x1a\x07", "RAR 压缩包"),
        ("plan.txt", b"SQLite format 3\0", "数据库"),
    ] {
        fs::write(bench.file(file), bytes).unwrap();
        let refused = bench.run(["import", file, "--as-plan"]);
        assert_eq!(refused.code, 1, "{}", refused.stdout);
        assert!(refused.stderr.contains(named), "{}", refused.stderr);
    }
}

const UNREADABLE: &str = "云岭县养老服务“十四五”规划\n一、主要任务\n（一）建床位。建千张。\n表2 床位情况\n名目\t计\t起\t止\n床位数\t张\t12\t30\n护理员\t人\t5\t9\n二、保障措施\n（一）加强领导。成立专班。\n";

#[test]
fn named_columns_are_remembered_for_tables_with_the_same_headings() {
    let bench = Bench::loaded();
    let file = bench.file("云岭.txt");
    fs::write(&file, UNREADABLE).unwrap();
    let import = |more: &[&str]| {
        let words = ["import".into(), file.clone()].into_iter().chain(more.iter().map(PathBuf::from));
        ran(&mut bench.command(words))
    };
    let told = import(&[]).done().stdout;
    assert!(told.contains("第 5–7 行的表") && told.contains("床位数 · 护理员"), "{told}");
    let refused = import(&["--columns", "9=name,10=2025"]);
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains("--dry-run"), "{}", refused.stderr);
    // The same file is imported again, since it can be read better now.
    let told = import(&["--columns", "1=name,2=unit,3=2020,4=2025"]).done().stdout;
    assert!(told.contains("新版本 +2"), "{told}");
    fs::write(&file, UNREADABLE.replace("云岭", "松林").replace("12", "13")).unwrap();
    let told = import(&["--format", "json"]).done().stdout;
    let found: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(found["documents"][0]["plans"][0]["indicators"], 2, "{told}");
}

#[test]
fn a_missing_term_is_reported_and_can_be_given() {
    let bench = Bench::loaded();
    let file = bench.file("意见.txt");
    fs::write(&file, "云岭县关于办好养老的意见\n一、主要任务\n（一）建床位。建千张。\n").unwrap();
    let import = |more: &[&str]| {
        let words = ["import".into(), "--dry-run".into(), file.clone()].into_iter();
        ran(&mut bench.command(words.chain(more.iter().map(PathBuf::from)))).done()
    };
    assert!(import(&[]).stderr.contains("没有写明期限"), "{}", import(&[]).stderr);
    let known = import(&["--term", "2024-2026", "--format", "json"]);
    assert!(!known.stderr.contains("期限"), "{}", known.stderr);
    let found: serde_json::Value = serde_json::from_str(&known.stdout).unwrap();
    assert_eq!(found["documents"][0]["plans"][0]["term"], serde_json::json!([2024, 2026]));
}
