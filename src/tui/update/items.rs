//! Items by hand: what is added, split, moved, merged and ended from where the cursor is.

use crate::desk::{Cause, Command, Seen, TextEdit};
use crate::plan::overlay::{FIRST_OF_ITS_PLACE, stand_together};
use crate::plan::record::Owner;
use crate::plan::{ItemId, ItemKind, Subject, TextField};

use super::{Effect, execute};
use crate::tui::popup::confirm::{self, Then};
use crate::tui::popup::items;
use crate::tui::popup::picker::ask;
use crate::tui::popup::steps as list_of_steps;
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// Asks what is to be added: to the plan under the cursor, or the one in focus.
pub fn add(state: &mut State) -> Vec<Effect> {
    let plan = state.subject().map(|subject| subject.plan().clone()).or_else(|| state.data.plan.clone());
    ask::added(state, plan)
}

/// Splits the task under the cursor.
pub fn split(state: &mut State) -> Vec<Effect> {
    match state.subject() {
        Some(Subject::Item(item)) if matches!(item.kind, ItemKind::Task | ItemKind::Project) => {
            items::split(state, item)
        }
        _ => note(state, Word::NothingMarked),
    }
}

/// Lists the steps of the task under the cursor.
pub fn steps(state: &mut State) -> Vec<Effect> {
    match state.subject() {
        Some(Subject::Item(item)) if matches!(item.kind, ItemKind::Task | ItemKind::Project) => {
            list_of_steps::open(state, item)
        }
        _ => note(state, Word::NothingMarked),
    }
}

/// Asks where tasks, or projects, of one plan move to.
pub fn move_to(state: &mut State, items: Vec<ItemId>) -> Vec<Effect> {
    let Some(kind) = kind_of(&items) else { return note(state, Word::OneKind) };
    let field = if kind == ItemKind::Project { TextField::Box } else { TextField::Chapter };
    ask::place(state, items, field)
}

/// Moves the task under the cursor up or down among those of its heading or box.
pub fn move_within(state: &mut State, down: bool) -> Vec<Effect> {
    let subject = state.subject();
    let task = subject.as_ref().and_then(Owner::item).and_then(|item| state.data.snapshot.task(item));
    let Some((dossier, task)) = task else { return note(state, Word::NothingMarked) };
    let beside: Vec<&ItemId> =
        dossier.plan.tasks.iter().filter(|other| stand_together(other, task)).map(|other| &other.id).collect();
    let Some(place) = beside.iter().position(|id| **id == task.id) else { return note(state, Word::NothingMarked) };
    let behind = match (down, place) {
        (false, 0) => None,
        (false, 1) => Some(FIRST_OF_ITS_PLACE.to_string()),
        (false, place) => beside.get(place - 2).map(|id| id.short()),
        (true, place) => beside.get(place + 1).map(|id| id.short()),
    };
    let subjects = vec![Subject::Item(task.id.clone())];
    let Some(behind) = behind else {
        return note(state, if down { Word::LastOfItsPlace } else { Word::FirstOfItsPlace });
    };
    let fields = vec![(TextField::Behind, TextEdit::Set(behind))];
    execute(state, 1, Command::Edit { subjects, fields, cause: Cause::Wrong { reason: None } })
}

/// Asks what items of one plan and kind are merged into.
pub fn merge(state: &mut State) -> Vec<Effect> {
    let items = chosen(state);
    if kind_of(&items).is_none() {
        return note(state, Word::OneKind);
    }
    ask::into(state, items)
}

/// Asks why items are ended. Those that were ended can go on.
pub fn end(state: &mut State) -> Vec<Effect> {
    let items = chosen(state);
    if items.is_empty() {
        return note(state, Word::NothingMarked);
    }
    let is_ended =
        |item: &ItemId| state.data.snapshot.dossier(&item.plan).is_some_and(|dossier| dossier.ended.contains_key(item));
    if !items.iter().all(is_ended) {
        return items::end(state, items);
    }
    let about = items.iter().map(|item| state.title(item)).collect();
    confirm::ask(state, Word::Resume, about, Then::execute(Command::End { items, ended: None }, Seen::default()))
}

/// Returns the marked tasks, or the task, project or indicator under the cursor.
fn chosen(state: &State) -> Vec<ItemId> {
    let tasks = state.chosen_tasks();
    if !tasks.is_empty() {
        return tasks;
    }
    let indicator = match state.subject() {
        Some(Subject::Item(item)) if item.kind == ItemKind::Indicator => Some(item),
        _ => None,
    };
    indicator.into_iter().collect()
}

/// Returns the kind of some items of one plan, if it is the same for all.
fn kind_of(items: &[ItemId]) -> Option<ItemKind> {
    let first = items.first()?;
    items.iter().all(|item| (&item.plan, item.kind) == (&first.plan, first.kind)).then_some(first.kind)
}

fn note(state: &mut State, word: Word) -> Vec<Effect> {
    state.tell(Tone::Note, state.say(word));
    Vec::new()
}
