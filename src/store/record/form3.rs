//! Plans as states of form 3 had them: in the compact form of postcard, with indicators that do not say who answers for them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::plan::{
    self, Baseline, Doubt, Edition, ItemId, LineSpan, Nature, Node, Notice, PlanId, Region, SharedList, Source,
    SpecialBox, Target, Task, Term,
};

/// The version of its records.
pub(super) const VERSION: u8 = 3;

/// A plan with its doubts, which form 2 had in words.
#[derive(Serialize, Deserialize)]
pub(super) struct Plan<D = Doubt> {
    pub(super) id: PlanId,
    title: String,
    region: Region,
    sector: String,
    term: Term,
    edition: Edition,
    parent: Option<PlanId>,
    notice: Option<Arc<Notice>>,
    source: Source,
    outline: SharedList<Node>,
    tasks: SharedList<Task>,
    boxes: SharedList<SpecialBox>,
    indicators: Vec<Indicator>,
    former_tasks: SharedList<Task>,
    former_indicators: Vec<Indicator>,
    doubts: Vec<D>,
}

#[derive(Serialize, Deserialize)]
struct Indicator {
    id: ItemId,
    category: Option<String>,
    name: String,
    unit: Option<String>,
    nature: Option<Nature>,
    baselines: Vec<Baseline>,
    targets: Vec<Target>,
    lines: LineSpan,
}

impl From<Indicator> for plan::Indicator {
    fn from(of: Indicator) -> Self {
        plan::Indicator {
            id: of.id,
            category: of.category,
            name: of.name,
            unit: of.unit,
            nature: of.nature,
            definition: None,
            baselines: of.baselines,
            targets: of.targets,
            stated: plan::Assignment::default(),
            lines: of.lines,
        }
    }
}

impl<D: Into<Doubt>> From<Plan<D>> for plan::Plan {
    fn from(of: Plan<D>) -> Self {
        plan::Plan {
            id: of.id,
            title: of.title,
            region: of.region,
            sector: of.sector,
            term: of.term,
            edition: of.edition,
            parent: of.parent,
            notice: of.notice,
            source: of.source,
            outline: of.outline,
            tasks: of.tasks,
            boxes: of.boxes,
            indicators: of.indicators.into_iter().map(Into::into).collect(),
            former_tasks: of.former_tasks,
            former_indicators: of.former_indicators.into_iter().map(Into::into).collect(),
            doubts: of.doubts.into_iter().map(Into::into).collect(),
        }
    }
}

/// A plan in this form with its doubts in another one, for tests. Doubts for which there is no other form are left out.
#[cfg(test)]
pub(super) fn sample<D>(of: plan::Plan, doubt: impl Fn(&Doubt) -> Option<D>) -> Plan<D> {
    let indicator = |of: &plan::Indicator| {
        let plan::Indicator { id, category, name, unit, nature, baselines, targets, lines, .. } = of.clone();
        Indicator { id, category, name, unit, nature, baselines, targets, lines }
    };
    Plan {
        id: of.id,
        title: of.title,
        region: of.region,
        sector: of.sector,
        term: of.term,
        edition: of.edition,
        parent: of.parent,
        notice: of.notice,
        source: of.source,
        outline: of.outline,
        tasks: of.tasks,
        boxes: of.boxes,
        indicators: of.indicators.iter().map(indicator).collect(),
        former_tasks: of.former_tasks,
        former_indicators: of.former_indicators.iter().map(indicator).collect(),
        doubts: of.doubts.iter().filter_map(doubt).collect(),
    }
}
