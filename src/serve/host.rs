//! The host: the process of a desk, which accepts connections and ends after an idle time.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::desk::{Actor, Desk, DeskError, Role, WhenEmpty};
use crate::plan::Departments;
use crate::store::{Repair, StoreError};
use crate::text::Language;
use crate::text::clean::shown_path;
use crate::tui::Event;

use super::log::Log;
use super::start::Report;
use super::work::Work;
use super::{connection, socket};

/// The idle time after which a desk without clients ends.
pub const IDLE: Duration = Duration::from_secs(15 * 60);
/// The time that a desk which is ending gives its clients to finish.
const FAREWELL: Duration = Duration::from_secs(3);
/// The maximum number of clients. The owner and admins are admitted beyond it.
const MOST: usize = 512;
/// The maximum number of clients (screens and commands) of one person other than the owner.
const OF_ONE: usize = 64;
/// The maximum number of connections, including those in the handshake.
const MOST_CONNECTIONS: usize = MOST + 64;
/// The maximum number of connections of one account other than the owner's, and of all such accounts.
const OF_ACCOUNT: usize = 2 * OF_ONE;
/// See [`OF_ACCOUNT`].
const OF_OTHERS: usize = MOST_CONNECTIONS - 64;

/// The process of a desk.
pub struct Host {
    desk: Arc<Desk>,
    folder: PathBuf,
    /// True for a desk that does not end when idle.
    is_lasting: bool,
    work: Work,
    mended: Mutex<Vec<Repair>>,
    log: Log,
    clients: Mutex<Clients>,
    news: Sender<News>,
}

#[derive(Default)]
struct Clients {
    here: BTreeMap<u64, Here>,
    next: u64,
    /// The reason why no more clients are admitted.
    closing: Option<&'static str>,
}

struct Here {
    name: String,
    events: SyncSender<Event>,
}

/// An event for the main thread of the host.
enum News {
    Moved,
    Signal,
    Leave,
}

/// Opens the desk of the store in `folder` and serves it until it has been idle for that long, or is told to end. The
/// result of opening is reported to the parent process on standard output, as a [`Report`].
///
/// # Errors
/// The reason why it could not be opened.
pub fn run(folder: &Path, idle: Duration, work: Work) -> Result<(), Report> {
    leave_the_terminal();
    let (host, news) = open(folder, work, Log::begin_as_stderr, false).map_err(|why| why.report())?;
    Report::Ready.tell();
    host.stay(folder, &news, Some(idle));
    Ok(())
}

/// Opens the desk of the store in `folder` in this process and serves it until it is told to end. The value returned by
/// `opened`, such as an SSH server, lives as long as the desk.
///
/// # Errors
/// [`NotOpened`], or the error of `opened`.
pub fn serve<D, E: From<NotOpened>>(
    folder: &Path,
    work: Work,
    opened: impl FnOnce(&Arc<Host>) -> Result<D, E>,
) -> Result<(), E> {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let (host, news) = open(folder, work, Log::begin, true)?;
    let doors = opened(&host).inspect_err(|_| socket::remove(folder))?;
    host.stay(folder, &news, None);
    drop(doors);
    Ok(())
}

/// The reason why a desk could not be opened.
#[derive(Debug)]
pub enum NotOpened {
    /// The store can't be opened.
    Desk(DeskError),
    /// Others may write to the store's folder.
    OpenToOthers,
    /// The store belongs to another account.
    Foreign,
    /// The group named in `access.toml` can't be given access to the socket.
    Group(String, io::Error),
    /// The system refused the socket or a thread.
    System(io::Error),
}

impl NotOpened {
    fn report(self) -> Report {
        match self {
            NotOpened::Desk(DeskError::Store(StoreError::Busy { .. })) => Report::Busy,
            NotOpened::Desk(_) | NotOpened::Foreign => Report::Store,
            NotOpened::OpenToOthers => Report::OpenToOthers,
            NotOpened::Group(name, error) => Report::System(format!("socket_group {name}: {error}")),
            NotOpened::System(error) => Report::system(&error),
        }
    }
}

