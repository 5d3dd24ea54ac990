//! Charts: what is drawn beside a report's text, in formats that can draw.

use crate::plan::{Sense, Status, Year};

/// The meaning of a chart's colour, which is always named in words beside it, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Done, reached.
    Done,
    /// On its way.
    Fine,
    /// Slightly behind.
    Slow,
    /// Behind.
    Behind,
    /// Not started.
    Still,
    /// Changed or withdrawn.
    Changed,
    /// Not known.
    Unknown,
}

impl Tone {
    /// The colour, in hexadecimal: the same in every format.
    pub fn colour(self) -> &'static str {
        match self {
            Tone::Done => "1B7837",
            Tone::Fine => "2B6CB0",
            Tone::Slow => "C98A00",
            Tone::Behind => "C0392B",
            Tone::Still => "8A6D1D",
            Tone::Changed => "6B4C9A",
            Tone::Unknown => "B8B8B8",
        }
    }
}

impl From<Option<Status>> for Tone {
    fn from(status: Option<Status>) -> Self {
        match status.map(Status::sense) {
            Some(Sense::Done) => Tone::Done,
            Some(Sense::Going) => Tone::Fine,
            Some(Sense::Behind) => Tone::Behind,
            Some(Sense::Waiting) => Tone::Still,
            Some(Sense::Changed) => Tone::Changed,
            None => Tone::Unknown,
        }
    }
}

/// The share that is done, in per cent, and its colour; none where nothing was reported.
pub type Light = Option<(u32, Tone)>;

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Shares of several wholes, a bar each.
    Shares {
        /// The title.
        title: String,
        /// The parts, each with its colour.
        parts: Vec<(String, Tone)>,
        /// The name of each whole and the count of each of its parts.
        wholes: Vec<(String, Vec<u32>)>,
    },
    /// The course of several things over the years, each in a small picture of its own.
    Courses {
        /// The title.
        title: String,
        /// The pictures.
        courses: Vec<Course>,
    },
    /// Lights of several things in several periods.
    Lights {
        /// The title.
        title: String,
        /// The names of the columns.
        columns: Vec<String>,
        /// The name of each row with its lights.
        rows: Vec<(String, Vec<Light>)>,
    },
    /// The progress of several things.
    Progress {
        /// The title.
        title: String,
        /// The bars.
        bars: Vec<Bar>,
    },
}

impl Chart {
    /// Returns true for small pictures and lights, which a page on a screen has, and a document for print has not.
    pub fn is_for_screens(&self) -> bool {
        matches!(self, Chart::Courses { .. } | Chart::Lights { .. })
    }

    /// The title without a number.
    pub fn title(&self) -> &str {
        match self {
            Chart::Shares { title, .. }
            | Chart::Progress { title, .. }
            | Chart::Courses { title, .. }
            | Chart::Lights { title, .. } => title,
        }
    }
}

/// The course of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Its name, with the unit.
    pub name: String,
    /// Year and value of the baseline and the targets: the way that is planned.
    pub way: Vec<(Year, f64)>,
    /// Year and value of the readings.
    pub readings: Vec<(Year, f64)>,
    /// The colour of the readings.
    pub tone: Tone,
}

/// The progress of one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// The part of the way gone; 1 is all of it, less than 0 is backwards.
    pub gone: f64,
    /// The part of the time passed, 0–1.
    pub passed: f64,
    /// The judgement in words.
    pub judgement: String,
    /// The judgement in colour.
    pub tone: Tone,
}
