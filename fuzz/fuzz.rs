//! The fuzz targets. Each is this program under another name.
#![no_main]

/// Helpers shared with the tests of plandesk, which run the targets as well.
#[allow(dead_code, reason = "they have more than is needed here")]
#[path = "../tests/support"]
mod support {
    pub mod plan;
    pub mod plans;
    pub mod words;
}
mod targets;

/// Ignores panics that plandesk catches: the libraries for workbooks and PDF are known to panic. Other panics end the
/// fuzzer.
fn prepare() {
    if matches!(env!("CARGO_BIN_NAME"), "attachments" | "pdf" | "sheets" | "workbook") {
        std::panic::set_hook(Box::new(|info| eprintln!("{info}")));
    }
}

libfuzzer_sys::fuzz_target!(init: prepare(), |bytes: &[u8]| targets::named(env!("CARGO_BIN_NAME"))(bytes));
