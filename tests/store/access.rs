//! Permissions at a desk: `access.toml`, and the permission that every command needs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use plandesk::desk::access::{EXAMPLE, FILE, Gate, KnownAs, Trouble};
use plandesk::desk::{
    Act, Actor, AssignmentEdit, BothChanged, Cause, Command, Desk, DeskError, Direction, Field, ListEdit, Refusal,
    ReviewEdit, Role, SavedView, StepEdit, TextEdit, ViewsError,
};
use plandesk::plan::overlay::{Ended, Grounds};
use plandesk::plan::{Archived, Departments, ItemId, Period, PlanId, Status, Subject, TextField, Year};
use plandesk::text::{Label, Language};

use crate::support::access::list;
use crate::support::plans;

const KEY: &str = "SHA256:0123456789012345678901234567890123456789012";

/// A person of each role. The first tasks of the plan are led by 卫生健康委员会, and none by 民政局.
const PEOPLE: &str = r#"
[[person]]
name = "看的"
unix = "kan"
role = "viewer"

[[person]]
name = "报的"
unix = ["bao", "bao2"]
department = "卫健委"
role = "reporter"
indicators = ["hekou-wsjk-2025/i1", "hekou-cjr-2025"]

[[person]]
name = "外单位"
unix = "wai"
department = "民政局"
role = "reporter"

[[person]]
name = "规划的"
key = "SHA256:0123456789012345678901234567890123456789012"
role = "planner"

[[person]]
name = "管的"
unix = "guan"
role = "管理员"
"#;

fn desk(access: &str) -> (tempfile::TempDir, Arc<Desk>) {
    let (desk, folder) = plans::desk();
    list(folder.path(), access);
    (folder, desk)
}

fn account(name: &str) -> KnownAs {
    // No account of this machine has this number.
    KnownAs::Unix { uid: 4_000_000, account: name.to_string() }
}

fn id(text: &str) -> ItemId {
    text.parse().unwrap()
}

fn plan(id: &str) -> PlanId {
    PlanId::new(id).unwrap()
}

fn review(item: &str, status: Status) -> Command {
    let edit = ReviewEdit { status: Field::Set(status), ..ReviewEdit::default() };
    Command::Review { items: vec![id(item)], period: Period::annual(Year(2023)), edit }
}

fn assign(item: &str, lead: &str) -> Command {
    let edit = AssignmentEdit { lead: Field::Set(vec![lead.to_string()]), ..AssignmentEdit::default() };
    Command::Assign { items: vec![id(item)], edit }
}

fn read(item: &str, value: f64) -> Command {
    Command::Read { indicator: id(item), period: Period::annual(Year(2023)), value: Some(value), amend: None }
}

