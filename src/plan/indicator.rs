//! Indicators (指标): baseline, targets, readings, and how a reading stands against the time that has passed.

use serde::{Deserialize, Serialize};

use super::record::{About, InWords, told};
use super::{Assignment, ItemId, LineSpan, Year};
use crate::text::figure::rounded;
use crate::text::{Label, Language};

/// The obligation of a target (指标性质).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// Binding (约束性): the government must reach it with public resources.
    Binding,
    /// Expected (预期性): hoped for, and reached mainly by society and the market.
    Expected,
}

impl Nature {
    /// The name in commands and files.
    pub fn name(self) -> &'static str {
        match self {
            Nature::Binding => "binding",
            Nature::Expected => "expected",
        }
    }
}

impl Label for Nature {
    fn label(&self, language: Language) -> &'static str {
        match self {
            Nature::Binding => language.pick("约束性", "binding"),
            Nature::Expected => language.pick("预期性", "expected"),
        }
    }
}

/// The relation that a reading must have to a target's value. Written `=` `>` `>=` `<` `<=` `~` `qualitative` in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Relation {
    /// The plain figure.
    #[serde(rename = "=")]
    Equal,
    /// ＞, 高于, 超过
    #[serde(rename = ">")]
    Above,
    /// ≥, 以上, 不低于, 达到或好于
    #[serde(rename = ">=")]
    AtLeast,
    /// <, 低于
    #[serde(rename = "<")]
    Below,
    /// ≤, 以内, 不超过, 控制在
    #[serde(rename = "<=")]
    AtMost,
    /// 左右, 约
    #[serde(rename = "~")]
    About,
    /// Words without a figure (与…同步), or figures that only a person can judge.
    #[serde(rename = "qualitative")]
    Qualitative,
}

/// A measured value printed in the table for a year before or at the start of the term (基期值).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// The year of the column.
    pub year: Year,
    /// The cell as printed.
    pub text: String,
    /// The figure, when the cell holds one.
    pub value: Option<f64>,
}

/// The target of an indicator by the end of a year (目标值).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The year of the column.
    pub year: Year,
    /// The cell as printed.
    pub text: String,
    /// The relation that a reading must have to the value.
    pub relation: Relation,
    /// The figure, worked out from the baseline where the target is relative to it.
    pub value: Option<f64>,
}

/// A row of the table of main indicators (主要指标).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// Stays the same through every edition.
    pub id: ItemId,
    /// The group of rows that it stands in, such as 健康水平.
    pub category: Option<String>,
    /// The indicator's name without number and unit.
    pub name: String,
    /// The unit, such as `%` or `/10万`.
    pub unit: Option<String>,
    /// Binding or expected, where the table says so.
    pub nature: Option<Nature>,
    /// The definition of the measure (指标口径). No table that is read has it: it is laid over the text, and the printed text
    /// is kept without it.
    #[serde(skip)]
    pub definition: Option<String>,
    /// Values at the start, in the order of the columns.
    pub baselines: Vec<Baseline>,
    /// Values to reach, in the order of the columns.
    pub targets: Vec<Target>,
    /// The division of work that its table states.
    #[serde(default)]
    pub stated: Assignment,
    /// The lines of the row in the source.
    pub lines: LineSpan,
}

impl Indicator {
    /// Returns the division of work that its table suggests, if it names departments and none as the lead.
    pub fn offered(&self) -> Option<Assignment> {
        self.stated.led_by_first()
    }

    /// The figure that a value may have been meant as: 49 for 0.49 of an indicator in per cent whose figures in the plan
    /// are all above 1. A share is often entered as a fraction, since spreadsheets store 49% so.
    pub fn meant(&self, value: f64) -> Option<f64> {
        let in_percent = self.unit.as_deref().is_some_and(|unit| unit.contains(['%', '％', '‰']));
        let baselines = self.baselines.iter().filter_map(|baseline| baseline.value);
        let targets = self.targets.iter().filter_map(|target| target.value);
        let figures: Vec<f64> = baselines.chain(targets).map(f64::abs).collect();
        let is_fraction = value != 0.0 && value.abs() <= 1.0 && !figures.is_empty() && figures.iter().all(|f| *f > 1.0);
        // Without the noise of binary fractions.
        (in_percent && is_fraction).then_some((value * 1e8).round() / 1e6)
    }

    /// Returns a figure that was worked out, such as the one due by the time passed, rounded as spreadsheets do: to the
    /// decimals that baselines and targets are printed with, and below a hundred to two at least.
    pub fn figure(&self, value: f64) -> String {
        const MOST: usize = 4;
        let decimals = |text: &str| {
            text.split_once('.').map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count().min(MOST))
        };
        let printed = self.baselines.iter().map(|b| &b.text).chain(self.targets.iter().map(|t| &t.text));
        let printed = printed.map(|text| decimals(text)).max().unwrap_or(0);
        let least = if value.abs() < 100.0 { 2 } else { 0 };
        let figure = rounded(value, printed.max(least));
        // Zero has no sign.
        (if figure == 0.0 { 0.0 } else { figure }).to_string()
    }
}

/// A measured value (实际值) of one indicator in one year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The value in the indicator's unit.
    pub value: f64,
    /// Why it was changed after a period that holds it had been sealed (修正说明).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amended: Option<String>,
}

impl InWords for Reading {
    fn fields(reading: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let name = |zh, en| about.language.pick(zh, en);
        vec![
            (name("实际值", "value"), told(reading, |reading| reading.value)),
            (name("修正说明", "amended"), told(reading.and_then(|reading| reading.amended.as_ref()), |why| why)),
        ]
    }
}
