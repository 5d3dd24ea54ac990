//! The labelled trie: which action a sequence of keys leads to, and what may follow a half-typed one.

use crate::action::Action;
use crate::text::Language;

use super::key::Key;

/// A short wording in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Wording {
    /// Returns the wording in one language.
    pub fn pick(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// An action at the end of a sequence of keys, and which file put it there (0 is the default keymap).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leaf {
    pub action: Action,
    pub layer: usize,
}

/// A node of the trie: an action, or the keys that may come next, never both.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    /// The label of the keys that may come next.
    pub label: Option<Wording>,
    /// The action.
    pub leaf: Option<Leaf>,
    /// The keys that may come next, in the order of the files.
    pub next: Vec<(Key, Node)>,
}

impl Node {
    /// Follows keys. Where a key leads nowhere, its `twin` is tried.
    pub fn find(&self, keys: &[Key], twin: fn(&Key) -> Option<Key>) -> Option<&Node> {
        let Some((first, rest)) = keys.split_first() else { return Some(self) };
        let node = self.child(first).or_else(|| self.child(&twin(first)?))?;
        node.find(rest, twin)
    }

    fn child(&self, key: &Key) -> Option<&Node> {
        self.next.iter().find(|(k, _)| k == key).map(|(_, node)| node)
    }

    /// Returns the node behind some keys, made when it is missing. An action that stood in the way is put into
    /// `displaced`.
    fn grow(&mut self, keys: &[Key], displaced: &mut Vec<Leaf>) -> &mut Node {
        let Some((first, rest)) = keys.split_first() else { return self };
        displaced.extend(self.leaf.take());
        let place = self.next.iter().position(|(k, _)| k == first).unwrap_or_else(|| {
            self.next.push((*first, Node::default()));
            self.next.len() - 1
        });
        self.next[place].1.grow(rest, displaced)
    }

    /// Binds keys to an action, and returns the actions that can't be reached any more.
    pub fn bind(&mut self, keys: &[Key], leaf: Leaf) -> Vec<Leaf> {
        let mut displaced = Vec::new();
        let node = self.grow(keys, &mut displaced);
        node.walk(&mut Vec::new(), &mut |_, leaf| displaced.push(leaf));
        *node = Node { leaf: Some(leaf), ..Node::default() };
        displaced
    }

    /// Labels the keys behind a prefix. Returns false if there are none.
    pub fn label(&mut self, prefix: &[Key], label: Wording) -> bool {
        match prefix.split_first() {
            None if self.next.is_empty() => false,
            None => {
                self.label = Some(label);
                true
            }
            Some((first, rest)) => {
                self.next.iter_mut().find(|(k, _)| k == first).is_some_and(|(_, node)| node.label(rest, label))
            }
        }
    }

    /// Removes keys, and all that begins with them. Returns false if they led nowhere.
    pub fn unbind(&mut self, keys: &[Key]) -> bool {
        let Some((first, rest)) = keys.split_first() else { return false };
        let Some(place) = self.next.iter().position(|(k, _)| k == first) else { return false };
        let child = &mut self.next[place].1;
        let found = rest.is_empty() || child.unbind(rest);
        if rest.is_empty() || (child.leaf.is_none() && child.next.is_empty()) {
            self.next.remove(place);
        }
        found
    }

    /// Visits every action behind this node with the keys that lead to it.
    pub fn walk(&self, keys: &mut Vec<Key>, visit: &mut impl FnMut(&[Key], Leaf)) {
        if let Some(leaf) = self.leaf {
            visit(keys, leaf);
        }
        for (key, node) in &self.next {
            keys.push(*key);
            node.walk(keys, visit);
            keys.pop();
        }
    }
}
