//! Settings of the person's own screen. What is changed here is kept for their next sessions.

use crate::action::Action;
use crate::desk::ThemeChoice;
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

use super::Effect;

/// Does an action, unless it is none of these.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    let settings = &mut state.settings;
    let word = match action {
        Action::ToggleMouse => {
            settings.mouse = !settings.mouse;
            if settings.mouse { Word::MouseOn } else { Word::MouseOff }
        }
        Action::ToggleLinear => {
            state.linear = !state.linear;
            settings.linear = state.linear;
            if settings.linear { Word::LinearOn } else { Word::LinearOff }
        }
        Action::NextTheme => {
            settings.theme = settings.theme.next();
            match settings.theme {
                ThemeChoice::Auto => Word::ThemeAuto,
                ThemeChoice::Dark => Word::ThemeDark,
                ThemeChoice::Light => Word::ThemeLight,
                ThemeChoice::Plain => Word::ThemePlain,
            }
        }
        _ => return None,
    };
    state.tell(Tone::Note, state.say(word));
    Some(vec![Effect::KeepSettings])
}
