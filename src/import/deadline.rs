//! Due dates, and the quantities promised for them.

use crate::plan::task::Quantity;
use crate::plan::{AskedDue, Due, Term, Year};
use crate::text::numeral;

/// Returns the due date of a text: the latest deadline in it that is not before the term. Years in titles of cited
/// documents are ignored. `year` is the year of a month without one (6月底前), and of 年底前 and 今年, if known.
pub fn due(text: &str, term: Term, year: Option<Year>) -> Option<Due> {
    let dated = deadlines(text, term).map(|deadline| deadline.due).chain(labelled(text, term)).max();
    let of_year = dated.map(Due::year).or(year);
    let by_word = by_word(text, year).filter(|_| dated.is_none());
    dated.into_iter().chain(months(text, of_year)).chain(by_word).filter(|due| due.year() >= term.first).max()
}

/// The endings of table headings for due dates.
const LABELS: [&str; 7] = ["时限：", "时间：", "期限：", "节点：", "年限：", "进度：", "时序："];

/// Returns dates without 年 after such a heading: 完成时限：2023.06, 2023—2025.
fn labelled(text: &str, term: Term) -> impl Iterator<Item = Due> + '_ {
    let cells = LABELS.into_iter().flat_map(move |label| text.match_indices(label).map(|(at, word)| at + word.len()));
    cells.filter_map(move |start| {
        let cell = text[start..].split(['；', '\n']).next()?;
        let whole = cell.trim_end_matches('。').parse::<Due>().ok().filter(|due| due.year() >= term.first);
        let years = cell.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
        let years = years.filter_map(Year::of_digits).filter(|year| (term.first..*Year::RANGE.end()).contains(year));
        whole.or_else(|| years.max().and_then(Due::end_of_year))
    })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Returns deadlines that consist of a month or a day, in the year to which they belong: 6月底前, 12月31日前.
fn months(text: &str, year: Option<Year>) -> impl Iterator<Item = Due> + '_ {
    text.match_indices('月').filter_map(move |(at, _)| {
        let before = text[..at].trim_end();
        let lead_in = before.trim_end_matches(is_digit);
        let bare = lead_in.len() < before.len() && !lead_in.trim_end().ends_with(['年', '-', '—', '.', '/']);
        let (part, rest) = part_of_year(&text[lead_in.len()..]).filter(|_| bare)?;
        ends(rest).then_some(part)?.in_year(year?)
    })
}

/// Returns deadlines relative to the year of the text: 今年底, 年内, 明年底.
fn by_word(text: &str, year: Option<Year>) -> impl Iterator<Item = Due> + '_ {
    let words =
        ["今年底", "今年年底", "今年内", "本年度内", "年底前", "年内完成", "时限：全年", "时间：全年", "时限：年底"];
    let this =
        words.into_iter().filter(move |word| text.match_indices(word).any(|(at, _)| !text[..at].ends_with(is_digit)));
    let this = this.filter_map(move |_| Due::end_of_year(year?));
    let next = ["明年底", "明年年底"];
    let next =
        next.into_iter().filter(move |word| text.contains(word)).filter_map(move |_| Due::end_of_year(year? + 1));
    this.chain(next)
}

/// Returns the clauses that promise a quantity for a year: each clause with a number and a unit, from the last deadline
/// before it in its sentence.
pub fn quantities(text: &str, term: Term) -> Vec<Quantity> {
    let mut quantities = Vec::new();
    for sentence in text.split_inclusive(['。', '！', '？', '\n']) {
        let deadlines: Vec<Deadline> = deadlines(sentence, term).collect();
        let mut start = 0;
        while start < sentence.len() {
            let end = start + end_of_clause(&sentence[start..]);
            let clause = &sentence[start..end];
            let year = deadlines[..deadlines.partition_point(|deadline| deadline.start < end)]
                .last()
                .map(|deadline| deadline.due.year());
            if let Some(year) = year.filter(|_| has_figure(clause)) {
                let text = clause.trim_matches(|c: char| c.is_whitespace() || "，,；;。：！".contains(c)).to_string();
                quantities.push(Quantity { year, text });
            }
            start = end;
        }
    }
    quantities
}

