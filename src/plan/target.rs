//! The wording of targets (stub).
use super::{Relation, Target, Term};
/// Reads the figure of a cell.
pub fn read_value(text: &str) -> Option<f64> {
    text.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok()
}
/// Reads a target cell.
pub fn read_target(text: &str, year: i32, baseline: Option<f64>, term: Term) -> Target {
    let _ = (baseline, term);
    Target { year, text: text.to_string(), relation: Relation::Equal, value: read_value(text) }
}
