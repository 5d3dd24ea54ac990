//! The SSH server: people authenticate by key and use the desk, without a shell.
//!
//! `ssh -p 2222 desk.example` opens the screen; `ssh … tasks --format csv` runs a subcommand, whose files are its
//! standard input and output. Public keys are the only authentication, and `access.toml` lists them. There is no shell,
//! forwarding, agent, environment, subsystem or file access: a client can reach nothing but the desk.

mod command;
mod connection;
mod files;
mod host_key;
mod outlet;
mod screen;
mod session;
mod strangers;
mod streams;
mod unserved;

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use russh::keys::{Algorithm, EcdsaCurve, HashAlg, PrivateKey};
use russh::server::{Config, run_stream};
use russh::{Disconnect, MethodKind, MethodSet, Preferred, SshId, kex};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::Notify;

pub use host_key::{HostKeyError, host_key};

use super::host::Host;
use crate::desk::{Actor, Role};
use connection::Connection;
use strangers::Strangers;

/// The limits on connections and their resources.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The maximum number of authenticated connections.
    pub connections: usize,
    /// The timeout for authentication, from the start of the connection.
    pub handshake: Duration,
    /// The idle time after which a session is closed: without a key press for a screen, without any data from the
    /// client for others.
    pub idle: Duration,
    /// The time after which a connection that does not answer keep-alives is closed.
    pub silence: Duration,
    /// The maximum number of bytes typed per second, more than any sensible paste; beyond it a screen is closed.
    pub typed: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 200,
            handshake: Duration::from_secs(20),
            idle: Duration::from_secs(60 * 60),
            silence: Duration::from_secs(150),
            typed: 1 << 20,
        }
    }
}

impl Limits {
    /// Returns the maximum number of unauthenticated connections: a quarter of the others, but at least a few.
    fn strangers(&self) -> usize {
        /// The number of people who may well connect within the same second.
        const AT_ONCE: usize = 8;
        (self.connections / 4).max(AT_ONCE)
    }
}

/// The maximum number of sessions of a connection: a screen, and commands beside it.
const SESSIONS: usize = 10;
/// The number of keep-alives sent to a silent connection.
const ASK_TIMES: u32 = 4;
/// The receive window of a channel in bytes.
const WINDOW: u32 = 256 << 10;

/// The key exchanges on offer: only elliptic curves. An exchange in a large group (group18) takes a second of CPU time,
/// which anybody could request repeatedly.
const KEY_EXCHANGES: &[kex::Name] = &[
    kex::MLKEM768X25519_SHA256,
    kex::CURVE25519,
    kex::CURVE25519_PRE_RFC_8731,
    kex::EXTENSION_SUPPORT_AS_SERVER,
    kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
];

/// The signature algorithms on offer: no RSA with SHA-1, which can be forged (RFC 8332).
const SIGNATURES: &[Algorithm] = &[
    Algorithm::Ed25519,
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP384 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP521 },
    Algorithm::Rsa { hash: Some(HashAlg::Sha512) },
    Algorithm::Rsa { hash: Some(HashAlg::Sha256) },
];

/// A running SSH server. It accepts connections until it is dropped.
pub struct Door {
    address: SocketAddr,
    // Dropping the runtime closes every connection.
    _runtime: Runtime,
}

impl Door {
    /// Starts the server at an address.
    ///
    /// # Errors
    /// Fails if the address is not available, or the system refuses threads.
    pub fn open(host: &Arc<Host>, address: SocketAddr, key: PrivateKey, limits: Limits) -> io::Result<Door> {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("ssh").enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind(address))?;
        let address = listener.local_addr()?;
        let config = Arc::new(config(key, limits.silence));
        runtime.spawn(accept(Arc::clone(host), listener, config, limits));
        Ok(Door { address, _runtime: runtime })
    }

    /// Returns the address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

fn config(key: PrivateKey, silence: Duration) -> Config {
    Config {
        // The name and version of the library are not disclosed.
        server_id: SshId::Standard("SSH-2.0-plandesk".into()),
        preferred: Preferred { kex: KEY_EXCHANGES.into(), key: SIGNATURES.into(), ..Preferred::default() },
        methods: MethodSet::from(&[MethodKind::PublicKey][..]),
        auth_rejection_time: Duration::from_secs(1),
        // OpenSSH first asks without a key which methods there are.
        auth_rejection_time_initial: Some(Duration::ZERO),
        max_auth_attempts: 8,
        keys: vec![key],
        window_size: WINDOW,
        maximum_packet_size: 32 << 10,
        // A live client answers keep-alives. One that neither answers nor reads would hold the connection for ever.
        inactivity_timeout: Some(silence),
        keepalive_interval: Some(silence / (ASK_TIMES + 1)),
        keepalive_max: ASK_TIMES as usize,
        nodelay: true,
        ..Config::default()
    }
}

