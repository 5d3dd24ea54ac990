//! A damaged journal is reassembled from its own lines, from backups and from the state, and the repairs name the
//! losses.

use std::fs;
use std::path::{Path, PathBuf};

use plandesk::plan::dossier::apply_all;
use plandesk::plan::{Dossiers, ItemKind};
use plandesk::store::{Fault, NewEntry, RESCUED, Reassembled, Repair, Store, StoreError};
use plandesk::text::Language;
use rstest::rstest;

use crate::support::store::*;

/// Creates a store that was used on three days, so that it has backups of three days, closes it, and returns its data.
pub fn worked_with(dir: &Path) -> Dossiers {
    let mut held = Dossiers::new();
    for (day, numbers) in [(1, 0..3), (2, 3..6), (3, 6..9)] {
        // It is opened anew each day, so that a day's work does not begin before the backup of the day before is made.
        let (mut store, _) = open_clean(dir);
        for number in numbers {
            let item = plan_id("mou-wsjk-2025").item(ItemKind::Task, number % 3 + 1);
            let entry = match number {
                0 => import(sample_plan("mou-wsjk-2025", 3, "健康")),
                number => review(&held, &item, 10 * number as u8),
            };
            let entry = NewEntry { at: format!("2023-06-{day:02}T09:00:00+08:00"), ..entry };
            apply_all(&mut held, &entry.changes).unwrap();
            store.append(entry).unwrap();
        }
    }
    held
}

/// Alters a byte of a line of the journal, counted from 1. Entry `n` is on line `n + 1`.
fn damage(dir: &Path, line: usize) {
    let journal = fs::read(first_segment(dir)).unwrap();
    let before = journal.split_inclusive(|&byte| byte == b'\n').take(line - 1).map(<[u8]>::len).sum::<usize>();
    let mut altered = journal.clone();
    altered[before + 40] ^= 1;
    fs::write(first_segment(dir), altered).unwrap();
}

pub fn without_state(dir: &Path) {
    fs::remove_dir_all(dir.join("state")).unwrap();
}

pub fn without_backups(dir: &Path) {
    fs::remove_dir_all(dir.join("backups")).unwrap();
}

pub fn reassembled(repairs: &[Repair]) -> &Reassembled {
    let [Repair::Reassembled(how)] = repairs else { panic!("{repairs:?}") };
    how
}

pub fn backups(dir: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(dir.join("backups")).unwrap().map(|file| file.unwrap().path()).collect();
    found.sort();
    found
}

#[rstest]
#[case::the_header(1)]
#[case::the_import(2)]
#[case::the_first_day(4)]
#[case::the_second_day(5)]
fn a_lost_entry_is_taken_from_a_backup(#[case] line: usize) {
    let place = tempfile::tempdir().unwrap();
    let held = worked_with(place.path());
    assert_eq!(backups(place.path()).len(), 3);
    let sound = fs::read(first_segment(place.path())).unwrap();
    damage(place.path(), line);
    without_state(place.path());
    let (store, opened) = Store::open(place.path()).unwrap();
    let how = reassembled(&opened.repairs);
    assert_eq!((how.from_backup, how.lost.len()), (u64::from(line > 1), 0), "{how:?}");
    assert_eq!(opened.dossiers, held);
    assert_eq!(fs::read(first_segment(place.path())).unwrap(), sound, "it is the very same journal again");
    let told = opened.repairs[0].text(Language::En);
    assert!(told.contains("no change was lost") && told.contains("before-mend-001"), "{told}");
    drop(store);
    open_clean(place.path());
}

