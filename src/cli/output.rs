//! Output of data: a table for people, or JSON or CSV for programs.

use std::io::ErrorKind;
use std::sync::Arc;

use serde::Serialize;

use crate::export::sheet::{Cell, Sheet};
use crate::export::{csv, json};
use crate::office::client::{ClientContext, Streams};
use crate::text::Language;

use super::args::{Color, Format};
use super::failure::Failure;
use super::list::List;
use super::table::Table;

/// The output for data.
pub(super) struct Output {
    /// The format of lists.
    pub(super) format: Format,
    language: Language,
    color: bool,
    columns: Option<usize>,
    streams: Arc<dyn Streams>,
}

impl Output {
    /// Returns the output to the client's standard output, with the requested options.
    pub(super) fn new(format: Format, color: Color, context: &ClientContext, streams: Arc<dyn Streams>) -> Self {
        let color = match color {
            // See https://no-color.org
            _ if context.no_color => false,
            Color::Always => true,
            Color::Never => false,
            Color::Auto => context.is_terminal && !context.is_dumb,
        };
        let columns = context.columns.filter(|_| context.is_terminal);
        Output { format, language: context.language, color, columns, streams }
    }

    /// Prints a list in the requested format.
    pub(super) fn list<R: Serialize>(&self, records: &[R], columns: &List<R>) -> Result<(), Failure> {
        self.list_as(records, || columns.table(records), || columns.sheet(records))
    }

    /// Prints a list, and fails with [`Failure::nothing_found`] if it is empty. A program still gets an empty list, or
    /// a heading.
    pub(super) fn found<R: Serialize>(&self, records: &[R], columns: &List<R>) -> Result<(), Failure> {
        self.found_as(records, || columns.table(records), || columns.sheet(records))
    }

    /// Prints a list with a table and CSV of its own, as [`Output::list`] does.
    pub(super) fn list_as<R: Serialize>(
        &self,
        records: &[R],
        table: impl FnOnce() -> serde_json::Result<Table>,
        sheet: impl FnOnce() -> serde_json::Result<Sheet>,
    ) -> Result<(), Failure> {
        match self.format {
            Format::Json => self.json(records),
            Format::Csv => self.csv(&sheet().map_err(unwritten)?),
            Format::Table => self.table(&table().map_err(unwritten)?),
        }
    }

    /// Prints a list with a table and CSV of its own, as [`Output::found`] does.
    pub(super) fn found_as<R: Serialize>(
        &self,
        records: &[R],
        table: impl FnOnce() -> serde_json::Result<Table>,
        sheet: impl FnOnce() -> serde_json::Result<Sheet>,
    ) -> Result<(), Failure> {
        if !records.is_empty() || self.format != Format::Table {
            self.list_as(records, table, sheet)?;
        }
        if records.is_empty() { Err(Failure::nothing_found(self.language)) } else { Ok(()) }
    }

    /// Prints a table.
    pub(super) fn table(&self, table: &Table) -> Result<(), Failure> {
        self.text(&table.render(self.columns, self.color))
    }

    /// Prints a value as JSON.
    pub(super) fn json<R: Serialize + ?Sized>(&self, value: &R) -> Result<(), Failure> {
        self.text(&json(value).map_err(|error| Failure::Failed(error.to_string()))?)
    }

    /// Prints a sheet as CSV.
    pub(super) fn csv(&self, sheet: &Sheet) -> Result<(), Failure> {
        self.bytes(&csv::lines(sheet).map_err(|error| Failure::Failed(error.to_string()))?)
    }

    /// Prints a text that has been cleaned already.
    pub(super) fn text(&self, text: &str) -> Result<(), Failure> {
        self.bytes(text.as_bytes())
    }

    /// Prints bytes.
    pub(super) fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.streams.print(bytes).map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => Failure::ReaderGone,
            _ => Failure::Failed(format!("stdout: {error}")),
        })
    }
}

fn unwritten(error: serde_json::Error) -> Failure {
    Failure::Failed(error.to_string())
}

/// Returns a sheet with the field names of the JSON as headings, which do not depend on the language.
pub(super) fn sheet(headings: &[&str], rows: Vec<Vec<Cell>>) -> Sheet {
    Sheet { title: String::new(), headings: headings.iter().map(ToString::to_string).collect(), rows }
}
