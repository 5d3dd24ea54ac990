//! XLSX files: lists that an office fills in and sends back, and tables to print.
//!
//! ```text
//! sheet ──▶ form            what people see: title, headings, locked and open cells, choices, A4 landscape
//!    │      instructions    how to fill it in
//!    └────▶ memory          a hidden sheet: ids and the cells to fill in, as they were sent out
//! ```
//! The hidden sheet records what was sent out. When the list comes back, it distinguishes new values from unchanged
//! ones, and from what others have entered meanwhile. Equal content gives equal bytes.

mod form;
mod instructions;
mod names;
mod print;
mod style;

use std::borrow::Cow;
use std::collections::HashSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::import::spreadsheet::{Heading, MEMORY};
use crate::plan::{Dossier, Period};
use crate::text::clean::{is_harmful, sanitise};
use crate::text::{Label, Language};

use super::division::{Share, shares};
use super::sheet::{Cell, Sheet};
use super::{Content, Export, ExportError, tables};
pub use names::Names;
pub use print::{Paper, on_paper};
use style::Style;

/// The maximum length of a cell in UTF-16 code units.
const FULL_CELL: usize = 32_767;

/// The creation time written to files if `SOURCE_DATE_EPOCH` is not set: 2000-01-01.
const MADE: i64 = 946_684_800;

/// A sheet to be written: its name, the line under its title, and the table.
pub(super) struct Form {
    name: String,
    about: String,
    sheet: Sheet,
}

/// The task list of one department as a file.
#[derive(Debug, Clone)]
pub struct DepartmentFile {
    /// A unique name for the file.
    pub name: String,
    /// The content of the workbook.
    pub bytes: Vec<u8>,
    /// The number of its tasks.
    pub tasks: usize,
}

/// Returns a text that fits into a cell: cleaned, and truncated with an ellipsis if it is too long.
pub fn cell_text(text: &str) -> Cow<'_, str> {
    let text = match text.contains(is_harmful) {
        true => Cow::Owned(sanitise(text)),
        false => Cow::Borrowed(text),
    };
    if text.len() <= FULL_CELL || text.encode_utf16().count() <= FULL_CELL {
        return text;
    }
    let mut room = FULL_CELL - 1;
    let fitting = text.chars().take_while(|c| {
        let fits = room >= c.len_utf16();
        room = room.saturating_sub(c.len_utf16());
        fits
    });
    Cow::Owned(fitting.chain(['…']).collect())
}

impl Export<'_> {
    /// Returns a workbook with the whole list on one sheet.
    pub(super) fn workbook(&self, sheet: Sheet) -> Result<Vec<u8>, ExportError> {
        let period = matches!(self.content, Content::Tasks(_) | Content::Sample(..) | Content::Milestones(..))
            .then_some(self.period);
        let form = Form {
            name: Names::default().sheet(&sheet.title),
            about: about(&self.content.dossiers(), period, None, self.language),
            sheet,
        };
        written(&[form], self.language)
    }

    /// Returns a task list as one workbook with a sheet for each department, or only for one, and the number of sheets.
    ///
    /// # Errors
    /// Those of [`Export::bytes`]; [`ExportError::Nothing`] also for content other than tasks.
    pub fn sheets(&self, only: Option<&str>) -> Result<(Vec<u8>, usize), ExportError> {
        let shares = self.shares(only)?;
        let mut names = Names::except(&[instructions::sheet_name(self.language), MEMORY]);
        let forms: Vec<Form> = shares.iter().map(|share| self.form(share, &mut names)).collect();
        Ok((written(&forms, self.language)?, forms.len()))
    }

    /// Returns a task list as one workbook for each department, or only for one.
    ///
    /// # Errors
    /// Those of [`Export::sheets`].
    pub fn by_department(&self, only: Option<&str>) -> Result<Vec<DepartmentFile>, ExportError> {
        let mut names = Names::default();
        let file = |share: Share| {
            let form = self.form(&share, &mut Names::default());
            let name = names.file(&owner(&share, self.language)) + ".xlsx";
            Ok(DepartmentFile { name, bytes: written(&[form], self.language)?, tasks: share.tasks.len() })
        };
        self.shares(only)?.into_iter().map(file).collect()
    }

    fn shares(&self, only: Option<&str>) -> Result<Vec<Share<'_>>, ExportError> {
        let Content::Tasks(tasks) = &self.content else { return Err(ExportError::Nothing) };
        let mut shares = shares(tasks);
        shares.retain(|share| only.is_none_or(|name| share.department.as_deref() == Some(name)));
        if shares.is_empty() { Err(ExportError::Nothing) } else { Ok(shares) }
    }

    fn form(&self, share: &Share, names: &mut Names) -> Form {
        let tasks: Vec<_> = share.tasks.iter().map(|(dossier, task, _)| (*dossier, *task)).collect();
        let mut sheet = tables::tasks(&tasks, self.period, self.language);
        let roles = share.tasks.iter().map(|(.., role)| role.map(|role| role.label(self.language)).into());
        sheet.insert_before_fields(self.language.pick("角色", "role"), roles.collect());
        let owner = owner(share, self.language);
        let dossiers: Vec<&Dossier> = tasks.iter().map(|(dossier, _)| *dossier).collect();
        let about = about(&dossiers, Some(self.period), Some(&owner), self.language);
        Form { name: names.sheet(&owner), about, sheet }
    }
}

