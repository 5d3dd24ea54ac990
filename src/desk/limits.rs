//! The limit for entered texts, which applies to every command.

use serde_json::Value;

use super::Refusal;
use crate::plan::Change;

/// The maximum length of a text field in bytes: about twenty thousand Chinese characters.
pub const LONGEST_TEXT: usize = 64 << 10;

/// Refuses changes with a text that is too long. Texts of imported plans are exempt: the importer has its own limits.
///
/// # Errors
/// [`Refusal::TooLong`] for the first record with such a text.
pub(super) fn check(changes: &[Change]) -> Result<(), Refusal> {
    for change in changes.iter().filter(|change| !matches!(change, Change::Plan { .. })) {
        let longest = serde_json::to_value(change).map_or(0, |value| longest_text(value.get("after")));
        if longest > LONGEST_TEXT {
            return Err(Refusal::TooLong { record: change.record(), bytes: longest });
        }
    }
    Ok(())
}

/// Returns the length in bytes of the longest text in a value.
fn longest_text(value: Option<&Value>) -> usize {
    match value {
        Some(Value::String(text)) => text.len(),
        Some(Value::Array(values)) => values.iter().map(|value| longest_text(Some(value))).max().unwrap_or(0),
        Some(Value::Object(members)) => members.values().map(|value| longest_text(Some(value))).max().unwrap_or(0),
        _ => 0,
    }
}
