//! Calls into the storage engine, with its panics turned into errors.
//!
//! sled 0.34.7 reacts to damaged files with a panic more often than with an error. The panic is caught here, and its
//! message is kept off the terminal, where a screen may be showing.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` and turns a panic into an error with its message.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    silence();
    let before = QUIET.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(before);
    outcome.map_err(|payload| message(&*payload))
}

/// Installs a panic hook, once per process. It suppresses panics of this thread while guarded, and those of sled's own
/// threads; for others it calls the hook before it. Hooks set later are unaffected.
fn silence() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let of_sled = std::thread::current().name().is_some_and(|name| name.starts_with("sled-"));
            if !of_sled && !QUIET.get() {
                others(info);
            }
        }));
    });
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("panic").lines().next().unwrap_or("panic").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_with_its_message() {
        assert_eq!(guarded(|| 7), Ok(7));
        assert_eq!(guarded(|| -> u8 { panic!("segment {} is torn", 3) }), Err("segment 3 is torn".to_string()));
    }
}
