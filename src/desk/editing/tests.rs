//! Tests of edits to a small plan, without a store.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::desk::carried::carry;
use crate::desk::items;
use crate::export::fixture;
use crate::plan::dossier::{apply_all, take_back};
use crate::plan::overlay::{Ended, Standing};
use crate::plan::{Dossiers, ItemId, ItemKind, Year};

fn dossiers() -> Dossiers {
    let dossier = fixture::dossier();
    Dossiers::from([(dossier.plan.id.clone(), Arc::new(dossier))])
}

fn snapshot(dossiers: &Dossiers) -> Snapshot {
    Snapshot::new(dossiers.clone(), Default::default(), Default::default())
}

fn task(number: u32) -> Subject {
    Subject::Item(fixture::item(ItemKind::Task, number))
}

fn indicator() -> Subject {
    Subject::Item(fixture::item(ItemKind::Indicator, 1))
}

fn wrong() -> Cause {
    Cause::Wrong { reason: None }
}

fn adjusted() -> Cause {
    Cause::Adjusted(Grounds {
        reason: "中期评估".into(),
        document: Some("某政发〔2023〕9号".into()),
        ..Grounds::default()
    })
}

fn set(field: TextField, text: &str) -> (TextField, TextEdit) {
    (field, TextEdit::Set(text.into()))
}

/// Edits one subject of a plan among the dossiers, and returns the changes.
fn edited(
    dossiers: &mut Dossiers,
    subject: Subject,
    edits: &[(TextField, TextEdit)],
    cause: &Cause,
) -> Result<Vec<Change>, Refusal> {
    let changes = edit(&snapshot(dossiers), &[subject], edits, cause)?;
    apply_all(dossiers, &changes).unwrap();
    Ok(changes)
}

fn only(dossiers: &Dossiers) -> &Dossier {
    dossiers.values().next().unwrap()
}

#[test]
fn an_adjusted_target_applies_from_its_day_and_earlier_periods_keep_the_old_one() {
    let mut dossiers = dossiers();
    let printed = only(&dossiers).plan.indicators[0].targets.last().unwrap().clone();
    let since_2024 =
        Grounds { reason: "中期评估".into(), effective: Some("2024年3月1日".into()), ..Grounds::default() };
    let cause = Cause::Adjusted(since_2024);
    edited(&mut dossiers, indicator(), &[set(TextField::Target(printed.year), "12345")], &cause).unwrap();
    let dossier = only(&dossiers);
    let now = &dossier.plan.indicators[0];
    let target = |period: &str| {
        let then = dossier.in_period(now, period.parse().unwrap());
        then.targets.last().unwrap().text.clone()
    };
    for period in ["2022", "2023", "2023Q4", "2024-01", "2024-02", "mid-term"] {
        assert_eq!(target(period), printed.text, "{period}");
    }
    for period in ["2024-03", "2024Q1", "2024H1", "2024", "2025", "final"] {
        assert_eq!(target(period), "12345", "{period}");
    }
    let direction = dossier.direction(now);
    let expected = |year| crate::plan::attainment::expected_at(now, direction, year);
    let judged_by = |period: &str| dossier.expected(now, period.parse().unwrap());
    assert_ne!(judged_by("2023"), expected(Year(2023)), "judged by the target in force then");
    assert_ne!(judged_by("2024-02"), expected(Year(2024)), "judged by the target in force then");
    assert_eq!(judged_by("2024"), expected(Year(2024)));
}

#[test]
fn an_adjustment_of_any_field_holds_from_its_day_on() {
    let plan = Subject::Plan(fixture::item(ItemKind::Task, 1).plan);
    let project = Subject::Item(fixture::item(ItemKind::Project, 1));
    let heading = Subject::Item(fixture::item(ItemKind::Heading, 1));
    for (subject, field, text) in [
        (task(1), TextField::Title, "新的标题"),
        (task(1), TextField::Chapter, "h1"),
        (project, TextField::Group, "资金类"),
        (indicator(), TextField::Unit, "个"),
        (indicator(), TextField::Target(Year(2025)), "12345"),
        (heading, TextField::Title, "新的一章"),
        (plan.clone(), TextField::Region, "测试市"),
        (plan, TextField::Term, "2021-2026"),
    ] {
        let mut dossiers = dossiers();
        let read = |dossier: &Dossier| overlay::read(&dossier.plan, &subject, field);
        let printed = read(only(&dossiers));
        let effective = Some("自2024年3月1日起施行".to_string());
        let cause = Cause::Adjusted(Grounds { reason: "中期评估".into(), effective, ..Grounds::default() });
        edited(&mut dossiers, subject.clone(), &[set(field, text)], &cause).unwrap();
        let decided = read(only(&dossiers));
        assert_ne!(decided, printed, "{field}");
        for (day, in_force) in [("2024-02-29", &printed), ("2024-03-01", &decided), ("2023-01-01", &printed)] {
            dossiers.as_of(day.parse().unwrap());
            assert_eq!(read(only(&dossiers)), *in_force, "{field} on {day}");
        }
        for (period, in_force) in [("2023", &printed), ("2024-02", &printed), ("2024", &decided)] {
            assert_eq!(read(&only(&dossiers).at_end_of(period.parse().unwrap())), *in_force, "{field} in {period}");
        }
    }
}

