//! Charts of a report, for formats that can draw.

use crate::plan::{Sense, Status, Year};
use crate::text::figure::rounded;

/// The meaning of a colour in a chart, which is also named in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Completed or reached.
    Done,
    /// On track.
    Fine,
    /// Slightly behind.
    Slow,
    /// Behind.
    Behind,
    /// Not started.
    Still,
    /// Adjusted or withdrawn.
    Changed,
    /// Unknown.
    Unknown,
}

impl Tone {
    /// Returns the colour in hexadecimal, which is the same in every format.
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

/// The share completed in per cent, with its colour; `None` if nothing was reported.
pub type Light = Option<(u32, Tone)>;

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Shares of several wholes, one bar each.
    Shares {
        /// The title.
        title: String,
        /// The parts, each with its colour.
        parts: Vec<(String, Tone)>,
        /// The name of each whole and the count of each of its parts.
        wholes: Vec<(String, Vec<u32>)>,
    },
    /// Several things over the years, each in a small chart.
    Courses {
        /// The title.
        title: String,
        /// The pictures.
        courses: Vec<Course>,
    },
    /// Traffic lights of several things by period.
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
    /// Returns true for charts that are only shown on web pages and not in printed documents.
    pub fn is_for_screens(&self) -> bool {
        matches!(self, Chart::Courses { .. } | Chart::Lights { .. })
    }

    /// Returns the title, without a number.
    pub fn title(&self) -> &str {
        match self {
            Chart::Shares { title, .. }
            | Chart::Progress { title, .. }
            | Chart::Courses { title, .. }
            | Chart::Lights { title, .. } => title,
        }
    }
}

/// The values of an indicator over the years.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Its name, with the unit.
    pub name: String,
    /// The years and values of the baseline and targets.
    pub way: Vec<(Year, f64)>,
    /// The years and values of the readings.
    pub readings: Vec<(Year, f64)>,
    /// The colour of the readings.
    pub tone: Tone,
}

/// The progress of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// The progress as a share of the way to the target: 1 is the whole way, a negative value is a step back.
    pub gone: f64,
    /// The elapsed time as a share of the whole, 0–1; `None` when the term is over.
    pub passed: Option<f64>,
    /// The judgement as text.
    pub judgement: String,
    /// The colour of the judgement.
    pub tone: Tone,
}

impl Bar {
    /// Returns the progress as it is printed: 65%, -12%.
    pub fn per_cent(&self) -> String {
        let figure = rounded(self.gone * 100.0, 0);
        // Zero has no sign.
        format!("{}%", if figure == 0.0 { 0.0 } else { figure })
    }
}
