//! Plans, tasks and indicators with only the given content.

use plandesk::plan::{Assignment, Indicator, ItemId, LineSpan, Plan, PlanId, Source, Task, Term, Year};

/// Returns an issued plan for 2021–2025 without content.
pub fn plan(id: &str, title: &str, region: &str, sector: &str) -> Plan {
    Plan {
        title: title.to_string(),
        region: region.into(),
        sector: sector.to_string(),
        source: Source { file: format!("{id}.txt"), sha256: id.to_string() },
        ..Plan::new(PlanId::new(id).unwrap(), Term { first: Year(2021), last: Year(2025) })
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
