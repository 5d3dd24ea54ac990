//! The preview of an import: what was found, what was uncertain, and every change of an edition, to be taken over or
//! not.

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::{Rect, Size};

use super::confirm::{Confirm, Then};
use super::prompt::{self, Asked};
use super::{Hint, PopUp, centred, table_columns};
use crate::action::{Action, Scope};
use crate::desk::{Consent, Declined, Outcome};
use crate::import::UnreadTable;
use crate::keymap::Key;
use crate::office::import::words::{self, EditionChange};
use crate::office::import::{Batch, Intake};
use crate::plan::{DoubtKind, Figures, Plan};
use crate::text::clean::shown_line;
use crate::text::width::wrap;
use crate::text::{Label, Language};
use crate::tui::state::import::Request;
use crate::tui::state::list::{List, Moves, go};
use crate::tui::state::{State, Tone};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, import, say_unbound};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The columns of the mark of a change.
const MARK: usize = 4;

/// An entry of the page.
#[derive(Debug, Clone)]
struct Entry {
    text: String,
    meaning: Meaning,
    indent: usize,
    /// The changes that are taken over or not with it.
    choices: Vec<Declined>,
    /// The table that it says can't be read.
    table: Option<UnreadTable>,
}

/// A line of an entry that is wrapped, and whether it is the first.
type Line = (usize, String, bool);

/// The pop-up.
#[derive(Debug, Clone)]
pub struct IntakePage {
    request: Request,
    batch: Arc<Batch>,
    intake: Intake,
    language: Language,
    entries: Vec<Entry>,
    lines: List<Line>,
    /// The columns that the lines are wrapped for.
    columns: usize,
    declined: BTreeSet<Declined>,
}

impl IntakePage {
    /// Returns the page of a preview, of what was read for a request.
    pub fn new(request: Request, batch: Arc<Batch>, intake: Intake, language: Language) -> Self {
        let entries = entries(&intake, language);
        let (lines, declined) = (List::default(), BTreeSet::new());
        IntakePage { request, batch, intake, language, entries, lines, columns: 0, declined }
    }

    /// Returns the request for which it was read.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// Returns the table under the cursor that could not be read, or the first one.
    fn table(&self) -> Option<&UnreadTable> {
        let here = self.lines.current().and_then(|(entry, ..)| self.entries.get(*entry)?.table.as_ref());
        here.or_else(|| self.intake.documents.iter().flat_map(|found| &found.unread).next())
    }

    fn choices(&self) -> Vec<Declined> {
        self.lines
            .current()
            .and_then(|(entry, ..)| self.entries.get(*entry))
            .map_or_else(Vec::new, |e| e.choices.clone())
    }

    /// Takes changes over, or no more: none of them unless one is.
    fn toggle(&mut self, choices: Vec<Declined>) {
        let is_any_taken = choices.iter().any(|choice| !self.declined.contains(choice));
        for choice in choices {
            if is_any_taken {
                self.declined.insert(choice)
            } else {
                self.declined.remove(&choice)
            };
        }
    }

    /// Takes it in, once everything that has to be asked was agreed to.
    fn take_in(&self, state: &mut State, given: Consent) -> Vec<Effect> {
        // No term is made up where there is somebody to ask.
        let without_term = self.intake.documents.iter().find_map(|found| found.without_term.clone());
        if let Some(title) = without_term {
            return prompt::open(state, Asked::Term(title));
        }
        let consent = Consent { declined: self.declined.iter().cloned().collect(), ..given };
        match self.intake.asks_for(&consent) {
            Some(asks) => {
                let then = Then::TakeIn(asks.agreed(consent));
                state.open(Confirm { question: asks.question(state.language), about: Vec::new(), then })
            }
            None => import::take_in(state, Arc::clone(&self.batch), consent),
        }
    }

    /// Goes on after a question about the import was answered with yes.
    pub fn go_on(self: Box<Self>, state: &mut State, given: Consent) -> Vec<Effect> {
        let page = (*self).clone();
        state.keep(self);
        page.take_in(state, given)
    }
}

