//! The text of a document that is pasted where no file can be opened, or because it is at hand.

use ratatui::layout::{Rect, Size};

use super::{Hint, PopUp, centred};
use crate::action::{Action, Scope};
use crate::keymap::Key;
use crate::text::clean::sanitise_line;
use crate::text::width::wrap;
use crate::tui::state::State;
use crate::tui::state::import::Reading;
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, import, remote};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct Paste {
    text: String,
}

/// Asks for the text of a document.
pub fn open(state: &mut State) -> Vec<Effect> {
    open_with(state, "")
}

/// Asks for more of a text, or to read it.
pub fn open_with(state: &mut State, text: &str) -> Vec<Effect> {
    state.open(Paste { text: text.to_string() })
}

impl PopUp for Paste {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 78, screen.height.saturating_sub(4).min(20))
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        self.text.push_str(text);
        state.keep(self)
    }

    fn edit(self: Box<Self>, state: &mut State, _: Key) -> Vec<Effect> {
        state.keep(self)
    }

    fn act(self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::Back => Vec::new(),
            Action::SaveText if !self.text.trim().is_empty() => {
                let read = Effect::Read(Reading::Pasted(self.text.clone()).into());
                state.keep(self);
                import::begin(state, vec![read])
            }
            _ => state.keep(self),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, state.say(Word::PasteDocument));
        let how = wrap(state.say(Word::PasteHere), usize::from(inner.width).max(2), state.ambiguous);
        let command = remote::import(state);
        let mut lines: Vec<(String, Meaning)> = how.into_iter().map(|line| (line, Meaning::Plain)).collect();
        if !state.opens_files {
            let or = wrap(state.say(Word::OrFromYourMachine), usize::from(inner.width).max(2), state.ambiguous);
            lines.extend(or.into_iter().map(|line| (line, Meaning::Plain)));
            lines.push((command, Meaning::Key));
        }
        lines.push((String::new(), Meaning::Plain));
        let pasted = self.text.lines();
        let count = format!("{} {} {}", state.say(Word::Pasted), pasted.clone().count(), state.say(Word::Line));
        lines.push((count, Meaning::Title));
        lines.extend(pasted.map(|line| (sanitise_line(line), Meaning::Muted)).take(usize::from(inner.height)));
        for (y, (line, meaning)) in (inner.top()..inner.bottom()).zip(&lines) {
            canvas.put(inner.x, y, inner.width, line, *meaning);
        }
    }

    fn hint(&self, action: Action) -> Hint {
        match action {
            Action::SaveText => Hint::Word(Word::Read),
            Action::NextField => Hint::None,
            _ => Hint::Usual,
        }
    }
}