#[test]
fn a_day_of_effect_that_can_t_be_read_is_refused_and_can_be_given_anew() {
    let on = |day: &str| {
        let effective = Some(day.to_string());
        Cause::Adjusted(Grounds { reason: "中期评估".into(), effective, ..Grounds::default() })
    };
    let title = [set(TextField::Title, "新的标题")];
    for day in ["明天", "2024-13-01", "自发布之日起", "2024年中期"] {
        let refused = edited(&mut dossiers(), task(1), &title, &on(day));
        assert_eq!(refused, Err(Refusal::NoSuchDay(day.to_string())));
    }
    let mut dossiers = dossiers();
    for day in ["2024年7月", "2024/7/1", "2090"] {
        assert_eq!(edited(&mut dossiers, task(1), &title, &on(day)).unwrap().len(), 1, "{day}");
    }
    dossiers.as_of("2026-01-01".parse().unwrap());
    assert_ne!(only(&dossiers).plan.tasks[0].title, "新的标题", "it holds from 2090 on");
    assert_eq!(edited(&mut dossiers, task(1), &title, &on("2025")).unwrap().len(), 1);
    assert_eq!(only(&dossiers).plan.tasks[0].title, "新的标题");
}

#[test]
fn a_corrected_text_is_in_force_and_the_printed_one_stays_readable() {
    let mut dossiers = dossiers();
    let printed = only(&dossiers).plan.tasks[0].title.clone();
    edited(&mut dossiers, task(1), &[set(TextField::Title, "新的标题")], &wrong()).unwrap();
    let dossier = only(&dossiers);
    assert_eq!((dossier.plan.tasks[0].title.as_str(), &dossier.printed.tasks[0].title), ("新的标题", &printed));
    let edits = [(TextField::Title, TextEdit::AsPrinted)];
    assert_eq!(edited(&mut dossiers, task(1), &edits, &wrong()).unwrap().len(), 1);
    assert_eq!(dossiers, self::dossiers());
    assert_eq!(only(&dossiers).plan, only(&dossiers).printed);
}

#[test]
fn an_edited_plan_shares_with_the_printed_one_all_items_but_the_edited() {
    let mut dossiers = dossiers();
    edited(&mut dossiers, task(2), &[set(TextField::Title, "新的标题")], &wrong()).unwrap();
    let (plan, printed) = (&only(&dossiers).plan, &only(&dossiers).printed);
    let shared = |one: &crate::plan::Task| printed.tasks.iter().any(|other| std::ptr::eq(one, other));
    assert_eq!(plan.tasks.iter().map(shared).collect::<Vec<_>>(), [true, false, true]);
    assert!(std::ptr::eq(&plan.indicators[0], &printed.indicators[0]));
    assert!(std::ptr::eq(&plan.outline[0], &printed.outline[0]));
}

#[test]
fn correcting_to_the_printed_text_drops_the_correction() {
    let mut dossiers = dossiers();
    let printed = only(&dossiers).plan.tasks[0].title.clone();
    for title in ["新的标题", &printed] {
        edited(&mut dossiers, task(1), &[set(TextField::Title, title)], &wrong()).unwrap();
    }
    assert_eq!(dossiers, self::dossiers());
}

#[test]
fn indicators_are_judged_by_the_adjusted_target_which_overrides_a_correction() {
    let mut dossiers = dossiers();
    edited(&mut dossiers, indicator(), &[set(TextField::Target(Year(2025)), "≥92")], &wrong()).unwrap();
    edited(&mut dossiers, indicator(), &[set(TextField::Target(Year(2025)), "≥93")], &adjusted()).unwrap();
    let target = only(&dossiers).plan.indicators[0].targets.last().unwrap();
    assert_eq!((target.text.as_str(), target.value), ("≥93", Some(93.0)));
    let refused = edited(&mut dossiers, indicator(), &[set(TextField::Target(Year(2025)), "≥94")], &wrong());
    assert_eq!(refused, Err(Refusal::IsAdjusted { subject: indicator(), field: TextField::Target(Year(2025)) }));
}

