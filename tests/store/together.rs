//! Several people at one desk: nothing is overwritten unseen, and nobody undoes the changes of another.

use plandesk::desk::{
    Actor, AssignmentEdit, Command, Contested, Desk, DeskError, Direction, Field, Refusal, ReviewEdit, Seen,
};
use plandesk::plan::{Change, FieldValue, ItemId, Period, RecordField, Review, Status, Year};
use plandesk::text::Language;
use proptest::prelude::*;

use crate::support::access::list;
use crate::support::plans;

const TASK: &str = "hekou-wsjk-2025/t3";
const YEAR: Period = Period::annual(Year(2023));

fn who(name: &str) -> Actor {
    Actor::owner(name)
}

fn id(text: &str) -> ItemId {
    text.parse().unwrap()
}

fn review(items: &[&str], edit: ReviewEdit) -> Command {
    Command::Review { items: items.iter().map(|item| id(item)).collect(), period: YEAR, edit }
}

fn done(text: &str) -> Command {
    review(&[TASK], ReviewEdit { done: Field::Set(text.to_string()), ..ReviewEdit::default() })
}

fn next(text: &str) -> Command {
    review(&[TASK], ReviewEdit { next: Field::Set(text.to_string()), ..ReviewEdit::default() })
}

fn status(items: &[&str], status: Status) -> Command {
    review(items, ReviewEdit { status: Field::Set(status), ..ReviewEdit::default() })
}

fn recorded(desk: &Desk, item: &str) -> Review {
    let snapshot = desk.snapshot();
    let (dossier, _) = snapshot.task(&id(item)).unwrap();
    dossier.review(&id(item), YEAR).cloned().unwrap_or_default()
}

/// Executes a command for somebody who has `seen` on screen.
fn give(desk: &Desk, name: &str, command: Command, seen: &plandesk::desk::Snapshot) -> Result<(), DeskError> {
    let seen = Seen::of(seen, &command);
    desk.execute_seen(&who(name), command, &seen).map(drop)
}

fn contested(outcome: Result<(), DeskError>) -> Vec<Contested> {
    match outcome {
        Err(DeskError::Contested(fields)) => fields,
        other => panic!("expected contested fields, got {other:?}"),
    }
}

#[test]
fn different_fields_of_one_review_are_both_kept() {
    let (desk, _folder) = plans::desk();
    let seen = desk.snapshot();
    give(&desk, "甲", done("已建成"), &seen).unwrap();
    give(&desk, "乙", next("验收"), &seen).unwrap();
    give(&desk, "丙", status(&[TASK], Status::Completed), &seen).unwrap();
    let review = recorded(&desk, TASK);
    assert_eq!((review.done.as_deref(), review.next.as_deref()), (Some("已建成"), Some("验收")));
    assert_eq!(review.status, Some(Status::Completed));
}

#[test]
fn the_same_field_is_shown_in_both_versions_and_not_overwritten() {
    let (desk, _folder) = plans::desk();
    let seen = desk.snapshot();
    give(&desk, "甲", done("已建成"), &seen).unwrap();
    let fields = contested(give(&desk, "乙", done("在建"), &seen));
    let [field] = &fields[..] else { panic!("{fields:?}") };
    assert_eq!((field.who.as_str(), field.field, field.period), ("甲", RecordField::Done, Some(YEAR)));
    assert_eq!(field.mine, Some(FieldValue::Words("在建".into())));
    assert_eq!((&field.theirs, &field.seen), (&Some(FieldValue::Words("已建成".into())), &None));
    assert_eq!(field.at, desk.history().unwrap().last().unwrap().at);
    assert!(field.text(Language::Zh).contains("由 甲 改为“已建成”"), "{}", field.text(Language::Zh));
    assert_eq!(recorded(&desk, TASK).done.as_deref(), Some("已建成"));
}

#[test]
fn equal_values_and_one_s_own_changes_are_no_conflict() {
    let (desk, _folder) = plans::desk();
    let seen = desk.snapshot();
    give(&desk, "甲", done("已建成"), &seen).unwrap();
    give(&desk, "乙", done("已建成"), &seen).unwrap();
    let seq = desk.execute(&who("乙"), done("验收了")).unwrap().seq.unwrap();
    let again = Seen::of(&seen, &done("交付了")).with_own(&[seq]);
    desk.execute_seen(&who("乙"), done("交付了"), &again).unwrap();
    assert_eq!(recorded(&desk, TASK).done.as_deref(), Some("交付了"));
}

#[test]
fn setting_the_value_on_screen_again_does_not_undo_another_s_change() {
    let (desk, _folder) = plans::desk();
    desk.execute(&who("甲"), status(&[TASK], Status::InProgress)).unwrap();
    let seen = desk.snapshot();
    desk.execute(&who("乙"), status(&[TASK], Status::Completed)).unwrap();
    let fields = contested(give(&desk, "甲", status(&[TASK], Status::InProgress), &seen));
    assert_eq!(fields[0].theirs, Some(FieldValue::Status(Status::Completed)));
}

