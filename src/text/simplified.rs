//! Simplified forms of traditional characters, character by character, from the tables of OpenCC.

use std::sync::LazyLock;

use hanconv::Dictionary;

pub(super) const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// The simplified form of each character of the CJK Unified Ideographs block, or the character itself. It is a
/// constant, laid out on first use.
static FORMS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut forms: Vec<char> = (FIRST..=LAST).filter_map(char::from_u32).collect();
    for (traditional, simplified) in Dictionary::TSCharacters.iter() {
        let place = single(traditional).and_then(|c| (c as u32).checked_sub(FIRST));
        if let (Some(form), Some(simplified)) = (place.and_then(|n| forms.get_mut(n as usize)), single(simplified)) {
            *form = simplified;
        }
    }
    // A form that is itself a traditional one of another (薴 苧 苎) goes with that, so that folding twice is folding once.
    let again = |c: &char| (*c as u32).checked_sub(FIRST).and_then(|n| forms.get(n as usize)).copied().unwrap_or(*c);
    forms.iter().map(again).collect()
});

/// Returns the table of simplified forms, which starts at [`FIRST`]; faster than [`simplified`] for whole texts.
pub(super) fn forms() -> &'static [char] {
    &FORMS
}

/// Returns the simplified form of a character, or the character itself if it is not a traditional one. Where a
/// character has several (乾: 干 or 乾), returns the usual one: apply it to both sides of a comparison.
pub fn simplified(c: char) -> char {
    match c as u32 {
        code @ FIRST..=LAST => FORMS.get((code - FIRST) as usize).copied().unwrap_or(c),
        _ => c,
    }
}

fn single(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_have_simplified_forms() {
        let all: String = "殘疾人康復、醫療衛生、養老機構、預防".chars().map(simplified).collect();
        assert_eq!(all, "残疾人康复、医疗卫生、养老机构、预防");
        for same in ['残', '了', 'a', '，', '\u{20000}'] {
            assert_eq!(simplified(same), same);
        }
    }

    #[test]
    fn a_simplified_form_is_not_simplified_further() {
        for c in FORMS.iter() {
            assert_eq!(simplified(*c), *c);
        }
    }
}
