//! Plans as version 1 stored them: a JSON record for the plan's head, and one for each element of its lists.
//!
//! A state is normally rebuilt in the present version when it is opened. Older versions stay readable so that the state
//! can replace a damaged journal.

use sha2::{Digest, Sha256};

use super::{Reason, read};
use crate::plan::Plan;

/// The version byte.
pub(super) const VERSION: u8 = 1;

/// The lists whose elements were records, in the order of their part numbers, which begin at 1.
pub(super) const LISTS: [&str; 7] =
    ["outline", "tasks", "boxes", "indicators", "former_tasks", "former_indicators", "doubts"];

/// Returns the checksum of a record.
pub(super) fn digest(key: &[u8], seq: u64, content: &[u8]) -> u64 {
    let key_length = u64::try_from(key.len()).unwrap_or(u64::MAX).to_be_bytes();
    let hash = [&key_length, key, &[VERSION], &seq.to_be_bytes(), content]
        .into_iter()
        .fold(Sha256::new(), |hash, part| hash.chain_update(part))
        .finalize();
    hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A plan that is being put together: its head, and its lists as JSON arrays without brackets.
#[derive(Default)]
pub(super) struct Parts {
    head: String,
    lists: [String; LISTS.len()],
}

impl Parts {
    /// Adds the record of a part; part 0 is the head.
    ///
    /// # Errors
    /// [`Reason::OtherForm`] if there is no such part.
    pub(super) fn add(&mut self, part: u8, json: &[u8]) -> Result<(), Reason> {
        let json = std::str::from_utf8(json).map_err(|_| Reason::OtherForm)?;
        let Some(number) = usize::from(part).checked_sub(1) else {
            self.head = json.to_string();
            return Ok(());
        };
        let list = self.lists.get_mut(number).ok_or(Reason::OtherForm)?;
        if !list.is_empty() {
            list.push(',');
        }
        list.push_str(json);
        Ok(())
    }

    /// Returns the plan, after its last record.
    ///
    /// # Errors
    /// [`Reason::OtherForm`] if the records do not make a plan.
    pub(super) fn plan(&self) -> Result<Plan, Reason> {
        let mut text = self.head.strip_suffix('}').ok_or(Reason::OtherForm)?.to_string();
        for (name, list) in LISTS.iter().zip(&self.lists) {
            text.push_str(&format!(",\"{name}\":[{list}]"));
        }
        text.push('}');
        read(text.as_bytes())
    }
}
