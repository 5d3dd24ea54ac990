//! What the environment says about language and terminal.

use crate::text::Language;
use crate::text::width::AmbiguousWidth;
use crate::tui::theme::Theme;
use crate::tui::words::{Word, say};

use super::Options;

impl Options {
    /// The options that environment variables ask for; `variable` reads one.
    ///
    /// * The language is that of `LC_ALL`, `LC_MESSAGES` or `LANG`, whichever is set first: English for any language
    ///   but Chinese, and Chinese when it is unset, `C` or `POSIX`.
    /// * `NO_COLOR` or `PLANDESK_NO_COLOR` with any text in it, or `TERM=dumb`, take the colours away.
    /// * `PLANDESK_AMBIGUOUS=wide` is for terminals that draw “ ” … — with two columns.
    /// * The screen is drawn in UTF-8 all the same when the locale names another encoding, and says so.
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Options {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
        let language = language(&locale);
        let no_color = set("NO_COLOR").or(set("PLANDESK_NO_COLOR")).is_some();
        let dumb = variable("TERM").is_some_and(|term| term == "dumb");
        let wide = variable("PLANDESK_AMBIGUOUS").is_some_and(|width| width == "wide");
        Options {
            language,
            ambiguous: if wide { AmbiguousWidth::Wide } else { AmbiguousWidth::Narrow },
            theme: if no_color || dumb { Theme::Plain } else { Theme::Sixteen },
            notes: if is_utf8(&locale) { vec![] } else { vec![say(language, Word::NotUtf8).to_string()] },
            ..Options::default()
        }
    }
}

fn language(locale: &str) -> Language {
    let bare = locale.split(['.', '@']).next().unwrap_or_default();
    if bare.is_empty() || bare == "C" || bare == "POSIX" || bare.starts_with("zh") {
        Language::Zh
    } else {
        Language::En
    }
}

/// Whether a locale names UTF-8 or no encoding at all: without one, over SSH above all, the terminal is most likely
/// UTF-8 and only the server does not know.
fn is_utf8(locale: &str) -> bool {
    let encoding = locale.split('@').next().and_then(|l| l.split_once('.')).map(|(_, encoding)| encoding);
    encoding.is_none_or(|e| e.to_lowercase().replace('-', "") == "utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(variables: &[(&str, &str)]) -> Options {
        Options::from_environment(|name| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_string()))
    }

    #[test]
    fn the_locale_chooses_the_language() {
        for (variables, language) in [
            (&[][..], Language::Zh),
            (&[("LANG", "C")], Language::Zh),
            (&[("LANG", "C.UTF-8")], Language::Zh),
            (&[("LANG", "zh_CN.UTF-8")], Language::Zh),
            (&[("LANG", "en_US.UTF-8")], Language::En),
            (&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "en_GB")], Language::En),
            (&[("LANG", "en_US.UTF-8"), ("LC_ALL", "")], Language::En),
        ] {
            assert_eq!(options(variables).language, language, "{variables:?}");
        }
    }

    #[test]
    fn colours_are_taken_away_where_they_are_not_wanted() {
        for (variables, theme) in [
            (&[("TERM", "xterm")][..], Theme::Sixteen),
            (&[("NO_COLOR", "")], Theme::Sixteen),
            (&[("NO_COLOR", "1")], Theme::Plain),
            (&[("TERM", "dumb")], Theme::Plain),
        ] {
            assert_eq!(options(variables).theme, theme, "{variables:?}");
        }
    }

    #[test]
    fn an_encoding_that_is_not_utf8_is_told_of() {
        for (locale, notes) in [("zh_CN.GB18030", 1), ("C", 0), ("zh_CN.utf8", 0), ("de_DE.ISO-8859-1@euro", 1)] {
            assert_eq!(options(&[("LANG", locale)]).notes.len(), notes, "{locale}");
        }
    }
}
