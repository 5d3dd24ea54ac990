//! Finding anything, across all plans, in a few keystrokes, in Chinese or in pinyin.
//!
//! A snapshot's plans become [`record`]s. A [`query`] is a line of words and filters. Each word is a [`term`],
//! which a text can hold in four ways, best first: exactly, folded, by pinyin, loosely. [`postings`] say which
//! records can match at all; a [`judge`] decides on each of these, and the [`index`] ranks them: class of match
//! first, title before text, then by fuzzy-matcher's score. A [`worker`] does it beside the screen.
//!
//! Invariant: the postings never leave out a record that the judge would accept.

pub mod field;
pub mod filter;
pub mod hit;
pub mod index;
pub mod judge;
pub mod postings;
pub mod query;
pub mod record;
pub mod term;
pub mod worker;

pub use hit::{Hit, HitKind, MatchClass, Results, Snippet};
pub use index::Index;
pub use query::{Query, QueryError};
pub use worker::Worker;
