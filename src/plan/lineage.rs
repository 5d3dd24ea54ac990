//! Lineage: how plans belong together: as editions of one plan, and as plans that carry out one of the region above.

use std::sync::Arc;

use super::region::Tier;
use super::{Plan, PlanId, Region};

/// Returns true if a text may take the place of another of the same plan: a condensed one never that of an official
/// one, and a draft never that of the issued plan.
pub fn supersedes(old: &Plan, new: &Plan) -> bool {
    new.edition >= old.edition
}

/// Returns true if two texts are editions of one plan: of one region, one sector and one last year.
pub fn is_edition_of(plan: &Plan, known: &Plan) -> bool {
    plan.region.is_same_as(&known.region) && plan.sector == known.sector && plan.term.last == known.term.last
}

/// The plan under the identity that it keeps among the known ones: its own, unless a plan that it is no edition of has
/// that one, as initials of two sectors can be the same; then a numbered one.
pub fn identified(plan: Plan, known: &[Arc<Plan>]) -> Plan {
    let is_free = |id: &PlanId| known.iter().filter(|k| k.id == *id).all(|k| is_edition_of(&plan, k));
    let numbered = (2..).map_while(|n| PlanId::new(format!("{}-{n}", plan.id)).ok());
    let Some(id) = std::iter::once(plan.id.clone()).chain(numbered).find(is_free) else { return plan };
    if id == plan.id { plan } else { plan.renamed(id) }
}

/// The plan of the region above among the known ones: of the same sector and term, of a region of a higher tier that
/// this plan's text names, and whose own text does not name this plan's region more often. Of several it is the one
/// named most.
pub fn parent(plan: &Plan, known: &[Arc<Plan>]) -> Option<PlanId> {
    let tier = |region: &Region| region.tier().unwrap_or(Tier::Township);
    let own = tier(&plan.region);
    // Texts are long: only those of a higher tier are read. Every text names the country, which so tells nothing.
    let is_above = |p: &&Arc<Plan>| {
        let above = tier(&p.region);
        p.sector == plan.sector && p.term == plan.term && above < own && above != Tier::Nation
    };
    let candidates = known.iter().filter(|p| p.id != plan.id).filter(is_above);
    candidates
        .map(|above| (mentions(plan, &above.region), mentions(above, &plan.region), above))
        .filter(|(up, down, _)| *up > 0 && up >= down)
        .max_by_key(|(up, _, _)| *up)
        .map(|(_, _, above)| above.id.clone())
}

/// Returns the number of times that a plan's text names a region.
fn mentions(plan: &Plan, region: &Region) -> usize {
    let texts = plan.tasks.iter().map(|t| &t.text);
    let paragraphs = plan.outline.iter().flat_map(|n| n.paragraphs.iter().map(|p| &p.text));
    texts.chain(paragraphs).map(|text| text.matches(region.as_str()).count()).sum()
}
