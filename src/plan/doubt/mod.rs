//! Doubts: places of a document that can be read in more than one way, and the reading that was chosen.
//!
//! A [`Doubt`] is a code with its lines and parameters. Its words are made where they are shown, in the language of
//! the reader ([`DoubtKind::what`], [`DoubtKind::chosen`]); rules ask for the code and never for words.

mod serial;
mod wording;

use serde::{Deserialize, Serialize};

use super::{LineSpan, Region, Term};

/// One place of a document that can be read in more than one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Its lines in the source.
    pub lines: LineSpan,
    /// The doubt itself.
    pub kind: DoubtKind,
}

impl Doubt {
    /// A doubt about one line.
    pub fn at(line: u32, kind: DoubtKind) -> Self {
        Doubt { lines: LineSpan::at(line), kind }
    }
}

/// The kinds of doubts with their parameters. Texts are quoted from the source.
///
/// The order of the kinds is part of the form in which the store keeps plans: add new ones at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DoubtKind {
    /// A doubt in the words of a plandesk that had no codes yet, in Chinese.
    Earlier {
        /// The unclear place.
        what: String,
        /// The reading that was chosen.
        chosen: String,
    },
    /// The text holds remains of a conversion, page numbers or contents; they were taken out.
    Leftovers {
        /// The number of places.
        count: usize,
        /// The beginnings of some.
        samples: Vec<String>,
    },
    /// Lines that hold several paragraphs were parted by numbers and wording.
    LostLineBreaks {
        /// The number of lines.
        count: usize,
    },
    /// The file holds something that is no text of the plan, or that can't be read.
    FileContent {
        /// The value after.
        content: FileContent,
        /// The number of them.
        count: usize,
        /// The beginning of the first; empty when it has no words.
        sample: String,
    },
    /// No title stands before the text.
    NoTitle {
        /// The title that was chosen.
        title: String,
        /// Its origin.
        from: TitleSource,
    },
    /// The title names no region.
    NoRegion {
        /// The region that was chosen; none when nothing tells it.
        region: Option<Region>,
    },
    /// The title names the last year alone.
    OnlyLastYear {
        /// The term that was chosen.
        term: Term,
    },
    /// The title names no term.
    NoTerm {
        /// The term that was chosen.
        term: Term,
        /// Its origin.
        from: TermSource,
    },
    /// A line reads like a heading and has no number.
    UnnumberedHeading {
        /// The heading.
        text: String,
        /// The number that it was given; none for one that stays without.
        number: Option<String>,
    },
    /// No heading of the text has a number; short lines that stand alone became headings.
    UnnumberedHeadings {
        /// The number.
        count: usize,
        /// Some of them.
        samples: Vec<String>,
    },
    /// The text has no headings.
    NoHeadings {
        /// True if numbered paragraphs became tasks all the same.
        has_tasks: bool,
    },
    /// No task was found.
    NoTasks,
    /// A special box stands outside its chapter and was put back.
    MisplacedBox {
        /// Its number.
        number: u32,
        /// Its title.
        title: String,
        /// The heading that it was put under.
        heading: String,
    },
    /// It is unclear which list a paragraph in or after a special box belongs to.
    BoxExtent {
        /// The number of the box as printed.
        number: String,
        /// The beginning of the paragraph.
        quote: String,
        /// Why it is unclear, and what was chosen.
        unclear: BoxUnclear,
    },
    /// A row of a table lacks cells and is kept as text.
    BrokenRow {
        /// Its words.
        text: String,
    },
    /// A row of a table names no indicator and is kept as text.
    UnnamedRow {
        /// Its words.
        text: String,
    },
    /// An indicator has no target.
    NoTarget {
        /// Its name.
        indicator: String,
    },
    /// A paragraph names several leads.
    SeveralLeads {
        /// In how many places it divides the work.
        places: usize,
        /// The one that comes first and became the main lead.
        lead: String,
    },
    /// A division of work names no lead; the department named first is offered.
    NoLead {
        /// The beginning of the division.
        quote: String,
        /// The department that is offered.
        lead: String,
    },
    /// Names in a division of work are in no registry and do not end as names of units do.
    UnknownUnits {
        /// The names.
        names: Vec<String>,
    },
    /// A heading was lost: the numbers of the next lower level begin anew.
    LostHeading {
        /// The number that it must have had.
        number: String,
        /// The first heading below it.
        below: String,
    },
    /// Numbers begin anew without a heading in between.
    RestartedNumbers {
        /// The heading at which they do.
        heading: String,
    },
    /// A table could not be read.
    UnreadTable {
        /// Its caption, or its first words.
        caption: String,
    },
    /// Paragraphs after the last item close the text and belong to no task.
    ClosingText {
        /// The beginning of the first.
        quote: String,
    },
    /// The values of a row are more or fewer than the columns for them.
    UnfitRow {
        /// The name of its indicator.
        indicator: String,
    },
}

/// The content of a file beside the plan's text, or in place of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileContent {
    /// Text that was inserted while changes were tracked.
    Inserted,
    /// Text that was deleted while changes were tracked.
    Deleted,
    /// Comments in the margin.
    Comment,
    /// Text set as hidden.
    Hidden,
    /// Pictures, shapes and charts.
    Picture,
    /// Other files inside: spreadsheets, formulas, web pages.
    Object,
    /// Footnotes and endnotes.
    Note,
    /// Signs of fonts that are not known.
    Symbol,
    /// Headers and footers of pages.
    PageEdge,
    /// Text that is struck through.
    Struck,
    /// Navigation, sharing and the like around the text of a web page.
    Furniture,
    /// Characters that could not be decoded.
    Undecoded,
    /// Pages without text, as scanners make them.
    Scan,
}

/// The origin of a title that does not stand before the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TitleSource {
    /// The caption of the indicator table.
    TableCaption,
    /// The first line.
    FirstLine,
    /// The name of the file.
    FileName,
}

/// The origin of a term that the title does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermSource {
    /// The text names it.
    Text,
    /// It goes from the year of issue to the last year of the text's goals.
    IssueToGoals,
    /// It goes from the year of issue on, for as long as plans usually last.
    Issue,
    /// The years of the text's goals suggest it.
    Goals,
    /// Nothing in the document tells it.
    Nothing,
    /// The title tells for how many years: 三年行动计划.
    Length,
}

/// Why the list that a paragraph belongs to is unclear, and what was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BoxUnclear {
    /// It has no number: part of the project before it was chosen, over text after the box.
    Unnumbered,
    /// A group of the box was chosen, over the next heading of the text.
    GroupOrHeading,
    /// Its number does not follow that of the project before it: still a project of the box.
    NumberGap,
    /// Its number continues both lists: a project of the box was chosen.
    BothToProject,
    /// Its number continues both lists: a task after the box was chosen.
    BothToTask,
}
