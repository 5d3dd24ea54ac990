//! The attainment of an indicator (完成情况): its readings against the progress that the time passed would ask for
//! (序时进度).
//!
//! The words are those of the mid-term evaluations of five-year plans: 提前实现, 快于预期, 基本符合预期, 进度偏慢, 滞后.
//! Progress is expected to be even from the baseline year to the target year. How far behind it an indicator may be is
//! for each place to say: [`Thresholds`] has the rules of two of them. A year that has a target of its own is judged by
//! that first.

mod leg;
mod part;

use serde::{Deserialize, Serialize};

use super::arithmetic::Arithmetic;
use super::polarity::direction_of_name;
use super::record::{About, InWords, told};
use super::{Baseline, Indicator, Relation, Target, Year, compound};
use crate::text::{Label, Language};
use leg::Leg;

pub use part::{PartOfYear, expected_of_part};

/// The direction that is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The higher the better (越高越好).
    Higher,
    /// The lower the better (越低越好).
    Lower,
}

impl Label for Direction {
    fn label(&self, language: Language) -> &'static str {
        match self {
            Direction::Higher => language.pick("越高越好", "higher is better"),
            Direction::Lower => language.pick("越低越好", "lower is better"),
        }
    }
}

/// The attainment of an indicator in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attainment {
    /// The target is reached before its year (提前实现).
    AheadOfTime,
    /// Further than the time passed asks for (快于预期).
    FasterThanExpected,
    /// About as far as the time passed asks for (基本符合预期), or a level to be held is held.
    AsExpected,
    /// Behind the time passed, though not far (进度偏慢): a yellow light.
    SlowerThanExpected,
    /// Far behind, or no longer to be reached in time (滞后): a red light.
    Behind,
    /// There is no reading, no figure to reach, or no figure to start from (无法判断).
    CannotTell,
}

impl Attainment {
    /// Every judgement from the best to the worst.
    pub const ALL: [Attainment; 6] = [
        Attainment::AheadOfTime,
        Attainment::FasterThanExpected,
        Attainment::AsExpected,
        Attainment::SlowerThanExpected,
        Attainment::Behind,
        Attainment::CannotTell,
    ];

    /// Returns true if nothing is behind its time.
    pub fn is_well(self) -> bool {
        matches!(self, Attainment::AheadOfTime | Attainment::FasterThanExpected | Attainment::AsExpected)
    }

    /// Returns true if it is behind its time, slightly or far.
    pub fn is_slow(self) -> bool {
        matches!(self, Attainment::SlowerThanExpected | Attainment::Behind)
    }

    /// The name in commands and files: `ahead-of-time`.
    pub fn name(self) -> &'static str {
        match self {
            Attainment::AheadOfTime => "ahead-of-time",
            Attainment::FasterThanExpected => "faster-than-expected",
            Attainment::AsExpected => "as-expected",
            Attainment::SlowerThanExpected => "slower-than-expected",
            Attainment::Behind => "behind",
            Attainment::CannotTell => "cannot-tell",
        }
    }
}

impl Label for Attainment {
    fn label(&self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Attainment::AheadOfTime => ("提前实现", "ahead of time"),
            Attainment::FasterThanExpected => ("快于预期", "faster than expected"),
            Attainment::AsExpected => ("基本符合预期", "as expected"),
            Attainment::SlowerThanExpected => ("进度偏慢", "slower than expected"),
            Attainment::Behind => ("滞后", "behind"),
            Attainment::CannotTell => ("无法判断", "cannot tell"),
        };
        language.pick(zh, en)
    }
}

/// The unit in which the distance from the expected progress is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// Percentage points of the whole way from baseline to target: a fifth of the way after three fifths of the
    /// time is 40 points behind.
    Points,
    /// Per cent of the progress expected by now: a fifth of the way after three fifths of the time is 67% behind.
    Share,
}

/// The distances from the expected progress at which each judgement begins.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// The unit of `faster`, `slow` and `behind`.
    pub scale: Scale,
    /// More than this much ahead is 快于预期.
    pub faster: f64,
    /// More than this much behind is 进度偏慢.
    pub slow: f64,
    /// More than this much behind is 滞后.
    pub behind: f64,
    /// The greatest distance of a reading from an approximate target (左右) that still meets it, in per cent of the
    /// target.
    pub about: f64,
}

