//! The search page: a query and what was found.

mod draw;

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::{Rect, Size};

use super::PopUp;
use super::confirm::{Confirm, Then};
use crate::action::{Action, Scope};
use crate::desk::{SavedView, ViewsError};
use crate::keymap::Key;
use crate::plan::{Period, PlanId, Year};
use crate::search::complete::{Completion, Known, complete};
use crate::search::{Hit, Results};
use crate::text::Language;
use crate::tui::state::data::plan_label;
use crate::tui::state::field::Field;
use crate::tui::state::list::{List, Moves, go};
use crate::tui::state::{State, Tone};
use crate::tui::update::{Effect, jump};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The line of the query and the rule below it.
const AROUND: u16 = 2;

/// The page.
#[derive(Debug, Clone)]
pub struct Search {
    /// The query as typed.
    pub query: Field,
    /// The hits shown, best first.
    list: List<Hit>,
    /// The number of all hits, once they are counted.
    total: Option<usize>,
    /// True until the answer to the query comes.
    waiting: bool,
    /// True if Enter was pressed while waiting: the session goes to the best hit once it is known.
    go: bool,
    /// The reason why the query is refused.
    fault: Option<String>,
    /// The saved views, to pick from as long as nothing is typed.
    views: List<SavedView>,
    /// The name under which the query is to be saved, while it is typed.
    naming: Option<Field>,
    /// The latest completion of the line.
    completed: Option<Completed>,
}

/// A completion of the line, of which there are several.
#[derive(Debug, Clone)]
struct Completed {
    completion: Completion,
    /// The place of the option taken.
    at: usize,
}

impl Completed {
    fn line(&self) -> String {
        let option = self.completion.options.get(self.at).map_or("", String::as_str);
        format!("{}{option}", self.completion.before)
    }
}

