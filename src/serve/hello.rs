//! The handshake of a connection, in JSON, so that programs of other versions can read the parts they need.

use serde::{Deserialize, Serialize};

use crate::office::client::ClientContext;

/// The version of the protocol after the handshake.
pub const PROTOCOL: u32 = 1;

/// The part of the handshake that every version of plandesk can read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// The version of the protocol.
    pub protocol: u32,
    /// The version of plandesk.
    pub version: String,
}

impl Greeting {
    /// Returns the greeting of this program.
    pub fn own() -> Self {
        Greeting { protocol: PROTOCOL, version: env!("CARGO_PKG_VERSION").to_string() }
    }
}

/// The first message of a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The version of the client.
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
        /// The number of columns.
        columns: u16,
        /// The number of rows.
        rows: u16,
        /// The position of the person at a desk that broke down, in the encoding of that desk.
        place: Option<String>,
    },
    /// A request that the desk end, so that the client can take its place. A background desk without other clients
    /// does.
    Succeed,
    /// A command line.
    Command {
        /// The number of arguments that follow, including the name of the program.
        arguments: usize,
    },
}

/// The first message of a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The version of the desk.
    #[serde(flatten)]
    pub greeting: Greeting,
    /// The id of its process.
    pub pid: u32,
    /// The number of other people connected.
    pub others: usize,
}
