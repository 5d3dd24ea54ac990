//! Terminal input: its meaning does not depend on how it is split, and a paste is text.

use plandesk::tui::{Decoder, Typed};

fn typed(bytes: &[u8], piece: usize) -> Vec<Typed> {
    let mut decoder = Decoder::default();
    let mut typed: Vec<Typed> = bytes.chunks(piece).flat_map(|piece| decoder.feed(piece)).collect();
    if decoder.is_waiting() {
        typed.extend(decoder.give_up_waiting());
    }
    typed
}

/// Holds for any bytes, or panics.
pub fn hold(bytes: &[u8]) {
    let whole = typed(bytes, bytes.len().max(1));
    for piece in [1, 3, 7] {
        assert_eq!(typed(bytes, piece), whole, "in pieces of {piece}");
    }
}
