//! Very long inputs, each read by a process of its own: `cargo bench --bench inputs`. No input of 20 MB may take more
//! than 10 s or 500 MB, and none of 1 MB more than a second.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::Command;
use std::time::Instant;

#[path = "../tests/support/inputs.rs"]
mod inputs;
#[path = "support/keystrokes.rs"]
mod keystrokes;

use inputs::{DOCUMENTS, INPUTS, Input};

/// The environment variables that tell the child process which input to read, and its length.
const INPUT: &str = "PLANDESK_BENCH_INPUT";
const BYTES: &str = "PLANDESK_BENCH_BYTES";

/// The lengths in bytes, each with the maximum time in seconds.
const LENGTHS: [(usize, f64); 4] = [(1 << 20, 1.0), (4 << 20, 4.0), (16 << 20, 10.0), (20 << 20, 10.0)];
/// The maximum memory in megabytes, including the input and the program.
const MOST_MEMORY: f64 = 500.0;

fn all() -> impl Iterator<Item = &'static Input> {
    INPUTS.iter().chain(DOCUMENTS)
}

fn main() {
    if let (Ok(name), Ok(bytes)) = (std::env::var(INPUT), std::env::var(BYTES)) {
        return read(&name, bytes.parse().unwrap());
    }
    let mut failed = false;
    for input in all() {
        for (bytes, most) in LENGTHS {
            let program = std::env::current_exe().unwrap();
            let child = Command::new(program).env(INPUT, input.name).env(BYTES, bytes.to_string()).output().unwrap();
            let told = String::from_utf8(child.stdout).unwrap();
            let mut figures = told.split_whitespace().map(|figure| figure.parse::<f64>().unwrap());
            let (Some(seconds), Some(memory)) = (figures.next(), figures.next()) else {
                panic!("{}: {told}", input.name)
            };
            let is_in_bounds = seconds <= most && memory <= MOST_MEMORY;
            failed |= !is_in_bounds;
            let mark = if is_in_bounds { "" } else { "  TOO MUCH" };
            println!("{}, {} MB: {seconds:.2} s, {memory:.0} MB{mark}", input.name, bytes >> 20);
            if seconds > most {
                break;
            }
        }
    }
    assert!(!failed, "some inputs take too much");
}

/// Reads one input, and prints time and memory.
fn read(name: &str, bytes: usize) {
    let input = all().find(|input| input.name == name).unwrap();
    let text = input.of(bytes);
    let began = Instant::now();
    (input.read)(&text);
    println!("{} {}", began.elapsed().as_secs_f64(), keystrokes::peak_memory());
}
