//! PDF files (ISO 32000): extraction of characters and ruled lines with their positions, which [`placed`] converts to
//! lines.
//!
//! ```text
//! bytes ──▶ objects (hayro) ──▶ content ──▶ font ──▶ placed
//!                               operators   what a code says
//! ```
//! Only the text layer is read. Pages without one are counted and reported.

mod content;
mod font;
mod stream;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::{LoadPdfError, Pdf};

use super::ImportError;
use super::layout::Text;
use super::package::PackageError;
use super::placed::{self, MOST_GLYPHS, MOST_PAGES, Page};

/// Reads a PDF file.
///
/// # Errors
/// Fails if it is damaged, encrypted, malicious, or without text.
pub fn read(bytes: &[u8]) -> Result<Text, ImportError> {
    stream::refuse_bombs(bytes)?;
    // The parser may panic on malformed files.
    let pages = catch_unwind(AssertUnwindSafe(|| pages(bytes))).unwrap_or_else(|_| Err(damaged("PDF").into()))?;
    let glyphs: usize = pages.iter().map(|page| page.glyphs.len()).sum();
    let undecoded: usize = pages.iter().map(|page| page.undecoded).sum();
    let scans = pages.iter().filter(|page| page.is_picture).count();
    if glyphs == 0 && scans > 0 {
        return Err(ImportError::Scanned { pages: scans });
    }
    if undecoded * 3 > glyphs && undecoded > 20 {
        return Err(ImportError::UndecodedFonts { line: 1 });
    }
    Ok(placed::text(pages))
}

fn damaged(reason: &str) -> PackageError {
    PackageError::Damaged { part: String::new(), reason: reason.to_string() }
}

fn pages(bytes: &[u8]) -> Result<Vec<Page>, ImportError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PackageError::Encrypted,
        LoadPdfError::Invalid => damaged("PDF"),
    })?;
    let found = pdf.pages();
    if found.len() > MOST_PAGES {
        return Err(PackageError::TooLarge(String::new()).into());
    }
    let mut fonts = font::Fonts::default();
    let mut pages = Vec::with_capacity(found.len());
    let mut budget = content::Budget::default();
    let mut glyphs = 0;
    for page in found.iter() {
        let read = content::read(page, &mut fonts, &mut budget)?;
        glyphs += read.glyphs.len();
        if glyphs > MOST_GLYPHS {
            return Err(PackageError::TooLarge(String::new()).into());
        }
        pages.push(read);
    }
    Ok(pages)
}
