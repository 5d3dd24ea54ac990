//! Hostile content: whatever is entered, in whichever way, is output as harmless text.
//!
//! Each file enters the same payloads in some ways and examines some outputs, byte by byte. The harmful characters are
//! listed here once more, so that a gap in the program's own list is noticed.

mod commands;
mod documents;
mod files;
mod formulas;
mod markup;
mod names;
mod payloads;
mod places;
mod screens;

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Returns a zip archive of parts, each with its content repeated so many times.
fn archive<B: AsRef<[u8]>>(parts: &[(&str, B, usize)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content, times) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        (0..*times).for_each(|_| zip.write_all(content.as_ref()).unwrap());
    }
    zip.finish().unwrap().into_inner()
}
