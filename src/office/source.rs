//! Files that come in: plan documents, and lists that came back filled in.

use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::import::spreadsheet::{self, Filled, SpreadsheetError};
use crate::import::{self, Document, Given, ImportError, Unlike};
use crate::parallel::in_parts;
use crate::plan::Departments;
use crate::text::Language;
use crate::text::clean::{sanitise_line, shown_path};

use super::client::{Files, Streams};

/// A file that comes in, with what is in it.
pub struct Source {
    /// Its name without folders.
    pub file: String,
    /// Its name for the person who gave it.
    pub shown: String,
    bytes: io::Result<Vec<u8>>,
}

/// Why a file was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum Unread {
    /// The file can't be read.
    File(String),
    /// It is no document.
    Document(#[from] ImportError),
    /// It is a document without a plan.
    NoPlan,
    /// It does not read like a plan, and nobody said that it is to be kept as one.
    Unlike(Unlike),
    /// It is no list.
    List(#[from] SpreadsheetError),
}

impl From<Unlike> for Unread {
    fn from(unlike: Unlike) -> Self {
        Unread::Unlike(unlike)
    }
}

impl Unread {
    /// Returns the reason for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Unread::File(why), Language::Zh) => format!("无法读取（{why}）；请检查文件名和权限"),
            (Unread::File(why), Language::En) => format!("it can't be read ({why}); check its name and permissions"),
            (Unread::Document(error), _) => error.text(language),
            (Unread::NoPlan, _) => language.pick("文件中没有找到规划", "there is no plan in it").to_string(),
            (Unread::Unlike(unlike), _) => unlike.text(language),
            (Unread::List(error), _) => error.to_string(),
        }
    }
}

impl Source {
    /// Reads a file of a person.
    pub fn open(path: &Path, files: &dyn Files) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let bytes = files.open(path).and_then(all);
        Source { file: sanitise_line(&name), shown: shown_path(path), bytes }
    }

    /// Reads a person's standard input.
    pub fn stdin(streams: &dyn Streams) -> Self {
        Source { file: "stdin".to_string(), shown: "-".to_string(), bytes: all(streams.input()) }
    }

    /// Takes a text that a person has pasted, under a name that they gave.
    pub fn pasted(name: &str, text: &str) -> Self {
        Source { file: sanitise_line(name), shown: sanitise_line(name), bytes: Ok(text.as_bytes().to_vec()) }
    }

    /// Returns true if it is a list that came back, rather than a document.
    pub fn is_list(&self) -> bool {
        self.bytes.as_ref().is_ok_and(|bytes| spreadsheet::is_list(bytes))
    }

    /// Reads it as a list that came back.
    ///
    /// # Errors
    /// [`Unread`].
    pub fn list(&self) -> Result<Filled, Unread> {
        Ok(spreadsheet::read(&self.file, self.bytes()?)?)
    }

    /// Reads it as a plan document, by what a person has given with it.
    ///
    /// # Errors
    /// [`Unread`], also where there is no plan in it.
    pub fn document(&self, departments: &Departments, given: &Given) -> Result<Document, Unread> {
        let document = import::read_given(&self.file, self.bytes()?, departments, given)?;
        if document.plans.is_empty() { Err(Unread::NoPlan) } else { Ok(document) }
    }

    /// Reads it as a text, in whichever encoding it is.
    ///
    /// # Errors
    /// [`Unread`], also where it is no text or holds nothing.
    pub fn text(&self) -> Result<String, Unread> {
        Ok(import::plain_text(self.bytes()?)?)
    }

    /// Returns its content.
    ///
    /// # Errors
    /// [`Unread::File`].
    pub fn bytes(&self) -> Result<&[u8], Unread> {
        match &self.bytes {
            Ok(bytes) => Ok(bytes),
            Err(error) => Err(Unread::File(error.to_string())),
        }
    }
}

/// Files that come in together, by what is to be done with them.
pub enum Brought {
    /// Plan documents, to be imported.
    Documents(Vec<Source>),
    /// Lists that came back, to be taken back.
    Lists(Vec<Source>),
}

/// Documents and lists that were given together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BothKinds;

impl BothKinds {
    /// Returns the message for a person, with what to do.
    pub fn text(self, language: Language) -> &'static str {
        language.pick("规划文件和填报表请分两次导入", "import plan documents and filled-in lists one after the other")
    }
}

impl Brought {
    /// Tells documents from lists.
    ///
    /// # Errors
    /// [`BothKinds`].
    pub fn of(sources: Vec<Source>) -> Result<Self, BothKinds> {
        let (lists, documents): (Vec<Source>, Vec<Source>) = sources.into_iter().partition(Source::is_list);
        match (lists.is_empty(), documents.is_empty()) {
            (true, _) => Ok(Brought::Documents(documents)),
            (false, true) => Ok(Brought::Lists(lists)),
            (false, false) => Err(BothKinds),
        }
    }
}

/// Reads a file to its end, or as much as tells that it is too large.
fn all(file: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(import::LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Up to so many documents are read one after the other.
pub const FEW: usize = 19;

/// Reads documents by what a person has given with them, many at the same time, and returns each or why it can't be read, in their order. `told` is
/// called with the number of those begun before each. Ends early, and returns `None`, when `is_wanted` says no more.
pub fn documents(
    sources: &[Source],
    given: &Given,
    told: impl Fn(usize) + Sync,
    is_wanted: impl Fn() -> bool + Sync,
) -> Option<Vec<Result<Document, Unread>>> {
    let departments = Departments::bundled();
    let begun = AtomicUsize::new(0);
    let read = in_parts(sources, FEW, |part| {
        let read_one = |source: &Source| {
            told(begun.fetch_add(1, Ordering::Relaxed));
            source.document(&departments, given)
        };
        part.iter().take_while(|_| is_wanted()).map(read_one).collect::<Vec<_>>()
    });
    is_wanted().then(|| read.into_iter().flatten().collect())
}
