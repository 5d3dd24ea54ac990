//! Departments (部门): who carries how much, over the plans in view.

use std::collections::BTreeMap;

use crate::plan::roll_up::RollUp;

use super::data::Data;
use super::list::List;

/// One department's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its canonical name; empty for tasks without a lead.
    pub name: String,
    /// The tasks that it leads.
    pub lead: RollUp,
    /// How many tasks it supports.
    pub support: u32,
}

/// The table.
#[derive(Debug, Default)]
pub struct Departments {
    /// Departments that have work, those that lead most first.
    pub list: List<Row>,
}

impl Departments {
    /// Makes the rows anew. Says whether the row under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data) -> bool {
        let mut work: BTreeMap<String, (RollUp, u32)> = BTreeMap::new();
        for (_, dossier) in data.in_view() {
            for task in &dossier.plan.tasks {
                let assignment = dossier.assignment(task);
                let one = RollUp::of(dossier, [task], data.period);
                if assignment.lead.is_empty() {
                    let entry = work.entry(String::new()).or_default();
                    entry.0 = entry.0.plus(one);
                }
                for name in assignment.lead {
                    let entry = work.entry(name).or_default();
                    entry.0 = entry.0.plus(one);
                }
                for name in assignment.support {
                    work.entry(name).or_default().1 += 1;
                }
            }
        }
        let mut rows: Vec<Row> = work.into_iter().map(|(name, (lead, support))| Row { name, lead, support }).collect();
        rows.sort_by_key(|row| (row.name.is_empty(), std::cmp::Reverse((row.lead.total, row.support))));
        let current = self.list.current().map(|row| row.name.clone());
        self.list.replace(rows, |row| Some(&row.name) == current.as_ref())
    }

    /// Puts the cursor on a department.
    pub fn select(&mut self, name: &str) -> bool {
        self.list.find(|row| row.name == name)
    }
}
