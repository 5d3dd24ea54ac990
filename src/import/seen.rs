//! Contents of a file other than the text that is read; each kind becomes one doubt.

use std::collections::BTreeMap;

use crate::plan::doubt::FileContent;
use crate::plan::{Doubt, DoubtKind, LineSpan, Paragraph};

/// The number of occurrences of each kind, with the first place and a sample.
#[derive(Debug, Default)]
pub struct Seen {
    kinds: BTreeMap<FileContent, (u32, usize, String)>,
}

impl Seen {
    /// Notes an occurrence of a kind at a line.
    pub fn meet(&mut self, kind: FileContent, line: u32, sample: &str) {
        let (_, count, first) = self.kinds.entry(kind).or_insert_with(|| (line, 0, String::new()));
        *count += 1;
        if first.is_empty() {
            *first = sample.trim().chars().take(12).collect();
        }
    }

    /// Keeps removed text, and notes the doubt.
    pub fn take_out(&mut self, kind: FileContent, line: u32, text: String, leftovers: &mut Vec<Paragraph>) {
        if !text.trim().is_empty() {
            self.meet(kind, line, &text);
            leftovers.push(Paragraph { text, lines: LineSpan::at(line) });
        }
    }

    /// Returns one doubt for each kind.
    pub fn doubts(self) -> Vec<Doubt> {
        let doubt =
            |(content, (line, count, sample))| Doubt::at(line, DoubtKind::FileContent { content, count, sample });
        self.kinds.into_iter().map(doubt).collect()
    }
}
