//! The last line: a message, or what the keys do here.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::action::Action;
use crate::keymap::print_keys;
use crate::tui::state::prompt::Asked;
use crate::tui::state::{Layer, State, Tone, View};
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the line.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    match &state.message {
        Some(message) => {
            let meaning = match message.tone {
                Tone::Success => Meaning::Good,
                Tone::Note => Meaning::Notice,
                Tone::Refusal => Meaning::Bad,
            };
            let lead = if message.tone == Tone::Refusal { " ! " } else { " " };
            let taken = canvas.put(area.x, area.y, area.width, lead, meaning);
            canvas.put(area.x + taken, area.y, area.width.saturating_sub(taken + 1), &message.text, meaning);
        }
        None => hints(canvas, state, area),
    }
}

fn hints(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    let help = hint(state, Action::Help, Word::Help);
    let help_columns = help.as_ref().map_or(0, |(key, word)| canvas.width(key) + canvas.width(word) + 3);
    let end = area.right().saturating_sub(help_columns);
    let mut x = area.x + 1;
    let marked = state.tasks.marks.len();
    if marked > 0 && state.view == View::Tasks && state.layers.is_empty() {
        x += canvas.put(x, area.y, end - x, &format!("{} {marked}  ", state.say(Word::Marked)), Meaning::Marked);
    }
    for (action, word) in actions(state) {
        let Some((key, word)) = hint(state, *action, *word) else { continue };
        // The views are many: their keys stand close.
        let gap = if state.view == View::Overview && opens_view(*action) { "" } else { " " };
        let columns = canvas.width(&key) + canvas.width(gap) + canvas.width(&word) + 1;
        if x + columns > end {
            break;
        }
        x += put_hint(canvas, x, area.y, &key, gap, &word) + 1;
    }
    if let Some((key, word)) = help {
        put_hint(canvas, end, area.y, &key, " ", &word);
    }
}

fn put_hint(canvas: &mut Canvas<'_>, x: u16, y: u16, key: &str, gap: &str, word: &str) -> u16 {
    let columns = canvas.width(key) + canvas.width(gap) + canvas.width(word);
    canvas.put_pieces(x, y, columns, &[(key, Meaning::Key), (gap, Meaning::Plain), (word, Meaning::Plain)])
}

fn opens_view(action: Action) -> bool {
    action.name().starts_with("view-")
}

/// The key of an action here, and the word for it. A chord is shown by its first key: the others follow.
fn hint(state: &State, action: Action, word: Word) -> Option<(String, String)> {
    let keys = state.keymap.keys_for(state.scopes(), action);
    let chord = matches!(word, Word::Status).then(|| keys.iter().find(|k| k.len() > 1)).flatten();
    let key = match chord {
        Some(chord) => format!("{}{}", print_keys(&chord[..1]), state.signs().more),
        None => print_keys(keys.first()?),
    };
    Some((key, state.say(word).to_lowercase()))
}

/// What is worth a hint, the most wanted first.
fn actions(state: &State) -> &'static [(Action, Word)] {
    use Action as A;
    match state.layers.last() {
        Some(Layer::Search(_)) => &[
            (A::Open, Word::Open),
            (A::Down, Word::NextRow),
            (A::Complete, Word::Complete),
            (A::SaveView, Word::SaveAsView),
            (A::Back, Word::Back),
        ],
        Some(Layer::Picker(p)) if p.is_several() => {
            &[(A::Mark, Word::Mark), (A::Open, Word::Take), (A::Back, Word::Back)]
        }
        Some(Layer::Help(_)) => &[(A::Open, Word::Run), (A::Back, Word::Back)],
        Some(Layer::Picker(_) | Layer::Contest(_)) => &[(A::Open, Word::Take), (A::Back, Word::Back)],
        Some(Layer::Review(_)) => &[
            (A::SaveText, Word::Save),
            (A::NextField, Word::NextField),
            (A::NewLine, Word::NewLine),
            (A::Back, Word::Back),
        ],
        Some(Layer::Appraisal(_)) => {
            &[(A::SaveText, Word::Save), (A::NextField, Word::NextField), (A::Back, Word::Back)]
        }
        Some(Layer::Filter(_)) => &[(A::SaveText, Word::Apply), (A::NextField, Word::NextField), (A::Back, Word::Back)],
        Some(Layer::Pager(pager)) if pager.returned.is_some() => {
            &[(A::Open, Word::TakeAll), (A::Mark, Word::TheirsOrOurs), (A::Back, Word::Back)]
        }
        Some(Layer::Prompt(prompt)) if prompt.asked == Asked::List => {
            &[(A::SaveText, Word::Open), (A::Back, Word::Back)]
        }
        Some(Layer::Prompt(_) | Layer::Pager(_)) => &[(A::SaveText, Word::Save), (A::Back, Word::Back)],
        Some(Layer::Confirm(_)) => &[(A::Yes, Word::Yes), (A::No, Word::No)],
        None => view_actions(state.view),
    }
}

