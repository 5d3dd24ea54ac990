//! The file formats of reports.

use std::path::Path;

use crate::export::{UnknownExtension, by_extension};
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

impl Format {
    /// Returns the format for the extension of a file name.
    ///
    /// # Errors
    /// [`UnknownExtension`] for any other extension.
    pub fn of(path: &Path) -> Result<Self, UnknownExtension> {
        by_extension(path, &[".docx", ".html", ".md"], Format::with_extension)
    }

    /// Returns the format with an extension, given in lower case.
    pub fn with_extension(extension: &str) -> Option<Self> {
        match extension {
            "md" | "markdown" => Some(Format::Markdown),
            "html" | "htm" => Some(Format::Html),
            "docx" => Some(Format::Docx),
            _ => None,
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
