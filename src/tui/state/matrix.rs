//! The matrix (矩阵): tasks by periods, one mark a cell, so that a whole term is seen at a glance.

use std::collections::HashMap;

use crate::plan::{Dossier, ItemId, NodeIndex, Period, PlanId, Task};

use super::data::{Data, TaskRow, main_lead};
use super::list::List;

/// What tasks stand under.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Group {
    /// A heading of the top level, or the plan itself.
    Chapter(PlanId, Option<NodeIndex>),
    /// A lead department; an empty name is none.
    Department(String),
}

/// A line of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A group, and how many tasks follow.
    Group(Group, usize),
    /// A task.
    Task(TaskRow),
}

/// The matrix.
#[derive(Debug, Default)]
pub struct Matrix {
    /// Groups, each followed by its tasks.
    pub list: List<Row>,
    /// The periods, one a column.
    pub periods: Vec<Period>,
    /// Whether tasks are grouped by lead department and not by chapter.
    pub by_department: bool,
    /// The task under the cursor.
    pub current: Option<ItemId>,
}

impl Matrix {
    /// Makes the rows anew. Says whether the row under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data) -> bool {
        self.periods = data.periods();
        let mut groups: Vec<(Group, Vec<TaskRow>)> = Vec::new();
        let mut places: HashMap<Group, usize> = HashMap::new();
        for (place, dossier) in data.in_view() {
            for (n, task) in dossier.plan.tasks.iter().enumerate() {
                let group = self.group(dossier, task);
                let at = *places.entry(group.clone()).or_insert(groups.len());
                if at == groups.len() {
                    groups.push((group, Vec::new()));
                }
                groups[at].1.push(TaskRow { dossier: place, task: n });
            }
        }
        if self.by_department {
            groups.sort_by_key(|(group, tasks)| {
                (*group == Group::Department(String::new()), std::cmp::Reverse(tasks.len()))
            });
        }
        let rows = groups.into_iter().flat_map(|(group, tasks)| {
            std::iter::once(Row::Group(group, tasks.len())).chain(tasks.into_iter().map(Row::Task))
        });
        let current = self.current.clone();
        let before = self.list.current().cloned();
        let found = self.list.replace(rows.collect(), |row| match (row, &current) {
            (Row::Task(row), Some(id)) => data.task_id(*row) == Some(id),
            (row, None) => Some(row) == before.as_ref(),
            _ => false,
        });
        self.settle(data);
        found
    }

    fn group(&self, dossier: &Dossier, task: &Task) -> Group {
        if self.by_department {
            return Group::Department(main_lead(&dossier.assignment(task)).unwrap_or_default().to_string());
        }
        Group::Chapter(dossier.plan.id.clone(), dossier.plan.ancestors(task.node).last())
    }

    /// Remembers which task the cursor is on.
    pub fn settle(&mut self, data: &Data) {
        self.current = match self.list.current() {
            Some(Row::Task(row)) => data.task_id(*row).cloned(),
            _ => None,
        };
    }

    /// The tasks of the group in some row.
    pub fn tasks_of(&self, row: usize) -> impl Iterator<Item = TaskRow> + '_ {
        let count = match self.list.rows().get(row) {
            Some(Row::Group(_, count)) => *count,
            _ => 0,
        };
        self.list.rows().iter().skip(row + 1).take(count).filter_map(|row| match row {
            Row::Task(task) => Some(*task),
            Row::Group(..) => None,
        })
    }
}