impl Search {
    /// Creates an empty page, or one that takes up an earlier query.
    fn new(query: &str) -> Self {
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

    /// Returns true if views are shown to pick from.
    fn shows_views(&self) -> bool {
        self.query.is_empty()
    }

    /// Returns the list that the cursor moves in.
    fn moves(&mut self) -> &mut dyn Moves {
        if self.shows_views() { &mut self.views } else { &mut self.list }
    }

    /// Returns the line that is typed into.
    fn field(&mut self) -> &mut Field {
        self.naming.as_mut().unwrap_or(&mut self.query)
    }

    /// Completes the last word, and at the next key takes the next way to do so; an empty line becomes the query
    /// before. Returns true if the line is another one now.
    fn complete(&mut self, last: &str, known: impl FnOnce() -> Known, language: Language) -> bool {
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

    /// Returns the ways to complete the line, and which was taken; none once something else was typed.
    fn options(&self) -> Option<(&[String], usize)> {
        let completed = self.completed.as_ref().filter(|completed| completed.line() == self.query.text())?;
        Some((&completed.completion.options, completed.at))
    }

    /// Takes an answer. The cursor goes to the best hit of the first one to a query; a more exact one that follows
    /// leaves the hit under the cursor where it is.
    fn fill(&mut self, results: &Results) {
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

impl Search {
    /// Asks for an answer to the query, unless a name is typed.
    fn typed(self: Box<Self>, state: &mut State) -> Vec<Effect> {
        if self.naming.is_some() { state.keep(self) } else { self.changed(state) }
    }

    fn changed(mut self: Box<Self>, state: &mut State) -> Vec<Effect> {
        let query = self.query.text().to_string();
        self.waiting = true;
        self.go = false;
        self.fault = None;
        state.keep(self);
        vec![Effect::Search(query)]
    }
}

impl PopUp for Search {
    fn scope(&self) -> Scope {
        Scope::Search
    }

    fn area(&self, screen: Size) -> Rect {
        Rect::new(0, 1, screen.width, screen.height.saturating_sub(2))
    }

    fn settle(&mut self, area: Rect, _: &State) {
        let height = usize::from(area.height.saturating_sub(AROUND));
        self.list.set_height(height);
        self.views.set_height(height);
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        self.field().insert(text);
        self.typed(state)
    }

    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        let before = self.field().text().to_string();
        self.field().edit(key);
        if self.field().text() == before { state.keep(self) } else { self.typed(state) }
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::Back if self.naming.take().is_some() => {}
            Action::Open if self.naming.is_some() => {
                let name = self.naming.take().map_or_else(String::new, |field| field.text().trim().to_string());
                let query = self.query.text().to_string();
                let other = self.views.rows().iter().find(|view| view.name == name && view.query != query).cloned();
                state.keep(self);
                return match other {
                    _ if name.is_empty() => Vec::new(),
                    None => vec![Effect::SaveView { name, query }],
                    Some(other) => ask(state, Word::ReplaceView, &other, Then::SaveView { name, query }),
                };
            }
            _ if self.naming.is_some() => {}
            Action::SaveView if !self.query.is_empty() && self.fault.is_none() => self.naming = Some(Field::line("")),
            Action::SaveView => {}
            Action::DropView if self.shows_views() => {
                let view = self.views.current().cloned();
                state.keep(self);
                return view.map_or_else(Vec::new, |view| {
                    ask(state, Word::DropView, &view, Then::DropView(view.name.clone()))
                });
            }
            Action::Open if self.shows_views() => {
                if let Some(view) = self.views.current() {
                    self.query = Field::line(&view.query);
                    return self.changed(state);
                }
            }
            Action::Back => {
                state.last_query = self.query.text().to_string();
                return Vec::new();
            }
            // What is shown still answers an earlier query.
            Action::Open if self.waiting => self.go = true,
            Action::Open => {
                if let Some(hit) = self.list.current() {
                    state.last_query = self.query.text().to_string();
                    state.remember();
                    return jump(state, &hit.clone());
                }
            }
            Action::Complete if self.complete(&state.last_query, || known(state), state.language) => {
                return self.changed(state);
            }
            _ => {
                go(self.moves(), action);
            }
        }
        state.keep(self)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        draw::draw(canvas, state, self, area);
    }

    fn list(&mut self, area: Rect) -> Option<(Rect, &mut dyn Moves)> {
        let rows = Rect { y: area.y + AROUND, height: area.height.saturating_sub(AROUND), ..area };
        (self.naming.is_none()).then(|| (rows, self.moves()))
    }

    fn page(&self) -> Option<Word> {
        Some(Word::Search)
    }
}

fn ask(state: &mut State, question: Word, view: &SavedView, then: Then) -> Vec<Effect> {
    let question = state.say(question).to_string();
    let about = vec![format!("{}  {}  {}", view.name, view.query, view.who)];
    state.open(Confirm { question, about, then })
}

/// Opens the page.
pub fn open(state: &mut State) -> Vec<Effect> {
    state.open(Search::new(""));
    vec![Effect::ReadViews]
}

/// Opens the page with a query in it.
pub fn open_with(state: &mut State, query: &str) -> Vec<Effect> {
    let mut effects = open(state);
    if let Some(page) = state.take_top::<Search>() {
        effects.extend(page.paste(state, query));
    }
    effects
}

/// Takes the saved views.
pub fn show_views(state: &mut State, views: Result<Vec<SavedView>, ViewsError>) -> Vec<Effect> {
    match (views, state.top_mut::<Search>()) {
        (Ok(views), Some(search)) => {
            let now = search.views.current().map(|view| view.name.clone());
            search.views.replace(views, |view| Some(&view.name) == now.as_ref());
        }
        (Ok(_), _) => {}
        (Err(error), _) => state.tell(Tone::Refusal, error.text(state.language)),
    }
    Vec::new()
}

/// Takes an answer.
pub fn fill(state: &mut State, results: &Arc<Results>) -> Vec<Effect> {
    let Some(mut search) = state.take_top::<Search>() else { return Vec::new() };
    search.fill(results);
    if search.go { search.act(state, Action::Open) } else { state.keep(search) }
}

/// Returns the values that completion can offer.
fn known(state: &State) -> Known {
    let data = &state.data;
    let plans = || data.dossiers.iter().map(|dossier| &dossier.plan);
    let mut labels: Vec<String> = plans().map(|plan| plan_label(plan)).collect();
    labels.sort_unstable();
    labels.dedup();
    let years: BTreeSet<Year> = plans().flat_map(|plan| plan.term.years()).collect();
    let boxes = plans().map(|plan| plan.boxes.len()).max().unwrap_or_default();
    let liaisons = || data.dossiers.iter().flat_map(|dossier| dossier.liaisons.values());
    let sorted = |names: BTreeSet<&String>| names.into_iter().cloned().collect();
    let continued: BTreeSet<&PlanId> = data.dossiers.iter().filter_map(|dossier| dossier.predecessor()).collect();
    Known {
        plans: labels,
        continued: continued.into_iter().map(PlanId::to_string).collect(),
        departments: data.snapshot.departments().iter().map(|d| d.short_name().to_string()).collect(),
        officials: sorted(liaisons().filter_map(|liaison| liaison.official.as_ref()).collect()),
        sections: sorted(liaisons().filter_map(|liaison| liaison.section.as_ref()).collect()),
        periods: data.periods().iter().map(Period::to_string).collect(),
        years: years.iter().map(Year::to_string).collect(),
        boxes: (1..=boxes).map(|number| number.to_string()).collect(),
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