impl Thresholds {
    /// 银川, 2025: at or above schedule is green, 10 to 30 points below it yellow, further below red. What lies up to 10
    /// points below, of which the rule says nothing, is about on schedule.
    pub const YINCHUAN: Thresholds =
        Thresholds { scale: Scale::Points, faster: 0.0, slow: 10.0, behind: 30.0, about: 1.0 };
    /// 天津, 2022: at or above what is expected is green, up to 30% below it yellow, further below red.
    pub const TIANJIN: Thresholds =
        Thresholds { scale: Scale::Share, faster: 0.0, slow: 0.0, behind: 30.0, about: 1.0 };

    /// Judges an indicator by the latest of its readings (year, value) up to and including `year`, against what
    /// was expected in the year of that reading. Readings of the baseline year or before tell nothing.
    pub fn judge(
        &self,
        indicator: &Indicator,
        direction: Option<Direction>,
        readings: impl IntoIterator<Item = (Year, f64)>,
        year: Year,
    ) -> Attainment {
        let since = start(indicator, direction).map_or(Year::MIN, |(year, _)| year);
        let mut readings: Vec<(Year, f64)> =
            readings.into_iter().filter(|&(at, value)| at > since && at <= year && value.is_finite()).collect();
        readings.sort_by_key(|&(at, _)| at);
        let Some(&(at, value)) = readings.last() else { return Attainment::CannotTell };
        let Some(leg) = Leg::of(indicator, direction, at, self.about) else { return Attainment::CannotTell };
        if let Some(average) = yearly_average(indicator, readings.iter().copied(), year) {
            return self.by_average(&leg, average, readings[0].0 - 1, at);
        }
        let held_since = readings.iter().rev().take_while(|&&(_, value)| leg.is_met_by(value)).last();
        match (held_since, leg.from) {
            (Some(_), Some(_)) if leg.is_level_to_hold() => Attainment::AsExpected,
            (Some(&(since, _)), _) if since < leg.year => Attainment::AheadOfTime,
            (Some(_), None) => Attainment::AsExpected,
            (None, Some(_)) if leg.is_level_to_hold() => Attainment::Behind,
            (None, _) if at >= leg.year => Attainment::Behind,
            (None, None) => Attainment::CannotTell,
            (_, Some((first, base))) => self.by_progress(leg.progress(base, value), leg.time_passed(first, at)),
        }
    }

    /// Judges the reading of a year by the year's own target, on the way from the figure of the year before. `None` for a
    /// target without a figure.
    pub fn judge_year(
        &self,
        indicator: &Indicator,
        direction: Option<Direction>,
        own: &Target,
        before: Option<f64>,
        reading: f64,
    ) -> Option<Attainment> {
        let leg = Leg::of_year(own, before, direction, self.about)?;
        let has_no_way = leg.is_level_to_hold() || Arithmetic::of(indicator) == Arithmetic::YearlyAverage;
        Some(match before.filter(|_| !has_no_way) {
            Some(before) => self.by_progress(leg.progress(before, reading), 1.0),
            None if leg.is_met_by(reading) => Attainment::AsExpected,
            None => Attainment::Behind,
        })
    }

    /// An average can't be reached before its time is over: what counts is how far it is from the target, weighed by
    /// the time that it has lasted.
    fn by_average(&self, leg: &Leg, average: f64, since: Year, at: Year) -> Attainment {
        let time = leg.time_passed(since, at);
        let share = match leg.direction {
            Some(Direction::Higher) => average / leg.value,
            Some(Direction::Lower) => leg.value / average,
            None => return Attainment::CannotTell,
        };
        match leg.is_met_by(average) {
            false if at >= leg.year => Attainment::Behind,
            true if !share.is_finite() || share <= 1.0 => Attainment::AsExpected,
            _ => self.by_progress(time * share, time),
        }
    }

    fn by_progress(&self, progress: f64, time: f64) -> Attainment {
        // Decimal figures are not exact in binary: a reading that is just on schedule must not fall to either side.
        const NOISE: f64 = 1e-6;
        let ahead = match self.scale {
            Scale::Points => (progress - time) * 100.0,
            Scale::Share => (progress / time - 1.0) * 100.0,
        };
        match ahead {
            _ if ahead > self.faster + NOISE => Attainment::FasterThanExpected,
            _ if ahead < -self.behind - NOISE => Attainment::Behind,
            _ if ahead < -self.slow - NOISE => Attainment::SlowerThanExpected,
            _ if ahead.is_nan() => Attainment::CannotTell,
            _ => Attainment::AsExpected,
        }
    }
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds::YINCHUAN
    }
}

