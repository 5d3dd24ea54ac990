//! `keymap`: the keys in force, or the problems of a keymap file.

use std::path::Path;

use serde::Serialize;

use crate::action::Scope;
use crate::keymap::{Keymap, print_keys};
use crate::text::{Label, Language};

use super::args::KeymapArguments;
use super::failure::Failure;
use super::invocation::Invocation;
use super::list::List;
use super::own::{judge, tell, unread};

/// A key with its action.
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
    let (keymap, problems) =
        Keymap::in_force(&invocation.context, &*invocation.files).map_err(|why| unread(invocation, &why))?;
    tell(invocation, &problems);
    let records = records(&keymap, invocation.language);
    invocation.out.list(&records, &columns(invocation.language))
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

fn columns<'a>(language: Language) -> List<'a, KeyRecord> {
    List::<KeyRecord>::new(language)
        .words("scope", ["范围", "scope"])
        .told(|r| r.scope_words.into())
        .words("keys", ["按键", "keys"])
        .words("action", ["动作", "action"])
        .long("what", ["作用", "what it does"])
}

fn check(invocation: &Invocation, file: &Path) -> Result<(), Failure> {
    let (_, problems) = Keymap::of_file(file, &*invocation.files).map_err(|why| unread(invocation, &why))?;
    judge(invocation, file, &problems)
}
