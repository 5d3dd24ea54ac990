//! Files that were altered or cut short while the store was closed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use plandesk::plan::{Dossiers, ItemKind};
use plandesk::store::{NewEntry, Repair, Store};

use super::child::{OPTIONS, PLAN, TASKS};
use super::watch::Random;
use crate::support::store::*;

/// Creates a closed store that has every kind of file (plain and compressed files of the journal, a state, backups),
/// and returns its data.
fn store_with_everything(dir: &Path) -> Dossiers {
    let mut held = filled_store(dir, TASKS, 0);
    for day in 1..=3 {
        let (mut store, _) = Store::open_with(dir, OPTIONS).unwrap();
        for number in 0..100 {
            let item = plan_id(PLAN).item(ItemKind::Task, number % TASKS + 1);
            let at = format!("2023-07-{day:02}T09:00:00+08:00");
            store.append(NewEntry { at, ..review(store.dossiers(), &item, (number % 101) as u8) }).unwrap();
        }
        held = store.dossiers().clone();
    }
    Store::mend(dir).unwrap();
    assert!(files(dir).iter().any(|file| file.to_str().unwrap().ends_with(".jsonl.gz")));
    held
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.retain(|file| fs::metadata(file).unwrap().len() > 0);
    found.sort();
    found
}

/// Flips a bit of some file, again and again: the store opens with everything, and reports what it repaired.
pub fn flips(rounds: u64) {
    let mut random = Random::seeded("flipped bits");
    let place = tempfile::tempdir().unwrap();
    let original = place.path().join("original");
    let held = store_with_everything(&original);
    let files = files(&original);
    let mut told: BTreeMap<&str, u64> = BTreeMap::new();
    for round in 0..rounds {
        let file = &files[random.below(files.len() as u64) as usize];
        let copy = place.path().join("copy");
        copy_folder(&original, &copy);
        let target = copy.join(file.strip_prefix(&original).unwrap());
        let mut bytes = fs::read(&target).unwrap();
        let at = random.below(bytes.len() as u64) as usize;
        bytes[at] ^= 1 << random.below(8);
        fs::write(&target, bytes).unwrap();
        let what = format!("round {round}, byte {at} of {}", file.display());
        Store::verify(&copy).unwrap_or_else(|error| panic!("{what}: {error}"));
        let (store, opened) = Store::open(&copy).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(opened.dossiers == held, "{what}: {:?}", opened.repairs);
        drop(store);
        for repair in &opened.repairs {
            *told.entry(name(repair)).or_default() += 1;
        }
        if opened.repairs.iter().any(|repair| matches!(repair, Repair::HistoryDamaged { .. })) {
            Store::mend(&copy).unwrap_or_else(|error| panic!("{what}: {error}"));
            let (store, found) = open_clean(&copy);
            assert!(found == held && replayed(&store.history().unwrap()) == held, "{what}, mended");
        }
        fs::remove_dir_all(&copy).unwrap();
    }
    println!("{rounds} flipped bits in {} files: 0 changes lost; {told:?}", files.len());
}

/// Damages several places of several files at once, also of journal, state and backups together. Entries that can't be
/// recovered are named one by one; the others are there, and nothing panics.
pub fn ruins(rounds: u64) {
    let mut random = Random::seeded("ruined stores");
    let place = tempfile::tempdir().unwrap();
    let original = place.path().join("original");
    let held = store_with_everything(&original);
    let entries = Store::open(&original).unwrap().0.history().unwrap();
    let files = files(&original);
    let (mut whole, mut refused, mut lost) = (0, 0, 0);
    for round in 0..rounds {
        let copy = place.path().join("copy");
        copy_folder(&original, &copy);
        let mut state_ruined = random.below(3) == 0;
        let (mut end_gone, mut head_ruined) = (false, false);
        for _ in 0..=random.below(6) {
            let file = &files[random.below(files.len() as u64) as usize];
            let only_flipped = ruin(&copy.join(file.strip_prefix(&original).unwrap()), &mut random);
            head_ruined |= file.ends_with("head");
            state_ruined |= file.starts_with(original.join("state"));
            end_gone |= !only_flipped && file.starts_with(original.join("journal")) && is_last(file, &files);
        }
        if state_ruined && random.below(2) == 0 {
            fs::remove_dir_all(copy.join("state")).unwrap();
        }
        // If the end of the journal is gone without a trace, only state and head can tell that there was more.
        let untold = state_ruined && end_gone && head_ruined;
        match Store::open(&copy).map(|(store, opened)| (store.history(), opened)) {
            Ok((history, opened)) => {
                let named = named_as_lost(&opened.repairs);
                assert!(untold || named > 0 || opened.dossiers == held, "round {round}: {:?}", opened.repairs);
                if let Ok(history) = history {
                    assert!(replayed(&history) == opened.dossiers, "round {round}");
                    let same = history.iter().zip(&entries).filter(|(is, was)| is.who == was.who && is.at == was.at);
                    let there = if untold { history.len().min(entries.len()) } else { entries.len() };
                    assert!(same.count() as u64 + named >= there as u64, "round {round}: {:?}", opened.repairs);
                }
                whole += u64::from(opened.dossiers == held);
                lost += named;
            }
            Err(error) => {
                assert!(error.to_string().contains("nothing was changed"), "round {round}: {error}");
                refused += 1;
            }
        }
        fs::remove_dir_all(&copy).unwrap();
    }
    println!(
        "{rounds} stores ruined in up to 6 places: {whole} came back with all data, {refused} refused; \
         of {} entries {lost} lost, each named",
        rounds * entries.len() as u64
    );
}

