//! Keymaps: what each key does where.
//!
//! A keymap is put together from the default keymap, a preset and the user's own file, which all have the same
//! format (`keymaps/README.md`). Screens ask it what the keys pressed so far mean, hints and help ask it which keys
//! an action has. Nothing here waits: a half-typed sequence stays half-typed until a key ends it.

mod file;
mod key;
mod layers;
mod own;
mod problem;
mod table;
mod trie;

use std::collections::BTreeMap;

use crate::action::{Action, Scope};
use crate::text::Language;

pub use file::Preset;
pub use key::{Key, KeyCode, KeyError, is_ime_text, normalise, parse_keys, print_keys, show_keys};
pub use problem::{Fault, Problem};
pub use table::{action_table, key_table};
pub use trie::Wording;

use trie::{Leaf, Node};

/// A keymap: the action of every key in every scope.
#[derive(Debug, Clone)]
pub struct Keymap {
    scopes: BTreeMap<Scope, Node>,
}

/// The meaning of the keys pressed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// They are complete.
    Action(Action),
    /// They are the beginning of something: what may come next.
    Pending(Vec<Continuation<'a>>),
    /// They mean nothing here.
    None,
}

/// A key that may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Continuation<'a> {
    /// The key.
    pub key: Key,
    /// The action or the further keys that it leads to.
    pub next: Next<'a>,
}

/// The action or the further keys behind a key that may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next<'a> {
    /// It completes the keys.
    Action(Action),
    /// More keys follow, which have this in common.
    More(Option<&'a Wording>),
}

impl Next<'_> {
    /// Returns the words to show beside the key.
    pub fn label(&self, language: Language) -> &str {
        match self {
            Next::Action(action) => action.doc(language),
            Next::More(Some(label)) => label.pick(language),
            Next::More(None) => "…",
        }
    }
}

/// Keys that lead to an action in a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The scope.
    pub scope: Scope,
    /// The keys, pressed one after the other.
    pub keys: Vec<Key>,
    /// The action.
    pub action: Action,
}

/// The meaning of some keys in a stack of scopes.
enum Found<'a> {
    /// The end of a binding.
    Leaf(Scope, Action),
    /// The beginning of bindings, in one scope or several.
    Nodes(Vec<&'a Node>),
}

impl Keymap {
    /// Returns the default keymap alone.
    pub fn default_map() -> Keymap {
        Keymap::load(Preset::Default, None).0
    }

    /// Puts the default keymap, a preset and the user's own file (its name and its text) together, each over the
    /// one before it. Whatever can't be understood in the user's file is left out and told.
    pub fn load(preset: Preset, user: Option<(&str, &str)>) -> (Keymap, Vec<Problem>) {
        layers::load(preset, user)
    }

