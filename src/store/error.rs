//! The errors of a store, each with what a person can do about it.

use std::io;
use std::path::{Path, PathBuf};

use super::guard::Danger;
use crate::plan::dossier::Conflict;
use crate::text::Language;
use crate::text::clean::shown_path;

/// An error of a store.
///
/// The [`Display`](std::fmt::Display) text is English; [`StoreError::text`] gives either language, with what to do
/// about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the store open.
    #[error("{}", self.text(Language::En))]
    Busy {
        /// The store's folder.
        path: PathBuf,
        /// The id of that process, if it could be read.
        holder: Option<u32>,
    },
    /// The journal, or a backup being restored, is damaged. Nothing has been changed or deleted.
    #[error("{}", self.text(Language::En))]
    Damaged {
        /// The name of the damaged file, or `backup`.
        file: String,
        /// The damaged line, from 1, if the damage is in one line.
        line: Option<u64>,
        /// The fault found there.
        fault: Fault,
    },
    /// The store was written by a newer plandesk.
    #[error("{}", self.text(Language::En))]
    Newer {
        /// The schema of the store.
        found: u32,
        /// The newest schema that this program knows.
        known: u32,
    },
    /// The store was written by an older plandesk, and this one has no migration for its schema.
    #[error("{}", self.text(Language::En))]
    Older {
        /// The schema of the store.
        found: u32,
        /// The schema that this program writes.
        known: u32,
    },
    /// The folder, or a file in it, is not safe to use as a store. Nothing has been read or changed.
    #[error("{}", self.text(Language::En))]
    Unsafe {
        /// The file or folder.
        path: PathBuf,
        /// The reason why it is not safe.
        danger: Danger,
    },
    /// The folder or a file in it is not writable.
    #[error("{}", self.text(Language::En))]
    ReadOnly {
        /// The file or folder that could not be written.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The disk, or the quota, is full. The change was not saved.
    #[error("{}", self.text(Language::En))]
    Full {
        /// The file or folder that could not be written.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// An earlier write failed, so the store refuses changes until its cause is gone or it is opened again.
    #[error("{}", self.text(Language::En))]
    Stopped {
        /// The earlier failure.
        cause: String,
    },
    /// A file or folder of the open store was moved away or replaced. Saving stops, so that two programs do not write
    /// to one store.
    #[error("{}", self.text(Language::En))]
    Replaced {
        /// The file or folder.
        path: PathBuf,
    },
    /// Another desk has appended to the shared journal. Nothing was saved; the new entries can be
    /// [absorbed](super::Store::absorb).
    #[error("{}", self.text(Language::En))]
    Moved,
    /// A journal that is shared with other desks can't be replaced.
    #[error("{}", self.text(Language::En))]
    Shared,
    /// An entry is too long to be restored from a backup. Nothing was saved.
    #[error("{}", self.text(Language::En))]
    TooLong {
        /// The desk command.
        what: String,
        /// The length of the entry in bytes.
        bytes: usize,
        /// The maximum length in bytes.
        most: usize,
    },
    /// No restore has replaced a store here.
    #[error("{}", self.text(Language::En))]
    NothingKept {
        /// The store's folder.
        path: PathBuf,
    },
    /// A change does not fit the present state. Nothing was saved.
    #[error("{}", self.text(Language::En))]
    Conflict(#[from] Conflict),
    /// A change holds a value that JSON can't represent, such as a number that is not finite.
    #[error("{}", self.text(Language::En))]
    Unwritable {
        /// The desk command.
        what: String,
    },
    /// Any other failure of the system.
    #[error("{}", self.text(Language::En))]
    Io {
        /// The file or folder that was read or written.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

impl StoreError {
    /// Classifies a failure of the system by what a person can do about it.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        use io::ErrorKind as Kind;
        let path = path.to_path_buf();
        match source.kind() {
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => StoreError::Full { path, source },
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => StoreError::ReadOnly { path, source },
            _ => StoreError::Io { path, source },
        }
    }

    /// Returns the message for a person, with what to do about the error.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => self.chinese(),
            Language::En => self.english(),
        }
    }

    /// Returns the message for a person who is already running `doctor`.
    pub(super) fn found(&self, language: Language) -> String {
        match (self, language) {
            (StoreError::Damaged { .. }, Language::Zh) => {
                format!("{}；plandesk doctor --mend 会用备份和状态数据修复，损坏的原件另行保留", self.place(language))
            }
            (StoreError::Damaged { .. }, Language::En) => {
                let place = self.place(language);
                format!(
                    "{place}; `plandesk doctor --mend` mends it from backups and the state, and keeps the damaged store"
                )
            }
            _ => self.text(language),
        }
    }

    /// Returns the place and the kind of the damage, without the remedy.
    pub(super) fn place(&self, language: Language) -> String {
        match self {
            StoreError::Damaged { file, line, fault } => damage(file, *line, fault, language),
            _ => self.text(language),
        }
    }

    fn english(&self) -> String {
        match self {
            StoreError::Busy { path, holder } => {
                let who = holder.map_or("another process".to_string(), |pid| format!("process {pid}"));
                format!("the store {} is in use by {who}; close it there, or wait and try again", shown_path(path))
            }
            StoreError::Damaged { file, line, fault } => {
                let damage = damage(file, *line, fault, Language::En);
                format!("{damage}; nothing was changed. {}", fault.remedy(Language::En))
            }
            StoreError::Newer { found, known } => format!(
                "the store has schema {found} and this plandesk knows up to {known}; use the newer plandesk that wrote it"
            ),
            StoreError::Older { found, known } => format!(
                "the store has schema {found} and this plandesk ({known}) can't migrate it; make a backup with the plandesk that wrote it and restore that"
            ),
            StoreError::Unsafe { path, danger } => danger.english(&shown_path(path)),
            StoreError::ReadOnly { path, source } => format!(
                "{} can't be written ({source}); check its owner and permissions, or choose another folder with --store",
                shown_path(path)
            ),
            StoreError::Full { path, source } => format!(
                "no room to write {} ({source}); the change was not saved. Free some space and open the store again",
                shown_path(path)
            ),
            StoreError::Stopped { cause } => {
                format!("the store is read-only since a write failed: {cause}; mend the cause and open the store again")
            }
            StoreError::Replaced { path } => format!(
                "{} was moved away or replaced while it was in use, so nothing more is saved here; put it back as it was, or end this process (`plandesk` shows it, `kill` ends it) and open the store again",
                shown_path(path)
            ),
            StoreError::Moved => "others have saved meanwhile; look at it again and repeat the change".to_string(),
            StoreError::Shared => {
                "others write to this journal as well, so it can't be replaced or mended from here".to_string()
            }
            StoreError::TooLong { what, bytes, most } => format!(
                "{what}: this change takes {} MB, and one change may take {} MB; do it in parts",
                bytes >> 20,
                most >> 20
            ),
            StoreError::NothingKept { path } => {
                format!("no restore has replaced anything in {}; there is nothing to bring back", shown_path(path))
            }
            StoreError::Conflict(conflict) => format!("{conflict}; look at it again and repeat the change"),
            StoreError::Unwritable { what } => format!(
                "{what}: the change holds a value that can't be written down exactly (is every number finite?); correct it and try again"
            ),
            StoreError::Io { path, source } => {
                format!("{}: {source}; check the disk and open the store again", shown_path(path))
            }
        }
    }

    fn chinese(&self) -> String {
        match self {
            StoreError::Busy { path, holder } => {
                let who = holder.map_or("另一进程".to_string(), |pid| format!("进程 {pid} "));
                format!("{} 正由{who}使用；请在该处退出，或稍后再试", shown_path(path))
            }
            StoreError::Damaged { file, line, fault } => {
                let damage = damage(file, *line, fault, Language::Zh);
                format!("{damage}；未改动任何内容。{}", fault.remedy(Language::Zh))
            }
            StoreError::Newer { found, known } => {
                format!("数据格式为第 {found} 版，本程序只认识到第 {known} 版；请使用写入它的新版 plandesk")
            }
            StoreError::Older { found, known } => {
                format!("数据格式为第 {found} 版，本程序（第 {known} 版）无法升级；请用原版本备份后再恢复")
            }
            StoreError::Unsafe { path, danger } => danger.chinese(&shown_path(path)),
            StoreError::ReadOnly { path, source } => {
                format!("{} 不可写（{source}）；请检查属主和权限，或用 --store 另选文件夹", shown_path(path))
            }
            StoreError::Full { path, source } => {
                format!("没有空间写入 {}（{source}）；本次修改未保存。请腾出空间后重新打开", shown_path(path))
            }
            StoreError::Stopped { cause } => format!("此前写入失败，现为只读：{cause}；排除原因后请重新打开"),
            StoreError::Replaced { path } => {
                format!("{} 在使用中被移走或替换，此处不再保存；请放回原处，或结束本进程后重新打开", shown_path(path))
            }
            StoreError::Moved => "他人同时保存了更改；请查看后重新操作".to_string(),
            StoreError::Shared => "这份日志也由他人写入，不能在此替换或修复".to_string(),
            StoreError::TooLong { what, bytes, most } => {
                format!("{what}：一次更改有 {} MB，最多 {} MB；请分几次进行", bytes >> 20, most >> 20)
            }
            StoreError::NothingKept { path } => {
                format!("{} 没有被恢复操作替换过的数据，无可撤销", shown_path(path))
            }
            StoreError::Conflict(conflict) => format!("记录已变化（{}）；请查看后重新操作", conflict.record),
            StoreError::Unwritable { what } => format!("{what}：含有无法原样写入的值（数字是否有效？）；请更正后重试"),
            StoreError::Io { path, source } => format!("{}：{source}；请检查磁盘后重新打开", shown_path(path)),
        }
    }
}

/// Returns the place and the kind of the damage.
fn damage(file: &str, line: Option<u64>, fault: &Fault, language: Language) -> String {
    match language {
        Language::Zh => {
            let line = line.map_or(String::new(), |line| format!("第 {line} 行"));
            format!("{file} {line}已损坏：{}", fault.text(language))
        }
        Language::En => {
            let line = line.map_or(String::new(), |line| format!(" line {line}"));
            format!("{file}{line} is damaged: {}", fault.text(language))
        }
    }
}

/// A fault of a line or a file of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The line does not match its checksum.
    Checksum,
    /// The line does not follow the one before it: lines are missing, duplicated or out of order.
    Chain,
    /// The line is intact, but this program can't parse its content. Holds the parser's message.
    Content(String),
    /// The entry can't be applied to the state after the entries before it. Holds the reason.
    Conflict(String),
    /// The file is missing.
    Missing,
    /// The journal has other entries than those saved, after a common one.
    Forked {
        /// The number of the last common entry; 0 if none is known.
        after: u64,
    },
    /// The journal belongs to another store.
    Foreign {
        /// The number of the last entry saved in this store.
        saved: u64,
    },
    /// The journal lacks the last entries that were saved.
    Short {
        /// The number of the last entry found.
        found: u64,
        /// The number of the last entry saved.
        saved: u64,
    },
}