impl Sheet {
    /// Inserts a column before the first column to fill in.
    fn insert_before_fields(&mut self, heading: &str, cells: Vec<Cell>) {
        let at = form::fields(self).iter().position(Option::is_some).unwrap_or(self.headings.len());
        self.headings.insert(at, heading.to_string());
        for (row, cell) in self.rows.iter_mut().zip(cells) {
            row.insert(at, cell);
        }
    }
}

fn owner(share: &Share, language: Language) -> String {
    share.department.clone().unwrap_or_else(|| language.pick("未定责任单位", "no department yet").to_string())
}

/// Returns the line under the title: the plans, the period and the department.
fn about(
    dossiers: &[&Dossier],
    period: Option<&dyn Fn(&Dossier) -> Period>,
    owner: Option<&str>,
    language: Language,
) -> String {
    let (mut seen, mut titles, mut periods) = (HashSet::new(), Vec::new(), Vec::new());
    for dossier in dossiers {
        let plan = &dossier.plan;
        if seen.insert(&plan.id) {
            titles.push(plan.title.as_str());
            let name = period.map(|period| period(dossier).name(language));
            periods.extend(name.filter(|name| !periods.contains(name)));
        }
    }
    let parts = [
        (language.pick("规划：", "Plan: "), titles.join("、")),
        (language.pick("评估期：", "Period: "), periods.join("、")),
        (language.pick("填报单位：", "Department: "), owner.unwrap_or_default().to_string()),
    ];
    let said = parts.iter().filter(|(_, text)| !text.is_empty());
    said.map(|(name, text)| format!("{name}{text}")).collect::<Vec<_>>().join("　")
}

/// Returns a workbook of sheets that are not to be filled in, each given as name, line under the title, and table.
///
/// # Errors
/// [`ExportError::Form`] if a sheet can't be written.
pub fn book(sheets: Vec<(String, String, Sheet)>, language: Language) -> Result<Vec<u8>, ExportError> {
    let mut names = Names::default();
    let form = |(name, about, sheet): (String, String, Sheet)| Form { name: names.sheet(&name), about, sheet };
    let forms: Vec<Form> = sheets.into_iter().map(form).collect();
    written(&forms, language)
}

fn written(forms: &[Form], language: Language) -> Result<Vec<u8>, ExportError> {
    workbook(forms, language).map_err(|error| ExportError::Form(error.to_string()))
}

fn workbook(forms: &[Form], language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made()?));
    let style = Style::new();
    for form in forms {
        let worksheet = workbook.add_worksheet().set_name(&form.name)?;
        form::write(worksheet, &form.sheet, &form.about, &style, language)?;
    }
    let is_list = |form: &&Form| form::fields(&form.sheet).iter().any(Option::is_some);
    if let Some(first) = forms.iter().find(is_list) {
        let of_tasks = first.sheet.headings.iter().any(|h| Heading::recognise(h) == Some(Heading::Period));
        instruct(workbook.add_worksheet(), of_tasks, &style, language)?;
        remember(workbook.add_worksheet(), forms)?;
    }
    workbook.save_to_buffer()
}

fn made() -> Result<ExcelDateTime, XlsxError> {
    let told = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.trim().parse().ok());
    ExcelDateTime::from_timestamp(told.filter(|seconds| (0..=4_102_444_800).contains(seconds)).unwrap_or(MADE))
}

fn instruct(worksheet: &mut Worksheet, of_tasks: bool, style: &Style, language: Language) -> Result<(), XlsxError> {
    worksheet.set_name(instructions::sheet_name(language))?.set_column_width(0, 90)?.set_landscape().set_paper_size(9);
    worksheet.write_string_with_format(0, 0, instructions::sheet_name(language), &style.title)?;
    for (row, sentence) in (2..).zip(instructions::sentences(of_tasks, language)) {
        worksheet.write_string_with_format(row, 0, sentence, &style.instruction)?;
    }
    worksheet.protect();
    Ok(())
}

/// Writes the hidden sheet: for each item and period, once, the present values of the cells to fill in and of those
/// that identify the row.
fn remember(worksheet: &mut Worksheet, forms: &[Form]) -> Result<(), XlsxError> {
    worksheet.set_name(MEMORY)?.set_very_hidden(true);
    let Some(first) = forms.first() else { return Ok(()) };
    let kept = |heading: &str| Heading::recognise(heading).is_some() && !Heading::is_of_sheet(heading);
    let is_key = |heading: &str| matches!(Heading::recognise(heading), Some(Heading::Id | Heading::Period));
    let columns = |sheet: &Sheet| -> Vec<usize> {
        (0..sheet.headings.len()).filter(|&column| kept(&sheet.headings[column])).collect()
    };
    for (column, from) in (0..).zip(columns(&first.sheet)) {
        worksheet.write_string(0, column, cell_text(&first.sheet.headings[from]))?;
    }
    let (mut row, mut seen) = (1, HashSet::new());
    for form in forms {
        let columns = columns(&form.sheet);
        for cells in &form.sheet.rows {
            let keys = columns.iter().filter(|&&column| is_key(&form.sheet.headings[column]));
            let words = |cell: &Cell| if let Cell::Text(text) = cell { text.clone() } else { String::new() };
            if !seen.insert(keys.map(|&column| words(&cells[column])).collect::<Vec<_>>()) {
                continue;
            }
            for (column, &from) in (0..).zip(&columns) {
                match &cells[from] {
                    Cell::Empty => continue,
                    Cell::Text(text) => worksheet.write_string(row, column, cell_text(text))?,
                    Cell::Number(value) => worksheet.write_number(row, column, *value)?,
                };
            }
            row += 1;
        }
    }
    worksheet.protect();
    Ok(())
}

fn limit() -> XlsxError {
    XlsxError::RowColumnLimitError
}
