//! The wall chart (作战图): the matrix with lights in the place of statuses, over the periods of one year.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::plan::chart::{self, Counts, Lights};
use crate::plan::{Kept, Light, Period, PlanId};

use super::data::{Data, ItemKey};
use super::matrix::{Group, MatrixRow};

/// The lights of the tasks of the matrix.
#[derive(Debug, Default)]
pub struct Chart {
    /// True if the matrix shows lights.
    pub is_on: bool,
    /// The lights of each plan in view.
    lights: Kept<Lights>,
    /// The periods, the day and the plan in focus that they are for.
    of: Option<(Vec<Period>, Date, Option<PlanId>)>,
    /// The number of tasks of each group with each light, a period each.
    sums: HashMap<Group, Vec<Counts>>,
}

impl Chart {
    /// Returns the periods of the chart.
    pub fn periods(data: &Data) -> Vec<Period> {
        let kept = data.periods();
        let term = data.in_view().next().map(|(_, dossier)| dossier.plan.term);
        term.map_or_else(Vec::new, |term| chart::periods(&kept, data.period, term.year_of(data.period)))
    }

    /// Finds the lights of the rows of the matrix anew, as far as plans have changed.
    pub fn refresh(&mut self, data: &Data, periods: &[Period], rows: &[MatrixRow]) {
        let of = (periods.to_vec(), data.snapshot.today(), data.plan.clone());
        if self.of.as_ref() != Some(&of) {
            self.lights = Kept::default();
            self.of = Some(of);
        }
        let in_view = data.plan.as_ref().map(|plan| data.place(plan));
        self.lights.renew(&data.dossiers, |place, dossier| match in_view {
            Some(only) if only != Some(place) => Lights::default(),
            _ => Lights::of(dossier, periods, data.snapshot.today()),
        });
        self.sums.clear();
        let mut rows = rows.iter();
        while let Some(row) = rows.next() {
            let MatrixRow::Group(group, count) = row else { continue };
            let mut sums = vec![Counts::default(); periods.len()];
            for row in rows.by_ref().take(*count) {
                let MatrixRow::Task(task) = row else { continue };
                for (column, sum) in sums.iter_mut().enumerate() {
                    if let Some(light) = self.light(data, *task, column) {
                        sum[light as usize] += 1;
                    }
                }
            }
            self.sums.insert((**group).clone(), sums);
        }
    }

    /// Returns the light of a task in the period of a column.
    pub fn light(&self, data: &Data, task: ItemKey, column: usize) -> Option<Light> {
        if task.dossier() >= self.lights.all().len() {
            return None;
        }
        self.lights[task.dossier()].get(data.place_in_plan(task)?, column)
    }

    /// Returns the worst light of a group's tasks in the period of a column, and the number of tasks that have it.
    pub fn sum(&self, group: &Group, column: usize) -> Option<(Light, u32)> {
        chart::worst(*self.sums.get(group)?.get(column)?)
    }
}
