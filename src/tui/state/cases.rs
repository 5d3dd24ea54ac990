//! Supervision cases (督办): where each is, since when, and whose turn it is.

use std::collections::BTreeSet;

use crate::plan::{CaseId, CaseStanding, ItemId, case};
use crate::tui::words::Word;

use super::data::Data;
use super::list::List;

/// The cases that are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// Those that are not over.
    #[default]
    Waiting,
    /// Those whose next step is late.
    Late,
    /// Those that are over.
    Over,
    /// All.
    All,
}

impl Show {
    /// Returns its name.
    pub fn word(self) -> Word {
        match self {
            Show::Waiting => Word::CasesWait,
            Show::Late => Word::CasesLate,
            Show::Over => Word::CasesOver,
            Show::All => Word::CasesAll,
        }
    }

    /// Returns the next choice.
    pub fn next(self) -> Show {
        match self {
            Show::Waiting => Show::Late,
            Show::Late => Show::Over,
            Show::Over => Show::All,
            Show::All => Show::Waiting,
        }
    }
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Its id.
    pub id: CaseId,
    /// Its standing.
    pub standing: CaseStanding,
    /// The present name of its department.
    pub department: String,
}

/// The list.
#[derive(Debug, Default)]
pub struct Cases {
    /// The cases: those that wait, the latest first, before those that are over.
    pub list: List<CaseRow>,
    /// The marked cases.
    pub marks: BTreeSet<CaseId>,
    /// The cases that are listed.
    pub show: Show,
    /// Those of a department alone; all without one.
    pub department: Option<String>,
    /// The number of cases whose next step is late, of all departments.
    pub late: usize,
    /// True if there are cases, listed or not.
    pub is_known: bool,
}

impl Cases {
    /// Makes the rows anew. Returns true if the case under the cursor is still among them. Marks of cases that are not
    /// listed are dropped, so that nothing is changed unseen.
    pub fn refresh(&mut self, data: &Data) -> bool {
        let (limits, today) = (data.snapshot.settings().cases, data.snapshot.today());
        let mut found: Vec<_> = data.in_view().flat_map(|(_, dossier)| dossier.cases_at(&limits)).collect();
        let is_over = |standing: &CaseStanding| standing.state.is_over();
        let is_late = |standing: &CaseStanding| standing.days_over(today).is_some();
        self.is_known = !found.is_empty();
        self.late = found.iter().filter(|at| is_late(&at.standing)).count();
        found.retain(|at| match self.show {
            Show::Waiting => !is_over(&at.standing),
            Show::Late => is_late(&at.standing),
            Show::Over => is_over(&at.standing),
            Show::All => true,
        });
        case::sort(&mut found);
        let rows = found.iter().map(|at| CaseRow { id: at.id(), standing: at.standing, department: at.department() });
        let rows: Vec<CaseRow> =
            rows.filter(|row| self.department.as_ref().is_none_or(|name| row.department == *name)).collect();
        self.marks.retain(|id| rows.iter().any(|row| row.id == *id));
        let current = self.current().cloned();
        self.list.replace(rows, |row| Some(&row.id) == current.as_ref())
    }

    /// Returns the case under the cursor.
    pub fn current(&self) -> Option<&CaseId> {
        self.list.current().map(|row| &row.id)
    }

    /// Returns the first item that the case under the cursor is about.
    pub fn item(&self, data: &Data) -> Option<ItemId> {
        data.snapshot.case(self.current()?)?.case.items.first().cloned()
    }

    /// Returns the marked cases in the order of the list, or the one under the cursor.
    pub fn chosen(&self) -> Vec<CaseId> {
        if self.marks.is_empty() {
            return self.current().into_iter().cloned().collect();
        }
        self.list.rows().iter().map(|row| &row.id).filter(|id| self.marks.contains(*id)).cloned().collect()
    }

    /// Marks or unmarks the case under the cursor.
    pub fn mark(&mut self) {
        if let Some(id) = self.current().cloned()
            && !self.marks.remove(&id)
        {
            self.marks.insert(id);
        }
    }

    /// Marks every case listed; none if all are marked.
    pub fn mark_all(&mut self) {
        let all: BTreeSet<CaseId> = self.list.rows().iter().map(|row| row.id.clone()).collect();
        self.marks = if self.marks == all { BTreeSet::new() } else { all };
    }

    /// Ends the marks when a step was made in what is marked.
    pub fn spend_marks(&mut self, cases: &[CaseId]) {
        if !cases.is_empty() && cases.iter().all(|case| self.marks.contains(case)) {
            self.marks.clear();
        }
    }
}
