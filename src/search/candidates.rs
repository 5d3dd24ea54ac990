//! Candidates: the records of a segment that may match, by how well they can.

use roaring::RoaringBitmap;

use super::matcher::Look;
use super::postings::RecordSet;
use super::segment::Segment;
use super::term::Term;

/// The records of a segment that may match, each in one of these.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// For a word that may be pinyin, the records that may hold it as typed; the others hold it by sound alone.
    pub letters: RoaringBitmap,
    /// Those whose titles may hold all words, save those in the names around.
    pub titles: RoaringBitmap,
    /// Others that may hold all words in rows.
    pub rest: RoaringBitmap,
    /// Those whose titles may hold all words, some of them only with gaps.
    pub gaps_in_titles: RoaringBitmap,
    /// Others that can hold some word only with gaps.
    pub gaps: RoaringBitmap,
    /// By word: where it may stand in a row.
    pub(super) words: Vec<Rows>,
}

/// The records that may hold one word in a row.
#[derive(Debug, Clone)]
pub struct Rows {
    /// In their titles.
    pub title: RecordSet,
    /// In their texts.
    pub body: RecordSet,
    /// Those whose titles hold all its characters, where it may have gaps.
    gaps_in_title: RoaringBitmap,
    /// Those whose texts do.
    gaps_in_body: RoaringBitmap,
}

/// Records that have every word, one at least of their own.
struct Every {
    having: RoaringBitmap,
    own: RoaringBitmap,
}

impl Every {
    fn of(all: RoaringBitmap) -> Self {
        Every { having: all, own: RoaringBitmap::new() }
    }

    /// Takes the records that have a word, of their own or around them.
    fn take(&mut self, own: &RoaringBitmap, around: &RoaringBitmap) {
        self.having &= own | around;
        self.own |= own;
    }

    fn found(self) -> RoaringBitmap {
        self.having & self.own
    }
}

impl Rows {
    /// The most characters that the word can have in a row.
    pub fn longest(&self, word: &Term) -> usize {
        if word.may_be_pinyin() { 1 + self.title.longer.len().max(self.body.longer.len()) } else { word.folded().len() }
    }
}

impl Candidates {
    /// The records of a segment that may hold all words.
    pub fn of(segment: &Segment, words: &[Term]) -> Candidates {
        if words.is_empty() {
            return Candidates { rest: segment.all(), ..Candidates::default() };
        }
        let mut in_titles = Every::of(segment.all());
        let mut in_rows = Every::of(segment.all());
        let mut in_gapped_titles = Every::of(segment.all());
        let mut in_all = Every::of(segment.all());
        let mut letters = RoaringBitmap::new();
        let mut rows = Vec::new();
        for word in words {
            let any = || RecordSet { records: segment.all(), longer: Vec::new() };
            let title = segment.title.candidates(word).unwrap_or_else(any);
            let body = segment.body.candidates(word).unwrap_or_else(any);
            let around = if words.len() > 1 { around(segment, word) } else { RoaringBitmap::new() };
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
            rows.push(Rows { title, body, gaps_in_title, gaps_in_body });
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

    /// Returns the places that a word can have in a record without letters as typed.
    pub fn look(&self, record: u32, word: usize) -> Look {
        let Some(rows) = self.words.get(word) else { return Look { letters: false, ..Look::EVERYWHERE } };
        let at = [&rows.title.records, &rows.body.records, &rows.gaps_in_title, &rows.gaps_in_body];
        let [title, body, gaps_in_title, gaps_in_body] = at.map(|records| records.contains(record));
        Look { title, body, letters: false, gaps_in_title, gaps_in_body }
    }

    /// Takes a record out.
    pub fn remove(&mut self, number: u32) {
        self.all_mut().into_iter().for_each(|records| _ = records.remove(number));
    }

    /// Leaves only some records.
    pub fn retain(&mut self, records: &RoaringBitmap) {
        self.all_mut().into_iter().for_each(|own| *own &= records);
    }

    fn all_mut(&mut self) -> [&mut RoaringBitmap; 5] {
        let Candidates { letters, titles, rest, gaps_in_titles, gaps, words: _ } = self;
        [letters, titles, rest, gaps_in_titles, gaps]
    }
}

/// The records of the plans in whose names a word may stand.
fn around(segment: &Segment, word: &Term) -> RoaringBitmap {
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
