//! Suggestions for misspelt words.

/// The minimum Jaro-Winkler similarity (0–1) of a suggestion.
const LIKE_ENOUGH: f64 = 0.75;

/// Returns the candidate most similar to a misspelt word, ignoring case; `None` if no candidate is similar enough.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    like(word, candidates).first().map(ToString::to_string)
}

/// Returns the candidates similar to a misspelt word, ignoring case, the most similar first.
pub fn like<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let rated = candidates.map(|c| (strsim::jaro_winkler(&word, &c.to_lowercase()), c));
    let mut found: Vec<(f64, &str)> = rated.filter(|(likeness, _)| *likeness >= LIKE_ENOUGH).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelling_is_recognised_and_another_word_is_not() {
        let roles = ["viewer", "reporter", "planner", "admin"];
        for (word, meant) in [("Plannr", Some("planner")), ("admn", Some("admin")), ("xyz", None), ("", None)] {
            assert_eq!(nearest(word, roles.into_iter()).as_deref(), meant, "{word}");
        }
    }

    #[test]
    fn the_most_similar_comes_first() {
        assert_eq!(like("民证局", ["教育局", "民政部门", "民政局"].into_iter()), ["民政局"]);
        assert_eq!(like("planer", ["plan", "planner", "x"].into_iter()), ["planner", "plan"]);
    }
}
