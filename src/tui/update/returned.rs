//! Lists that come back filled in: every change is shown before it is taken.

use std::sync::Arc;

use crate::desk::{BothChanged, DeskError, FieldChange, TakenBack};
use crate::import::spreadsheet::Filled;
use crate::plan::FieldValue;

use super::{Effect, refuse};
use crate::tui::popup::pager::{Pager, Returned};
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// Shows what lists would change, with their clashes and problems.
pub fn show(state: &mut State, lists: Arc<Vec<Filled>>, both: BothChanged, taken: &TakenBack) -> Vec<Effect> {
    let counts = [
        (Word::Changes, taken.changes.len()),
        (Word::Clash, taken.clashes.len()),
        (Word::ShortProblems, taken.why_not.len()),
    ];
    let counts = counts.map(|(word, count)| format!("{} {count}", state.say(word)));
    let files: Vec<&str> = lists.iter().map(|list| &*list.file).collect();
    let title = format!("{} {} {}", files.join("、"), state.signs().dot, counts.join("  "));
    let text = text(state, &lists, both, taken);
    state.open(Pager::of_returned(title, text, Returned { lists, both, is_empty: taken.changes.is_empty() }))
}

fn text(state: &State, lists: &[Filled], both: BothChanged, taken: &TakenBack) -> String {
    let mut text = String::new();
    let mut section = |word: Word, lines: Vec<String>| {
        if !lines.is_empty() {
            text.push_str(&format!("{} ({})\n", state.say(word), lines.len()));
            lines.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
            text.push('\n');
        }
    };
    section(Word::Changes, taken.changes.iter().map(|change| told(state, change)).collect());
    let clashes = taken.clashes.iter().map(|clash| {
        let sent = shown(state, clash.sent.as_ref());
        format!("{}  ({} {sent})", told(state, &clash.change), state.say(Word::AsSent))
    });
    let word = if both == BothChanged::Keep { Word::ClashesKept } else { Word::Clashes };
    section(word, clashes.collect());
    let problems = taken.why_not.iter();
    let problems = problems.map(|why| format!("{}: {}", why.place().text(state.language), why.text(state.language)));
    section(Word::ListProblems, problems.collect());
    let unread = lists.iter().flat_map(|list| &list.unread);
    section(Word::UnreadColumns, unread.map(|(_, heading)| heading.clone()).collect());
    let remarks = lists.iter().flat_map(|list| &list.remarks);
    let remarks =
        remarks.map(|(place, remark)| format!("{}: {}", place.text(state.language), remark.text(state.language)));
    section(Word::Remarks, remarks.collect());
    if text.is_empty() { state.say(Word::NothingFilledIn).to_string() } else { text }
}

fn told(state: &State, change: &FieldChange) -> String {
    let period = change.period.map(|period| format!(" {}", period.name(state.language))).unwrap_or_default();
    let (old, new) = (shown(state, change.old.as_ref()), shown(state, change.new.as_ref()));
    let field = change.field.label(state.language);
    let (title, arrow, dot) = (state.title(&change.item), state.signs().arrow, state.signs().dot);
    format!("{title}{period} {dot} {field}: {old} {arrow} {new}")
}

fn shown(state: &State, value: Option<&FieldValue>) -> String {
    value.map_or(state.signs().none.to_string(), |value| value.text(state.language).replace('\n', " "))
}

/// Takes what the page shows.
pub fn apply(state: &mut State, returned: Returned) -> Vec<Effect> {
    if returned.is_empty {
        state.tell(Tone::Note, state.say(Word::NothingFilledIn));
        return Vec::new();
    }
    vec![Effect::TakeBack(returned.lists, returned.both)]
}

/// Shows the same list with the other answer to whose word counts where both changed something.
pub fn other_way(returned: Returned) -> Vec<Effect> {
    let both = match returned.both {
        BothChanged::Keep => BothChanged::TakeTheirs,
        BothChanged::TakeTheirs => BothChanged::Keep,
    };
    vec![Effect::PreviewLists(returned.lists, both)]
}

/// Gives the rows without ids the items that have exactly their words.
pub fn match_by_text(returned: Returned) -> Vec<Effect> {
    vec![Effect::MatchLists(returned.lists, returned.both)]
}

/// Tells what was taken.
pub fn tell(state: &mut State, outcome: Result<TakenBack, DeskError>) -> Vec<Effect> {
    match outcome {
        Ok(taken) => {
            let (changes, left) = (taken.changes.len(), taken.clashes.len() + taken.why_not.len());
            let done = state.signs().saved(state.say(Word::TakenBack));
            let left = if left > 0 { format!("  {} {left}", state.say(Word::NotTaken)) } else { String::new() };
            state.tell(Tone::Success, format!("{done}: {changes}{left}"));
            Vec::new()
        }
        Err(error) => refuse(state, error.text(state.language)),
    }
}
