//! The index of departments. They are few and belong to no plan.

use roaring::RoaringBitmap;

use super::postings::{Lists, Postings};
use super::record::Record;
use super::term::Term;
use crate::plan::Departments;

/// The names and readings of the departments, in the order of the list.
#[derive(Debug, Clone)]
pub struct Registry {
    names: Postings,
    /// The number of characters in each folded name.
    lengths: Vec<u16>,
}

impl Registry {
    /// Indexes all names.
    pub fn of(departments: &Departments) -> Registry {
        let (mut names, mut lengths) = (Lists::default(), Vec::new());
        for (number, department) in (0..).zip(departments.iter()) {
            let record = Record::of_department(department);
            names.enter(number, record.title.folded());
            names.enter(number, record.body().folded());
            lengths.push(u16::try_from(record.title.folded().len()).unwrap_or(u16::MAX));
        }
        Registry { names: names.pack(), lengths }
    }

    /// Returns the departments that may have all words in their names.
    pub fn candidates(&self, words: &[Term]) -> RoaringBitmap {
        let mut candidates: RoaringBitmap = (0..self.lengths.len() as u32).collect();
        for word in words {
            if let Some(row) = self.names.candidates(word) {
                candidates &= row.records | self.names.holding(word);
            }
        }
        candidates
    }

    /// Returns the number of characters in a department's folded name.
    pub fn length(&self, number: u32) -> u16 {
        self.lengths.get(number as usize).copied().unwrap_or_default()
    }
}
