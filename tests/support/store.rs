//! Plans, entries and folders for tests of the store.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use plandesk::plan::dossier::{Dossiers, apply_all};
use plandesk::plan::{
    Appraisal, AppraisalKind, Assignment, Attainment, Change, Counterpart, Direction, Due, Edit, Edition, Goal,
    Indicator, ItemId, ItemKind, Judgement, Level, LineSpan, Nature, Node, Period, Plan, PlanId, Progress, Reading,
    Relation, Review, Seal, Solution, Source, Status, Target, Task, Thresholds, Year,
};
use plandesk::store::{Entry, NewEntry, Opened, Store};

use super::plan::{indicator, plan, task};

pub fn plan_id(name: &str) -> PlanId {
    PlanId::new(name).unwrap()
}

/// Returns a plan with some tasks and two indicators; `wording` occurs in its texts.
pub fn sample_plan(name: &str, tasks: u32, wording: &str) -> Arc<Plan> {
    let id = plan_id(name);
    let new_task = |number| Task {
        number: format!("{number}."),
        stated: Assignment {
            lead: vec!["卫生健康委员会".into()],
            due: Due::end_of_year(Year(2025)),
            ..Assignment::default()
        },
        lines: LineSpan::at(10 + number),
        ..task(
            id.item(ItemKind::Task, number),
            &format!("完善第 {number} 项服务"),
            &format!("完善第 {number} 项服务，{wording}，覆盖率达到 {}%。", 50 + number % 50),
        )
    };
    let new_indicator = |number| Indicator {
        nature: Some(Nature::Expected),
        definition: None,
        targets: vec![Target {
            year: Year(2025), text: "≥95".into(), relation: Relation::AtLeast, value: Some(95.3)
        }],
        lines: LineSpan::at(5),
        ..indicator(id.item(ItemKind::Indicator, number), &format!("第 {number} 项指标"))
    };
    Arc::new(Plan {
        edition: Edition::Condensed,
        source: Source { file: "plan.txt".into(), sha256: "0".repeat(64) },
        outline: vec![Node {
            parent: None,
            level: Level::Chapter,
            number: "第一章".into(),
            title: "主要任务".into(),
            paragraphs: Vec::new(),
            lines: LineSpan::at(1),
        }]
        .into(),
        tasks: (1..=tasks).map(new_task).collect(),
        indicators: (1..=2).map(new_indicator).collect(),
        ..plan(name, &format!("{wording}规划"), "某县", "卫生健康")
    })
}

pub fn entry(what: &str, changes: Vec<Change>) -> NewEntry {
    let at = "2023-06-30T09:00:00+08:00".into();
    NewEntry { at, who: "wang".into(), what: what.into(), changes, ..NewEntry::default() }
}

pub fn import(plan: Arc<Plan>) -> NewEntry {
    let edit = Edit { before: None, after: Some(plan) };
    let id = edit.after.as_ref().map(|plan: &Arc<Plan>| plan.id.clone()).unwrap();
    entry("import", vec![Change::Plan { plan: id, edit }])
}

/// Returns the entry that sets a task's progress in 2023 from its value in `dossiers`.
pub fn review(dossiers: &Dossiers, item: &ItemId, progress: u8) -> NewEntry {
    let period = Period::annual(Year(2023));
    let before = dossiers.get(&item.plan).and_then(|dossier| dossier.review(item, period)).cloned();
    let after = Review {
        status: Some(Status::InProgress),
        progress: Progress::try_from(progress).ok(),
        done: Some("已完成前期工作。".into()),
        ..Review::default()
    };
    let edit = Edit { before, after: Some(after) };
    entry("review", vec![Change::Review { item: item.clone(), period, edit }])
}

/// Returns the change that sets an indicator's reading for a year from its value in `dossiers`.
pub fn reading(dossiers: &Dossiers, item: &ItemId, year: i32, value: Option<f64>) -> Change {
    let before = dossiers.get(&item.plan).and_then(|d| d.readings.get(&(item.clone(), Year(year)))).cloned();
    Change::Reading {
        item: item.clone(),
        year: Year(year),
        edit: Edit { before, after: value.map(|value| Reading { value, amended: None }) },
    }
}

/// The number of kinds of records that [`newer_kind`] knows.
pub const NEWER_KINDS: usize = 7;

