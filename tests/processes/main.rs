//! Slow tests of whole processes: kills, faults, hostile input, terminals, many people at once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod faults;
mod fuzz_seeds;
mod growth;
mod hostile;
mod load;
mod local;
mod outside;
mod package;
mod saving;
#[path = "../support/mod.rs"]
mod support;
mod terminal;
