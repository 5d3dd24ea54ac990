//! The number formats of lists (`w:numFmt`) used in Chinese documents.

use crate::text::numeral;

/// Formats a number as Word does. An unknown format gives digits.
pub fn print(format: &str, number: u32) -> String {
    let format = match format.parse() {
        Ok(code) => by_code(code),
        Err(_) => format,
    };
    let printed = match format {
        "none" | "bullet" => Some(String::new()),
        "decimalZero" => Some(format!("{number:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(full_width(number)),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalEnclosedParen" => sign('\u{2474}', 20, number),
        "decimalEnclosedFullstop" => sign('\u{2488}', 20, number),
        "ideographEnclosedCircle" => sign('\u{3280}', 10, number),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => Some(counting(number)),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => Some(by_digits(number)),
        "chineseLegalSimplified" => Some(legal(&counting(number))),
        "ideographLegalTraditional" => Some(legal(&counting(number)).replace('贰', "貳").replace('陆', "陸")),
        "ideographTraditional" => one_of("甲乙丙丁戊己庚辛壬癸", number),
        "ideographZodiac" => one_of("子丑寅卯辰巳午未申酉戌亥", number),
        "upperLetter" => letters(number),
        "lowerLetter" => letters(number).map(|text| text.to_lowercase()),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).map(|text| text.to_lowercase()),
        _ => None,
    };
    printed.unwrap_or_else(|| number.to_string())
}

/// Returns the name of a format by its code in older files ([MS-OSHARED] 2.2.1.3).
pub fn by_code(code: u8) -> &'static str {
    match code {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        14 | 19 => "decimalFullWidth",
        18 => "decimalEnclosedCircle",
        22 => "decimalZero",
        23 => "bullet",
        26 => "decimalEnclosedFullstop",
        27 => "decimalEnclosedParen",
        28 => "decimalEnclosedCircleChinese",
        29 => "ideographEnclosedCircle",
        30 => "ideographTraditional",
        31 => "ideographZodiac",
        34 => "ideographLegalTraditional",
        10 | 16 | 20 | 35 => "ideographDigital",
        11 | 33 | 37 | 39 => "chineseCountingThousand",
        38 => "chineseLegalSimplified",
        255 => "none",
        _ => "decimal",
    }
}

/// Returns a circled number, from ① to ㊿.
pub fn circled(number: u32) -> Option<String> {
    let start = match number {
        1..=20 => 0x2460 - 1,
        21..=35 => 0x3251 - 21,
        36..=50 => 0x32B1 - 36,
        _ => return None,
    };
    char::from_u32(start + number).map(String::from)
}

/// Returns one of `count` consecutive characters, by a number from 1.
fn sign(first: char, count: u32, number: u32) -> Option<String> {
    let found = (1..=count).contains(&number).then(|| u32::from(first) + number - 1);
    found.and_then(char::from_u32).map(String::from)
}

fn one_of(signs: &str, number: u32) -> Option<String> {
    signs.chars().nth(usize::try_from(number.checked_sub(1)?).ok()?).map(String::from)
}

fn full_width(number: u32) -> String {
    number.to_string().chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect()
}

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Formats a number digit by digit: 一〇, 一一.
fn by_digits(number: u32) -> String {
    number.to_string().chars().filter_map(|c| c.to_digit(10)).map(|n| DIGITS[n as usize]).collect()
}

/// Formats a number as counted: 十, 二十一, 一百零五.
fn counting(number: u32) -> String {
    let (hundreds, rest) = (number / 100, number % 100);
    match (hundreds, rest) {
        (0, _) | (10.., _) => numeral::in_words(number),
        (_, 0) => format!("{}百", DIGITS[hundreds as usize]),
        (_, 1..=9) => format!("{}百零{}", DIGITS[hundreds as usize], DIGITS[rest as usize]),
        (_, 10..=19) => format!("{}百一{}", DIGITS[hundreds as usize], numeral::in_words(rest)),
        _ => format!("{}百{}", DIGITS[hundreds as usize], numeral::in_words(rest)),
    }
}

/// Replaces numerals by their financial forms: 壹拾贰.
fn legal(text: &str) -> String {
    let text = if text.starts_with('十') { format!("一{text}") } else { text.to_string() };
    let money = |c| match "一二三四五六七八九十百".chars().position(|known| known == c) {
        Some(at) => ['壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖', '拾', '佰'][at],
        None => c,
    };
    text.chars().map(money).collect()
}

/// Returns A to Z, then AA, BB and so on, as Word does.
fn letters(number: u32) -> Option<String> {
    let at = number.checked_sub(1).filter(|at| *at < 26 * 30)?;
    let letter = char::from(b'A' + u8::try_from(at % 26).ok()?);
    Some(std::iter::repeat_n(letter, usize::try_from(at / 26 + 1).ok()?).collect())
}

fn roman(number: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = Some(number).filter(|number| (1..4000).contains(number))?;
    let mut printed = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            printed.push_str(sign);
            rest -= value;
        }
    }
    Some(printed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_word_prints_them() {
        for (format, number, printed) in [
            ("decimal", 12, "12"),
            ("decimalZero", 7, "07"),
            ("decimalFullWidth", 10, "１０"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircleChinese", 21, "㉑"),
            ("decimalEnclosedCircle", 51, "51"),
            ("decimalEnclosedParen", 3, "⑶"),
            ("chineseCounting", 10, "十"),
            ("chineseCountingThousand", 21, "二十一"),
            ("chineseCountingThousand", 105, "一百零五"),
            ("chineseCountingThousand", 112, "一百一十二"),
            ("japaneseCounting", 19, "十九"),
            ("ideographDigital", 10, "一〇"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("ideographTraditional", 3, "丙"),
            ("ideographTraditional", 11, "11"),
            ("upperLetter", 28, "BB"),
            ("lowerLetter", 26, "z"),
            ("upperRoman", 1994, "MCMXCIV"),
            ("lowerRoman", 4, "iv"),
            ("bullet", 4, ""),
            ("hex", 10, "10"),
        ] {
            assert_eq!(print(format, number), printed, "{format} {number}");
        }
        assert_eq!(print("upperLetter", u32::MAX), u32::MAX.to_string());
    }
}
