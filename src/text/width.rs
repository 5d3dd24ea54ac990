//! Width in columns on a terminal: measuring, cutting, padding and wrapping text.
//!
//! Everything here works on graphemes (user-perceived characters) and never splits one. Control characters take no
//! column, as ratatui does not draw them. A character that no font has takes the columns of the mark that is shown for
//! it ([`shown_grapheme`]).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::clean::{self, shown_grapheme};

/// The number of columns that the terminal gives to characters of ambiguous width (Unicode Standard Annex 11, class A),
/// which are narrow in Western and wide in East Asian fonts: “ ” … — · ① ≥ │ and many more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AmbiguousWidth {
    /// One column, as in most terminals today.
    #[default]
    Narrow,
    /// Two columns, as in older Chinese consoles and terminals configured so.
    Wide,
}

impl AmbiguousWidth {
    /// Returns the ellipsis for text that was cut off. In wide mode it is plain ASCII, which has the same width
    /// everywhere.
    pub fn ellipsis(self) -> &'static str {
        match self {
            AmbiguousWidth::Narrow => "…",
            AmbiguousWidth::Wide => "..",
        }
    }
}

/// The alignment of a text in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// At the left: names and sentences.
    #[default]
    Left,
    /// At the right: figures.
    Right,
    /// In the middle; an odd blank goes to the right.
    Centre,
}

/// Returns the columns that a text takes on one line.
pub fn width(text: &str, ambiguous: AmbiguousWidth) -> usize {
    if is_plain_ascii(text) {
        return text.len();
    }
    measured(text, ambiguous).map(|(_, columns)| columns).sum()
}

/// Returns the graphemes (user-perceived characters) of a text, each with its width in columns.
pub fn measured(text: &str, ambiguous: AmbiguousWidth) -> impl Iterator<Item = (&str, usize)> {
    graphemes(text).map(move |grapheme| (grapheme, grapheme_width(grapheme, ambiguous)))
}

/// Returns true if the grapheme is one [plain](clean::is_plain) character, whose width is the same on every terminal.
pub fn is_plain(grapheme: &str) -> bool {
    let mut chars = grapheme.chars();
    chars.next().is_some_and(clean::is_plain) && chars.next().is_none()
}

/// Returns the graphemes of a text. Drawing spends most of its time on the rules by which characters combine, so they
/// are asked only next to a character that is not plain.
fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.chars();
        let first = chars.next()?;
        let stands_alone = clean::is_plain(first) && chars.next().is_none_or(clean::is_plain);
        let length = if stands_alone { first.len_utf8() } else { rest.graphemes(true).next()?.len() };
        let (grapheme, after) = rest.split_at(length);
        rest = after;
        Some(grapheme)
    })
}

/// Returns the longest start of a text that fits into `columns`, ending with an ellipsis if something was cut off.
pub fn cut(text: &str, columns: usize, ambiguous: AmbiguousWidth) -> Cow<'_, str> {
    if bytes_within(text, columns, ambiguous) == text.len() {
        return Cow::Borrowed(text);
    }
    let mark = ambiguous.ellipsis();
    let mark_width = width(mark, ambiguous);
    if columns < mark_width {
        return Cow::Owned(".".repeat(columns));
    }
    let kept = &text[..bytes_within(text, columns - mark_width, ambiguous)];
    Cow::Owned(format!("{kept}{mark}"))
}

/// Returns a text padded with blanks to `columns`; a wider text is returned unchanged.
pub fn pad(text: &str, columns: usize, align: Align, ambiguous: AmbiguousWidth) -> Cow<'_, str> {
    let blanks = columns.saturating_sub(width(text, ambiguous));
    if blanks == 0 {
        return Cow::Borrowed(text);
    }
    let left = match align {
        Align::Left => 0,
        Align::Right => blanks,
        Align::Centre => blanks / 2,
    };
    Cow::Owned(format!("{}{text}{}", " ".repeat(left), " ".repeat(blanks - left)))
}

