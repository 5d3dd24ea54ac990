//! Keys: their notation, the characters that an input method makes of them, and their actions in each scope.

use plandesk::action::{Action, Scope};
use plandesk::keymap::*;
use plandesk::text::Language;
use proptest::prelude::*;
use rstest::rstest;

fn keys(text: &str) -> Vec<Key> {
    parse_keys(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn typed(c: char) -> Key {
    Key::char(c)
}

fn action(keymap: &Keymap, scope: Scope, text: &str) -> Option<Action> {
    match keymap.lookup(scope.stack(), &keys(text)) {
        Lookup::Action(action) => Some(action),
        _ => None,
    }
}

fn maps() -> [Keymap; 2] {
    [Keymap::default_map(), Keymap::load(Preset::Vim, None).0]
}

fn any_key() -> impl Strategy<Value = Key> {
    use KeyCode::*;
    let named = [
        Enter,
        Esc,
        Tab,
        Backspace,
        Delete,
        Insert,
        Up,
        Down,
        Left,
        Right,
        Home,
        End,
        PageUp,
        PageDown,
        Char('-'),
        Char('F'),
        Char(' '),
    ];
    let code = prop_oneof![
        proptest::sample::select(named.to_vec()),
        (1u8..=24).prop_map(F),
        any::<char>().prop_filter("a key shows", |c| !c.is_control() && !c.is_whitespace()).prop_map(Char),
        proptest::char::range(' ', '~').prop_map(Char),
    ];
    (code, any::<[bool; 3]>()).prop_map(|(code, [ctrl, alt, shift])| normalise(Key { code, ctrl, alt, shift }))
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(key in any_key()) {
        prop_assert_eq!(key.to_string().parse::<Key>(), Ok(key));
    }

    #[test]
    fn keys_printed_in_a_row_are_read_back(row in proptest::collection::vec(any_key(), 1..5)) {
        prop_assert_eq!(parse_keys(&print_keys(&row)), Ok(row));
    }

    #[test]
    fn normalising_once_is_enough(key in any_key()) {
        prop_assert_eq!(normalise(key), key);
    }

    #[test]
    fn no_text_makes_the_parser_fail_badly(text in ".{0,12}") {
        let _ = parse_keys(&text);
    }
}

#[rstest]
#[case("j", Key::char('j'))]
#[case("G", Key::char('G'))]
#[case("Shift-g", Key::char('G'))]
#[case("Space", Key::char(' '))]
#[case("space", Key::char(' '))]
#[case("-", Key::char('-'))]
#[case("Ctrl--", Key { ctrl: true, ..Key::char('-') })]
#[case("Ctrl-D", Key { ctrl: true, ..Key::char('d') })]
#[case("ctrl-alt-x", Key { ctrl: true, alt: true, ..Key::char('x') })]
#[case("Shift-Tab", Key { shift: true, ..Key::plain(KeyCode::Tab) })]
#[case("F10", Key::plain(KeyCode::F(10)))]
#[case("F", Key::char('F'))]
#[case("？", Key::char('?'))]
fn keys_are_written_as_people_write_them(#[case] text: &str, #[case] key: Key) {
    assert_eq!(text.parse(), Ok(key));
}

#[rstest]
#[case("", KeyError::Missing)]
#[case("F0", KeyError::Unknown("F0".to_string()))]
#[case("F25", KeyError::Unknown("F25".to_string()))]
#[case("Ctrl-", KeyError::Unknown("Ctrl-".to_string()))]
#[case("回车", KeyError::Unknown("回车".to_string()))]
#[case("Ctrl-i", KeyError::Other { written: "Ctrl-i".to_string(), instead: Key::plain(KeyCode::Tab) })]
#[case("Ctrl-h", KeyError::Other { written: "Ctrl-h".to_string(), instead: Key::plain(KeyCode::Backspace) })]
fn what_no_terminal_sends_is_refused(#[case] text: &str, #[case] error: KeyError) {
    assert_eq!(text.parse::<Key>(), Err(error));
}

#[rstest]
#[case('？', Action::Help)]
#[case('：', Action::Help)]
#[case('／', Action::Search)]
#[case('、', Action::Search)]
#[case('１', Action::ViewOverview)]
#[case('ｊ', Action::Down)]
#[case('Ｇ', Action::Bottom)]
#[case('】', Action::NextPeriod)]
#[case('\u{3000}', Action::Mark)]
fn full_width_forms_act_as_their_ascii_keys(#[case] c: char, #[case] expected: Action) {
    let keymap = Keymap::default_map();
    assert_eq!(keymap.lookup(Scope::Tasks.stack(), &[typed(c)]), Lookup::Action(expected));
}

#[test]
fn chinese_where_a_key_was_meant_is_noticed() {
    for c in ['规', '划', '㐀', '𠀀', '“', '…', '—', '〇'] {
        assert!(is_ime_text(&typed(c)), "{c}");
    }
    for c in ['a', '？', '：', '１', '、', ' ', 'é'] {
        assert!(!is_ime_text(&typed(c)), "{c}");
    }
    assert!(!is_ime_text(&Key::plain(KeyCode::Enter)));
}

#[test]
fn a_terminal_that_tells_shift_apart_makes_no_difference() {
    let keymap = Keymap::default_map();
    let shifted = Key { shift: true, ..typed('g') };
    assert_eq!(keymap.lookup(Scope::Tasks.stack(), &[shifted]), Lookup::Action(Action::Bottom));
    let shifted = Key { shift: true, ..typed('?') };
    assert_eq!(keymap.lookup(Scope::Tasks.stack(), &[shifted]), Lookup::Action(Action::Help));
}

#[test]
fn a_half_typed_status_says_what_may_follow() {
    let keymap = Keymap::default_map();
    for pending in ["s", "Alt-s", "ｓ"] {
        let Lookup::Pending(next) = keymap.lookup(Scope::Tasks.stack(), &keys(pending)) else {
            panic!("{pending} should wait for more")
        };
        let shown: Vec<_> = next.iter().map(|c| (c.key.to_string(), c.next.label(Language::Zh).to_string())).collect();
        let shown: Vec<_> = shown.iter().map(|(key, label)| (key.as_str(), label.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("1", "状态：未启动"),
                ("2", "状态：推进中"),
                ("3", "状态：已完成"),
                ("4", "状态：滞后"),
                ("5", "状态：调整"),
                ("0", "状态：清除")
            ]
        );
        assert_eq!(keymap.label(Scope::Tasks.stack(), &keys(pending), Language::Zh), Some("状态"));
    }
    assert_eq!(action(&keymap, Scope::Tasks, "s 3"), Some(Action::SetCompleted));
    assert_eq!(action(&keymap, Scope::Tasks, "Alt-s Alt-3"), Some(Action::SetCompleted));
    assert_eq!(keymap.lookup(Scope::Tasks.stack(), &keys("s 9")), Lookup::None);
    assert_eq!(
        keymap.prefixes(Scope::Tasks.stack(), Language::En),
        [(typed('s'), "status"), (typed('W'), "screen"), (typed('C'), "copy"), (typed('Z'), "write a file")]
    );
}

#[test]
fn the_daily_jobs_cost_no_more_keys_than_promised() {
    let keymap = Keymap::default_map();
    let path = |steps: &[(Scope, &str, Action)]| {
        for (scope, keys, expected) in steps {
            assert_eq!(action(&keymap, *scope, keys), Some(*expected), "{keys} in {scope:?}");
        }
    };
    path(&[(Scope::Overview, "/", Action::Search), (Scope::Search, "Enter", Action::Open)]);
    path(&[(Scope::Tasks, "x", Action::SetCompleted)]);
    path(&[(Scope::Tasks, "v", Action::Mark), (Scope::Tasks, "a", Action::Assign)]);
    path(&[(Scope::Tasks, "n", Action::WriteReview), (Scope::Multiline, "Tab", Action::NextField)]);
    path(&[(Scope::Multiline, "Ctrl-Enter", Action::SaveText), (Scope::Multiline, "Ctrl-s", Action::SaveText)]);
    path(&[(Scope::Overview, "5", Action::ViewIndicators), (Scope::Indicators, "r", Action::EnterReading)]);
    path(&[(Scope::Text, "Enter", Action::SaveText), (Scope::Multiline, "Enter", Action::NewLine)]);
    path(&[(Scope::Tasks, "1", Action::ViewOverview), (Scope::Overview, "c", Action::WriteReminders)]);
}

#[test]
fn printable_keys_are_text_where_text_is_typed() {
    for keymap in maps() {
        for scope in Scope::ALL.iter().filter(|scope| scope.takes_text()) {
            // Whatever else a screen says is behind the text field.
            let scopes = [scope.stack(), &[Scope::Tasks, Scope::List, Scope::Global]].concat();
            for c in (' '..='~').chain("？：／规划".chars()) {
                assert_eq!(keymap.lookup(&scopes, &[typed(c)]), Lookup::None, "{c:?} in {scope:?}");
                let alt = Key { alt: true, ..typed(c) };
                assert_eq!(keymap.lookup(&scopes, &[alt]), Lookup::None, "{alt} in {scope:?}");
            }
            let view = Lookup::Action(Action::ViewBoxes);
            assert_ne!(keymap.lookup(&scopes, &keys("F5")), view, "a view key leaves no text field");
            assert_eq!(keymap.lookup(&scopes, &keys("Esc")), Lookup::Action(Action::Back));
        }
    }
}

#[test]
fn a_question_takes_no_keys_from_behind_it() {
    let keymap = Keymap::default_map();
    let scopes = [Scope::Confirm, Scope::Tasks, Scope::Global];
    assert_eq!(keymap.lookup(&scopes, &keys("x")), Lookup::None);
    assert_eq!(keymap.lookup(&scopes, &keys("Alt-y")), Lookup::Action(Action::Yes));
}

/// Alt with these begins what a terminal sends for other keys: ESC [ and ESC O for arrows, ESC ] and ESC P for
/// answers.
const NOT_WITH_ALT: [char; 4] = ['[', ']', 'O', 'P'];

#[test]
fn every_printable_key_has_a_twin_that_an_input_method_does_not_swallow() {
    for keymap in maps() {
        for scope in Scope::ALL {
            for binding in keymap.bindings(scope.stack()) {
                let hard = |key: &Key| key.text().is_some_and(|c| NOT_WITH_ALT.contains(&c));
                if binding.keys.iter().any(hard) {
                    let others = keymap.keys_for(scope.stack(), binding.action);
                    let swallowed = |keys: &Vec<Key>| keys.iter().any(|key| key.text().is_some());
                    assert!(others.iter().any(|keys| !swallowed(keys)), "{binding:?} needs a second key");
                    continue;
                }
                let twin = |key: &Key| Key { alt: key.alt || key.text().is_some(), ..*key };
                let twins: Vec<Key> = binding.keys.iter().map(twin).collect();
                let found = keymap.lookup(scope.stack(), &twins);
                assert_eq!(found, Lookup::Action(binding.action), "{} in {scope:?}", print_keys(&twins));
            }
        }
    }
}

#[rstest]
#[case("Up", Action::Up)]
#[case("Down", Action::Down)]
#[case("Left", Action::Left)]
#[case("Right", Action::Right)]
#[case("Home", Action::Top)]
#[case("End", Action::Bottom)]
#[case("PageUp", Action::PageUp)]
#[case("PageDown", Action::PageDown)]
#[case("Enter", Action::Open)]
#[case("Insert", Action::Mark)]
#[case("F1", Action::Help)]
#[case("F4", Action::ViewTasks)]
#[case("F10", Action::Quit)]
fn moving_about_needs_no_printable_key(#[case] key: &str, #[case] expected: Action) {
    for keymap in maps() {
        assert_eq!(action(&keymap, Scope::Tasks, key), Some(expected));
    }
}

#[test]
fn an_explicit_alt_key_goes_before_the_twin() {
    let (keymap, problems) = Keymap::load(Preset::Default, Some(("keymap.toml", "[global]\n\"Alt-x\" = \"redraw\"\n")));
    assert_eq!(problems, []);
    assert_eq!(action(&keymap, Scope::Tasks, "Alt-x"), Some(Action::Redraw));
    assert_eq!(action(&keymap, Scope::Tasks, "x"), Some(Action::SetCompleted));
}

#[rstest]
#[case("h", Action::Left)]
#[case("l", Action::Right)]
#[case("g g", Action::Top)]
#[case("G", Action::Bottom)]
#[case("Ctrl-d", Action::PageDown)]
#[case("Ctrl-u", Action::PageUp)]
#[case("Ctrl-f", Action::PageDown)]
#[case("Ctrl-b", Action::PageUp)]
#[case(":", Action::Help)]
#[case("Z Z", Action::Quit)]
#[case("u", Action::Undo)]
#[case("Ctrl-r", Action::Redo)]
fn the_vim_preset_does_what_vim_users_expect(#[case] keys: &str, #[case] expected: Action) {
    assert_eq!(action(&maps()[1], Scope::Tasks, keys), Some(expected));
}

#[test]
fn an_inner_key_hides_an_outer_one_and_beginnings_are_joined() {
    let text = "[global]\n\"Q a\" = \"undo\"\n\"Q b\" = \"redo\"\n[tasks]\n\"q\" = \"export\"\n\"Q a\" = \"filter\"\n";
    let (keymap, problems) = Keymap::load(Preset::Default, Some(("keymap.toml", text)));
    assert_eq!(problems, []);
    assert_eq!(action(&keymap, Scope::Tasks, "q"), Some(Action::Export));
    assert_eq!(action(&keymap, Scope::Outline, "q"), Some(Action::Export));
    assert_eq!(action(&keymap, Scope::Indicators, "q"), Some(Action::Quit));
    assert_eq!(action(&keymap, Scope::Tasks, "Q a"), Some(Action::Filter));
    assert_eq!(action(&keymap, Scope::Tasks, "Q b"), Some(Action::Redo));
    let Lookup::Pending(next) = keymap.lookup(Scope::Tasks.stack(), &keys("Q")) else { panic!("Q should wait") };
    assert_eq!(next.iter().map(|c| c.key.to_string()).collect::<Vec<_>>(), ["a", "b"]);

    let quit = keymap.keys_for(Scope::Tasks.stack(), Action::Quit);
    assert!(!quit.contains(&keys("q")), "hints must not name a key that is hidden");
    let shown = keymap.bindings(Scope::Tasks.stack());
    assert!(shown.iter().all(|b| keymap.lookup(Scope::Tasks.stack(), &b.keys) == Lookup::Action(b.action)));
}

#[test]
fn the_best_key_is_short_and_the_users_own() {
    let keymap = Keymap::default_map();
    let shown = |keymap: &Keymap, action| {
        keymap.keys_for(Scope::Tasks.stack(), action).iter().map(|keys| print_keys(keys)).collect::<Vec<_>>()
    };
    assert_eq!(shown(&keymap, Action::SetCompleted), ["x", "s 3"]);
    assert_eq!(shown(&keymap, Action::Quit), ["q", "F10", "Ctrl-c"]);
    let (keymap, _) = Keymap::load(Preset::Default, Some(("keymap.toml", "[tasks]\n\"X\" = \"set-completed\"\n")));
    assert_eq!(shown(&keymap, Action::SetCompleted), ["X", "x", "s 3"]);
}

/// Keys that mean something else in an inner scope on purpose.
const HIDDEN_ON_PURPOSE: [(Scope, &str); 5] = [
    (Scope::Multiline, "Enter"),
    (Scope::ReviewWords, "Enter"),
    (Scope::TypedOutline, "Enter"),
    (Scope::TypedOutline, "Tab"),
    (Scope::TypedOutline, "Shift-Tab"),
];

#[test]
fn no_key_means_two_things_at_once() {
    for keymap in maps() {
        for scope in Scope::ALL {
            let shown = keymap.bindings(scope.stack());
            for outer in scope.stack() {
                for binding in keymap.bindings(&[*outer]) {
                    let on_purpose = HIDDEN_ON_PURPOSE.iter().any(|(s, text)| s == scope && keys(text) == binding.keys);
                    assert!(on_purpose || shown.contains(&binding), "{binding:?} is hidden in {scope:?}");
                }
            }
        }
    }
}
