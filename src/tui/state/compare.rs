//! Compare (对照): indicators of the same name, side by side across all plans.

use std::collections::BTreeMap;

use crate::text::fold::to_half_width;

use super::data::{Data, IndicatorRow};
use super::list::List;

/// A line of the view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// An indicator's name, and how many plans have it.
    Name(String, usize),
    /// The indicator in one plan.
    Indicator(IndicatorRow),
}

/// The table.
#[derive(Debug, Default)]
pub struct Compare {
    /// Names that several plans have, each followed by its indicators.
    pub list: List<Row>,
}

impl Compare {
    /// Makes the lines anew. Says whether the line under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data) -> bool {
        let mut names: BTreeMap<String, (usize, Vec<IndicatorRow>)> = BTreeMap::new();
        let mut seen = 0;
        for (place, dossier) in data.dossiers.iter().enumerate() {
            for (n, indicator) in dossier.plan.indicators.iter().enumerate() {
                seen += 1;
                let name = to_half_width(&indicator.name).replace(char::is_whitespace, "");
                let row = IndicatorRow { dossier: place, indicator: n };
                names.entry(name).or_insert((seen, Vec::new())).1.push(row);
            }
        }
        let mut groups: Vec<_> = names.into_iter().filter(|(_, (_, rows))| rows.len() > 1).collect();
        groups.sort_by_key(|(_, (first, _))| *first);
        let mut rows = Vec::new();
        for (name, (_, indicators)) in groups {
            rows.push(Row::Name(name, indicators.len()));
            rows.extend(indicators.into_iter().map(Row::Indicator));
        }
        let current = self.list.current().cloned();
        self.list.replace(rows, |row| Some(row) == current.as_ref())
    }
}
