//! A pop-up that asks for one line: a figure, a name, a reason, a file.

use ratatui::layout::{Position, Rect, Size};

use super::asked::{Line, year_of};
use super::confirm::{Confirm, Then};
use super::{Hint, PopUp, centred, rows};
use crate::action::{Action, Scope};
use crate::desk::Command;
use crate::keymap::Key;
use crate::office::import::words;
use crate::plan::{ItemId, Period, Year};
use crate::text::Label;
use crate::text::width::wrap;
use crate::tui::state::State;
use crate::tui::state::field::Field;
use crate::tui::state::judgement::figure;
use crate::tui::state::prompt::{ExportRequest, Exported};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, about, give, import, unlikely, write};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

pub use super::asked::Asked;

/// The columns of the pop-up, where there are as many.
const WIDTH: u16 = 60;

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
    let now = asked.now(state);
    let about = match &asked {
        Asked::Status(items)
        | Asked::Progress(items)
        | Asked::Lead(items)
        | Asked::Support(items)
        | Asked::Due(items)
        | Asked::Person(items) => about(state, items),
        Asked::Text(subject, _) => state.subject_title(subject),
        Asked::Goal(items) => format!("{} {}", year_of(state, items), about(state, items)),
        Asked::Reading(id, year) => format!("{} {year}", state.title(id)),
        Asked::Reason(id, year, attainment) => {
            format!("{} {year} {} {}", state.title(id), state.signs().arrow, attainment.label(state.language))
        }
        Asked::Solution(id, period) => format!("{} {}", state.title(id), period.name(state.language)),
        Asked::FateNote(id, _) => state.title(id),
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
            Action::SaveText => match self.asked.read(state, self.field.text()) {
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
