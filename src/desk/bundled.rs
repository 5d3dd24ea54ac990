//! The sample plans that come with plandesk: condensed editions, imported like any document.

use crate::import::{self, Document};
use crate::plan::{Departments, Edition, Plan};

use super::{Actor, Desk, DeskError, Refusal};

/// The command name, in the history, of the first import of samples.
pub(super) const WHAT: &str = "first-load";

/// The bundled documents as file name and text.
const DOCUMENTS: [(&str, &str); 5] = [
    ("kashgar.txt", include_str!("../../data/plans/kashgar.txt")),
    ("bachu.txt", include_str!("../../data/plans/bachu.txt")),
    ("changji.txt", include_str!("../../data/plans/changji.txt")),
    ("tongxin.txt", include_str!("../../data/plans/tongxin.txt")),
    ("barkol.txt", include_str!("../../data/plans/barkol.txt")),
];

/// Imports the bundled documents in one entry of the journal.
pub(super) fn load(desk: &Desk) -> Result<(), DeskError> {
    let documents = documents(desk.snapshot().departments())?;
    desk.import_as(&Actor::owner("plandesk"), WHAT, documents, super::Consent::default())?;
    Ok(())
}

/// Returns true if a plan is a sample: a condensed edition from a file with one of these names. Checksums do not
/// identify samples, since their wording differs between releases.
pub(super) fn is_sample(printed: &Plan) -> bool {
    printed.edition == Edition::Condensed && DOCUMENTS.iter().any(|(file, _)| *file == printed.source.file)
}

/// Parses the bundled documents.
pub(super) fn documents(departments: &Departments) -> Result<Vec<Document>, DeskError> {
    let mut documents = Vec::new();
    for (file, text) in DOCUMENTS {
        let document = import::read(file, text.as_bytes(), departments)
            .map_err(|error| Refusal::Bundled { file: file.to_string(), why: error.to_string() })?;
        documents.push(document);
    }
    Ok(documents)
}
