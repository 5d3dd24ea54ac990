//! Departments (部门): who carries how much, over the plans in view.

use std::collections::BTreeMap;

use crate::plan::IndicatorLoad;
use crate::plan::roll_up::{RollUp, Workload};

use super::data::Data;
use super::list::List;

/// One department's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentRow {
    /// Its canonical name; empty for tasks without a lead.
    pub name: String,
    /// The tasks that it leads.
    pub lead: RollUp,
    /// The number of tasks that it supports.
    pub support: u32,
    /// The indicators that it answers for.
    pub indicators: IndicatorLoad,
}

/// The table.
#[derive(Debug, Default)]
pub struct Departments {
    /// Departments that have work, those that lead most first.
    pub list: List<DepartmentRow>,
    /// True if those of the list without work are shown as well.
    pub shows_all: bool,
}

impl Departments {
    /// Makes the rows anew. Returns true if the row under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data) -> bool {
        let mut work: BTreeMap<&str, (Workload, IndicatorLoad)> = BTreeMap::new();
        for (place, _) in data.in_view() {
            for (name, load) in data.counts(place).by_department() {
                let (sum, _) = work.entry(name).or_default();
                *sum = sum.plus(load);
            }
            for (name, load) in &data.judged(place).departments {
                let (_, sum) = work.entry(name).or_default();
                *sum = sum.plus(*load);
            }
        }
        if self.shows_all {
            for department in data.snapshot.departments().iter() {
                work.entry(&department.name).or_default();
            }
        }
        let row = |(name, (load, indicators)): (&str, (Workload, IndicatorLoad))| DepartmentRow {
            name: name.to_string(),
            lead: load.led,
            support: load.supported,
            indicators,
        };
        let mut rows: Vec<DepartmentRow> = work.into_iter().map(row).collect();
        rows.sort_by_key(|row| {
            (row.name.is_empty(), std::cmp::Reverse((row.lead.total, row.support, row.indicators.led)))
        });
        let current = self.list.current().map(|row| row.name.clone());
        self.list.replace(rows, |row| Some(&row.name) == current.as_ref())
    }

    /// Puts the cursor on a department.
    pub fn select(&mut self, name: &str) -> bool {
        self.list.find(|row| row.name == name)
    }
}
