//! Authentication: the only place where an account of the system becomes a person of the desk.

use std::path::Path;
use std::sync::Arc;

use rustix::process::{Uid, getuid};

use crate::desk::access::{Gate, KnownAs, account_of};
use crate::desk::{Actor, Desk, DeskError, Refusal};
use crate::plan::Departments;
use crate::text::Language;
use crate::text::clean::sanitise_line;

/// Returns the person for an account of this system at an open desk.
///
/// # Errors
/// Fails if `access.toml` does not list the account, or can't be read.
pub fn person(desk: &Desk, account: Uid, called: Option<&str>) -> Result<Actor, DeskError> {
    Ok(named(desk.admit(&known(account))?, account, called))
}

/// Returns the person for whom this process runs, at the store in a folder.
///
/// # Errors
/// Those of [`person`].
pub fn myself(folder: &Path, called: Option<&str>) -> Result<Actor, Refusal> {
    // Departments are checked when the store is open; here only the person matters.
    let gate = Gate::of(folder, Arc::new(Departments::bundled()), |_| true);
    Ok(named(gate.admit(&known(getuid()))?, getuid(), called))
}

/// Returns the reason why a session must end: `access.toml` no longer lists the person, or the key or account with
/// which they logged in. A file that can't be read at the moment, for instance because it is being written, ends no
/// session: changes are refused until it can.
pub fn dismissal(desk: &Desk, person: &Actor, language: Language) -> Option<String> {
    match desk.gate().stays(person) {
        Err(why @ Refusal::Stranger { .. }) => Some(why.text(language)),
        _ => None,
    }
}

fn known(account: Uid) -> KnownAs {
    KnownAs::Unix { uid: account.as_raw(), account: account_of(account.as_raw()).unwrap_or_default() }
}

/// Returns the actor under the name in `access.toml`. Only the owner of the store may use another name, since they can
/// write to its files anyway.
fn named(actor: Actor, account: Uid, called: Option<&str>) -> Actor {
    if !actor.is_owner() {
        return actor;
    }
    let name = sanitise_line(called.unwrap_or(&actor.name));
    match name.trim() {
        "" => Actor::owner(format!("uid {}", account.as_raw())),
        name => Actor::owner(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_can_use_another_name() {
        let folder = tempfile::tempdir().unwrap();
        let called = |name| myself(folder.path(), name).unwrap().name;
        assert_eq!(called(Some(" 规划科\u{1b}[31m ")), "规划科[31m");
        assert!(called(Some("  ")).starts_with("uid "));
        assert!(!called(None).is_empty());
    }
}
