//! Tables for the documentation: the keys of a keymap, and the actions that keymap files can name.

use crate::action::{Action, Scope};
use crate::text::{Label, Language};

use super::key::print_keys;
use super::{Keymap, Preset};

/// Returns the keys of a keymap as Markdown: one table for each scope that has any, one row for each action.
pub fn key_table(keymap: &Keymap, language: Language) -> String {
    let head = language.pick("| 按键 | 作用 |\n|---|---|\n", "| keys | what they do |\n|---|---|\n");
    let mut text = String::new();
    for scope in Scope::ALL {
        let rows = scope_rows(keymap, *scope, language);
        if !rows.is_empty() {
            text += &format!("**{}**\n\n{head}{rows}\n", scope.label(language));
        }
    }
    text.trim_end().to_string() + "\n"
}

fn scope_rows(keymap: &Keymap, scope: Scope, language: Language) -> String {
    let bound = keymap.bindings(&[scope]);
    let mut actions: Vec<Action> = bound.iter().map(|binding| binding.action).collect();
    actions.sort();
    actions.dedup();
    let row = |action: Action| format!("| {} | {} |\n", key_list(keymap, scope, action), action.doc(language));
    actions.into_iter().map(row).collect()
}

/// Returns every action as Markdown: its name in keymap files, where it makes sense, what it does, its keys by default.
pub fn action_table() -> String {
    let (keymap, _) = Keymap::load(Preset::Default, None);
    let mut text = String::from("| action | scope | 作用 | what it does | keys by default |\n|---|---|---|---|---|\n");
    for action in Action::ALL {
        let (zh, en) = (action.doc(Language::Zh), action.doc(Language::En));
        let scope = action.scope();
        let keys = key_list(&keymap, scope, *action);
        text += &format!("| `{}` | {} | {zh} | {en} | {keys} |\n", action.name(), scope.name());
    }
    text
}

fn key_list(keymap: &Keymap, scope: Scope, action: Action) -> String {
    let code = |keys: Vec<_>| format!("`{}`", print_keys(&keys).replace('|', "\\|"));
    keymap.keys_for(&[scope], action).into_iter().map(code).collect::<Vec<_>>().join(" ")
}
