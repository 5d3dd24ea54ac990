//! Background maintenance of an open store: compressing closed files of the journal, and making a backup after the
//! first save of a day.
//!
//! A thread is started when there is work, and ends with it. Saves do not wait for it; closing the store does. Work
//! that fails is retried the next time, since nothing depends on it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use super::backups::{BackupPolicy, day_of, make_daily};
use super::folder::Folder;
use super::journal::segment::compress_before;
use super::journal::{Chain, Tail};
use crate::plan::dossier::Dossiers;

/// The background maintenance of an open store.
#[derive(Debug)]
pub(super) struct Upkeep {
    folder: Folder,
    policy: BackupPolicy,
    /// The files of the journal before this number have been compressed.
    compressed: u32,
    /// The day whose backup has been made.
    day: Option<String>,
    running: Option<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
}

impl Upkeep {
    pub(super) fn new(folder: &Folder, policy: BackupPolicy) -> Upkeep {
        let stop = Arc::new(AtomicBool::new(false));
        Upkeep { folder: folder.clone(), policy, compressed: 1, day: None, running: None, stop }
    }

    /// Changes the number of backups to keep.
    pub(super) fn set_policy(&mut self, policy: BackupPolicy) {
        self.policy = policy;
    }

    /// Starts the work that an entry, saved at the time `at`, has made necessary.
    pub(super) fn after_save(&mut self, at: &str, tail: Tail, dossiers: &Dossiers) {
        let last = tail.chain.segment;
        let day = day_of(at).filter(|day| self.policy.keep > 0 && self.day.as_deref() != Some(day));
        if last <= self.compressed && day.is_none() || self.is_running() {
            return;
        }
        let work = Work {
            folder: self.folder.clone(),
            end: tail.chain,
            backup: day.map(|day| (day.to_string(), dossiers.clone(), self.policy)),
            stop: Arc::clone(&self.stop),
        };
        let thread = std::thread::Builder::new().name("upkeep".to_string());
        if let Ok(running) = thread.spawn(move || work.run()) {
            self.running = Some(running);
            self.compressed = last;
            self.day = day.map(str::to_string).or(self.day.take());
        }
    }

    /// Waits for running work and forgets what was done, because the files are about to be replaced.
    pub(super) fn begin_anew(&mut self) {
        self.wait();
        (self.compressed, self.day) = (1, None);
    }

    fn is_running(&self) -> bool {
        self.running.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    /// Waits for running work.
    fn wait(&mut self) {
        if let Some(thread) = self.running.take() {
            // A panic in the thread leaves only temporary files.
            let _ = thread.join();
        }
    }
}

impl Drop for Upkeep {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.wait();
    }
}

/// The work of one thread.
struct Work {
    folder: Folder,
    end: Chain,
    backup: Option<(String, Dossiers, BackupPolicy)>,
    stop: Arc<AtomicBool>,
}

impl Work {
    fn run(self) {
        // Interactive work has priority.
        let _ = rustix::process::nice(10);
        if let Some((day, dossiers, policy)) = &self.backup {
            let _ = make_daily(&self.folder, day, self.end, dossiers, *policy);
        }
        let _ = compress_before(&self.folder.journal(), self.end.segment, || self.stop.load(Ordering::Relaxed));
    }
}
