//! Backups and older stores: a restore brings back everything, or reports what is missing.

use std::fs;
use std::io::Write;
use std::path::Path;

use plandesk::plan::ItemKind;
use plandesk::plan::dossier::apply_all;
use plandesk::store::{Fault, NewEntry, Repair, SCHEMA, Store, StoreError};
use rstest::rstest;

use crate::support::store::*;

fn backup_of(dir: &Path) -> Vec<u8> {
    let (store, _) = open_clean(dir);
    let mut backup = Vec::new();
    store.export_lines(&mut backup).unwrap();
    backup
}

#[test]
fn a_backup_restored_elsewhere_is_the_same_store() {
    let place = tempfile::tempdir().unwrap();
    let held = filled_store(&place.path().join("one"), 3, 12);
    let backup = backup_of(&place.path().join("one"));
    let two = place.path().join("two");
    let restored = Store::restore(&two, &mut backup.as_slice()).unwrap();
    assert_eq!((restored.entries, restored.kept, restored.repairs), (13, None, vec![]));
    let (_, found) = open_clean(&two);
    assert_eq!(found, held);
    assert_eq!(backup_of(&two), backup);
}

#[test]
fn a_backup_is_json_lines_with_an_end() {
    let place = tempfile::tempdir().unwrap();
    filled_store(place.path(), 1, 1);
    let backup = String::from_utf8(backup_of(place.path())).unwrap();
    let lines: Vec<serde_json::Value> = backup.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!((&lines[0]["plandesk"], &lines[0]["schema"]), (&"journal".into(), &SCHEMA.into()));
    assert_eq!(lines[2]["changes"][0]["after"]["status"], "in-progress");
    assert_eq!((&lines[3]["plandesk"], &lines[3]["entries"]), (&"end".into(), &2.into()));
    assert!(backup.contains("健康规划"), "Chinese is written as it is");
}

#[test]
fn a_restore_keeps_the_store_that_was_there() {
    let place = tempfile::tempdir().unwrap();
    let (one, two) = (place.path().join("one"), place.path().join("two"));
    let before = filled_store(&one, 3, 5);
    let held = filled_store(&two, 3, 9);
    let backup = backup_of(&two);
    let kept = Store::restore(&one, &mut backup.as_slice()).unwrap().kept.unwrap();
    let name = kept.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("before-restore-001-2"), "{name}");
    let (_, found) = open_clean(&one);
    assert_eq!(found, held);
    let (_, found) = open_clean(&kept);
    assert_eq!(found, before);
    // Both are kept even if the two restores fall into the same second.
    let again = Store::restore(&one, &mut backup.as_slice()).unwrap().kept.unwrap();
    assert!(again != kept && again.is_dir() && kept.is_dir());
}

#[rstest]
#[case::altered(|lines: &mut Vec<String>| lines[3] = lines[3].replace("wang", "wong"), 4)]
#[case::left_out(|lines: &mut Vec<String>| { lines.remove(2); }, 3)]
#[case::doubled(|lines: &mut Vec<String>| { let line = lines[2].clone(); lines.insert(2, line); }, 4)]
#[case::something_after_the_end(|lines: &mut Vec<String>| { let line = lines[0].clone(); lines.push(line); }, 8)]
#[case::no_backup_at_all(|lines: &mut Vec<String>| lines[0] = "id,title".into(), 1)]
fn a_backup_that_was_tampered_with_is_refused(#[case] tamper: fn(&mut Vec<String>), #[case] bad_line: u64) {
    let place = tempfile::tempdir().unwrap();
    let held = filled_store(place.path(), 2, 4);
    let backup = String::from_utf8(backup_of(place.path())).unwrap();
    let mut lines: Vec<String> = backup.lines().map(str::to_string).collect();
    tamper(&mut lines);
    let error = Store::restore(place.path(), &mut (lines.join("\n") + "\n").as_bytes()).unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { line: Some(line), .. } if *line == bad_line), "{error:?}");
    let (_, found) = open_clean(place.path());
    assert_eq!(found, held, "the store is as it was");
}

