//! The `access.toml` of a store for tests.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use plandesk::desk::access::FILE;

/// Returns a person with an account, as a table of `access.toml`. Further settings may be appended, one per line.
pub fn person(name: &str, account: impl ToString, role: &str) -> String {
    let account = account.to_string();
    format!("[[person]]\nname = \"{name}\"\nunix = \"{account}\"\nrole = \"{role}\"\n")
}

/// Writes an `access.toml` with these people into a store.
pub fn list(store: &Path, people: &str) {
    let file = store.join(FILE);
    fs::write(&file, people).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
}
