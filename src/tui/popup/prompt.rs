//! A pop-up that asks for one line: a figure, a name, a reason, a file.

use ratatui::layout::{Position, Rect, Size};

use super::confirm::{Confirm, Then};
use super::{Hint, PopUp, centred, rows};
use crate::action::{Action, Scope};
use crate::desk::{AssignmentEdit, Command, Field as Set, ReviewEdit};
use crate::keymap::Key;
use crate::office::import::words;
use crate::plan::target::read_reading;
use crate::plan::{AskedDue, Attainment, ItemId, Period, PlanId, Solution, Term, Year, overlay};
use crate::text::Label;
use crate::text::fold::to_half_width;
use crate::text::width::wrap;
use crate::tui::state::State;
use crate::tui::state::field::Field;
use crate::tui::state::judgement::figure;
use crate::tui::state::prompt::{ExportRequest, Exported};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, about, give, import, seal, unlikely, write};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The columns of the pop-up, where there are as many.
const WIDTH: u16 = 60;

/// The number of results that are drawn, unless another is asked for.
const SAMPLE: usize = 10;

/// The line that is asked for, and what it is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// The progress of some tasks, in per cent.
    Progress(Vec<ItemId>),
    /// The due year of some tasks.
    Due(Vec<ItemId>),
    /// The responsible person of some tasks.
    Person(Vec<ItemId>),
    /// The goal of some tasks in the period's year.
    Goal(Vec<ItemId>),
    /// The value of an indicator in a year.
    Reading(ItemId, Year),
    /// The reason for a judgement by hand of an indicator in a year.
    Reason(ItemId, Year, Attainment),
    /// The solution of the problem that a task's review raised in a period.
    Solution(ItemId, Period),
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

