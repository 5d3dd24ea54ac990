//! The outline (大纲): headings of the plans in view, to fold and to count tasks under.

use std::collections::HashSet;

use crate::plan::roll_up::RollUp;
use crate::plan::{Dossier, NodeIndex, PlanId};

use super::data::Data;
use super::list::List;

/// A line of the outline: a plan's title, a heading, or what a new edition dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The place of the dossier.
    pub dossier: usize,
    /// The heading; `None` is the plan itself, or its former tasks.
    pub node: Option<NodeIndex>,
    /// Whether it stands for the plan's former tasks and indicators.
    pub former: bool,
    /// How deep it stands.
    pub depth: usize,
    /// Whether something is folded away below it, or could be.
    pub parent: bool,
    /// The tasks under it.
    pub roll_up: RollUp,
}

/// The outline.
#[derive(Debug, Default)]
pub struct Outline {
    /// The lines that are not folded away.
    pub list: List<Row>,
    /// What is folded. A heading is named by its place, a plan by none.
    folded: HashSet<(PlanId, Option<NodeIndex>)>,
}

impl Outline {
    /// Makes the lines anew. Says whether the line under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data) -> bool {
        let mut rows = Vec::new();
        for (place, dossier) in data.in_view() {
            self.add(data, place, dossier, &mut rows);
        }
        let name = |row: &Row| (row.dossier, row.node, row.former);
        let before = self.list.current().map(name);
        self.list.replace(rows, |row| Some(name(row)) == before)
    }

    fn add(&self, data: &Data, place: usize, dossier: &Dossier, rows: &mut Vec<Row>) {
        let plan = &dossier.plan;
        let counts = counts(data, dossier);
        let all = RollUp::of(dossier, &plan.tasks, data.period);
        let row =
            Row { dossier: place, node: None, former: false, depth: 0, parent: !plan.outline.is_empty(), roll_up: all };
        rows.push(row);
        if self.is_folded(&plan.id, None) {
            return;
        }
        let mut has_children = vec![false; plan.outline.len()];
        for parent in plan.outline.iter().filter_map(|n| n.parent) {
            has_children[parent] = true;
        }
        for (n, parent) in has_children.into_iter().enumerate() {
            let hidden = plan.ancestors(n).skip(1).any(|above| self.is_folded(&plan.id, Some(above)));
            if !hidden {
                let depth = plan.ancestors(n).count();
                rows.push(Row { node: Some(n), depth, parent, roll_up: counts[n], ..row });
            }
        }
        if !plan.former_tasks.is_empty() || !plan.former_indicators.is_empty() {
            let roll_up = RollUp::of(dossier, &plan.former_tasks, data.period);
            rows.push(Row { former: true, depth: 1, parent: false, roll_up, ..row });
        }
    }

    /// Whether a line is folded.
    pub fn is_folded(&self, plan: &PlanId, node: Option<NodeIndex>) -> bool {
        self.folded.contains(&(plan.clone(), node))
    }

    /// Folds or unfolds the line under the cursor. Says whether anything changed.
    pub fn fold(&mut self, data: &Data, fold: bool) -> bool {
        let Some((key, parent)) = self.current_key(data) else { return false };
        let changed = parent && if fold { self.folded.insert(key) } else { self.folded.remove(&key) };
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
        self.folded.remove(&(plan.clone(), None));
        if let Some(node) = node {
            for above in data.dossiers[place].plan.ancestors(node).skip(1) {
                self.folded.remove(&(plan.clone(), Some(above)));
            }
        }
        self.refresh(data);
        self.list.find(|row| row.dossier == place && row.node == node && !row.former)
    }

    fn current_key(&self, data: &Data) -> Option<((PlanId, Option<NodeIndex>), bool)> {
        let row = self.list.current()?;
        Some(((data.dossiers.get(row.dossier)?.plan.id.clone(), row.node), row.parent))
    }
}

/// The tasks under each heading.
fn counts(data: &Data, dossier: &Dossier) -> Vec<RollUp> {
    let plan = &dossier.plan;
    let mut counts = vec![RollUp::default(); plan.outline.len()];
    for task in &plan.tasks {
        let one = RollUp::of(dossier, [task], data.period);
        for node in plan.ancestors(task.node) {
            counts[node] = counts[node].plus(one);
        }
    }
    counts
}
