//! Forms: a sheet that an office fills in and prints.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Format, ProtectionOptions, Worksheet, XlsxError,
};

use crate::export::sheet::{Cell, Sheet};
use crate::import::spreadsheet::Heading;
use crate::plan::{Progress, RecordField, Status};
use crate::text::width::{AmbiguousWidth, width};
use crate::text::{Label, Language};

use super::style::Style;
use super::{cell_text, limit};

/// The row of the headings, below the title and the line about the list.
pub(super) const HEADINGS: u32 = 2;

/// The number of A4 in Excel.
const PAPER: u8 = 9;
/// Column widths in characters of a font of ten points. A task list with all columns fits an A4 page printed at two
/// thirds of its size.
const NARROWEST: usize = 5;
const OF_WORDS: usize = 16;
const OF_NAMES: usize = 11;
const OF_TEXTS: usize = 34;
/// Row heights in points.
pub(super) const LINE: f64 = 13.5;
pub(super) const TALLEST: f64 = 409.0;
/// The minimum number of lines of a row to fill in.
const LINES_TO_FILL_IN: usize = 3;

/// Writes a form to a worksheet.
pub(super) fn write(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    about: &str,
    style: &Style,
    language: Language,
) -> Result<(), XlsxError> {
    let fields: Vec<Option<RecordField>> = fields(sheet);
    let last_column = u16::try_from(sheet.headings.len().saturating_sub(1)).map_err(|_| limit())?;
    let last_row = HEADINGS + u32::try_from(sheet.rows.len()).map_err(|_| limit())?;
    title_and_about(worksheet, sheet, about, last_column, style)?;
    let widths = widths(sheet, &fields);
    for ((column, heading), width) in (0..).zip(&sheet.headings).zip(&widths) {
        worksheet.write_string_with_format(HEADINGS, column, cell_text(heading), &style.heading)?;
        worksheet.set_column_width(column, *width as f64)?;
    }
    worksheet.set_row_height(HEADINGS, LINE * 2.0 + 4.0)?;
    let least = if fields.iter().any(Option::is_some) { LINES_TO_FILL_IN } else { 1 };
    for (row, cells) in (HEADINGS + 1..).zip(&sheet.rows) {
        // The height is set explicitly, since some programs do not compute it.
        let lines = cells.iter().zip(&widths).map(|(cell, width)| lines(cell, *width)).max().unwrap_or(1);
        worksheet.set_row_height(row, (lines.max(least) as f64 * LINE + 4.0).min(TALLEST))?;
        for ((column, cell), field) in (0..).zip(cells).zip(&fields) {
            cell_at(worksheet, row, column, cell, *field, style)?;
        }
    }
    if last_row > HEADINGS {
        for (column, field) in (0..).zip(&fields) {
            if let Some(check) = field.map(|field| check(field, language)).transpose()?.flatten() {
                worksheet.add_data_validation(HEADINGS + 1, column, last_row, column, &check)?;
            }
        }
    }
    worksheet.autofilter(HEADINGS, 0, last_row, last_column)?;
    worksheet.set_freeze_panes(HEADINGS + 1, 0)?;
    if fields.iter().any(Option::is_some) {
        protect(worksheet);
    }
    paper(worksheet, language)
}

/// Returns the field that each column is filled in with, or `None` for columns that are only shown.
pub(super) fn fields(sheet: &Sheet) -> Vec<Option<RecordField>> {
    Heading::row(&sheet.headings).into_iter().map(|heading| heading.and_then(Heading::field)).collect()
}

/// Writes the two rows above the headings: the title and the line about the list.
pub(super) fn title_and_about(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    about: &str,
    last_column: u16,
    style: &Style,
) -> Result<(), XlsxError> {
    worksheet.set_row_height(0, 30)?.set_row_height(1, 20)?;
    for (row, text, format) in [(0, sheet.title.as_str(), &style.title), (1, about, &style.subtitle)] {
        if last_column > 0 {
            worksheet.merge_range(row, 0, row, last_column, "", format)?;
        }
        worksheet.write_string_with_format(row, 0, cell_text(text), format)?;
    }
    Ok(())
}

