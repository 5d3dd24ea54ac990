//! Pinyin: how Chinese text is spelt in Latin letters.

use std::sync::LazyLock;

use ib_pinyin::pinyin::{PinyinData, PinyinNotation};
use pinyin::ToPinyin;

/// The dictionary of readings in use today. It is a constant, decompressed on first use.
static DICTIONARY: LazyLock<PinyinData> = LazyLock::new(|| PinyinData::new(PinyinNotation::Ascii));

/// Returns every reading of a Chinese character that is in use today, without tones and with `ü` written as `v`;
/// nothing for any other character. A reading is repeated if it exists in several tones. Meant for searching, which
/// accepts any of them.
pub fn readings(c: char) -> impl Iterator<Item = &'static str> {
    DICTIONARY.get_pinyins(c).filter_map(|reading| reading.notation(PinyinNotation::Ascii))
}

/// Spells each Chinese character by its most usual reading without tones, keeps ASCII letters (in lower case) and
/// digits, and drops everything else: 喀什 becomes `kashi`. Meant for ids, which need one fixed spelling.
pub fn spelling(text: &str) -> String {
    letters(text, |syllable| syllable)
}

/// Like [`spelling`], but keeps only the first letter of each syllable: 卫生健康 becomes `wsjk`.
pub fn initials(text: &str) -> String {
    letters(text, |syllable| &syllable[..1])
}

fn letters(text: &str, part: impl Fn(&'static str) -> &'static str) -> String {
    let mut spelt = String::new();
    for c in text.chars() {
        match c {
            // The usual reading in place names (喀什) is not the first one in the dictionary.
            '什' => spelt.push_str(part("shi")),
            _ if c.is_ascii_alphanumeric() => spelt.push(c.to_ascii_lowercase()),
            _ => spelt.push_str(c.to_pinyin().map_or("", |p| part(p.plain()))),
        }
    }
    spelt.replace('ü', "v")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_is_known_and_typeable() {
        let has = |c, reading| readings(c).any(|r| r == reading);
        for (c, reading) in
            [('重', "chong"), ('重', "zhong"), ('长', "chang"), ('什', "shi"), ('率', "lv"), ('绿', "lv")]
        {
            assert!(has(c, reading), "{c} {reading}");
        }
        let all = ('\u{3000}'..='\u{2fa1f}').flat_map(|c| readings(c).map(move |r| (c, r)));
        for (c, reading) in all {
            assert!(reading.bytes().all(|b| b.is_ascii_lowercase()) && !reading.is_empty(), "{c} {reading}");
        }
        assert_eq!(readings('a').count() + readings('，').count(), 0);
    }

    #[test]
    fn regions_and_sectors_are_spelt_as_their_people_do() {
        let spelt = ["喀什", "巴楚", "昌吉", "同心", "巴里坤", "浙江", "绿色"].map(spelling);
        assert_eq!(spelt, ["kashi", "bachu", "changji", "tongxin", "balikun", "zhejiang", "lvse"]);
        assert_eq!(initials("卫生健康"), "wsjk");
        assert_eq!(initials("健康2030"), "jk2030");
    }
}
