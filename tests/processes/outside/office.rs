//! A store that is used through the program alone, and the changes that the program has reported as saved.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::cli::{Bench, Ran};

/// The plan that is changed, one of the bundled ones, and the number of its tasks that changes are about.
const PLAN: &str = "bachu-wsjk-2025";
const TASKS: u64 = 40;

/// A store and the changes in it that the program has acknowledged.
pub struct Office {
    pub bench: Bench,
    /// The text of each acknowledged change, by the number of its entry.
    pub acknowledged: BTreeMap<u64, String>,
    attempts: u64,
}

impl Office {
    /// Returns an office with the bundled plans.
    pub fn open() -> Office {
        Office::of(Bench::loaded())
    }

    /// Returns an office for a store in which nothing was acknowledged so far.
    pub fn of(bench: Bench) -> Office {
        Office { bench, acknowledged: BTreeMap::new(), attempts: 0 }
    }

    /// Returns a copy with a store of its own and the same acknowledged changes. No process may have the store open.
    pub fn copy(&self) -> Office {
        let bench = Bench::empty();
        copy_folder(&self.bench.store(), &bench.store());
        Office { bench, acknowledged: self.acknowledged.clone(), attempts: self.attempts }
    }

    /// Returns the arguments of a new change, with a unique text that begins with `who`.
    pub fn next_change(&mut self, who: &str) -> Vec<String> {
        self.attempts += 1;
        change(who, self.attempts)
    }

    /// Records the answer to a command that makes a change, however it ended. Returns true if it acknowledges the
    /// change.
    pub fn note(&mut self, said: &[u8], words: &str) -> bool {
        let receipt = serde_json::from_slice::<Value>(said).ok().and_then(|receipt| receipt["seq"].as_u64());
        receipt.inspect(|seq| drop(self.acknowledged.insert(*seq, words.to_string()))).is_some()
    }

    /// Saves a change without a fault.
    #[track_caller]
    pub fn save(&mut self, who: &str) {
        let arguments = self.next_change(who);
        let output = self.bench.command(&arguments).output().unwrap();
        assert!(self.note(&output.stdout, words_of(&arguments)), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Asserts that the store opens with everything that was acknowledged. No process may have it open.
    #[track_caller]
    pub fn check(&self, round: &str) {
        let history = documented(self.bench.command(["history", "--format", "json", "--lang", "en"]), round);
        assert_eq!(history.code, 0, "{round}: {}", history.stderr);
        let held = held(&history.stdout);
        for (seq, words) in &self.acknowledged {
            assert_eq!(held.get(seq), Some(words), "{round}: entry {seq} was acknowledged; {}", history.stderr);
        }
    }
}

/// Returns the arguments of change number `number`, whose text begins with `who`.
pub fn change(who: &str, number: u64) -> Vec<String> {
    let words = format!("{who}-{number}");
    let (task, progress) = (task_of(&words), number % 101);
    let line = format!("review {task} --period 2023 --progress {progress} --format json --done {words}");
    line.split(' ').map(str::to_string).collect()
}

/// Returns the task that a change with this text is about.
pub fn task_of(words: &str) -> String {
    let number: u64 = words.rsplit('-').next().and_then(|number| number.parse().ok()).unwrap_or_default();
    format!("{PLAN}/t{}", number % TASKS + 1)
}

/// Returns the text in a change's arguments.
pub fn words_of(arguments: &[String]) -> &str {
    arguments.last().map_or("", String::as_str)
}

/// Returns the texts of the reviews in a history, by the number of the entry.
pub fn held(history: &str) -> BTreeMap<u64, String> {
    let Ok(Value::Array(entries)) = serde_json::from_str(history) else { return BTreeMap::new() };
    let words =
        |entry: &Value| Some((entry["seq"].as_u64()?, entry["changes"][0]["after"]["done"].as_str()?.to_string()));
    entries.iter().filter_map(words).collect()
}

/// Runs a command to its end, and asserts that the status is one that `docs/commands.md` lists.
#[track_caller]
pub fn documented(mut command: Command, round: &str) -> Ran {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let code = status.code().unwrap_or_else(|| panic!("{round}: {command:?} ended by {status}"));
    assert!((0..=5).contains(&code), "{round}: {command:?} ended with {code}: {stderr}");
    assert!(!stderr.contains("panicked"), "{round}: {command:?}: {stderr}");
    assert!(code == 0 || !stderr.trim().is_empty(), "{round}: {command:?} ended with {code} and said nothing");
    Ran { code, stdout, stderr }
}

/// Copies the files and folders in a folder.
pub fn copy_folder(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap();
    assert!(copied.success(), "{} can't be copied", from.display());
}
