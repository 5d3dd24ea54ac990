//! Helpers shared by several tests.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub mod access;
pub mod cli;
pub mod documents;
pub mod files;
pub mod inputs;
pub mod plan;
pub mod plans;
pub mod programs;
pub mod pty;
pub mod report;
pub mod roles;
pub mod search;
pub mod skipped;
pub mod ssh;
pub mod store;
pub mod tui;
pub mod words;
pub mod xlsx;
