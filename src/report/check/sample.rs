//! Small invented plans for the tests of the rules.

use std::sync::Arc;

use crate::plan::target::{read_target, read_value};
use crate::plan::{
    Assignment, Baseline, Dossier, Indicator, ItemKind, Level, LineSpan, Node, Paragraph, Plan, PlanId, Source,
    SpecialBox, Task, Term, Year,
};
use crate::text::Language;

use super::passage::{self, Passage};
use super::{Choice, Finding, check};

const TERM: Term = Term { first: Year(2021), last: Year(2025) };

/// Returns a county's plan for 2021–2025, with one heading and a paragraph for each line of the text.
pub(in crate::report) fn plan(text: &str) -> Plan {
    let paragraph = |(at, text): (usize, &str)| {
        let line = u32::try_from(at + 2).unwrap();
        Paragraph { text: text.to_string(), lines: LineSpan::at(line) }
    };
    Plan {
        title: "测试县健康规划".into(),
        region: "测试县".into(),
        sector: "健康".into(),
        source: Source { file: "ceshi.txt".into(), sha256: "00".into() },
        outline: vec![Node {
            parent: None,
            level: Level::Chapter,
            number: "第一章".into(),
            title: "总体".into(),
            paragraphs: text.lines().enumerate().map(paragraph).collect(),
            lines: LineSpan::at(1),
        }]
        .into(),
        ..Plan::new(PlanId::new("ceshi-jk-2025").unwrap(), TERM)
    }
}

/// Returns the first passage of a plan.
pub(super) fn passage(plan: &Plan) -> Passage<'_> {
    passage::passages(plan).remove(0)
}

/// Adds a heading at the end of the outline.
pub(super) fn heading(mut plan: Plan, number: &str, title: &str, texts: &[&str]) -> Plan {
    let mut node = plan.outline[0].clone();
    node.number = number.into();
    node.title = title.into();
    let line = u32::try_from(100 * plan.outline.len()).unwrap();
    let texts = texts.iter().map(|text| Paragraph { text: (*text).into(), lines: LineSpan::at(line + 1) });
    node.paragraphs = texts.collect();
    node.lines = LineSpan::at(line);
    plan.outline.push(node);
    plan
}

/// Adds a row to the indicator table: name, unit, the cells of 2020 and 2025.
pub(in crate::report) fn indicator(mut plan: Plan, name: &str, unit: &str, base: &str, goal: &str) -> Plan {
    let number = u32::try_from(plan.indicators.len() + 1).unwrap();
    let baseline = Baseline { year: Year(2020), text: base.into(), value: read_value(base) };
    plan.indicators.push(Indicator {
        id: plan.id.item(ItemKind::Indicator, number),
        category: None,
        name: name.into(),
        unit: Some(unit.into()),
        nature: None,
        definition: None,
        targets: vec![read_target(goal, Year(2025), baseline.value, TERM)],
        stated: Default::default(),
        baselines: vec![baseline],
        lines: LineSpan::at(50 + number),
    });
    plan
}

/// Adds a task under the first heading; its title ends at the first full stop.
pub(in crate::report) fn task(mut plan: Plan, number: &str, text: &str) -> Plan {
    let place = u32::try_from(plan.tasks.len() + 1).unwrap();
    plan.tasks.push(Task {
        id: plan.id.item(ItemKind::Task, place),
        number: number.into(),
        title: text.split('。').next().unwrap_or_default().into(),
        text: text.into(),
        node: 0,
        special_box: None,
        group: None,
        stated: Assignment::default(),
        offered: None,
        quantities: Vec::new(),
        lines: LineSpan::at(70 + place),
    });
    plan
}

/// Adds a project to the only box of the plan.
pub(in crate::report) fn project(plan: Plan, number: &str, text: &str) -> Plan {
    let mut plan = task(plan, number, text);
    if plan.boxes.is_empty() {
        let lines = LineSpan::at(69);
        plan.boxes
            .push(SpecialBox { number: "专栏1".into(), title: "项目".into(), node: 0, notes: Vec::new(), lines });
    }
    let last = plan.tasks.last_mut().unwrap();
    last.special_box = Some(0);
    plan
}

/// Returns the findings of one rule in a plan as line and evidence.
pub(super) fn found(rule: &str, plan: Plan) -> Vec<(Option<u32>, String)> {
    all(rule, vec![plan]).into_iter().map(|finding| (finding.line, finding.evidence)).collect()
}

/// Returns the findings of one rule in some plans.
pub(super) fn all(rule: &str, plans: Vec<Plan>) -> Vec<Finding> {
    let dossiers: Vec<Arc<Dossier>> = plans.into_iter().map(|plan| Arc::new(Dossier::new(Arc::new(plan)))).collect();
    let choice = Choice::only([rule]).unwrap();
    let english = check(&dossiers, &choice, Language::En);
    let chinese = check(&dossiers, &choice, Language::Zh);
    assert_eq!(english.len(), chinese.len());
    assert!(english.iter().all(|f| f.rule == rule && !f.finding.is_empty()));
    english
}
