//! The matrix (矩阵): tasks by periods, one mark a cell, so that a whole term is seen at a glance.

use std::collections::HashMap;

use crate::plan::{Dossier, ItemId, NodeIndex, Period, PlanId, Task};

use super::data::{Data, TaskRow};
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
        let mut groups = if self.by_department { departments(data) } else { chapters(data) };
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

type Groups = Vec<(Group, Vec<TaskRow>)>;

/// The tasks in view by their chapters. There may be very many: what stands together is in one chapter.
fn chapters(data: &Data) -> Groups {
    let mut groups = Groups::new();
    for (dossier, d) in data.in_view() {
        // Of the plan's nodes, and of its chapters, the places of their groups.
        let (mut of_node, mut of_chapter) = (HashMap::new(), HashMap::new());
        for (task, t) in d.plan.tasks.iter().enumerate() {
            let at = *of_node.entry(t.node).or_insert_with(|| {
                let chapter = d.plan.ancestors(t.node).last();
                *of_chapter.entry(chapter).or_insert_with(|| {
                    groups.push((Group::Chapter(d.plan.id.clone(), chapter), Vec::new()));
                    groups.len() - 1
                })
            });
            groups[at].1.push(TaskRow { dossier, task });
        }
    }
    groups
}

/// The tasks in view by their main leads.
fn departments(data: &Data) -> Groups {
    let mut groups = Groups::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (dossier, d) in data.in_view() {
        for (task, t) in d.plan.tasks.iter().enumerate() {
            let lead = main_lead(d, t);
            let at = *places.entry(lead).or_insert_with(|| {
                groups.push((Group::Department(lead.to_string()), Vec::new()));
                groups.len() - 1
            });
            groups[at].1.push(TaskRow { dossier, task });
        }
    }
    groups
}

/// The first lead of a task; an empty name where there is none.
fn main_lead<'a>(dossier: &'a Dossier, task: &'a Task) -> &'a str {
    let decided = dossier.decisions.get(&task.id).and_then(|decision| decision.lead.as_ref());
    decided.unwrap_or(&task.stated.lead).first().map_or("", String::as_str)
}
