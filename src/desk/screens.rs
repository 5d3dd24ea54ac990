//! Screen settings (屏幕设置) of each person, in `screens.toml` in the store's folder.
//!
//! ```toml
//! ["王芳"]
//! mouse = true                 # clicks and the wheel are handled; off by default
//! linear = false               # lines instead of a screen, for screen readers
//! theme = "light"              # auto, dark, light or plain
//! columns.tasks = ["status", "number 12", "title", "lead"]
//! ```
//!
//! The screen writes them when a person changes something. They are stored with the data, since users who connect over
//! SSH have no home folder. They are not records: they are neither journaled nor backed up, and can't be undone.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Actor, Desk};
use crate::store::private_file;
use crate::text::clean::{sanitise_line, shown_path};
use crate::text::{Language, settings_file};

/// The name of the file in the store's folder.
const FILE: &str = "screens.toml";

/// A person's screen settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScreenSettings {
    /// True if the screen handles clicks and the wheel. Selecting text in the terminal then requires Shift.
    pub mouse: bool,
    /// True for lines instead of a screen, for screen readers.
    pub linear: bool,
    /// The theme.
    pub theme: ThemeChoice,
    /// The chosen columns of tables by the name of the view, in the order of display.
    pub columns: BTreeMap<String, Vec<ChosenColumn>>,
}

/// A theme chosen by a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeChoice {
    /// Dark or light, like the terminal's background.
    #[default]
    Auto,
    /// For dark backgrounds.
    Dark,
    /// For light backgrounds.
    Light,
    /// Without colour.
    Plain,
}

impl ThemeChoice {
    /// All choices, in the order in which a key cycles through them.
    pub const ALL: [ThemeChoice; 4] = [ThemeChoice::Auto, ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Plain];

    /// Returns the next choice.
    pub fn next(self) -> ThemeChoice {
        let at = ThemeChoice::ALL.iter().position(|choice| *choice == self).unwrap_or(0);
        ThemeChoice::ALL[(at + 1) % ThemeChoice::ALL.len()]
    }
}

/// A column of a table that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChosenColumn {
    /// The name of the column.
    pub name: String,
    /// The width in screen columns, if the person has set one.
    pub width: Option<u16>,
}

impl TryFrom<String> for ChosenColumn {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.split_once(' ') {
            None => Ok(ChosenColumn { name: sanitise_line(&text), width: None }),
            Some((name, width)) => match width.trim().parse() {
                Ok(width) => Ok(ChosenColumn { name: sanitise_line(name), width: Some(width) }),
                Err(_) => Err(format!("“{text}” is no column: a name, or a name and a width, as in “title 40”")),
            },
        }
    }
}

impl From<ChosenColumn> for String {
    fn from(column: ChosenColumn) -> String {
        let width = column.width.map(|width| format!(" {width}")).unwrap_or_default();
        column.name + &width
    }
}

/// A file of screen settings that can't be read or written. It is unchanged.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct ScreensError {
    file: PathBuf,
    why: String,
}

impl ScreensError {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        let (file, why) = (shown_path(&self.file), &self.why);
        match language {
            Language::Zh => format!("屏幕设置 {file} 无法读写：{why}；请改正或移走该文件"),
            Language::En => format!("the screen settings in {file} can't be read or saved: {why}; mend or move it"),
        }
    }
}

impl Desk {
    /// Returns the screen settings of a person; the defaults if there are none.
    ///
    /// # Errors
    /// [`ScreensError`] if the file exists and can't be read.
    pub fn screen_settings(&self, actor: &Actor) -> Result<ScreenSettings, ScreensError> {
        Ok(read(&self.folder.join(FILE))?.remove(&who(actor)).unwrap_or_default())
    }

    /// Saves the screen settings of a person. Default settings are removed from the file.
    ///
    /// # Errors
    /// [`ScreensError`]; the file is unchanged then.
    pub fn keep_screen_settings(&self, actor: &Actor, settings: &ScreenSettings) -> Result<(), ScreensError> {
        // The lock excludes other writers of the file.
        let _writer = self.writer();
        let file = self.folder.join(FILE);
        let mut screens = read(&file)?;
        let before = screens.clone();
        if *settings == ScreenSettings::default() {
            screens.remove(&who(actor));
        } else {
            screens.insert(who(actor), settings.clone());
        }
        if screens == before {
            return Ok(());
        }
        write(&file, &screens).map_err(|why| ScreensError { file, why })
    }
}

type Screens = BTreeMap<String, ScreenSettings>;

fn who(actor: &Actor) -> String {
    sanitise_line(&actor.name)
}

fn read(file: &Path) -> Result<Screens, ScreensError> {
    let failed = |why: String| ScreensError { file: file.to_path_buf(), why };
    let text = match fs::File::open(file).and_then(settings_file::read) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Screens::default()),
        Err(error) => return Err(failed(error.to_string())),
    };
    toml::from_str(&text).map_err(|error| failed(error.to_string()))
}

fn write(file: &Path, screens: &Screens) -> Result<(), String> {
    let text = toml::to_string(screens).map_err(|error| error.to_string())?;
    let draft = file.with_extension("draft");
    let save = || {
        let mut out = private_file().write(true).create(true).truncate(true).open(&draft)?;
        out.write_all(text.as_bytes())?;
        out.sync_data()?;
        fs::rename(&draft, file)
    };
    save().map_err(|error: io::Error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, width: Option<u16>) -> ChosenColumn {
        ChosenColumn { name: name.to_string(), width }
    }

    #[test]
    fn written_settings_are_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        let columns = [("tasks".to_string(), vec![column("status", None), column("title", Some(40))])].into();
        let settings = ScreenSettings { mouse: true, theme: ThemeChoice::Light, columns, ..ScreenSettings::default() };
        let screens: Screens = [("王芳 “a”\\]".to_string(), settings)].into();
        write(&file, &screens).unwrap();
        assert_eq!(read(&file).unwrap(), screens);
    }

    #[test]
    fn the_example_of_the_documentation_is_read() {
        let text = "[\"王芳\"]\nmouse = true\ntheme = \"light\"\ncolumns.tasks = [\"status\", \"number 12\"]";
        let screens: Screens = toml::from_str(text).unwrap();
        let settings = &screens["王芳"];
        assert!(settings.mouse && !settings.linear);
        assert_eq!(settings.columns["tasks"], [column("status", None), column("number", Some(12))]);
    }

    #[test]
    fn an_unreadable_file_is_reported_and_not_changed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        for (text, told) in [("[a]\nmuose = true", "line 2"), ("[a]\ncolumns.tasks = [\"title x\"]", "title 40")] {
            fs::write(&file, text).unwrap();
            let why = read(&file).unwrap_err().text(Language::En);
            assert!(why.contains(told) && why.contains(FILE), "{why}");
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
    }
}
