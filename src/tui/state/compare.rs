//! Compare (对照): the same indicator side by side across all plans.

use crate::report::compare;

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
        let mut rows = Vec::new();
        for group in compare::groups(&data.dossiers) {
            rows.push(Row::Name(group.name, group.members.len()));
            let member = |m: compare::Member| IndicatorRow { dossier: m.dossier, indicator: m.indicator };
            rows.extend(group.members.into_iter().map(member).map(Row::Indicator));
        }
        let current = self.list.current().cloned();
        self.list.replace(rows, |row| Some(row) == current.as_ref())
    }
}
