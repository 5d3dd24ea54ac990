//! Reading documents and returned lists.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod check_real;
mod damaged_workbooks;
mod formats;
mod growth;
mod kinds;
mod measure;
mod old_word;
mod readings;
mod real;
mod size;
#[path = "../support/mod.rs"]
mod support;
mod take_back;
mod word;
mod words;
