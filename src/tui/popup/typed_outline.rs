//! An outline to be typed or pasted: headings, boxes, items and indicators of a plan, one a line.

use ratatui::layout::{Rect, Size};

use super::form::{Form, FormField, lines};
use super::form_pop_up::{Fault, FormPopUp, Own, Saving};
use super::{centred, resume};
use crate::action::{Action, Scope};
use crate::desk::{Command, FormOf, Receipt, Writing, outline_counts};
use crate::plan::{ItemKind, PlanId, Subject};
use crate::tui::state::{State, Tone};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, select};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The pop-up: a form of one field of many lines.
#[derive(Debug, Clone)]
pub struct TypedOutline {
    plan: PlanId,
    form: Form,
}

/// Opens an outline for a plan, with the draft that there is of it.
pub fn open(state: &mut State, plan: PlanId) -> Vec<Effect> {
    let mut form = Form::new(vec![FormField::lines("", "")], 0);
    form.resume(resume::take(state, &FormOf::Outline(plan.clone()).into()));
    state.open(TypedOutline { plan, form })
}

impl TypedOutline {
    fn text(&self) -> &str {
        self.form.text(0)
    }

    /// Returns what the lines stand for, counted.
    fn counted(&self, state: &State) -> String {
        let counts = outline_counts(self.text());
        let word = |kind| match kind {
            ItemKind::Task => Word::Task,
            ItemKind::Project => Word::Project,
            ItemKind::Indicator => Word::Name,
            ItemKind::Heading => Word::Heading,
            ItemKind::Box => Word::Boxes,
        };
        let parts = counts.into_iter().map(|(kind, count)| format!("{} {count}", state.say(word(kind))));
        parts.collect::<Vec<_>>().join(&format!(" {} ", state.signs().dot))
    }
}

/// Returns pasted lines with their tabs as an outline has them: blanks in front, bars between cells.
fn without_tabs(text: &str) -> String {
    let line = |line: &str| {
        let body = line.trim_start_matches('\t');
        format!("{}{}", "  ".repeat(line.len() - body.len()), body.replace('\t', " | "))
    };
    text.replace("\r\n", "\n").replace('\r', "\n").split('\n').map(line).collect::<Vec<_>>().join("\n")
}

impl FormPopUp for TypedOutline {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        Some(FormOf::Outline(self.plan.clone()).into())
    }

    fn title(&self, state: &State) -> String {
        let plan = state.subject_title(&Subject::Plan(self.plan.clone()));
        format!("{} {} {plan}", state.say(Word::TypedOutline), state.signs().dot)
    }

    fn about(&self, state: &State) -> String {
        self.counted(state)
    }

    fn place(&self, screen: Size) -> Rect {
        centred(screen, 90, screen.height.saturating_sub(2).min(30))
    }

    fn keys(&self) -> Scope {
        Scope::TypedOutline
    }

    fn save(&mut self, state: &mut State) -> Result<Saving, Fault> {
        if self.text().trim().is_empty() {
            state.tell(Tone::Note, state.say(Word::NothingChanged));
            return Ok(Saving::Done(Vec::new()));
        }
        Ok(Saving::Command(Command::AddOutline { plan: self.plan.clone(), text: self.text().to_string() }))
    }

    /// Goes to the first of the lines.
    fn saved(&mut self, state: &mut State, receipt: &Receipt) {
        if let Some(item) = receipt.changes.first().and_then(|change| change.item()) {
            select::show(state, &Subject::Item(item.clone()));
        }
    }

    fn own(&mut self, _: &mut State, action: Action) -> Own {
        let Some((_, field)) = self.form.current() else { return Own::Not };
        match action {
            Action::NewLine => field.typed_mut().new_line(),
            Action::Indent => field.typed_mut().indent(),
            Action::Outdent => field.typed_mut().outdent(),
            _ => return Own::Not,
        }
        Own::Done
    }

    fn pasted(&self, text: &str) -> String {
        without_tabs(text)
    }

    fn paint_inside(&self, canvas: &mut Canvas<'_>, state: &State, inner: Rect) {
        let Some(field) = self.form.fields().first().filter(|_| inner.height >= 4) else { return };
        canvas.put(inner.x, inner.y, inner.width, state.say(Word::OutlineHelp), Meaning::Muted);
        let text = Rect { y: inner.y + 1, height: inner.height - 2, ..inner };
        lines(canvas, text, field.typed(), true);
        canvas.put(inner.x, inner.bottom() - 1, inner.width, &self.counted(state), Meaning::Notice);
    }
}
