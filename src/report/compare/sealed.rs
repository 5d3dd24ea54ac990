//! Comparison of two states of a plan, item by item. Items dropped by a later edition are included, since a seal keeps
//! them.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use crate::plan::seal::{Sealed, SealedIndicator, SealedTask};
use crate::plan::{ItemId, Review};
use crate::text::{Label, Language};

/// The change of an item between the two states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    /// The item is only in the later state.
    Added,
    /// The item is only in the earlier state.
    Dropped,
    /// The item is in both states, and differs.
    Changed,
}

impl DifferenceKind {
    /// Returns the name in files: `dropped`.
    pub fn name(self) -> &'static str {
        match self {
            DifferenceKind::Added => "added",
            DifferenceKind::Dropped => "dropped",
            DifferenceKind::Changed => "changed",
        }
    }
}

impl Label for DifferenceKind {
    fn label(&self, language: Language) -> &'static str {
        match self {
            DifferenceKind::Added => language.pick("新增", "added"),
            DifferenceKind::Dropped => language.pick("删除", "dropped"),
            DifferenceKind::Changed => language.pick("变化", "changed"),
        }
    }
}

/// An item that differs between the two states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDifference {
    /// The task, project or indicator.
    pub id: ItemId,
    /// The title or name, in the later state if both have it.
    pub title: String,
    /// The change.
    pub kind: DifferenceKind,
    /// The fields that differ; all non-empty fields for an item that is in only one state.
    pub fields: Vec<FieldDifference>,
}

/// A field that differs, as text; empty texts stand for missing values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDifference {
    /// The name of the field.
    pub field: String,
    /// The value in the earlier state.
    pub before: String,
    /// The value in the later state.
    pub after: String,
}

/// Returns the items that differ between two states of a plan: those of the earlier state in its order, tasks before
/// indicators, then those only in the later one.
pub fn differences(before: &Sealed, after: &Sealed, language: Language) -> Vec<ItemDifference> {
    let tasks = matched(&before.tasks, &after.tasks, |task| task.id.clone());
    let indicators = matched(&before.indicators, &after.indicators, |indicator| indicator.id.clone());
    let tasks = tasks.into_iter().filter_map(|(one, other)| {
        let (id, title) = other.or(one).map(|task| (task.id.clone(), task.title.clone()))?;
        let [one_fields, other_fields] = [one, other].map(|task| task.map_or_else(Vec::new, |t| of_task(t, language)));
        difference(id, title, (one.is_some(), other.is_some()), one_fields, other_fields)
    });
    let indicators = indicators.into_iter().filter_map(|(one, other)| {
        let (id, title) = other.or(one).map(|indicator| (indicator.id.clone(), indicator.name.clone()))?;
        let fields = [one, other].map(|indicator| indicator.map_or_else(Vec::new, |i| of_indicator(i, language)));
        let [one_fields, other_fields] = fields;
        difference(id, title, (one.is_some(), other.is_some()), one_fields, other_fields)
    });
    tasks.chain(indicators).collect()
}

/// Matches the items of both states by key, in the order of the earlier state, then of the later.
fn matched<'a, T, K: Hash + Eq>(
    before: &'a [T],
    after: &'a [T],
    key: impl Fn(&T) -> K,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut later: HashMap<K, &T> = after.iter().map(|item| (key(item), item)).collect();
    let mut pairs: Vec<_> = before.iter().map(|item| (Some(item), later.remove(&key(item)))).collect();
    pairs.extend(after.iter().filter(|item| later.contains_key(&key(item))).map(|item| (None, Some(item))));
    pairs
}

type Fields = Vec<(String, String)>;

fn difference(id: ItemId, title: String, there: (bool, bool), before: Fields, after: Fields) -> Option<ItemDifference> {
    let kind = match there {
        (true, false) => DifferenceKind::Dropped,
        (false, true) => DifferenceKind::Added,
        _ => DifferenceKind::Changed,
    };
    let fields = differing(&before, &after);
    (kind != DifferenceKind::Changed || !fields.is_empty()).then_some(ItemDifference { id, title, kind, fields })
}

