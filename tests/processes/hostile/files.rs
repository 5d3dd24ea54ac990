//! Files that are not what they seem: links, special files, folders that others can write to, and archives that swell.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::time::{Duration, Instant};

use super::archive;
use crate::support::cli::{Bench, Ran};

fn fifo(path: &Path) {
    rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
}

/// Asserts that a store was refused quickly, with its path and advice.
#[track_caller]
fn assert_refused(ran: Ran, words: &[&str]) {
    assert!(ran.code == 1 || ran.code == 4, "exit status {}: {}", ran.code, ran.stderr);
    for word in words {
        assert!(ran.stderr.contains(word), "{word} is missing in: {}", ran.stderr);
    }
}

#[test]
fn a_link_inside_the_store_is_refused_and_its_target_left_alone() {
    for (name, is_folder) in [
        ("lock", false),
        ("journal", true),
        ("journal/000001.jsonl", false),
        ("journal/000002.jsonl", false),
        ("state", true),
        ("state/db", false),
        ("journal.new", true),
        ("journal.restored", true),
        ("cut-off.txt", false),
        ("drafts", true),
        ("search", true),
        ("views.toml", false),
        ("views.draft", false),
        ("tables.toml", false),
        ("tables.draft", false),
        ("ssh_host_ed25519_key", false),
    ] {
        let bench = Bench::loaded();
        let (elsewhere, link) = (bench.file("elsewhere"), bench.store().join(name));
        if link.exists() {
            fs::rename(&link, &elsewhere).unwrap();
        } else if is_folder {
            fs::create_dir(&elsewhere).unwrap();
        } else {
            fs::write(&elsewhere, "precious").unwrap();
        }
        let before = content(&elsewhere);
        symlink(&elsewhere, &link).unwrap();
        for line in ["plans", "doctor", "backup copy.jsonl", "undo"] {
            assert_refused(bench.line(line), &[name, "链接"]);
            assert!(bench.line(&format!("{line} --lang en")).stderr.contains("link"), "{line}");
        }
        assert_eq!(content(&elsewhere), before, "{name}: what the link leads to was changed");
    }
}

/// Returns the names and sizes of all files below a path.
fn content(path: &Path) -> Vec<(String, u64)> {
    if path.is_file() {
        return vec![(path.display().to_string(), fs::metadata(path).unwrap().len())];
    }
    let mut found: Vec<_> = fs::read_dir(path).unwrap().flat_map(|entry| content(&entry.unwrap().path())).collect();
    found.sort();
    found
}

#[test]
fn a_store_may_itself_be_reached_by_a_link() {
    let bench = Bench::loaded();
    symlink(bench.store(), bench.file("link")).unwrap();
    bench.line("plans --store link").done();
    symlink(bench.file("nowhere"), bench.file("dangling")).unwrap();
    assert_eq!(bench.line("plans --store dangling").failed(1).stdout, "");
    assert!(!bench.file("nowhere").exists());
}

#[test]
fn a_special_file_inside_the_store_is_refused_at_once() {
    for name in ["lock", "journal/000001.jsonl", "journal/000002.jsonl", "state/conf"] {
        let bench = Bench::loaded();
        let _ = fs::remove_file(bench.store().join(name));
        fifo(&bench.store().join(name));
        let start = Instant::now();
        assert_refused(bench.line("plans"), &[name]);
        assert!(start.elapsed() < Duration::from_secs(60));
    }
}

