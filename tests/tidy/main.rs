//! The project's own rules, checked on the source: layers, sizes, documents and dependencies.
#![allow(clippy::unwrap_used, clippy::panic)]

mod dependencies;
mod documents;

use std::fs;
use std::path::PathBuf;

use regex::Regex;

/// The folders of `src/`. Each may use those before it and none after it.
const LAYERS: [&str; 16] = [
    "text", "parallel", "plan", "import", "store", "search", "export", "report", "desk", "office", "action", "keymap",
    "tui", "cli", "serve", "program",
];

/// The most lines that a file may have.
const LONGEST: usize = 600;

struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    /// Returns the folder of `src/` that the file belongs to; none for `lib.rs` and `main.rs`.
    fn layer(&self) -> Option<usize> {
        let inside = self.path.strip_prefix(root().join("src")).ok()?;
        let folder = inside.components().next()?.as_os_str().to_str()?;
        LAYERS.iter().position(|layer| *layer == folder)
    }

    /// Returns the number of `super::` from the module to the root of the crate.
    fn depth(&self) -> usize {
        let inside = self.path.strip_prefix(root().join("src")).unwrap_or(&self.path);
        inside.components().count() - usize::from(inside.ends_with("mod.rs"))
    }

    /// Returns the lines of code with their numbers, without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(n, line)| (n + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.path.strip_prefix(root()).unwrap_or(&self.path).display())
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn sources(folders: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).filter(|f| f.exists()).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(Source { text: fs::read_to_string(&path).unwrap(), path });
            }
        }
    }
    assert!(!found.is_empty());
    found
}

/// Returns every match of a pattern in code of `src/`, outside the layers that may have it.
fn uses(pattern: &str, except: &[&str]) -> Vec<String> {
    let pattern = Regex::new(pattern).unwrap();
    let mut found = Vec::new();
    for source in sources(&["src"]) {
        if source.layer().is_some_and(|layer| except.contains(&LAYERS[layer])) {
            continue;
        }
        let lines = source.code().filter(|(_, line)| pattern.is_match(line));
        found.extend(lines.map(|(n, line)| format!("{}: {}", source.place(n), line.trim())));
    }
    found
}

fn none(found: Vec<String>, rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

#[test]
fn every_folder_uses_only_those_before_it() {
    let import = Regex::new(r"\bcrate::(\w+)").unwrap();
    let upwards = Regex::new(r"\b((?:super::)+)(\w+)").unwrap();
    let mut found = Vec::new();
    for source in sources(&["src"]) {
        let Some(own) = source.layer() else { continue };
        for (line, code) in source.code() {
            let absolute = import.captures_iter(code).map(|captures| captures[1].to_string());
            let relative = upwards.captures_iter(code).filter(|c| c[1].matches("super").count() >= source.depth());
            for name in absolute.chain(relative.map(|captures| captures[2].to_string())) {
                if LAYERS.iter().position(|layer| *layer == name).is_some_and(|other| other > own) {
                    found.push(format!("{}: {} uses {name}", source.place(line), LAYERS[own]));
                }
            }
        }
    }
    none(found, "a folder may use only those before it in tests/tidy/main.rs");
    none(uses(r"\bcrate::\{", &[]), "name the folder in each `use`, so that layers can be read");
}

#[test]
fn every_folder_has_its_place_among_the_layers() {
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        assert!(!entry.path().is_dir() || LAYERS.contains(&name.as_str()), "src/{name} is in no layer");
    }
}

#[test]
fn every_file_begins_with_a_module_comment_and_none_is_too_long() {
    for source in sources(&["src", "tests", "benches"]) {
        assert!(source.text.starts_with("//! "), "{} has no module docs on its first line", source.place(1));
        let lines = source.text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines; divide it", source.place(1));
    }
}

#[test]
fn the_storage_engine_stays_in_its_folder() {
    none(uses(r"\bsled\b", &["store"]), "no sled outside store/");
}

#[test]
fn work_is_shared_between_threads_in_one_place() {
    none(uses(r"spawn_scoped|available_parallelism", &["parallel"]), "parallel shares work");
}

#[test]
fn columns_are_measured_in_one_place() {
    none(uses(r"\bunicode_width\b", &["text"]), "width is text's business");
    // `{:<10}` counts characters, and a Chinese character has a width of two columns.
    none(uses(r"\{\w*:[^{}]?[<>^]\d*\w*\$?\}", &["text"]), "pad by text::width, not by characters");
}

