//! A session: for any input it draws frames with harmless characters, and everything that it changed can be undone,
//! down to the initial import.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use plandesk::desk::{Actor, Command, Direction};
use plandesk::keymap::Keymap;
use plandesk::plan::{Period, Year};
use plandesk::tui::{Event, Flow, Options, Session};

use crate::support::plans;

#[derive(Clone, Default)]
struct Wire(Arc<Mutex<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Holds for any bytes, or panics.
pub fn hold(bytes: &[u8]) {
    let Some(([width, height], typed)) = bytes.split_first_chunk::<2>() else { return };
    let size = (u16::from(*width), u16::from(*height % 80));
    let (desk, _folder) = plans::desk();
    let actor = Actor::owner("规划科");
    let options = Options { period: Some(Period::annual(Year(2023))), ..Options::default() };
    let wire = Wire::default();
    let keymap = Arc::new(Keymap::default_map());
    let mut session =
        Session::new(Arc::clone(&desk), actor.clone(), keymap, options, wire.clone(), size, || {}).expect("a session");
    for piece in typed.chunks(16) {
        if session.take(Event::Bytes(piece.to_vec())) != Flow::Continue {
            break;
        }
        session.draw().expect("a frame");
    }
    drop(session);
    let sent = std::mem::take(&mut *wire.0.lock().unwrap_or_else(PoisonError::into_inner));
    let sent = String::from_utf8(sent).expect("frames are UTF-8");
    let steers = |c: char| c.is_control() && c != '\u{1b}' || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!sent.contains(steers), "a frame holds what steers a terminal");
    while desk.execute(&actor, Command::Undo(Direction::Back)).is_ok() {}
    assert!(desk.snapshot().dossiers().next().is_none(), "what was done was not undone");
}