async fn accept(host: Arc<Host>, listener: TcpListener, config: Arc<Config>, limits: Limits) {
    let (people, strangers) = (People::at_most(limits.connections), Strangers::at_most(limits.strangers()));
    loop {
        let (stream, from) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Probably too many open files; a client that leaves makes room.
                host.log(&format!("no SSH connection can be accepted: {error}"));
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Ok(stranger) = strangers.take(from.ip()) else {
            host.log_stranger(&format!("{from} connects too often and is ignored"));
            continue;
        };
        let cut = stranger.cut();
        let connection =
            Connection::new(Arc::clone(&host), from, limits, stranger, people.clone()).at(stream.local_addr().ok());
        tokio::spawn(welcome(Arc::clone(&host), stream, from, Arc::clone(&config), limits, connection, cut));
    }
}

/// Serves a connection until it ends.
async fn welcome(
    host: Arc<Host>,
    stream: TcpStream,
    from: SocketAddr,
    config: Arc<Config>,
    limits: Limits,
    connection: Connection,
    cut: Arc<Notify>,
) {
    let (stream, _line) = match Line::of(stream) {
        Ok(both) => both,
        Err(error) => return host.log(&format!("{from} can't be served: {error}")),
    };
    let (known, sessions, begun) = (connection.is_known(), connection.sessions(), Instant::now());
    let connected = tokio::select! {
        connected = tokio::time::timeout(limits.handshake, run_stream(config, stream, connection)) => connected,
        () = cut.notified() => return host.log_stranger(&format!("{from} was displaced by a new connection")),
    };
    let Ok(Ok(connection)) = connected else {
        host.log_stranger(&format!("{from} has not spoken SSH"));
        return;
    };
    let handle = connection.handle();
    tokio::pin!(connection);
    let outcome = tokio::select! {
        outcome = &mut connection => outcome,
        () = cut.notified() => return host.log_stranger(&format!("{from} was displaced by a new connection")),
        () = too_late(limits.handshake.saturating_sub(begun.elapsed()), Arc::clone(&known)) => {
            host.log_stranger(&format!("{from} has shown no key in time"));
            let _ = handle.disconnect(Disconnect::ByApplication, "no key in time".into(), String::new()).await;
            return;
        }
        () = unused(limits.idle, sessions) => {
            host.log(&format!("{from} has opened nothing for too long"));
            let _ = handle.disconnect(Disconnect::ByApplication, "nothing is open".into(), String::new()).await;
            return;
        }
    };
    let words = outcome.map_or_else(|error| format!("{from} is gone: {error}"), |()| format!("{from} has left"));
    if known.load(Ordering::Acquire) { host.log_person(&words) } else { host.log_stranger(&words) }
}

/// Closes a connection when dropped. The library accepts no orders, not even to disconnect, during a key exchange.
struct Line(std::net::TcpStream);

impl Line {
    fn of(stream: TcpStream) -> io::Result<(TcpStream, Line)> {
        let stream = stream.into_std()?;
        let line = Line(stream.try_clone()?);
        Ok((TcpStream::from_std(stream)?, line))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // The client may have closed it already.
        let _ = self.0.shutdown(std::net::Shutdown::Both);
    }
}

/// Completes if the client has not authenticated in time, and never otherwise.
async fn too_late(patience: Duration, known: Arc<std::sync::atomic::AtomicBool>) {
    tokio::time::sleep(patience).await;
    if known.load(Ordering::Acquire) {
        std::future::pending::<()>().await;
    }
}

/// Completes after a time without sessions.
async fn unused(patience: Duration, sessions: Arc<Sessions>) {
    loop {
        let before = sessions.opened.load(Ordering::Acquire);
        tokio::time::sleep(patience).await;
        let is_same = sessions.opened.load(Ordering::Acquire) == before;
        if is_same && sessions.here.load(Ordering::Acquire) == 0 {
            return;
        }
    }
}

/// The sessions of a connection.
#[derive(Default)]
struct Sessions {
    here: Arc<AtomicUsize>,
    /// The number of sessions opened so far.
    opened: AtomicUsize,
}

/// The authenticated connections.
#[derive(Clone)]
struct People {
    most: usize,
    here: Arc<Mutex<BTreeMap<String, usize>>>,
}

/// The maximum number of connections of a person: a few screens, and scripts.
const OF_ONE: usize = 24;

impl People {
    fn at_most(most: usize) -> Self {
        People { most, here: Arc::default() }
    }

    /// Reserves a connection for a person. Admins have places of their own, so that a person who can make room can
    /// always connect.
    fn take(&self, person: &Actor) -> Option<PersonsPlace> {
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, own) = (here.values().sum::<usize>(), here.get(&person.name).copied().unwrap_or_default());
        let is_admin = person.is_owner() || person.role == Role::Admin;
        if own >= OF_ONE || (all >= self.most && !is_admin) {
            return None;
        }
        *here.entry(person.name.clone()).or_default() += 1;
        Some(PersonsPlace { of: self.clone(), name: person.name.clone() })
    }
}

/// A reserved place among the [`People`].
struct PersonsPlace {
    of: People,
    name: String,
}

impl Drop for PersonsPlace {
    fn drop(&mut self) {
        let mut here = self.of.here.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = here.get_mut(&self.name) {
            *own -= 1;
            if *own == 0 {
                here.remove(&self.name);
            }
        }
    }
}

/// A reserved place for a session of a connection.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(here: &Arc<AtomicUsize>, most: usize) -> Option<Place> {
        let more = |count: usize| (count < most).then_some(count + 1);
        here.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).ok().map(|_| Place(Arc::clone(here)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
