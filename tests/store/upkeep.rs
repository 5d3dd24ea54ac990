//! Maintenance of a store: compressed files of the journal, a backup a day, and damage that `doctor` finds and mends.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use plandesk::plan::dossier::apply_all;
use plandesk::plan::{Dossiers, ItemKind};
use plandesk::store::{BackupPolicy, Finding, NewEntry, Options, Repair, Store, StoreError};
use plandesk::text::Language;
use rstest::rstest;

use crate::support::store::*;

const SHORT_FILES: Options = Options { backups: BackupPolicy { keep: 3 }, segment_bytes: 4096 };

/// Reviews a task at a given time.
fn save(store: &mut Store, held: &mut Dossiers, at: &str, number: u32) {
    let item = plan_id("mou-wsjk-2025").item(ItemKind::Task, number % 3 + 1);
    let entry = NewEntry { at: at.to_string(), ..review(held, &item, (number % 101) as u8) };
    apply_all(held, &entry.changes).unwrap();
    store.append(entry).unwrap();
}

/// Creates a store whose journal has many short files, closes it, and returns its data.
fn many_files(dir: &Path) -> Dossiers {
    let mut held = filled_store(dir, 3, 0);
    let (mut store, _) = Store::open_with(dir, SHORT_FILES).unwrap();
    for number in 0..60 {
        save(&mut store, &mut held, "2023-06-30T09:00:00+08:00", number);
    }
    drop(store);
    assert!(names(&dir.join("journal"))[0].ends_with(".gz"), "at least one is compressed before the store is closed");
    // Files that the background did not get to would be compressed after later saves; here that is done at once.
    assert_eq!(Store::mend(dir).unwrap(), []);
    held
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn closed_files_of_the_journal_are_compressed_and_still_readable() {
    let place = tempfile::tempdir().unwrap();
    let held = many_files(place.path());
    let files = names(&place.path().join("journal"));
    assert!(files.len() > 5, "{files:?}");
    let (last, closed) = files.split_last().unwrap();
    assert!(closed.iter().all(|name| name.ends_with(".jsonl.gz")) && last.ends_with(".jsonl"), "{files:?}");
    for state in [true, false] {
        if !state {
            fs::remove_dir_all(place.path().join("state")).unwrap();
        }
        let (store, opened) = Store::open(place.path()).unwrap();
        assert_eq!((&opened.dossiers, opened.repairs.is_empty()), (&held, state));
        assert_eq!(replayed(&store.history().unwrap()), held);
        assert_eq!(store.newest().map(Result::unwrap).last().unwrap().seq, 1);
    }
    let report = Store::verify(place.path()).unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert_eq!((report.entries, report.segments as usize, &report.dossiers), (61, files.len(), &held));
    // Other programs can read it: gzip's own checksum is right, and the lines are JSON.
    let packed = fs::read(place.path().join("journal").join(&files[0])).unwrap();
    let mut lines = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut lines).unwrap();
    assert!(lines.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()) && lines.ends_with('\n'));
}

/// The files left behind when compressing is interrupted at each of its steps.
#[rstest]
#[case::with_a_draft(&["000001.jsonl", "000001.jsonl.gz.new"])]
#[case::with_both(&["000001.jsonl", "000001.jsonl.gz"])]
#[case::done(&["000001.jsonl.gz"])]
fn an_interrupted_compression_loses_nothing(#[case] left: &[&str], #[values(true, false)] state: bool) {
    let place = tempfile::tempdir().unwrap();
    let mut held = many_files(place.path());
    let journal = place.path().join("journal");
    let packed = fs::read(journal.join("000001.jsonl.gz")).unwrap();
    let mut plain = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut plain).unwrap();
    fs::remove_file(journal.join("000001.jsonl.gz")).unwrap();
    for name in left {
        let content = match *name {
            "000001.jsonl" => &plain[..],
            "000001.jsonl.gz" => &packed,
            _ => &packed[..packed.len() / 2],
        };
        fs::write(journal.join(name), content).unwrap();
    }
    if !state {
        fs::remove_dir_all(place.path().join("state")).unwrap();
    }
    let (mut store, opened) = Store::open(place.path()).unwrap();
    assert_eq!((&opened.dossiers, opened.repairs.is_empty()), (&held, state));
    save(&mut store, &mut held, "2023-06-30T11:00:00+08:00", 61);
    drop(store);
    assert!(!journal.join("000001.jsonl").exists() && journal.join("000001.jsonl.gz").exists());
    assert_eq!(open_clean(place.path()).1, held);
}

