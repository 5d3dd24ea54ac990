//! Formula injection: texts that a spreadsheet would evaluate are defused in files that can't mark a cell as text.

use std::borrow::Cow;

/// Returns the text with an apostrophe in front if a spreadsheet could take it for a formula: if it begins with `=` `+`
/// `-` `@`, their full-width forms, tab, CR or LF, with or without apostrophes before that.
pub fn guard(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Returns the text that [`guard`] was given.
pub fn unguard(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}

fn is_formula(text: &str) -> bool {
    let first = text.trim_start_matches('\'').chars().next();
    first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r' | '\n'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_guarded_and_plain_texts_unchanged() {
        for (text, guarded) in [
            ("=1+1", "'=1+1"),
            ("+86", "'+86"),
            ("-", "'-"),
            ("@x", "'@x"),
            ("＝1", "'＝1"),
            ("－", "'－"),
            ("\tx", "'\tx"),
            ("'=x", "''=x"),
            ("残疾人", "残疾人"),
            ("——任务", "——任务"),
            ("'quoted'", "'quoted'"),
            ("", ""),
        ] {
            assert_eq!(guard(text), guarded, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn guarded_text_is_restored(text in "['=+@＝a一\t\n-]{0,6}") {
            let guarded = guard(&text);
            prop_assert!(!guarded.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']));
            prop_assert_eq!(unguard(&guarded), text.as_str());
        }
    }
}
