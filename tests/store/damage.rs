//! Damaged files: a store opens with everything that was saved, or reports the damage and changes nothing.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use plandesk::plan::{Change, Dossiers, Edit, Period, Seal, Thresholds, Year};
use plandesk::store::{Finding, Repair, SCHEMA, Store, StoreError};
use rstest::rstest;

use crate::support::store::*;

fn flip(path: &Path, place: usize, bit: u8) {
    let mut bytes = fs::read(path).unwrap();
    bytes[place] ^= 1 << bit;
    fs::write(path, bytes).unwrap();
}

/// A closed store, and copies of it to be damaged.
struct Original {
    place: tempfile::TempDir,
    held: Dossiers,
}

impl Original {
    fn new(tasks: u32, reviews: u32) -> Original {
        Original::made(|dir| filled_store(dir, tasks, reviews))
    }

    /// Returns a store whose state takes several of sled's segments.
    fn large() -> Original {
        Original::made(|dir| large_store(dir, 300, 10))
    }

    fn made(make: impl FnOnce(&Path) -> Dossiers) -> Original {
        let place = tempfile::tempdir().unwrap();
        let held = make(&place.path().join("store"));
        // After another opening, sled has a snapshot of everything, which makes it more vulnerable to damage.
        open_clean(&place.path().join("store"));
        Original { place, held }
    }

    fn path(&self) -> PathBuf {
        self.place.path().join("store")
    }

    fn copy(&self, name: &str) -> PathBuf {
        let copy = self.place.path().join("copy").join(name);
        copy_folder(&self.path(), &copy);
        copy
    }

    /// Opens a damaged copy, asserts that it holds everything, and returns the repairs.
    fn opens_whole(&self, copy: &Path, what: &str) -> Vec<Repair> {
        let (store, opened) = Store::open(copy).unwrap_or_else(|e| panic!("{what}: {e}"));
        assert_eq!(opened.dossiers.clone(), self.held, "{what}");
        assert_eq!(replayed(&store.history().unwrap()), self.held, "{what}");
        opened.repairs
    }
}

#[test]
fn a_save_cut_short_at_any_byte_loses_only_itself() {
    let before = tempfile::tempdir().unwrap();
    let held = filled_store(before.path(), 2, 2);
    let original = Original::made(|dir| {
        copy_folder(before.path(), dir);
        let (mut store, held) = open_clean(dir);
        let item = plan_id("mou-wsjk-2025").item(plandesk::plan::ItemKind::Task, 1);
        store.append(review(&held, &item, 2)).unwrap();
        store.dossiers().clone()
    });
    let journal = fs::read(first_segment(&original.path())).unwrap();
    let last_line = journal[..journal.len() - 1].iter().rposition(|&byte| byte == b'\n').unwrap() + 1;
    // The state is as it was before the entry, as a crash in the middle of saving it would leave both.
    let journal_before = fs::read(first_segment(before.path())).unwrap();
    assert_eq!(journal_before, journal[..last_line]);
    for length in last_line..journal.len() {
        let copy = original.place.path().join(format!("cut-{length}"));
        copy_folder(before.path(), &copy);
        fs::write(first_segment(&copy), &journal[..length]).unwrap();
        let (mut store, opened) = Store::open(&copy).unwrap();
        assert_eq!(opened.dossiers.clone(), held, "cut at {length}");
        let bytes = (length - last_line) as u64;
        let expected = if bytes == 0 { vec![] } else { vec![Repair::TornLine { bytes }] };
        assert_eq!(opened.repairs, expected, "cut at {length}");
        if length % 16 == 0 {
            let item = plan_id("mou-wsjk-2025").item(plandesk::plan::ItemKind::Task, 1);
            assert_eq!(store.append(review(&held, &item, 99)).unwrap(), 4);
            drop(store);
            open_clean(&copy);
        }
        if bytes > 0 {
            assert_eq!(fs::read(copy.join("cut-off.txt")).unwrap(), &journal[last_line..length]);
        }
        fs::remove_dir_all(&copy).unwrap();
    }
}

