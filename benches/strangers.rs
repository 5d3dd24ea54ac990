//! Hostile connections to the SSH port: the time for a listed person to log in, and the response time on an open
//! screen, while two hundred hostile connections from twenty addresses are open.
//!
//! `cargo bench --bench strangers`; the defaults are `-- --connections 200 --seconds 60`. A connection is of one of six
//! kinds, and is opened again as soon as it ends: it is silent, does not speak SSH, sends its first line at a byte per
//! second, ends at once, ends after the key exchange, or offers an unlisted key. The person uses OpenSSH's client. The
//! hostile clients run on the same machine, and their CPU time is printed beside the desk's.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/keystrokes.rs"]
mod keystrokes;
#[path = "support/office.rs"]
mod office;
#[path = "support/process.rs"]
mod process;
#[path = "support/wire.rs"]
mod wire;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use keystrokes::percentiles;
use office::Office;
use process::cpu;
use russh::client;
use russh::keys::{PrivateKey, PrivateKeyWithHashAlg};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};
use wire::Wire;

/// The number of addresses of the hostile clients.
const ADDRESSES: usize = 20;
/// The maximum time for which a hostile client holds a connection.
const HOLD: Duration = Duration::from_secs(20);
/// The maximum time that a person waits for a login.
const PATIENCE: Duration = Duration::from_secs(2);
/// The time between two logins, and between two keys.
const LOGIN_EVERY: Duration = Duration::from_millis(600);
const KEY_EVERY: Duration = Duration::from_millis(200);

/// The kinds of hostile connections.
const KINDS: [&str; 6] = ["silent", "no SSH", "a byte a second", "gone at once", "keys agreed on", "unlisted key"];

/// A client that accepts any host key.
struct Believing;

impl client::Handler for Believing {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &russh::keys::PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        Ok(true)
    }
}

async fn connect(port: u16, address: usize) -> Option<TcpStream> {
    let socket = TcpSocket::new_v4().ok()?;
    socket.bind(SocketAddr::from((Ipv4Addr::new(127, 0, 0, 2 + address as u8), 0))).ok()?;
    socket.connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.ok()
}

/// Reads until the desk closes the connection.
async fn stay(stream: &mut TcpStream) {
    let mut buffer = [0; 1024];
    while matches!(stream.read(&mut buffer).await, Ok(count) if count > 0) {}
}

async fn agree(stream: TcpStream) -> Option<client::Handle<Believing>> {
    client::connect_stream(Arc::new(client::Config::default()), stream, Believing).await.ok()
}

/// Runs one hostile connection until the desk closes it.
async fn come(kind: usize, port: u16, address: usize, key: Arc<PrivateKey>) -> Option<()> {
    let mut stream = connect(port, address).await?;
    match KINDS[kind] {
        "silent" => stay(&mut stream).await,
        "no SSH" => {
            stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n\0\0\0\x0c").await.ok()?;
            stay(&mut stream).await;
        }
        "a byte a second" => {
            for byte in b"SSH-2.0-slow_and_steady\r\n" {
                stream.write_all(&[*byte]).await.ok()?;
                sleep(Duration::from_secs(1)).await;
            }
        }
        "gone at once" => sleep(Duration::from_millis(20)).await,
        "keys agreed on" => drop(agree(stream).await?),
        _ => {
            let mut handle = agree(stream).await?;
            for _ in 0..3 {
                let key = PrivateKeyWithHashAlg::new(Arc::clone(&key), None);
                handle.authenticate_publickey("x", key).await.ok()?;
            }
        }
    }
    Some(())
}

/// Keeps connections of all kinds open until the runtime is shut down, and counts them.
fn set_loose(runtime: &tokio::runtime::Runtime, port: u16, connections: usize, folder: &Path) -> Arc<AtomicUsize> {
    let path = folder.join("unlisted");
    let made =
        std::process::Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&path).status();
    assert!(made.unwrap().success());
    let key = Arc::new(russh::keys::load_secret_key(&path, None).unwrap());
    let made = Arc::new(AtomicUsize::new(0));
    for number in 0..connections {
        let (key, made) = (Arc::clone(&key), Arc::clone(&made));
        runtime.spawn(async move {
            loop {
                made.fetch_add(1, Ordering::Relaxed);
                let _ = timeout(HOLD, come(number % KINDS.len(), port, number % ADDRESSES, Arc::clone(&key))).await;
                sleep(Duration::from_millis(5)).await;
            }
        });
    }
    made
}

