//! The two languages of the screens, the messages and the exported headings.

use serde::{Deserialize, Serialize};

/// A language of the user interface. Plan texts are never translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Chinese, the language of the plans.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// Returns `zh` or `en`.
    pub fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

/// A term that has one fixed wording in each language.
pub trait Label {
    /// Returns the word shown on screens and written to files.
    fn label(&self, language: Language) -> &'static str;
}
