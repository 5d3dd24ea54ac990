//! Saved changes survive a restart: the journal leads to exactly the state, and every change can be undone.

use plandesk::plan::dossier::{Conflict, Dossiers, apply_all, take_back};
use plandesk::plan::{Change, Decision, Edit, ItemKind, Period, Plan, Progress, Review, Status, Year};
use plandesk::store::{NewEntry, Repair, Store, StoreError};
use proptest::prelude::*;

use crate::support::store::*;

const PLANS: [&str; 2] = ["alpha-2025", "beta-2030"];
const TASKS: u32 = 4;

/// An operation on a store.
#[derive(Debug, Clone)]
enum Event {
    Assign { plan: usize, task: u32, lead: Option<String> },
    Review { plan: usize, task: u32, period: Period, progress: Option<u8>, words: String },
    Reading { plan: usize, indicator: u32, year: i32, value: Option<f64> },
    Newer { plan: usize, kind: usize, number: u32, words: Option<String> },
    Import { plan: usize, wording: String },
    Remove { plan: usize },
    Undo,
    Close,
    Crash,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let plan = 0..PLANS.len();
    let period = prop_oneof![
        (2021..2026).prop_map(|year| Period::annual(Year(year))),
        Just(Period::MID_TERM),
        Just(Period::FINAL)
    ];
    let event = prop_oneof![
        4 => (plan.clone(), 1..=TASKS, proptest::option::of("[\\PC\n\"\\\\]{0,12}"))
            .prop_map(|(plan, task, lead)| Event::Assign { plan, task, lead }),
        4 => (plan.clone(), 1..=TASKS, period, proptest::option::of(0..=100u8), ".{0,20}")
            .prop_map(|(plan, task, period, progress, words)| Event::Review { plan, task, period, progress, words }),
        4 => (plan.clone(), 1..=2u32, 2021..2026, proptest::option::of(proptest::num::f64::NORMAL))
            .prop_map(|(plan, indicator, year, value)| Event::Reading { plan, indicator, year, value }),
        4 => (plan.clone(), 0..NEWER_KINDS, 1..=2u32, proptest::option::of(".{0,20}"))
            .prop_map(|(plan, kind, number, words)| Event::Newer { plan, kind, number, words }),
        2 => (plan.clone(), "[a-z]{1,6}").prop_map(|(plan, wording)| Event::Import { plan, wording }),
        1 => plan.prop_map(|plan| Event::Remove { plan }),
        2 => Just(Event::Undo),
        1 => Just(Event::Close),
        1 => Just(Event::Crash),
    ];
    proptest::collection::vec(event, 1..40)
}

/// Returns the changes that an event makes to the current data; none if it does not apply to them.
fn changes(event: &Event, dossiers: &Dossiers) -> Vec<Change> {
    let known = |plan: usize| dossiers.get(&plan_id(PLANS[plan]));
    match event {
        Event::Assign { plan, task, lead } => {
            let Some(dossier) = known(*plan) else { return vec![] };
            let item = dossier.plan.id.item(ItemKind::Task, *task);
            let after = lead.as_ref().map(|lead| Decision { lead: Some(vec![lead.clone()]), ..Decision::default() });
            let before = dossier.decisions.get(&item).cloned();
            vec![Change::Assignment { item, edit: Edit { before, after } }]
        }
        Event::Review { plan, task, period, progress, words } => {
            let Some(dossier) = known(*plan) else { return vec![] };
            let item = dossier.plan.id.item(ItemKind::Task, *task);
            let after = progress.map(|progress| Review {
                status: Some(Status::Lagging),
                progress: Progress::try_from(progress).ok(),
                problem: Some(words.clone()),
                ..Review::default()
            });
            let before = dossier.review(&item, *period).cloned();
            vec![Change::Review { item, period: *period, edit: Edit { before, after } }]
        }
        Event::Reading { plan, indicator, year, value } => {
            let item = plan_id(PLANS[*plan]).item(ItemKind::Indicator, *indicator);
            known(*plan).map(|_| reading(dossiers, &item, *year, *value)).into_iter().collect()
        }
        Event::Newer { plan, kind, number, words } => {
            let id = plan_id(PLANS[*plan]);
            known(*plan).map(|_| newer_kind(dossiers, &id, *kind, *number, words.as_deref())).into_iter().collect()
        }
        Event::Import { plan, wording } => {
            let before = known(*plan).map(|dossier| dossier.plan.clone());
            let after = Some(sample_plan(PLANS[*plan], TASKS + wording.len() as u32 % 3, wording));
            vec![Change::Plan { plan: plan_id(PLANS[*plan]), edit: Edit { before, after } }]
        }
        Event::Remove { plan } => remove(*plan, dossiers),
        Event::Undo | Event::Close | Event::Crash => vec![],
    }
}

