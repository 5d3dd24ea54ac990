//! Keymap files: what they can say, and what is told about lines that can't be understood.

use plandesk::action::{Action, Scope};
use plandesk::keymap::*;
use plandesk::text::Language;
use proptest::prelude::*;
use rstest::rstest;

fn load(text: &str) -> (Keymap, Vec<Problem>) {
    Keymap::load(Preset::Default, Some(("keymap.toml", text)))
}

fn action(keymap: &Keymap, scope: Scope, text: &str) -> Option<Action> {
    match keymap.lookup(scope.stack(), &parse_keys(text).expect("keys")) {
        Lookup::Action(action) => Some(action),
        _ => None,
    }
}

#[test]
fn the_keymaps_that_come_along_have_no_problems() {
    for preset in Preset::ALL {
        assert_eq!(Keymap::load(*preset, None).1, []);
        assert_eq!(preset.name().parse(), Ok(*preset));
    }
}

#[test]
fn a_users_file_goes_over_the_preset_and_the_preset_over_the_default() {
    let text = "[list]\n\"h\" = \"help\"\n\"j\" = \"up\"\n";
    let (keymap, problems) = Keymap::load(Preset::Vim, Some(("keymap.toml", text)));
    assert_eq!(problems, []);
    assert_eq!(action(&keymap, Scope::Tasks, "h"), Some(Action::Help), "user over vim");
    assert_eq!(action(&keymap, Scope::Tasks, "j"), Some(Action::Up), "user over default");
    assert_eq!(action(&keymap, Scope::Tasks, "l"), Some(Action::Right), "vim stays");
    assert_eq!(action(&keymap, Scope::Tasks, "x"), Some(Action::SetCompleted), "default stays");
}

#[test]
fn a_file_can_ask_for_a_preset() {
    let (keymap, problems) = load("preset = \"vim\"\n");
    assert_eq!(problems, []);
    assert_eq!(action(&keymap, Scope::Tasks, "g g"), Some(Action::Top));
}

#[test]
fn keys_can_be_taken_away_with_all_that_begins_with_them() {
    let (keymap, problems) = load("[tasks]\nunbind = [\"x\", \"s\"]\n\"s\" = \"sort\"\n");
    assert_eq!(problems, []);
    assert_eq!(action(&keymap, Scope::Tasks, "x"), None);
    assert_eq!(action(&keymap, Scope::Tasks, "s"), Some(Action::Sort));
    assert_eq!(action(&keymap, Scope::Tasks, "i"), Some(Action::SetInProgress));
}

#[test]
fn a_longer_or_shorter_key_of_the_user_takes_the_place_of_what_stood_there() {
    let (keymap, problems) = load("[tasks]\n\"x y\" = \"undo\"\n\"s\" = \"sort\"\n");
    assert_eq!(problems, []);
    assert_eq!(action(&keymap, Scope::Tasks, "x y"), Some(Action::Undo));
    assert_eq!(action(&keymap, Scope::Tasks, "x"), None);
    assert_eq!(action(&keymap, Scope::Tasks, "s"), Some(Action::Sort));
}

#[test]
fn a_scope_can_start_from_nothing() {
    let (keymap, problems) = load("[tasks]\nclear-defaults = true\n\"c\" = \"set-completed\"\n");
    assert_eq!(problems, []);
    assert_eq!(action(&keymap, Scope::Tasks, "x"), None);
    assert_eq!(action(&keymap, Scope::Tasks, "c"), Some(Action::SetCompleted));
    assert_eq!(action(&keymap, Scope::Tasks, "j"), Some(Action::Down), "other scopes stay");
    let (keymap, _) = load("[tasks]\nclear-defaults = false\n");
    assert_eq!(action(&keymap, Scope::Tasks, "x"), Some(Action::SetCompleted));
}

#[test]
fn nobody_is_locked_in() {
    let (keymap, problems) = load("clear-defaults = true\n[text]\n\"F4\" = \"back\"\n");
    assert_eq!(action(&keymap, Scope::Tasks, "Ctrl-c"), Some(Action::Quit));
    assert_eq!(action(&keymap, Scope::Picker, "Esc"), Some(Action::Back));
    assert_eq!(action(&keymap, Scope::Confirm, "Esc"), Some(Action::No));
    assert_eq!(action(&keymap, Scope::Text, "F4"), Some(Action::Back));
    assert_eq!(action(&keymap, Scope::Text, "Esc"), None);
    assert_eq!(action(&keymap, Scope::Columns, "Esc"), Some(Action::Back));
    assert_eq!(problems.len(), 5);
    let told = problems[0].to_string();
    assert_eq!(told, "keymap.toml:1: “quit” has no key in [global], so Ctrl-c was kept; give it one");
}

#[test]
fn a_user_can_label_the_beginning_of_keys() {
    let text = "[list]\n\"y a\" = \"export\"\n[list.labels]\n\"y\" = \"复制\"\n[tasks]\nunbind = [\"y\"]\n";
    let (keymap, problems) = load(text);
    assert_eq!(problems, []);
    let pending = parse_keys("y").unwrap();
    for language in [Language::Zh, Language::En] {
        assert_eq!(keymap.label(Scope::Tasks.stack(), &pending, language), Some("复制"));
    }
}

