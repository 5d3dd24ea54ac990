//! Backups of an open desk, backups brought back into one, and looking it over.

use std::path::Path;
use std::sync::{Arc, Mutex};

use plandesk::desk::{Actor, Command, Desk, Field, ReviewEdit, WhenEmpty};
use plandesk::plan::{Departments, ItemId, Period, Status};
use plandesk::store::StoreError;

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
    let command = Command::Review { items: vec![task()], period: Period::Annual(2023), edit };
    desk.execute(&Actor::owner("张三"), command).unwrap();
}

fn status(desk: &Desk) -> Option<Status> {
    let snapshot = desk.snapshot();
    let (dossier, task) = snapshot.task(&task()).unwrap();
    dossier.review(&task.id, Period::Annual(2023))?.status
}

#[test]
fn a_backup_brought_back_is_shown_to_everybody_and_work_goes_on() {
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
