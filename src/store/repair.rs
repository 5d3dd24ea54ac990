//! Repairs: what opening, mending or restoring a store had to do, for a person to read.

use std::path::PathBuf;

use super::{Fault, Reason};
use crate::text::Language;
use crate::text::clean::shown_path;

/// Something that opening, mending or restoring a store had to do. No saved data are lost by it, except where
/// [`Repair::Reassembled`] lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// The last line of the journal had been cut short by a crash in the middle of a save; it was removed.
    TornLine {
        /// The number of bytes removed; they are kept in `cut-off.txt` in the store's folder.
        bytes: u64,
    },
    /// The journal ended with zeros instead of lines; they were removed. After a power cut this is usually a save that
    /// had not been acknowledged, but nothing proves it.
    ZeroedEnd {
        /// The number of bytes removed; they are kept in `cut-off.txt` in the store's folder.
        bytes: u64,
    },
    /// Entries that the state lacked were applied to it again, as after a crash.
    Replayed {
        /// The number of them.
        entries: u64,
    },
    /// The state was unusable and was rebuilt from the journal.
    Rebuilt {
        /// The reason why it was unusable.
        reason: Reason,
    },
    /// The state could not be kept on disk; the store works without it, but opens more slowly.
    Stateless {
        /// The reason why it could not be kept.
        reason: Reason,
    },
    /// A restore had been interrupted and was completed.
    RestoreFinished,
    /// The store was brought to this program's schema; the old one is kept.
    Migrated {
        /// The schema that it had.
        from: u32,
        /// The folder of the old store.
        kept: PathBuf,
    },
    /// The journal is damaged before the state's last entry. All current data are intact, but a part of the history
    /// can't be read.
    HistoryDamaged {
        /// The name of the damaged file.
        file: String,
        /// The damaged line, from 1, if the damage is in one line.
        line: Option<u64>,
        /// The fault found there.
        fault: Fault,
    },
    /// The store may not be written to and can only be read.
    ReadOnly {
        /// Its folder.
        path: PathBuf,
    },
    /// A backup has no end line, so its latest entries may be missing.
    EndMissing {
        /// The number of its last entry.
        last: u64,
    },
    /// The journal was damaged and was reassembled from every source that still had its entries.
    Reassembled(Reassembled),
    /// Other accounts of this machine may read what people have entered.
    Exposed {
        /// A folder that they may read.
        path: PathBuf,
    },
    /// Files and folders that others could read or change are private to their owner again.
    MadePrivate {
        /// The number of them.
        files: u64,
    },
    /// Remains of interrupted work were removed.
    LeftOversRemoved {
        /// Their names within the store.
        names: Vec<String>,
    },
    /// A compressed file of the journal could not be read by `zcat`, although its content was intact; it was
    /// recompressed.
    Recompressed {
        /// The name of the file.
        file: String,
    },
}

/// The sources and losses of a damaged journal that was reassembled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reassembled {
    /// The number of entries that were intact in the journal.
    pub from_journal: u64,
    /// The number of entries taken from a backup.
    pub from_backup: u64,
    /// The numbers of the entries that could not be recovered, as first and last of each run.
    pub lost: Vec<(u64, u64)>,
    /// True if the current data are complete although entries were lost, because the state had applied them.
    pub data_whole: bool,
    /// The folder in which the damaged store is kept.
    pub kept: Option<PathBuf>,
    /// Entries of a second branch, written by another program at the same time.
    pub joined: Vec<Joined>,
    /// Files that belong to another store and were left out, each with its number of entries.
    pub foreign: Vec<(String, u64)>,
}

/// An entry of the second branch of a journal that was reassembled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// Its number in its branch.
    pub was: u64,
    /// Its number now, or `None` if it could not be applied.
    pub now: Option<u64>,
    /// The time in RFC 3339 at which it was made.
    pub at: String,
    /// The person who made it.
    pub who: String,
    /// The desk command's name.
    pub what: String,
    /// The records that the first branch set to another value. They now have this entry's value, and the history has
    /// both.
    pub set_otherwise: Vec<String>,
}

