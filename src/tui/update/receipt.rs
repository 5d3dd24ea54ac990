//! The message after a command: what was saved, or why it was refused.

use crate::desk::{CaseDraft, Command, DeskError, Direction, Receipt, Refusal, account, items_of};
use crate::plan::{Change, ItemId};

use super::{Effect, Given, refuse, seal};
use crate::text::width::{cut, width};
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// The columns of a field that a receipt tells.
const LONGEST: usize = 40;
/// The columns that are left to a title, however long the words behind it are.
const SHORTEST_TITLE: usize = 12;

/// Tells the outcome of a command, and drops what its saving has settled.
pub fn tell(state: &mut State, given: &Given, outcome: Result<Receipt, DeskError>) -> Vec<Effect> {
    let command = &given.command;
    let receipt = match outcome {
        Ok(receipt) => receipt,
        Err(error) => return not_done(state, given, &error),
    };
    if let Command::Assign { items, .. }
    | Command::AcceptOffered { items }
    | Command::Review { items, .. }
    | Command::Confirm { items, .. }
    | Command::SetGoal { items, .. }
    | Command::SetMilestone { items, .. }
    | Command::OpenCase(CaseDraft { items, .. }) = command
    {
        state.lists.tasks.spend_marks(items);
    }
    if let Command::SetFate { items, .. } | Command::AcceptFates { items } = command {
        state.lists.handover.spend_marks(items);
    }
    state.lists.cases.spend_marks(command.cases());
    if receipt.seq.is_none() {
        state.tell(Tone::Note, state.say(Word::NothingChanged));
        return Vec::new();
    }
    let done = match command {
        Command::Undo(Direction::Back) => Word::Undone,
        Command::Undo(Direction::Forward) => Word::Restored,
        Command::Confirm { .. } => Word::Confirmed,
        Command::Seal { .. } => Word::Sealed,
        Command::Remove(_) | Command::DropSamples => Word::Removed,
        Command::Archive { archived: None, .. } => Word::InForceAgain,
        _ => Word::Saved,
    };
    let done = format!("{}: ", state.signs().saved(state.say(done)));
    let what = changed(state, &receipt.changes, room(state, &done));
    state.tell(Tone::Success, format!("{done}{what}"));
    Vec::new()
}

/// Describes what somebody else has changed, in the one line of a message: it must not cover what a person is doing.
pub fn news(state: &State, who: &str, changes: &[Change]) -> String {
    if changes.is_empty() {
        return format!("{who} {}", state.say(Word::SomebodyRestored));
    }
    let who = format!("{who} {} ", state.say(Word::SomebodyChanged));
    let news = format!("{who}{}", changed(state, changes, room(state, &who)));
    cut(&news, room(state, ""), state.ambiguous).into_owned()
}

/// Returns the columns that the line of a message leaves behind its beginning.
fn room(state: &State, beginning: &str) -> usize {
    usize::from(state.size.width.saturating_sub(2)).saturating_sub(width(beginning, state.ambiguous))
}

/// Describes changes that were made together: what they are about, cut to a line of so many columns, and what the first
/// of them has left behind.
fn changed(state: &State, changes: &[Change], room: usize) -> String {
    let language = state.language;
    let signs = account::Signs { arrow: state.signs().arrow, none: state.signs().none };
    let left = changes.first().map(|change| account::left(change, &state.data.snapshot, language, signs));
    let left: Vec<_> = left.iter().flatten().map(|field| cut(field, LONGEST, state.ambiguous)).collect();
    if left.is_empty() {
        return subject(state, changes);
    }
    let left = format!(" {} {}", signs.arrow, left.join("  "));
    let room = room.saturating_sub(width(&left, state.ambiguous)).max(SHORTEST_TITLE);
    format!("{}{left}", cut(&subject(state, changes), room, state.ambiguous))
}

/// Returns what changes that were made together are about: plans as a whole where one of them came, changed or went.
fn subject(state: &State, changes: &[Change]) -> String {
    let texts: Vec<&Change> = changes.iter().filter(|change| matches!(change, Change::Plan { .. })).collect();
    let items = items_of(changes);
    if texts.is_empty() && !items.is_empty() {
        return about(state, &items);
    }
    let plans = if texts.is_empty() { changes.iter().collect() } else { texts };
    let mut titles: Vec<String> = plans.into_iter().map(|change| state.change_title(change)).collect();
    titles.dedup();
    titles.join("、")
}

/// Tells why a command was refused. A correction of something sealed is asked its reason instead.
fn not_done(state: &mut State, given: &Given, error: &DeskError) -> Vec<Effect> {
    let DeskError::Refused(Refusal::Sealed { plan, period }) = error else {
        return refuse(state, error.text(state.language));
    };
    seal::ask_reason(state, given).unwrap_or_else(|| {
        let period = period.name(state.language);
        let why = state.say(Word::SealedForGood);
        refuse(state, format!("{plan} {period} {why}"))
    })
}

/// Some items in few words: the title of one, or the number of several with the first title.
pub fn about(state: &State, items: &[ItemId]) -> String {
    match items {
        [] => String::new(),
        [one] => state.title(one),
        [first, ..] => {
            let more = state.signs().more;
            format!("{} {} ({}{more})", items.len(), state.say(Word::Rows), state.title(first))
        }
    }
}
