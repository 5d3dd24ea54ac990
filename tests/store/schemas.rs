//! Stores of other versions: those of older versions are migrated and kept, those of newer ones refused untouched.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use plandesk::plan::{Dossiers, ItemKind, Period, Progress, Seal, Year};
use plandesk::store::{Finding, NewEntry, Repair, SCHEMA, Store, StoreError};
use plandesk::text::Language;
use rstest::rstest;

use crate::support::store::*;

/// Stores as the version of each schema left them, which must open for ever: `tests/fixtures/stores/<version>`.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stores").join(name)
}

/// Unpacks the largest file of a state, which is compressed in fixtures.
fn unpack_state(dir: &Path) {
    let packed = fs::read(dir.join("state/db.gz")).unwrap();
    let db = fs::File::create(dir.join("state/db")).unwrap();
    std::io::copy(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut &db).unwrap();
    fs::remove_file(dir.join("state/db.gz")).unwrap();
}

/// Creates the store of plandesk 0.1.0.
fn store_of_0_1_0(dir: &Path, with_state: bool) {
    copy_folder(&fixture("0.1.0"), dir);
    unpack_state(dir);
    if !with_state {
        fs::remove_dir_all(dir.join("state")).unwrap();
    }
}

/// Creates the store of schema 2 with a state whose records are of form 1, in which each item is a record of its own.
fn store_with_state_of_form_1(dir: &Path) {
    copy_folder(&fixture("schema-2"), dir);
    copy_folder(&fixture("schema-2-form-1"), dir);
    unpack_state(dir);
}

fn assert_is_of_0_1_0(dossiers: &Dossiers) {
    let id = plan_id("mou-wsjk-2025");
    let dossier = &dossiers[&id];
    assert_eq!((dossiers.len(), dossier.plan.tasks.len()), (2, 3));
    let progress = |number| {
        dossier
            .review(&id.item(ItemKind::Task, number), Period::annual(Year(2023)))
            .unwrap()
            .progress
            .map(Progress::get)
    };
    assert_eq!((progress(1), progress(2), progress(3)), (Some(3), Some(1), Some(2)));
    assert_eq!(dossier.readings[&(id.item(ItemKind::Indicator, 1), Year(2023))].value, 78.25);
    assert_eq!(dossier.decisions[&id.item(ItemKind::Task, 2)].lead, Some(vec!["教育局".to_string()]));
}

fn rescued(dir: &Path) -> Vec<u8> {
    let mut backup = Vec::new();
    Store::rescue(dir, &mut backup).unwrap();
    backup
}

#[rstest]
#[case::whole(true)]
#[case::without_its_state(false)]
fn a_store_of_0_1_0_is_brought_up_to_date_and_kept(#[case] with_state: bool) {
    let place = tempfile::tempdir().unwrap();
    store_of_0_1_0(place.path(), with_state);
    let before = fs::read(first_segment(place.path())).unwrap();
    let (store, opened) = Store::open(place.path()).unwrap();
    let [Repair::Migrated { from: 1, kept }] = opened.repairs.as_slice() else { panic!("{:?}", opened.repairs) };
    assert_eq!(fs::read(first_segment(kept)).unwrap(), before);
    assert_eq!(store.last_seq(), 10);
    assert_is_of_0_1_0(&opened.dossiers);
    assert_eq!(store.history().unwrap()[8].undoes, Some(8));
    assert_eq!(replayed(&store.history().unwrap()), opened.dossiers);
    drop(store);
    open_clean(place.path());
    assert!(Store::verify(place.path()).unwrap().findings.is_empty());
}

#[test]
fn an_older_store_that_may_not_be_written_can_be_read() {
    let place = tempfile::tempdir().unwrap();
    store_of_0_1_0(place.path(), true);
    let before = fs::read(first_segment(place.path())).unwrap();
    let (store, opened) = Store::open_for_reading(place.path()).unwrap();
    assert_is_of_0_1_0(&opened.dossiers);
    assert_eq!((store.history().unwrap().len(), store.newest().count()), (10, 10));
    assert_eq!(fs::read(first_segment(place.path())).unwrap(), before);
}

