//! Indicators (指标): the table of what is measured.

use crate::plan::{Dossier, Indicator, ItemId, Nature};

use super::data::{Data, ItemKey};
use super::list::List;

/// A line of the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorRow {
    /// A plan, where several are in view.
    Plan(usize),
    /// An indicator.
    Indicator(ItemKey),
}

/// The table.
#[derive(Debug)]
pub struct Indicators {
    /// The lines.
    pub list: List<IndicatorRow>,
    /// The indicator under the cursor.
    pub current: Option<ItemId>,
    /// True if the chart is shown.
    pub chart: bool,
}

impl Default for Indicators {
    fn default() -> Self {
        Indicators { list: List::default(), current: None, chart: true }
    }
}

impl Indicators {
    /// Makes the rows anew, binding indicators first. Returns true if the row under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data) -> bool {
        let mut rows = Vec::new();
        for (place, dossier) in data.in_view() {
            let count = dossier.plan.indicators.len();
            if data.plan.is_none() && count > 0 {
                rows.push(IndicatorRow::Plan(place));
            }
            let mut indicators: Vec<&Indicator> = dossier.plan.indicators.iter().collect();
            indicators.sort_by_key(|indicator| indicator.nature != Some(Nature::Binding));
            rows.extend(
                indicators.into_iter().map(|indicator| IndicatorRow::Indicator(ItemKey::of(place, &indicator.id))),
            );
        }
        let current = self.current.clone();
        let found = self.list.replace(rows, |row| current.is_some() && id(data, row) == current.as_ref());
        self.settle(data);
        found
    }

    /// Remembers which indicator the cursor is on.
    pub fn settle(&mut self, data: &Data) {
        self.current = self.list.current().and_then(|row| id(data, row)).cloned();
    }

    /// Returns the indicator under the cursor with its dossier.
    pub fn current_row<'a>(&self, data: &'a Data) -> Option<(&'a Dossier, &'a Indicator)> {
        match self.list.current()? {
            IndicatorRow::Indicator(row) => data.indicator(*row),
            IndicatorRow::Plan(_) => None,
        }
    }

    /// Puts the cursor on an indicator.
    pub fn select(&mut self, data: &Data, wanted: &ItemId) -> bool {
        let found = self.list.find(|row| id(data, row) == Some(wanted));
        self.settle(data);
        found
    }
}

fn id<'a>(data: &'a Data, row: &IndicatorRow) -> Option<&'a ItemId> {
    match row {
        IndicatorRow::Indicator(row) => data.indicator(*row).map(|(_, indicator)| &indicator.id),
        IndicatorRow::Plan(_) => None,
    }
}