#[test]
fn zeros_left_by_a_power_cut_at_the_end_are_cut_off() {
    let original = Original::new(2, 3);
    for tail in [&[0u8; 300][..], b"{\"seq\":5,\"at\":\"\0\0\0\0\0\"}\n"] {
        let copy = original.copy(&tail.len().to_string());
        OpenOptions::new().append(true).open(first_segment(&copy)).unwrap().write_all(tail).unwrap();
        let repairs = original.opens_whole(&copy, "zeros");
        assert_eq!(repairs, [Repair::TornLine { bytes: tail.len() as u64 }]);
    }
}

#[test]
fn a_byte_altered_anywhere_in_the_journal_is_found_and_named() {
    let original = Original::new(1, 3);
    let journal = fs::read(first_segment(&original.path())).unwrap();
    let mut seed = 11;
    for round in 0..60 {
        let place = random(&mut seed) % journal.len();
        let line = journal[..place].iter().filter(|&&byte| byte == b'\n').count() as u64 + 1;
        let copy = original.copy(&round.to_string());
        flip(&first_segment(&copy), place, (round % 8) as u8);
        let altered = fs::read(first_segment(&copy)).unwrap();
        let report = Store::verify(&copy).unwrap();
        let found = report.findings.iter().find_map(|finding| match finding {
            Finding::Journal(StoreError::Damaged { file, line, .. }) => Some((file.clone(), *line)),
            _ => None,
        });
        let (file, found) = found.unwrap_or_else(|| panic!("byte {place}: {:?}", report.findings));
        // An altered line feed at the very end makes the last line incomplete, so the journal is only shorter.
        if place + 1 < journal.len() {
            assert_eq!((file.as_str(), found), ("journal/000001.jsonl", Some(line)), "byte {place}");
        }
        // Opening reports it, recovers everything and keeps the damaged journal.
        let (store, opened) = Store::open(&copy).unwrap();
        assert_eq!(opened.dossiers, original.held, "byte {place}");
        match opened.repairs.as_slice() {
            [Repair::HistoryDamaged { .. }] => {
                assert!(matches!(store.history(), Err(StoreError::Damaged { .. })));
                assert_eq!(fs::read(first_segment(&copy)).unwrap(), altered);
            }
            [Repair::Reassembled(how)] => {
                let kept = how.kept.clone().unwrap();
                assert_eq!(replayed(&store.history().unwrap()), original.held);
                assert_eq!(fs::read(first_segment(&kept)).unwrap(), altered);
            }
            other => panic!("byte {place}: {other:?}"),
        }
    }
}

#[test]
fn entries_before_the_damage_can_be_rescued_by_hand() {
    let original = Original::new(2, 6);
    let journal = fs::read(first_segment(&original.path())).unwrap();
    let third = journal.split_inclusive(|&byte| byte == b'\n').take(3).map(<[u8]>::len).sum::<usize>();
    let copy = original.copy("middle");
    flip(&first_segment(&copy), third + 40, 1);
    fs::remove_dir_all(copy.join("state")).unwrap();
    let mut rescued = Vec::new();
    assert!(Store::rescue(&copy, &mut rescued).is_err());
    assert_eq!(rescued, &journal[..third]);
    let restored = Store::restore(&copy, &mut rescued.as_slice()).unwrap();
    assert_eq!((restored.entries, restored.repairs), (2, vec![Repair::EndMissing { last: 2 }]));
    Store::open(&copy).unwrap();
}

/// Flips a bit in a line, counted from 1, of the journal's first file.
fn damage_line(copy: &Path, line: usize) {
    let journal = fs::read(first_segment(copy)).unwrap();
    let before = journal.split_inclusive(|&byte| byte == b'\n').take(line - 1).map(<[u8]>::len).sum::<usize>();
    flip(&first_segment(copy), before + 40, 1);
}