/// Returns a text cut or padded to exactly `columns`.
pub fn fit(text: &str, columns: usize, align: Align, ambiguous: AmbiguousWidth) -> String {
    pad(&cut(text, columns, ambiguous), columns, align, ambiguous).into_owned()
}

/// Returns the columns of the characters at the given indices, as ascending ranges that do not touch. Used for
/// highlights. A character inside a grapheme selects the whole grapheme; indices beyond the text are ignored.
pub fn columns_of(text: &str, char_indices: &[usize], ambiguous: AmbiguousWidth) -> Vec<Range<usize>> {
    let wanted: BTreeSet<usize> = char_indices.iter().copied().collect();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let (mut column, mut index) = (0, 0);
    for (grapheme, columns) in measured(text, ambiguous) {
        let (end, next) = (column + columns, index + grapheme.chars().count());
        if end > column && wanted.range(index..next).next().is_some() {
            match ranges.last_mut() {
                Some(last) if last.end == column => last.end = end,
                _ => ranges.push(column..end),
            }
        }
        (column, index) = (end, next);
    }
    ranges
}

/// Wraps a text to lines of at most `columns`, by the rules of Chinese typesetting: a break is allowed between any two
/// Chinese characters, never inside a Latin word or a number with its `%`, and, where possible, no line starts with a
/// closing mark (，。；：、）”》) or ends with an opening one (（“《): 行首行尾禁则.
///
/// A line feed always ends a line. Blanks at a break are dropped. The result has at least one line. A grapheme wider
/// than `columns` gets a line to itself.
pub fn wrap(text: &str, columns: usize, ambiguous: AmbiguousWidth) -> Vec<String> {
    text.split('\n').flat_map(|paragraph| wrap_paragraph(paragraph, columns, ambiguous)).collect()
}

