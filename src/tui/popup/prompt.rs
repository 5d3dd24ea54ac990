//! A pop-up that asks for one line: a figure, a name, a reason, a file.

use ratatui::layout::{Position, Rect, Size};

use super::confirm::Then;
use super::form::{Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Saving};
use super::line as lines;
use super::{Hint, centred, resume, rows};
use crate::action::{Action, Scope};
use crate::desk::{Command, FormOf, LineOf, Receipt, Seen, Writing};
use crate::office::import::words;
use crate::plan::overlay;
use crate::plan::{ItemId, Period, PlanId};
use crate::text::figure::plain;
use crate::text::fold::to_half_width;
use crate::text::width::AmbiguousWidth;
use crate::tui::state::State;
use crate::tui::state::field::Field;
use crate::tui::state::prompt::{ExportRequest, Exported};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, Given, about, import, indicators, seal, write};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The columns of the pop-up, where there are as many.
const WIDTH: u16 = 60;

/// The number of results that are drawn, unless another is asked for.
const SAMPLE: usize = 10;

/// The line that is asked for, and what it is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// A field.
    Line(LineOf),
    /// The reason for a change of something sealed.
    Amendment {
        /// The name under which the reason is kept as a draft.
        of: FormOf,
        /// The command that was refused without one.
        given: Box<Given>,
    },
    /// The title of a plan that is to be removed.
    Removal(PlanId),
    /// The term of a plan, by its title, that is imported from a document that tells none.
    Term(String),
    /// The number of results that are drawn of a plan.
    SampleSize(PlanId),
    /// The file that some rows, or some text, go to.
    File(Exported),
}

impl From<LineOf> for Asked {
    fn from(of: LineOf) -> Asked {
        Asked::Line(of)
    }
}

impl Asked {
    /// Returns the words that ask for it.
    fn word(&self) -> Word {
        match self {
            Asked::Line(of) => lines::word(of),
            Asked::Amendment { .. } => Word::EnterAmendment,
            Asked::Removal(_) => Word::EnterTitleToRemove,
            Asked::Term(_) => Word::EnterTerm,
            Asked::SampleSize(_) => Word::EnterCount,
            Asked::File(Exported::Notices(_)) => Word::EnterNotices,
            Asked::File(Exported::Workbooks(_)) => Word::EnterFolder,
            Asked::File(Exported::Report(_)) => Word::EnterReport,
            Asked::File(Exported::Pack(_)) => Word::EnterPack,
            Asked::File(Exported::Milestones(_)) => Word::EnterMilestones,
            Asked::File(Exported::Sample(..)) => Word::EnterSample,
            Asked::File(_) => Word::EnterFile,
        }
    }

    /// Returns what it is for, in words.
    fn about(&self, state: &State) -> String {
        match self {
            Asked::Line(of) => lines::title(state, of),
            Asked::Amendment { given, .. } => {
                about(state, &given.command.items().into_iter().cloned().collect::<Vec<_>>())
            }
            Asked::Removal(plan) | Asked::SampleSize(plan) => state.plan_title(plan),
            Asked::Term(title) => words::without_term(title, state.language),
            Asked::File(content) => count(state, content),
        }
    }

    /// Returns the field with what it says now, or with what is suggested.
    fn field(&self, state: &State) -> FormField {
        let word = |word: Word, ending: &str| format!("{}-{}{ending}", state.say(word), state.data.period);
        let suggested = match self {
            Asked::Line(of) => return lines::field(state, of),
            Asked::Amendment { .. } | Asked::Removal(_) | Asked::Term(_) => String::new(),
            Asked::SampleSize(_) => SAMPLE.to_string(),
            Asked::File(Exported::Notices(_)) => word(Word::Notices, ".docx"),
            Asked::File(Exported::Report(_)) => word(Word::EvaluationReport, ".docx"),
            Asked::File(Exported::Sample(..)) => word(Word::Sample, ".xlsx"),
            Asked::File(Exported::Pack(_)) => word(Word::Pack, ""),
            Asked::File(Exported::Milestones(_)) => word(Word::DispatchSheet, ".xlsx"),
            Asked::File(Exported::RollUp(..)) => word(Word::RollUp, ".xlsx"),
            Asked::File(Exported::Workbooks(_)) => word(Word::Tasks, ""),
            Asked::File(_) => format!("plandesk-{}.xlsx", state.data.period),
        };
        FormField::short("", &suggested)
    }

