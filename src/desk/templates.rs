//! The office's wording of reports and notices: files in `templates/` in the store's folder. They are read for each
//! document, so that a changed phrase takes effect at once.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::report::Wording;
use crate::report::wording::{Fault, Problem};
use crate::text::clean::shown_path;
use crate::text::settings_file;

use super::Desk;

/// The name of the folder.
pub const FOLDER: &str = "templates";

impl Desk {
    /// Returns the phrases in force, and the problems found in the office's files.
    pub fn wording(&self) -> (Wording, Vec<Problem>) {
        of_folder(&self.folder.join(FOLDER))
    }
}

fn of_folder(folder: &Path) -> (Wording, Vec<Problem>) {
    let (mut texts, mut unread) = (Vec::new(), Vec::new());
    for path in files(folder) {
        let name = shown_path(&path);
        match File::open(&path).and_then(settings_file::read) {
            Ok(text) => texts.push((name, text)),
            Err(error) => unread.push(Problem { file: name, line: 1, fault: Fault::Unreadable(error.to_string()) }),
        }
    }
    let (wording, problems) = Wording::load(&texts);
    unread.extend(problems);
    (wording, unread)
}

/// Returns the template files of a folder sorted by name; empty if there is no folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_files_override_earlier_ones_and_other_files_are_ignored() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("1.toml", "[heading]\nframe = \"甲\"\noverall = \"乙\"\n");
        write("2.toml", "[heading]\nframe = \"丙\"\n");
        write("3.txt", "[nonsense]\n");
        let (wording, problems) = of_folder(folder.path());
        assert_eq!(problems, []);
        let text = |key: &str| wording.entries().into_iter().find(|(entry, _)| entry.key == key).unwrap().1;
        assert_eq!((text("heading.frame").as_str(), text("heading.overall").as_str()), ("丙", "乙"));
    }

    #[test]
    fn a_file_that_is_no_text_is_reported_and_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.toml"), [0xff, 0xfe]).unwrap();
        let (wording, problems) = of_folder(folder.path());
        assert_eq!(wording, Wording::default());
        assert!(matches!(problems[..], [Problem { fault: Fault::Unreadable(_), .. }]), "{problems:?}");
        assert_eq!(of_folder(&folder.path().join("none")).1, []);
    }
}
