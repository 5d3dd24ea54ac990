//! Amounts of money, exact to the yuan and told in 万元, the unit of plans and statistics.

use std::fmt;
use std::iter::Sum;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::Language;
use crate::text::fold::to_half_width;

/// The yuan of one 万元.
const WAN: i64 = 10_000;

/// An amount in whole yuan, so that 万元 have up to four decimals and sums are exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// The highest amount, 9000 亿元: figures up to it are exact as floating-point 万元 too.
    pub const MAX: Money = Money(900_000_000_000);

    /// Returns the amount in 万元, for cells and JSON; not to be reckoned with.
    pub fn in_wan(self) -> f64 {
        // The text has at most thirteen digits, so the figure nearest to it is written back as the same text.
        self.to_string().parse().unwrap_or_default()
    }

    /// Returns what this is of `whole` in per cent, rounded half up; `None` for nothing of nothing.
    pub fn share_of(self, whole: Money) -> Option<u32> {
        let (part, whole) = (i128::from(self.0), i128::from(whole.0));
        (whole > 0).then(|| u32::try_from((part * 200 + whole) / (whole * 2)).unwrap_or(u32::MAX))
    }

    /// Returns the amount with its unit.
    pub fn text(self, language: Language) -> String {
        match language {
            Language::Zh => format!("{self} 万元"),
            Language::En => format!("{self} ×10,000 yuan"),
        }
    }
}

/// The amount in 万元 without the unit: `1200.5`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / WAN, self.0 % WAN);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let decimals = format!("{rest:04}");
        write!(f, "{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        Money(amounts.fold(0, |sum, Money(more)| sum.saturating_add(more)))
    }
}

/// A text that is no amount, or one that is not exact to the yuan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadMoney(pub String);

impl BadMoney {
    /// Returns the message for a person.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => format!("“{}”不是金额；请写万元数（小数不超过四位），如 3500，或 1.2亿元、800元", self.0),
            Language::En => format!(
                "“{}” is no amount; write it in 万元 with at most four decimals, such as 3500, or as 1.2亿元 or 800元",
                self.0
            ),
        }
    }
}

/// Reads `3500`, `3,500.5万元`, `1.2亿元` or `800元`, in either width; 万元 where there is no unit.
impl FromStr for Money {
    type Err = BadMoney;

    fn from_str(text: &str) -> Result<Self, BadMoney> {
        let folded: String = to_half_width(text).split_whitespace().collect();
        let bare: String = folded.chars().filter(|c| *c != ',').collect();
        let units = [("亿元", WAN * WAN), ("亿", WAN * WAN), ("万元", WAN), ("万", WAN), ("元", 1)];
        let found = units.iter().find_map(|(unit, yuan)| Some((bare.strip_suffix(unit)?, *yuan)));
        let (digits, yuan) = found.unwrap_or((&bare, WAN));
        in_yuan(digits, yuan).filter(|amount| *amount <= Money::MAX).ok_or_else(|| BadMoney(text.trim().to_string()))
    }
}

/// Returns the amount of a decimal figure in a unit of so many yuan, if it has no part of a yuan.
fn in_yuan(digits: &str, unit: i64) -> Option<Money> {
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(decimals) {
        return None;
    }
    let decimals = decimals.trim_end_matches('0');
    let scale = 10_i64.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    let part = if decimals.is_empty() { 0 } else { decimals.parse::<i64>().ok()?.checked_mul(unit)? };
    let whole = whole.parse::<i64>().ok()?.checked_mul(unit)?;
    (part % scale == 0).then(|| whole.checked_add(part / scale)).flatten().map(Money)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_they_are_written_and_told_in_wan() {
        for (text, told) in [
            ("3500", Some("3500")),
            ("3,500.5万元", Some("3500.5")),
            (" １．２亿元 ", Some("12000")),
            ("0.0001", Some("0.0001")),
            ("800元", Some("0.08")),
            ("1.23450000", Some("1.2345")),
            ("9000亿", Some("90000000")),
            ("0.00001", None),
            ("0.5元", None),
            ("9000.1亿", None),
            ("99999999999999999999", None),
            ("-5", None),
            ("1.2.3", None),
            ("约300", None),
            ("万元", None),
            ("", None),
        ] {
            let read = text.parse::<Money>().ok();
            assert_eq!(read.map(|money| money.to_string()).as_deref(), told, "{text}");
            assert_eq!(read.map(|money| money.in_wan().to_string()).as_deref(), told, "{text} as a figure");
        }
    }

    #[test]
    fn sums_are_exact_and_shares_round_half_up() {
        let tenth: Money = "0.1".parse().unwrap();
        assert_eq!(std::iter::repeat_n(tenth, 3).sum::<Money>().to_string(), "0.3");
        let money = |text: &str| text.parse::<Money>().unwrap();
        for (part, whole, share) in [
            ("1", "3", Some(33)),
            ("1", "200", Some(1)),
            ("150", "100", Some(150)),
            ("0", "5", Some(0)),
            ("1", "0", None),
        ] {
            assert_eq!(money(part).share_of(money(whole)), share, "{part} of {whole}");
        }
    }
}
