//! Word files (.docx, ISO/IEC 29500) and other word processor formats, converted to lines like other documents.
//!
//! ```text
//! bytes ──▶ package ──▶ parts, xml ──▶ style, numbering ──▶ body, table ──▶ Text
//!           is it safe  what there is   what Word prints     line by line
//! ```
//! Older Word files ([`old`]), OpenDocument texts ([`open`]) and RTF ([`rich`]) are first converted to the same
//! elements. A paragraph becomes a line, with the number that Word prints before it; a line break begins another line,
//! an empty paragraph is an empty line, and a row of a table is a line with tabs between its cells. So line 12 of a
//! source is the twelfth paragraph or row of the file. Heading styles, boxes, rows and the table of contents are passed
//! to the importer as [`Layout`] of the lines.
//!
//! Nothing is ignored silently: notes are added below the text, and headers, hidden text, pictures, comments and
//! tracked changes become doubts.

mod body;
mod field;
mod flat;
mod number_format;
mod numbering;
mod old;
mod open;
mod parts;
mod rich;
mod style;
mod symbol;
mod table;
mod xml;

#[cfg(test)]
mod equality;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use crate::plan::doubt::FileContent;
use crate::plan::{LineSpan, Paragraph};

use super::decode;
use super::layout::{Layout, Text};
use super::package::PackageError;
use body::Body;
use parts::Parts;

/// Reads a Word file.
///
/// # Errors
/// [`PackageError`] with the part that is missing, damaged, too large or malicious.
pub fn read(bytes: &[u8]) -> Result<Text, PackageError> {
    Ok(lines(Parts::read(bytes)?))
}

/// Reads a flat Word file, of Word 2003 or later.
///
/// # Errors
/// Those of [`read`].
pub fn read_flat(bytes: &[u8]) -> Result<Text, PackageError> {
    let text = decode::text(bytes).ok_or_else(|| PackageError::Harmful(String::new()))?;
    Ok(lines(Parts::read_flat(&text.text)?))
}

/// Reads a Word file of Word 97 to 2003, or of WPS Writer.
///
/// # Errors
/// Those of [`read`].
pub fn read_old(bytes: &[u8]) -> Result<Text, PackageError> {
    Ok(lines(old::read(bytes)?))
}

/// Reads an OpenDocument text.
///
/// # Errors
/// Those of [`read`].
pub fn read_open(bytes: &[u8]) -> Result<Text, PackageError> {
    Ok(lines(open::read(bytes)?))
}

/// Reads an RTF file.
///
/// # Errors
/// Those of [`read`].
pub fn read_rich(bytes: &[u8]) -> Result<Text, PackageError> {
    Ok(lines(rich::read(bytes)?))
}

fn lines(mut parts: Parts) -> Text {
    let lists = std::mem::take(&mut parts.lists);
    let mut body = Body::new(&parts, lists);
    body.blocks(&parts.body);
    body.print_notes();
    for text in page_edges(&parts) {
        body.seen.meet(FileContent::PageEdge, 1, &text);
        body.leftovers.push(Paragraph { text, lines: LineSpan::at(1) });
    }
    let (lines, layouts): (Vec<String>, Vec<Layout>) = body.lines.into_iter().unzip();
    Text { text: lines.join("\n"), layouts, doubts: body.seen.doubts(), leftovers: body.leftovers }
}

/// Returns the text of headers and footers, without page numbers.
fn page_edges(parts: &Parts) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for edge in &parts.page_edges {
        let text = Body::new(parts, numbering::Lists::default()).flat(edge);
        if body::has_words(&text) && !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}
