//! The parts of the documents that the program makes: tables of keys and actions, and pictures of screens.
//!
//! `PLANDESK_RENEW=1 cargo test --test screen documents` writes them anew.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use plandesk::action::Scope;
use plandesk::desk::{Actor, AssignmentEdit, Command, Desk, Field, ReviewEdit};
use plandesk::keymap::{Keymap, action_table, key_table};
use plandesk::plan::{Attainment, Condition, ItemId, Period, PeriodKind, Status, Term, Year};
use plandesk::text::{Label, Language};
use plandesk::tui::Options;

use crate::support::report;
use crate::support::tui::Seat;

const LANGUAGES: [(Language, &str); 2] = [(Language::En, "md"), (Language::Zh, "zh.md")];

/// A part of a page, between `<!-- name -->` and `<!-- /name -->`.
struct Part {
    page: String,
    name: String,
    text: String,
}

impl Part {
    fn new(page: &str, name: &str, text: String) -> Self {
        Part { page: page.to_string(), name: name.to_string(), text }
    }
}

/// Fails if a part of a page differs from what the program makes, or writes it if `PLANDESK_RENEW` is set.
fn check(parts: Vec<Part>) {
    let renew = std::env::var_os("PLANDESK_RENEW").is_some();
    let mut stale = Vec::new();
    for part in parts {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&part.page);
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", part.page));
        let fresh = with_part(&page, &part);
        if renew {
            fs::write(&path, fresh).unwrap();
        } else if page != fresh {
            stale.push(format!("“{}” in {}; it should be\n{}", part.name, part.page, part.text));
        }
    }
    let how = "renew with PLANDESK_RENEW=1 cargo test --test screen documents";
    assert!(stale.is_empty(), "out of date ({how}):\n{}", stale.join("\n"));
}

/// Returns the page with the part replaced.
fn with_part(page: &str, part: &Part) -> String {
    let (open, close) = (format!("<!-- {} -->", part.name), format!("<!-- /{} -->", part.name));
    let split = page.split_once(&open).and_then(|(before, rest)| Some((before, rest.split_once(&close)?.1)));
    let (before, after) = split.unwrap_or_else(|| panic!("{} has no {open} … {close}", part.page));
    format!("{before}{open}\n{}{close}{after}", part.text)
}

fn scope_table() -> String {
    let mut text = String::from("| scope | 范围 | where | then |\n|---|---|---|---|\n");
    for scope in Scope::ALL {
        let (zh, en) = (scope.label(Language::Zh), scope.label(Language::En));
        let then: Vec<&str> = scope.stack().iter().skip(1).map(|outer| outer.name()).collect();
        text += &format!("| `{}` | {zh} | {en} | {} |\n", scope.name(), then.join(", "));
    }
    text
}

/// Returns the table of the values that commands and filters take: each as files have it, with its Chinese name.
fn value_table(language: Language) -> String {
    let period = |kind| Term { first: Year(2026), last: Year(2026) }.periods([kind]).first().copied();
    let periods = PeriodKind::ALL.into_iter().filter_map(period);
    let statuses = Status::ALL.map(|status| (status.name().to_string(), status.label(Language::Zh)));
    let unreported = Condition::Unreported.names();
    let values = [
        ("状态", "status", owned(statuses)),
        ("筛选的状态", "status in filters", owned([(unreported[0].to_string(), unreported[1])])),
        ("评估期", "period", periods.map(|period| (period.to_string(), period.name(Language::Zh))).collect()),
        (
            "评估期种类",
            "kind of periods",
            owned(PeriodKind::ALL.map(|k| (k.name().to_string(), k.label(Language::Zh)))),
        ),
        ("完成情况", "judgement", owned(Attainment::ALL.map(|a| (a.name().to_string(), a.label(Language::Zh))))),
        ("情况（`is:`）", "condition (`is:`)", owned(Condition::ALL.map(|c| (c.names()[0].to_string(), c.names()[1])))),
    ];
    let mut text = language.pick("| 取值 | 词语 |\n|---|---|\n", "| value | words |\n|---|---|\n").to_string();
    for (zh, en, values) in values {
        let words = values.iter().map(|(name, zh)| match language {
            Language::Zh => format!("`{name}`（{zh}）"),
            Language::En => format!("`{name}` ({zh})"),
        });
        let words = words.collect::<Vec<_>>().join(language.pick("、", ", "));
        text += &format!("| {} | {words} |\n", language.pick(zh, en));
    }
    text
}

