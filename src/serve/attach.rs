//! Connecting to a desk: finding the running one, starting one if there is none, and the handshake.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::desk::access::account_of;
use crate::text::Language;

use super::frame::Frame;
use super::hello::{Greeting, Hello, Want, Welcome};
use super::socket;
use super::start::{Report, Turn, start};
use crate::office::client::ClientContext;

/// The timeout for the desk's first frame.
const PATIENCE: Duration = Duration::from_secs(5);
/// The time to wait for a store that another process has open, for example for a short command.
const BUSY: Duration = Duration::from_secs(2);
/// The time to wait for a desk that ends to write everything to disk.
const LEAVING: Duration = Duration::from_secs(30);
/// The time between two attempts.
const PAUSE: Duration = Duration::from_millis(50);

/// The address of a desk, and how to start one.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The folder of the store.
    pub folder: PathBuf,
    /// The idle time of a desk to be started, as typed.
    pub idle: Option<String>,
    /// True if a desk may be started.
    pub may_start: bool,
}

/// The reason why there is no connection to a desk.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum ConnectError {
    /// There is no desk, and none can be started; opening the store in this process may still work.
    NoDesk(Report),
    /// The process that listens does not answer. Holds its id, if known.
    Hangs(Option<i32>),
    /// The desk has another version and other clients.
    OtherVersion(Welcome),
    /// The socket belongs neither to this account nor to the store's owner.
    Foreign(u32),
    /// The store belongs to another account and can't be accessed. Holds the owner, if visible, and true if a desk may
    /// be running.
    Closed(Option<String>, bool),
    /// The desk does not admit this account, or has no room. Holds its message.
    TurnedAway(String),
    /// The connection failed.
    Io(#[from] io::Error),
}

impl ConnectError {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        let zh = language == Language::Zh;
        match self {
            ConnectError::NoDesk(report) => report.text(Path::new("."), language).unwrap_or_default(),
            ConnectError::Hangs(pid) => {
                let pid = pid.map_or("?".to_string(), |pid| pid.to_string());
                if zh {
                    format!(
                        "后台工作台（进程 {pid}）没有应答。可用 kill {pid} 结束它后再试（已保存的内容不会丢失）；如结束不了，用 kill -9 {pid}"
                    )
                } else {
                    format!(
                        "the desk (process {pid}) does not answer. End it with kill {pid}, or kill -9 {pid} where that does not help, and try again; nothing that was saved is lost"
                    )
                }
            }
            ConnectError::OtherVersion(Welcome { greeting, pid, others: 0 }) => {
                let (theirs, own) = (&greeting.version, env!("CARGO_PKG_VERSION"));
                if zh {
                    format!(
                        "工作台是 plandesk {theirs} 版（进程 {pid}），没有人在用，但没有退出（可能由 plandesk serve 开放）；本程序是 {own} 版。请用 kill {pid} 结束它后再试（已保存的内容不会丢失），或改用该版本"
                    )
                } else {
                    format!(
                        "the desk is plandesk {theirs} (process {pid}), which nobody uses and which has not left (plandesk serve may have opened it), and this is {own}. End it with kill {pid} and try again, or use that version; nothing that was saved is lost"
                    )
                }
            }
            ConnectError::OtherVersion(Welcome { greeting, pid, others }) if zh => format!(
                "后台工作台是 plandesk {} 版（进程 {pid}），{others} 人正在使用，本程序是 {} 版。请待他们退出后再试，或改用该版本",
                greeting.version,
                env!("CARGO_PKG_VERSION")
            ),
            ConnectError::OtherVersion(Welcome { greeting, pid, others }) => format!(
                "the desk is plandesk {} (process {pid}) with {others} people at it, and this is {}. Try again when they have left, or use that version",
                greeting.version,
                env!("CARGO_PKG_VERSION")
            ),
            ConnectError::Foreign(uid) if zh => format!("工作台的套接字属于另一账户（uid {uid}），为安全起见不连接"),
            ConnectError::Foreign(uid) => {
                format!("the desk's socket belongs to another account (uid {uid}); it was not used")
            }
            ConnectError::Closed(owner, may_run) => closed(owner.as_deref(), *may_run, language),
            ConnectError::TurnedAway(words) => words.clone(),
            ConnectError::Io(error) if zh => format!("与后台工作台的连接失败：{error}"),
            ConnectError::Io(error) => format!("the connection to the desk has failed: {error}"),
        }
    }
}

