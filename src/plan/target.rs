//! The grammar of target cells (目标值): what the cells of an indicator table ask for.
//!
//! A cell is a plain figure (`16`), a figure with a relation in signs or words (`≥75`, `＞92％`, `27左右`,
//! `控制在5以内`, `达到或好于90`), a change against the baseline (比…降低10%, 上升幅度达到5个百分点, 力争每年降低0.5个
//! 百分点以上), or words that only a person can judge (与…同步).

use super::{Relation, Target, Term, Year};
use crate::text::fold;

/// The figure in a cell: `28左右` is 28, `1,140` is 1140, `100％` is 100, `1.2万` is 12000. `None` when the cell
/// holds none, or more than one (孕：90.23；3岁：92.54).
pub fn read_value(text: &str) -> Option<f64> {
    match Cell::of(text).figures[..] {
        [figure] => Some(figure.value),
        _ => None,
    }
}

/// The figure that a person enters as a reading: digits with thousands commas or without, a decimal point, a minus
/// sign and a per cent sign, also in full width. `None` for anything else, since a reading is not to be guessed.
pub fn read_reading(text: &str) -> Option<f64> {
    let chars: Vec<char> = text.trim().chars().map(fold::half_width).collect();
    let start = usize::from(matches!(chars.first(), Some('-' | '−')));
    let end = end_of_number(&chars, start);
    let leading = chars[start..end].iter().position(|&c| c == ',');
    let rest: String = chars[end..].iter().collect();
    let begins = chars.get(start).is_some_and(char::is_ascii_digit);
    if !begins || leading.is_some_and(|digits| digits > 3) || !matches!(rest.trim(), "" | "%") {
        return None;
    }
    figure(&chars, start, end).map(|figure| figure.value).filter(|value| value.is_finite())
}

/// Returns the target that a cell sets for the end of `year`. A change against the baseline is worked out from it, a
/// yearly one over the years since the eve of the term; without a baseline only a person can judge it. A range asks for
/// its nearer end: the lower one when the baseline lies below it.
pub fn read_target(text: &str, year: Year, baseline: Option<f64>, term: Term) -> Target {
    let cell = Cell::of(text);
    let asked = if cell.holds_any(&["同步", "持平"]) {
        None
    } else if let Some(change) = Change::read(&cell) {
        baseline.map(|baseline| change.applied_to(baseline, year - (term.first - 1)))
    } else {
        cell.level(baseline)
    };
    let asked = asked.map(|(relation, value)| (relation, without_noise(value))).filter(|(_, value)| value.is_finite());
    let (relation, value) = asked.map_or((Relation::Qualitative, None), |(relation, value)| (relation, Some(value)));
    Target { year, text: text.to_string(), relation, value }
}

