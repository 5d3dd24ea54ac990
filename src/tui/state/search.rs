//! The search page: a query and what was found.

use crate::desk::SavedView;
use crate::search::complete::{Completion, Known, complete};
use crate::search::{Hit, Results};
use crate::text::Language;

use super::field::Field;
use super::list::{List, Moves};

/// The page.
#[derive(Debug, Clone)]
pub struct Search {
    /// What is typed.
    pub query: Field,
    /// What was found, best first.
    pub list: List<Hit>,
    /// How many there are in all, once they are counted.
    pub total: Option<usize>,
    /// Whether the answer to what is typed is still to come.
    pub waiting: bool,
    /// Whether Enter was pressed while waiting: the best hit is gone to as soon as it is known.
    pub go: bool,
    /// Why what is typed can't be searched for.
    pub fault: Option<String>,
    /// The saved views, to pick from as long as nothing is typed.
    pub views: List<SavedView>,
    /// The name under which the query is to be saved, while it is typed.
    pub naming: Option<Field>,
    /// How the line was completed last.
    completed: Option<Completed>,
}

/// A completion of the line, of which there are several.
#[derive(Debug, Clone)]
struct Completed {
    completion: Completion,
    /// Which option was taken.
    at: usize,
}

impl Completed {
    fn line(&self) -> String {
        let option = self.completion.options.get(self.at).map_or("", String::as_str);
        format!("{}{option}", self.completion.before)
    }
}

impl Search {
    /// An empty page, or one that takes up an earlier query.
    pub fn new(query: &str) -> Self {
        let query = Field::line(query);
        let waiting = !query.is_empty();
        Search {
            query,
            list: List::default(),
            total: None,
            waiting,
            go: false,
            fault: None,
            views: List::default(),
            naming: None,
            completed: None,
        }
    }

    /// Whether views are shown to pick from.
    pub fn shows_views(&self) -> bool {
        self.query.is_empty()
    }

    /// What the cursor moves in.
    pub fn moves(&mut self) -> &mut dyn Moves {
        if self.shows_views() { &mut self.views } else { &mut self.list }
    }

    /// The line that is typed into.
    pub fn field(&mut self) -> &mut Field {
        self.naming.as_mut().unwrap_or(&mut self.query)
    }

    /// Completes the last word, and at the next key takes the next way to do so; an empty line becomes the query
    /// before. Says whether the line is another one now.
    pub fn complete(&mut self, last: &str, known: impl FnOnce() -> Known, language: Language) -> bool {
        let line = self.query.text().to_string();
        if line.is_empty() && !last.is_empty() {
            self.query = Field::line(last);
            return true;
        }
        let again = |completed: &Completed| completed.completion.options.len() > 1 && completed.line() == line;
        let completed = match self.completed.take().filter(again) {
            Some(Completed { completion, at }) => {
                Completed { at: (at + 1) % completion.options.len().max(1), completion }
            }
            None => Completed { completion: complete(&line, &known(), language), at: 0 },
        };
        let next = completed.line();
        if completed.completion.options.is_empty() || next == line {
            return false;
        }
        self.query = Field::line(&next);
        self.completed = Some(completed);
        true
    }

    /// The ways to complete the line, and which was taken; none once something else was typed.
    pub fn options(&self) -> Option<(&[String], usize)> {
        let completed = self.completed.as_ref().filter(|completed| completed.line() == self.query.text())?;
        Some((&completed.completion.options, completed.at))
    }

    /// Takes an answer. The cursor goes to the best hit of the first one to a query; a more exact one that follows
    /// leaves the hit under the cursor where it is.
    pub fn fill(&mut self, results: &Results) {
        let mut hits = results.hits.clone();
        let under_cursor = self.list.current().filter(|_| !self.waiting).cloned();
        if let Some(hit) = &under_cursor {
            hits.retain(|other| other.id != hit.id);
            hits.insert(self.list.row().min(hits.len()), hit.clone());
        }
        let is_same = |hit: &Hit| under_cursor.as_ref().is_some_and(|under| under.id == hit.id);
        self.list.replace(hits, is_same);
        if under_cursor.is_none() {
            self.list.go_to(0);
        }
        self.total = results.total;
        self.waiting = false;
        self.fault = None;
    }
}
