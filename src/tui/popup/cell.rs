//! The editor of a cell, which stands in the place of the cell.

use ratatui::layout::{Rect, Size};

use super::asked::{Asked, Line};
use super::form::{Choice, Form, FormField, LISTED};
use super::{Answered, Hint, PopUp, prompt};
use crate::action::{Action, Scope};
use crate::desk::{Command, Field};
use crate::keymap::Key;
use crate::plan::Subject;
use crate::text::width::{AmbiguousWidth, width};
use crate::tui::state::State;
use crate::tui::theme::Meaning;
use crate::tui::update::cells::{self, Step};
use crate::tui::update::{Effect, execute};
use crate::tui::view::canvas::{Canvas, columns};
use crate::tui::words::Word;

/// The columns that an editor of words has at least.
const WORDS: u16 = 24;
/// The columns that one of a figure, or of a choice, has at least.
const SHORT: u16 = 8;
/// The columns of the frame with the choices.
const CHOICES: u16 = 24;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct CellEditor {
    asked: Asked,
    /// The row, by what it is about.
    subject: Option<Subject>,
    /// The cell on the screen.
    cell: Rect,
    form: Form,
    fault: Option<String>,
    given: Option<Command>,
    /// The cell to go to once this one is saved.
    step: Step,
    /// True if the person has been told that a department is in no list.
    knows_it_is_new: bool,
}

/// Opens the editor of a cell on the screen, with what it says now.
pub fn open(state: &mut State, asked: Asked, cell: Rect) -> Vec<Effect> {
    let (now, choices) = (asked.now(state), asked.choices(state));
    let is_figure = matches!(asked, Asked::Progress(_) | Asked::Due(_) | Asked::Reading(..));
    let is_short = is_figure || !choices.is_empty();
    let field = match choices.is_empty() {
        true if is_figure => FormField::short("", &now),
        true => FormField::line("", &now),
        false => FormField::choosing("", &now, choices),
    };
    let cell = Rect { width: cell.width.max(if is_short { SHORT } else { WORDS }), ..cell };
    let (subject, form) = (state.subject(), Form::new(vec![field], 0));
    let (fault, given, step, knows_it_is_new) = (None, None, Step::Down, false);
    state.open(CellEditor { asked, subject, cell, form, fault, given, step, knows_it_is_new })
}

impl CellEditor {
    fn fitting(&self) -> (Vec<&Choice>, usize) {
        self.form.fields().first().map_or((Vec::new(), 0), |field| (field.fitting(), field.picked()))
    }

    /// Returns the rows of the frame below the cell, or above it: what can be chosen, and what is wrong.
    fn rows_beside(&self) -> u16 {
        let rows = self.fitting().0.len().min(LISTED) + usize::from(self.fault.is_some());
        if rows == 0 { 0 } else { columns(rows) + 2 }
    }

    /// Returns the name of a department that a command gives work to and no list has.
    fn is_new(&self, state: &State, command: &Command) -> bool {
        let Command::Assign { edit, .. } = command else { return false };
        let registry = state.data.snapshot.departments();
        let names = [&edit.lead, &edit.support].into_iter().filter_map(|field| match field {
            Field::Set(names) => Some(names),
            Field::Keep | Field::Clear => None,
        });
        names.flatten().any(|name| registry.find(name).is_none())
    }

    /// Saves the cell, and goes to another once that is done.
    fn save(mut self: Box<Self>, state: &mut State, step: Step) -> Vec<Effect> {
        self.form.settle();
        self.step = step;
        if !self.form.is_changed() {
            cells::go_on(state, self.subject.as_ref(), step);
            return Vec::new();
        }
        let (rows, command) = match self.asked.read(state, self.form.value(0)) {
            Ok(Line::Command(rows, command)) => (rows, command),
            Ok(Line::SampleSize(..) | Line::Term(_) | Line::File) => return Vec::new(),
            Err(fault) => {
                self.fault = Some(format!("! {}", state.say(fault)));
                return state.keep(self);
            }
        };
        if self.is_new(state, &command) && !self.knows_it_is_new {
            self.knows_it_is_new = true;
            self.fault = Some(format!("! {}", state.say(Word::UnlistedDepartment)));
            return state.keep(self);
        }
        self.given = Some(command.clone());
        state.keep(self);
        execute(state, rows, command)
    }
}

