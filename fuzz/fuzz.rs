//! Every target is this program under its own name.
#![no_main]

/// Helpers shared with plandesk's own tests, which run the targets too.
#[allow(dead_code, reason = "they have more than is needed here")]
#[path = "../tests/support"]
mod support {
    pub mod plan;
    pub mod plans;
    pub mod words;
}
mod targets;

/// The libraries for workbooks and PDF are known to panic; plandesk catches that, so the fuzzer must not end there. What
/// plandesk does not catch ends it all the same.
fn prepare() {
    if matches!(env!("CARGO_BIN_NAME"), "attachments" | "pdf" | "sheets" | "workbook") {
        std::panic::set_hook(Box::new(|info| eprintln!("{info}")));
    }
}

libfuzzer_sys::fuzz_target!(init: prepare(), |bytes: &[u8]| targets::named(env!("CARGO_BIN_NAME"))(bytes));