impl Asked {
    fn word(&self) -> Word {
        match self {
            Asked::Progress(_) => Word::EnterProgress,
            Asked::Due(_) => Word::EnterDue,
            Asked::Person(_) => Word::EnterPerson,
            Asked::Goal(_) => Word::EnterGoal,
            Asked::Reading(..) => Word::EnterReading,
            Asked::Reason(..) => Word::EnterReason,
            Asked::Solution(..) => Word::EnterSolution,
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
}

/// The pop-up.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// The line that is asked for.
    asked: Asked,
    /// The items that it is for, in words.
    about: String,
    /// The facts that are known of them, in words.
    known: String,
    /// True if the prompt for the next row follows.
    goes_on: bool,
    /// The line.
    field: Field,
    /// The reason why the line can't be taken, as it is wrapped.
    fault: Vec<String>,
}

/// Asks for a line, with what holds now in it.
pub fn open(state: &mut State, asked: Asked) -> Vec<Effect> {
    let now = now(state, &asked);
    let about = match &asked {
        Asked::Progress(items) | Asked::Due(items) | Asked::Person(items) => about(state, items),
        Asked::Goal(items) => format!("{} {}", year_of(state, items), about(state, items)),
        Asked::Reading(id, year) => format!("{} {year}", state.title(id)),
        Asked::Reason(id, year, attainment) => {
            format!("{} {year} {} {}", state.title(id), state.signs().arrow, attainment.label(state.language))
        }
        Asked::Solution(id, period) => format!("{} {}", state.title(id), period.name(state.language)),
        Asked::Amendment(command) => about(state, &command.items().into_iter().cloned().collect::<Vec<_>>()),
        Asked::Removal(plan) => state.plan_title(plan),
        Asked::Term(title) => words::without_term(title, state.language),
        Asked::SampleSize(plan) => state.plan_title(plan),
        Asked::File(content) => count(state, content),
    };
    let known = match &asked {
        Asked::Reading(id, year) => known(state, id, *year),
        _ => String::new(),
    };
    state.open(Prompt { asked, about, known, goes_on: false, field: Field::selected(&now), fault: Vec::new() })
}

/// Asks again for the file that could not be written, with what was typed and the reason.
pub fn again(state: &mut State, request: ExportRequest, why: &str) -> Vec<Effect> {
    let asked = Asked::File(request.content);
    let about = match &asked {
        Asked::File(content) => count(state, content),
        _ => String::new(),
    };
    let fault = faults(state, why);
    let field = Field::line(&request.file);
    state.open(Prompt { asked, about, known: String::new(), goes_on: false, field, fault })
}

/// Returns a reason as it is wrapped for the pop-up.
fn faults(state: &State, why: &str) -> Vec<String> {
    let room = usize::from(WIDTH.min(state.size.width.saturating_sub(2)).saturating_sub(4)).max(2);
    wrap(&format!("! {why}"), room, state.ambiguous)
}

/// Asks for the reading of one indicator after the other.
pub fn open_readings(state: &mut State, id: ItemId, year: Year) -> Vec<Effect> {
    let effects = open(state, Asked::Reading(id, year));
    if let Some(prompt) = state.top_mut::<Prompt>() {
        prompt.goes_on = true;
    }
    effects
}

/// Returns an indicator's unit, the reading before a year, the value due in it and the target.
fn known(state: &State, id: &ItemId, year: Year) -> String {
    let Some((dossier, indicator)) = state.data.snapshot.indicator(id) else { return String::new() };
    let named = |word: Word, text: String| format!("{} {text}", state.say(word));
    let last = dossier.readings_of(id).filter(|(at, _)| *at < year).last();
    let last = last.map(|(at, reading)| format!("{at} {}", figure(reading.value)));
    let last = last.map(|text| named(Word::LastReading, text)).or_else(|| {
        let baseline = indicator.baselines.last()?;
        Some(named(Word::Baseline, format!("{} {}", baseline.year, baseline.text)))
    });
    let expected = dossier.expected(indicator, Period::annual(year)).map(|value| named(Word::Expected, figure(value)));
    let target = indicator.targets.iter().find(|target| target.year >= year).or(indicator.targets.last());
    let target = target.map(|target| named(Word::Target, format!("{} {}", target.year, target.text)));
    let unit = indicator.unit.clone().map(|unit| named(Word::Unit, unit));
    let parts: Vec<String> = [unit, last, expected, target].into_iter().flatten().collect();
    parts.join(&format!(" {} ", state.signs().dot))
}

fn now(state: &State, asked: &Asked) -> String {
    let one = |items: &[ItemId]| if let [one] = items { Some(one.clone()) } else { None };
    let snapshot = &state.data.snapshot;
    match asked {
        Asked::Progress(items) => one(items)
            .and_then(|id| Some(snapshot.task(&id)?.0.review(&id, state.data.period)?.progress?.to_string()))
            .unwrap_or_default(),
        Asked::Due(items) => {
            one(items).and_then(|id| Some(snapshot.assignment(&id)?.due?.to_string())).unwrap_or_default()
        }
        Asked::Person(items) => one(items).and_then(|id| snapshot.assignment(&id)?.person).unwrap_or_default(),
        Asked::Goal(items) => one(items)
            .and_then(|id| snapshot.task(&id))
            .and_then(|(dossier, task)| Some(state.data.goal(dossier, task)?.to_string()))
            .unwrap_or_default(),
        Asked::Reading(id, year) => snapshot
            .indicator(id)
            .and_then(|(dossier, _)| dossier.readings.get(&(id.clone(), *year)))
            .map(|reading| figure(reading.value))
            .unwrap_or_default(),
        Asked::Reason(id, year, _) => {
            let judgement =
                snapshot.indicator(id).and_then(|(dossier, _)| dossier.judgements.get(&(id.clone(), *year)));
            judgement.and_then(|judgement| judgement.reason.clone()).unwrap_or_default()
        }
        Asked::Solution(id, period) => {
            let solution = snapshot.task(id).and_then(|(dossier, _)| dossier.solution(id, *period));
            solution.and_then(|solution| solution.how.clone()).unwrap_or_default()
        }
        Asked::Amendment(_) | Asked::Removal(_) | Asked::Term(_) => String::new(),
        Asked::SampleSize(_) => SAMPLE.to_string(),
        Asked::File(Exported::Notices(_)) => format!("{}-{}.docx", state.say(Word::Notices), state.data.period),
        Asked::File(Exported::Report(_)) => format!("{}-{}.docx", state.say(Word::EvaluationReport), state.data.period),
        Asked::File(Exported::Sample(..)) => format!("{}-{}.xlsx", state.say(Word::Sample), state.data.period),
        Asked::File(Exported::RollUp(..)) => format!("{}-{}.xlsx", state.say(Word::RollUp), state.data.period),
        Asked::File(Exported::Workbooks(_)) => format!("{}-{}", state.say(Word::Tasks), state.data.period),
        Asked::File(_) => format!("plandesk-{}.xlsx", state.data.period),
    }
}

fn count(state: &State, content: &Exported) -> String {
    match content {
        Exported::Notices(departments) => {
            let names: Vec<&str> = departments.iter().map(|name| state.data.short_name(name)).collect();
            names.join("、")
        }
        Exported::Report(plan) => format!("{} {}", state.plan_title(plan), state.data.period.name(state.language)),
        Exported::Sample(plan, count) => format!("{} {count} {}", state.plan_title(plan), state.say(Word::Rows)),
        content => content.rows().map(|count| format!("{count} {}", state.say(Word::Rows))).unwrap_or_default(),
    }
}

impl PopUp for Prompt {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn area(&self, screen: Size) -> Rect {
        let known = u16::from(!self.known.is_empty());
        centred(screen, WIDTH, rows(self.fault.len()).max(1) + 5 + known)
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        self.field.insert(text);
        state.keep(self)
    }

    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        self.field.edit(key);
        self.fault.clear();
        state.keep(self)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::Back => Vec::new(),
            Action::SaveText => match read(state, &self) {
                Ok(Line::Command(rows, command)) => {
                    let about = unlikely::of(state, &command);
                    if about.is_empty() || rows > 1 {
                        return self.give(state, command);
                    }
                    state.keep(self);
                    let question = state.say(Word::IsItMeant).to_string();
                    state.open(Confirm { question, about, then: Then::Answer(command) })
                }
                Ok(Line::SampleSize(plan, count)) => write::to_file(state, Exported::Sample(plan, count)),
                Ok(Line::Term(term)) => import::read_again(state, |given| given.term = Some(term)),
                Ok(Line::File) => export(state, *self),
                Err(word) => {
                    self.fault = faults(state, state.say(word));
                    state.keep(self)
                }
            },
            _ => state.keep(self),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, state.say(self.asked.word()));
        if inner.height < 3 {
            return;
        }
        canvas.put(inner.x, inner.y, inner.width, &self.about, Meaning::Muted);
        let mut y = inner.y + 1;
        if !self.known.is_empty() {
            canvas.put(inner.x, y, inner.width, &self.known, Meaning::Plain);
            y += 1;
        }
        line(canvas, Rect { y, height: 1, ..inner }, &self.field, true);
        for (y, fault) in (y + 1..inner.bottom()).zip(&self.fault) {
            canvas.put(inner.x, y, inner.width, fault, Meaning::Bad);
        }
    }

    fn hint(&self, action: Action) -> Hint {
        match action {
            Action::NextField => Hint::None,
            _ => Hint::Usual,
        }
    }
}