fn refusal<T: std::fmt::Debug>(result: Result<T, DeskError>) -> Refusal {
    match result {
        Err(DeskError::Refused(why)) => why,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

fn step(item: &str) -> Command {
    let edit = StepEdit { title: Field::Set("选址".into()), ..StepEdit::default() };
    Command::Step { item: id(item), number: None, edit: Some(edit) }
}

fn correct(item: &str, cause: Cause) -> Command {
    let title = TextEdit::Set("另一标题".to_string());
    Command::Edit { subjects: vec![Subject::Item(id(item))], fields: vec![(TextField::Title, title)], cause }
}

fn grounds() -> Grounds {
    Grounds { reason: "中期评估".into(), ..Grounds::default() }
}

fn ended() -> Ended {
    Ended { reason: "并办".into(), into: None, document: None }
}

#[test]
fn each_role_may_do_what_the_table_says_and_no_more() {
    let (_folder, desk) = &desk(PEOPLE);
    let owner = Actor::owner("root");
    desk.execute(&owner, assign("hekou-wsjk-2025/t1", "卫健委")).unwrap();
    let people = ["kan", "bao", "wai", "", "guan"].map(|name| match name {
        "" => desk.admit(&KnownAs::Key(KEY.to_string())).unwrap(),
        name => desk.admit(&account(name)).unwrap(),
    });
    assert_eq!(
        people.clone().map(|actor| actor.role),
        [Role::Viewer, Role::Reporter, Role::Reporter, Role::Planner, Role::Admin]
    );
    let no = [false; 5];
    type Attempt<'a> = Box<dyn Fn(&Actor) -> Result<(), DeskError> + 'a>;
    let command =
        |command: Command| -> Attempt { Box::new(move |actor: &Actor| desk.execute(actor, command.clone()).map(drop)) };
    type Change = fn(&Desk, &Actor) -> Result<Vec<SavedView>, ViewsError>;
    let views = |change: Change| -> Attempt {
        Box::new(move |actor: &Actor| match change(desk, actor) {
            Ok(_) => Ok(()),
            Err(ViewsError::Refused(why)) => Err(why.into()),
            Err(error) => panic!("{error}"),
        })
    };
    let rows: Vec<(&str, Attempt, [bool; 5])> = vec![
        ("assign", command(assign("hekou-wsjk-2025/t2", "教育局")), [false, false, false, true, true]),
        (
            "offered",
            command(Command::AcceptOffered { items: vec![id("hekou-wsjk-2025/t3")] }),
            [false, false, false, true, true],
        ),
        (
            "review of the own work",
            command(review("hekou-wsjk-2025/t1", Status::Lagging)),
            [false, true, false, true, true],
        ),
        (
            "review of others' work",
            command(review("hekou-cjr-2025/t1", Status::Lagging)),
            [false, false, false, true, true],
        ),
        (
            "review of others' work in a plan whose indicators are listed",
            command(review("hekou-cjr-2025/t2", Status::Lagging)),
            [false, false, false, true, true],
        ),
        (
            "confirming others' work in a plan whose indicators are listed",
            command(Command::Confirm { items: vec![id("hekou-cjr-2025/t2")], period: Period::annual(Year(2023)) }),
            [false, false, false, true, true],
        ),
        ("step of the own work", command(step("hekou-wsjk-2025/t1")), [false, true, false, true, true]),
        ("step of others' work", command(step("hekou-cjr-2025/t1")), [false, false, false, true, true]),
        (
            "correction of the own work",
            command(correct("hekou-wsjk-2025/t1", Cause::Wrong { reason: None })),
            [false, false, false, true, true],
        ),
        (
            "adjustment of the own work",
            command(correct("hekou-wsjk-2025/t1", Cause::Adjusted(grounds()))),
            [false, false, false, true, true],
        ),
        (
            "end of the own work",
            command(Command::End { items: vec![id("hekou-wsjk-2025/t1")], ended: Some(ended()) }),
            [false, false, false, true, true],
        ),
        ("reading of a plan listed", command(read("hekou-cjr-2025/i1", 1.0)), [false, true, false, true, true]),
        ("reading listed", command(read("hekou-wsjk-2025/i1", 1.0)), [false, true, false, true, true]),
        ("reading not listed", command(read("hekou-wsjk-2025/i2", 1.0)), [false, false, false, true, true]),
        (
            "import",
            Box::new(|actor| desk.import(actor, vec![], plandesk::desk::Consent::default()).map(drop)),
            [false, false, false, true, true],
        ),
        (
            "unarchive",
            command(Command::Archive { plans: vec![plan("hekou-wsjk-2025")], archived: None }),
            [false, false, false, true, true],
        ),
        (
            "archive",
            command(Command::Archive { plans: vec![plan("hekou-wsjk-2025")], archived: Some(Archived::default()) }),
            [false, false, false, true, true],
        ),
        (
            "list of departments",
            command(Command::List(vec![ListEdit::Lay("数据中心".to_string(), Default::default())])),
            [false, false, false, true, true],
        ),
        (
            "succession",
            command(Command::Succeed { plan: plan("hekou-wsjk-2025"), of: None }),
            [false, false, false, true, true],
        ),
        (
            "fate of the own work",
            command(Command::SetFate { items: vec![id("hekou-wsjk-2025/t1")], edit: None }),
            [false, false, false, true, true],
        ),
        (
            "offered fate of the own work",
            command(Command::AcceptFates { items: vec![id("hekou-wsjk-2025/t1")] }),
            [false, false, false, true, true],
        ),
        ("drop the samples", command(Command::DropSamples), [false, false, false, true, true]),
        ("backup", Box::new(|actor| desk.permit(actor, Act::BackUp)), [false, false, false, true, true]),
        (
            "save a view",
            views(|desk, actor| desk.save_view(actor, "滞后", "status:滞后")),
            [false, false, false, true, true],
        ),
        ("drop a view", views(|desk, actor| desk.drop_view(actor, "没有")), [false, false, false, true, true]),
        ("restore", Box::new(|actor| desk.permit(actor, Act::Restore)), [false, false, false, false, true]),
        // None of them has changed anything that could be undone, so this is refused by a rule if not by the role.
        ("undo", command(Command::Undo(Direction::Back)), no),
        ("redo", command(Command::Undo(Direction::Forward)), no),
    ];
    for (what, attempt, may) in rows.iter().rev() {
        for (actor, may) in people.iter().zip(may) {
            let outcome = attempt(actor);
            match (what, actor.role) {
                (&"undo" | &"redo", role) if role >= Role::Reporter => {
                    assert!(!matches!(refusal(outcome), Refusal::Forbidden(_)), "{what} {}", actor.name);
                }
                _ if *may => assert!(outcome.is_ok(), "{what} {}: {outcome:?}", actor.name),
                _ => assert!(matches!(refusal(outcome), Refusal::Forbidden(_)), "{what} {}", actor.name),
            }
        }
    }
}

#[test]
fn everybody_can_use_views_and_a_refused_change_names_who_may() {
    let (folder, desk) = desk(PEOPLE);
    let planner = desk.admit(&KnownAs::Key(KEY.to_string())).unwrap();
    desk.save_view(&planner, "滞后", "状态:滞后").unwrap();
    let mode = fs::metadata(folder.path().join("views.toml")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let reporter = desk.admit(&account("bao")).unwrap();
    let why = desk.save_view(&reporter, "滞后", "别的").unwrap_err().text(Language::Zh);
    assert!(why.contains("填报员") && why.contains("规划的（规划员）"), "{why}");
    let why = desk.drop_view(&reporter, "滞后").unwrap_err().text(Language::En);
    assert!(why.contains("those who may"), "{why}");
    assert_eq!(desk.views().unwrap()[0].query, "状态:滞后");
}

#[test]
fn a_refused_action_says_who_may() {
    let (_folder, desk) = desk(PEOPLE);
    let viewer = desk.admit(&account("kan")).unwrap();
    let why = refusal(desk.execute(&viewer, assign("hekou-wsjk-2025/t1", "卫健委")));
    let (zh, en) = (why.text(Language::Zh), why.text(Language::En));
    assert_eq!(zh, "看的 是查看员，不能分派任务；可以的有 规划的（规划员）、管的（管理员）");
    assert_eq!(en, "看的 is a viewer and may not divide work; those who may: 规划的 (planner), 管的 (admin)");
    desk.execute(&Actor::owner("root"), assign("hekou-wsjk-2025/t1", "卫健委")).unwrap();
    let outsider = desk.admit(&account("wai")).unwrap();
    let why = refusal(desk.execute(&outsider, review("hekou-wsjk-2025/t1", Status::Completed))).text(Language::Zh);
    assert!(why.contains("不由民政局牵头或配合") && why.contains("报的（填报员）"), "{why}");
    let why = refusal(desk.execute(&outsider, read("hekou-wsjk-2025/i1", 1.0))).text(Language::Zh);
    assert!(why.contains("外单位（填报员）所管") && why.contains("报的（填报员）"), "{why}");
}

#[test]
fn without_the_file_only_the_owner_is_let_in() {
    let folder = tempfile::tempdir().unwrap();
    let gate = Gate::of(folder.path(), Arc::new(Departments::bundled()), |_| false);
    let owner = KnownAs::Unix { uid: rustix::process::getuid().as_raw(), account: "zhu".to_string() };
    assert_eq!(gate.admit(&owner), Ok(Actor::owner("zhu")));
    for stranger in [account("zhu"), account("root"), KnownAs::Key(KEY.to_string())] {
        assert!(matches!(gate.admit(&stranger), Err(Refusal::Stranger { .. })), "{stranger:?}");
    }
}

#[test]
fn a_listed_owner_has_the_role_of_the_file_and_an_unlisted_one_stays_owner() {
    let (_folder, desk) = desk(PEOPLE);
    let uid = rustix::process::getuid().as_raw();
    let by = |account: &str| desk.admit(&KnownAs::Unix { uid, account: account.to_string() }).unwrap();
    assert_eq!((by("kan").name.as_str(), by("kan").role), ("看的", Role::Viewer));
    assert_eq!(by("bao2").department.as_deref(), Some("卫生健康委员会"), "by any of the accounts");
    assert_eq!(by("somebody"), Actor::owner("somebody"));
    let why = refusal(desk.admit(&account("somebody"))).text(Language::Zh);
    assert!(why.contains("somebody") && why.contains("管的"), "{why}");
}

#[test]
fn the_file_is_read_again_when_it_changes() {
    let (folder, desk) = desk(PEOPLE);
    let planner = desk.admit(&KnownAs::Key(KEY.to_string())).unwrap();
    desk.execute(&planner, assign("hekou-wsjk-2025/t1", "卫健委")).unwrap();
    list(folder.path(), &PEOPLE.replace("\"planner\"", "\"viewer\""));
    let why = refusal(desk.execute(&planner, assign("hekou-wsjk-2025/t1", "教育局"))).text(Language::Zh);
    assert!(why.contains("查看员"), "what the session was told when it began no longer holds: {why}");
    list(folder.path(), "# nobody");
    let why = refusal(desk.execute(&planner, assign("hekou-wsjk-2025/t1", "教育局")));
    assert!(matches!(why, Refusal::Stranger { .. }), "{why:?}");
    fs::remove_file(folder.path().join(FILE)).unwrap();
    assert!(matches!(refusal(desk.admit(&account("guan"))), Refusal::Stranger { .. }));
}

#[test]
fn a_file_that_others_may_write_is_not_trusted() {
    let (folder, desk) = desk(PEOPLE);
    for mode in [0o620, 0o602, 0o666] {
        fs::set_permissions(folder.path().join(FILE), fs::Permissions::from_mode(mode)).unwrap();
        for outcome in [desk.admit(&account("guan")).map(drop), desk.permit(&Actor::owner("root"), Act::Restore)] {
            let why = refusal(outcome).text(Language::Zh);
            assert!(why.contains("chmod 600") && why.contains(&format!("{mode:o}")), "{why}");
        }
    }
    fs::set_permissions(folder.path().join(FILE), fs::Permissions::from_mode(0o640)).unwrap();
    assert!(desk.admit(&account("guan")).is_ok());
}

#[test]
fn a_file_with_a_fault_lets_nobody_change_anything_and_names_each_line() {
    let text = r#"[[person]]
nam = "甲"
unix = "a"
role = "plannr"

[[person]]
name = "乙"
role = "reporter"
department = "民证局"
key = ["SHA256:short", 7]
indicators = ["hekou-wsjk-2025/t1"]

[[person]]
name = "乙"
unix = "a"
role = "viewer"
[other]
"#;
    let (folder, desk) = desk(text);
    let Err(error) = Gate::of(folder.path(), Arc::new(Departments::bundled()), |_| false).access() else {
        panic!("it is taken all the same")
    };
    let Trouble::Faults(faults) = &error.trouble else { panic!("{error:?}") };
    let lines: Vec<String> =
        faults.iter().map(|(line, fault)| format!("{line} {}", fault.text(Language::En))).collect();
    for expected in [
        "1 this person has no name",
        "2 there is no setting “nam”; do you mean “name”?",
        "4 there is no role “plannr”; there are viewer, reporter, planner, admin; do you mean “planner”?",
        "9 neither the registry nor any task has a department “民证局”; like it are 民政局, 民族宗教事务委员会",
        "10 “SHA256:short” is no fingerprint of an SSH key: SHA256:…, as ssh-keygen -lf prints it",
        "10 “key” takes a text, or a list [\"…\", \"…\"]",
        "11 “hekou-wsjk-2025/t1” is no id of an indicator or a plan, such as kashi-wsjk-2025/i7 or kashi-wsjk-2025",
        "14 “乙” is another person's already; each must have their own",
        "15 “a” is another person's already; each must have their own",
        "17 there is no setting “other”",
    ] {
        assert!(lines.contains(&expected.to_string()), "{expected} is not among\n{}", lines.join("\n"));
    }
    assert_eq!(lines.len(), 10, "{}", lines.join("\n"));
    let why = refusal(desk.execute(&Actor::owner("root"), assign("hekou-wsjk-2025/t1", "卫健委"))).text(Language::Zh);
    assert!(why.contains("access.toml:4") && why.contains("没有名为“plannr”的角色"), "{why}");
}

#[test]
fn a_person_must_be_known_by_something_and_a_reporter_of_a_department() {
    let (folder, _desk) = desk("[[person]]\nname = \"甲\"\nrole = \"reporter\"\n");
    let error =
        Gate::of(folder.path(), Arc::new(Departments::bundled()), |_| false).access().unwrap_err().text(Language::En);
    assert!(error.contains("account") && error.contains("no department"), "{error}");
    list(folder.path(), "[[person");
    let error =
        Gate::of(folder.path(), Arc::new(Departments::bundled()), |_| false).access().unwrap_err().text(Language::Zh);
    assert!(error.contains(":1: 不是 TOML"), "{error}");
}

#[test]
fn a_department_that_only_tasks_name_is_accepted_and_an_unknown_one_is_a_fault() {
    let (folder, desk) = desk(PEOPLE);
    let text = |name: &str| {
        format!("[[person]]\nname = \"甲\"\nunix = \"jia\"\nrole = \"reporter\"\ndepartment = \"{name}\"\n")
    };
    list(folder.path(), &text("河口湿地办"));
    let why = refusal(desk.admit(&account("jia"))).text(Language::En);
    assert!(why.contains("access.toml:5") && why.contains("give the department a task"), "{why}");
    list(folder.path(), PEOPLE);
    desk.execute(&Actor::owner("root"), assign("hekou-wsjk-2025/t2", "河口湿地办")).unwrap();
    list(folder.path(), &text("河口湿地办"));
    let reporter = desk.admit(&account("jia")).unwrap();
    desk.execute(&reporter, review("hekou-wsjk-2025/t2", Status::Lagging)).unwrap();
}

#[test]
fn the_example_file_is_valid_and_names_every_role() {
    let (_folder, desk) = desk(EXAMPLE);
    let reporter = desk.admit(&account("wangfang")).unwrap();
    assert_eq!((reporter.role, reporter.department.as_deref()), (Role::Reporter, Some("民政局")));
    for role in Role::ALL {
        assert!(EXAMPLE.contains(role.name()) && EXAMPLE.contains(role.label(Language::Zh)), "{role:?}");
    }
}

#[test]
fn a_returned_list_is_refused_cell_by_cell_without_permission() {
    let (_folder, desk) = desk(PEOPLE);
    let viewer = desk.admit(&account("kan")).unwrap();
    let csv = "id,评估期,状态\nhekou-wsjk-2025/t1,2023,已完成\n";
    let list = plandesk::import::spreadsheet::read("a.csv", csv.as_bytes()).unwrap();
    let taken = desk.take_back(&viewer, &[list], BothChanged::Keep).unwrap();
    assert_eq!((taken.seq, taken.changes.len()), (None, 0));
    let why: Vec<String> = taken.why_not.iter().map(|why| why.text(Language::Zh)).collect();
    assert!(why.iter().any(|why| why.contains("查看员")), "{why:?}");
}

#[test]
fn a_person_is_refused_once_their_key_or_account_is_no_longer_listed() {
    let (folder, desk) = desk(PEOPLE);
    let ways = [
        ("规划的", KnownAs::Key(KEY.to_string()), KEY, "SHA256:1123456789012345678901234567890123456789012"),
        ("管的", account("guan"), "\"guan\"", "\"guan2\""),
    ];
    for (name, known, theirs, another) in ways {
        list(folder.path(), PEOPLE);
        let actor = desk.admit(&known).unwrap();
        desk.execute(&actor, review("hekou-wsjk-2025/t1", Status::Lagging)).unwrap();
        assert_eq!((actor.name.as_str(), desk.gate().stays(&actor)), (name, Ok(())));
        // The person stays listed, with another key or account.
        list(folder.path(), &PEOPLE.replace(theirs, another));
        for refused in [
            desk.execute(&actor, review("hekou-wsjk-2025/t1", Status::Completed)).map(drop),
            desk.execute(&actor, Command::Undo(Direction::Back)).map(drop),
            desk.permit(&actor, Act::Import),
            desk.gate().stays(&actor).map_err(DeskError::Refused),
        ] {
            assert!(matches!(refusal(refused), Refusal::Stranger { who, .. } if who == name));
        }
    }
}

#[test]
fn a_reporter_of_one_region_can_report_on_work_of_that_region_only() {
    let county = r#"
[[person]]
name = "县里的"
unix = "xian"
department = "青石县教育局"
role = "reporter"
"#;
    let (_folder, desk) = desk(county);
    let owner = Actor::owner("root");
    for item in ["qingshi-cjr-2025/t1", "hekou-wsjk-2025/t1"] {
        desk.execute(&owner, assign(item, "教育局")).unwrap();
    }
    let reporter = desk.admit(&account("xian")).unwrap();
    desk.execute(&reporter, review("qingshi-cjr-2025/t1", Status::Completed)).unwrap();
    let other = refusal(desk.execute(&reporter, review("hekou-wsjk-2025/t1", Status::Completed)));
    assert!(matches!(other, Refusal::Forbidden(_)), "the city has an office of the same name: {other:?}");
    desk.execute(&owner, assign("hekou-wsjk-2025/t1", "青石县教育局")).unwrap();
    desk.execute(&reporter, review("hekou-wsjk-2025/t1", Status::Completed)).unwrap();
}