fn owned<const N: usize>(values: [(String, &str); N]) -> Vec<(String, String)> {
    values.map(|(name, label)| (name, label.to_string())).to_vec()
}

#[test]
fn tables_of_values_are_up_to_date() {
    check(
        LANGUAGES
            .map(|(language, end)| Part::new(&format!("docs/commands.{end}"), "values", value_table(language)))
            .into(),
    );
}

#[test]
fn tables_of_keys_and_actions_are_up_to_date() {
    let keymap = Keymap::default_map();
    let mut parts = vec![
        Part::new("keymaps/README.md", "actions", action_table()),
        Part::new("keymaps/README.md", "scopes", scope_table()),
    ];
    for (language, ending) in LANGUAGES {
        parts.push(Part::new(&format!("docs/keys.{ending}"), "keys", key_table(&keymap, language)));
    }
    check(parts);
}

/// The pages with pictures, the name of each picture, and the keys that lead to it.
const SCREENS: [(&str, &str, &str); 4] = [
    ("README", "overview", "1"),
    ("docs/guide", "tasks", "3<Down><Down><Down>"),
    ("docs/guide", "matrix", "0<Down><Down>"),
    ("docs/guide", "search", "/mxb"),
];

/// Returns a desk with the bundled plans in the middle of their term: most tasks assigned and reported on, as far as a
/// rule of remainders says.
fn office() -> (tempfile::TempDir, Arc<Desk>) {
    let (folder, desk) = report::desk();
    let snapshot = desk.snapshot();
    for dossier in snapshot.dossiers() {
        let items: Vec<ItemId> = dossier.plan.tasks.iter().map(|task| task.id.clone()).collect();
        for (remainder, lead) in ["卫生健康委员会", "残疾人联合会", "民政局", "教育局"].into_iter().enumerate()
        {
            let edit = AssignmentEdit { lead: Field::Set(vec![lead.to_string()]), ..Default::default() };
            tell(&desk, Command::Assign { items: every(&items, 4, remainder), edit });
        }
        for year in [2022, 2023] {
            review(&desk, &items, year);
        }
    }
    report::enter(&desk, Period::annual(Year(2023)));
    (folder, Arc::new(desk))
}

/// Reports on most of the tasks for a year: later years report less, and have completed more.
fn review(desk: &Desk, items: &[ItemId], year: i32) {
    use Status::{Completed, InProgress, Lagging, NotStarted};
    let statuses = match year {
        2022 => [Some(NotStarted), Some(InProgress), Some(InProgress), Some(Completed), Some(InProgress)],
        _ => [Some(InProgress), Some(Completed), Some(Lagging), Some(Completed), None],
    };
    for (remainder, status) in statuses.into_iter().enumerate() {
        let Some(status) = status else { continue };
        let edit = ReviewEdit { status: Field::Set(status), ..Default::default() };
        tell(desk, Command::Review { items: every(items, 5, remainder), period: Period::annual(Year(year)), edit });
    }
}

fn every(items: &[ItemId], divisor: usize, remainder: usize) -> Vec<ItemId> {
    items.iter().skip(remainder).step_by(divisor).cloned().collect()
}

fn tell(desk: &Desk, command: Command) {
    desk.execute(&Actor::owner("规划科"), command).unwrap();
}

#[test]
fn screens_in_the_documents_are_made_by_the_program() {
    let (_folder, desk) = office();
    let mut parts = Vec::new();
    for (language, ending) in LANGUAGES {
        for (page, name, keys) in SCREENS {
            let options = Options { language, period: Some(Period::annual(Year(2023))), ..Options::default() };
            let mut seat = Seat::at(Arc::clone(&desk), "规划科", options, (80, 24));
            seat.press(keys);
            if name == "search" {
                // The line of the query ends in the number of hits, with an ellipsis until all are counted.
                let counted = |screen: &str| screen.lines().nth(1).is_some_and(|line| !line.contains('…'));
                seat.wait_until("the hits are counted", |screen| screen.contains("慢性病") && counted(screen));
            }
            let text = format!("```text\n{}\n```\n", seat.screen());
            parts.push(Part::new(&format!("{page}.{ending}"), &format!("screen {name}"), text));
        }
    }
    check(parts);
}
