//! Backups of an open desk: making them, restoring them, and checking the store.

use std::path::Path;
use std::sync::{Arc, Mutex};

use plandesk::desk::{Actor, Command, Desk, Direction, Field, ReviewEdit, WhenEmpty};
use plandesk::plan::{Departments, ItemId, Period, Status, Year};
use plandesk::store::{StoreError, brought_by};

fn open(folder: &Path) -> Desk {
    let (desk, mended) = Desk::open(folder, Departments::bundled(), WhenEmpty::LoadBundled).unwrap();
    assert_eq!(mended, []);
    desk
}

fn task() -> ItemId {
    "bachu-wsjk-2025/t1".parse().unwrap()
}

fn set(desk: &Desk, status: Status) {
    let edit = ReviewEdit { status: Field::Set(status), ..ReviewEdit::default() };
    let command = Command::Review { items: vec![task()], period: Period::annual(Year(2023)), edit };
    desk.execute(&Actor::owner("张三"), command).unwrap();
}

fn status(desk: &Desk) -> Option<Status> {
    let snapshot = desk.snapshot();
    let (dossier, task) = snapshot.task(&task()).unwrap();
    dossier.review(&task.id, Period::annual(Year(2023)))?.status
}

#[test]
fn a_restored_backup_is_shown_to_everybody_and_work_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    set(&desk, Status::Lagging);
    let mut backup = Vec::new();
    assert_eq!(desk.back_up(&mut backup).unwrap().entries, 2);
    set(&desk, Status::Completed);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    desk.subscribe(move |news| {
        ear.lock().unwrap().push((news.who.clone(), news.changes.len(), news.seq));
        true
    });

    desk.restore(&Actor::owner("李四"), &mut &backup[..]).unwrap();
    assert_eq!(status(&desk), Some(Status::Lagging));
    set(&desk, Status::Adjusted);
    let heard: Vec<(String, usize)> = heard.lock().unwrap().iter().map(|(who, n, _)| (who.clone(), *n)).collect();
    assert_eq!(heard, [("李四".to_string(), 0), ("张三".to_string(), 1)]);
    let report = desk.look_over().unwrap();
    assert!(!report.findings.iter().any(|finding| finding.is_damage()), "{:?}", report.findings);

    drop(desk);
    assert_eq!(status(&open(folder.path())), Some(Status::Adjusted));
}

#[test]
fn a_backup_that_is_damaged_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    set(&desk, Status::Lagging);
    let mut backup = Vec::new();
    desk.back_up(&mut backup).unwrap();
    let at = backup.len() / 2;
    backup[at] ^= 1;
    let refused = desk.restore(&Actor::owner("李四"), &mut &backup[..]).unwrap_err();
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused}");
    assert_eq!(status(&desk), Some(Status::Lagging));
    set(&desk, Status::Completed);
    drop(desk);
    assert_eq!(status(&open(folder.path())), Some(Status::Completed));
}

/// The history records a restore and who did it, and marks the changes that came with the backup as brought by that
/// person.
#[test]
fn a_restore_and_what_it_brought_are_recorded_in_the_history() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let mut common = Vec::new();
    desk.back_up(&mut common).unwrap();
    // A backup made by hand: the same beginning, followed by words under another's name.
    let made = Desk::open(elsewhere.path(), Departments::bundled(), WhenEmpty::StayEmpty).unwrap().0;
    made.restore(&Actor::owner("李四"), &mut &common[..]).unwrap();
    set(&made, Status::Lagging);
    let mut backup = Vec::new();
    made.back_up(&mut backup).unwrap();

    set(&desk, Status::Completed);
    desk.restore(&Actor::owner("李四"), &mut &backup[..]).unwrap();
    set(&desk, Status::Adjusted);
    let history = desk.history().unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|entry| (entry.what.as_str(), entry.who.as_str(), brought_by(entry.seq, &history[entry.seq as usize..])))
        .collect();
    assert_eq!(
        told,
        [
            ("first-load", "plandesk", None),
            ("restore", "李四", Some("李四")),
            ("review", "张三", Some("李四")),
            ("restore", "李四", None),
            ("review", "张三", None),
        ]
    );
    let undo = desk.execute(&Actor::owner("李四"), Command::Undo(Direction::Back));
    assert!(undo.is_err(), "a restore is undone by a restore: {undo:?}");
    desk.undo_restore(&Actor::owner("王五")).unwrap();
    let last = desk.history().unwrap().pop().unwrap();
    assert_eq!((last.what.as_str(), last.who.as_str()), ("restore", "王五"));
    assert_eq!(status(&desk), Some(Status::Completed));
}
