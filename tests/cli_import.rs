//! Imports of many documents: how far they are, and what is left when one is stopped in the middle.
#![allow(clippy::unwrap_used, clippy::panic)]

mod cli_support;

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use cli_support::{Bench, ran, signal};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::Signal;

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
