//! The looks that a person wants: a theme of the program, and what their own theme file says.

use std::path::Path;

use crate::desk::ThemeChoice;
use crate::office::client::{ClientContext, Files};
use crate::office::own;
use crate::text::Language;
use crate::text::clean::shown_path;

use super::Theme;
use super::file::{self, ThemeFile};

/// The background of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Light text stands on it.
    Dark,
    /// Dark text stands on it.
    Light,
}

impl Ground {
    /// Returns the kind of a background of this colour.
    pub fn of_colour(red: u8, green: u8, blue: u8) -> Ground {
        // The brightness by Rec. 601, 0 to 255,000.
        let brightness = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
        if brightness < 127_500 { Ground::Dark } else { Ground::Light }
    }
}

/// The looks of a screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looks {
    /// True if there is to be no colour, whatever else is chosen.
    is_plain: bool,
    own: ThemeFile,
}

impl Looks {
    /// Returns looks without colour.
    pub fn plain() -> Looks {
        Looks { is_plain: true, ..Looks::default() }
    }

    /// Returns the looks for a person's terminal, with what their own theme file says, and what is wrong with it.
    pub fn in_force(context: &ClientContext, files: &dyn Files) -> (Looks, Vec<String>) {
        if context.no_color || context.is_dumb {
            return (Looks::plain(), Vec::new());
        }
        let Some(path) = context.theme.as_ref().filter(|path| files.exists(path)) else {
            return (Looks::default(), Vec::new());
        };
        match own::read(path, files) {
            Ok(text) => Looks::of_file(path, &text, context.language),
            Err(why) => (Looks::default(), vec![why.text(context.language)]),
        }
    }

    fn of_file(path: &Path, text: &str, language: Language) -> (Looks, Vec<String>) {
        let (own, problems) = file::read(&shown_path(path), text);
        let told = problems.iter().map(|problem| problem.text(language));
        (Looks { is_plain: false, own }, told.collect())
    }

    /// Returns the theme for a background, as far as that is known.
    pub fn theme(&self, choice: ThemeChoice, ground: Option<Ground>) -> Theme {
        if self.is_plain {
            return Theme::plain();
        }
        let choice = if choice == ThemeChoice::Auto { self.own.base } else { choice };
        let base = match (choice, ground) {
            (ThemeChoice::Plain, _) => return Theme::plain(),
            (ThemeChoice::Dark, _) | (ThemeChoice::Auto, Some(Ground::Dark)) => Theme::dark(),
            (ThemeChoice::Light, _) | (ThemeChoice::Auto, Some(Ground::Light)) => Theme::light(),
            (ThemeChoice::Auto, None) => Theme::sixteen(),
        };
        self.own.styles.iter().fold(base, |theme, (meaning, style)| theme.having(*meaning, *style))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Meaning;
    use ratatui::style::{Color, Style};

    #[test]
    fn the_background_decides_unless_the_person_does() {
        let looks = Looks::default();
        for (choice, ground, theme) in [
            (ThemeChoice::Auto, None, Theme::sixteen()),
            (ThemeChoice::Auto, Some(Ground::Dark), Theme::dark()),
            (ThemeChoice::Auto, Some(Ground::Light), Theme::light()),
            (ThemeChoice::Light, Some(Ground::Dark), Theme::light()),
            (ThemeChoice::Plain, Some(Ground::Dark), Theme::plain()),
        ] {
            assert_eq!(looks.theme(choice, ground), theme, "{choice:?} {ground:?}");
        }
        assert_eq!(Looks::plain().theme(ThemeChoice::Dark, None), Theme::plain(), "NO_COLOR holds");
    }

    #[test]
    fn a_file_of_one_s_own_goes_over_the_theme_and_may_choose_it() {
        let text = "base = \"light\"\n[styles]\ngood = \"#005500 bold\"\ngud = \"red\"\n";
        let (looks, told) = Looks::of_file(Path::new("theme.toml"), text, Language::En);
        let theme = looks.theme(ThemeChoice::Auto, Some(Ground::Dark));
        assert_eq!(theme.style(Meaning::Good), Style::new().fg(Color::Rgb(0, 0x55, 0)).bold());
        assert_eq!(theme.style(Meaning::Bad), Theme::light().style(Meaning::Bad));
        assert_eq!(told, ["theme.toml:4: there is no meaning “gud”; did you mean good?"]);
    }

    #[test]
    fn colours_are_dark_or_light_as_people_see_them() {
        for ((red, green, blue), ground) in [
            ((0, 0, 0), Ground::Dark),
            ((0, 43, 54), Ground::Dark),
            ((30, 30, 200), Ground::Dark),
            ((255, 255, 255), Ground::Light),
            ((253, 246, 227), Ground::Light),
            ((0, 255, 0), Ground::Light),
        ] {
            assert_eq!(Ground::of_colour(red, green, blue), ground, "{red} {green} {blue}");
        }
    }
}
