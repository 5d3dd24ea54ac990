//! A limit for expensive work, such as reading documents, so that a person with many requests can't take all of a
//! machine.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Actor, Desk, Role};

/// The maximum number of people who do such work at the same time, each one piece at a time. The owner and admins do
/// not wait for others.
const AT_ONCE: usize = 4;
/// The interval at which a waiting client is checked for having left.
const AGAIN: Duration = Duration::from_millis(200);

/// The names of the people who are doing such work.
#[derive(Default)]
pub(super) struct Turns {
    busy: Mutex<Vec<String>>,
    freed: Condvar,
}

/// The permission to do expensive work, until it is dropped.
pub struct Turn<'a> {
    turns: &'a Turns,
    name: String,
}

impl Turns {
    fn busy(&self) -> MutexGuard<'_, Vec<String>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, name: &str, waits_for_others: bool, is_there: impl Fn() -> bool) -> Option<Turn<'_>> {
        let mut busy = self.busy();
        while busy.iter().any(|other| other == name) || waits_for_others && busy.len() >= AT_ONCE {
            if !is_there() {
                return None;
            }
            busy = self.freed.wait_timeout(busy, AGAIN).unwrap_or_else(PoisonError::into_inner).0;
        }
        busy.push(name.to_string());
        Some(Turn { turns: self, name: name.to_string() })
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.turns.busy().retain(|name| *name != self.name);
        self.turns.freed.notify_all();
    }
}

impl Desk {
    /// Waits until a person may do expensive work; `None` if `is_there` returns false meanwhile, because the client has
    /// left.
    pub fn turn(&self, actor: &Actor, is_there: impl Fn() -> bool) -> Option<Turn<'_>> {
        let waits_for_others = !actor.is_owner() && actor.role != Role::Admin;
        self.turns.take(&actor.name, waits_for_others, is_there)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_one_turn_at_a_time_and_turns_are_limited() {
        let turns = Turns::default();
        let gone = || false;
        let first = turns.take("1", true, gone).unwrap();
        assert!(turns.take("1", true, gone).is_none(), "one at a time");
        assert!(turns.take("1", false, gone).is_none(), "the owner as well");
        let _others: Vec<_> = ["2", "3", "4"].iter().map(|name| turns.take(name, true, gone).unwrap()).collect();
        assert!(turns.take("5", true, gone).is_none());
        assert!(turns.take("owner", false, gone).is_some());
        drop(first);
        assert!(turns.take("5", true, gone).is_some());
    }

    #[test]
    fn a_waiting_person_gets_a_turn() {
        let turns = Turns::default();
        let first = turns.take("1", true, || true).unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| turns.take("1", true, || true).is_some());
            drop(first);
            assert!(waiting.join().unwrap());
        });
    }
}
