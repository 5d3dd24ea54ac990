//! Layers: the default keymap, a preset over it, the user's file over both.

use std::collections::BTreeMap;

use crate::action::{Action, Scope};

use super::Keymap;
use super::file::{self, KeymapFile, Order, Preset, Statement};
use super::key::{Key, KeyCode, print_keys};
use super::problem::{Fault, Problem};
use super::trie::{Leaf, Node};

const DEFAULT: (&str, &str) = ("keymaps/default.toml", include_str!("../../keymaps/default.toml"));
const VIM: (&str, &str) = ("keymaps/vim.toml", include_str!("../../keymaps/vim.toml"));

/// The actions that every keymap must reach, and the key of each when no other leads to it.
const WAYS_OUT: [(Scope, Action, Key); 6] = [
    (Scope::Global, Action::Quit, Key { ctrl: true, ..Key::char('c') }),
    (Scope::Columns, Action::Back, Key::plain(KeyCode::Esc)),
    (Scope::Search, Action::Back, Key::plain(KeyCode::Esc)),
    (Scope::Picker, Action::Back, Key::plain(KeyCode::Esc)),
    (Scope::Text, Action::Back, Key::plain(KeyCode::Esc)),
    (Scope::Confirm, Action::No, Key::plain(KeyCode::Esc)),
];

/// Puts a keymap together. The preset asked for goes before the one that the user's file names.
pub(super) fn load(preset: Preset, user: Option<(&str, &str)>) -> (Keymap, Vec<Problem>) {
    let own = user.map(|(file, text)| (file, file::read(file, text)));
    let named = own.as_ref().and_then(|(_, read)| read.preset).unwrap_or_default();
    let mut layers = vec![(DEFAULT.0, file::read(DEFAULT.0, DEFAULT.1))];
    if preset == Preset::Vim || named == Preset::Vim {
        layers.push((VIM.0, file::read(VIM.0, VIM.1)));
    }
    layers.extend(own);

    let mut keymap = Keymap { scopes: BTreeMap::new() };
    let mut problems = Vec::new();
    for (layer, (name, file)) in layers.into_iter().enumerate() {
        problems.extend(keymap.lay(layer, name, file));
    }
    if let Some((file, _)) = user {
        problems.extend(keymap.keep_ways_out(file));
    }
    (keymap, problems)
}

impl Keymap {
    /// Lays one file over what there is.
    fn lay(&mut self, layer: usize, file: &str, read: KeymapFile) -> Vec<Problem> {
        let mut problems = read.problems;
        for Statement { line, scope, order } in read.statements {
            let fault = self.obey(layer, scope, order);
            problems.extend(fault.map(|fault| Problem { file: file.to_string(), line, fault }));
        }
        problems.sort_by_key(|problem| problem.line);
        problems
    }

    fn obey(&mut self, layer: usize, scope: Scope, order: Order) -> Option<Fault> {
        let root = self.scopes.entry(scope).or_default();
        match order {
            Order::Clear => {
                *root = Node::default();
                None
            }
            Order::Unbind(keys) => (!root.unbind(&keys)).then(|| Fault::Unbound(print_keys(&keys))),
            Order::Label(keys, label) => (!root.label(&keys, label)).then(|| Fault::Unbound(print_keys(&keys))),
            Order::Bind(keys, action) => {
                let displaced = root.bind(&keys, Leaf { action, layer });
                let same_file = displaced.iter().find(|leaf| leaf.layer == layer)?;
                Some(Fault::Conflict(print_keys(&keys), same_file.action.name()))
            }
        }
    }

    /// Keeps the usual key of an action that must be reachable, where a keymap file leaves none.
    fn keep_ways_out(&mut self, file: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (scope, action, key) in WAYS_OUT {
            if self.keys_for(&[scope], action).is_empty() {
                self.obey(0, scope, Order::Bind(vec![key], action));
                let fault = Fault::NoWayOut { scope, action, kept: key };
                problems.push(Problem { file: file.to_string(), line: 1, fault });
            }
        }
        problems
    }
}
