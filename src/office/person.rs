//! Identities: the one place where a peer of a socket becomes a person of the desk.

use std::path::Path;
use std::sync::Arc;

use rustix::process::{Uid, getuid};

use crate::desk::access::{Gate, KnownAs, account_of};
use crate::desk::{Actor, Desk, DeskError, Refusal};
use crate::plan::Departments;
use crate::text::Language;
use crate::text::clean::sanitise_line;

/// The person of an account of this system at an open desk.
///
/// # Errors
/// When `access.toml` does not list the account, or can't be used.
pub fn person(desk: &Desk, account: Uid, called: Option<&str>) -> Result<Actor, DeskError> {
    Ok(named(desk.admit(&known(account))?, account, called))
}

/// The person that this process works for, at the store in a folder.
///
/// # Errors
/// As [`person`].
pub fn myself(folder: &Path, called: Option<&str>) -> Result<Actor, Refusal> {
    // Whether each department is one is asked when the store is open: this is about who comes.
    let gate = Gate::of(folder, Arc::new(Departments::bundled()), |_| true);
    Ok(named(gate.admit(&known(getuid()))?, getuid(), called))
}

/// Why somebody who is at a desk must leave it: `access.toml` lists them no more, or not the key or the account by which
/// they came. One that can't be used at the moment, because somebody is writing it, sends nobody away: nothing can be
/// changed then.
pub fn sent_away(desk: &Desk, person: &Actor, language: Language) -> Option<String> {
    match desk.gate().stays(person) {
        Err(why @ Refusal::Stranger { .. }) => Some(why.text(language)),
        _ => None,
    }
}

fn known(account: Uid) -> KnownAs {
    KnownAs::Unix { uid: account.as_raw(), account: account_of(account.as_raw()).unwrap_or_default() }
}

/// The store's owner may go by another name, since nothing keeps them from writing to the store's files themselves;
/// anybody else is called as `access.toml` says.
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
    fn the_owner_may_go_by_another_name() {
        let folder = tempfile::tempdir().unwrap();
        let called = |name| myself(folder.path(), name).unwrap().name;
        assert_eq!(called(Some(" 规划科\u{1b}[31m ")), "规划科[31m");
        assert!(called(Some("  ")).starts_with("uid "));
        assert!(!called(None).is_empty());
    }
}
