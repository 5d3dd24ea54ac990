//! Yearly targets (年度目标值): the figure that an indicator is to reach by the end of one year.
//!
//! A plan has targets for its last year, and annual plans carry them (年度计划); of some indicators a plan says only that
//! each year sets its own (各年度视情提出). A yearly target is entered, or proposed on the way to the plan's target: by a
//! straight line, or at a constant rate, as −17 % in five years is −3.66 % a year.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::arithmetic::Arithmetic;
use super::attainment::{expected_at, start};
use super::record::{About, InWords, told};
use super::target::read_target;
use super::{Dossier, Indicator, Target, Term, Year};
use crate::text::figure::rounded;
use crate::text::{Label, Language};

/// The target of one indicator for one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearlyTarget {
    /// The target as it is written, in the way of a table's cell: `60`, `≥93`, `降低3.8%`; never blank.
    pub text: String,
}

impl InWords for YearlyTarget {
    fn fields(target: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        vec![(about.language.pick("年度目标值", "yearly target"), told(target, |target| &target.text))]
    }
}

/// A way to the target of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// By the same amount each year.
    StraightLine,
    /// By the same share each year.
    ConstantRate,
}

impl Way {
    /// Every way.
    pub const ALL: [Way; 2] = [Way::StraightLine, Way::ConstantRate];

    /// The letter that picks it on a screen.
    pub fn key(self) -> char {
        match self {
            Way::StraightLine => 's',
            Way::ConstantRate => 'c',
        }
    }

    /// The name in commands and files.
    pub fn name(self) -> &'static str {
        match self {
            Way::StraightLine => "straight-line",
            Way::ConstantRate => "constant-rate",
        }
    }
}

impl Label for Way {
    fn label(&self, language: Language) -> &'static str {
        match self {
            Way::StraightLine => language.pick("逐年等量", "straight line"),
            Way::ConstantRate => language.pick("逐年等比", "constant rate"),
        }
    }
}

/// A text that names no way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadWay(pub String);

impl BadWay {
    /// The message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let BadWay(text) = self;
        match language {
            Language::Zh => format!("“{text}”不是测算办法；请写 straight-line（逐年等量）或 constant-rate（逐年等比）"),
            Language::En => format!("“{text}” is no way; write straight-line (逐年等量) or constant-rate (逐年等比)"),
        }
    }
}

impl FromStr for Way {
    type Err = BadWay;

    fn from_str(text: &str) -> Result<Self, BadWay> {
        let text = text.trim();
        let is_named = |way: &Way| way.name() == text || way.label(Language::Zh) == text;
        Way::ALL.into_iter().find(is_named).ok_or_else(|| BadWay(text.to_string()))
    }
}

impl Dossier {
    /// Returns the target that was set for an indicator in a year. A change (降低3.8%) is one against the year before.
    pub fn yearly_target(&self, indicator: &Indicator, year: Year) -> Option<Target> {
        if self.yearly_targets.is_empty() {
            return None;
        }
        let target = self.yearly_targets.get(&(indicator.id.clone(), year))?;
        Some(read_target(&target.text, year, self.before(indicator, year), Term { first: year, last: year }))
    }

    /// Returns the figure of an indicator before a year: the reading of the year before it, else the target that was set
    /// for that, else the baseline.
    pub fn before(&self, indicator: &Indicator, year: Year) -> Option<f64> {
        let before = year - 1;
        let reading = self.readings.get(&(indicator.id.clone(), before)).map(|reading| reading.value);
        reading.or_else(|| self.yearly_target(indicator, before)?.value).or_else(|| {
            start(indicator, self.direction(indicator)).filter(|(at, _)| *at < year).map(|(_, value)| value)
        })
    }

