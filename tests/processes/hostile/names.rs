//! File names that the program derives from the data.

use std::collections::BTreeSet;
use std::fs;

use crate::support::cli::Bench;

/// Department names that would make bad file names, on this system or on one that the files are sent to.
fn bad_names() -> Vec<String> {
    let devices =
        ["con", "PRN", "aux", "NUL", "com1", "COM9", "lpt1", "LPT¹", "com0", "CONIN$", "conout$", "nul.txt", "aux .x"];
    let paths =
        ["../../etc/passwd", "..", ".", "/etc/passwd", "a/b", "a\\b", "C:\\x", "c:", "~", "~root", "..\u{2215}x"];
    let shell = ["-rf", "--help", "-", "$(reboot)", "`id`", "a;b", "*", "?", "a\"b", "<x>", "|x", "&"];
    let other = [".hidden", "end.", "end ", " ", "甲\u{1b}[31m", "甲\u{202e}xslx.局", "甲\u{7}", "甲.xlsx", "\u{3000}"];
    let long = ["局".repeat(90), "x".repeat(300), "é".repeat(200), "🙂".repeat(80)];
    devices.into_iter().chain(paths).chain(shell).chain(other).map(String::from).chain(long).collect()
}

#[test]
fn a_department_s_file_has_a_portable_name_inside_the_folder() {
    let bench = Bench::loaded();
    let leads = bad_names().into_iter().map(|name| format!("--lead={name}"));
    bench.run(["assign".to_string(), "tongxin-cjr-2025/t1".to_string()].into_iter().chain(leads)).done();
    bench.line("export tasks --plan tongxin --by-department offices").done();
    let outside: BTreeSet<_> = fs::read_dir(bench.file(".")).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(outside, ["offices".into(), "store".into()].into(), "nothing was written beside the folder");
    let mut seen = BTreeSet::new();
    for file in fs::read_dir(bench.file("offices")).unwrap() {
        let file = file.unwrap();
        assert!(file.file_type().unwrap().is_file());
        let name = file.file_name().into_string().unwrap();
        let stem = name.strip_suffix(".xlsx").unwrap();
        assert!(name.len() <= 255 && !stem.is_empty());
        assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']), "{name}");
        assert!(!name.contains(super::payloads::is_harmful), "{name:?}");
        assert!(!stem.starts_with(['-', '.', ' ', '~']) && !stem.ends_with(['.', ' ']), "{name:?}");
        let device = stem.split('.').next().unwrap().trim().to_lowercase();
        let number = device.strip_prefix("com").or_else(|| device.strip_prefix("lpt"));
        let numbered = number.is_some_and(|n| n.chars().count() == 1 && n.contains(|c| "0123456789¹²³".contains(c)));
        assert!(!numbered && !["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&&*device), "{name}");
        assert!(seen.insert(name.to_lowercase()), "{name} differs in case alone");
    }
    assert!(seen.len() > bad_names().len() / 2);
}

#[test]
fn a_file_name_of_the_greatest_length_is_accepted() {
    let bench = Bench::loaded();
    for stem in ["x".repeat(250), "局".repeat(83)] {
        let name = format!("{stem}.csv");
        bench.run(["export", "boxes", "--to", &name]).done();
        assert!(bench.file(&name).is_file());
    }
    let refused = bench.run(["export", "boxes", "--to", &format!("{}.csv", "x".repeat(300))]).failed(1);
    assert!(refused.stderr.contains("无法写入"), "{}", refused.stderr);
}
