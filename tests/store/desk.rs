//! The rules of the desk as a session meets them, on the bundled plans.

use plandesk::desk::{
    Actor, AssignmentEdit, Command, Desk, DeskError, Direction, Field, LONGEST_TEXT, ReviewEdit, WhenEmpty,
};
use plandesk::plan::{Departments, Due, ItemId, Period, Progress, Status, Year};

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
fn a_county_plan_is_linked_to_the_plan_of_its_prefecture() {
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
    let command = review(&["kashi-wsjk-2025/t3"], Period::annual(Year(2023)), status(Status::Completed));
    assert!(desk.execute(&me(), command).expect("a receipt").seq.is_some());
    drop(desk);
    let snapshot = open(&folder).snapshot();
    let (dossier, task) = snapshot.task(&id("kashi-wsjk-2025/t3")).expect("the task");
    let review = dossier.review(&task.id, Period::annual(Year(2023))).expect("the review");
    assert_eq!(review.status, Some(Status::Completed));
    assert_eq!(review.effective_progress(), Some(Progress::ALL));
}

#[test]
fn fields_that_a_review_does_not_name_stay_as_they_were() {
    let (_folder, desk) = desk();
    let task = "kashi-wsjk-2025/t3";
    let words = ReviewEdit { done: Field::Set(" 已印发 \u{1b}[31m办法 ".into()), ..status(Status::InProgress) };
    desk.execute(&me(), review(&[task], Period::MID_TERM, words)).expect("saved");
    let progress = ReviewEdit { progress: Field::given(Progress::try_from(60).ok()), ..Default::default() };
    desk.execute(&me(), review(&[task], Period::MID_TERM, progress)).expect("saved");
    let snapshot = desk.snapshot();
    let (dossier, _) = snapshot.task(&id(task)).expect("the task");
    let review = dossier.review(&id(task), Period::MID_TERM).expect("the review");
    assert_eq!(review.done.as_deref(), Some("已印发 [31m办法"), "trimmed, and harmless to a terminal");
    assert_eq!((review.status, review.progress.map(Progress::get)), (Some(Status::InProgress), Some(60)));
}

#[test]
fn a_command_that_changes_nothing_leaves_no_entry() {
    let (_folder, desk) = desk();
    let same = || review(&["kashi-wsjk-2025/t3"], Period::MID_TERM, status(Status::Lagging));
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
    let cases = [
        (review(&[good], Period::annual(Year(2020)), status(Status::Lagging)), "2021–2025"),
        (review(&[good, "kashi-wsjk-2025/t999"], Period::MID_TERM, status(Status::Lagging)), "t999"),
        (
            Command::Read {
                indicator: id("kashi-wsjk-2025/i1"),
                period: Period::annual(Year(2019)),
                value: Some(1.0),
                amend: None,
            },
            "2019",
        ),
        (
            Command::Read {
                indicator: id("kashi-wsjk-2025/i99"),
                period: Period::annual(Year(2023)),
                value: Some(1.0),
                amend: None,
            },
            "i99",
        ),
        (
            Command::Read {
                indicator: id("kashi-wsjk-2025/i1"),
                period: Period::annual(Year(2023)),
                value: Some(f64::NAN),
                amend: None,
            },
            "number",
        ),
    ];
    for (command, reason) in cases {
        let why = refusal(desk.execute(&me(), command));
        assert!(why.contains(reason), "{why} should name {reason}");
    }
    assert_eq!(desk.history().expect("the history").len(), before);
}

