//! Folding: characters that a reader takes for the same become the same character.

use unicode_normalization::UnicodeNormalization;

use super::simplified;

/// Returns the half-width form of a full-width ASCII character (！ to ～), and a blank for the ideographic space. Every
/// other character is returned as it is, so that a folded text has as many characters as the original.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '﹥' => '>',
        '﹤' => '<',
        _ => c,
    }
}

/// Returns a text with every character in half width.
pub fn to_half_width(text: &str) -> String {
    text.chars().map(half_width).collect()
}

/// A text folded for comparison, with the way back to the original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each character of `text`, the index of the character of the original that it comes from; ascending.
    pub origins: Vec<u32>,
}

/// Folds a text for comparison. Compatibility forms (full width, ①, ligatures) become plain ones, letters lower case,
/// traditional characters simplified, and full stops `.`. Blanks, quotation marks, brackets, commas and dashes are
/// removed, except that one blank remains for them between two ASCII letters or digits, so that 2020—2025 does not
/// become one number.
///
/// The folded form of a substring is a substring of the folded form.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded::default();
    fold_each(text, |c, origin| {
        folded.text.push(c);
        folded.origins.push(origin);
    });
    folded
}

/// Like [`fold`], but passes each folded character to `push`, with the index of the original character that it comes
/// from.
pub fn fold_each(text: &str, mut push: impl FnMut(char, u32)) {
    fold_while(text, |c, origin| {
        push(c, origin);
        true
    });
}

/// Like [`fold_each`], but stops as soon as `push` returns false.
pub fn fold_while(text: &str, mut push: impl FnMut(char, u32) -> bool) {
    let mut passed_over = None;
    let mut after_ascii = false;
    let forms = simplified::forms();
    for (origin, c) in (0..).zip(text.chars()) {
        // Most characters are of this block.
        if let Some(&form) = (c as usize).checked_sub(simplified::FIRST as usize).and_then(|place| forms.get(place)) {
            passed_over = None;
            after_ascii = false;
            if !push(form, origin) {
                return;
            }
            continue;
        }
        if is_passed_over(c) {
            passed_over.get_or_insert(origin);
            continue;
        }
        for plain in plain_forms(c) {
            let ascii = plain.is_ascii_alphanumeric();
            if let Some(mark) = passed_over.take().filter(|_| ascii && after_ascii)
                && !push(' ', mark)
            {
                return;
            }
            if !push(plain, origin) {
                return;
            }
            after_ascii = ascii;
        }
    }
}

fn is_passed_over(c: char) -> bool {
    match c {
        '\n' => false,
        '‐'..='―' | '‘'..='‟' | '…' | '·' | '•' | '・' | '、' | '，' | '：' | '～' | '〜' => true,
        '〈'..='】' | '〔'..='〛' | '（' | '）' | '－' | '＂' | '＇' => true,
        ',' | ':' | '~' | '-' | '"' | '\'' | '(' | ')' | '[' | ']' | '{' | '}' => true,
        _ => c.is_whitespace(),
    }
}

fn plain_forms(c: char) -> impl Iterator<Item = char> {
    let (plain, other) = match c {
        '。' => (Some('.'), None),
        '\n' | ' '..='~' => (Some(c.to_ascii_lowercase()), None),
        _ => (None, Some(c)),
    };
    plain.into_iter().chain(other.into_iter().nfkc().flat_map(char::to_lowercase).map(simplified::simplified))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_that_look_the_same_fold_to_the_same() {
        for (text, folded) in [
            ("２０２５年９５％", "2025年95%"),
            ("“十四五”规划（征求意见稿）", "十四五规划征求意见稿"),
            ("医疗、医保，医药", "医疗医保医药"),
            ("残疾　人 APP", "残疾人app"),
            ("2020—2025、1,140", "2020 2025 1 140"),
            ("1.19。好；", "1.19.好;"),
            ("①㎡ﬁ", "1m2fi"),
            ("，。", "."),
            ("（）", ""),
        ] {
            assert_eq!(fold(text).text, folded, "{text}");
        }
        assert_eq!(fold("“㎡”a-b").origins, [1, 1, 2, 3, 4, 5]);
    }

    proptest! {
        #[test]
        fn a_substring_folds_to_a_substring(text in "[0-9a-c，。“”、（） \\-.①康复\\PC]{0,20}", from in 0usize..20, to in 0usize..20) {
            let piece: String = text.chars().skip(from).take(to.saturating_sub(from)).collect();
            prop_assert!(fold(&text).text.contains(&fold(&piece).text), "{:?} in {:?}", piece, text);
            let whole = fold(&text);
            prop_assert_eq!(whole.text.chars().count(), whole.origins.len());
            prop_assert!(whole.origins.is_sorted());
        }
    }

    #[test]
    fn width_is_folded_character_by_character() {
        assert_eq!(to_half_width("２０２５年９５％（一）＞　﹥"), "2025年95%(一)> >");
    }
}
