//! Actions on tasks and projects, in the task table and wherever else they are rows.

use crate::action::Action;
use crate::desk::{AssignmentEdit, Command, Field, LineOf, MilestoneEdit, OutcomeEdit, ReviewEdit, Seen};
use crate::plan::{Condition, ItemId, TaskFilter};

use super::{Effect, fill, pager, unlikely};
use crate::tui::popup::confirm::{Confirm, Then};
use crate::tui::popup::picker::ask;
use crate::tui::popup::prompt;
use crate::tui::popup::{case, liaison, milestone, review};
use crate::tui::state::{State, Tone};
use crate::tui::views::View;
use crate::tui::words::Word;

/// From this many rows on, a change is asked back.
const MANY: usize = 20;

/// Does an action, unless it is none of these.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    if narrows(state, action) {
        return Some(Vec::new());
    }
    let status = match action {
        Action::ClearStatus => Some(Field::Clear),
        _ => action.status().map(Field::Set),
    };
    let is_ours = status.is_some()
        || action == Action::MarkForDispatch
        || matches!(action, Action::SetProgress | Action::Assign | Action::AssignSupport | Action::AssignPerson)
        || action == Action::AssignLiaison
        || matches!(action, Action::AssignDue | Action::AcceptOffered | Action::WriteReview | Action::OpenSource)
        || matches!(action, Action::ConfirmCarried | Action::SetGoal | Action::FillDown | Action::Open)
        || matches!(action, Action::SplitTask | Action::MoveItems | Action::MoveUp | Action::MoveDown)
        || matches!(action, Action::ShowSteps | Action::WriteMilestone | Action::ReachMilestone | Action::OpenCase);
    if !is_ours {
        return None;
    }
    let items = state.chosen_tasks();
    if items.is_empty() {
        state.tell(Tone::Note, state.say(Word::NothingMarked));
        return Some(Vec::new());
    }
    if let Some(status) = status {
        let edit = ReviewEdit { status, ..ReviewEdit::default() };
        return Some(execute(state, items.len(), Command::Review { items, period: state.data.period, edit }));
    }
    Some(match action {
        Action::SetProgress => prompt::open(state, LineOf::Progress(items)),
        Action::Assign => ask::lead(state, items),
        Action::AssignSupport => ask::support(state, items),
        Action::AssignPerson => prompt::open(state, LineOf::Person(items)),
        Action::AssignLiaison => liaison::open(state, items),
        Action::AssignDue => prompt::open(state, LineOf::Due(items)),
        Action::AcceptOffered => accept(state, items),
        Action::SetGoal => prompt::open(state, LineOf::Goal(items)),
        Action::ConfirmCarried => confirm(state, items),
        Action::MarkForDispatch => mark_for_dispatch(state, items),
        Action::WriteMilestone => milestone::open(state, items, state.data.period),
        Action::ReachMilestone => reach(state, items),
        Action::OpenCase => case::open(state, items),
        Action::WriteReview => review::open(state, items, state.data.period),
        Action::OpenSource => pager::open_source(state),
        Action::FillDown => fill::ask(state),
        Action::SplitTask => super::items::split(state),
        Action::MoveItems => super::items::move_to(state, items),
        Action::MoveUp => super::items::move_within(state, false),
        Action::MoveDown => super::items::move_within(state, true),
        Action::ShowSteps => super::items::steps(state),
        // In the list Enter goes to the detail, and there to the form.
        Action::Open if state.detail.is_some() => review::open(state, items, state.data.period),
        _ => {
            state.detail = Some(0);
            Vec::new()
        }
    })
}

/// Does a quick filter: what is missing in the period, what is overdue, what has a goal. Pressed again, they let
/// go.
fn narrows(state: &mut State, action: Action) -> bool {
    let condition = match action {
        Action::ShowMissing => Condition::Missing,
        Action::ShowOverdue => Condition::Overdue,
        Action::ShowYearPlan => Condition::Planned,
        _ => return false,
    };
    if state.view != View::Tasks {
        state.go(View::Tasks);
        state.lists.tasks.filter = TaskFilter::default().into();
    }
    let conditions = &mut state.lists.tasks.filter.tasks.conditions;
    if !conditions.remove(&condition) {
        conditions.insert(condition);
    }
    state.refresh_from_top();
    true
}

/// Does an action of the task table alone: marks.
pub fn in_table(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    let tasks = &mut state.lists.tasks;
    match action {
        Action::Mark => {
            if let Some(id) = tasks.current.clone() {
                if !tasks.marks.remove(&id) {
                    tasks.marks.insert(id.clone());
                }
                tasks.anchor = Some(id);
            }
            state.list().move_by(1);
        }
        Action::MarkRange => mark_range(state),
        Action::MarkAll => {
            let all: Vec<ItemId> =
                tasks.list.rows().iter().filter_map(|row| state.data.task_id(*row)).cloned().collect();
            if all.iter().all(|id| tasks.marks.contains(id)) {
                tasks.marks.clear();
            } else {
                tasks.marks.extend(all);
            }
        }
        _ => return None,
    }
    Some(Vec::new())
}

