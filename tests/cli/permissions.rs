//! The whole table of permissions: each command of the command line, on each kind of item, for people of each role and
//! relation to it. A desk executes these lines in the same way for clients at its socket and over SSH.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex};

use plandesk::cli;
use plandesk::desk::Desk;
use plandesk::office::client::{Client, ClientContext, Streams};
use plandesk::plan::{Period, Year};
use plandesk::text::Language;
use rstest::rstest;

use crate::support::files::Drawer;
use crate::support::roles::{ADMINS, ALL, NAMES, PEOPLE, PLANNERS, THEIRS, is_forbidden};
use crate::support::{access, roles};

/// A returned list about one item.
const LIST: &str = "id,评估期,状态\n";
/// A document with one plan.
const PLAN: &str = "山前县“十四五”养老服务规划\n\n第一章 主要任务\n\n一、办好食堂。每个社区设一处老年食堂。\n";

#[derive(Default)]
struct Heard {
    said: Mutex<Vec<u8>>,
    /// True if the person has left meanwhile.
    has_left: bool,
}

impl Streams for Heard {
    fn print(&self, bytes: &[u8]) -> io::Result<()> {
        self.tell(bytes)
    }

    fn tell(&self, bytes: &[u8]) -> io::Result<()> {
        self.said.lock().unwrap().extend_from_slice(bytes);
        Ok(())
    }

    fn input(&self) -> Box<dyn Read + '_> {
        Box::new(io::empty())
    }

    fn is_there(&self) -> bool {
        !self.has_left
    }
}

/// A desk with its people. Its folder is removed when this is dropped.
struct Office {
    desk: Arc<Desk>,
    folder: tempfile::TempDir,
    files: Drawer,
}

impl Office {
    fn open() -> Office {
        let (desk, folder) = roles::desk();
        let lists = ["wsjk-2025/t1", "wsjk-2025/t5"].map(|item| format!("{LIST}hekou-{item},2023,滞后\n"));
        let office = Office { desk, folder, files: Drawer::default() };
        for (name, text) in [("t1.csv", lists[0].as_str()), ("t5.csv", &lists[1]), ("plan.txt", PLAN)] {
            plandesk::office::client::Files::write(&office.files, Path::new(name), text.as_bytes(), true).unwrap();
        }
        assert_eq!(office.run("owner", "review hekou-wsjk-2025/t1 --period 2022 --status lagging").0, 0);
        let milestones = "milestone hekou-wsjk-2025/t1 hekou-wsjk-2025/t5 --period 2022 --title 开工";
        assert_eq!(office.run("owner", milestones).0, 0);
        for (item, department) in [("t1", "卫健委"), ("t5", "民政局")] {
            let case = format!("open-case hekou-wsjk-2025/{item} --department {department}");
            assert_eq!(office.run("owner", &case).0, 0);
        }
        assert_eq!(office.run("owner", "case hand-over hekou-wsjk-2025/c1 hekou-wsjk-2025/c2").0, 0);
        office
    }

    fn list(&self, people: &str) {
        access::list(self.folder.path(), people);
    }

    /// Executes a command line for a person, and returns the exit status and all output.
    fn run(&self, name: &str, line: &str) -> (u8, String) {
        self.run_for(name, line, Heard::default())
    }

    fn run_for(&self, name: &str, line: &str, heard: Heard) -> (u8, String) {
        let person = roles::person(&self.desk, name);
        let words = shell_words::split(line).unwrap();
        let arguments = std::iter::once("plandesk".to_string()).chain(words).map(OsString::from).collect();
        let context = ClientContext { language: Language::En, ..ClientContext::default() };
        let client = Client {
            desk: Arc::clone(&self.desk),
            person,
            context,
            files: Arc::new(self.files.clone()),
            mended: vec![],
        };
        let heard = Arc::new(heard);
        let status = cli::run_at(client, arguments, Arc::clone(&heard) as Arc<dyn Streams>);
        let said = String::from_utf8(heard.said.lock().unwrap().clone()).unwrap();
        (status, said)
    }