fn view_actions(view: View) -> &'static [(Action, Word)] {
    use Action as A;
    match view {
        View::Overview => &[
            (A::WriteReminders, Word::Reminders),
            (A::SealPeriod, Word::Seal),
            (A::ViewOutline, Word::Outline),
            (A::ViewTasks, Word::Tasks),
            (A::ViewBoxes, Word::Boxes),
            (A::ViewIndicators, Word::Indicators),
            (A::ViewDepartments, Word::Departments),
            (A::ViewCompare, Word::Compare),
            (A::ViewCheck, Word::Check),
            (A::ViewProblems, Word::ShortProblems),
            (A::ViewMatrix, Word::Matrix),
            (A::ViewHistory, Word::History),
            (A::Search, Word::Search),
            (A::PickPeriod, Word::Period),
        ],
        View::Tasks | View::Boxes => &[
            (A::SetCompleted, Word::Status),
            (A::Assign, Word::Lead),
            (A::AssignSupport, Word::Support),
            (A::WriteReview, Word::Report),
            (A::SetProgress, Word::Percent),
            (A::ConfirmCarried, Word::Confirm),
            (A::Mark, Word::Mark),
            (A::Filter, Word::Filter),
            (A::Undo, Word::Undo),
            (A::Search, Word::Search),
            (A::Export, Word::Export),
            (A::ToggleDetail, Word::Detail),
            (A::PickPlan, Word::Plan),
        ],
        View::Outline => &[
            (A::Open, Word::Tasks),
            (A::Left, Word::Fold),
            (A::Right, Word::Unfold),
            (A::ToggleDetail, Word::Detail),
            (A::PickPlan, Word::Plan),
            (A::Search, Word::Search),
        ],
        View::Indicators => &[
            (A::EnterReading, Word::Reading),
            (A::SetDirection, Word::Direction),
            (A::JudgeIndicator, Word::Judge),
            (A::ToggleChart, Word::Chart),
            (A::ViewCompare, Word::Compare),
            (A::PickPlan, Word::Plan),
            (A::PickPeriod, Word::Period),
            (A::Undo, Word::Undo),
            (A::Export, Word::Export),
            (A::Search, Word::Search),
        ],
        View::Departments => &[
            (A::Open, Word::Tasks),
            (A::WriteReminders, Word::Reminders),
            (A::WriteNotices, Word::Notices),
            (A::PickPlan, Word::Plan),
            (A::PickPeriod, Word::Period),
            (A::Search, Word::Search),
        ],
        View::Compare => &[
            (A::Open, Word::Open),
            (A::JoinIndicators, Word::Same),
            (A::PartIndicators, Word::Different),
            (A::ComparePeriods, Word::TwoPeriods),
            (A::PickBefore, Word::Before),
            (A::PickAfter, Word::After),
            (A::PickPlan, Word::Plan),
            (A::Back, Word::Back),
            (A::Search, Word::Search),
        ],
        View::Check => &[
            (A::Open, Word::Open),
            (A::Filter, Word::Rule),
            (A::PickPlan, Word::Plan),
            (A::ToggleDetail, Word::Detail),
            (A::Back, Word::Back),
            (A::Search, Word::Search),
        ],
        View::Problems => &[
            (A::Open, Word::Task),
            (A::SolveProblem, Word::Solve),
            (A::ReopenProblem, Word::Reopen),
            (A::ShowSolved, Word::Status),
            (A::Filter, Word::Department),
            (A::PickPlan, Word::Plan),
            (A::Export, Word::Export),
            (A::Undo, Word::Undo),
            (A::Search, Word::Search),
        ],
        View::Matrix => &[
            (A::Open, Word::Open),
            (A::Right, Word::Period),
            (A::SetCompleted, Word::Status),
            (A::ToggleGrouping, Word::Grouping),
            (A::PickPlan, Word::Plan),
            (A::Undo, Word::Undo),
            (A::Search, Word::Search),
        ],
        View::History => &[(A::Open, Word::Open), (A::Undo, Word::Undo), (A::Redo, Word::Redo), (A::Back, Word::Back)],
    }
}
