//! Names that file systems and spreadsheet programs take.

use std::collections::HashSet;

use crate::text::clean::sanitise_line;

/// The most characters of a sheet's name.
const LONGEST_SHEET: usize = 31;

/// The most bytes of a file's name without its ending; file systems take 255 in all.
const LONGEST_FILE: usize = 180;

/// The names that Windows reserves for devices, with or without an ending; so are COM and LPT with one of [`PORTS`].
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
const PORTS: &str = "0123456789¹²³";

/// Hands out names, each once: no two differ in case alone.
#[derive(Debug, Default)]
pub struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// Names none of which is one of these.
    pub fn except(taken: &[&str]) -> Self {
        Names { taken: taken.iter().map(|name| name.to_lowercase()).collect() }
    }

    /// A name for a sheet.
    pub fn sheet(&mut self, wanted: &str) -> String {
        let clean = cleaned(wanted, &['[', ']', ':', '*', '?', '/', '\\', '\'']);
        // Excel keeps this one for itself.
        let clean = if clean.eq_ignore_ascii_case("history") { format!("{clean}_") } else { clean };
        self.unique(&clean, |name| name.encode_utf16().count() <= LONGEST_SHEET)
    }

    /// A name for a file, without its ending.
    pub fn file(&mut self, wanted: &str) -> String {
        let clean = cleaned(wanted, &['/', '\\', ':', '*', '?', '"', '<', '>', '|']);
        let clean = clean.trim_matches(['.', ' ']);
        // A shell would take the first for an option or somebody's home.
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
    fn names_lose_what_a_file_system_would_misread() {
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
        fn every_name_is_short_enough_and_unlike_the_others(wanted in prop::collection::vec("[a/A:'.局 委\u{1f600}]{0,90}", 1..8)) {
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