#[rstest]
#[case::header(0)]
#[case::entry(6)]
fn a_damaged_older_store_is_reassembled_in_the_current_schema(#[case] line: usize) {
    let place = tempfile::tempdir().unwrap();
    store_of_0_1_0(place.path(), true);
    let mut bytes = fs::read(first_segment(place.path())).unwrap();
    let start = bytes.split_inclusive(|&byte| byte == b'\n').take(line).map(<[u8]>::len).sum::<usize>();
    bytes[start + 20] ^= 1;
    fs::write(first_segment(place.path()), bytes).unwrap();
    let (store, opened) = Store::open(place.path()).unwrap();
    let [Repair::Reassembled(how)] = opened.repairs.as_slice() else { panic!("{:?}", opened.repairs) };
    assert!(how.data_whole || how.lost.is_empty(), "{how:?}");
    assert_is_of_0_1_0(&opened.dossiers);
    assert_eq!(replayed(&store.history().unwrap()), opened.dossiers);
    drop(store);
    open_clean(place.path());
}

#[test]
fn a_backup_of_an_older_store_can_be_previewed_and_restored() {
    let place = tempfile::tempdir().unwrap();
    let (old, new) = (place.path().join("old"), place.path().join("new"));
    store_of_0_1_0(&old, true);
    let backup = rescued(&old);
    assert!(backup.starts_with(br#"{"plandesk":"journal","schema":1,"#));
    let preview = Store::preview_restore(&new, &mut backup.as_slice()).unwrap();
    assert_eq!((preview.then.entries, preview.then.plans, preview.coming), (10, 2, 10));
    assert_eq!(Store::restore(&new, &mut backup.as_slice()).unwrap().entries, 10);
    let (mut store, dossiers) = open_clean(&new);
    assert_is_of_0_1_0(&dossiers);
    store.replace(&mut backup.as_slice()).unwrap();
    assert_eq!(store.dossiers(), &dossiers);
    drop(store);
    assert!(rescued(&new).starts_with(format!("{{\"plandesk\":\"journal\",\"schema\":{SCHEMA},").as_bytes()));
}

#[test]
fn a_migrated_store_can_be_mended_from_its_own_backup() {
    let place = tempfile::tempdir().unwrap();
    store_of_0_1_0(place.path(), true);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, &rescued(place.path())).unwrap();
    make_private(&place.path().join("backups"));
    fs::write(place.path().join("backups/000001-2023-06-30.jsonl.gz"), packed.finish().unwrap()).unwrap();
    drop(Store::open(place.path()).unwrap());
    for part in ["journal", "state"] {
        fs::remove_dir_all(place.path().join(part)).unwrap();
    }
    let (_, opened) = Store::open(place.path()).unwrap();
    let [Repair::Reassembled(how)] = opened.repairs.as_slice() else { panic!("{:?}", opened.repairs) };
    assert_eq!((how.from_backup, how.lost.len()), (10, 0));
    assert_is_of_0_1_0(&opened.dossiers);
}

/// Writes every kind of record. The second half changes or removes what the first half has written.
fn every_kind(dir: &Path) -> Dossiers {
    let mut held = filled_store(dir, 3, 3);
    let (mut store, _) = open_clean(dir);
    for round in 0..2 {
        for kind in 0..NEWER_KINDS {
            let words =
                if round == 0 { Some("按季度调度") } else { Some("每月调度").filter(|_| kind % 2 == 0) };
            let change = newer_kind(&held, &plan_id("mou-wsjk-2025"), kind, 1, words);
            let at = format!("2023-07-{:02}T09:00:00+08:00", kind + 1);
            store.append(NewEntry { at, ..entry("note", vec![change]) }).unwrap();
            held = store.dossiers().clone();
        }
    }
    held
}

/// `PLANDESK_RENEW=1` writes the fixture of the current schema if it is missing. An existing one is never changed.
#[test]
fn a_store_with_every_kind_of_record_of_this_schema_opens() {
    let place = tempfile::tempdir().unwrap();
    let held = every_kind(&place.path().join("now"));
    let fixture = fixture(&format!("schema-{SCHEMA}"));
    if std::env::var_os("PLANDESK_RENEW").is_some() && !fixture.exists() {
        copy_folder(&place.path().join("now/journal"), &fixture.join("journal"));
    }
    let dir = place.path().join("then");
    copy_folder(&fixture, &dir);
    let (store, opened) = Store::open(&dir).unwrap();
    assert!(matches!(opened.repairs.as_slice(), [Repair::Rebuilt { .. }]), "{:?}", opened.repairs);
    assert_eq!(without_seals(&opened.dossiers), without_seals(&held));
    assert!(opened.dossiers[&plan_id("mou-wsjk-2025")].seals.values().all(Seal::is_intact));
    assert_eq!(replayed(&store.history().unwrap()), opened.dossiers);
    drop(store);
    assert_eq!(open_clean(&dir).1, opened.dossiers, "the state that was made holds the same");
}

#[test]
fn a_state_of_an_older_form_is_read_and_rebuilt_once() {
    let place = tempfile::tempdir().unwrap();
    let (with_state, without) = (place.path().join("with"), place.path().join("without"));
    store_with_state_of_form_1(&with_state);
    copy_folder(&fixture("schema-2"), &without);
    let dossiers = Store::open(&without).unwrap().1.dossiers;
    assert_eq!(open_clean(&with_state).1, dossiers);
    let aside = with_state.join("state.aside");
    fs::remove_dir_all(&aside).expect("the older state is set aside");
    assert_eq!(open_clean(&with_state).1, dossiers);
    assert!(!aside.exists(), "a state of the present form stays");
    let found = Store::verify(&with_state).unwrap().findings;
    assert!(found.iter().all(|finding| matches!(finding, Finding::OpenToOthers { .. })), "{found:?}");
}

#[test]
fn a_state_of_an_older_form_completes_a_damaged_journal() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("store");
    store_with_state_of_form_1(&dir);
    let whole = open_clean(&dir).1;
    fs::remove_dir_all(&dir).unwrap();
    store_with_state_of_form_1(&dir);
    let mut bytes = fs::read(first_segment(&dir)).unwrap();
    let start = bytes.split_inclusive(|&byte| byte == b'\n').take(2).map(<[u8]>::len).sum::<usize>();
    bytes[start + 20] ^= 1;
    fs::write(first_segment(&dir), bytes).unwrap();
    let (_, opened) = Store::open(&dir).unwrap();
    assert_eq!(opened.dossiers, whole, "{:?}", opened.repairs);
}

