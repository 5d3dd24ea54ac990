//! A preview of the changes that a restore would make.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::path::Path;

use serde::Deserialize;

use super::StoreError;
use super::backup::{BackupLine, read_backup};
use super::difference::between;
use super::folder::Folder;
use super::journal::line::Digest;
use super::journal::{Chain, Reader, Sort};
use crate::plan::dossier::{Dossiers, apply_all};
use crate::plan::{Dossier, Office, PlanId};

/// The differences between a store and a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The store as it is now. The unreadable part of a damaged one is not counted.
    pub now: Holding,
    /// The store after the restore.
    pub then: Holding,
    /// The number of entries that the restore would remove.
    pub going: u64,
    /// The times of the first and the last entry that it would remove.
    pub going_between: Option<(String, String)>,
    /// The number of entries that it would add.
    pub coming: u64,
    /// The number of records without a plan that differ.
    pub office: usize,
    /// Every plan that the store has now or would have.
    pub plans: Vec<PlanPreview>,
    /// True if the backup has its end line.
    pub complete: bool,
}

/// The size of a history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holding {
    /// The number of entries.
    pub entries: u64,
    /// The time of the last one, in RFC 3339.
    pub last: Option<String>,
    /// The number of plans.
    pub plans: usize,
}

/// The differences of one plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanPreview {
    /// Its id.
    pub id: PlanId,
    /// Its title.
    pub title: String,
    /// The number of its records now, if it exists.
    pub now: Option<Counts>,
    /// The number of its records after the restore, if it would exist.
    pub then: Option<Counts>,
    /// The number of records that differ.
    pub changes: usize,
}

/// The number of a plan's records, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Tasks and projects.
    pub tasks: usize,
    /// Tasks and projects with a recorded decision on who is responsible.
    pub decisions: usize,
    /// Reviews.
    pub reviews: usize,
    /// Readings of indicators.
    pub readings: usize,
}

impl Counts {
    fn of(dossier: &Dossier) -> Counts {
        Counts {
            tasks: dossier.plan.tasks.len(),
            decisions: dossier.decisions.len(),
            reviews: dossier.reviews.len(),
            readings: dossier.readings.len() + dossier.interim_readings.len(),
        }
    }
}

/// Compares the store in `dir` with a backup.
pub(super) fn of_restore(dir: &Path, backup: &mut dyn BufRead) -> Result<Preview, StoreError> {
    let folder = Folder::new(dir)?;
    let mut then = History::default();
    let read = read_backup(backup, |line| then.add(&line))?;
    then.dossiers = read.dossiers;
    Ok(compare(&History::of(&folder.journal()), &then, read.complete))
}

/// Compares the store in `dir` with the one that the latest restore replaced.
pub(super) fn of_undo(dir: &Path) -> Result<Preview, StoreError> {
    let folder = Folder::new(dir)?;
    let kept = folder.latest_before_restore()?;
    Ok(compare(&History::of(&folder.journal()), &History::of(&kept.join("journal")), true))
}

/// A history, as far as it is compared.
#[derive(Default)]
struct History {
    /// The checksum and the time of each entry.
    entries: Vec<(Digest, String)>,
    dossiers: Dossiers,
}

impl History {
    /// Returns the history of a journal, up to where it is damaged.
    fn of(journal: &Path) -> History {
        let mut history = History::default();
        let Ok(reader) = Reader::new(journal) else { return history };
        for line in reader.map_while(Result::ok) {
            let applied = match line.entry() {
                Ok(Some(entry)) => apply_all(&mut history.dossiers, &entry.changes).is_ok(),
                read => read.is_ok(),
            };
            if !applied || history.note(&line.sort, line.tail.chain, &line.raw).is_err() {
                break;
            }
        }
        history
    }

    fn add(&mut self, line: &BackupLine) -> Result<(), StoreError> {
        self.note(&line.sort, line.chain, &line.raw)
    }

    fn note(&mut self, sort: &Sort, chain: Chain, raw: &[u8]) -> Result<(), StoreError> {
        #[derive(Deserialize)]
        struct Peek {
            at: String,
        }
        if let Sort::Entry(_) = sort {
            let Peek { at } = serde_json::from_slice(raw).map_err(|e| StoreError::io("backup".as_ref(), e.into()))?;
            self.entries.push((chain.digest, at));
        }
        Ok(())
    }

    fn holding(&self) -> Holding {
        Holding {
            entries: self.entries.len() as u64,
            last: self.entries.last().map(|(_, at)| at.clone()),
            plans: self.dossiers.len(),
        }
    }
}

fn compare(now: &History, then: &History, complete: bool) -> Preview {
    let same = now.entries.iter().zip(&then.entries).take_while(|(now, then)| now.0 == then.0).count();
    let going = &now.entries[same..];
    Preview {
        now: now.holding(),
        then: then.holding(),
        going: going.len() as u64,
        going_between: going.first().zip(going.last()).map(|(first, last)| (first.1.clone(), last.1.clone())),
        coming: (then.entries.len() - same) as u64,
        office: Office::entries_between(now.dossiers.office(), then.dossiers.office()).len(),
        plans: plans(&now.dossiers, &then.dossiers),
        complete,
    }
}

fn plans(now: &Dossiers, then: &Dossiers) -> Vec<PlanPreview> {
    let ids: BTreeSet<&PlanId> = now.keys().chain(then.keys()).collect();
    let alone = |all: &Dossiers, id: &PlanId| {
        all.get_key_value(id).map(|(id, d)| (id.clone(), d.clone())).into_iter().collect()
    };
    let preview = |id: &PlanId| {
        let either = then.get(id).or_else(|| now.get(id));
        let changes: Dossiers = alone(now, id);
        PlanPreview {
            id: id.clone(),
            title: either.map_or(String::new(), |dossier| dossier.plan.title.clone()),
            now: now.get(id).map(|dossier| Counts::of(dossier)),
            then: then.get(id).map(|dossier| Counts::of(dossier)),
            changes: between(&changes, &alone(then, id)).len(),
        }
    };
    ids.into_iter().map(preview).collect()
}
