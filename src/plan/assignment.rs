//! Division of work (任务分解): who leads a task, who supports, who answers for it, and by when.

use serde::{Deserialize, Deserializer, Serialize};

use super::record::{About, InWords, told};
use super::{Due, department};

/// The division of work of a task: who does it and by when. Departments are named by their canonical names.
///
/// The same shape serves for what a document itself says ([`Task::stated`](super::Task::stated)), for a guess
/// from its wording ([`Task::offered`](super::Task::offered)) and for what is in force
/// ([`Dossier::assignment`](super::Dossier::assignment)).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assignment {
    /// Lead departments (牵头单位): the main lead first, then joint leads; empty when there is none yet.
    pub lead: Vec<String>,
    /// Supporting departments (配合单位) in the order given.
    pub support: Vec<String>,
    /// The responsible person (责任人).
    pub person: Option<String>,
    /// By when the task is due.
    pub due: Option<Due>,
}

impl Assignment {
    /// Returns true if nothing has been said.
    pub fn is_empty(&self) -> bool {
        *self == Assignment::default()
    }

    /// Returns it with the first supporting department that is one unit, and not 各地区, as the lead; `None` if it has a
    /// lead or names no such department. Texts that tell no roles usually name the lead first.
    pub fn led_by_first(&self) -> Option<Assignment> {
        let first = self.support.iter().position(|name| !department::is_general(name));
        let first = first.filter(|_| self.lead.is_empty())?;
        let mut led = self.clone();
        led.lead.push(led.support.remove(first));
        Some(led)
    }

    /// Returns true if a department takes part in either role.
    pub fn involves(&self, department: &str) -> bool {
        self.lead.iter().chain(&self.support).any(|d| d == department)
    }
}

/// A planner's decision about a task, field by field. A field that nobody decided stays as the document states
/// it, also when a later edition states something else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decision {
    /// The lead departments; an empty list is the decision that there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<Vec<String>>,
    /// The supporting departments; an empty list is the decision that there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<Vec<String>>,
    /// The responsible person; `Some(None)` is the decision that there is none.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub person: Option<Option<String>>,
    /// By when it is due; `Some(None)` is the decision that there is none.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub due: Option<Option<Due>>,
}

/// A member that is there was decided, also when its value is null.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl Decision {
    /// The division of work in force where the document states `stated`.
    pub fn over(&self, stated: &Assignment) -> Assignment {
        Assignment {
            lead: self.lead.clone().unwrap_or_else(|| stated.lead.clone()),
            support: self.support.clone().unwrap_or_else(|| stated.support.clone()),
            person: self.person.clone().unwrap_or_else(|| stated.person.clone()),
            due: self.due.unwrap_or(stated.due),
        }
    }
}

impl InWords for Decision {
    fn fields(decision: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let stated = about.stated();
        let in_force = decision.map_or_else(|| stated.clone(), |decision| decision.over(&stated));
        let name = |zh, en| about.language.pick(zh, en);
        vec![
            (name("牵头", "lead"), in_force.lead.join("、")),
            (name("配合", "support"), in_force.support.join("、")),
            (name("责任人", "person"), in_force.person.unwrap_or_default()),
            (name("到期", "due"), told(in_force.due, |due| due.name(about.language))),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Year;

    #[test]
    fn what_nobody_decided_stays_as_stated_and_what_was_taken_away_is_gone() {
        let stated =
            Assignment { lead: vec!["教育局".into()], due: Due::end_of_year(Year(2025)), ..Assignment::default() };
        let decision = Decision { due: Some(None), person: Some(Some("张三".into())), ..Decision::default() };
        let in_force = decision.over(&stated);
        assert_eq!((in_force.lead, in_force.due), (stated.lead.clone(), None));
        assert_eq!(in_force.person.as_deref(), Some("张三"));
        assert_eq!(Decision::default().over(&stated), stated);
    }

    #[test]
    fn a_decision_for_nothing_is_kept_apart_from_no_decision() {
        let decision = Decision { due: Some(None), lead: Some(vec![]), ..Decision::default() };
        let json = serde_json::to_string(&decision).unwrap();
        assert_eq!(json, r#"{"lead":[],"due":null}"#);
        assert_eq!(serde_json::from_str::<Decision>(&json).unwrap(), decision);
    }
}
