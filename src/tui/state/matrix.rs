//! The matrix (矩阵): tasks by periods, one mark a cell, so that a whole term is seen at a glance.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::plan::{ItemId, Kept, NodeIndex, Period, PlanId};

use super::chart::Chart;
use super::data::{Data, ItemKey};
use super::leads::Leads;
use super::led::{Led, Share, led};
use super::list::List;

/// A group of tasks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Group {
    /// A heading of the top level, or the plan itself.
    Chapter(PlanId, Option<NodeIndex>),
    /// A lead department; an empty name is none.
    Department(String),
}

/// A line of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatrixRow {
    /// A group, and how many tasks follow. There are many more tasks, which shall not take as much room.
    Group(Box<Group>, usize),
    /// A task.
    Task(ItemKey),
}

/// The matrix.
#[derive(Debug, Default)]
pub struct Matrix {
    /// Groups, each followed by its tasks.
    pub list: List<MatrixRow>,
    /// The periods, one a column.
    pub periods: Vec<Period>,
    /// True if tasks are grouped by lead department, false if by chapter.
    pub by_department: bool,
    /// The lights that are shown in the place of statuses.
    pub chart: Chart,
    /// The task under the cursor.
    pub current: Option<ItemId>,
    /// The work of the main leads of each plan.
    led: Kept<Vec<Led>>,
    /// The work of departments as main leads in all plans in view, in each period.
    shares: HashMap<String, Vec<Share>>,
}

impl Matrix {
    /// Makes the rows anew. Returns true if the row under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data) -> bool {
        self.periods = if self.chart.is_on { Chart::periods(data) } else { data.periods() };
        let rows = if self.by_department { self.departments(data) } else { chapters(data) };
        let before = match &self.current {
            Some(id) => data.key(id).map(MatrixRow::Task),
            None => self.list.current().cloned(),
        };
        let found = self.list.replace(rows, |row| Some(row) == before.as_ref());
        if self.chart.is_on {
            self.chart.refresh(data, &self.periods, self.list.rows());
        }
        self.settle(data);
        found
    }

    /// Returns the tasks in view by their main leads, those of whom lead most first, and at the end those without one.
    fn departments(&mut self, data: &Data) -> Vec<MatrixRow> {
        let leads = Leads::of(data);
        let shares = self.sums(data, &leads);
        let mut groups: Vec<Vec<ItemKey>> = vec![Vec::new(); leads.names.len()];
        for (dossier, d) in data.in_view() {
            for (task, lead) in d.plan.tasks.iter().zip(&data.counts(dossier).leads) {
                groups[leads.place(dossier, *lead)].push(ItemKey::of(dossier, &task.id));
            }
        }
        let named = leads.names.iter().map(|name| name.to_string());
        self.shares = named.clone().zip(shares).collect();
        let mut groups: Vec<(String, Vec<ItemKey>)> =
            named.zip(groups).filter(|(_, tasks)| !tasks.is_empty()).collect();
        // Of those that lead as many, the one that the plans name first.
        groups.sort_by_key(|(name, tasks)| {
            (
                name.is_empty(),
                Reverse(tasks.len()),
                tasks.first().map(|task| (task.dossier(), data.place_in_plan(*task))),
            )
        });
        let mut rows = Vec::with_capacity(groups.iter().map(|(_, tasks)| tasks.len() + 1).sum());
        for (name, tasks) in groups {
            rows.push(MatrixRow::Group(Box::new(Group::Department(name)), tasks.len()));
            rows.extend(tasks.into_iter().map(MatrixRow::Task));
        }
        rows
    }

    /// Returns the work of each lead in each period, over the plans in view.
    fn sums(&mut self, data: &Data, leads: &Leads) -> Vec<Vec<Share>> {
        self.led.renew(&data.dossiers, |place, dossier| led(data.counts(place), dossier));
        let mut sums = vec![vec![Share::default(); self.periods.len()]; leads.names.len()];
        for (place, _) in data.in_view() {
            for led in &self.led[place] {
                let sums = &mut sums[leads.place(place, led.lead)];
                for (period, share) in &led.shares {
                    let column = self.periods.iter().position(|other| other == period);
                    if let Some(sum) = column.and_then(|column| sums.get_mut(column)) {
                        *sum = sum.plus(*share);
                    }
                }
            }
        }
        sums
    }

    /// Returns the share of a department's tasks that is done in a period.
    pub fn share(&self, department: &str, period: Period) -> Option<Share> {
        let column = self.periods.iter().position(|other| *other == period)?;
        self.shares.get(department)?.get(column).copied()
    }

    /// Remembers which task the cursor is on.
    pub fn settle(&mut self, data: &Data) {
        self.current = match self.list.current() {
            Some(MatrixRow::Task(row)) => data.task_id(*row).cloned(),
            _ => None,
        };
    }

    /// Returns the tasks of the group in some row.
    pub fn tasks_of(&self, row: usize) -> impl Iterator<Item = ItemKey> + '_ {
        let count = match self.list.rows().get(row) {
            Some(MatrixRow::Group(_, count)) => *count,
            _ => 0,
        };
        self.list.rows().iter().skip(row + 1).take(count).filter_map(|row| match row {
            MatrixRow::Task(task) => Some(*task),
            MatrixRow::Group(..) => None,
        })
    }
}

/// Returns the tasks in view by their chapters: what stands together is in one chapter.
fn chapters(data: &Data) -> Vec<MatrixRow> {
    data.rows(|plans, rows| {
        for (place, dossier) in plans {
            let plan = &dossier.plan;
            let mut groups: Vec<(Option<NodeIndex>, Vec<MatrixRow>)> = Vec::new();
            let mut places = HashMap::new();
            let mut last = None;
            for task in &plan.tasks {
                let at = match last {
                    Some((node, at)) if node == task.node => at,
                    _ => {
                        let chapter = plan.chapter_of(task.node);
                        *places.entry(chapter).or_insert_with(|| {
                            groups.push((chapter, Vec::new()));
                            groups.len() - 1
                        })
                    }
                };
                last = Some((task.node, at));
                groups[at].1.push(MatrixRow::Task(ItemKey::of(*place, &task.id)));
            }
            for (chapter, tasks) in groups {
                let group = Group::Chapter(plan.id.clone(), chapter);
                rows.push(MatrixRow::Group(Box::new(group), tasks.len()));
                rows.extend(tasks);
            }
        }
    })
}