    /// Returns the figure that is proposed for an indicator in a year of the term, rounded to two decimals; for a change
    /// over the whole term (降低17%) the change of each year. `None` where the plan has no figure at either end, and for
    /// a constant rate between figures of different signs.
    pub fn proposed_target(&self, indicator: &Indicator, year: Year, way: Way) -> Option<f64> {
        let term = self.plan.term;
        let proposed = match change_over(indicator, term) {
            Some((change, years)) => yearly_change(indicator, change, years, way),
            None => {
                let direction = self.direction(indicator);
                let straight = expected_at(indicator, direction, year)?;
                match (way, start(indicator, direction)) {
                    (Way::ConstantRate, Some(from)) if Arithmetic::of(indicator) != Arithmetic::YearlyAverage => {
                        at_constant_rate(indicator, from, year, straight)?
                    }
                    (Way::ConstantRate | Way::StraightLine, _) => straight,
                }
            }
        };
        proposed.is_finite().then(|| rounded(proposed, 2))
    }
}

impl Dossier {
    /// Returns what is proposed for the years of the term for which an indicator has no target yet.
    pub fn proposed_targets(&self, indicator: &Indicator, way: Way) -> Vec<(Year, f64)> {
        let is_free = |year: &Year| !self.yearly_targets.contains_key(&(indicator.id.clone(), *year));
        let years = self.plan.term.years().filter(is_free);
        years.filter_map(|year| Some((year, self.proposed_target(indicator, year, way)?))).collect()
    }
}

/// Returns the change in per cent that a plan sets for its whole term, with the number of its years: the indicator is
/// named as a change, and has no figure to start from.
fn change_over(indicator: &Indicator, term: Term) -> Option<(f64, i32)> {
    const CHANGES: [&str; 7] = ["降低", "下降", "减少", "削减", "增长", "提高", "累计"];
    let in_percent = indicator.unit.as_deref().is_some_and(|unit| unit.contains(['%', '％']));
    let is_change = in_percent
        && CHANGES.iter().any(|word| indicator.name.contains(word))
        && Arithmetic::of(indicator) != Arithmetic::YearlyAverage
        && indicator.baselines.iter().all(|baseline| baseline.value.is_none());
    let target = indicator.targets.iter().filter(|target| target.value.is_some()).max_by_key(|target| target.year)?;
    let years = target.year - (term.first - 1);
    (is_change && years > 0).then_some((target.value?, years))
}

/// Returns the change of each year that makes a change of the whole term, in per cent with its sign.
fn yearly_change(indicator: &Indicator, change: f64, years: i32, way: Way) -> f64 {
    let years = f64::from(years);
    if way == Way::StraightLine {
        return change / years;
    }
    // A fall is often printed without its sign: 降低 17.
    let falls = change < 0.0 || ["降", "减"].iter().any(|word| indicator.name.contains(word));
    let signed = if falls { -change.abs() } else { change };
    let yearly = ((1.0 + signed / 100.0).powf(1.0 / years) - 1.0) * 100.0;
    if signed * change < 0.0 { -yearly } else { yearly }
}

