//! The registry of actions is complete, and the keymaps agree with it.

use std::collections::BTreeSet;

use plandesk::action::{Action, Scope};
use plandesk::keymap::{Keymap, Preset};
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
                Scope::Search | Scope::Picker | Scope::Columns | Scope::Preview | Scope::Steps => {
                    &[Scope::List, Scope::Global]
                }
                Scope::Files => &[Scope::List, Scope::Search, Scope::Global],
                Scope::Text | Scope::Multiline | Scope::Confirm => &[Scope::Global],
                // A status is one key in the form as well.
                Scope::Review => &[Scope::Tasks],
                // Departments and a person answer for an indicator as they do for a task.
                Scope::Indicators => &[Scope::Tasks],
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