/// A deadline with its byte range.
struct Deadline {
    due: Due,
    start: usize,
}

/// Returns the deadlines in a text, in order.
fn deadlines(text: &str, term: Term) -> impl Iterator<Item = Deadline> + '_ {
    let mut found: Vec<Deadline> = calendar_years(text).chain(five_year_plans(text, term)).collect();
    found.sort_by_key(|deadline| deadline.start);
    let cited = cited(text);
    found.into_iter().filter(move |deadline| {
        let cited = cited[..cited.partition_point(|title| title.start <= deadline.start)].last();
        deadline.due.year() >= term.first && !cited.is_some_and(|title| title.contains(&deadline.start))
    })
}

/// Returns deadlines with a calendar year: 到2022年底, 2025年前, 截至2023年, 2024年6月底前, 2021—2023年, 2025年全面实现.
fn calendar_years(text: &str) -> impl Iterator<Item = Deadline> + '_ {
    text.match_indices("年").filter_map(move |(at, word)| {
        let before = text[..at].trim_end();
        let digits_start = before.char_indices().rev().nth(3)?.0;
        let digits = &before[digits_start..];
        let year = digits.parse::<Year>().ok()?;
        let lead_in = text[..digits_start].trim_end();
        let rest = text[at + word.len()..].trim_start();
        let part = part_of_year(rest);
        let until = part.and_then(|(_, after)| second_part(after));
        let (part, rest) = until.or(part).map_or((None, rest), |(part, rest)| (Some(part), rest));
        let due = part.map_or(Due::end_of_year(year), |part| part.in_year(year));
        let is_one = until.is_some() || is_deadline(lead_in, rest, part);
        is_one.then_some(Deadline { due: due?, start: digits_start })
    })
}

/// Returns true if the words around a year, or around a year and a part of it, make it a deadline.
fn is_deadline(lead_in: &str, rest: &str, part: Option<AskedDue>) -> bool {
    let starts = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    if starts(&["以来", "起", "开始", "始", "远景目标", "至今", "度计划"]) {
        return false;
    }
    let to_date = ["截至", "截止", "截止到", "截至到"].iter().any(|word| lead_in.ends_with(word));
    if to_date {
        // 截至2021年底，全县已有… describes the past.
        let soon: String = rest.chars().take(16).collect();
        return !["已", "共有", "现有", "累计", "尚有", "仍有"].iter().any(|word| soon.contains(word));
    }
    let led_in = ["到", "至", "力争"].iter().any(|word| lead_in.ends_with(word)) && !lead_in.ends_with("达到");
    // In a table, after the heading of its column: 完成时限：2023年.
    let labelled = LABELS.iter().any(|label| lead_in.ends_with(label));
    let in_range = lead_in.ends_with(['-', '—', '–', '~', '～', '－', '至'])
        && !["规划", "计划", "方案", "纲要", "意见", "行动"].iter().any(|kind| cites(lead_in, kind));
    let goes_on = match part {
        Some(AskedDue::Period(kind, _)) if kind.parts() < 12 => is_end(rest),
        Some(_) => achieves(rest),
        None => promises(rest),
    };
    led_in || labelled || in_range || ends(rest) || goes_on
}

/// Returns true if the words after a half-year or quarter refer to its end.
fn is_end(after: &str) -> bool {
    let ends = ["出台", "全部", "基本"];
    after.is_empty()
        || achieves(after)
        || ends.iter().any(|word| after.starts_with(word))
        || after.starts_with(['。', '）', '；'])
}

/// Returns the part of the year in which a range ends, and the text after it: 至6月30日 of 3月1日至6月30日.
fn second_part(after: &str) -> Option<(AskedDue, &str)> {
    let until = after.trim_start_matches(['至', '到', '-', '—', '–', '~', '～', '－']);
    part_of_year(until.trim_start()).filter(|_| until.len() < after.len())
}

