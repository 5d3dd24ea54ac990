//! A question to be answered with yes or no.

use ratatui::layout::{Rect, Size};

use super::intake::IntakePage;
use super::review::ReviewForm;
use super::{PopUp, centred, resume, rows};
use crate::action::{Action, Scope};
use crate::desk::{Command, Consent, Seen, Writing};
use crate::keymap::{Key, print_keys};
use crate::text::width::{AmbiguousWidth, wrap};
use crate::tui::state::State;
use crate::tui::state::prompt::ExportRequest;
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, Given, say_unbound, unlikely};
use crate::tui::view::canvas::{Canvas, columns};
use crate::tui::words::Word;

/// The columns of the pop-up, where there are as many.
const WIDTH: u16 = 64;

/// The most titles that a question lists.
const LISTED: usize = 8;

/// The consequence of a yes.
#[derive(Debug, Clone)]
pub enum Then {
    /// Change data.
    Execute(Box<Given>),
    /// Leave the form below, keeping its words as a draft.
    LeaveForm,
    /// Leave the form below; its words are lost.
    DropForm,
    /// Write a file.
    Export(ExportRequest),
    /// Go on with the import below, with what was agreed to.
    TakeIn(Consent),
    /// Open the form with words that were left without saving.
    TakeUp(Writing),
    /// Save a query as a view, in the place of another.
    SaveView {
        /// The name of both.
        name: String,
        /// The query.
        query: String,
    },
    /// Delete a saved view.
    DropView(String),
    /// End the session.
    Quit,
}

impl Then {
    /// Returns the change of data by a command of somebody who has these values in view.
    pub fn execute(command: Command, seen: Seen) -> Then {
        Then::Execute(Box::new(Given { command, seen }))
    }
}

/// The question.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// The question in words.
    pub question: String,
    /// The titles of the items that it is about.
    pub about: Vec<String>,
    /// The consequence of a yes.
    pub then: Then,
}

impl Confirm {
    /// Returns the question as it is wrapped on a screen of this size.
    fn lines(&self, screen: Size) -> Vec<String> {
        let room = usize::from(WIDTH.min(screen.width.saturating_sub(2)).saturating_sub(4)).max(2);
        // Room is reserved for the wider of the two widths that a terminal may give to signs.
        wrap(&self.question, room, AmbiguousWidth::Wide)
    }

    /// Returns what it is about as it is wrapped on a screen of this size.
    fn about_lines(&self, screen: Size) -> Vec<String> {
        let room = usize::from(WIDTH.min(screen.width.saturating_sub(2)).saturating_sub(6)).max(2);
        self.about.iter().take(LISTED).flat_map(|about| wrap(about, room, AmbiguousWidth::Wide)).collect()
    }
}

/// Asks a question.
pub fn ask(state: &mut State, question: Word, about: Vec<String>, then: Then) -> Vec<Effect> {
    let question = state.say(question).to_string();
    state.open(Confirm { question, about, then })
}

/// Asks whether a file may be replaced.
pub fn overwrite(state: &mut State, request: ExportRequest) -> Vec<Effect> {
    let about = vec![request.file.clone()];
    ask(state, Word::Overwrite, about, Then::Export(ExportRequest { overwrite: true, ..request }))
}

impl PopUp for Confirm {
    fn scope(&self) -> Scope {
        Scope::Confirm
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, WIDTH, rows(self.lines(screen).len() + self.about_lines(screen).len() + 4))
    }

    fn paste(self: Box<Self>, state: &mut State, _: &str) -> Vec<Effect> {
        state.keep(self)
    }

    fn edit(self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        state.keep(self);
        say_unbound(state, key)
    }

    fn act(self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::Yes => yes(state, self.then),
            Action::No | Action::Back => Vec::new(),
            _ => state.keep(self),
        }
    }

    /// Draws the question, what it is about, and the keys that answer it.
    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, "");
        let question = self.lines(state.size);
        for (y, line) in (inner.top()..inner.bottom()).zip(&question) {
            canvas.put(inner.x, y, inner.width, line, Meaning::Title);
        }
        let bottom = inner.bottom().saturating_sub(1);
        for (y, about) in (inner.y + columns(question.len())..bottom).zip(&self.about_lines(state.size)) {
            canvas.put(inner.x + 2, y, inner.width.saturating_sub(2), about, Meaning::Plain);
        }
        let keys = |action| state.keymap.keys_for(state.scopes(), action);
        let key = |action| keys(action).first().map(|keys| print_keys(keys)).unwrap_or_default();
        let (yes, no) = (key(Action::Yes), key(Action::No));
        let pieces = [
            (yes.as_str(), Meaning::Key),
            (" ", Meaning::Plain),
            (state.say(Word::Yes), Meaning::Plain),
            ("   ", Meaning::Plain),
            (&no, Meaning::Key),
            (" ", Meaning::Plain),
            (state.say(Word::No), Meaning::Plain),
        ];
        canvas.put_pieces(inner.x, bottom, inner.width, &pieces);
    }
}

fn yes(state: &mut State, then: Then) -> Vec<Effect> {
    match then {
        Then::Execute(given) => {
            unlikely::meant(state, &given.command);
            vec![Effect::Execute(Box::new(given.command), given.seen)]
        }
        Then::TakeUp(writing) => resume::open(state, writing),
        Then::SaveView { name, query } => vec![Effect::SaveView { name, query }],
        Then::DropView(name) => vec![Effect::DropView(name)],
        Then::Quit => vec![Effect::Quit],
        Then::Export(request) => vec![Effect::Export(request)],
        Then::TakeIn(consent) => match state.take_top::<IntakePage>() {
            Some(page) => page.go_on(state, consent),
            None => Vec::new(),
        },
        Then::DropForm => {
            state.popups.pop();
            Vec::new()
        }
        Then::LeaveForm => {
            if let Some(form) = state.take_top::<ReviewForm>() {
                let draft = form.words();
                state.drafts.retain(|old| old.of != draft.of);
                state.drafts.push(draft);
            }
            Vec::new()
        }
    }
}