#[test]
fn an_empty_backup_is_refused() {
    let place = tempfile::tempdir().unwrap();
    filled_store(place.path(), 2, 4);
    let error = Store::restore(place.path(), &mut &b""[..]).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { fault: Fault::Missing, .. }));
    open_clean(place.path());
}

#[test]
fn a_backup_cut_short_gives_what_it_has_and_says_so() {
    let place = tempfile::tempdir().unwrap();
    filled_store(place.path(), 2, 4);
    let backup = backup_of(place.path());
    let cut = &backup[..backup.len() - 400];
    let entries = cut.iter().filter(|&&byte| byte == b'\n').count() as u64 - 1;
    let restored = Store::restore(&place.path().join("two"), &mut &*cut).unwrap();
    assert_eq!((restored.entries, restored.repairs), (entries, vec![Repair::EndMissing { last: entries }]));
}

#[test]
fn a_backup_with_windows_line_ends_is_accepted() {
    let place = tempfile::tempdir().unwrap();
    filled_store(place.path(), 2, 4);
    let backup = String::from_utf8(backup_of(place.path())).unwrap().replace('\n', "\r\n");
    let restored = Store::restore(&place.path().join("two"), &mut backup.as_bytes()).unwrap();
    assert_eq!((restored.entries, restored.repairs), (5, vec![]));
}

/// The stages of a restore, each of which it can be interrupted after.
#[rstest]
#[case::while_reading_the_backup("journal.new", false, false)]
#[case::before_the_change("journal.restored", false, false)]
#[case::with_the_state_moved("journal.restored", true, false)]
#[case::with_both_moved("journal.restored", true, true)]
fn an_interrupted_restore_leaves_the_old_store_or_the_new(
    #[case] draft: &str,
    #[case] state_moved: bool,
    #[case] journal_moved: bool,
) {
    let place = tempfile::tempdir().unwrap();
    let (one, two) = (place.path().join("one"), place.path().join("two"));
    let before = filled_store(&one, 3, 5);
    let after = filled_store(&two, 3, 9);
    copy_folder(&two.join("journal"), &one.join(draft));
    let kept = one.join("before-restore-20230101-000000");
    fs::create_dir(&kept).unwrap();
    for (name, moved) in [("state", state_moved), ("journal", journal_moved)] {
        if moved {
            fs::rename(one.join(name), kept.join(name)).unwrap();
        }
    }
    let (store, opened) = Store::open(&one).unwrap();
    assert_eq!(opened.dossiers.clone(), if journal_moved { after } else { before });
    assert_eq!(opened.repairs.contains(&Repair::RestoreFinished), journal_moved);
    assert!(journal_moved || opened.repairs.is_empty(), "the old store is whole again: {:?}", opened.repairs);
    drop(store);
    open_clean(&one);
    assert!(!one.join(draft).exists());
}

#[test]
fn a_restore_fails_at_once_while_the_store_is_open() {
    let place = tempfile::tempdir().unwrap();
    filled_store(place.path(), 2, 4);
    let backup = backup_of(place.path());
    let (_store, _) = open_clean(place.path());
    assert!(matches!(Store::restore(place.path(), &mut backup.as_slice()), Err(StoreError::Busy { .. })));
}

