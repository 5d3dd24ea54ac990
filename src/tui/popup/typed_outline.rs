//! An outline to be typed or pasted: headings, boxes, items and indicators of a plan, one a line.

use ratatui::layout::{Rect, Size};

use super::confirm::{self, Then};
use super::form::lines;
use super::{Answered, PopUp, centred, resume};
use crate::action::{Action, Scope};
use crate::desk::{Command, Draft, FormOf, outline_counts};
use crate::keymap::Key;
use crate::plan::{ItemKind, PlanId, Subject};
use crate::tui::state::field::Field;
use crate::tui::state::{State, Tone};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, execute, select};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct TypedOutline {
    plan: PlanId,
    text: Field,
}

/// Opens an outline for a plan, with the draft that there is of it.
pub fn open(state: &mut State, plan: PlanId) -> Vec<Effect> {
    let draft = resume::take(state, &FormOf::Outline(plan.clone()).into());
    let text = draft.and_then(|draft| draft.texts.into_iter().next()).unwrap_or_default();
    state.open(TypedOutline { plan, text: Field::lines(&text) })
}

impl TypedOutline {
    fn is_empty(&self) -> bool {
        self.text.text().trim().is_empty()
    }

    /// Returns what the lines stand for, counted.
    fn counted(&self, state: &State) -> String {
        let counts = outline_counts(self.text.text());
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

impl PopUp for TypedOutline {
    fn scope(&self) -> Scope {
        Scope::TypedOutline
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 90, screen.height.saturating_sub(2).min(30))
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        self.text.insert(&without_tabs(text));
        state.keep(self)
    }

    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        self.text.edit(key);
        state.keep(self)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::SaveText if self.is_empty() => {
                state.tell(Tone::Note, state.say(Word::NothingChanged));
                return Vec::new();
            }
            Action::SaveText => {
                let command = Command::AddOutline { plan: self.plan.clone(), text: self.text.text().to_string() };
                state.keep(self);
                return execute(state, 1, command);
            }
            Action::Back if !self.is_empty() => {
                let about = vec![self.counted(state)];
                state.keep(self);
                return confirm::ask(state, Word::LeaveText, about, Then::DropForm);
            }
            Action::Back => return Vec::new(),
            Action::NewLine => self.text.new_line(),
            Action::Indent => self.text.indent(),
            Action::Outdent => self.text.outdent(),
            _ => {}
        }
        state.keep(self)
    }

    /// Closes it once the lines are saved, and goes to the first of them.
    fn answered(&mut self, state: &mut State, answered: Answered<'_>) -> bool {
        let (Command::AddOutline { plan, .. }, Some(receipt)) = (answered.command, answered.receipt) else {
            return true;
        };
        if *plan == self.plan
            && let Some(item) = receipt.changes.first().and_then(|change| change.item())
        {
            select::show(state, &Subject::Item(item.clone()));
        }
        *plan != self.plan
    }

    fn written(&self) -> Option<Draft> {
        let (texts, before) = (vec![self.text.text().to_string()], vec![String::new()]);
        Some(Draft { of: FormOf::Outline(self.plan.clone()).into(), texts, before })
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let plan = state.subject_title(&Subject::Plan(self.plan.clone()));
        let title = format!("{} {} {plan}", state.say(Word::TypedOutline), state.signs().dot);
        let inner = canvas.frame(area, &title);
        if inner.height < 4 {
            return;
        }
        canvas.put(inner.x, inner.y, inner.width, state.say(Word::OutlineHelp), Meaning::Muted);
        let text = Rect { y: inner.y + 1, height: inner.height - 2, ..inner };
        lines(canvas, text, &self.text, true);
        canvas.put(inner.x, inner.bottom() - 1, inner.width, &self.counted(state), Meaning::Notice);
    }
}
