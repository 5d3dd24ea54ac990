//! Supervision notices (督办单) as files: all in one, or one per department.

use std::path::Path;

use jiff::civil::Date;

use crate::export::sheet::{Cell, Sheet};
use crate::export::{UnknownExtension, by_extension, xlsx};
use crate::plan::{CaseAt, CaseLimits, Dossier, Period};
use crate::report::Format;
use crate::report::notice::{Letter, Notice, notices};
use crate::text::Language;

use super::client::Files;
use super::written::{Counted, NotWritten, Part, Written, write_all};

/// The format of a file with notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A document of one of the formats of reports.
    Document(Format),
    /// A workbook with a sheet for each notice.
    Workbook,
}

impl Form {
    /// Returns the format for the extension of a file name.
    ///
    /// # Errors
    /// [`UnknownExtension`] for any other extension.
    pub fn of(path: &Path) -> Result<Self, UnknownExtension> {
        by_extension(path, &[".docx", ".md", ".html", ".xlsx"], |extension| match extension {
            "xlsx" => Some(Form::Workbook),
            _ => Format::with_extension(extension).map(Form::Document),
        })
    }

    /// Returns true if one file of this format can contain notices to several departments.
    pub fn holds_several(self) -> bool {
        matches!(self, Form::Workbook | Form::Document(Format::Markdown))
    }

    fn ending(self) -> &'static str {
        match self {
            Form::Workbook => "xlsx",
            Form::Document(Format::Docx) => "docx",
            Form::Document(Format::Html) => "html",
            Form::Document(Format::Markdown) => "md",
        }
    }
}

/// Notices to departments.
#[derive(Debug, Clone)]
pub struct Notices<'a> {
    /// A notice to each department that leads an outstanding task, sorted by name.
    pub notices: Vec<Notice<'a>>,
    /// The number of outstanding tasks without a lead, which are in no notice.
    pub without_lead: usize,
}

impl<'a> Notices<'a> {
    /// Returns the notices about some plans. `period` returns the period to check for a plan; plans that do not have it
    /// are left out. `today` decides what is overdue.
    pub fn of(dossiers: &[&'a Dossier], period: &dyn Fn(&Dossier) -> Period, limits: &CaseLimits, today: Date) -> Self {
        let has_period = |dossier: &&&Dossier| dossier.has(period(dossier));
        let dossiers: Vec<&Dossier> = dossiers.iter().filter(has_period).copied().collect();
        let (to_nobody, notices): (Vec<Notice>, Vec<Notice>) =
            notices(&dossiers, period, limits, today).into_iter().partition(|notice| notice.department.is_empty());
        Notices { notices, without_lead: to_nobody.iter().map(|notice| notice.items.len()).sum() }
    }

    /// Returns the notice that hands a case over to its department.
    pub fn of_case(at: CaseAt<'a>, period: Period, today: Date) -> Self {
        Notices { notices: vec![Notice::of_case(at, period, today)], without_lead: 0 }
    }

    /// Keeps only the notices to departments accepted by `is_meant`.
    pub fn to(mut self, is_meant: impl Fn(&str) -> bool) -> Self {
        self.notices.retain(|notice| is_meant(&notice.department));
        self
    }

    /// Writes all notices to one file, whose format must allow that.
    ///
    /// # Errors
    /// [`NotWritten`].
    pub fn write(
        &self,
        files: &dyn Files,
        to: &Path,
        (form, letter): (Form, &Letter),
        overwrite: bool,
    ) -> Result<Written, NotWritten> {
        files.write(to, &bytes(&self.notices, form, letter)?, overwrite)?;
        let count = self.notices.iter().map(|notice| notice.items.len()).sum();
        Ok(Written { path: to.to_path_buf(), count, counted: Counted::Items })
    }

    /// Writes a file for each notice into an existing folder: `督办单-民政局.docx` if `stem` is 督办单. Nothing is written if
    /// one of the files exists and may not be overwritten.
    ///
    /// # Errors
    /// [`NotWritten`].
    pub fn write_each(
        &self,
        files: &dyn Files,
        folder: &Path,
        stem: &str,
        (form, letter): (Form, &Letter),
        overwrite: bool,
    ) -> Result<Vec<Written>, NotWritten> {
        let mut names = xlsx::Names::default();
        let mut parts = Vec::new();
        for (notice, n) in self.notices.iter().zip(0..) {
            let name = names.file(&format!("{stem}-{}", notice.department));
            let path = folder.join(format!("{name}.{}", form.ending()));
            let bytes = bytes(std::slice::from_ref(notice), form, &letter.nth(n))?;
            parts.push(Part { path, bytes, items: notice.items.len() });
        }
        Ok(write_all(files, parts, overwrite)?)
    }

    /// Returns the reminders to departments that have not reported or are late with a case, concatenated.
    pub fn reminders(&self, letter: &Letter) -> String {
        self.notices.iter().filter_map(|notice| notice.reminder(letter)).collect::<Vec<_>>().join("\n")
    }
}

fn bytes(notices: &[Notice], form: Form, letter: &Letter) -> Result<Vec<u8>, NotWritten> {
    let Form::Document(format) = form else {
        return Ok(xlsx::book(notices.iter().map(sheet).collect(), Language::Zh)?);
    };
    let mut all = Vec::new();
    for (notice, n) in notices.iter().zip(0..) {
        all.extend(notice.report(&letter.nth(n)).bytes(format)?);
    }
    Ok(all)
}

/// Returns a notice as a sheet: the department's name, the remarks above the table, the table.
fn sheet(notice: &Notice) -> (String, String, Sheet) {
    let table = notice.table();
    let sheet = Sheet {
        title: table.caption.clone(),
        headings: table.columns.clone(),
        rows: table.records().map(|row| row.iter().map(|text| Cell::figure(text)).collect()).collect(),
    };
    (notice.department.clone(), table.notes.join(""), sheet)
}
