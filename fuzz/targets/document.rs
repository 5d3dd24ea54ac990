//! Plan documents: any bytes are read or refused, no letter of a text is lost, and the result is unchanged by a round
//! trip through JSON, as in the journal and backups.

use plandesk::import::{self, FileKind};
use plandesk::plan::{Departments, Plan};

use crate::support::words;

/// Holds for any bytes, or panics.
pub fn hold(bytes: &[u8]) {
    let Ok(document) = import::read("甲.txt", bytes, &Departments::default()) else { return };
    for plan in &document.plans {
        let json = serde_json::to_string(plan).expect("a plan can be written down");
        let read: Plan = serde_json::from_str(&json).expect("a plan can be read");
        assert!(*plan == read, "a plan changed by being written down");
    }
    // Only UTF-8 text is checked for lost letters: other encodings are guessed, and of marked-up files only visible
    // text counts.
    if let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| FileKind::of(bytes) == FileKind::Text) {
        let lost = words::lost(text, &document);
        assert!(lost.is_empty(), "lost {lost:?}");
    }
}