    fn entries(&self) -> usize {
        self.desk.history().unwrap().len()
    }
}

#[rstest]
#[case::task_led("review hekou-wsjk-2025/t1 --period 2023 --status lagging", THEIRS)]
#[case::task_supported("review hekou-wsjk-2025/t2 --period 2023 --status lagging", THEIRS)]
#[case::task_of_others("review hekou-wsjk-2025/t5 --period 2023 --status lagging", PLANNERS)]
#[case::task_where_indicators_are_listed("review hekou-cjr-2025/t1 --period 2023 --status lagging", PLANNERS)]
#[case::project_led("review hekou-wsjk-2025/p1 --period 2023 --status lagging", THEIRS)]
#[case::project_of_others("review hekou-wsjk-2025/p2 --period 2023 --status lagging", PLANNERS)]
#[case::project_where_indicators_are_listed("review hekou-cjr-2025/p1 --period 2023 --status lagging", PLANNERS)]
#[case::both("review hekou-wsjk-2025/t1 hekou-wsjk-2025/t5 --period 2023 --status lagging", PLANNERS)]
#[case::step_of_own("step hekou-wsjk-2025/t1 --title 选址", THEIRS)]
#[case::step_of_others("step hekou-wsjk-2025/t5 --title 选址", PLANNERS)]
#[case::reading_listed("reading hekou-wsjk-2025/i1 --year 2023 --value 75", THEIRS)]
#[case::reading_of_a_plan_listed("reading hekou-cjr-2025/i1 --year 2023 --value 75", THEIRS)]
#[case::reading_not_listed("reading hekou-wsjk-2025/i2 --year 2023 --value 2", PLANNERS)]
#[case::reading_answered_for("reading hekou-wsjk-2025/i3 --year 2023 --value 17", THEIRS)]
#[case::reading_within_a_year("reading hekou-wsjk-2025/i3 --period 2023Q2 --value 17", THEIRS)]
#[case::reading_within_a_year_of_others("reading hekou-wsjk-2025/i2 --period 2023Q2 --value 2", PLANNERS)]
#[case::list_of_own("import t1.csv", THEIRS)]
#[case::list_of_others("import t5.csv", PLANNERS)]
#[case::division("assign hekou-wsjk-2025/t1 --lead 教育局", PLANNERS)]
#[case::division_of_an_indicator("assign hekou-wsjk-2025/i2 --lead 教育局", PLANNERS)]
#[case::correction("edit hekou-wsjk-2025/t1 --title 建强队伍 --reason 有误", PLANNERS)]
#[case::correction_of_an_indicator("edit hekou-wsjk-2025/i1 --title 寿命 --reason 有误", PLANNERS)]
#[case::addition("add task --plan hekou-wsjk-2025 --title 新事项 --chapter 重点任务", PLANNERS)]
#[case::end("end hekou-wsjk-2025/t1 --reason 已并入", PLANNERS)]
#[case::milestone("milestone hekou-wsjk-2025/t1 --period 2023 --title 开工", PLANNERS)]
#[case::outcome_of_own("reach hekou-wsjk-2025/t1 --period 2022 --on 2022-12-01", THEIRS)]
#[case::outcome_of_others("reach hekou-wsjk-2025/t5 --period 2022 --on 2022-12-01", PLANNERS)]
#[case::investment_of_own("invest hekou-wsjk-2025/p1 --total 300", THEIRS)]
#[case::investment_of_others("invest hekou-wsjk-2025/p2 --total 300", PLANNERS)]
#[case::case_opened("open-case hekou-wsjk-2025/t1 --department 卫健委", PLANNERS)]
#[case::case_of_own_signed("case sign hekou-wsjk-2025/c1", THEIRS)]
#[case::case_withdrawn("case withdraw hekou-wsjk-2025/c1 --text 重复", PLANNERS)]
#[case::goal("goal hekou-wsjk-2025/t1 --year 2023 --text 开工", PLANNERS)]
#[case::judgement("judge hekou-wsjk-2025/i1 --year 2023 --as behind", PLANNERS)]
#[case::direction("direction hekou-wsjk-2025/i1 lower", PLANNERS)]
#[case::pair("pair hekou-cjr-2025/i1 qingshi-cjr-2025/i1 --different", PLANNERS)]
#[case::succession("succeed hekou-wsjk-2025 --none", PLANNERS)]
#[case::fate("fate hekou-wsjk-2025/t1 --as ended", PLANNERS)]
#[case::appraisal("appraise --plan hekou-wsjk-2025 --period mid-term --kind survey --score 90", PLANNERS)]
#[case::seal("seal --plan hekou-wsjk-2025 --period 2022 --yes", PLANNERS)]
#[case::import("import plan.txt", PLANNERS)]
#[case::new_plan("new-plan --title 新规划 --region 河口市 --sector 教育 --term 2026-2030", PLANNERS)]
#[case::archive("archive hekou-wsjk-2025", PLANNERS)]
#[case::removal("remove hekou-wsjk-2025 --yes", PLANNERS)]
#[case::department("department 民政局 --contact 王芳", PLANNERS)]
#[case::own_department("department 卫健委 --contact 王芳", PLANNERS)]
#[case::view("search 免疫 --save 免疫", PLANNERS)]
#[case::backup("backup a.jsonl --force", PLANNERS)]
#[case::mending("doctor --mend", ADMINS)]
#[case::lists("tasks --plan hekou-wsjk-2025", ALL)]
#[case::export("export tasks --plan hekou-wsjk-2025 --to a.csv --force", ALL)]
#[case::preview("import t5.csv --dry-run", ALL)]
fn each_role_may_do_what_the_table_says(#[case] line: &str, #[case] may: &[&str]) {
    let office = Office::open();
    for name in NAMES {
        let before = office.entries();
        let (status, said) = office.run(name, line);
        if may.contains(&name) {
            assert!(!is_forbidden(&said), "{name}: {line}: {said}");
            // The change of the first person may be final.
            assert!(status == 0 || name != may[0], "{name}: {line}: {said}");
        } else {
            assert!(is_forbidden(&said), "{name}: {line}: {said}");
            // A list reports for each cell whether it was accepted.
            let refused = if line.ends_with(".csv") { 5 } else { 1 };
            assert_eq!((status, office.entries()), (refused, before), "{name}: {line}: {said}");
        }
    }
}

