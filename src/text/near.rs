//! Likeness: what a misspelt word most likely means.

/// Below this likeness (Jaro-Winkler, 0–1) a suggestion would be a guess.
const LIKE_ENOUGH: f64 = 0.75;

/// The candidate that a misspelt word most likely means, case aside.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let word = word.to_lowercase();
    candidates
        .map(|c| (strsim::jaro_winkler(&word, &c.to_lowercase()), c))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let roles = ["viewer", "reporter", "planner", "admin"];
        for (word, meant) in [("Plannr", Some("planner")), ("admn", Some("admin")), ("xyz", None), ("", None)] {
            assert_eq!(nearest(word, roles.into_iter()).as_deref(), meant, "{word}");
        }
    }
}
