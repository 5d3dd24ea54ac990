//! Signs: the marks and lines that screens are drawn with.

use crate::plan::{Light, Status};
use crate::text::width::AmbiguousWidth;

/// A set of signs, each one column wide on the terminals that it is meant for.
#[derive(Debug)]
pub struct Signs {
    /// The width of ambiguous characters for which statuses have a mark beside their word; without one they have none.
    marks: Option<AmbiguousWidth>,
    /// Nothing was reported.
    unreported: &'static str,
    /// Behind the mark of a status that was carried on from an earlier period and is not confirmed.
    pub unconfirmed: &'static str,
    /// Behind the mark of a status, or a figure, that was corrected after its period had been closed.
    pub amended: &'static str,
    /// Behind what a person said in place of the rules.
    pub by_hand: &'static str,
    /// The row under the cursor.
    pub cursor: &'static str,
    /// A row that is marked.
    pub marked: &'static str,
    /// A line to the right.
    pub horizontal: &'static str,
    /// A line downwards.
    pub vertical: &'static str,
    /// Corners: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// The filled part of a bar.
    pub full: &'static str,
    /// The empty part of a bar.
    pub empty: &'static str,
    /// A folded heading.
    pub folded: &'static str,
    /// An unfolded heading.
    pub unfolded: &'static str,
    /// From one value to the next.
    pub arrow: &'static str,
    /// Between the parts of a path.
    pub path: &'static str,
    /// Better when higher, better when lower.
    pub directions: [&'static str; 2],
    /// A measured point of a chart.
    pub point: &'static str,
    /// A point that the time asks for.
    pub pace: &'static str,
    /// A point to be reached.
    pub target: &'static str,
    /// A dash between years.
    pub dash: &'static str,
    /// Nothing is known.
    pub none: &'static str,
    /// Before the word for saved; empty where there is no sign for it.
    pub saved: &'static str,
    /// The menu follows.
    pub more: &'static str,
    /// Between two notes.
    pub dot: &'static str,
    /// Something that is shown.
    pub shown: &'static str,
    /// Something that is hidden.
    pub hidden: &'static str,
}

const NARROW: Signs = Signs {
    marks: Some(AmbiguousWidth::Narrow),
    unreported: "·",
    unconfirmed: "?",
    amended: "^",
    by_hand: "*",
    cursor: "▸",
    marked: "*",
    horizontal: "─",
    vertical: "│",
    corners: ["┌", "┐", "└", "┘"],
    full: "█",
    empty: "░",
    folded: "▸",
    unfolded: "▾",
    arrow: "→",
    path: "›",
    directions: ["↑", "↓"],
    point: "●",
    pace: "·",
    target: "○",
    dash: "–",
    none: "–",
    saved: "✓",
    more: "…",
    dot: "·",
    shown: "[x]",
    hidden: "[ ]",
};

/// In wide mode everything is ASCII: no setting of the terminal can widen it.
const WIDE: Signs = Signs {
    marks: Some(AmbiguousWidth::Wide),
    unreported: ".",
    unconfirmed: "?",
    amended: "^",
    by_hand: "*",
    cursor: ">",
    marked: "*",
    horizontal: "-",
    vertical: "|",
    corners: ["+", "+", "+", "+"],
    full: "#",
    empty: ".",
    folded: "+",
    unfolded: "-",
    arrow: "->",
    path: ">",
    directions: ["^", "v"],
    point: "*",
    pace: ".",
    target: "o",
    dash: "-",
    none: "-",
    // A letter before the word would read as a part of it.
    saved: "",
    more: "..",
    dot: "-",
    shown: "[x]",
    hidden: "[ ]",
};

/// The signs of a screen that is told in lines: no boxes, no bars, and no marks beside words.
const IN_LINES: Signs = Signs {
    marks: None,
    unreported: "",
    cursor: " ",
    horizontal: " ",
    vertical: " ",
    corners: [" "; 4],
    full: "",
    empty: "",
    more: "...",
    ..WIDE
};

impl Signs {
    /// Returns the signs for a screen that is told in lines.
    pub fn in_lines() -> &'static Signs {
        &IN_LINES
    }

    /// Returns the signs for a width of ambiguous characters.
    pub fn of(ambiguous: AmbiguousWidth) -> &'static Signs {
        match ambiguous {
            AmbiguousWidth::Narrow => &NARROW,
            AmbiguousWidth::Wide => &WIDE,
        }
    }

    /// Returns words for what was saved, with the sign for it.
    pub fn saved(&self, words: &str) -> String {
        format!("{} {words}", self.saved).trim_start().to_string()
    }

    /// Returns the mark of a light; `None` is not due.
    pub fn light(&self, light: Option<Light>) -> &'static str {
        match (light, self.marks) {
            (None, _) => self.unreported,
            (Some(light), Some(ambiguous)) => light.mark(ambiguous),
            (Some(_), None) => "",
        }
    }

    /// Returns the mark of a status; `None` is nothing reported.
    pub fn status(&self, status: Option<Status>) -> &'static str {
        match (status, self.marks) {
            (None, _) => self.unreported,
            (Some(status), Some(ambiguous)) => status.mark(ambiguous),
            (Some(_), None) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::width;

    #[test]
    fn every_sign_of_a_set_is_as_wide_as_the_set_promises() {
        for ambiguous in [AmbiguousWidth::Narrow, AmbiguousWidth::Wide] {
            let signs = Signs::of(ambiguous);
            let one = [signs.cursor, signs.marked, signs.horizontal, signs.vertical, signs.full, signs.empty]
                .into_iter()
                .chain([signs.folded, signs.unfolded, signs.point, signs.pace, signs.none, signs.unreported])
                .chain(signs.corners);
            for sign in one {
                assert_eq!(width(sign, ambiguous), 1, "{sign} {ambiguous:?}");
            }
        }
        for signs in [&NARROW, &WIDE] {
            let marks: std::collections::HashSet<_> =
                Status::all_and_none().map(|status| signs.status(status)).collect();
            assert_eq!(marks.len(), Status::all_and_none().count(), "each status has a mark of its own");
        }
    }
}
