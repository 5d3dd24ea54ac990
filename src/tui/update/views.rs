//! Actions that all views share: moving, going elsewhere, the period, undo.

use crate::action::Action;
use crate::desk::{Command, Direction, Seen};
use crate::plan::record::Owner;
use crate::plan::{Period, PlanId, Subject};
use crate::text::Language;

use super::write::{self, OfPlan};
use super::{Effect, export, items, pager};
use crate::tui::popup::confirm::{self, Confirm, Then};
use crate::tui::popup::picker::ask;
use crate::tui::popup::{edit, files, filter, resume, search};
use crate::tui::state::prompt::Exported;
use crate::tui::state::tasks::Filter;
use crate::tui::state::{State, Tone};
use crate::tui::views::View;
use crate::tui::words::Word;

/// Does an action, unless it is none of these.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    if moves(state, action) {
        return Some(Vec::new());
    }
    if let Some(view) = View::opened_by(action) {
        return Some(go(state, view));
    }
    Some(match action {
        Action::Search => search::open(state),
        Action::Back => back(state),
        Action::JumpBack | Action::JumpForward => jump(state, action == Action::JumpForward),
        Action::Undo => vec![Effect::AskUndo],
        Action::Redo => vec![Effect::Execute(Box::new(Command::Undo(Direction::Forward)), Seen::default())],
        Action::PickPeriod => ask::period(state),
        Action::KeepPeriods => with_subject(state, |state, subject| ask::kinds(state, subject.plan().clone())),
        Action::NextPeriod => step_period(state, true),
        Action::PreviousPeriod => step_period(state, false),
        Action::PickPlan => ask::plan(state),
        Action::ToggleLanguage => {
            state.language = if state.language == Language::Zh { Language::En } else { Language::Zh };
            state.refresh();
            fetch(state)
        }
        Action::Filter => filter::open(state),
        Action::ClearFilter => clear_filter(state),
        Action::ToggleDetail if state.view.declaration().detail.is_some() => {
            state.detail = if state.detail.is_some() { None } else { Some(0) };
            Vec::new()
        }
        Action::Import => files::open(state),
        Action::WriteReport => write::of_plan(state, OfPlan::Report),
        Action::WritePack => write::of_plan(state, OfPlan::Pack),
        Action::WriteMilestones => write::milestones(state),
        Action::WriteSample => write::of_plan(state, OfPlan::Sample),
        Action::WriteCounterparts => write::of_plan(state, OfPlan::Counterparts),
        Action::WriteRollUp => ask::roll_up(state),
        Action::BackUp => vec![Effect::ListBackups],
        Action::WriteSheets => {
            let tasks = write::tasks(state);
            write::to_file(state, Exported::Sheets(tasks))
        }
        Action::WriteWorkbooks => {
            let tasks = write::tasks(state);
            write::to_file(state, Exported::Workbooks(tasks))
        }
        Action::WriteNotices => pager::write_notices(state),
        Action::WriteReminders => pager::write_reminders(state),
        Action::Export => export::ask(state),
        Action::Correct => correct(state),
        Action::Adjust => with_subject(state, |state, subject| edit::open(state, subject, edit::Kind::Adjustment)),
        Action::AddItem => items::add(state),
        Action::EndItems => items::end(state),
        Action::MergeItems => items::merge(state),
        Action::ItemHistory => with_subject(state, |_, subject| vec![Effect::ReadHistoryOf(subject)]),
        _ => return None,
    })
}

/// Opens the form that corrects what is under the cursor.
pub fn correct(state: &mut State) -> Vec<Effect> {
    with_subject(state, |state, subject| edit::open(state, subject, edit::Kind::Correction))
}

/// Does something with the plan, item, heading or box under the cursor.
fn with_subject(state: &mut State, act: impl FnOnce(&mut State, Subject) -> Vec<Effect>) -> Vec<Effect> {
    let Some(subject) = state.subject() else {
        state.tell(Tone::Note, state.say(Word::NothingMarked));
        return Vec::new();
    };
    act(state, subject)
}

