//! A journal to which several desks append: each applies what the others have saved, and none overwrites what it has
//! not seen. The journal is kept in memory here, so no folder is needed for it.

use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use plandesk::desk::{Actor, Command, Desk, DeskError, Direction, Field, ReviewEdit, Seen, WhenEmpty};
use plandesk::plan::{Departments, ItemId, Period, Status, Year};
use plandesk::store::{Appended, Digest, Journal, Line, Options, Position, Store, StoreError, Wake};

/// A journal in memory, shared by its clones.
#[derive(Clone, Default)]
struct Memory {
    lines: Arc<Mutex<Vec<Line>>>,
    waiting: Arc<Mutex<Vec<Sender<()>>>>,
    /// True if the next line is to be stored and its writer told that the outcome is unknown.
    is_cut: Arc<Mutex<bool>>,
}

impl Memory {
    fn digests(&self) -> Vec<Digest> {
        self.lines.lock().unwrap().iter().map(|line| line.position.digest).collect()
    }
}

impl Journal for Memory {
    fn tail(&mut self) -> Result<Position, StoreError> {
        Ok(self.lines.lock().unwrap().last().map_or(Position::START, |line| line.position))
    }

    fn append(&mut self, expected: Position, line: &Line) -> Result<Appended, StoreError> {
        let mut lines = self.lines.lock().unwrap();
        if lines.last().map_or(Position::START, |line| line.position) != expected {
            return Ok(Appended::Moved);
        }
        lines.push(line.clone());
        self.waiting.lock().unwrap().retain(|waiting| waiting.send(()).is_ok());
        if std::mem::take(&mut *self.is_cut.lock().unwrap()) {
            return Err(StoreError::Io { path: "line".into(), source: std::io::ErrorKind::BrokenPipe.into() });
        }
        Ok(Appended::Saved)
    }

    fn lines_after(&mut self, place: Position) -> Result<Option<Vec<Line>>, StoreError> {
        let lines = self.lines.lock().unwrap();
        if place == Position::START {
            return Ok(Some(lines.clone()));
        }
        let here = lines.iter().position(|line| line.position == place);
        Ok(here.map(|here| lines[here + 1..].to_vec()))
    }

    fn watch(&mut self, wake: Wake) {
        let (sender, woken) = channel();
        self.waiting.lock().unwrap().push(sender);
        std::thread::spawn(move || while woken.recv().is_ok() && wake() {});
    }
}

fn open(folder: &Path, journal: &Memory) -> Arc<Desk> {
    let journal = Box::new(journal.clone());
    let (desk, mended) = Desk::open_shared(folder, Departments::bundled(), WhenEmpty::LoadBundled, journal).unwrap();
    assert_eq!(mended, []);
    desk
}

/// Drops a desk, and waits until the thread that its journal has woken has dropped it as well.
fn close(desk: Arc<Desk>, folder: &Path) {
    drop(desk);
    let lock = std::fs::File::open(folder.join("lock")).unwrap();
    until("the store is let go of", || lock.try_lock().is_ok());
}

fn task(number: u32) -> ItemId {
    format!("bachu-wsjk-2025/t{number}").parse().unwrap()
}

fn set(number: u32, status: Status) -> Command {
    let edit = ReviewEdit { status: Field::Set(status), ..ReviewEdit::default() };
    Command::Review { items: vec![task(number)], period: Period::annual(Year(2023)), edit }
}

fn status(desk: &Desk, number: u32) -> Option<Status> {
    let snapshot = desk.snapshot();
    let (dossier, task) = snapshot.task(&task(number)).unwrap();
    dossier.review(&task.id, Period::annual(Year(2023)))?.status
}

/// Waits for something that another thread is about to do.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn history(desk: &Desk) -> Vec<(u64, String)> {
    desk.history().unwrap().into_iter().map(|entry| (entry.seq, entry.who)).collect()
}

#[test]
fn two_desks_on_one_journal_see_what_the_other_saves() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let journal = Memory::default();
    let (here, there) = (open(one.path(), &journal), open(two.path(), &journal));
    assert_eq!(there.history().unwrap().len(), 1, "the bundled plans are loaded once");
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    there.subscribe(move |news| {
        ear.lock().unwrap().push((news.who.clone(), news.seq, news.changes.len()));
        true
    });
    here.execute(&Actor::owner("张三"), set(1, Status::Lagging)).unwrap();
    until("the other desk hears of it", || status(&there, 1) == Some(Status::Lagging));
    assert_eq!(*heard.lock().unwrap(), [("张三".to_string(), 2, 1)]);
    there.execute(&Actor::owner("李四"), set(2, Status::Completed)).unwrap();
    until("this desk hears of it", || status(&here, 2) == Some(Status::Completed));
    assert_eq!(history(&here), history(&there));
    // Each desk has a copy of its own, line for line.
    let (here, there) = [(here, one), (there, two)]
        .map(|(desk, folder)| {
            drop(desk);
            std::fs::read(folder.path().join("journal/000001.jsonl")).unwrap()
        })
        .into();
    assert_eq!(here, there);
}

