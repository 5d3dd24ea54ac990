//! A person's own theme file.
//!
//! ```toml
//! base = "light"             # auto, dark, light or plain
//!
//! [styles]                   # meaning = "colour [on colour] [bold] [dim] [underlined] [reversed]"
//! good = "#005f00 bold"
//! muted = "244"
//! header = "white on blue"
//! ```

use ratatui::style::{Color, Modifier, Style};
use toml::de::DeValue;

use crate::desk::ThemeChoice;
use crate::text::Language;
use crate::text::near::nearest;
use crate::text::settings_file::{self, Problem, Problems, Syntax};

use super::Meaning;

/// The contents of a theme file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ThemeFile {
    /// The theme that it goes over.
    pub base: ThemeChoice,
    /// The styles that it changes.
    pub styles: Vec<(Meaning, Style)>,
}

/// A fault of a theme file. The rest of the file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is no TOML.
    Syntax(Syntax),
    /// The base is none of the themes.
    Base,
    /// There is no such table or key at the top.
    Key(String),
    /// There is no such meaning; the nearest one.
    Meaning(String, Option<String>),
    /// The words of a style are none.
    Style(String),
}

impl settings_file::Fault for Fault {
    fn of_syntax(syntax: Syntax) -> Self {
        Fault::Syntax(syntax)
    }

    fn text(&self, language: Language) -> String {
        match (self, language) {
            (Fault::Syntax(syntax), language) => syntax.text(language),
            (Fault::Base, Language::Zh) => "base 应为 auto、dark、light 或 plain".to_string(),
            (Fault::Base, Language::En) => "base is auto, dark, light or plain".to_string(),
            (Fault::Key(key), Language::Zh) => format!("没有“{key}”这一项；只有 base 和 [styles]"),
            (Fault::Key(key), Language::En) => format!("there is no “{key}”; there are base and [styles]"),
            (Fault::Meaning(name, near), Language::Zh) => {
                let near = near.as_ref().map_or_else(meanings, |near| format!("是否为 {near}？"));
                format!("没有“{name}”这种含义；{near}")
            }
            (Fault::Meaning(name, near), Language::En) => {
                let near = near.as_ref().map_or_else(meanings, |near| format!("did you mean {near}?"));
                format!("there is no meaning “{name}”; {near}")
            }
            (Fault::Style(text), Language::Zh) => {
                format!("“{text}”不是样式；例如 \"green bold\"、\"#005f00\"、\"white on 24\"")
            }
            (Fault::Style(text), Language::En) => {
                format!("“{text}” is no style; examples are \"green bold\", \"#005f00\" and \"white on 24\"")
            }
        }
    }
}

fn meanings() -> String {
    Meaning::ALL.iter().map(|meaning| meaning.name()).collect::<Vec<_>>().join(" ")
}

/// Reads a theme file. What can't be understood is left out, and told with its line.
pub(super) fn read(file: &str, text: &str) -> (ThemeFile, Vec<Problem<Fault>>) {
    let mut theme = ThemeFile::default();
    let (table, mut problems) = Problems::read(file, text);
    for (key, value) in &table {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("base", value) => match value.as_str().and_then(choice) {
                Some(base) => theme.base = base,
                None => problems.add(key.span(), Fault::Base),
            },
            ("styles", DeValue::Table(styles)) => {
                for (name, value) in styles {
                    match read_style(name.get_ref(), value.get_ref()) {
                        Ok(style) => theme.styles.push(style),
                        Err(fault) => problems.add(name.span(), fault),
                    }
                }
            }
            (key_name, _) => problems.add(key.span(), Fault::Key(key_name.to_string())),
        }
    }
    (theme, problems.sorted())
}

fn choice(name: &str) -> Option<ThemeChoice> {
    let names = ["auto", "dark", "light", "plain"];
    names.iter().zip(ThemeChoice::ALL).find(|(known, _)| **known == name).map(|(_, choice)| choice)
}

fn read_style(name: &str, value: &DeValue<'_>) -> Result<(Meaning, Style), Fault> {
    let Some(meaning) = Meaning::ALL.iter().find(|meaning| meaning.name() == name) else {
        let near = nearest(name, Meaning::ALL.iter().map(|meaning| meaning.name()));
        return Err(Fault::Meaning(name.to_string(), near));
    };
    let text = value.as_str().unwrap_or_default();
    match style(text) {
        Some(style) => Ok((*meaning, style)),
        None => Err(Fault::Style(text.to_string())),
    }
}

/// Parses the words of a style.
fn style(text: &str) -> Option<Style> {
    let mut style = Style::new();
    let mut words = text.split_whitespace();
    let mut is_empty = true;
    while let Some(word) = words.next() {
        is_empty = false;
        style = match word {
            "bold" => style.add_modifier(Modifier::BOLD),
            "dim" => style.add_modifier(Modifier::DIM),
            "underlined" => style.add_modifier(Modifier::UNDERLINED),
            "reversed" => style.add_modifier(Modifier::REVERSED),
            "default" => style,
            "on" => style.bg(words.next()?.parse::<Color>().ok()?),
            colour => style.fg(colour.parse::<Color>().ok()?),
        };
    }
    (!is_empty).then_some(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_read_as_people_write_them() {
        for (text, read) in [
            ("green bold", Some(Style::new().fg(Color::Green).add_modifier(Modifier::BOLD))),
            ("#0000ff on 252", Some(Style::new().fg(Color::Rgb(0, 0, 255)).bg(Color::Indexed(252)))),
            ("reversed", Some(Style::new().add_modifier(Modifier::REVERSED))),
            ("default", Some(Style::new())),
            ("", None),
            ("grün", None),
            ("red on", None),
        ] {
            assert_eq!(style(text), read, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_the_rest_holds() {
        let text = "base = \"blue\"\ncolour = 1\n[styles]\nbad = \"red\"\ngood = 3\n";
        let (theme, problems) = read("theme.toml", text);
        assert_eq!(theme.styles, [(Meaning::Bad, Style::new().fg(Color::Red))]);
        let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [1, 2, 5]);
        assert!(!read("theme.toml", "= 3").1.is_empty());
        let (theme, problems) = read("theme.toml", "[styles]\nbad = \"red\"\nbad");
        assert_eq!((theme.styles.len(), problems[0].line), (1, 3));
    }
}