fn cell_at(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    field: Option<RecordField>,
    style: &Style,
) -> Result<(), XlsxError> {
    let format: &Format = match (field, cell) {
        (Some(RecordField::Progress | RecordField::Status), _) => &style.fill_whole,
        (Some(RecordField::Due), _) => &style.fill_text,
        (Some(RecordField::Reading(_)), _) => &style.fill_number,
        (Some(_), _) => &style.fill,
        (None, Cell::Number(_)) => &style.shown_number,
        (None, _) => &style.shown,
    };
    match cell {
        Cell::Empty => worksheet.write_blank(row, column, format)?,
        // Always as a string: a text that begins with = must not become a formula.
        Cell::Text(text) => worksheet.write_string_with_format(row, column, cell_text(text), format)?,
        Cell::Number(value) => worksheet.write_number_with_format(row, column, *value, format)?,
    };
    Ok(())
}

/// Returns the width of each column in characters: as wide as its widest line, up to the limit for its kind.
fn widths(sheet: &Sheet, fields: &[Option<RecordField>]) -> Vec<usize> {
    let of_column = |(column, heading): (usize, &String)| {
        let cells = sheet.rows.iter().filter_map(|row| row.get(column)).take(2000);
        let needed = cells.flat_map(cell_lines).max().unwrap_or(0);
        let (least, most) = match fields[column] {
            Some(RecordField::Lead | RecordField::Support) => (OF_NAMES, OF_NAMES),
            Some(
                RecordField::Person
                | RecordField::Official
                | RecordField::Section
                | RecordField::Contact
                | RecordField::Due
                | RecordField::Status,
            ) => (7, OF_NAMES),
            Some(RecordField::Progress) => (NARROWEST, NARROWEST),
            Some(RecordField::Reading(_)) => (8, OF_NAMES),
            Some(_) => (OF_WORDS - 1, OF_WORDS - 1),
            None if ["内容", "text"].contains(&heading.as_str()) => (OF_WORDS, OF_TEXTS),
            None => (NARROWEST, OF_WORDS),
        };
        (needed + 2).clamp(least, most)
    };
    sheet.headings.iter().enumerate().map(of_column).collect()
}

/// Returns the width of each line of a cell.
pub(super) fn cell_lines(cell: &Cell) -> Vec<usize> {
    match cell {
        Cell::Empty => Vec::new(),
        Cell::Text(text) => text.lines().map(|line| width(line, AmbiguousWidth::Wide)).collect(),
        Cell::Number(value) => vec![value.to_string().len()],
    }
}

/// Returns the number of lines that a cell takes in a column of some width. Each wrapped line loses up to one
/// character.
pub(super) fn lines(cell: &Cell, column: usize) -> usize {
    cell_lines(cell).into_iter().map(|wide| wide.div_ceil(column.saturating_sub(2).max(1)).max(1)).sum()
}

fn check(field: RecordField, language: Language) -> Result<Option<DataValidation>, XlsxError> {
    let (check, message) = match field {
        RecordField::Status => {
            let words: Vec<_> = Status::ALL.iter().map(|status| status.label(language)).collect();
            let message = language.pick("请从下拉列表中选择状态。", "Choose a status from the list.");
            (DataValidation::new().allow_list_strings(&words)?, message)
        }
        RecordField::Progress => (
            DataValidation::new().allow_whole_number(DataValidationRule::Between(
                i32::from(*Progress::RANGE.start()),
                i32::from(*Progress::RANGE.end()),
            )),
            language.pick("进度是 0 至 100 的整数，不带百分号。", "Progress is a whole number from 0 to 100."),
        ),
        RecordField::Reading(_) => (
            DataValidation::new().allow_decimal_number(DataValidationRule::Between(-1e15, 1e15)),
            language.pick("实际值只填数字，按表中的单位。", "A reading is a plain number in the unit shown."),
        ),
        _ => return Ok(None),
    };
    let check = check.set_error_title(language.pick("填报有误", "Not possible"))?.set_error_message(message)?;
    Ok(Some(check.set_error_style(DataValidationErrorStyle::Stop)))
}

// Filtering and changing column widths stay allowed; only the cells that identify a row are locked.
fn protect(worksheet: &mut Worksheet) {
    worksheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        insert_rows: true,
        insert_columns: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::new()
    });
}

/// Returns the footer: the page number, centred.
pub(super) fn footer(language: Language) -> &'static str {
    language.pick("&C第 &P 页，共 &N 页", "&CPage &P of &N")
}

fn paper(worksheet: &mut Worksheet, language: Language) -> Result<(), XlsxError> {
    worksheet
        .set_paper_size(PAPER)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_print_center_horizontally(true)
        .set_footer(footer(language))
        .set_repeat_rows(HEADINGS, HEADINGS)?;
    Ok(())
}
