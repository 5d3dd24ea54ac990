//! Lines that are asked for: what each is for, what it says now, and the command that it comes to.

use super::edit;
use super::form::Choice;
use super::review;
use crate::desk::{AssignmentEdit, Cause, Command, FateEdit, Field as Set, ReviewEdit, TextEdit};
use crate::plan::overlay;
use crate::plan::record::Owner;
use crate::plan::target::read_reading;
use crate::plan::{
    AskedDue, Attainment, FateKind, ItemId, Period, PlanId, Progress, Solution, Status, Subject, Term, TextField, Year,
};
use crate::text::fold::to_half_width;
use crate::tui::state::State;
use crate::tui::state::judgement::figure;
use crate::tui::state::prompt::Exported;
use crate::tui::update::seal;
use crate::tui::words::Word;

/// The number of results that are drawn, unless another is asked for.
const SAMPLE: usize = 10;

/// The signs between the names of several departments.
const BETWEEN_NAMES: [char; 4] = ['、', ',', ';', '；'];

/// The line that is asked for, and what it is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// The status of some tasks.
    Status(Vec<ItemId>),
    /// The progress of some tasks, in per cent.
    Progress(Vec<ItemId>),
    /// The lead departments of some tasks.
    Lead(Vec<ItemId>),
    /// The supporting departments of some tasks.
    Support(Vec<ItemId>),
    /// The due year of some tasks.
    Due(Vec<ItemId>),
    /// The responsible person of some tasks.
    Person(Vec<ItemId>),
    /// The goal of some tasks in the period's year.
    Goal(Vec<ItemId>),
    /// A field of the text of something, to be corrected.
    Text(Subject, TextField),
    /// The value of an indicator in a year.
    Reading(ItemId, Year),
    /// The reason for a judgement by hand of an indicator in a year.
    Reason(ItemId, Year, Attainment),
    /// The solution of the problem that a task's review raised in a period.
    Solution(ItemId, Period),
    /// The remark on the fate of an item, and the fate.
    FateNote(ItemId, FateKind),
    /// The reason for a change of something sealed.
    Amendment(Box<Command>),
    /// The title of a plan that is to be removed.
    Removal(PlanId),
    /// The term of a plan, by its title, that is imported from a document that tells none.
    Term(String),
    /// The number of results that are drawn of a plan.
    SampleSize(PlanId),
    /// The file that some rows, or some text, go to.
    File(Exported),
}

/// The meaning of a line.
pub enum Line {
    /// A command about so many rows.
    Command(usize, Command),
    /// The number of results that are drawn of a plan.
    SampleSize(PlanId, usize),
    /// The term of a plan that is imported.
    Term(Term),
    /// A file to write.
    File,
}

impl Asked {
    /// Returns the words that ask for it.
    pub fn word(&self) -> Word {
        match self {
            Asked::Status(_) => Word::Status,
            Asked::Progress(_) => Word::EnterProgress,
            Asked::Lead(_) => Word::ChooseLead,
            Asked::Support(_) => Word::ChooseSupport,
            Asked::Due(_) => Word::EnterDue,
            Asked::Person(_) => Word::EnterPerson,
            Asked::Goal(_) => Word::EnterGoal,
            Asked::Text(..) => Word::Correction,
            Asked::Reading(..) => Word::EnterReading,
            Asked::Reason(..) => Word::EnterReason,
            Asked::Solution(..) => Word::EnterSolution,
            Asked::FateNote(..) => Word::FateNote,
            Asked::Amendment(_) => Word::EnterAmendment,
            Asked::Removal(_) => Word::EnterTitleToRemove,
            Asked::Term(_) => Word::EnterTerm,
            Asked::File(Exported::Notices(_)) => Word::EnterNotices,
            Asked::SampleSize(_) => Word::EnterCount,
            Asked::File(Exported::Workbooks(_)) => Word::EnterFolder,
            Asked::File(Exported::Report(_)) => Word::EnterReport,
            Asked::File(Exported::Sample(..)) => Word::EnterSample,
            Asked::File(_) => Word::EnterFile,
        }
    }