#[test]
fn a_reporter_makes_the_steps_of_the_own_department_and_no_others() {
    let office = Office::open();
    for (name, act, done) in [
        ("viewer", "sign", false),
        ("theirs", "sign", true),
        ("others", "progress --text 已选址", false),
        ("theirs", "progress --text 已选址", true),
        ("theirs", "ask-extension --text 等资金 --until 2099-01-01", true),
        ("theirs", "extend", false),
        ("planner", "extend", true),
        ("theirs", "answer --text 已开工", true),
        ("theirs", "pass", false),
        ("planner", "pass", true),
        ("theirs", "close", false),
        ("planner", "close", true),
        ("theirs", "evaluate --grade good", false),
        ("planner", "evaluate --grade good", true),
    ] {
        let (act, more) = act.split_once(' ').unwrap_or((act, ""));
        let (status, said) = office.run(name, &format!("case {act} hekou-wsjk-2025/c1 {more}"));
        assert_eq!((status == 0, is_forbidden(&said)), (done, !done), "{name}: {act}: {said}");
    }
    let (_, said) = office.run("theirs", "case sign hekou-wsjk-2025/c2");
    assert!(is_forbidden(&said) && said.contains("others"), "it names who may: {said}");
}

#[test]
fn only_admins_can_restore_a_backup() {
    let office = Office::open();
    assert_eq!(office.run("admin", "backup a.jsonl").0, 0);
    let made = office.run("planner", "restore a.jsonl --yes");
    assert!(made.0 == 1 && is_forbidden(&made.1), "{}", made.1);
    let made = office.run("planner", "restore --undo");
    assert!(made.0 == 1 && is_forbidden(&made.1), "{}", made.1);
    let made = office.run("admin", "restore a.jsonl --yes");
    assert!(!is_forbidden(&made.1), "{}", made.1);
}

