//! The screen of an SSH session, on a thread of its own.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use tokio::sync::oneshot;

use super::super::host::Host;
use super::outlet::Outlet;
use super::session::Caller;
use super::unserved::Unserved;
use crate::office::client::Client;
use crate::office::person;
use crate::tui::{ENTER, Event, Flow, LEAVE, Session, message};

/// The maximum number of queued events: as many as one paste produces.
const WAITING: usize = 4096;

/// Opens a screen. The result accepts its events and reports its end.
///
/// # Errors
/// Fails if there is no room, or the system refuses a thread.
pub(super) fn open(
    caller: &Caller,
    mut terminal: Outlet,
) -> Result<(SyncSender<Event>, oneshot::Receiver<u8>), Unserved> {
    let (events, waiting) = sync_channel(WAITING);
    let entered = caller.host.enter(&caller.person, events.clone())?;
    let (ended, done) = oneshot::channel();
    let host = Arc::clone(&caller.host);
    let client = Client {
        desk: host.desk(),
        person: caller.person.clone(),
        context: caller.context.clone(),
        files: Arc::new(super::files::NoFiles),
        mended: host.mended(),
    };
    let (size, wake) = (caller.size, events.clone());
    let remote = caller.reached.map(|address| format!("ssh -p {} {}", address.port(), address.ip()));
    thread::Builder::new().name("ssh screen".to_string()).spawn(move || {
        let language = client.context.language;
        let name = client.person.name.clone();
        let shown = catch_unwind(AssertUnwindSafe(|| show(&host, client, remote, size, wake, &waiting, &mut terminal)));
        // The client may be gone.
        let _ = terminal.write_all(LEAVE);
        let status = match shown {
            Ok(Ok(None)) => 0,
            Ok(Ok(Some(why))) => {
                host.log(&format!("the screen of {name} is closed: access.toml no longer admits them"));
                let _ = terminal.write_all(format!("{why}\r\n").as_bytes());
                1
            }
            Ok(Err(_)) => 1,
            Err(panic) => {
                host.log(&format!("the screen of {name} has failed: {}", message(&*panic)));
                let words = language.pick(
                    "plandesk 出错，本会话已结束；已保存的内容和其他人不受影响。\r\n",
                    "plandesk has failed and your screen was closed; everything saved is safe.\r\n",
                );
                let _ = terminal.write_all(words.as_bytes());
                1
            }
        };
        if let Some(why) = entered.farewell(language) {
            let _ = terminal.write_all(format!("{why}\r\n").as_bytes());
        }
        drop(entered);
        let _ = ended.send(status);
    })?;
    Ok((events, done))
}

/// Shows the screen until the person leaves. Returns the reason if they have to.
fn show(
    host: &Host,
    client: Client,
    remote: Option<String>,
    size: (u16, u16),
    events: SyncSender<Event>,
    waiting: &Receiver<Event>,
    terminal: &mut Outlet,
) -> io::Result<Option<String>> {
    terminal.write_all(ENTER)?;
    let (keymap, mut options) = (host.work().screen)(&client);
    // A screen over SSH has no files; a command line over SSH can read and write those of the client.
    options.files = None;
    options.remote = remote;
    // If the queue is full, the session wakes up anyway.
    let wake = move || drop(events.try_send(Event::Wake));
    let Client { desk, person, context, .. } = client;
    let mut session = Session::new(Arc::clone(&desk), person.clone(), Arc::new(keymap), options, terminal, size, wake)?;
    let mut dismissal = None;
    loop {
        let flow = session.run_with(waiting, |_| {
            dismissal = person::dismissal(&desk, &person, context.language);
            if dismissal.is_some() { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
        });
        match flow {
            // There is no shell to return to, so suspending resumes at once.
            Ok(Flow::Suspend) => drop(session.take(Event::Redraw)),
            _ if dismissal.is_some() => return Ok(dismissal),
            flow => return flow.map(|_| None),
        }
    }
}
