//! Problems (问题台账): what the reviews of all periods say is stuck, open or solved.

use std::collections::HashSet;

use crate::plan::problem::problems_of;
use crate::plan::{Dossier, ItemId, Period, Solution};

use crate::tui::words::Word;

use super::data::{Data, ItemKey};
use super::list::List;

/// The problems that are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// Those that nobody has solved.
    #[default]
    Open,
    /// Those that were solved.
    Solved,
    /// Both.
    All,
}

impl Show {
    /// Returns its name.
    pub fn word(self) -> Word {
        match self {
            Show::Open => Word::OpenProblem,
            Show::Solved => Word::SolvedProblem,
            Show::All => Word::AnyProblem,
        }
    }

    /// Returns the next choice.
    pub fn next(self) -> Show {
        match self {
            Show::Open => Show::Solved,
            Show::Solved => Show::All,
            Show::All => Show::Open,
        }
    }
}

/// A problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemRow {
    /// The task that is stuck.
    pub task: ItemKey,
    /// The period whose review raised it.
    pub raised: Period,
    /// The last period whose review names it.
    pub last: Period,
    /// The problem in words.
    pub text: String,
    /// The next step.
    pub next: Option<String>,
    /// The solution.
    pub solution: Option<Solution>,
}

/// The list.
#[derive(Debug, Default)]
pub struct Problems {
    /// The problems, in the order of their tasks and then of the periods.
    pub list: List<ProblemRow>,
    /// The problems that are listed.
    pub show: Show,
    /// Those of the tasks that a department leads alone; all without one.
    pub department: Option<String>,
    /// The number of open problems of all departments.
    pub open: usize,
}

impl Problems {
    /// Makes the rows anew. Returns true if the row under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data) -> bool {
        let all: Vec<ProblemRow> = data.in_view().flat_map(|(place, dossier)| of(place, dossier)).collect();
        self.open = all.iter().filter(|row| row.solution.is_none()).count();
        let wanted = |row: &ProblemRow| match self.show {
            Show::Open => row.solution.is_none(),
            Show::Solved => row.solution.is_some(),
            Show::All => true,
        };
        let rows = all.into_iter().filter(|row| wanted(row) && self.is_led(data, row)).collect();
        let before = self.list.current().map(|row| (row.task, row.raised));
        self.list.replace(rows, |row| Some((row.task, row.raised)) == before)
    }

    fn is_led(&self, data: &Data, row: &ProblemRow) -> bool {
        let Some(name) = &self.department else { return true };
        data.task(row.task).is_some_and(|(dossier, task)| dossier.assignment(task).lead.contains(name))
    }

    /// Returns the problem under the cursor, as commands name it.
    pub fn chosen(&self, data: &Data) -> Option<(ItemId, Period)> {
        let row = self.list.current()?;
        Some((data.task_id(row.task)?.clone(), row.raised))
    }
}

fn of(place: usize, dossier: &Dossier) -> Vec<ProblemRow> {
    let stuck = dossier.reviews.iter().filter(|(_, review)| review.problem.is_some());
    let stuck: HashSet<&ItemId> = stuck.map(|((item, _), _)| item).collect();
    let tasks = dossier.plan.tasks.iter().filter(|task| stuck.contains(&task.id));
    let rows = tasks.flat_map(|task| {
        problems_of(dossier, task).into_iter().map(move |problem| ProblemRow {
            task: ItemKey::of(place, &task.id),
            raised: problem.raised,
            last: problem.last,
            text: problem.text.to_string(),
            next: problem.next.map(str::to_string),
            solution: problem.solution.cloned(),
        })
    });
    rows.collect()
}