/// Returns a change of one of the kinds of records that schema 1 did not have, for the item with a number: `words`
/// becomes its content, `None` removes it.
pub fn newer_kind(dossiers: &Dossiers, plan: &PlanId, kind: usize, number: u32, words: Option<&str>) -> Change {
    let dossier = &dossiers[plan];
    let (task, indicator) = (plan.item(ItemKind::Task, number), plan.item(ItemKind::Indicator, number));
    let (year, period) = (2023, Period::annual(Year(2023)));
    let words = words.map(str::to_string);
    let score = words.as_ref().map(|words| words.chars().count() as f64 + 0.5);
    match kind {
        0 => {
            let after = words.map(|reason| Judgement { attainment: Attainment::Behind, reason: Some(reason) });
            let before = dossier.judgements.get(&(indicator.clone(), Year(year))).cloned();
            Change::Judgement { item: indicator, year: Year(year), edit: Edit { before, after } }
        }
        1 => {
            let before = dossier.directions.get(&indicator).copied();
            Change::Direction { item: indicator, edit: Edit { before, after: words.map(|_| Direction::Lower) } }
        }
        2 => {
            let before = dossier.goals.get(&(task.clone(), Year(year))).cloned();
            Change::Goal { item: task, year: Year(year), edit: Edit { before, after: words.map(|text| Goal { text }) } }
        }
        3 => {
            let before = dossier.solutions.get(&(task.clone(), period)).cloned();
            let after = words.map(|how| Solution { period: Period::MID_TERM, how: Some(how) });
            Change::Solution { item: task, raised: period, edit: Edit { before, after } }
        }
        4 => {
            let other = plan_id("yi-wsjk-2025").item(ItemKind::Indicator, number);
            let before = dossier.counterparts.get(&(indicator.clone(), other.clone())).copied();
            let after = words.map(|_| Counterpart::Same);
            Change::Counterpart { item: indicator, other, edit: Edit { before, after } }
        }
        5 => {
            let kind = AppraisalKind::Survey;
            let before = dossier.appraisals.get(&(period, kind)).cloned();
            let after = words.map(|by| Appraisal { by: Some(by), score, ..Appraisal::default() });
            Change::Appraisal { plan: plan.clone(), period, kind, edit: Edit { before, after } }
        }
        _ => {
            let before = dossier.seals.get(&period).cloned();
            let seal = |by: String| Seal::of(dossier, period, &Thresholds::default(), &by, "2023-12-31T09:00:00+08:00");
            Change::Seal { plan: plan.clone(), period, edit: Edit { before, after: words.map(seal) } }
        }
    }
}

/// Returns the dossiers after some entries, computed only by rules in `plan/`.
pub fn replayed(entries: &[Entry]) -> Dossiers {
    let mut dossiers = Dossiers::new();
    for entry in entries {
        apply_all(&mut dossiers, &entry.changes).unwrap();
    }
    dossiers
}

/// Opens a store that needs no repairs.
pub fn open_clean(dir: &Path) -> (Store, Dossiers) {
    let (store, Opened { dossiers, repairs }) = Store::open(dir).unwrap();
    assert_eq!(repairs, [], "the store needed mending");
    (store, dossiers)
}

/// Creates and closes a store with one plan of `tasks` tasks and `reviews` reviews; returns its dossiers.
pub fn filled_store(dir: &Path, tasks: u32, reviews: u32) -> Dossiers {
    let (mut store, mut dossiers) = open_clean(dir);
    let save = |store: &mut Store, dossiers: &mut Dossiers, entry: NewEntry| {
        apply_all(dossiers, &entry.changes).unwrap();
        store.append(entry).unwrap();
    };
    save(&mut store, &mut dossiers, import(sample_plan("mou-wsjk-2025", tasks, "健康")));
    for number in 0..reviews {
        let item = plan_id("mou-wsjk-2025").item(ItemKind::Task, number % tasks + 1);
        let entry = review(&dossiers, &item, (number % 101) as u8);
        save(&mut store, &mut dossiers, entry);
    }
    dossiers
}

/// Creates a store with one plan of `tasks` tasks, all of them reviewed `rounds` times, a hundred per entry.
pub fn large_store(dir: &Path, tasks: u32, rounds: u8) -> Dossiers {
    let mut dossiers = filled_store(dir, tasks, 0);
    let (mut store, _) = open_clean(dir);
    let items: Vec<_> = (1..=tasks).map(|number| plan_id("mou-wsjk-2025").item(ItemKind::Task, number)).collect();
    for round in 0..rounds {
        for hundred in items.chunks(100) {
            let changes = hundred.iter().flat_map(|item| review(&dossiers, item, round).changes).collect();
            let entry = entry("review", changes);
            apply_all(&mut dossiers, &entry.changes).unwrap();
            store.append(entry).unwrap();
        }
    }
    dossiers
}

/// Creates a folder with the permissions of a store's folder.
pub fn make_private(path: &Path) {
    fs::create_dir_all(path).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
}

/// Copies a folder in its present state, which is what a crash would leave.
pub fn copy_folder(from: &Path, to: &Path) {
    make_private(to);
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

pub fn first_segment(dir: &Path) -> PathBuf {
    dir.join("journal/000001.jsonl")
}
