//! Layers: the default keymap, a preset over it, the user's file over both.

use std::collections::BTreeMap;

use crate::action::{Action, Scope};

use super::file::{self, KeymapFile, Order, Preset, Statement};
use super::key::{Key, KeyCode, print_keys};
use super::problem::{Fault, Problem};
use super::trie::{Leaf, Node};
use super::{Keymap, Lookup};

const DEFAULT: (&str, &str) = ("keymaps/default.toml", include_str!("../../keymaps/default.toml"));
const VIM: (&str, &str) = ("keymaps/vim.toml", include_str!("../../keymaps/vim.toml"));

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
        problems.extend(keymap.keep_a_way_out(file));
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

    /// Nobody may be locked in by a keymap file: where it leaves no key to quit, Ctrl-c quits.
    fn keep_a_way_out(&mut self, file: &str) -> Option<Problem> {
        if !self.keys_for(&[Scope::Global], Action::Quit).is_empty() {
            return None;
        }
        let key = Key { ctrl: true, ..Key::plain(KeyCode::Char('c')) };
        self.obey(0, Scope::Global, Order::Bind(vec![key], Action::Quit));
        debug_assert_eq!(self.lookup(&[Scope::Global], &[key]), Lookup::Action(Action::Quit));
        Some(Problem { file: file.to_string(), line: 1, fault: Fault::NoQuit })
    }
}