    /// Returns what saving a line comes to.
    ///
    /// # Errors
    /// The word that says why it can't be taken.
    fn save(&self, state: &mut State, line: &str) -> Result<Saving, Word> {
        let whole = line.trim();
        let typed = to_half_width(whole);
        let typed = typed.trim();
        Ok(match self {
            Asked::Line(of) => return lines::save(state, of, line),
            Asked::Amendment { .. } if typed.is_empty() => return Err(Word::NoReason),
            Asked::Amendment { given, .. } => {
                Saving::Confirmed(seal::with_reason(given.command.clone(), typed.to_string()))
            }
            Asked::Removal(plan) if whole != state.plan_title(plan).trim() => return Err(Word::NotTheTitle),
            Asked::Removal(plan) => Saving::Command(Command::Remove(plan.clone())),
            Asked::SampleSize(plan) => {
                let count = typed.parse().ok().filter(|count| *count > 0).ok_or(Word::NotANumber)?;
                Saving::Done(write::to_file(state, Exported::Sample(plan.clone(), count)))
            }
            Asked::Term(_) => {
                let term = overlay::term(typed).map_err(|_| Word::NotATerm)?;
                Saving::Done(import::read_again(state, |given| given.term = Some(term)))
            }
            Asked::File(_) if typed.is_empty() => return Err(Word::NoFile),
            Asked::File(content) => {
                let (file, content, overwrite) = (whole.to_string(), content.clone(), false);
                let (period, language) = (state.data.period, state.language);
                Saving::Done(vec![Effect::Export(ExportRequest { file, content, period, language, overwrite })])
            }
        })
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
    form: Form,
}

/// Asks for a line, with what holds now in it, or with the draft that there is of it.
pub fn open(state: &mut State, asked: impl Into<Asked>) -> Vec<Effect> {
    let asked = asked.into();
    let known = match &asked {
        Asked::Line(LineOf::Reading(id, period)) => known(state, id, *period),
        _ => String::new(),
    };
    let mut prompt = Prompt::new(state, asked.field(state), asked);
    if let Some(of) = prompt.writing() {
        prompt.form.resume(resume::take(state, &of));
    }
    state.open(Prompt { known, ..prompt })
}

/// Asks again for the file that could not be written, with what was typed and the reason.
pub fn again(state: &mut State, request: ExportRequest, why: &str) -> Vec<Effect> {
    let mut prompt = Prompt::new(state, FormField::line("", &request.file), Asked::File(request.content));
    prompt.form.refuse(0, why.to_string());
    state.open(prompt)
}

/// Asks for the reading of one indicator after the other.
pub fn open_readings(state: &mut State, id: ItemId, period: Period) -> Vec<Effect> {
    let effects = open(state, LineOf::Reading(id, period));
    if let Some(prompt) = state.top_mut::<Prompt>() {
        prompt.goes_on = true;
    }
    effects
}

/// Returns an indicator's unit, the reading before a year or a part of one, the value due in it and the target.
fn known(state: &State, id: &ItemId, period: Period) -> String {
    let Some((dossier, indicator)) = state.data.snapshot.indicator(id) else { return String::new() };
    let named = |word: Word, text: String| format!("{} {text}", state.say(word));
    let year = dossier.plan.term.year_of(period);
    let last = dossier.measurements(id, period).into_iter().rfind(|measured| measured.period != period);
    let last = last.map(|last| format!("{} {}", last.period, plain(last.reading.value)));
    let last = last.map(|text| named(Word::LastReading, text)).or_else(|| {
        let baseline = indicator.baselines.last()?;
        Some(named(Word::Baseline, format!("{} {}", baseline.year, baseline.text)))
    });
    let expected = dossier.expected(indicator, period);
    let expected = expected.map(|value| named(Word::Expected, indicator.figure(value)));
    let target = indicator.targets.iter().find(|target| target.year >= year).or(indicator.targets.last());
    let target = target.map(|target| named(Word::Target, format!("{} {}", target.year, target.text)));
    let unit = indicator.unit.clone().map(|unit| named(Word::Unit, unit));
    let parts: Vec<String> = [unit, last, expected, target].into_iter().flatten().collect();
    parts.join(&format!(" {} ", state.signs().dot))
}

fn count(state: &State, content: &Exported) -> String {
    match content {
        Exported::Notices(departments) => {
            let names: Vec<&str> = departments.iter().map(|name| state.data.short_name(name)).collect();
            names.join("、")
        }
        Exported::Report(plan) | Exported::Pack(plan) => {
            format!("{} {}", state.plan_title(plan), state.data.period.name(state.language))
        }
        Exported::Sample(plan, count) => format!("{} {count} {}", state.plan_title(plan), state.say(Word::Rows)),
        content => content.rows().map(|count| format!("{count} {}", state.say(Word::Rows))).unwrap_or_default(),
    }
}

impl Prompt {
    fn new(state: &State, field: FormField, asked: Asked) -> Prompt {
        let about = asked.about(state);
        Prompt { asked, about, known: String::new(), goes_on: false, form: Form::new(vec![field], 0) }
    }
}

impl FormPopUp for Prompt {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        match &self.asked {
            Asked::Line(of) => Some(FormOf::Line(of.clone()).into()),
            Asked::Amendment { of, .. } => Some(of.clone().into()),
            _ => None,
        }
    }

