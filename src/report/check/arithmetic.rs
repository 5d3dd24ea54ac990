//! `change-arithmetic`: a percentage of increase or decrease that does not follow from the two values beside it.

use crate::text::Language;

use super::number::Number;
use super::passage::Passage;
use super::{Place, Reading};

/// Two values and the change between them according to the text.
struct Change<'p> {
    from: &'p Number,
    to: &'p Number,
    percent: &'p Number,
    /// True if the text says that it rose.
    rises: bool,
    /// True if the two values are percentages.
    of_percentages: bool,
}

enum Fault {
    /// The values imply this change in per cent.
    Other(f64),
    /// The values change in the opposite direction.
    OtherWay,
    /// Percentage points are called per cent.
    Points,
}

/// Finds changes that do not follow from the values, even allowing for rounding, and rates said to have risen by nearly
/// 100%, where 到 (to) is missing.
pub(super) fn run(reading: &mut Reading) {
    let mut found = Vec::new();
    for passage in &reading.passages {
        for at in 0..passage.numbers.len() {
            let percent = passage.numbers[at..].first();
            if let Some(change) = backward(passage, at).or_else(|| forward(passage, at)).or_else(|| ahead(passage, at))
                && let Some(fault) = fault(&change)
            {
                let place = change.from.place.start.min(change.to.place.start).min(change.percent.place.start)
                    ..change.percent.place.end.max(change.to.place.end);
                let quote = quote(passage, &place);
                let (zh, en) = wording(&change, &fault);
                found.push((Place::of(passage), zh, en, quote));
            } else if let Some(number) = percent.filter(|n| lacks_to(passage, n)) {
                let quote = passage.quote(passage.clause(&number.place));
                let zh = format!("率“上升{}%”疑为“上升到{}%”", number.value, number.value);
                let en = format!("a rate can hardly rise by {}%; “to {}%” may be meant", number.value, number.value);
                found.push((Place::of(passage), zh, en, quote));
            }
        }
    }
    for (place, zh, en, quote) in found {
        reading.report(place, zh, en, quote);
    }
}

fn quote(passage: &Passage, place: &std::ops::Range<usize>) -> String {
    let first = passage.clause(&(place.start..place.start));
    let last = passage.clause(&(place.end..place.end));
    passage.quote(first.start..last.end)
}

const RISES: [&str; 8] = ["上升", "增长", "增加", "提高", "提升", "增幅", "增量", "升高"];
const FALLS: [&str; 5] = ["下降", "降低", "减少", "降幅", "减幅"];

/// Returns the direction of the last verb of a text, if only words like 了 or 约 follow it: true for a rise.
fn verb_at_end(text: &str) -> Option<bool> {
    let text = text.trim_end().trim_end_matches(['了', '约', '达', '为']);
    let ends = |verbs: &[&str]| verbs.iter().any(|verb| text.ends_with(verb));
    if ends(&RISES) {
        Some(true)
    } else if ends(&FALLS) {
        Some(false)
    } else {
        None
    }
}

fn is_percentage(passage: &Passage, number: &Number) -> bool {
    passage.text[number.place.end..].trim_start().starts_with('%')
}

fn same_unit(passage: &Passage, one: &Number, other: &Number) -> bool {
    let unit = |number: &Number| {
        let rest = passage.text[number.place.end..].trim_start();
        rest.chars().next().filter(|c| *c != ',' && *c != '。')
    };
    unit(one) == unit(other) && unit(one).is_some()
}

