//! The environment and the terminal of the process.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use etcetera::BaseStrategy;

use crate::office::client::ClientContext;
use crate::text::Language;
use crate::text::clean::shown_path;
use crate::text::width::AmbiguousWidth;

use super::failure::Failure;
use super::value::waiting_time;

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Returns the facts about this process as a client.
pub(crate) fn context(arguments: &[OsString]) -> ClientContext {
    let stdout = std::io::stdout();
    let is_terminal = stdout.is_terminal();
    let columns = rustix::termios::tcgetwinsize(&stdout).ok().map(|size| usize::from(size.ws_col));
    ClientContext {
        language: language(arguments),
        is_terminal,
        can_answer: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
        columns: columns.filter(|&columns| is_terminal && columns > 0),
        no_color: ["NO_COLOR", "PLANDESK_NO_COLOR"].iter().any(|name| variable(name).is_some()),
        is_dumb: variable("TERM").is_some_and(|term| term == "dumb"),
        ambiguous: if variable("PLANDESK_AMBIGUOUS").is_some_and(|width| width == "wide") {
            AmbiguousWidth::Wide
        } else {
            AmbiguousWidth::Narrow
        },
        wants_another_encoding: wants_another_encoding(),
        keymap: own_file("PLANDESK_KEYMAP", "keymap.toml"),
        theme: own_file("PLANDESK_THEME", "theme.toml"),
        linear: false,
        name: variable("PLANDESK_ACTOR").map(|name| name.to_string_lossy().into_owned()),
        store: None,
    }
}

/// Returns the language for messages. It must be known before the arguments are parsed, since help and errors depend on
/// it.
fn language(arguments: &[OsString]) -> Language {
    let variable = |name: &str| variable(name).map(|value| value.to_string_lossy().into_owned());
    asked_for(arguments).unwrap_or_else(|| of_locale(variable))
}

/// Returns the language given by `--lang`.
pub(super) fn asked_for(arguments: &[OsString]) -> Option<Language> {
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy()).take_while(|a| a != "--");
    let value = loop {
        let argument = arguments.next()?;
        match argument.strip_prefix("--lang") {
            Some("") => break arguments.next()?.into_owned(),
            Some(value) if value.starts_with('=') => break value[1..].to_string(),
            _ => {}
        }
    };
    match value.as_str() {
        "zh" => Some(Language::Zh),
        "en" => Some(Language::En),
        _ => None,
    }
}

/// Returns true if the locale names an encoding other than UTF-8. Without one, as is common over SSH, the terminal most
/// likely uses UTF-8.
fn wants_another_encoding() -> bool {
    names_another_encoding(&locale(|name| variable(name).map(|value| value.to_string_lossy().into_owned())))
}

fn names_another_encoding(locale: &str) -> bool {
    let encoding = locale.split('@').next().and_then(|name| name.split_once('.')).map(|(_, encoding)| encoding);
    encoding.is_some_and(|name| name.to_lowercase().replace('-', "") != "utf8")
}

// POSIX: the first variable set among LC_ALL, LC_MESSAGES and LANG decides.
fn locale(variable: impl Fn(&str) -> Option<String>) -> String {
    ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable).unwrap_or_default()
}

fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Language {
    let locale = locale(variable);
    let name = locale.split(['.', '@']).next().unwrap_or_default();
    match name {
        "" | "C" | "POSIX" => Language::Zh,
        name if name == "zh" || name.starts_with("zh_") || name.starts_with("zh-") => Language::Zh,
        _ => Language::En,
    }
}

/// Returns the idle time for a desk to be started, if the environment sets it.
pub(crate) fn idle(language: Language) -> Result<Option<Duration>, Failure> {
    let Some(text) = variable("PLANDESK_IDLE") else { return Ok(None) };
    let waiting = waiting_time(&text.to_string_lossy());
    waiting.map(Some).map_err(|wrong| Failure::Usage(format!("PLANDESK_IDLE: {}", wrong.text(language))))
}

/// Returns the folder of the store: the given one, or the one in the environment, or `plandesk` in the data folder of
/// the XDG Base Directory Specification.
pub(crate) fn store(given: Option<&PathBuf>, language: Language) -> Result<PathBuf, Failure> {
    if let Some(folder) = given.cloned().or_else(|| variable("PLANDESK_STORE").map(PathBuf::from)) {
        return Ok(folder);
    }
    let base = etcetera::choose_base_strategy().map_err(|_| {
        Failure::Failed(
            language
                .pick(
                    "找不到主目录；请用 --store 指定数据文件夹",
                    "there is no home folder; name the store's folder with --store",
                )
                .to_string(),
        )
    })?;
    Ok(base.data_dir().join("plandesk"))
}

/// Returns the folder of an existing store, for a command that must not create one.
pub(crate) fn existing(folder: &Path, language: Language) -> Result<PathBuf, Failure> {
    if folder.exists() {
        return Ok(folder.to_path_buf());
    }
    let folder = shown_path(folder);
    Err(Failure::Failed(match language {
        Language::Zh => format!("{folder} 还没有数据；运行 plandesk plans 即会建立"),
        Language::En => format!("there is no store in {folder} yet; plandesk plans creates one"),
    }))
}

/// Returns the path of a personal configuration file: the one named by a variable, or the one with this name in
/// `plandesk` in the XDG configuration folder.
fn own_file(named_by: &str, name: &str) -> Option<PathBuf> {
    let usual = || Some(etcetera::choose_base_strategy().ok()?.config_dir().join("plandesk").join(name));
    variable(named_by).map(PathBuf::from).or_else(usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_chooses_chinese_unless_it_names_another_language() {
        for (all, lang, language) in [
            (None, None, Language::Zh),
            (None, Some("C"), Language::Zh),
            (None, Some("C.UTF-8"), Language::Zh),
            (None, Some("POSIX"), Language::Zh),
            (None, Some("zh_CN.UTF-8"), Language::Zh),
            (None, Some("zh"), Language::Zh),
            (None, Some("en_US.UTF-8"), Language::En),
            (None, Some("de_DE@euro"), Language::En),
            (Some("en_GB"), Some("zh_CN"), Language::En),
        ] {
            let variable = |name: &str| match name {
                "LC_ALL" => all.map(str::to_string),
                "LANG" => lang.map(str::to_string),
                _ => None,
            };
            assert_eq!(of_locale(variable), language, "{all:?} {lang:?}");
        }
    }

    #[test]
    fn an_encoding_that_is_not_utf8_is_noticed() {
        for (locale, other) in
            [("zh_CN.GB18030", true), ("C", false), ("", false), ("zh_CN.utf8", false), ("de_DE.ISO-8859-1@euro", true)]
        {
            assert_eq!(names_another_encoding(locale), other, "{locale}");
        }
    }

    #[test]
    fn an_option_chooses_the_language_wherever_it_stands() {
        let asked = |line: &str| asked_for(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(asked("plandesk tasks --lang en"), Some(Language::En));
        assert_eq!(asked("plandesk --lang=zh tasks"), Some(Language::Zh));
        assert_eq!(asked("plandesk search -- --lang en"), None);
        assert_eq!(asked("plandesk --lang"), None);
        assert_eq!(asked("plandesk --lang fr"), None);
    }
}
