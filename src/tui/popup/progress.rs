//! The progress of work in the background, and the key that stops it.

use ratatui::layout::{Rect, Size};

use super::{Hint, PopUp, centred};
use crate::action::{Action, Scope};
use crate::keymap::Key;
use crate::tui::state::State;
use crate::tui::state::import::Progress;
use crate::tui::theme::Meaning;
use crate::tui::update::Effect;
use crate::tui::view::canvas::Canvas;
use crate::tui::view::table;
use crate::tui::words::Word;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct Working {
    what: Word,
    progress: Progress,
}

impl Working {
    /// Returns the pop-up at the beginning of some work. Where there are steps, it can be stopped between them.
    pub fn new(what: Word) -> Self {
        Working { what, progress: Progress::default() }
    }

    /// Takes note of how far it is.
    pub fn is_at(&mut self, progress: Progress) {
        self.progress = progress;
    }

    fn can_be_stopped(&self) -> bool {
        self.what == Word::ReadingFiles
    }
}

impl PopUp for Working {
    fn scope(&self) -> Scope {
        Scope::Confirm
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 54, 4)
    }

    fn paste(self: Box<Self>, state: &mut State, _: &str) -> Vec<Effect> {
        state.keep(self)
    }

    fn edit(self: Box<Self>, state: &mut State, _: Key) -> Vec<Effect> {
        state.keep(self)
    }

    fn act(self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::No | Action::Back if self.can_be_stopped() => vec![Effect::StopReading],
            _ => state.keep(self),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, "");
        let Progress { begun, all } = self.progress;
        let figures = if all > 2 { format!("{}/{}", begun.div_ceil(2), all / 2) } else { String::new() };
        canvas.put(inner.x, inner.y, inner.width, state.say(self.what), Meaning::Title);
        canvas.put_right(inner.x, inner.y, inner.width, &figures, Meaning::Muted);
        if self.can_be_stopped() && inner.height > 1 {
            table::bar(canvas, inner.x, inner.y + 1, inner.width, self.progress.share());
        }
    }

    fn hint(&self, action: Action) -> Hint {
        match action {
            Action::No if self.can_be_stopped() => Hint::Word(Word::Stop),
            _ => Hint::None,
        }
    }
}