/// Types on an open screen, and returns the response times.
fn type_until(screen: &mut Wire, end: Instant) -> Vec<Duration> {
    let mut times = Vec::new();
    let mut buffer = [0; 64 << 10];
    while Instant::now() < end {
        // Output that arrived before the key is not a response.
        while is_readable(screen, Duration::ZERO) {
            assert!(screen.receive(&mut buffer).is_some(), "the one inside was sent away");
        }
        let since = Instant::now();
        screen.send(if times.len() % 2 == 0 { b"j" } else { b"k" });
        assert!(is_readable(screen, Duration::from_secs(20)), "a key is not answered");
        times.push(since.elapsed());
        std::thread::sleep(KEY_EVERY);
    }
    times
}

fn is_readable(screen: &Wire, wait: Duration) -> bool {
    let wait = Timespec::try_from(wait).unwrap();
    poll(&mut [PollFd::new(screen, PollFlags::IN)], Some(&wait)).unwrap() > 0
}

/// Logs in repeatedly until the time is over, and returns the time of each login.
fn log_in_until(office: &Office, end: Instant) -> Vec<Option<Duration>> {
    let mut times = Vec::new();
    while Instant::now() < end {
        let since = Instant::now();
        let status = office.command_by_ssh(1, &["plans"]).status().unwrap();
        times.push(status.success().then(|| since.elapsed()));
        std::thread::sleep(LOGIN_EVERY.saturating_sub(since.elapsed()));
    }
    times
}

/// Prints one row of figures.
fn measure(name: &str, office: &Office, screen: &mut Wire, seconds: u64) {
    let end = Instant::now() + Duration::from_secs(seconds);
    let (keys, logins) = std::thread::scope(|scope| {
        let logins = scope.spawn(|| log_in_until(office, end));
        (type_until(screen, end), logins.join().unwrap())
    });
    let came: Vec<Duration> = logins.iter().flatten().copied().collect();
    let in_time = came.iter().filter(|time| **time <= PATIENCE).count();
    println!(
        "{name:<12} {in_time} of {} logins within {} s, {} ms; keys {} ms",
        logins.len(),
        PATIENCE.as_secs(),
        percentiles(&came),
        percentiles(&keys),
    );
}

fn main() {
    let (mut connections, mut seconds) = (200, 60);
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    while let Some(word) = words.next() {
        let value =
            words.next().and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{word} needs a number"));
        match word.as_str() {
            "--connections" => connections = value,
            "--seconds" => seconds = value as u64,
            _ => panic!("{word} is no option"),
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let office = Office::open(Path::new(env!("CARGO_BIN_EXE_plandesk")), folder.path());
    let Some(port) = office.port() else { return println!("skipped: OpenSSH's client is not installed") };
    let mut screen = office.by_ssh(0);
    assert!(is_readable(&screen, Duration::from_secs(20)), "the screen does not open");
    std::thread::sleep(Duration::from_secs(1));

    println!("times are p50 / p95 / max");
    measure("nobody else", &office, &mut screen, 15);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (desk, own) = (cpu(office.pid()), cpu(std::process::id()));
    let made = set_loose(&runtime, port, connections, folder.path());
    measure("strangers", &office, &mut screen, seconds);
    let (desk, own) = (cpu(office.pid()) - desk, cpu(std::process::id()) - own);
    println!(
        "{} hostile connections of {ADDRESSES} addresses; processor time: the desk {:.1} s, the strangers {:.1} s",
        made.load(Ordering::Relaxed),
        desk.as_secs_f64(),
        own.as_secs_f64()
    );
    runtime.shutdown_background();
}