/// Matches 发病率为869/10万，较“十二五”末1345/10万下降了35%: the present value, the former one, the change.
fn backward<'p>(passage: &'p Passage, at: usize) -> Option<Change<'p>> {
    let [to, from, percent] = passage.numbers.get(at..at + 3)? else { return None };
    let gap = &passage.text[to.place.end..from.place.start];
    let compares = gap.rfind(['较', '比', '与'])?;
    let tail = &passage.text[from.place.end..percent.place.start];
    let is_close = gap[compares..].chars().count() <= 14 && !gap.contains('。') && !tail.contains([',', '。', ';']);
    let rises = verb_at_end(tail)?;
    let fits = is_close && is_percentage(passage, percent) && same_unit(passage, to, from);
    fits.then(|| Change { from, to, percent, rises, of_percentages: is_percentage(passage, to) })
}

/// Matches 由40元提高至74元，增加85%: the former value, the present one, the change.
fn forward<'p>(passage: &'p Passage, at: usize) -> Option<Change<'p>> {
    let [from, to, percent] = passage.numbers.get(at..at + 3)? else { return None };
    let (of_percentages, _) = leads_up(passage, from, to)?;
    let tail = &passage.text[to.place.end..percent.place.start];
    let rises = verb_at_end(tail)?;
    // A name before the verb belongs to another measure: 由3人增加到5人,护士增加10%.
    let last = tail.rsplit([',', '、', '(']).next().unwrap_or_default();
    let verb = ["累计", "同比", "共", "总计"].iter().fold(last, |verb, word| verb.strip_prefix(word).unwrap_or(verb));
    let is_close = verb.len() < tail.len() && verb.trim_end_matches(['了', '约', '达', '为']).chars().count() == 2;
    (is_close && is_percentage(passage, percent)).then_some(Change { from, to, percent, rises, of_percentages })
}

/// Matches 实现了50%的增量，由35%提升到85%: the change, the former value, the present one.
fn ahead<'p>(passage: &'p Passage, at: usize) -> Option<Change<'p>> {
    let [percent, from, to] = passage.numbers.get(at..at + 3)? else { return None };
    let (of_percentages, rises) = leads_up(passage, from, to)?;
    let gap = passage.text[percent.place.end..from.place.start].trim_start_matches('%');
    let named = ["的增量", "的增长", "的增幅", "的提升"].iter().any(|word| gap.starts_with(word));
    let is_close = gap.chars().count() <= 16 && !gap.contains('。');
    (named && is_close && is_percentage(passage, percent)).then_some(Change {
        from,
        to,
        percent,
        rises,
        of_percentages,
    })
}

/// Returns the change from one value to the next (由…提高到…): true if they are percentages, and true if it rises.
fn leads_up(passage: &Passage, from: &Number, to: &Number) -> Option<(bool, bool)> {
    let clause = passage.clause(&from.place);
    let lead = &passage.text[clause.start..from.place.start];
    let gap = passage.text[from.place.end..to.place.start].trim_end();
    let (verb, when) = gap.split_at(gap.rfind(['到', '至'])?);
    if gap.contains(['、', '。', ';']) || when.chars().count() > 7 {
        return None;
    }
    let rises = verb_at_end(verb).or(verb.ends_with('升').then_some(true)).or(verb.ends_with('降').then_some(false))?;
    (lead.contains(['由', '从']) && same_unit(passage, from, to)).then(|| (is_percentage(passage, from), rises))
}

fn fault(change: &Change) -> Option<Fault> {
    let (from, to, said) = (change.from, change.to, change.percent);
    if from.value <= 0.0 || from.in_range || to.in_range || said.in_range {
        return None;
    }
    if (to.value > from.value) != change.rises {
        return Some(Fault::OtherWay);
    }
    let share = |to: f64, from: f64| (to / from - 1.0).abs() * 100.0;
    let corners = [(1.0, -1.0), (-1.0, 1.0)]
        .map(|(up, down)| share(to.value + up * to.half_unit(), (from.value + down * from.half_unit()).max(1e-9)));
    let (low, high) = (corners[0].min(corners[1]), corners[0].max(corners[1]));
    let slack = said.half_unit() + 0.02;
    if (low - slack..=high + slack).contains(&said.value) {
        return None;
    }
    let points = (to.value - from.value).abs();
    let is_points = change.of_percentages && (points - said.value).abs() <= slack;
    Some(if is_points { Fault::Points } else { Fault::Other(share(to.value, from.value)) })
}