#[test]
fn damage_in_a_compressed_file_is_reported_and_mended_from_the_backup() {
    let place = tempfile::tempdir().unwrap();
    let mut held = many_files(place.path());
    let (mut store, _) = Store::open(place.path()).unwrap();
    save(&mut store, &mut held, "2023-07-01T08:00:00+08:00", 62);
    drop(store);
    let path = place.path().join("journal/000003.jsonl.gz");
    let mut packed = fs::read(&path).unwrap();
    let middle = packed.len() / 2;
    packed[middle] ^= 0x40;
    fs::write(&path, packed).unwrap();
    let (store, opened) = Store::open(place.path()).unwrap();
    assert_eq!(opened.dossiers, held);
    let [Repair::HistoryDamaged { file, .. }] = opened.repairs.as_slice() else { panic!("{:?}", opened.repairs) };
    assert_eq!(file, "journal/000003.jsonl.gz");
    drop(store);
    let repairs = Store::mend(place.path()).unwrap();
    assert!(
        matches!(&repairs[..], [Repair::Reassembled(how)] if how.lost.is_empty() && how.from_backup > 0),
        "{repairs:?}"
    );
    let (store, found) = open_clean(place.path());
    assert_eq!(found, held);
    assert_eq!(store.history().unwrap().len(), 62);
}

/// The background must not write data read from the old journal into the one that replaces it.
#[test]
fn background_work_on_a_journal_does_not_reach_the_one_that_replaces_it() {
    let place = tempfile::tempdir().unwrap();
    let (one, two) = (place.path().join("one"), place.path().join("two"));
    let restored = many_files(&two);
    let mut backup = Vec::new();
    open_clean(&two).0.export_lines(&mut backup).unwrap();
    // The first file is so long that compressing it takes a while. The save afterwards starts the compression.
    let options = Options { backups: BackupPolicy { keep: 0 }, ..SHORT_FILES };
    let (mut store, _) = Store::open_with(&one, options).unwrap();
    store.append(import(sample_plan("mou-wsjk-2025", 8000, "健康"))).unwrap();
    let mut held = store.dossiers().clone();
    save(&mut store, &mut held, "2023-08-01T09:00:00+08:00", 1);
    assert_eq!(store.replace(&mut backup.as_slice()).unwrap().entries, 61);
    assert_eq!((store.dossiers(), replayed(&store.history().unwrap())), (&restored, restored.clone()));
    let mut held = restored;
    save(&mut store, &mut held, "2023-08-30T09:00:00+08:00", 1);
    drop(store);
    let (store, found) = open_clean(&one);
    assert_eq!((&found, replayed(&store.history().unwrap())), (&held, held.clone()));
}

#[test]
fn an_open_store_can_be_mended() {
    let place = tempfile::tempdir().unwrap();
    let held = many_files(place.path());
    let path = place.path().join("journal/000003.jsonl.gz");
    let mut packed = fs::read(&path).unwrap();
    let middle = packed.len() / 2;
    packed[middle] ^= 0x40;
    fs::write(&path, packed).unwrap();
    let (mut store, _) = Store::open_with(place.path(), SHORT_FILES).unwrap();
    let repairs = store.mend_open().unwrap();
    assert!(matches!(&repairs[..], [Repair::Reassembled(how)] if how.data_whole), "{repairs:?}");
    assert_eq!((store.dossiers(), replayed(&store.history().unwrap())), (&held, held.clone()));
    drop(store);
    open_clean(place.path());
}

fn own_backups(dir: &Path) -> Vec<String> {
    names(&dir.join("backups"))
}

#[test]
fn the_first_save_of_a_day_makes_a_backup_and_the_last_few_are_kept() {
    let place = tempfile::tempdir().unwrap();
    let mut held = filled_store(place.path(), 3, 2);
    assert_eq!(own_backups(place.path()), ["000001-2023-06-30.jsonl.gz"]);
    for day in 1..=5 {
        let (mut store, _) = open_clean(place.path());
        store.set_backups(BackupPolicy { keep: 3 });
        for hour in [8, 17] {
            save(&mut store, &mut held, &format!("2023-07-{day:02}T{hour:02}:00:00+08:00"), day);
        }
    }
    let kept = own_backups(place.path());
    assert_eq!(kept, [4, 5, 6].map(|n| format!("{n:06}-2023-07-{:02}.jsonl.gz", n - 1)));
    let report = Store::verify(place.path()).unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert_eq!(report.backups.iter().map(|(_, entries)| entries.unwrap()).collect::<Vec<_>>(), [8, 10, 12]);
    // Each of them can be restored.
    let latest = fs::File::open(place.path().join("backups").join(&kept[2])).unwrap();
    let two = place.path().join("two");
    let restored = Store::restore(&two, &mut std::io::BufReader::new(latest)).unwrap();
    assert_eq!((restored.entries, restored.repairs), (12, vec![]));
}

