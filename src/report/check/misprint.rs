//! `misprint`: errors that a proofreader marks, such as doubled characters and missing values.

use std::collections::HashMap;
use std::ops::Range;

use super::passage::Passage;
use super::{Place, Reading};

/// The number of times that two characters are adjacent in a plan, which distinguishes its words from chance sequences.
type Pairs = HashMap<(char, char), u32>;

/// Finds doubled characters (公公共), doubled words (机构机构), doubled punctuation (，，), a verb without its value (达、), 于 for
/// 余 after a number, and 规划第十四个五年规划.
pub(super) fn run(reading: &mut Reading) {
    let mut pairs = Pairs::new();
    for passage in &reading.passages {
        for pair in passage.text.chars().zip(passage.text.chars().skip(1)) {
            *pairs.entry(pair).or_default() += 1;
        }
    }
    let mut found = Vec::new();
    for passage in &reading.passages {
        let marked = doubled(&passage.text, &pairs).into_iter().chain(slips(&passage.text));
        for (place, zh, en) in marked {
            found.push((Place::of(passage), zh, en, around(passage, &place)));
        }
    }
    for (place, zh, en, quote) in found {
        reading.report(place, zh, en, quote);
    }
}

/// Returns the text around a place.
fn around(passage: &Passage, place: &Range<usize>) -> String {
    let start = passage.text[..place.start].char_indices().rev().nth(9).map_or(0, |(at, _)| at);
    let end = passage.text[place.end..].char_indices().nth(10).map_or(passage.text.len(), |(at, _)| place.end + at);
    passage.quote(start..end)
}

type Mark = (Range<usize>, String, String);

/// Returns doubled characters and words. A doubling counts only if the pair of characters at the joint occurs nowhere
/// else in the plan: 中医医院 and 互联网网站 are two adjacent words.
fn doubled(text: &str, pairs: &Pairs) -> Vec<Mark> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let is_han = |range: &[(usize, char)]| range.iter().all(|(_, c)| ('\u{4e00}'..='\u{9fff}').contains(c));
    let count = |one: usize, other: usize| match (chars.get(one), chars.get(other)) {
        (Some((_, one)), Some((_, other))) => pairs.get(&(*one, *other)).copied().unwrap_or(0),
        _ => 0,
    };
    let mut found = Vec::new();
    for at in 0..chars.len() {
        for length in [1, 2, 3, 4] {
            let Some(both) = chars.get(at..at + 2 * length) else { break };
            let is_double = (0..length).all(|n| both[n].1 == both[n + length].1) && is_han(both);
            let joint = at + length;
            let is_slip = match length {
                // A word ends before the doubled character and another begins with it: 提升|公公共.
                1 => {
                    at > 1
                        && count(joint - 1, joint) == 1
                        && count(at - 1, at) == 1
                        && count(at - 2, at - 1) >= 4
                        && count(joint, joint + 1) >= 4
                }
                _ => count(joint - 1, joint) == 1 && count(at, at + 1) >= 3,
            };
            if is_double && is_slip {
                let end = both[2 * length - 1];
                let word: String = both[..length].iter().map(|(_, c)| c).collect();
                let (zh, en) = (format!("“{word}”重复"), format!("“{word}” is doubled"));
                found.push((both[0].0..end.0 + end.1.len_utf8(), zh, en));
            }
        }
    }
    found
}

/// Returns sequences that are always errors.
fn slips(text: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut mark = |at: usize, what: &str, zh: &str, en: &str| found.push((at..at + what.len(), zh.into(), en.into()));
    for what in [",,", "。。", "、、", "、,", ",。", ",、", "。,", ";;", "。;"] {
        text.match_indices(what).for_each(|(at, _)| mark(at, what, "标点重复", "punctuation is doubled"));
    }
    for what in ["率达、", "例达、", "率达到、", "例达到、"] {
        text.match_indices(what).for_each(|(at, _)| mark(at, what, "“达”后缺数字", "a figure is left out"));
    }
    for (at, what) in ["于人", "于名", "于个"].iter().flat_map(|what| text.match_indices(what)) {
        if text[..at].ends_with(|c: char| c.is_ascii_digit()) {
            mark(at, what, "“于”疑为“余”", "于 may be a misprint of 余 (more than)");
        }
    }
    for (at, what) in text.match_indices("规划第") {
        let rest = &text[at + what.len()..];
        let ordinal: String = rest.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).collect();
        if !ordinal.is_empty() && rest[ordinal.len()..].starts_with("个五年规划") {
            mark(at, what, "“规划”重复", "“规划” is doubled");
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sample::{found, plan};

    #[test]
    fn misprints_are_found() {
        let words =
            "提升服务、提升医疗，提升环境，提升设施。公共服务、公共设施、公共交通、公共厕所。医疗机构、民营机构。";
        for (text, quote) in [
            ("提升公公共环境品质。", "提升公公共环境品质。"),
            ("鼓励机构机构参与。", "鼓励机构机构参与。"),
            ("培训2200于人。", "培训2200于人。"),
            ("筛查率达、报告率均为95%。", "筛查率达、报告率均为95%。"),
            ("做好甲，，再做乙。", "做好甲，，再做乙。"),
            ("依据发展规划第十四个五年规划。", "依据发展规划第十四个五年规划。"),
        ] {
            let findings = found("misprint", plan(&format!("{words}\n{text}")));
            assert_eq!(findings, [(Some(3), quote.to_string())], "{text}");
        }
    }

    #[test]
    fn adjacent_words_are_no_misprint() {
        for text in [
            "中医医院与中医机构，中医医师，中医服务，医院管理，医院服务，医院建设。",
            "人人享有，处处可及，紧紧围绕，健全全方位服务。",
            "互联网网站和移动应用，网站建设，互联网服务。",
            "未升学学生，学生资助，学生宿舍，学生体质，学生健康。金山山洪沟，山洪灾害，山洪预警，山洪沟。",
            "达到90%，位于人口密集处，等于100人。",
        ] {
            assert_eq!(found("misprint", plan(text)), [], "{text}");
        }
    }
}