/// A person's judgement of an indicator in one year, where no figure can tell or a figure tells the wrong thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The attainment.
    pub attainment: Attainment,
    /// Why, in words.
    pub reason: Option<String>,
}

/// Returns the direction that is better, as the last target's relation says, else the words of the indicator's name,
/// else the way from the baseline to the target. `None` when nothing says.
pub fn direction(indicator: &Indicator) -> Option<Direction> {
    let target = indicator.targets.iter().rev().find(|t| t.value.is_some());
    let by_relation = match target.map(|t| t.relation) {
        Some(Relation::Above | Relation::AtLeast) => Some(Direction::Higher),
        Some(Relation::Below | Relation::AtMost) => Some(Direction::Lower),
        _ => None,
    };
    by_relation.or_else(|| direction_of_name(&indicator.name)).or_else(|| {
        let (base, goal) = (start(indicator, None)?.1, target?.value?);
        match goal.partial_cmp(&base)? {
            std::cmp::Ordering::Less => Some(Direction::Lower),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Direction::Higher),
        }
    })
}

/// The value that even progress from the baseline to the targets would have reached by the end of `year`; the
/// target itself where the baseline is already as good or better, and for a yearly average. `None` when there is no figure at either end.
pub fn expected_at(indicator: &Indicator, direction: Option<Direction>, year: Year) -> Option<f64> {
    let leg = Leg::of(indicator, direction, year, 0.0)?;
    part::expected(indicator, &leg, year, 1.0)
}

/// Returns the start of the way to the target: the latest baseline with a figure, the worst one of a compound cell; or
/// nothing, at the baseline's year, for a running total.
pub(super) fn start(indicator: &Indicator, direction: Option<Direction>) -> Option<(Year, f64)> {
    let figure = |b: &Baseline| b.value.or_else(|| compound::worst(&b.text, direction?));
    let measured = indicator.baselines.iter().filter_map(|b| figure(b).map(|value| (b.year, value)));
    measured.max_by_key(|&(year, _)| year).or_else(|| {
        let year = indicator.baselines.iter().map(|b| b.year).max()?;
        (Arithmetic::of(indicator) == Arithmetic::RunningTotal).then_some((year, 0.0))
    })
}

/// Returns the average of the readings (year, value) up to and including `year`, for an indicator whose target is a
/// yearly average; `None` for others and without a reading.
pub fn yearly_average(
    indicator: &Indicator,
    readings: impl IntoIterator<Item = (Year, f64)>,
    year: Year,
) -> Option<f64> {
    let values = || readings.into_iter().filter(|&(at, value)| at <= year && value.is_finite()).map(|(_, value)| value);
    let (count, sum) = (Arithmetic::of(indicator) == Arithmetic::YearlyAverage)
        .then(|| values().fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value)))?;
    (count > 0.0).then(|| sum / count)
}

impl InWords for Judgement {
    fn fields(judgement: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let name = |zh, en| about.language.pick(zh, en);
        vec![
            (name("判断", "judgement"), told(judgement, |judgement| judgement.attainment.label(about.language))),
            (name("理由", "reason"), told(judgement.and_then(|judgement| judgement.reason.as_ref()), |why| why)),
        ]
    }
}