fn history_damaged(repairs: &[Repair]) -> Option<(&str, Option<u64>)> {
    match repairs {
        [Repair::HistoryDamaged { file, line, .. }] => Some((file, *line)),
        _ => None,
    }
}

#[test]
fn damage_in_the_middle_of_the_journal_is_reported_at_every_opening() {
    let original = Original::new(2, 8);
    let copy = original.copy("middle");
    damage_line(&copy, 4);
    for round in 0..2 {
        let (store, opened) = Store::open(&copy).unwrap();
        assert_eq!(opened.dossiers, original.held);
        assert_eq!(history_damaged(&opened.repairs), Some(("journal/000001.jsonl", Some(4))), "round {round}");
        for part in ["journal/000001.jsonl", "line 4", "plandesk doctor --mend"] {
            let words = opened.repairs[0].text(plandesk::text::Language::En);
            assert!(words.contains(part), "{words}");
        }
        drop(store);
    }
}

#[test]
fn damage_that_shifts_the_following_lines_does_not_prevent_opening() {
    let original = Original::new(2, 8);
    let copy = original.copy("moved");
    let journal = fs::read_to_string(first_segment(&copy)).unwrap();
    fs::write(first_segment(&copy), journal.replacen("wang", "somebody else", 2)).unwrap();
    let (mut store, opened) = Store::open(&copy).unwrap();
    assert_eq!(opened.dossiers, original.held);
    assert_eq!(history_damaged(&opened.repairs), Some(("journal/000001.jsonl", Some(2))));
    let item = plan_id("mou-wsjk-2025").item(plandesk::plan::ItemKind::Task, 1);
    let mut held = original.held.clone();
    let entry = review(&held, &item, 99);
    plandesk::plan::dossier::apply_all(&mut held, &entry.changes).unwrap();
    assert_eq!(store.append(entry).unwrap(), 10);
    assert_eq!(store.last(2).unwrap().iter().map(|entry| entry.seq).collect::<Vec<_>>(), [10, 9]);
    drop(store);
    assert_eq!(Store::open(&copy).unwrap().1.dossiers, held);
}

/// Follows the advice given at opening: makes a backup of the damaged store, and restores it into a new store and over
/// the damaged one.
#[rstest]
#[case::of_the_header(1)]
#[case::of_the_import(2)]
#[case::of_a_review(4)]
#[case::of_the_last_line_but_one(9)]
fn a_backup_of_a_damaged_history_holds_all_current_data(#[case] line: usize) {
    let original = Original::new(2, 8);
    let copy = original.copy("damaged");
    damage_line(&copy, line);
    let mut backups = vec![Vec::new(), Vec::new()];
    let closed = Store::rescue(&copy, &mut backups[0]).unwrap();
    assert_eq!(closed.entries, (line as u64 - 1).max(1));
    let Some(StoreError::Damaged { line: Some(lost), .. }) = closed.lost else { panic!("{:?}", closed.lost) };
    assert_eq!(lost, line as u64);
    if line > 1 {
        let (store, _) = Store::open(&copy).unwrap();
        assert!(store.export_lines(&mut backups[1]).unwrap().lost.is_some());
    } else {
        backups.pop();
    }
    for (round, backup) in backups.iter().enumerate() {
        let new = original.place.path().join(format!("new-{line}-{round}"));
        let restored = Store::restore(&new, &mut backup.as_slice()).unwrap();
        assert_eq!((restored.entries, restored.repairs), (closed.entries, vec![]));
        let (store, held) = open_clean(&new);
        assert_eq!(held, original.held);
        let history = store.history().unwrap();
        assert_eq!(replayed(&history), original.held);
        let last = history.last().unwrap();
        assert_eq!((last.who.as_str(), last.what.as_str()), ("plandesk", "rescued"));
    }
    Store::restore(&copy, &mut backups[0].as_slice()).unwrap();
    assert_eq!(open_clean(&copy).1, original.held);
}