/// Returns true if a text continues with the end of the time before it: 底前, 末.
fn ends(rest: &str) -> bool {
    ["底", "末", "前", "以前", "之前", "年底", "年末", "内"].iter().any(|word| rest.starts_with(word))
}

/// Returns true if a range of years is the bracket after the name of a document: 行动计划（2021—2025年）.
fn cites(lead_in: &str, kind: &str) -> bool {
    let name = lead_in.rsplit_once(['（', '(']).map(|(name, range)| (name, range.chars().count() <= 8));
    name.is_some_and(|(name, is_range)| is_range && name.ends_with(kind))
}

/// Parses the part of a year at the start of a text, and returns the text after it: 6月, 6月30日, 上半年, 二季度.
fn part_of_year(text: &str) -> Option<(AskedDue, &str)> {
    /// The maximum length in characters: 12月31日 with blanks.
    const LONGEST: usize = 8;
    let ends = text.char_indices().take(LONGEST).map(|(at, c)| (at + c.len_utf8(), c));
    let ends: Vec<usize> =
        ends.filter(|(_, c)| matches!(c, '月' | '日' | '度' | '季' | '年')).map(|(end, _)| end).collect();
    ends.into_iter().rev().find_map(|end| {
        let asked = text[..end].parse().ok().filter(|asked| !matches!(asked, AskedDue::Due(_)))?;
        let rest = &text[end..];
        Some((asked, ["上旬", "中旬", "下旬"].iter().find_map(|third| rest.strip_prefix(third)).unwrap_or(rest)))
    })
}

/// Returns true if the words after a year say that something will be done then: 2025年全面实现….
fn promises(rest: &str) -> bool {
    const MANNER: [&str; 9] = ["，", "力争", "确保", "要", "将", "基本", "全面", "全部", "率先"];
    let mut rest = rest;
    while let Some(left) = MANNER.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = left;
    }
    achieves(rest)
}

fn achieves(rest: &str) -> bool {
    ["实现", "完成", "达到", "达", "建成", "消除", "覆盖"].iter().any(|word| rest.starts_with(word))
}

/// Returns deadlines at the end of a five-year plan: “十四五”末, “十四五”期间, 第十四个五年规划期末, and 规划期末 for the plan itself.
fn five_year_plans(text: &str, term: Term) -> impl Iterator<Item = Deadline> + '_ {
    const PERIOD: [&str; 8] = ["末", "期末", "期间", "时期", "期内", "底", "内", "规划期"];
    let by_name = text.match_indices('五').filter_map(|(at, word)| {
        // 十四五 and 第十四个五年规划 both end in 五; a name such as 五五 needs the character before.
        let before = text[..at].trim_end_matches('个');
        let digits =
            before.chars().rev().take_while(|c| "一二三四五六七八九十".contains(*c)).map(char::len_utf8).sum::<usize>();
        let start = before.len() - digits;
        let n = numeral::parse(&before[start..])?;
        let rest = text[at + word.len()..].trim_start_matches("年规划").trim_start_matches(['”', '"', '’', ' ']);
        let term = Term::of_five_year_plan(n)?;
        PERIOD.iter().any(|period| rest.starts_with(period)).then_some((term.last, start))
    });
    let own = ["规划期末", "规划期内", "规划期间"].into_iter().flat_map(|word| text.match_indices(word));
    let own = own.map(move |(start, _)| (term.last, start));
    by_name.chain(own).filter_map(|(year, start)| Some(Deadline { due: Due::end_of_year(year)?, start }))
}

