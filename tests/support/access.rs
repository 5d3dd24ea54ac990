//! The people of a store: `access.toml` for tests.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use plandesk::desk::access::FILE;

/// Returns a person who is known by an account, as `access.toml` lists one. Further settings may follow, one a line.
pub fn person(name: &str, account: impl ToString, role: &str) -> String {
    let account = account.to_string();
    format!("[[person]]\nname = \"{name}\"\nunix = \"{account}\"\nrole = \"{role}\"\n")
}

/// Lists these people in the `access.toml` of a store.
pub fn list(store: &Path, people: &str) {
    let file = store.join(FILE);
    fs::write(&file, people).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
}
