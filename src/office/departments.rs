//! The office's list of departments as a file: TOML with a `[[department]]` table for each, or CSV with a row for each.
//!
//! Fields are named as in commands, or by their label in either language. A field that is missing or blank in the file
//! stays unchanged; `-` takes its value away.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::desk::{Actor, Command, DepartmentFields, Desk, DeskError, ListEdit, ListFault, Receipt, Refusal};
use crate::export::sheet::{Cell, Sheet};
use crate::export::{ExportError, UnknownExtension, by_extension, csv};
use crate::import::decode;
use crate::plan::department::BadDepartmentField;
use crate::plan::{Change, Department, DepartmentField, Departments};
use crate::text::formula::unguard;
use crate::text::lines::Lines;
use crate::text::near::nearest;
use crate::text::{Label, Language};

/// The maximum number of faults reported for one file; nobody mends more at once.
const MOST_FAULTS: usize = 100;

/// The name of the tables in a TOML file.
const TABLE: &str = "department";

/// The value of a field that the office took away from what the registry has.
const TAKEN_AWAY: &str = "-";

/// The format of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFormat {
    /// TOML.
    Toml,
    /// CSV.
    Csv,
}

impl ListFormat {
    /// Returns the format for the extension of a file name.
    ///
    /// # Errors
    /// [`UnknownExtension`] for any other extension.
    pub fn of(file: &Path) -> Result<ListFormat, UnknownExtension> {
        by_extension(file, &[".toml", ".csv"], |extension| match extension {
            "toml" => Some(ListFormat::Toml),
            "csv" => Some(ListFormat::Csv),
            _ => None,
        })
    }
}

/// A department in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Its name.
    pub name: String,
    /// Its other fields.
    pub fields: DepartmentFields,
}

/// A file that can't be applied, with all faults that were found. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadList {
    /// The name of the file for messages.
    pub file: String,
    /// The faults in the order of the file, each with its line, from 1.
    pub faults: Vec<(usize, RowFault)>,
}

/// A fault of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFault {
    /// The bytes are not text in a known encoding.
    NoText,
    /// The file is not valid TOML or CSV. Holds the parser's message.
    Form(String),
    /// A field that does not exist, and the most similar one that does.
    Field(String, Option<&'static str>),
    /// A value that is not a text. Holds the name of the field.
    NotText(String),
    /// A value that the field does not allow.
    Value(BadDepartmentField),
    /// A department without a name.
    NoName,
    /// The list as a whole would be invalid.
    List(ListFault),
}

impl BadList {
    /// Returns the message for a person, one line per fault.
    pub fn text(&self, language: Language) -> String {
        let told = |(line, fault): &(usize, RowFault)| format!("{}:{line}: {}", self.file, fault.text(language));
        self.faults.iter().map(told).collect::<Vec<_>>().join("\n")
    }
}

impl RowFault {
    fn text(&self, language: Language) -> String {
        match (self, language) {
            (RowFault::NoText, _) => {
                language.pick("不是文本文件；请另存为 UTF-8", "it is no text; save it as UTF-8").to_string()
            }
            (RowFault::Form(why), Language::Zh) => format!("格式有误：{why}"),
            (RowFault::Form(why), Language::En) => format!("its form is wrong: {why}"),
            (RowFault::Field(name, Some(near)), Language::Zh) => format!("没有“{name}”这一项；是“{near}”吗？"),
            (RowFault::Field(name, Some(near)), Language::En) => {
                format!("departments have no field “{name}”; did you mean {near}?")
            }
            (RowFault::Field(name, None), Language::Zh) => {
                let names = DepartmentField::ALL.map(|field| field.label(Language::Zh)).join("、");
                format!("没有“{name}”这一项；可用：{names}")
            }
            (RowFault::Field(name, None), Language::En) => {
                let names = DepartmentField::ALL.map(DepartmentField::name).join(", ");
                format!("departments have no field “{name}”; there are {names}")
            }
            (RowFault::NotText(name), Language::Zh) => format!("“{name}”须是文字，如 \"…\""),
            (RowFault::NotText(name), Language::En) => format!("“{name}” must be a text such as \"…\""),
            (RowFault::Value(bad), _) => bad.text(language),
            (RowFault::NoName, _) => {
                language.pick("缺少单位名称（名称）", "a department has no name (name)").to_string()
            }
            (RowFault::List(fault), _) => fault.text(language),
        }
    }
}