#[test]
fn a_value_that_does_not_fit_the_field_is_refused() {
    for (subject, field, text) in [
        (task(1), TextField::Target(Year(2025)), "93"),
        (task(1), TextField::Title, " "),
        (task(1), TextField::Chapter, "没有这一章"),
        (task(1), TextField::Box, "专栏1"),
        (indicator(), TextField::Nature, "随意"),
        (Subject::Plan(fixture::item(ItemKind::Task, 1).plan), TextField::Term, "2025-2021"),
    ] {
        let refused = edited(&mut dossiers(), subject, &[set(field, text)], &wrong());
        assert!(matches!(refused, Err(Refusal::NoSuchText { field: f, .. }) if f == field), "{field}: {refused:?}");
    }
    let unfounded = Cause::Adjusted(Grounds { reason: " ".into(), ..Grounds::default() });
    let refused = edited(&mut dossiers(), task(1), &[set(TextField::Title, "新")], &unfounded);
    assert_eq!(refused, Err(Refusal::NoReason));
    assert_eq!(edited(&mut dossiers(), task(99), &[], &wrong()), Err(Refusal::NoSubject(task(99))));
}

#[test]
fn a_task_moves_to_a_heading_even_after_its_title_was_corrected() {
    let mut dossiers = dossiers();
    let heading = Subject::Item(fixture::item(ItemKind::Heading, 1));
    edited(&mut dossiers, heading, &[set(TextField::Title, "改名后的章")], &wrong()).unwrap();
    edited(&mut dossiers, task(1), &[set(TextField::Chapter, "改名后的章")], &wrong()).unwrap();
    let plan = &only(&dossiers).plan;
    let moved = plan.tasks.iter().find(|moved| Subject::Item(moved.id.clone()) == task(1)).unwrap();
    assert_eq!((moved.node, plan.outline[0].title.as_str()), (0, "改名后的章"));
}

#[test]
fn a_new_edition_is_compared_with_corrections_of_the_old_one() {
    let mut dossiers = dossiers();
    let heading = Subject::Item(fixture::item(ItemKind::Heading, 2));
    edited(&mut dossiers, task(1), &[set(TextField::Title, "甲")], &wrong()).unwrap();
    edited(&mut dossiers, task(2), &[set(TextField::Title, "乙")], &wrong()).unwrap();
    edited(&mut dossiers, indicator(), &[set(TextField::Unit, "个")], &wrong()).unwrap();
    edited(&mut dossiers, heading.clone(), &[set(TextField::Title, "丙")], &wrong()).unwrap();
    let before = Arc::clone(&dossiers.values().next().unwrap().printed);
    let mut after = (*before).clone();
    after.tasks[0].title = "甲".into();
    after.tasks[1].title = "丁".into();
    // A heading added at the front moves the others back.
    after.outline.insert(0, crate::plan::Node { title: "前所未有".into(), parent: None, ..after.outline[0].clone() });
    after.outline.iter_mut().skip(1).for_each(|node| node.parent = node.parent.map(|parent| parent + 1));
    after.tasks.iter_mut().for_each(|task| task.node += 1);
    let (carried, news) = carry(only(&dossiers), &after);
    let told: Vec<_> = news.iter().map(|news| (news.subject.clone(), news.standing)).collect();
    assert_eq!(told, [(task(1), Standing::Printed), (task(2), Standing::Overtaken)]);
    let edit = Edit { before: Some(before), after: Some(Arc::new(after)) };
    let import: Vec<Change> =
        [Change::Plan { plan: fixture::item(ItemKind::Task, 1).plan, edit }].into_iter().chain(carried).collect();
    let old = dossiers.clone();
    apply_all(&mut dossiers, &import).unwrap();
    let plan = &only(&dossiers).plan;
    assert_eq!((plan.outline[2].title.as_str(), plan.tasks[1].title.as_str()), ("丙", "乙"));
    take_back(&mut dossiers, &import).unwrap();
    assert_eq!(dossiers, old);
}

/// Returns an edit of any subject of the small plan, possible or not.
fn any_edit() -> impl Strategy<Value = (Subject, TextField, TextEdit, bool)> {
    let subject = prop_oneof![
        (1..4_u32).prop_map(task),
        Just(indicator()),
        (1..4_u32).prop_map(|number| Subject::Item(fixture::item(ItemKind::Heading, number))),
        Just(Subject::Item(fixture::item(ItemKind::Project, 1))),
        Just(Subject::Plan(fixture::item(ItemKind::Task, 1).plan)),
    ];
    let field = proptest::sample::select(vec![
        TextField::Title,
        TextField::Text,
        TextField::Number,
        TextField::Chapter,
        TextField::Group,
        TextField::Unit,
        TextField::Baseline(Year(2020)),
        TextField::Target(Year(2025)),
        TextField::Target(Year(2023)),
        TextField::Quantity(Year(2025)),
        TextField::Region,
        TextField::Term,
    ]);
    let text = proptest::sample::select(vec!["甲", "80", "提高10%", "h1", "h2", "2021-2027"]);
    let edit = prop_oneof![
        4 => text.prop_map(|text| TextEdit::Set(text.into())),
        1 => Just(TextEdit::Clear),
        1 => Just(TextEdit::AsPrinted),
    ];
    (subject, field, edit, any::<bool>())
}

