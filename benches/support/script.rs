//! Scripts of people at work, key by key, with the text on the screen by which the key was understood.
//!
//! Each key is one action. A round of work is 25: moves, two statuses, a search typed key by key, a note typed and
//! saved. It ends on the row where it began, and no two people work on the same rows.
#![allow(dead_code)]

/// The purpose of a key, which decides the text that has to be on the screen after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The cursor is on another row.
    Move,
    /// The caret has come, or stands elsewhere.
    Type,
    /// The caret is gone. An escape waits a moment for the rest of a sequence.
    Leave,
    /// The last line says that it is saved.
    Save,
    /// Anything: there is nobody else who could have drawn it.
    Page,
}

/// A key and what it is for.
pub type Action = (&'static str, Kind);

/// Work that is repeated.
#[derive(Clone, Copy)]
pub struct Script {
    /// The number of actions until everything is as at the beginning.
    pub round: usize,
    /// The action of a number, counted from 0.
    pub action: fn(usize) -> Action,
}

/// Works at a desk.
pub const WORK: Script = Script { round: ROUND, action: work };
/// Looks around at a desk.
pub const LOOK: Script = Script { round: LOOKS.len(), action: look };
/// Reads in a pager.
pub const READ: Script = Script { round: ROUND, action: read };

/// The number of rows that somebody works on.
pub const ROWS: usize = 3;

/// The actions of a round of work: five seconds at five a second.
const ROUND: usize = 25;

/// The keys of a round; what differs from round to round is filled in.
const KEYS: [&str; ROUND] = [
    "j", "j", "k", "status", "k", "/", "first", "second", "third", "\x1b", "j", "j", "k", "k", "n", "letter", "letter",
    "\x13", "j", "k", "status", "j", "j", "k", "k",
];

/// Statuses, each another than the one before.
const STATUSES: [&str; 4] = ["x", "z", "i", "t"];

/// Searches by characters and by sounds.
const QUERIES: [[&str; 3]; 4] = [["c", "j", "r"], ["j", "k", "f"], ["残", "疾", "人"], ["m", "x", "b"]];

fn work(number: usize) -> Action {
    let (round, at) = (number / ROUND, number % ROUND);
    let query = QUERIES[round % QUERIES.len()];
    match KEYS[at] {
        "status" => (STATUSES[round % STATUSES.len()], Kind::Save),
        "\x13" => ("\x13", Kind::Save),
        "\x1b" => ("\x1b", Kind::Leave),
        key @ ("j" | "k") => (key, Kind::Move),
        "first" => (query[0], Kind::Type),
        "second" => (query[1], Kind::Type),
        "third" => (query[2], Kind::Type),
        // What one round writes, the next one rubs out, so that notes do not grow.
        "letter" if round % 2 == 0 => ("办", Kind::Type),
        "letter" => ("\x7f", Kind::Type),
        key => (key, Kind::Type),
    }
}

/// Looking without touching: moves, and a search typed key by key.
const LOOKS: [&str; 13] = ["j", "j", "k", "k", "/", "first", "second", "third", "\x1b", "j", "k", "j", "k"];

fn look(number: usize) -> Action {
    let query = QUERIES[number / LOOKS.len() % QUERIES.len()];
    match LOOKS[number % LOOKS.len()] {
        key @ ("j" | "k") => (key, Kind::Move),
        "first" => (query[0], Kind::Type),
        "second" => (query[1], Kind::Type),
        "third" => (query[2], Kind::Type),
        "\x1b" => ("\x1b", Kind::Leave),
        key => (key, Kind::Type),
    }
}

/// Returns the announcement on the row that others look at, by turns: the key and the mark that it puts there.
pub fn announcement(number: usize) -> (&'static str, &'static str) {
    [("x", "✓"), ("z", "!")][number % 2]
}

/// The keys of a round in a pager: as many moves, pages in place of what a pager does not have.
const PAGES: [&str; ROUND] = [
    "j", "j", "k", "j", "k", "/", "康", "复", "\r", "g", "j", "j", "k", "k", " ", "j", "j", "b", "j", "k", "j", "j",
    "j", "k", "k",
];

fn read(number: usize) -> Action {
    (PAGES[number % ROUND], Kind::Page)
}