/// Returns the changes that remove a plan with everything entered about it.
fn remove(plan: usize, dossiers: &Dossiers) -> Vec<Change> {
    let Some(dossier) = dossiers.get(&plan_id(PLANS[plan])) else { return vec![] };
    let mut changes = Vec::new();
    for (item, decision) in &dossier.decisions {
        let edit = Edit { before: Some(decision.clone()), after: None };
        changes.push(Change::Assignment { item: item.clone(), edit });
    }
    for ((item, period), review) in &dossier.reviews {
        let edit = Edit { before: Some(review.clone()), after: None };
        changes.push(Change::Review { item: item.clone(), period: *period, edit });
    }
    for (item, year) in dossier.readings.keys() {
        changes.push(reading(dossiers, item, year.get(), None));
    }
    for (kind, number) in (0..NEWER_KINDS).flat_map(|kind| [(kind, 1), (kind, 2)]) {
        let id = &dossier.plan.id;
        let change = newer_kind(dossiers, id, kind, number, None);
        if !changes.contains(&change) && change.clone().inverse() != change {
            changes.push(change);
        }
    }
    let edit = Edit { before: Some(dossier.plan.clone()), after: None };
    changes.push(Change::Plan { plan: dossier.plan.id.clone(), edit });
    changes
}

/// Returns the entry that undoes the newest one.
fn undo(store: &Store) -> Option<NewEntry> {
    let newest = store.last(1).unwrap().pop()?;
    let changes = newest.changes.into_iter().rev().map(Change::inverse).collect();
    Some(NewEntry { undoes: Some(newest.seq), ..entry("undo", changes) })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_journal_always_leads_to_the_state(events in events()) {
        let place = tempfile::tempdir().unwrap();
        let mut dir = place.path().join("store");
        let (mut store, mut model) = open_clean(&dir);
        for (number, event) in events.iter().enumerate() {
            match event {
                Event::Close => {
                    drop(store);
                    let (again, found) = open_clean(&dir);
                    prop_assert_eq!(&found, &model);
                    store = again;
                }
                Event::Crash => {
                    let image = place.path().join(format!("image-{number}"));
                    copy_folder(&dir, &image);
                    let (again, opened) = Store::open(&image).unwrap();
                    prop_assert_eq!(&opened.dossiers.clone(), &model);
                    (store, dir) = (again, image);
                }
                _ => {
                    let entry = match event {
                        Event::Undo => undo(&store),
                        _ => Some(entry("event", changes(event, &model))),
                    };
                    let Some(entry) = entry else { continue };
                    apply_all(&mut model, &entry.changes).unwrap();
                    let seq = store.append(entry).unwrap();
                    prop_assert_eq!(seq, store.last_seq());
                }
            }
        }
        let history = store.history().unwrap();
        prop_assert_eq!(&replayed(&history), &model);
        let mut newest: Vec<_> = store.newest().map(Result::unwrap).collect();
        newest.reverse();
        prop_assert_eq!(newest, history);
        drop(store);
        let (_store, found) = open_clean(&dir);
        prop_assert_eq!(&found, &model);
    }

    #[test]
    fn undone_changes_leave_the_data_from_before(events in events()) {
        let mut model = Dossiers::new();
        for event in events {
            let before = model.clone();
            let changes = changes(&event, &model);
            apply_all(&mut model, &changes).unwrap();
            let after = model.clone();
            take_back(&mut model, &changes).unwrap();
            prop_assert_eq!(&model, &before);
            apply_all(&mut model, &changes).unwrap();
            prop_assert_eq!(&model, &after);
        }
    }
}