impl Prompt {
    /// Gives the command that the line makes, however unlikely.
    pub fn give(self, state: &mut State, command: Command) -> Vec<Effect> {
        state.goes_on = self.goes_on;
        give(state, command.items().len(), command)
    }
}

/// The meaning of a line.
enum Line {
    /// A command about so many rows.
    Command(usize, Command),
    /// The number of results that are drawn of a plan.
    SampleSize(PlanId, usize),
    /// The term of a plan that is imported.
    Term(Term),
    /// A file to write.
    File,
}

/// Returns what a line comes to.
fn read(state: &State, prompt: &Prompt) -> Result<Line, Word> {
    let typed = to_half_width(prompt.field.text());
    let typed = typed.trim();
    let period = state.data.period;
    let (rows, command) = match &prompt.asked {
        Asked::SampleSize(plan) => {
            let count = typed.parse().ok().filter(|count| *count > 0).ok_or(Word::NotANumber)?;
            return Ok(Line::SampleSize(plan.clone(), count));
        }
        Asked::Term(_) => return overlay::term(typed).map(Line::Term).map_err(|_| Word::NotATerm),
        Asked::File(_) if typed.is_empty() => return Err(Word::NoFile),
        Asked::File(_) => return Ok(Line::File),
        Asked::Progress(items) => {
            let progress = set(typed, |t| t.parse().ok(), Word::NotAPercentage)?;
            let edit = ReviewEdit { progress, ..ReviewEdit::default() };
            (items.len(), Command::Review { items: items.clone(), period, edit })
        }
        Asked::Due(items) => {
            let this_year = Year::of(state.data.snapshot.today());
            let due = set(typed, |t| t.parse::<AskedDue>().ok()?.in_year(this_year), Word::NotADue)?;
            let edit = AssignmentEdit { due, ..AssignmentEdit::default() };
            (items.len(), Command::Assign { items: items.clone(), edit })
        }
        Asked::Person(items) => {
            let person = set(prompt.field.text().trim(), |t| Some(t.to_string()), Word::NotANumber)?;
            let edit = AssignmentEdit { person, ..AssignmentEdit::default() };
            (items.len(), Command::Assign { items: items.clone(), edit })
        }
        Asked::Goal(items) => {
            let text = set(prompt.field.text().trim(), |t| Some(t.to_string()), Word::NotANumber)?;
            let command = Command::SetGoal { items: items.clone(), year: year_of(state, items), text };
            (items.len(), command)
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
            let judgement = Some((*attainment, Some(prompt.field.text().trim().to_string())));
            (1, Command::Judge { indicator: id.clone(), year: *year, judgement })
        }
        Asked::Solution(id, raised) => {
            let how = Some(prompt.field.text().trim().to_string());
            let solution = Some(Solution { period, how });
            (1, Command::Solve { problems: vec![(id.clone(), *raised)], solution })
        }
        Asked::Amendment(_) if typed.is_empty() => return Err(Word::NoReason),
        Asked::Amendment(command) => (1, seal::with_reason((**command).clone(), typed.to_string())),
        Asked::Removal(plan) if prompt.field.text().trim() != state.plan_title(plan).trim() => {
            return Err(Word::NotTheTitle);
        }
        Asked::Removal(plan) => (1, Command::Remove(plan.clone())),
    };
    Ok(Line::Command(rows, command))
}