/// Reads a file.
///
/// # Errors
/// [`BadList`] with every fault that was found.
pub fn read(file: &str, bytes: &[u8], format: ListFormat) -> Result<Vec<Row>, BadList> {
    let bad = |faults| BadList { file: file.to_string(), faults };
    let text = decode::text(bytes).ok_or_else(|| bad(vec![(1, RowFault::NoText)]))?.text;
    let mut reader = Reader::default();
    match format {
        ListFormat::Toml => reader.toml(&text),
        ListFormat::Csv => reader.csv(&text),
    }
    reader.faults.sort_by_key(|(line, _)| *line);
    reader.faults.truncate(MOST_FAULTS);
    if reader.faults.is_empty() { Ok(reader.rows) } else { Err(bad(reader.faults)) }
}

/// Applies a list: all of it in one entry of the history, or nothing.
///
/// # Errors
/// [`Refused::List`] with the line of the department that does not fit, and the refusals of the desk.
pub fn take_in(desk: &Desk, actor: &Actor, file: &str, rows: &[Row]) -> Result<Receipt, Refused> {
    desk.execute(actor, Command::List(edits(rows))).map_err(|error| match error {
        DeskError::Refused(Refusal::List(fault)) => Refused::List(at_its_line(file, rows, *fault)),
        error => Refused::Desk(error),
    })
}

/// Returns the changes that applying a list would make.
///
/// # Errors
/// Those of [`take_in`].
pub fn preview(desk: &Desk, file: &str, rows: &[Row]) -> Result<Vec<Change>, Refused> {
    desk.snapshot().with_list(&edits(rows)).map_err(|refusal| match refusal {
        Refusal::List(fault) => Refused::List(at_its_line(file, rows, *fault)),
        refusal => Refused::Desk(refusal.into()),
    })
}

/// The reason why a list was not applied.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The list would be invalid with one of its departments.
    #[error(transparent)]
    List(BadList),
    /// The desk refused it or could not save it.
    #[error(transparent)]
    Desk(DeskError),
}

fn edits(rows: &[Row]) -> Vec<ListEdit> {
    rows.iter().map(|row| ListEdit::Lay(row.name.clone(), row.fields.clone())).collect()
}

/// Returns the fault of a list with the line of the department that it concerns.
fn at_its_line(file: &str, rows: &[Row], fault: ListFault) -> BadList {
    let is_about = |row: &&Row| fault.names().contains(&row.name.as_str());
    let line = rows.iter().rev().find(is_about).map_or(1, |row| row.line);
    BadList { file: file.to_string(), faults: vec![(line, RowFault::List(fault))] }
}

#[derive(Default)]
struct Reader {
    rows: Vec<Row>,
    faults: Vec<(usize, RowFault)>,
}

