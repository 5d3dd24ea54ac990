//! Tables for people, aligned by the display width of text.

use crate::text::clean::shown_line;
use crate::text::width::{self, Align, AmbiguousWidth};

const GAP: &str = "  ";
const NARROWEST: usize = 8;

/// A column.
pub(super) struct Column {
    heading: String,
    align: Align,
    flexible: bool,
}

impl Column {
    /// Returns a column of short texts, which are never truncated.
    pub(super) fn words(heading: impl Into<String>) -> Self {
        Column { heading: heading.into(), align: Align::Left, flexible: false }
    }

    /// Returns a column of numbers.
    pub(super) fn figures(heading: impl Into<String>) -> Self {
        Column { heading: heading.into(), align: Align::Right, flexible: false }
    }

    /// Returns a column of long texts, which are truncated on a narrow terminal.
    pub(super) fn long(heading: impl Into<String>) -> Self {
        Column { heading: heading.into(), align: Align::Left, flexible: true }
    }
}

/// The meaning of an entry, which decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Good,
    Busy,
    Warn,
    Bad,
    Faint,
}

impl Tone {
    fn start(self) -> &'static str {
        match self {
            Tone::Plain => "",
            Tone::Good => "\u{1b}[32m",
            Tone::Busy => "\u{1b}[36m",
            Tone::Warn => "\u{1b}[33m",
            Tone::Bad => "\u{1b}[31m",
            Tone::Faint => "\u{1b}[2m",
        }
    }
}

/// An entry of a table.
pub(super) struct Entry {
    text: String,
    tone: Tone,
}

impl Entry {
    /// Returns an entry with a colour.
    pub(super) fn toned(text: impl AsRef<str>, tone: Tone) -> Self {
        Entry { text: shown_line(text.as_ref()), tone }
    }
}

impl<T: AsRef<str>> From<T> for Entry {
    fn from(text: T) -> Self {
        Entry::toned(text, Tone::Plain)
    }
}

/// Returns a count; 0 is left blank, so that the others stand out.
pub(super) fn count(number: impl Into<u64>) -> Entry {
    match number.into() {
        0 => Entry::toned("-", Tone::Faint),
        number => Entry::from(number.to_string()),
    }
}

/// A table. Each row has as many entries as there are columns.
pub(super) struct Table {
    /// The columns.
    pub(super) columns: Vec<Column>,
    /// The rows.
    pub(super) rows: Vec<Vec<Entry>>,
}

impl Table {
    /// Returns the table as lines. To fit into the columns of the terminal it omits columns that are empty in every
    /// row, and then truncates long texts.
    pub(super) fn render(&self, columns: Option<usize>, color: bool) -> String {
        let widths = self.widths(columns);
        let mut text = String::new();
        let headings: Vec<Entry> = self.columns.iter().map(|column| Entry::from(&column.heading)).collect();
        if color {
            text.push_str("\u{1b}[1m");
        }
        text.push_str(&self.line(&headings, &widths, false));
        if color {
            text.push_str("\u{1b}[0m");
        }
        text.push('\n');
        for row in &self.rows {
            text.push_str(&self.line(row, &widths, color));
            text.push('\n');
        }
        text
    }

    fn widths(&self, columns: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = self.columns.iter().map(|column| width(&column.heading)).collect();
        for row in &self.rows {
            for (widest, entry) in widths.iter_mut().zip(row) {
                *widest = (*widest).max(width(&entry.text));
            }
        }
        let Some(columns) = columns else { return widths };
        if total(&widths) > columns {
            for (place, width) in widths.iter_mut().enumerate() {
                if !self.rows.iter().any(|row| row.get(place).is_some_and(|entry| !entry.text.is_empty())) {
                    *width = 0;
                }
            }
        }
        let mut excess = total(&widths).saturating_sub(columns);
        while excess > 0 {
            let flexible = widths.iter_mut().zip(&self.columns).filter(|(_, column)| column.flexible);
            match flexible.map(|(width, _)| width).max() {
                Some(widest) if *widest > NARROWEST => *widest -= 1,
                _ => break,
            }
            excess -= 1;
        }
        widths
    }

    fn line(&self, entries: &[Entry], widths: &[usize], color: bool) -> String {
        let mut parts = Vec::new();
        let shown = entries.iter().zip(&self.columns).zip(widths).filter(|(_, width)| **width > 0);
        for ((entry, column), &width) in shown {
            let fitted = fit(&entry.text, width, column.align);
            let start = if color { entry.tone.start() } else { "" };
            parts.push(if start.is_empty() { fitted } else { format!("{start}{fitted}\u{1b}[0m") });
        }
        parts.join(GAP).trim_end().to_string()
    }
}

// Returns the width of a line; a column of width 0 is not shown.
fn total(widths: &[usize]) -> usize {
    let shown = widths.iter().filter(|width| **width > 0).count();
    widths.iter().sum::<usize>() + width(GAP) * shown.saturating_sub(1)
}

// Characters of ambiguous width count as narrow: output is mostly read by scripts and pagers, and a shell has no
// setting for it.
fn width(text: &str) -> usize {
    width::width(text, AmbiguousWidth::Narrow)
}

fn fit(text: &str, columns: usize, align: Align) -> String {
    width::fit(text, columns, align, AmbiguousWidth::Narrow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table {
            columns: vec![Column::words("id"), Column::long("任务"), Column::figures("进度")],
            rows: vec![
                vec!["a/t1".into(), "防治慢性病，培训乡村医生".into(), "60".into()],
                vec!["a/t10".into(), Entry::toned("短", Tone::Good), count(0_u32)],
            ],
        }
    }

    #[test]
    fn columns_line_up_by_display_width() {
        assert_eq!(
            table().render(None, false),
            "id     任务                      进度\na/t1   防治慢性病，培训乡村医生    60\na/t10  短                           -\n"
        );
    }

    #[test]
    fn long_texts_are_truncated_to_the_terminal() {
        let rendered = table().render(Some(24), false);
        assert!(rendered.lines().all(|line| width(line) <= 24), "{rendered}");
        assert!(rendered.contains("a/t10"), "ids are never cut");
    }

    #[test]
    fn empty_columns_are_dropped_on_narrow_terminals() {
        let mut table = table();
        table.columns.push(Column::words("责任人"));
        table.rows.iter_mut().for_each(|row| row.push("".into()));
        assert!(table.render(None, false).contains("责任人"));
        assert!(!table.render(Some(38), false).contains("责任人"));
        assert!(table.render(Some(38), false).contains("培训乡村医生"), "nothing has to be cut then");
    }

    #[test]
    fn control_sequences_are_removed() {
        let table = Table { columns: vec![Column::words("x")], rows: vec![vec!["a\u{1b}[31m\nb".into()]] };
        assert_eq!(table.render(None, false), "x\na□[31m b\n");
    }

    #[test]
    fn colour_is_used_only_on_request() {
        assert!(!table().render(None, false).contains('\u{1b}'));
        assert!(table().render(None, true).contains("\u{1b}[32m短"));
    }
}