/// Returns the year up to which the period looks in the plan of some tasks.
fn year_of(state: &State, items: &[ItemId]) -> Year {
    let plan = items.first().and_then(|id| state.data.snapshot.dossier(&id.plan));
    plan.map_or(state.year, |dossier| state.data.year(&dossier.plan))
}

/// Parses a line into the new value of a field; an empty line clears it.
fn set<T>(typed: &str, parse: impl Fn(&str) -> Option<T>, fault: Word) -> Result<Set<T>, Word> {
    if typed.is_empty() { Ok(Set::Clear) } else { parse(typed).map(Set::Set).ok_or(fault) }
}

fn export(state: &mut State, prompt: Prompt) -> Vec<Effect> {
    let file = prompt.field.text().trim().to_string();
    let Asked::File(content) = prompt.asked else { return Vec::new() };
    let (period, language) = (state.data.period, state.language);
    vec![Effect::Export(ExportRequest { file, content, period, language, overwrite: false })]
}

/// Returns as much of the end of a text as there is room for.
pub fn end_of<'a>(canvas: &Canvas<'_>, text: &'a str, room: u16) -> &'a str {
    let mut shown = text;
    while canvas.width(shown) > room {
        let mut chars = shown.chars();
        chars.next();
        shown = chars.as_str();
    }
    shown
}

/// Draws a field of one line. A long text is shown up to the cursor.
pub fn line(canvas: &mut Canvas<'_>, area: Rect, field: &Field, has_keyboard: bool) {
    let (before, after) = field.parts();
    let room = area.width.saturating_sub(1);
    let shown = end_of(canvas, before, room);
    let meaning = if field.is_selected() { Meaning::Selected } else { Meaning::Field };
    let taken = canvas.put(area.x, area.y, room, shown, meaning);
    let more = canvas.put(area.x + taken, area.y, area.width - taken, after, Meaning::Field);
    let blank = area.width - taken - more;
    canvas.repeat(area.x + taken + more, area.y, blank, " ", Meaning::Field);
    if has_keyboard {
        canvas.set_caret(Position::new(area.x + taken, area.y));
    }
}
