//! Verifying a store without changing it.

use std::fs;
use std::path::{Path, PathBuf};

use super::evidence::compare_with_state;
use super::folder::Folder;
use super::journal::segment::{Segment, present};
use super::journal::{Chain, Reader, Tail, Trail, count_segments, first_header, segment_name};
use super::lock::Lock;
use super::migration::{STEPS, steps_from};
use super::parts::Parts;
use super::state::State;
use super::{Fault, Reason, StoreError, backups, evidence, files};
use crate::plan::dossier::{Dossiers, apply_all};
use crate::plan::{Period, PlanId};
use crate::text::Language;
use crate::text::clean::shown_path;

/// The result of verifying a store.
#[derive(Debug)]
pub struct Report {
    /// The schema of the journal.
    pub schema: u32,
    /// The number of entries read, each intact and in order.
    pub entries: u64,
    /// The number of files that the journal has.
    pub segments: u32,
    /// The size of the journal in bytes.
    pub journal_bytes: u64,
    /// The size of the state in bytes.
    pub state_bytes: u64,
    /// The backups that the store made of itself, the latest last: the file, and the number of entries, or `None` if it
    /// is damaged.
    pub backups: Vec<(PathBuf, Option<u64>)>,
    /// The replaced stores that are kept: the folder's name and its size in bytes.
    pub kept: Vec<(String, u64)>,
    /// The dossiers after the last entry that could be applied.
    pub dossiers: Dossiers,
    /// Everything that is wrong; empty if all is well.
    pub findings: Vec<Finding>,
}

/// Something that is wrong with a store, or could not be checked.
#[derive(Debug)]
pub enum Finding {
    /// The journal is damaged.
    Journal(StoreError),
    /// The journal ends with an unfinished line of a running or interrupted save; opening removes it.
    Unfinished {
        /// Its length in bytes.
        bytes: u64,
    },
    /// The state is unusable; opening rebuilds it.
    State {
        /// The reason why it is unusable.
        reason: Reason,
    },
    /// The state lacks the last entries, as after a crash; opening applies them.
    Behind {
        /// The number of entries.
        entries: u64,
    },
    /// The state could not be checked.
    Unchecked(StoreError),
    /// The content of a sealed period differs from its seal.
    Seal {
        /// The plan.
        plan: PlanId,
        /// The period.
        period: Period,
    },
    /// A backup that the store made of itself is damaged.
    Backup(StoreError),
    /// A compressed file of the journal is intact, but only plandesk can read it.
    Compressed {
        /// The name of the file.
        file: String,
    },
    /// Others than the owner may read or change files or folders.
    OpenToOthers {
        /// The paths of these files and folders.
        paths: Vec<PathBuf>,
    },
    /// Interrupted work has left files behind.
    LeftOver {
        /// Their names within the store.
        names: Vec<String>,
    },
    /// The folder has files that plandesk did not create.
    Stray {
        /// Their names within the store.
        names: Vec<String>,
    },
    /// There are links in the place of the store's own files.
    Links {
        /// Their names within the store.
        names: Vec<String>,
    },
}

impl Finding {
    /// Returns true for damage that opening the store does not repair.
    pub fn is_damage(&self) -> bool {
        matches!(self, Finding::Journal(_) | Finding::Seal { .. })
    }

    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => self.chinese(),
            Language::En => self.english(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Finding::Journal(error) => error.found(Language::Zh),
            Finding::Unfinished { bytes } => format!("日志末行未写完（{bytes} 字节），打开时会去掉"),
            Finding::State { reason } => {
                format!("状态数据不可用（{}），打开时会由日志重建", reason.text(Language::Zh))
            }
            Finding::Behind { entries } => format!("状态数据落后 {entries} 条，打开时会补上"),
            Finding::Unchecked(why) => format!("未检查状态数据（{}）", why.text(Language::Zh)),
            Finding::Seal { plan, period } => {
                format!("{plan} 的“{}”封存内容与校验码不符；请用封存后的备份核对", period.name(Language::Zh))
            }
            Finding::Backup(error) => format!("{}；请删除该备份，下次会另做", error.place(Language::Zh)),
            Finding::Compressed { file } => {
                format!("{file} 内容完好，但压缩格式有误，zcat 无法读取；plandesk doctor --mend 会重新压缩")
            }
            Finding::OpenToOthers { paths } => {
                format!("其他用户可读写：{}；plandesk doctor --mend 会收回权限", listed(paths, "、"))
            }
            Finding::LeftOver { names } => {
                format!("中断的工作留下的文件：{}；plandesk doctor --mend 会清除", names.join("、"))
            }
            Finding::Stray { names } => format!("不属于 plandesk 的文件：{}；如无用处请移走", names.join("、")),
            Finding::Links { names } => format!("应为文件却是链接：{}；请换成文件本身", names.join("、")),
        }
    }

    fn english(&self) -> String {
        match self {
            Finding::Journal(error) => error.found(Language::En),
            Finding::Unfinished { bytes } => {
                format!("the journal's last line is incomplete ({bytes} bytes); opening the store removes it")
            }
            Finding::State { reason } => {
                let reason = reason.text(Language::En);
                format!("the state can't be used ({reason}); opening the store rebuilds it from the journal")
            }
            Finding::Behind { entries } => {
                format!("the state lacks the last {entries} entries; opening the store applies them")
            }
            Finding::Unchecked(why) => format!("the state was not checked ({})", why.text(Language::En)),
            Finding::Seal { plan, period } => {
                format!(
                    "the sealed content of {period} of {plan} does not match its checksum; compare it with a backup"
                )
            }
            Finding::Backup(error) => format!("{}; delete it, another one will be made", error.place(Language::En)),
            Finding::Compressed { file } => {
                format!("{file} is whole, but zcat can't read it; `plandesk doctor --mend` recompresses it")
            }
            Finding::OpenToOthers { paths } => {
                format!("others may read or change {}; `plandesk doctor --mend` revokes that", listed(paths, ", "))
            }
            Finding::LeftOver { names } => {
                format!("left over from interrupted work: {}; `plandesk doctor --mend` removes that", names.join(", "))
            }
            Finding::Stray { names } => {
                format!("not plandesk's: {}; move it away if nobody needs it", names.join(", "))
            }
            Finding::Links { names } => {
                format!("a link where a file of the store should be: {}; put the file itself there", names.join(", "))
            }
        }
    }
}

