//! The quality of reading whole real documents: precision and recall of tasks and indicator cells, and the numbers of
//! correct titles, texts, paths, departments and due years.
//!
//! The facts (`facts/*.tsv`) describe the items of each document. They hold hashes instead of the words of the
//! documents. They were generated from a reading and then compared with the documents by hand; where the reading was
//! wrong, the fact was corrected. The table (`facts/table.txt`) has the results; a change that lowers a number fails.
//! `PLANDESK_RENEW=1` writes facts for documents without any, and the table.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::PathBuf;

use plandesk::import;
use plandesk::plan::{Departments, Plan, Task};
use sha2::{Digest, Sha256};

use crate::support::skipped::skipped;

/// Folder, and the beginning of the file's name.
const DOCUMENTS: [(&str, &str); 19] = [
    ("plans", "000"),
    ("plans", "001"),
    ("plans", "002"),
    ("plans", "003"),
    ("plans", "004"),
    ("plans-more", "02"),
    ("plans-more", "05"),
    ("plans-more", "10"),
    ("plans-more", "12"),
    ("plans-more", "13"),
    ("plans-more", "20"),
    ("plans-more", "31"),
    ("plans-more", "32"),
    ("plans-more", "33"),
    ("plans-more", "34"),
    ("plans-more", "35"),
    ("plans-more", "36"),
    ("plans-more", "37"),
    ("plans-more", "38"),
];

/// The columns of the table.
const COLUMNS: [&str; 10] =
    ["items", "found", "extra", "titles", "texts", "paths", "departments", "due", "cells", "cells right"];

/// The fields of an item by name, each a hash or a plain value.
type Fields = BTreeMap<&'static str, String>;

