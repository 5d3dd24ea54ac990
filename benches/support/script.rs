//! Scripts of people at work, key by key, with the text on the screen that shows the effect of each key.
//!
//! Each key is one action. A round of work has 25: moves, two statuses, a search typed key by key, a note typed and
//! saved. It ends on the row where it began, and no two people work on the same rows.
#![allow(dead_code)]

/// The purpose of a key, which decides the text expected on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The cursor moves to another row.
    Move,
    /// The caret appears or moves.
    Type,
    /// The caret disappears. An escape is delayed, since a sequence might follow.
    Leave,
    /// The last line confirms the save.
    Save,
    /// Any change, since nobody else draws.
    Page,
}

/// A key with its purpose.
pub type Action = (&'static str, Kind);

/// A repeated sequence of actions.
#[derive(Clone, Copy)]
pub struct Script {
    /// The number of actions until the initial state is reached again.
    pub round: usize,
    /// The action with an index, from 0.
    pub action: fn(usize) -> Action,
}

/// Work at a desk.
pub const WORK: Script = Script { round: ROUND, action: work };
/// Looking around at a desk.
pub const LOOK: Script = Script { round: LOOKS.len(), action: look };
/// Reading in a pager.
pub const READ: Script = Script { round: ROUND, action: read };

/// The number of rows on which a person works.
pub const ROWS: usize = 3;

/// The number of actions in a round of work: five seconds at five per second.
const ROUND: usize = 25;

/// The keys of a round, with placeholders for what differs from round to round.
const KEYS: [&str; ROUND] = [
    "j", "j", "k", "status", "k", "/", "first", "second", "third", "\x1b", "j", "j", "k", "k", "n", "letter", "letter",
    "\x13", "j", "k", "status", "j", "j", "k", "k",
];

/// Statuses, each different from the one before.
const STATUSES: [&str; 4] = ["x", "z", "i", "t"];

/// Queries by characters and by pinyin.
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
        // Each round deletes what the one before has written, so that notes do not grow.
        "letter" if round % 2 == 0 => ("办", Kind::Type),
        "letter" => ("\x7f", Kind::Type),
        key => (key, Kind::Type),
    }
}

/// Looking without changing: moves, and a search typed key by key.
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

/// Returns the key and the sign of an announcement in the row that others watch.
pub fn announcement(number: usize) -> (&'static str, &'static str) {
    [("x", "✓"), ("z", "!")][number % 2]
}

/// The keys of a round in a pager: the same number of moves, and pages instead of other actions.
const PAGES: [&str; ROUND] = [
    "j", "j", "k", "j", "k", "/", "康", "复", "\r", "g", "j", "j", "k", "k", " ", "j", "j", "b", "j", "k", "j", "j",
    "j", "k", "k",
];

fn read(number: usize) -> Action {
    (PAGES[number % ROUND], Kind::Page)
}
