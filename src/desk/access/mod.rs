//! Access: who may do what at this desk.
//!
//! The file `access.toml` in the store's folder lists people, how they are known and their roles ([`EXAMPLE`]
//! explains it). Without it the store's owner alone may do anything. An owner whom the file does not list may do
//! everything under the name of the account, so that nobody can be locked out of what is theirs.

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

/// An `access.toml` to begin with, explained in its comments.
pub const EXAMPLE: &str = include_str!("example.toml");

/// A person's permissions. Each role includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Reads everything, changes nothing (查看员).
    Viewer,
    /// Reports how tasks stand where the own department leads or supports, and readings of the indicators that the
    /// person is in charge of (填报员).
    Reporter,
    /// Divides work, reports on everything, imports (规划员).
    Planner,
    /// Everything (管理员).
    Admin,
}

impl Role {
    /// Every role, the one that may least first.
    pub const ALL: [Role; 4] = [Role::Viewer, Role::Reporter, Role::Planner, Role::Admin];

    /// The name in files: `planner`.
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

/// A text that names no role.
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

/// Whom a reporter enters readings for: one indicator, or all of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measured {
    /// One indicator.
    Indicator(ItemId),
    /// Every indicator of a plan.
    Plan(PlanId),
}

impl Measured {
    /// Returns true if the item is an indicator that this names. Tasks and projects of the plan are nobody's by it.
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

/// A person whom the file lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name that the history keeps. No two people of a file have the same.
    pub name: String,
    /// The accounts on this machine, by name or number.
    pub unix: Vec<String>,
    /// Fingerprints of SSH keys: `SHA256:…`.
    pub keys: Vec<String>,
    /// The department, by its canonical name.
    pub department: Option<String>,
    /// The role.
    pub role: Role,
    /// For a reporter: the indicators to enter readings for besides those for which the own department answers.
    pub indicators: Vec<Measured>,
}

/// The content of `access.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Access {
    /// The people in the order of the file.
    pub people: Vec<Person>,
    /// The group of accounts of this machine that may come to the desk's socket. Without it the owner's alone may.
    pub socket_group: Option<SocketGroup>,
}

/// A group of accounts that may come to the desk's socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocketGroup {
    /// Its name, or its number, as the file has it.
    pub name: String,
    /// Its number.
    pub gid: u32,
}

impl Access {
    /// The person of this name.
    pub fn named(&self, name: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.name == name)
    }

    /// The person who has this account.
    pub fn of_account(&self, account: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.unix.iter().any(|unix| unix == account))
    }

    /// The person who is known by this.
    pub fn known(&self, known: &KnownAs) -> Option<&Person> {
        match known {
            KnownAs::Unix { uid, account } => self.of_account(account).or_else(|| self.of_account(&uid.to_string())),
            KnownAs::Key(fingerprint) => self.of_key(fingerprint),
        }
    }

    /// The person who has the key of this fingerprint.
    pub fn of_key(&self, fingerprint: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.keys.iter().any(|key| key == fingerprint))
    }
}

/// The person who gives a command, as the history will name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person's name, or the owner's account.
    pub name: String,
    /// The role. The desk asks the file again at each command.
    pub role: Role,
    /// The department, by its canonical name.
    pub department: Option<String>,
    /// True if this is the store's owner, whom the file does not list.
    owner: bool,
    /// By what the person was let in, which must be theirs as long as they act.
    known: Option<KnownAs>,
}

impl Actor {
    /// The store's owner, who may do everything.
    pub fn owner(name: impl Into<String>) -> Self {
        Actor { name: name.into(), role: Role::Admin, department: None, owner: true, known: None }
    }

    /// Returns true if this is the store's owner, whom the file does not list.
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
