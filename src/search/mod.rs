//! Search across all plans, by Chinese characters or pinyin, fast enough for every keystroke.
//!
//! The parts of plans that can be found are [`record`]s. A [`query`] is a line of words and filters. A word is a
//! [`term`], which a text can contain in four ways, best first: exactly, folded, by pinyin, with gaps. The [`postings`]
//! of a [`segment`] give the records that may match at all ([`candidates`]), and how well at most ([`bound`]); a
//! [`matcher`] checks the promising ones. The [`index`] ranks them ([`rank`]): by match class, then title before text,
//! then fuzzy-matcher's score ([`score`]). A [`worker`] searches in the background; an [`indexer`] follows the data and
//! stores segments in [files](file).
//!
//! Invariant: the postings never exclude a record that the matcher would accept.

pub mod bound;
pub mod candidates;
pub mod champions;
pub mod complete;
pub mod field;
pub mod file;
pub mod filter;
pub mod hit;
pub mod index;
pub mod indexer;
pub mod matcher;
pub mod narrowed;
pub mod phrase_starts;
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
pub use query::{Query, QueryError, TaskMatcher};
pub use segment::Segment;
pub use worker::Worker;