impl Reader {
    fn toml(&mut self, text: &str) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let lines = Lines::of(text);
        for error in errors.into_iter().take(MOST_FAULTS) {
            let line = lines.line(error.span().unwrap_or(0..0).start);
            self.faults.push((line, RowFault::Form(error.message().to_string())));
        }
        for (name, value) in table.get_ref() {
            match value.get_ref() {
                DeValue::Array(list) if name.get_ref() == TABLE => {
                    list.iter().for_each(|department| self.table(department, &lines));
                }
                _ => {
                    let near = (nearest(name.get_ref(), [TABLE].into_iter()).is_some()).then_some("[[department]]");
                    self.faults
                        .push((lines.line(name.span().start), RowFault::Field(name.get_ref().to_string(), near)));
                }
            }
        }
    }

    fn table(&mut self, department: &Spanned<DeValue<'_>>, lines: &Lines) {
        let at = lines.line(department.span().start);
        let DeValue::Table(table) = department.get_ref() else {
            return self.faults.push((at, RowFault::NotText(TABLE.to_string())));
        };
        let mut cells = Vec::new();
        for (name, value) in table {
            let line = lines.line(value.span().start);
            match words(value.get_ref()) {
                Some(text) => cells.push((line, name.get_ref().to_string(), text)),
                None => self.faults.push((line, RowFault::NotText(name.get_ref().to_string()))),
            }
        }
        self.row(at, cells);
    }

    fn csv(&mut self, text: &str) {
        let reader = ::csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
        let mut headings: Option<Vec<String>> = None;
        for record in reader.into_records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(1, ::csv::Position::line);
                    return self.faults.push((line_number(line), RowFault::Form(error.to_string())));
                }
            };
            let line = line_number(record.position().map_or(1, ::csv::Position::line));
            let cells: Vec<String> = record.iter().map(|cell| unguard(cell.trim()).to_string()).collect();
            match &headings {
                _ if cells.iter().all(String::is_empty) => {}
                None => {
                    self.headings(line, &cells);
                    headings = Some(cells);
                }
                Some(headings) => {
                    let filled = headings.iter().cloned().zip(cells).filter(|(name, _)| !name.is_empty());
                    self.row(line, filled.map(|(name, text)| (line, name, text)).collect());
                }
            }
        }
    }

    /// Reports unknown headings, once and not for each row.
    fn headings(&mut self, line: usize, cells: &[String]) {
        for name in cells.iter().filter(|name| !name.is_empty()) {
            if let Err(near) = name.parse::<DepartmentField>() {
                self.faults.push((line, RowFault::Field(name.clone(), near)));
            }
        }
    }

    /// Adds a row from the line, name and text of each field.
    fn row(&mut self, line: usize, cells: Vec<(usize, String, String)>) {
        let mut fields = DepartmentFields::new();
        let mut trial = Department::named("");
        for (at, name, text) in cells.into_iter().filter(|(_, _, text)| !text.trim().is_empty()) {
            let text = if text.trim() == TAKEN_AWAY { String::new() } else { text };
            let field = match name.parse::<DepartmentField>() {
                Ok(field) => field,
                Err(near) => {
                    let known =
                        self.faults.iter().any(|(_, fault)| matches!(fault, RowFault::Field(n, _) if *n == name));
                    self.faults.extend((!known).then_some((at, RowFault::Field(name, near))));
                    continue;
                }
            };
            match trial.set(field, &text) {
                Ok(()) => drop(fields.insert(field, text)),
                Err(bad) => self.faults.push((at, RowFault::Value(bad))),
            }
        }
        match fields.remove(&DepartmentField::Name) {
            Some(name) => self.rows.push(Row { line, name, fields }),
            None => self.faults.push((line, RowFault::NoName)),
        }
    }
}

fn line_number(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}

/// Returns a value as a person would type it: a text, a date, or a list of names.
fn words(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Datetime(day) => Some(day.to_string()),
        DeValue::Array(list) => {
            let names: Option<Vec<String>> = list.iter().map(|name| words(name.get_ref())).collect();
            names.map(|names| names.join("、"))
        }
        _ => None,
    }
}

/// Returns the list as a file that [`read`] accepts.
///
/// # Errors
/// [`ExportError::Form`] if it can't be written as CSV.
pub fn written(departments: &Departments, format: ListFormat, language: Language) -> Result<Vec<u8>, ExportError> {
    let bundled = Departments::bundled();
    match format {
        ListFormat::Toml => {
            let tables = departments.keyed().map(|(key, department)| table(department, bundled.find(key)));
            Ok(tables.collect::<Vec<_>>().join("\n").into_bytes())
        }
        ListFormat::Csv => {
            let row = |(key, department): (&str, &Department)| {
                let known = bundled.find(key);
                let cell = |field| told(department, known, field).map_or(Cell::Empty, Cell::from);
                DepartmentField::ALL.into_iter().map(cell).collect()
            };
            let sheet = Sheet {
                title: language.pick("单位名录", "Departments").to_string(),
                headings: DepartmentField::ALL.map(|field| field.label(language).to_string()).to_vec(),
                rows: departments.keyed().map(row).collect(),
            };
            Ok([csv::BYTE_ORDER_MARK, &csv::lines(&sheet)?].concat())
        }
    }
}

