//! The message after a command: what was saved, or why it was refused.

use crate::desk::{Command, DeskError, Direction, Field, Receipt, Refusal, TextEdit, account};
use crate::plan::overlay::said;
use crate::plan::{Change, Condition, ItemId, Status, TextField, Year};
use crate::text::Label;

use super::{Effect, indicators, refuse, seal, tasks};
use crate::tui::state::judgement::figure;
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// Tells the outcome of a command, and drops what its saving has settled.
pub fn tell(state: &mut State, command: &Command, outcome: Result<Receipt, DeskError>) -> Vec<Effect> {
    let receipt = match outcome {
        Ok(receipt) => receipt,
        Err(error) => return not_done(state, command, &error),
    };
    if let Command::Review { items, period, edit } = command
        && (edit.done != Field::Keep
            || edit.problem != Field::Keep
            || edit.next != Field::Keep
            || edit.evidence != Field::Keep)
    {
        state.drafts.retain(|draft| !draft.is_of(items, *period));
    }
    if let Command::Assign { items, .. }
    | Command::AcceptOffered { items }
    | Command::Review { items, .. }
    | Command::Confirm { items, .. }
    | Command::SetGoal { items, .. } = command
    {
        state.lists.tasks.spend_marks(items);
    }
    let effects = go_on(state, command);
    if receipt.seq.is_none() {
        state.tell(Tone::Note, state.say(Word::NothingChanged));
        return effects;
    }
    let items = receipt.items();
    let done = match command {
        Command::Undo(Direction::Back) => state.say(Word::Undone),
        Command::Undo(Direction::Forward) => state.say(Word::Restored),
        Command::Confirm { .. } => state.say(Word::Confirmed),
        Command::Seal { .. } => state.say(Word::Sealed),
        _ => state.say(Word::Saved),
    };
    let saved = state.signs().saved;
    let what = match command {
        Command::Undo(_) => receipt.changes.first().map(|change| values(state, change)).unwrap_or_default(),
        _ => asked(state, command),
    };
    let about = match command {
        Command::Edit { subjects, .. } => {
            subjects.first().map(|subject| state.subject_title(subject)).unwrap_or_default()
        }
        Command::Seal { plan, .. } | Command::Appraise { plan, .. } => state.plan_title(plan),
        Command::Archive { plans, .. } => {
            plans.iter().map(|plan| state.plan_title(plan)).collect::<Vec<_>>().join("、")
        }
        Command::Remove(_) | Command::DropSamples => removed(state, &receipt.changes),
        _ => about(state, &items),
    };
    state.tell(Tone::Success, format!("{saved} {done}: {about} {what}").trim_end().to_string());
    effects
}

/// Opens the form for the next row where rows are filled in one after the other.
fn go_on(state: &mut State, command: &Command) -> Vec<Effect> {
    if !std::mem::take(&mut state.goes_on) {
        return Vec::new();
    }
    match command {
        Command::Review { items, .. } => tasks::review_next(state, items),
        Command::Read { .. } => indicators::enter_next(state),
        _ => Vec::new(),
    }
}

/// Returns the titles of the plans that a command removed.
fn removed(state: &State, changes: &[Change]) -> String {
    let plans = changes.iter().filter(|change| matches!(change, Change::Plan { .. }));
    plans.map(|change| state.change_title(change)).collect::<Vec<_>>().join("、")
}

/// Describes what somebody else has changed.
pub fn news(state: &State, who: &str, changes: &[Change]) -> String {
    let Some(first) = changes.first() else { return format!("{who} {}", state.say(Word::SomebodyRestored)) };
    let mut items: Vec<ItemId> = Vec::new();
    for item in changes.iter().filter_map(Change::item) {
        if !items.contains(item) {
            items.push(item.clone());
        }
    }
    let about = if items.is_empty() { state.change_title(first) } else { about(state, &items) };
    let what = if first.item().is_some() { values(state, first) } else { String::new() };
    format!("{who} {} {about} {what}", state.say(Word::SomebodyChanged)).trim_end().to_string()
}