fn listed(paths: &[PathBuf], between: &str) -> String {
    paths.iter().map(shown_path).collect::<Vec<_>>().join(between)
}

/// Reads the whole journal and the backups, compares the state with the journal unless a process has the store open,
/// and checks the files.
pub(super) fn verify(dir: &Path) -> Result<Report, StoreError> {
    let folder = Folder::new(dir)?;
    let mut findings = Vec::new();
    let mut closed = true;
    let state = match Lock::take(&folder.root) {
        Ok(_lock) => open_copy(&folder).map_err(|finding| findings.push(finding)).ok(),
        Err(error) => {
            closed = false;
            findings.push(Finding::Unchecked(error));
            None
        }
    };
    report(&folder, state, closed, findings)
}

/// Like [`verify`], for a store that this process has open and does not write to meanwhile.
pub(super) fn verify_open(folder: &Folder) -> Result<Report, StoreError> {
    match open_copy(folder) {
        Ok(state) => report(folder, Some(state), false, Vec::new()),
        Err(finding) => report(folder, None, false, vec![finding]),
    }
}

fn report(
    folder: &Folder,
    state: Option<Held>,
    closed: bool,
    mut findings: Vec<Finding>,
) -> Result<Report, StoreError> {
    let schema = first_header(&folder.journal()).map_or(0, |header| header.schema);
    if schema > 0 {
        // Entries of another schema can't be read; the error says what to do.
        steps_from(schema, STEPS)?;
    }
    let (entries, dossiers) = follow(folder, state, &mut findings)?;
    if !findings.iter().any(Finding::is_damage) {
        find_badly_compressed(folder, &mut findings)?;
    }
    let backups = look_at_backups(folder, &mut findings);
    let kept = look_at_files(folder, closed, &mut findings)?;
    Ok(Report {
        schema,
        entries,
        segments: count_segments(&folder.journal()).unwrap_or(0),
        journal_bytes: files::size_of_folder(&folder.journal()),
        state_bytes: files::size_of_folder(&folder.state()),
        backups,
        kept,
        dossiers,
        findings,
    })
}

fn find_badly_compressed(folder: &Folder, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    for (segment, compressed) in present(&folder.journal())? {
        if compressed && Segment::read_compressed(&folder.journal(), segment)?.broken {
            findings.push(Finding::Compressed { file: segment_name(segment, true) });
        }
    }
    Ok(())
}

fn look_at_backups(folder: &Folder, findings: &mut Vec<Finding>) -> Vec<(PathBuf, Option<u64>)> {
    let mut seen = Vec::new();
    for own in backups::own(folder) {
        let entries = backups::check(&own.path).map_err(|error| findings.push(Finding::Backup(error))).ok();
        seen.push((own.path, entries));
    }
    seen
}

/// Returns the replaced stores that are kept.
fn look_at_files(folder: &Folder, closed: bool, findings: &mut Vec<Finding>) -> Result<Vec<(String, u64)>, StoreError> {
    let Parts { left_over, stray, links, kept, open_to_others } = Parts::of(folder)?;
    if !open_to_others.is_empty() {
        let paths = open_to_others.into_iter().map(|(path, _)| path).collect();
        findings.push(Finding::OpenToOthers { paths });
    }
    // While a process has the store open, such files may be in use.
    if closed && !left_over.is_empty() {
        findings.push(Finding::LeftOver { names: left_over });
    }
    if !stray.is_empty() {
        findings.push(Finding::Stray { names: stray });
    }
    if !links.is_empty() {
        findings.push(Finding::Links { names: links });
    }
    Ok(kept)
}