impl Joined {
    fn text(&self, language: Language) -> String {
        let Joined { was, now, at, who, what, set_otherwise } = self;
        let records = set_otherwise.join(language.pick("、", ", "));
        match (language, now, set_otherwise.is_empty()) {
            (Language::Zh, None, _) => format!("{at} {who} 的 {what}（原第 {was} 条）未能并入，请在原件中查看并补录"),
            (Language::Zh, Some(now), true) => format!("{at} {who} 的 {what} 现为第 {now} 条"),
            (Language::Zh, Some(now), false) => {
                format!("{at} {who} 的 {what} 现为第 {now} 条，与另一支不同：{records}，请核对")
            }
            (Language::En, None, _) => {
                format!(
                    "{what} of {who} at {at} (entry {was}) could not be applied: look it up there and enter it again"
                )
            }
            (Language::En, Some(now), true) => format!("{what} of {who} at {at} is now entry {now}"),
            (Language::En, Some(now), false) => {
                format!(
                    "{what} of {who} at {at} is now entry {now} and differs from the first branch: {records}; compare both in the history"
                )
            }
        }
    }
}

impl Reassembled {
    /// Returns the part of the message about second branches and files of other stores; empty if there are none.
    fn rest(&self, language: Language) -> String {
        let mut told = String::new();
        for (file, entries) in &self.foreign {
            told.push_str(&match language {
                Language::Zh => format!("\n{file} 属于另一个数据文件夹（{entries} 条），未并入"),
                Language::En => format!("\n{file} is another store's ({entries} entries) and was left out"),
            });
        }
        if !self.joined.is_empty() {
            told.push_str(language.pick(
                "\n日志分为两支（可能有两个程序同时写入），另一支的修改已续在其后：",
                "\nthe journal had two branches, as when two programs write at once; the changes of the second one follow those of the first:",
            ));
        }
        for joined in &self.joined {
            told.push_str("\n  ");
            told.push_str(&joined.text(language));
        }
        told
    }

    fn text(&self, language: Language) -> String {
        let numbers =
            |(first, last): &(u64, u64)| if first == last { format!("{first}") } else { format!("{first}–{last}") };
        let lost = self.lost.iter().map(numbers).collect::<Vec<_>>().join(language.pick("、", ", "));
        let kept = self.kept.as_ref().map(|kept| shown_path(kept).to_string());
        let (Reassembled { from_journal, from_backup, .. }, rest) = (self, self.rest(language));
        match language {
            Language::Zh => {
                let loss = match (self.lost.is_empty(), self.data_whole) {
                    (true, _) if !self.joined.is_empty() => "两支的修改都已保留".to_string(),
                    (true, _) => "没有丢失任何修改".to_string(),
                    (_, true) => format!("现有数据完好，只是第 {lost} 条的历史记录找不回来"),
                    (_, false) => format!("第 {lost} 条修改找不回来：请用 plandesk history 查看前后记录并补录"),
                };
                let kept = kept.map_or(String::new(), |kept| format!("；损坏的原件保留在 {kept}"));
                format!(
                    "日志已损坏，现已重新拼合：{from_journal} 条取自日志，{from_backup} 条取自备份；{loss}{kept}{rest}"
                )
            }
            Language::En => {
                let loss = match (self.lost.is_empty(), self.data_whole) {
                    (true, _) if !self.joined.is_empty() => "both branches are kept".to_string(),
                    (true, _) => "no change was lost".to_string(),
                    (_, true) => format!("all current data are there, only the history of entries {lost} is lost"),
                    (_, false) => {
                        format!(
                            "entries {lost} can't be recovered: look at those around them with `plandesk history` and enter them again"
                        )
                    }
                };
                let kept = kept.map_or(String::new(), |kept| format!("; the damaged store is kept in {kept}"));
                format!(
                    "the journal was damaged and was reassembled, {from_journal} entries from the journal and {from_backup} from a backup; {loss}{kept}{rest}"
                )
            }
        }
    }
}

