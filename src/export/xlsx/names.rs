//! Names that file systems and spreadsheet programs accept.

use std::collections::HashSet;

use crate::text::clean::sanitise_line;

/// The maximum length of a sheet's name in characters.
const LONGEST_SHEET: usize = 31;

/// The maximum length of a file name without its extension, in bytes; file systems allow 255 in all.
const LONGEST_FILE: usize = 180;

/// The names that Windows reserves for devices, with or without an extension. COM and LPT followed by one of [`PORTS`]
/// are reserved too.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
const PORTS: &str = "0123456789¹²³";

/// A generator of unique names, compared without case.
#[derive(Debug, Default)]
pub struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// Returns a generator that gives none of these names.
    pub fn except(taken: &[&str]) -> Self {
        Names { taken: taken.iter().map(|name| name.to_lowercase()).collect() }
    }

    /// Returns a unique name for a sheet.
    pub fn sheet(&mut self, wanted: &str) -> String {
        let clean = cleaned(wanted, &['[', ']', ':', '*', '?', '/', '\\', '\'']);
        // Excel reserves this name.
        let clean = if clean.eq_ignore_ascii_case("history") { format!("{clean}_") } else { clean };
        self.unique(&clean, |name| name.encode_utf16().count() <= LONGEST_SHEET)
    }

    /// Returns a unique name for a file, without its extension.
    pub fn file(&mut self, wanted: &str) -> String {
        let clean = cleaned(wanted, &['/', '\\', ':', '*', '?', '"', '<', '>', '|']);
        let clean = clean.trim_matches(['.', ' ']);
        // A shell would take such a name for an option or a home folder.
        let is_special = clean.is_empty() || clean.starts_with(['-', '~']) || is_device(clean);
        let clean = if is_special { format!("_{clean}") } else { clean.to_string() };
        self.unique(&clean, |name| name.len() <= LONGEST_FILE && !name.ends_with(['.', ' ']))
    }

    fn unique(&mut self, clean: &str, fits: impl Fn(&str) -> bool) -> String {
        for number in 1_u32.. {
            let mark = if number == 1 { String::new() } else { format!("({number})") };
            let mut stem: String = clean.to_string();
            while !fits(&format!("{stem}{mark}")) && stem.pop().is_some() {}
            let name = format!("{stem}{mark}");
            if self.taken.insert(name.to_lowercase()) {
                return name;
            }
        }
        clean.to_string()
    }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    DEVICES.contains(&&*stem)
        || port.is_some_and(|port| port.chars().count() == 1 && port.contains(|c| PORTS.contains(c)))
}

fn cleaned(wanted: &str, forbidden: &[char]) -> String {
    let line = sanitise_line(wanted).replace(forbidden, "_");
    let line = line.trim();
    if line.is_empty() { "_".to_string() } else { line.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn characters_unsafe_in_file_names_are_removed() {
        let mut names = Names::default();
        for (wanted, name) in [
            ("教育局", "教育局"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("a/b\\c:d", "a_b_c_d"),
            ("教育局", "教育局(2)"),
            ("CON", "_CON"),
            ("nul.txt", "_nul.txt"),
            ("LPT¹", "_LPT¹"),
            ("com10", "com10"),
            ("-rf", "_-rf"),
            ("~root", "_~root"),
            ("..", "_"),
            ("A", "A"),
            ("a", "a(2)"),
        ] {
            assert_eq!(names.file(wanted), name);
        }
        assert_eq!(Names::except(&["填报说明"]).sheet("填报说明"), "填报说明(2)");
    }

    proptest! {
        #[test]
        fn every_name_is_short_enough_and_unique(wanted in prop::collection::vec("[a/A:'.局 委\u{1f600}]{0,90}", 1..8)) {
            let (mut files, mut sheets) = (Names::default(), Names::default());
            let mut seen = HashSet::new();
            for wanted in &wanted {
                let (file, sheet) = (files.file(wanted), sheets.sheet(wanted));
                prop_assert!(!file.is_empty() && file.len() <= LONGEST_FILE && !file.contains(['/', ':']));
                prop_assert!(!sheet.is_empty() && sheet.encode_utf16().count() <= LONGEST_SHEET);
                prop_assert!(!sheet.contains(['/', ':', '\'']));
                prop_assert!(seen.insert((0, file.to_lowercase())) && seen.insert((1, sheet.to_lowercase())));
            }
        }
    }
}
