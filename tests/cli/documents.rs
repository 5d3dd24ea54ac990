//! The command lines in the documents.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::cli::Bench;

/// Returns the arguments of each line in the examples of a page that starts with `plandesk`, without its comment.
fn examples(page: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(page).unwrap();
    let blocks = text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let lines = blocks.flat_map(str::lines).filter_map(|line| line.trim().strip_prefix("plandesk "));
    // `split` leaves comments out, as a shell does.
    lines.map(|line| shell_words::split(line).unwrap()).collect()
}

fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md"), root.join("README.zh.md"), root.join("keymaps/README.md")];
    pages.extend(fs::read_dir(root.join("docs")).unwrap().map(|file| file.unwrap().path()));
    pages
}

#[test]
fn the_five_minute_tours_of_the_readmes_work() {
    for name in ["README.md", "README.zh.md"] {
        let bench = Bench::loaded();
        let lines = examples(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name));
        assert!(lines.len() > 5, "{name}: {lines:?}");
        for line in lines {
            bench.run(line).done();
        }
        assert!(bench.file("任务分解表.csv").exists(), "{name}");
    }
}

#[test]
fn every_command_line_in_the_documents_is_valid() {
    let bench = Bench::empty();
    let mut count = 0;
    for page in pages() {
        for line in examples(&page) {
            // Help is printed only if everything before it was understood.
            let ran = bench.run(line.iter().map(String::as_str).chain(["--help"]));
            assert_eq!(ran.code, 0, "{}: {line:?}: {}", page.display(), ran.stderr);
            count += 1;
        }
    }
    assert!(count > 30, "only {count} examples were found");
}