/// Modules that open files or sockets, read the environment or start processes. Clients of a desk send file names,
/// command lines and sizes; code that works for them reaches files only through `office::client::Files`, which acts in
/// the client's own process, or does nothing over SSH.
const OPENERS: [&str; 12] = [
    // The store's own files, under names of its own.
    "src/store/",
    "src/desk/access/gate.rs",
    "src/desk/draft.rs",
    "src/desk/index.rs",
    "src/desk/screens.rs",
    "src/desk/settings.rs",
    "src/desk/templates.rs",
    "src/desk/text_file.rs",
    // The desk's process: its socket, its log, its key, its start.
    "src/serve/",
    // Code that runs in a person's own process.
    "src/cli/place.rs",
    "src/office/local.rs",
    "src/export/file.rs",
];

/// The modules that work for a desk, and know only names within the store's folder.
const SERVING: [&str; 18] = [
    "src/office/export.rs",
    "src/office/import/mod.rs",
    "src/office/import/words.rs",
    "src/office/notice.rs",
    "src/office/person.rs",
    "src/office/report.rs",
    "src/office/client.rs",
    "src/office/source.rs",
    "src/office/written.rs",
    "src/serve/connection.rs",
    "src/serve/line.rs",
    "src/serve/ssh/command.rs",
    "src/serve/ssh/files.rs",
    "src/serve/ssh/connection.rs",
    "src/serve/ssh/screen.rs",
    "src/serve/ssh/session.rs",
    "src/serve/ssh/streams.rs",
    "src/serve/work.rs",
];

/// Returns the code of `src/` outside of tests that matches a pattern, in the files for which `is_meant` holds.
fn fitting(pattern: &str, is_meant: impl Fn(&str) -> bool) -> Vec<String> {
    let pattern = Regex::new(pattern).unwrap();
    let mut found = Vec::new();
    for source in sources(&["src"]) {
        let name = source.path.strip_prefix(root()).unwrap().display().to_string();
        let tests = source.text.find("#[cfg(test)]").map(|at| source.text[..at].lines().count());
        let is_test = name.ends_with("tests.rs")
            || name.ends_with("fixture.rs")
            || source.text.contains("PLANDESK_REAL_DOCUMENTS");
        if is_meant(&name) && !is_test {
            let is_code = |n: usize, line: &str| tests.is_none_or(|end| n <= end) && !line.starts_with("use ");
            let lines = source.code().filter(|(n, line)| is_code(*n, line) && pattern.is_match(line));
            found.extend(lines.map(|(n, line)| format!("{}: {}", source.place(n), line.trim())));
        }
    }
    found
}

#[test]
fn code_that_works_for_clients_opens_no_file_and_starts_no_process() {
    let opens = r"\bfs::\w|\bFile::(open|create)|\bOpenOptions\b|\bDirBuilder\b|Stream::connect\b|\benv::var_os\b";
    none(
        fitting(opens, |name| !OPENERS.iter().any(|opener| name.starts_with(opener))),
        "ask office::client::Files, or name the module in OPENERS with its reason",
    );
    let own =
        r"\bLocal(Files|Streams)\b|\bexport::file\b|\bFile::|\bOpenOptions\b|\bfs::(read|write|remove|rename|copy)";
    none(
        fitting(&format!("{opens}|{own}"), |name| SERVING.contains(&name)),
        "a desk opens no file for a client, and does not use its own streams for one",
    );
    let starts = r"\bCommand::new\b|\bcurrent_exe\b|\bfork\b|\bexecv";
    none(fitting(starts, |name| name != "src/serve/start.rs"), "a desk is the one process that is started");
    for name in SERVING {
        assert!(root().join(name).exists(), "{name} is no more; name what took its place");
    }
}

#[test]
fn file_names_are_shown_in_harmless_characters() {
    none(uses(r"\.display\(\)", &[]), "a path in a message goes through text::clean::shown_path");
}

#[test]
fn no_state_is_kept_outside_of_values() {
    // A lazily created dictionary is no state; only what can change is.
    let changeable = r"\bstatic\s+(mut\b|\w+\s*:.*\b(Mutex|RwLock|Atomic\w*|RefCell|OnceLock|OnceCell)\b)";
    none(uses(changeable, &[]), "no statics with state: a process can hold several sessions");
}

