//! (being built)
pub mod edition;

use crate::plan::{Departments, Notice, Paragraph, Plan};

/// A document read.
pub struct Document {
    /// File name.
    pub file: String,
    /// Hash.
    pub sha256: String,
    /// Encoding.
    pub encoding: String,
    /// Notice.
    pub notice: Option<Notice>,
    /// Plans.
    pub plans: Vec<Plan>,
    /// Leftovers.
    pub leftovers: Vec<Paragraph>,
}

/// Why not.
#[derive(Debug, thiserror::Error)]
#[error("not built")]
pub struct ImportError;

/// Reads.
///
/// # Errors
/// Always.
pub fn read(_file: &str, _bytes: &[u8], _departments: &Departments) -> Result<Document, ImportError> {
    Err(ImportError)
}
