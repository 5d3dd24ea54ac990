//! SSH: people come in by their keys and are at the desk, without a shell.
//!
//! `ssh -p 2222 desk.example` opens the screen; `ssh … tasks --format csv` runs a subcommand, whose
//! files are its standard input and output. A public key is the only way in, and `access.toml` says whose it is. There is
//! no shell, no forwarding, no agent, no environment, no subsystem and no file: a guest reaches nothing but the desk.

mod command;
mod files;
mod guest;
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
use guest::Guest;
use strangers::Strangers;

/// The limits of connections and their resources.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at a time of people who have shown their keys.
    pub connections: usize,
    /// The timeout for authentication, from the moment of the connection.
    pub handshake: Duration,
    /// After how long without a key pressed a screen is closed, and after how long without anything from the guest
    /// whatever else they have opened.
    pub idle: Duration,
    /// The time after which a connection that does not answer keep-alives is ended.
    pub silence: Duration,
    /// Bytes typed in a second beyond which a screen is closed: more than any paste that a person means.
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
    /// Connections at a time that have not shown a key: a quarter as many, but as many as come at once where few may.
    fn strangers(&self) -> usize {
        /// More than this many colleagues seldom come within the same second.
        const AT_ONCE: usize = 8;
        (self.connections / 4).max(AT_ONCE)
    }
}

/// Sessions of one connection at a time: a screen, and commands beside it.
const SESSIONS: usize = 10;
/// The number of keep-alives to a silent connection.
const ASK_TIMES: u32 = 4;
/// The receive window of a channel, in bytes.
const WINDOW: u32 = 256 << 10;

/// The key exchanges on offer: elliptic curves alone. An exchange in a large group (group18) takes a second of the
/// processor, which anybody could ask for as often as they like.
const KEY_EXCHANGES: &[kex::Name] = &[
    kex::MLKEM768X25519_SHA256,
    kex::CURVE25519,
    kex::CURVE25519_PRE_RFC_8731,
    kex::EXTENSION_SUPPORT_AS_SERVER,
    kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
];

/// The signatures on offer: RSA not with SHA-1, which can be forged (RFC 8332 names those in its place).
const SIGNATURES: &[Algorithm] = &[
    Algorithm::Ed25519,
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP384 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP521 },
    Algorithm::Rsa { hash: Some(HashAlg::Sha512) },
    Algorithm::Rsa { hash: Some(HashAlg::Sha256) },
];

/// Guests come in over SSH as long as this lives.
pub struct Door {
    address: SocketAddr,
    // Dropping it ends every connection.
    _runtime: Runtime,
}

impl Door {
    /// Opens the door at an address.
    ///
    /// # Errors
    /// When the address can't be had, or the system gives no threads.
    pub fn open(host: &Arc<Host>, address: SocketAddr, key: PrivateKey, limits: Limits) -> io::Result<Door> {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("ssh").enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind(address))?;
        let address = listener.local_addr()?;
        let config = Arc::new(config(key, limits.silence));
        runtime.spawn(accept(Arc::clone(host), listener, config, limits));
        Ok(Door { address, _runtime: runtime })
    }

    /// Returns its address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

fn config(key: PrivateKey, silence: Duration) -> Config {
    Config {
        // Which library this is, and of which version, is nobody's business.
        server_id: SshId::Standard("SSH-2.0-plandesk".into()),
        preferred: Preferred { kex: KEY_EXCHANGES.into(), key: SIGNATURES.into(), ..Preferred::default() },
        methods: MethodSet::from(&[MethodKind::PublicKey][..]),
        auth_rejection_time: Duration::from_secs(1),
        // OpenSSH asks first without a key, to learn what there is.
        auth_rejection_time_initial: Some(Duration::ZERO),
        max_auth_attempts: 8,
        keys: vec![key],
        window_size: WINDOW,
        maximum_packet_size: 32 << 10,
        // Whoever is there answers when asked. Who does not, nor reads what is sent, would hold the connection for ever.
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
                // Too many open files, most likely; a guest who leaves makes room.
                host.log(&format!("nobody can come in over SSH: {error}"));
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Ok(stranger) = strangers.take(from.ip()) else {
            host.log_stranger(&format!("{from} connects too often and is not heard"));
            continue;
        };
        let cut = stranger.cut();
        let guest = Guest::new(Arc::clone(&host), from, limits, stranger, people.clone()).at(stream.local_addr().ok());
        tokio::spawn(welcome(Arc::clone(&host), stream, from, Arc::clone(&config), limits, guest, cut));
    }
}

/// Serves a connection until it ends.
async fn welcome(
    host: Arc<Host>,
    stream: TcpStream,
    from: SocketAddr,
    config: Arc<Config>,
    limits: Limits,
    guest: Guest,
    cut: Arc<Notify>,
) {
    let (stream, _line) = match Line::of(stream) {
        Ok(both) => both,
        Err(error) => return host.log(&format!("{from} can't be served: {error}")),
    };
    let (known, sessions, begun) = (guest.is_known(), guest.sessions(), Instant::now());
    let connected = tokio::select! {
        connected = tokio::time::timeout(limits.handshake, run_stream(config, stream, guest)) => connected,
        () = cut.notified() => return host.log_stranger(&format!("{from} has lost its place to a newcomer")),
    };
    let Ok(Ok(connection)) = connected else {
        host.log_stranger(&format!("{from} has not spoken SSH"));
        return;
    };
    let handle = connection.handle();
    tokio::pin!(connection);
    let outcome = tokio::select! {
        outcome = &mut connection => outcome,
        () = cut.notified() => return host.log_stranger(&format!("{from} has lost its place to a newcomer")),
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

/// A connection's end: when it is dropped, nothing more is read or written. The library takes no orders, not even to
/// disconnect, from the moment on that a guest has begun to agree on keys until they have.
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
        // The guest may have ended it.
        let _ = self.0.shutdown(std::net::Shutdown::Both);
    }
}

/// Ends when somebody has not become known in time, and never when they have.
async fn too_late(patience: Duration, known: Arc<std::sync::atomic::AtomicBool>) {
    tokio::time::sleep(patience).await;
    if known.load(Ordering::Acquire) {
        std::future::pending::<()>().await;
    }
}

/// Ends when somebody has had no session for a while.
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

/// The connections of people who have shown their keys.
#[derive(Clone)]
struct People {
    most: usize,
    here: Arc<Mutex<BTreeMap<String, usize>>>,
}

/// The most connections of one person: a screen or two, and scripts beside them.
const OF_ONE: usize = 24;

impl People {
    fn at_most(most: usize) -> Self {
        People { most, here: Arc::default() }
    }

    /// A place for somebody's connection. The administrators have places of their own, so that whoever could make room
    /// can always come in.
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

/// A place among the [`People`].
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

/// One of the places for sessions of a connection.
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
