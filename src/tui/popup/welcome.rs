//! The offer at the first start: to look at the samples, to import a plan of one's own, or to begin one.
//!
//! It is there as long as a store holds nothing but the samples. A key that is none of its own does what it does
//! without it, so that nobody has to answer first.

use ratatui::layout::{Rect, Size};

use super::{Hint, PopUp, centred, files, items};
use crate::action::{Action, Scope};
use crate::desk::{Command, Seen};
use crate::keymap::{Key, print_keys};
use crate::tui::state::State;
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, go_on_with, say_unbound};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct Welcome;

/// The choices, each with the action whose key it has.
const CHOICES: [(Action, Word); 3] =
    [(Action::Back, Word::LookAtSamples), (Action::Import, Word::ImportInstead), (Action::AddItem, Word::BeginInstead)];

impl PopUp for Welcome {
    fn scope(&self) -> Scope {
        Scope::Overview
    }

    fn area(&self, screen: Size) -> Rect {
        let area = centred(screen, 62, 7);
        Rect { y: screen.height.saturating_sub(area.height + 2), ..area }
    }

    fn paste(self: Box<Self>, state: &mut State, _: &str) -> Vec<Effect> {
        state.keep(self)
    }

    fn edit(self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        say_unbound(state, key)
    }

    fn act(self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        let instead = match action {
            Action::Back => return Vec::new(),
            Action::Import => files::open(state),
            Action::AddItem => items::begin(state),
            other => return go_on_with(state, other),
        };
        let mut effects = vec![Effect::Execute(Box::new(Command::DropSamples), Seen::default())];
        effects.extend(instead);
        effects
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, state.say(Word::FirstStart));
        canvas.put(inner.x, inner.y, inner.width, state.say(Word::OnlySamples), Meaning::Muted);
        for ((action, word), y) in CHOICES.into_iter().zip(inner.y + 1..inner.bottom()) {
            let keys = state.keymap.keys_for(self.scope().stack(), action);
            let key = keys.first().map(|keys| print_keys(keys)).unwrap_or_default();
            canvas.put(inner.x, y, 5, &key, Meaning::Key);
            canvas.put(inner.x + 5, y, inner.width.saturating_sub(5), state.say(word), Meaning::Plain);
        }
        canvas.put(inner.x, inner.y + 4, inner.width, state.say(Word::OtherKeysGoOn), Meaning::Muted);
    }

    fn hint(&self, _: Action) -> Hint {
        Hint::Usual
    }
}
