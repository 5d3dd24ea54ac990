//! Pop-ups: lists, forms, questions and pages that stand over a view and have the keyboard.
//!
//! Each kind is one module that holds its state, its keys and its drawing, and implements [`PopUp`]. Nothing else
//! matches on the kinds.

pub mod appraisal;
pub mod case;
pub mod case_step;
pub mod cell;
pub mod columns;
pub mod command;
pub mod confirm;
pub mod contest;
pub mod department;
pub mod edit;
pub mod files;
pub mod filter;
pub mod form;
pub mod form_pop_up;
pub mod help;
pub mod intake;
pub mod items;
pub mod liaison;
pub mod line;
pub mod milestone;
pub mod pager;
pub mod paste;
pub mod picker;
pub mod progress;
pub mod prompt;
pub mod resume;
pub mod review;
pub mod search;
pub mod steps;
pub mod table_columns;
pub mod typed_outline;
pub mod welcome;
pub mod yearly;

use std::any::Any;

use ratatui::layout::{Rect, Size};

use super::state::State;
use super::state::list::Moves;
use super::update::Effect;
use super::view::canvas::Canvas;
use super::words::Word;
use crate::action::{Action, Scope};
use crate::desk::{Command, Draft, Receipt};
use crate::keymap::Key;

/// A pop-up. It is taken off the stack to handle an input, and puts itself back with [`State::keep`] unless it closes.
pub trait PopUp: Any + Send {
    /// Returns the scope of its keys.
    fn scope(&self) -> Scope;

    /// Returns the area that it takes on a screen of this size, frame included.
    fn area(&self, screen: Size) -> Rect;

    /// Fits its windows to its area. Called after every input while it is on top.
    fn settle(&mut self, _area: Rect, _state: &State) {}

    /// Takes pasted text, which is never a command.
    fn paste(self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect>;

    /// Takes a key that the keymap has no action for.
    fn edit(self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect>;

    /// Does an action.
    fn act(self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect>;

    /// Takes note of the outcome of a command that was given while it was on top. Returns true if it stays open, as a
    /// form does until what it holds is saved: a refusal costs no words.
    fn answered(&mut self, _state: &mut State, _answered: Answered<'_>) -> bool {
        true
    }

    /// Draws it.
    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect);

    /// Returns the rows of its list on the screen, and the list, where there is one to choose from.
    fn list(&mut self, _area: Rect) -> Option<(Rect, &mut dyn Moves)> {
        None
    }

    /// Returns the word that the hint of an action has here.
    fn hint(&self, _action: Action) -> Hint {
        Hint::Usual
    }

    /// Returns its name if it takes the place of the view and its header.
    fn page(&self) -> Option<Word> {
        None
    }

    /// Returns the words of its fields, if it is a form whose words must not be lost.
    fn written(&self) -> Option<Draft> {
        None
    }

    /// Returns the place of the field with the keyboard, in a form.
    fn field_at(&self) -> usize {
        0
    }

    /// Gives the keyboard to a field, in a form.
    fn go_to_field(&mut self, _field: usize) {}
}

/// The outcome of a command.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// The command.
    pub command: &'a Command,
    /// The outcome, unless it was refused or put off by a question.
    pub receipt: Option<&'a Receipt>,
}

/// The word that the hint of an action has in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// The action's own short label.
    Usual,
    /// Another word: the action does something of its own there.
    Word(Word),
    /// No hint: the action does nothing there.
    None,
}

/// Returns an area of at most so many columns and rows in the middle of a screen.
fn centred(screen: Size, columns: u16, rows: u16) -> Rect {
    let Size { width, height } = screen;
    let (columns, rows) = (columns.min(width.saturating_sub(2)), rows.min(height.saturating_sub(2)));
    Rect::new((width - columns) / 2, (height - rows) / 2, columns, rows)
}

/// Returns the area inside the frame of a pop-up, without its first lines.
fn inside(area: Rect, lines: u16) -> Rect {
    let (y, around) = (area.y + 1 + lines, 2 + lines);
    Rect { x: area.x + 2, y, width: area.width.saturating_sub(4), height: area.height.saturating_sub(around) }
}

/// Returns a count of rows as a height.
fn rows(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
