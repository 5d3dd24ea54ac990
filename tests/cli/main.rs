//! The command line: the real program, one command at a time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod access;
mod cases;
mod changes;
mod check;
mod departments;
mod documents;
mod edit;
mod evaluate;
mod files;
mod import;
mod investment;
mod items;
mod lists;
mod milestones;
mod permissions;
mod process;
mod retire;
mod rhythm;
mod spreadsheet;
mod succession;
#[path = "../support/mod.rs"]
mod support;
mod walk;
mod yearly_targets;