/// A restore makes a backup of the history that continues from it. These backups neither pile up nor replace the daily
/// ones.
#[test]
fn backups_of_restores_are_few_and_leave_the_daily_ones_alone() {
    let place = tempfile::tempdir().unwrap();
    let mut held = filled_store(place.path(), 3, 2);
    for day in 1..=3 {
        let (mut store, _) = open_clean(place.path());
        save(&mut store, &mut held, &format!("2023-07-{day:02}T08:00:00+08:00"), day);
    }
    let daily = own_backups(place.path());
    let mut backup = Vec::new();
    open_clean(place.path()).0.export_lines(&mut backup).unwrap();
    for _ in 0..12 {
        Store::restore(place.path(), &mut backup.as_slice()).unwrap();
    }
    let restored = |name: &String| name.ends_with("-restore.jsonl.gz");
    let (turns, days): (Vec<_>, Vec<_>) = own_backups(place.path()).into_iter().partition(restored);
    assert_eq!((turns.len(), days), (3, daily));
    let (mut store, _) = open_clean(place.path());
    save(&mut store, &mut held, "2023-07-04T08:00:00+08:00", 4);
    drop(store);
    let made = own_backups(place.path());
    assert!(made.iter().any(|name| name.ends_with("2023-07-04.jsonl.gz")), "the day still gets its own: {made:?}");
}

/// A file that was not made by plandesk is not taken for the file of its number.
#[test]
fn a_stray_file_in_the_journal_does_not_prevent_opening() {
    let place = tempfile::tempdir().unwrap();
    let mut held = filled_store(place.path(), 3, 2);
    for name in ["+2.jsonl", "2.jsonl", "0000002.jsonl", "+000003-2030-01-01.jsonl.gz"] {
        let folder = if name.ends_with("gz") { "backups" } else { "journal" };
        fs::write(place.path().join(folder).join(name), "rubbish\n").unwrap();
    }
    let (mut store, _) = open_clean(place.path());
    save(&mut store, &mut held, "2023-07-01T08:00:00+08:00", 4);
    drop(store);
    assert_eq!(open_clean(place.path()).1, held);
    let told = found(place.path());
    assert!(told.contains("journal/+2.jsonl") && told.contains("not plandesk's"), "{told}");
}

#[test]
fn no_backups_are_made_when_none_are_wanted() {
    let place = tempfile::tempdir().unwrap();
    let options = Options { backups: BackupPolicy { keep: 0 }, ..Options::default() };
    let (mut store, _) = Store::open_with(place.path(), options).unwrap();
    store.append(import(sample_plan("mou-wsjk-2025", 3, "健康"))).unwrap();
    drop(store);
    assert!(!place.path().join("backups").exists());
}

/// The times of entries decide only when a backup is due.
#[test]
fn a_clock_set_back_costs_no_entry_and_no_newer_backup() {
    let place = tempfile::tempdir().unwrap();
    let mut held = filled_store(place.path(), 3, 2);
    for (number, at) in
        ["2030-01-01T08:00:00+08:00", "1970-01-01T00:00:00Z", "2023-07-01T08:00:00+08:00", ""].iter().enumerate()
    {
        let (mut store, _) = open_clean(place.path());
        store.set_backups(BackupPolicy { keep: 2 });
        save(&mut store, &mut held, at, number as u32);
    }
    assert_eq!(own_backups(place.path()), ["000003-1970-01-01.jsonl.gz", "000004-2023-07-01.jsonl.gz"]);
    let (store, found) = open_clean(place.path());
    assert_eq!(found, held);
    assert_eq!(store.history().unwrap().iter().map(|entry| entry.seq).collect::<Vec<_>>(), (1..=7).collect::<Vec<_>>());
}

#[test]
fn a_backup_of_a_damaged_history_replaces_no_sound_one() {
    let place = tempfile::tempdir().unwrap();
    let mut held = filled_store(place.path(), 3, 8);
    let sound = own_backups(place.path());
    let journal = fs::read_to_string(first_segment(place.path())).unwrap();
    fs::write(first_segment(place.path()), journal.replacen("wang", "wong", 3)).unwrap();
    for day in 1..=3 {
        let (mut store, opened) = Store::open(place.path()).unwrap();
        assert!(matches!(opened.repairs.as_slice(), [Repair::HistoryDamaged { .. }]), "{:?}", opened.repairs);
        store.set_backups(BackupPolicy { keep: 1 });
        save(&mut store, &mut held, &format!("2023-07-{day:02}T09:00:00+08:00"), day);
    }
    let kept = own_backups(place.path());
    assert!(kept.len() == 4 && kept.starts_with(&sound), "{kept:?}");
    let latest = fs::File::open(place.path().join("backups").join(&kept[3])).unwrap();
    let two = place.path().join("two");
    Store::restore(&two, &mut std::io::BufReader::new(latest)).unwrap();
    assert_eq!(open_clean(&two).1, held, "it has all present data");
}