/// The content of a state.
pub(super) struct Held {
    /// The last line of the journal that was applied.
    pub tail: Tail,
    pub dossiers: Dossiers,
    /// The known checksums of the entries that were applied.
    pub trail: Trail,
}

/// Opens a copy of the state, since sled writes to the files that it opens.
pub(super) fn open_copy(folder: &Folder) -> Result<Held, Finding> {
    if !folder.state().is_dir() {
        return Err(Finding::State { reason: Reason::Absent });
    }
    let copy = folder.root.join("state.check");
    files::remove_folder(&copy).map_err(Finding::Unchecked)?;
    copy_folder(&folder.state(), &copy).map_err(Finding::Unchecked)?;
    let opened =
        State::open(&copy).and_then(|(mut state, dossiers, tail)| Ok(Held { tail, dossiers, trail: state.trail()? }));
    files::remove_folder(&copy).map_err(Finding::Unchecked)?;
    opened.map_err(|reason| Finding::State { reason })
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), StoreError> {
    files::make_folder(to)?;
    let failed = |e| StoreError::io(from, e);
    for entry in fs::read_dir(from).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let Some(target) = path.file_name().map(|name| to.join(name)) else { continue };
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            fs::copy(&path, target).map_err(failed)?;
        }
    }
    Ok(())
}

/// Replays the journal, and compares the state with the result. Returns the number of good entries and the dossiers
/// after them.
fn follow(folder: &Folder, state: Option<Held>, findings: &mut Vec<Finding>) -> Result<(u64, Dossiers), StoreError> {
    if !folder.journal().is_dir() {
        let fault = Fault::Missing;
        findings.push(Finding::Journal(StoreError::Damaged { file: "journal".to_string(), line: None, fault }));
        return Ok((0, Dossiers::new()));
    }
    let mut reader = match Reader::new(&folder.journal()) {
        Err(error @ StoreError::Damaged { .. }) => {
            findings.push(Finding::Journal(error));
            return Ok((0, Dossiers::new()));
        }
        reader => reader?,
    };
    let mut dossiers = Dossiers::new();
    let mut agrees = state.as_ref().is_none_or(|held| held.tail.chain.seq == 0 && held.dossiers.is_empty());
    let mut good = 0;
    let mut trail = Trail::default();
    let damage = loop {
        let Some(line) = reader.next() else { break None };
        let (line, entry) = match line.and_then(|line| line.entry().map(|entry| (line, entry))) {
            Ok(read) => read,
            Err(error) => break Some(error),
        };
        let Some(entry) = entry else { continue };
        if let Err(conflict) = apply_all(&mut dossiers, &entry.changes) {
            break Some(line.damaged(Fault::Conflict(conflict.record)));
        }
        good = entry.seq;
        trail.note(&line.sort, line.tail);
        agrees |= state.as_ref().is_some_and(|held| held.tail.chain.seq == good && held.dossiers == dossiers);
    };
    let end = reader.reached();
    let damage = damage.or_else(|| compare_with_evidence(folder, end, &trail, state.as_ref()));
    if let Some(torn) = reader.torn() {
        findings.push(Finding::Unfinished { bytes: torn.bytes.len() as u64 });
    }
    if damage.is_none() {
        findings.extend(state.and_then(|held| compare(&held, good, agrees)));
    }
    findings.extend(broken_seals(&dossiers));
    match damage {
        Some(error @ StoreError::Damaged { .. }) => findings.push(Finding::Journal(error)),
        Some(error) => return Err(error),
        None => {}
    }
    Ok((good, dossiers))
}

/// Returns the sealed periods whose content differs from their seal.
fn broken_seals(dossiers: &Dossiers) -> impl Iterator<Item = Finding> + '_ {
    dossiers.values().flat_map(|dossier| {
        let broken = dossier.seals.iter().filter(|(_, seal)| !seal.is_intact());
        broken.map(|(period, _)| Finding::Seal { plan: dossier.plan.id.clone(), period: *period })
    })
}

/// Returns the damage that only a comparison with the head, the backups and the state reveals.
fn compare_with_evidence(folder: &Folder, end: Chain, trail: &Trail, state: Option<&Held>) -> Option<StoreError> {
    let beside = state.filter(|held| trail.at(held.tail.chain.seq) != Some(held.tail.chain.digest));
    let with_state = |held: &Held| compare_with_state(folder, held.tail.chain, |seq| held.trail.at(seq), end, trail);
    let state = state.map(|held| held.tail.chain);
    let compared = || evidence::compare(folder, end, |seq| trail.at(seq), state, None);
    beside.map_or(Ok(()), with_state).and_then(|()| compared()).err()
}

/// Compares the state with a sound journal whose last entry is `good`. `agrees` is true if the state's content was
/// found equal.
fn compare(held: &Held, good: u64, agrees: bool) -> Option<Finding> {
    let seq = held.tail.chain.seq;
    if seq > good {
        Some(Finding::State { reason: Reason::Foreign })
    } else if !agrees {
        Some(Finding::State { reason: Reason::Unequal })
    } else {
        (seq < good).then(|| Finding::Behind { entries: good - seq })
    }
}
