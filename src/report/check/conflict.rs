//! `text-against-text`: passages of one plan that contradict each other.

use std::collections::BTreeMap;

use super::number::Number;
use super::passage::{Passage, Role};
use super::statement::statements;
use super::{Place, Reading};
use crate::plan::Year;

/// A value with the passage that states it.
struct Said<'a> {
    place: Place<'a>,
    value: f64,
    quote: String,
}

impl<'a> Said<'a> {
    fn by(passage: &Passage<'a>, number: &Number) -> Self {
        let quote = passage.quote(passage.clause(&number.place));
        Said { place: Place::of(passage), value: number.value, quote }
    }
}

/// Finds different totals for one thing, a total that another passage calls a part, a list that requires fewer items
/// than exist, and a measure with two values for one year.
pub(super) fn run(reading: &mut Reading) {
    let totals = totals(&reading.passages);
    different_totals(reading, &totals);
    parts_of_all(reading, &totals);
    fewer_than_there_are(reading);
    different_values(reading);
}

/// Returns the totals for the whole region (全县12所乡镇卫生院和229所村卫生室) by the name of the thing.
fn totals<'a>(passages: &[Passage<'a>]) -> BTreeMap<String, Vec<Said<'a>>> {
    let mut totals: BTreeMap<String, Vec<Said>> = BTreeMap::new();
    for passage in passages {
        let mut end_of_last = None;
        for number in &passage.numbers {
            let before = &passage.text[..number.place.start];
            let goes_on = end_of_last.is_some_and(|end: usize| {
                let gap = &passage.text[end..number.place.start];
                gap.chars().count() <= 10 && gap.ends_with(['和', '、', '及'])
            });
            let noun = (is_whole_region(before) || goes_on || are_all(passage, number))
                .then(|| counted(passage, number))
                .flatten();
            end_of_last = noun.is_some().then_some(number.place.end);
            if let Some(noun) = noun {
                totals.entry(noun).or_default().push(Said::by(passage, number));
            }
        }
    }
    totals
}

