//! The desk that serves several people at once, at its socket and over SSH.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod accounts;
mod handover;
mod host;
mod process;
mod ssh;
mod ssh_cuts;
mod ssh_limits;
mod ssh_together;
#[path = "../support/mod.rs"]
mod support;