/// Returns the ranges of titles in 《》, each with a bracket after it.
fn cited(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut cited = Vec::new();
    let mut from = 0;
    let last_bracket = text.rfind(['）', ')']).unwrap_or(0);
    while let Some(start) = text[from..].find('《').map(|at| from + at) {
        let Some(length) = text[start..].find('》') else { break };
        let mut end = start + length + '》'.len_utf8();
        if end < last_bracket && text[end..].starts_with(['（', '(']) {
            end += text[end..].find(['）', ')']).unwrap_or(0);
        }
        cited.push(start..end);
        from = end;
    }
    cited
}

/// Returns a text without cited titles in 《》 and the brackets after them.
pub fn without_citations(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut from = 0;
    for title in cited(text) {
        bare.push_str(&text[from..title.start]);
        from = title.end;
    }
    bare.push_str(&text[from..]);
    bare
}

/// Returns the end of a clause, including its mark. A comma between digits is a thousands separator.
fn end_of_clause(text: &str) -> usize {
    let digit_follows = |at: usize| text[at..].chars().next().is_some_and(|c| c.is_ascii_digit());
    text.char_indices()
        .map(|(at, c)| (at + c.len_utf8(), c))
        .find(|&(end, c)| matches!(c, '，' | '；' | ';') || (c == ',' && !digit_follows(end)))
        .map_or(text.len(), |(end, _)| end)
}