/// The limit is the same for all texts that people enter, and counts bytes as they are stored.
#[test]
fn a_text_that_is_too_long_is_refused_with_its_length() {
    let (_folder, desk) = desk();
    let period = Period::annual(Year(2023));
    let note = |text: String| ReviewEdit { done: Field::Set(text), ..Default::default() };
    let longest = "好".repeat(LONGEST_TEXT / 3);
    desk.execute(&me(), review(&["bachu-wsjk-2025/t1"], period, note(longest.clone()))).unwrap();
    let goal = Command::SetGoal {
        items: vec![id("bachu-wsjk-2025/t1")],
        year: Year(2023),
        text: Field::Set(longest.clone() + "好"),
    };
    for command in [review(&["bachu-wsjk-2025/t1"], period, note(longest + "好")), goal] {
        let said = refusal(desk.execute(&me(), command));
        assert!(said.contains("65 KB") && said.contains("64 KB") && said.contains("bachu-wsjk-2025/t1"), "{said}");
    }
    assert_eq!(desk.history().unwrap().len(), 2);
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
    desk.execute(&me(), review(&[task], Period::MID_TERM, status(Status::Lagging))).expect("saved");
    desk.execute(&me(), review(&[task], Period::MID_TERM, status(Status::Completed))).expect("saved");
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
fn every_listener_is_told_of_a_change_after_it_was_saved() {
    let (_folder, desk) = desk();
    let (tell, heard) = std::sync::mpsc::channel();
    desk.subscribe(move |published| tell.send((published.seq, published.who.clone())).is_ok());
    let command = review(&["kashi-wsjk-2025/t3"], Period::MID_TERM, status(Status::Lagging));
    let seq = desk.execute(&me(), command).expect("saved").seq.expect("an entry");
    assert_eq!(heard.try_recv(), Ok((seq, "规划科".to_string())));
}

fn assign(item: &str, edit: AssignmentEdit) -> Command {
    Command::Assign { items: vec![id(item)], edit }
}

/// Returns a small plan of another region in its own words.
fn document(title: &str, task: &str) -> plandesk::import::Document {
    let text = format!("{title}\n一、重点任务\n（一）{task}。到2024年底办成三件实事。\n二、保障措施\n加强领导。\n");
    plandesk::import::read("new.txt", text.as_bytes(), &Departments::bundled()).expect("a plan")
}

#[test]
fn a_due_year_stated_in_the_text_applies_until_it_is_cleared() {
    let (_folder, desk) = desk();
    let item = "bachu-wsjk-2025/t2";
    let due = |desk: &Desk| desk.snapshot().assignment(&id(item)).expect("the task").due;
    assert_eq!(due(&desk), Due::end_of_year(Year(2022)), "stated in the text");
    let lead = AssignmentEdit { lead: Field::Set(vec!["教育局".into()]), ..Default::default() };
    desk.execute(&me(), assign(item, lead)).expect("saved");
    let decision = desk.snapshot().dossier(&id(item).plan).expect("the plan").decisions[&id(item)].clone();
    assert_eq!(
        (decision.due, due(&desk)),
        (None, Due::end_of_year(Year(2022))),
        "a lead is no decision about the due year"
    );
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
    desk.import(&me(), vec![document("青山县民政事业“十四五”规划", "办好养老")], plandesk::desk::Consent::default())
        .expect("imported");
    let other = desk
        .import(&me(), vec![document("青山县民族事业“十四五”规划", "办好团结")], plandesk::desk::Consent::default())
        .expect("imported");
    let again = desk
        .import(&me(), vec![document("青山县民政事业“十四五”规划", "办好托育")], plandesk::desk::Consent::default())
        .expect("imported");
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
    desk.execute(&me(), at(Period::MID_TERM)).expect("saved");
    desk.execute(&me(), at(Period::annual(Year(2024)))).expect("saved");
    assert_eq!(desk.last_reviewed().expect("the history"), Some(Period::annual(Year(2024))));
    desk.execute(&me(), Command::Undo(Direction::Back)).expect("undone");
    assert_eq!(desk.last_reviewed().expect("the history"), Some(Period::MID_TERM));
}

#[test]
fn undoing_an_import_brings_back_the_previous_edition() {
    let (_folder, desk) = desk();
    desk.import(&me(), vec![document("青山县民政事业“十四五”规划", "办好养老")], plandesk::desk::Consent::default())
        .expect("imported");
    let before: Vec<_> = desk.snapshot().dossiers().map(|d| (**d).clone()).collect();
    desk.import(
        &me(),
        vec![document("青山县民政事业“十四五”规划", "办好养老和托育")],
        plandesk::desk::Consent::default(),
    )
    .expect("imported");
    desk.execute(&me(), Command::Undo(Direction::Back)).expect("undone");
    assert_eq!(desk.snapshot().dossiers().map(|d| (**d).clone()).collect::<Vec<_>>(), before);
    desk.execute(&me(), Command::Undo(Direction::Back)).expect("undone");
    assert_eq!(desk.snapshot().dossiers().count(), 6);
}

mod evaluation {
    use super::{id, me, open, status};
    use plandesk::desk::{Command, Desk, DeskError, Direction, Field, Receipt, ReviewEdit};
    use plandesk::plan::{Appraisal, AppraisalKind, Attainment, Counterpart, Direction as Sense, Progress};
    use plandesk::plan::{ItemId, Period, PlanId, Solution, Status, Year};
    use plandesk::text::Language;

    fn task(number: u32) -> ItemId {
        id(&format!("kashi-wsjk-2025/t{number}"))
    }

    fn plan() -> PlanId {
        task(1).plan
    }

    fn done(desk: &Desk, command: Command) -> Receipt {
        desk.execute(&me(), command).expect("a command that is allowed")
    }

    fn refused(desk: &Desk, command: Command) -> String {
        match desk.execute(&me(), command) {
            Err(DeskError::Refused(refusal)) => refusal.text(Language::En),
            other => panic!("not refused: {other:?}"),
        }
    }

    fn review(number: u32, period: Period, edit: ReviewEdit) -> Command {
        Command::Review { items: vec![task(number)], period, edit }
    }

    #[test]
    fn a_period_shows_the_previous_review_until_it_is_confirmed() {
        let folder = tempfile::tempdir().expect("there");
        let desk = open(&folder);
        let progress = ReviewEdit { progress: Field::given(Progress::try_from(40).ok()), ..status(Status::InProgress) };
        done(&desk, review(1, Period::annual(Year(2022)), progress));
        done(&desk, review(2, Period::annual(Year(2023)), status(Status::Completed)));
        let carried = |number| {
            let snapshot = desk.snapshot();
            let (dossier, task) = snapshot.task(&task(number)).expect("there");
            dossier.carried(&task.id, Period::MID_TERM)
        };
        assert_eq!(carried(1), Some((Period::annual(Year(2022)), Status::InProgress)));
        assert_eq!(carried(2), Some((Period::annual(Year(2023)), Status::Completed)));
        assert_eq!(carried(3), None);
        let receipt =
            done(&desk, Command::Confirm { items: vec![task(1), task(2), task(3)], period: Period::MID_TERM });
        assert_eq!(receipt.changes.len(), 2, "a task without an earlier status has nothing to confirm");
        assert_eq!(carried(1), None);
        let snapshot = desk.snapshot();
        let review =
            snapshot.dossier(&plan()).expect("there").review(&task(1), Period::MID_TERM).cloned().expect("there");
        assert_eq!((review.status, review.progress.map(Progress::get)), (Some(Status::InProgress), Some(40)));
        done(&desk, Command::Undo(Direction::Back));
        assert_eq!(carried(1), Some((Period::annual(Year(2022)), Status::InProgress)));
    }

    #[test]
    fn a_problem_stays_open_over_periods_until_it_is_solved() {
        let folder = tempfile::tempdir().expect("there");
        let desk = open(&folder);
        let stuck = |problem: &str| ReviewEdit { problem: Field::Set(problem.into()), ..ReviewEdit::default() };
        done(&desk, review(1, Period::annual(Year(2022)), stuck("经费没有到位")));
        done(&desk, review(1, Period::annual(Year(2023)), stuck("经费没有到位")));
        done(&desk, review(1, Period::MID_TERM, stuck("人员没有到位")));
        let list = || -> Vec<(Period, Period, bool)> {
            let snapshot = desk.snapshot();
            let problems = plandesk::plan::problem::problems(snapshot.dossier(&plan()).expect("there"));
            problems.iter().map(|p| (p.raised, p.last, p.solution.is_some())).collect()
        };
        let (first, second) = (Period::annual(Year(2022)), Period::annual(Year(2023)));
        assert_eq!(list(), [(first, second, false), (Period::MID_TERM, Period::MID_TERM, false)]);
        let solution = Some(Solution { period: Period::MID_TERM, how: Some("追加了预算".into()) });
        done(&desk, Command::Solve { problems: vec![(task(1), first)], solution: solution.clone() });
        assert_eq!(list(), [(first, second, true), (Period::MID_TERM, Period::MID_TERM, false)]);
        let told = refused(&desk, Command::Solve { problems: vec![(task(1), second)], solution });
        assert!(told.contains("2023"), "repeated in 2023, raised before: {told}");
        done(&desk, Command::Solve { problems: vec![(task(1), first)], solution: None });
        assert!(!list()[0].2, "opened again");
    }

    #[test]
    fn a_sealed_period_is_changed_only_with_a_reason_and_the_seal_keeps_the_old_values() {
        let folder = tempfile::tempdir().expect("there");
        let desk = open(&folder);
        let period = Period::annual(Year(2023));
        let seal = || Command::Seal { plan: plan(), period };
        assert!(refused(&desk, seal()).contains("nothing has been reviewed"));
        done(&desk, review(1, period, status(Status::InProgress)));
        let reading = |value: f64, amend: Option<&str>| Command::Read {
            indicator: id("kashi-wsjk-2025/i1"),
            period: Period::annual(Year(2023)),
            value: Some(value),
            amend: amend.map(Into::into),
        };
        done(&desk, reading(75.0, None));
        done(&desk, seal());
        assert!(refused(&desk, seal()).contains("sealed"));
        assert!(refused(&desk, review(1, period, status(Status::Completed))).contains("--amend"));
        assert!(refused(&desk, reading(76.0, None)).contains("--amend"));
        assert!(refused(&desk, Command::Confirm { items: vec![task(2)], period }).contains("sealed"));
        done(&desk, review(1, Period::MID_TERM, status(Status::Completed)));
        let amended = ReviewEdit { amend: Some("统计口径更正".into()), ..status(Status::Completed) };
        done(&desk, review(1, period, amended));
        done(&desk, reading(76.0, Some("年鉴更正")));
        let check = |desk: &Desk| {
            let snapshot = desk.snapshot();
            let dossier = snapshot.dossier(&plan()).expect("there");
            let seal = &dossier.seals[&period];
            assert!(seal.is_intact());
            assert_eq!(seal.by, me().name);
            let sealed = seal.content.tasks[0].review.as_ref().and_then(|review| review.status);
            assert_eq!(sealed, Some(Status::InProgress));
            assert_eq!(seal.content.indicators[0].readings, [(Year(2023), 75.0)]);
            let review = dossier.review(&task(1), period).expect("there");
            assert_eq!(review.status, Some(Status::Completed));
            assert_eq!(review.amended.as_deref(), Some("统计口径更正"));
            let first = id("kashi-wsjk-2025/i1");
            let (_, reading) = dossier.readings_of(&first).next().expect("there");
            assert_eq!((reading.value, reading.amended.as_deref()), (76.0, Some("年鉴更正")));
        };
        check(&desk);
        drop(desk);
        check(&open(&folder));
    }

    #[test]
    fn goals_judgements_directions_counterparts_and_appraisals_are_saved_and_can_be_undone() {
        let folder = tempfile::tempdir().expect("there");
        let desk = open(&folder);
        let (one, other) = (id("kashi-wsjk-2025/i1"), id("bachu-wsjk-2025/i1"));
        let appraisal = Appraisal { by: Some("某评估机构".into()), score: Some(86.5), ..Appraisal::default() };
        let before = desk.snapshot().dossier(&plan()).expect("there").clone();
        let commands = [
            Command::SetGoal {
                items: vec![task(1), task(2)], year: Year(2024), text: Field::Set(" 建成两处 ".into())
            },
            Command::Judge {
                indicator: one.clone(),
                year: Year(2023),
                judgement: Some((Attainment::Behind, Some("口径不同".into()))),
            },
            Command::Direct { indicator: one.clone(), direction: Some(Sense::Lower) },
            Command::Pair { one: one.clone(), other: other.clone(), decision: Some(Counterpart::Different) },
            Command::Appraise {
                plan: plan(),
                period: Period::MID_TERM,
                kind: AppraisalKind::ThirdParty,
                appraisal: Some(appraisal.clone()),
            },
        ];
        let count = commands.len();
        for command in commands {
            done(&desk, command);
        }
        drop(desk);
        let desk = open(&folder);
        let snapshot = desk.snapshot();
        let dossier = snapshot.dossier(&plan()).expect("there");
        let (_, indicator) = snapshot.indicator(&one).expect("there");
        assert_eq!(dossier.goals[&(task(2), Year(2024))].text, "建成两处");
        let thresholds = snapshot.settings().thresholds;
        assert_eq!(dossier.judge(indicator, &thresholds, Period::annual(Year(2023))), Attainment::Behind);
        assert_eq!(dossier.direction(indicator), Some(Sense::Lower));
        assert_eq!(dossier.appraisals[&(Period::MID_TERM, AppraisalKind::ThirdParty)], appraisal);
        let keeper = snapshot.dossier(&other.plan).expect("there");
        assert_eq!(keeper.counterparts[&(other, one)], Counterpart::Different, "kept once, under the first id");
        for _ in 0..count {
            done(&desk, Command::Undo(Direction::Back));
        }
        assert_eq!(*desk.snapshot().dossier(&plan()).expect("there"), before);
    }

    #[test]
    fn impossible_evaluations_are_refused_with_advice() {
        let folder = tempfile::tempdir().expect("there");
        let desk = open(&folder);
        let indicator = |text: &str| id(&format!("{text}/i1"));
        for (command, told) in [
            (Command::SetGoal { items: vec![task(1)], year: Year(2031), text: Field::Clear }, "2021–2025"),
            (Command::Seal { plan: PlanId::new("nowhere").expect("there"), period: Period::FINAL }, "plandesk plans"),
            (Command::Confirm { items: vec![task(1)], period: Period::annual(Year(2030)) }, "2030"),
            (
                Command::Pair {
                    one: indicator("kashi-wsjk-2025"),
                    other: indicator("kashi-wsjk-2025"),
                    decision: None,
                },
                "different plans",
            ),
            (Command::Direct { indicator: task(1), direction: None }, "plandesk indicators"),
        ] {
            let text = refused(&desk, command);
            assert!(text.contains(told), "{text}");
        }
    }
}

#[test]
fn a_corrected_title_takes_less_than_a_kilobyte_of_the_journal() {
    use plandesk::desk::{Cause, TextEdit};
    use plandesk::plan::{Subject, TextField};
    let (folder, desk) = desk();
    let journal = || -> u64 {
        let files = std::fs::read_dir(folder.path().join("journal")).unwrap();
        files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
    };
    let before = journal();
    let subjects = vec![Subject::Item(id("bachu-wsjk-2025/t1"))];
    let fields = vec![(TextField::Title, TextEdit::Set("建强基层卫生服务队伍，办好家门口的医院".to_string()))];
    let cause = Cause::Wrong { reason: Some("标题漏字".to_string()) };
    desk.execute(&me(), Command::Edit { subjects, fields, cause }).unwrap();
    let bytes = journal() - before;
    assert!((100..1000).contains(&bytes), "{bytes} bytes");
}
