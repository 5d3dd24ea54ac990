//! Keymap files: TOML text → statements, with a problem for each line that can't be understood.

use std::ops::Range;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::action::{Action, Scope};
use crate::text::near::nearest;
use crate::text::settings_file::Problems;

use super::key::{self, Key, KeyError};
use super::problem::{Fault, Problem, Shape};
use super::trie::Wording;

/// A keymap that comes with the program and stands between the default keymap and the user's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Preset {
    /// The default keymap as it is.
    #[default]
    Default,
    /// The keys that users of vim expect.
    Vim,
}

impl Preset {
    /// Every preset.
    pub const ALL: &'static [Preset] = &[Preset::Default, Preset::Vim];

    /// Returns the name used in keymap files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Preset::Default => "default",
            Preset::Vim => "vim",
        }
    }
}

/// A text that names no preset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no preset “{0}”; there are: default, vim")]
pub struct UnknownPreset(pub String);

impl FromStr for Preset {
    type Err = UnknownPreset;

    fn from_str(text: &str) -> Result<Self, UnknownPreset> {
        Preset::ALL.iter().copied().find(|p| p.name() == text).ok_or_else(|| UnknownPreset(text.to_string()))
    }
}

/// One thing that a keymap file says about a scope. The order of the kinds is the order in which they are done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Order {
    /// Forget what the files before this one said.
    Clear,
    /// Take keys away.
    Unbind(Vec<Key>),
    /// Have keys lead to an action.
    Bind(Vec<Key>, Action),
    /// Say what the keys behind a prefix have in common.
    Label(Vec<Key>, Wording),
}

impl Order {
    fn rank(&self) -> u8 {
        match self {
            Order::Clear => 0,
            Order::Unbind(_) => 1,
            Order::Bind(..) => 2,
            Order::Label(..) => 3,
        }
    }
}

/// An order with its scope and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub line: usize,
    pub scope: Scope,
    pub order: Order,
}

/// The content of a keymap file.
#[derive(Debug, Default)]
pub(super) struct KeymapFile {
    pub preset: Option<Preset>,
    pub statements: Vec<Statement>,
    pub problems: Vec<Problem>,
}

/// The settings that stand outside the scopes.
const SETTINGS: [&str; 2] = ["preset", "clear-defaults"];

/// Reads a keymap file. Lines that can't be understood are left out and told; the others hold.
pub(super) fn read(file: &str, text: &str) -> KeymapFile {
    let (table, problems) = Problems::read(file, text);
    let mut reader = Reader { problems, preset: None, statements: Vec::new() };
    for (name, value) in in_file_order(&table) {
        reader.top_level(name, value);
    }
    let Reader { problems, preset, mut statements } = reader;
    statements.sort_by_key(|statement| statement.order.rank());
    KeymapFile { preset, statements, problems: problems.sorted() }
}

type Name<'a> = Spanned<std::borrow::Cow<'a, str>>;
type Value<'a> = Spanned<DeValue<'a>>;

/// Returns the entries of a table as they stand in the file; the TOML reader sorts them by name.
fn in_file_order<'a, 't>(table: &'t DeTable<'a>) -> Vec<(&'t Name<'a>, &'t Value<'a>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

struct Reader<'f> {
    problems: Problems<'f, Fault>,
    preset: Option<Preset>,
    statements: Vec<Statement>,
}

