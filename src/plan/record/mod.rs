//! Records: everything that is entered about plans, one row of a table for each kind.
//!
//! From a row follow the change of such a record, its inverse and its application to a [`Dossier`], its place in the
//! state on disk, what two dossiers differ in, and who may change it; see [`kinds`] for what a row says. A new kind
//! takes a row here, a value that can be told [in words](InWords), and the rule of the desk by which it is changed.
#![allow(unused_parens, unused_variables)]

mod key;
mod kinds;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::overlay::{Adjustments, Correction, Ended, Made};
use super::{
    Act, Appraisal, AppraisalKind, Archived, Counterpart, Decision, DepartmentEntry, Departments, Direction, Division,
    Edit, Fate, Goal, ItemId, Judgement, Liaison, LightRules, Mark, Milestone, Outcome, Period, PeriodKind, Plan,
    PlanId, Reading, Review, Rhythm, Seal, Solution, Step, Subject, Succession, TextField, Year, YearlyTarget,
};
use crate::text::Language;
use kinds::{item_of, plan_of, records, share_plan};

pub use key::KeyPart;
pub use words::{About, Difference, InWords, told};

records! {
    /// A planner's decision about the division of work of a task or project.
    Assignment(item: ItemId) { value: Decision, list: decisions, storage: 16, act: Assign, sealed: false }

    /// The review of a task or project in one period.
    Review(item: ItemId, period: Period) { value: Review, list: reviews, storage: 17, act: Review, sealed: true }

    /// An indicator's reading for one year.
    Reading(item: ItemId, year: Year) { value: Reading, list: readings, storage: 18, act: Reading, sealed: true }

    /// The target of an indicator for one year.
    YearlyTarget(item: ItemId, year: Year) {
        value: YearlyTarget, list: yearly_targets, storage: 37, act: Evaluate, sealed: false,
    }

    /// A person's judgement of an indicator in one year: of one that no figure can judge, above all.
    Judgement(item: ItemId, year: Year) { value: Judgement, list: judgements, storage: 19, act: Evaluate, sealed: true }

    /// The direction in which an indicator gets better, where a person said so.
    Direction(item: ItemId) { value: Direction, list: directions, storage: 20, act: Evaluate, sealed: false }

    /// The goal of a task or project in one year.
    Goal(item: ItemId, year: Year) { value: Goal, list: goals, storage: 21, act: Evaluate, sealed: false }

    /// The solution of the problem that a task's review raised in a period.
    Solution(item: ItemId, raised: Period) { value: Solution, list: solutions, storage: 22, act: Review, sealed: false }

    /// A person's decision about two items of different plans. The dossier of the one whose id comes first keeps it;
    /// see [`counterpart::pair`](super::counterpart::pair).
    Counterpart(item: ItemId, other: ItemId) {
        value: Counterpart, list: counterparts, storage: 23, act: Evaluate, sealed: false,
    }

    /// An appraisal of a plan in one period.
    Appraisal[plan: PlanId](period: Period, kind: AppraisalKind) {
        value: Appraisal, list: appraisals, storage: 24, act: Evaluate, sealed: true,
    }

    /// A step of a task or project, by its number.
    Step(item: ItemId, number: u32) { value: Step, list: steps, storage: 30, act: Review, sealed: false }

    /// The milestone of a task or project in a period.
    Milestone(item: ItemId, period: Period) {
        value: Milestone, list: milestones, storage: 35, act: Evaluate, sealed: true,
    }

    /// The outcome of the milestone of a period. What was missed can be made up after the period is closed.
    Outcome(item: ItemId, period: Period) { value: Outcome, list: outcomes, storage: 36, act: Review, sealed: false }

    /// A closed period of a plan.
    Seal[plan: PlanId](period: Period) { value: Seal, list: seals, storage: 25, act: Seal, sealed: false }

    /// A field of the text that was read or printed wrongly, put right.
    Correction(subject: Subject, field: TextField) {
        value: Correction, list: corrections, storage: 26, act: Edit, sealed: false,
    }

    /// A field of the plan that was changed in mid-course, once or several times.
    Adjustment(subject: Subject, field: TextField) {
        value: Adjustments, list: adjustments, storage: 27, act: Edit, sealed: false,
    }

    /// The tasks of which a plan asks a report in periods of a kind.
    Rhythm[plan: PlanId](kind: PeriodKind) { value: Rhythm, list: rhythms, storage: 32, act: Evaluate, sealed: false }

    /// The people who answer for a task or project within its lead department.
    Liaison(item: ItemId) { value: Liaison, list: liaisons, storage: 34, act: Assign, sealed: false }

    /// The mark of a task or project that is dispatched more closely.
    Mark(item: ItemId) { value: Mark, list: marks, storage: 33, act: Evaluate, sealed: false }

    /// An item, a heading or a box that the office added.
    Made(item: ItemId) { value: Made, list: made, storage: 28, act: Edit, sealed: false }

    /// An item that was ended before the end of its plan.
    Ended(item: ItemId) { value: Ended, list: ended, storage: 29, act: Edit, sealed: false }

    /// The plan that a plan continues.
    Succession(plan: PlanId) { value: Succession, list: successions, storage: 40, act: Evaluate, sealed: false }

    /// The fate of an item in the plans that succeed its plan.
    Fate(item: ItemId) { value: Fate, list: fates, storage: 41, act: Evaluate, sealed: false }

    /// A plan that was put away.
    Archived(plan: PlanId) { value: Archived, list: archived, storage: 31, act: Retire, sealed: false }

    ; // of the office, which belong to no plan

    /// The office's entry about a department, by the name under which the list has it.
    Department(name: String) { value: DepartmentEntry, list: departments, storage: 64, act: List }
}

