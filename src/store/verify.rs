//! Looking a store over without changing it.

use std::fs;
use std::path::Path;

use super::folder::Folder;
use super::journal::{Reader, Tail, count_segments, first_header};
use super::lock::Lock;
use super::state::State;
use super::{Fault, Reason, StoreError, files};
use crate::plan::dossier::{Dossiers, apply_all};
use crate::plan::{Period, PlanId};
use crate::text::Language;

/// What was found in a store.
#[derive(Debug)]
pub struct Report {
    /// The schema of the journal.
    pub schema: u32,
    /// How many entries were read, every one intact and following on.
    pub entries: u64,
    /// How many files the journal has.
    pub segments: u32,
    /// The size of the journal in bytes.
    pub journal_bytes: u64,
    /// The size of the state in bytes.
    pub state_bytes: u64,
    /// What is amiss; empty when all is well.
    pub findings: Vec<Finding>,
}

/// One thing that is amiss with a store, or could not be looked at.
#[derive(Debug)]
pub enum Finding {
    /// The journal can't be followed past a place.
    Journal(StoreError),
    /// The journal ends with an unfinished line, from a save under way or interrupted; opening takes it off.
    Unfinished {
        /// Its length in bytes.
        bytes: u64,
    },
    /// The state is of no use; opening makes it anew.
    State {
        /// Why.
        reason: Reason,
    },
    /// The state lacks the latest entries, as after a crash; opening applies them.
    Behind {
        /// How many.
        entries: u64,
    },
    /// The state could not be looked at.
    Unchecked(StoreError),
    /// A sealed period is not as it was sealed.
    Seal {
        /// The plan.
        plan: PlanId,
        /// The period.
        period: Period,
    },
}

impl Finding {
    /// Whether it is damage that opening the store does not mend by itself.
    pub fn is_damage(&self) -> bool {
        matches!(self, Finding::Journal(_) | Finding::Seal { .. })
    }

    /// The finding for a person.
    pub fn text(&self, language: Language) -> String {
        let zh = language == Language::Zh;
        match self {
            Finding::Journal(error) => error.found(language),
            Finding::Unfinished { bytes } if zh => format!("日志末行未写完（{bytes} 字节），打开时会去掉"),
            Finding::Unfinished { bytes } => {
                format!("the journal's last line is unfinished ({bytes} bytes); opening the store takes it off")
            }
            Finding::State { reason } if zh => {
                format!("状态数据不可用（{}），打开时会由日志重建", reason.text(language))
            }
            Finding::State { reason } => {
                let reason = reason.text(language);
                format!("the state can't be used ({reason}); opening the store makes it anew from the journal")
            }
            Finding::Behind { entries } if zh => format!("状态数据落后 {entries} 条，打开时会补上"),
            Finding::Behind { entries } => {
                format!("the state lacks the last {entries} entries; opening the store applies them")
            }
            Finding::Unchecked(why) if zh => format!("未检查状态数据（{}）", why.text(language)),
            Finding::Unchecked(why) => format!("the state was not looked at ({})", why.text(language)),
            Finding::Seal { plan, period } if zh => {
                format!("{plan} 的“{}”封存内容与校验码不符；请用封存后的备份核对", period.name(language))
            }
            Finding::Seal { plan, period } => {
                format!("what was sealed of {period} of {plan} does not match its checksum; compare it with a backup")
            }
        }
    }
}

/// Reads the whole journal, and compares the state with it if nobody has the store open.
pub(super) fn verify(dir: &Path) -> Result<Report, StoreError> {
    let folder = Folder::new(dir)?;
    if !folder.journal().is_dir() {
        return Err(StoreError::Damaged { file: "journal".to_string(), line: None, fault: Fault::Missing });
    }
    let mut findings = Vec::new();
    let state = match Lock::take(&folder.root) {
        Ok(_lock) => open_copy(&folder).unwrap_or_else(|finding| {
            findings.push(finding);
            None
        }),
        Err(error) => {
            findings.push(Finding::Unchecked(error));
            None
        }
    };
    report(&folder, state, findings)
}