/// Arithmetic on decimal figures leaves noise in the last binary digits; no table prints six decimals.
fn without_noise(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// A number in a cell with its place, in characters.
#[derive(Debug, Clone, Copy)]
struct Figure {
    value: f64,
    start: usize,
    end: usize,
}

/// A cell in half width and its figures. Years and denominators (/10万) are no figures.
struct Cell {
    chars: Vec<char>,
    figures: Vec<Figure>,
}

impl Cell {
    fn of(text: &str) -> Cell {
        let chars: Vec<char> = text.trim().chars().map(fold::half_width).collect();
        let mut figures = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            if !chars[at].is_ascii_digit() {
                at += 1;
                continue;
            }
            let end = end_of_number(&chars, at);
            if !is_year(&chars, at, end) && !is_denominator(&chars, at) {
                figures.extend(figure(&chars, at, end));
            }
            at = end;
        }
        Cell { chars, figures }
    }

    fn text(&self, from: usize, to: usize) -> String {
        self.chars.get(from..to).unwrap_or_default().iter().collect()
    }

    fn before(&self, figure: Figure) -> String {
        self.text(0, figure.start).trim_end().to_string()
    }

    fn after(&self, figure: Figure) -> String {
        self.text(figure.end, self.chars.len()).trim_start().to_string()
    }

    fn holds_any(&self, words: &[&str]) -> bool {
        let text = self.text(0, self.chars.len());
        words.iter().any(|word| text.contains(word))
    }

    /// The level that a cell asks for, where it is not a change.
    fn level(&self, baseline: Option<f64>) -> Option<(Relation, f64)> {
        match self.figures[..] {
            [figure] => Some((self.relation(figure), figure.value)),
            [low, high] => {
                let between = self.text(low.end, high.start);
                let between = between.trim_matches(|c: char| c == '%' || c == '‰' || c.is_whitespace());
                let is_range = ["-", "--", "—", "——", "–", "~", "至", "到"].contains(&between);
                if is_range && low.value < high.value {
                    Some(self.range(low, high, baseline))
                } else {
                    // 由85%提高到90%
                    let risen = between.ends_with('到') || between.ends_with('至');
                    (risen && !is_range).then(|| (self.relation(high), high.value))
                }
            }
            _ => None,
        }
    }

    fn range(&self, low: Figure, high: Figure, baseline: Option<f64>) -> (Relation, f64) {
        match self.relation(Figure { start: low.start, ..high }) {
            Relation::AtMost | Relation::Below => (Relation::AtMost, high.value),
            _ => match baseline {
                Some(baseline) if baseline < low.value => (Relation::AtLeast, low.value),
                Some(baseline) if baseline > high.value => (Relation::AtMost, high.value),
                _ => (Relation::About, f64::midpoint(low.value, high.value)),
            },
        }
    }

    /// The relation that signs and words around a figure express. 不低于 is looked for before 低于.
    fn relation(&self, figure: Figure) -> Relation {
        let (before, after) = (self.before(figure), self.after(figure));
        let led_by = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
        let holds = |words: &[&str]| words.iter().any(|word| before.contains(word));
        let followed_by = |words: &[&str]| words.iter().any(|word| after.contains(word));
        match () {
            () if followed_by(&["左右", "上下"]) || led_by(&["约", "≈", "~", "大概", "接近"]) => {
                Relation::About
            }
            () if led_by(&["≥", "≧", "⩾", ">=", "=>"]) => Relation::AtLeast,
            () if led_by(&["≤", "≦", "⩽", "<=", "=<"]) => Relation::AtMost,
            () if led_by(&[">"]) => Relation::Above,
            () if led_by(&["<"]) => Relation::Below,
            () if holds(&["不低于", "不少于", "不小于", "至少", "好于", "优于"]) => Relation::AtLeast,
            () if holds(&["不超过", "不高于", "不大于", "不多于", "至多", "最多", "控制在"]) => {
                Relation::AtMost
            }
            () if holds(&["高于", "超过", "大于", "多于"]) => Relation::Above,
            () if holds(&["低于", "小于", "少于", "不足"]) => Relation::Below,
            () if followed_by(&["以上", "+"]) => Relation::AtLeast,
            () if followed_by(&["以内", "以下", "之内"]) => Relation::AtMost,
            () => Relation::Equal,
        }
    }
}

/// Returns the end of the number that begins at `start`: digits, one decimal point, and commas between groups of three.
fn end_of_number(chars: &[char], start: usize) -> usize {
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut end = start;
    let mut has_point = false;
    loop {
        match chars.get(end) {
            Some(c) if c.is_ascii_digit() => end += 1,
            Some('.') if !has_point && digit(end + 1) => {
                has_point = true;
                end += 1;
            }
            Some(',') if !has_point && (1..=3).all(|n| digit(end + n)) && !digit(end + 4) => end += 4,
            _ => return end,
        }
    }
}

/// Returns true if a number is a year: 2020年, or the first of 2021—2025年.
fn is_year(chars: &[char], start: usize, end: usize) -> bool {
    let four_digits = end - start == 4 && matches!(chars[start..end], ['1', '9', ..] | ['2', '0', ..]);
    let rest: String = chars[end..].iter().take(8).collect();
    let range = rest.trim_start_matches(['-', '—', '–', '~', '至', '到']);
    let is_first = range.len() < rest.len() && range.starts_with("20") && range.chars().nth(4) == Some('年');
    four_digits && (rest.starts_with('年') || is_first)
}

fn is_denominator(chars: &[char], start: usize) -> bool {
    start > 0 && chars[start - 1] == '/'
}

fn figure(chars: &[char], start: usize, end: usize) -> Option<Figure> {
    let digits: String = chars[start..end].iter().filter(|&&c| c != ',').collect();
    let size: f64 = digits.parse().ok()?;
    let sign = if start == 1 && matches!(chars[0], '-' | '−') { -1.0 } else { 1.0 };
    let (unit, end) = match chars.get(end) {
        Some('万') => (1e4, end + 1),
        Some('亿') => (1e8, end + 1),
        _ => (1.0, end),
    };
    Some(Figure { value: sign * size * unit, start, end })
}

/// The unit of a change.
#[derive(Clone, Copy, PartialEq)]
enum Measure {
    /// In per cent of the baseline (降低10%).
    Share,
    /// In the indicator's own unit (提高1岁, 5个百分点).
    Amount,
}