/// The owner of a record: the first part of its key.
pub trait Owner {
    /// Returns the plan.
    fn plan(&self) -> &PlanId;

    /// Returns the item, unless it is a whole plan.
    fn item(&self) -> Option<&ItemId>;

    /// Returns the same with the plan's own copy of its identity, whose text all of it shares.
    fn within(self, plan: &PlanId) -> Self;
}

impl Owner for ItemId {
    fn plan(&self) -> &PlanId {
        &self.plan
    }

    fn item(&self) -> Option<&ItemId> {
        Some(self)
    }

    fn within(self, plan: &PlanId) -> Self {
        ItemId { plan: plan.clone(), ..self }
    }
}

impl Owner for PlanId {
    fn plan(&self) -> &PlanId {
        self
    }

    fn item(&self) -> Option<&ItemId> {
        None
    }

    fn within(self, plan: &PlanId) -> Self {
        plan.clone()
    }
}

impl Change {
    /// Returns what the change belongs to, as a person would name it: an item, a plan, or what the office keeps.
    pub fn owner(&self) -> String {
        self.record().owner()
    }
}

impl Record {
    /// Returns what the record belongs to, as a person would name it: an item, a plan, or what the office keeps.
    pub fn owner(&self) -> String {
        let of_plan = self.item().map(ToString::to_string).or_else(|| self.plan().map(ToString::to_string));
        of_plan.unwrap_or_else(|| self.to_string())
    }

    /// Returns what the record is about besides its plan or its item, such as a period; `None` when there is nothing.
    pub fn about(&self, language: Language) -> Option<String> {
        let key = self.key();
        let is_owner = |part: &&KeyPart<'_>| part.is_owner();
        let rest = key.get(usize::from(key.first().iter().any(is_owner))..).unwrap_or_default();
        let names: Vec<String> = rest.iter().map(|part| part.name(language)).collect();
        (!names.is_empty()).then(|| names.join(" "))
    }

    /// Returns true if this is a closed period that holds what `other` is.
    pub fn closes(&self, other: &Record) -> bool {
        let Record::Seal(plan, closed) = self else { return false };
        let falls_in = |part: &KeyPart<'_>| match part {
            KeyPart::Period(period) => closed.contains(*period),
            // Evaluations hold what is known of all years up to theirs.
            KeyPart::Year(year) => closed.year().is_none_or(|of| closed.is_annual() && of == *year),
            KeyPart::Item(_)
            | KeyPart::Plan(_)
            | KeyPart::Kind(_)
            | KeyPart::Appraiser(_)
            | KeyPart::Number(_)
            | KeyPart::Name(_)
            | KeyPart::Subject(_)
            | KeyPart::Field(_) => false,
        };
        other.is_sealed() && Some(plan) == other.plan() && other.key().iter().any(falls_in)
    }
}

/// The record as a person would name it.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<String> = self.key().iter().map(ToString::to_string).collect();
        let plan = self.plan().filter(|_| !self.key().first().is_some_and(KeyPart::is_owner));
        names.splice(0..0, plan.map(ToString::to_string));
        f.write_str(&names.join(" "))
    }
}

