//! Backups: any file is restored or refused, and a restored store gives the same backup again.

use plandesk::store::Store;

use super::sealed;

/// Holds for any bytes, or panics.
pub fn hold(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let raw = Store::restore(&folder.path().join("raw"), &mut &*bytes);
    assert!(raw.is_err() || !bytes.is_empty());
    let backup = sealed::sealed(bytes);
    let store = folder.path().join("sealed");
    if Store::restore(&store, &mut &*backup).is_err() {
        return;
    }
    let report = Store::verify(&store).expect("a restored store can be read");
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    let mut first = Vec::new();
    Store::rescue(&store, &mut first).expect("a restored store can be backed up");
    let again = folder.path().join("again");
    Store::restore(&again, &mut &*first).expect("plandesk restores its own backups");
    let mut second = Vec::new();
    Store::rescue(&again, &mut second).expect("a restored store can be backed up");
    assert!(first == second, "a backup of what was restored differs");
}
