//! The fuzz targets of `fuzz/` without the fuzzer: each is run with every seed, and with each seed altered in a few
//! reproducible ways.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rstest::rstest;

#[path = "../../fuzz/targets/mod.rs"]
mod targets;

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Returns the seeds of a target: those that `fuzz/run` passes to the fuzzer.
fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let more = match target {
        "document" => Some("tests/documents"),
        "keymap" => Some("keymaps"),
        _ => None,
    };
    let folders = [Some(format!("fuzz/seeds/{target}")), more.map(str::to_string)];
    let files = folders.into_iter().flatten().flat_map(|path| fs::read_dir(folder(&path)).unwrap());
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// Returns the bytes altered in one of the ways of a fuzzer.
fn altered(bytes: &[u8], random: &mut impl FnMut(usize) -> usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random(3) {
        let at = random(bytes.len() + 1);
        let end = bytes.len().min(at + 1 + random(40));
        match random(6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
            3 => drop(bytes.splice(at..at, [[0, 0xff, b'\n', b'"', b'\x1b', b'9'][random(6)]])),
            4 => drop(bytes.splice(at..at, "“（①\u{202e}\u{feff}".bytes())),
            _ if at < bytes.len() => bytes[at] ^= 1 << random(8),
            _ => {}
        }
    }
    bytes
}

fn try_one(name: &str, bytes: &[u8], what: &str) {
    let outcome = catch_unwind(AssertUnwindSafe(|| targets::named(name)(bytes)));
    assert!(outcome.is_ok(), "{name}: {what} does not hold: {:?}", String::from_utf8_lossy(bytes));
}

#[rstest]
fn every_fuzz_target_passes_on_its_seeds_and_altered_ones(
    #[values(
        "access",
        "attachments",
        "backup",
        "csv_list",
        "doc",
        "document",
        "frame",
        "html",
        "input",
        "journal",
        "keymap",
        "mht",
        "odt",
        "ofd",
        "pdf",
        "query",
        "rtf",
        "session",
        "sheets",
        "target",
        "word",
        "word_xml",
        "workbook"
    )]
    target: &str,
) {
    // Opening a store takes as long as a hundred lines of a grammar.
    let rounds = match target {
        "session" | "backup" | "journal" | "document" => 8,
        _ => 60,
    };
    let mut state = 0x5eed_u64;
    let mut random = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    let seeds = seeds(target);
    assert!(!seeds.is_empty());
    try_one(target, b"", "nothing");
    for (path, bytes) in seeds {
        try_one(target, &bytes, &path.display().to_string());
        for round in 0..rounds {
            try_one(target, &altered(&bytes, &mut random), &format!("{}, altered, {round}", path.display()));
        }
    }
}

#[test]
fn every_fuzz_target_is_listed_everywhere() {
    let manifest: toml::Table = fs::read_to_string(folder("fuzz/Cargo.toml")).unwrap().parse().unwrap();
    let programs = manifest["bin"].as_array().unwrap().iter().map(|bin| bin["name"].as_str().unwrap().to_string());
    let mut programs: Vec<_> = programs.collect();
    programs.sort();
    let named: Vec<_> = targets::ALL.iter().map(|(name, _)| name.to_string()).collect();
    assert_eq!(programs, named);
    let readme = fs::read_to_string(folder("fuzz/README.md")).unwrap();
    for name in named {
        assert!(readme.contains(&format!("| `{name}` |")), "fuzz/README.md has no row for {name}");
        assert!(folder(&format!("fuzz/seeds/{name}")).is_dir(), "{name} has no seeds");
    }
}
