//! plandesk (规划工作台): a terminal workbench for the staff who carry out Chinese five-year plans.
//!
//! # Flow
//! A document goes through [`import`] and becomes [`plan`] records. Whatever a person then does, on a screen or
//! on the command line, becomes a command of the [`desk`], which checks it, has the [`store`] journal it, applies it
//! and publishes a new snapshot; screens draw from snapshots. What an office does with more than one command — exports,
//! notices, lists that come back — is done once in [`office`] for screen and command line.
//!
//! # Invariants
//! Each folder uses those before it in this list and none after it (`tests/tidy/main.rs` reads the imports): [`text`],
//! [`parallel`], [`plan`], [`import`], [`store`], [`search`], [`export`], [`report`], [`desk`], [`office`], [`action`],
//! [`keymap`], [`tui`], [`cli`], [`serve`], [`program`].
//!
//! * [`text`] alone measures, cuts, folds and cleans text.
//! * [`parallel`] alone shares work between threads.
//! * [`plan`] holds types and rules without I/O, clock or screen.
//! * No type of the storage engine leaves [`store`].
//! * Data is changed by desk commands alone.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod action;
pub mod cli;
pub mod desk;
pub mod export;
pub mod import;
pub mod keymap;
pub mod office;
pub mod parallel;
pub mod plan;
pub mod program;
pub mod report;
pub mod search;
pub mod serve;
pub mod store;
pub mod text;
pub mod tui;
