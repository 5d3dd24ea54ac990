//! Many people at one desk: the desk as a process of its own, and the ways to it.
//!
//! ```text
//! terminal ── visit ──┐                                   ┌── guest ── session
//!                     ├── attach ── socket, frames ── host┤
//! command ── remote_command ──┘                                   └── guest ── command line
//! ```
//! People on other machines come in over [`ssh`].
//!
//! The first who comes to a store starts its desk in the background; the next ones come to the same; it leaves when
//! nobody has been there for a while. A guest's files and streams stay with the guest: the desk asks for them over the
//! [`line`], and the guest's own process answers with the guest's rights.
//!
//! # Invariants
//! * No path that a person names is opened by a desk, and no process is started by it.
//! * What a guest sends or fails to read ends that guest at most; what is kept for a guest is bounded.
//! * Whose account a guest has is asked of the system; [`person`](crate::office::person) alone makes a person of it.
//! * The holder of the store's lock is the desk. Its socket is made and removed under that lock.

pub mod answers;
pub mod attach;
pub mod frame;
pub mod guest;
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
