//! Upper bounds of ranks, computed from the postings without reading the records.

use std::cmp::Reverse;

use roaring::RoaringBitmap;

use super::candidates::{Candidates, WordCandidates};
use super::hit::HitKind;
use super::matcher::{CLOSE_BONUS, WHOLE_BONUS, of_kind};
use super::score::{MORE_MOST, PHRASE_MOST, SINGLE, START_MOST, anywhere, more};
use super::segment::Segment;
use super::term::Term;

/// An upper bound of a record's rank. The order is that in which records should be scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UpperBound {
    /// The maximum score.
    pub score: Reverse<i32>,
    /// The kind of the record.
    pub kind: HitKind,
    /// The number of characters in its folded title.
    pub length: u16,
    /// The number of the record in the index.
    pub number: u32,
}

/// Returns the upper bounds of records whose titles may contain all words or, if `in_titles` is false, of those that
/// may contain them contiguously. The segment's first record has the number `base`.
pub fn upper_bounds(
    segment: &Segment,
    base: u32,
    found: &Candidates,
    words: &[Term],
    in_titles: bool,
) -> Vec<UpperBound> {
    let records = if in_titles { &found.titles } else { &found.rest };
    let mut most = Bounds { records, numbers: records.iter().collect(), scores: vec![0; records.len() as usize] };
    let (mut in_title, mut close) = (RoaringBitmap::new(), RoaringBitmap::new());
    for (word, rows) in words.iter().zip(&found.words) {
        most.add_row(word, rows, in_titles);
        close |= &in_title & &rows.title.records;
        in_title |= &rows.title.records;
        let heads = segment.heads.of(word);
        let longest = rows.longest(word);
        let mut whole = &heads & records;
        whole = whole.iter().filter(|number| usize::from(segment.lengths[*number as usize]) <= longest).collect();
        most.add(&whole, WHOLE_BONUS);
        if in_titles {
            most.add(&(&heads & &rows.title.records), START_MOST);
            most.add(&((segment.phrases.of(word) & &rows.title.records) - heads), PHRASE_MOST);
        } else {
            most.add(&(heads | segment.phrases.of(word) | segment.body_phrases.of(word)), START_MOST);
        }
    }
    most.add(&close, CLOSE_BONUS);
    let bound = |(number, score): (u32, i32)| {
        let (kind, length) = (segment.kinds[number as usize], segment.lengths[number as usize]);
        let score = score + of_kind(kind, in_titles) as i32;
        UpperBound { score: Reverse(score), kind, length, number: base + number }
    };
    most.numbers.into_iter().zip(most.scores).map(bound).collect()
}

/// The upper bounds of the scores of some records.
struct Bounds<'a> {
    records: &'a RoaringBitmap,
    /// The numbers of the records, ascending.
    numbers: Vec<u32>,
    scores: Vec<i32>,
}

impl Bounds<'_> {
    fn add(&mut self, records: &RoaringBitmap, score: i64) {
        let mut all = self.numbers.iter().zip(&mut self.scores);
        for number in records & self.records {
            all.find(|(own, _)| **own == number).into_iter().for_each(|(_, sum)| *sum += score as i32);
        }
    }

    /// Adds the maximum score of one word to the records that may contain it.
    fn add_row(&mut self, word: &Term, rows: &WordCandidates, in_titles: bool) {
        let none = RoaringBitmap::new();
        let own = |title: &RoaringBitmap, body| if in_titles { title.clone() } else { title | body };
        let all = own(&rows.title.records, &rows.body.records);
        if !word.may_be_pinyin() {
            // Marks that folding ignores can become blanks at its ends.
            let ends = if word.text().chars().count() > word.folded().len() { 2 * MORE_MOST } else { 0 };
            return self.add(&all, anywhere(word.folded()) + ends);
        }
        self.add(&all, SINGLE);
        let most = word.folded().iter().map(|&c| more(c)).max().unwrap_or_default();
        for longer in 0..rows.title.longer.len().max(rows.body.longer.len()) {
            let title = rows.title.longer.get(longer).unwrap_or(&none);
            let body = rows.body.longer.get(longer).unwrap_or(&none);
            self.add(&own(title, body), most);
        }
    }
}
