//! Succession (接续): a plan that continues an earlier one, as those of 十五五 do those of 十四五.

use serde::{Deserialize, Serialize};

use super::record::{About, InWords, told};
use super::{Dossier, ItemId, Period, PlanId, Reading, Status};

/// The earlier plan that a plan continues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Succession {
    /// The earlier plan.
    pub of: PlanId,
}

impl Dossier {
    /// Returns the earlier plan that this one continues.
    pub fn predecessor(&self) -> Option<&PlanId> {
        self.successions.values().next().map(|succession| &succession.of)
    }

    /// Returns the status of a task at the end of the plan: that of the final evaluation, else of the last period that
    /// has one.
    pub fn last_status(&self, item: &ItemId) -> Option<Status> {
        let last = self.review(item, Period::FINAL).and_then(|review| review.status);
        last.or_else(|| self.carried(item, Period::FINAL).map(|(_, status)| status))
    }

    /// Returns the reading of an indicator for the last year of the plan.
    pub fn final_reading(&self, indicator: &ItemId) -> Option<&Reading> {
        self.readings.get(&(indicator.clone(), self.plan.term.last))
    }
}

impl InWords for Succession {
    fn fields(succession: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        vec![(about.language.pick("接续", "succeeds"), told(succession, |succession| &succession.of))]
    }
}
