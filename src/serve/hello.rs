//! The first words of a connection, in JSON, so that programs of other versions can read as much as they need.

use serde::{Deserialize, Serialize};

use crate::office::seat::Facts;

/// The version of what is said after the first words.
pub const PROTOCOL: u32 = 1;

/// What every version of plandesk can read of a hello.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// The protocol that the other side speaks.
    pub protocol: u32,
    /// Its version of plandesk.
    pub version: String,
}

impl Greeting {
    /// This program's.
    pub fn own() -> Self {
        Greeting { protocol: PROTOCOL, version: env!("CARGO_PKG_VERSION").to_string() }
    }
}

/// What somebody who comes says first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Which plandesk they use.
    #[serde(flatten)]
    pub greeting: Greeting,
    /// Where they sit.
    pub facts: Facts,
    /// What they come for.
    pub want: Want,
}

/// What somebody comes for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Want {
    /// A screen.
    Screen {
        /// Its columns.
        columns: u16,
        /// Its rows.
        rows: u16,
        /// Where the person was at a desk that broke down, as that desk had put it.
        place: Option<String>,
    },
    /// The desk's place: it leaves if it is one in the background and nobody is at it.
    Succeed,
    /// A command line.
    Command {
        /// How many arguments follow, the program's own name among them.
        arguments: usize,
    },
}

/// What a desk says first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// Which plandesk runs it.
    #[serde(flatten)]
    pub greeting: Greeting,
    /// Its process.
    pub pid: u32,
    /// How many others are at it.
    pub others: usize,
}
