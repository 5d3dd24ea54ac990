//! The theme: what things mean, and how a meaning looks.
//!
//! Views ask for a meaning and never for a colour. Colour never says anything alone: whatever has a colour has a
//! mark or a word as well, and without colour (`NO_COLOR`, a dumb terminal) bold and underlined text remain.

mod file;
mod looks;

use ratatui::style::{Color, Modifier, Style};

use crate::plan::{Light, Sense, Status};

pub use looks::{Ground, Looks};

macro_rules! meanings {
    ($($(#[$doc:meta])* $meaning:ident $name:literal;)*) => {
        /// The meaning of something on the screen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Meaning {
            $($(#[$doc])* $meaning,)*
        }

        impl Meaning {
    /// Returns the meaning of a light; `None` is not due.
    pub fn of_light(light: Option<Light>) -> Meaning {
        match light {
            None => Meaning::Muted,
            Some(Light::Green) => Meaning::Good,
            Some(Light::Blue) => Meaning::Active,
            Some(Light::Yellow) => Meaning::Notice,
            Some(Light::Red) => Meaning::Bad,
        }
    }

            /// Every meaning.
            pub const ALL: &'static [Meaning] = &[$(Meaning::$meaning,)*];

            /// Returns its name in theme files.
            pub fn name(self) -> &'static str {
                match self { $(Meaning::$meaning => $name,)* }
            }
        }
    };
}

meanings! {
    /// Ordinary text.
    Plain "plain";
    /// The line at the top.
    Header "header";
    /// A heading or a title.
    Title "title";
    /// Text that can be passed over: column heads, notes, rules.
    Muted "muted";
    /// A key in a hint.
    Key "key";
    /// The row under the cursor.
    Cursor "cursor";
    /// A row that is marked.
    Marked "marked";
    /// Characters that a search matched.
    Match "match";
    /// A field that text is typed into.
    Field "field";
    /// Text that the next key takes the place of.
    Selected "selected";
    /// Something is well: completed, reached, saved.
    Good "good";
    /// Something goes on.
    Active "active";
    /// Something is late or wrong.
    Bad "bad";
    /// Something needs a look: not reported, changed.
    Notice "notice";
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
pub struct Theme {
    styles: [Style; Meaning::ALL.len()],
}

impl Theme {
    /// Returns the theme without colour.
    pub fn plain() -> Theme {
        Theme::of(|meaning| match meaning {
            Meaning::Header | Meaning::Selected => Style::new().add_modifier(Modifier::REVERSED),
            Meaning::Title | Meaning::Cursor | Meaning::Key | Meaning::Marked | Meaning::Bad => {
                Style::new().add_modifier(Modifier::BOLD)
            }
            Meaning::Match | Meaning::Field => Style::new().add_modifier(Modifier::UNDERLINED),
            Meaning::Plain | Meaning::Muted | Meaning::Good | Meaning::Active | Meaning::Notice => Style::new(),
        })
    }

    /// Returns the theme of the terminal's own sixteen colours, for a background that is not known.
    pub fn sixteen() -> Theme {
        Theme::plain().with(&[
            (Meaning::Muted, Color::DarkGray),
            (Meaning::Key, Color::Cyan),
            (Meaning::Marked, Color::Magenta),
            (Meaning::Match, Color::Yellow),
            (Meaning::Good, Color::Green),
            (Meaning::Active, Color::Blue),
            (Meaning::Bad, Color::Red),
            (Meaning::Notice, Color::Magenta),
        ])
    }

    /// Returns the theme for a dark background, of the 256 colours that terminals agree on.
    pub fn dark() -> Theme {
        let theme = Theme::plain().with(&[
            (Meaning::Muted, Color::Indexed(246)),
            (Meaning::Key, Color::Indexed(80)),
            (Meaning::Marked, Color::Indexed(183)),
            (Meaning::Match, Color::Indexed(221)),
            (Meaning::Good, Color::Indexed(114)),
            (Meaning::Active, Color::Indexed(117)),
            (Meaning::Bad, Color::Indexed(210)),
            (Meaning::Notice, Color::Indexed(179)),
        ]);
        let bold = Style::new().add_modifier(Modifier::BOLD);
        theme
            .having(Meaning::Header, Style::new().fg(Color::Indexed(255)).bg(Color::Indexed(24)))
            .having(Meaning::Cursor, bold.fg(Color::Indexed(255)).bg(Color::Indexed(238)))
    }

    /// Returns the theme for a light background, of the 256 colours that terminals agree on.
    pub fn light() -> Theme {
        let theme = Theme::plain().with(&[
            (Meaning::Muted, Color::Indexed(241)),
            (Meaning::Key, Color::Indexed(25)),
            (Meaning::Marked, Color::Indexed(90)),
            (Meaning::Match, Color::Indexed(94)),
            (Meaning::Good, Color::Indexed(22)),
            (Meaning::Active, Color::Indexed(25)),
            (Meaning::Bad, Color::Indexed(124)),
            (Meaning::Notice, Color::Indexed(94)),
        ]);
        let bold = Style::new().add_modifier(Modifier::BOLD);
        theme
            .having(Meaning::Header, Style::new().fg(Color::Indexed(255)).bg(Color::Indexed(24)))
            .having(Meaning::Cursor, bold.fg(Color::Indexed(16)).bg(Color::Indexed(252)))
    }

    fn of(style: impl Fn(Meaning) -> Style) -> Theme {
        let mut styles = [Style::new(); Meaning::ALL.len()];
        for meaning in Meaning::ALL {
            styles[*meaning as usize] = style(*meaning);
        }
        Theme { styles }
    }

    fn with(self, colours: &[(Meaning, Color)]) -> Theme {
        colours.iter().fold(self, |theme, (meaning, color)| theme.having(*meaning, theme.style(*meaning).fg(*color)))
    }

    /// Returns the theme with another style for a meaning.
    fn having(mut self, meaning: Meaning, style: Style) -> Theme {
        self.styles[meaning as usize] = style;
        self
    }

    /// Returns the style of a meaning.
    pub fn style(&self, meaning: Meaning) -> Style {
        self.styles[meaning as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns one of the 240 colours that xterm defines behind the sixteen.
    fn rgb(color: Color) -> [f64; 3] {
        let Color::Indexed(n) = color else { panic!("{color:?} may be any colour") };
        match n {
            232.. => [f64::from(8 + 10 * (n - 232)); 3],
            16.. => {
                let cube = |step: u8| if step == 0 { 0.0 } else { f64::from(55 + 40 * step) };
                let n = n - 16;
                [cube(n / 36), cube(n / 6 % 6), cube(n % 6)]
            }
            _ => panic!("{n} may be any colour"),
        }
    }

    /// Returns the contrast of two colours by the Web Content Accessibility Guidelines, 1 to 21.
    fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
        let luminance = |colour: [f64; 3]| {
            let [r, g, b] = colour.map(|c| {
                let c = c / 255.0;
                if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
            });
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_meaning_is_readable_on_the_backgrounds_that_people_have() {
        let grounds = [(Theme::dark(), [0.0; 3]), (Theme::dark(), [45.0; 3]), (Theme::light(), [255.0; 3])];
        for (theme, ground) in grounds.into_iter().chain([(Theme::light(), [253.0, 246.0, 227.0])]) {
            for meaning in Meaning::ALL {
                let style = theme.style(*meaning);
                let Some(fg) = style.fg else { continue };
                let ground = style.bg.map_or(ground, rgb);
                let contrast = contrast(rgb(fg), ground);
                // The guidelines' level AA for text.
                assert!(contrast >= 4.5, "{} on {ground:?}: {contrast:.1}", meaning.name());
            }
        }
    }

    #[test]
    fn what_is_well_and_what_is_wrong_differ_in_more_than_colour_where_there_is_none() {
        let plain = Theme::plain();
        assert_ne!(plain.style(Meaning::Good), plain.style(Meaning::Bad));
        assert!(Meaning::ALL.iter().all(|meaning| plain.style(*meaning).fg.is_none()));
    }
}
