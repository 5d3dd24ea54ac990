//! Deadlines (stub).
use crate::plan::Term;
use crate::plan::task::Quantity;
/// Due year.
pub fn due_year(text: &str, term: Term) -> Option<i32> {
    let _ = (text, term);
    None
}
/// Quantities.
pub fn quantities(text: &str, term: Term) -> Vec<Quantity> {
    let _ = (text, term);
    Vec::new()
}
