//! Broken and malicious files: refused with a reason, never with a panic.

use std::io::{Cursor, Read, Write};
use std::sync::OnceLock;

use plandesk::export::Format;
use plandesk::import::spreadsheet::{self, SpreadsheetError};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::support::xlsx::{Book, Office, told};

/// Returns an exported list, made once.
fn list() -> &'static [u8] {
    static LIST: OnceLock<Vec<u8>> = OnceLock::new();
    LIST.get_or_init(|| Office::open().tasks(Format::Xlsx))
}

/// Returns the list with its parts changed by `change`.
fn with_parts(change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    changed(list(), change)
}

fn changed(bytes: &[u8], change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..from.len() {
        let mut file = from.by_index(index).unwrap();
        let name = file.name().unwrap().to_string();
        let mut part = Vec::new();
        file.read_to_end(&mut part).unwrap();
        to.start_file(name.as_str(), plain).unwrap();
        to.write_all(&change(&name, part)).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn replaced(part: &str, from: &str, to: &str) -> Vec<u8> {
    with_parts(|name, content| match name == part {
        true => String::from_utf8(content).unwrap().replacen(from, to, 1).into_bytes(),
        false => content,
    })
}

#[test]
fn a_cut_off_file_is_damaged() {
    for part in [2, 3, 10] {
        let bytes = &list()[..list().len() - list().len() / part];
        assert!(matches!(spreadsheet::read("a.xlsx", bytes), Err(SpreadsheetError::Damaged(_))));
    }
}

#[test]
fn entities_are_refused_before_anything_is_read() {
    let bomb = "<!DOCTYPE sst [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><sst ";
    let bytes = replaced("xl/sharedStrings.xml", "<sst ", bomb);
    assert_eq!(spreadsheet::read("a.xlsx", &bytes), Err(SpreadsheetError::Harmful));
}

#[test]
fn a_cell_in_the_last_possible_row_takes_no_memory() {
    let bytes = replaced("xl/worksheets/sheet1.xml", "<c r=\"R4\"", "<c r=\"XFD1048576\"");
    assert!(spreadsheet::read("a.xlsx", &bytes).is_ok());
}

#[test]
fn a_false_count_of_strings_reserves_no_memory() {
    let bytes = replaced("xl/sharedStrings.xml", "uniqueCount=\"", "uniqueCount=\"99999999");
    assert_eq!(spreadsheet::read("a.xlsx", &bytes), Err(SpreadsheetError::Harmful));
}

#[test]
fn a_long_text_shared_by_a_million_cells_is_not_copied() {
    let long = "长".repeat(10_000);
    let cells = "<c r=\"A9\" t=\"s\"><v>0</v></c>".repeat(1_000_000);
    let bytes = with_parts(|name, content| match name {
        "xl/sharedStrings.xml" => format!("<sst><si><t>{long}</t></si></sst>").into_bytes(),
        "xl/worksheets/sheet1.xml" => {
            format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>").into_bytes()
        }
        _ => content,
    });
    assert_eq!(spreadsheet::read("a.xlsx", &bytes), Err(SpreadsheetError::TooLarge));
}

#[test]
fn merged_cells_count_for_every_row_that_they_cover() {
    let office = Office::open();
    let mut book = Book::open(&office.tasks(Format::Xlsx));
    for item in ["tongxin-cjr-2025/t1", "tongxin-cjr-2025/t2", "tongxin-cjr-2025/t3"] {
        *book.cell(item, "责任人") = calamine::Data::Empty;
    }
    let book = book.fill("tongxin-cjr-2025/t1", "责任人", "张三");
    let merge = "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"J4:J6\"/></mergeCells>";
    let bytes = changed(&book.save(), |name, content| match name {
        "xl/worksheets/sheet1.xml" => String::from_utf8(content).unwrap().replace("</sheetData>", merge).into_bytes(),
        _ => content,
    });
    let taken = office.preview(&bytes);
    assert_eq!(taken.changes.len(), 3, "{:?}", told(&taken));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_damage_to_the_file_makes_the_reader_panic(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut bytes = list().to_vec();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = spreadsheet::is_list(&bytes);
        let _ = spreadsheet::read("a.xlsx", &bytes);
    }

    #[test]
    fn no_damage_to_a_part_makes_the_reader_panic(
        part in prop::sample::select(vec!["xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"]),
        places in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b"<>\"/&;=a9 \0\xFF".to_vec())), 1..12),
    ) {
        let bytes = with_parts(|name, mut content| {
            if name == part {
                for (place, byte) in &places {
                    let place = place.index(content.len().min(4000));
                    content[place] = *byte;
                }
            }
            content
        });
        let _ = spreadsheet::read("a.xlsx", &bytes);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), kind in 0_usize..3) {
        let start: &[u8] = [&b""[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0"][kind];
        let bytes = [start, &bytes].concat();
        let _ = spreadsheet::is_list(&bytes);
        let _ = spreadsheet::read("a.xlsx", &bytes);
    }
}
