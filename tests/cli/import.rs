//! Imports of many documents: how far they are, and what is left when one is stopped in the middle.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::Signal;

use crate::support::cli::{Bench, ran, signal};

/// The bundled plans that every store begins with.
const BUNDLED: usize = 6;
const COUNTIES: [&str; 5] = ["安平", "和丰", "柳河", "金山", "双河"];

fn plan_of(county: &str) -> String {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/tongxin.txt")).unwrap();
    text.replace("同心", county)
}

/// Documents of several counties, of which one comes from a pipe in the middle of them.
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

/// Begins an import and stops it, as Ctrl-C does, when the program is at the pipe.
fn begin_and_stop(mut import: Command, pipe: PathBuf) {
    let mut child: Child = import.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // It can be opened when somebody reads it.
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
fn an_import_that_is_stopped_in_the_middle_takes_nothing_in_and_can_be_given_again() {
    for by_desk in [false, true] {
        let bench = Bench::loaded();
        let (files, pipe) = documents(&bench);
        let import = |files: &[PathBuf]| {
            let words = ["import".into()].into_iter().chain(files.iter().cloned());
            if by_desk { bench.by_desk(words) } else { bench.command(words) }
        };
        begin_and_stop(import(&files), pipe.clone());
        // A desk that went on with it would have it done before it has answered so often.
        for _ in 0..10 {
            assert_eq!(plans(&bench, by_desk), BUNDLED, "by desk: {by_desk}");
        }
        let rest: Vec<PathBuf> = files.into_iter().filter(|file| *file != pipe).collect();
        ran(&mut import(&rest)).done();
        assert_eq!(plans(&bench, by_desk), BUNDLED + COUNTIES.len());
    }
}

/// What the program writes to a terminal.
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
    // A terminal that everybody has closed can't be read any further.
    let _ = reader.read_to_end(&mut told);
    assert!(child.wait().unwrap().success());
    String::from_utf8_lossy(&told).into_owned()
}

#[test]
fn an_import_of_many_documents_tells_on_a_terminal_how_far_it_is_and_how_to_stop_it() {
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
