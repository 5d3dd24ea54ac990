//! The identity of a plan: region, sector, term and edition, derived from its title.

use crate::plan::id::BadId;
use crate::plan::{Edition, PlanId, Region, Term, Year, region};
use crate::text::fold::half_width;
use crate::text::{numeral, pinyin};

/// Words before a suffix that are not names of regions (城市, 社区).
const NO_NAMES: &[&str] = &[
    "城",
    "都",
    "全",
    "我",
    "本",
    "各",
    "社",
    "园",
    "片",
    "灾",
    "牧",
    "林",
    "景",
    "山",
    "市",
    "校",
    "乡",
    "小",
    "郊",
    "库",
    "功能",
    "风景",
    "保护",
    "生态",
    "综合",
    "示范",
    "试验",
    "试点",
    "核心",
    "中心",
    "重点",
    "经济",
    "工业",
    "老旧",
    "贫困",
    "民族",
    "农村",
    "沿海",
    "流域",
    "开发",
    "建设",
    "特色",
    "小城",
    "新型城",
    "老城",
    "主城",
    "县城",
    "智慧",
    "和",
    "及",
    "的",
    "县",
    "居民",
    "农牧",
    "改革",
    "统筹",
    "现代",
    "超大",
    "中小",
    "要素",
    "劳动力",
    "发展",
    "创新",
];

/// Returns the region at the start of a text: 喀什地区, 昌吉回族自治州. Of several tiers (某省某市) it is the last one.
pub fn region_at(text: &str) -> Option<&str> {
    let text = after_five_year_plan(text.trim_start_matches(|c: char| c.is_whitespace() || c == '《'));
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || "“《\"".contains(c));
    // A year may come first: 2025年某县重点工作.
    let year = text.trim_start_matches(|c: char| half_width(c).is_ascii_digit());
    let text = year.strip_prefix('年').filter(|_| year.len() < text.len()).unwrap_or(text);
    let mut end = one_region(text)?;
    while let Some(more) = one_region(&text[end..]).filter(|more| text[end..end + more].chars().count() >= 3) {
        end += more;
    }
    let start = last_region_start(&text[..end]);
    Some(&text[start..end])
}

/// Returns the length of the name of a single region at the start.
fn one_region(text: &str) -> Option<usize> {
    let mut end = 0;
    for (count, c) in text.chars().take(14).enumerate() {
        if !matches!(c, '\u{4e00}'..='\u{9fff}' | '·') {
            return None;
        }
        let rest = &text[end..];
        let name = &text[..end];
        if count > 0
            && let Some(suffix) = region::ending_at(rest)
        {
            let full = end + suffix.len();
            let longer =
                ["级", "场", "域", "长", "情", "政", "化", "村", "街"].iter().any(|w| text[full..].starts_with(w));
            // In 杭州市 and 新乡县 the first suffix is part of the name.
            let inner = matches!(suffix, "州" | "镇" | "乡") && text[full..].starts_with(['市', '县', '区']);
            if !inner && !longer && !is_no_name(name) {
                return Some(full);
            }
        }
        end += c.len_utf8();
    }
    None
}

/// Returns true if a word before a suffix is not a name. Many names of cities end like 城市 or begin like 山区 (盐城市, 房山区),
/// so single characters count only as the whole word, and long words only if they are too long for names.
fn is_no_name(name: &str) -> bool {
    let count = name.chars().count();
    let most = |word: &str| if word == "城" { 2 } else { 3 };
    let stop = |word: &str| name == word || name.ends_with(word) && (word.chars().count() > 1 || count > most(word));
    let words = ["关于", "国务院", "政府", "办公", "委员会", "促进", "支持", "加快", "推进"];
    let leads = [
        "各", "在", "本", "该", "主", "从", "向", "为", "与", "由", "使", "有", "对", "把", "将", "到", "至", "是",
        "以",
    ];
    NO_NAMES.iter().any(|word| stop(word))
        || name.ends_with('级')
        || words.iter().any(|word| name.contains(word))
        || leads.iter().any(|word| name.starts_with(word) && count > 1 || name == *word)
        || super::measure::begins_with_verb(name)
}

