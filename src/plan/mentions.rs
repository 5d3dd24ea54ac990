//! The departments that the words of a text mention, found in one pass over it.

use aho_corasick::AhoCorasick;

use super::Department;

/// The names and hint words of a registry's departments, made ready for finding them in texts.
#[derive(Debug, Clone)]
pub struct Mentions {
    /// `None` for words of which no automaton can be made; then nothing is found.
    automaton: Option<AhoCorasick>,
    words: Vec<Word>,
    departments: usize,
}

/// A word that stands for a department.
#[derive(Debug, Clone)]
struct Word {
    /// The department's place in the registry.
    department: usize,
    /// True for a hint, false for a name.
    is_hint: bool,
    /// In characters.
    length: usize,
}

impl Mentions {
    /// Returns the words of these departments.
    pub fn of(departments: &[Department]) -> Mentions {
        let (mut words, mut texts) = (Vec::new(), Vec::new());
        for (department, found) in departments.iter().enumerate() {
            let names = found.names().map(|name| (name, false));
            for (text, is_hint) in names.chain(found.hints.iter().map(|hint| (hint.as_str(), true))) {
                words.push(Word { department, is_hint, length: text.chars().count() });
                texts.push(text);
            }
        }
        Mentions { automaton: AhoCorasick::new(texts).ok(), words, departments: departments.len() }
    }

    /// Returns the weight with which a text suggests each department, by their places in the registry: the characters
    /// of the hints that it holds, and of the department's longest name in it, twice where they stand in the first
    /// `leading` bytes.
    pub fn weights(&self, text: &str, leading: usize) -> Vec<usize> {
        let mut found = vec![0; self.words.len()];
        let matches = self.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(text));
        for mention in matches {
            let (word, times) = (mention.pattern().as_usize(), if mention.end() <= leading { 2 } else { 1 });
            found[word] = found[word].max(times * self.words[word].length);
        }
        let (mut hints, mut names) = (vec![0; self.departments], vec![0; self.departments]);
        for (word, weight) in self.words.iter().zip(found) {
            if word.is_hint {
                hints[word.department] += weight;
            } else {
                names[word.department] = weight.max(names[word.department]);
            }
        }
        hints.into_iter().zip(names).map(|(hints, name)| hints + name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Departments;
    use super::*;

    #[test]
    fn hints_add_up_and_the_longest_name_counts_once_doubled_in_the_leading_sentence() {
        let department = |name: &str, short: &str, hints: &[&str]| Department {
            short: vec![short.to_string()],
            hints: hints.iter().map(|hint| hint.to_string()).collect(),
            ..Department::named(name)
        };
        let list =
            [department("民政局", "民政", &["养老", "养老机构"]), department("教育局", "教委", &["学校", "养老"])];
        let weights = |text: &str, leading: &str| Mentions::of(&list).weights(text, leading.len());
        assert_eq!(weights("改造养老机构。", "改造养老机构"), [2 * 2 + 2 * 4, 2 * 2]);
        assert_eq!(weights("改造。民政局管养老、养老。", "改造"), [3 + 2, 2]);
        assert_eq!(weights("养老。学校。养老", "养老"), [4, 4 + 2]);
        assert_eq!(weights("无关", "无关"), [0, 0]);
        assert!(Mentions::of(&[]).weights("养老", 0).is_empty());
        assert!(Departments::bundled().iter().count() > 50, "the registry is what the words are of");
    }
}