#[rstest]
#[case::before_all_reviews(2)]
#[case::in_the_middle(6)]
#[case::the_last(10)]
fn a_lost_entry_is_taken_from_the_state(#[case] line: usize) {
    let place = tempfile::tempdir().unwrap();
    let held = worked_with(place.path());
    without_backups(place.path());
    damage(place.path(), line);
    let (store, opened) = Store::open(place.path()).unwrap();
    drop(store);
    assert_eq!(opened.dossiers, held);
    let repairs = match opened.repairs.as_slice() {
        // The state already has the last entry, so only the history suffers.
        [Repair::HistoryDamaged { .. }] if line < 10 => Store::mend(place.path()).unwrap(),
        _ => opened.repairs,
    };
    let how = reassembled(&repairs);
    assert_eq!((how.lost.as_slice(), how.data_whole), ([(line as u64 - 1, line as u64 - 1)].as_slice(), true));
    let (store, found) = open_clean(place.path());
    assert_eq!(found, held);
    let history = store.history().unwrap();
    assert_eq!(replayed(&history), held);
    assert_eq!(history[line - 2].what, RESCUED);
}

/// A salvage that was interrupted between its two moves has moved the state away and not yet the journal.
#[test]
fn an_interrupted_salvage_does_not_cost_the_state() {
    let place = tempfile::tempdir().unwrap();
    let held = worked_with(place.path());
    without_backups(place.path());
    damage(place.path(), 10);
    let kept = place.path().join("before-mend-001-20230701-090000");
    fs::create_dir(&kept).unwrap();
    fs::rename(place.path().join("state"), kept.join("state")).unwrap();
    fs::create_dir(place.path().join("journal.restored")).unwrap();
    let opened = Store::open(place.path()).unwrap().1;
    assert_eq!(opened.dossiers, held);
    assert!(reassembled(&opened.repairs).data_whole);
}

#[test]
fn an_entry_that_is_nowhere_else_is_named_as_lost_and_the_rest_is_kept() {
    let place = tempfile::tempdir().unwrap();
    let held = worked_with(place.path());
    without_backups(place.path());
    without_state(place.path());
    damage(place.path(), 4);
    let (store, opened) = Store::open(place.path()).unwrap();
    let how = reassembled(&opened.repairs);
    assert_eq!((how.from_journal, how.lost.as_slice(), how.data_whole), (8, [(3, 3)].as_slice(), false));
    // A later review of the same task contains the result of the lost one, so the current data are complete.
    assert_eq!(opened.dossiers, held);
    let history = store.history().unwrap();
    assert_eq!(history.iter().map(|entry| entry.seq).collect::<Vec<_>>(), (1..=9).collect::<Vec<_>>());
    assert_eq!((history[2].what.as_str(), history[2].changes.len(), history[5].changes.len()), (RESCUED, 0, 2));
    assert!(opened.repairs[0].text(Language::En).contains("entries 3 can't be recovered"));
    drop(store);
    open_clean(place.path());
}

#[test]
fn a_lost_end_is_completed_from_the_latest_backup() {
    let place = tempfile::tempdir().unwrap();
    worked_with(place.path());
    without_state(place.path());
    let journal = fs::read(first_segment(place.path())).unwrap();
    let two = journal.split_inclusive(|&byte| byte == b'\n').take(3).map(<[u8]>::len).sum::<usize>();
    fs::write(first_segment(place.path()), [&journal[..two], b"rubbish\n"].concat()).unwrap();
    let (store, opened) = Store::open(place.path()).unwrap();
    let how = reassembled(&opened.repairs);
    assert_eq!((how.from_journal, how.from_backup), (2, 5), "the third day's backup ends with its first entry");
    assert_eq!((store.last_seq(), how.lost.as_slice()), (9, [(8, 9)].as_slice()), "what nobody has is named");
}

