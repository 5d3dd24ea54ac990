//! The content of a file beside the text that is read of it: each kind becomes one doubt.

use std::collections::BTreeMap;

use crate::plan::doubt::FileContent;
use crate::plan::{Doubt, DoubtKind, LineSpan, Paragraph};

/// The number of times that each kind was met, its first place, and a sample of it.
#[derive(Debug, Default)]
pub struct Seen {
    kinds: BTreeMap<FileContent, (u32, usize, String)>,
}

impl Seen {
    /// Notes that a kind was met at a line.
    pub fn meet(&mut self, kind: FileContent, line: u32, sample: &str) {
        let (_, count, first) = self.kinds.entry(kind).or_insert_with(|| (line, 0, String::new()));
        *count += 1;
        if first.is_empty() {
            *first = sample.trim().chars().take(12).collect();
        }
    }

    /// Keeps text that was taken out, with its doubt.
    pub fn take_out(&mut self, kind: FileContent, line: u32, text: String, leftovers: &mut Vec<Paragraph>) {
        if !text.trim().is_empty() {
            self.meet(kind, line, &text);
            leftovers.push(Paragraph { text, lines: LineSpan::at(line) });
        }
    }

    /// One doubt for each kind.
    pub fn doubts(self) -> Vec<Doubt> {
        let doubt =
            |(content, (line, count, sample))| Doubt::at(line, DoubtKind::FileContent { content, count, sample });
        self.kinds.into_iter().map(doubt).collect()
    }
}
