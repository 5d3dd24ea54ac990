//! `foreign-scope`: words of the plan above, copied with its text.

use super::passage::Role;
use super::{Place, Reading};
use crate::plan::Tier;

/// Finds tasks of a county's plan that refer to the whole prefecture (全地区, 全州), and indicators of a place below the
/// province that refer to the whole province (全疆, 全省).
pub(super) fn run(reading: &mut Reading) {
    let plan = reading.plan;
    let tier = plan.region.tier();
    if tier == Some(Tier::County) {
        let mut found = Vec::new();
        // 全州县 is the name of a county.
        let words: Vec<&str> =
            ["全地区", "全州", "全盟"].into_iter().filter(|w| !plan.region.as_str().contains(*w)).collect();
        for passage in reading.passages.iter().filter(|p| p.role == Role::Action) {
            let word = words.iter().find_map(|word| Some((*word, passage.text.find(word)?)));
            if let Some((word, at)) = word {
                found.push((Place::of(passage), word, passage.quote(passage.clause(&(at..at + word.len())))));
            }
        }
        for (place, word, quote) in found {
            reading.report(
                place,
                format!("“{}”的规划用了上级范围用语“{word}”", plan.region),
                format!("a plan of {} speaks for “{word}”, the region above", plan.region),
                quote,
            );
        }
    }
    if matches!(tier, Some(Tier::Nation | Tier::Province)) || plan.region.as_str().is_empty() {
        return;
    }
    for indicator in &plan.indicators {
        let Some(word) = ["全疆", "全省", "全国"].iter().find(|word| indicator.name.starts_with(**word)) else {
            continue;
        };
        reading.report(
            Place::item(&indicator.id, indicator.lines.first),
            format!("指标“{}”的范围是“{word}”，不是“{}”", indicator.name, plan.region),
            format!("the indicator “{}” measures “{word}” and not {}", indicator.name, plan.region),
            super::loose::row(indicator),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{found, indicator, plan, task};

    #[test]
    fn a_county_does_not_speak_for_the_prefecture() {
        let with = |region: &str, text| {
            let mut plan = task(plan("全地区的情况。"), "1.", text);
            plan.region = region.into();
            plan
        };
        assert_eq!(found("foreign-scope", with("测试县", "服务。覆盖全地区医院。")).len(), 1);
        assert_eq!(found("foreign-scope", with("全州县", "服务。覆盖全州县医院。")), []);
        assert_eq!(found("foreign-scope", with("测试地区", "服务。覆盖全地区医院。")), []);
        assert_eq!(found("foreign-scope", with("测试县", "服务。覆盖全县医院，争创全国先进。")), []);
    }

    #[test]
    fn an_indicator_measures_the_place_of_its_plan() {
        let mut row = indicator(plan(""), "全省儿童近视率", "%", "10", "9");
        assert_eq!(found("foreign-scope", row.clone()).len(), 1);
        row.region = "测试省".into();
        assert_eq!(found("foreign-scope", row), []);
    }
}