/// Returns the number of entries that the repairs name as lost. Damage to the history alone counts as none, since the
/// data are there.
fn named_as_lost(repairs: &[Repair]) -> u64 {
    let runs = repairs.iter().flat_map(|repair| match repair {
        Repair::Reassembled(how) => how.lost.clone(),
        _ => Vec::new(),
    });
    runs.map(|(first, last)| last - first + 1).sum()
}

/// Returns true if the journal ends with this file.
fn is_last(file: &Path, files: &[PathBuf]) -> bool {
    files.iter().filter(|other| other.parent() == file.parent()).max() == Some(&file.to_path_buf())
}

/// Flips a bit of a file, cuts it off, fills it with zeros or removes it. Returns true if it was a bit.
fn ruin(target: &Path, random: &mut Random) -> bool {
    let Ok(mut bytes) = fs::read(target) else { return false };
    let at = random.below(bytes.len() as u64) as usize;
    let how = random.below(8);
    match how {
        0 => bytes.truncate(at),
        1 => {
            let end = bytes.len().min(at + 512);
            bytes[at..end].fill(0);
        }
        2 => {
            fs::remove_file(target).unwrap();
            return false;
        }
        _ if bytes.is_empty() => {}
        _ => bytes[at] ^= 1 << random.below(8),
    }
    fs::write(target, bytes).unwrap();
    how > 2
}

fn name(repair: &Repair) -> &'static str {
    match repair {
        Repair::Rebuilt { .. } => "state rebuilt",
        Repair::HistoryDamaged { .. } => "history damaged and mended",
        Repair::Reassembled(_) => "journal put together",
        Repair::TornLine { .. } => "torn line cut off",
        Repair::Replayed { .. } => "entries replayed",
        other => panic!("{other:?}"),
    }
}

/// Cuts the journal's last file off at every `step`th byte. With the state the store opens with all entries, and
/// without it with those that are complete.
pub fn cuts_of_the_last_file(step: usize) {
    let place = tempfile::tempdir().unwrap();
    let original = place.path().join("original");
    let held = filled_store(&original, 2, 8);
    fs::remove_dir_all(original.join("backups")).unwrap();
    let journal = fs::read(first_segment(&original)).unwrap();
    let entries = journal.iter().filter(|&&byte| byte == b'\n').count() as u64 - 1;
    let (mut cuts, mut refused) = (0, 0);
    for length in (0..journal.len()).step_by(step) {
        let copy = place.path().join("copy");
        copy_folder(&original, &copy);
        fs::write(first_segment(&copy), &journal[..length]).unwrap();
        let opened = Store::open(&copy).unwrap_or_else(|error| panic!("cut at {length}: {error}")).1;
        assert!(opened.dossiers == held, "cut at {length}: {:?}", opened.repairs);
        fs::remove_dir_all(&copy).unwrap();
        copy_folder(&original, &copy);
        fs::write(first_segment(&copy), &journal[..length]).unwrap();
        fs::remove_dir_all(copy.join("state")).unwrap();
        let whole = journal[..length].iter().filter(|&&byte| byte == b'\n').count() as u64;
        match Store::open(&copy) {
            Ok((store, opened)) => {
                assert_eq!(store.last_seq(), entries, "cut at {length}");
                let named = named_as_lost(&opened.repairs);
                assert_eq!(named, entries + 1 - whole, "cut at {length}: {:?}", opened.repairs);
            }
            // A file without a header, and with none after it, is no journal.
            Err(_) => {
                assert!(whole <= 1, "cut at {length}");
                refused += 1;
            }
        }
        cuts += 1;
        fs::remove_dir_all(&copy).unwrap();
    }
    println!(
        "the last file cut at {cuts} places: with its state 0 changes lost, without it 0 whole lines lost and each other named ({refused} before the first entry's end: refused)"
    );
}
