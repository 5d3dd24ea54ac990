//! Plans, tasks and indicators with only the given content.

use plandesk::plan::{Assignment, Edition, Indicator, ItemId, LineSpan, Plan, PlanId, Source, Task, Term, Year};

/// Returns an issued plan for 2021–2025 without content.
pub fn plan(id: &str, title: &str, region: &str, sector: &str) -> Plan {
    Plan {
        id: PlanId::new(id).unwrap(),
        title: title.to_string(),
        region: region.into(),
        sector: sector.to_string(),
        term: Term { first: Year(2021), last: Year(2025) },
        edition: Edition::Issued,
        parent: None,
        notice: None,
        source: Source { file: format!("{id}.txt"), sha256: id.to_string() },
        outline: Default::default(),
        tasks: Default::default(),
        boxes: Default::default(),
        indicators: Default::default(),
        former_tasks: Default::default(),
        former_indicators: Default::default(),
        doubts: Default::default(),
    }
}

/// Returns a task under the first heading, without a number and departments.
pub fn task(id: ItemId, title: &str, text: &str) -> Task {
    Task {
        id,
        number: String::new(),
        title: title.to_string(),
        text: text.to_string(),
        node: 0,
        special_box: None,
        group: None,
        stated: Assignment::default(),
        offered: None,
        quantities: Vec::new(),
        lines: LineSpan::at(1),
    }
}

/// Returns an indicator in per cent, without nature, baselines and targets.
pub fn indicator(id: ItemId, name: &str) -> Indicator {
    Indicator {
        id,
        category: None,
        name: name.to_string(),
        unit: Some("%".to_string()),
        nature: None,
        definition: None,
        stated: Default::default(),
        baselines: Vec::new(),
        targets: Vec::new(),
        lines: LineSpan::at(1),
    }
}
