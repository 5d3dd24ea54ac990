//! Disks that are full, read-only or slow.

use std::fs;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use plandesk::desk::{Actor, Command, Desk, Field, ReviewEdit, WhenEmpty};
use plandesk::keymap::Keymap;
use plandesk::plan::dossier::apply_all;
use plandesk::plan::{Departments, ItemKind, Period, Progress, Year};
use plandesk::store::{NewEntry, Store, StoreError};
use plandesk::tui::{Event, Options, Session};

use super::child::{OPTIONS, PLAN, TASKS};
use super::power::{Mounted, run};
use super::watch::Random;
use crate::support::store::*;

/// Fills a small file system in memory while a store on it saves, makes room, and saves on, all in one process. Returns
/// false if this user can't mount.
pub fn full(rounds: u64) -> bool {
    let mut random = Random::seeded("full disks");
    let place = tempfile::tempdir().unwrap();
    let Some(_mounted) = Mounted::memory(&place.path().join("small"), 24 << 10) else { return false };
    let at = place.path().join("small");
    let (dir, ballast) = (at.join("store"), at.join("ballast"));
    let mut held = filled_store(&dir, TASKS, 20);
    let (mut acknowledged, mut refused) = (0, 0);
    for round in 0..rounds {
        let (mut store, opened) = Store::open_with(&dir, OPTIONS).unwrap_or_else(|e| panic!("round {round}: {e}"));
        assert!(opened.dossiers == held, "round {round}: {:?}", opened.repairs);
        fill(&at, &ballast, random.below(60_000));
        let mut failures = 0;
        for number in 0..3000 {
            let item = plan_id(PLAN).item(ItemKind::Task, random.below(u64::from(TASKS)) as u32 + 1);
            let at = format!("2023-{:02}-{:02}T09:00:00+08:00", round % 12 + 1, number / 5 % 28 + 1);
            let entry = NewEntry { at, ..review(&held, &item, random.below(101) as u8) };
            match store.append(entry.clone()) {
                Ok(_) => {
                    apply_all(&mut held, &entry.changes).unwrap();
                    acknowledged += 1;
                }
                Err(StoreError::Full { .. } | StoreError::Stopped { .. }) => failures += 1,
                Err(error) => panic!("round {round}: {error}"),
            }
            assert!(store.dossiers() == &held, "round {round}: what is refused leaves no trace");
            match failures {
                0 => {}
                1 => assert!(store.last(1).is_ok(), "the history can be read"),
                3 => drop(fs::remove_file(&ballast)),
                _ if number % 10 == 0 => store.flush(),
                _ => {}
            }
            if failures >= 3 && number > 40 {
                break;
            }
        }
        refused += failures;
        let _ = fs::remove_file(&ballast);
        let item = plan_id(PLAN).item(ItemKind::Task, 1);
        let entry = review(&held, &item, (round % 101) as u8);
        apply_all(&mut held, &entry.changes).unwrap();
        store.append(entry).unwrap_or_else(|error| panic!("round {round}, with room again: {error}"));
        store.flush();
        drop(store);
        let (store, found) = open_clean(&dir);
        assert!(found == held && replayed(&store.history().unwrap()) == held, "round {round}");
        drop(store);
        // Makes room for the next rounds by starting again, before history fills the small disk.
        if round % 5 == 4 {
            fs::remove_dir_all(&dir).unwrap();
            held = filled_store(&dir, TASKS, 20);
        }
    }
    println!(
        "{rounds} full disks: {acknowledged} acknowledged changes, 0 lost; {refused} refused with a message, saving went on once there was room"
    );
    assert!(refused > 0);
    true
}

/// Fills a disk until so many bytes are free.
fn fill(at: &Path, ballast: &Path, free: u64) {
    let space = rustix::fs::statvfs(at).unwrap();
    let room = space.f_bavail * space.f_frsize;
    fs::write(ballast, vec![1; room.saturating_sub(free) as usize]).unwrap();
}

/// Opens a store and saves on a file system that is mounted read-only. Returns false if this user can't mount.
pub fn read_only() -> bool {
    let place = tempfile::tempdir().unwrap();
    let at = place.path().join("small");
    let Some(_mounted) = Mounted::memory(&at, 8 << 10) else { return false };
    let held = filled_store(&at.join("store"), 3, 5);
    let remount = |how: &str| {
        assert!(run("mount", &["-o".as_ref(), format!("remount,{how}").as_ref(), &at]));
    };
    remount("ro");
    let error = Store::open(&at.join("store")).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
    let mut backup = Vec::new();
    assert_eq!(Store::rescue(&at.join("store"), &mut backup).unwrap().entries, 6, "it can be read");
    remount("rw");
    assert_eq!(open_clean(&at.join("store")).1, held);
    println!("a read-only file system: told, and readable for a backup");
    true
}

