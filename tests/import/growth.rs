//! Whatever is read takes time in proportion to its length. `cargo bench --bench inputs` measures the great ones, with
//! the memory that they take.

use std::time::{Duration, Instant};

use crate::support::inputs::{DOCUMENTS, INPUTS, Input};

/// The shortest of a few times, since others work on the machine as well.
fn shortest(input: &Input, bytes: usize) -> Duration {
    let text = input.of(bytes);
    let once = || {
        let began = Instant::now();
        (input.read)(&text);
        began.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap()
}

/// Of four times the length no more than eight times as long: twice what is in proportion, and half of what a square
/// takes. Less than a second says nothing on a busy machine.
fn grows_in_proportion(input: &Input, bytes: usize) -> Result<(), String> {
    let (short, long) = (shortest(input, bytes), shortest(input, 4 * bytes));
    let most = (short * 8).max(Duration::from_secs(1));
    if long <= most {
        Ok(())
    } else {
        Err(format!("{}: {bytes} bytes {short:?}, four times that {long:?}", input.name))
    }
}

fn all_grow_in_proportion(inputs: &[Input], bytes: usize) {
    let slow: Vec<String> = inputs.iter().filter_map(|input| grows_in_proportion(input, bytes).err()).collect();
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

#[test]
fn what_a_megabyte_takes_is_four_times_what_a_quarter_takes() {
    all_grow_in_proportion(INPUTS, 256 << 10);
}

#[test]
fn a_document_takes_time_in_proportion_to_its_length() {
    all_grow_in_proportion(DOCUMENTS, 16 << 10);
}
