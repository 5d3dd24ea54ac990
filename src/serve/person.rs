//! Who somebody is: the one place where a peer of a socket becomes a person of the desk.

use rustix::process::{Uid, getuid};

use crate::desk::Actor;
use crate::text::clean::sanitise_line;

/// The person of an account of this system. Whoever has the account that the store belongs to may go by another name,
/// since nothing keeps them from writing to the store's files themselves; anybody else is called as the system says.
pub fn person(account: Uid, called: Option<&str>) -> Actor {
    let called = called.filter(|_| account == getuid()).map(str::to_string);
    let name = called.or_else(|| name_of(account)).map(|name| sanitise_line(&name).trim().to_string());
    Actor { name: name.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("uid {}", account.as_raw())) }
}

/// The person that this process works for.
pub fn myself(called: Option<&str>) -> Actor {
    person(getuid(), called)
}

/// Whether a peer may come in at all: the store's owner, as long as nobody else is named.
pub fn may_enter(account: Uid) -> bool {
    account == getuid()
}

fn name_of(account: Uid) -> Option<String> {
    let user = nix::unistd::User::from_uid(nix::unistd::Uid::from_raw(account.as_raw()));
    user.ok().flatten().map(|user| user.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_called_as_the_system_calls_it() {
        assert_eq!(person(Uid::ROOT, None).name, "root");
        let nobody_s = Uid::from_raw(4_000_000_123);
        assert_eq!(person(nobody_s, None).name, "uid 4000000123");
        assert_eq!(person(nobody_s, Some("张三")).name, "uid 4000000123", "only the owner chooses a name");
        assert!(!may_enter(nobody_s));
    }

    #[test]
    fn the_owner_may_go_by_another_name() {
        assert_eq!(myself(Some(" 规划科\u{1b}[31m ")).name, "规划科[31m");
        assert!(!myself(Some("  ")).name.trim().is_empty());
        assert!(may_enter(getuid()));
    }
}
