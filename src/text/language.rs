//! The two languages of the screens, the messages and the exported headings.

use serde::{Deserialize, Serialize};

/// The language in which plandesk speaks to its user. Plan texts are never translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Chinese, the language of the plans and the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// Picks the Chinese or the English of two fixed wordings.
    pub fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

/// A term of the field that has one fixed word in each language.
pub trait Label {
    /// The word shown on screens and written into files.
    fn label(&self, language: Language) -> &'static str;
}