/// An unreadable end counts as one entry; an altered line feed joins two lines into one.
#[rstest]
#[case::the_last_line(30, 1)]
#[case::the_line_feed_between_the_last_two(0, 2)]
fn an_end_that_can_not_be_read_is_named_as_lost(#[case] behind_the_feed: usize, #[case] lost: u64) {
    let place = tempfile::tempdir().unwrap();
    worked_with(place.path());
    without_state(place.path());
    without_backups(place.path());
    let mut journal = fs::read(first_segment(place.path())).unwrap();
    let feeds: Vec<usize> = (0..journal.len()).filter(|&at| journal[at] == b'\n').collect();
    journal[feeds[feeds.len() - 2] + behind_the_feed] ^= 1;
    fs::write(first_segment(place.path()), journal).unwrap();
    let (store, opened) = Store::open(place.path()).unwrap();
    assert_eq!(reassembled(&opened.repairs).lost, [(10 - lost, 9)]);
    assert_eq!(store.last_seq(), 9);
}

#[rstest]
#[case::the_folder("journal")]
#[case::its_file("journal/000001.jsonl")]
fn a_lost_journal_is_rebuilt_from_backup_and_state(#[case] lost: &str) {
    let place = tempfile::tempdir().unwrap();
    let held = worked_with(place.path());
    let lost = place.path().join(lost);
    if lost.is_dir() {
        fs::remove_dir_all(lost).unwrap()
    } else {
        fs::remove_file(lost).unwrap()
    }
    let (store, opened) = Store::open(place.path()).unwrap();
    assert_eq!(opened.dossiers, held);
    let how = reassembled(&opened.repairs);
    assert_eq!((how.from_backup, how.lost.as_slice(), how.data_whole), (7, [(8, 9)].as_slice(), true));
    drop(store);
    assert_eq!(open_clean(place.path()).1, held);
}

#[test]
fn a_store_is_rebuilt_from_backups_alone() {
    let place = tempfile::tempdir().unwrap();
    worked_with(place.path());
    without_state(place.path());
    fs::remove_dir_all(place.path().join("journal")).unwrap();
    assert!(Store::exists(place.path()), "it is not taken for a new one");
    let (store, opened) = Store::open(place.path()).unwrap();
    assert_eq!((store.last_seq(), opened.dossiers.len()), (9, 1));
    assert_eq!(reassembled(&opened.repairs).lost, [(8, 9)]);
}

#[test]
fn nothing_is_changed_if_nothing_can_be_recovered() {
    let place = tempfile::tempdir().unwrap();
    worked_with(place.path());
    without_state(place.path());
    without_backups(place.path());
    damage(place.path(), 2);
    let altered = fs::read(first_segment(place.path())).unwrap();
    let error = Store::open(place.path()).unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { line: Some(2), fault: Fault::Checksum, .. }), "{error:?}");
    for part in ["journal/000001.jsonl line 2", "nothing was changed", "plandesk doctor", "plandesk restore"] {
        assert!(error.to_string().contains(part), "{error}");
    }
    assert_eq!(fs::read(first_segment(place.path())).unwrap(), altered);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 3, "the journal, the head and the lock");
}

/// After a restore there are two histories with the same beginning. The damaged one is not completed from the other.
#[test]
fn entries_of_a_replaced_history_do_not_come_back() {
    let place = tempfile::tempdir().unwrap();
    let (dir, early) = (place.path().join("store"), place.path().join("early"));
    worked_with(&dir);
    // Goes back to the first entry, of which there is a backup, and continues differently.
    let first = fs::File::open(&backups(&dir)[0]).unwrap();
    Store::restore(&dir, &mut std::io::BufReader::new(first)).unwrap();
    let (mut store, opened) = Store::open(&dir).unwrap();
    let mut held = opened.dossiers;
    for progress in [1, 2, 3] {
        let item = plan_id("mou-wsjk-2025").item(ItemKind::Task, 2);
        let entry = review(&held, &item, progress);
        apply_all(&mut held, &entry.changes).unwrap();
        store.append(entry).unwrap();
    }
    drop(store);
    copy_folder(&dir, &early);
    // Its end is lost. The entries that the replaced history had there are no substitute.
    without_state(&dir);
    let journal = fs::read(first_segment(&dir)).unwrap();
    let two = journal.split_inclusive(|&byte| byte == b'\n').take(2).map(<[u8]>::len).sum::<usize>();
    fs::write(first_segment(&dir), [&journal[..two], b"rubbish\n"].concat()).unwrap();
    let (store, _) = Store::open(&dir).unwrap();
    assert!(
        store
            .history()
            .unwrap()
            .iter()
            .filter(|entry| entry.what != RESCUED)
            .all(|entry| entry.at.starts_with("2023-06-01") || entry.at.starts_with("2023-06-30"))
    );
    // A line in the middle is lost.
    without_state(&early);
    damage(&early, 3);
    let (_, opened) = Store::open(&early).unwrap();
    assert_eq!(opened.dossiers, held);
}

