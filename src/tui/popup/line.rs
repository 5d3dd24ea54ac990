//! Fields that are filled in as one line, on their own or in the cell of a list: what each says now, and the command that
//! a line comes to.

use super::edit;
use super::form::{Choice, FormField};
use super::form_pop_up::Saving;
use super::picker::ask;
use super::review;
use crate::desk::{AssignmentEdit, Cause, Command, FateEdit, Field as Set, LineOf, ReviewEdit, TextEdit};
use crate::plan::overlay;
use crate::plan::record::Owner;
use crate::plan::target::read_reading;
use crate::plan::{AskedDue, ItemId, Progress, Solution, Status, TextField, Year};
use crate::text::Label;
use crate::text::figure::plain;
use crate::text::fold::to_half_width;
use crate::tui::state::State;
use crate::tui::update::about;
use crate::tui::words::Word;

/// The signs between the names of several departments.
const BETWEEN_NAMES: [char; 4] = ['、', ',', ';', '；'];

/// Returns the words that ask for a line.
pub fn word(of: &LineOf) -> Word {
    match of {
        LineOf::Status(_) => Word::Status,
        LineOf::Progress(_) => Word::EnterProgress,
        LineOf::Lead(_) => Word::ChooseLead,
        LineOf::Support(_) => Word::ChooseSupport,
        LineOf::Due(_) => Word::EnterDue,
        LineOf::Person(_) => Word::EnterPerson,
        LineOf::Goal(_) => Word::EnterGoal,
        LineOf::Text(..) => Word::Correction,
        LineOf::Reading(..) => Word::EnterReading,
        LineOf::Reason(..) => Word::EnterReason,
        LineOf::Solution(..) => Word::EnterSolution,
        LineOf::FateNote(..) => Word::FateNote,
    }
}

/// Returns what a line is about, in words.
pub fn title(state: &State, of: &LineOf) -> String {
    match of {
        LineOf::Status(items)
        | LineOf::Progress(items)
        | LineOf::Lead(items)
        | LineOf::Support(items)
        | LineOf::Due(items)
        | LineOf::Person(items) => about(state, items),
        LineOf::Text(subject, field) => format!("{} {}", state.subject_title(subject), field.label(state.language)),
        LineOf::Goal(items) => format!("{} {}", year_of(state, items), about(state, items)),
        LineOf::Reading(id, period) if period.is_annual() => format!("{} {period}", state.title(id)),
        LineOf::Reading(id, period) => format!("{} {}", state.title(id), period.name(state.language)),
        LineOf::Reason(id, year, attainment) => {
            format!("{} {year} {} {}", state.title(id), state.signs().arrow, attainment.label(state.language))
        }
        LineOf::Solution(id, period) => format!("{} {}", state.title(id), period.name(state.language)),
        LineOf::FateNote(id, _) => state.title(id),
    }
}

/// Returns true for a figure or a date, which takes few columns.
pub fn is_short(of: &LineOf) -> bool {
    match of {
        LineOf::Progress(_) | LineOf::Due(_) | LineOf::Reading(..) => true,
        LineOf::Text(_, field) => field.is_figure(),
        _ => false,
    }
}

/// Returns the field of a line: typing replaces what it says.
pub fn field(state: &State, of: &LineOf) -> FormField {
    let (now, choices) = (now(state, of), choices(state, of));
    if choices.is_empty() { FormField::short("", &now) } else { FormField::choosing("", &now, choices) }
}

/// Returns what a field of a line shows by now.
pub fn shown(state: &State, of: &LineOf) -> String {
    field(state, of).typed().text().to_string()
}

/// Returns true if one of some values is chosen.
pub fn is_chosen(state: &State, of: &LineOf) -> bool {
    !choices(state, of).is_empty()
}

