//! Reading takes time in proportion to the length of the input. `cargo bench --bench inputs` measures large inputs and
//! the memory that they need.

use std::time::Duration;

use crate::support::inputs::{DOCUMENTS, INPUTS, Input};

/// Returns the processor time of this thread, independent of the load of the machine.
fn processor_time() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(told.split_whitespace().next().unwrap().parse().unwrap())
}

/// Returns the shortest of a few times.
fn shortest(input: &Input, bytes: usize) -> Duration {
    let text = input.of(bytes);
    let once = || {
        let began = processor_time();
        (input.read)(&text);
        processor_time() - began
    };
    (0..3).map(|_| once()).min().unwrap()
}

/// Checks that an input of four times the length takes at most twelve times as long: three times what is proportional,
/// and less than the square. Times below a second are not compared.
fn grows_in_proportion(input: &Input, bytes: usize) -> Result<(), String> {
    let (short, long) = (shortest(input, bytes), shortest(input, 4 * bytes));
    let most = (short * 12).max(Duration::from_secs(1));
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
fn input_takes_time_in_proportion_to_its_length() {
    all_grow_in_proportion(INPUTS, 64 << 10);
}

#[test]
fn a_document_takes_time_in_proportion_to_its_length() {
    all_grow_in_proportion(DOCUMENTS, 16 << 10);
}