fn hash(text: &str) -> String {
    let letters: String = plandesk::text::fold::to_half_width(text).chars().filter(|c| c.is_alphanumeric()).collect();
    Sha256::digest(letters.as_bytes()).iter().take(4).fold(String::new(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

fn task(plan: &Plan, at: usize, task: &Task) -> (String, Fields) {
    let letters: String = task.text.chars().filter(|c| c.is_alphanumeric()).take(12).collect();
    let kind = if task.special_box.is_some() { "project" } else { "task" };
    let names = |names: &[String]| names.join("、");
    let due = task.stated.due.map_or_else(|| "-".to_string(), |due| due.year().to_string());
    let path = plan.path(task.node).concat() + task.group.as_deref().unwrap_or_default();
    let fields = [
        ("titles", hash(&task.title)),
        ("texts", hash(&task.text)),
        ("paths", hash(&path)),
        ("departments", hash(&format!("{}／{}", names(&task.stated.lead), names(&task.stated.support)))),
        ("due", due),
    ];
    (format!("{at} {kind} {}", hash(&format!("{}{letters}", task.number))), fields.into_iter().collect())
}

/// Returns the items of plans: tasks and projects with their fields, and indicators with a field for each cell.
fn items(plans: &[Plan]) -> Vec<(String, Fields)> {
    let mut items = Vec::new();
    for (at, plan) in plans.iter().enumerate() {
        items.extend(plan.tasks.iter().map(|t| task(plan, at, t)));
        for indicator in &plan.indicators {
            let values = indicator.baselines.iter().map(|b| format!("{}:{}", b.year, b.text));
            let values = values.chain(indicator.targets.iter().map(|t| format!("{}:{}", t.year, t.text)));
            let cells = [indicator.unit.clone().unwrap_or_default(), format!("{:?}", indicator.nature)];
            let cells: Vec<String> = cells.into_iter().chain(values).map(|cell| hash(&cell)).collect();
            let name = hash(&format!("{}{}", indicator.category.as_deref().unwrap_or_default(), indicator.name));
            items.push((format!("{at} indicator {name}"), [("cells", cells.join(","))].into_iter().collect()));
        }
    }
    items
}

fn facts_path(start: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/import/facts").join(format!("{start}.tsv"))
}

fn written(items: &[(String, Fields)]) -> String {
    let line = |(key, fields): &(String, Fields)| {
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{key}\t{}\n", fields.join("\t"))
    };
    items.iter().map(line).collect()
}

/// Counts the facts that a reading matches, in the order of [`COLUMNS`].
fn count(facts: &str, read: &[(String, Fields)]) -> [usize; 10] {
    let mut left: HashMap<&str, Vec<&Fields>> = HashMap::new();
    for (key, fields) in read.iter().rev() {
        left.entry(key).or_default().push(fields);
    }
    let mut counts = [0; 10];
    for line in facts.lines() {
        let mut parts = line.split('\t');
        let key = parts.next().unwrap_or_default();
        let found = left.get_mut(key).and_then(Vec::pop);
        counts[0] += 1;
        counts[1] += usize::from(found.is_some());
        for (name, wanted) in parts.filter_map(|part| part.split_once('=')) {
            let value = found.and_then(|fields| fields.get(name)).map_or("", String::as_str);
            if name == "cells" {
                counts[8] += wanted.split(',').count();
                let right = wanted.split(',').zip(value.split(',')).filter(|(wanted, value)| wanted == value);
                counts[9] += right.count();
            } else if let Some(column) = COLUMNS.iter().position(|column| *column == name) {
                counts[column] += usize::from(value == wanted);
            }
        }
    }
    counts[2] = left.values().map(Vec::len).sum();
    counts
}

fn row(name: &str, counts: &[usize; 10]) -> String {
    let cells: Vec<String> = counts.iter().map(usize::to_string).collect();
    format!("{name}\t{}\n", cells.join("\t"))
}

/// Returns the numbers in a row of the table.
fn numbers(table: &str, name: &str) -> Option<Vec<usize>> {
    let line = table.lines().find_map(|line| line.strip_prefix(&format!("{name}\t")))?;
    line.split('\t').map(|cell| cell.parse().ok()).collect()
}

#[test]
fn no_measured_quality_is_lower_than_in_the_table() {
    let Some(folder) = std::env::var_os("PLANDESK_REAL_DOCUMENTS").map(PathBuf::from) else {
        return skipped("PLANDESK_REAL_DOCUMENTS names no folder with real documents");
    };
    let renew = std::env::var_os("PLANDESK_RENEW").is_some();
    let mut table = format!("document\t{}\n", COLUMNS.join("\t"));
    let mut all = [0; 10];
    for (part, start) in DOCUMENTS {
        let mut files = std::fs::read_dir(folder.join(part)).unwrap().map(|file| file.unwrap().path());
        let file = files.find(|file| file.file_name().unwrap().to_string_lossy().starts_with(start)).unwrap();
        let document = import::read("a.txt", &std::fs::read(file).unwrap(), &Departments::bundled()).unwrap();
        let read = items(&document.plans);
        let path = facts_path(start);
        if renew && !path.exists() {
            std::fs::write(&path, written(&read)).unwrap();
        }
        let counts = count(&std::fs::read_to_string(&path).unwrap(), &read);
        all.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
        table.push_str(&row(start, &counts));
    }
    table.push_str(&row("all", &all));
    println!("{table}");
    let path = facts_path("table").with_extension("txt");
    if renew {
        std::fs::write(&path, &table).unwrap();
    }
    let held = std::fs::read_to_string(&path).unwrap();
    for name in DOCUMENTS.iter().map(|(_, start)| *start).chain(["all"]) {
        let (held, now) = (numbers(&held, name).unwrap(), numbers(&table, name).unwrap());
        for (at, column) in COLUMNS.iter().enumerate() {
            let fallen = if *column == "extra" { now[at] > held[at] } else { now[at] < held[at] };
            assert!(!fallen, "{name}: {column} was {} and is {}\n{table}", held[at], now[at]);
        }
    }
}

#[test]
fn lost_wrong_and_surplus_items_are_counted() {
    let fields = |title: &str| -> Fields { [("titles", title.to_string())].into_iter().collect() };
    let read = vec![("a".to_string(), fields("1")), ("b".to_string(), fields("2")), ("d".to_string(), fields("4"))];
    let counts = count("a\ttitles=1\nb\ttitles=3\nc\ttitles=4\n", &read);
    assert_eq!(counts[..4], [3, 2, 1, 1]);
    let cells = vec![("i".to_string(), [("cells", "x,y".to_string())].into_iter().collect())];
    assert_eq!(count("i\tcells=x,z,w\n", &cells)[8..], [3, 1]);
}