/// Goes to a view.
pub fn go(state: &mut State, view: View) -> Vec<Effect> {
    if view != state.view {
        state.go(view);
    }
    fetch(state)
}

/// Returns the effect that brings what the view shows beyond the snapshot.
pub fn fetch(state: &State) -> Vec<Effect> {
    state.view.declaration().fetch.clone().into_iter().collect()
}

/// Moves the cursor, or the text of the detail pane when that has the keyboard.
fn moves(state: &mut State, action: Action) -> bool {
    let page = isize::try_from(state.list().height()).unwrap_or(1);
    let rows = match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::PageDown => page,
        Action::PageUp => -page,
        Action::Top => isize::MIN / 2,
        Action::Bottom => isize::MAX / 2,
        _ => return false,
    };
    match &mut state.detail {
        Some(top) => *top = top.saturating_add_signed(rows),
        None => state.list().move_by(rows),
    }
    true
}

/// Esc: out of the detail pane, off with the marks, back to where one came from.
fn back(state: &mut State) -> Vec<Effect> {
    if state.detail.take().is_some() {
        return Vec::new();
    }
    if !state.lists.tasks.marks.is_empty() && state.view == View::Tasks {
        state.lists.tasks.marks.clear();
        return Vec::new();
    }
    if !state.go_back() && state.view == View::Tasks && state.lists.tasks.filter != Filter::default() {
        return clear_filter(state);
    }
    fetch(state)
}

/// Goes back or forward between places, whatever is marked or open in the one at hand.
fn jump(state: &mut State, forward: bool) -> Vec<Effect> {
    let went = if forward { state.go_forward() } else { state.go_back() };
    if !went {
        state.tell(Tone::Note, state.say(if forward { Word::NoPlaceAhead } else { Word::NoPlaceBehind }));
    }
    fetch(state)
}

fn clear_filter(state: &mut State) -> Vec<Effect> {
    state.lists.tasks.filter = Filter::default();
    state.data.plan = None;
    state.refresh_from_top();
    Vec::new()
}

/// Looks at the next or the previous period.
pub fn step_period(state: &mut State, forward: bool) -> Vec<Effect> {
    let periods = state.data.periods();
    let at = periods.iter().position(|p| *p == state.data.period);
    let next = match (at, forward) {
        (Some(at), true) => periods.get(at + 1),
        (Some(at), false) => at.checked_sub(1).and_then(|at| periods.get(at)),
        (None, true) => periods.first(),
        (None, false) => periods.last(),
    };
    match next.copied() {
        Some(period) => set_period(state, period),
        None => {
            let word = if forward { Word::AlreadyLast } else { Word::AlreadyFirst };
            state.tell(Tone::Note, state.say(word));
        }
    }
    Vec::new()
}

/// Looks at another period.
pub fn set_period(state: &mut State, period: Period) {
    state.data.period = period;
    state.refresh();
}

/// Takes back the latest change. One that sealed a period is asked about first: nobody opens a seal by a slip.
pub fn undo(state: &mut State, sealed: Option<(PlanId, Period)>) -> Vec<Effect> {
    let command = Command::Undo(Direction::Back);
    let Some((plan, period)) = sealed else { return vec![Effect::Execute(Box::new(command), Seen::default())] };
    let title = state.data.snapshot.dossier(&plan).map_or_else(|| plan.to_string(), |d| d.plan.title.clone());
    let about = vec![title, period.name(state.language)];
    confirm::ask(state, Word::OpenSeal, about, Then::execute(command, Seen::default()))
}

/// Ends the session, unless words would be lost.
pub fn quit(state: &mut State) -> Vec<Effect> {
    let unsaved = state.unsaved();
    let asking = state.top::<Confirm>().is_some_and(|confirm| matches!(confirm.then, Then::Quit));
    if asking || unsaved.is_empty() {
        return vec![Effect::Quit];
    }
    let about = unsaved.iter().map(|draft| resume::about(state, &draft.of)).collect();
    confirm::ask(state, Word::QuitWithDrafts, about, Then::Quit)
}
