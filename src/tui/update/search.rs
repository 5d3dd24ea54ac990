//! Actions of the search page, and jumping to what was found.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::action::Action;
use crate::desk::{SavedView, ViewsError};
use crate::keymap::Key;
use crate::plan::{ItemId, ItemKind, Period, PlanId};
use crate::search::complete::Known;
use crate::search::{Hit, HitKind, Query, Results};

use super::Effect;
use crate::tui::state::confirm::{Confirm, Then};
use crate::tui::state::data::plan_label;
use crate::tui::state::field::Field;
use crate::tui::state::list::Moves;
use crate::tui::state::search::Search;
use crate::tui::state::tasks::Filter;
use crate::tui::state::{Layer, State, Tone, View};
use crate::tui::words::Word;

/// Opens the page.
pub fn open(state: &mut State) -> Vec<Effect> {
    state.layers.push(Layer::Search(Search::new("")));
    vec![Effect::ReadViews]
}

/// Takes pasted or composed text.
pub fn type_text(state: &mut State, mut search: Search, text: &str) -> Vec<Effect> {
    search.field().insert(text);
    typed(state, search)
}

/// Takes an editing key.
pub fn edit(state: &mut State, mut search: Search, key: Key) -> Vec<Effect> {
    let before = search.field().text().to_string();
    search.field().edit(key);
    if search.field().text() == before {
        state.layers.push(Layer::Search(search));
        return Vec::new();
    }
    typed(state, search)
}

fn typed(state: &mut State, search: Search) -> Vec<Effect> {
    if search.naming.is_some() {
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
        Action::Back if search.naming.take().is_some() => {}
        Action::Open if search.naming.is_some() => {
            let name = search.naming.take().map_or_else(String::new, |field| field.text().trim().to_string());
            let query = search.query.text().to_string();
            let other = search.views.rows().iter().find(|view| view.name == name && view.query != query).cloned();
            state.layers.push(Layer::Search(search));
            return match other {
                _ if name.is_empty() => Vec::new(),
                None => vec![Effect::SaveView { name, query }],
                Some(other) => ask(state, Word::ReplaceView, &other, Then::SaveView { name, query }),
            };
        }
        _ if search.naming.is_some() => {}
        Action::SaveView if !search.query.is_empty() && search.fault.is_none() => search.naming = Some(Field::line("")),
        Action::SaveView => {}
        Action::DropView if search.shows_views() => {
            let view = search.views.current().cloned();
            state.layers.push(Layer::Search(search));
            return view
                .map_or_else(Vec::new, |view| ask(state, Word::DropView, &view, Then::DropView(view.name.clone())));
        }
        Action::Open if search.shows_views() => {
            if let Some(view) = search.views.current() {
                search.query = Field::line(&view.query);
                return changed(state, search);
            }
        }
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
        Action::Complete if search.complete(&state.last_query, || known(state), state.language) => {
            return changed(state, search);
        }
        Action::Down => search.moves().move_by(1),
        Action::Up => search.moves().move_by(-1),
        Action::PageDown => search.moves().move_by(page),
        Action::PageUp => search.moves().move_by(-page),
        Action::Top => search.moves().go_to(0),
        Action::Bottom => search.moves().go_to(usize::MAX),
        _ => {}
    }
    state.layers.push(Layer::Search(search));
    Vec::new()
}

fn ask(state: &mut State, question: Word, view: &SavedView, then: Then) -> Vec<Effect> {
    let question = state.say(question).to_string();
    let about = vec![format!("{}  {}  {}", view.name, view.query, view.who)];
    state.layers.push(Layer::Confirm(Box::new(Confirm { question, about, then })));
    Vec::new()
}

/// Takes the saved views.
pub fn show_views(state: &mut State, views: Result<Vec<SavedView>, ViewsError>) -> Vec<Effect> {
    match (views, state.layers.last_mut()) {
        (Ok(views), Some(Layer::Search(search))) => {
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

/// What there is to choose from in a search line.
fn known(state: &State) -> Known {
    let data = &state.data;
    let plans = || data.dossiers.iter().map(|dossier| &dossier.plan);
    let mut labels: Vec<String> = plans().map(|plan| plan_label(plan)).collect();
    labels.sort_unstable();
    labels.dedup();
    let years: BTreeSet<i32> = plans().flat_map(|plan| plan.term.first..=plan.term.last).collect();
    let boxes = plans().map(|plan| plan.boxes.len()).max().unwrap_or_default();
    Known {
        plans: labels,
        departments: data.snapshot.departments().iter().map(|d| d.short_name().to_string()).collect(),
        periods: data.periods().iter().map(Period::to_string).collect(),
        years: years.iter().map(i32::to_string).collect(),
        boxes: (1..=boxes).map(|number| number.to_string()).collect(),
    }
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
            if let Some(plan) = &hit.plan {
                state.outline.select(&state.data, plan, None);
            }
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