fn last_region_start(text: &str) -> usize {
    let mut start = 0;
    while let Some(length) = one_region(&text[start..]).filter(|length| start + *length < text.len()) {
        start += length;
    }
    start
}

/// The words that end a title, and with it the sector.
const ENDS: &[&str] = &[
    "事业",
    "保障和发展",
    "保障与发展",
    "发展",
    "专项",
    "规划",
    "纲要",
    "方案",
    "计划",
    "行动",
    "工作",
    "改革",
    "建设",
    "实施",
    "保护",
    "体系",
    "保障",
    "两年",
    "二年",
    "三年",
    "四年",
    "五年",
    "十年",
    "中长期",
    "重点任务",
];

/// Returns the sector of a plan: the words in its title between the region and 事业, 保障, 发展, 规划 or the like.
pub fn sector(title: &str, region: &str) -> String {
    let title = without_brackets(title);
    // 健康某某行动, as 健康某某“2030”规划.
    let place = Region::from(region);
    let place = place.short_name();
    let of_place = place.chars().count() >= 2 && title.contains(&format!("健康{place}"));
    let bare = match health(&title) {
        Some(_) => return "健康".to_string(),
        None if of_place => return "健康".to_string(),
        None => title.trim_start_matches(['“', '"']),
    };
    let bare = bare.find(region).filter(|_| !region.is_empty()).map_or(bare, |at| &bare[at + region.len()..]);
    let bare = bare.split_once("关于").map_or(bare, |(_, about)| about);
    let mut words = without_period(bare);
    for prefix in [
        "国家",
        "全国",
        "全省",
        "全市",
        "全县",
        "全区",
        "全州",
        "省",
        "自治区",
        "市",
        "县",
        "深化",
        "推进",
        "关于",
        "加快",
    ] {
        words =
            words.strip_prefix(prefix).filter(|rest| rest.chars().count() >= 4).map_or(words.clone(), str::to_string);
    }
    let least = words.char_indices().nth(2).map_or(words.len(), |(at, _)| at);
    let end = ENDS.iter().filter_map(|w| words[least..].find(w)).min().map_or(words.len(), |at| least + at);
    let sector: String =
        words[..end].trim_end_matches(['的', '与', '和', '及', '、']).chars().filter(|c| c.is_alphanumeric()).collect();
    if sector.is_empty() { "综合".to_string() } else { sector }
}

/// Returns the region in a title such as 健康某某“2030”规划纲要.
pub fn health(title: &str) -> Option<String> {
    let (_, after) = title.split_once("健康")?;
    let at = after.find(['“', '"', '2'])?;
    let name = &after[..at];
    let year = after[at..].trim_start_matches(['“', '"']).starts_with("20");
    let named = (2..=8).contains(&name.chars().count()) && !name.contains("规划");
    (year && named).then(|| name.to_string())
}

/// The numbers of the five-year plans that titles name. The later ones are looked for first: 十五五 holds 十五, the name
/// of an earlier one.
const FIVE_YEAR_PLANS: std::ops::RangeInclusive<u32> = 10..=30;

/// Returns the forms in which a title marks off the name of a five-year plan.
fn forms(number: u32) -> [String; 4] {
    let numeral = numeral::in_words(number);
    [format!("“{numeral}五”时期"), format!("“{numeral}五”"), format!("\"{numeral}五\""), format!("第{numeral}个五年")]
}

/// Returns a title without the five-year plan that it begins with.
fn after_five_year_plan(title: &str) -> &str {
    // Most texts begin with other characters, and need not be held against every form.
    if !title.starts_with(['“', '"', '第']) {
        return title;
    }
    let begun = FIVE_YEAR_PLANS.rev().flat_map(forms).find_map(|form| title.strip_prefix(&form));
    begun.unwrap_or(title)
}

