//! Scores of contiguous matches.
//!
//! They equal those of fuzzy-matcher for the characters and the one before them. Computing them here gives the upper
//! bounds of scores, so that most records need not be checked.

/// The score of each character.
const MATCHED: i64 = 16;
/// The deduction for each match.
const OPENING: i64 = 1;
/// The minimum bonus for each character after the first.
const NEXT: i64 = 4;
/// The bonus for the first character of a text.
const START: i64 = 16;
/// The maximum bonus for following a certain character.
const AFTER_MOST: i64 = 8;
/// The bonus for a match that begins a phrase. fuzzy-matcher itself gives one only after the few blanks and marks that
/// folding keeps.
pub(super) const PHRASE_BONUS: i64 = 8;
/// The maximum bonus for standing at the start of a text.
pub(super) const START_MOST: i64 = START + PHRASE_BONUS;
/// The maximum bonus for the character before the match.
pub(super) const PHRASE_MOST: i64 = AFTER_MOST + PHRASE_BONUS;
/// The score of a single character without bonus.
pub(super) const SINGLE: i64 = MATCHED - OPENING;
/// The maximum score of each further character.
pub(super) const MORE_MOST: i64 = MATCHED + AFTER_MOST;

/// Returns fuzzy-matcher's score of contiguous characters after `before`, or at the start of a text.
pub fn of_row(before: Option<char>, row: &[char]) -> i64 {
    if row.is_empty() { 0 } else { before.map_or(START, after) + anywhere(row) }
}

/// Returns the score of contiguous characters without the bonus for their position.
pub fn anywhere(row: &[char]) -> i64 {
    SINGLE + row.windows(2).map(|pair| more(pair[0])).sum::<i64>()
}

/// Returns the score of a further contiguous character after `before`.
pub fn more(before: char) -> i64 {
    MATCHED + after(before).max(NEXT)
}

/// Returns the bonus of a character for following `before`.
pub fn after(before: char) -> i64 {
    match before {
        '\0' | ' ' | '/' | '\\' | '|' | '(' | ')' | '[' | ']' | '{' | '}' => AFTER_MOST,
        '!'..='\'' | '*'..='.' | ':'..='@' | '^'..='`' | '~' => AFTER_MOST - 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fuzzy_matcher::FuzzyMatcher;
    use fuzzy_matcher::skim::SkimMatcherV2;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn scores_equal_those_of_fuzzy_matcher(
            chars in Just("康复服务体系ab12%/. ;?".chars().collect::<Vec<_>>()).prop_shuffle(),
            first in 0usize..2,
            length in 1usize..8,
        ) {
            let row = &chars[first..first + length];
            let (text, pattern): (String, String) = (chars.iter().collect(), row.iter().collect());
            let theirs = SkimMatcherV2::default().fuzzy_match(&text, &pattern);
            prop_assert_eq!(Some(of_row(first.checked_sub(1).map(|before| chars[before]), row)), theirs);
        }
    }

    #[test]
    fn the_upper_bound_is_never_exceeded() {
        let all = (0..=0xffff).filter_map(char::from_u32);
        assert!(all.into_iter().all(|c| after(c) + PHRASE_BONUS <= PHRASE_MOST && more(c) <= MORE_MOST));
        assert_eq!((of_row(None, &['康']) + PHRASE_BONUS, of_row(Some('和'), &['康'])), (SINGLE + START_MOST, SINGLE));
    }
}
