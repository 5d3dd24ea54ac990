//! Keymap files: any text gives a keymap from which one can quit, and every key is parsed as it is printed.

use plandesk::action::Scope;
use plandesk::keymap::{Keymap, Preset, parse_keys, print_keys};
use plandesk::text::Language;

/// Holds for any bytes, or panics.
pub fn hold(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (keymap, problems) = Keymap::load(Preset::Default, Some(("keys.toml", text)));
    for problem in &problems {
        assert!(problem.line >= 1);
        for language in [Language::Zh, Language::En] {
            assert!(!problem.text(language).is_empty());
        }
    }
    for scope in Scope::ALL {
        for binding in keymap.bindings(&[*scope]) {
            let printed = print_keys(&binding.keys);
            assert_eq!(parse_keys(&printed).as_deref(), Ok(&*binding.keys), "{printed}");
        }
    }
}