#[test]
fn a_compressed_backup_is_accepted() {
    let place = tempfile::tempdir().unwrap();
    let held = filled_store(&place.path().join("one"), 3, 12);
    let backup = compressed(&backup_of(&place.path().join("one")));
    let two = place.path().join("two");
    let restored = Store::restore(&two, &mut backup.as_slice()).unwrap();
    assert_eq!((restored.entries, restored.repairs), (13, vec![]));
    assert_eq!(open_clean(&two).1, held);
    let cut = &backup[..backup.len() - 200];
    let restored = Store::restore(&place.path().join("three"), &mut &*cut).unwrap();
    assert!(matches!(restored.repairs.as_slice(), [Repair::EndMissing { last }] if *last == restored.entries));
    let mut altered = backup.clone();
    altered[backup.len() / 2] ^= 4;
    let error = Store::restore(&place.path().join("four"), &mut altered.as_slice()).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_preview_of_a_restore_lists_the_changes_and_makes_none() {
    let place = tempfile::tempdir().unwrap();
    let mut held = filled_store(place.path(), 3, 2);
    let backup = backup_of(place.path());
    let (mut store, _) = open_clean(place.path());
    for (number, at) in [(1, "2023-07-01T08:00:00+08:00"), (2, "2023-07-04T17:00:00+08:00")] {
        let item = plan_id("mou-wsjk-2025").item(ItemKind::Task, number);
        let entry = NewEntry { at: at.into(), ..review(&held, &item, 90) };
        apply_all(&mut held, &entry.changes).unwrap();
        store.append(entry).unwrap();
    }
    // The preview also works while another process has the store open.
    let preview = Store::preview_restore(place.path(), &mut backup.as_slice()).unwrap();
    assert_eq!((preview.now.entries, preview.then.entries), (5, 3));
    assert_eq!((preview.going, preview.coming, preview.complete), (2, 0, true));
    let (first, last) = preview.going_between.unwrap();
    assert_eq!((&first[..10], &last[..10]), ("2023-07-01", "2023-07-04"));
    let [plan] = preview.plans.as_slice() else { panic!("{:?}", preview.plans) };
    assert_eq!((plan.title.as_str(), plan.changes), ("健康规划", 2));
    assert_eq!((plan.now.unwrap().reviews, plan.then.unwrap().reviews), (2, 2));
    drop(store);
    assert_eq!(open_clean(place.path()).1, held);
    let elsewhere = Store::preview_restore(&place.path().join("new"), &mut backup.as_slice()).unwrap();
    assert_eq!((elsewhere.now.entries, elsewhere.coming, elsewhere.plans[0].now), (0, 3, None));
    let altered = String::from_utf8(backup).unwrap().replacen("wang", "wong", 1);
    assert!(Store::preview_restore(place.path(), &mut altered.as_bytes()).is_err());
}

#[test]
fn a_restore_can_be_undone_and_the_undo_too() {
    let place = tempfile::tempdir().unwrap();
    let (one, two) = (place.path().join("one"), place.path().join("two"));
    let before = filled_store(&one, 3, 5);
    let after = filled_store(&two, 4, 9);
    assert!(matches!(Store::undo_restore(&one), Err(StoreError::NothingKept { .. })));
    let mut backup = backup_of(&two);
    Store::restore(&one, &mut backup.as_slice()).unwrap();
    for held in [&before, &after, &before] {
        let preview = Store::preview_undo(&one).unwrap();
        let undone = Store::undo_restore(&one).unwrap();
        assert_eq!(preview.then.entries, undone.entries);
        assert_eq!(&open_clean(&one).1, held);
        assert!(undone.kept.unwrap().is_dir());
    }
    let kept =
        fs::read_dir(&one).unwrap().filter(|f| f.as_ref().unwrap().file_name().to_str().unwrap().starts_with("before"));
    assert_eq!(kept.count(), 1, "what was brought back is not kept twice");
    backup.truncate(10);
    assert!(Store::restore(&one, &mut backup.as_slice()).is_err());
    assert_eq!(open_clean(&one).1, before);
}

#[test]
fn an_undone_restore_of_0_1_0_has_no_number() {
    let place = tempfile::tempdir().unwrap();
    let (one, two) = (place.path().join("one"), place.path().join("two"));
    let before = filled_store(&one, 3, 5);
    filled_store(&two, 4, 9);
    Store::restore(&one, &mut backup_of(&two).as_slice()).unwrap();
    let kept = fs::read_dir(&one).unwrap().map(|f| f.unwrap().path()).find(|p| p.to_str().unwrap().contains("before"));
    fs::rename(kept.unwrap(), one.join("before-restore-20230101-000000")).unwrap();
    Store::undo_restore(&one).unwrap();
    assert_eq!(open_clean(&one).1, before);
}