/// The second desk is not woken; it finds out when it wants to save.
#[test]
fn a_late_command_is_applied_to_what_others_have_saved() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let journal = Memory::default();
    let (here, there) = (open(one.path(), &journal), open(two.path(), &journal));
    journal.waiting.lock().unwrap().clear();
    here.execute(&Actor::owner("张三"), set(1, Status::Lagging)).unwrap();
    // It is about another record, and applied on top of what the other desk has saved.
    let receipt = there.execute(&Actor::owner("李四"), set(2, Status::Completed)).unwrap();
    assert_eq!((receipt.seq, status(&there, 1)), (Some(3), Some(Status::Lagging)));
    // It is about the same field, of which both had the old value on screen: the later one is told.
    let seen = Seen::of(&here.snapshot(), &set(3, Status::Completed));
    let late = Seen::of(&there.snapshot(), &set(3, Status::Lagging));
    here.execute_seen(&Actor::owner("张三"), set(3, Status::Completed), &seen).unwrap();
    let contested = there.execute_seen(&Actor::owner("李四"), set(3, Status::Lagging), &late).unwrap_err();
    assert!(matches!(&contested, DeskError::Contested(fields) if fields[0].who == "张三"), "{contested:?}");
    // A change that another desk has built on is not undone.
    there.execute(&Actor::owner("李四"), set(1, Status::Completed)).unwrap();
    assert!(here.execute(&Actor::owner("张三"), Command::Undo(Direction::Back)).is_ok(), "of task 3");
    assert!(here.execute(&Actor::owner("张三"), Command::Undo(Direction::Back)).is_err(), "of task 1");
    assert_eq!(here.absorb().unwrap() + there.absorb().unwrap(), 1);
    assert_eq!(history(&here), history(&there));
}

#[test]
fn desks_that_save_at_once_lose_nothing() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let journal = Memory::default();
    let desks = [open(one.path(), &journal), open(two.path(), &journal)];
    let save = |desk: &Arc<Desk>, who: &str, items: std::ops::Range<u32>| {
        let mut saved = Vec::new();
        for number in items {
            match desk.execute(&Actor::owner(who), set(number, Status::Completed)) {
                Ok(receipt) => saved.push((receipt.seq.unwrap(), who.to_string())),
                // A command that was too late eight times in a row is refused with this error.
                Err(DeskError::Store(StoreError::Moved)) => {}
                Err(error) => panic!("{error}"),
            }
        }
        saved
    };
    let mut saved = std::thread::scope(|scope| {
        let first = scope.spawn(|| save(&desks[0], "张三", 1..20));
        let second = scope.spawn(|| save(&desks[1], "李四", 20..40));
        [first.join().unwrap(), second.join().unwrap()].concat()
    });
    saved.sort();
    for desk in &desks {
        desk.absorb().unwrap();
        assert_eq!(history(desk)[1..], saved);
        assert_eq!(desk.snapshot().dossiers().map(|d| d.reviews.len()).sum::<usize>(), saved.len());
    }
    assert!(desks[0].snapshot().dossiers().eq(desks[1].snapshot().dossiers()));
}

/// The connection broke after the journal had the entry: it was not reported as saved, and it is there once.
#[test]
fn a_save_with_unknown_outcome_is_found_again_and_not_repeated() {
    let place = tempfile::tempdir().unwrap();
    let journal = Memory::default();
    let desk = open(place.path(), &journal);
    *journal.is_cut.lock().unwrap() = true;
    let error = desk.execute(&Actor::owner("张三"), set(1, Status::Lagging)).unwrap_err();
    assert!(matches!(error, DeskError::Store(StoreError::Io { .. })), "{error:?}");
    until("it is taken in like anybody's", || status(&desk, 1) == Some(Status::Lagging));
    assert_eq!(desk.execute(&Actor::owner("张三"), set(1, Status::Lagging)).unwrap().seq, None);
    assert_eq!(desk.execute(&Actor::owner("张三"), set(2, Status::Lagging)).unwrap().seq, Some(3));
}

/// An office that has worked alone moves to a shared journal with all its entries, and back.
#[test]
fn a_store_goes_to_a_shared_journal_and_back_byte_for_byte() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (desk, _) = Desk::open(one.path(), Departments::bundled(), WhenEmpty::LoadBundled).unwrap();
    desk.execute(&Actor::owner("张三"), set(1, Status::Lagging)).unwrap();
    drop(desk);
    let journal = Memory::default();
    drop(open(one.path(), &journal));
    assert_eq!(journal.digests().len(), 3, "a header and two entries");
    let desk = open(two.path(), &journal);
    desk.execute(&Actor::owner("李四"), set(2, Status::Lagging)).unwrap();
    close(desk, two.path());
    let (desk, mended) = Desk::open(two.path(), Departments::bundled(), WhenEmpty::LoadBundled).unwrap();
    assert_eq!((mended, desk.history().unwrap().len()), (vec![], 3));
}

#[test]
fn a_store_that_diverges_from_the_shared_journal_is_refused() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let journal = Memory::default();
    drop(open(one.path(), &journal));
    drop(Desk::open(two.path(), Departments::bundled(), WhenEmpty::LoadBundled).unwrap());
    let before = std::fs::read(two.path().join("journal/000001.jsonl")).unwrap();
    let refused = Store::open_shared(two.path(), Options::default(), Box::new(journal)).unwrap_err();
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused:?}");
    assert_eq!(std::fs::read(two.path().join("journal/000001.jsonl")).unwrap(), before);
}
