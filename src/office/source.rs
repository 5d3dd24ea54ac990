//! Input files: plan documents, and lists that were filled in.

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

/// An input file with its content.
pub struct Source {
    /// The name of the file without its folders.
    pub file: String,
    /// Its name as the person gave it.
    pub shown: String,
    bytes: io::Result<Vec<u8>>,
}

/// The reason why a file was rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum Unread {
    /// The file can't be read. Holds the system's message.
    File(String),
    /// It is not a document.
    Document(#[from] ImportError),
    /// The document contains no plan.
    NoPlan,
    /// It does not look like a plan, and nobody has confirmed that it is one.
    Unlike(Unlike),
    /// It is not a list.
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
    /// Reads a file of the client.
    pub fn open(path: &Path, files: &dyn Files) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let bytes = files.open(path).and_then(all);
        Source { file: sanitise_line(&name), shown: shown_path(path), bytes }
    }

    /// Reads the standard input of the client.
    pub fn stdin(streams: &dyn Streams) -> Self {
        Source { file: "stdin".to_string(), shown: "-".to_string(), bytes: all(streams.input()) }
    }

    /// Returns a source for pasted text.
    pub fn pasted(name: &str, text: &str) -> Self {
        Source { file: sanitise_line(name), shown: sanitise_line(name), bytes: Ok(text.as_bytes().to_vec()) }
    }

    /// Returns true if it is a list that was filled in, rather than a document.
    pub fn is_list(&self) -> bool {
        self.bytes.as_ref().is_ok_and(|bytes| spreadsheet::is_list(bytes))
    }

    /// Reads it as a list that was filled in.
    ///
    /// # Errors
    /// [`Unread`].
    pub fn list(&self) -> Result<Filled, Unread> {
        Ok(spreadsheet::read(&self.file, self.bytes()?)?)
    }

    /// Reads it as a plan document, with the options that a person gave.
    ///
    /// # Errors
    /// [`Unread`], also if it contains no plan.
    pub fn document(&self, departments: &Departments, given: &Given) -> Result<Document, Unread> {
        let document = import::read_given(&self.file, self.bytes()?, departments, given)?;
        if document.plans.is_empty() { Err(Unread::NoPlan) } else { Ok(document) }
    }

    /// Reads it as plain text in any encoding.
    ///
    /// # Errors
    /// [`Unread`], also if it is not text or is empty.
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

/// Input files, by their use.
pub enum InputFiles {
    /// Plan documents to import.
    Documents(Vec<Source>),
    /// Filled-in lists to take back.
    Lists(Vec<Source>),
}

/// The error for documents and lists given together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BothKinds;

impl BothKinds {
    /// Returns the message for a person, with what to do.
    pub fn text(self, language: Language) -> &'static str {
        language.pick("规划文件和填报表请分两次导入", "import plan documents and filled-in lists one after the other")
    }
}

impl InputFiles {
    /// Sorts the files into documents and lists.
    ///
    /// # Errors
    /// [`BothKinds`].
    pub fn sort(sources: Vec<Source>) -> Result<Self, BothKinds> {
        let (lists, documents): (Vec<Source>, Vec<Source>) = sources.into_iter().partition(Source::is_list);
        match (lists.is_empty(), documents.is_empty()) {
            (true, _) => Ok(InputFiles::Documents(documents)),
            (false, true) => Ok(InputFiles::Lists(lists)),
            (false, false) => Err(BothKinds),
        }
    }
}

/// Reads a file to its end, or just far enough to see that it is too large.
fn all(file: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(import::LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The number of documents up to which they are read by a single thread.
pub const FEW: usize = 19;

/// Reads documents in parallel, with the options that a person gave, and returns each document or the reason for its
/// rejection, in order. `told` is called before each with the number of documents begun. Returns `None` early if
/// `is_wanted` returns false.
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