fn open(
    folder: &Path,
    work: Work,
    log: impl FnOnce(&Path) -> Log,
    is_lasting: bool,
) -> Result<(Arc<Host>, Receiver<News>), NotOpened> {
    let opened = Desk::open(folder, Departments::bundled(), WhenEmpty::LoadBundled);
    let (desk, mended) = opened.map_err(NotOpened::Desk)?;
    let log = log(folder);
    check(folder)?;
    let group = desk.gate().access().ok().flatten().and_then(|access| access.socket_group.clone());
    let listener = socket::listen(folder, group.as_ref().map(|group| group.gid)).map_err(|error| match group {
        Some(group) => NotOpened::Group(group.name, error),
        None => NotOpened::System(error),
    })?;
    desk.rely_on(&folder.join(socket::NAME));
    let (sender, news) = channel();
    let clients = Mutex::new(Clients::default());
    let (desk, folder, mended) = (Arc::new(desk), folder.to_path_buf(), Mutex::new(mended));
    let host = Arc::new(Host { desk, folder, is_lasting, work, mended, log, clients, news: sender });
    log_restores(&host);
    watch_signals(&host).map_err(NotOpened::System)?;
    accept(&host, listener).map_err(NotOpened::System)?;
    host.log(&format!("desk {} opens {}", env!("CARGO_PKG_VERSION"), shown_path(&host.folder)));
    Ok((host, news))
}

/// Logs changes of all data, such as restores.
fn log_restores(host: &Arc<Host>) {
    let desk = Arc::downgrade(host);
    host.desk.subscribe(move |published| {
        let Some(host) = desk.upgrade() else { return false };
        if published.changes.is_empty() {
            host.log(&format!("{} restored a backup (entry {})", published.who, published.seq));
        }
        true
    });
}

