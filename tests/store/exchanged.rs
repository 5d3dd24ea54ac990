//! A whole journal that was exchanged for another one: the store's own entries are known by what lies beside it, and
//! nothing of them is gone without a word.

use std::fs;

use plandesk::plan::ItemKind;
use plandesk::store::{Fault, NewEntry, Store, StoreError};
use plandesk::text::Language;
use rstest::rstest;

use crate::salvage::*;
use crate::support::store::*;

/// A witness of the store that is gone as well.
enum Gone {
    Nothing,
    State,
    Backups,
    StateAndBackups,
    /// As in a store that was last used by a plandesk without one.
    Head,
    /// The alien journal's own header can't be read.
    AlienHeader,
}

/// A whole journal, sound in itself, in the place of the store's own: what is known of the store's own entries is asked,
/// and decides.
#[rstest]
#[case::all_witnesses(Gone::Nothing, &[(8, 9)], true)]
#[case::no_state(Gone::State, &[(8, 9)], false)]
#[case::no_backups(Gone::Backups, &[(1, 9)], true)]
#[case::no_head(Gone::Head, &[(8, 9)], true)]
#[case::an_alien_header_that_is_damaged(Gone::AlienHeader, &[(8, 9)], true)]
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
    let mut alien = lines_of(&other);
    if without_entries {
        alien.truncate(1);
    }
    match gone {
        Gone::Nothing => {}
        Gone::State => without_state(&dir),
        Gone::Backups => without_backups(&dir),
        Gone::StateAndBackups => unreachable!("nothing is left then"),
        Gone::Head => fs::remove_file(dir.join("head")).unwrap(),
        Gone::AlienHeader => alien[0][40] ^= 1,
    }
    fs::write(first_segment(&dir), alien.concat()).unwrap();
    let report = Store::verify(&dir).unwrap();
    assert!(report.findings.iter().any(|finding| finding.is_damage()), "{:?}", report.findings);
    let (store, opened) = Store::open(&dir).unwrap();
    let how = put_together(&opened.account);
    assert_eq!((how.lost.as_slice(), how.data_whole), (lost, data_whole), "{how:?}");
    if data_whole {
        assert_eq!(opened.dossiers, held);
    }
    assert_eq!(store.last_seq(), 9);
    let told = opened.account[0].text(Language::En);
    assert_eq!(told.contains("another store's (13 entries)"), !without_entries, "{told}");
    let kept = how.kept.clone().unwrap();
    assert_eq!(fs::read(kept.join("journal/000001.jsonl")).unwrap(), alien.concat(), "the other journal is kept");
    drop(store);
    open_clean(&dir);
}

#[test]
fn a_journal_of_another_store_is_refused_where_nothing_of_the_store_s_own_is_left() {
    let place = tempfile::tempdir().unwrap();
    let (dir, other) = (place.path().join("store"), place.path().join("other"));
    worked_with(&dir);
    filled_store(&other, 3, 12);
    without_state(&dir);
    without_backups(&dir);
    fs::copy(first_segment(&other), first_segment(&dir)).unwrap();
    let error = Store::open(&dir).unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { fault: Fault::Alien { saved: 9 }, .. }), "{error:?}");
    assert_eq!(fs::read(first_segment(&dir)).unwrap(), fs::read(first_segment(&other)).unwrap());
}

/// The journal of a copy of the store that went another way is of the same store, and as sound.
#[rstest]
#[case::all_witnesses(Gone::Nothing, &[(8, 9)])]
#[case::no_state(Gone::State, &[(8, 9)])]
#[case::no_backups(Gone::Backups, &[(6, 9)])]
#[case::all_but_the_head(Gone::StateAndBackups, &[(1, 9)])]
fn a_journal_of_a_copy_that_went_another_way_does_not_hide_what_was_saved_here(
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
    let how = put_together(&opened.account);
    let lost: &[(u64, u64)] = match gone {
        // Nobody knows that entry 6 is not the one that was saved here.
        Gone::StateAndBackups if more == 1 => &[(7, 9)],
        _ => lost,
    };
    assert_eq!(how.lost, lost, "{how:?}");
    let theirs = store.history().unwrap().into_iter().filter(|entry| entry.who == "li").count();
    assert_eq!(theirs, usize::from(more), "the copy's entries are in the history");
    drop(store);
    open_clean(&dir);
}

/// Without a head and a backup, the journal and the state are as good a witness as each other.
#[test]
fn a_journal_and_a_state_of_two_stores_are_refused_where_nothing_tells_which_is_right() {
    let place = tempfile::tempdir().unwrap();
    let (dir, other) = (place.path().join("store"), place.path().join("other"));
    worked_with(&dir);
    filled_store(&other, 3, 12);
    without_backups(&dir);
    fs::remove_file(dir.join("head")).unwrap();
    fs::copy(first_segment(&other), first_segment(&dir)).unwrap();
    let error = Store::open(&dir).unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { fault: Fault::Alien { saved: 9 }, .. }), "{error:?}");
    without_state(&dir);
    assert_eq!(Store::open(&dir).unwrap().0.last_seq(), 13, "without its state the store is the other one");
}

/// A head that another program has not kept is no evidence against a journal that went on.
#[test]
fn a_head_that_has_fallen_behind_is_no_damage() {
    let place = tempfile::tempdir().unwrap();
    let held = filled_store(place.path(), 3, 4);
    let head = fs::read(place.path().join("head")).unwrap();
    let (mut store, _) = open_clean(place.path());
    store.append(review(&held, &plan_id("mou-wsjk-2025").item(ItemKind::Task, 1), 77)).unwrap();
    drop(store);
    fs::write(place.path().join("head"), head).unwrap();
    assert_eq!(open_clean(place.path()).0.last_seq(), 6);
}
