//! Titles of special boxes (专栏) that a conversion has joined with the text before or after them.

use super::clean::Line;
use super::number::{self, Mark};
use super::{measure, opening, wording};

/// The maximum length of a box title in characters, including its number.
const LONGEST: usize = 48;

/// Splits lines so that titles of boxes, and the items after them, are on lines of their own.
pub fn settle(lines: Vec<Line>) -> Vec<Line> {
    let mut settled = Vec::with_capacity(lines.len());
    for line in lines {
        let cuts = if line.text.contains('\t') || line.tabs > 0 { Vec::new() } else { cuts(&line.text) };
        settled.extend(opening::parted(line, cuts));
    }
    settled
}

/// Returns the offsets before and after titles of boxes in a line, and before the items after them.
fn cuts(text: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("专栏").map(|at| from + at) {
        from = at + "专栏".len();
        if !begins_box(&text[..at], &text[at..]) {
            continue;
        }
        let Some(end) = title_end(&text[at..]).map(|end| at + end) else { continue };
        let bracket = text[..at].chars().next_back().filter(|c| matches!(c, '【' | '[')).map_or(0, char::len_utf8);
        cuts.push(at - bracket);
        cuts.push(end);
        cuts.extend(items(&text[end..]).into_iter().map(|item| end + item));
        from = end;
    }
    cuts
}

/// Returns true if a title of a box, and not a reference to one, begins between two parts of a line.
fn begins_box(before: &str, text: &str) -> bool {
    let number = text["专栏".len()..].trim_start().chars().next();
    let numbered = number.is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let before = before.trim_end().trim_end_matches(['【', '[', '（']).trim_end();
    let stop = before.is_empty() || before.ends_with(['。', '；', '！', '：']);
    // Without punctuation before it, it must be a complete title: 见专栏3 is not one.
    let alone = || {
        let title = title_end(text).map_or(text, |end| &text[..end]);
        wording::special_box(title).is_some_and(|(_, title, _)| title.chars().count() >= 4)
            && before.ends_with(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '）' | '”'))
            && !before.ends_with([
                '见', '如', '在', '按', '照', '据', '至', '和', '及', '对', '与', '由', '以', '到', '的', '将',
            ])
    };
    numbered && (stop || alone())
}

/// Returns the byte offset of the end of the title at the start of a text.
fn title_end(text: &str) -> Option<usize> {
    let number = text["专栏".len()..]
        .find(|c: char| !(c.is_whitespace() || c.is_ascii_digit() || "一二三四五六七八九十-—".contains(c)));
    let start = "专栏".len() + number?;
    let mut before = ' ';
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < start).take(LONGEST) {
        let rest = &text[at..];
        let named = at > start + 6;
        if named
            && !before.is_ascii_digit()
            && number::split(rest).is_some_and(|(mark, words)| is_first(&mark) && !words.is_empty())
        {
            return Some(at);
        }
        let ended = measure::project_weight(&text[start..at]) > 0;
        if named && ended && measure::begins_with_verb(rest) && text.contains('。') {
            return Some(at);
        }
        if matches!(c, '。' | '；' | '，') {
            return None;
        }
        before = c;
    }
    (text.chars().count() <= LONGEST).then_some(text.len())
}

fn is_first(mark: &Mark) -> bool {
    mark.value <= 1 && mark.parts.is_empty()
}

/// Returns the offsets of all items except the first, which is at the start of the text.
fn items(text: &str) -> Vec<usize> {
    let Some((first, _)) = number::split(text) else { return Vec::new() };
    let (mut found, mut last, mut before) = (Vec::new(), first.value, ' ');
    for (at, c) in text.char_indices() {
        if at > 0 && matches!(before, '。' | '；') {
            let window = text[at..].char_indices().nth(16).map_or(text.len(), |(n, _)| at + n);
            let next = number::split(&text[at..window]).filter(|(mark, rest)| {
                mark.level == first.level && (mark.value == last + 1 || mark.value == 0) && !rest.is_empty()
            });
            if let Some((mark, _)) = next {
                last = mark.value;
                found.push(at);
            }
        }
        before = c;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::clean::clean;
    use super::*;

    fn parts(text: &str) -> Vec<String> {
        settle(clean(text, &[]).lines).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn a_title_is_parted_from_what_it_is_glued_to() {
        for (text, wanted) in [
            (
                "专栏1　养老重点工程（一）食堂工程。建十所。（二）床位工程。增百张。",
                &["专栏1　养老重点工程", "（一）食堂工程。建十所。", "（二）床位工程。增百张。"][..],
            ),
            (
                "专栏2 养老行动1.食堂。建十所。2.床位。增百张。",
                &["专栏2 养老行动", "1.食堂。建十所。", "2.床位。增百张。"],
            ),
            ("办好食堂。专栏3 养老服务重点工程", &["办好食堂。", "专栏3 养老服务重点工程"]),
            (
                "【专栏3 养老服务项目】（1）食堂项目。建十所。（2）床位项目。增百张。",
                &["【专栏3 养老服务项目】", "（1）食堂项目。建十所。", "（2）床位项目。增百张。"],
            ),
            (
                "办好食堂。（县民政局负责） 专栏3 养老服务工程 1.食堂工程。建十所。2.床位工程。增百张。",
                &["办好食堂。（县民政局负责）", "专栏3 养老服务工程", "1.食堂工程。建十所。", "2.床位工程。增百张。"],
            ),
            ("办好食堂专栏3 养老服务重点工程", &["办好食堂", "专栏3 养老服务重点工程"]),
            ("专栏四 助餐服务工程推进食堂建设，建十所。", &["专栏四 助餐服务工程", "推进食堂建设，建十所。"]),
            (
                "专栏5 养老行动——食堂。建十所。——床位。增百张。",
                &["专栏5 养老行动", "——食堂。建十所。", "——床位。增百张。"],
            ),
        ] {
            assert_eq!(parts(text), wanted);
        }
    }

    #[test]
    fn titles_alone_and_references_stay() {
        for text in [
            "专栏1 养老重点工程",
            "办好专栏1所列项目。",
            "具体见专栏2 养老服务重点工程",
            "专栏1 2025年重点项目",
            "设立专栏，宣传政策。",
        ] {
            assert_eq!(parts(text), [text]);
        }
    }
}
