//! Scores: how good characters in a row are where they stand.
//!
//! They are what fuzzy-matcher gives for the row and the character before it, reckoned here: so it is known beforehand
//! how good a match can be, and most records need not be looked at.

/// For each character.
const MATCHED: i64 = 16;
/// Taken off once.
const OPENING: i64 = 1;
/// For each character after another one of the row, at least.
const NEXT: i64 = 4;
/// For the first character of a text.
const START: i64 = 16;
/// The most for a character that stands after a certain other one.
const AFTER_MOST: i64 = 8;
/// Added when a match begins a phrase, as fuzzy-matcher does after blanks and marks that folding leaves.
pub(super) const PHRASE_BONUS: i64 = 8;
/// The most that a row is better for standing at the start of a text.
pub(super) const START_MOST: i64 = START + PHRASE_BONUS;
/// The most that a row is better for the character before it.
pub(super) const PHRASE_MOST: i64 = AFTER_MOST + PHRASE_BONUS;
/// The score of a single character anywhere.
pub(super) const SINGLE: i64 = MATCHED - OPENING;
/// The most that a row has for one character more.
pub(super) const MORE_MOST: i64 = MATCHED + AFTER_MOST;

/// Returns the score of fuzzy-matcher for consecutive characters after `before`, or at the start of a text.
pub fn of_row(before: Option<char>, row: &[char]) -> i64 {
    if row.is_empty() { 0 } else { before.map_or(START, after) + anywhere(row) }
}

/// The same without what it has for standing where it does.
pub fn anywhere(row: &[char]) -> i64 {
    SINGLE + row.windows(2).map(|pair| more(pair[0])).sum::<i64>()
}

/// Returns the score of one more consecutive character, after this one.
pub fn more(before: char) -> i64 {
    MATCHED + after(before).max(NEXT)
}

/// Returns the bonus of a character for standing after another.
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
        fn a_row_has_what_fuzzy_matcher_gives_it(
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
    fn the_most_is_the_most() {
        let all = (0..=0xffff).filter_map(char::from_u32);
        assert!(all.into_iter().all(|c| after(c) + PHRASE_BONUS <= PHRASE_MOST && more(c) <= MORE_MOST));
        assert_eq!((of_row(None, &['康']) + PHRASE_BONUS, of_row(Some('和'), &['康'])), (SINGLE + START_MOST, SINGLE));
    }
}
