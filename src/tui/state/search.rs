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
        // Of all hits it may be none any more: somebody has changed it.
        let are_all = results.total == Some(hits.len());
        let stays = |hit: &&Hit| !are_all || results.hits.iter().any(|other| other.id == hit.id);
        if let Some(hit) = under_cursor.as_ref().filter(stays) {
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

    /// Takes the reason why what is typed can't be searched for. What was found before answers something else.
    pub fn refuse(&mut self, why: String) {
        self.list.replace(Vec::new(), |_| false);
        (self.total, self.waiting, self.go, self.fault) = (None, false, false, Some(why));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{HitKind, MatchClass};
    use crate::tui::state::list::Moves;
    use proptest::prelude::*;

    fn results(numbers: &[u32], ranked: bool) -> Results {
        let hit = |number: &u32| Hit {
            kind: HitKind::Task,
            id: number.to_string(),
            plan: None,
            title: String::new(),
            path: Vec::new(),
            score: 0,
            class: MatchClass::Exact,
            in_title: true,
            matched: Vec::new(),
            snippet: None,
        };
        Results { hits: numbers.iter().map(hit).collect(), ranked, total: None }
    }

    fn page(numbers: &[u32]) -> Search {
        let mut search = Search::new("康复");
        search.list.set_height(10);
        search.fill(&results(numbers, false));
        search
    }

    fn under_cursor(search: &Search) -> Option<(usize, usize, &str)> {
        Some((search.list.row(), search.list.top(), search.list.current()?.id.as_str()))
    }

    #[test]
    fn the_cursor_begins_at_the_best_hit_of_what_is_typed() {
        let mut search = page(&[7, 3, 9]);
        search.list.move_by(2);
        search.waiting = true;
        search.fill(&results(&[4, 9, 7], true));
        assert_eq!(under_cursor(&search), Some((0, 0, "4")));
    }

    proptest! {
        #[test]
        fn the_exact_ranking_leaves_the_row_under_the_cursor_where_it_is(
            first in Just((0..48_u32).collect::<Vec<_>>()).prop_shuffle(),
            exact in Just((0..200_u32).collect::<Vec<_>>()).prop_shuffle(),
            down in 0..48_isize,
        ) {
            let mut search = page(&first);
            search.list.move_by(down);
            let before = under_cursor(&search).map(|(row, top, id)| (row, top, id.to_string()));
            search.fill(&results(&exact, true));
            let after = under_cursor(&search).map(|(row, top, id)| (row, top, id.to_string()));
            prop_assert_eq!(before, after);
            let mut ids: Vec<u32> = search.list.rows().iter().map(|hit| hit.id.parse().unwrap()).collect();
            let moved = ids.remove(search.list.row());
            let others: Vec<u32> = exact.into_iter().filter(|number| *number != moved).collect();
            prop_assert_eq!(ids, others, "the others come in the exact order, each once");
        }
    }
}