/// Detaches from the terminal: a process session of its own, the root as current folder, private files.
fn leave_the_terminal() {
    // Each of these fails only if it is already done, or is harmless.
    let _ = rustix::process::setsid();
    let _ = rustix::process::chdir("/");
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// Fails if others may write to the folder, since they could put a socket of their own there.
fn check(folder: &Path) -> Result<(), NotOpened> {
    let found = std::fs::metadata(folder).map_err(NotOpened::System)?;
    let is_ours = found.uid() == rustix::process::getuid().as_raw();
    match found.permissions().mode() & 0o022 {
        // A person who looks into the store of another account must not leave a desk there.
        _ if !is_ours => Err(NotOpened::Foreign),
        0 => Ok(()),
        _ => Err(NotOpened::OpenToOthers),
    }
}

fn watch_signals(host: &Arc<Host>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let news = host.news.clone();
    thread::Builder::new().name("signals".to_string()).spawn(move || {
        for _ in signals.forever() {
            if news.send(News::Signal).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

fn accept(host: &Arc<Host>, listener: UnixListener) -> io::Result<()> {
    let host = Arc::clone(host);
    thread::Builder::new().name("door".to_string()).spawn(move || {
        let connections = Connections::default();
        for stream in listener.incoming() {
            let stream = match stream {
                Ok(stream) => stream,
                Err(error) => {
                    // Probably too many open files; a client that leaves makes room.
                    host.log(&format!("no connection can be accepted: {error}"));
                    thread::sleep(Duration::from_millis(100));
                    continue;
                }
            };
            let Ok(account) = socket::peer(&stream).map(|peer| peer.uid.as_raw()) else { continue };
            let Some(place) = connections.take(account) else {
                host.log_stranger(&format!("there is no room for more connections of the account {account}"));
                continue;
            };
            let theirs = Arc::clone(&host);
            let serving = thread::Builder::new().name("client".to_string()).spawn(move || {
                connection::serve(&theirs, stream);
                drop(place);
            });
            if let Err(error) = serving {
                host.log(&format!("a client can't be served: {error}"));
            }
        }
    })?;
    Ok(())
}

/// The number of connections to the socket by account.
#[derive(Clone, Default)]
struct Connections(Arc<Mutex<BTreeMap<u32, usize>>>);

impl Connections {
    /// Reserves a connection for an account; others can't take those reserved for the owner.
    fn take(&self, account: u32) -> Option<Connection> {
        let mut here = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let owner = rustix::process::getuid().as_raw();
        let others: usize = here.iter().filter(|(account, _)| **account != owner).map(|(_, count)| count).sum();
        let own = here.get(&account).copied().unwrap_or_default();
        let has_room =
            if account == owner { others + own < MOST_CONNECTIONS } else { own < OF_ACCOUNT && others < OF_OTHERS };
        if !has_room {
            return None;
        }
        here.insert(account, own + 1);
        Some(Connection { of: self.clone(), account })
    }
}

/// A reserved connection.
struct Connection {
    of: Connections,
    account: u32,
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut here = self.of.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = here.get_mut(&self.account) {
            *count -= 1;
        }
        here.retain(|_, count| *count > 0);
    }
}

impl Host {
    /// Returns the desk.
    pub fn desk(&self) -> Arc<Desk> {
        Arc::clone(&self.desk)
    }

    /// Returns the folder of the store.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the work that clients can request.
    pub fn work(&self) -> Work {
        self.work
    }

    /// Returns the repairs made when the store was opened, only once; damage that remains is returned every time.
    pub fn mended(&self) -> Vec<Repair> {
        let mut mended = lock(&self.mended);
        let lasting = mended.iter().filter(|r| matches!(r, Repair::HistoryDamaged { .. }));
        let lasting = lasting.cloned().collect();
        std::mem::replace(&mut *mended, lasting)
    }

    /// Returns the number of clients.
    pub fn clients(&self) -> usize {
        lock(&self.clients).here.len()
    }

    /// Writes a line to the log.
    pub fn log(&self, line: &str) {
        self.log.write(line);
    }

    /// Writes a line about a person listed in `access.toml` to the log and to the visitors' log.
    pub fn log_person(&self, line: &str) {
        self.log.write_of_person(line);
    }

    /// Writes a line about an unknown client to the log, unless there are too many.
    pub fn log_stranger(&self, line: &str) {
        self.log.write_of_stranger(line);
    }

    /// Returns the path of the log.
    pub fn log_path(&self) -> &Path {
        self.log.path()
    }

    /// Admits a client, until the result is dropped.
    ///
    /// # Errors
    /// [`NoRoom`] if there are too many.
    pub fn enter(self: &Arc<Self>, person: &Actor, events: SyncSender<Event>) -> Result<Admission, NoRoom> {
        let mut clients = lock(&self.clients);
        if clients.closing.is_some() {
            return Err(NoRoom::Closing);
        }
        let own = clients.here.values().filter(|here| here.name == person.name).count();
        if own >= OF_ONE && !person.is_owner() {
            return Err(NoRoom::Own);
        }
        if clients.here.len() >= MOST && !person.is_owner() && person.role != Role::Admin {
            return Err(NoRoom::Full);
        }
        let number = clients.next;
        clients.next += 1;
        clients.here.insert(number, Here { name: person.name.clone(), events });
        drop(clients);
        let _ = self.news.send(News::Moved);
        Ok(Admission { host: Arc::clone(self), number })
    }

    /// Ends if there is no client, for a desk of another version.
    pub fn leave_if_alone(&self) {
        let _ = self.news.send(News::Leave);
    }

    /// Stops admitting clients in favour of another desk of the store, if this one may end.
    ///
    /// # Errors
    /// [`Stays`] if it may not.
    pub fn make_way(&self) -> Result<(), Stays> {
        let mut clients = lock(&self.clients);
        if clients.closing.is_some() {
            return Ok(());
        }
        if self.is_lasting {
            return Err(Stays::IsServed);
        }
        if !clients.here.is_empty() {
            let names: BTreeSet<String> = clients.here.values().map(|here| here.name.clone()).collect();
            return Err(Stays::HasClients(names.into_iter().collect()));
        }
        clients.closing = Some("another takes its place");
        let _ = self.news.send(News::Leave);
        Ok(())
    }

    /// Serves clients until there is a reason to end: an order to end, or an idle time longer than `idle`, if given.
    fn stay(&self, folder: &Path, news: &Receiver<News>, idle: Option<Duration>) {
        let why = self.wait(news, idle);
        self.close(folder, news, why);
    }

    /// Waits until there is a reason to end, and stops admitting clients at that moment, so that none is interrupted in
    /// the middle of a change.
    fn wait(&self, news: &Receiver<News>, idle: Option<Duration>) -> &'static str {
        let mut alone_since = Instant::now();
        loop {
            let is_alone = self.clients() == 0;
            let patience = idle.map(|idle| if is_alone { idle.saturating_sub(alone_since.elapsed()) } else { idle });
            let next = match patience {
                Some(patience) => news.recv_timeout(patience),
                None => news.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let why = match next {
                Ok(News::Moved) => {
                    alone_since = Instant::now();
                    continue;
                }
                Ok(News::Signal) => "signal",
                Ok(News::Leave) if idle.is_none() => continue,
                Ok(News::Leave) => "another version",
                Err(RecvTimeoutError::Timeout) if !is_alone => continue,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => "idle",
            };
            let mut clients = lock(&self.clients);
            if clients.here.is_empty() || why == "signal" {
                return clients.closing.get_or_insert(why);
            }
        }
    }

    /// Ends the desk. The socket is removed first, so that new clients start another desk.
    fn close(&self, folder: &Path, news: &Receiver<News>, why: &str) {
        socket::remove(folder);
        lock(&self.clients).here.values().for_each(|here| drop(here.events.try_send(Event::End)));
        let end = Instant::now() + FAREWELL;
        while self.clients() > 0 && Instant::now() < end {
            let _ = news.recv_timeout(end.saturating_duration_since(Instant::now()));
        }
        self.desk.flush();
        self.log(&format!("desk ends: {why}, {} clients left behind", self.clients()));
    }
}

/// The reason why a client is not admitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRoom {
    /// The desk is about to end.
    Closing,
    /// The maximum number of clients is reached.
    Full,
    /// The maximum number of clients of the person is reached.
    Own,
}

impl NoRoom {
    /// Returns the message for the client.
    pub fn text(self, language: Language) -> &'static str {
        match self {
            NoRoom::Closing => language.pick("工作台正在关闭，请稍后再来", "the desk is closing; come again later"),
            NoRoom::Full => language.pick("工作台已满，请稍后再试", "the desk is full; try again later"),
            NoRoom::Own => language.pick(
                "您已打开 64 个会话，不能再多；请关闭一些后再试",
                "you have 64 sessions open, which is as many as one may have; close some and try again",
            ),
        }
    }
}

/// The reason why a desk does not end in favour of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stays {
    /// It was started with `serve`.
    IsServed,
    /// These people are connected.
    HasClients(Vec<String>),
}

impl Stays {
    /// Returns the message for the person who wants to start another desk.
    pub fn text(&self, language: Language) -> String {
        let pid = std::process::id();
        match (self, language) {
            (Stays::IsServed, Language::Zh) => {
                format!(
                    "这份数据已由另一个 plandesk serve（进程 {pid}）开放；请继续使用它，或用 kill {pid} 结束它后再运行"
                )
            }
            (Stays::IsServed, Language::En) => {
                format!(
                    "another plandesk serve (process {pid}) has the store; go on with it, or end it with kill {pid} and run this again"
                )
            }
            (Stays::HasClients(names), Language::Zh) => format!(
                "后台工作台（进程 {pid}）有人正在使用：{}；请待他们退出后再运行。急需时可用 kill {pid} 结束它：已保存的内容都在，未保存的文字留作草稿",
                names.join("、")
            ),
            (Stays::HasClients(names), Language::En) => format!(
                "people are at the desk in the background (process {pid}): {}; run this again when they have left. If it can't wait, end it with kill {pid}: everything saved is safe, and the rest is kept as drafts",
                names.join(", ")
            ),
        }
    }
}

/// The admission of a client, until it is dropped.
pub struct Admission {
    host: Arc<Host>,
    number: u64,
}

impl Admission {
    /// Returns the message for a client whose session ends because the desk ends.
    pub fn farewell(&self, language: Language) -> Option<String> {
        lock(&self.host.clients).closing?;
        let words = "工作台已被要求结束；已保存的内容都在，再次运行 plandesk 即可继续";
        Some(language.pick(words, "the desk was told to end; everything saved is safe, run plandesk to go on").into())
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        lock(&self.host.clients).here.remove(&self.number);
        let _ = self.host.news.send(News::Moved);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::desk::access::Person;

    fn host(folder: &Path) -> Arc<Host> {
        let (desk, _) = Desk::open(folder, Departments::bundled(), WhenEmpty::StayEmpty).unwrap();
        Arc::new(Host {
            desk: Arc::new(desk),
            folder: folder.to_path_buf(),
            is_lasting: true,
            work: Work::default(),
            mended: Mutex::default(),
            log: Log::begin(folder),
            clients: Mutex::default(),
            news: channel().0,
        })
    }

    /// The owner and admins are admitted, however many others there are.
    #[test]
    fn connections_are_limited_for_each_person_and_in_total_except_for_the_owner() {
        let place = tempfile::tempdir().unwrap();
        let host = host(place.path());
        let (events, _waiting) = sync_channel(1);
        let person = |name: &str, role| -> Actor {
            let (unix, keys, department, indicators) = (Vec::new(), Vec::new(), None, Vec::new());
            (&Person { name: name.to_string(), unix, keys, department, role, indicators }).into()
        };
        let mut here = Vec::new();
        for number in 0..MOST / OF_ONE {
            let viewer = person(&format!("viewer {number}"), Role::Viewer);
            here.extend((0..OF_ONE).map(|_| host.enter(&viewer, events.clone()).unwrap()));
            assert_eq!(host.enter(&viewer, events.clone()).err(), Some(NoRoom::Own));
        }
        let late = person("late", Role::Planner);
        assert_eq!(host.enter(&late, events.clone()).err(), Some(NoRoom::Full));
        assert!(host.enter(&person("admin", Role::Admin), events.clone()).is_ok());
        assert!(host.enter(&Actor::owner("owner"), events.clone()).is_ok());
        drop(here);
        assert!(host.enter(&late, events).is_ok());
    }
}
