//! Access files: any text is parsed or refused, and nobody is admitted who is not in the file.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::{Arc, LazyLock};

use plandesk::desk::access::Gate;
use plandesk::plan::Departments;
use plandesk::text::Language;

static DEPARTMENTS: LazyLock<Arc<Departments>> = LazyLock::new(|| Arc::new(Departments::bundled()));

/// Holds for any bytes, or panics.
pub fn hold(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("access.toml");
    fs::write(&file, bytes).expect("a file");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("a mode");
    match Gate::of(folder.path(), Arc::clone(&DEPARTMENTS), |_| false).access() {
        Ok(access) => {
            let access = access.expect("the file is there");
            for person in &access.people {
                assert!(access.named(&person.name).is_some());
                for account in &person.unix {
                    assert_eq!(access.of_account(account).map(|found| &found.name), Some(&person.name));
                }
            }
        }
        Err(error) => {
            for language in [Language::Zh, Language::En] {
                assert!(!error.text(language).is_empty());
            }
        }
    }
}
