//! Pinyin: how Chinese text is spelt in Latin letters.

use pinyin::ToPinyin;

/// Spells each Chinese character by its first reading without tones, keeps ASCII letters (in lower case) and
/// digits, and drops everything else: 喀什 becomes `kashi`. For identities, where one fixed spelling is wanted.
pub fn spelling(text: &str) -> String {
    letters(text, |syllable| syllable)
}

/// Like [`spelling`], with the first letter of each syllable: 卫生健康 becomes `wsjk`.
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
    fn regions_and_sectors_are_spelt_as_their_people_do() {
        let spelt = ["喀什", "巴楚", "昌吉", "同心", "巴里坤", "浙江", "绿色"].map(spelling);
        assert_eq!(spelt, ["kashi", "bachu", "changji", "tongxin", "balikun", "zhejiang", "lvse"]);
        assert_eq!(initials("卫生健康"), "wsjk");
        assert_eq!(initials("健康2030"), "jk2030");
    }
}
