//! Indicators (指标): the table of what is measured.

use crate::plan::ItemId;

use super::data::{Data, IndicatorRow};
use super::list::List;

/// The table.
#[derive(Debug)]
pub struct Indicators {
    /// The rows.
    pub list: List<IndicatorRow>,
    /// The indicator under the cursor.
    pub current: Option<ItemId>,
    /// Whether the chart is shown.
    pub chart: bool,
}

impl Default for Indicators {
    fn default() -> Self {
        Indicators { list: List::default(), current: None, chart: true }
    }
}

impl Indicators {
    /// Makes the rows anew.
    pub fn refresh(&mut self, data: &Data) {
        let rows = data.in_view().flat_map(|(place, dossier)| {
            (0..dossier.plan.indicators.len()).map(move |indicator| IndicatorRow { dossier: place, indicator })
        });
        let current = self.current.clone();
        let id = |row: &IndicatorRow| data.indicator(*row).map(|(_, i)| i.id.clone());
        self.list.replace(rows.collect(), |row| id(row) == current);
        self.settle(data);
    }

    /// Remembers which indicator the cursor is on.
    pub fn settle(&mut self, data: &Data) {
        self.current = self.list.current().and_then(|row| data.indicator(*row)).map(|(_, i)| i.id.clone());
    }

    /// Puts the cursor on an indicator.
    pub fn select(&mut self, data: &Data, id: &ItemId) -> bool {
        let found = self.list.find(|row| data.indicator(*row).is_some_and(|(_, i)| i.id == *id));
        self.settle(data);
        found
    }
}