    /// Returns the values that it can take; none where words are typed.
    pub fn choices(&self, state: &State) -> Vec<Choice> {
        match self {
            Asked::Status(_) => review::statuses(state),
            Asked::Lead(_) | Asked::Support(_) => {
                let registry = state.data.snapshot.departments();
                let choice = |name: &str, short: &str| Choice { value: name.to_string(), label: short.to_string() };
                let offered = registry.iter().filter(|department| !department.is_former());
                offered.map(|department| choice(&department.name, department.short_name())).collect()
            }
            Asked::Text(subject, field) => {
                let dossier = state.data.snapshot.dossier(subject.plan());
                dossier.and_then(|dossier| edit::choices(state, &dossier.plan, *field)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Returns what it says now, or what is suggested.
    pub fn now(&self, state: &State) -> String {
        let one = |items: &[ItemId]| if let [one] = items { Some(one.clone()) } else { None };
        let assigned = |items: &[ItemId]| one(items).and_then(|id| state.data.snapshot.assignment(&id));
        let review = |items: &[ItemId]| {
            let id = one(items)?;
            state.data.snapshot.task(&id)?.0.review(&id, state.data.period).cloned()
        };
        let snapshot = &state.data.snapshot;
        let word = |word: Word, ending: &str| format!("{}-{}{ending}", state.say(word), state.data.period);
        let text = match self {
            Asked::Status(items) => review(items).and_then(|review| review.status).map(|s| s.name().to_string()),
            Asked::Progress(items) => review(items).and_then(|review| review.progress).map(|p| p.to_string()),
            Asked::Lead(items) => assigned(items).map(|assignment| names(state, &assignment.lead)),
            Asked::Support(items) => assigned(items).map(|assignment| names(state, &assignment.support)),
            Asked::Due(items) => assigned(items).and_then(|assignment| Some(assignment.due?.to_string())),
            Asked::Person(items) => assigned(items).and_then(|assignment| assignment.person),
            Asked::Goal(items) => one(items)
                .and_then(|id| snapshot.task(&id))
                .and_then(|(dossier, task)| Some(state.data.goal(dossier, task)?.to_string())),
            Asked::Text(subject, field) => {
                snapshot.dossier(subject.plan()).and_then(|dossier| overlay::read(&dossier.plan, subject, *field))
            }
            Asked::Reading(id, year) => snapshot
                .indicator(id)
                .and_then(|(dossier, _)| dossier.readings.get(&(id.clone(), *year)))
                .map(|reading| figure(reading.value)),
            Asked::Reason(id, year, _) => {
                let judgement =
                    snapshot.indicator(id).and_then(|(dossier, _)| dossier.judgements.get(&(id.clone(), *year)));
                judgement.and_then(|judgement| judgement.reason.clone())
            }
            Asked::Solution(id, period) => {
                let solution = snapshot.task(id).and_then(|(dossier, _)| dossier.solution(id, *period));
                solution.and_then(|solution| solution.how.clone())
            }
            Asked::FateNote(id, _) => {
                snapshot.dossier(&id.plan).and_then(|dossier| dossier.fates.get(id)?.note.clone())
            }
            Asked::Amendment(_) | Asked::Removal(_) | Asked::Term(_) => None,
            Asked::SampleSize(_) => Some(SAMPLE.to_string()),
            Asked::File(Exported::Notices(_)) => Some(word(Word::Notices, ".docx")),
            Asked::File(Exported::Report(_)) => Some(word(Word::EvaluationReport, ".docx")),
            Asked::File(Exported::Sample(..)) => Some(word(Word::Sample, ".xlsx")),
            Asked::File(Exported::RollUp(..)) => Some(word(Word::RollUp, ".xlsx")),
            Asked::File(Exported::Workbooks(_)) => Some(word(Word::Tasks, "")),
            Asked::File(_) => Some(format!("plandesk-{}.xlsx", state.data.period)),
        };
        text.unwrap_or_default()
    }

    /// Returns what a line comes to. For a field with choices the line is the value of a choice.
    ///
    /// # Errors
    /// The word that says why it can't be taken.
    pub fn read(&self, state: &State, line: &str) -> Result<Line, Word> {
        let whole = line.trim();
        let typed = to_half_width(whole);
        let typed = typed.trim();
        let period = state.data.period;
        let words = || if whole.is_empty() { Set::Clear } else { Set::Set(whole.to_string()) };
        let review = |items: &Vec<ItemId>, edit| (items.len(), Command::Review { items: items.clone(), period, edit });
        let assign = |items: &Vec<ItemId>, edit| (items.len(), Command::Assign { items: items.clone(), edit });
        let (rows, command) = match self {
            Asked::SampleSize(plan) => {
                let count = typed.parse().ok().filter(|count| *count > 0).ok_or(Word::NotANumber)?;
                return Ok(Line::SampleSize(plan.clone(), count));
            }
            Asked::Term(_) => return overlay::term(typed).map(Line::Term).map_err(|_| Word::NotATerm),
            Asked::File(_) if typed.is_empty() => return Err(Word::NoFile),
            Asked::File(_) => return Ok(Line::File),
            Asked::Status(items) => {
                let status = set(typed, |t| t.parse::<Status>().ok(), Word::NotAStatus)?;
                review(items, ReviewEdit { status, ..ReviewEdit::default() })
            }
            Asked::Progress(items) => {
                let percent = typed.trim_end_matches('%').trim_end();
                let progress = set(percent, |t| t.parse::<Progress>().ok(), Word::NotAPercentage)?;
                review(items, ReviewEdit { progress, ..ReviewEdit::default() })
            }
            Asked::Lead(items) => {
                assign(items, AssignmentEdit { lead: named(state, whole)?, ..AssignmentEdit::default() })
            }
            Asked::Support(items) => {
                assign(items, AssignmentEdit { support: named(state, whole)?, ..AssignmentEdit::default() })
            }
            Asked::Due(items) => {
                let this_year = Year::of(state.data.snapshot.today());
                let due = set(typed, |t| t.parse::<AskedDue>().ok()?.in_year(this_year), Word::NotADue)?;
                assign(items, AssignmentEdit { due, ..AssignmentEdit::default() })
            }
            Asked::Person(items) => assign(items, AssignmentEdit { person: words(), ..AssignmentEdit::default() }),
            Asked::Goal(items) => {
                let command = Command::SetGoal { items: items.clone(), year: year_of(state, items), text: words() };
                (items.len(), command)
            }
            Asked::Text(_, TextField::Title) if whole.is_empty() => return Err(Word::NoTitle),
            Asked::Text(subject, field) => {
                let fields = vec![(*field, TextEdit::Set(whole.to_string()))];
                let cause = Cause::Wrong { reason: None };
                (1, Command::Edit { subjects: vec![subject.clone()], fields, cause })
            }
            Asked::Reading(id, year) => {
                let value = match set(typed, read_reading, Word::NotANumber)? {
                    Set::Set(value) => Some(value),
                    Set::Keep | Set::Clear => None,
                };
                (1, Command::Read { indicator: id.clone(), year: *year, value, amend: None })
            }
            Asked::Reason(..) if typed.is_empty() => return Err(Word::NoReason),
            Asked::Reason(id, year, attainment) => {
                let judgement = Some((*attainment, Some(whole.to_string())));
                (1, Command::Judge { indicator: id.clone(), year: *year, judgement })
            }
            Asked::Solution(id, raised) => {
                let solution = Some(Solution { period, how: Some(whole.to_string()) });
                (1, Command::Solve { problems: vec![(id.clone(), *raised)], solution })
            }
            Asked::FateNote(id, kind) => {
                let edit = Some(FateEdit { kind: *kind, into: Set::Keep, note: words() });
                (1, Command::SetFate { items: vec![id.clone()], edit })
            }
            Asked::Amendment(_) if typed.is_empty() => return Err(Word::NoReason),
            Asked::Amendment(command) => (1, seal::with_reason((**command).clone(), typed.to_string())),
            Asked::Removal(plan) if whole != state.plan_title(plan).trim() => return Err(Word::NotTheTitle),
            Asked::Removal(plan) => (1, Command::Remove(plan.clone())),
        };
        Ok(Line::Command(rows, command))
    }
}

/// Returns the year up to which the period looks in the plan of some tasks.
pub fn year_of(state: &State, items: &[ItemId]) -> Year {
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