    fn title(&self, state: &State) -> String {
        state.say(self.asked.word()).to_string()
    }

    fn place(&self, screen: Size) -> Rect {
        let known = u16::from(!self.known.is_empty());
        let room = WIDTH.min(screen.width.saturating_sub(2)).saturating_sub(4);
        // Room is reserved for the wider of the two widths that a terminal may give to signs.
        let below = self.form.below(room, AmbiguousWidth::Wide).len();
        centred(screen, WIDTH, rows(below).max(1) + 5 + known)
    }

    fn keys(&self) -> Scope {
        Scope::Text
    }

    fn save(&mut self, state: &mut State) -> Result<Saving, Fault> {
        self.asked.save(state, self.form.value(0)).map_err(|word| Fault::new(0, state.say(word)))
    }

    fn seen(&self, state: &State, command: &Command) -> Seen {
        match &self.asked {
            Asked::Amendment { given, .. } => given.seen.clone(),
            _ => state.seen(command),
        }
    }

    /// Asks for the next row where rows are filled in one after the other.
    fn saved(&mut self, state: &mut State, _: &Receipt) {
        if self.goes_on {
            indicators::enter_next(state);
        }
    }

    /// A line is given up as lightly as it is typed; a reason is a sentence.
    fn leaving(&self) -> Option<(Word, Then)> {
        matches!(self.asked, Asked::Amendment { .. }).then_some((Word::LeaveText, Then::DropForm))
    }

    fn hint_of(&self, action: Action) -> Hint {
        match action {
            Action::NextField => Hint::None,
            _ => Hint::Usual,
        }
    }

    fn paint_inside(&self, canvas: &mut Canvas<'_>, _: &State, inner: Rect) {
        if inner.height < 3 {
            return;
        }
        canvas.put(inner.x, inner.y, inner.width, &self.about, Meaning::Muted);
        let mut y = inner.y + 1;
        if !self.known.is_empty() {
            canvas.put(inner.x, y, inner.width, &self.known, Meaning::Plain);
            y += 1;
        }
        if let Some(field) = self.form.fields().first() {
            line(canvas, Rect { y, height: 1, ..inner }, field.typed(), true);
        }
        for (y, below) in (y + 1..inner.bottom()).zip(self.form.below(inner.width, canvas.ambiguous)) {
            below.draw(canvas, Rect { y, height: 1, ..inner });
        }
    }
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

/// Draws a field of one line. A long text is shown up to the cursor where it has the keyboard, and else from its beginning.
pub fn line(canvas: &mut Canvas<'_>, area: Rect, field: &Field, has_keyboard: bool) {
    let (before, after) = if has_keyboard { field.parts() } else { ("", field.text()) };
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
