//! Sequences of edits of the list beside a small plan, without a store, and the list as a file.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::desk::Snapshot;
use crate::export::fixture;
use crate::plan::dossier::{apply_all, take_back};
use crate::plan::{Assignment, Decision, Dossiers, ItemKind};

/// A small plan whose first task is led by one of the departments that are edited.
fn dossiers() -> Dossiers {
    let mut dossier = fixture::dossier();
    let lead = Some(vec!["民政局".to_string(), "甲局".to_string()]);
    dossier.decisions.insert(fixture::item(ItemKind::Task, 1), Decision { lead, ..Decision::default() });
    let mut dossiers = Dossiers::from([(dossier.plan.id.clone(), Arc::new(dossier))]);
    dossiers.lay_over(Arc::new(Departments::bundled()));
    dossiers
}

fn snapshot(dossiers: &Dossiers) -> Snapshot {
    Snapshot::new(dossiers.clone(), Departments::bundled(), Default::default())
}

/// The list in force by the names of the departments, and who has the task by it.
fn in_force(dossiers: &Dossiers) -> (BTreeMap<String, Department>, Assignment) {
    let dossier = dossiers.values().next().unwrap();
    let list = dossiers.departments().iter().map(|department| (department.name.clone(), department.clone()));
    (list.collect(), dossier.assignment(&dossier.plan.tasks[0]))
}

/// Asserts that two stores have the same list, and tells the departments in which they differ.
fn assert_same(one: &Dossiers, other: &Dossiers) {
    let ((one, mine), (other, theirs)) = (in_force(one), in_force(other));
    let differ = |name: &&String| one.get(*name) != other.get(*name);
    let differing: Vec<_> = one.keys().chain(other.keys()).filter(differ).map(|n| (one.get(n), other.get(n))).collect();
    assert!(differing.is_empty(), "{differing:#?}");
    assert_eq!(mine, theirs);
}

fn field() -> impl Strategy<Value = (DepartmentField, String)> {
    let value = |field: DepartmentField| {
        let values: &[&str] = match field {
            DepartmentField::Name => &["丙局", "民政和社会局"],
            DepartmentField::Short => &["丁局", "甲、丁", "教育局"],
            DepartmentField::Level => &["政府部门", "group", "市级"],
            DepartmentField::Region => &["测试县", "喀什地区"],
            DepartmentField::From => &["2019-01-01"],
            DepartmentField::Until => &["2023-03-15", "2018-01-01", "2999-12-31", "明天"],
            DepartmentField::Successor => &["民政局", "甲局", "教育局", "没有的局"],
            DepartmentField::Superior | DepartmentField::Contact | DepartmentField::Telephone => {
                &["=甲,\"乙\"", "0998-1"]
            }
        };
        proptest::sample::select(values.to_vec()).prop_map(move |text| (field, text.to_string()))
    };
    proptest::sample::select(DepartmentField::ALL.to_vec()).prop_flat_map(value)
}

fn edit_of_the_list() -> impl Strategy<Value = ListEdit> {
    let name = proptest::sample::select(vec!["民政局", "甲局", "乙局", "教育局", "残联"]).prop_map(str::to_string);
    let fields = proptest::collection::btree_map(
        proptest::sample::select(DepartmentField::ALL.to_vec()),
        Just(String::new()),
        0..3,
    );
    let fields = (fields, proptest::collection::vec(field(), 0..4)).prop_map(|(mut fields, more)| {
        fields.extend(more);
        fields
    });
    (name, fields, 0..5_u8).prop_map(|(name, fields, kind)| match kind {
        0 => ListEdit::Add(name, fields),
        1 => ListEdit::Drop(name),
        2 => ListEdit::Set(name, fields),
        _ => ListEdit::Lay(name, fields),
    })
}

/// Carries edits out one by one, as far as they are allowed, and returns what each changed.
fn done(dossiers: &mut Dossiers, edits: &[ListEdit]) -> Vec<Vec<Change>> {
    let mut history = Vec::new();
    for one in edits {
        if let Ok(changes) = snapshot(dossiers).with_list(std::slice::from_ref(one)) {
            apply_all(dossiers, &changes).unwrap();
            history.push(changes);
        }
    }
    history
}

/// The edits that taking in the list of some dossiers as a file makes.
fn exported(dossiers: &Dossiers, format: ListFormat) -> Vec<ListEdit> {
    let file = written(dossiers.departments(), format, Language::Zh).unwrap();
    edits(&read("a", &file, format).unwrap())
}

#[test]
fn a_list_with_a_renamed_department_is_taken_in_elsewhere() {
    let mut here = dossiers();
    let name = |text: &str| [(DepartmentField::Name, text.to_string())].into();
    let edits = [ListEdit::Set("教育局".into(), name("教育和体育局")), ListEdit::Lay("甲局".into(), name("乙局"))];
    assert_eq!(done(&mut here, &edits).len(), 2);
    let mut there = dossiers();
    let changes = snapshot(&there).with_list(&exported(&here, ListFormat::Toml)).unwrap();
    apply_all(&mut there, &changes).unwrap();
    assert_same(&there, &here);
}

proptest! {
    #[test]
    fn any_edits_undone_give_the_list_before(edits in proptest::collection::vec(edit_of_the_list(), 1..12)) {
        let mut now = dossiers();
        let mut states = Vec::new();
        for one in &edits {
            let before = (now.clone(), in_force(&now));
            let changes = done(&mut now, std::slice::from_ref(one));
            states.push((before, changes.concat()));
        }
        for ((before, was_in_force), changes) in states.into_iter().rev() {
            take_back(&mut now, &changes).unwrap();
            prop_assert_eq!(&now, &before);
            prop_assert_eq!(in_force(&now), was_in_force);
        }
        prop_assert_eq!(in_force(&now), in_force(&dossiers()));
    }

    #[test]
    fn a_list_written_to_a_file_and_taken_in_again_changes_nothing(
        edits in proptest::collection::vec(edit_of_the_list(), 1..12),
        format in proptest::sample::select(vec![ListFormat::Toml, ListFormat::Csv]),
    ) {
        let mut here = dossiers();
        done(&mut here, &edits);
        prop_assert_eq!(snapshot(&here).with_list(&exported(&here, format)), Ok(Vec::new()));
    }

    #[test]
    fn a_list_is_the_same_in_another_store(
        edits in proptest::collection::vec(edit_of_the_list(), 1..12),
        format in proptest::sample::select(vec![ListFormat::Toml, ListFormat::Csv]),
    ) {
        let (mut here, mut there) = (dossiers(), dossiers());
        done(&mut here, &edits);
        let changes = snapshot(&there).with_list(&exported(&here, format)).unwrap();
        apply_all(&mut there, &changes).unwrap();
        assert_same(&there, &here);
    }
}