/// Tells why a command was refused. A correction of something sealed is asked its reason instead.
fn not_done(state: &mut State, command: &Command, error: &DeskError) -> Vec<Effect> {
    let DeskError::Refused(Refusal::Sealed { plan, period }) = error else {
        state.goes_on = false;
        return refuse(state, error.text(state.language));
    };
    seal::ask_reason(state, command).unwrap_or_else(|| {
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

/// Describes what a command set.
fn asked(state: &State, command: &Command) -> String {
    let arrow = state.signs().arrow;
    let mut parts: Vec<String> = Vec::new();
    match command {
        Command::Review { edit, .. } => {
            parts.extend(word(&edit.status, |s| status(state, Some(*s))));
            parts.extend(word(&edit.progress, |p| format!("{p}%")));
            for (field, name) in [
                (&edit.done, Word::Done),
                (&edit.problem, Word::Problem),
                (&edit.next, Word::Next),
                (&edit.evidence, Word::Evidence),
            ] {
                if *field != Field::Keep {
                    parts.push(state.say(name).to_string());
                }
            }
        }
        Command::Assign { edit, .. } => {
            let names =
                |list: &Vec<String>| list.iter().map(|n| state.data.short_name(n)).collect::<Vec<_>>().join("、");
            parts.extend(word(&edit.lead, |list| format!("{} {}", state.say(Word::Lead), names(list))));
            parts.extend(word(&edit.support, |list| format!("{} {}", state.say(Word::Support), names(list))));
            parts.extend(word(&edit.person, Clone::clone));
            parts.extend(word(&edit.due, Year::to_string));
        }
        Command::AcceptOffered { .. } => parts.push(state.say(Word::Offered).to_string()),
        Command::Read { year, value, .. } => {
            parts.push(format!("{year} {}", value.map_or("–".to_string(), figure)));
        }
        Command::SetGoal { year, text, .. } => {
            parts.push(year.to_string());
            parts.extend(word(text, Clone::clone));
        }
        Command::Judge { year, judgement, .. } => {
            parts.push(year.to_string());
            let attainment = judgement.as_ref().map(|(attainment, _)| attainment.label(state.language));
            parts.push(attainment.unwrap_or(state.signs().none).to_string());
        }
        Command::Direct { direction, .. } => {
            parts.push(direction.map_or(state.signs().none, |direction| direction.label(state.language)).to_string());
        }
        Command::Pair { decision, .. } => {
            parts.push(decision.map_or(state.signs().none, |decision| decision.label(state.language)).to_string());
        }
        Command::Appraise { period, kind, .. } => {
            parts.push(format!("{} {}", period.name(state.language), kind.label(state.language)));
        }
        Command::Add { fields, .. } => {
            parts.extend(fields.iter().find(|(field, _)| *field == TextField::Title).map(|(_, title)| title.clone()));
        }
        Command::End { ended, .. } => {
            parts.push(ended.as_ref().map_or(state.signs().none, |ended| ended.reason.as_str()).to_string());
        }
        Command::Step { edit, .. } => {
            parts.extend(edit.as_ref().and_then(|edit| word(&edit.title, Clone::clone)));
        }
        Command::AddOutline { .. } => {}
        Command::Keep { kind, rhythm, .. } => {
            parts.push(format!("{} {}", state.label(*kind), state.label(*rhythm)));
        }
        Command::Mark { marked, .. } => {
            parts.push(if *marked { state.label(Condition::Marked) } else { state.signs().none }.to_string());
        }
        Command::Begin(draft) => parts.push(draft.title.clone()),
        Command::Archive { archived, .. } => {
            let word = if archived.is_some() { Word::Archive } else { Word::InForceAgain };
            parts.push(state.say(word).to_string());
        }
        Command::Remove(_) | Command::DropSamples => parts.push(state.say(Word::Removed).to_string()),
        Command::Edit { fields, .. } => {
            parts.extend(fields.iter().map(|(field, edit)| match edit {
                TextEdit::Set(text) => {
                    format!("{} {}", field.label(state.language), said(*field, text, state.language))
                }
                TextEdit::Clear => format!("{} {}", field.label(state.language), state.signs().none),
                TextEdit::AsPrinted => format!("{} ({})", field.label(state.language), state.say(Word::Printed)),
            }));
        }
        Command::Confirm { period, .. } | Command::Seal { period, .. } => parts.push(period.name(state.language)),
        Command::Solve { solution, .. } => {
            let period = solution.as_ref().map(|solution| solution.period.name(state.language));
            parts.push(period.unwrap_or_else(|| state.signs().none.to_string()));
        }
        Command::Undo(_) => {}
    }
    if parts.is_empty() { String::new() } else { format!("{arrow} {}", parts.join(" ")) }
}

fn word<T>(field: &Field<T>, say: impl Fn(&T) -> String) -> Option<String> {
    match field {
        Field::Keep => None,
        Field::Set(value) => Some(say(value)),
        Field::Clear => Some("–".to_string()),
    }
}

fn status(state: &State, status: Option<Status>) -> String {
    format!("{} {}", state.signs().status(status), state.label(status))
}

/// Describes the record that a change left behind, for a change that was not given field by field.
fn values(state: &State, change: &Change) -> String {
    let arrow = state.signs().arrow;
    match change {
        Change::Review { edit, .. } => {
            format!("{arrow} {}", status(state, edit.after.as_ref().and_then(|review| review.status)))
        }
        Change::Plan { plan, .. } => plan.to_string(),
        _ => {
            let differences = account::differences(change, &state.data.snapshot, state.language);
            let made = differences.into_iter().next().filter(|made| !made.after.is_empty());
            let made = made.map(|made| format!("{} {}", made.field, made.after));
            let about = account::about(change, state.language).map(|about| format!("{about} ")).unwrap_or_default();
            format!("{arrow} {about}{}", made.unwrap_or_else(|| state.signs().none.to_string()))
        }
    }
}