fn wrap_paragraph(text: &str, columns: usize, ambiguous: AmbiguousWidth) -> Vec<String> {
    let graphemes: Vec<&str> = graphemes(text).collect();
    let mut lines = Vec::new();
    let mut start = 0;
    while start < graphemes.len() {
        let full = end_of_line(&graphemes[start..], columns, ambiguous) + start;
        let end = if full == graphemes.len() { full } else { last_break(&graphemes, start, full) };
        lines.push(graphemes[start..end].concat().trim_end_matches(' ').to_string());
        start = end + graphemes[end..].iter().take_while(|g| **g == " ").count();
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// Returns the number of graphemes on the next line, at least one. A blank that would be dropped at the break always
/// fits.
fn end_of_line(graphemes: &[&str], columns: usize, ambiguous: AmbiguousWidth) -> usize {
    let mut column = 0;
    let fitting = graphemes.iter().take_while(|g| {
        column += grapheme_width(g, ambiguous);
        column <= columns || **g == " "
    });
    fitting.count().max(1)
}

/// Returns the last index in `start + 1..=full` at which a line may end, or `full` if there is none.
fn last_break(graphemes: &[&str], start: usize, full: usize) -> usize {
    (start + 1..=full).rev().find(|&at| may_break(graphemes[at - 1], graphemes[at])).unwrap_or(full)
}

/// Marks that no line may start with.
const NO_START: &str = "，。；：、！？）】》〉」』〕”’…—,.;:!?)]}>%％‰℃·";
/// Marks that no line may end with.
const NO_END: &str = "（【《〈「『〔“‘([{<";

fn may_break(before: &str, after: &str) -> bool {
    let starts_with = |set: &str, grapheme: &str| grapheme.chars().next().is_some_and(|c| set.contains(c));
    if before == " " || after == " " {
        return after != " ";
    }
    let in_word = |grapheme: &str| grapheme.chars().all(|c| c.is_alphanumeric() && !is_wide(c) || c.is_ascii_graphic());
    let held = starts_with(NO_START, after) || starts_with(NO_END, before) || in_word(before) && in_word(after);
    !held
}

fn is_wide(c: char) -> bool {
    unicode_width::UnicodeWidthChar::width(c) == Some(2)
}

fn bytes_within(text: &str, columns: usize, ambiguous: AmbiguousWidth) -> usize {
    let (mut column, mut bytes) = (0, 0);
    for (grapheme, width) in measured(text, ambiguous) {
        column += width;
        if column > columns {
            break;
        }
        bytes += grapheme.len();
    }
    bytes
}

fn grapheme_width(grapheme: &str, ambiguous: AmbiguousWidth) -> usize {
    if is_plain(grapheme) {
        return if grapheme.len() == 1 { 1 } else { 2 };
    }
    if grapheme.contains(char::is_control) {
        return 0;
    }
    let grapheme = shown_grapheme(grapheme);
    match ambiguous {
        AmbiguousWidth::Narrow => grapheme.width(),
        AmbiguousWidth::Wide => grapheme.width_cjk(),
    }
}

fn is_plain_ascii(text: &str) -> bool {
    text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::AmbiguousWidth::{Narrow, Wide};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_follow_the_setting_for_ambiguous_characters() {
        for (text, narrow, wide) in [
            ("", 0, 0),
            ("95%", 3, 3),
            ("残疾人", 6, 6),
            ("“十四五”", 8, 10),
            ("…—·①≥│", 6, 12),
            ("，。％《》", 10, 10),
            ("㎡℃", 3, 4),
            ("e\u{301}é", 2, 2),
            ("👩🏽", 2, 2),
            // Joiners are not shown, so the three stand side by side.
            ("👩\u{200d}👩\u{200d}👧", 6, 6),
            ("a\u{1b}b\r\n", 2, 2),
        ] {
            assert_eq!((width(text, Narrow), width(text, Wide)), (narrow, wide), "{text:?}");
        }
    }

    #[test]
    fn a_truncated_text_ends_in_an_ellipsis_and_no_half_character() {
        for (text, columns, narrow, wide) in [
            ("康复服务", 8, "康复服务", "康复服务"),
            ("康复服务", 7, "康复服…", "康复.."),
            ("康复服务", 6, "康复…", "康复.."),
            ("康复服务", 2, "…", ".."),
            ("康复服务", 1, "…", "."),
            ("康复服务", 0, "", ""),
            ("abc", 2, "a…", ".."),
        ] {
            assert_eq!(cut(text, columns, Narrow), narrow, "{text} {columns}");
            assert_eq!(cut(text, columns, Wide), wide, "{text} {columns}");
        }
    }

    #[test]
    fn fields_are_padded_on_the_requested_side() {
        assert_eq!(fit("县残联", 8, Align::Left, Narrow), "县残联  ");
        assert_eq!(fit("9.5", 5, Align::Right, Narrow), "  9.5");
        assert_eq!(fit("是", 5, Align::Centre, Narrow), " 是  ");
        assert_eq!(fit("县残联会", 6, Align::Right, Narrow), " 县残…");
        assert_eq!(pad("县残联", 4, Align::Left, Narrow), "县残联");
    }

    #[test]
    fn highlights_are_at_the_columns_of_the_characters() {
        assert_eq!(columns_of("残疾人康复", &[0, 3, 4], Narrow), [0..2, 6..10]);
        assert_eq!(columns_of("“十四五”规划", &[1, 2, 3], Wide), vec![2..8]);
        assert_eq!(columns_of("e\u{301}a", &[1], Narrow), vec![0..1]);
        assert!(columns_of("残", &[7], Narrow).is_empty());
    }

    #[test]
    fn lines_break_as_chinese_is_set() {
        for (text, columns, lines) in [
            ("", 10, vec![""]),
            ("健全康复服务", 8, vec!["健全康复", "服务"]),
            // The comma may not start a line, so the character before it goes along.
            ("健全康复，服务", 8, vec!["健全康", "复，服务"]),
            // Nor may the opening mark end one.
            ("健全制（试行）度", 8, vec!["健全制", "（试行）", "度"]),
            ("到2025年达95%以上", 6, vec!["到2025", "年达", "95%以", "上"]),
            ("到2025年达95％以上", 8, vec!["到2025年", "达95％以", "上"]),
            ("use APP now", 7, vec!["use APP", "now"]),
            ("推广APP应用", 6, vec!["推广", "APP应", "用"]),
            ("abcdefgh", 3, vec!["abc", "def", "gh"]),
            ("一二\n\n三", 8, vec!["一二", "", "三"]),
            // Nothing but closing marks: they break where they must.
            ("。。。。", 4, vec!["。。", "。。"]),
            ("残疾", 1, vec!["残", "疾"]),
        ] {
            assert_eq!(wrap(text, columns, Narrow), lines, "{text} {columns}");
        }
    }

    fn setting() -> impl Strategy<Value = AmbiguousWidth> {
        prop_oneof![Just(Narrow), Just(Wide)]
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["[一-九，。（）“”…0-9%a-z \n残疾👍é]{0,40}", "\\PC{0,30}"]
    }

    #[test]
    fn plain_characters_are_as_wide_as_the_tables_say() {
        for c in (0..=0x1_ffff).filter_map(char::from_u32).filter(|c| clean::is_plain(*c)) {
            let text = c.to_string();
            assert_eq!([Narrow, Wide].map(|setting| width(&text, setting)), [text.width(), text.width_cjk()], "{c:?}");
            assert_eq!(shown_grapheme(&text), text);
        }
    }

    proptest! {
        #[test]
        fn graphemes_are_those_of_the_tables(text in "[残a%，\u{3013}\u{ff5e}\u{302a}\u{ff9e}\u{301}\u{200d}\u{fe0f}\u{20e3}1#👩👧🇨🇳\r\n\u{e000}\u{1100}\u{1161}]{0,20}|\\PC{0,20}") {
            let expected: Vec<&str> = text.graphemes(true).collect();
            prop_assert_eq!(graphemes(&text).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn a_truncated_text_fits_and_is_a_prefix(text in text(), columns in 0usize..30, setting in setting()) {
            let cut = cut(&text, columns, setting);
            prop_assert!(width(&cut, setting) <= columns);
            if *cut != *text && columns >= 2 {
                let kept = cut.strip_suffix(setting.ellipsis()).unwrap();
                prop_assert!(text.grapheme_indices(true).any(|(at, _)| at == kept.len()), "cuts a grapheme");
                prop_assert!(text.starts_with(kept));
            }
        }

        #[test]
        fn a_field_is_exactly_as_wide_as_asked(text in text(), columns in 0usize..30, setting in setting()) {
            for align in [Align::Left, Align::Right, Align::Centre] {
                prop_assert_eq!(width(&fit(&text, columns, align, setting), setting), columns);
            }
        }

        #[test]
        fn wrapping_drops_only_blanks_at_breaks(
            text in text(), columns in 1usize..30, setting in setting(),
        ) {
            let lines = wrap(&text, columns, setting);
            let bare = |text: &str| text.replace([' ', '\n'], "");
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
            let all: Vec<&str> = text.graphemes(true).collect();
            for line in &lines {
                let graphemes: Vec<&str> = line.graphemes(true).collect();
                prop_assert!(width(line, setting) <= columns || graphemes.len() == 1, "{:?} in {}", line, columns);
                prop_assert!(graphemes.iter().all(|g| all.contains(g)), "a grapheme was cut in {:?}", line);
            }
        }

        #[test]
        fn highlights_lie_within_the_text(text in text(), indices in prop::collection::vec(0usize..40, 0..8)) {
            let ranges = columns_of(&text, &indices, Narrow);
            prop_assert!(ranges.iter().all(|r| r.start < r.end && r.end <= width(&text, Narrow)));
            prop_assert!(ranges.windows(2).all(|pair| pair[0].end < pair[1].start));
        }
    }
}
