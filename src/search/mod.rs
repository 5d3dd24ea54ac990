//! Finding anything, across all plans, in a few keystrokes, in Chinese or in pinyin.
//!
//! A snapshot's plans are made of [`record`]s. A [`query`] is a line of words and filters. Each word is a [`term`],
//! which a text can hold in four ways, best first: exactly, folded, by pinyin, loosely. The [`postings`] of a
//! [`segment`] say which records can match at all ([`candidates`]), and how well at most ([`bound`]); a [`matcher`] decides on
//! each that matters, and the [`index`] ranks them ([`rank`]): class of match first, title before text, then by
//! fuzzy-matcher's score ([`score`]). A [`worker`] does it beside
//! the screen; an [`indexer`] follows the data and has segments [kept](file).
//!
//! Invariant: the postings never leave out a record that the matcher would accept.

pub mod bound;
pub mod candidates;
pub mod complete;
pub mod field;
pub mod file;
pub mod filter;
pub mod hit;
pub mod index;
pub mod indexer;
pub mod kept;
pub mod matcher;
pub mod narrowed;
pub mod opening;
pub mod postings;
pub mod query;
pub mod rank;
pub mod record;
pub mod registry;
pub mod score;
pub mod segment;
pub mod term;
pub mod worker;

pub use hit::{Hit, HitKind, MatchClass, Results, Snippet};
pub use index::Index;
pub use indexer::Indexer;
pub use query::{Query, QueryError, Sieve};
pub use segment::Segment;
pub use worker::Worker;
