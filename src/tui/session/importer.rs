//! Reading files and taking documents in, in the background: it can be watched, and reading can be stopped.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::desk::{Actor, BothChanged, Consent, Desk};
use crate::import::spreadsheet::Filled;
use crate::office::client::Files;
use crate::office::import::{Batch, Rejected};
use crate::office::source::{InputFiles, Source};
use crate::plan::Period;
use crate::text::Language;

use crate::tui::state::import::{Folder, Previewed, Progress, Reading, Request};
use crate::tui::update::Input;

/// The time in which most work is done: until then, the screen waits rather than show a progress bar for a moment.
const SHORT: Duration = Duration::from_millis(150);

/// Does one thing at a time in the background.
pub(super) struct Importer {
    wake: Box<dyn Fn() -> Box<dyn Fn() + Send> + Send>,
    running: Option<Running>,
}

struct Running {
    watched: Arc<Watched>,
    outcome: Receiver<Input>,
}

/// The progress of the work, and the wish to stop it.
struct Watched {
    begun: AtomicUsize,
    all: usize,
    is_stopped: AtomicBool,
    wake: Mutex<Box<dyn Fn() + Send>>,
}

impl Watched {
    fn begin_one(&self) {
        self.begun.fetch_add(1, Ordering::Relaxed);
        (self.wake.lock().unwrap_or_else(PoisonError::into_inner))();
    }

    fn is_wanted(&self) -> bool {
        !self.is_stopped.load(Ordering::Relaxed)
    }
}

impl Importer {
    /// Creates an importer that calls `wake` when there is news.
    pub(super) fn new(wake: impl Fn() + Clone + Send + 'static) -> Self {
        Importer { wake: Box::new(move || Box::new(wake.clone())), running: None }
    }

    /// Reads files and says what taking them in would do, once it is the person's turn. Lists that name no period are for
    /// the one given. What is under way is stopped.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn read(
        &mut self,
        request: Request,
        period: Period,
        files: Option<Arc<dyn Files>>,
        (desk, actor): (Arc<Desk>, Actor),
        language: Language,
    ) -> io::Result<()> {
        // Each file is got, and then read.
        let all = 2 * request.reading.count();
        self.start(all, move |watched| {
            let _turn = desk.turn(&actor, || watched.is_wanted())?;
            let read = previewed(request, period, files.as_deref(), &desk, language, watched)?;
            Some(Input::Read(read))
        })
    }

    /// Takes documents in, once it is the person's turn.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn take_in(
        &mut self,
        batch: Arc<Batch>,
        consent: Consent,
        desk: Arc<Desk>,
        actor: Actor,
    ) -> io::Result<()> {
        self.start(0, move |watched| {
            let _turn = desk.turn(&actor, || watched.is_wanted())?;
            let batch = Arc::try_unwrap(batch).unwrap_or_else(|shared| (*shared).clone());
            Some(Input::Imported(batch.take_in(&desk, &actor, consent).map(Box::new)))
        })
    }

    fn start(&mut self, all: usize, work: impl FnOnce(&Watched) -> Option<Input> + Send + 'static) -> io::Result<()> {
        self.stop();
        let (sender, outcome) = sync_channel(1);
        let wake = Mutex::new((self.wake)());
        let watched = Arc::new(Watched { begun: AtomicUsize::new(0), all, is_stopped: AtomicBool::new(false), wake });
        let theirs = Arc::clone(&watched);
        thread::Builder::new().name("import".to_string()).spawn(move || {
            if let Some(outcome) = work(&theirs) {
                // A session that is gone or has stopped it wants no answer.
                let _ = sender.send(outcome);
            }
            drop(sender);
            (theirs.wake.lock().unwrap_or_else(PoisonError::into_inner))();
        })?;
        self.running = Some(Running { watched, outcome });
        Ok(())
    }

    /// Lets go of what is under way.
    pub(super) fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.watched.is_stopped.store(true, Ordering::Relaxed);
        }
    }

    /// Returns the outcome if it is there within a short time.
    pub(super) fn wait(&mut self) -> Option<Input> {
        let outcome = self.running.as_ref()?.outcome.recv_timeout(SHORT);
        match outcome {
            Err(RecvTimeoutError::Timeout) => None,
            outcome => self.end(outcome.ok()),
        }
    }

    /// Returns the outcome once it is there.
    pub(super) fn collect(&mut self) -> Option<Input> {
        let outcome = self.running.as_ref()?.outcome.try_recv();
        match outcome {
            Err(TryRecvError::Empty) => None,
            outcome => self.end(outcome.ok()),
        }
    }

    /// Work that has ended without an outcome has broken down.
    fn end(&mut self, outcome: Option<Input>) -> Option<Input> {
        self.running = None;
        Some(outcome.unwrap_or(Input::BrokenOff))
    }

    /// Returns how far the work is.
    pub(super) fn progress(&self) -> Option<Progress> {
        let watched = &self.running.as_ref()?.watched;
        Some(Progress { begun: watched.begun.load(Ordering::Relaxed), all: watched.all })
    }
}

