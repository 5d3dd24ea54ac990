//! Roll-ups: counts by status over any set of tasks.

use serde::Serialize;

use super::{Dossier, Period, Review, Status, Task};

/// How many tasks of a set stand where in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct RollUp {
    /// All tasks and projects of the set.
    pub total: u32,
    /// By status, in the order of [`Status::ALL`].
    pub by_status: [u32; 5],
    /// Tasks whose due year has come and that are not completed.
    pub overdue: u32,
}

impl RollUp {
    /// Counts a set of tasks of one dossier.
    pub fn of<'a>(dossier: &Dossier, tasks: impl IntoIterator<Item = &'a Task>, period: Period) -> Self {
        let year = dossier.plan.term.year_of(period);
        let mut roll_up = RollUp::default();
        for task in tasks {
            let status = dossier.review(&task.id, period).and_then(|r: &Review| r.status);
            roll_up.total += 1;
            if let Some(status) = status {
                roll_up.by_status[status as usize] += 1;
            }
            let due = dossier.assignment(task).due;
            if is_overdue(due, status, year) {
                roll_up.overdue += 1;
            }
        }
        roll_up
    }

    /// The count of one status.
    pub fn count(&self, status: Status) -> u32 {
        self.by_status[status as usize]
    }

    /// Tasks without a status in the period (未报送).
    pub fn unreported(&self) -> u32 {
        self.total - self.by_status.iter().sum::<u32>()
    }

    /// Share of the tasks that are completed, in per cent, rounded down; 0 for an empty set.
    pub fn completion(&self) -> u32 {
        (self.count(Status::Completed) * 100).checked_div(self.total).unwrap_or(0)
    }

    /// The counts of two disjoint sets together.
    pub fn plus(self, other: RollUp) -> RollUp {
        let mut sum = self;
        sum.total += other.total;
        sum.overdue += other.overdue;
        for (mine, theirs) in sum.by_status.iter_mut().zip(other.by_status) {
            *mine += theirs;
        }
        sum
    }
}

/// Whether a task is overdue (逾期) in a period that looks up to `year`: its due year has come, and it is
/// neither completed nor taken out of the plan by an adjustment.
pub fn is_overdue(due: Option<i32>, status: Option<Status>, year: i32) -> bool {
    due.is_some_and(|due| due <= year) && !matches!(status, Some(Status::Completed | Status::Adjusted))
}
