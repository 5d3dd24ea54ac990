//! The division of work: a task list grouped by department, each with the tasks that it leads and supports.

use std::collections::BTreeMap;

use crate::plan::{Dossier, Task};
use crate::text::{Label, Language};

/// The role of a department in a task (角色).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It leads (牵头), alone or with others.
    Lead,
    /// It supports (配合).
    Support,
}

impl Label for Role {
    fn label(&self, language: Language) -> &'static str {
        match self {
            Role::Lead => language.pick("牵头", "lead"),
            Role::Support => language.pick("配合", "support"),
        }
    }
}

/// The tasks of one department.
#[derive(Debug, Clone)]
pub struct Share<'a> {
    /// The department, or `None` for the tasks that have none yet.
    pub department: Option<String>,
    /// The tasks that it leads, then those that it supports, each in the order of the list.
    pub tasks: Vec<(&'a Dossier, &'a Task, Option<Role>)>,
}

/// Returns the shares of all departments sorted by name, then the tasks without a department.
pub fn shares<'a>(tasks: &[(&'a Dossier, &'a Task)]) -> Vec<Share<'a>> {
    let mut shares: BTreeMap<String, Share<'a>> = BTreeMap::new();
    let mut nobodys = Share { department: None, tasks: Vec::new() };
    for &(dossier, task) in tasks {
        let assignment = dossier.assignment(task);
        let leads = assignment.lead.into_iter().map(|name| (name, Role::Lead));
        let roles: Vec<_> = leads.chain(assignment.support.into_iter().map(|name| (name, Role::Support))).collect();
        if roles.is_empty() {
            nobodys.tasks.push((dossier, task, None));
        }
        for (name, role) in roles {
            let new = || Share { department: Some(name.clone()), tasks: Vec::new() };
            shares.entry(name.clone()).or_insert_with(new).tasks.push((dossier, task, Some(role)));
        }
    }
    let mut shares: Vec<Share<'a>> = shares.into_values().collect();
    for share in &mut shares {
        share.tasks.sort_by_key(|(_, _, role)| *role);
    }
    if !nobodys.tasks.is_empty() {
        shares.push(nobodys);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fixture;

    #[test]
    fn tasks_that_a_department_leads_come_before_those_it_supports() {
        let dossier = fixture::dossier();
        let tasks: Vec<_> = dossier.plan.tasks.iter().map(|task| (&dossier, task)).collect();
        let shares: Vec<_> = shares(&tasks)
            .into_iter()
            .map(|share| (share.department, share.tasks.iter().map(|(_, t, r)| (t.id.number, *r)).collect::<Vec<_>>()))
            .collect();
        assert_eq!(
            shares,
            [
                (Some("卫生健康委员会".to_string()), vec![(1, Some(Role::Lead))]),
                (Some("教育局".to_string()), vec![(1, Some(Role::Support))]),
                (None, vec![(2, None), (1, None)]),
            ]
        );
    }
}
