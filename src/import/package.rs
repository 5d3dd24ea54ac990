//! The container of an office file: a ZIP archive of parts, and limits for unpacking it.
//!
//! The rules are the same for workbooks and Word files. A part is read by its exact name and never written to disk, so
//! a name with `..` is harmless. Declared sizes are not trusted: parts are counted while unpacking.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipResult;

use crate::text::Language;

/// The signature of a ZIP archive.
pub const ZIP: &[u8] = b"PK\x03\x04";
/// The signature of a compound file (OLE): an office file before 2007, or an encrypted one.
pub const OLE: &[u8] = b"\xD0\xCF\x11\xE0";

/// The maximum size of all unpacked parts in bytes: about ten times a list of 10,000 tasks.
pub const MAX_UNPACKED: u64 = 128 << 20;
/// The maximum size of an unpacked part in bytes.
pub const MAX_PART: u64 = 64 << 20;
/// The maximum number of parts.
const MAX_PARTS: usize = 4096;
/// The minimum size in bytes of a part whose compression ratio is checked against [`MAX_RATIO`], which no text reaches.
const RATIO_FROM: u64 = 8 << 20;
const MAX_RATIO: u64 = 250;

/// The reason why a package, or a part of it, can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum PackageError {
    /// It is encrypted.
    Encrypted,
    /// It can't be unpacked, or is not well formed.
    Damaged {
        /// The name of the part; empty for the whole package.
        part: String,
        /// The message of the decompressor or parser.
        reason: String,
    },
    /// A required part is missing.
    Missing(String),
    /// A part, or the whole package, is larger than any real one. Holds the name of the part.
    TooLarge(String),
    /// A part is malicious. Holds its name.
    Harmful(String),
}

impl PackageError {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        let zh = language == Language::Zh;
        let of = |part: &str| match (part, zh) {
            ("", true) => "文件".to_string(),
            ("", false) => "the file".to_string(),
            (part, true) => format!("文件中的 {part} "),
            (part, false) => format!("its part {part}"),
        };
        match (self, zh) {
            (PackageError::Encrypted, true) => "文件有打开密码；请取消密码后另存再导入".to_string(),
            (PackageError::Encrypted, false) => "it is protected by a password; save it without one".to_string(),
            (PackageError::Damaged { part, reason }, true) => {
                format!("{}已损坏（{reason}）；请用 Word 或 WPS 打开后重新保存，或请对方重发", of(part))
            }
            (PackageError::Damaged { part, reason }, false) => {
                format!("{} is damaged ({reason}); open it and save it again, or ask for it once more", of(part))
            }
            (PackageError::Missing(part), true) => {
                format!("文件缺少 {part}；请用 Word 或 WPS 打开后重新保存，或请对方重发")
            }
            (PackageError::Missing(part), false) => {
                format!("it lacks its part {part}; open it and save it again, or ask for it once more")
            }
            (PackageError::TooLarge(part), true) => {
                format!("{}解压后过大，不像办公文件，未读取；请打开后另存，只保留规划正文", of(part))
            }
            (PackageError::TooLarge(part), false) => {
                format!(
                    "{} unpacks to far more than a document holds and was not read; save the plan's text alone",
                    of(part)
                )
            }
            (PackageError::Harmful(part), true) => {
                format!("{}内容异常，不是办公软件写出的，未读取；请用 Word 或 WPS 打开后另存", of(part))
            }
            (PackageError::Harmful(part), false) => {
                format!("{} holds what no office program writes and was not read; open it and save it again", of(part))
            }
        }
    }

    fn damaged(part: &str, error: &dyn std::fmt::Display) -> Self {
        PackageError::Damaged { part: part.to_string(), reason: error.to_string() }
    }
}

/// A container of named parts.
pub trait Source {
    /// Returns the content of a part; `None` if it does not exist.
    ///
    /// # Errors
    /// Fails if it is encrypted, damaged or too large.
    fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, PackageError>;
}

