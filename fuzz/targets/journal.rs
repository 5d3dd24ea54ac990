//! The journal: any content of its files is read or refused, and an opened store has the result of its entries.

use std::fs;
use std::path::Path;

use plandesk::plan::dossier::{Dossiers, apply_all};
use plandesk::store::{Store, StoreError};

use super::sealed;

/// Creates a store whose journal is one file with these lines.
fn store(folder: &Path, lines: &[u8]) {
    fs::create_dir_all(folder.join("journal")).expect("a folder");
    fs::write(folder.join("journal/000001.jsonl"), lines).expect("a file");
}

/// Holds for any bytes, or panics.
pub fn hold(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let (raw, sealed) = (folder.path().join("raw"), folder.path().join("sealed"));
    store(&raw, bytes);
    let _ = Store::verify(&raw);
    store(&sealed, &sealed::sealed(bytes));
    let report = match Store::verify(&sealed) {
        Err(StoreError::Newer { .. } | StoreError::Older { .. }) => return assert!(Store::open(&sealed).is_err()),
        report => report.expect("a file can be read"),
    };
    if report.findings.iter().any(|finding| finding.is_damage()) {
        let _ = Store::rescue(&sealed, &mut Vec::new());
        return;
    }
    let Ok((store, opened)) = Store::open(&sealed) else { return };
    let mut replayed = Dossiers::new();
    for entry in store.history().expect("a history that was read") {
        apply_all(&mut replayed, &entry.changes).expect("changes that fitted");
    }
    assert!(replayed == opened.dossiers, "the journal leads elsewhere");
}
