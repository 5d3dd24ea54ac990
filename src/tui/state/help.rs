//! Help: every key that works here, which can be filtered and run.

use crate::action::{Action, Scope};
use crate::keymap::{Keymap, print_keys};
use crate::text::Language;
use crate::text::fold::to_half_width;

use super::field::Field;
use super::list::List;
use super::tasks::fits;

/// An action with the keys that lead to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where the keys work.
    pub scope: Scope,
    /// The action.
    pub action: Action,
    /// The keys, as they are written.
    pub keys: String,
}

/// The pop-up.
#[derive(Debug, Clone)]
pub struct Help {
    /// What was typed to narrow the list down.
    pub query: Field,
    all: Vec<Row>,
    /// The actions that fit.
    pub list: List<Row>,
    /// Whether Enter runs an action: not from within a text field.
    pub runs: bool,
}

impl Help {
    /// The help of some scopes.
    pub fn new(keymap: &Keymap, scopes: &[Scope], runs: bool, language: Language) -> Self {
        let mut all: Vec<Row> = Vec::new();
        for binding in keymap.bindings(scopes) {
            let keys = print_keys(&binding.keys);
            match all.iter_mut().find(|row| row.action == binding.action) {
                Some(row) => row.keys = format!("{}  {keys}", row.keys),
                None => all.push(Row { scope: binding.scope, action: binding.action, keys }),
            }
        }
        let mut help = Help { query: Field::line(""), all, list: List::default(), runs };
        help.narrow(language);
        help
    }

    /// Makes the list anew from what was typed.
    pub fn narrow(&mut self, language: Language) {
        let query = to_half_width(self.query.text().trim());
        let wanted = |row: &&Row| {
            query.is_empty()
                || fits(row.action.doc(language), &query)
                || row.action.name().contains(&query.to_lowercase())
                || row.keys.split("  ").any(|key| key == query)
        };
        let rows = self.all.iter().filter(wanted).cloned().collect();
        self.list.replace(rows, |_| false);
        super::list::Moves::go_to(&mut self.list, 0);
    }
}