/// A change against the baseline.
struct Change {
    rises: bool,
    size: f64,
    measure: Measure,
    /// The change of each year (每年, 年均) instead of the whole.
    yearly: bool,
    /// 左右
    about: bool,
    /// The change itself is not to exceed its size (升幅不超过5%).
    limited: bool,
}

impl Change {
    /// Reads 降低10%, 提高1岁左右 and the like. 提高到95% is not a change but a level, and so is 增长率达到7%.
    fn read(cell: &Cell) -> Option<Change> {
        const RISING: [&str; 8] = ["提高", "提升", "增加", "增长", "上升", "增幅", "升幅", "涨幅"];
        const FALLING: [&str; 7] = ["降低", "下降", "减少", "降幅", "缩减", "压减", "下调"];
        let text = cell.text(0, cell.chars.len());
        let verbs = RISING.map(|verb| (verb, true)).into_iter().chain(FALLING.map(|verb| (verb, false)));
        let (place, verb, rises) =
            verbs.filter_map(|(verb, rises)| text.find(verb).map(|place| (place, verb, rises))).min_by_key(|v| v.0)?;
        let verb_end = text[..place].chars().count() + verb.chars().count();
        let figure = *cell.figures.iter().find(|figure| figure.start >= verb_end)?;
        let between = cell.text(verb_end, figure.start);
        let is_extent = verb.ends_with('幅') || between.starts_with("幅度");
        let is_level = between.starts_with(['率', '值', '量']) || between.contains(['到', '至', '为']);
        if is_level && !is_extent {
            return None;
        }
        let after = cell.after(figure);
        let measure = if after.starts_with('%') { Measure::Share } else { Measure::Amount };
        let limited = ["不超过", "不高于", "控制在"].iter().any(|word| between.contains(word))
            || ["以内", "以下", "之内"].iter().any(|word| after.contains(word));
        let yearly = cell.holds_any(&["每年", "年均", "逐年"]);
        let about = after.contains("左右") || between.ends_with('约');
        Some(Change { rises, size: figure.value, measure, yearly, about, limited })
    }

