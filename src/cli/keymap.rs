//! `keymap`: the keys in force, or what is wrong with a keymap file.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::action::Scope;
use crate::export::sheet::{Cell, Sheet};
use crate::keymap::{Keymap, Preset, Problem, print_keys};
use crate::serve::caller::{Facts, Files};
use crate::text::clean::shown_path;
use crate::text::{Label, Language};

use super::args::KeymapArguments;
use super::failure::Failure;
use super::invocation::Invocation;
use super::output::sheet;
use super::table::{Column, Entry, Table};

/// No keymap file is as long as this, in bytes; a device can be endless.
const LARGEST: u64 = 1 << 20;

/// A key and the action that it leads to.
#[derive(Debug, Serialize)]
struct KeyRecord {
    scope: &'static str,
    keys: String,
    action: &'static str,
    what: &'static str,
    #[serde(skip)]
    scope_words: &'static str,
}

/// Prints the keys in force, or checks a file.
pub(super) fn run(invocation: &Invocation, arguments: &KeymapArguments) -> Result<(), Failure> {
    match &arguments.check {
        Some(file) => check(invocation, file),
        None => print(invocation),
    }
}

fn print(invocation: &Invocation) -> Result<(), Failure> {
    let (keymap, problems) = in_force(&invocation.facts, &*invocation.files)?;
    tell(invocation, &problems);
    let records = records(&keymap, invocation.language);
    invocation.out.list(&records, || table(invocation, &records), || csv(&records))
}

fn records(keymap: &Keymap, language: Language) -> Vec<KeyRecord> {
    let bindings = Scope::ALL.iter().flat_map(|scope| keymap.bindings(&[*scope]));
    let record = |binding: crate::keymap::Binding| KeyRecord {
        scope: binding.scope.name(),
        keys: print_keys(&binding.keys),
        action: binding.action.name(),
        what: binding.action.doc(language),
        scope_words: binding.scope.label(language),
    };
    bindings.map(record).collect()
}

fn table(invocation: &Invocation, records: &[KeyRecord]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::words(head("范围", "scope")),
        Column::words(head("按键", "keys")),
        Column::words(head("动作", "action")),
        Column::long(head("作用", "what it does")),
    ];
    let row = |record: &KeyRecord| -> Vec<Entry> {
        vec![record.scope_words.into(), record.keys.as_str().into(), record.action.into(), record.what.into()]
    };
    Table { columns, rows: records.iter().map(row).collect() }
}

fn csv(records: &[KeyRecord]) -> Sheet {
    let row = |record: &KeyRecord| -> Vec<Cell> {
        vec![record.scope.into(), record.keys.as_str().into(), record.action.into(), record.what.into()]
    };
    sheet(&["scope", "keys", "action", "what"], records.iter().map(row).collect())
}

fn check(invocation: &Invocation, file: &Path) -> Result<(), Failure> {
    let text = read(&*invocation.files, file, invocation.language)?;
    let (_, problems) = load(Some((file, &text)));
    tell(invocation, &problems);
    if !problems.is_empty() {
        let (count, file) = (problems.len(), shown_path(file));
        return Err(Failure::Failed(
            invocation.words(format!("{file} 有 {count} 处问题"), format!("{file}: {count} problems")),
        ));
    }
    invocation
        .note(&invocation.words(format!("{} 没有问题", shown_path(file)), format!("{} is sound", shown_path(file))));
    Ok(())
}

/// The default keys with the person's own over them, and what is wrong with the person's file.
pub(super) fn in_force(facts: &Facts, files: &dyn Files) -> Result<(Keymap, Vec<Problem>), Failure> {
    let own = facts.keymap.as_ref().filter(|file| files.exists(file));
    let text = own.map(|file| read(files, file, facts.language)).transpose()?;
    Ok(load(own.map(PathBuf::as_path).zip(text.as_deref())))
}

fn load(file: Option<(&Path, &str)>) -> (Keymap, Vec<Problem>) {
    let name = file.map(|(file, _)| shown_path(file));
    Keymap::load(Preset::Default, name.as_deref().zip(file.map(|(_, text)| text)))
}

fn tell(invocation: &Invocation, problems: &[Problem]) {
    for problem in problems {
        let message = problem.message(invocation.language);
        invocation.note(&format!("{}:{}: {message}", problem.file, problem.line));
    }
}

fn read(files: &dyn Files, file: &Path, language: Language) -> Result<String, Failure> {
    let text = || -> io::Result<String> {
        let mut text = String::new();
        let size = files.open(file)?.take(LARGEST + 1).read_to_string(&mut text)? as u64;
        if size > LARGEST { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(text) }
    };
    text().map_err(|error| {
        let file = shown_path(file);
        Failure::Failed(match language {
            Language::Zh => format!("无法读取 {file}（{error}）；它须是 UTF-8 的 TOML 文件"),
            Language::En => format!("{file} can't be read ({error}); it must be a TOML file in UTF-8"),
        })
    })
}
