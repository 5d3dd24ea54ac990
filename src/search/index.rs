//! The index: all records of a snapshot, and the search over them.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::field::Field;
use super::filter::Subject;
use super::hit::{Hit, MatchClass, Results, Snippet};
use super::judge::{Judge, Judgement, Place};
use super::postings::Postings;
use super::query::Query;
use super::record::{self, Record};
use crate::plan::{Departments, Dossier};

/// The characters of a text before its first match that a snippet shows at most.
const SNIPPET_BEFORE: usize = 10;
/// The characters of a snippet at most, without its ellipses.
const SNIPPET_LENGTH: usize = 60;

/// Everything that can be found in a set of dossiers.
///
/// The texts come from plans and registry alone, so that an index can be renewed at no cost after a review or an
/// assignment was entered.
#[derive(Debug, Clone)]
pub struct Index {
    texts: Arc<Texts>,
    dossiers: Vec<Arc<Dossier>>,
}

#[derive(Debug)]
struct Texts {
    records: Vec<Record>,
    /// The names of each plan, in the order of the dossiers.
    names: Vec<Field>,
    by_id: HashMap<String, u32>,
    postings: Postings,
}

impl Index {
    /// Reads all texts of the dossiers and the registry.
    pub fn build(dossiers: &[Arc<Dossier>], departments: &Departments) -> Index {
        let records = record::records(dossiers, departments);
        let mut postings = Postings::default();
        let mut by_id = HashMap::new();
        for (number, record) in (0..).zip(&records) {
            postings.enter(number, [&record.title, &record.body, &*record.context]);
            by_id.entry(record.id.clone()).or_insert(number);
        }
        postings.finish();
        let names = dossiers.iter().map(|dossier| Field::new(record::names(&dossier.plan))).collect();
        Index { texts: Arc::new(Texts { records, names, by_id, postings }), dossiers: dossiers.to_vec() }
    }

    /// The index of a later snapshot: shares the texts when the plans are still the same ones, and is built anew
    /// otherwise.
    pub fn renewed(&self, dossiers: &[Arc<Dossier>], departments: &Departments) -> Index {
        let same = dossiers.len() == self.dossiers.len()
            && dossiers.iter().zip(&self.dossiers).all(|(new, old)| Arc::ptr_eq(&new.plan, &old.plan));
        if same {
            Index { texts: Arc::clone(&self.texts), dossiers: dossiers.to_vec() }
        } else {
            Index::build(dossiers, departments)
        }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.texts.records.len()
    }

    /// Whether there is no record at all.
    pub fn is_empty(&self) -> bool {
        self.texts.records.is_empty()
    }

    /// The best `limit` hits, and how many there are in all. An empty query finds nothing.
    pub fn search(&self, query: &Query, limit: usize) -> Results {
        if query.is_empty() {
            return Results::default();
        }
        let judge = Judge::new(query.words());
        let mut ranked: Vec<Ranked> = self
            .candidates(query)
            .iter()
            .filter_map(|number| {
                let record = self.texts.records.get(number as usize)?;
                if !query.admits(self.subject(record), record) {
                    return None;
                }
                Some(Ranked { number, record, judgement: judge.judge(record)? })
            })
            .collect();
        let total = ranked.len();
        let key = |hit: &Ranked| (Reverse(hit.points()), hit.record.kind, hit.record.title.origins.len(), hit.number);
        if limit < total {
            ranked.select_nth_unstable_by_key(limit, key);
            ranked.truncate(limit);
        }
        ranked.sort_unstable_by_key(key);
        Results { hits: ranked.iter().map(|hit| self.hit(hit)).collect(), total }
    }

    fn candidates(&self, query: &Query) -> RoaringBitmap {
        query.words().iter().fold(self.texts.postings.all().clone(), |common, word| {
            let mut holding = self.texts.postings.candidates(word);
            holding.extend(self.texts.by_id.get(word.text()));
            common & holding
        })
    }

    fn subject(&self, record: &Record) -> Subject<'_> {
        let place = record.part.map(|(place, _)| place);
        Subject {
            kind: record.kind,
            dossier: place.and_then(|place| self.dossiers.get(place)).map(|dossier| &**dossier),
            names: place.and_then(|place| self.texts.names.get(place)),
            part: record.part.map(|(_, part)| part),
        }
    }

    fn hit(&self, ranked: &Ranked) -> Hit {
        let Ranked { record, judgement, .. } = ranked;
        let dossier = record.part.and_then(|(place, part)| Some((self.dossiers.get(place)?, part)));
        Hit {
            kind: record.kind,
            id: record.id.clone(),
            plan: dossier.map(|(dossier, _)| dossier.plan.id.clone()),
            title: record.title.text.clone(),
            path: dossier.map_or_else(Vec::new, |(dossier, part)| record::path(&dossier.plan, part)),
            score: ranked.points(),
            class: judgement.class,
            in_title: judgement.in_title,
            matched: record.title.originals(&positions(judgement, Place::Title)),
            snippet: snippet(record, judgement),
        }
    }
}

struct Ranked<'a> {
    number: u32,
    record: &'a Record,
    judgement: Judgement,
}

impl Ranked<'_> {
    /// One number in which the class weighs more than the place, and the place more than the score.
    fn points(&self) -> i64 {
        let class = match self.judgement.class {
            MatchClass::Exact => 3,
            MatchClass::Folded => 2,
            MatchClass::Pinyin => 1,
            MatchClass::Fuzzy => 0,
        };
        class * 1_000_000 + i64::from(self.judgement.in_title) * 500_000 + self.judgement.score.clamp(0, 499_999)
    }
}

/// The positions of all words found in one field, ascending.
fn positions(judgement: &Judgement, place: Place) -> Vec<usize> {
    let found = judgement.found.iter().filter(|(at, _)| *at == place);
    let mut positions: Vec<usize> = found.flat_map(|(_, found)| &found.positions).copied().collect();
    positions.sort_unstable();
    positions.dedup();
    positions
}

/// The part of the text around its first match. It starts with a phrase when one begins near before.
fn snippet(record: &Record, judgement: &Judgement) -> Option<Snippet> {
    let body = &record.body;
    let positions = positions(judgement, Place::Body);
    let matched = body.originals(&positions);
    let first = *matched.first()?;
    let mut near = positions[0].saturating_sub(SNIPPET_BEFORE)..=positions[0];
    let phrase = near.find(|&position| body.begins_phrase(position)).and_then(|p| body.origins.get(p));
    let start = phrase.map_or(first.saturating_sub(SNIPPET_BEFORE), |&origin| (origin as usize).min(first));
    let end = (start + SNIPPET_LENGTH).min(body.text.chars().count());
    let lead = if start > 0 { "…" } else { "" };
    let piece: String =
        body.text.chars().skip(start).take(end - start).map(|c| if c == '\n' { ' ' } else { c }).collect();
    let tail = if end < body.text.chars().count() { "…" } else { "" };
    let shift = lead.chars().count();
    let matched = matched.into_iter().filter(|m| (start..end).contains(m)).map(|m| m - start + shift).collect();
    Some(Snippet { text: format!("{lead}{piece}{tail}"), matched })
}
