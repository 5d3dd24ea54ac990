//! Forms as pop-ups: what all of them do alike, from typing to saving and to the draft of their words.

use std::any::Any;
use std::sync::Arc;

use ratatui::layout::{Rect, Size};

use super::confirm::{self, Then};
use super::form::Form;
use super::{Answered, Hint, PopUp, centred};
use crate::action::{Action, Scope};
use crate::desk::{Command, Draft, Receipt, Seen, Writing};
use crate::keymap::Key;
use crate::tui::state::{State, Tone};
use crate::tui::update::{Effect, execute_as, seal};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::{Word, capitalised};

/// The columns of a form, where there are as many.
const WIDTH: u16 = 76;

/// A pop-up around a [`Form`]. It stays open until what it holds is saved, and its words are kept as a draft when the
/// session ends.
pub trait FormPopUp: Any + Send {
    /// Returns the fields.
    fn form(&self) -> &Form;

    /// Returns the fields, to be changed.
    fn form_mut(&mut self) -> &mut Form;

    /// Returns the name under which its words are kept; `None` if there is nothing to come back to.
    fn writing(&self) -> Option<Writing>;

    /// Returns its words as a draft.
    fn draft(&self) -> Option<Draft> {
        self.writing().map(|of| self.form().draft(of))
    }

    /// Returns the title of its frame.
    fn title(&self, state: &State) -> String;

    /// Returns the words for what is lost with its words.
    fn about(&self, state: &State) -> String {
        self.title(state)
    }

    /// Returns the area that it takes on a screen of this size, frame included.
    fn place(&self, screen: Size) -> Rect {
        centred(screen, WIDTH, self.form().height())
    }

    /// Returns the scope of its keys.
    fn keys(&self) -> Scope {
        self.form().scope()
    }

    /// Returns the texts that its first fields would be opened with by now; `None` where nobody else can have changed
    /// them.
    fn now(&self, _state: &State) -> Option<Vec<String>> {
        None
    }

    /// Returns what saving it comes to.
    ///
    /// # Errors
    /// The field that can't be taken.
    fn save(&mut self, state: &mut State) -> Result<Saving, Fault>;

    /// Returns the values that its person has in view for the fields that a command sets.
    fn seen(&self, state: &State, command: &Command) -> Seen {
        state.seen(command)
    }

    /// Goes on after its command was carried out. It is closed already.
    fn saved(&mut self, _state: &mut State, _receipt: &Receipt) {}

    /// Returns the question before words are given up, and what a yes does; `None` if they are given up unasked.
    fn leaving(&self) -> Option<(Word, Then)> {
        Some((Word::LeaveText, Then::DropForm))
    }

    /// Does an action that other forms do not have.
    fn own(&mut self, _state: &mut State, _action: Action) -> Own {
        Own::Not
    }

    /// Returns pasted text as it goes into a field.
    fn pasted(&self, text: &str) -> String {
        text.to_string()
    }

    /// Takes note that something was typed.
    fn edited(&mut self) {}

    /// Fits it to its area, after every input.
    fn fit(&mut self, _area: Rect, _state: &State) {}

    /// Returns the word that the hint of an action has here.
    fn hint_of(&self, _action: Action) -> Hint {
        Hint::Usual
    }

    /// Draws it with its frame.
    fn paint(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, &capitalised(self.title(state)));
        self.paint_inside(canvas, state, inner);
    }

    /// Draws what is inside its frame.
    fn paint_inside(&self, canvas: &mut Canvas<'_>, _state: &State, inner: Rect) {
        self.form().draw(canvas, inner);
    }
}

/// A field that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The place of the field in the form.
    pub field: usize,
    /// The reason, in words.
    pub why: String,
}

impl Fault {
    /// Returns a fault in a field.
    pub fn new(field: usize, why: impl Into<String>) -> Fault {
        Fault { field, why: why.into() }
    }
}

/// The consequence of saving a form.
pub enum Saving {
    /// A command. The form is closed once it is carried out.
    Command(Command),
    /// A command that the person was asked about before, if it is unlikely to be meant.
    Confirmed(Command),
    /// A question first, which may give the command.
    Ask(Box<dyn PopUp>, Command),
    /// Nothing more: the form is closed.
    Done(Vec<Effect>),
}

/// The consequence of an action in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// It is none of its own.
    Not,
    /// It is done.
    Done,
    /// It is to be saved.
    Save,
}

impl<F: FormPopUp> PopUp for F {
    fn scope(&self) -> Scope {
        self.keys()
    }

    fn area(&self, screen: Size) -> Rect {
        self.place(screen)
    }

    fn settle(&mut self, area: Rect, state: &State) {
        self.fit(area, state);
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        let text = self.pasted(text);
        self.form_mut().insert(&text);
        self.edited();
        state.keep(self)
    }

    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        self.form_mut().edit(key);
        self.edited();
        state.keep(self)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match (self.own(state, action), action) {
            (Own::Save, _) | (Own::Not, Action::SaveText) => return save(self, state),
            (Own::Not, Action::Back) => return leave(self, state),
            (Own::Not, action) => self.form_mut().act(action),
            (Own::Done, _) => {}
        }
        state.keep(self)
    }

    fn answered(&mut self, state: &mut State, answered: Answered<'_>) -> bool {
        let is_mine = self.form().given().is_some_and(|given| seal::is_but_for_reason(given, answered.command));
        match answered.receipt.filter(|_| is_mine) {
            Some(receipt) => {
                self.saved(state, receipt);
                false
            }
            None => true,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        self.paint(canvas, state, area);
    }

    fn hint(&self, action: Action) -> Hint {
        self.hint_of(action)
    }

    fn written(&self) -> Option<Draft> {
        self.draft()
    }

    fn field_at(&self) -> usize {
        self.form().at()
    }

    fn go_to_field(&mut self, field: usize) {
        self.form_mut().go_to(field);
    }
}

/// Saves a form, unless a field can't be taken, or somebody else has changed it and the person does not know yet.
fn save<F: FormPopUp>(mut form: Box<F>, state: &mut State) -> Vec<Effect> {
    form.form_mut().settle();
    if let Some(now) = form.now(state) {
        let word = state.say(Word::NowSays);
        if form.form_mut().is_overtaken(now, word) {
            state.tell(Tone::Refusal, state.say(Word::SomebodyChangedIt));
            return state.keep(form);
        }
        // What the form compared itself with is what the person has seen.
        state.opened = Some(Arc::clone(&state.data.snapshot));
    }
    match form.save(state) {
        Err(Fault { field, why }) => {
            form.form_mut().refuse(field, why);
            state.keep(form)
        }
        Ok(Saving::Done(effects)) => effects,
        Ok(Saving::Ask(question, command)) => {
            form.form_mut().give(command);
            state.keep(form);
            state.keep(question)
        }
        Ok(Saving::Command(command)) => {
            let seen = form.seen(state, &command);
            form.form_mut().give(command.clone());
            state.keep(form);
            execute_as(state, command.items().len().max(1), command, seen)
        }
        Ok(Saving::Confirmed(command)) => {
            let seen = form.seen(state, &command);
            form.form_mut().give(command.clone());
            state.keep(form);
            vec![Effect::Execute(Box::new(command), seen)]
        }
    }
}

/// Closes a form, or asks first where what was typed into it would be given up.
fn leave<F: FormPopUp>(form: Box<F>, state: &mut State) -> Vec<Effect> {
    match form.leaving() {
        Some((question, then)) if form.form().is_changed() => {
            let about = form.about(state);
            state.keep(form);
            confirm::ask(state, question, vec![about], then)
        }
        _ => Vec::new(),
    }
}
