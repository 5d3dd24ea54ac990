//! Lists as an office returns them: exported, filled in, rearranged, saved by another program.

use std::io::Cursor;

use calamine::{Data, Reader, SheetVisible, Xlsx};
use plandesk::desk::{Actor, BothChanged, Command, Desk, TakenBack, WhenEmpty};
use plandesk::export::{Content, Export, Format};
use plandesk::import::spreadsheet::{self, Filled};
use plandesk::plan::{Departments, FieldValue, ItemId, Period, Thresholds, Year};
use plandesk::text::Language;
use rust_xlsxwriter::{ColNum, Workbook};
use tempfile::TempDir;

pub const PERIOD: Period = Period::annual(Year(2023));

/// A desk with the bundled plans, in a folder of its own.
pub struct Office {
    pub desk: Desk,
    _folder: TempDir,
}

pub fn actor() -> Actor {
    Actor::owner("规划科")
}

pub fn id(text: &str) -> ItemId {
    text.parse().unwrap()
}

impl Office {
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (desk, _) =
            Desk::open(&folder.path().join("store"), Departments::bundled(), WhenEmpty::LoadBundled).unwrap();
        Office { desk, _folder: folder }
    }

    pub fn does(&self, command: Command) {
        self.desk.execute(&actor(), command).unwrap();
    }

    /// Returns the tasks and projects of one plan as a file.
    pub fn tasks(&self, format: Format) -> Vec<u8> {
        let snapshot = self.desk.snapshot();
        let dossier = &**snapshot.plan_named("tongxin").unwrap();
        self.exported(Content::Tasks(dossier.plan.tasks.iter().map(|task| (dossier, task)).collect()), format)
    }

    /// Returns the indicators of one plan as a file.
    pub fn indicators(&self) -> Vec<u8> {
        let snapshot = self.desk.snapshot();
        let dossier = &**snapshot.plan_named("tongxin").unwrap();
        let indicators = dossier.plan.indicators.iter().map(|indicator| (dossier, indicator)).collect();
        self.exported(Content::Indicators(indicators), Format::Xlsx)
    }

    fn exported(&self, content: Content, format: Format) -> Vec<u8> {
        Export { content, period: &|_| PERIOD, thresholds: &Thresholds::default(), language: Language::Zh }
            .bytes(format)
            .unwrap()
            .0
    }

    pub fn preview(&self, bytes: &[u8]) -> TakenBack {
        self.desk.preview_take_back(&[read(bytes)], BothChanged::Keep)
    }

    pub fn take_back(&self, bytes: &[u8], both: BothChanged) -> TakenBack {
        self.desk.take_back(&actor(), &[read(bytes)], both).unwrap()
    }
}

pub fn read(bytes: &[u8]) -> Filled {
    spreadsheet::read("list.xlsx", bytes).unwrap()
}

/// Returns the changes of a list, as `id field: old → new`.
pub fn told(taken: &TakenBack) -> Vec<String> {
    let shown = |value: &Option<FieldValue>| value.as_ref().map_or("-".to_string(), |value| value.text(Language::Zh));
    let line = |change: &plandesk::desk::FieldChange| {
        let (field, old, new) = (change.field.label(Language::Zh), shown(&change.old), shown(&change.new));
        format!("{} {field}: {old} → {new}", change.item)
    };
    taken.changes.iter().map(line).collect()
}

/// Returns the rejected values, as cell and reason.
pub fn why_not(taken: &TakenBack) -> Vec<String> {
    let line = |why: &plandesk::desk::WhyNot| format!("{}: {}", why.place().text(Language::Zh), why.text(Language::Zh));
    taken.why_not.iter().map(line).collect()
}

/// A sheet that can be edited.
#[derive(Debug, Clone)]
pub struct Page {
    pub name: String,
    pub hidden: bool,
    pub rows: Vec<Vec<Data>>,
}

/// A workbook that can be edited, and saved as another program would.
#[derive(Debug, Clone)]
pub struct Book {
    pub pages: Vec<Page>,
}

impl Book {
    pub fn open(bytes: &[u8]) -> Self {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let sheets = workbook.sheets_metadata().to_vec();
        let page = |sheet: calamine::Sheet| {
            let range = workbook.worksheet_range(&sheet.name).unwrap();
            let (rows, columns) = range.end().unwrap_or_default();
            let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
            let rows = (0..=rows).map(|row| (0..=columns).map(|column| cell(row, column)).collect()).collect();
            Page { name: sheet.name, hidden: sheet.visible != SheetVisible::Visible, rows }
        };
        Book { pages: sheets.into_iter().map(page).collect() }
    }

    pub fn column(&self, heading: &str) -> usize {
        self.pages[0].rows[2].iter().position(|cell| *cell == *heading).unwrap()
    }

    pub fn row(&self, id: &str) -> usize {
        let column = self.column("id");
        self.pages[0].rows.iter().position(|row| row[column] == *id).unwrap()
    }

    pub fn cell(&mut self, id: &str, heading: &str) -> &mut Data {
        let (row, column) = (self.row(id), self.column(heading));
        &mut self.pages[0].rows[row][column]
    }

    /// Fills in a cell with text.
    pub fn fill(mut self, id: &str, heading: &str, words: &str) -> Self {
        *self.cell(id, heading) = Data::String(words.to_string());
        self
    }

    pub fn fill_number(mut self, id: &str, heading: &str, number: f64) -> Self {
        *self.cell(id, heading) = Data::Float(number);
        self
    }

    pub fn save(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        for page in &self.pages {
            let sheet = workbook.add_worksheet().set_name(&page.name).unwrap().set_hidden(page.hidden);
            for (row, cells) in (0..).zip(&page.rows) {
                for (column, cell) in (0_u16..).zip(cells) {
                    write(sheet, row, column, cell);
                }
            }
        }
        workbook.save_to_buffer().unwrap()
    }
}

fn write(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, column: ColNum, cell: &Data) {
    match cell {
        Data::Empty => return,
        Data::Float(number) => sheet.write_number(row, column, *number).unwrap(),
        Data::Int(number) => sheet.write_number(row, column, *number as f64).unwrap(),
        Data::Error(error) => {
            let formula = rust_xlsxwriter::Formula::new("=NA()").set_result(error.to_string());
            sheet.write_formula(row, column, formula).unwrap()
        }
        other => sheet.write_string(row, column, other.to_string()).unwrap(),
    };
}
