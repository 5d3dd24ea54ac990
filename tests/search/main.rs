//! The search: results compared with a full scan, filters, ranking, and large data.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod oracle;
mod query;
mod ranking;
mod scale;
#[path = "../support/mod.rs"]
mod support;
