//! Files of a store that are shortened, zeroed, removed, or replaced by those of other stores.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::office::{Office, copy_folder, documented, task_of};
use super::until_time_is_over;
use crate::faults::Random;
use crate::support::cli::Bench;

/// The number of changes in the store that is damaged, each about a task of its own.
const CHANGES: u64 = 12;

/// A store, and others whose files replace its own.
struct Stores {
    whole: Office,
    /// A copy with half of the store's changes, and other changes after these.
    branch: Office,
    /// An unrelated store with more changes.
    foreign: Office,
}

impl Stores {
    fn make() -> Stores {
        let mut whole = Office::open();
        (0..CHANGES / 2).for_each(|_| whole.save("whole"));
        let mut branch = whole.copy();
        (0..CHANGES / 2).for_each(|_| whole.save("whole"));
        (0..CHANGES).for_each(|_| branch.save("branch"));
        let mut foreign = Office::of(Bench::empty());
        documented(foreign.bench.command(["plans"]), "a new store");
        (0..2 * CHANGES).for_each(|_| foreign.save("foreign"));
        Stores { whole, branch, foreign }
    }

    /// Returns the path of one of the other stores.
    fn other(&self, random: &mut Random) -> PathBuf {
        [&self.branch, &self.foreign][random.below(2) as usize].bench.store()
    }
}

/// The damage done to a store, as far as it decides which losses can be noticed.
#[derive(Default)]
struct Ruin {
    told: Vec<String>,
    /// The end of the journal may be gone without a trace.
    journal: bool,
    state: bool,
    head: bool,
    /// Entries of a diverged copy are in the journal, and only the state and the head distinguish them from the store's
    /// own.
    branch: bool,
}

/// Damages copies of a store, and compares the program's messages afterwards with what it had acknowledged.
pub fn of_every_kind(random: &mut Random) {
    let stores = Stores::make();
    let (mut whole, mut refused, mut partly) = (0, 0, 0);
    let rounds = until_time_is_over(|round| {
        let office = stores.whole.copy();
        let mut ruin = Ruin::default();
        for _ in 0..=random.below(3) {
            ruin_something(&office.bench.store(), &stores, &mut ruin, random);
        }
        match judge(office, &ruin, &format!("store {round}: {}", ruin.told.join(", "))) {
            None => refused += 1,
            Some(0) => whole += 1,
            Some(_) => partly += 1,
        }
    });
    println!("{rounds} stores ruined: {whole} with all data, {refused} refused, {partly} whose losses were told");
}

fn ruin_something(store: &Path, stores: &Stores, ruin: &mut Ruin, random: &mut Random) {
    let files = files(store);
    let name = &files[random.below(files.len() as u64) as usize];
    let (file, is_state) = (store.join(name), name.starts_with("state"));
    let mut bytes = fs::read(&file).unwrap();
    let at = random.below(bytes.len() as u64 + 1) as usize;
    let how = match random.below(9) {
        0 => {
            bytes.truncate(at);
            "cut"
        }
        1 => {
            bytes[at..].fill(0);
            "zeroed to the end"
        }
        2 => {
            bytes[at..].iter_mut().take(512).for_each(|byte| *byte = 0);
            "zeroed in the middle"
        }
        3 => {
            bytes[at..].iter_mut().take(1).for_each(|byte| *byte ^= 1 << random.below(8));
            "one bit flipped"
        }
        4 => {
            bytes.clear();
            "emptied"
        }
        5 => return exchange(store, stores, ruin, random),
        6 => return add_a_journal_file(store, stores, ruin, random),
        7 => {
            let _ = fs::remove_dir_all(store.join("state"));
            ruin.told.push("state removed".to_string());
            ruin.state = true;
            return;
        }
        _ => {
            fs::remove_file(&file).unwrap();
            "removed"
        }
    };
    if how != "removed" {
        fs::write(&file, bytes).unwrap();
    }
    ruin.told.push(format!("{} {how} at {at}", name.display()));
    ruin.state |= is_state;
    ruin.head |= name.as_path() == Path::new("head");
    ruin.journal |= name.starts_with("journal") && how != "one bit flipped";
}

/// Replaces a folder of the store by that of another store.
fn exchange(store: &Path, stores: &Stores, ruin: &mut Ruin, random: &mut Random) {
    let (other, part) = (stores.other(random), ["journal", "state", "backups"][random.below(3) as usize]);
    let _ = fs::remove_dir_all(store.join(part));
    copy_folder(&other.join(part), &store.join(part));
    ruin.told.push(format!("{part} of {}", other.display()));
    ruin.state |= part == "state";
    ruin.journal |= part == "journal";
    ruin.branch |= part == "journal" && other == stores.branch.bench.store();
}