impl PopUp for CellEditor {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    /// Returns the place of the cell with the frame beside it.
    fn area(&self, screen: Size) -> Rect {
        let fault = self.fault.as_ref().map_or(0, |fault| columns(width(fault, AmbiguousWidth::Wide)) + 4);
        let choices = if self.fitting().0.is_empty() { 0 } else { CHOICES };
        let width = self.cell.width.max(fault).max(choices).min(screen.width);
        let x = self.cell.x.min(screen.width - width);
        let y = self.cell.y.min(screen.height.saturating_sub(1));
        let beside = self.rows_beside();
        let is_above = y + 1 + beside > screen.height && beside <= y;
        let top = if is_above { y - beside } else { y };
        Rect::new(x, top, width, (1 + beside).min(screen.height - top))
    }

    /// Follows the cell when others change the list, or the screen has another size.
    fn settle(&mut self, _: Rect, state: &State) {
        if let Some(cell) = cells::place(state) {
            self.cell = Rect { width: self.cell.width.max(cell.width), ..cell };
        }
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        self.form.insert(text);
        self.fault = None;
        state.keep(self)
    }

    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        self.form.edit(key);
        self.fault = None;
        self.knows_it_is_new = false;
        state.keep(self)
    }

    fn act(self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::Back => Vec::new(),
            Action::SaveText => self.save(state, Step::Down),
            Action::NextField => self.save(state, Step::Right),
            Action::PreviousField => self.save(state, Step::Left),
            _ => state.keep(self),
        }
    }

    /// Closes once the cell is saved, and goes to the next one.
    fn answered(&mut self, state: &mut State, answered: Answered<'_>) -> bool {
        if answered.receipt.is_none() || self.given.as_ref() != Some(answered.command) {
            return true;
        }
        cells::go_on(state, self.subject.as_ref(), self.step);
        false
    }

    fn would_lose(&self) -> bool {
        self.form.is_changed()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, _: &State, area: Rect) {
        let Some(field) = self.form.fields().first() else { return };
        let beside = self.rows_beside().min(area.height.saturating_sub(1));
        let is_above = area.y != self.cell.y;
        let y = if is_above { area.bottom() - 1 } else { area.y };
        let width = self.cell.width.min(area.width);
        let x = self.cell.x.min(area.right() - width);
        prompt::line(canvas, Rect::new(x, y, width, 1), field.typed(), true);
        if beside == 0 {
            return;
        }
        let top = if is_above { area.y } else { area.y + 1 };
        let inner = canvas.frame(Rect { y: top, height: beside, ..area }, "");
        let (choices, picked) = self.fitting();
        let skipped = (picked + 1).saturating_sub(LISTED);
        let choices = choices.into_iter().enumerate().skip(skipped).take(LISTED).map(|(n, choice)| {
            let sign = if n == picked { canvas.signs.cursor } else { " " };
            (format!("{sign} {}", choice.label), if n == picked { Meaning::Cursor } else { Meaning::Plain })
        });
        let fault = self.fault.clone().map(|fault| (fault, Meaning::Bad));
        let rows: Vec<(String, Meaning)> = choices.chain(fault).collect();
        for (y, (text, meaning)) in (inner.top()..inner.bottom()).zip(rows) {
            canvas.put(inner.x, y, inner.width, &text, meaning);
        }
    }

    fn hint(&self, action: Action) -> Hint {
        match action {
            Action::NextField => Hint::Word(Word::NextCell),
            _ => Hint::Usual,
        }
    }
}