impl Drop for Importer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Reads what is brought; `None` when it was stopped.
fn previewed(
    request: Request,
    period: Period,
    files: Option<&dyn Files>,
    desk: &Desk,
    language: Language,
    watched: &Watched,
) -> Option<Result<Previewed, String>> {
    let sources = match request.reading.clone() {
        Reading::Pasted(text) => vec![Source::pasted(language.pick("粘贴的文本", "pasted text"), &text)],
        Reading::Typed { within, typed } => {
            let files = files?;
            vec![Source::open(&full(files, Some(&within), &typed), files)]
        }
        Reading::Files(paths) => {
            let files = files?;
            let mut sources = Vec::new();
            for path in &paths {
                if !watched.is_wanted() {
                    return None;
                }
                watched.begin_one();
                sources.push(Source::open(path, files));
            }
            sources
        }
    };
    let documents = match InputFiles::sort(sources) {
        Err(both) => return Some(Err(both.text(language).to_string())),
        Ok(InputFiles::Lists(lists)) => return Some(read_lists(&lists, period, desk, language)),
        Ok(InputFiles::Documents(documents)) => documents,
    };
    let mut given = request.given.clone();
    match desk.named_columns() {
        Ok(remembered) => given.columns.extend(remembered),
        Err(error) => return Some(Err(error.text(language))),
    }
    let batch = Batch::read(&documents, &given, |_| watched.begin_one(), || watched.is_wanted())?;
    if batch.is_empty() {
        if let Some(lists) = without_ids(&documents) {
            let lists = lists.into_iter().map(|list| list.for_period(period)).collect();
            return Some(Ok(of_lists(lists, desk)));
        }
        let why: Vec<String> = batch.rejected.iter().map(|rejected| rejected.text(language)).collect();
        return Some(Err(why.join("\n")));
    }
    let intake = batch.clone().preview(desk);
    Some(Ok(Previewed::Documents(request, Arc::new(batch), Box::new(intake))))
}

/// Reads lists. Every change of theirs is shown before it is taken, so what they do not say can be deduced: the period is
/// that of the screen.
fn read_lists(sources: &[Source], period: Period, desk: &Desk, language: Language) -> Result<Previewed, String> {
    let read = |source: &Source| {
        let rejected = |why| Rejected { file: source.shown.clone(), why }.text(language);
        let list = source.list().map_err(rejected)?;
        Ok(list.for_period(period))
    };
    let lists = sources.iter().map(read).collect::<Result<Vec<Filled>, String>>()?;
    Ok(of_lists(lists, desk))
}

fn of_lists(lists: Vec<Filled>, desk: &Desk) -> Previewed {
    let both = BothChanged::default();
    let taken = desk.preview_take_back(&lists, both);
    Previewed::Lists(Arc::new(lists), both, taken)
}

/// Returns tables that are no plans as lists that have lost their ids, if all of them are that.
fn without_ids(sources: &[Source]) -> Option<Vec<Filled>> {
    let list = |source: &Source| source.list().ok().filter(|list| !list.nameless.is_empty());
    sources.iter().map(list).collect()
}

/// Lists a folder: the one in which another is, by the name that was typed.
pub(super) fn list(files: &dyn Files, within: Option<&Path>, typed: &str) -> Result<Folder, String> {
    let path = full(files, within, typed);
    match files.list(&path) {
        Ok(entries) => Ok(Folder { path, entries }),
        Err(error) => Err(format!("{}: {error}", crate::text::clean::shown_path(&path))),
    }
}

/// Returns the path of a name: of one that is typed without a beginning, within a folder.
fn full(files: &dyn Files, within: Option<&Path>, typed: &str) -> PathBuf {
    let is_whole = typed.starts_with('/') || typed.starts_with("~/");
    match within {
        Some(within) if !is_whole => plain(&within.join(typed)),
        _ => plain(&files.in_full(typed)),
    }
}

/// Returns the path without `.` and `..`, which a person does not want to read.
fn plain(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut plain = PathBuf::new();
    for part in path.components() {
        match (part, plain.components().next_back()) {
            (Component::CurDir, _) | (Component::ParentDir, Some(Component::RootDir)) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => drop(plain.pop()),
            (part, _) => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_without_detours() {
        for (path, shown) in [("/a/./b/../c", "/a/c"), ("/..", "/"), ("", ""), ("a/..", ""), ("a/../..", "..")] {
            assert_eq!(plain(Path::new(path)), Path::new(shown), "{path}");
        }
    }
}
