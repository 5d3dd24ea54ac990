//! The file formats of reports.

use std::path::Path;
use std::str::FromStr;

use crate::text::Language;

use super::model::Report;
use super::{docx, html, markdown};

/// The form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// A self-contained HTML page that prints on A4.
    Html,
    /// A document for Word, WPS or LibreOffice.
    Docx,
}

/// The file name has no extension of a known format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct UnknownFormat(pub String);

impl UnknownFormat {
    /// Returns the message for a person.
    pub fn text(&self, language: Language) -> String {
        let file = &self.0;
        match language {
            Language::Zh => format!("“{file}”须以 .docx、.html 或 .md 结尾"),
            Language::En => format!("“{file}” must end in .docx, .html or .md"),
        }
    }
}

impl Format {
    /// Returns the format for the extension of a file name.
    ///
    /// # Errors
    /// [`UnknownFormat`] for any other extension.
    pub fn of(path: &Path) -> Result<Self, UnknownFormat> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        ending.parse().map_err(|_| UnknownFormat(path.to_string_lossy().into_owned()))
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(ending: &str) -> Result<Self, UnknownFormat> {
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Ok(Format::Markdown),
            "html" | "htm" => Ok(Format::Html),
            "docx" => Ok(Format::Docx),
            _ => Err(UnknownFormat(ending.to_string())),
        }
    }
}

/// A report could not be encoded, which is a bug of plandesk. Holds the encoder's message.
#[derive(Debug, thiserror::Error)]
#[error("the report could not be put together: {0}")]
pub struct ReportError(pub String);

impl ReportError {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => format!("报告无法生成（{}）；请改用 .md 或 .html，并报告此问题", self.0),
            Language::En => format!("{self}; write .md or .html instead, and report this fault"),
        }
    }
}

impl Report {
    /// Returns the content of the file.
    ///
    /// # Errors
    /// [`ReportError`], only for `.docx`.
    pub fn bytes(&self, format: Format) -> Result<Vec<u8>, ReportError> {
        match format {
            Format::Markdown => Ok(markdown::document(self).into_bytes()),
            Format::Html => Ok(html::page(self).into_bytes()),
            Format::Docx => docx::document(self),
        }
    }
}