/// Returns what is shown of an import.
fn entries(intake: &Intake, language: Language) -> Vec<Entry> {
    let plain = |text: String, meaning| Entry { text, meaning, indent: 0, choices: Vec::new(), table: None };
    let mut entries = Vec::new();
    for rejected in &intake.rejected {
        entries.push(plain(rejected.text(language), Meaning::Bad));
    }
    for found in &intake.documents {
        if let Some(unlike) = found.unlike {
            let text = format!("{}: {}", shown_line(&found.file), unlike.name(language));
            entries.push(plain(text, Meaning::Bad));
        }
        for (plan, outcome) in &found.plans {
            entries.push(plain(plan.title.clone(), Meaning::Title));
            entries.push(Entry { indent: 2, ..plain(figures(plan, outcome, language), Meaning::Plain) });
        }
    }
    for (_, plan, outcome) in intake.plans() {
        if let Outcome::NewEdition(changes) = outcome {
            entries.push(plain(String::new(), Meaning::Plain));
            entries.push(plain(words::edition(plan, changes, language), Meaning::Title));
            entries.extend(edition(changes, language));
            if !changes.removed.is_empty() {
                entries
                    .push(Entry { indent: 2, ..plain(words::removed_are_kept(language).to_string(), Meaning::Muted) });
            }
        }
    }
    for plan in &intake.brought_back {
        entries.push(plain(words::brought_back(plan, language), Meaning::Notice));
    }
    if !intake.overlaid.is_empty() {
        entries.push(plain(String::new(), Meaning::Plain));
        entries.extend(intake.overlaid.iter().map(|news| plain(words::overlaid(news, language), Meaning::Notice)));
    }
    for (found, plan, _) in intake.plans().filter(|(_, plan, _)| !plan.doubts.is_empty()) {
        entries.push(plain(String::new(), Meaning::Plain));
        entries.push(plain(words::doubts(plan, &found.file, language), Meaning::Title));
        for doubt in &plan.doubts {
            let is_unread = matches!(doubt.kind, DoubtKind::UnreadTable { .. });
            let table = found.unread.iter().find(|table| is_unread && table.lines == doubt.lines).cloned();
            entries.push(Entry { indent: 2, table, ..plain(words::doubt(doubt, language), Meaning::Plain) });
        }
    }
    entries
}

fn edition(changes: &crate::import::edition::EditionChanges, language: Language) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut of_item: Option<usize> = None;
    for change in words::changes(changes) {
        let choice = match change {
            EditionChange::Added(named) => Some(Declined::Added(named.id.clone())),
            EditionChange::Removed(named) => Some(Declined::Removed(named.id.clone())),
            EditionChange::Field(item, field) => Some(Declined::Field(item.clone(), field.field)),
            EditionChange::Changed(_) => None,
        };
        let is_field = matches!(change, EditionChange::Field(..));
        if is_field && let Some(item) = of_item.and_then(|at| entries.get_mut(at)) {
            item.choices.extend(choice.clone());
        }
        of_item = if is_field { of_item } else { Some(entries.len()) };
        let (meaning, indent) = match change {
            EditionChange::Added(_) => (Meaning::Good, 0),
            EditionChange::Removed(_) => (Meaning::Bad, 0),
            EditionChange::Changed(_) => (Meaning::Active, 0),
            EditionChange::Field(..) => (Meaning::Plain, 2),
        };
        entries.push(Entry {
            text: change.text(language),
            meaning,
            indent,
            choices: choice.into_iter().collect(),
            table: None,
        });
    }
    entries
}

fn figures(plan: &Plan, outcome: &Outcome, language: Language) -> String {
    let figures = Figures::of(plan);
    let named = [
        (Word::Tasks, figures.tasks),
        (Word::Boxes, figures.boxes),
        (Word::Projects, figures.projects),
        (Word::Indicators, figures.indicators),
        (Word::Doubts, plan.doubts.len()),
    ];
    let named = named.map(|(word, count)| format!("{} {count}", word.in_language(language)));
    format!("{} · {} · {}", words::outcome(outcome, language), plan.edition.label(language), named.join("  "))
}

