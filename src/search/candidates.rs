//! Candidates: the records of a segment that may match, grouped by how well they can match.

use roaring::RoaringBitmap;

use super::matcher::PossibleFields;
use super::postings::RecordSet;
use super::segment::Segment;
use super::term::Term;

/// The records of a segment that may match, each in exactly one group.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// For a word that may be pinyin, the records that may contain it literally; the others can contain it only by
    /// sound.
    pub letters: RoaringBitmap,
    /// Records whose titles may contain all words that their context does not contain.
    pub titles: RoaringBitmap,
    /// Further records that may contain all words contiguously.
    pub rest: RoaringBitmap,
    /// Records whose titles may contain all words, some of them only with gaps.
    pub gaps_in_titles: RoaringBitmap,
    /// Further records that contain some word only with gaps.
    pub gaps: RoaringBitmap,
    /// For each word, the records that may contain it.
    pub(super) words: Vec<WordCandidates>,
}

/// The records that may contain a certain word.
#[derive(Debug, Clone)]
pub struct WordCandidates {
    /// Records whose titles may contain it contiguously.
    pub title: RecordSet,
    /// Records whose texts may contain it contiguously.
    pub body: RecordSet,
    /// Records whose titles contain all of its characters, if gaps are allowed for it.
    gaps_in_title: RoaringBitmap,
    /// Records whose texts contain all of its characters, if gaps are allowed for it.
    gaps_in_body: RoaringBitmap,
}

/// The records that contain every word so far, at least one of them in their own fields.
struct AllWords {
    having: RoaringBitmap,
    own: RoaringBitmap,
}

impl AllWords {
    fn of(all: RoaringBitmap) -> Self {
        AllWords { having: all, own: RoaringBitmap::new() }
    }

    /// Intersects with the records that contain one more word, in their own fields or in their context.
    fn take(&mut self, own: &RoaringBitmap, around: &RoaringBitmap) {
        self.having &= own | around;
        self.own |= own;
    }

    fn found(self) -> RoaringBitmap {
        self.having & self.own
    }
}

impl WordCandidates {
    /// Returns the maximum number of characters that a contiguous match of the word can have.
    pub fn longest(&self, word: &Term) -> usize {
        if word.may_be_pinyin() { 1 + self.title.longer.len().max(self.body.longer.len()) } else { word.folded().len() }
    }
}

impl Candidates {
    /// Returns the records of a segment that may contain all words.
    pub fn of(segment: &Segment, words: &[Term]) -> Candidates {
        if words.is_empty() {
            return Candidates { rest: segment.all(), ..Candidates::default() };
        }
        let mut in_titles = AllWords::of(segment.all());
        let mut in_rows = AllWords::of(segment.all());
        let mut in_gapped_titles = AllWords::of(segment.all());
        let mut in_all = AllWords::of(segment.all());
        let mut letters = RoaringBitmap::new();
        let mut rows = Vec::new();
        for word in words {
            let any = || RecordSet { records: segment.all(), longer: Vec::new() };
            let title = segment.title.candidates(word).unwrap_or_else(any);
            let body = segment.body.candidates(word).unwrap_or_else(any);
            let around = if words.len() > 1 { in_context(segment, word) } else { RoaringBitmap::new() };
            let mut own = &title.records | &body.records;
            in_titles.take(&title.records, &around);
            in_rows.take(&own, &around);
            let [mut gaps_in_title, mut gaps_in_body] = <[RoaringBitmap; 2]>::default();
            if word.may_have_gaps() {
                [gaps_in_title, gaps_in_body] = [segment.title.holding(word), segment.body.holding(word)];
                in_gapped_titles.take(&(&title.records | &gaps_in_title), &around);
                own |= &gaps_in_title | &gaps_in_body;
            } else {
                in_gapped_titles.take(&title.records, &around);
            }
            in_all.take(&own, &around);
            if word.may_be_pinyin() {
                letters |= segment.title.holding(word) | segment.body.holding(word);
                if words.len() > 1 {
                    letters |= records_of_all(segment, segment.around.holding(word));
                }
            }
            rows.push(WordCandidates { title, body, gaps_in_title, gaps_in_body });
        }
        let all = in_all.found();
        let letters = &all & letters;
        let titles = in_titles.found() - &letters;
        let rest = in_rows.found() - &letters - &titles;
        let gaps = all - &letters - &titles - &rest;
        let gaps_in_titles = &gaps & in_gapped_titles.found();
        let gaps = gaps - &gaps_in_titles;
        Candidates { letters, titles, rest, gaps_in_titles, gaps, words: rows }
    }

    /// Returns the fields of a record in which a word may be found. The record must not be in `letters`.
    pub fn look(&self, record: u32, word: usize) -> PossibleFields {
        let Some(rows) = self.words.get(word) else {
            return PossibleFields { letters: false, ..PossibleFields::EVERYWHERE };
        };
        let at = [&rows.title.records, &rows.body.records, &rows.gaps_in_title, &rows.gaps_in_body];
        let [title, body, gaps_in_title, gaps_in_body] = at.map(|records| records.contains(record));
        PossibleFields { title, body, letters: false, gaps_in_title, gaps_in_body }
    }

    /// Removes a record.
    pub fn remove(&mut self, number: u32) {
        self.all_mut().into_iter().for_each(|records| _ = records.remove(number));
    }

    /// Removes all records but these.
    pub fn retain(&mut self, records: &RoaringBitmap) {
        self.all_mut().into_iter().for_each(|own| *own &= records);
    }

    fn all_mut(&mut self) -> [&mut RoaringBitmap; 5] {
        let Candidates { letters, titles, rest, gaps_in_titles, gaps, words: _ } = self;
        [letters, titles, rest, gaps_in_titles, gaps]
    }
}

/// Returns the records of the plans whose names may contain a word.
fn in_context(segment: &Segment, word: &Term) -> RoaringBitmap {
    segment.around.candidates(word).map_or_else(|| segment.all(), |plans| records_of_all(segment, plans.records))
}

fn records_of_all(segment: &Segment, plans: RoaringBitmap) -> RoaringBitmap {
    let mut records = RoaringBitmap::new();
    for plan in plans {
        records.insert_range(segment.records_of(plan as usize));
    }
    records.remove_run_compression();
    records
}