/// As [`verify`], for a store that this process has open and that nothing is written to meanwhile.
pub(super) fn verify_open(folder: &Folder) -> Result<Report, StoreError> {
    match open_copy(folder) {
        Ok(state) => report(folder, state, Vec::new()),
        Err(finding) => report(folder, None, vec![finding]),
    }
}

fn report(folder: &Folder, state: Option<Held>, mut findings: Vec<Finding>) -> Result<Report, StoreError> {
    let entries = follow(folder, state, &mut findings)?;
    Ok(Report {
        schema: first_header(&folder.journal()).map_or(0, |header| header.schema),
        entries,
        segments: count_segments(&folder.journal()).unwrap_or(0),
        journal_bytes: files::size_of_folder(&folder.journal()),
        state_bytes: files::size_of_folder(&folder.state()),
        findings,
    })
}

/// What a state holds: the last entry applied, and the dossiers.
type Held = (Tail, Dossiers);

/// Opens a copy of the state, since sled changes what it opens.
pub(super) fn open_copy(folder: &Folder) -> Result<Option<Held>, Finding> {
    if !folder.state().is_dir() {
        return Err(Finding::State { reason: Reason::Absent });
    }
    let copy = folder.root.join("state.check");
    files::remove_folder(&copy).map_err(Finding::Unchecked)?;
    copy_folder(&folder.state(), &copy).map_err(Finding::Unchecked)?;
    let opened = State::open(&copy).map(|(_, dossiers, tail)| (tail, dossiers));
    files::remove_folder(&copy).map_err(Finding::Unchecked)?;
    opened.map(Some).map_err(|reason| Finding::State { reason })
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

/// Follows the journal and compares the state where they should be equal; gives the number of good entries.
fn follow(folder: &Folder, state: Option<Held>, findings: &mut Vec<Finding>) -> Result<u64, StoreError> {
    let mut reader = match Reader::new(&folder.journal()) {
        Err(error @ StoreError::Damaged { .. }) => {
            findings.push(Finding::Journal(error));
            return Ok(0);
        }
        reader => reader?,
    };
    let mut dossiers = Dossiers::new();
    let mut agrees = state.as_ref().is_none_or(|(tail, held)| tail.chain.seq == 0 && held.is_empty());
    let mut good = 0;
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
        agrees |= state.as_ref().is_some_and(|(tail, held)| tail.chain.seq == good && *held == dossiers);
    };
    if let Some(torn) = reader.torn() {
        findings.push(Finding::Unfinished { bytes: torn.bytes.len() as u64 });
    }
    compare(state, good, agrees, damage.is_some(), findings);
    findings.extend(broken_seals(&dossiers));
    match damage {
        Some(error @ StoreError::Damaged { .. }) => findings.push(Finding::Journal(error)),
        Some(error) => return Err(error),
        None => {}
    }
    Ok(good)
}

/// The sealed periods whose content is not what was sealed.
fn broken_seals(dossiers: &Dossiers) -> impl Iterator<Item = Finding> + '_ {
    dossiers.values().flat_map(|dossier| {
        let broken = dossier.seals.iter().filter(|(_, seal)| !seal.is_intact());
        broken.map(|(period, _)| Finding::Seal { plan: dossier.plan.id.clone(), period: *period })
    })
}

/// Says how the state stands to a journal that is good up to entry `good`. Where the journal is damaged before the
/// state's last entry, there is nothing to compare with.
fn compare(state: Option<Held>, good: u64, agrees: bool, damaged: bool, findings: &mut Vec<Finding>) {
    let Some(seq) = state.map(|(tail, _)| tail.chain.seq) else { return };
    if seq > good {
        let fault = Fault::Short { found: good, saved: seq };
        let short = StoreError::Damaged { file: "journal".to_string(), line: None, fault };
        findings.extend((!damaged).then_some(Finding::Journal(short)));
    } else if !agrees {
        findings.push(Finding::State { reason: Reason::Unequal });
    } else if seq < good {
        findings.push(Finding::Behind { entries: good - seq });
    }
}