/// Takes away the permission to write from an open store, and gives it back. Returns false if this system has no such
/// flag.
pub fn permission_taken_away() -> bool {
    let place = tempfile::tempdir().unwrap();
    let mut held = filled_store(place.path(), 3, 5);
    let (mut store, _) = open_clean(place.path());
    let Some(guard) = Immutable::make(&first_segment(place.path())) else { return false };
    let item = plan_id(PLAN).item(ItemKind::Task, 1);
    let entry = review(&held, &item, 77);
    let error = store.append(entry.clone()).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
    assert!(matches!(store.append(entry.clone()), Err(StoreError::Stopped { .. })));
    assert!(store.dossiers() == &held && store.history().is_ok());
    drop(guard);
    store.append(entry.clone()).unwrap();
    apply_all(&mut held, &entry.changes).unwrap();
    drop(store);
    assert_eq!(open_clean(place.path()).1, held);
    println!("permission taken away and given back: told, and saving went on");
    true
}

/// A file or folder that even root can't write to until this is dropped.
pub struct Immutable(fs::File);

impl Immutable {
    pub fn make(path: &Path) -> Option<Immutable> {
        let file = fs::File::open(path).ok()?;
        let flags = rustix::fs::ioctl_getflags(&file).ok()?;
        rustix::fs::ioctl_setflags(&file, flags | rustix::fs::IFlags::IMMUTABLE).ok()?;
        Some(Immutable(file))
    }
}

impl Drop for Immutable {
    fn drop(&mut self) {
        let flags = rustix::fs::ioctl_getflags(&self.0).unwrap();
        rustix::fs::ioctl_setflags(&self.0, flags - rustix::fs::IFlags::IMMUTABLE).unwrap();
    }
}

/// Tests a disk that stalls for a while: a save waits for it and is not acknowledged before, and reading does not wait.
/// Returns false if this user can't mount.
pub fn slow(stalls: u64) -> bool {
    let place = tempfile::tempdir().unwrap();
    let (image, at) = (place.path().join("image"), place.path().join("mounted"));
    let Some(_mounted) = Mounted::fresh(&image, &at, 32) else { return false };
    let dir = at.join("store");
    let held = filled_store(&dir, 3, 5);
    let desk = Arc::new(Desk::open(&dir, Departments::bundled(), WhenEmpty::StayEmpty).unwrap().0);
    for stall in 0..stalls {
        assert!(run("fsfreeze", &["-f".as_ref(), &at]), "fsfreeze of util-linux is needed");
        let (saved, saving) = in_background({
            let desk = Arc::clone(&desk);
            move || {
                desk.execute(&Actor::owner("li"), progress(stall as u8)).unwrap();
                Instant::now()
            }
        });
        let early = saved.recv_timeout(Duration::from_millis(200));
        let (looked, _) = in_background({
            let desk = Arc::clone(&desk);
            move || look_around(&desk)
        });
        let looked = looked.recv_timeout(Duration::from_secs(60));
        let waits = saved.try_recv();
        let thawed = Instant::now();
        assert!(run("fsfreeze", &["-u".as_ref(), &at]));
        assert!(early.is_err() && waits.is_err(), "acknowledged while the disk stood still");
        assert!(looked.is_ok(), "who came to look had to wait for the disk");
        assert!(saved.recv().unwrap() >= thawed);
        saving.join().unwrap();
    }
    drop(desk);
    assert_ne!(open_clean(&dir).1, held);
    println!(
        "{stalls} stalls of the disk: no save was acknowledged before the disk had it, and who only looked never waited"
    );
    true
}

fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> (mpsc::Receiver<T>, JoinHandle<()>) {
    let (sender, receiver) = mpsc::channel();
    // The receiver may be gone by then.
    (receiver, std::thread::spawn(move || drop(sender.send(work()))))
}

fn progress(percent: u8) -> Command {
    let items = vec![plan_id(PLAN).item(ItemKind::Task, 1)];
    let edit = ReviewEdit { progress: Field::given(Progress::try_from(percent).ok()), ..ReviewEdit::default() };
    Command::Review { items, period: Period::annual(Year(2023)), edit }
}

/// Opens a session as another person, and looks at every view that reads something.
fn look_around(desk: &Arc<Desk>) {
    desk.last_reviewed().unwrap();
    let keymap = Arc::new(Keymap::default_map());
    let (actor, options) = (Actor::owner("wang"), Options::default());
    let mut session = Session::new(Arc::clone(desk), actor, keymap, options, std::io::sink(), (80, 24), || {}).unwrap();
    for key in ["2", "3", "5", "6", "7", "H", "1"] {
        session.take(Event::Bytes(key.as_bytes().to_vec()));
        session.draw().unwrap();
    }
}
