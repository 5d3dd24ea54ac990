//! Answers to what somebody else has changed meanwhile.

use crate::action::Action;
use crate::desk::Contested;
use crate::keymap::{Key, normalise};

use super::{Effect, review};
use crate::tui::state::contest::{Answer, Contest, place, words};
use crate::tui::state::list::Moves;
use crate::tui::state::{Layer, State};

/// How many lines of a long text a page key turns.
const STEP: usize = 5;

/// Takes a key that picks at once.
pub fn edit(state: &mut State, contest: Box<Contest>, key: Key) -> Vec<Effect> {
    let typed = normalise(key).text();
    let answer = contest.answers.rows().iter().copied().find(|answer| Some(answer.letter()) == typed);
    match answer {
        Some(answer) => take(state, contest, answer),
        None => stay(state, contest),
    }
}

/// Does an action of the pop-up.
pub fn act(state: &mut State, mut contest: Box<Contest>, action: Action) -> Vec<Effect> {
    match action {
        // Words stay as a draft, and nothing is changed.
        Action::Back => return Vec::new(),
        Action::Open => {
            if let Some(answer) = contest.answers.current().copied() {
                return take(state, contest, answer);
            }
        }
        Action::Down => contest.answers.move_by(1),
        Action::Up => contest.answers.move_by(-1),
        Action::PageDown => contest.top += STEP,
        Action::PageUp => contest.top = contest.top.saturating_sub(STEP),
        _ => {}
    }
    stay(state, contest)
}

/// Pastes mean nothing here.
pub fn stay(state: &mut State, contest: Box<Contest>) -> Vec<Effect> {
    state.layers.push(Layer::Contest(contest));
    Vec::new()
}

fn take(state: &mut State, mut contest: Box<Contest>, answer: Answer) -> Vec<Effect> {
    let Some(field) = contest.field().cloned() else { return Vec::new() };
    let rest = contest.fields[contest.at..].to_vec();
    match answer {
        Answer::Mine => settle(state, &mut contest, &field, false),
        Answer::Theirs => settle(state, &mut contest, &field, true),
        Answer::AllMine => rest.iter().for_each(|field| settle(state, &mut contest, field, false)),
        Answer::AllTheirs => rest.iter().for_each(|field| settle(state, &mut contest, field, true)),
        Answer::Edit => return join(state, &rest),
    }
    let all = matches!(answer, Answer::AllMine | Answer::AllTheirs);
    if !all && contest.next() {
        return stay(state, contest);
    }
    vec![Effect::Execute(Box::new(contest.command), contest.seen)]
}

/// Settles one field, also in the draft, should the command be refused after all.
fn settle(state: &mut State, contest: &mut Contest, field: &Contested, theirs: bool) {
    contest.seen.note(&field.item, field.field, field.theirs.clone());
    if theirs {
        contest.seen.leave(&field.item, field.field);
    }
    in_draft(state, field, |text, words| if theirs { words.clone() } else { text });
}

/// Opens the form with both versions of the fields that are left, theirs first.
fn join(state: &mut State, fields: &[Contested]) -> Vec<Effect> {
    for field in fields {
        in_draft(state, field, |text, words| match (words.as_str(), text.as_str()) {
            ("", _) => text,
            (_, "") => words.clone(),
            _ => format!("{words}\n{text}"),
        });
    }
    match fields.first() {
        Some(Contested { item, period: Some(period), .. }) => review::open(state, vec![item.clone()], *period),
        _ => Vec::new(),
    }
}

/// Rewrites a field of the draft over what is recorded now.
fn in_draft(state: &mut State, field: &Contested, write: impl Fn(String, &String) -> String) {
    let (Some(at), Some(period)) = (place(field.field), field.period) else { return };
    let items = std::slice::from_ref(&field.item);
    if let Some(draft) = state.drafts.iter_mut().find(|draft| draft.is_of(items, period)) {
        let theirs = words(&field.theirs);
        draft.texts[at] = write(std::mem::take(&mut draft.texts[at]), &theirs);
        draft.before[at] = theirs;
    }
}