/// An intact line that is not understood is not damaged, but written by a newer version.
#[test]
fn a_line_that_is_intact_is_never_left_out() {
    let place = tempfile::tempdir().unwrap();
    worked_with(place.path());
    let journal = fs::read_to_string(first_segment(place.path())).unwrap();
    let last = journal.lines().last().unwrap();
    let checksum = &last[last.len() - 66..last.len() - 2];
    let body = format!(
        "{{\"seq\":10,\"at\":\"2030-01-01T00:00:00Z\",\"who\":\"li\",\"what\":\"new\",\"undoes\":null,\"changes\":[{{\"record\":\"unheard-of\"}}],\"previous\":\"{checksum}\""
    );
    let seal: String = <sha2::Sha256 as sha2::Digest>::digest(&body).iter().map(|b| format!("{b:02x}")).collect();
    let with_new = format!("{journal}{body},\"checksum\":\"{seal}\"}}\n");
    fs::write(first_segment(place.path()), &with_new).unwrap();
    for attempt in [Store::open(place.path()).map(drop), Store::mend(place.path()).map(drop)] {
        let error = attempt.unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { fault: Fault::Content(_), .. }), "{error:?}");
        assert!(error.to_string().contains("newer plandesk"), "{error}");
    }
    assert_eq!(fs::read_to_string(first_segment(place.path())).unwrap(), with_new);
}

/// Returns the lines of the journal's only file, each with its line feed.
pub fn lines_of(dir: &Path) -> Vec<Vec<u8>> {
    fs::read(first_segment(dir)).unwrap().split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect()
}

/// Removes everything else that could tell how far the journal went.
pub fn without_witnesses(dir: &Path) {
    without_state(dir);
    let _ = fs::remove_file(dir.join("head"));
}

/// The end of the journal is gone without a trace, but the store's newest backup still has it.
#[rstest]
#[case::all_but_the_header(|lines: &[Vec<u8>]| lines[0].clone())]
#[case::cut_between_two_lines(|lines: &[Vec<u8>]| lines[..4].concat())]
#[case::cut_within_a_line(|lines: &[Vec<u8>]| lines.concat()[..lines[..4].concat().len() + 50].to_vec())]
#[case::an_end_of_zeros(|lines: &[Vec<u8>]| [lines[..4].concat(), vec![0; lines[4..].concat().len()]].concat())]
fn a_shortened_journal_is_completed_from_the_newest_backup(#[case] shortened: fn(&[Vec<u8>]) -> Vec<u8>) {
    let place = tempfile::tempdir().unwrap();
    worked_with(place.path());
    let lines = lines_of(place.path());
    fs::write(first_segment(place.path()), shortened(&lines)).unwrap();
    without_witnesses(place.path());
    let report = Store::verify(place.path()).unwrap();
    assert!(report.findings.iter().any(|finding| finding.is_damage()), "{:?}", report.findings);
    let (store, opened) = Store::open(place.path()).unwrap();
    let how = reassembled(&opened.repairs);
    assert!(how.from_backup > 0, "{how:?}");
    assert_eq!(store.last_seq(), 7, "the newest backup ends with the third day's first entry");
    drop(store);
    assert_eq!(lines_of(place.path()), lines[..8]);
    open_clean(place.path());
}

