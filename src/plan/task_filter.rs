//! The filter of tasks: which tasks of which plans somebody asks for in a period.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Condition, Dossier, DueRange, Kind, NodeIndex, Period, Plan, PlanId, SharedList, Standing, Status, Task};

/// The role of a department that is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Role {
    /// Either.
    #[default]
    Any,
    /// Lead (牵头).
    Lead,
    /// Support (配合).
    Support,
}

/// Conditions of which all have to hold; the default asks for every present task.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskFilter {
    /// A department by its canonical name; an empty name asks for tasks without a lead.
    pub department: Option<String>,
    /// The role of the department.
    pub role: Role,
    /// Statuses of which one has to be the task's; `None` is unreported, and an empty list asks for none.
    pub statuses: Vec<Option<Status>>,
    /// Task or project.
    pub kind: Option<Kind>,
    /// By when it is due.
    pub due: Option<DueRange>,
    /// The conditions that the task has to meet in the period.
    pub conditions: BTreeSet<Condition>,
    /// The plan's sector.
    pub sector: Option<String>,
    /// A heading that the task stands under.
    pub node: Option<(PlanId, NodeIndex)>,
    /// Former tasks, which the present edition of a plan no longer has, instead of the present ones.
    pub former: bool,
}

impl TaskFilter {
    /// The tasks of a plan among which the filter chooses: the present or the former ones.
    pub fn among<'a>(&self, plan: &'a Plan) -> &'a SharedList<Task> {
        if self.former { &plan.former_tasks } else { &plan.tasks }
    }

    /// Returns true if a task that stands so in a period is asked for.
    pub fn admits(&self, dossier: &Dossier, task: &Task, period: Period, standing: &Standing) -> bool {
        self.kind.is_none_or(|kind| task.kind() == kind)
            && self.admits_node(dossier, task)
            && self.sector.as_ref().is_none_or(|sector| dossier.plan.sector == *sector)
            && (self.statuses.is_empty() || self.statuses.iter().any(|status| standing.has(*status)))
            && self.due.is_none_or(|due| due.holds(standing.due))
            && self.conditions.iter().all(|condition| condition.holds(dossier, task, period, standing))
            && self.admits_department(dossier, task)
    }

    fn admits_node(&self, dossier: &Dossier, task: &Task) -> bool {
        self.node.as_ref().is_none_or(|(plan, node)| {
            dossier.plan.id == *plan && dossier.plan.ancestors(task.node).any(|above| above == *node)
        })
    }

    fn admits_department(&self, dossier: &Dossier, task: &Task) -> bool {
        let leads = |name: &str| dossier.lead(task).iter().any(|d| d == name);
        let supports = |name: &str| dossier.support(task).iter().any(|d| d == name);
        self.department.as_deref().is_none_or(|name| match (name, self.role) {
            ("", _) => dossier.lead(task).is_empty(),
            (name, Role::Any) => leads(name) || supports(name),
            (name, Role::Lead) => leads(name),
            (name, Role::Support) => supports(name),
        })
    }

    /// Returns true if the choice follows from the texts of the plans, whatever is entered about them.
    pub fn follows_texts_alone(&self) -> bool {
        let TaskFilter { department, role: _, statuses, kind: _, due, conditions, sector: _, node: _, former: _ } =
            self;
        department.is_none() && statuses.is_empty() && due.is_none() && conditions.is_empty()
    }
}