    /// Looks up the keys pressed so far, the innermost scope first. Scopes outside a closed one, such as a text
    /// field, are not looked at; where text is typed, a printable key is never a command.
    pub fn lookup(&self, scopes: &[Scope], pending: &[Key]) -> Lookup<'_> {
        let keys: Vec<Key> = pending.iter().copied().map(normalise).collect();
        match self.find(scopes, &keys) {
            Some(Found::Leaf(_, action)) => Lookup::Action(action),
            Some(Found::Nodes(nodes)) => Lookup::Pending(continuations(&nodes)),
            None => Lookup::None,
        }
    }

    /// Returns the label of the keys that begin with a prefix (`s`: status).
    pub fn label(&self, scopes: &[Scope], prefix: &[Key], language: Language) -> Option<&str> {
        let keys: Vec<Key> = prefix.iter().copied().map(normalise).collect();
        match self.find(scopes, &keys)? {
            Found::Nodes(nodes) => nodes.iter().find_map(|n| n.label.as_ref()).map(|label| label.pick(language)),
            Found::Leaf(..) => None,
        }
    }

    /// Returns the keys that lead to an action here: short ones first, then those of the user's file, then in the order
    /// of the file.
    pub fn keys_for(&self, scopes: &[Scope], action: Action) -> Vec<Vec<Key>> {
        let mut keys: Vec<(Vec<Key>, usize)> =
            self.effective(scopes, Some(action)).map(|(b, layer)| (b.keys, layer)).collect();
        keys.sort_by_key(|(keys, layer)| (keys.len(), std::cmp::Reverse(*layer)));
        keys.into_iter().map(|(keys, _)| keys).collect()
    }

    /// Returns every binding that works here, the innermost scope first, in the order of the files.
    pub fn bindings(&self, scopes: &[Scope]) -> Vec<Binding> {
        self.effective(scopes, None).map(|(binding, _)| binding).collect()
    }

    /// Returns the single keys that begin labelled sequences here, each with its label (`s`: status), for hints.
    pub fn prefixes(&self, scopes: &[Scope], language: Language) -> Vec<(Key, &str)> {
        let keys = reach(scopes).iter().filter_map(|scope| self.scopes.get(scope)).flat_map(|root| &root.next);
        let mut prefixes: Vec<(Key, &str)> = Vec::new();
        for (key, _) in keys {
            if let Some(label) = self.label(scopes, &[*key], language)
                && prefixes.iter().all(|(known, _)| known != key)
            {
                prefixes.push((*key, label));
            }
        }
        prefixes
    }

    fn effective(&self, scopes: &[Scope], wanted: Option<Action>) -> impl Iterator<Item = (Binding, usize)> {
        let reach = reach(scopes);
        reach.iter().flat_map(|scope| self.own(*scope)).filter(move |(binding, _)| {
            wanted.is_none_or(|action| binding.action == action) && self.works(reach, binding)
        })
    }

    /// Returns the bindings of one scope with their layers.
    fn own(&self, scope: Scope) -> Vec<(Binding, usize)> {
        let mut bindings = Vec::new();
        if let Some(root) = self.scopes.get(&scope) {
            root.walk(&mut Vec::new(), &mut |keys, Leaf { action, layer }| {
                bindings.push((Binding { scope, keys: keys.to_vec(), action }, layer));
            });
        }
        bindings
    }

    /// Returns true if a binding is reached: neither its keys nor a beginning of them mean something further in.
    fn works(&self, scopes: &[Scope], binding: &Binding) -> bool {
        let all = binding.keys.len();
        (1..=all).all(|count| match self.find(scopes, &binding.keys[..count]) {
            Some(Found::Leaf(scope, _)) => count == all && scope == binding.scope,
            Some(Found::Nodes(_)) => count < all,
            None => false,
        })
    }

    fn find(&self, scopes: &[Scope], keys: &[Key]) -> Option<Found<'_>> {
        let first = keys.first()?;
        let typing = reach(scopes).iter().any(|scope| scope.takes_text());
        if typing && first.text().is_some() {
            return None;
        }
        let exact = self.find_by(scopes, keys, |_| None);
        if exact.is_some() || typing { exact } else { self.find_by(scopes, keys, Key::twin_of) }
    }

    fn find_by(&self, scopes: &[Scope], keys: &[Key], twin: fn(&Key) -> Option<Key>) -> Option<Found<'_>> {
        let mut nodes = Vec::new();
        for scope in reach(scopes) {
            let Some(node) = self.scopes.get(scope).and_then(|root| root.find(keys, twin)) else { continue };
            match node.leaf {
                Some(leaf) if nodes.is_empty() => return Some(Found::Leaf(*scope, leaf.action)),
                Some(_) => break,
                None => nodes.push(node),
            }
        }
        (!nodes.is_empty()).then_some(Found::Nodes(nodes))
    }
}

/// Returns the scopes up to the first closed one.
fn reach(scopes: &[Scope]) -> &[Scope] {
    let end = scopes.iter().position(|scope| scope.is_closed()).map_or(scopes.len(), |place| place + 1);
    &scopes[..end]
}

/// Returns the keys that may come next in several scopes; the innermost meaning of a key holds.
fn continuations<'a>(nodes: &[&'a Node]) -> Vec<Continuation<'a>> {
    let mut result: Vec<Continuation<'a>> = Vec::new();
    for (key, node) in nodes.iter().flat_map(|node| &node.next) {
        if result.iter().all(|known| known.key != *key) {
            let next = node.leaf.map_or(Next::More(node.label.as_ref()), |leaf| Next::Action(leaf.action));
            result.push(Continuation { key: *key, next });
        }
    }
    result
}
