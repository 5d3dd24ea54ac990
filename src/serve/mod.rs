//! The desk as a process for several people, and the ways to connect to it.
//!
//! ```text
//! terminal ─── visit ───────────┐                              ┌── connection ── session
//!                               ├── attach ── socket ── host ──┤
//! command ──── remote_command ──┘                              └── connection ── command line
//! ```
//! People on other machines connect over [`ssh`].
//!
//! The first client of a store starts its desk in the background; later clients connect to it; it ends after an idle
//! time. Files and streams stay with the client: the desk sends requests over the [`line`], and the client's process
//! serves them with the client's rights.
//!
//! # Invariants
//! * A desk opens no path that a person names, and starts no process.
//! * Whatever a client sends or fails to read ends at most its own connection, and buffers for a client are bounded.
//! * The operating system attests the account of a client; only [`person`](crate::office::person) maps it to a person.
//! * The process with the store's lock is the desk. Its socket is created and removed under that lock.

pub mod answers;
pub mod attach;
pub mod connection;
pub mod frame;
pub mod hello;
pub mod host;
pub mod line;
pub mod log;
pub mod remote_command;
mod size;
pub mod socket;
pub mod ssh;
pub mod start;
pub mod visit;
pub mod work;
