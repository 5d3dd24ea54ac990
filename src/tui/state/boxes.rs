//! Special boxes (专栏) with their groups and items.

use crate::plan::roll_up::{PlanRollUp, RollUp};
use crate::plan::{BoxIndex, Dossier, ItemId, PlanId, Subject};

use super::data::{Data, ItemKey};
use super::list::List;

/// A line of the view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoxRow {
    /// A plan, where several are in view.
    Plan(usize),
    /// A box: dossier, place and its projects.
    Box(usize, BoxIndex, RollUp),
    /// A group of a box.
    Group(usize, BoxIndex, String),
    /// A project.
    Item(ItemKey),
}

/// The boxes.
#[derive(Debug, Default)]
pub struct Boxes {
    /// The lines.
    pub list: List<BoxRow>,
}

impl Boxes {
    /// Makes the lines anew. Returns true if the line under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data) -> bool {
        let rows = data.rows(|plans, rows| {
            for (place, dossier) in plans {
                if data.plan.is_none() && !dossier.plan.boxes.is_empty() {
                    rows.push(BoxRow::Plan(*place));
                }
                add(data.counts(*place), *place, dossier, rows);
            }
        });
        let current = self.list.current().cloned();
        self.list.replace(rows, |row| current.as_ref().is_some_and(|old| same(old, row)))
    }

    /// Returns the project under the cursor.
    pub fn item(&self, data: &Data) -> Option<ItemId> {
        match self.list.current()? {
            BoxRow::Item(row) => data.task_id(*row).cloned(),
            _ => None,
        }
    }

    /// Returns the plan, box or project under the cursor.
    pub fn subject(&self, data: &Data) -> Option<Subject> {
        Some(match self.list.current()? {
            BoxRow::Plan(place) => Subject::Plan(data.dossiers[*place].plan.id.clone()),
            BoxRow::Box(place, index, _) | BoxRow::Group(place, index, _) => {
                Subject::Item(data.dossiers[*place].plan.box_id(*index))
            }
            BoxRow::Item(row) => Subject::Item(data.task_id(*row)?.clone()),
        })
    }

    /// Puts the cursor on a box.
    pub fn select(&mut self, data: &Data, plan: &PlanId, index: BoxIndex) -> bool {
        let place = data.place(plan);
        self.list.find(|row| matches!(row, BoxRow::Box(p, i, _) if Some(*p) == place && *i == index))
    }
}

fn add(counts: &PlanRollUp, place: usize, dossier: &Dossier, rows: &mut Vec<BoxRow>) {
    let plan = &dossier.plan;
    let mut items: Vec<(RollUp, Vec<usize>)> = vec![Default::default(); plan.boxes.len()];
    for (task, (item, standing)) in plan.tasks.iter().zip(&counts.tasks).enumerate() {
        if let Some((roll_up, items)) = item.special_box.and_then(|index| items.get_mut(index)) {
            roll_up.add(standing);
            items.push(task);
        }
    }
    for (index, (roll_up, items)) in items.into_iter().enumerate() {
        rows.push(BoxRow::Box(place, index, roll_up));
        let mut group: Option<&String> = None;
        for task in items {
            let title = plan.tasks[task].group.as_ref();
            if title != group {
                group = title;
                rows.extend(group.map(|title| BoxRow::Group(place, index, title.clone())));
            }
            rows.push(BoxRow::Item(ItemKey::of(place, &plan.tasks[task].id)));
        }
    }
}

/// Returns true if two rows are of the same thing, whatever their figures.
fn same(old: &BoxRow, new: &BoxRow) -> bool {
    match (old, new) {
        (BoxRow::Box(place, index, _), BoxRow::Box(p, i, _)) => (place, index) == (p, i),
        _ => old == new,
    }
}
