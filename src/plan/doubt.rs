//! Doubts: what the importer was not sure of, and what it chose.

use serde::{Deserialize, Serialize};

/// One place of a document that can be read in more than one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The line of the source, from 1.
    pub line: u32,
    /// What was unclear, in Chinese, quoting the source.
    pub what: String,
    /// What the importer made of it, in Chinese.
    pub chosen: String,
}