#[test]
fn a_backup_of_a_damaged_history_holds_what_the_state_lacks_as_well() {
    let place = tempfile::tempdir().unwrap();
    let (one, killed) = (place.path().join("one"), place.path().join("killed"));
    let mut held = filled_store(&one, 2, 8);
    let (mut store, _) = open_clean(&one);
    let item = plan_id("mou-wsjk-2025").item(plandesk::plan::ItemKind::Task, 1);
    let entry = review(&held, &item, 99);
    plandesk::plan::dossier::apply_all(&mut held, &entry.changes).unwrap();
    store.append(entry).unwrap();
    copy_folder(&one, &killed);
    damage_line(&killed, 4);
    let mut backup = Vec::new();
    Store::rescue(&killed, &mut backup).unwrap();
    Store::restore(&place.path().join("new"), &mut backup.as_slice()).unwrap();
    assert_eq!(open_clean(&place.path().join("new")).1, held);
}

#[test]
fn a_lost_state_is_rebuilt() {
    let original = Original::new(3, 10);
    let copy = original.copy("gone");
    fs::remove_dir_all(copy.join("state")).unwrap();
    let repairs = original.opens_whole(&copy, "no state");
    assert!(matches!(repairs.as_slice(), [Repair::Rebuilt { .. }]), "{repairs:?}");
    open_clean(&copy);
}

#[rstest]
#[case::empty(0)]
#[case::some(64)]
fn a_half_written_snapshot_of_the_state_does_not_prevent_opening(#[case] length: usize) {
    let original = Original::new(3, 10);
    let copy = original.copy("snapshot");
    fs::write(copy.join("state/snap.0000000000FFFFFF.generating"), vec![7; length]).unwrap();
    assert_eq!(original.opens_whole(&copy, "half-written snapshot"), []);
}

#[test]
fn a_broken_snapshot_of_the_state_does_not_prevent_opening() {
    let original = Original::new(3, 10);
    let copy = original.copy("snapshot");
    fs::write(copy.join("state/snap.0000000000FFFFFF"), b"").unwrap();
    original.opens_whole(&copy, "empty snapshot");
    open_clean(&copy);
}

/// sled answers altered bytes with panics, errors and silent losses, none of which may reach the caller.
#[rstest]
#[case::in_one_segment(Original::new(20, 60), 30)]
#[case::in_many_segments(Original::large(), 20)]
fn a_byte_altered_anywhere_in_the_state_does_not_prevent_opening(#[case] original: Original, #[case] rounds: u8) {
    let used = fs::read(original.path().join("state/db")).unwrap();
    let used: Vec<usize> = (0..used.len()).filter(|&place| used[place] != 0).collect();
    let mut seed = 5;
    let mut mended = 0;
    for round in 0..rounds {
        let copy = original.copy(&round.to_string());
        flip(&copy.join("state/db"), used[random(&mut seed) % used.len()], round % 8);
        let repairs = original.opens_whole(&copy, &format!("round {round}"));
        mended += usize::from(!repairs.is_empty());
        open_clean(&copy);
        fs::remove_dir_all(&copy).unwrap();
    }
    assert!(mended > 0, "no altered byte mattered: the test does not reach what it is about");
}

#[test]
fn a_block_lost_anywhere_in_the_state_does_not_prevent_opening() {
    let original = Original::large();
    let files: Vec<PathBuf> = fs::read_dir(original.path().join("state")).unwrap().map(|f| f.unwrap().path()).collect();
    let mut seed = 3;
    let mut mended = 0;
    for round in 0..20u8 {
        let copy = original.copy(&round.to_string());
        for file in files.iter().filter(|file| file.is_file()) {
            let file = copy.join("state").join(file.file_name().unwrap());
            let mut bytes = fs::read(&file).unwrap();
            let start = random(&mut seed) % bytes.len();
            let end = bytes.len().min(start + 512);
            bytes[start..end].fill(round);
            fs::write(&file, bytes).unwrap();
            if random(&mut seed).is_multiple_of(2) {
                break;
            }
        }
        let repairs = original.opens_whole(&copy, &format!("round {round}"));
        mended += usize::from(!repairs.is_empty());
        open_clean(&copy);
        fs::remove_dir_all(&copy).unwrap();
    }
    assert!(mended > 0, "no lost block mattered: the test does not reach what it is about");
}

