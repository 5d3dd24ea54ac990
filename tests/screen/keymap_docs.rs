//! The registry of actions is whole, and what is written about keys agrees with it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use plandesk::action::{Action, Scope};
use plandesk::keymap::{Keymap, Preset, action_table, key_table};
use plandesk::text::{Label, Language};

/// Actions that have no key by default, and why.
const WITHOUT_KEY: [(Action, &str); 0] = [];

#[test]
fn every_action_has_a_name_of_its_own_that_reads_back() {
    let names: BTreeSet<&str> = Action::ALL.iter().map(|action| action.name()).collect();
    assert_eq!(names.len(), Action::ALL.len());
    for action in Action::ALL {
        assert_eq!(action.name().parse(), Ok(*action));
        assert!(action.name().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", action.name());
    }
    for scope in Scope::ALL {
        assert_eq!(scope.name().parse(), Ok(*scope));
        assert_eq!(scope.stack().first(), Some(scope));
    }
}

#[test]
fn every_action_and_scope_is_described_in_both_languages() {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    for action in Action::ALL {
        assert!(chinese(action.doc(Language::Zh)), "{}", action.name());
        assert!(!chinese(action.doc(Language::En)) && action.doc(Language::En).len() > 1, "{}", action.name());
    }
    for scope in Scope::ALL {
        assert!(chinese(scope.label(Language::Zh)) && !chinese(scope.label(Language::En)), "{}", scope.name());
    }
}

#[test]
fn every_action_has_a_key_where_it_makes_sense_or_a_reason_to_have_none() {
    for preset in Preset::ALL {
        let (keymap, _) = Keymap::load(*preset, None);
        for action in Action::ALL {
            let bound = !keymap.keys_for(action.scope().stack(), *action).is_empty();
            let reason = WITHOUT_KEY.iter().find(|(unbound, _)| unbound == action);
            assert_ne!(bound, reason.is_some(), "{} in {}: bound {bound}, {reason:?}", action.name(), preset.name());
        }
    }
}

#[test]
fn no_key_leads_to_an_action_that_makes_no_sense_there() {
    for preset in Preset::ALL {
        let (keymap, _) = Keymap::load(*preset, None);
        for scope in Scope::ALL {
            // A pop-up is a list, a field or a question, and can be left or helped with as everything can.
            let shares: &[Scope] = match scope {
                Scope::Search | Scope::Picker => &[Scope::List, Scope::Global],
                Scope::Text | Scope::Multiline | Scope::Confirm => &[Scope::Global],
                Scope::Departments => &[Scope::Overview],
                _ => &[],
            };
            for binding in keymap.bindings(&[*scope]) {
                let sense = [scope.stack(), shares].concat();
                assert!(sense.contains(&binding.action.scope()), "{binding:?} of {}", preset.name());
            }
        }
    }
}

/// A part of a page that is made from the registry: between `<!-- name -->` and `<!-- /name -->`.
struct Part {
    page: &'static str,
    name: &'static str,
    text: String,
    required: bool,
}

fn parts() -> Vec<Part> {
    let keymap = Keymap::default_map();
    vec![
        Part { page: "keymaps/README.md", name: "actions", text: action_table(), required: true },
        Part { page: "keymaps/README.md", name: "scopes", text: scope_table(), required: true },
        Part { page: "README.md", name: "keys", text: key_table(&keymap, Language::En), required: false },
        Part { page: "README.zh.md", name: "keys", text: key_table(&keymap, Language::Zh), required: false },
    ]
}

fn scope_table() -> String {
    let mut text = String::from("| scope | 范围 | where | then |\n|---|---|---|---|\n");
    for scope in Scope::ALL {
        let (zh, en) = (scope.label(Language::Zh), scope.label(Language::En));
        let then: Vec<&str> = scope.stack().iter().skip(1).map(|outer| outer.name()).collect();
        text += &format!("| `{}` | {zh} | {en} | {} |\n", scope.name(), then.join(", "));
    }
    text
}

/// The page with the part renewed, or none when it has no place for it.
fn renewed(page: &str, part: &Part) -> Option<String> {
    let (open, close) = (format!("<!-- {} -->", part.name), format!("<!-- /{} -->", part.name));
    let (before, rest) = page.split_once(&open)?;
    let (_, after) = rest.split_once(&close)?;
    Some(format!("{before}{open}\n{}{close}{after}", part.text))
}

#[test]
fn the_tables_in_the_documentation_are_up_to_date() {
    let renew = std::env::var_os("PLANDESK_RENEW").is_some();
    for part in parts() {
        let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(part.page);
        let Ok(page) = std::fs::read_to_string(&path) else {
            assert!(!part.required, "{} is missing", part.page);
            continue;
        };
        let Some(fresh) = renewed(&page, &part) else {
            assert!(!part.required, "{} has no <!-- {} --> … <!-- /{} -->", part.page, part.name, part.name);
            continue;
        };
        if renew {
            std::fs::write(&path, fresh).expect("the page can be written");
        } else {
            let how = "renew it with PLANDESK_RENEW=1 cargo test --test keymap_docs";
            assert!(page == fresh, "“{}” in {} is out of date; {how}", part.name, part.page);
        }
    }
}
