//! Actions of the search page, and jumping to what was found.

use std::sync::Arc;

use crate::action::Action;
use crate::keymap::Key;
use crate::plan::{ItemId, ItemKind, PlanId};
use crate::search::{Hit, HitKind, Query, Results};

use super::Effect;
use crate::tui::state::list::Moves;
use crate::tui::state::search::Search;
use crate::tui::state::tasks::Filter;
use crate::tui::state::{Layer, State, View};

/// Opens the page.
pub fn open(state: &mut State) -> Vec<Effect> {
    state.layers.push(Layer::Search(Search::new("")));
    Vec::new()
}

/// Takes pasted or composed text.
pub fn type_text(state: &mut State, mut search: Search, text: &str) -> Vec<Effect> {
    search.query.insert(text);
    changed(state, search)
}

/// Takes an editing key.
pub fn edit(state: &mut State, mut search: Search, key: Key) -> Vec<Effect> {
    let before = search.query.text().to_string();
    search.query.edit(key);
    if search.query.text() == before {
        state.layers.push(Layer::Search(search));
        return Vec::new();
    }
    changed(state, search)
}

fn changed(state: &mut State, mut search: Search) -> Vec<Effect> {
    let query = search.query.text().to_string();
    search.waiting = true;
    search.go = false;
    search.fault = None;
    state.layers.push(Layer::Search(search));
    vec![Effect::Search(query)]
}

/// Does an action of the page.
pub fn act(state: &mut State, mut search: Search, action: Action) -> Vec<Effect> {
    let page = isize::try_from(search.list.height()).unwrap_or(1);
    match action {
        Action::Back => {
            state.last_query = search.query.text().to_string();
            return Vec::new();
        }
        // What is shown still answers an earlier query.
        Action::Open if search.waiting => search.go = true,
        Action::Open => {
            if let Some(hit) = search.list.current() {
                state.last_query = search.query.text().to_string();
                state.remember();
                return jump(state, &hit.clone());
            }
        }
        Action::Complete => {
            if let Some(done) = complete(search.query.text(), &state.last_query) {
                search.query = crate::tui::state::field::Field::line(&done);
                return changed(state, search);
            }
        }
        Action::Down => search.list.move_by(1),
        Action::Up => search.list.move_by(-1),
        Action::PageDown => search.list.move_by(page),
        Action::PageUp => search.list.move_by(-page),
        Action::Top => search.list.go_to(0),
        Action::Bottom => search.list.go_to(usize::MAX),
        _ => {}
    }
    state.layers.push(Layer::Search(search));
    Vec::new()
}

/// Takes an answer.
pub fn fill(state: &mut State, results: &Arc<Results>) -> Vec<Effect> {
    match state.layers.pop() {
        Some(Layer::Search(mut search)) => {
            search.fill(results);
            if search.go {
                return act(state, search, Action::Open);
            }
            state.layers.push(Layer::Search(search));
        }
        Some(other) => state.layers.push(other),
        None => {}
    }
    Vec::new()
}

/// Completes the last word: the name of a filter; on an empty line, the query before.
fn complete(text: &str, last: &str) -> Option<String> {
    if text.is_empty() {
        return (!last.is_empty()).then(|| last.to_string());
    }
    let (before, word) = text.rsplit_once(' ').map_or(("", text), |(before, word)| (before, word));
    let keys = crate::search::query::Key::ALL.iter().flat_map(|key| key.names());
    let name = keys.copied().find(|name| !word.is_empty() && name.starts_with(word) && *name != word)?;
    let gap = if before.is_empty() { "" } else { " " };
    Some(format!("{before}{gap}{name}:"))
}

/// What is searched for, for the session to run.
///
/// # Errors
/// Why it can't be searched for, in words.
pub fn query(state: &State, text: &str) -> Result<Query, String> {
    Query::parse(text).map(|query| query.in_period(state.data.period)).map_err(|error| error.text(state.language))
}

/// Goes to what was found.
fn jump(state: &mut State, hit: &Hit) -> Vec<Effect> {
    match hit.kind {
        HitKind::Task | HitKind::Project | HitKind::Indicator => {
            if let Ok(id) = hit.id.parse() {
                jump_to_item(state, &id);
            }
        }
        HitKind::Plan => {
            state.view = View::Outline;
            state.data.plan = hit.plan.clone();
            state.refresh();
        }
        HitKind::Chapter => jump_to_part(state, hit, 'n'),
        HitKind::Box => jump_to_part(state, hit, 'b'),
        HitKind::Department => {
            state.view = View::Departments;
            state.data.plan = None;
            state.refresh();
            state.departments.select(&hit.id);
        }
    }
    Vec::new()
}

fn jump_to_part(state: &mut State, hit: &Hit, letter: char) {
    let part = hit.id.rsplit_once('#').and_then(|(plan, part)| {
        let place: usize = part.strip_prefix(letter)?.parse().ok()?;
        Some((PlanId::new(plan).ok()?, place))
    });
    let Some((plan, place)) = part else { return };
    state.data.plan = Some(plan.clone());
    if letter == 'n' {
        state.view = View::Outline;
        state.outline.select(&state.data, &plan, Some(place));
    } else {
        state.view = View::Boxes;
        state.refresh();
        state.boxes.select(&state.data, &plan, place);
    }
}

/// Goes to a task, a project or an indicator, with the whole of its plan around it.
pub fn jump_to_item(state: &mut State, id: &ItemId) {
    state.detail = None;
    state.data.plan = Some(id.plan.clone());
    if id.kind == ItemKind::Indicator {
        state.view = View::Indicators;
        state.indicators.current = Some(id.clone());
        state.refresh();
        state.indicators.select(&state.data, id);
    } else {
        state.view = View::Tasks;
        state.tasks.filter = Filter::default();
        state.tasks.current = Some(id.clone());
        state.tasks.marks.clear();
        state.refresh();
        state.tasks.select(&state.data, id);
    }
}