#[test]
fn of_many_rows_the_conflicting_ones_are_named_and_can_be_skipped() {
    let (desk, _folder) = plans::desk();
    let rows = ["hekou-wsjk-2025/t1", "hekou-wsjk-2025/t2", "hekou-wsjk-2025/t3"];
    let seen = desk.snapshot();
    desk.execute(&who("甲"), status(&rows[1..2], Status::Lagging)).unwrap();
    let command = status(&rows, Status::Completed);
    let fields = contested(give(&desk, "乙", command.clone(), &seen));
    assert_eq!(fields.iter().map(|f| f.item.to_string()).collect::<Vec<_>>(), rows[1..2]);
    assert_eq!(recorded(&desk, rows[0]), Review::default(), "all of it waits");
    let mut seen = Seen::of(&seen, &command);
    seen.leave(&id(rows[1]), RecordField::Status);
    desk.execute_seen(&who("乙"), command, &seen).unwrap();
    assert_eq!(
        rows.map(|row| recorded(&desk, row).status.unwrap()),
        [Status::Completed, Status::Lagging, Status::Completed]
    );
}

#[test]
fn a_conflict_can_be_overwritten_once_seen_unless_it_changed_again() {
    let (desk, _folder) = plans::desk();
    let seen = desk.snapshot();
    desk.execute(&who("甲"), done("一")).unwrap();
    let mut shown = Seen::of(&seen, &done("二"));
    shown.note(&id(TASK), RecordField::Done, Some(FieldValue::Words("一".into())));
    desk.execute(&who("丙"), done("三")).unwrap();
    let fields = contested(desk.execute_seen(&who("乙"), done("二"), &shown).map(drop));
    assert_eq!(fields[0].who, "丙");
    shown.note(&id(TASK), RecordField::Done, Some(FieldValue::Words("三".into())));
    desk.execute_seen(&who("乙"), done("二"), &shown).unwrap();
    assert_eq!(recorded(&desk, TASK).done.as_deref(), Some("二"));
}

#[test]
fn assignments_and_readings_are_guarded_alike() {
    let (desk, _folder) = plans::desk();
    let seen = desk.snapshot();
    let assign = |edit: AssignmentEdit| Command::Assign { items: vec![id(TASK)], edit };
    let lead =
        |name: &str| assign(AssignmentEdit { lead: Field::Set(vec![name.to_string()]), ..AssignmentEdit::default() });
    let person = assign(AssignmentEdit { person: Field::Set("张三".into()), ..AssignmentEdit::default() });
    give(&desk, "甲", lead("教育局"), &seen).unwrap();
    give(&desk, "乙", person, &seen).unwrap();
    let fields = contested(give(&desk, "乙", lead("民政局"), &seen));
    assert_eq!(fields[0].theirs, Some(FieldValue::Names(vec!["教育局".into()])));
    let reading = |value| Command::Read {
        indicator: id("hekou-wsjk-2025/i1"),
        period: Period::annual(Year(2023)),
        value: Some(value),
        amend: None,
    };
    give(&desk, "甲", reading(1.0), &seen).unwrap();
    let fields = contested(give(&desk, "乙", reading(2.0), &seen));
    assert_eq!((&fields[0].mine, &fields[0].theirs), (&Some(FieldValue::Figure(2.0)), &Some(FieldValue::Figure(1.0))));
    let assignment = desk.snapshot().assignment(&id(TASK)).unwrap();
    assert_eq!((assignment.lead, assignment.person.as_deref()), (vec!["教育局".to_string()], Some("张三")));
}

#[test]
fn an_undo_that_would_lose_another_s_words_names_them() {
    let (desk, _folder) = plans::desk();
    desk.execute(&who("甲"), done("一")).unwrap();
    desk.execute(&who("乙"), done("一，二")).unwrap();
    let undo = |name: &str| desk.execute(&who(name), Command::Undo(Direction::Back));
    let Err(DeskError::Refused(why)) = undo("甲") else { panic!("it is taken back") };
    assert!(matches!(why, Refusal::BuiltOn(_)));
    let text = why.text(Language::Zh);
    assert!(text.contains("由 乙 改过") && text.contains("记录 3") && text.contains(TASK), "{text}");
    assert!(undo("审计").is_err(), "an admin has nothing of theirs to take back either");
    undo("乙").unwrap();
    undo("甲").unwrap();
    assert_eq!(recorded(&desk, TASK), Review::default());
}

#[test]
fn a_change_can_not_be_undone_after_losing_the_role_for_it() {
    let (desk, folder) = plans::desk();
    let write = |role: &str| {
        let text = format!("[[person]]\nname='甲'\nunix='jia'\ndepartment='民政局'\nrole='{role}'\n");
        list(folder.path(), &text);
    };
    write("planner");
    let known = plandesk::desk::access::KnownAs::Unix { uid: 4_000_000, account: "jia".to_string() };
    let actor = desk.admit(&known).unwrap();
    desk.execute(&actor, done("一")).unwrap();
    write("reporter");
    let outcome = desk.execute(&actor, Command::Undo(Direction::Back));
    assert!(matches!(outcome, Err(DeskError::Refused(Refusal::Forbidden(_)))), "{outcome:?}");
    write("planner");
    desk.execute(&actor, Command::Undo(Direction::Back)).unwrap();
}