fn wording(change: &Change, fault: &Fault) -> (String, String) {
    let (from, to, said) = (change.from.value, change.to.value, change.percent.value);
    let verb = |language: Language| match (language, change.rises) {
        (Language::Zh, true) => "升",
        (Language::Zh, false) => "降",
        (Language::En, true) => "rise",
        (Language::En, false) => "fall",
    };
    let (zh, en) = (verb(Language::Zh), verb(Language::En));
    match fault {
        Fault::Other(share) => (
            format!("由{from}到{to}应为{zh}{share:.1}%，文中写{said}%"),
            format!("from {from} to {to} is a {en} of {share:.1}%, not {said}%"),
        ),
        Fault::OtherWay => (
            format!("文中写{zh}{said}%，而数字由{from}变为{to}，方向相反"),
            format!("the text says a {en} of {said}%, but the figures go from {from} to {to}"),
        ),
        Fault::Points => (
            format!("由{from}%到{to}%是{said}个百分点，不是{said}%"),
            format!("from {from}% to {to}% is {said} percentage points, not {said}%"),
        ),
    }
}

/// Returns true if a rate “rises 99.77%”: a value near 100 is a level, so 到 is missing.
fn lacks_to(passage: &Passage, number: &Number) -> bool {
    let clause = passage.clause(&number.place);
    let lead = &passage.text[clause.start..number.place.start];
    let rate = ["上升", "提高", "提升"].iter().find_map(|verb| lead.strip_suffix(verb));
    is_percentage(passage, number) && (90.0..=100.0).contains(&number.value) && rate.is_some_and(|r| r.ends_with('率'))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{all, found, plan};

    #[test]
    fn wrong_changes_are_found() {
        for text in [
            "病例降到每年800.5/10万，与前一个五年的1000/10万下降了31.04%。",
            "病例为800.5/10万，较2015年（1000/10万）下降了31.04%。",
            "补助由2015年的50元提高至80元，增加37.5%。",
            "死亡率由8.1‰下降到6.1‰，上升24.7%。",
            "建档率有了20.5%的增量，由2016年的40%提升到目前的60.5%。",
            "建档率从2016年的40%升至60.5%，增量为20.5%。",
            "覆盖率从40%提高到60%，提高20%。",
            "住院分娩率上升99.77%，其余不变。",
        ] {
            assert_eq!(found("change-arithmetic", plan(text)).len(), 1, "{text}");
        }
    }

    #[test]
    fn right_changes_give_no_finding() {
        for text in [
            "病例为800.5/10万，较2015年1000/10万下降了19.95%。",
            "身高增至150.3厘米，比五年前的148厘米上升1.55%。",
            "补助由50元提高至80元，增加60%。",
            "覆盖率从40%提高到60%，提高20个百分点。",
            "覆盖率从40%提高到60%，提高50%。",
            "床位由11张增加到12张，医师由3人增加到5人，护士增加10%。",
            "就读率99.5%，比五年前增长9.3%。",
            "住院分娩率上升到99.77%。",
            "教师2.5人，比五年前增长10.2%。保安3.5人，比五年前增长20.4%。",
            "由2015年的5亿元增加到2018年的7亿元，其中财政占30%。",
        ] {
            assert_eq!(found("change-arithmetic", plan(text)), [], "{text}");
        }
    }

    #[test]
    fn the_finding_states_the_right_change() {
        let findings = all("change-arithmetic", vec![plan("经费由40元提高至74元，增加45.9%。")]);
        assert_eq!(findings[0].finding, "from 40 to 74 is a rise of 85.0%, not 45.9%");
        assert_eq!(findings[0].evidence, "经费由40元提高至74元，增加45.9%");
    }
}
