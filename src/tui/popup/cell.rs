//! The editor of a cell, which stands in the place of the cell.

use ratatui::layout::{Rect, Size};

use super::confirm::Then;
use super::form::{Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Own, Saving};
use super::{Hint, line, prompt, resume};
use crate::action::{Action, Scope};
use crate::desk::{Command, Field, FormOf, LineOf, Receipt, Writing};
use crate::plan::Subject;
use crate::text::width::{AmbiguousWidth, width};
use crate::tui::state::State;
use crate::tui::update::Effect;
use crate::tui::update::cells::{self, Step};
use crate::tui::view::canvas::{Canvas, columns};
use crate::tui::words::Word;

/// The columns that an editor of words has at least, and up to which that of a figure grows with what is typed: it
/// covers no more of the next cells than it needs.
const WORDS: u16 = 24;
/// The columns of the frame beside the cell, at least and at most.
const BESIDE: [u16; 2] = [24, 48];

/// The pop-up.
#[derive(Debug, Clone)]
pub struct CellEditor {
    of: LineOf,
    /// The row, by what it is about.
    subject: Option<Subject>,
    /// The cell on the screen.
    cell: Rect,
    /// True for a figure, or for a choice.
    is_short: bool,
    form: Form,
    /// The cell to go to once this one is saved.
    step: Step,
    /// True if the person has been told that a department is in no list.
    knows_it_is_new: bool,
}

/// Opens the editor of a cell on the screen, with what it says now, or with the draft that there is of it.
pub fn open(state: &mut State, of: LineOf, cell: Rect) -> Vec<Effect> {
    let field = line::field(state, &of);
    let is_short = line::is_short(&of) || line::is_chosen(state, &of);
    let field = if is_short { field } else { FormField::line("", field.typed().text()) };
    let (subject, mut form) = (state.subject(), Form::new(vec![field], 0));
    form.resume(resume::take(state, &FormOf::Line(of.clone()).into()));
    state.open(CellEditor { of, subject, cell, is_short, form, step: Step::Down, knows_it_is_new: false })
}

impl CellEditor {
    /// Returns the columns and the rows of the frame below the cell, or above it; no rows if it has nothing to say.
    fn beside(&self, screen: Size) -> (u16, u16) {
        let [least, most] = BESIDE;
        // Room is reserved for the wider of the two widths that a terminal may give to signs.
        let lines = self.form.below(most.min(screen.width).saturating_sub(4), AmbiguousWidth::Wide);
        let widest = lines.iter().map(|line| line.columns(AmbiguousWidth::Wide)).max();
        widest.map_or((0, 0), |widest| ((widest + 4).max(least).min(screen.width), columns(lines.len()) + 2))
    }

    /// Returns the columns of the editor itself.
    fn width(&self) -> u16 {
        let typed = columns(width(self.form.text(0), AmbiguousWidth::Wide)) + 1;
        self.cell.width.max(if self.is_short { typed.min(WORDS) } else { WORDS })
    }

    /// Returns true if the command gives work to a department that no list has.
    fn is_new(&self, state: &State, command: &Command) -> bool {
        let Command::Assign { edit, .. } = command else { return false };
        let registry = state.data.snapshot.departments();
        let names = [&edit.lead, &edit.support].into_iter().filter_map(|field| match field {
            Field::Set(names) => Some(names),
            Field::Keep | Field::Clear => None,
        });
        names.flatten().any(|name| registry.find(name).is_none())
    }
}

impl FormPopUp for CellEditor {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        Some(FormOf::Line(self.of.clone()).into())
    }

    fn title(&self, state: &State) -> String {
        state.say(line::word(&self.of)).to_string()
    }

    /// Returns the place of the cell with the frame beside it.
    fn place(&self, screen: Size) -> Rect {
        let (columns, beside) = self.beside(screen);
        let width = self.width().max(columns).min(screen.width);
        let x = self.cell.x.min(screen.width - width);
        let y = self.cell.y.min(screen.height.saturating_sub(1));
        let is_above = y + 1 + beside > screen.height && beside <= y;
        let top = if is_above { y - beside } else { y };
        Rect::new(x, top, width, (1 + beside).min(screen.height - top))
    }

    fn keys(&self) -> Scope {
        Scope::Text
    }

    fn now(&self, state: &State) -> Option<Vec<String>> {
        Some(vec![line::shown(state, &self.of)])
    }

    /// Saves the cell, and goes to another once that is done.
    fn save(&mut self, state: &mut State) -> Result<Saving, Fault> {
        if !self.form.is_changed() {
            cells::go_on(state, self.subject.as_ref(), self.step);
            return Ok(Saving::Done(Vec::new()));
        }
        let saving = line::save(state, &self.of, self.form.value(0));
        let saving = saving.map_err(|word| Fault::new(0, state.say(word)))?;
        match &saving {
            Saving::Command(command) if self.is_new(state, command) && !self.knows_it_is_new => {
                self.knows_it_is_new = true;
                Err(Fault::new(0, state.say(Word::UnlistedDepartment)))
            }
            _ => Ok(saving),
        }
    }

    fn saved(&mut self, state: &mut State, _: &Receipt) {
        cells::go_on(state, self.subject.as_ref(), self.step);
    }

    /// A cell is given up as lightly as it is typed.
    fn leaving(&self) -> Option<(Word, Then)> {
        None
    }

    fn own(&mut self, _: &mut State, action: Action) -> Own {
        self.step = match action {
            Action::SaveText => Step::Down,
            Action::NextField => Step::Right,
            Action::PreviousField => Step::Left,
            _ => return Own::Not,
        };
        Own::Save
    }

    fn edited(&mut self) {
        self.knows_it_is_new = false;
    }

    /// Follows the cell when others change the list, or the screen has another size.
    fn fit(&mut self, _: Rect, state: &State) {
        if let Some(cell) = cells::place(state) {
            self.cell = cell;
        }
    }

    fn hint_of(&self, action: Action) -> Hint {
        match action {
            Action::NextField => Hint::Word(Word::NextCell),
            _ => Hint::Usual,
        }
    }

    fn paint(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let Some(field) = self.form.fields().first() else { return };
        let beside = self.beside(state.size).1.min(area.height.saturating_sub(1));
        let is_above = area.y != self.cell.y;
        let y = if is_above { area.bottom() - 1 } else { area.y };
        let width = self.width().min(area.width);
        let x = self.cell.x.min(area.right() - width);
        prompt::line(canvas, Rect::new(x, y, width, 1), field.typed(), true);
        if beside == 0 {
            return;
        }
        let top = if is_above { area.y } else { area.y + 1 };
        let inner = canvas.frame(Rect { y: top, height: beside, ..area }, "");
        for (y, line) in (inner.top()..inner.bottom()).zip(self.form.below(inner.width, canvas.ambiguous)) {
            line.draw(canvas, Rect { y, height: 1, ..inner });
        }
    }
}
