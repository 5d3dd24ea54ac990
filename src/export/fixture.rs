//! A small invented plan for tests.

use std::sync::Arc;

use crate::plan::{
    Assignment, Baseline, Decision, Dossier, Due, Indicator, ItemId, ItemKind, Level, LineSpan, Nature, Node, Period,
    Plan, PlanId, Progress, Reading, Relation, Review, Source, SpecialBox, Status, Target, Task, Term, Year,
};

/// Returns the id of an item of the plan.
pub(crate) fn item(kind: ItemKind, number: u32) -> ItemId {
    PlanId::new("ceshi-jk-2025").unwrap().item(kind, number)
}

/// Returns a dossier of one plan: two tasks, one project in a box, one indicator; some of them assigned and reviewed.
pub(crate) fn dossier() -> Dossier {
    let mut dossier = Dossier::new(Arc::new(plan()));
    let first = item(ItemKind::Task, 1);
    dossier.decisions.insert(
        first.clone(),
        Decision {
            lead: Some(vec!["卫生健康委员会".into()]),
            support: Some(vec!["教育局".into()]),
            person: Some(Some("张三".into())),
            due: Some(Due::end_of_year(Year(2024))),
        },
    );
    dossier.reviews.insert(
        (first, Period::annual(Year(2023))),
        Review {
            status: Some(Status::InProgress),
            progress: Progress::try_from(60).ok(),
            done: Some("=HYPERLINK(\"x\")".into()),
            problem: Some("缺人|缺钱".into()),
            ..Review::default()
        },
    );
    dossier.readings.insert((item(ItemKind::Indicator, 1), Year(2023)), Reading { value: -1.5, amended: None });
    dossier
}

fn plan() -> Plan {
    let node = |parent, number: &str, title: &str| Node {
        parent,
        level: Level::Chapter,
        number: number.into(),
        title: title.into(),
        paragraphs: Vec::new(),
        lines: LineSpan::at(1),
    };
    let task = |kind, number, title: &str, special_box| Task {
        id: item(kind, number),
        number: format!("{number}."),
        title: title.into(),
        text: format!("{title}。\n另起一段。"),
        node: 1,
        special_box,
        group: None,
        stated: Assignment::default(),
        offered: Some(Assignment { lead: vec!["教育局".into()], ..Assignment::default() }),
        quantities: Vec::new(),
        lines: LineSpan { first: 10 + number, last: 11 + number },
    };
    let id = PlanId::new("ceshi-jk-2025").unwrap();
    Plan {
        title: "测试县健康规划".into(),
        region: "测试县".into(),
        sector: "健康".into(),
        source: Source { file: "ceshi.txt".into(), sha256: "00".into() },
        outline: vec![node(None, "第一章", "总则"), node(None, "第二章", "任务")].into(),
        tasks: vec![
            task(ItemKind::Task, 1, "防治慢性病", None),
            task(ItemKind::Task, 2, "培训医生", None),
            task(ItemKind::Project, 1, "村卫生室项目", Some(0)),
        ]
        .into(),
        boxes: vec![SpecialBox {
            number: "专栏1".into(),
            title: "重点项目".into(),
            node: 1,
            notes: Vec::new(),
            lines: LineSpan::at(20),
        }]
        .into(),
        indicators: vec![Indicator {
            id: item(ItemKind::Indicator, 1),
            category: Some("水平".into()),
            name: "增长率".into(),
            unit: Some("%".into()),
            nature: Some(Nature::Binding),
            definition: None,
            stated: Default::default(),
            baselines: vec![Baseline { year: Year(2020), text: "-2.5".into(), value: Some(-2.5) }],
            targets: vec![Target {
                year: Year(2025), text: "＞3".into(), relation: Relation::Above, value: Some(3.0)
            }],
            lines: LineSpan::at(30),
        }]
        .into(),
        ..Plan::new(id, Term { first: Year(2021), last: Year(2025) })
    }
}
