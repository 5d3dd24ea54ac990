//! Documents and lists that come in: the files chosen, the progress of reading, the preview.

use std::path::PathBuf;
use std::sync::Arc;

use crate::desk::{BothChanged, TakenBack};
use crate::import::Given;
use crate::import::spreadsheet::Filled;
use crate::office::client::Entry;
use crate::office::import::{Batch, Intake};

/// A request to read, with what a person has given for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The files or the text.
    pub reading: Reading,
    /// ClientContext that the documents do not tell.
    pub given: Given,
}

impl From<Reading> for Request {
    fn from(reading: Reading) -> Self {
        Request { reading, given: Given::default() }
    }
}

/// The files or the text that are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Files.
    Files(Vec<PathBuf>),
    /// A file by the name that was typed.
    Typed {
        /// The folder in which a name without a beginning is looked for.
        within: PathBuf,
        /// The name or path.
        typed: String,
    },
    /// A text that was pasted.
    Pasted(String),
}

impl Reading {
    /// Returns the number of files.
    pub fn count(&self) -> usize {
        match self {
            Reading::Files(paths) => paths.len(),
            Reading::Typed { .. } | Reading::Pasted(_) => 1,
        }
    }
}

/// The progress of work in the background.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// The steps that were begun.
    pub begun: usize,
    /// All steps; 0 where nobody knows how many.
    pub all: usize,
}

impl Progress {
    /// Returns the share that is done, in per cent; 0 where nobody knows.
    pub fn share(self) -> u32 {
        let done = self.begun.saturating_sub(1).saturating_mul(100).checked_div(self.all).unwrap_or(0);
        u32::try_from(done).map_or(100, |share| share.min(100))
    }
}

/// Something that was read, and the preview of taking it in.
#[derive(Debug)]
pub enum Previewed {
    /// Plan documents, with the request for which they were read.
    Documents(Request, Arc<Batch>, Box<Intake>),
    /// Lists that came back.
    Lists(Arc<Vec<Filled>>, BothChanged, TakenBack),
}

/// A folder with what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its full path.
    pub path: PathBuf,
    /// Its files and folders.
    pub entries: Vec<Entry>,
}