/// A state that lags behind, and is as short as the journal, does not prove that nothing is missing.
#[test]
fn a_shortened_journal_is_noticed_even_if_the_state_is_as_short() {
    let place = tempfile::tempdir().unwrap();
    let (dir, early) = (place.path().join("store"), place.path().join("early"));
    let mut held = filled_store(&dir, 3, 2);
    copy_folder(&dir, &early);
    for day in 1..=2 {
        let (mut store, _) = open_clean(&dir);
        let item = plan_id("mou-wsjk-2025").item(ItemKind::Task, 1);
        let at = format!("2023-07-{day:02}T09:00:00+08:00");
        let entry = NewEntry { at, ..review(&held, &item, 50 + day) };
        apply_all(&mut held, &entry.changes).unwrap();
        store.append(entry).unwrap();
    }
    for part in ["state", "journal"] {
        fs::remove_dir_all(dir.join(part)).unwrap();
        copy_folder(&early.join(part), &dir.join(part));
    }
    let _ = fs::remove_file(dir.join("head"));
    let (store, opened) = Store::open(&dir).unwrap();
    assert_eq!((store.last_seq(), opened.dossiers), (5, held));
    assert_eq!(reassembled(&opened.repairs).from_backup, 2);
}

/// Entries that were reported as saved and are nowhere any more are named at least.
#[test]
fn acknowledged_entries_that_are_gone_without_a_trace_are_named() {
    let place = tempfile::tempdir().unwrap();
    worked_with(place.path());
    let lines = lines_of(place.path());
    fs::write(first_segment(place.path()), lines[..6].concat()).unwrap();
    without_state(place.path());
    without_backups(place.path());
    let (_, opened) = Store::open(place.path()).unwrap();
    assert_eq!(reassembled(&opened.repairs).lost, [(6, 9)]);
    assert!(!opened.repairs[0].text(Language::En).contains("no change was lost"));
}

#[rstest]
#[case::of_another_store(false)]
#[case::of_a_copy_that_went_on(true)]
fn a_state_of_another_journal_is_not_used(#[case] a_copy: bool) {
    let place = tempfile::tempdir().unwrap();
    let (dir, other) = (place.path().join("store"), place.path().join("other"));
    let held = filled_store(&dir, 3, 4);
    if a_copy {
        // The copy diverges from the second entry on, and is longer.
        let lines = lines_of(&dir);
        copy_folder(&dir, &other);
        fs::remove_dir_all(other.join("backups")).unwrap();
        fs::write(first_segment(&other), lines[..3].concat()).unwrap();
        without_witnesses(&other);
    } else {
        filled_store(&other, 3, 2);
    }
    let (mut store, opened) = Store::open(&other).unwrap();
    let mut elsewhere = opened.dossiers;
    for progress in 1..=9 {
        let item = plan_id("mou-wsjk-2025").item(ItemKind::Task, 2);
        let entry = review(&elsewhere, &item, progress);
        apply_all(&mut elsewhere, &entry.changes).unwrap();
        store.append(entry).unwrap();
    }
    drop(store);
    without_state(&dir);
    copy_folder(&other.join("state"), &dir.join("state"));
    let before = lines_of(&dir);
    let (store, opened) = Store::open(&dir).unwrap();
    assert_eq!(opened.dossiers, held);
    assert!(matches!(opened.repairs.as_slice(), [Repair::Rebuilt { .. }]), "{:?}", opened.repairs);
    assert_eq!(replayed(&store.history().unwrap()), held);
    drop(store);
    assert_eq!(lines_of(&dir), before, "the journal is as it was");
}

