//! Decisions of people about pairs of items.

use std::collections::HashMap;

use crate::plan::{Counterpart, Dossier, ItemId, counterpart};

/// The decisions of some dossiers.
#[derive(Debug, Default)]
pub struct Decided<'a>(HashMap<(&'a ItemId, &'a ItemId), Counterpart>);

impl<'a> Decided<'a> {
    /// Returns the decisions stored in these dossiers.
    pub fn of(dossiers: impl IntoIterator<Item = &'a Dossier>) -> Self {
        let kept = dossiers.into_iter().flat_map(|dossier| &dossier.counterparts);
        Decided(kept.map(|((one, other), decision)| ((one, other), *decision)).collect())
    }

    /// Returns the decision about two items, in either order.
    pub fn about(&self, one: &ItemId, other: &ItemId) -> Option<Counterpart> {
        let (one, other) = counterpart::pair(one, other);
        self.0.get(&(one, other)).copied()
    }

    /// Returns the pairs with a certain decision.
    pub fn all(&self, decision: Counterpart) -> impl Iterator<Item = (&'a ItemId, &'a ItemId)> + '_ {
        self.0.iter().filter(move |(_, found)| **found == decision).map(|(pair, _)| *pair)
    }

    /// Returns the items declared different from an item, in order.
    pub fn apart_from(&self, item: &ItemId) -> Vec<ItemId> {
        let other = |(one, other): (&'a ItemId, &'a ItemId)| match (one == item, other == item) {
            (true, _) => Some(other.clone()),
            (_, true) => Some(one.clone()),
            _ => None,
        };
        let mut apart: Vec<ItemId> = self.all(Counterpart::Different).filter_map(other).collect();
        apart.sort();
        apart
    }

    /// Returns true if two items are the same measure by decision, or else by rule.
    pub fn is_same(&self, one: &ItemId, other: &ItemId, by_rule: bool) -> bool {
        self.about(one, other).map_or(by_rule, |decision| decision == Counterpart::Same)
    }
}