impl InWords for Direction {
    fn fields(direction: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        vec![(about.language.pick("方向", "direction"), told(direction, |direction| direction.label(about.language)))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(indicator: &Indicator, readings: impl IntoIterator<Item = (Year, f64)>, year: Year) -> Attainment {
        Thresholds::default().judge(indicator, direction(indicator), readings, year)
    }

    fn expected_at(indicator: &Indicator, year: Year) -> Option<f64> {
        super::expected_at(indicator, direction(indicator), year)
    }

    use crate::plan::target::{read_target, read_value};
    use crate::plan::{Baseline, ItemKind, LineSpan, PlanId, Term};

    /// An indicator as a table prints it: name, unit, the cell of 2020, the cell of 2025.
    fn indicator(name: &str, unit: &str, base: &str, goal: &str) -> Indicator {
        let baseline = Baseline { year: Year(2020), text: base.to_string(), value: read_value(base) };
        Indicator {
            id: PlanId::new("a").unwrap().item(ItemKind::Indicator, 1),
            category: None,
            name: name.to_string(),
            unit: Some(unit.to_string()),
            nature: None,
            definition: None,
            targets: vec![read_target(goal, Year(2025), baseline.value, Term { first: Year(2021), last: Year(2025) })],
            stated: Default::default(),
            baselines: vec![baseline],
            lines: LineSpan::at(1),
        }
    }

    fn close(value: Option<f64>, expected: f64) -> bool {
        value.is_some_and(|value| (value - expected).abs() < 1e-9)
    }

    #[test]
    fn readings_are_judged_against_the_time_that_has_passed() {
        use Attainment::*;
        for (name, unit, base, goal, year, reading, attainment) in [
            ("孕产妇死亡率", "/10万", "17.62", "16", 2023, 15.5, AheadOfTime),
            ("孕产妇死亡率", "/10万", "17.62", "16", 2023, 16.5, FasterThanExpected),
            ("孕产妇死亡率", "/10万", "17.62", "16", 2023, 18.0, Behind),
            ("每万人口全科医生数", "人", "1.19", "3", 2023, 1.52, Behind),
            ("每万人口全科医生数", "人", "1.19", "3", 2023, 2.276, AsExpected),
            ("每万人口全科医生数", "人", "1.19", "3", 2023, 2.1, AsExpected),
            ("每万人口全科医生数", "人", "1.19", "3", 2023, 2.09, SlowerThanExpected),
            ("每万人口全科医生数", "人", "1.19", "3", 2023, 1.74, SlowerThanExpected),
            ("每万人口全科医生数", "人", "1.19", "3", 2023, 1.73, Behind),
            ("个人卫生支出占卫生总费用的比重", "%", "28左右", "27左右", 2023, 27.6, SlowerThanExpected),
            ("个人卫生支出占卫生总费用的比重", "%", "28左右", "27左右", 2023, 27.2, AheadOfTime),
            ("居民健康素养水平", "%", "8.8", "“十四五”期间总上升幅度达到5个百分点", 2023, 12.0, FasterThanExpected),
            ("残疾人辅助器具适配率", "%", ">85", "90", 2023, 86.0, Behind),
            ("儿童青少年总体近视率", "%", "10.23", "力争每年降低0.5个百分点以上", 2022, 9.23, AsExpected),
            // A level to be held: reaching it early is no achievement, losing it is a fault.
            ("疫苗接种率", "%", "95", "95", 2023, 96.0, AsExpected),
            ("疫苗接种率", "%", "95", "95", 2023, 94.0, Behind),
            ("养老保险参保率", "%", "﹥95", "﹥95", 2023, 95.0, Behind),
            ("严重精神障碍管理率", "%", "99.43", "90", 2023, 95.0, AsExpected),
            ("基层规范管理服务率", "%", "73.22", "≥65", 2023, 60.0, Behind),
            // In the last year there is no time left.
            ("孕产妇死亡率", "/10万", "17.62", "16", 2025, 16.0, AsExpected),
            ("孕产妇死亡率", "/10万", "17.62", "16", 2025, 15.0, FasterThanExpected),
            ("孕产妇死亡率", "/10万", "17.62", "16", 2025, 16.1, Behind),
            ("人均预期寿命", "岁", "73.6", "＞74", 2025, 74.0, Behind),
            // What is counted during the term begins at nothing.
            ("困难重度残疾人家庭无障碍改造数", "户", "——", "4451", 2023, 2700.0, FasterThanExpected),
            ("困难重度残疾人家庭无障碍改造数", "户", "——", "4451", 2023, 1000.0, Behind),
            // Without a beginning only the end can be judged.
            ("工作场所职业病危害因素监测合格率", "%", "无相关数据", "≥85", 2023, 80.0, CannotTell),
            ("工作场所职业病危害因素监测合格率", "%", "无相关数据", "≥85", 2023, 85.0, AheadOfTime),
            ("工作场所职业病危害因素监测合格率", "%", "无相关数据", "≥85", 2025, 84.0, Behind),
            ("抗菌药物使用强度", "DDD/百人天", "", "<40", 2023, 38.0, AheadOfTime),
            ("残疾人家庭人均收入年均增长", "%", "——", "与GDP增长同步", 2023, 7.0, CannotTell),
            // Of several measures in one cell the worst is where the way begins.
            ("健康管理率", "%", "孕：90.23；3岁：92.54", "≥85", 2023, 91.0, AsExpected),
            ("健康管理率", "%", "孕：80；3岁：90", "≥90", 2023, 86.0, AsExpected),
            ("健康管理率", "%", "孕：80；3岁：90", "孕：85；3岁：92", 2023, 86.0, CannotTell),
        ] {
            let indicator = indicator(name, unit, base, goal);
            assert_eq!(
                judge(&indicator, [(Year(year), reading)], Year(year)),
                attainment,
                "{name} {base}→{goal} {year}: {reading}"
            );
        }
    }

    #[test]
    fn levels_running_totals_and_yearly_averages_are_different_arithmetic() {
        for (name, unit, base, expected) in [
            ("困难重度残疾人家庭无障碍改造数", "户", "——", Arithmetic::RunningTotal),
            ("城乡残疾人职业技能培训累计人数", "万人", "", Arithmetic::RunningTotal),
            ("每千人口执业医师数", "人", "", Arithmetic::Level),
            ("执业医师数", "人", "1200", Arithmetic::Level),
            ("残疾人家庭人均收入年均增长", "%", "5", Arithmetic::YearlyAverage),
            ("新增就业", "人/年", "", Arithmetic::YearlyAverage),
            ("每年培训乡村医生", "人", "", Arithmetic::YearlyAverage),
            ("细颗粒物年均浓度", "微克/立方米", "40", Arithmetic::Level),
            ("平均受教育年限", "年", "9", Arithmetic::Level),
        ] {
            assert_eq!(Arithmetic::of(&indicator(name, unit, base, "10")), expected, "{name}");
        }
    }

    #[test]
    fn a_yearly_average_is_judged_by_the_average_of_its_years() {
        use Attainment::*;
        let growth = indicator("人均收入年均增长", "%", "——", "≥8");
        for (readings, year, expected) in [
            (&[(Year(2021), 9.0), (Year(2022), 8.0)][..], 2022, FasterThanExpected),
            (&[(Year(2021), 9.0), (Year(2022), 7.0)], 2022, AsExpected),
            (&[(Year(2021), 9.0), (Year(2022), 7.0), (Year(2023), 7.4)], 2023, AsExpected),
            (&[(Year(2021), 2.0), (Year(2022), 1.0), (Year(2023), 3.0)], 2023, Behind),
            (&[(Year(2021), 20.0)], 2022, FasterThanExpected),
            (
                &[(Year(2021), 9.0), (Year(2022), 9.0), (Year(2023), 9.0), (Year(2024), 9.0), (Year(2025), 3.0)],
                2025,
                Behind,
            ),
            (
                &[(Year(2021), 9.0), (Year(2022), 9.0), (Year(2023), 9.0), (Year(2024), 9.0), (Year(2025), 4.0)],
                2025,
                AsExpected,
            ),
            (&[], 2023, CannotTell),
        ] {
            assert_eq!(judge(&growth, readings.iter().copied(), Year(year)), expected, "{readings:?}");
        }
        assert_eq!(
            yearly_average(&growth, [(Year(2021), 9.0), (Year(2022), 7.0), (Year(2024), 1.0)], Year(2023)),
            Some(8.0)
        );
        assert_eq!(expected_at(&growth, Year(2022)), Some(8.0));
        let level = indicator("参保率", "%", "90", "95");
        assert_eq!(yearly_average(&level, [(Year(2021), 9.0)], Year(2023)), None);
    }

    #[test]
    fn the_latest_reading_counts_in_its_own_year() {
        let doctors = indicator("每万人口全科医生数", "人", "1.19", "3");
        assert_eq!(judge(&doctors, [], Year(2023)), Attainment::CannotTell);
        assert_eq!(judge(&doctors, [(Year(2020), 1.19)], Year(2023)), Attainment::CannotTell);
        assert_eq!(judge(&doctors, [(Year(2024), 3.1)], Year(2023)), Attainment::CannotTell);
        assert_eq!(judge(&doctors, [(Year(2022), 2.0), (Year(2021), 1.3)], Year(2023)), Attainment::FasterThanExpected);
        // Reached early and held to the end is still ahead of time; reached and lost is not.
        assert_eq!(judge(&doctors, [(Year(2023), 3.0), (Year(2025), 3.2)], Year(2025)), Attainment::AheadOfTime);
        assert_eq!(judge(&doctors, [(Year(2023), 3.0), (Year(2025), 2.9)], Year(2025)), Attainment::Behind);
    }

    #[test]
    fn progress_is_expected_to_be_even() {
        let doctors = indicator("每万人口全科医生数", "人", "1.19", "3");
        for (year, expected) in
            [(Year(2019), 1.19), (Year(2020), 1.19), (Year(2023), 2.276), (Year(2025), 3.0), (Year(2030), 3.0)]
        {
            assert!(close(expected_at(&doctors, year), expected), "{year}: {:?}", expected_at(&doctors, year));
        }
        let trained = indicator("城乡残疾人职业技能培训人数", "人", "——", "1300");
        assert!(close(expected_at(&trained, Year(2023)), 780.0));
        let loosened = indicator("严重精神障碍管理率", "%", "99.43", "90");
        assert!(close(expected_at(&loosened, Year(2023)), 90.0));
        assert_eq!(expected_at(&indicator("托位数", "个", "——", "与全国同步"), Year(2023)), None);
    }

    #[test]
    fn with_two_targets_the_way_leads_through_the_first() {
        let mut life = indicator("人均预期寿命", "岁", "76", "78");
        life.targets.push(read_target("79", Year(2030), Some(76.0), Term { first: Year(2021), last: Year(2030) }));
        for (year, expected) in [(Year(2022), 76.8), (Year(2025), 78.0), (Year(2028), 78.6), (Year(2030), 79.0)] {
            assert!(close(expected_at(&life, year), expected), "{year}: {:?}", expected_at(&life, year));
        }
        assert_eq!(judge(&life, [(Year(2028), 78.6)], Year(2028)), Attainment::AsExpected);
        assert_eq!(judge(&life, [(Year(2028), 77.9)], Year(2028)), Attainment::Behind);
    }

    #[test]
    fn relation_name_and_figures_give_the_direction() {
        use Direction::*;
        for (name, base, goal, expected) in [
            ("抗菌药物使用强度（DDDS）", "", "<40", Some(Lower)),
            ("婴儿死亡率", "5", "6", Some(Lower)),
            ("15岁以上人群吸烟率", "11.47", "10.65", Some(Lower)),
            ("个人卫生支出占卫生总费用的比重", "28左右", "27左右", Some(Lower)),
            ("严重精神障碍管理率", "99.43", "90", Some(Higher)),
            ("孕产妇死亡率监测覆盖率", "80", "90", Some(Higher)),
            ("高血压患病率", "20", "20", Some(Lower)),
            ("某项指数", "10", "12", Some(Higher)),
            ("某项指数", "12", "10", Some(Lower)),
            ("某项指数", "12", "≥10", Some(Higher)),
            ("某项指数", "——", "10", None),
            ("某项指数", "10", "10", None),
        ] {
            assert_eq!(direction(&indicator(name, "%", base, goal)), expected, "{name} {base}→{goal}");
        }
    }

    #[test]
    fn places_differ_in_how_far_behind_is_behind() {
        // 15% of the way after 20% of the time: 5 points behind, or a quarter of what was expected.
        let doctors = indicator("每万人口全科医生数", "人", "0", "100");
        let strict = Thresholds { behind: 20.0, ..Thresholds::TIANJIN };
        assert_eq!(
            Thresholds::YINCHUAN.judge(&doctors, direction(&doctors), [(Year(2021), 15.0)], Year(2021)),
            Attainment::AsExpected
        );
        assert_eq!(
            Thresholds::TIANJIN.judge(&doctors, direction(&doctors), [(Year(2021), 15.0)], Year(2021)),
            Attainment::SlowerThanExpected
        );
        assert_eq!(strict.judge(&doctors, direction(&doctors), [(Year(2021), 15.0)], Year(2021)), Attainment::Behind);
        assert_eq!(
            Thresholds::TIANJIN.judge(&doctors, direction(&doctors), [(Year(2021), 13.0)], Year(2021)),
            Attainment::Behind
        );
        assert_eq!(
            Thresholds::YINCHUAN.judge(&doctors, direction(&doctors), [(Year(2021), 13.0)], Year(2021)),
            Attainment::AsExpected
        );
    }

    #[test]
    fn names_in_files_are_kebab_case() {
        assert_eq!(serde_json::to_string(&Attainment::FasterThanExpected).unwrap(), "\"faster-than-expected\"");
        assert_eq!(Attainment::Behind.label(Language::Zh), "滞后");
    }
}