impl Repair {
    /// Returns the message for a person.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => self.chinese(),
            Language::En => self.english(),
        }
    }

    fn chinese(&self) -> String {
        let zh = Language::Zh;
        match self {
            Repair::TornLine { bytes } => {
                format!("上次保存中途中断，已去掉未写完的一行（{bytes} 字节，留在 cut-off.txt）")
            }
            Repair::ZeroedEnd { bytes } => format!(
                "日志末尾 {bytes} 字节为零，已去掉（留在 cut-off.txt）：通常是断电时未写完的一次保存；若更多，请用 plandesk history 核对最近的修改"
            ),
            Repair::Replayed { entries } => format!("已从日志补上 {entries} 条修改"),
            Repair::Rebuilt { reason } => format!("状态数据不可用（{}），已由日志重建", reason.text(zh)),
            Repair::Stateless { reason } => {
                format!("状态数据无法保存（{}），打开会较慢；修改仍写入日志", reason.text(zh))
            }
            Repair::RestoreFinished => "已完成上次中断的恢复".to_string(),
            Repair::Migrated { from, kept } => {
                format!("数据格式已由第 {from} 版升级，原数据保留在 {}", shown_path(kept))
            }
            Repair::HistoryDamaged { file, line, fault } => {
                let line = line.map_or(String::new(), |line| format!("第 {line} 行"));
                format!(
                    "{file} {line}已损坏（{}）：现有数据完好，但该处之后的历史记录无法读取。请运行 plandesk doctor --mend：能找回的历史记录会从备份中补上，损坏的原件另行保留",
                    fault.text(zh)
                )
            }
            Repair::ReadOnly { path } => {
                format!("{} 不可写，只能查看；要修改，请检查属主和权限", shown_path(path))
            }
            Repair::EndMissing { last } => format!("备份没有结束行，可能缺少第 {last} 条之后的修改"),
            Repair::Reassembled(how) => how.text(zh),
            Repair::Exposed { path } => {
                format!("本机其他账号可以查看 {}；不应如此时请运行 plandesk doctor --mend", shown_path(path))
            }
            Repair::MadePrivate { files } => format!("{files} 个文件或文件夹已改为仅属主可读写"),
            Repair::LeftOversRemoved { names } => format!("已清除中断的工作留下的文件：{}", names.join("、")),
            Repair::Recompressed { file } => format!("{file} 的压缩格式有误，内容完好，已重新压缩"),
        }
    }

    fn english(&self) -> String {
        let en = Language::En;
        match self {
            Repair::TornLine { bytes } => format!(
                "a save had been interrupted; its incomplete line was removed ({bytes} bytes, kept in cut-off.txt)"
            ),
            Repair::ZeroedEnd { bytes } => format!(
                "the last {bytes} bytes of the journal were zeros and were removed (kept in cut-off.txt): usually a save interrupted by a power cut; if it was more, check the latest changes with `plandesk history`"
            ),
            Repair::Replayed { entries } => format!("{entries} changes were applied from the journal"),
            Repair::Rebuilt { reason } => {
                let reason = reason.text(en);
                format!("the state could not be used ({reason}) and was rebuilt from the journal")
            }
            Repair::Stateless { reason } => format!(
                "the state can't be kept on disk ({}); opening is slower, changes are saved in the journal",
                reason.text(en)
            ),
            Repair::RestoreFinished => "an interrupted restore was completed".to_string(),
            Repair::Migrated { from, kept } => {
                format!("the store was migrated from schema {from}; the old one is kept in {}", shown_path(kept))
            }
            Repair::HistoryDamaged { file, line, fault } => {
                let line = line.map_or(String::new(), |line| format!(" line {line}"));
                format!(
                    "{file}{line} is damaged ({}): all current data are intact, but the history from there on can't be read. Run `plandesk doctor --mend`: it restores the lost history as far as the backups have it, and keeps the damaged store",
                    fault.text(en)
                )
            }
            Repair::ReadOnly { path } => format!(
                "{} can't be written to, so it can only be read; check its owner and permissions to change anything",
                shown_path(path)
            ),
            Repair::EndMissing { last } => {
                format!("the backup has no end line and may lack the changes after entry {last}")
            }
            Repair::Reassembled(how) => how.text(en),
            Repair::Exposed { path } => format!(
                "other accounts of this machine can read {}; if they should not, run `plandesk doctor --mend`",
                shown_path(path)
            ),
            Repair::MadePrivate { files } => format!("{files} files or folders were made private to their owner"),
            Repair::LeftOversRemoved { names } => {
                format!("files left behind by interrupted work were removed: {}", names.join(", "))
            }
            Repair::Recompressed { file } => {
                format!("{file} was recompressed: its content was intact, its compressed form was not")
            }
        }
    }
}
