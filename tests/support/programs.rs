//! External programs used by tests, if they are installed: LibreOffice, Poppler, Chromium. A test without its program
//! prints a message and returns.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Returns the output of a program; prints a message and returns `None` if it is missing.
pub fn ask<A: AsRef<OsStr>>(program: &str, arguments: impl IntoIterator<Item = A>) -> Option<Output> {
    let ran = Command::new(program).args(arguments).stdin(Stdio::null()).output();
    match ran {
        Ok(output) => Some(output),
        Err(error) => {
            missing(program, &error.to_string());
            None
        }
    }
}

/// Returns a file converted by LibreOffice, or `None` if that is not installed. `from` names the input format if the
/// extension does not.
pub fn converted(folder: &Path, name: &str, bytes: &[u8], from: Option<&str>, to: &str) -> Option<Vec<u8>> {
    let sent = folder.join(name);
    std::fs::write(&sent, bytes).unwrap();
    let out = folder.join("converted");
    let mut arguments =
        vec![format!("-env:UserInstallation=file://{}", folder.join("profile").display()), "--headless".to_string()];
    arguments.extend(from.map(|form| format!("--infilter={form}")));
    arguments.extend(["--convert-to", to, "--outdir", &out.to_string_lossy()].map(str::to_string));
    arguments.push(sent.to_string_lossy().into_owned());
    let ran = ask("soffice", arguments)?;
    let made = std::fs::read(out.join(name).with_extension(to)).ok();
    if made.is_none() {
        missing("LibreOffice with this form of files", &String::from_utf8_lossy(&ran.stderr));
    }
    made
}

// Output of passing tests is captured; a line written directly to standard error is not.
fn missing(what: &str, why: &str) {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("a test");
    let _ = writeln!(std::io::stderr(), "skipped {name}: there is no {what} here ({})", why.trim());
}