/// Two desks worked on one store at once: each continued from the same entry, and both reported “saved”.
#[rstest]
#[case::one_after_the_other(false, true)]
#[case::in_turns(true, true)]
#[case::without_a_state(true, false)]
fn both_branches_of_a_forked_journal_are_kept(#[case] in_turns: bool, #[case] with_state: bool) {
    let place = tempfile::tempdir().unwrap();
    let (dir, other) = (place.path().join("store"), place.path().join("other"));
    let held = filled_store(&dir, 3, 2);
    copy_folder(&dir, &other);
    let common = lines_of(&dir).len();
    let go_on = |dir: &Path, who: &str, items: &[u32]| {
        let (mut store, _) = open_clean(dir);
        for (number, item) in items.iter().enumerate() {
            let item = plan_id("mou-wsjk-2025").item(ItemKind::Task, *item);
            let entry = review(store.dossiers(), &item, 60 + 10 * number as u8 + who.len() as u8);
            store.append(NewEntry { who: who.into(), ..entry }).unwrap();
        }
    };
    go_on(&dir, "wang", &[1, 2, 2]);
    go_on(&other, "li", &[3, 2]);
    let (ours, theirs) = (lines_of(&dir), lines_of(&other));
    let mut both = ours[..common].to_vec();
    let (mut ours, mut theirs) = (ours[common..].to_vec(), theirs[common..].to_vec());
    while !(ours.is_empty() && theirs.is_empty()) {
        for branch in [&mut ours, &mut theirs] {
            let many = if in_turns { branch.len().min(1) } else { branch.len() };
            both.extend(branch.drain(..many));
        }
    }
    fs::write(first_segment(&dir), both.concat()).unwrap();
    if !with_state {
        without_witnesses(&dir);
    }
    let (store, opened) = Store::open(&dir).unwrap();
    let told = opened.repairs[0].text(Language::En);
    assert!(!told.contains("no change was lost"), "{told}");
    assert!(told.contains("li") && told.contains("mou-wsjk-2025/t2"), "what differs is named: {told}");
    let history = store.history().unwrap();
    let by = |who: &str| -> Vec<u8> {
        let entries = history[common - 1..].iter().filter(|entry| entry.who == who);
        let progress = entries.map(|entry| match entry.changes.last() {
            Some(plandesk::plan::Change::Review { edit, .. }) => edit.after.as_ref().unwrap().progress.unwrap().get(),
            other => panic!("{other:?}"),
        });
        progress.collect()
    };
    assert_eq!((by("wang"), by("li")), (vec![64, 74, 84], vec![62, 72]), "{history:?}");
    let now = opened.dossiers;
    assert_eq!(replayed(&history), now);
    assert_ne!(now, held);
    drop(store);
    open_clean(&dir);
}

#[test]
fn a_journal_file_of_another_store_is_not_used() {
    let place = tempfile::tempdir().unwrap();
    let (dir, other) = (place.path().join("store"), place.path().join("other"));
    let held = filled_store(&dir, 3, 4);
    let options = plandesk::store::Options { segment_bytes: 4096, ..Default::default() };
    filled_store(&other, 3, 1);
    let (mut store, _) = Store::open_with(&other, options).unwrap();
    for progress in 1..=20 {
        let item = plan_id("mou-wsjk-2025").item(ItemKind::Task, 2);
        let entry = review(store.dossiers(), &item, progress);
        store.append(entry).unwrap();
    }
    drop(store);
    let foreign = ["000002.jsonl", "000002.jsonl.gz"].map(|name| other.join("journal").join(name));
    let foreign = foreign.iter().find(|path| path.exists()).unwrap();
    fs::copy(foreign, dir.join("journal").join(foreign.file_name().unwrap())).unwrap();
    for with_state in [true, false] {
        let copy = place.path().join(format!("copy-{with_state}"));
        copy_folder(&dir, &copy);
        if !with_state {
            without_witnesses(&copy);
        }
        let (store, opened) = Store::open(&copy).unwrap();
        assert_eq!(opened.dossiers, held, "{:?}", opened.repairs);
        assert_eq!(store.last_seq(), 5);
        let told = opened.repairs[0].text(Language::En);
        assert!(told.contains("another store") && told.contains("000002.jsonl"), "{told}");
        drop(store);
        open_clean(&copy);
    }
}