impl Fault {
    /// Returns the description for a person.
    pub fn text(&self, language: Language) -> String {
        let zh = language == Language::Zh;
        match self {
            Fault::Checksum => language.pick("校验和不符", "its checksum does not match").to_string(),
            Fault::Chain => language.pick("与上一行不衔接", "it does not follow the line before it").to_string(),
            Fault::Content(what) if zh => format!("内容无法识别（{what}），或许由更新版本的 plandesk 写入"),
            Fault::Content(what) => format!("it can't be read ({what}); perhaps a newer plandesk wrote it"),
            Fault::Conflict(record) if zh => format!("与此前的状态不符（{record}）"),
            Fault::Conflict(record) => format!("it does not fit the entries before it ({record})"),
            Fault::Missing => language.pick("文件缺失", "the file is missing").to_string(),
            Fault::Forked { after } if zh => format!("第 {after} 条之后与此处保存过的不同"),
            Fault::Forked { after } => format!("after entry {after} it differs from what was saved here"),
            Fault::Foreign { saved } if zh => format!("属于另一个数据文件夹，而此处已保存到第 {saved} 条"),
            Fault::Foreign { saved } => format!("it is another store's, and entry {saved} had been saved in this one"),
            Fault::Short { found, saved } if zh => format!("日志止于第 {found} 条，而第 {saved} 条已保存过"),
            Fault::Short { found, saved } => {
                format!("the journal ends at entry {found}, but entry {saved} had been saved")
            }
        }
    }

