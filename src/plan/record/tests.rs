//! Each kind of record: written, read back, applied and taken back.

use super::*;
use crate::plan::dossier::apply;
use crate::plan::overlay::{Adjustment, Grounds};
use crate::plan::{Attainment, CaseAct, DepartmentField, Dossiers, Due, FateKind, Source, Status, Term, Thresholds};

fn plan() -> Arc<Plan> {
    Arc::new(Plan {
        title: "某县规划".into(),
        region: "某县".into(),
        sector: "教育".into(),
        source: Source { file: "a.txt".into(), sha256: String::new() },
        ..Plan::new(PlanId::new("a").unwrap(), Term { first: Year(2021), last: Year(2025) })
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
            Change::InterimReading {
                item: indicator.clone(),
                period: "2022Q3".parse().unwrap(),
                edit: new(Reading { value: 1.5, amended: None }),
            },
            "a/i1 2022Q3",
            r#"{"record":"interim-reading","item":"a/i1","period":"2022Q3","before":null,"after":{"value":1.5}}"#,
            r#"["a/i1","2022Q3",{"value":1.5}]"#,
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
                item: item("a/t1"), number: 1, edit: new(Step { title: "选址".into(), ..Step::default() })
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
            Change::Case {
                plan: plan.clone(),
                case: CaseNumber(1),
                edit: new(Case {
                    title: "办好食堂".into(),
                    department: "民政局".into(),
                    items: vec![item("a/t1")],
                    by: "li".into(),
                    day: "2026-11-02".parse().unwrap(),
                    ..Case::default()
                }),
            },
            "a c1",
            r#"{"record":"case","plan":"a","case":1,"before":null,"after":{"title":"办好食堂","department":"民政局","items":["a/t1"],"by":"li","day":"2026-11-02"}}"#,
            r#"[1,{"title":"办好食堂","department":"民政局","items":["a/t1"],"by":"li","day":"2026-11-02"}]"#,
        ),
        (
            Change::CaseStep {
                plan: plan.clone(),
                case: CaseNumber(1),
                step: 2,
                edit: new(CaseStep {
                    act: CaseAct::AskExtension,
                    by: "li".into(),
                    day: "2026-11-03".parse().unwrap(),
                    words: Some("等款".into()),
                    until: "2026-11-30".parse().ok(),
                    grade: None,
                }),
            },
            "a c1 2",
            r#"{"record":"case-step","plan":"a","case":1,"step":2,"before":null,"after":{"act":"ask-extension","by":"li","day":"2026-11-03","words":"等款","until":"2026-11-30"}}"#,
            r#"[1,2,{"act":"ask-extension","by":"li","day":"2026-11-03","words":"等款","until":"2026-11-30"}]"#,
        ),
        (
            Change::Funding {
                item: item("a/p1"),
                edit: new(Funding {
                    total: "1.2亿".parse().ok(),
                    start: "2023Q2".parse().ok(),
                    started: "2023-04-09".parse().ok(),
                    ..Funding::default()
                }),
            },
            "a/p1",
            r#"{"record":"funding","item":"a/p1","before":null,"after":{"total":120000000,"start":"2023Q2","started":"2023-04-09"}}"#,
            r#"["a/p1",{"total":120000000,"start":"2023Q2","started":"2023-04-09"}]"#,
        ),
        (
            Change::Investment {
                item: item("a/p1"),
                period: "2023Q2".parse().unwrap(),
                edit: new(Investment {
                    done: "350.5".parse().ok(),
                    state: Some("主体封顶".into()),
                    ..Investment::default()
                }),
            },
            "a/p1 2023Q2",
            r#"{"record":"investment","item":"a/p1","period":"2023Q2","before":null,"after":{"done":3505000,"state":"主体封顶"}}"#,
            r#"["a/p1","2023Q2",{"done":3505000,"state":"主体封顶"}]"#,
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
    assert_eq!(known, (16..=38).chain(40..=45).collect::<Vec<_>>(), "a kind that is not tried here");
    assert_eq!(Dossier::new(plan()).take_in(46, b"[]"), Err(Unreadable), "a kind that is not tried here");
}

#[test]
fn what_the_office_entered_is_written_read_back_applied_and_taken_back() {
    let fields = [(DepartmentField::Contact, "王芳".into()), (DepartmentField::Until, "2023-03-15".into())].into();
    let edit = Edit { before: None, after: Some(DepartmentEntry { fields }) };
    let change = Change::Department { name: "乡村振兴局".into(), edit };
    let line =
        r#"{"record":"department","name":"乡村振兴局","before":null,"after":{"contact":"王芳","until":"2023-03-15"}}"#;
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
    let by =
        |period| each_kind().into_iter().map(|(change, ..)| change.record()).filter(move |r| closed(period).closes(r));
    let names = |period| by(period).map(|record| record.to_string()).collect::<Vec<_>>();
    assert_eq!(names(Period::annual(Year(2022))), ["a/i1 2022", "a/i1 2022Q3", "a/i1 2022"]);
    assert_eq!(names(Period::annual(Year(2023))), ["a 2023 survey", "a/p1 2023Q2"]);
    assert_eq!(names(Period::MID_TERM), ["a/t1 mid-term", "a/i1 2022", "a/i1 2022Q3", "a/i1 2022"]);
}
