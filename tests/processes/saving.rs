//! The store and processes around it: kills, concurrent opening, and folders and disks that can't be written to.
//!
//! Other processes are this test binary started again in a role, see [`start`].

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use plandesk::plan::dossier::apply_all;
use plandesk::plan::{Change, ItemKind};
use plandesk::store::{NewEntry, Repair, Store, StoreError};

use crate::faults::child::{PLAN, hold, role, start_test};
use crate::faults::disk::Immutable;
use crate::support::skipped::skipped;
use crate::support::store::*;

/// The variable with the number of kills; beyond the default number, processes live longer in proportion.
const ROUNDS: &str = "PLANDESK_TEST_KILLS";

/// Starts this test binary again in a role. Its output can be read from a pipe.
fn start(role: &str, dir: &Path) -> Child {
    start_test("saving::in_another_process", role, dir)
}

/// Not a test of its own: the code of the processes that other tests start.
#[test]
fn in_another_process() {
    let Some((role, dir)) = role() else { return };
    match role.as_str() {
        "save" => save_until_killed(&dir),
        "hold" => hold(&dir),
        "fill" => save_until_full(&dir),
        _ => panic!("{role}"),
    }
}

/// Saves one change after another, and prints each once it is saved.
fn save_until_killed(dir: &Path) {
    let (mut store, opened) = Store::open(dir).unwrap();
    let mut dossiers = opened.dossiers.clone();
    for number in 0.. {
        let item = plan_id(PLAN).item(ItemKind::Task, number % 20 + 1);
        let who = format!("{}-{number}", std::process::id());
        let entry = NewEntry { who: who.clone(), ..review(&dossiers, &item, (number % 101) as u8) };
        apply_all(&mut dossiers, &entry.changes).unwrap();
        println!("\nsaved {} {who}", store.append(entry).unwrap());
    }
}

/// Saves larger and larger changes under a limit on file size, and prints the outcomes.
fn save_until_full(dir: &Path) {
    signal_hook::flag::register(25, Arc::new(AtomicBool::new(false))).unwrap(); // SIGXFSZ would end the process.
    let (mut store, opened) = Store::open(dir).unwrap();
    let dossiers = opened.dossiers.clone();
    let room = fs::metadata(first_segment(dir)).unwrap().len() + 100;
    let limit = |current| {
        let limit = rustix::process::Rlimit { current, maximum: None };
        rustix::process::setrlimit(rustix::process::Resource::Fsize, limit).unwrap();
    };
    limit(Some(room));
    let item = plan_id(PLAN).item(ItemKind::Task, 1);
    for attempt in ["first", "second", "third"] {
        if attempt == "third" {
            println!("\nlast {}", store.last(1).unwrap()[0].seq);
            limit(None);
        }
        match store.append(review(&dossiers, &item, 77)) {
            Ok(seq) => println!("\n{attempt}: saved {seq}"),
            Err(StoreError::Full { .. }) => println!("\n{attempt}: full"),
            Err(StoreError::Stopped { .. }) => println!("\n{attempt}: stopped"),
            Err(error) => println!("\n{attempt}: {error}"),
        }
    }
}

#[test]
fn acknowledged_changes_survive_a_kill() {
    let rounds = std::env::var(ROUNDS).ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let place = tempfile::tempdir().unwrap();
    let mut model = filled_store(place.path(), 20, 200);
    let mut seen = 201;
    let mut seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos() as u64;
    let mut saved = BTreeMap::new();
    let mut accounts: BTreeMap<&str, u32> = BTreeMap::new();
    for round in 0..rounds {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let life = Duration::from_micros((seed >> 33) % 50_000);
        saved.extend(saved_until_killed(place.path(), life, round % 2 == 0));
        let (store, opened) = Store::open(place.path()).unwrap_or_else(|e| panic!("round {round}: {e}"));
        let new = store.newest().map(Result::unwrap).take_while(|entry| entry.seq > seen);
        for entry in new.collect::<Vec<_>>().into_iter().rev() {
            apply_all(&mut model, &entry.changes).unwrap();
            seen = entry.seq;
        }
        assert_eq!(opened.dossiers, model, "round {round}");
        for repair in opened.repairs {
            let kind = match repair {
                Repair::Replayed { .. } => "replayed",
                Repair::TornLine { .. } => "torn line",
                Repair::Rebuilt { .. } => "rebuilt",
                other => panic!("round {round}: {other:?}"),
            };
            *accounts.entry(kind).or_default() += 1;
        }
    }
    let (store, _) = open_clean(place.path());
    let history = store.history().unwrap();
    for (seq, who) in &saved {
        let entry = history.get(*seq as usize - 1).unwrap_or_else(|| panic!("entry {seq} is lost"));
        assert_eq!(entry.who, *who);
    }
    eprintln!("{rounds} kills, {} changes saved, none lost; mended: {accounts:?}", saved.len());
    assert!(!saved.is_empty(), "no child lived long enough to save anything");
}