    fn remedy(&self, language: Language) -> &'static str {
        match self {
            Fault::Content(_) => language.pick(
                "请改用写入它的 plandesk 版本打开",
                "Open the store with the plandesk that wrote it",
            ),
            _ => language.pick(
                "无法自动修复。此前各行完好：请用 plandesk doctor 查看，用 plandesk restore 恢复别处的备份",
                "It can't be mended automatically. The lines before it are intact: check the store with `plandesk doctor`, and restore a backup from elsewhere with `plandesk restore`",
            ),
        }
    }
}

/// A reason why a state could not be used or kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It does not exist.
    Absent,
    /// It is empty.
    Empty,
    /// It belongs to another journal.
    Foreign,
    /// A record does not match its checksum, or records are missing or superfluous.
    Unequal,
    /// Its records are in a form that this program does not know.
    OtherForm,
    /// The message of the storage engine or of the system.
    Engine(String),
}

impl Reason {
    /// Returns the description for a person.
    pub fn text(&self, language: Language) -> &str {
        match self {
            Reason::Absent => language.pick("缺失", "it is not there"),
            Reason::Empty => language.pick("为空", "it is empty"),
            Reason::Foreign => language.pick("与日志不符", "it is not of this journal"),
            Reason::Unequal => language.pick("校验和不符", "its checksums do not match"),
            Reason::OtherForm => language.pick("格式不同", "its records have another form"),
            Reason::Engine(words) => words,
        }
    }
}

impl From<String> for Reason {
    fn from(words: String) -> Self {
        Reason::Engine(words)
    }
}
