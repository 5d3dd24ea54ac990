//! The store and the desk over it: what is saved, under whose name, and what is repaired.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod access;
mod backup;
mod damage;
mod desk;
mod exchanged;
mod ground;
mod history;
mod salvage;
mod schemas;
mod shared;
#[path = "../support/mod.rs"]
mod support;
mod together;
mod upkeep;
mod upkeep_of_desks;