fn is_whole_region(before: &str) -> bool {
    let before = ["现有", "共有", "共", "有"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    ["全县", "全市", "全州", "全区", "全地区", "全省", "全盟", "全旗"].iter().any(|whole| before.ends_with(whole))
}

/// Returns true if the clause makes a statement about all of the things counted: 12所乡镇卫生院标准化建设率均为100%.
fn are_all(passage: &Passage, number: &Number) -> bool {
    let clause = &passage.text[number.place.end..passage.clause(&number.place).end];
    ["100%", "全部达标", "均已达标"].iter().any(|all| clause.contains(all))
}

/// Returns the thing that a number counts with 所, 个 or 家: a name of at least four characters.
fn counted(passage: &Passage, number: &Number) -> Option<String> {
    const ENDS: [&str; 18] = [
        "标准", "均", "已", "全", "达", "实现", "设", "建", "具备", "和", "与", "及", "的", "就", "进行", "开展", "能",
        "远程",
    ];
    let after = passage.text[number.place.end..].strip_prefix(['所', '个', '家'])?;
    let run: String = after.chars().take_while(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
    let end = ENDS.iter().filter_map(|end| run.find(end)).min().unwrap_or(run.len());
    let noun = run[..end].replace('级', "");
    (4..=12).contains(&noun.chars().count()).then_some(noun)
}

fn different_totals(reading: &mut Reading, totals: &BTreeMap<String, Vec<Said>>) {
    for (noun, said) in totals {
        if let (Some(first), Some(odd)) = (said.first(), said.iter().find(|s| s.value != said[0].value)) {
            let (one, other) = (first.value, odd.value);
            reading.report(
                odd.place,
                format!("“{noun}”总数前后不一：{one}与{other}"),
                format!("the number of all “{noun}” is {one} in one place and {other} in another"),
                quotes(said),
            );
        }
    }
}

fn quotes(said: &[Said]) -> String {
    let mut quotes: Vec<String> = Vec::new();
    for one in said {
        let quote = format!("{}：{}", one.place.line.unwrap_or_default(), one.quote);
        if !quotes.contains(&quote) {
            quotes.push(quote);
        }
    }
    quotes.join("；")
}

/// Finds a total that is called a part: 2566所村（90%的村卫生室）, where there are 2566 in all.
fn parts_of_all(reading: &mut Reading, totals: &BTreeMap<String, Vec<Said>>) {
    let mut found = Vec::new();
    for passage in &reading.passages {
        for pair in passage.numbers.windows(2) {
            let [part, percent] = pair else { continue };
            let gap = &passage.text[part.place.end..percent.place.start];
            let rest = passage.text[percent.place.end..].trim_start();
            let before = &passage.text[passage.clause(&part.place).start..part.place.start];
            let noun = match rest.strip_prefix("%的").and_then(|rest| rest.split(')').next()) {
                Some(noun) => noun,
                None => totals.keys().find(|noun| before.ends_with(*noun)).map_or("", String::as_str),
            };
            let is_part =
                gap.trim_end_matches('占').ends_with('(') && gap.chars().count() <= 6 && percent.value < 100.0;
            let all = totals.get(noun).and_then(|said| said.iter().find(|s| s.value == part.value));
            if let Some(all) = all.filter(|_| is_part) {
                let quote = passage.quote(passage.clause(&part.place));
                found.push((Place::of(passage), part.value, percent.value, noun.to_string(), all.quote.clone(), quote));
            }
        }
    }
    for (place, value, percent, noun, all, quote) in found {
        reading.report(
            place,
            format!("{value}在此处是{percent}%的“{noun}”，别处是全部"),
            format!("{value} is {percent}% of “{noun}” here and all of them elsewhere"),
            format!("{quote}；{all}"),
        );
    }
}

/// Finds a box that requires fewer than a task of the same section: 37个大病病种, but 大病专项救治病种≥30种.
fn fewer_than_there_are(reading: &mut Reading) {
    let mut found = Vec::new();
    let actions: Vec<&Passage> = reading.passages.iter().filter(|p| p.role == Role::Action).collect();
    for asking in &actions {
        for statement in statements(asking).iter().filter(|s| s.relation == crate::plan::Relation::AtLeast) {
            let beside = actions.iter().filter(|p| p.node == asking.node && p.id != asking.id);
            let there_are = beside.flat_map(|p| p.numbers.iter().map(move |n| (*p, n))).find(|(passage, number)| {
                let noun = counted(passage, number);
                number.value > statement.number.value && noun.is_some_and(|noun| is_short_for(&noun, statement.name))
            });
            if let Some((passage, number)) = there_are {
                let quote = asking.quote(asking.clause(&statement.number.place));
                found.push((Place::of(asking), number.value, quote, Said::by(passage, number)));
            }
        }
    }
    for (place, value, quote, said) in found {
        reading.report(
            place,
            format!("此处要求的数量低于同节正文已有的{value}"),
            format!("this asks for fewer than the {value} that the same section speaks of"),
            format!("{quote}；{}", quotes(&[said])),
        );
    }
}

/// Returns true if a name abbreviates a longer one: words left out of its middle, or of its beginning.
fn is_short_for(short: &str, long: &str) -> bool {
    let (short, long): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    let mut rest = long.iter();
    let ends_alike = (4..=short.len()).any(|length| long.ends_with(&short[..length]));
    ends_alike
        || short.len() >= 4
            && short.len() < long.len()
            && long.starts_with(&short[..2])
            && long.ends_with(&short[short.len() - 2..])
            && short.iter().all(|c| rest.any(|other| other == c))
}

/// Finds a measure (率, 比例, 寿命) with two plain values for one year.
fn different_values(reading: &mut Reading) {
    let mut measures: BTreeMap<(String, Year), Vec<Said>> = BTreeMap::new();
    for passage in &reading.passages {
        for statement in statements(passage) {
            let is_plain = !statement.is_change && statement.relation == crate::plan::Relation::Equal;
            let key = statement.measure();
            let is_measure = ["率", "比例", "寿命"].iter().any(|end| key.ends_with(end)) && key.chars().count() >= 8;
            if is_plain && is_measure {
                measures.entry((key, statement.year)).or_default().push(Said::by(passage, statement.number));
            }
        }
    }
    for ((name, year), said) in &measures {
        if let Some(odd) = said.iter().find(|s| s.value != said[0].value) {
            let (one, other) = (said[0].value, odd.value);
            reading.report(
                odd.place,
                format!("“{name}”{year}年的数字前后不一：{one}与{other}"),
                format!("“{name}” is {one} in one place and {other} in another, both for {year}"),
                quotes(said),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{found, plan, project, task};

    #[test]
    fn different_totals_are_found() {
        for (text, is_found) in [
            ("全县12所乡镇卫生院和20所村卫生室达标。\n全县11个乡镇卫生院与20所村级卫生室好用。", true),
            ("全县12所乡镇卫生院和20所村卫生室达标。\n全县20个村卫生室均已达标。", false),
            ("12所乡镇卫生院与9所村卫生室全部达标。\n11个乡镇卫生院标准化率达100%。", true),
            ("全县12所乡镇卫生院达标。\n与11个乡镇卫生院建立联系。", false),
            ("全县12所乡镇卫生院达标。\n全县12家乡镇卫生院远程会诊全覆盖。", false),
        ] {
            assert_eq!(found("text-against-text", plan(text)).len(), usize::from(is_found), "{text}");
        }
    }

    #[test]
    fn the_total_of_a_part_is_no_conflict() {
        let text = "全地区2566所村卫生室达标。\n到年底，2566所村（90%的村卫生室）卫生室能用。";
        assert_eq!(found("text-against-text", plan(text)).len(), 1);
        assert_eq!(found("text-against-text", plan(&text.replace("到年底，2566", "到年底，2309"))), []);
        let text = "2566所村卫生室100%达标。\n村卫生室2566所（占90%）能用。";
        assert_eq!(found("text-against-text", plan(text)).len(), 1);
    }

    #[test]
    fn a_box_does_not_ask_for_fewer_than_there_are() {
        let with = |text| project(task(plan(""), "1.", "救治。持续完善37个大病病种的救治工作。"), "1.", text);
        assert_eq!(found("text-against-text", with("大病专项救治病种≥30种。")).len(), 1);
        assert_eq!(found("text-against-text", with("纳入专项救治的大病病种≥30种。")).len(), 1);
        assert_eq!(found("text-against-text", with("大病专项救治病种≥37种。")), []);
        assert_eq!(found("text-against-text", with("地方病救治病种≥30种。")), []);
    }

    #[test]
    fn one_measure_has_one_value_in_a_year() {
        let text = "到2025年，县域检验中心使用覆盖率达到90%。\n到2025年，县域检验中心使用覆盖率达到95%。";
        assert_eq!(found("text-against-text", plan(text)).len(), 1);
        assert_eq!(found("text-against-text", plan(&text.replacen("2025", "2023", 1))), []);
        assert_eq!(found("text-against-text", plan(&text.replace("95%", "90%以上"))), []);
    }
}
