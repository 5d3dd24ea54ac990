//! The outline (大纲): headings of the plans in view, to fold and to count tasks under.

use std::collections::{HashMap, HashSet};

use crate::plan::roll_up::{PlanRollUp, RollUp};
use crate::plan::{Dossier, NodeIndex, PlanId, Subject};

use super::data::Data;
use super::list::List;

/// A line of the outline: a plan's title, a heading, or what a new edition dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutlineRow {
    /// The place of the dossier.
    pub dossier: usize,
    /// The heading; `None` is the plan itself, or its former tasks.
    pub node: Option<NodeIndex>,
    /// True if it stands for the plan's former tasks and indicators.
    pub former: bool,
    /// The depth in the outline; 0 is the plan.
    pub depth: usize,
    /// True if it can be folded.
    pub parent: bool,
    /// The tasks under it.
    pub roll_up: RollUp,
}

/// The outline.
#[derive(Debug, Default)]
pub struct Outline {
    /// The lines that are not folded away.
    pub list: List<OutlineRow>,
    /// The folded headings of each plan; `None` is the plan itself.
    folded: HashMap<PlanId, HashSet<Option<NodeIndex>>>,
}

impl Outline {
    /// Makes the lines anew. Returns true if the line under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data) -> bool {
        let rows = data.rows(|plans, rows| {
            plans.iter().for_each(|(place, dossier)| self.add(data.counts(*place), *place, dossier, rows));
        });
        let name = |row: &OutlineRow| (row.dossier, row.node, row.former);
        let before = self.list.current().map(name);
        self.list.replace(rows, |row| Some(name(row)) == before)
    }

    fn add(&self, counts: &PlanRollUp, place: usize, dossier: &Dossier, rows: &mut Vec<OutlineRow>) {
        let plan = &dossier.plan;
        let parent = !plan.outline.is_empty();
        let row = OutlineRow { dossier: place, node: None, former: false, depth: 0, parent, roll_up: counts.all };
        rows.push(row);
        let folded = self.folded.get(&plan.id);
        let is_folded = |node| folded.is_some_and(|folded| folded.contains(&node));
        if is_folded(None) {
            return;
        }
        let mut has_children = vec![false; plan.outline.len()];
        for parent in plan.outline.iter().filter_map(|n| n.parent) {
            has_children[parent] = true;
        }
        let roll_ups = counts.by_heading(plan);
        // Headings that were added by hand come last in the text, and stand where they belong.
        for n in plan.headings() {
            let (parent, roll_up) = (has_children[n], roll_ups[n]);
            let hidden = folded.is_some() && plan.ancestors(n).skip(1).any(|above| is_folded(Some(above)));
            if !hidden {
                rows.push(OutlineRow { node: Some(n), depth: plan.ancestors(n).count(), parent, roll_up, ..row });
            }
        }
        if !plan.former_tasks.is_empty() || !plan.former_indicators.is_empty() {
            let mut roll_up = RollUp::default();
            counts.tasks.iter().skip(plan.tasks.len()).for_each(|former| roll_up.add(former));
            rows.push(OutlineRow { former: true, depth: 1, parent: false, roll_up, ..row });
        }
    }

    /// Returns the plan or the heading under the cursor.
    pub fn subject(&self, data: &Data) -> Option<Subject> {
        let row = self.list.current().filter(|row| !row.former)?;
        let plan = &data.dossiers[row.dossier].plan;
        Some(row.node.map_or_else(|| Subject::Plan(plan.id.clone()), |node| Subject::Item(plan.heading_id(node))))
    }

    /// Returns true if a line is folded.
    pub fn is_folded(&self, plan: &PlanId, node: Option<NodeIndex>) -> bool {
        self.folded.get(plan).is_some_and(|folded| folded.contains(&node))
    }

    /// Folds or unfolds the line under the cursor. Returns true if anything changed.
    pub fn fold(&mut self, data: &Data, fold: bool) -> bool {
        let Some(row) = self.list.current().copied().filter(|row| row.parent) else { return false };
        let folded = self.folded.entry(data.dossiers[row.dossier].plan.id.clone()).or_default();
        let changed = if fold { folded.insert(row.node) } else { folded.remove(&row.node) };
        if changed {
            self.refresh(data);
        }
        changed
    }

    /// Goes to the heading above the one under the cursor.
    pub fn go_up(&mut self, data: &Data) {
        let Some(row) = self.list.current().copied() else { return };
        let parent = match row.node {
            Some(node) => data.dossiers[row.dossier].plan.outline[node].parent,
            None if row.former => None,
            None => return,
        };
        self.list.find(|r| r.dossier == row.dossier && r.node == parent && !r.former);
    }

    /// Puts the cursor on a heading, unfolding what stands above it.
    pub fn select(&mut self, data: &Data, plan: &PlanId, node: Option<NodeIndex>) -> bool {
        let Some(place) = data.place(plan) else { return false };
        if let Some(folded) = self.folded.get_mut(plan) {
            folded.remove(&None);
            for above in node.into_iter().flat_map(|node| data.dossiers[place].plan.ancestors(node).skip(1)) {
                folded.remove(&Some(above));
            }
        }
        self.refresh(data);
        self.list.find(|row| row.dossier == place && row.node == node && !row.former)
    }
}
