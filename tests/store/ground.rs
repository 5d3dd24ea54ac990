//! Files and folders replaced under an open store: it notices before it acknowledges a save, and reports it.

use std::fs;
use std::path::Path;

use plandesk::plan::ItemKind;
use plandesk::store::{NewEntry, Store, StoreError};
use plandesk::text::Language;
use rstest::rstest;

use crate::support::store::*;

fn next(store: &Store, progress: u8) -> NewEntry {
    review(store.dossiers(), &plan_id("mou-wsjk-2025").item(ItemKind::Task, 1), progress)
}

/// A change made to the files of an open store.
type Deed = fn(&Path);

fn replace_with_copy(path: &Path) {
    let copy = path.with_extension("copy");
    if path.is_dir() {
        copy_folder(path, &copy)
    } else {
        assert!(fs::copy(path, &copy).is_ok())
    }
    let aside = path.with_extension("aside");
    fs::rename(path, aside).unwrap();
    fs::rename(copy, path).unwrap();
}

#[rstest]
#[case::the_folder_by_a_copy(replace_with_copy)]
#[case::the_folder_moved_away(|dir: &Path| fs::rename(dir, dir.with_extension("aside")).unwrap())]
#[case::the_lock_removed(|dir: &Path| fs::remove_file(dir.join("lock")).unwrap())]
#[case::the_lock_by_another(|dir: &Path| replace_with_copy(&dir.join("lock")))]
#[case::the_journal_by_a_copy(|dir: &Path| replace_with_copy(&dir.join("journal")))]
#[case::the_journal_s_file_by_a_copy(|dir: &Path| replace_with_copy(&dir.join("journal/000001.jsonl")))]
#[case::the_socket_by_another(|dir: &Path| replace_with_copy(&dir.join("desk.sock")))]
fn a_store_that_is_replaced_while_it_is_open_saves_no_more(#[case] deed: Deed) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("store");
    filled_store(&dir, 3, 2);
    fs::write(dir.join("desk.sock"), "").unwrap();
    let (mut store, _) = open_clean(&dir);
    store.rely_on(&dir.join("desk.sock"));
    store.append(next(&store, 7)).unwrap();
    let before = store.dossiers().clone();
    deed(&dir);
    for _ in 0..2 {
        let error = store.append(next(&store, 8)).unwrap_err();
        assert!(matches!(error, StoreError::Replaced { .. }), "{error:?}");
        assert!(error.text(Language::En).contains("nothing more is saved"), "{error}");
        assert_eq!((store.dossiers(), store.last_seq()), (&before, 4));
    }
}

#[test]
fn a_store_that_is_put_back_goes_on_saving() {
    let place = tempfile::tempdir().unwrap();
    let (dir, aside) = (place.path().join("store"), place.path().join("aside"));
    filled_store(&dir, 3, 2);
    let (mut store, _) = open_clean(&dir);
    fs::rename(&dir, &aside).unwrap();
    assert!(matches!(store.append(next(&store, 8)), Err(StoreError::Replaced { .. })));
    fs::rename(&aside, &dir).unwrap();
    assert_eq!(store.append(next(&store, 9)).unwrap(), 4);
    let held = store.dossiers().clone();
    drop(store);
    assert_eq!(open_clean(&dir).1, held);
}

/// A restore, a mended journal and a new file of the journal replace files too, by the store's own doing.
#[test]
fn files_that_a_store_replaces_itself_do_not_stop_it() {
    let place = tempfile::tempdir().unwrap();
    filled_store(place.path(), 3, 2);
    let options = plandesk::store::Options { segment_bytes: 2048, ..Default::default() };
    let (mut store, _) = Store::open_with(place.path(), options).unwrap();
    let mut backup = Vec::new();
    store.export_lines(&mut backup).unwrap();
    for round in 0..10 {
        store.append(next(&store, round)).unwrap();
    }
    store.replace(&mut backup.as_slice()).unwrap();
    store.append(next(&store, 50)).unwrap();
    store.mend_open().unwrap();
    store.append(next(&store, 51)).unwrap();
}
