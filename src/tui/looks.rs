//! The keys and the options of a person's screen, from what is known of the client.

use std::sync::Arc;

use crate::keymap::Keymap;
use crate::office::client::{Client, ClientContext};

use super::Options;
use super::theme::Looks;

/// Returns the keys and the options of a person's screen. What is wrong with the person's own keymap file is a note:
/// it must not keep the screen from opening.
pub fn looks(client: &Client) -> (Keymap, Options) {
    let ClientContext { language, ambiguous, is_dumb, .. } = client.context;
    let mut notes: Vec<String> = client.mended.iter().map(|repair| repair.text(language)).collect();
    let keymap = match Keymap::in_force(&client.context, &*client.files) {
        Ok((keymap, problems)) => {
            notes.extend(problems.iter().map(|problem| problem.text(language)));
            keymap
        }
        Err(why) => {
            notes.push(why.text(language));
            Keymap::default_map()
        }
    };
    let (looks, faults) = Looks::in_force(&client.context, &*client.files);
    notes.extend(faults);
    let period = client.desk.last_reviewed().unwrap_or_else(|error| {
        notes.push(error.text(language));
        None
    });
    // The screen is drawn in UTF-8 all the same when the locale names another encoding.
    if client.context.wants_another_encoding {
        let words = "语言环境不是 UTF-8；如显示乱码，请把终端设为 UTF-8";
        let words =
            language.pick(words, "the locale is not UTF-8; if the screen is garbled, set the terminal to UTF-8");
        notes.push(words.to_string());
    }
    let options = Options {
        language,
        ambiguous,
        looks,
        linear: client.context.linear,
        asks: !is_dumb,
        period,
        files: Some(Arc::clone(&client.files)),
        remote: None,
        notes,
        welcomes: true,
        ..Options::default()
    };
    (keymap, options)
}
