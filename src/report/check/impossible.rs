//! `impossible-number`, `odd-precision`, `reversed-bound`: values that can't be right as printed.

use super::number::Number;
use super::passage::Passage;
use super::{Place, Reading};
use crate::plan::Tier;

/// Finds numbers of people that exceed any region of the tier, and shares above 100%.
pub(super) fn run(reading: &mut Reading) {
    let most = most_people(reading.plan.region.tier());
    let mut found = Vec::new();
    for passage in &reading.passages {
        for number in &passage.numbers {
            let clause = passage.clause(&number.place);
            let (lead, rest) = (&passage.text[clause.start..number.place.start], &passage.text[number.place.end..]);
            let wording = match () {
                () if people(number, rest).is_some_and(|people| people > most) => (
                    format!("{}万人超过“{}”可能有的人口", number.value, reading.plan.region),
                    format!("{}万人 is more people than {} can have", number.value, reading.plan.region),
                ),
                () if number.value > 100.0 && rest.trim_start().starts_with('%') && is_share(lead) => (
                    format!("比率不可能超过100%：{}%", number.value),
                    format!("a share can't be more than 100%: {}%", number.value),
                ),
                () => continue,
            };
            found.push((Place::of(passage), wording, passage.quote(clause)));
        }
    }
    for (place, (zh, en), quote) in found {
        reading.report(place, zh, en, quote);
    }
    let plan = reading.plan;
    for indicator in plan.indicators.iter().filter(|i| i.unit.as_deref() == Some("%") && is_share(&i.name)) {
        let values = indicator.baselines.iter().map(|b| b.value).chain(indicator.targets.iter().map(|t| t.value));
        if let Some(value) = values.flatten().find(|value| *value > 100.0) {
            reading.report(
                Place::item(&indicator.id, indicator.lines.first),
                format!("“{}”不可能超过100%：{value}%", indicator.name),
                format!("“{}” can't be more than 100%: {value}%", indicator.name),
                super::loose::row(indicator),
            );
        }
    }
}

/// Returns the number of people for a value in 万人 or 亿人. Visits (人次) do not count.
fn people(number: &Number, rest: &str) -> Option<f64> {
    let rest = rest.trim_start_matches(['余', '多']);
    let factor = [("万人", 1e4), ("亿人", 1e8)].iter().find(|(unit, _)| rest.starts_with(unit))?;
    let is_visits = rest[factor.0.len()..].starts_with('次');
    (!is_visits).then_some(number.value * factor.1)
}

/// Returns a generous maximum of the population by tier. The largest county has under 3 million, the largest district
/// 5.7, the largest prefecture or municipality 32, the largest province 130; the country has 1,400.
fn most_people(tier: Option<Tier>) -> f64 {
    match tier {
        Some(Tier::Township | Tier::County) => 6e6,
        Some(Tier::Prefecture) => 5e7,
        Some(Tier::Province) => 2e8,
        Some(Tier::Nation) | None => 2e9,
    }
}

/// Returns true if the words before a value name a share of a whole. Rates of growth, use and completion may exceed
/// 100%.
fn is_share(lead: &str) -> bool {
    const SHARES: [&str; 14] = [
        "覆盖率",
        "参保率",
        "合格率",
        "达标率",
        "接种率",
        "入学率",
        "管理率",
        "普及率",
        "知晓率",
        "治愈率",
        "签约率",
        "筛查率",
        "死亡率",
        "处置率",
    ];
    let name = lead.trim_end_matches(|c: char| "达到为至≥>=约 超过提高升".contains(c));
    SHARES.iter().any(|share| name.ends_with(share)) && !name.ends_with("毛入学率")
}

/// Finds percentages with three or more decimals.
pub(super) fn precision(reading: &mut Reading) {
    let is_odd = |p: &Passage, n: &Number| n.decimals >= 3 && p.text[n.place.end..].trim_start().starts_with('%');
    let odd = |number: &&Number, passage: &Passage| is_odd(passage, number);
    let mut found = Vec::new();
    for passage in &reading.passages {
        for number in passage.numbers.iter().filter(|number| odd(number, passage)) {
            found.push((Place::of(passage), number.decimals, passage.quote(passage.clause(&number.place))));
        }
    }
    for (place, decimals, quote) in found {
        reading.report(
            place,
            format!("百分数写到小数点后{decimals}位，请核对"),
            format!("a percentage with {decimals} decimals; look it up"),
            quote,
        );
    }
}

/// Finds 降至≥ and 提高到≤: a value that falls has an upper bound.
pub(super) fn reversed(reading: &mut Reading) {
    const FALLING: [&str; 6] = ["降至", "降到", "下降至", "下降到", "降低到", "减少到"];
    const RISING: [&str; 6] = ["升至", "升到", "提高到", "提高至", "增加到", "增加至"];
    let mut found = Vec::new();
    for passage in &reading.passages {
        for number in &passage.numbers {
            let clause = passage.clause(&number.place);
            let lead = passage.text[clause.start..number.place.start].trim_end();
            let led = |bounds: &[&str], verbs: &[&str]| {
                let verb = bounds.iter().find_map(|bound| lead.strip_suffix(bound));
                verb.is_some_and(|rest| verbs.iter().any(|verb| rest.trim_end().ends_with(verb)))
            };
            if led(&["≥", ">", "不低于"], &FALLING) || led(&["≤", "<", "不高于"], &RISING) {
                found.push((Place::of(passage), passage.quote(clause)));
            }
        }
    }
    for (place, quote) in found {
        reading.report(
            place,
            "升降方向与上下限方向相反".into(),
            "the direction of the change and that of the bound are opposite".into(),
            quote,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{found, indicator, plan};

    #[test]
    fn impossible_numbers_are_found() {
        for (text, is_found) in [
            ("签约常住人口343947万人，签约率92%。", true),
            ("签约常住人口34.39万人，签约率92%。", false),
            ("接诊890万人次，听众1000万人次。", false),
            ("疫苗接种率达到103%。", true),
            ("疫苗接种率达到100%。", false),
            ("任务完成率达到120%，收入增长率为110%。", false),
            ("按县域人口的300%估算。", false),
        ] {
            assert_eq!(found("impossible-number", plan(text)).len(), usize::from(is_found), "{text}");
        }
        assert_eq!(found("impossible-number", indicator(plan(""), "疫苗接种率", "%", "98", "101")).len(), 1);
        assert_eq!(found("impossible-number", indicator(plan(""), "收入增长率", "%", "98", "101")), []);
    }

    #[test]
    fn percentages_with_too_many_decimals_are_found() {
        assert_eq!(found("odd-precision", plan("费用下降12.371%。")), [(Some(2), "费用下降12.371%".to_string())]);
        assert_eq!(found("odd-precision", plan("费用下降12.37%，托位0.072个。")), []);
    }

    #[test]
    fn a_decrease_has_no_lower_bound() {
        assert_eq!(found("reversed-bound", plan("处置指数降至≥1.0，漏报率降至≤1%。")).len(), 1);
        assert_eq!(found("reversed-bound", plan("覆盖率提高到≤90%。")).len(), 1);
        assert_eq!(found("reversed-bound", plan("接种率达到≥95%，费用降至≤3元。")), []);
    }
}
