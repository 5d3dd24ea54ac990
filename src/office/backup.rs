//! Backups written to a file that a person names: all data with the history, checked as a restore would read it.

use std::io::{self, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::desk::Desk;
use crate::export::ExportError;
use crate::store::{BackedUp, Store, StoreError};
use crate::text::Language;
use crate::text::clean::shown_path;

use super::client::Files;

/// The maximum size of a file that can be restored, in bytes. A compressed one may contain more, since it is read line
/// by line.
pub const MOST_BYTES: u64 = 1 << 30;

/// An error while writing a backup.
#[derive(Debug, thiserror::Error)]
pub enum NotBackedUp {
    /// The store is damaged. `plandesk backup` on the command line can rescue what is left.
    #[error(transparent)]
    Damaged(StoreError),
    /// The backup could not be restored again.
    #[error(transparent)]
    Unsound(StoreError),
    /// The backup would be too large to be restored. Holds its size in megabytes.
    #[error("{0} MB are too much to be restored")]
    TooLarge(u64),
    /// Compressing it failed.
    #[error(transparent)]
    System(#[from] io::Error),
    /// The file can't be written.
    #[error(transparent)]
    File(#[from] ExportError),
}

impl NotBackedUp {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, path: &Path, language: Language) -> String {
        let file = shown_path(path);
        match (self, language) {
            (NotBackedUp::Damaged(error), Language::Zh) => {
                format!("{}；请用命令行 plandesk backup 抢救现有内容", error.text(language))
            }
            (NotBackedUp::Damaged(error), Language::En) => {
                format!("{}; plandesk backup on the command line rescues what there is", error.text(language))
            }
            (NotBackedUp::Unsound(error), Language::Zh) => {
                format!("备份未通过校验，没有写入 {file}：{}", error.text(language))
            }
            (NotBackedUp::Unsound(error), Language::En) => format!(
                "the backup was checked and could not be restored, so {file} was not written: {}",
                error.text(language)
            ),
            (NotBackedUp::TooLarge(size), Language::Zh) => {
                format!("备份有 {size} MB，超过 1 GB 就无法恢复；请备份为 .gz 文件")
            }
            (NotBackedUp::TooLarge(size), Language::En) => {
                format!("the backup has {size} MB, and more than 1 GB can't be restored; back up to a .gz file")
            }
            (NotBackedUp::System(error), _) => error.to_string(),
            (NotBackedUp::File(error), _) => error.text(language),
        }
    }
}

/// Writes all data of an open desk to a file. Returns the number of entries.
///
/// # Errors
/// [`NotBackedUp`]; no file has been written then.
pub fn write(desk: &Desk, files: &dyn Files, path: &Path, overwrite: bool) -> Result<u64, NotBackedUp> {
    let mut lines = Vec::new();
    let entries = match desk.back_up(&mut lines) {
        Ok(BackedUp { entries, lost: None }) => entries,
        Ok(BackedUp { lost: Some(damage), .. }) | Err(damage) => return Err(NotBackedUp::Damaged(damage)),
    };
    files.write(path, &sound(lines, entries, path)?, overwrite)?;
    Ok(entries)
}

/// Checks a backup with this number of entries by reading it as a restore does, and returns the content of the file,
/// which is compressed if its name ends in `.gz`.
///
/// # Errors
/// [`NotBackedUp::Unsound`] and [`NotBackedUp::TooLarge`] if it could not be restored.
pub fn sound(mut lines: Vec<u8>, entries: u64, path: &Path) -> Result<Vec<u8>, NotBackedUp> {
    if path.extension().is_some_and(|ending| ending == "gz") {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&lines)?;
        lines = encoder.finish()?;
    }
    let found = Store::check_backup(&mut &lines[..]).map_err(NotBackedUp::Unsound)?;
    if found != entries || lines.len() as u64 > MOST_BYTES {
        return Err(NotBackedUp::TooLarge(lines.len() as u64 >> 20));
    }
    Ok(lines)
}
