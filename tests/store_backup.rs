//! Backups and older stores: what left a store comes back, whole or with a plain account of what is missing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod store_support;

use std::fs;
use std::path::Path;

use plandesk::plan::{ItemKind, Period, Status};
use plandesk::store::{Fault, Repair, SCHEMA, Store, StoreError};
use rstest::rstest;
use store_support::*;

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
    assert_eq!((restored.entries, restored.kept, restored.account), (13, None, vec![]));
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
    assert!(name.starts_with("before-restore-2"), "{name}");
    let (_, found) = open_clean(&one);
    assert_eq!(found, held);
    let (_, found) = open_clean(&kept);
    assert_eq!(found, before);
    // Twice in one second both are kept.
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
    assert_eq!((restored.entries, restored.account), (entries, vec![Repair::EndMissing { last: entries }]));
}

#[test]
fn a_backup_with_the_line_ends_of_another_system_is_taken() {
    let place = tempfile::tempdir().unwrap();
    filled_store(place.path(), 2, 4);
    let backup = String::from_utf8(backup_of(place.path())).unwrap().replace('\n', "\r\n");
    let restored = Store::restore(&place.path().join("two"), &mut backup.as_bytes()).unwrap();
    assert_eq!((restored.entries, restored.account), (5, vec![]));
}

/// A restore goes through these stages; it can be interrupted after each.
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
    assert_eq!(opened.account.contains(&Repair::RestoreFinished), journal_moved);
    drop(store);
    open_clean(&one);
    assert!(!one.join(draft).exists());
}

#[test]
fn a_restore_waits_for_nobody() {
    let place = tempfile::tempdir().unwrap();
    filled_store(place.path(), 2, 4);
    let backup = backup_of(place.path());
    let (_store, _) = open_clean(place.path());
    assert!(matches!(Store::restore(place.path(), &mut backup.as_slice()), Err(StoreError::Busy { .. })));
}

/// A store that the first schema wrote must open for ever.
#[test]
fn the_first_schema_opens() {
    let place = tempfile::tempdir().unwrap();
    let journal = place.path().join("journal");
    fs::create_dir(&journal).unwrap();
    fs::write(journal.join("000001.jsonl"), include_bytes!("store_support/schema-1.jsonl")).unwrap();
    let (store, opened) = Store::open(place.path()).unwrap();
    let dossier = opened.dossiers.values().next().unwrap();
    assert_eq!(opened.dossiers.len(), 1);
    let id = plan_id("mou-wsjk-2025");
    assert_eq!(dossier.plan.tasks.len(), 2);
    let review = dossier.review(&id.item(ItemKind::Task, 1), Period::Annual(2023)).unwrap();
    assert_eq!((review.status, review.progress), (Some(Status::InProgress), Some(2)));
    assert_eq!(dossier.readings[&(id.item(ItemKind::Indicator, 1), 2023)].value, 78.25);
    assert_eq!(dossier.decisions[&id.item(ItemKind::Task, 2)].lead, Some(vec!["教育局".to_string()]));
    assert_eq!(store.last_seq(), 6);
}

#[test]
fn a_store_of_a_newer_schema_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let journal = place.path().join("journal");
    fs::create_dir(&journal).unwrap();
    // Sealed by hand: the checksum is of the line up to the comma before it.
    let body = format!(
        "{{\"plandesk\":\"journal\",\"schema\":2,\"segment\":1,\"first\":1,\"previous\":\"{}\"",
        "0".repeat(64)
    );
    let checksum: String = <sha2::Sha256 as sha2::Digest>::digest(&body).iter().map(|b| format!("{b:02x}")).collect();
    let line = format!("{body},\"checksum\":\"{checksum}\"}}\n");
    fs::write(journal.join("000001.jsonl"), &line).unwrap();
    let error = Store::open(place.path()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 2, known: 1 }), "{error:?}");
    assert_eq!(fs::read_to_string(journal.join("000001.jsonl")).unwrap(), line);
    let error = Store::restore(&place.path().join("two"), &mut line.as_bytes()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { .. }), "{error:?}");
}
