//! Reporting skipped tests. Output of passing tests is captured; a line written directly to standard error is not.

use std::io::Write;

/// Prints to standard error that the current test is skipped, and the reason.
pub fn skipped(why: &str) {
    let thread = std::thread::current();
    let _ = writeln!(std::io::stderr(), "skipped {}: {why}", thread.name().unwrap_or("a test"));
}
