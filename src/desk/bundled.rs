//! The plans that come with plandesk: condensed editions, read by the same importer as everything else.

use crate::import::{self, Document};
use crate::plan::{Departments, Edition, Plan};

use super::{Actor, Desk, DeskError, Refusal};

/// The name of the first load in the history.
pub(super) const WHAT: &str = "first-load";

/// The bundled documents: file name and text.
const DOCUMENTS: [(&str, &str); 5] = [
    ("kashgar.txt", include_str!("../../data/plans/kashgar.txt")),
    ("bachu.txt", include_str!("../../data/plans/bachu.txt")),
    ("changji.txt", include_str!("../../data/plans/changji.txt")),
    ("tongxin.txt", include_str!("../../data/plans/tongxin.txt")),
    ("barkol.txt", include_str!("../../data/plans/barkol.txt")),
];

/// Imports the bundled documents as one entry of the journal.
pub(super) fn load(desk: &Desk) -> Result<(), DeskError> {
    let documents = documents(desk.snapshot().departments())?;
    desk.import_as(&Actor::owner("plandesk"), WHAT, documents, super::Consent::default())?;
    Ok(())
}

/// Returns true if a plan's text came with plandesk: a condensed edition from a file of one of these names. Releases
/// differ in the wording of the samples, so that their checksums do not tell.
pub(super) fn is_sample(printed: &Plan) -> bool {
    printed.edition == Edition::Condensed && DOCUMENTS.iter().any(|(file, _)| *file == printed.source.file)
}

/// The bundled documents, read.
pub(super) fn documents(departments: &Departments) -> Result<Vec<Document>, DeskError> {
    let mut documents = Vec::new();
    for (file, text) in DOCUMENTS {
        let document = import::read(file, text.as_bytes(), departments)
            .map_err(|error| Refusal::Bundled { file: file.to_string(), why: error.to_string() })?;
        documents.push(document);
    }
    Ok(documents)
}
