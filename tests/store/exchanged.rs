//! A whole journal replaced by another one: the other evidence in the store tells which entries are its own, and losses
//! are reported.

use std::fs;

use plandesk::plan::ItemKind;
use plandesk::store::{Fault, NewEntry, Store, StoreError};
use plandesk::text::Language;
use rstest::rstest;

use crate::salvage::*;
use crate::support::store::*;

/// Evidence of the store's own entries that is missing as well.
enum Gone {
    Nothing,
    State,
    Backups,
    StateAndBackups,
    /// As in a store last used by a version of plandesk that had no head.
    Head,
    /// The header of the foreign journal can't be read.
    ForeignHeader,
}

/// The store's journal is replaced by the sound journal of another store. The remaining evidence decides.
#[rstest]
#[case::all_witnesses(Gone::Nothing, &[(8, 9)], true)]
#[case::no_state(Gone::State, &[(8, 9)], false)]
#[case::no_backups(Gone::Backups, &[(1, 9)], true)]
#[case::no_head(Gone::Head, &[(8, 9)], true)]
#[case::an_alien_header_that_is_damaged(Gone::ForeignHeader, &[(8, 9)], true)]
fn a_journal_of_another_store_is_left_out_and_the_store_s_own_entries_are_named(
    #[case] gone: Gone,
    #[case] lost: &[(u64, u64)],
    #[case] data_whole: bool,
    #[values(false, true)] without_entries: bool,
) {
    let place = tempfile::tempdir().unwrap();
    let (dir, other) = (place.path().join("store"), place.path().join("other"));
    let held = worked_with(&dir);
    filled_store(&other, 3, 12);
    let mut foreign = lines_of(&other);
    if without_entries {
        foreign.truncate(1);
    }
    match gone {
        Gone::Nothing => {}
        Gone::State => without_state(&dir),
        Gone::Backups => without_backups(&dir),
        Gone::StateAndBackups => unreachable!("nothing is left then"),
        Gone::Head => fs::remove_file(dir.join("head")).unwrap(),
        Gone::ForeignHeader => foreign[0][40] ^= 1,
    }
    fs::write(first_segment(&dir), foreign.concat()).unwrap();
    let report = Store::verify(&dir).unwrap();
    assert!(report.findings.iter().any(|finding| finding.is_damage()), "{:?}", report.findings);
    let (store, opened) = Store::open(&dir).unwrap();
    let how = reassembled(&opened.repairs);
    assert_eq!((how.lost.as_slice(), how.data_whole), (lost, data_whole), "{how:?}");
    if data_whole {
        assert_eq!(opened.dossiers, held);
    }
    assert_eq!(store.last_seq(), 9);
    let told = opened.repairs[0].text(Language::En);
    assert_eq!(told.contains("another store's (13 entries)"), !without_entries, "{told}");
    let kept = how.kept.clone().unwrap();
    assert_eq!(fs::read(kept.join("journal/000001.jsonl")).unwrap(), foreign.concat(), "the other journal is kept");
    drop(store);
    open_clean(&dir);
}

#[test]
fn a_journal_of_another_store_is_refused_if_nothing_of_the_store_is_left() {
    let place = tempfile::tempdir().unwrap();
    let (dir, other) = (place.path().join("store"), place.path().join("other"));
    worked_with(&dir);
    filled_store(&other, 3, 12);
    without_state(&dir);
    without_backups(&dir);
    fs::copy(first_segment(&other), first_segment(&dir)).unwrap();
    let error = Store::open(&dir).unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { fault: Fault::Foreign { saved: 9 }, .. }), "{error:?}");
    assert_eq!(fs::read(first_segment(&dir)).unwrap(), fs::read(first_segment(&other)).unwrap());
}

/// The journal of a copy that has diverged belongs to the same store, and is as sound.
#[rstest]
#[case::all_witnesses(Gone::Nothing, &[(8, 9)])]
#[case::no_state(Gone::State, &[(8, 9)])]
#[case::no_backups(Gone::Backups, &[(6, 9)])]
#[case::all_but_the_head(Gone::StateAndBackups, &[(1, 9)])]
fn the_journal_of_a_diverged_copy_does_not_hide_entries_saved_here(
    #[case] gone: Gone,
    #[case] lost: &[(u64, u64)],
    #[values(1, 9)] more: u8,
) {
    let place = tempfile::tempdir().unwrap();
    let (dir, other) = (place.path().join("store"), place.path().join("other"));
    worked_with(&dir);
    copy_folder(&dir, &other);
    fs::write(first_segment(&other), lines_of(&dir)[..6].concat()).unwrap();
    without_witnesses(&other);
    without_backups(&other);
    let (mut store, _) = Store::open(&other).unwrap();
    for progress in 1..=more {
        let entry = review(store.dossiers(), &plan_id("mou-wsjk-2025").item(ItemKind::Task, 2), progress);
        store.append(NewEntry { who: "li".into(), ..entry }).unwrap();
    }
    drop(store);
    match gone {
        Gone::State => without_state(&dir),
        Gone::Backups => without_backups(&dir),
        Gone::StateAndBackups => {
            without_state(&dir);
            without_backups(&dir);
        }
        _ => {}
    }
    fs::copy(first_segment(&other), first_segment(&dir)).unwrap();
    let report = Store::verify(&dir).unwrap();
    assert!(report.findings.iter().any(|finding| finding.is_damage()), "{:?}", report.findings);
    let (store, opened) = Store::open(&dir).unwrap();
    let how = reassembled(&opened.repairs);
    let lost: &[(u64, u64)] = match gone {
        // Nothing tells that entry 6 is not the one that was saved here.
        Gone::StateAndBackups if more == 1 => &[(7, 9)],
        _ => lost,
    };
    assert_eq!(how.lost, lost, "{how:?}");
    let theirs = store.history().unwrap().into_iter().filter(|entry| entry.who == "li").count();
    assert_eq!(theirs, usize::from(more), "the copy's entries are in the history");
    drop(store);
    open_clean(&dir);
}

/// Without a head and backups, the journal and the state are equally credible.
#[test]
fn a_journal_and_a_state_of_different_stores_are_refused_if_nothing_decides_between_them() {
    let place = tempfile::tempdir().unwrap();
    let (dir, other) = (place.path().join("store"), place.path().join("other"));
    worked_with(&dir);
    filled_store(&other, 3, 12);
    without_backups(&dir);
    fs::remove_file(dir.join("head")).unwrap();
    fs::copy(first_segment(&other), first_segment(&dir)).unwrap();
    let error = Store::open(&dir).unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { fault: Fault::Foreign { saved: 9 }, .. }), "{error:?}");
    without_state(&dir);
    assert_eq!(Store::open(&dir).unwrap().0.last_seq(), 13, "without its state the store is the other one");
}

/// A head that an older program has not updated is no evidence against a journal that has grown.
#[test]
fn a_head_behind_the_journal_is_not_damage() {
    let place = tempfile::tempdir().unwrap();
    let held = filled_store(place.path(), 3, 4);
    let head = fs::read(place.path().join("head")).unwrap();
    let (mut store, _) = open_clean(place.path());
    store.append(review(&held, &plan_id("mou-wsjk-2025").item(ItemKind::Task, 1), 77)).unwrap();
    drop(store);
    fs::write(place.path().join("head"), head).unwrap();
    assert_eq!(open_clean(place.path()).0.last_seq(), 6);
}