/// Returns the value of a year at a constant rate from the start to the plan's target; `straight` where the target is a
/// level to be held.
fn at_constant_rate(indicator: &Indicator, (first, base): (Year, f64), year: Year, straight: f64) -> Option<f64> {
    let targets = indicator.targets.iter().filter_map(|target| Some((target.year, target.value?)));
    let (last, goal) = targets.filter(|(at, _)| *at >= year).min_by_key(|(at, _)| *at)?;
    if (straight - goal).abs() < f64::EPSILON {
        return Some(goal);
    }
    let time = f64::from(year - first) / f64::from((last - first).max(1));
    (base * goal > 0.0).then(|| base * (goal / base).powf(time.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::milestone::tests::of_two_tasks;
    use crate::plan::{Attainment, Baseline, Direction, ItemKind, LineSpan, Period, Reading, Thresholds};

    /// A plan with one indicator, from a table's cells of 2020 and 2025.
    fn plan(name: &str, unit: &str, base: &str, goal: &str) -> (Dossier, Indicator) {
        let dossier = of_two_tasks();
        let baseline = Baseline { year: Year(2020), text: base.into(), value: crate::plan::target::read_value(base) };
        let indicator = Indicator {
            id: dossier.plan.id.item(ItemKind::Indicator, 1),
            category: None,
            name: name.into(),
            unit: Some(unit.into()),
            nature: None,
            definition: None,
            stated: Default::default(),
            targets: vec![read_target(goal, Year(2025), baseline.value, dossier.plan.term)],
            baselines: vec![baseline],
            lines: LineSpan::at(1),
        };
        (dossier, indicator)
    }

    #[test]
    fn a_yearly_target_is_proposed_by_a_straight_line_and_at_a_constant_rate() {
        for (name, unit, base, goal, year, straight, constant) in [
            ("每千人口床位数", "张", "5", "10", 2021, Some(6.0), Some(5.74)),
            ("每千人口床位数", "张", "5", "10", 2025, Some(10.0), Some(10.0)),
            ("孕产妇死亡率", "/10万", "20", "10", 2023, Some(14.0), Some(13.2)),
            ("单位地区生产总值二氧化碳排放降低", "%", "—", "-17", 2023, Some(-3.4), Some(-3.66)),
            ("单位地区生产总值能耗降低", "%", "—", "13.5", 2021, Some(2.7), Some(2.86)),
            ("粮食产量累计增长", "%", "—", "27.63", 2024, Some(5.53), Some(5.0)),
            // A level to be held has no way to go.
            ("疫苗接种率", "%", "96", "≥95", 2022, Some(95.0), Some(95.0)),
            ("健康素养水平", "%", "无相关数据", "30", 2022, None, None),
            ("净迁移率", "‰", "-2", "3", 2022, Some(0.0), None),
        ] {
            let (dossier, indicator) = plan(name, unit, base, goal);
            let proposed = Way::ALL.map(|way| dossier.proposed_target(&indicator, Year(year), way));
            assert_eq!(proposed, [straight, constant], "{name} {year}");
        }
    }

    #[test]
    fn a_year_is_judged_by_its_own_target_and_others_by_the_time_that_has_passed() {
        use Attainment::*;
        for (own, before, reading, judged) in [
            // From 5 to 10 in five years: 8 is due by 2023.
            (None, None, 7.0, SlowerThanExpected),
            (Some("7"), None, 7.0, AsExpected),
            (Some("7"), Some(6.0), 7.2, FasterThanExpected),
            (Some("7"), Some(6.0), 6.95, AsExpected),
            (Some("7"), Some(6.0), 6.8, SlowerThanExpected),
            (Some("7"), Some(6.0), 6.2, Behind),
            (Some("≥7"), Some(7.5), 7.1, AsExpected),
            (Some("≥7"), Some(7.5), 6.9, Behind),
            (Some("比上年提高10%"), Some(6.0), 6.6, AsExpected),
            (Some("保持在合理区间"), Some(6.0), 7.0, SlowerThanExpected),
        ] {
            let (mut dossier, indicator) = plan("每千人口床位数", "张", "5", "10");
            let key = |year| (indicator.id.clone(), Year(year));
            if let Some(text) = own {
                dossier.yearly_targets.insert(key(2023), YearlyTarget { text: text.into() });
            }
            if let Some(value) = before {
                dossier.readings.insert(key(2022), Reading { value, amended: None });
            }
            dossier.readings.insert(key(2023), Reading { value: reading, amended: None });
            let period = Period::annual(Year(2023));
            let seen = dossier.judge(&indicator, &Thresholds::YINCHUAN, period);
            assert_eq!(seen, judged, "{own:?} {before:?} {reading}");
        }
    }

    #[test]
    fn an_indicator_without_a_target_of_the_plan_has_those_of_its_years() {
        let (mut dossier, mut indicator) = plan("地区生产总值增速", "%", "6.1", "保持在合理区间、各年度视情提出");
        indicator.baselines.clear();
        let key = (indicator.id.clone(), Year(2023));
        dossier.directions.insert(indicator.id.clone(), Direction::Higher);
        dossier.yearly_targets.insert(key.clone(), YearlyTarget { text: "5左右".into() });
        for (value, judged) in
            [(5.2, Attainment::AsExpected), (4.96, Attainment::AsExpected), (4.0, Attainment::Behind)]
        {
            dossier.readings.insert(key.clone(), Reading { value, amended: None });
            let period = Period::annual(Year(2023));
            assert_eq!(dossier.judge(&indicator, &Thresholds::YINCHUAN, period), judged, "{value}");
            assert_eq!(dossier.expected(&indicator, period), Some(5.0));
        }
    }
}