/// Returns the dossiers without their seals. A seal made today follows today's rules, which may differ from those at
/// the time of the fixture.
fn without_seals(dossiers: &Dossiers) -> Dossiers {
    let mut dossiers = dossiers.clone();
    dossiers.values_mut().for_each(|dossier| Arc::make_mut(dossier).seals.clear());
    dossiers
}

#[test]
fn a_store_of_a_newer_schema_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let journal = place.path().join("journal");
    fs::create_dir(&journal).unwrap();
    // Sealed by hand: the checksum covers the line up to the comma before it.
    let newer = SCHEMA + 1;
    let body = format!(
        "{{\"plandesk\":\"journal\",\"schema\":{newer},\"segment\":1,\"first\":1,\"previous\":\"{}\"",
        "0".repeat(64)
    );
    let checksum: String = <sha2::Sha256 as sha2::Digest>::digest(&body).iter().map(|b| format!("{b:02x}")).collect();
    let line = format!("{body},\"checksum\":\"{checksum}\"}}\n");
    fs::write(journal.join("000001.jsonl"), &line).unwrap();
    let error = Store::open(place.path()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found, known: SCHEMA } if found == newer), "{error:?}");
    assert!(error.text(Language::En).contains("use the newer plandesk that wrote it"), "{error}");
    assert!(error.text(Language::Zh).contains("新版 plandesk"), "{}", error.text(Language::Zh));
    assert!(matches!(Store::open_for_reading(place.path()), Err(StoreError::Newer { .. })));
    assert_eq!(fs::read_to_string(journal.join("000001.jsonl")).unwrap(), line);
    assert!(matches!(Store::verify(place.path()), Err(StoreError::Newer { .. })));
    assert!(matches!(Store::mend(place.path()), Err(StoreError::Newer { .. })));
    assert_eq!(fs::read_to_string(journal.join("000001.jsonl")).unwrap(), line);
    let error = Store::restore(&place.path().join("two"), &mut line.as_bytes()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { .. }), "{error:?}");
}