fn mark_range(state: &mut State) {
    let (tasks, data) = (&mut state.lists.tasks, &state.data);
    let rows = tasks.list.rows();
    let here = tasks.list.row();
    let from = tasks.anchor.as_ref().and_then(|id| rows.iter().position(|row| data.task_id(*row) == Some(id)));
    let from = from.unwrap_or(here);
    let range = rows.iter().skip(from.min(here)).take(from.abs_diff(here) + 1);
    let ids: Vec<ItemId> = range.filter_map(|row| data.task_id(*row)).cloned().collect();
    tasks.marks.extend(ids);
}

fn accept(state: &mut State, items: Vec<ItemId>) -> Vec<Effect> {
    execute(state, items.len(), Command::AcceptOffered { items })
}

/// Takes over what an earlier period said, for those of the tasks that it said something for.
fn confirm(state: &mut State, mut items: Vec<ItemId>) -> Vec<Effect> {
    let data = &state.data;
    items.retain(|id| data.snapshot.task(id).is_some_and(|(dossier, task)| data.carried(dossier, task).is_some()));
    if items.is_empty() {
        state.tell(Tone::Note, state.say(Word::NothingCarried));
        return Vec::new();
    }
    let period = state.data.period;
    execute(state, items.len(), Command::Confirm { items, period })
}

/// Marks tasks to be dispatched more closely; takes the marks away if all have one.
fn mark_for_dispatch(state: &mut State, items: Vec<ItemId>) -> Vec<Effect> {
    let is_marked =
        |item: &ItemId| state.data.snapshot.dossier(&item.plan).is_some_and(|dossier| dossier.marks.contains_key(item));
    let marked = !items.iter().all(is_marked);
    execute(state, items.len(), Command::Mark { items, marked })
}

/// Records that the milestones of the period are reached today; that they are not if all are.
fn reach(state: &mut State, mut items: Vec<ItemId>) -> Vec<Effect> {
    let (data, period) = (&state.data, state.data.period);
    let milestone = |item: &ItemId| data.snapshot.dossier(&item.plan)?.milestone(item, period).map(|c| c.reached());
    items.retain(|item| milestone(item).is_some());
    if items.is_empty() {
        state.tell(Tone::Note, state.say(Word::NoMilestone));
        return Vec::new();
    }
    let all = items.iter().all(|item| milestone(item).flatten().is_some());
    let reached = if all { Field::Clear } else { Field::Set(data.snapshot.today()) };
    let outcome = OutcomeEdit { reached, ..OutcomeEdit::default() };
    let edit = MilestoneEdit::default();
    execute(state, items.len(), Command::SetMilestone { items, period, edit, outcome })
}

/// Sets leads.
pub fn assign(state: &mut State, items: Vec<ItemId>, edit: AssignmentEdit) -> Vec<Effect> {
    execute(state, items.len(), Command::Assign { items, edit })
}

/// Gives a command; one that is unlikely to be meant, or about many rows, is asked back first.
pub fn execute(state: &mut State, rows: usize, command: Command) -> Vec<Effect> {
    let seen = state.seen(&command);
    execute_as(state, rows, command, seen)
}

/// Gives a command as [`execute`] does, as somebody who has these values in view.
pub fn execute_as(state: &mut State, rows: usize, command: Command, seen: Seen) -> Vec<Effect> {
    let about = unlikely::of(state, &command);
    if about.is_empty() {
        return give(state, rows, command, seen);
    }
    let question = state.say(Word::IsItMeant).to_string();
    state.open(Confirm { question, about, then: Then::execute(command, seen) })
}

/// Opens the form for the row below that of a task whose review was saved, if there is one.
pub fn review_next(state: &mut State, saved: &[ItemId]) -> Vec<Effect> {
    // Where the row is listed no more, the next one is in its place.
    while state.chosen_tasks().is_empty() || state.chosen_tasks() == saved {
        let before = state.list().place();
        state.list().move_by(1);
        state.settle();
        if state.list().place() == before {
            return Vec::new();
        }
    }
    let (items, period) = (state.chosen_tasks(), state.data.period);
    review::open(state, items, period)
}

/// Gives a command, however unlikely; one that is about many rows is asked back first.
fn give(state: &mut State, rows: usize, command: Command, seen: Seen) -> Vec<Effect> {
    if rows <= MANY {
        return vec![Effect::Execute(Box::new(command), seen)];
    }
    let about = command.items().into_iter().take(8).map(|id| state.title(id)).collect();
    let question = format!("{}: {rows} {}", state.say(Word::ManyRows), state.say(Word::Rows));
    state.open(Confirm { question, about, then: Then::execute(command, seen) })
}