/// Returns advice about a store of another account.
fn closed(owner: Option<&str>, may_run: bool, language: Language) -> String {
    match language {
        Language::Zh => {
            let whose = owner
                .map_or("本账号无法访问这份数据".to_string(), |owner| format!("这份数据属于账户 {owner}"));
            let what = if may_run {
                "，其工作台不接受本账号的直接连接。请用 ssh -p 2222 连接（主人运行 plandesk serve --ssh 时），或请主人在 access.toml 中登记您的账号，写上 socket_group = \"用户组\"（您须在该组内），并重启工作台"
            } else {
                "，现在没有运行工作台。请主人运行 plandesk serve（access.toml 中须登记您的账号，并写 socket_group），或 plandesk serve --ssh 后用 ssh -p 2222 连接"
            };
            format!("{whose}{what}")
        }
        Language::En => {
            let whose = owner.map_or("this account can't reach the store".to_string(), |owner| {
                format!("the store belongs to the account {owner}")
            });
            let what = if may_run {
                ", and its desk does not take this account's connections. Come with ssh -p 2222 (where the owner runs plandesk serve --ssh), or ask the owner to list your account in access.toml, to put socket_group = \"GROUP\" into it (a group that you are in), and to start the desk again"
            } else {
                ", and no desk is running. Ask the owner to run plandesk serve (with your account and socket_group in access.toml), or plandesk serve --ssh, and come with ssh -p 2222"
            };
            format!("{whose}{what}")
        }
    }
}

/// The outcome of an attempt to connect.
enum Meeting {
    Desk(UnixStream, Welcome),
    /// There is no desk, or it was about to end.
    Nobody,
}

/// Connects to the desk of a store, starting one if there is none. The arguments of a command line are sent with the
/// hello, and the desk's reply to it has been read.
///
/// # Errors
/// [`ConnectError`].
pub fn attach(endpoint: &Endpoint, hello: &Hello, arguments: &[Vec<u8>]) -> Result<UnixStream, ConnectError> {
    let end = Instant::now() + BUSY;
    loop {
        match meet(&endpoint.folder, hello, arguments)? {
            Meeting::Desk(stream, welcome) if welcome.greeting == Greeting::own() => return Ok(stream),
            Meeting::Desk(_, welcome) if Instant::now() > end => return Err(ConnectError::OtherVersion(welcome)),
            Meeting::Desk(stream, welcome) => {
                send_away(stream, welcome)?;
                sleep(PAUSE);
            }
            Meeting::Nobody if is_closed(&endpoint.folder) => {
                return Err(ConnectError::Closed(owner(&endpoint.folder), false));
            }
            Meeting::Nobody if !endpoint.may_start => return Err(ConnectError::NoDesk(Report::Store)),
            Meeting::Nobody => {}
        }
        match start_one(endpoint)? {
            Report::Ready => {}
            // The desk that holds the store may be about to listen, or about to end.
            Report::Busy if Instant::now() < end => sleep(PAUSE),
            report => return Err(ConnectError::NoDesk(report)),
        }
    }
}

