//! Main leads across plans: each plan numbers its departments for itself.

use std::collections::HashMap;

use super::data::{Data, ItemKey};

/// The departments of the plans in view.
pub struct Leads<'a> {
    /// Their names in order, nobody's empty one at the end.
    pub names: Vec<&'a str>,
    /// For each dossier in view, where the names of its plan stand among them.
    places: Vec<Vec<usize>>,
    /// The place of the first dossier in view.
    first: usize,
}

impl<'a> Leads<'a> {
    /// Returns the departments of the plans in view.
    pub fn of(data: &'a Data) -> Self {
        let mut names: Vec<&str> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        let mut place = |name: &'a str| {
            *known.entry(name).or_insert_with(|| {
                names.push(name);
                names.len() - 1
            })
        };
        let in_view = data.in_view().map(|(dossier, _)| data.counts(dossier).departments());
        let mut places: Vec<Vec<usize>> = in_view.map(|departments| departments.map(&mut place).collect()).collect();
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|at| (names[*at].is_empty(), names[*at]));
        let mut ranks = vec![0; names.len()];
        order.iter().enumerate().for_each(|(rank, at)| ranks[*at] = rank);
        places.iter_mut().flatten().for_each(|at| *at = ranks[*at]);
        let names = order.into_iter().map(|at| names[at]).collect();
        Leads { names, places, first: data.in_view().next().map_or(0, |(first, _)| first) }
    }

    /// Returns the place among the names of a main lead of the plan of a dossier's place, as the plan's counts number
    /// it.
    pub fn place(&self, dossier: usize, lead: u32) -> usize {
        self.places[dossier - self.first][lead as usize]
    }

    /// Returns the place among the names of a row's main lead.
    pub fn place_of(&self, data: &Data, row: ItemKey) -> usize {
        self.place(row.dossier(), data.lead(row))
    }
}
