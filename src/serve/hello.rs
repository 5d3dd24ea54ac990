//! The first words of a connection, in JSON, so that programs of other versions can read as much as they need.

use serde::{Deserialize, Serialize};

use crate::office::client::ClientContext;

/// The version of what is said after the first words.
pub const PROTOCOL: u32 = 1;

/// The part of a hello that every version of plandesk can read.
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

/// The first message of a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The plandesk that they use.
    #[serde(flatten)]
    pub greeting: Greeting,
    /// The client's context, under the name that the protocol gives it.
    #[serde(rename = "facts")]
    pub context: ClientContext,
    /// The request.
    pub want: Want,
}

/// A client's request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Want {
    /// A screen.
    Screen {
        /// Its columns.
        columns: u16,
        /// Its rows.
        rows: u16,
        /// The bookmark of a desk that broke down, in that desk's form.
        place: Option<String>,
    },
    /// The desk's place: it leaves if it is one in the background and nobody is at it.
    Succeed,
    /// A command line.
    Command {
        /// The number of arguments that follow, the program's own name among them.
        arguments: usize,
    },
}

/// The first message of a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The plandesk that runs it.
    #[serde(flatten)]
    pub greeting: Greeting,
    /// Its process.
    pub pid: u32,
    /// The number of other people at it.
    pub others: usize,
}