    fn applied_to(&self, baseline: f64, years: i32) -> (Relation, f64) {
        let times = if self.yearly { years.max(0) } else { 1 };
        let size = if self.rises { self.size } else { -self.size };
        let value = match self.measure {
            Measure::Share => baseline * (1.0 + size / 100.0).powi(times),
            Measure::Amount => baseline + size * f64::from(times),
        };
        let relation = match (self.about, self.rises != self.limited) {
            (true, _) => Relation::About,
            (false, true) => Relation::AtLeast,
            (false, false) => Relation::AtMost,
        };
        (relation, value)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TERM: Term = Term { first: Year(2021), last: Year(2025) };

    fn target(text: &str, baseline: Option<f64>) -> (Relation, Option<f64>) {
        let target = read_target(text, Year(2025), baseline, TERM);
        assert_eq!((target.year, target.text.as_str()), (Year(2025), text));
        (target.relation, target.value)
    }

    #[test]
    fn values_are_read_as_printed() {
        for (text, value) in [
            ("73.6", Some(73.6)),
            ("2.0", Some(2.0)),
            ("0.072", Some(0.072)),
            ("28左右", Some(28.0)),
            ("﹥95", Some(95.0)),
            (">85", Some(85.0)),
            ("100％", Some(100.0)),
            ("１１０", Some(110.0)),
            ("1,140", Some(1140.0)),
            ("1，140", Some(1140.0)),
            ("12,345,678.5", Some(12_345_678.5)),
            ("1.2万", Some(12_000.0)),
            ("14.5/10万", Some(14.5)),
            ("-0.5", Some(-0.5)),
            ("95（2019年）", Some(95.0)),
            (" 42 ", Some(42.0)),
            ("孕：90.23；3岁：92.54", None),
            ("孕：90.23\n3岁：92.54", None),
            ("“十三五”末未开展工作，无相关数据", None),
            ("——", None),
            ("—", None),
            ("/", None),
            ("", None),
        ] {
            assert_eq!(read_value(text), value, "{text}");
        }
    }

    #[test]
    fn readings_are_read_strictly() {
        for (text, value) in [
            ("78.5", Some(78.5)),
            ("78.5%", Some(78.5)),
            (" ７８．５％ ", Some(78.5)),
            ("1,234", Some(1234.0)),
            ("1，234，567.5", Some(1_234_567.5)),
            ("1234567", Some(1_234_567.0)),
            ("-1.5", Some(-1.5)),
            ("−2 %", Some(-2.0)),
            ("0", Some(0.0)),
            ("", None),
            ("%", None),
            ("-", None),
            ("1,23", None),
            ("1234,567", None),
            ("1,2345", None),
            (".5", None),
            ("5.", None),
            ("1e5", None),
            ("inf", None),
            ("NaN", None),
            ("78.5%%", None),
            ("≥75", None),
            ("1.2万", None),
            ("28左右", None),
            ("75 76", None),
            ("75-80", None),
        ] {
            assert_eq!(read_reading(text), value, "{text}");
        }
        assert_eq!(read_reading(&"9".repeat(400)), None);
    }

    #[test]
    fn signs_and_words_give_the_relation() {
        use Relation::*;
        for (text, relation, value) in [
            ("16", Equal, 16.0),
            ("100%", Equal, 100.0),
            ("＞74", Above, 74.0),
            ("﹥95", Above, 95.0),
            ("＞92％", Above, 92.0),
            ("高于90%", Above, 90.0),
            ("超过3.6", Above, 3.6),
            ("≥95", AtLeast, 95.0),
            (">=95", AtLeast, 95.0),
            ("95%以上", AtLeast, 95.0),
            ("不低于30%", AtLeast, 30.0),
            ("达到或好于90", AtLeast, 90.0),
            ("达到85%及以上", AtLeast, 85.0),
            ("<40", Below, 40.0),
            ("低于5", Below, 5.0),
            ("≤5.2‰", AtMost, 5.2),
            ("5以内", AtMost, 5.0),
            ("不超过20%", AtMost, 20.0),
            ("控制在10/10万以内", AtMost, 10.0),
            ("控制在12以下", AtMost, 12.0),
            ("27左右", About, 27.0),
            ("约80", About, 80.0),
            ("控制在27左右", About, 27.0),
            ("提高到95%以上", AtLeast, 95.0),
            ("下降至8", Equal, 8.0),
            ("由85%提高到90%", Equal, 90.0),
            ("增长率达到7%", Equal, 7.0),
            ("4万", Equal, 40_000.0),
        ] {
            assert_eq!(target(text, Some(50.0)), (relation, Some(value)), "{text}");
        }
    }

    #[test]
    fn changes_are_worked_out_from_the_baseline() {
        use Relation::*;
        for (text, baseline, relation, value) in [
            ("比“十三五”末降低10%", 19.19, AtMost, 17.271),
            ("“十四五”期间总上升幅度达到5个百分点", 8.8, AtLeast, 13.8),
            ("力争每年降低0.5个百分点以上", 10.23, AtMost, 7.73),
            ("提高1岁左右", 73.6, About, 74.6),
            ("较2020年下降 20%", 10.0, AtMost, 8.0),
            ("年均增长10%", 100.0, AtLeast, 161.051),
            ("每年增加2个", 10.0, AtLeast, 20.0),
            ("升幅不超过5%", 100.0, AtMost, 105.0),
            ("降幅控制在3个百分点以内", 50.0, AtLeast, 47.0),
            ("比2020年的10%降低2个百分点", 10.0, AtMost, 8.0),
        ] {
            assert_eq!(target(text, Some(baseline)), (relation, Some(value)), "{text}");
            assert_eq!(target(text, None), (Qualitative, None), "{text} without a baseline");
        }
    }

    /// The cells of the tables of the six bundled plans: baseline, target, and what is read from the target.
    #[test]
    fn the_tables_of_the_bundled_plans_are_read() {
        use Relation::*;
        for (relation, cells) in [
            (
                Equal,
                "17.62→16 10.89→9 18.36→12 11.47→10.65 6.26→7.5 1.56→3 0.43→0.57 2.0→3.2 0.33→0.63 1.19→3 0.62→0.81",
            ),
            (Equal, "0.072→0.6 95→95 99.43→90 ——→4000 100→100 95→97 ﹥80→85 ——→4451 56.72→14.5 8.47→5.2 19.77→6.6"),
            (
                Equal,
                "5.25→7.5 1.47→2 1.52→3.2 0.3→0.6 1→2 0.23→0.38 ——→1300 95→98 >85→90 ——→800 ——→1140 ——→100% →100％",
            ),
            (Equal, "76→79 5.68→5 7.57→6 20→10 10→20→30 14→30→40 1.64→2.49→3.6 29.3→28→20 100→100→100"),
            (Above, "73.6→＞74 ﹥95→﹥95 95→>95 >95→>95 →＞92％ →＞96％ →＞98％ →＞95％ →>7.5 →>90"),
            (
                AtLeast,
                "孕：90.23；3岁：92.54→≥85 42→≥75 73.22→≥65 “十三五”末未开展工作，无相关数据→≥85 孕：91.24；3岁：83.18→≥95",
            ),
            (Below, "→<40"),
            (About, "28左右→27左右"),
        ] {
            for row in cells.split(' ') {
                let (before, goal) = row.rsplit_once('→').unwrap();
                let base = read_value(before.rsplit('→').next().unwrap());
                let digits: String = goal.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
                assert_eq!(target(goal, base), (relation, digits.parse().ok()), "{row}");
            }
        }
        for (base, goal, relation, value) in [
            ("19.19", "比“十三五”末降低10%", AtMost, Some(17.271)),
            ("8.8", "“十四五”期间总上升幅度达到5个百分点", AtLeast, Some(13.8)),
            ("10.23", "力争每年降低0.5个百分点以上", AtMost, Some(7.73)),
            ("——", "与自治州地区生产总值增长基本同步", Qualitative, None),
            ("", "与GDP增长同步", Qualitative, None),
            ("86.8", "达到自治区约束性指标要求", Qualitative, None),
            ("——", "", Qualitative, None),
        ] {
            assert_eq!(target(goal, read_value(base)), (relation, value), "{base}→{goal}");
        }
    }

    #[test]
    fn a_range_asks_for_its_nearer_end() {
        use Relation::*;
        assert_eq!(target("70—80", Some(60.0)), (AtLeast, Some(70.0)));
        assert_eq!(target("5~6‰", Some(8.0)), (AtMost, Some(6.0)));
        assert_eq!(target("70%-80%", None), (About, Some(75.0)));
        assert_eq!(target("控制在10-15以内", Some(12.0)), (AtMost, Some(15.0)));
    }

    /// Every kind of cell of known target tables, each in one or more ways of writing it.
    #[test]
    fn every_kind_of_cell_is_read() {
        use Relation::*;
        for (text, baseline, relation, value) in [
            ("79岁", None, Equal, Some(79.0)),
            ("3.2人", None, Equal, Some(3.2)),
            ("≤12/10万", None, AtMost, Some(12.0)),
            ("不低于95％", None, AtLeast, Some(95.0)),
            ("达到90%以上", None, AtLeast, Some(90.0)),
            ("80岁左右", None, About, Some(80.0)),
            ("5.0~6.0", Some(4.0), AtLeast, Some(5.0)),
            ("5.0—6.0", Some(7.0), AtMost, Some(6.0)),
            ("比“十三五”末降低10%", Some(20.0), AtMost, Some(18.0)),
            ("较“十三五”末提高3个百分点", Some(20.0), AtLeast, Some(23.0)),
            ("“十四五”期间总上升幅度达到5个百分点", Some(20.0), AtLeast, Some(25.0)),
            ("每年降低0.5个百分点以上", Some(20.0), AtMost, Some(17.5)),
            ("年均下降2%", Some(100.0), AtMost, Some(90.392_08)),
            ("累计4451户", None, Equal, Some(4451.0)),
            ("累计完成1.2万户以上", None, AtLeast, Some(12_000.0)),
            ("与经济增长同步", Some(7.0), Qualitative, None),
            ("孕：90.23 / 3岁：92.54", Some(90.0), Qualitative, None),
        ] {
            let (found, read) = target(text, baseline);
            assert_eq!(found, relation, "{text}");
            assert!(read == value || read.zip(value).is_some_and(|(a, b)| (a - b).abs() < 1e-6), "{text}: {read:?}");
        }
    }

    #[test]
    fn words_are_left_to_a_person() {
        for text in [
            "与GDP增长同步",
            "与地区国内生产总值增长基本同步",
            "与2020年持平",
            "达到自治区约束性指标要求",
            "重点城市≥30一般城市≥15",
            "孕：90；3岁：92",
            "逐步提高",
            "——",
            "",
        ] {
            assert_eq!(target(text, Some(50.0)), (Relation::Qualitative, None), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_cell_can_be_read(text in r"[0-9０-９.,，%％<>≥≤~—\-提高降低到至每年个百分点左右以上内万亿/：；\s]{0,24}", base in proptest::option::of(-1e6..1e6f64)) {
            let read = read_target(&text, Year(2025), base, TERM);
            prop_assert!(read.value.is_none_or(f64::is_finite));
            prop_assert_eq!(read.value.is_none(), read.relation == Relation::Qualitative);
            prop_assert!(read_value(&text).is_none_or(f64::is_finite));
        }

        #[test]
        fn a_printed_figure_is_read_back(value in 0.0..1e7f64, sign in "[>≥<≤]?") {
            let printed = format!("{sign}{value:.2}");
            let expected: f64 = format!("{value:.2}").parse().unwrap();
            prop_assert_eq!(read_value(&printed), Some(expected));
        }
    }
}