/// Creates a closed store with so many reviews of a plan with many tasks, in several files of the journal.
fn long_store(dir: &Path, reviews: u32) {
    filled_store(dir, 300, 0);
    let options = plandesk::store::Options { segment_bytes: 256 << 10, ..Default::default() };
    let (mut store, _) = Store::open_with(dir, options).unwrap();
    for number in 0..reviews {
        let item = plan_id("mou-wsjk-2025").item(ItemKind::Task, number % 300 + 1);
        let entry = review(store.dossiers(), &item, (number % 101) as u8);
        store.append(entry).unwrap();
    }
    drop(store);
    Store::mend(dir).unwrap();
    without_witnesses(dir);
}

/// Returns the path of the journal's second file, compressed or not.
fn second_file(dir: &Path) -> PathBuf {
    let file = dir.join("journal/000002.jsonl");
    if file.exists() { file } else { dir.join("journal/000002.jsonl.gz") }
}

fn time_to_open(reviews: u32, ruin: fn(&Path)) -> std::time::Duration {
    let place = tempfile::tempdir().unwrap();
    long_store(place.path(), reviews);
    ruin(place.path());
    let began = std::time::Instant::now();
    let (_, opened) = Store::open(place.path()).unwrap();
    let took = began.elapsed();
    reassembled(&opened.repairs);
    took
}

/// However a long journal is damaged, opening it takes time in proportion to its length, since entries that build on
/// lost ones are bridged one by one. `PLANDESK_TEST_ENTRIES` sets a number of entries whose time is printed.
#[rstest]
#[case::a_file_emptied(|dir: &Path| {
    without_backups(dir);
    fs::write(second_file(dir), "").unwrap();
})]
#[case::a_line_in_the_first_file_lost(|dir: &Path| {
    without_backups(dir);
    let first = dir.join("journal/000001.jsonl.gz");
    let mut lines = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*fs::read(&first).unwrap()), &mut lines).unwrap();
    fs::remove_file(first).unwrap();
    let damaged = lines.split_inclusive('\n').enumerate();
    let damaged = damaged.map(|(number, line)| if number == 4 { line.replace("wang", "wong") } else { line.into() });
    fs::write(first_segment(dir), damaged.collect::<String>()).unwrap();
})]
#[case::all_but_the_backup_gone(|dir: &Path| {
    open_backup_of_everything(dir);
    fs::remove_dir_all(dir.join("journal")).unwrap();
})]
fn a_ruined_journal_opens_in_time_in_proportion_to_its_length(#[case] ruin: fn(&Path)) {
    if let Some(entries) = std::env::var("PLANDESK_TEST_ENTRIES").ok().and_then(|n| n.parse().ok()) {
        println!("{entries} entries: {:?}", time_to_open(entries, ruin));
    }
    let short = time_to_open(750, ruin);
    let most = (short * 8).max(std::time::Duration::from_secs(1));
    // The quickest of three, since other tests may use the processors meanwhile.
    let mut long = (0..3).map(|_| time_to_open(3000, ruin));
    assert!(long.any(|long| long <= most), "750 entries {short:?}, 3000 entries thrice above {most:?}");
}

/// Makes a backup of everything in the store.
fn open_backup_of_everything(dir: &Path) {
    let (mut store, _) = Store::open(dir).unwrap();
    let entry = review(store.dossiers(), &plan_id("mou-wsjk-2025").item(ItemKind::Task, 1), 100);
    store.append(NewEntry { at: "2024-01-01T09:00:00+08:00".into(), ..entry }).unwrap();
    drop(store);
    without_witnesses(dir);
}