#[rstest]
#[case("[tasks]\n\"x\" = \"set-complete\"\n", 2, "there is no action “set-complete”; do you mean “set-completed”?")]
#[case("[task]\n\"x\" = \"undo\"\n", 1, "there is no scope “task”; do you mean “tasks”?")]
#[case("[blorp]\n\"x\" = \"undo\"\n", 1, "there is no scope “blorp”")]
#[case("\n[tasks]\n\"PgDown\" = \"undo\"\n", 3, "there is no key “PgDown”; do you mean “PageDown”?")]
#[case("[tasks]\n\"Control-x\" = \"undo\"\n", 2, "there is no key “Control-x”; do you mean “Ctrl-x”?")]
#[case("[tasks]\n\"Ctl-Entr\" = \"undo\"\n", 2, "there is no key “Ctl-Entr”; do you mean “Ctrl-Enter”?")]
#[case("[tasks]\n\"Ctrl-m\" = \"undo\"\n", 2, "a terminal sends Enter for Ctrl-m; write Enter")]
#[case("[tasks]\n\" \" = \"undo\"\n", 2, "a key is missing")]
#[case("[tasks]\n\"x\" = 3\n", 2, "“x” takes the name of an action, such as \"undo\"")]
#[case("[tasks]\nunbind = \"x\"\n", 2, "“unbind” takes a list of keys, such as [\"x\", \"s 3\"]")]
#[case("[tasks]\nunbind = [\n\"z\",\n\"W\"]\n", 4, "“W” has no command here that could be changed; take the line out")]
#[case("[tasks.labels]\n\"x y\" = \"?\"\n", 2, "“x y” has no command here that could be changed; take the line out")]
#[case("[tasks.labels]\n\"s\" = { zh = \"状态\" }\n", 2, "“s” takes a text, or { zh = \"…\", en = \"…\" }")]
#[case("[tasks]\nclear-defaults = 1\n", 2, "“clear-defaults” takes true or false")]
#[case("clear-default = true\n", 1, "there is no setting “clear-default”; do you mean “clear-defaults”?")]
#[case("preset = \"vi\"\n", 1, "there is no preset “vi”; do you mean “vim”?")]
#[case("tasks = 3\n", 1, "“tasks” takes a table")]
#[case(
    "[text]\n\"q\" = \"quit\"\n",
    2,
    "“q” is typed text here and can be no command; add Ctrl or Alt, or take a key with a name"
)]
#[case(
    "[tasks]\n\"W\" = \"undo\"\n\"W a\" = \"redo\"\n",
    3,
    "“W a” stands in the way of “undo” in this same file; take one of the two out"
)]
#[case(
    "[tasks]\n\"Ctrl-g\" = \"undo\"\n\"Ctrl-G\" = \"redo\"\n",
    3,
    "“Ctrl-g” stands in the way of “undo” in this same file; take one of the two out"
)]
fn what_is_wrong_is_told_with_its_line_and_the_rest_holds(
    #[case] text: &str,
    #[case] line: usize,
    #[case] message: &str,
) {
    let text = format!("{text}\n[indicators]\n\"W\" = \"export\"\n");
    let (keymap, problems) = load(&text);
    let told: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert_eq!(told, [format!("keymap.toml:{line}: {message}")]);
    assert!(problems[0].text(Language::Zh).chars().any(|c| c > '\u{4E00}'));
    assert_eq!(action(&keymap, Scope::Indicators, "W"), Some(Action::Export), "the lines after it hold");
    assert_eq!(action(&keymap, Scope::Tasks, "x"), Some(Action::SetCompleted), "the defaults hold");
}

#[test]
fn several_mistakes_are_told_in_the_order_of_their_lines() {
    let (_, problems) = load("[tasks]\n\"x\" = \"nonsense\"\nunbind = [\"W\"]\n\"Foo\" = \"undo\"\n[nowhere]\n");
    assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [2, 3, 4, 5]);
}

#[test]
fn what_is_not_toml_is_told_with_its_line_and_the_rest_holds() {
    let (keymap, problems) =
        load("[tasks]\n\"X\" = \"undo\"\n\"Y\" = = \"undo\"\n\"W\" = \"redo\"\n\"W\" = \"undo\"\n");
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    assert!(lines.contains(&3) && lines.contains(&5), "{problems:?}");
    assert_eq!(action(&keymap, Scope::Tasks, "X"), Some(Action::Undo));
    assert_eq!(action(&keymap, Scope::Tasks, "W"), Some(Action::Redo));
}

#[test]
fn a_file_written_on_windows_is_read() {
    let (keymap, problems) = load("\u{feff}[tasks]\r\n\"X\" = \"undo\"\r\n\"Y\" = \"rado\"\r\n");
    assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [3]);
    assert_eq!(action(&keymap, Scope::Tasks, "X"), Some(Action::Undo));
}

proptest! {
    #[test]
    fn no_file_keeps_the_program_from_starting(text in ".*") {
        let (keymap, _) = load(&text);
        prop_assert!(!keymap.keys_for(&[Scope::Global], Action::Quit).is_empty());
    }

    #[test]
    fn no_line_keeps_the_program_from_starting(
        lines in proptest::collection::vec("(\\[(tasks|list|text|global)(\\.labels)?\\]|\"[A-Za-z -]{0,8}\" = \"(undo|quit|nope)\"|unbind = \\[\"[a-z]\"\\]|clear-defaults = true)", 0..12)
    ) {
        let (keymap, problems) = load(&lines.join("\n"));
        prop_assert!(!keymap.keys_for(&[Scope::Global], Action::Quit).is_empty());
        prop_assert!(problems.iter().all(|problem| problem.line <= lines.len().max(1)));
    }
}
