//! Written documents, read back as text and rows whatever their format.

use std::io::Cursor;
use std::path::Path;

use calamine::Reader;
use regex::Regex;

/// The content of a document.
pub struct Document {
    /// The name of the file.
    pub name: String,
    /// All text, without blanks.
    pub text: String,
    /// The rows of all tables, each cell without blanks.
    pub rows: Vec<Vec<String>>,
}

impl Document {
    /// Reads a document by the ending of its name.
    #[track_caller]
    pub fn open(path: &Path) -> Document {
        let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let whole = || String::from_utf8(bytes.clone()).unwrap();
        let (text, rows) = match path.extension().and_then(|extension| extension.to_str()) {
            Some("docx") => {
                let xml = part(&bytes, "word/document.xml");
                let cells = |row: &str| elements(row, "w:tc").into_iter().map(|cell| bare(&words(&cell))).collect();
                (words(&xml), elements(&xml, "w:tr").iter().map(|row| cells(row)).collect())
            }
            Some("html") => {
                let html = whole();
                let body = html.split("<body>").nth(1).unwrap().to_string();
                let cells = |row: &str| {
                    let cell = Regex::new("(?s)<t[dh][^>]*>(.*?)</t[dh]>").unwrap();
                    cell.captures_iter(row).map(|cell| bare(&without_tags(&cell[1]))).collect()
                };
                (without_tags(&body), elements(&body, "tr").iter().map(|row| cells(row)).collect())
            }
            Some("md") => {
                let text = whole().replace("<br>", "").replace('\\', "");
                let rows = text.lines().filter(|line| line.starts_with('|'));
                let cells = |row: &str| row.trim_matches('|').split('|').map(bare).collect();
                (without_entities(&text), rows.map(|row| cells(&without_entities(row))).collect())
            }
            Some("csv") => {
                let text = whole();
                let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
                let rows = reader.into_records().map(|row| row.unwrap().iter().map(bare).collect());
                (text.clone(), rows.collect())
            }
            Some("xlsx") => of_workbook(&bytes),
            other => panic!("{other:?} is not read"),
        };
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Document { name, text: bare(&text), rows }
    }

    /// Returns the rows that have this cell.
    #[track_caller]
    pub fn rows_of(&self, cell: &str) -> Vec<&Vec<String>> {
        let cell = bare(cell);
        let rows: Vec<&Vec<String>> = self.rows.iter().filter(|row| row.contains(&cell)).collect();
        assert!(!rows.is_empty(), "{} has no row with {cell}", self.name);
        rows
    }

    /// Asserts that a row with the first cell has each of the other ones, which may go on with a remark in brackets.
    #[track_caller]
    pub fn tells(&self, first: &str, others: &[&str]) {
        let rows = self.rows_of(first);
        let has = |row: &[String], wanted: &str| {
            let is =
                |cell: &String| cell == wanted || cell.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('（'));
            row.iter().any(is)
        };
        let is_told = rows.iter().any(|row| others.iter().all(|wanted| has(row, wanted)));
        assert!(is_told, "{}: {others:?} is not in a row with {first}: {rows:?}", self.name);
    }

    /// Asserts that the text has these words.
    #[track_caller]
    pub fn says(&self, words: &str) {
        assert!(self.text.contains(words), "{} does not say {words}: {}", self.name, self.text);
    }
}

fn of_workbook(bytes: &[u8]) -> (String, Vec<Vec<String>>) {
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (_, range) in book.worksheets() {
        rows.extend(range.rows().map(|row| row.iter().map(|cell| bare(&cell.to_string())).collect()));
    }
    (rows.concat().concat(), rows)
}

/// Returns a part of a file that is an archive.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

/// Returns the contents of all elements of a name that do not hold others of the same name.
pub fn elements(xml: &str, name: &str) -> Vec<String> {
    let found = Regex::new(&format!("(?s)<{name}(?: [^>]*)?>(.*?)</{name}>")).unwrap();
    found.captures_iter(xml).map(|found| found[1].to_string()).collect()
}

/// Returns the texts of runs.
fn words(xml: &str) -> String {
    without_entities(&elements(xml, "w:t").concat())
}

fn without_tags(html: &str) -> String {
    without_entities(&Regex::new("<[^>]*>").unwrap().replace_all(html, ""))
}

fn without_entities(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(text.to_string(), |text, (entity, c)| text.replace(entity, c))
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