#[test]
fn a_state_cut_off_anywhere_does_not_prevent_opening() {
    let original = Original::large();
    let length = fs::metadata(original.path().join("state/db")).unwrap().len();
    for keep in [0, 1, 512, 4096, length / 4, length / 2, length - 4096, length - 1] {
        let copy = original.copy(&keep.to_string());
        OpenOptions::new().write(true).open(copy.join("state/db")).unwrap().set_len(keep).unwrap();
        original.opens_whole(&copy, &format!("{keep} bytes left"));
        open_clean(&copy);
    }
}

#[test]
fn a_state_of_another_store_is_not_used() {
    let original = Original::new(3, 10);
    let other = tempfile::tempdir().unwrap();
    filled_store(other.path(), 4, 9);
    let copy = original.copy("mixed");
    fs::remove_dir_all(copy.join("state")).unwrap();
    copy_folder(&other.path().join("state"), &copy.join("state"));
    let repairs = original.opens_whole(&copy, "another state");
    assert!(matches!(repairs.as_slice(), [Repair::Rebuilt { .. }]), "{repairs:?}");
    assert!(copy.join("state.aside").is_dir(), "the old state is kept");
}

#[test]
fn verifying_a_sound_store_finds_nothing_and_changes_nothing() {
    let original = Original::new(3, 10);
    let before = listing(&original.path());
    let report = Store::verify(&original.path()).unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert_eq!((report.schema, report.entries, report.segments), (SCHEMA, 11, 1));
    assert_eq!(listing(&original.path()), before);
    let (_store, _) = open_clean(&original.path());
    let report = Store::verify(&original.path()).unwrap();
    assert!(
        matches!(report.findings.as_slice(), [Finding::Unchecked(StoreError::Busy { .. })]),
        "{:?}",
        report.findings
    );
}

/// Returns every file with its content, the lock's process number left out.
fn listing(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(listing(&path));
        } else if !path.ends_with("lock") {
            files.push((path.clone(), fs::read(path).unwrap()));
        }
    }
    files.sort();
    files
}

/// Returns a pseudo-random number, the same sequence in every run.
fn random(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize
}

/// An attacker who rewrites a sealed period together with the journal's checksums still has to match the checksum of
/// the seal itself.
#[test]
fn a_seal_whose_content_was_altered_is_reported_as_damage() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("store");
    let held = filled_store(&dir, 3, 3);
    let plan = plan_id("mou-wsjk-2025");
    let period = Period::annual(Year(2023));
    let mut seal = Seal::of(&held[&plan], period, &Thresholds::default(), "wang", "2023-12-31T09:00:00+08:00");
    let sealed = |seal: Seal, period| {
        let edit = Edit { before: None, after: Some(seal) };
        entry("seal", vec![Change::Seal { plan: plan.clone(), period, edit }])
    };
    let (mut store, _) = open_clean(&dir);
    store.append(sealed(seal.clone(), period)).unwrap();
    drop(store);
    assert!(Store::verify(&dir).unwrap().findings.is_empty());
    std::sync::Arc::make_mut(&mut seal.content).tasks.pop();
    let (mut store, _) = open_clean(&dir);
    store.append(sealed(seal, Period::MID_TERM)).unwrap();
    drop(store);
    let findings = Store::verify(&dir).unwrap().findings;
    assert!(matches!(&findings[..], [Finding::Seal { period: Period::MID_TERM, .. }]), "{findings:?}");
    assert!(findings[0].is_damage());
}