impl PopUp for IntakePage {
    fn scope(&self) -> Scope {
        Scope::Preview
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 100, screen.height.saturating_sub(2))
    }

    fn settle(&mut self, area: Rect, state: &State) {
        let columns = usize::from(area.width.saturating_sub(5)).max(12);
        if (self.columns, self.language) != (columns, state.language) {
            if self.language != state.language {
                self.language = state.language;
                self.entries = entries(&self.intake, state.language);
            }
            self.columns = columns;
            let before = self.lines.current().map(|(entry, ..)| *entry);
            let lines = self.entries.iter().enumerate().flat_map(|(at, entry)| {
                let room = columns - entry.indent - if entry.choices.is_empty() { 0 } else { MARK };
                let lines = wrap(&entry.text, room, state.ambiguous);
                let lines = if lines.is_empty() { vec![String::new()] } else { lines };
                lines.into_iter().enumerate().map(move |(n, line)| (at, line, n == 0)).collect::<Vec<_>>()
            });
            self.lines.replace(lines.collect(), |(entry, ..)| Some(*entry) == before);
        }
        self.lines.set_height(area.height.saturating_sub(2).into());
    }

    fn paste(self: Box<Self>, state: &mut State, _: &str) -> Vec<Effect> {
        state.keep(self)
    }

    fn edit(self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        state.keep(self);
        say_unbound(state, key)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::Back => return Vec::new(),
            Action::Open => return self.go_on(state, Consent::default()),
            Action::NameColumns => {
                let Some(table) = self.table().cloned() else {
                    state.tell(Tone::Note, state.say(Word::NoUnreadTable));
                    return state.keep(self);
                };
                state.keep(self);
                return table_columns::open(state, table);
            }
            Action::Mark => {
                let choices = self.choices();
                self.toggle(choices);
                self.lines.move_by(1);
            }
            Action::MarkAll => {
                let all = self.entries.iter().flat_map(|entry| entry.choices.iter().cloned()).collect();
                self.toggle(all);
            }
            _ => {
                go(&mut self.lines, action);
            }
        }
        state.keep(self)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, state.say(Word::ImportPreview));
        for (y, ((at, line, is_first), here)) in (inner.top()..inner.bottom()).zip(self.lines.window()) {
            let Some(entry) = self.entries.get(*at) else { continue };
            let sign = if here { canvas.signs.cursor } else { " " };
            canvas.put(inner.x.saturating_sub(1), y, 1, sign, Meaning::Key);
            let mut x = inner.x + u16::try_from(entry.indent).unwrap_or(0);
            if !entry.choices.is_empty() {
                let is_taken = entry.choices.iter().any(|choice| !self.declined.contains(choice));
                let mark = if is_taken { "[x] " } else { "[ ] " };
                x += canvas.put(x, y, 4, if *is_first { mark } else { "    " }, Meaning::Key);
            }
            let declined = !entry.choices.is_empty() && entry.choices.iter().all(|c| self.declined.contains(c));
            let meaning = match (here, declined) {
                (true, _) => Meaning::Cursor,
                (_, true) => Meaning::Muted,
                _ => entry.meaning,
            };
            canvas.put(x, y, inner.right().saturating_sub(x), line, meaning);
        }
        let shown = (self.lines.top() + usize::from(inner.height)).min(self.lines.rows().len());
        let place = format!(" {shown}/{} ", self.lines.rows().len());
        canvas.put_right(area.x, area.y, area.width.saturating_sub(2), &place, Meaning::Muted);
    }

    fn hint(&self, action: Action) -> Hint {
        let has_choices = self.entries.iter().any(|entry| !entry.choices.is_empty());
        match action {
            Action::Open => Hint::Word(Word::Import),
            Action::Mark if has_choices => Hint::Word(Word::TakeOverOrNot),
            Action::MarkAll if has_choices => Hint::Word(Word::AllOrNone),
            Action::Mark | Action::MarkAll | Action::MatchByText => Hint::None,
            Action::NameColumns if self.table().is_none() => Hint::None,
            _ => Hint::Usual,
        }
    }
}