fn differing(before: &Fields, after: &Fields) -> Vec<FieldDifference> {
    let value = |fields: &Fields, name: &str| {
        fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut seen = BTreeSet::new();
    let names = before.iter().chain(after).map(|(name, _)| name).filter(|name| seen.insert(*name));
    names
        .map(|name| FieldDifference { field: name.clone(), before: value(before, name), after: value(after, name) })
        .filter(|field| field.before != field.after)
        .collect()
}

fn of_task(task: &SealedTask, language: Language) -> Fields {
    let none = Review::default();
    let review = task.review.as_ref().unwrap_or(&none);
    let words = |text: &Option<String>| text.clone().unwrap_or_default();
    let fields = [
        (("编号", "number"), task.number.clone()),
        (("任务", "title"), task.title.clone()),
        (("牵头单位", "lead"), task.assignment.lead.join("、")),
        (("配合单位", "support"), task.assignment.support.join("、")),
        (("责任人", "person"), words(&task.assignment.person)),
        (("完成时限", "due"), task.assignment.due.map(|due| due.to_string()).unwrap_or_default()),
        (("年度目标", "goal"), words(&task.goal)),
        (("状态", "status"), review.status.map(|s| s.label(language).to_string()).unwrap_or_default()),
        (("进度", "progress"), review.progress.map(|p| format!("{p}%")).unwrap_or_default()),
        (("进展情况", "done"), words(&review.done)),
        (("存在问题", "problem"), words(&review.problem)),
        (("下一步措施", "next"), words(&review.next)),
        (("佐证材料", "evidence"), words(&review.evidence)),
        (("修正说明", "amended"), words(&review.amended)),
    ];
    named(fields, language)
}

fn of_indicator(indicator: &SealedIndicator, language: Language) -> Fields {
    let target = indicator.target.as_ref().map(|(year, text)| format!("{year}: {text}"));
    let fields = [
        (("指标", "name"), indicator.name.clone()),
        (("单位", "unit"), indicator.unit.clone().unwrap_or_default()),
        (("性质", "nature"), indicator.nature.map(|n| n.label(language).to_string()).unwrap_or_default()),
        (("目标值", "target"), target.unwrap_or_default()),
        (("判断", "judgement"), indicator.attainment.label(language).to_string()),
    ];
    let mut fields = named(fields, language);
    let reading = language.pick("实际值", "reading");
    fields.extend(indicator.readings.iter().map(|(year, value)| (format!("{year} {reading}"), value.to_string())));
    fields
}

fn named<const N: usize>(fields: [((&'static str, &'static str), String); N], language: Language) -> Fields {
    fields.into_iter().map(|((zh, en), value)| (language.pick(zh, en).to_string(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Assignment, Attainment, Edition, ItemKind, Kind, Period, PlanId, Status, Year};

    fn task(number: u32, title: &str, status: Option<Status>) -> SealedTask {
        SealedTask {
            id: PlanId::new("a").unwrap().item(ItemKind::Task, number),
            kind: Kind::Task,
            number: String::new(),
            title: title.into(),
            assignment: Assignment::default(),
            goal: None,
            review: status.map(|status| Review { status: Some(status), ..Review::default() }),
        }
    }

    fn indicator(number: u32, readings: &[(Year, f64)], attainment: Attainment) -> SealedIndicator {
        SealedIndicator {
            id: PlanId::new("a").unwrap().item(ItemKind::Indicator, number),
            name: "参保率".into(),
            unit: None,
            nature: None,
            target: Some((Year(2025), "95".into())),
            readings: readings.to_vec(),
            attainment,
        }
    }

    fn sealed(tasks: Vec<SealedTask>, indicators: Vec<SealedIndicator>) -> Sealed {
        Sealed { period: Period::annual(Year(2022)), title: String::new(), edition: Edition::Issued, tasks, indicators }
    }

    fn told(before: &Sealed, after: &Sealed) -> Vec<String> {
        let field = |f: &FieldDifference| format!("{} {}→{}", f.field, f.before, f.after);
        let item = |d: &ItemDifference| {
            let fields: Vec<String> = d.fields.iter().map(field).collect();
            format!("{} {} {}", d.id.short(), d.kind.name(), fields.join(", "))
        };
        differences(before, after, Language::En).iter().map(item).collect()
    }

    #[test]
    fn added_removed_and_changed_items_are_listed_with_their_fields() {
        let before = sealed(
            vec![task(1, "甲", Some(Status::InProgress)), task(2, "乙", None), task(3, "丙", Some(Status::Completed))],
            vec![indicator(1, &[(Year(2022), 90.0)], Attainment::Behind)],
        );
        let after = sealed(
            vec![task(4, "丁", None), task(1, "甲", Some(Status::Completed)), task(2, "乙", None)],
            vec![indicator(1, &[(Year(2022), 91.5), (Year(2023), 94.0)], Attainment::Behind)],
        );
        assert_eq!(
            told(&before, &after),
            [
                "t1 changed status in progress→completed",
                "t3 dropped title 丙→, status completed→",
                "t4 added title →丁",
                "i1 changed 2022 reading 90→91.5, 2023 reading →94",
            ]
        );
    }

    #[test]
    fn comparing_a_state_with_itself_is_empty_and_swapping_reverses_the_differences() {
        let one = sealed(vec![task(1, "甲", Some(Status::Lagging))], vec![indicator(1, &[], Attainment::CannotTell)]);
        assert!(told(&one, &one).is_empty());
        let other = sealed(vec![task(1, "甲（修订）", None)], Vec::new());
        let turned = |d: &ItemDifference| {
            d.fields.iter().map(|f| (f.field.clone(), f.after.clone(), f.before.clone())).collect::<Vec<_>>()
        };
        let straight = |d: &ItemDifference| {
            d.fields.iter().map(|f| (f.field.clone(), f.before.clone(), f.after.clone())).collect::<Vec<_>>()
        };
        let there = differences(&one, &other, Language::Zh);
        let back = differences(&other, &one, Language::Zh);
        assert_eq!(there.len(), back.len());
        for (one, other) in there.iter().zip(&back) {
            assert_eq!((&one.id, straight(one)), (&other.id, turned(other)));
        }
    }
}