/// An open package.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The number of bytes that may still be unpacked.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// Fails if it is not a ZIP archive, is truncated, or has too many parts.
    pub fn open(bytes: &'a [u8]) -> Result<Self, PackageError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| PackageError::damaged("", &error))?;
        if archive.len() > MAX_PARTS {
            return Err(PackageError::TooLarge(String::new()));
        }
        Ok(Package { archive, left: MAX_UNPACKED })
    }

    /// Returns true if there is a part whose name satisfies `is_it`.
    pub fn holds(&self, is_it: impl Fn(&str) -> bool) -> bool {
        self.archive.file_names().any(|name| name.is_ok_and(|name| is_it(&name)))
    }

    /// Returns the number of parts.
    pub fn len(&self) -> usize {
        self.archive.len()
    }

    /// Returns the name and the content of a part by its index.
    ///
    /// # Errors
    /// Those of [`Source::part`].
    pub fn part_at(&mut self, index: usize) -> Result<(String, Vec<u8>), PackageError> {
        let name = self.archive.name_for_index(index).and_then(ZipResult::ok).unwrap_or_default().into_owned();
        let file = self.archive.by_index(index).map_err(|error| PackageError::damaged(&name, &error))?;
        if file.encrypted() {
            return Err(PackageError::Encrypted);
        }
        let packed = file.compressed_size().max(1);
        let most = self.left.min(MAX_PART).min(RATIO_FROM.max(packed.saturating_mul(MAX_RATIO)));
        let mut bytes = Vec::new();
        let size = file.take(most + 1).read_to_end(&mut bytes).map_err(|error| PackageError::damaged(&name, &error))?;
        if size as u64 > most {
            return Err(PackageError::TooLarge(name));
        }
        self.left -= size as u64;
        Ok((name, bytes))
    }
}

impl Source for Package<'_> {
    fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, PackageError> {
        // .NET writes the names of parts with backslashes.
        let index = self.archive.index_for_name(name);
        let Some(index) = index.or_else(|| self.archive.index_for_name(&name.replace('/', "\\"))) else {
            return Ok(None);
        };
        self.part_at(index).map(|(_, bytes)| Some(bytes))
    }
}

/// Returns true if the directory of a compound file contains a name, which is stored in UTF-16.
pub fn ole_holds(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.starts_with(OLE) && bytes.windows(name.len()).any(|part| part == name)
}

/// Returns true if the bytes are a ZIP archive with a part whose name satisfies `is_it`. In a damaged one without a
/// directory, the local headers of the parts still have names.
pub fn zip_holds(bytes: &[u8], is_it: impl Fn(&str) -> bool) -> bool {
    if !bytes.starts_with(ZIP) {
        return false;
    }
    match Package::open(bytes) {
        Ok(package) => package.holds(is_it),
        Err(_) => (0..bytes.len()).filter_map(|at| name_at(bytes, at)).any(is_it),
    }
}

/// Returns the name in the local header at an offset: its length in two bytes at 26, the name at 30.
fn name_at(bytes: &[u8], at: usize) -> Option<&str> {
    let header = bytes[at..].starts_with(ZIP).then(|| &bytes[at..])?;
    let length = u16::from_le_bytes([*header.get(26)?, *header.get(27)?]);
    std::str::from_utf8(header.get(30..30 + usize::from(length))?).ok()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// Returns an archive with these parts, uncompressed, each given as name and content.
    pub(in crate::import) fn stored(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for (name, content) in parts {
            zip.start_file(*name, options).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// Returns an archive with one part that consists of blanks.
    fn spaces(megabytes: usize) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("big.xml", SimpleFileOptions::default()).unwrap();
        (0..megabytes).for_each(|_| zip.write_all(&[b' '; 1 << 20]).unwrap());
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_part_that_packs_like_no_text_is_not_unpacked_to_the_end() {
        let read = |bytes: &[u8]| Package::open(bytes).unwrap().part("big.xml").map(|part| part.unwrap().len());
        assert_eq!(read(&spaces(7)), Ok(7 << 20));
        for megabytes in [9, 70, 200] {
            assert_eq!(read(&spaces(megabytes)), Err(PackageError::TooLarge("big.xml".to_string())));
        }
    }

    #[test]
    fn every_reason_says_what_to_do_in_both_languages() {
        let part = "word/styles.xml".to_string();
        for error in [
            PackageError::Encrypted,
            PackageError::Damaged { part: part.clone(), reason: "x".to_string() },
            PackageError::Missing(part.clone()),
            PackageError::TooLarge(part.clone()),
            PackageError::Harmful(part.clone()),
        ] {
            for (language, word) in [(Language::Zh, "请"), (Language::En, "save")] {
                let text = error.text(language);
                assert!(text.contains(word), "{text}");
                assert!(error == PackageError::Encrypted || text.contains(&part), "{text}");
            }
        }
    }
}