/// Returns a manual change of the small plan, possible or not.
#[derive(Debug, Clone)]
enum ByHand {
    Edit(Subject, TextField, TextEdit, bool),
    Add(ItemKind, Vec<(TextField, String)>, Option<ItemId>),
    End(ItemId, Option<Ended>),
}

fn by_hand() -> impl Strategy<Value = ByHand> {
    let kind = proptest::sample::select(vec![
        ItemKind::Task,
        ItemKind::Project,
        ItemKind::Indicator,
        ItemKind::Heading,
        ItemKind::Box,
    ]);
    let place = proptest::sample::select(vec![
        TextField::Chapter,
        TextField::Box,
        TextField::Number,
        TextField::Target(Year(2025)),
    ]);
    let value = proptest::sample::select(vec!["h1", "h2", "h3", "b1", "b2", "9"]);
    let from = proptest::option::of((1..4_u32).prop_map(|number| fixture::item(ItemKind::Task, number)));
    let add = (kind, place, value, from).prop_map(|(kind, place, value, from)| {
        let from = from.filter(|_| kind == ItemKind::Task);
        ByHand::Add(kind, vec![(TextField::Title, "新".into()), (place, value.into())], from)
    });
    let item = (proptest::sample::select(vec![ItemKind::Task, ItemKind::Indicator]), 1..4_u32);
    let into = proptest::option::of((1..4_u32).prop_map(|number| fixture::item(ItemKind::Task, number)));
    let end = (item, into, any::<bool>()).prop_map(|((kind, number), into, is_ended)| {
        let ended = Ended { reason: "并办".into(), into, document: None };
        ByHand::End(fixture::item(kind, number), is_ended.then_some(ended))
    });
    prop_oneof![
        3 => any_edit().prop_map(|(subject, field, text, is_adjusted)| ByHand::Edit(subject, field, text, is_adjusted)),
        2 => add,
        1 => end,
    ]
}

fn done(dossiers: &mut Dossiers, by_hand: &ByHand) -> Result<Vec<Change>, Refusal> {
    let snapshot = snapshot(dossiers);
    let changes = match by_hand {
        ByHand::Edit(subject, field, text, is_adjusted) => {
            let cause = if *is_adjusted { adjusted() } else { wrong() };
            edit(&snapshot, std::slice::from_ref(subject), &[(*field, text.clone())], &cause)?
        }
        ByHand::Add(kind, fields, from) => {
            let plan = fixture::item(ItemKind::Task, 1).plan;
            let keeps = Some("余下的一项".to_string());
            let from = from.clone().map(|task| items::Split { task, keeps });
            items::add(&snapshot, &plan, *kind, fields, from.as_ref())?
        }
        ByHand::End(item, ended) => items::end(&snapshot, std::slice::from_ref(item), ended.as_ref())?,
    };
    apply_all(dossiers, &changes).unwrap();
    Ok(changes)
}

proptest! {
    #[test]
    fn undoing_any_edits_gives_the_state_before(steps in proptest::collection::vec(by_hand(), 1..20)) {
        let mut now = dossiers();
        let mut history = Vec::new();
        for step in steps {
            let before = (now.clone(), Arc::clone(&only(&now).plan));
            match done(&mut now, &step) {
                Ok(changes) => history.push((before, changes)),
                Err(_) => prop_assert_eq!(&now, &before.0),
            }
        }
        for ((before, in_force), changes) in history.into_iter().rev() {
            take_back(&mut now, &changes).unwrap();
            prop_assert_eq!(&now, &before);
            prop_assert_eq!(&only(&now).plan, &in_force);
        }
        prop_assert_eq!(now, dossiers());
    }

    #[test]
    fn edits_and_the_same_text_again_change_nothing(steps in proptest::collection::vec(by_hand(), 1..20)) {
        let mut now = dossiers();
        for step in steps {
            let _ = done(&mut now, &step);
        }
        let (carried, news) = carry(only(&now), &only(&now).printed);
        prop_assert_eq!(carried, vec![]);
        // An adjustment may state the printed text if a correction lies between.
        prop_assert!(news.iter().all(|news| news.standing == Standing::Printed));
    }
}