/// Adds a file to the journal that does not belong there.
fn add_a_journal_file(store: &Path, stores: &Stores, ruin: &mut Ruin, random: &mut Random) {
    let name = ["000002.jsonl", "+2.jsonl", "000001 (copy).jsonl", "notes.txt"][random.below(4) as usize];
    let other = stores.other(random);
    let Some(first) = files(&other).into_iter().find(|file| file.starts_with("journal")) else { return };
    let _ = fs::create_dir_all(store.join("journal"));
    fs::copy(other.join(first), store.join("journal").join(name)).unwrap();
    ruin.told.push(format!("{name} of {} added", other.display()));
    ruin.branch |= name == "000002.jsonl" && other == stores.branch.bench.store();
}

/// Returns the number of acknowledged changes that are gone; `None` if the store is refused and left unchanged.
fn judge(mut office: Office, ruin: &Ruin, round: &str) -> Option<u64> {
    let doctor = documented(office.bench.command(["doctor", "--lang", "en"]), round);
    let journal = journal(&office.bench.store());
    let list = "tasks --plan bachu-wsjk-2025 --period 2023 --format json --lang en";
    let opened = documented(office.bench.command(list.split(' ')), round);
    if opened.code != 0 {
        assert_eq!((opened.code, doctor.code), (4, 4), "{round}: {}", opened.stderr);
        assert!(self::journal(&office.bench.store()) == journal, "{round}: refused, and the journal was changed");
        return None;
    }
    let told = format!("{}{}{}", doctor.stdout, doctor.stderr, opened.stderr);
    let (held, named) = (reviews(&opened.stdout), numbers(&told));
    let missing: Vec<u64> =
        office.acknowledged.iter().filter(|(_, words)| !held.contains(*words)).map(|(seq, _)| *seq).collect();
    // A change of which none of these has a trace can't be missed.
    let is_untold = ruin.journal && ruin.state && (ruin.head || ruin.branch);
    let history = documented(office.bench.command(["history", "--format", "json"]), round).stdout;
    for seq in missing.iter().filter(|_| !is_untold) {
        let words = &office.acknowledged[seq];
        // A change that another branch has overwritten is in the history, and its record is named.
        let is_told = match history.contains(&format!("\"{words}\"")) {
            true => told.contains(&format!("{} 2023", task_of(words))),
            false => named.contains(seq),
        };
        assert!(is_told, "{round}: entry {seq} is gone without a word:\n{told}");
        assert_eq!(doctor.code, 4, "{round}: doctor finds no damage:\n{told}");
    }
    office.acknowledged.retain(|seq, _| !missing.contains(seq));
    office.save("after");
    Some(missing.len() as u64)
}

/// Returns the texts of the reviews in a list of tasks.
fn reviews(tasks: &str) -> BTreeSet<String> {
    let tasks: Value = serde_json::from_str(tasks).unwrap();
    let words = |task: &Value| task["review"]["done"].as_str().map(str::to_string);
    tasks.as_array().unwrap().iter().filter_map(words).collect()
}

/// Returns the numbers of the entries that messages name: `entries 3–7, 9`, `entry 4`.
fn numbers(told: &str) -> BTreeSet<u64> {
    let run = |word: &str| -> Option<std::ops::RangeInclusive<u64>> {
        let (first, last) = word.split_once('–').unwrap_or((word, word));
        Some(first.parse().ok()?..=last.parse().ok()?)
    };
    let lists = told.split("entries ").flat_map(|rest| rest.split("entry ")).skip(1);
    let named = lists.flat_map(|list| {
        list.split(", ").map_while(|word| {
            run(word.split(|char: char| !(char.is_ascii_digit() || char == '–')).next().unwrap_or_default())
        })
    });
    named.filter(|run| run.end() - run.start() < 10_000).flatten().collect()
}

/// Returns the files of a store, without those that are rebuilt whenever they are missing.
fn files(store: &Path) -> Vec<PathBuf> {
    let parts = ["journal", "state", "backups"].map(|part| store.join(part));
    let listed = parts.iter().filter_map(|part| fs::read_dir(part).ok()).flatten().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = listed.chain([store.join("head")]).filter(|path| path.is_file()).collect();
    files.iter_mut().for_each(|file| *file = file.strip_prefix(store).unwrap().to_path_buf());
    files.sort();
    files
}

/// Returns the content of each file of the journal.
fn journal(store: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = files(store).into_iter().filter(|file| file.starts_with("journal"));
    files.map(|file| (file.clone(), fs::read(store.join(file)).unwrap())).collect()
}
