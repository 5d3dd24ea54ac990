//! Annotations (stub).
use crate::plan::{Assignment, Departments};
/// What an annotation says.
#[derive(Debug, Default)]
pub struct Annotation {
    /// Stated.
    pub stated: Assignment,
    /// Offered.
    pub offered: Option<Assignment>,
    /// What was unclear, and what was chosen.
    pub doubt: Option<(String, String)>,
}
/// Reads a text.
pub fn read(text: &str, departments: &Departments, first_named_leads: bool) -> Annotation {
    let _ = (text, departments, first_named_leads);
    Annotation::default()
}
/// Whether the document says so.
pub fn says_first_named_leads(document_text: &str) -> bool {
    document_text.contains("排在第一位")
}