#[rstest]
#[case::division("assign hekou-wsjk-2025/t1 --lead 教育局")]
#[case::review_of_others("review hekou-wsjk-2025/t5 --period 2023 --status lagging")]
#[case::list_of_others("import t5.csv")]
#[case::reading("reading hekou-wsjk-2025/i2 --year 2023 --value 2")]
#[case::import("import plan.txt")]
#[case::department("department 卫健委 --contact 王芳")]
#[case::case_of_others_signed("case sign hekou-wsjk-2025/c2")]
#[case::case_withdrawn("case withdraw hekou-wsjk-2025/c1 --text 重复")]
fn a_change_can_not_be_undone_after_losing_the_permission_for_it(
    #[case] line: &str,
    #[values("viewer", "reporter")] role: &str,
) {
    let office = Office::open();
    assert_eq!(office.run("planner", line).0, 0);
    let less = format!("name = \"planner\"\nunix = \"planner\"\ndepartment = \"卫健委\"\nrole = \"{role}\"");
    office.list(&PEOPLE.replace("name = \"planner\"\nunix = \"planner\"\nrole = \"planner\"", &less));
    let before = office.entries();
    let (status, said) = office.run("planner", "undo");
    assert!(is_forbidden(&said), "{said}");
    assert_eq!((status, office.entries()), (1, before), "{said}");
    office.list(PEOPLE);
    assert_eq!(office.run("planner", "undo").0, 0);
    office.list(&PEOPLE.replace("name = \"planner\"\nunix = \"planner\"\nrole = \"planner\"", &less));
    assert!(is_forbidden(&office.run("planner", "redo").1));
}

#[test]
fn of_a_returned_list_only_the_cells_of_one_s_own_work_are_accepted() {
    let office = Office::open();
    let text = format!("{LIST}hekou-wsjk-2025/t1,2023,滞后\nhekou-wsjk-2025/t5,2023,滞后\n");
    plandesk::office::client::Files::write(&office.files, Path::new("both.csv"), text.as_bytes(), true).unwrap();
    let (status, said) = office.run("theirs", "import both.csv");
    assert!(status == 5 && is_forbidden(&said) && said.contains("扩大医保异地结算"), "{status}: {said}");
    let snapshot = office.desk.snapshot();
    let is_reviewed = |item: &str| {
        let item = format!("hekou-wsjk-2025/{item}").parse().unwrap();
        snapshot.task(&item).unwrap().0.review(&item, Period::annual(Year(2023))).is_some()
    };
    assert!(is_reviewed("t1") && !is_reviewed("t5"));
}

#[rstest]
#[case::import("import plan.txt --dry-run", true)]
#[case::search("search 服务", true)]
#[case::export("export tasks --plan hekou-wsjk-2025 --to tasks.csv", true)]
#[case::report("report annual --year 2023 --plan hekou-wsjk-2025 --to report.docx", true)]
#[case::pack("pack annual --year 2023 --plan hekou-wsjk-2025 --to-folder pack", true)]
#[case::check("check", true)]
#[case::tasks("tasks", false)]
#[case::review("review hekou-wsjk-2025/t1 --period 2023 --status lagging", false)]
fn a_person_does_one_expensive_thing_at_a_time(#[case] line: &str, #[case] waits: bool) {
    let office = Office::open();
    let person = roles::person(&office.desk, "planner");
    let turn = office.desk.turn(&person, || true);
    let (status, said) = office.run_for("planner", line, Heard { has_left: true, ..Heard::default() });
    assert_eq!(said.contains("stopped"), waits, "{said}");
    assert_eq!(status != 0, waits, "{said}");
    drop(turn);
    let (status, said) = office.run("planner", line);
    assert_eq!(status, 0, "{said}");
}