/// Returns true if a clause has a number with a unit other than one of dates.
fn has_figure(clause: &str) -> bool {
    const UNITS: [&str; 58] = [
        "%", "％", "‰", "个", "人", "名", "户", "张", "所", "家", "座", "处", "件", "例", "项", "辆", "台", "套", "次",
        "场", "间", "支", "床", "岁", "元", "万", "亿", "倍", "分钟", "小时", "天", "公里", "千米", "米", "平方", "亩",
        "公顷", "吨", "立方", "千瓦", "/", "条", "门", "类", "种", "县", "乡", "村", "批", "期", "对", "组", "部",
        "份", "片", "点", "级", "周岁",
    ];
    let mut from = 0;
    while let Some(start) = clause[from..].find(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        let start = from + start;
        let number = clause[start..]
            .find(|c: char| !(c.is_ascii_digit() || ('０'..='９').contains(&c) || matches!(c, '.' | '．' | ',')))
            .unwrap_or(clause.len() - start);
        from = start + number;
        let unit = clause[from..].trim_start().trim_start_matches(['余', '多']);
        let is_first_of_range = ["-", "—", "–", "~", "～"].iter().any(|dash| unit.starts_with(dash));
        if !is_first_of_range && UNITS.iter().any(|name| unit.starts_with(name)) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TERM: Term = Term { first: Year(2021), last: Year(2025) };

    fn read(text: &str, year: Option<Year>) -> Option<String> {
        due(text, TERM, year).map(|due| due.to_string())
    }

    #[test]
    fn deadlines_are_read() {
        for (text, due) in [
            ("到2022年底，机关全部无烟", "2022"),
            ("2025年前至少安排1名", "2025"),
            ("截至2023年全部建成", "2023"),
            ("“十四五”末达到两所", "2025"),
            ("“十四五”期间培训百人", "2025"),
            ("十四五时期末全覆盖", "2025"),
            ("第十四个五年规划期末建成", "2025"),
            ("规划期末全部达标", "2025"),
            ("到2030年，人人会急救", "2030"),
            ("2024年6月底前完成", "2024-06"),
            ("2024年12月31日前完成", "2024-12-31"),
            ("2021—2023年每年办三场", "2023"),
            ("2021年至2023年每年办三场", "2023"),
            ("到２０２２年底", "2022"),
            ("到 2022 年底", "2022"),
            ("2025年全面实现联网", "2025"),
            ("到2022年建两所，到2025年建五所", "2025"),
            ("自2021年起，到2023年完成", "2023"),
            ("力争2024年建成", "2024"),
            ("到2024年６月，建成两所", "2024-06"),
            ("2024年上半年完成", "2024H1"),
            ("2024年第三季度末前建成", "2024Q3"),
            ("2023年6月底前开工，2024年底前建成", "2024"),
            ("2024年6月底前开工，2024年底前建成", "2024"),
            ("完成时限：2023.06", "2023-06"),
            ("完成时限：2023年上半年；备注：无", "2023H1"),
            ("2023年内出台条例", "2023"),
            ("2022年上半年完成整治", "2022H1"),
            ("2023年第三季度前完成", "2023Q3"),
            ("集中整治（2022年4月至10月）", "2022-10"),
            ("2022年3月1日至6月30日，逐户排查", "2022-06-30"),
            ("时间进度：2023年6月", "2023-06"),
        ] {
            assert_eq!(read(text, None).as_deref(), Some(due), "{text}");
        }
    }

    #[test]
    fn other_years_are_no_deadlines() {
        for text in [
            "落实《防治方案（2016—2025年）》",
            "落实《防治规划》（2021—2025年）",
            "落实手语规范化行动计划（2021—2025年）",
            "2022年以来成效明显",
            "自2021年起实行",
            "“十三五”末已达标",
            "到2020年已经脱贫",
            "以2022年冬残奥会为契机",
            "编制2035年远景目标纲要",
            "截至2021年底，全县已有三家",
            "“十四五”规划",
            "健康中国2030",
            "2022年第一季度增长百分之五",
            "2022年3月召开会议",
            "2025年",
            "2022年6月，两所学校已经建成",
            "",
        ] {
            assert_eq!(read(text, None), None, "{text}");
        }
    }

    #[test]
    fn a_part_of_a_year_without_its_year_belongs_to_the_year_that_is_known() {
        for (text, due) in [
            ("6月底前完成", "2023-06"),
            ("12月31日前报送", "2023-12-31"),
            ("今年底前建成", "2023"),
            ("年底前完成", "2023"),
            ("完成时限：6月底前", "2023-06"),
            ("6月中旬前备齐", "2023-06"),
            ("明年底前建成", "2024"),
        ] {
            assert_eq!(read(text, Some(Year(2023))).as_deref(), Some(due), "{text}");
            assert_eq!(read(text, None), None, "{text}");
        }
        assert_eq!(read("2024年6月底前完成，12月底前验收", Some(Year(2022))).as_deref(), Some("2024-12"));
        for text in ["每月底前报送", "前6月的进展", "6月开始"] {
            assert_eq!(read(text, Some(Year(2023))), None, "{text}");
        }
        for (text, due) in [
            ("完成时限：2023-06", "2023-06"),
            ("完成时限：2022—2024", "2024"),
            ("完成时间：2025.12；备注：2026", "2025-12"),
        ] {
            assert_eq!(read(text, None).as_deref(), Some(due), "{text}");
        }
    }

    #[test]
    fn figures_are_bound_to_the_deadline_before_them() {
        let read = |text| {
            quantities(text, TERM).into_iter().map(|q| format!("{} {}", q.year, q.text)).collect::<Vec<_>>().join("|")
        };
        for (text, expected) in [
            ("到2022年建2所，到2025年，床位达1,140张；路通到村。", "2022 到2022年建2所|2025 床位达1,140张"),
            ("知晓率达到90%以上。另建3所。", ""),
            ("知晓率达到90%以上，2025年前建3所。", "2025 2025年前建3所"),
            ("“十四五”末，接种率保持在９５％。", "2025 接种率保持在９５％"),
            ("到2025年，发病率降至40/10万以下，管理更有序。", "2025 发病率降至40/10万以下"),
            ("到2025年建成。", ""),
            ("2019年有5所。", ""),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in r"[到至截2０15-9年月底末前起“十四五”个规划期间《》（）—，。；%个人 \n]{0,60}") {
            let due = due(&text, TERM, None);
            prop_assert!(due.is_none_or(|due| due.year() >= TERM.first));
            for quantity in quantities(&text, TERM) {
                prop_assert!(text.contains(&quantity.text) && quantity.year >= TERM.first);
            }
        }
    }
}
