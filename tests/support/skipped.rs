//! Tells that a test could not be made here. What a test prints is kept from the person when it passes; a line
//! written to stderr itself is not.

use std::io::Write;

/// Says on stderr that the test at hand is skipped, and why.
pub fn skipped(why: &str) {
    let thread = std::thread::current();
    let _ = writeln!(std::io::stderr(), "skipped {}: {why}", thread.name().unwrap_or("a test"));
}
