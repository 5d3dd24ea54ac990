//! Access control: who may do what at this desk.
//!
//! The file `access.toml` in the store's folder lists people, the accounts and keys by which they are known, and their
//! roles ([`EXAMPLE`] explains it). Without it only the store's owner may do anything. An owner whom the file does not
//! list may do everything under the name of the account, so that owners can't lock themselves out.

mod fault;
mod file;
mod gate;
mod permission;

use std::str::FromStr;

use crate::plan::{ItemId, ItemKind, PlanId};
use crate::text::{Label, Language};

pub use crate::plan::Act;
pub use fault::{AccessError, AccessFault, Shape, Trouble};
pub use gate::{Gate, KnownAs, account_of, group_of};
pub use permission::{Forbidden, Why};

/// The name of the file in the store's folder.
pub const FILE: &str = "access.toml";

/// A commented `access.toml` to start from.
pub const EXAMPLE: &str = include_str!("example.toml");

/// A role. Each role includes the permissions of those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Reads everything and changes nothing (查看员).
    Viewer,
    /// Reviews the tasks that the person's department leads or supports, and enters readings for its indicators and for
    /// those assigned to the person (填报员).
    Reporter,
    /// Assigns work, reviews all tasks, imports documents (规划员).
    Planner,
    /// Does everything (管理员).
    Admin,
}

impl Role {
    /// All roles, the one with the fewest permissions first.
    pub const ALL: [Role; 4] = [Role::Viewer, Role::Reporter, Role::Planner, Role::Admin];

    /// Returns the name used in files: `planner`.
    pub fn name(self) -> &'static str {
        match self {
            Role::Viewer => "viewer",
            Role::Reporter => "reporter",
            Role::Planner => "planner",
            Role::Admin => "admin",
        }
    }
}

impl Label for Role {
    fn label(&self, language: Language) -> &'static str {
        match self {
            Role::Viewer => language.pick("查看员", "viewer"),
            Role::Reporter => language.pick("填报员", "reporter"),
            Role::Planner => language.pick("规划员", "planner"),
            Role::Admin => language.pick("管理员", "admin"),
        }
    }
}

/// A text that is not the name of a role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no role; the roles are viewer, reporter, planner and admin")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        let text = text.trim();
        let named = |role: &Role| role.name() == text || role.label(Language::Zh) == text;
        Role::ALL.into_iter().find(named).ok_or_else(|| UnknownRole(text.to_string()))
    }
}

/// The indicators for which a reporter may enter readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measured {
    /// One indicator.
    Indicator(ItemId),
    /// Every indicator of a plan.
    Plan(PlanId),
}

impl Measured {
    /// Returns true if the item is one of these indicators. Tasks and projects never are.
    pub fn holds(&self, item: &ItemId) -> bool {
        item.kind == ItemKind::Indicator
            && match self {
                Measured::Indicator(id) => id == item,
                Measured::Plan(plan) => *plan == item.plan,
            }
    }
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Measured::Indicator(id) => id.fmt(f),
            Measured::Plan(plan) => plan.fmt(f),
        }
    }
}

/// A person in `access.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name recorded in the history, unique within the file.
    pub name: String,
    /// The accounts on this machine, by name or number.
    pub unix: Vec<String>,
    /// Fingerprints of SSH keys: `SHA256:…`.
    pub keys: Vec<String>,
    /// The department, by its canonical name.
    pub department: Option<String>,
    /// The role.
    pub role: Role,
    /// For a reporter: further indicators to enter readings for, besides those of the person's department.
    pub indicators: Vec<Measured>,
}

/// The content of `access.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Access {
    /// The people in the order of the file.
    pub people: Vec<Person>,
    /// The group whose accounts may connect to the desk's socket; without it only the owner may.
    pub socket_group: Option<SocketGroup>,
}

/// The group of accounts that may connect to the desk's socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocketGroup {
    /// The name, or the id, as written in the file.
    pub name: String,
    /// The id of the group.
    pub gid: u32,
}

impl Access {
    /// Returns the person with this name.
    pub fn named(&self, name: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.name == name)
    }

    /// Returns the person with this account.
    pub fn of_account(&self, account: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.unix.iter().any(|unix| unix == account))
    }

    /// Returns the person with this identity.
    pub fn known(&self, known: &KnownAs) -> Option<&Person> {
        match known {
            KnownAs::Unix { uid, account } => self.of_account(account).or_else(|| self.of_account(&uid.to_string())),
            KnownAs::Key(fingerprint) => self.of_key(fingerprint),
        }
    }

    /// Returns the person with this key fingerprint.
    pub fn of_key(&self, fingerprint: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.keys.iter().any(|key| key == fingerprint))
    }
}

/// The person who gives a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name recorded in the history: that of the person, or the owner's account.
    pub name: String,
    /// The role when admitted. Each command checks the current one.
    pub role: Role,
    /// The department, by its canonical name.
    pub department: Option<String>,
    /// True for the store's owner who is not listed in the file.
    owner: bool,
    /// The identity by which the person was admitted, which must stay theirs.
    known: Option<KnownAs>,
}

impl Actor {
    /// Returns the owner of the store, who may do everything.
    pub fn owner(name: impl Into<String>) -> Self {
        Actor { name: name.into(), role: Role::Admin, department: None, owner: true, known: None }
    }

    /// Returns true for the store's owner who is not listed in the file.
    pub fn is_owner(&self) -> bool {
        self.owner
    }
}

impl From<&Person> for Actor {
    fn from(person: &Person) -> Self {
        let (name, department) = (person.name.clone(), person.department.clone());
        Actor { name, role: person.role, department, owner: false, known: None }
    }
}
