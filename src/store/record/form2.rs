//! Plans as version 2 stored them: in postcard, with doubts as text.

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use crate::plan::{
    self, Doubt, DoubtKind, Edition, Indicator, Node, Notice, PlanId, Region, Source, SpecialBox, Task, Term,
};

/// The version byte.
pub(super) const VERSION: u8 = 2;

/// Returns the checksum of a record, which did not cover the version yet.
pub(super) fn digest(key: &[u8], seq: u64, content: &[u8]) -> u64 {
    let place = XxHash3_64::oneshot(&[key, &seq.to_be_bytes()].concat());
    XxHash3_64::oneshot_with_seed(place, content)
}

#[derive(Serialize, Deserialize)]
pub(super) struct Plan {
    pub(super) id: PlanId,
    title: String,
    region: Region,
    sector: String,
    term: Term,
    edition: Edition,
    parent: Option<PlanId>,
    notice: Option<Notice>,
    source: Source,
    outline: Vec<Node>,
    tasks: Vec<Task>,
    boxes: Vec<SpecialBox>,
    indicators: Vec<Indicator>,
    former_tasks: Vec<Task>,
    former_indicators: Vec<Indicator>,
    doubts: Vec<Worded>,
}

#[derive(Serialize, Deserialize)]
struct Worded {
    line: u32,
    what: String,
    chosen: String,
}

impl From<Plan> for plan::Plan {
    fn from(of: Plan) -> Self {
        let doubt = |Worded { line, what, chosen }| Doubt::at(line, DoubtKind::Earlier { what, chosen });
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
            indicators: of.indicators,
            former_tasks: of.former_tasks,
            former_indicators: of.former_indicators,
            doubts: of.doubts.into_iter().map(doubt).collect(),
        }
    }
}

/// Returns a plan in this version, for tests. It keeps only doubts of the kind [`DoubtKind::Earlier`].
#[cfg(test)]
pub(super) fn sample(of: plan::Plan) -> Plan {
    let worded = |doubt: Doubt| match doubt.kind {
        DoubtKind::Earlier { what, chosen } => Some(Worded { line: doubt.lines.first, what, chosen }),
        _ => None,
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
        indicators: of.indicators,
        former_tasks: of.former_tasks,
        former_indicators: of.former_indicators,
        doubts: of.doubts.into_iter().filter_map(worded).collect(),
    }
}