/// Returns a title without “十四五”, 第十四个五年 and years.
fn without_period(title: &str) -> String {
    let mut words = title.to_string();
    for number in FIVE_YEAR_PLANS.rev() {
        for form in forms(number).into_iter().chain([format!("{}五", numeral::in_words(number))]) {
            words = words.replace(&form, "");
        }
    }
    without_years(&words)
}

/// A text without years and spans of years: 2021—2025年, 2030.
fn without_years(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut is_year = false;
    for c in text.chars().map(half_width) {
        match c {
            c if c.is_ascii_digit() => is_year = true,
            '—' | '–' | '-' | '~' => {}
            '年' if is_year => is_year = false,
            c => {
                is_year &= c.is_whitespace();
                words.push(c);
            }
        }
    }
    words
}

/// Returns a title without its brackets.
pub fn without_brackets(title: &str) -> String {
    let mut depth = 0;
    let mut bare = String::new();
    for c in title.chars() {
        match c {
            '（' | '(' | '〔' | '[' => depth += 1,
            '）' | ')' | '〕' | ']' => depth = (depth - 1).max(0),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare.trim().to_string()
}

/// Returns the edition named in a bracket after a title.
pub fn edition(text: &str) -> Option<Edition> {
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    match () {
        () if has(&["摘编", "摘要版", "摘录"]) => Some(Edition::Condensed),
        () if has(&["征求意见", "草案", "送审", "讨论稿", "初稿", "公示稿", "审议稿", "代拟稿", "意见稿"]) => {
            Some(Edition::ConsultationDraft)
        }
        () if has(&["调整", "修订", "修编"]) => Some(Edition::Adjusted),
        () => None,
    }
}

/// Returns the term named in a text: explicit years first, then the number of a five-year plan.
pub fn term(text: &str) -> Option<Term> {
    let chars: Vec<char> = text.chars().take(4000).filter(|c| !c.is_whitespace()).map(half_width).collect();
    let year = |at: usize| -> Option<Year> {
        let four = chars.get(at..at + 4)?;
        Year::of_digits(&four.iter().collect::<String>())
    };
    for at in 0..chars.len() {
        let Some(first) = year(at) else { continue };
        let mut next = at + 4;
        next += usize::from(chars.get(next) == Some(&'年'));
        let joined = chars[next..].iter().take_while(|c| "-—–~至―－到".contains(**c)).count();
        let last = year(next + joined).filter(|last| joined > 0 && *last > first && *last - first <= 30);
        if let Some(last) = last {
            return Some(Term { first, last });
        }
    }
    five_year_plan(&chars).and_then(Term::of_five_year_plan)
}

/// Returns the term that a title names; its five-year plan may stand there without quotation marks, which in a text could be
/// part of a number.
pub fn term_of_title(title: &str) -> Option<Term> {
    term(title).or_else(|| {
        let named = |n: &u32| title.contains(&format!("{}五", numeral::in_words(*n)));
        // 十五 and 二十五 are numbers as well.
        (11..=29).rev().filter(|n| n % 10 != 0).find(named).and_then(Term::of_five_year_plan)
    })
}

/// Returns the number of the first five-year plan named in a text.
fn five_year_plan(chars: &[char]) -> Option<u32> {
    (0..chars.len()).find_map(|at| {
        let quoted = matches!(chars[at], '“' | '"' | '「' | '『');
        if !quoted && chars[at] != '第' {
            return None;
        }
        let end = (at + 1..chars.len().min(at + 6)).find(|n| {
            chars[*n] == '五'
                && if quoted {
                    matches!(chars.get(n + 1), Some('”' | '"' | '」' | '』'))
                } else {
                    chars[n - 1] == '个' && chars.get(n + 1) == Some(&'年')
                }
        })?;
        let words: String = chars[at + 1..end].iter().filter(|c| **c != '个').collect();
        numeral::parse(&words).filter(|n| *n >= 6)
    })
}

/// The number of years for which a title plans: 三年行动计划, 两年攻坚方案.
pub fn length(title: &str) -> Option<i32> {
    let numerals = |c: &char| "一二两三四五六七八九十".contains(*c);
    title.match_indices('年').find_map(|(at, sign)| {
        let word: Vec<char> = title[..at].chars().rev().take_while(numerals).collect();
        let word: String = word.into_iter().rev().map(|c| if c == '两' { '二' } else { c }).collect();
        let acts = ["行动", "攻坚", "提升", "计划", "倍增", "工作"]
            .iter()
            .any(|next| title[at + sign.len()..].starts_with(next));
        let years = numeral::parse(&word).filter(|years| acts && (1..=15).contains(years))?;
        i32::try_from(years).ok()
    })
}

/// Returns the target year at the end of a title: “2030”.
pub fn single_year(title: &str) -> Option<Year> {
    let folded: String = title.chars().map(half_width).collect();
    folded.split(|c: char| !c.is_ascii_digit()).find_map(Year::of_digits)
}

/// Returns the year of a date in digits or Chinese numerals: 2020年3月2日, 二〇二〇年三月二日.
pub fn year_of_date(date: &str) -> Option<Year> {
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|other| other == c);
    let figure = |c: char| match c {
        '○' | '零' | 'Ｏ' | 'O' => Some(0),
        c => digit(c),
    };
    let (words, _) = date.split_once('年')?;
    let worded = || {
        let figures: Vec<usize> = words.trim().chars().map(figure).collect::<Option<_>>()?;
        Year::of_digits(&figures.iter().map(usize::to_string).collect::<String>())
    };
    single_year(date).or_else(worded)
}

/// Returns the id of a plan, with a suffix `-2` and so on for a further plan with the same name.
///
/// # Errors
/// [`BadId`] for a name that can't be spelt in pinyin; never for real regions and sectors.
pub fn plan_id(region: &Region, sector: &str, term: Term, number: usize) -> Result<PlanId, BadId> {
    let letters = |text: String| -> String {
        text.chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit()).take(24).collect()
    };
    let names = [letters(pinyin::spelling(region.short_name())), letters(pinyin::initials(sector))];
    let named = names.into_iter().filter(|name| !name.is_empty());
    let further = (number > 1).then(|| number.to_string());
    let parts: Vec<String> = named.chain([term.last.get().unsigned_abs().to_string()]).chain(further).collect();
    PlanId::new(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_say_region_and_sector() {
        for (title, region, sector_name, id) in [
            ("喀什地区卫生健康事业“十四五”发展规划", "喀什地区", "卫生健康", "kashi-wsjk-2025"),
            ("喀什地区“十四五”残疾人保障和发展规划", "喀什地区", "残疾人", "kashi-cjr-2025"),
            ("昌吉回族自治州“十四五”残疾人保障和发展规划", "昌吉回族自治州", "残疾人", "changji-cjr-2025"),
            ("同心县残疾人事业“十四五”规划", "同心县", "残疾人", "tongxin-cjr-2025"),
            ("浙江省城市内涝治理“十四五”规划", "浙江省", "城市内涝治理", "zhejiang-csnlzl-2025"),
            ("北京市生态安全格局专项规划", "北京市", "生态安全格局", "beijing-staqgj-2025"),
            ("唐山市教育事业“十四五”规划", "唐山市", "教育", "tangshan-jy-2025"),
            ("盐城市民政事业发展规划", "盐城市", "民政", "yancheng-mz-2025"),
            ("浙江省新型城镇化发展“十四五”规划", "浙江省", "新型城镇化", "zhejiang-xxczh-2025"),
            ("浙江省杭州市西湖区教育事业发展规划", "西湖区", "教育", "xihu-jy-2025"),
            (
                "恩施土家族苗族自治州综合交通运输发展“十四五”规划",
                "恩施土家族苗族自治州",
                "综合交通运输",
                "enshi-zhjtys-2025",
            ),
            ("内蒙古自治区“十四五”生态环境保护规划", "内蒙古自治区", "生态环境", "neimenggu-sthj-2025"),
        ] {
            assert_eq!(region_at(title), Some(region), "{title}");
            assert_eq!(sector(title, region), sector_name, "{title}");
            let term = Term { first: Year(2021), last: Year(2025) };
            assert_eq!(
                plan_id(&region.into(), sector_name, term, 1).map(|id| id.to_string()).as_deref(),
                Ok(id),
                "{title}"
            );
        }
        for title in
            ["国家职业教育改革实施方案", "“无废城市”建设试点工作方案", "城市更新行动方案", "健康中国“2030”规划纲要"]
        {
            assert_eq!(region_at(title), None, "{title}");
        }
        assert_eq!(health("健康巴里坤“2030”规划纲要").as_deref(), Some("巴里坤"));
        assert_eq!(sector("健康巴里坤“2030”规划纲要", "巴里坤哈萨克自治县"), "健康");
    }

    #[test]
    fn titles_of_every_five_year_plan_are_read_in_every_order_of_words() {
        for (n, first) in [(13, 2016), (14, 2021), (15, 2026), (16, 2031)] {
            let (number, years) = (numeral::in_words(n), format!("{first}—{}年", first + 4));
            for (title, region, sector_name) in [
                (format!("喀什地区“{number}五”残疾人保障和发展规划"), "喀什地区", "残疾人"),
                (format!("喀什地区残疾人保障和发展“{number}五”规划"), "喀什地区", "残疾人"),
                (format!("喀什地区残疾人事业“{number}五”发展规划"), "喀什地区", "残疾人"),
                (format!("喀什地区残疾人事业发展第{number}个五年规划"), "喀什地区", "残疾人"),
                (format!("喀什地区残疾人事业发展规划（{years}）"), "喀什地区", "残疾人"),
                (format!("喀什地区“{number}五”时期残疾人保障和发展规划"), "喀什地区", "残疾人"),
                (format!("“{number}五”喀什地区残疾人保障和发展规划"), "喀什地区", "残疾人"),
                (format!("“{number}五”时期喀什地区残疾人保障和发展规划"), "喀什地区", "残疾人"),
                (format!("喀什地区{number}五残疾人事业发展规划"), "喀什地区", "残疾人"),
                (format!("喀什地区残疾人事业发展{number}五规划"), "喀什地区", "残疾人"),
                (format!("同心县卫生健康事业「{number}五」发展规划"), "同心县", "卫生健康"),
                (
                    format!("同心县国民经济和社会发展第{number}个五年规划和二〇三五年远景目标纲要"),
                    "同心县",
                    "国民经济和社会",
                ),
            ] {
                assert_eq!(region_at(&title), Some(region), "{title}");
                assert_eq!(sector(&title, region), sector_name, "{title}");
                assert_eq!(term_of_title(&title), Term::of_five_year_plan(n), "{title}");
            }
        }
        for title in ["某县十五项重点任务", "某县五年规划", "某县第十五届人大以来的工作计划"]
        {
            assert_eq!(term_of_title(title), None, "{title}");
        }
    }

    #[test]
    fn terms_are_read_from_years_and_plan_numbers() {
        for (text, term_read) in [
            ("某县“十四五”规划", Some([2021, 2025])),
            ("国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", Some([2021, 2025])),
            ("专项规划（2021 年-2035 年）", Some([2021, 2035])),
            ("行动计划（2023—2025年）", Some([2023, 2025])),
            ("“十五五”规划", Some([2026, 2030])),
            ("规划纲要“2030”", None),
        ] {
            assert_eq!(term(text).map(|term| [term.first.get(), term.last.get()]), term_read, "{text}");
        }
        assert_eq!(single_year("健康某某“2030”规划纲要"), Some(Year(2030)));
        for (date, year) in [("2020年3月2日", 2020), ("二〇二〇年三月二日", 2020), ("二○一九年十二月一日", 2019)]
        {
            assert_eq!(year_of_date(date), Some(Year(year)), "{date}");
        }
        assert_eq!(year_of_date("三月二日"), None);
    }
}