/// The next step of one of three people.
#[derive(Debug, Clone)]
enum Step {
    /// Looks at the screen, by which it is up to date.
    Look(usize),
    /// Writes a text into one of two fields of one of two tasks, as of the last look.
    Write(usize, usize, usize, u8),
    Undo(usize),
    Redo(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => (0..3usize).prop_map(Step::Look),
        5 => (0..3usize, 0..2usize, 0..2usize, 0..20u8).prop_map(|(p, t, f, n)| Step::Write(p, t, f, n)),
        1 => (0..3usize).prop_map(Step::Undo),
        1 => (0..3usize).prop_map(Step::Redo),
    ];
    prop::collection::vec(step, 1..40)
}

const NAMES: [&str; 3] = ["甲", "乙", "丙"];
const TASKS: [&str; 2] = ["hekou-wsjk-2025/t3", "hekou-wsjk-2025/t4"];

fn words(review: &Review, field: usize) -> Option<&str> {
    [review.done.as_deref(), review.next.as_deref()][field]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn no_sequence_of_writes_and_undos_loses_unseen_words(steps in steps()) {
        let (desk, _folder) = plans::desk();
        let mut screens = [desk.snapshot(), desk.snapshot(), desk.snapshot()];
        let mut own: [Vec<u64>; 3] = Default::default();
        let mut acknowledged = Vec::new();
        for step in steps {
            let before: Vec<Review> = TASKS.iter().map(|task| recorded(&desk, task)).collect();
            let actor = match step { Step::Look(p) | Step::Write(p, ..) | Step::Undo(p) | Step::Redo(p) => p };
            let outcome = match step {
                Step::Look(person) => {
                    screens[person] = desk.snapshot();
                    continue;
                }
                Step::Write(person, task, field, n) => {
                    let text = Field::Set(format!("{}{n}", NAMES[person]));
                    let edit = match field {
                        0 => ReviewEdit { done: text, ..ReviewEdit::default() },
                        _ => ReviewEdit { next: text, ..ReviewEdit::default() },
                    };
                    let command = review(&TASKS[task..=task], edit);
                    let seen = Seen::of(&screens[person], &command).with_own(&own[person]);
                    let outcome = desk.execute_seen(&who(NAMES[person]), command, &seen);
                    if outcome.is_ok() {
                        acknowledged.push((task, field, format!("{}{n}", NAMES[person])));
                        // No text was overwritten that the person had not seen, unless it is their own.
                        let shown = screens[person].task(&id(TASKS[task])).unwrap().0.review(&id(TASKS[task]), YEAR);
                        let shown = words(&shown.cloned().unwrap_or_default(), field).map(str::to_string);
                        let was = words(&before[task], field).map(str::to_string);
                        let mine = was.as_ref().is_some_and(|was| was.starts_with(NAMES[person]));
                        let cleared = was.is_none() && shown.is_some();
                        prop_assert!(was == shown || mine || cleared, "{was:?} was overwritten, {shown:?} was shown");
                    }
                    outcome
                }
                Step::Undo(person) => desk.execute(&who(NAMES[person]), Command::Undo(Direction::Back)),
                Step::Redo(person) => desk.execute(&who(NAMES[person]), Command::Undo(Direction::Forward)),
            };
            if let Ok(receipt) = outcome {
                own[actor].extend(receipt.seq);
                if matches!(step, Step::Undo(_) | Step::Redo(_)) {
                    // After an undo the person is shown the current text.
                    screens[actor] = desk.snapshot();
                }
            }
            if matches!(step, Step::Undo(_) | Step::Redo(_)) {
                for (task, was) in TASKS.iter().zip(&before) {
                    let now = recorded(&desk, task);
                    for field in [0, 1] {
                        let (was, now) = (words(was, field), words(&now, field));
                        let is_own = |words: Option<&str>| words.is_none_or(|words| words.starts_with(NAMES[actor]));
                        // A redo may put the person's own text over another's again that they saw when theirs was
                        // written.
                        let own = is_own(if matches!(step, Step::Redo(_)) { now } else { was });
                        prop_assert!(was == now || own, "{} took {was:?} away and left {now:?}", NAMES[actor]);
                    }
                }
            }
        }
        // Every acknowledged value is in the journal.
        let history = desk.history().unwrap();
        for (task, field, text) in acknowledged {
            let kept = history.iter().flat_map(|entry| &entry.changes).any(|change| match change {
                Change::Review { item, edit, .. } => {
                    *item == id(TASKS[task]) && edit.after.as_ref().is_some_and(|r| words(r, field) == Some(&text))
                }
                _ => false,
            });
            prop_assert!(kept, "{text} is not in the journal");
        }
    }
}