impl Reader<'_> {
    fn state(&mut self, span: Range<usize>, scope: Scope, order: Order) {
        let line = self.problems.line(&span);
        self.statements.push(Statement { line, scope, order });
    }

    fn top_level(&mut self, name: &Name<'_>, value: &Value<'_>) {
        let word = name.get_ref().as_ref();
        match (word, value.get_ref()) {
            ("preset", DeValue::String(preset)) => match preset.parse() {
                Ok(preset) => self.preset = Some(preset),
                Err(UnknownPreset(unknown)) => {
                    let near = self.problems.near(&unknown, Preset::ALL.iter().map(|p| p.name()));
                    self.problems.add(value.span(), Fault::Preset(unknown, near));
                }
            },
            ("preset", _) => self.problems.add(value.span(), Fault::Value(word.to_string(), Shape::Preset)),
            ("clear-defaults", _) => {
                if self.switch(name, value) {
                    Scope::ALL.iter().for_each(|scope| self.state(name.span(), *scope, Order::Clear));
                }
            }
            (_, DeValue::Table(table)) => match word.parse() {
                Ok(scope) => in_file_order(table).into_iter().for_each(|(name, value)| self.entry(scope, name, value)),
                Err(_) => {
                    let near = self.problems.near(word, Scope::ALL.iter().map(|s| s.name()));
                    self.problems.add(name.span(), Fault::Scope(word.to_string(), near));
                }
            },
            _ if word.parse::<Scope>().is_ok() => {
                self.problems.add(name.span(), Fault::Value(word.to_string(), Shape::Table));
            }
            _ => {
                let near = self.problems.near(word, SETTINGS.into_iter());
                self.problems.add(name.span(), Fault::Setting(word.to_string(), near));
            }
        }
    }

    fn entry(&mut self, scope: Scope, name: &Name<'_>, value: &Value<'_>) {
        match (name.get_ref().as_ref(), value.get_ref()) {
            ("clear-defaults", _) => {
                if self.switch(name, value) {
                    self.state(name.span(), scope, Order::Clear);
                }
            }
            ("unbind", DeValue::Array(list)) => {
                for item in list.iter() {
                    self.unbind(scope, item);
                }
            }
            ("unbind", _) => self.problems.add(value.span(), Fault::Value("unbind".to_string(), Shape::Keys)),
            ("labels", DeValue::Table(labels)) => {
                in_file_order(labels).into_iter().for_each(|(name, value)| self.label(scope, name, value));
            }
            ("labels", _) => self.problems.add(value.span(), Fault::Value("labels".to_string(), Shape::Table)),
            (keys, DeValue::String(action)) => self.bind(scope, keys, name.span(), action, value.span()),
            (keys, _) => self.problems.add(value.span(), Fault::Value(keys.to_string(), Shape::Action)),
        }
    }

    fn switch(&mut self, name: &Name<'_>, value: &Value<'_>) -> bool {
        match value.get_ref() {
            DeValue::Boolean(on) => *on,
            _ => {
                self.problems.add(value.span(), Fault::Value(name.get_ref().to_string(), Shape::Switch));
                false
            }
        }
    }

    fn unbind(&mut self, scope: Scope, item: &Value<'_>) {
        let DeValue::String(text) = item.get_ref() else {
            return self.problems.add(item.span(), Fault::Value("unbind".to_string(), Shape::Keys));
        };
        if let Some(keys) = self.keys(text, item.span()) {
            self.state(item.span(), scope, Order::Unbind(keys));
        }
    }

    fn bind(&mut self, scope: Scope, keys: &str, at: Range<usize>, action: &str, action_at: Range<usize>) {
        let Some(keys) = self.keys(keys, at.clone()) else { return };
        if scope.takes_text() && keys.first().is_some_and(|key| key.text().is_some()) {
            return self.problems.add(at, Fault::Printable(key::print_keys(&keys)));
        }
        match action.parse::<Action>() {
            Ok(action) => self.state(at, scope, Order::Bind(keys, action)),
            Err(_) => {
                let near = self.problems.near(action, Action::ALL.iter().map(|a| a.name()));
                self.problems.add(action_at, Fault::Action(action.to_string(), near));
            }
        }
    }

    fn label(&mut self, scope: Scope, name: &Name<'_>, value: &Value<'_>) {
        let Some(keys) = self.keys(name.get_ref(), name.span()) else { return };
        match wording(value.get_ref()) {
            Some(wording) => self.state(name.span(), scope, Order::Label(keys, wording)),
            None => self.problems.add(value.span(), Fault::Value(name.get_ref().to_string(), Shape::Wording)),
        }
    }

    fn keys(&mut self, text: &str, span: Range<usize>) -> Option<Vec<Key>> {
        match key::parse_keys(text) {
            Ok(keys) => Some(keys),
            Err(error) => {
                let near = match &error {
                    KeyError::Unknown(name) if !self.problems.are_enough() => nearest_key(name),
                    KeyError::Unknown(_) | KeyError::Missing | KeyError::Other { .. } => None,
                };
                self.problems.add(span, Fault::Key(error, near));
                None
            }
        }
    }
}

/// Returns a wording in one or both languages.
fn wording(value: &DeValue<'_>) -> Option<Wording> {
    let text = |value: Option<&Value<'_>>| value?.get_ref().as_str().map(str::to_string);
    match value {
        DeValue::String(both) => Some(Wording { zh: both.to_string(), en: both.to_string() }),
        DeValue::Table(table) => Some(Wording { zh: text(table.get("zh"))?, en: text(table.get("en"))? }),
        _ => None,
    }
}

/// Returns the key that a misspelt one most likely means, modifiers included.
fn nearest_key(text: &str) -> Option<String> {
    let (modifiers, name) = text.rsplit_once('-').map_or((None, text), |(before, name)| (Some(before), name));
    let mut parts: Vec<String> = Vec::new();
    for modifier in modifiers.into_iter().flat_map(|all| all.split('-')) {
        parts.push(nearest(modifier, ["Ctrl", "Alt", "Shift"].into_iter())?);
    }
    parts.push(match name.parse::<Key>() {
        Ok(key) => key.to_string(),
        Err(_) => nearest(name, key::key_names())?,
    });
    Some(parts.join("-"))
}
