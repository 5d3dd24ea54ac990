//! Dependencies: the tables in `docs/` name every crate that Cargo.toml does, and deny.toml gives a reason for
//! every exception.

use std::collections::BTreeSet;
use std::fs;

use toml::{Table, Value};

fn read(name: &str) -> String {
    fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn table(name: &str) -> Table {
    read(name).parse().unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Returns the crates in the table of a page, and its other cells.
fn listed(page: &str) -> (BTreeSet<String>, Vec<String>) {
    let text = read(page);
    let (_, rest) = text.split_once("<!-- dependencies -->").unwrap();
    let (rows, _) = rest.split_once("<!-- /dependencies -->").unwrap();
    let (mut crates, mut cells) = (BTreeSet::new(), Vec::new());
    for row in rows.lines().filter(|line| line.starts_with("| `")) {
        let columns: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(columns.len(), 4, "{row}");
        for name in columns[0].split(", ") {
            assert!(crates.insert(name.trim_matches('`').to_string()), "{name} is there twice");
        }
        cells.extend(columns[1..].iter().map(ToString::to_string));
    }
    (crates, cells)
}

#[test]
fn both_pages_name_the_crates_that_are_used() {
    let manifest = table("Cargo.toml");
    let named = |section: &str| manifest[section].as_table().unwrap().keys().cloned().collect::<Vec<_>>();
    let used: BTreeSet<String> = [named("dependencies"), named("dev-dependencies")].concat().into_iter().collect();
    for page in ["docs/dependencies.md", "docs/dependencies.zh.md"] {
        let (crates, cells) = listed(page);
        let missing: Vec<_> = used.difference(&crates).collect();
        let gone: Vec<_> = crates.difference(&used).collect();
        assert!(missing.is_empty() && gone.is_empty(), "{page} lacks {missing:?} and has {gone:?}");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{page}: why, who keeps it, licence");
    }
}

#[test]
fn every_exception_has_its_reason() {
    let rules = table("deny.toml");
    let with_reasons = [&rules["bans"]["skip"], &rules["advisories"]["ignore"]];
    for exception in with_reasons.into_iter().flat_map(|list| list.as_array().unwrap()) {
        let reason = exception.get("reason").and_then(Value::as_str).unwrap_or_default();
        assert!(!reason.is_empty(), "{exception} has no reason");
    }
    for source in ["unknown-registry", "unknown-git"] {
        assert_eq!(rules["sources"][source].as_str(), Some("deny"));
    }
    assert_eq!(table("Cargo.toml")["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
}
