//! The people connected to a desk.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Actor, Desk};

/// The people connected, in the order in which they came.
#[derive(Default, Clone)]
pub(super) struct Presence(Arc<Mutex<People>>);

#[derive(Default)]
struct People {
    here: Vec<Here>,
    next: u64,
    /// The number of arrivals and departures so far.
    version: u64,
}

struct Here {
    number: u64,
    name: String,
    wake: Box<dyn Fn() + Send>,
}

impl Presence {
    fn people(&self) -> MutexGuard<'_, People> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl People {
    fn tell_all(&mut self) {
        self.version += 1;
        self.here.iter().for_each(|here| (here.wake)());
    }
}

/// The presence of a person at the desk, until it is dropped.
pub struct Attendance {
    presence: Presence,
    number: u64,
    seen: u64,
}

impl Desk {
    /// Adds a person to those connected. `wake` is called when others come or leave; it must not block.
    pub fn attend(&self, actor: &Actor, wake: impl Fn() + Send + 'static) -> Attendance {
        let presence = self.presence.clone();
        let mut people = presence.people();
        let number = people.next;
        people.next += 1;
        people.tell_all();
        people.here.push(Here { number, name: actor.name.clone(), wake: Box::new(wake) });
        drop(people);
        Attendance { presence, number, seen: 0 }
    }
}

impl Attendance {
    /// Returns the names of the others, each once, if somebody has come or left since the last call.
    pub fn news(&mut self) -> Option<Vec<String>> {
        let people = self.presence.people();
        if people.version == self.seen {
            return None;
        }
        let mut names: Vec<String> = Vec::new();
        for here in people.here.iter().filter(|here| here.number != self.number) {
            if !names.contains(&here.name) {
                names.push(here.name.clone());
            }
        }
        self.seen = people.version;
        Some(names)
    }
}

impl Drop for Attendance {
    fn drop(&mut self) {
        let mut people = self.presence.people();
        people.here.retain(|here| here.number != self.number);
        people.tell_all();
    }
}
