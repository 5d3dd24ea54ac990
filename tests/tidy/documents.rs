//! Documents: every link leads somewhere, both languages have the same structure, and what they list is complete.

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::{LAYERS, read, root};

/// Returns every Markdown file of the repository that people read, relative to its root.
fn pages() -> Vec<PathBuf> {
    let mut pages = Vec::new();
    for folder in ["", "docs", "keymaps", "fuzz", "data"] {
        let files = fs::read_dir(root().join(folder)).unwrap().map(|file| file.unwrap().path());
        pages.extend(files.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    }
    let mut pages: Vec<PathBuf> = pages.iter().map(|path| path.strip_prefix(root()).unwrap().to_owned()).collect();
    pages.sort();
    pages
}

fn page(path: &Path) -> String {
    read(path.to_str().unwrap())
}

fn is_chinese(path: &Path) -> bool {
    path.to_str().unwrap().ends_with(".zh.md")
}

/// Returns the targets of the links on a page.
fn links(text: &str) -> Vec<String> {
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES);
    parser
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
            _ => None,
        })
        .collect()
}

/// Returns the headings of a page as GitHub's anchors.
fn anchors(text: &str) -> Vec<String> {
    let (mut anchors, mut heading) = (Vec::new(), None);
    for event in Parser::new(text) {
        match (event, &mut heading) {
            (Event::Start(Tag::Heading { .. }), _) => heading = Some(String::new()),
            (Event::Text(text) | Event::Code(text), Some(heading)) => heading.push_str(&text),
            (Event::End(TagEnd::Heading(_)), _) => anchors.extend(heading.take()),
            _ => {}
        }
    }
    let kept = |c: &char| c.is_alphanumeric() || *c == '-' || *c == ' ';
    anchors.iter().map(|text| text.to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    for path in pages() {
        for link in links(&page(&path)) {
            if link.contains("://") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let text = fs::read_to_string(root().join(&target)).ok();
            let is_there = text.is_some() || root().join(&target).is_dir();
            if !is_there || !anchor.is_empty() && !text.is_some_and(|text| anchors(&text).contains(&anchor.to_string()))
            {
                broken.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_page_can_be_reached_from_its_readme() {
    for readme in ["README.md", "README.zh.md"] {
        let mut reached = vec![PathBuf::from(readme)];
        let mut next = 0;
        while let Some(path) = reached.get(next).cloned() {
            next += 1;
            for link in links(&page(&path)) {
                let target = path.parent().unwrap().join(link.split('#').next().unwrap_or_default());
                let Ok(target) = root().join(target).canonicalize() else { continue };
                let Ok(target) = target.strip_prefix(root().canonicalize().unwrap()).map(Path::to_owned) else {
                    continue;
                };
                if target.extension().is_some_and(|ending| ending == "md") && !reached.contains(&target) {
                    reached.push(target);
                }
            }
        }
        let missing: Vec<PathBuf> = pages().into_iter().filter(|path| !reached.contains(path)).collect();
        assert!(missing.is_empty(), "not linked from {readme}: {missing:?}");
    }
}

/// Returns the structure of a page: the levels of its headings, and its lists, tables and examples between them.
fn structure(text: &str) -> Vec<String> {
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES);
    parser
        .filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(format!("heading {level}")),
            Event::Start(Tag::Item) => Some("item".to_string()),
            Event::Start(Tag::Table(columns)) => Some(format!("table of {} columns", columns.len())),
            Event::Start(Tag::TableRow) => Some("row".to_string()),
            Event::Start(Tag::CodeBlock(_)) => Some("example".to_string()),
            _ => None,
        })
        .collect()
}

#[test]
fn both_languages_have_the_same_structure() {
    let chinese: Vec<PathBuf> = pages().into_iter().filter(|path| is_chinese(path)).collect();
    assert!(chinese.len() > 8, "{chinese:?}");
    for path in chinese {
        let english = PathBuf::from(path.to_str().unwrap().replace(".zh.md", ".md"));
        assert_eq!(structure(&page(&english)), structure(&page(&path)), "{} and {}", english.display(), path.display());
    }
}

#[test]
fn every_page_for_users_exists_in_chinese() {
    // Contributors are expected to read English.
    let english_only = ["architecture", "contributing", "glossary", "style"].map(|name| format!("docs/{name}.md"));
    for path in pages().iter().filter(|path| path.starts_with("docs") && !is_chinese(path)) {
        let name = path.to_str().unwrap();
        let chinese = root().join(name.replace(".md", ".zh.md"));
        assert_ne!(chinese.exists(), english_only.iter().any(|only| only == name), "{name}");
    }
}

#[test]
fn the_readmes_are_short() {
    for readme in ["README.md", "README.zh.md"] {
        assert!(read(readme).lines().count() <= 160, "{readme}: move details to docs/");
    }
}

#[test]
fn every_figure_was_measured() {
    for name in ["docs/figures.md", "docs/figures.zh.md"] {
        let text = read(name);
        let (_, rest) = text.split_once("<!-- figures -->").unwrap();
        let (table, _) = rest.split_once("<!-- /figures -->").unwrap();
        let rows: Vec<&str> = table.lines().filter(|line| line.starts_with('|')).skip(2).collect();
        assert!(!rows.is_empty(), "{name} has no figures");
        for row in rows {
            // Subject, goal, measurement and bench.
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            assert!(cells[2].contains(|c: char| c.is_ascii_digit()), "nothing measured: {row}");
            let bench = cells[3].trim_matches('`').split(' ').next().unwrap();
            assert!(root().join(format!("benches/{bench}.rs")).exists(), "there is no such bench: {row}");
        }
    }
}

#[test]
fn the_pages_on_the_command_line_name_every_command() {
    let definition = read("src/cli/args.rs");
    let (_, request) = definition.split_once("enum Request {").unwrap();
    let (request, _) = request.split_once("\n}").unwrap();
    let variant = Regex::new(r"(?m)^    (\w+)[(,]").unwrap();
    let capital = Regex::new(r"(\w)([A-Z])").unwrap();
    let name = |variant: &str| capital.replace_all(variant, "$1-$2").to_lowercase();
    let commands: Vec<String> = variant.captures_iter(request).map(|c| name(&c[1])).collect();
    assert!(commands.len() > 10);
    for page in ["docs/commands.md", "docs/commands.zh.md"] {
        let text = read(page);
        for command in &commands {
            let is_named = text.contains(&format!("`{command}`")) || text.contains(&format!("`{command} "));
            assert!(is_named, "{page} does not name {command}");
        }
    }
}

#[test]
fn the_checks_are_the_ones_that_the_documents_give() {
    let script = read(".ci/run");
    for check in ["cargo fmt --check", "cargo clippy --all-targets --locked -- -D warnings", "cargo test --locked"] {
        for file in [&script, &read("docs/contributing.md")] {
            assert!(file.lines().any(|line| line.trim() == check), "{check} is missing");
        }
    }
}

#[test]
fn the_architecture_page_lists_every_layer_in_order() {
    let text = read("docs/architecture.md");
    let (_, rest) = text.split_once("```text\nsrc/\n").unwrap();
    let (listed, _) = rest.split_once("```").unwrap();
    let folders: Vec<&str> = listed.lines().map(|line| line.trim().split('/').next().unwrap()).collect();
    assert_eq!(folders, LAYERS);
}

#[test]
fn paths_that_the_documents_name_exist() {
    let path = Regex::new(r"`((?:src|tests|benches|data|fuzz|keymaps|docs|\.ci)/[\w./-]*)`").unwrap();
    let mut missing = Vec::new();
    for page in pages() {
        for name in path.captures_iter(&read(page.to_str().unwrap())).map(|captures| captures[1].to_string()) {
            if !root().join(&name).exists() && !root().join("fuzz").join(&name).exists() {
                missing.push(format!("{}: {name}", page.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
