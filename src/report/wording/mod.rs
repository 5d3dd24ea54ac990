//! The wording of reports and notices: phrases with fields, in files that an office may change.
//!
//! Built-in files in `templates/` are overridden, phrase by phrase, by those in an office's own folder. Invalid lines
//! are reported with their place; the others apply.

mod file;
pub(in crate::report) mod phrases;
mod problem;

use std::collections::BTreeMap;
use std::fmt::Display;

pub use problem::{Fault, Problem};

/// The built-in files.
const DEFAULTS: [(&str, &str); 2] = [
    ("templates/report.toml", include_str!("../../../templates/report.toml")),
    ("templates/notice.toml", include_str!("../../../templates/notice.toml")),
];

/// A phrase of a document: its key in the files, and the names of its fields in the order in which [`Wording::say`]
/// takes them.
#[derive(Debug)]
pub(in crate::report) struct Phrase<const N: usize> {
    key: &'static str,
    fields: [&'static str; N],
}

/// A phrase as an office sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The table and the name in a file: `overall.tasks`.
    pub key: &'static str,
    /// The names of the fields, which are written in braces.
    pub fields: &'static [&'static str],
}

/// A part of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Words(String),
    /// The index of a field.
    Field(usize),
}

/// The phrases in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    phrases: BTreeMap<&'static str, Vec<Part>>,
}

impl Default for Wording {
    fn default() -> Self {
        Wording::load(&[]).0
    }
}

impl Wording {
    /// Returns the built-in phrases overridden by an office's files (name, text), and the problems of these files.
    pub fn load(own: &[(String, String)]) -> (Wording, Vec<Problem>) {
        let mut wording = Wording { phrases: BTreeMap::new() };
        let mut problems = Vec::new();
        let own = own.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        for (name, text) in DEFAULTS.into_iter().chain(own) {
            let read = file::read(name, text);
            wording.phrases.extend(read.phrases);
            problems.extend(read.problems);
        }
        (wording, problems)
    }

    /// Returns a phrase with its fields filled in.
    pub(in crate::report) fn say<const N: usize>(&self, phrase: &Phrase<N>, values: [&dyn Display; N]) -> String {
        let parts = self.phrases.get(phrase.key).map(Vec::as_slice).unwrap_or_default();
        let told = parts.iter().map(|part| match part {
            Part::Words(words) => words.clone(),
            Part::Field(number) => values.get(*number).map(ToString::to_string).unwrap_or_default(),
        });
        told.collect()
    }

    /// Returns every phrase with its text in the syntax of a file.
    pub fn entries(&self) -> Vec<(Entry, String)> {
        phrases::ALL.iter().map(|entry| (*entry, self.text(*entry))).collect()
    }

    fn text(&self, entry: Entry) -> String {
        let parts = self.phrases.get(entry.key).map(Vec::as_slice).unwrap_or_default();
        let written = parts.iter().map(|part| match part {
            Part::Words(words) => words.replace('{', "{{").replace('}', "}}"),
            Part::Field(number) => format!("{{{}}}", entry.fields.get(*number).unwrap_or(&"")),
        });
        written.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_the_program_hold_every_phrase_once_and_nothing_else() {
        let (wording, problems) = Wording::load(&[]);
        assert_eq!(problems, []);
        let missing: Vec<&str> =
            phrases::ALL.iter().map(|entry| entry.key).filter(|key| !wording.phrases.contains_key(key)).collect();
        assert_eq!(missing, [""; 0]);
        let mut keys: Vec<&str> = phrases::ALL.iter().map(|entry| entry.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), phrases::ALL.len());
    }

    #[test]
    fn an_office_changes_a_phrase_and_keeps_the_others() {
        let own = "[overall]\ntasks = \"共{项数}项，完成{完成率}\"\n";
        let (wording, problems) = Wording::load(&[("own.toml".into(), own.into())]);
        assert_eq!(problems, []);
        assert_eq!(wording.say(&phrases::OVERALL_TASKS, [&5, &"", &"40%"]), "共5项，完成40%");
        let default = Wording::default();
        assert_eq!(wording.say(&phrases::ENVIRONMENT, []), default.say(&phrases::ENVIRONMENT, []),);
    }

    #[test]
    fn braces_can_be_escaped_and_texts_survive_a_round_trip() {
        let own = "[overall]\ntasks = \"{{{项数}}}\"\n";
        let (wording, problems) = Wording::load(&[("own.toml".into(), own.into())]);
        assert_eq!(problems, []);
        assert_eq!(wording.say(&phrases::OVERALL_TASKS, [&5, &"", &""]), "{5}");
        let entry = phrases::ALL.iter().find(|entry| entry.key == "overall.tasks").unwrap();
        assert_eq!(wording.text(*entry), "{{{项数}}}");
    }
}
