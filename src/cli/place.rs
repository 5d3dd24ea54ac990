//! Where the program runs and for whom: the store's folder, the language, the person.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::desk::Actor;
use crate::text::Language;
use crate::text::clean::{sanitise_line, shown_path};

use super::failure::Failure;

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The language to speak. It is needed before the arguments can be read, since it decides how help and complaints
/// about arguments are worded.
pub(super) fn language(arguments: &[OsString]) -> Language {
    let variable = |name: &str| variable(name).map(|value| value.to_string_lossy().into_owned());
    asked_for(arguments).unwrap_or_else(|| of_locale(variable))
}

fn asked_for(arguments: &[OsString]) -> Option<Language> {
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

/// Whether the locale names an encoding, and it is not UTF-8. Without one, over SSH above all, the terminal is most
/// likely UTF-8 and only the server does not know.
pub(super) fn wants_another_encoding() -> bool {
    names_another_encoding(&locale(|name| variable(name).map(|value| value.to_string_lossy().into_owned())))
}

fn names_another_encoding(locale: &str) -> bool {
    let encoding = locale.split('@').next().and_then(|name| name.split_once('.')).map(|(_, encoding)| encoding);
    encoding.is_some_and(|name| name.to_lowercase().replace('-', "") != "utf8")
}

// POSIX: of LC_ALL, LC_MESSAGES and LANG the first that is set decides.
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

/// The folder of the store: as given, else from the environment, else `plandesk` in the data folder of the XDG Base
/// Directory Specification.
pub(super) fn store(given: Option<&PathBuf>, language: Language) -> Result<PathBuf, Failure> {
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

/// The store's folder, for a command that must not make a store where there is none.
pub(super) fn existing(folder: &Path, language: Language) -> Result<PathBuf, Failure> {
    if folder.exists() {
        return Ok(folder.to_path_buf());
    }
    let folder = shown_path(folder);
    Err(Failure::Failed(match language {
        Language::Zh => format!("{folder} 还没有数据；运行 plandesk plans 即会建立"),
        Language::En => format!("there is no store in {folder} yet; plandesk plans makes one"),
    }))
}

/// The person's own keymap file: from the environment, else `plandesk/keymap.toml` in the XDG configuration folder.
pub(super) fn keymap_file() -> Option<PathBuf> {
    let usual = || Some(etcetera::choose_base_strategy().ok()?.config_dir().join("plandesk/keymap.toml"));
    variable("PLANDESK_KEYMAP").map(PathBuf::from).or_else(usual)
}

/// Who gives the commands: `PLANDESK_ACTOR`, else the name of the account.
pub(super) fn actor() -> Actor {
    let variable = |name: &str| variable(name).map(|value| value.to_string_lossy().into_owned());
    let name = variable("PLANDESK_ACTOR").or_else(account).or_else(|| variable("USER"));
    let name = name.map(|name| sanitise_line(&name).trim().to_string()).filter(|name| !name.is_empty());
    Actor { name: name.unwrap_or_else(|| format!("uid {}", rustix::process::getuid().as_raw())) }
}

// The account that the system knows for this process, which a person can't choose as they can choose `USER`.
fn account() -> Option<String> {
    let accounts = std::fs::read_to_string("/etc/passwd").ok()?;
    name_of(&accounts, rustix::process::getuid().as_raw())
}

fn name_of(accounts: &str, uid: u32) -> Option<String> {
    accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then(|| name.to_string())
    })
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

    #[test]
    fn an_account_is_found_by_its_number() {
        let accounts = "root:x:0:0:root:/root:/bin/sh\nli:x:1000:1000::/home/li:/bin/sh\nbroken\n";
        assert_eq!(name_of(accounts, 1000), Some("li".to_string()));
        assert_eq!(name_of(accounts, 7), None);
    }
}
