//! The arithmetic of an indicator (口径): what its readings are, so that they are held against the target rightly.
//!
//! - **Level** (期末水平): a reading is where the indicator stands at the end of its year, such as a rate or a density.
//! - **Running total** (累计): a reading is all that was done since the beginning of the term, such as homes rebuilt. An
//!   indicator is one when its unit counts people or things, its name is no density, and its baseline cell is empty.
//! - **Yearly average** (年均): a reading is the figure of its one year, such as a growth rate, and the target is to be
//!   met by the average of all years. The name says so (年均增长, 每年新增), or the unit (人/年).

use super::Indicator;

/// The way in which an indicator's readings add up over the years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// The level at the end of the year.
    Level,
    /// The total from the beginning of the term to the end of the year.
    RunningTotal,
    /// The figure of the year alone.
    YearlyAverage,
}

impl Arithmetic {
    /// Returns the arithmetic that name and unit of an indicator imply. 年均浓度 is a level: the average is one over the
    /// days of a year.
    pub fn of(indicator: &Indicator) -> Self {
        const YEARLY: [&str; 8] =
            ["年均增", "年均新增", "年均下降", "年均降低", "年均减少", "年均提高", "年均培训", "每年"];
        let unit = indicator.unit.as_deref().unwrap_or_default();
        if YEARLY.iter().any(|words| indicator.name.contains(words)) || unit.ends_with("/年") {
            return Arithmetic::YearlyAverage;
        }
        if is_count(indicator) { Arithmetic::RunningTotal } else { Arithmetic::Level }
    }
}

/// Returns true if an indicator counts what is done during the term, such as homes rebuilt (户) or people trained (人).
fn is_count(indicator: &Indicator) -> bool {
    const UNITS: [&str; 12] = ["人", "人次", "名", "户", "个", "家", "所", "件", "例", "套", "项", "公里"];
    let unit = indicator.unit.as_deref().unwrap_or_default().trim_start_matches(['万', '亿']);
    let name = indicator.name.as_str();
    let is_density =
        name.starts_with('每') || name.contains("千人口") || name.contains("万人口") || name.contains("人均");
    UNITS.contains(&unit) && !is_density && indicator.baselines.iter().all(|b| !b.text.contains(char::is_numeric))
}
