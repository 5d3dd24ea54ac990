//! The people at the desk.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Actor, Desk};

/// Everybody at a desk, in the order in which they came.
#[derive(Default, Clone)]
pub(super) struct Presence(Arc<Mutex<People>>);

#[derive(Default)]
struct People {
    here: Vec<Here>,
    next: u64,
    /// The number of arrivals and departures.
    turn: u64,
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
        self.turn += 1;
        self.here.iter().for_each(|here| (here.wake)());
    }
}

/// Somebody's being at the desk. They are gone when it is dropped.
pub struct Attendance {
    presence: Presence,
    number: u64,
    seen: u64,
}

impl Desk {
    /// Enters a person among those at the desk. `wake` is called when others come or go; it must not wait.
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
    /// The names of the others, each once, when somebody has come or gone since this was asked.
    pub fn news(&mut self) -> Option<Vec<String>> {
        let people = self.presence.people();
        if people.turn == self.seen {
            return None;
        }
        let mut names: Vec<String> = Vec::new();
        for here in people.here.iter().filter(|here| here.number != self.number) {
            if !names.contains(&here.name) {
                names.push(here.name.clone());
            }
        }
        self.seen = people.turn;
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