/// Returns the values that a line can take; none where words are typed.
fn choices(state: &State, of: &LineOf) -> Vec<Choice> {
    match of {
        LineOf::Status(_) => review::statuses(state),
        LineOf::Lead(_) | LineOf::Support(_) => {
            let registry = state.data.snapshot.departments();
            let choice = |name: &str, short: &str| Choice { value: name.to_string(), label: short.to_string() };
            let offered = registry.iter().filter(|department| !registry.is_former(department));
            offered.map(|department| choice(&department.name, department.short_name())).collect()
        }
        LineOf::Text(subject, field) => {
            let dossier = state.data.snapshot.dossier(subject.plan());
            dossier.and_then(|dossier| edit::choices(state, &dossier.plan, *field)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// Returns what a line says now.
fn now(state: &State, of: &LineOf) -> String {
    let one = |items: &[ItemId]| if let [one] = items { Some(one.clone()) } else { None };
    let assigned = |items: &[ItemId]| one(items).and_then(|id| state.data.snapshot.assignment(&id));
    let review = |items: &[ItemId]| {
        let id = one(items)?;
        state.data.snapshot.task(&id)?.0.review(&id, state.data.period).cloned()
    };
    let snapshot = &state.data.snapshot;
    let text = match of {
        LineOf::Status(items) => review(items).and_then(|review| review.status).map(|s| s.name().to_string()),
        LineOf::Progress(items) => review(items).and_then(|review| review.progress).map(|p| p.to_string()),
        LineOf::Lead(items) => assigned(items).map(|assignment| names(state, &assignment.lead)),
        LineOf::Support(items) => assigned(items).map(|assignment| names(state, &assignment.support)),
        LineOf::Due(items) => assigned(items).and_then(|assignment| Some(assignment.due?.to_string())),
        LineOf::Person(items) => assigned(items).and_then(|assignment| assignment.person),
        LineOf::Goal(items) => one(items)
            .and_then(|id| snapshot.task(&id))
            .and_then(|(dossier, task)| Some(state.data.goal(dossier, task)?.to_string())),
        LineOf::Text(subject, field) => {
            snapshot.dossier(subject.plan()).and_then(|dossier| overlay::read(&dossier.plan, subject, *field))
        }
        LineOf::Reading(id, period) => snapshot
            .indicator(id)
            .and_then(|(dossier, _)| dossier.reading(id, *period))
            .map(|reading| plain(reading.value)),
        LineOf::Reason(id, year, _) => {
            let judgement =
                snapshot.indicator(id).and_then(|(dossier, _)| dossier.judgements.get(&(id.clone(), *year)));
            judgement.and_then(|judgement| judgement.reason.clone())
        }
        LineOf::Solution(id, period) => {
            let solution = snapshot.task(id).and_then(|(dossier, _)| dossier.solution(id, *period));
            solution.and_then(|solution| solution.how.clone())
        }
        LineOf::FateNote(id, _) => snapshot.dossier(&id.plan).and_then(|dossier| dossier.fates.get(id)?.note.clone()),
    };
    text.unwrap_or_default()
}

/// Returns what saving a line comes to. A figure that a plan promises is changed by a slip that is corrected or by a
/// decision that is cited, so it is asked which.
///
/// # Errors
/// The word that says why the line can't be taken.
pub fn save(state: &State, of: &LineOf, line: &str) -> Result<Saving, Word> {
    let command = command(state, of, line)?;
    Ok(match of {
        LineOf::Text(subject, field) if field.is_figure() => {
            let question = ask::cause(state, subject.clone(), *field, line.trim().to_string());
            Saving::Ask(Box::new(question), command)
        }
        _ => Saving::Command(command),
    })
}

/// Returns the command that a line comes to. For a field with choices the line is the value of a choice.
///
/// # Errors
/// The word that says why it can't be taken.
fn command(state: &State, of: &LineOf, line: &str) -> Result<Command, Word> {
    let whole = line.trim();
    let typed = to_half_width(whole);
    let typed = typed.trim();
    let period = state.data.period;
    let words = || if whole.is_empty() { Set::Clear } else { Set::Set(whole.to_string()) };
    let review = |items: &Vec<ItemId>, edit| Command::Review { items: items.clone(), period, edit };
    let assign = |items: &Vec<ItemId>, edit| Command::Assign { items: items.clone(), edit };
    Ok(match of {
        LineOf::Status(items) => {
            let status = set(typed, |t| t.parse::<Status>().ok(), Word::NotAStatus)?;
            review(items, ReviewEdit { status, ..ReviewEdit::default() })
        }
        LineOf::Progress(items) => {
            let percent = typed.trim_end_matches('%').trim_end();
            let progress = set(percent, |t| t.parse::<Progress>().ok(), Word::NotAPercentage)?;
            review(items, ReviewEdit { progress, ..ReviewEdit::default() })
        }
        LineOf::Lead(items) => {
            assign(items, AssignmentEdit { lead: named(state, whole)?, ..AssignmentEdit::default() })
        }
        LineOf::Support(items) => {
            assign(items, AssignmentEdit { support: named(state, whole)?, ..AssignmentEdit::default() })
        }
        LineOf::Due(items) => {
            let this_year = Year::of(state.data.snapshot.today());
            let due = set(typed, |t| t.parse::<AskedDue>().ok()?.in_year(this_year), Word::NotADue)?;
            assign(items, AssignmentEdit { due, ..AssignmentEdit::default() })
        }
        LineOf::Person(items) => assign(items, AssignmentEdit { person: words(), ..AssignmentEdit::default() }),
        LineOf::Goal(items) => Command::SetGoal { items: items.clone(), year: year_of(state, items), text: words() },
        LineOf::Text(_, TextField::Title) if whole.is_empty() => return Err(Word::NoTitle),
        LineOf::Text(subject, field) => {
            let fields = vec![(*field, TextEdit::Set(whole.to_string()))];
            Command::Edit { subjects: vec![subject.clone()], fields, cause: Cause::Wrong { reason: None } }
        }
        LineOf::Reading(id, period) => {
            let value = match set(typed, read_reading, Word::NotANumber)? {
                Set::Set(value) => Some(value),
                Set::Keep | Set::Clear => None,
            };
            Command::Read { indicator: id.clone(), period: *period, value, amend: None }
        }
        LineOf::Reason(..) if typed.is_empty() => return Err(Word::NoReason),
        LineOf::Reason(id, year, attainment) => {
            let judgement = Some((*attainment, Some(whole.to_string())));
            Command::Judge { indicator: id.clone(), year: *year, judgement }
        }
        LineOf::Solution(id, raised) => {
            let solution = Some(Solution { period, how: Some(whole.to_string()) });
            Command::Solve { problems: vec![(id.clone(), *raised)], solution }
        }
        LineOf::FateNote(id, kind) => {
            let edit = Some(FateEdit { kind: *kind, into: Set::Keep, note: words() });
            Command::SetFate { items: vec![id.clone()], edit }
        }
    })
}

/// Returns the year up to which the period looks in the plan of some tasks.
fn year_of(state: &State, items: &[ItemId]) -> Year {
    let plan = items.first().and_then(|id| state.data.snapshot.dossier(&id.plan));
    plan.map_or(state.year, |dossier| state.data.year(&dossier.plan))
}

/// Returns the short names of departments in one line.
fn names(state: &State, names: &[String]) -> String {
    names.iter().map(|name| state.data.short_name(name)).collect::<Vec<_>>().join("、")
}

/// Returns the departments that a line names: in full, by a short name, or by letters of the pinyin.
///
/// # Errors
/// [`Word::NoSuchDepartment`] for letters that no department's name has.
fn named(state: &State, line: &str) -> Result<Set<Vec<String>>, Word> {
    let registry = state.data.snapshot.departments();
    let mut all: Vec<String> = Vec::new();
    for name in line.split(BETWEEN_NAMES).map(str::trim).filter(|name| !name.is_empty()) {
        let known = registry.find(name);
        let by_letters = || registry.search(name).first().copied().filter(|_| name.is_ascii());
        let name = match known.or_else(by_letters) {
            Some(department) => department.name.clone(),
            None if name.is_ascii() => return Err(Word::NoSuchDepartment),
            None => name.to_string(),
        };
        if !all.contains(&name) {
            all.push(name);
        }
    }
    Ok(if all.is_empty() { Set::Clear } else { Set::Set(all) })
}

/// Parses a line into the new value of a field; an empty line clears it.
fn set<T>(typed: &str, parse: impl Fn(&str) -> Option<T>, fault: Word) -> Result<Set<T>, Word> {
    if typed.is_empty() { Ok(Set::Clear) } else { parse(typed).map(Set::Set).ok_or(fault) }
}
