//! Sheets: tables whose cells are texts or numbers.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::plan::{Due, Year};

/// A cell. Texts and numbers are distinguished, because a spreadsheet must add up numbers and never evaluate texts.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
}

impl Cell {
    /// Returns a number if the whole text is a plain number such as `17.62`, otherwise the text.
    pub fn figure(text: &str) -> Self {
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() && value.to_string() == text => Cell::Number(value),
            _ => Cell::from(text),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_string()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }
}

/// A year becomes a number, a more precise date a text that commands accept.
impl From<Due> for Cell {
    fn from(due: Due) -> Self {
        Cell::figure(&due.to_string())
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Cell::Number(value)
    }
}

impl From<Year> for Cell {
    fn from(value: Year) -> Self {
        Cell::Number(f64::from(value.get()))
    }
}

impl From<u32> for Cell {
    fn from(value: u32) -> Self {
        Cell::Number(f64::from(value))
    }
}

impl From<u8> for Cell {
    fn from(value: u8) -> Self {
        Cell::Number(f64::from(value))
    }
}

impl From<usize> for Cell {
    fn from(value: usize) -> Self {
        u32::try_from(value).map_or_else(|_| Cell::Text(value.to_string()), Cell::from)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Empty, Into::into)
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Empty => serializer.serialize_none(),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Number(value) => serializer.serialize_f64(*value),
        }
    }
}

/// A table. Each row has as many cells as there are headings.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The title, for formats that show one.
    pub title: String,
    /// One a column.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// Returns the rows as maps from heading to cell.
    pub fn records(&self) -> Vec<BTreeMap<&str, &Cell>> {
        self.rows.iter().map(|row| self.headings.iter().map(String::as_str).zip(row).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_figure_becomes_a_number() {
        for (text, cell) in [
            ("17.62", Cell::Number(17.62)),
            ("16", Cell::Number(16.0)),
            ("-3", Cell::Number(-3.0)),
            ("＞85", Cell::Text("＞85".into())),
            ("007", Cell::Text("007".into())),
            ("1e3", Cell::Text("1e3".into())),
            ("NaN", Cell::Text("NaN".into())),
            ("", Cell::Empty),
        ] {
            assert_eq!(Cell::figure(text), cell, "{text}");
        }
    }
}
