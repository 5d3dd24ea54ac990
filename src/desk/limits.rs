//! Limits of what a person can enter: one rule for every door, whatever command a text comes by.

use serde_json::Value;

use super::Refusal;
use crate::plan::Change;

/// The longest text of one field, in bytes: some twenty thousand Chinese characters.
pub const LONGEST_TEXT: usize = 64 << 10;

/// Refuses changes that hold a text which is too long. The text of an imported plan is not looked at: it is a document,
/// and the importer has limits of its own.
///
/// # Errors
/// [`Refusal::TooLong`] names the first record with such a text.
pub(super) fn check(changes: &[Change]) -> Result<(), Refusal> {
    for change in changes.iter().filter(|change| !matches!(change, Change::Plan { .. })) {
        let longest = serde_json::to_value(change).map_or(0, |value| longest_text(value.get("after")));
        if longest > LONGEST_TEXT {
            return Err(Refusal::TooLong { record: change.record(), bytes: longest });
        }
    }
    Ok(())
}

/// The length of the longest text in a value, in bytes.
fn longest_text(value: Option<&Value>) -> usize {
    match value {
        Some(Value::String(text)) => text.len(),
        Some(Value::Array(values)) => values.iter().map(|value| longest_text(Some(value))).max().unwrap_or(0),
        Some(Value::Object(members)) => members.values().map(|value| longest_text(Some(value))).max().unwrap_or(0),
        _ => 0,
    }
}
