//! Problems (问题台账): what the reviews of all periods say is stuck, open or solved.
//!
//! A problem is raised by the review that first names it. A later review that repeats it word for word means the same
//! problem. It stays open until somebody records how it was solved.

use serde::{Deserialize, Serialize};

use super::record::{About, InWords, told};
use super::{Dossier, ItemId, Period, Task};

/// The solution of a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solution {
    /// In which period.
    pub period: Period,
    /// How, in words.
    pub how: Option<String>,
}

/// A line of the list of problems.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem<'a> {
    /// The task or project that is stuck.
    pub task: &'a Task,
    /// The period whose review raised it.
    pub raised: Period,
    /// The last period whose review names it.
    pub last: Period,
    /// The problem.
    pub text: &'a str,
    /// The next step by the last review that names it.
    pub next: Option<&'a str>,
    /// The solution; `None` while the problem is open.
    pub solution: Option<&'a Solution>,
}

impl Problem<'_> {
    /// Returns true if the problem was raised in a period or before it.
    pub fn is_raised_by(&self, dossier: &Dossier, period: Period) -> bool {
        let term = dossier.plan.term;
        term.place(self.raised) <= term.place(period)
    }
}

/// Every problem of a plan, in the order of its tasks and then of the periods.
pub fn problems(dossier: &Dossier) -> Vec<Problem<'_>> {
    dossier.plan.tasks.iter().flat_map(|task| problems_of(dossier, task)).collect()
}

/// The problems of one task, earliest first.
pub fn problems_of<'a>(dossier: &'a Dossier, task: &'a Task) -> Vec<Problem<'a>> {
    let mut problems: Vec<Problem<'a>> = Vec::new();
    for period in dossier.periods() {
        let Some(review) = dossier.own_review(&task.id, period) else { continue };
        let Some(text) = review.problem.as_deref() else { continue };
        let next = review.next.as_deref();
        if let Some(known) = problems.iter_mut().find(|known| known.text == text) {
            known.last = period;
            known.next = next.or(known.next);
            continue;
        }
        let solution = dossier.solution(&task.id, period);
        problems.push(Problem { task, raised: period, last: period, text, next, solution });
    }
    problems
}

impl Dossier {
    /// Returns the solution of the problem that a task's review raised in a period.
    pub fn solution(&self, item: &ItemId, raised: Period) -> Option<&Solution> {
        self.solutions.get(&(item.clone(), raised))
    }
}

impl InWords for Solution {
    fn fields(solution: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let name = |zh, en| about.language.pick(zh, en);
        vec![
            (name("解决于", "solved in"), told(solution, |solution| solution.period.name(about.language))),
            (name("解决情况", "how"), told(solution.and_then(|solution| solution.how.as_ref()), |how| how)),
        ]
    }
}