/// Ends a background desk, so that a desk can be opened in this process, and waits until it has ended.
///
/// # Errors
/// [`ConnectError`], with the desk's message if it stays.
pub fn take_over(folder: &Path, context: ClientContext) -> Result<(), ConnectError> {
    let endpoint = Endpoint { folder: folder.to_path_buf(), idle: None, may_start: false };
    let hello = Hello { greeting: Greeting::own(), context, want: Want::Succeed };
    let mut stream = match attach(&endpoint, &hello, &[]) {
        Ok(stream) => stream,
        Err(ConnectError::NoDesk(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    let pid = socket::peer(&stream)?.pid.as_raw_nonzero().get();
    stream.set_read_timeout(Some(LEAVING))?;
    loop {
        match Frame::read(&mut stream) {
            Ok(Some(Frame::Fault(words))) => {
                return Err(ConnectError::TurnedAway(String::from_utf8_lossy(&words).into_owned()));
            }
            Ok(Some(_)) => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                return Err(ConnectError::Hangs(Some(pid)));
            }
            Ok(None) | Err(_) => return Ok(()),
        }
    }
}

/// Returns the process id of a store's desk, if one is running.
pub fn running(folder: &Path) -> Option<i32> {
    let stream = socket::connect(folder).ok()?;
    Some(socket::peer(&stream).ok()?.pid.as_raw_nonzero().get())
}

/// Returns the account that owns a store, unless it is this process's or unknown.
fn owner(folder: &Path) -> Option<String> {
    let uid = other_owner(folder)?;
    Some(account_of(uid).unwrap_or_else(|| format!("uid {uid}")))
}

fn other_owner(folder: &Path) -> Option<u32> {
    let uid = std::fs::metadata(folder).ok()?.uid();
    (uid != rustix::process::getuid().as_raw()).then_some(uid)
}

/// Returns true if a store belongs to another account and this one can't read its folder.
fn is_closed(folder: &Path) -> bool {
    use rustix::fs::{Access, access};
    other_owner(folder).is_some() && access(folder, Access::READ_OK | Access::EXEC_OK).is_err()
}

fn start_one(endpoint: &Endpoint) -> Result<Report, ConnectError> {
    let turn = match Turn::take(&endpoint.folder, || socket::connect(&endpoint.folder).is_ok()) {
        Ok(turn) => turn,
        // A desk can't run in a folder that is not writable.
        Err(_) => return Err(ConnectError::NoDesk(Report::Store)),
    };
    // The process that had the turn before may have started it.
    if turn.is_none() || socket::connect(&endpoint.folder).is_ok() {
        return Ok(Report::Ready);
    }
    Ok(start(&endpoint.folder, endpoint.idle.as_deref()))
}

fn meet(folder: &Path, hello: &Hello, arguments: &[Vec<u8>]) -> Result<Meeting, ConnectError> {
    let mut stream = match socket::connect(folder) {
        Ok(stream) => stream,
        Err(error) => {
            return match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => Ok(Meeting::Nobody),
                io::ErrorKind::PermissionDenied => Err(ConnectError::Closed(owner(folder), true)),
                _ => Err(error.into()),
            };
        }
    };
    let peer = socket::peer(&stream)?;
    // The desk can request the files that a command line names and gets them with this account's rights, so only the
    // store's owner is trusted.
    let is_owner = || std::fs::metadata(folder).is_ok_and(|found| found.uid() == peer.uid.as_raw());
    if peer.uid != rustix::process::getuid() && !is_owner() {
        return Err(ConnectError::Foreign(peer.uid.as_raw()));
    }
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let frames = [Frame::Hello(serde_json::to_vec(hello).map_err(io::Error::from)?)];
    let arguments = arguments.iter().map(|argument| Frame::Argument(argument.clone()));
    let said = frames.into_iter().chain(arguments).try_for_each(|frame| frame.write(&mut stream));
    let answer = answer(&mut stream, said);
    stream.set_read_timeout(None)?;
    stream.set_write_timeout(None)?;
    match answer {
        Ok(Some(Frame::Welcome(words))) => {
            let welcome = serde_json::from_slice(&words).map_err(io::Error::from)?;
            Ok(Meeting::Desk(stream, welcome))
        }
        Ok(Some(Frame::Fault(words))) => Err(ConnectError::TurnedAway(String::from_utf8_lossy(&words).into_owned())),
        Ok(Some(_)) => Err(io::Error::from(io::ErrorKind::InvalidData).into()),
        Ok(None) => Ok(Meeting::Nobody),
        Err(error) => match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
                Err(ConnectError::Hangs(Some(peer.pid.as_raw_nonzero().get())))
            }
            // The desk has just ended.
            _ if is_over(&error) => Ok(Meeting::Nobody),
            _ => Err(error.into()),
        },
    }
}

/// Returns the desk's reply. A desk that refuses a client closes the connection before it has read everything, but its
/// message has arrived and is read before a write error counts.
fn answer(stream: &mut UnixStream, said: io::Result<()>) -> io::Result<Option<Frame>> {
    match said {
        Err(error) if is_over(&error) => Frame::read(stream)?.map(Some).ok_or(error),
        Err(error) => Err(error),
        Ok(()) => Frame::read(stream),
    }
}

/// Returns true if an error means that the peer has closed the connection.
fn is_over(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset)
}

/// Ends a desk of another version, unless it has other clients, and waits until it has ended.
fn send_away(mut stream: UnixStream, welcome: Welcome) -> Result<(), ConnectError> {
    if welcome.others > 0 {
        return Err(ConnectError::OtherVersion(welcome));
    }
    stream.set_read_timeout(Some(PATIENCE))?;
    let left = Frame::Leave.write(&mut stream).and_then(|()| Frame::read(&mut stream));
    match left {
        Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
            Err(ConnectError::OtherVersion(welcome))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    /// Runs a desk that sends its welcome, refuses every client, and reads nothing.
    fn turns_away(folder: &Path, words: &'static str) -> thread::JoinHandle<()> {
        let listener = socket::listen(folder, None).unwrap();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let welcome = Welcome { greeting: Greeting::own(), pid: std::process::id(), others: 0 };
            Frame::Welcome(serde_json::to_vec(&welcome).unwrap()).write(&mut stream).unwrap();
            Frame::Fault(words.into()).write(&mut stream).unwrap();
        })
    }

    #[test]
    fn a_refusal_is_read_although_the_desk_closes_the_connection_early() {
        let folder = tempfile::tempdir().unwrap();
        let desk = turns_away(folder.path(), "nobody knows you");
        let hello = Hello {
            greeting: Greeting::own(),
            context: ClientContext::default(),
            want: Want::Command { arguments: 64 },
        };
        // The arguments exceed the socket's buffer, so the connection closes while they are being sent.
        let arguments = vec![vec![b'a'; 256 << 10]; 64];
        let Meeting::Desk(mut stream, _) = meet(folder.path(), &hello, &arguments).unwrap() else { panic!("nobody") };
        assert_eq!(Frame::read(&mut stream).unwrap(), Some(Frame::Fault("nobody knows you".into())));
        desk.join().unwrap();
    }
}
