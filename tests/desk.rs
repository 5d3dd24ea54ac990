//! The desk's rules, as a session meets them, on the bundled plans.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that can't go on says so by a panic")]

use plandesk::desk::{Actor, AssignmentEdit, Command, Desk, DeskError, Direction, Field, ReviewEdit, WhenEmpty};
use plandesk::plan::{Departments, ItemId, Period, Status};

fn desk() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let desk = open(&folder);
    (folder, desk)
}

fn open(folder: &tempfile::TempDir) -> Desk {
    Desk::open(folder.path(), Departments::bundled(), WhenEmpty::LoadBundled).expect("an opened desk").0
}

fn me() -> Actor {
    Actor::owner("规划科")
}

fn id(text: &str) -> ItemId {
    text.parse().expect("an id")
}

fn review(items: &[&str], period: Period, edit: ReviewEdit) -> Command {
    Command::Review { items: items.iter().map(|i| id(i)).collect(), period, edit }
}

fn status(status: Status) -> ReviewEdit {
    ReviewEdit { status: Field::Set(status), ..Default::default() }
}

fn refusal<T: std::fmt::Debug>(result: Result<T, DeskError>) -> String {
    match result {
        Err(DeskError::Refused(why)) => why.to_string(),
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[test]
fn an_empty_store_starts_with_the_six_bundled_plans() {
    let (_folder, desk) = desk();
    let snapshot = desk.snapshot();
    let counts: Vec<_> = snapshot
        .dossiers()
        .map(|d| {
            let projects = d.plan.tasks.iter().filter(|t| t.special_box.is_some()).count();
            (d.plan.id.to_string(), d.plan.tasks.len() - projects, projects, d.plan.indicators.len())
        })
        .collect();
    let expected = [
        ("bachu-wsjk-2025", 52, 0, 23),
        ("balikun-jk-2030", 61, 0, 10),
        ("changji-cjr-2025", 44, 58, 11),
        ("kashi-cjr-2025", 44, 58, 11),
        ("kashi-wsjk-2025", 53, 27, 24),
        ("tongxin-cjr-2025", 29, 31, 11),
    ]
    .map(|(id, tasks, projects, indicators)| (id.to_string(), tasks, projects, indicators));
    assert_eq!(counts, expected);
}

#[test]
fn a_county_plan_knows_the_plan_of_its_prefecture() {
    let (_folder, desk) = desk();
    let snapshot = desk.snapshot();
    let bachu = snapshot.plan_named("巴楚").expect("one plan");
    assert_eq!(bachu.plan.parent.as_ref().map(|p| p.as_str()), Some("kashi-wsjk-2025"));
    let kashi = snapshot.plan_named("kashi-wsjk-2025").expect("one plan");
    assert_eq!(kashi.plan.parent, None);
}

#[test]
fn a_plan_is_named_by_its_id_or_any_part_of_its_title_that_fits_one() {
    let (_folder, desk) = desk();
    let snapshot = desk.snapshot();
    for name in ["changji-cjr-2025", "昌吉", "昌吉回族自治州“十四五”", "喀什 残疾人"] {
        assert!(snapshot.plan_named(name).is_ok(), "{name}");
    }
    let several = snapshot.plan_named("喀什").expect_err("two plans fit").to_string();
    assert!(several.contains("kashi-cjr-2025") && several.contains("kashi-wsjk-2025"), "{several}");
    let none = snapshot.plan_named("北京").expect_err("no plan fits").to_string();
    assert!(none.contains("balikun-jk-2030"), "{none}");
    assert!(snapshot.plan_named("").is_err());
}

#[test]
fn a_review_is_kept_and_found_after_reopening() {
    let (folder, desk) = desk();
    let command = review(&["kashi-wsjk-2025/t3"], Period::Annual(2023), status(Status::Completed));
    assert!(desk.execute(&me(), command).expect("a receipt").seq.is_some());
    drop(desk);
    let snapshot = open(&folder).snapshot();
    let (dossier, task) = snapshot.task(&id("kashi-wsjk-2025/t3")).expect("the task");
    let review = dossier.review(&task.id, Period::Annual(2023)).expect("the review");
    assert_eq!(review.status, Some(Status::Completed));
    assert_eq!(review.effective_progress(), Some(100));
}

#[test]
fn fields_that_a_review_does_not_name_stay_as_they_were() {
    let (_folder, desk) = desk();
    let task = "kashi-wsjk-2025/t3";
    let words = ReviewEdit { done: Field::Set(" 已印发 \u{1b}[31m办法 ".into()), ..status(Status::InProgress) };
    desk.execute(&me(), review(&[task], Period::MidTerm, words)).expect("saved");
    let progress = ReviewEdit { progress: Field::Set(60), ..Default::default() };
    desk.execute(&me(), review(&[task], Period::MidTerm, progress)).expect("saved");
    let snapshot = desk.snapshot();
    let (dossier, _) = snapshot.task(&id(task)).expect("the task");
    let review = dossier.review(&id(task), Period::MidTerm).expect("the review");
    assert_eq!(review.done.as_deref(), Some("已印发 [31m办法"), "trimmed, and harmless to a terminal");
    assert_eq!((review.status, review.progress), (Some(Status::InProgress), Some(60)));
}

#[test]
fn what_changes_nothing_leaves_no_entry() {
    let (_folder, desk) = desk();
    let same = || review(&["kashi-wsjk-2025/t3"], Period::MidTerm, status(Status::Lagging));
    desk.execute(&me(), same()).expect("saved");
    let entries = desk.history().expect("the history").len();
    assert_eq!(desk.execute(&me(), same()).expect("a receipt").seq, None);
    assert_eq!(desk.history().expect("the history").len(), entries);
}

#[test]
fn commands_that_break_a_rule_are_refused_with_a_reason_and_change_nothing() {
    let (_folder, desk) = desk();
    let before = desk.history().expect("the history").len();
    let good = "kashi-wsjk-2025/t3";
    let progress = ReviewEdit { progress: Field::Set(101), ..Default::default() };
    let cases = [
        (review(&[good], Period::Annual(2020), status(Status::Lagging)), "2021–2025"),
        (review(&[good, "kashi-wsjk-2025/t999"], Period::MidTerm, status(Status::Lagging)), "t999"),
        (review(&[good], Period::MidTerm, progress), "101"),
        (Command::Read { indicator: id("kashi-wsjk-2025/i1"), year: 2019, value: Some(1.0) }, "2019"),
        (Command::Read { indicator: id("kashi-wsjk-2025/i99"), year: 2023, value: Some(1.0) }, "i99"),
        (Command::Read { indicator: id("kashi-wsjk-2025/i1"), year: 2023, value: Some(f64::NAN) }, "number"),
        (
            Command::Assign {
                items: vec![id(good)],
                edit: AssignmentEdit { due: Field::Set(99), ..Default::default() },
            },
            "99",
        ),
    ];
    for (command, reason) in cases {
        let why = refusal(desk.execute(&me(), command));
        assert!(why.contains(reason), "{why} should name {reason}");
    }
    assert_eq!(desk.history().expect("the history").len(), before);
}

#[test]
fn departments_are_known_by_any_of_their_names_and_never_lead_and_support_at_once() {
    let (_folder, desk) = desk();
    let edit = AssignmentEdit {
        lead: Field::Set(vec!["卫健委".into(), "卫生健康委".into()]),
        support: Field::Set(vec!["民政局".into(), "卫生健康委员会".into()]),
        ..Default::default()
    };
    desk.execute(&me(), Command::Assign { items: vec![id("kashi-cjr-2025/t1")], edit }).expect("saved");
    let assignment = desk.snapshot().assignment(&id("kashi-cjr-2025/t1")).expect("the task");
    assert_eq!(assignment.lead, ["卫生健康委员会"]);
    assert_eq!(assignment.support, ["民政局"]);
}

#[test]
fn undo_brings_back_exactly_what_was_and_redo_what_was_undone() {
    let (_folder, desk) = desk();
    let before = desk.snapshot();
    let task = "kashi-wsjk-2025/t3";
    desk.execute(&me(), review(&[task], Period::MidTerm, status(Status::Lagging))).expect("saved");
    desk.execute(&me(), review(&[task], Period::MidTerm, status(Status::Completed))).expect("saved");
    let after = desk.snapshot();
    let dossiers = |s: &plandesk::desk::Snapshot| s.dossiers().map(|d| (**d).clone()).collect::<Vec<_>>();

    desk.execute(&me(), Command::Undo(Direction::Back)).expect("undone");
    desk.execute(&me(), Command::Undo(Direction::Back)).expect("undone");
    assert_eq!(dossiers(&desk.snapshot()), dossiers(&before));
    refusal(desk.execute(&me(), Command::Undo(Direction::Back)));

    desk.execute(&me(), Command::Undo(Direction::Forward)).expect("redone");
    desk.execute(&me(), Command::Undo(Direction::Forward)).expect("redone");
    assert_eq!(dossiers(&desk.snapshot()), dossiers(&after));
    refusal(desk.execute(&me(), Command::Undo(Direction::Forward)));
}

#[test]
fn every_listener_hears_of_a_change_after_it_was_saved() {
    let (_folder, desk) = desk();
    let (tell, heard) = std::sync::mpsc::channel();
    desk.subscribe(move |published| tell.send((published.seq, published.who.clone())).is_ok());
    let command = review(&["kashi-wsjk-2025/t3"], Period::MidTerm, status(Status::Lagging));
    let seq = desk.execute(&me(), command).expect("saved").seq.expect("an entry");
    assert_eq!(heard.try_recv(), Ok((seq, "规划科".to_string())));
}

fn assign(item: &str, edit: AssignmentEdit) -> Command {
    Command::Assign { items: vec![id(item)], edit }
}

/// A small plan of another region in its own words.
fn document(title: &str, task: &str) -> plandesk::import::Document {
    let text = format!("{title}\n一、重点任务\n（一）{task}。到2024年底办成三件实事。\n二、保障措施\n加强领导。\n");
    plandesk::import::read("new.txt", text.as_bytes(), &Departments::bundled()).expect("a plan")
}

#[test]
fn a_due_year_that_the_text_states_can_be_taken_away_and_stays_the_text_s_until_then() {
    let (_folder, desk) = desk();
    let item = "bachu-wsjk-2025/t2";
    let due = |desk: &Desk| desk.snapshot().assignment(&id(item)).expect("the task").due;
    assert_eq!(due(&desk), Some(2022), "stated in the text");
    let lead = AssignmentEdit { lead: Field::Set(vec!["教育局".into()]), ..Default::default() };
    desk.execute(&me(), assign(item, lead)).expect("saved");
    let decision = desk.snapshot().dossier(&id(item).plan).expect("the plan").decisions[&id(item)].clone();
    assert_eq!((decision.due, due(&desk)), (None, Some(2022)), "a lead is no decision about the due year");
    desk.execute(&me(), assign(item, AssignmentEdit { due: Field::Clear, ..Default::default() })).expect("saved");
    assert_eq!(due(&desk), None);
}

#[test]
fn an_offered_division_adds_to_what_a_planner_entered() {
    let (_folder, desk) = desk();
    let item = "bachu-wsjk-2025/t1";
    let support = AssignmentEdit { support: Field::Set(vec!["教育局".into()]), ..Default::default() };
    desk.execute(&me(), assign(item, support)).expect("saved");
    desk.execute(&me(), Command::AcceptOffered { items: vec![id(item)] }).expect("saved");
    let assignment = desk.snapshot().assignment(&id(item)).expect("the task");
    assert!(!assignment.lead.is_empty());
    assert!(assignment.support.contains(&"教育局".to_string()), "{assignment:?}");
}

#[test]
fn plans_whose_sectors_share_their_initials_stay_apart() {
    let (_folder, desk) = desk();
    desk.import(&me(), vec![document("青山县民政事业“十四五”规划", "办好养老")]).expect("imported");
    let other = desk.import(&me(), vec![document("青山县民族事业“十四五”规划", "办好团结")]).expect("imported");
    let again = desk.import(&me(), vec![document("青山县民政事业“十四五”规划", "办好托育")]).expect("imported");
    let ids = |receipt: &plandesk::desk::ImportReceipt| receipt.plans[0].0.id.to_string();
    assert_ne!(ids(&other), ids(&again));
    assert_eq!(desk.snapshot().dossiers().count(), 8);
    let titles: Vec<String> = desk.snapshot().dossiers().map(|d| d.plan.title.clone()).collect();
    assert!(titles.iter().any(|t| t.contains("民族")) && titles.iter().any(|t| t.contains("民政")), "{titles:?}");
}

#[test]
fn the_period_reviewed_last_is_that_of_a_review_that_stands() {
    let (_folder, desk) = desk();
    let at = |period| review(&["kashi-wsjk-2025/t3"], period, status(Status::Lagging));
    desk.execute(&me(), at(Period::MidTerm)).expect("saved");
    desk.execute(&me(), at(Period::Annual(2024))).expect("saved");
    assert_eq!(desk.last_reviewed().expect("the history"), Some(Period::Annual(2024)));
    desk.execute(&me(), Command::Undo(Direction::Back)).expect("undone");
    assert_eq!(desk.last_reviewed().expect("the history"), Some(Period::MidTerm));
}

#[test]
fn undoing_an_import_brings_the_former_edition_back() {
    let (_folder, desk) = desk();
    desk.import(&me(), vec![document("青山县民政事业“十四五”规划", "办好养老")]).expect("imported");
    let before: Vec<_> = desk.snapshot().dossiers().map(|d| (**d).clone()).collect();
    desk.import(&me(), vec![document("青山县民政事业“十四五”规划", "办好养老和托育")]).expect("imported");
    desk.execute(&me(), Command::Undo(Direction::Back)).expect("undone");
    assert_eq!(desk.snapshot().dossiers().map(|d| (**d).clone()).collect::<Vec<_>>(), before);
    desk.execute(&me(), Command::Undo(Direction::Back)).expect("undone");
    assert_eq!(desk.snapshot().dossiers().count(), 6);
}
