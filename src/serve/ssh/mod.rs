//! SSH: people come in by their keys and are at the desk, without a shell.
//!
//! Whoever connects with `ssh -p 2222 desk.example` has the screen; `ssh … tasks --format csv` runs a subcommand, whose
//! files are its standard input and output. A public key is the only way in, and `access.toml` says whose it is. There is
//! no shell, no forwarding, no agent, no environment, no subsystem and no file: a guest reaches nothing but the desk.

mod command;
mod files;
mod guest;
mod host_key;
mod outlet;
mod screen;
mod session;
mod streams;
mod unserved;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use russh::keys::PrivateKey;
use russh::server::{Config, run_stream};
use russh::{Disconnect, MethodKind, MethodSet};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

pub use host_key::{HostKeyError, host_key};

use super::host::Host;
use guest::Guest;

/// What guests may ask of the desk's machine.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at a time, those that have not shown a key among them.
    pub connections: usize,
    /// How long somebody has to show a key.
    pub handshake: Duration,
    /// After how long without a key pressed a screen is closed, and after how long without anything from the guest
    /// whatever else they have opened.
    pub idle: Duration,
    /// How long a connection may be silent, although it is asked whether it is still there.
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

/// Sessions of one connection at a time: a screen, and commands beside it.
const SESSIONS: usize = 10;
/// How often a silent connection is asked whether it is still there.
const ASK_TIMES: u32 = 4;
/// What a guest may send before it is read.
const WINDOW: u32 = 256 << 10;

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

    /// Where it is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

fn config(key: PrivateKey, silence: Duration) -> Config {
    Config {
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
    let here = Arc::new(AtomicUsize::new(0));
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
        match Place::take(&here, limits.connections) {
            Some(place) => {
                tokio::spawn(welcome(Arc::clone(&host), stream, from, Arc::clone(&config), limits, place));
            }
            None => host.log(&format!("there is no room for {from}")),
        }
    }
}

/// Serves a connection until it ends.
async fn welcome(
    host: Arc<Host>,
    stream: TcpStream,
    from: SocketAddr,
    config: Arc<Config>,
    limits: Limits,
    place: Place,
) {
    let _place = place;
    let (stream, _line) = match Line::of(stream) {
        Ok(both) => both,
        Err(error) => return host.log(&format!("{from} can't be served: {error}")),
    };
    let guest = Guest::new(Arc::clone(&host), from, limits);
    let (known, sessions) = (guest.is_known(), guest.sessions());
    let begun = tokio::time::timeout(limits.handshake, run_stream(config, stream, guest)).await;
    let Ok(Ok(connection)) = begun else {
        host.log(&format!("{from} has not spoken SSH"));
        return;
    };
    let handle = connection.handle();
    tokio::pin!(connection);
    let outcome = tokio::select! {
        outcome = &mut connection => outcome,
        () = too_late(limits.handshake, known) => {
            host.log(&format!("{from} has shown no key in time"));
            let _ = handle.disconnect(Disconnect::ByApplication, "no key in time".into(), String::new()).await;
            return;
        }
        () = unused(limits.idle, sessions) => {
            host.log(&format!("{from} has opened nothing for too long"));
            let _ = handle.disconnect(Disconnect::ByApplication, "nothing is open".into(), String::new()).await;
            return;
        }
    };
    match outcome {
        Ok(()) => host.log(&format!("{from} has left")),
        Err(error) => host.log(&format!("{from} is gone: {error}")),
    }
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
    /// How many there have been.
    opened: AtomicUsize,
}

/// One of the places for connections.
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