#[test]
fn an_entry_is_kept_as_it_was_given() {
    let place = tempfile::tempdir().unwrap();
    let (mut store, _) = open_clean(place.path());
    let given = NewEntry { undoes: Some(7), ..import(sample_plan("alpha-2025", 3, "换\n行“引号”\u{1b}[31m")) };
    assert_eq!(store.append(given.clone()).unwrap(), 1);
    let kept = store.history().unwrap().remove(0);
    let NewEntry { at, who, what, undoes, changes, .. } = given;
    assert_eq!((kept.at, kept.who, kept.what, kept.undoes, kept.changes), (at, who, what, undoes, changes));
}

#[test]
fn a_change_that_does_not_fit_is_refused_whole() {
    let place = tempfile::tempdir().unwrap();
    let (mut store, _) = open_clean(place.path());
    store.append(import(sample_plan("alpha-2025", 3, "甲"))).unwrap();
    let dossiers = replayed(&store.history().unwrap());
    let item = plan_id("alpha-2025").item(ItemKind::Task, 1);
    let good = review(&dossiers, &item, 10);
    let stale = NewEntry { changes: [good.changes.clone(), good.changes.clone()].concat(), ..good.clone() };
    assert!(matches!(store.append(stale), Err(StoreError::Conflict(_))));
    store.append(good).unwrap();
    let again = store.append(import(sample_plan("alpha-2025", 3, "乙")));
    assert!(matches!(again, Err(StoreError::Conflict(Conflict { record })) if record == "alpha-2025"));
    assert_eq!(store.last_seq(), 2);
}

#[test]
fn a_plan_with_entries_is_not_removed() {
    let place = tempfile::tempdir().unwrap();
    let dossiers = filled_store(place.path(), 2, 1);
    let (mut store, _) = open_clean(place.path());
    let plan: std::sync::Arc<Plan> = dossiers.values().next().unwrap().plan.clone();
    let edit = Edit { before: Some(plan.clone()), after: None };
    let removal = entry("remove", vec![Change::Plan { plan: plan.id.clone(), edit }]);
    assert!(matches!(store.append(removal), Err(StoreError::Conflict(_))));
}

#[test]
fn a_number_that_json_can_not_hold_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let (mut store, _) = open_clean(place.path());
    store.append(import(sample_plan("alpha-2025", 1, "甲"))).unwrap();
    let item = plan_id("alpha-2025").item(ItemKind::Indicator, 1);
    let dossiers = replayed(&store.history().unwrap());
    for value in [f64::NAN, f64::INFINITY] {
        let change = reading(&dossiers, &item, 2023, Some(value));
        assert!(matches!(store.append(entry("reading", vec![change])), Err(StoreError::Unwritable { .. })));
    }
    store.append(entry("reading", vec![reading(&dossiers, &item, 2023, Some(0.1 + 0.2))])).unwrap();
}

#[test]
fn the_latest_entries_are_read_without_the_older_ones() {
    let place = tempfile::tempdir().unwrap();
    filled_store(place.path(), 3, 20);
    let (store, _) = open_clean(place.path());
    let seqs: Vec<u64> = store.last(5).unwrap().iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs, [21, 20, 19, 18, 17]);
    assert_eq!(store.last(1000).unwrap().len(), 21);
}

#[test]
fn after_a_crash_the_replayed_entries_are_reported() {
    let place = tempfile::tempdir().unwrap();
    let (mut store, _) = open_clean(&place.path().join("store"));
    store.append(import(sample_plan("alpha-2025", 3, "甲"))).unwrap();
    let image = place.path().join("image");
    copy_folder(store.path(), &image);
    let repairs = Store::open(&image).unwrap().1.repairs;
    assert_eq!(repairs, [Repair::Replayed { entries: 1 }]);
    open_clean(&image);
}