/// A record that is none of those that dossiers are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a record of a known kind")]
pub struct Unreadable;

/// A record that is not as a change expects to find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::plan) struct Unfit;

impl<T: Clone + PartialEq> Edit<T> {
    fn apply<K: Ord>(&self, list: &mut BTreeMap<K, T>, key: K) -> Result<(), Unfit> {
        if list.get(&key) != self.before.as_ref() {
            return Err(Unfit);
        }
        match &self.after {
            Some(after) => list.insert(key, after.clone()),
            None => list.remove(&key),
        };
        Ok(())
    }
}

/// Returns how each record of a list differs, in the order of their keys.
fn edits<'a, K: Ord + Clone, V: Clone + PartialEq>(
    before: Option<&'a BTreeMap<K, V>>,
    after: Option<&'a BTreeMap<K, V>>,
) -> impl Iterator<Item = (K, Edit<V>)> {
    let keys: BTreeSet<&K> = [before, after].into_iter().flatten().flat_map(BTreeMap::keys).collect();
    let value = |map: Option<&BTreeMap<K, V>>, key: &K| map.and_then(|map| map.get(key)).cloned();
    let edit = move |key: &K| (key.clone(), Edit { before: value(before, key), after: value(after, key) });
    keys.into_iter().map(edit).filter(|(_, edit)| !edit.is_idle())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::dossier::apply;
    use crate::plan::overlay::{Adjustment, Grounds};
    use crate::plan::{
        Attainment, DepartmentField, Dossiers, Due, Edition, FateKind, Source, Status, Term, Thresholds,
    };

    fn plan() -> Arc<Plan> {
        Arc::new(Plan {
            id: PlanId::new("a").unwrap(),
            title: "某县规划".into(),
            region: "某县".into(),
            sector: "教育".into(),
            term: Term { first: Year(2021), last: Year(2025) },
            edition: Edition::Issued,
            parent: None,
            notice: None,
            source: Source { file: "a.txt".into(), sha256: String::new() },
            outline: Default::default(),
            tasks: Default::default(),
            boxes: Default::default(),
            indicators: Default::default(),
            former_tasks: Default::default(),
            former_indicators: Default::default(),
            doubts: Default::default(),
        })
    }

    /// A change of each kind: the record's name, what the journal writes and what the state keeps.
    fn each_kind() -> Vec<(Change, &'static str, &'static str, &'static str)> {
        fn new<T>(after: T) -> Edit<T> {
            Edit { before: None, after: Some(after) }
        }
        let plan = PlanId::new("a").unwrap();
        let item = |id: &str| id.parse::<ItemId>().unwrap();
        let (task, indicator, period) = (item("a/t1"), item("a/i1"), Period::annual(Year(2023)));
        let seal = Seal::of(&Dossier::new(self::plan()), period, &Thresholds::YINCHUAN, "li", "2024-01-02");
        vec![
            (
                Change::Assignment {
                    item: task.clone(),
                    edit: new(Decision { due: Some(Due::end_of_year(Year(2024))), ..Decision::default() }),
                },
                "a/t1",
                r#"{"record":"assignment","item":"a/t1","before":null,"after":{"due":2024}}"#,
                r#"["a/t1",{"due":2024}]"#,
            ),
            (
                Change::Review {
                    item: task.clone(),
                    period: Period::MID_TERM,
                    edit: new(Review { status: Some(Status::Lagging), ..Review::default() }),
                },
                "a/t1 mid-term",
                r#"{"record":"review","item":"a/t1","period":"mid-term","before":null,"after":{"status":"lagging","progress":null,"done":null,"problem":null,"next":null,"evidence":null}}"#,
                r#"["a/t1","mid-term",{"status":"lagging","progress":null,"done":null,"problem":null,"next":null,"evidence":null}]"#,
            ),
            (
                Change::Reading {
                    item: indicator.clone(),
                    year: Year(2022),
                    edit: new(Reading { value: 1.5, amended: None }),
                },
                "a/i1 2022",
                r#"{"record":"reading","item":"a/i1","year":2022,"before":null,"after":{"value":1.5}}"#,
                r#"["a/i1",2022,{"value":1.5}]"#,
            ),
            (
                Change::Judgement {
                    item: indicator.clone(),
                    year: Year(2022),
                    edit: new(Judgement { attainment: Attainment::Behind, reason: None }),
                },
                "a/i1 2022",
                r#"{"record":"judgement","item":"a/i1","year":2022,"before":null,"after":{"attainment":"behind","reason":null}}"#,
                r#"["a/i1",2022,{"attainment":"behind","reason":null}]"#,
            ),
            (
                Change::Direction { item: indicator, edit: new(Direction::Lower) },
                "a/i1",
                r#"{"record":"direction","item":"a/i1","before":null,"after":"lower"}"#,
                r#"["a/i1","lower"]"#,
            ),
            (
                Change::Goal { item: task.clone(), year: Year(2023), edit: new(Goal { text: "建成".into() }) },
                "a/t1 2023",
                r#"{"record":"goal","item":"a/t1","year":2023,"before":null,"after":{"text":"建成"}}"#,
                r#"["a/t1",2023,{"text":"建成"}]"#,
            ),
            (
                Change::Solution { item: task.clone(), raised: period, edit: new(Solution { period, how: None }) },
                "a/t1 2023",
                r#"{"record":"solution","item":"a/t1","raised":"2023","before":null,"after":{"period":"2023","how":null}}"#,
                r#"["a/t1","2023",{"period":"2023","how":null}]"#,
            ),
            (
                Change::Counterpart { item: task, other: item("b/t2"), edit: new(Counterpart::Same) },
                "a/t1 b/t2",
                r#"{"record":"counterpart","item":"a/t1","other":"b/t2","before":null,"after":"same"}"#,
                r#"["a/t1","b/t2","same"]"#,
            ),
            (
                Change::Appraisal {
                    plan: plan.clone(),
                    period,
                    kind: AppraisalKind::Survey,
                    edit: new(Appraisal { score: Some(90.0), ..Appraisal::default() }),
                },
                "a 2023 survey",
                r#"{"record":"appraisal","plan":"a","period":"2023","kind":"survey","before":null,"after":{"by":null,"date":null,"score":90.0,"respondents":null,"conclusion":null}}"#,
                r#"["2023","survey",{"by":null,"date":null,"score":90.0,"respondents":null,"conclusion":null}]"#,
            ),
            (
                Change::Correction {
                    subject: Subject::Item(item("a/t1")),
                    field: TextField::Title,
                    edit: new(Correction { printed: Some("旧".into()), value: Some("新".into()), reason: None }),
                },
                "a/t1 title",
                r#"{"record":"correction","subject":"a/t1","field":"title","before":null,"after":{"printed":"旧","value":"新"}}"#,
                r#"["a/t1","title",{"printed":"旧","value":"新"}]"#,
            ),
            (
                Change::Adjustment {
                    subject: Subject::Plan(plan.clone()),
                    field: TextField::Region,
                    edit: new(Adjustments::from(Adjustment {
                        printed: Some("某县".into()),
                        value: Some("某市".into()),
                        grounds: Grounds {
                            reason: "撤县设市".into(),
                            document: Some("某政发〔2023〕1号".into()),
                            ..Grounds::default()
                        },
                    })),
                },
                "a region",
                r#"{"record":"adjustment","subject":"a","field":"region","before":null,"after":{"printed":"某县","value":"某市","reason":"撤县设市","document":"某政发〔2023〕1号"}}"#,
                r#"["a","region",{"printed":"某县","value":"某市","reason":"撤县设市","document":"某政发〔2023〕1号"}]"#,
            ),
            (
                Change::Made {
                    item: item("a/i9"),
                    edit: new(Made {
                        fields: [(TextField::Target(Year(2025)), "9".into()), (TextField::Title, "新".into())].into(),
                        from: None,
                    }),
                },
                "a/i9",
                r#"{"record":"made","item":"a/i9","before":null,"after":{"fields":{"title":"新","target-2025":"9"}}}"#,
                r#"["a/i9",{"fields":{"title":"新","target-2025":"9"}}]"#,
            ),
            (
                Change::Ended {
                    item: item("a/t1"),
                    edit: new(Ended { reason: "并办".into(), into: Some(item("a/t2")), document: None }),
                },
                "a/t1",
                r#"{"record":"ended","item":"a/t1","before":null,"after":{"reason":"并办","into":"a/t2"}}"#,
                r#"["a/t1",{"reason":"并办","into":"a/t2"}]"#,
            ),
            (
                Change::Step {
                    item: item("a/t1"),
                    number: 1,
                    edit: new(Step { title: "选址".into(), ..Step::default() }),
                },
                "a/t1 1",
                r#"{"record":"step","item":"a/t1","number":1,"before":null,"after":{"title":"选址","department":null,"person":null,"due":null,"done":false}}"#,
                r#"["a/t1",1,{"title":"选址","department":null,"person":null,"due":null,"done":false}]"#,
            ),
            (
                Change::YearlyTarget {
                    item: item("a/i1"),
                    year: Year(2024),
                    edit: new(YearlyTarget { text: "≥60".into() }),
                },
                "a/i1 2024",
                r#"{"record":"yearly-target","item":"a/i1","year":2024,"before":null,"after":{"text":"≥60"}}"#,
                r#"["a/i1",2024,{"text":"≥60"}]"#,
            ),
            (
                Change::Milestone {
                    item: item("a/t1"),
                    period: "2026-03".parse().unwrap(),
                    edit: new(Milestone { title: "开工".into(), figure: Some(2.5), due: "2026-03-20".parse().ok() }),
                },
                "a/t1 2026-03",
                r#"{"record":"milestone","item":"a/t1","period":"2026-03","before":null,"after":{"title":"开工","figure":2.5,"due":"2026-03-20"}}"#,
                r#"["a/t1","2026-03",{"title":"开工","figure":2.5,"due":"2026-03-20"}]"#,
            ),
            (
                Change::Outcome {
                    item: item("a/t1"),
                    period: "2026-03".parse().unwrap(),
                    edit: new(Outcome { reached: "2026-04-09".parse().ok(), ..Outcome::default() }),
                },
                "a/t1 2026-03",
                r#"{"record":"outcome","item":"a/t1","period":"2026-03","before":null,"after":{"reached":"2026-04-09"}}"#,
                r#"["a/t1","2026-03",{"reached":"2026-04-09"}]"#,
            ),
            (
                Change::Succession { plan: plan.clone(), edit: new(Succession { of: PlanId::new("b").unwrap() }) },
                "a",
                r#"{"record":"succession","plan":"a","before":null,"after":{"of":"b"}}"#,
                r#"["a",{"of":"b"}]"#,
            ),
            (
                Change::Fate {
                    item: item("a/t1"),
                    edit: new(Fate { kind: FateKind::Carried, into: vec![item("b/t2")], note: None }),
                },
                "a/t1",
                r#"{"record":"fate","item":"a/t1","before":null,"after":{"kind":"carried","into":["b/t2"]}}"#,
                r#"["a/t1",{"kind":"carried","into":["b/t2"]}]"#,
            ),
            (
                Change::Archived { plan: plan.clone(), edit: new(Archived { reason: Some("期满".into()) }) },
                "a",
                r#"{"record":"archived","plan":"a","before":null,"after":{"reason":"期满"}}"#,
                r#"["a",{"reason":"期满"}]"#,
            ),
            (
                Change::Rhythm { plan: plan.clone(), kind: PeriodKind::Month, edit: new(Rhythm::Marked) },
                "a month",
                r#"{"record":"rhythm","plan":"a","kind":"month","before":null,"after":"marked"}"#,
                r#"["month","marked"]"#,
            ),
            (
                Change::Liaison {
                    item: item("a/t1"),
                    edit: new(Liaison { official: Some("李明".into()), ..Liaison::default() }),
                },
                "a/t1",
                r#"{"record":"liaison","item":"a/t1","before":null,"after":{"official":"李明"}}"#,
                r#"["a/t1",{"official":"李明"}]"#,
            ),
            (
                Change::Mark { item: item("a/t1"), edit: new(Mark {}) },
                "a/t1",
                r#"{"record":"mark","item":"a/t1","before":null,"after":{}}"#,
                r#"["a/t1",{}]"#,
            ),
            (
                Change::Seal { plan, period, edit: new(seal) },
                "a 2023",
                r#"{"record":"seal","plan":"a","period":"2023","before":null,"after":{"at":"2024-01-02","by":"li","checksum":"#,
                r#"["2023",{"at":"2024-01-02","by":"li","checksum":"#,
            ),
        ]
    }

    #[test]
    fn each_kind_is_written_as_it_always_was_and_read_back() {
        let mut known = Vec::new();
        for (change, name, journal, state) in each_kind() {
            let (line, stored) = (serde_json::to_string(&change).unwrap(), change.stored().unwrap().unwrap());
            assert!(line.starts_with(journal), "{line}");
            assert!(stored.starts_with(state.as_bytes()), "{}", String::from_utf8_lossy(&stored));
            assert_eq!(serde_json::from_str::<Change>(&line).unwrap(), change);
            assert_eq!(change.record().to_string(), name);
            let mut dossier = Dossier::new(plan());
            dossier.take_in(change.record().storage().unwrap(), &stored).unwrap();
            let nothing = Dossier::new(plan());
            let between = Dossier::entries_between(&nothing.plan.id, Some(&nothing), Some(&dossier));
            assert_eq!(between, vec![change.clone()]);
            known.extend(change.record().storage());
        }
        known.sort_unstable();
        assert_eq!(known, (16..=37).chain(40..=41).collect::<Vec<_>>(), "a kind that is not tried here");
        assert_eq!(Dossier::new(plan()).take_in(42, b"[]"), Err(Unreadable), "a kind that is not tried here");
    }

    #[test]
    fn what_the_office_entered_is_written_read_back_applied_and_taken_back() {
        let fields = [(DepartmentField::Contact, "王芳".into()), (DepartmentField::Until, "2023-03-15".into())].into();
        let edit = Edit { before: None, after: Some(DepartmentEntry { fields }) };
        let change = Change::Department { name: "乡村振兴局".into(), edit };
        let line = r#"{"record":"department","name":"乡村振兴局","before":null,"after":{"contact":"王芳","until":"2023-03-15"}}"#;
        assert_eq!(serde_json::to_string(&change).unwrap(), line);
        assert_eq!(serde_json::from_str::<Change>(line).unwrap(), change);
        assert_eq!((change.plan(), change.owner().as_str()), (None, "乡村振兴局"));
        let stored = change.stored().unwrap().unwrap();
        let mut office = Office::default();
        office.take_in(change.record().storage().unwrap(), &stored).unwrap();
        assert_eq!(Office::entries_between(&Office::default(), &office), vec![change.clone()]);
        assert_eq!(Office::default().take_in(65, b"[]"), Err(Unreadable));

        let before = Dossiers::from([(plan().id.clone(), Arc::new(Dossier::new(plan())))]);
        let mut dossiers = before.clone();
        assert!(apply(&mut dossiers, &change.clone().inverse()).is_err(), "what is not there can't go");
        apply(&mut dossiers, &change).unwrap();
        assert_ne!(dossiers, before);
        assert!(apply(&mut dossiers, &change).is_err(), "it is there already");
        assert!(!change.differences(None, Language::Zh).is_empty(), "it has no words");
        apply(&mut dossiers, &change.inverse()).unwrap();
        assert_eq!(dossiers, before);
    }

    #[test]
    fn each_kind_is_applied_and_taken_back() {
        for (change, name, ..) in each_kind() {
            let before = Dossiers::from([(plan().id.clone(), Arc::new(Dossier::new(plan())))]);
            let mut dossiers = before.clone();
            assert!(apply(&mut dossiers, &change.clone().inverse()).is_err(), "{name}: what is not there can't go");
            apply(&mut dossiers, &change).unwrap();
            assert_ne!(dossiers, before, "{name}");
            assert!(apply(&mut dossiers, &change).is_err(), "{name}: it is there already");
            assert!(!change.differences(None, Language::Zh).is_empty(), "{name} has no words");
            apply(&mut dossiers, &change.inverse()).unwrap();
            assert_eq!(dossiers, before, "{name}");
        }
    }

    #[test]
    fn a_closed_period_closes_what_an_evaluation_rests_on() {
        let closed = |period| Record::Seal(PlanId::new("a").unwrap(), period);
        let by = |period| {
            each_kind().into_iter().map(|(change, ..)| change.record()).filter(move |r| closed(period).closes(r))
        };
        let names = |period| by(period).map(|record| record.to_string()).collect::<Vec<_>>();
        assert_eq!(names(Period::annual(Year(2022))), ["a/i1 2022", "a/i1 2022"]);
        assert_eq!(names(Period::annual(Year(2023))), ["a 2023 survey"]);
        assert_eq!(names(Period::MID_TERM), ["a/t1 mid-term", "a/i1 2022", "a/i1 2022"]);
    }
}
