//! Reports and exported spreadsheets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod draft;
mod export;
mod figures;
mod files;
mod libreoffice;
mod notices;
mod pages;
mod paper;
mod rules;
mod same_figures;
#[path = "../support/mod.rs"]
mod support;