/// Lets another process save for a while, counted from its start or from its first save, kills it, and returns the
/// number and person of each change that it had acknowledged.
fn saved_until_killed(dir: &Path, life: Duration, is_at_work: bool) -> Vec<(u64, String)> {
    let mut child = start("save", dir);
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut output = String::new();
    while is_at_work && !output.contains("saved ") {
        assert!(said.read_line(&mut output).unwrap() > 0, "it has saved nothing: {output}");
    }
    std::thread::sleep(life);
    child.kill().unwrap();
    said.read_to_string(&mut output).unwrap();
    child.wait().unwrap();
    let whole_lines = output.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    let said = whole_lines.filter_map(|line| line.strip_prefix("saved ")?.split_once(' '));
    said.map(|(seq, who)| (seq.parse().unwrap(), who.to_string())).collect()
}

#[test]
fn a_store_whose_creation_was_killed_opens() {
    let place = tempfile::tempdir().unwrap();
    for round in 0..40 {
        let dir = place.path().join(round.to_string());
        let mut child = start("hold", &dir);
        std::thread::sleep(Duration::from_micros(500 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let (mut store, opened) = Store::open(&dir).unwrap_or_else(|e| panic!("round {round}: {e}"));
        assert_eq!(opened.repairs, [], "round {round}");
        store.append(import(sample_plan(PLAN, 2, "甲"))).unwrap();
        drop(store);
        open_clean(&dir);
    }
}

#[test]
fn a_second_process_is_told_which_process_has_the_store() {
    let place = tempfile::tempdir().unwrap();
    filled_store(place.path(), 2, 2);
    let mut child = start("hold", place.path());
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "holding"));
    match Store::open(place.path()) {
        Err(error @ StoreError::Busy { holder, .. }) => {
            assert_eq!(holder, Some(child.id()));
            assert!(error.to_string().contains(&child.id().to_string()), "{error}");
        }
        other => panic!("{other:?}"),
    }
    child.stdin.take().unwrap().flush().unwrap();
    child.wait().unwrap();
    open_clean(place.path());
}

#[test]
fn a_store_can_not_be_opened_twice_in_one_process() {
    let place = tempfile::tempdir().unwrap();
    let (store, _) = open_clean(place.path());
    let again = Store::open(place.path());
    assert!(matches!(again, Err(StoreError::Busy { holder: Some(pid), .. }) if pid == std::process::id()));
    drop(store);
    open_clean(place.path());
}

#[test]
fn a_save_that_finds_no_room_is_undone_and_saving_goes_on_once_there_is_room() {
    let place = tempfile::tempdir().unwrap();
    let mut held = filled_store(place.path(), 2, 2);
    let journal = fs::read(first_segment(place.path())).unwrap();
    let child = start("fill", place.path());
    let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    for line in ["first: full", "second: full", "last 3", "third: saved 4"] {
        assert!(output.lines().any(|l| l == line), "{line}: {output}");
    }
    let after = fs::read(first_segment(place.path())).unwrap();
    assert!(after.starts_with(&journal) && after[journal.len()..].iter().filter(|&&byte| byte == b'\n').count() == 1);
    let entry = review(&held, &plan_id(PLAN).item(ItemKind::Task, 1), 77);
    apply_all(&mut held, &entry.changes).unwrap();
    assert_eq!(Store::open(place.path()).unwrap().1.dossiers, held);
}

#[test]
fn an_unwritable_folder_is_reported_as_such() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("store");
    let held = filled_store(&dir, 2, 2);
    let Some(_guard) = Immutable::make(place.path()) else {
        skipped("this system lets this user write everywhere");
        return;
    };
    let error = Store::open(&place.path().join("new")).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
    assert!(error.to_string().contains("--store"), "{error}");
    drop(_guard);
    let (_store, found) = open_clean(&dir);
    assert_eq!(found, held);
}

#[test]
fn a_path_that_is_no_folder_is_an_error() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("file"), "text").unwrap();
    assert!(matches!(Store::open(&place.path().join("file")), Err(StoreError::Io { .. })));
    assert!(matches!(Store::open(&place.path().join("file/store")), Err(StoreError::Io { .. })));
}

#[test]
fn the_files_are_accessible_to_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("store");
    filled_store(&dir, 2, 2);
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for folder in ["", "journal", "state"] {
        assert_eq!(mode(dir.join(folder)), 0o700, "{folder}");
    }
    for file in ["lock", "journal/000001.jsonl"] {
        assert_eq!(mode(dir.join(file)), 0o600, "{file}");
    }
}

/// The changes of a plan's import are one line of the journal, however long the plan is.
#[test]
fn an_import_is_saved_whole_or_not_at_all() {
    let place = tempfile::tempdir().unwrap();
    let (mut store, _) = open_clean(place.path());
    let long = import(sample_plan(PLAN, 3000, "甲"));
    assert!(matches!(long.changes[0], Change::Plan { .. }));
    // The disk while the line is being written: neither the state nor anything else says that it was saved.
    let image = tempfile::tempdir().unwrap();
    copy_folder(place.path(), image.path());
    store.append(long).unwrap();
    let journal = fs::read(first_segment(place.path())).unwrap();
    fs::write(first_segment(image.path()), &journal[..journal.len() / 2]).unwrap();
    let (_store, opened) = Store::open(image.path()).unwrap();
    assert!(opened.dossiers.is_empty());
}