#[test]
fn saving_goes_on_when_there_is_no_room_for_a_backup() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("backups"), "in the way").unwrap();
    let mut held = filled_store(place.path(), 3, 2);
    let (mut store, _) = open_clean(place.path());
    save(&mut store, &mut held, "2023-07-01T09:00:00+08:00", 1);
    drop(store);
    assert_eq!(open_clean(place.path()).1, held);
}

/// Returns the findings of a check that changed nothing, as text.
fn found(dir: &Path) -> String {
    let findings = Store::verify(dir).unwrap().findings;
    assert!(!findings.iter().any(Finding::is_damage), "{findings:?}");
    findings.iter().map(|finding| finding.text(Language::En) + "\n").collect()
}

#[test]
fn the_doctor_reports_stray_and_damaged_files_and_mends_those_of_plandesk() {
    let place = tempfile::tempdir().unwrap();
    let held = many_files(place.path());
    let at = |name: &str| place.path().join(name);
    fs::create_dir(at("journal.new")).unwrap();
    for name in
        ["journal/000002.jsonl.gz.new", "backups/000009-2023-07-01.jsonl.gz.new", "notes.txt", "journal/mine.txt"]
    {
        fs::write(at(name), "x").unwrap();
    }
    std::os::unix::fs::symlink("/dev/null", at("link")).unwrap();
    fs::set_permissions(at("journal/000001.jsonl.gz"), Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(place.path(), Permissions::from_mode(0o775)).unwrap();
    let packed = fs::read(at("journal/000004.jsonl.gz")).unwrap();
    let mut wrapping = packed.clone();
    *wrapping.last_mut().unwrap() ^= 1;
    fs::write(at("journal/000004.jsonl.gz"), wrapping).unwrap();
    let told = found(place.path());
    for part in
        ["journal.new", "000002.jsonl.gz.new", "000009-2023-07-01.jsonl.gz.new", "notes.txt", "journal/mine.txt"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    for part in ["a link", "others may", "000004.jsonl.gz is whole", "doctor --mend"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let repairs = Store::mend(place.path()).unwrap();
    assert!(repairs.contains(&Repair::MadePrivate { files: 2 }), "{repairs:?}");
    assert!(repairs.contains(&Repair::Recompressed { file: "journal/000004.jsonl.gz".into() }), "{repairs:?}");
    let left = found(place.path());
    assert_eq!(left.lines().count(), 2, "strays and links are not ours to remove: {left}");
    assert!(at("notes.txt").exists() && !at("journal.new").exists());
    assert_eq!(fs::read(at("journal/000004.jsonl.gz")).unwrap(), packed);
    assert_eq!(open_clean(place.path()).1, held);
}

#[test]
fn exposed_files_are_reported_at_opening_and_made_private_by_the_doctor() {
    let place = tempfile::tempdir().unwrap();
    filled_store(place.path(), 3, 2);
    let at = |name: &str| place.path().join(name);
    let mode = |name: &str, mode: u32| fs::set_permissions(at(name), Permissions::from_mode(mode)).unwrap();
    for (name, bits) in [("ssh_host_ed25519_key", 0o600), ("access.toml", 0o600)] {
        fs::write(at(name), "").unwrap();
        mode(name, bits);
    }
    mode("journal", 0o755);
    mode("", 0o700);
    open_clean(place.path());
    mode("", 0o755);
    let (store, opened) = Store::open(place.path()).unwrap();
    assert_eq!(opened.repairs, [Repair::Exposed { path: at("journal") }]);
    drop(store);
    mode("ssh_host_ed25519_key", 0o644);
    mode("access.toml", 0o644);
    let repairs = Store::mend(place.path()).unwrap();
    assert!(repairs.contains(&Repair::MadePrivate { files: 3 }), "{repairs:?}");
    open_clean(place.path());
    for name in ["ssh_host_ed25519_key", "access.toml"] {
        assert_eq!(fs::metadata(at(name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn the_doctor_reports_a_damaged_backup() {
    let place = tempfile::tempdir().unwrap();
    filled_store(place.path(), 3, 2);
    let path: PathBuf = place.path().join("backups/000001-2023-06-30.jsonl.gz");
    let backup = fs::read(&path).unwrap();
    for broken in [&backup[..backup.len() / 2], &b""[..], &b"no gzip"[..]] {
        fs::write(&path, broken).unwrap();
        let told = found(place.path());
        assert!(told.contains("backups/000001-2023-06-30.jsonl.gz") && told.contains("delete it"), "{told}");
        assert_eq!(Store::verify(place.path()).unwrap().backups, [(path.clone(), None)]);
    }
}

#[test]
fn mending_fails_while_another_process_has_the_store() {
    let place = tempfile::tempdir().unwrap();
    filled_store(place.path(), 3, 2);
    let (_store, _) = open_clean(place.path());
    assert!(matches!(Store::mend(place.path()), Err(StoreError::Busy { .. })));
}