/// Returns a field of a department as the file has it, with a sign for what it lacks and the registry has.
fn told(department: &Department, known: Option<&Department>, field: DepartmentField) -> Option<String> {
    let has_lost = || known.is_some_and(|known| known.field(field).is_some());
    department.field(field).or_else(|| has_lost().then(|| TAKEN_AWAY.to_string()))
}

fn table(department: &Department, known: Option<&Department>) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_string()).to_string();
    let mut lines = vec![format!("[[{TABLE}]]")];
    for field in DepartmentField::ALL {
        let Some(text) = told(department, known, field) else { continue };
        let value = match field {
            DepartmentField::Short if !department.short.is_empty() => {
                format!("[{}]", department.short.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", "))
            }
            _ => quoted(&text),
        };
        lines.push(format!("{} = {value}", field.name()));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod sequences;

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, format: ListFormat) -> Vec<String> {
        let faults = read("a", text.as_bytes(), format).unwrap_err().text(Language::Zh);
        faults.lines().map(str::to_string).collect()
    }

    #[test]
    fn a_written_list_is_read_back() {
        let departments = Departments::bundled();
        for format in [ListFormat::Toml, ListFormat::Csv] {
            for language in [Language::Zh, Language::En] {
                let rows = read("a", &written(&departments, format, language).unwrap(), format).unwrap();
                let entries = rows
                    .iter()
                    .map(|row| (row.name.clone(), crate::plan::DepartmentEntry { fields: row.fields.clone() }));
                let read = Departments::default().with(&entries.collect());
                for department in departments.iter() {
                    let found = read.find(&department.name).unwrap();
                    assert_eq!(*found, Department { hints: Vec::new(), ..department.clone() });
                }
            }
        }
    }

    #[test]
    fn a_day_may_be_a_toml_date_and_names_a_list_or_a_text() {
        let text = "[[department]]\nname = '甲局'\nshort = ['甲', '甲办']\nuntil = 2023-03-15\n\n[[department]]\nname = '乙局'\nshort = '乙、乙办'\n";
        let rows = read("a", text.as_bytes(), ListFormat::Toml).unwrap();
        let field = |row: usize, field| rows[row].fields.get(&field).map(String::as_str);
        assert_eq!(field(0, DepartmentField::Short), Some("甲、甲办"));
        assert_eq!(field(0, DepartmentField::Until), Some("2023-03-15"));
        assert_eq!(field(1, DepartmentField::Short), Some("乙、乙办"));
        assert_eq!((rows[0].line, rows[1].line), (1, 6));
    }

    #[test]
    fn a_fault_of_a_toml_file_names_its_line_and_a_suggestion() {
        let text = "[[department]]\nname = '甲局'\ntelefone = '1'\nlevel = '市级'\n\n[[departments]]\nname = '乙局'\n\n[[department]]\ncontact = 3\n";
        let told = told(text, ListFormat::Toml);
        assert_eq!(told.len(), 5, "{told:?}");
        for (n, says) in [
            (0, "a:3: 没有“telefone”这一项；是“telephone”吗"),
            (1, "a:4: “市级”"),
            (2, "[[department]]"),
            (3, "a:9: "),
            (4, "a:10: "),
        ] {
            assert!(told[n].contains(says), "{told:?}");
        }
        assert!(super::tests::told("[[department]\n", ListFormat::Toml)[0].starts_with("a:1: 格式有误"));
    }

    #[test]
    fn a_fault_of_a_csv_file_names_its_line_and_a_suggestion() {
        let text = "名称,电话号码,撤销日期\n甲局,1,明天\n,2,\n\n乙局,3,2023-03-15\n";
        let told = told(text, ListFormat::Csv);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].starts_with("a:1: 没有“电话号码”这一项"), "{told:?}");
        assert!(told[1].starts_with("a:2: “明天”"), "{told:?}");
        assert!(told[2].starts_with("a:3: 缺少单位名称"), "{told:?}");
    }
}
