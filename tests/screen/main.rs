//! The screen as a person at a terminal sees it, and the keys that it knows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod cases;
mod cells;
mod company;
mod departments;
mod documents;
mod drafts;
mod editing;
mod evaluation;
mod files;
mod filling;
mod habits;
mod handover;
mod items;
mod jobs;
mod keymap_docs;
mod keymap_files;
mod keymap_lookup;
mod milestones;
mod retire;
mod roles;
mod screens;
#[path = "../support/mod.rs"]
mod support;
mod terminal;
mod together;
mod whole;
