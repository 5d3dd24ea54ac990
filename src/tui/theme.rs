//! The theme: what things mean, and how a meaning looks.
//!
//! Views ask for a meaning and never for a colour. Colour never says anything alone: whatever has a colour has a
//! mark or a word as well, and without colour (`NO_COLOR`, a dumb terminal) bold and underlined text remain.

use ratatui::style::{Color, Modifier, Style};

use crate::plan::{Sense, Status};

/// The meaning of something on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// Ordinary text.
    Plain,
    /// The line at the top.
    Header,
    /// A heading or a title.
    Title,
    /// Text that can be passed over: column heads, notes, rules.
    Muted,
    /// A key in a hint.
    Key,
    /// The row under the cursor.
    Cursor,
    /// A row that is marked.
    Marked,
    /// Characters that a search matched.
    Match,
    /// A field that text is typed into.
    Field,
    /// Text that the next key takes the place of.
    Selected,
    /// Something is well: completed, reached, saved.
    Good,
    /// Something goes on.
    Active,
    /// Something is late or wrong.
    Bad,
    /// Something needs a look: not reported, changed.
    Notice,
}

impl Meaning {
    /// Returns the meaning of a status; `None` is unreported.
    pub fn of_status(status: Option<Status>) -> Meaning {
        match status.map(Status::sense) {
            None | Some(Sense::Waiting) => Meaning::Plain,
            Some(Sense::Going) => Meaning::Active,
            Some(Sense::Done) => Meaning::Good,
            Some(Sense::Behind) => Meaning::Bad,
            Some(Sense::Changed) => Meaning::Notice,
        }
    }
}

/// The looks of meanings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// With the terminal's sixteen colours, on a light or a dark ground.
    Sixteen,
    /// Without colour.
    Plain,
}

impl Theme {
    /// Returns the style of a meaning.
    pub fn style(self, meaning: Meaning) -> Style {
        let style = Style::new();
        let (color, modifier) = match meaning {
            Meaning::Plain => (None, Modifier::empty()),
            Meaning::Header | Meaning::Selected => (None, Modifier::REVERSED),
            Meaning::Title | Meaning::Cursor => (None, Modifier::BOLD),
            Meaning::Muted => (Some(Color::DarkGray), Modifier::empty()),
            Meaning::Key => (Some(Color::Cyan), Modifier::BOLD),
            Meaning::Marked => (Some(Color::Magenta), Modifier::BOLD),
            Meaning::Match => (Some(Color::Yellow), Modifier::UNDERLINED),
            Meaning::Field => (None, Modifier::UNDERLINED),
            Meaning::Good => (Some(Color::Green), Modifier::empty()),
            Meaning::Active => (Some(Color::Blue), Modifier::empty()),
            Meaning::Bad => (Some(Color::Red), Modifier::BOLD),
            Meaning::Notice => (Some(Color::Magenta), Modifier::empty()),
        };
        match (self, color) {
            (Theme::Sixteen, Some(color)) => style.fg(color).add_modifier(modifier),
            _ => style.add_modifier(modifier),
        }
    }
}