/// Each question of planners is answered once, in `plan/`: these patterns indicate a second answer.
const ANSWERED_IN_PLAN: [(&str, &str); 8] = [
    (r"\b(19[45]\d|2000)\s*(\.\.=?|,)\s*2[01]\d\d\b", "plan::Year knows which numbers are years"),
    (r"progress\b.*[<>]=? ?100\b|\(0(\.0)?\.\.=100|\(0, 100\)", "plan::Progress knows what a progress is"),
    (r#""(哈萨克|维吾尔|柯尔克孜|土家)族?""#, "plan::Region knows the peoples"),
    (r#"\["省", "自治区"|\["地区", "|\["县", "旗"|\['县', '市'"#, "plan::Region knows the tiers"),
    (r"\bstatus\.is_none\(\)|\bfn is_(overdue|unreported|missing)\b", "plan::Standing says how a task stands"),
    (r"\byears?: (Option<|Vec<|&\[)?[iu]\d+\b|\(i32, f64\)", "a year is a plan::Year"),
    (r"\bregion: (Option<)?String\b", "a region is a plan::Region; what is typed for one becomes it at the edge"),
    (r"\bfn (supersedes|is_edition_of|mentions)\(", "plan::lineage says how plans belong together"),
];

#[test]
fn a_status_is_declared_in_one_table_and_named_nowhere_else() {
    none(
        fitting(r"\bStatus::[A-Z][a-z]", |name| name != "src/plan/status.rs"),
        "ask plan::Status for its sense, its words or all statuses, so that a new one is a row of its table",
    );
}

#[test]
fn a_kind_of_period_is_declared_in_one_table_and_named_nowhere_else() {
    none(
        fitting(r"\bPeriodKind::[A-Z][a-z]|\bPeriod::MID_TERM\b", |name| !name.starts_with("src/plan/period/")),
        "ask plan::PeriodKind for its parts, its occasion or all kinds, so that a new one is a row of its table",
    );
}

#[test]
fn questions_of_planners_are_answered_in_plan_only() {
    for (second_answer, rule) in ANSWERED_IN_PLAN {
        none(fitting(second_answer, |name| !name.starts_with("src/plan/")), rule);
    }
}

/// Doc comments that name the thing are read once; those that open with a question word are read twice (docs/style.md).
/// Help texts of the command line are exempt, since a person reads them beside the name of an argument.
#[test]
fn doc_comments_open_with_no_question_word() {
    let opening = Regex::new(r"^\s*//[/!] (What|Whether|How|Who|Whoever|Which|Where|Has)[ .]").unwrap();
    let mut found = Vec::new();
    for source in sources(&["src", "tests", "benches", "fuzz"]) {
        if source.path.starts_with(root().join("src/cli/args")) || source.path.ends_with("cli/args.rs") {
            continue;
        }
        let mut is_inside = false;
        for (number, line) in source.text.lines().enumerate() {
            if !is_inside && opening.is_match(line) {
                found.push(source.place(number + 1));
            }
            is_inside = line.trim_start().starts_with("///") || line.starts_with("//!");
        }
    }
    none(found, "a doc comment says what the thing is, and opens with no question word (docs/style.md)");
}

/// Most of these comments begin with “Returns”: one that goes on with a noun says that of a thing, not of an answer.
#[test]
fn doc_comments_of_questions_say_when_the_answer_is_true() {
    let asked =
        Regex::new(r"^[ ]*/// Returns (.*)\n(?:[ ]*///.*\n)*(?:[ ]*#\[.*\n)*.*\bfn \w+.*-> bool( \{|;)?\n").unwrap();
    let opening = Regex::new(r"(?m)^(?:[ ]*///.*\n)+").unwrap();
    let mut found = Vec::new();
    for source in sources(&["src", "tests", "benches", "fuzz"]) {
        for comment in opening.find_iter(&source.text) {
            let answers = asked.captures(&source.text[comment.start()..]);
            if answers.is_some_and(|words| !words[1].starts_with("true") && !words[1].starts_with("false")) {
                found.push(source.place(source.text[..comment.start()].lines().count() + 1));
            }
        }
    }
    none(found, "a function that returns a bool says when it returns true (docs/style.md)");
}