#[test]
fn a_world_writable_store_is_refused_until_mended() {
    let bench = Bench::loaded();
    let mode = |mode| fs::set_permissions(bench.store(), fs::Permissions::from_mode(mode)).unwrap();
    for open in [0o777, 0o702, 0o1777] {
        mode(open);
        for line in ["plans", "doctor", "backup copy.jsonl"] {
            assert_refused(bench.line(line), &["chmod o-w", bench.store().to_str().unwrap()]);
        }
        assert_refused(bench.line("plans --lang en"), &["chmod o-w"]);
    }
    mode(0o755);
    bench.line("plans").done();
    let journal = bench.store().join("journal");
    fs::set_permissions(&journal, fs::Permissions::from_mode(0o777)).unwrap();
    assert_refused(bench.line("plans"), &["chmod o-w", "journal"]);
    fs::set_permissions(&journal, fs::Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(journal.join("000001.jsonl"), fs::Permissions::from_mode(0o666)).unwrap();
    assert_refused(bench.line("plans"), &["chmod o-w", "000001.jsonl"]);
}

#[test]
fn a_new_store_is_accessible_to_its_owner_only() {
    let bench = Bench::empty();
    bench.line("plans").done();
    for name in ["", "lock", "journal", "journal/000001.jsonl"] {
        let mode = fs::metadata(bench.store().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} has mode {mode:o}");
    }
}

#[test]
fn output_is_written_to_regular_files_only() {
    let bench = Bench::loaded();
    fs::create_dir(bench.file("folder.csv")).unwrap();
    fifo(&bench.file("fifo.csv"));
    symlink(bench.file("nowhere"), bench.file("dangling.csv")).unwrap();
    symlink("/dev/full", bench.file("device.csv")).unwrap();
    for file in ["folder.csv", "fifo.csv", "device.csv", "dangling.csv"] {
        for line in [format!("export boxes --to {file}"), format!("export boxes --to {file} --force")] {
            let refused = bench.line(&line).failed(1);
            assert!(refused.stderr.contains("普通文件") || refused.stderr.contains("已存在"), "{}", refused.stderr);
        }
        assert!(bench.line(&format!("backup {file} --force")).failed(1).stderr.contains("普通文件"), "{file}");
    }
    assert!(!bench.file("nowhere").exists());
}

#[test]
fn a_link_is_followed_only_when_overwriting_was_asked_for() {
    let bench = Bench::loaded();
    fs::write(bench.file("precious.csv"), "precious").unwrap();
    symlink(bench.file("precious.csv"), bench.file("link.csv")).unwrap();
    bench.line("export boxes --to link.csv").failed(1);
    assert_eq!(fs::read_to_string(bench.file("precious.csv")).unwrap(), "precious");
    bench.line("export boxes --to link.csv --force").done();
    assert!(fs::symlink_metadata(bench.file("link.csv")).unwrap().is_symlink(), "the link is still one");
    assert_ne!(fs::read_to_string(bench.file("precious.csv")).unwrap(), "precious");
}

#[test]
fn endless_inputs_and_folders_are_refused() {
    let bench = Bench::loaded();
    fs::create_dir(bench.file("folder")).unwrap();
    for file in ["/dev/zero", "folder", "/dev/null"] {
        bench.run(["import", file]).failed(1);
    }
    for file in ["/dev/zero", "/dev/urandom", "folder", "/dev/null"] {
        bench.run(["restore", file]).failed(1);
        bench.run(["keymap", "--check", file]);
    }
    bench.line("plans").done();
}

#[test]
fn workbooks_made_to_do_harm_are_refused() {
    let bench = Bench::loaded();
    let entities =
        b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><x>&b;</x>";
    let outside = b"<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>";
    let blanks = vec![b' '; 1 << 20];
    let deep = b"<a>".repeat(200_000);
    for (name, bytes) in [
        ("entities", archive(&[("xl/workbook.xml", entities, 1)])),
        ("a file outside", archive(&[("xl/workbook.xml", outside, 1)])),
        ("a bomb", archive(&[("xl/workbook.xml", &blanks, 400)])),
        ("a nest", archive(&[("xl/workbook.xml", &deep, 1)])),
        ("a path", archive(&[("../../xl/workbook.xml", b"<x/>", 1), ("xl/workbook.xml", b"<x/>", 1)])),
    ] {
        fs::write(bench.file("list.xlsx"), bytes).unwrap();
        let start = Instant::now();
        let refused = bench.line("import list.xlsx").failed(1);
        assert!(
            !refused.stderr.contains("panicked") && !refused.stderr.contains("root:"),
            "{name}: {}",
            refused.stderr
        );
        assert!(start.elapsed() < Duration::from_secs(120), "{name}");
    }
    assert!(!bench.file("../xl").exists());
}
