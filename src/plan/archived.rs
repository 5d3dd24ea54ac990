//! Archived plans (归档): kept with all that was entered about them, found when asked for, and counted nowhere.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::record::{About, InWords};
use super::{Dossier, PlanId};

/// The decision to put a plan away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archived {
    /// The reason, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Dossier {
    /// Returns true if the plan is archived.
    pub fn is_archived(&self) -> bool {
        !self.archived.is_empty()
    }

    /// Returns the number of records that were entered about the plan.
    pub fn entries(&self) -> usize {
        let nothing = Dossier::new(Arc::clone(&self.printed));
        Dossier::entries_between(&self.plan.id, Some(&nothing), Some(self)).len()
    }

    /// Returns true if this is another plan that carries out `plan`.
    pub fn builds_on(&self, plan: &PlanId) -> bool {
        self.plan.id != *plan && self.plan.parent.as_ref() == Some(plan)
    }
}

impl InWords for Archived {
    fn fields(archived: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let name = |zh, en| about.language.pick(zh, en);
        let is_archived = if archived.is_some() { name("是", "yes") } else { "" };
        let reason = archived.and_then(|archived| archived.reason.clone());
        vec![(name("归档", "archived"), is_archived.to_string()), (name("理由", "reason"), reason.unwrap_or_default())]
    }
}
