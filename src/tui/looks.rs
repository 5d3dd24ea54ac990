//! The keys and the options of a person's screen, from what is known of their seat.

use std::sync::Arc;

use crate::keymap::Keymap;
use crate::office::seat::{Facts, Seat};

use super::Options;
use super::theme::Looks;

/// Returns the keys and the options of a person's screen. What is wrong with the person's own keymap file is a note:
/// it must not keep the screen from opening.
pub fn looks(seat: &Seat) -> (Keymap, Options) {
    let Facts { language, ambiguous, is_dumb, .. } = seat.facts;
    let mut notes: Vec<String> = seat.mended.iter().map(|repair| repair.text(language)).collect();
    let keymap = match Keymap::in_force(&seat.facts, &*seat.files) {
        Ok((keymap, problems)) => {
            notes.extend(problems.iter().map(|problem| problem.text(language)));
            keymap
        }
        Err(why) => {
            notes.push(why.text(language));
            Keymap::default_map()
        }
    };
    let (looks, faults) = Looks::in_force(&seat.facts, &*seat.files);
    notes.extend(faults);
    let period = seat.desk.last_reviewed().unwrap_or_else(|error| {
        notes.push(error.text(language));
        None
    });
    // The screen is drawn in UTF-8 all the same when the locale names another encoding.
    if seat.facts.wants_another_encoding {
        let words = "语言环境不是 UTF-8；如显示乱码，请把终端设为 UTF-8";
        let words =
            language.pick(words, "the locale is not UTF-8; if the screen is garbled, set the terminal to UTF-8");
        notes.push(words.to_string());
    }
    let options = Options {
        language,
        ambiguous,
        looks,
        linear: seat.facts.linear,
        asks: !is_dumb,
        period,
        files: Some(Arc::clone(&seat.files)),
        remote: None,
        notes,
        welcomes: true,
        ..Options::default()
    };
    (keymap, options)
}
