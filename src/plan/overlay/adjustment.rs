//! Adjustments (动态调整): a field of a plan that was changed in mid-course, each time from a day on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::plan::record::{About, InWords};
use crate::plan::{Due, Year};

/// A field of a plan that was changed in mid-course by whoever may (动态调整).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// The printed value when this was entered; `None` where there was none.
    pub printed: Option<String>,
    /// The value in force instead; `None` where there is to be none.
    pub value: Option<String>,
    /// The grounds of the adjustment.
    #[serde(flatten)]
    pub grounds: Grounds,
}

/// By what a plan was adjusted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grounds {
    /// The reason, in words; never blank.
    pub reason: String,
    /// The document that says so, by its number (文号).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The authority that decided it (批准机关).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// The day from which it holds, as in the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<String>,
}

/// The adjustments of one field, in the order of the days from which they hold: one a day, and at least one. In files,
/// one alone is written as itself and several as a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Adjustments {
    first: Adjustment,
    later: Vec<Adjustment>,
}

/// Adjustments as files have them.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    One(Adjustment),
    Several(Vec<Adjustment>),
}

/// A list of adjustments without any, or with two that hold from the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("adjustments are at least one, in the order of the days from which they hold")]
pub struct NoAdjustment;

impl TryFrom<Written> for Adjustments {
    type Error = NoAdjustment;

    fn try_from(written: Written) -> Result<Self, NoAdjustment> {
        let all = match written {
            Written::One(first) => vec![first],
            Written::Several(all) => all,
        };
        let in_order = all.is_sorted_by(|one, other| one.grounds.begins() < other.grounds.begins());
        let mut all = all.into_iter();
        let first = all.next().filter(|_| in_order).ok_or(NoAdjustment)?;
        Ok(Adjustments { first, later: all.collect() })
    }
}

impl From<Adjustments> for Written {
    fn from(adjustments: Adjustments) -> Self {
        if adjustments.later.is_empty() {
            return Written::One(adjustments.first);
        }
        Written::Several(adjustments.iter().cloned().collect())
    }
}

impl From<Adjustment> for Adjustments {
    fn from(first: Adjustment) -> Self {
        Adjustments { first, later: Vec::new() }
    }
}

impl Adjustments {
    /// Returns the adjustments in the order of the days from which they hold.
    pub fn iter(&self) -> impl Iterator<Item = &Adjustment> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// Returns the one that holds from the latest day.
    pub fn last(&self) -> &Adjustment {
        self.later.last().unwrap_or(&self.first)
    }

    /// Returns the one in force on a day.
    pub fn on(&self, day: Date) -> Option<&Adjustment> {
        self.iter().filter(|adjustment| !adjustment.grounds.begins_after(day)).last()
    }

    /// Returns those of a field with another one. It takes the place of one from the same day or by the same document, and
    /// of one before or behind it that says the same, which it dates anew. What says no more than what held before, for
    /// the first one `before`, is no adjustment and is left out; `None` if none remains.
    pub fn with(those: Option<&Adjustments>, one: Adjustment, before: Option<&str>) -> Option<Adjustments> {
        let begins = one.grounds.begins();
        let is_replaced = |other: &Adjustment| {
            let is_by_the_same = one.grounds.document.is_some() && other.grounds.document == one.grounds.document;
            other.grounds.begins() == begins || is_by_the_same
        };
        let others = those.into_iter().flat_map(Adjustments::iter);
        let others = others.filter(|other| !is_replaced(other)).cloned();
        let (mut all, mut later): (Vec<_>, Vec<_>) = others.partition(|other| other.grounds.begins() < begins);
        all.pop_if(|earlier| earlier.value == one.value);
        if later.first().is_some_and(|next| next.value == one.value) {
            later.remove(0);
        }
        all.push(one);
        all.append(&mut later);
        let mut in_force = before.map(str::to_string);
        all.retain(|adjustment| std::mem::replace(&mut in_force, adjustment.value.clone()) != adjustment.value);
        Written::Several(all).try_into().ok()
    }
}

impl Grounds {
    /// Returns the day from which it holds, the first one where a month or a year is told: 2024年7月. `None` where
    /// nothing is told.
    pub fn begins(&self) -> Option<Date> {
        let text = self.effective.as_ref()?;
        // Entries of earlier versions have words that are no day.
        let begins = read_day(text).or_else(|| Due::end_of_year(Year::of_digits(text.get(..4)?)?));
        begins.map(Due::first_day)
    }

    /// Returns true if a day is told that can't be read.
    pub fn has_unreadable_day(&self) -> bool {
        self.effective.as_ref().is_some_and(|text| read_day(text).is_none())
    }

    /// Returns true if what is adjusted holds only from a later day on. What names no day holds from the beginning.
    pub fn begins_after(&self, day: Date) -> bool {
        self.begins().is_some_and(|begins| begins > day)
    }
}

/// Reads a day, a month or a year from which something holds: 2024-07-01, 自2024年7月1日起施行.
fn read_day(text: &str) -> Option<Due> {
    let bare = text.trim().trim_start_matches('自');
    bare.split_once(['起', '始']).map_or(bare, |(day, _)| day).parse().ok()
}

impl InWords for Adjustments {
    fn fields(adjustments: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let each = |of: fn(&Adjustment) -> Option<&str>| {
            let all = adjustments.into_iter().flat_map(Adjustments::iter);
            let all: Vec<&str> = all.map(|adjustment| of(adjustment).unwrap_or_default()).collect();
            // Fields that no adjustment has are empty, not a row of semicolons.
            if all.iter().all(|text| text.is_empty()) {
                String::new()
            } else {
                all.join(about.language.pick("；", "; "))
            }
        };
        let name = |zh, en| about.language.pick(zh, en);
        vec![
            (name("调整", "adjusted"), each(|adjustment| adjustment.value.as_deref())),
            (name("理由", "reason"), each(|adjustment| Some(&adjustment.grounds.reason))),
            (name("文号", "document"), each(|adjustment| adjustment.grounds.document.as_deref())),
            (name("批准机关", "authority"), each(|adjustment| adjustment.grounds.authority.as_deref())),
            (name("生效日期", "effective"), each(|adjustment| adjustment.grounds.effective.as_deref())),
        ]
    }

    fn without(&self) -> Option<Self> {
        let printed = self.first.printed.clone();
        Some(Adjustment { value: printed.clone(), printed, grounds: Grounds::default() }.into())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn adjustment(said: &str) -> Adjustment {
        let [value, effective, document] =
            <[&str; 3]>::try_from(said.split(' ').collect::<Vec<_>>()).expect("value, day and document");
        let some = |text: &str| (text != "-").then(|| text.to_string());
        let grounds = Grounds {
            reason: "中期评估".into(),
            effective: some(effective),
            document: some(document),
            authority: None,
        };
        Adjustment { printed: Some("90".into()), value: some(value), grounds }
    }

    fn told(adjustments: Option<&Adjustments>) -> Vec<String> {
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
        let told = |one: &Adjustment| {
            format!("{} {} {}", text(&one.value), text(&one.grounds.effective), text(&one.grounds.document))
        };
        adjustments.into_iter().flat_map(Adjustments::iter).map(told).collect()
    }

    #[rstest]
    #[case::by_day(&["95 2022 甲", "97 2024 乙"], &["95 2022 甲", "97 2024 乙"])]
    #[case::entered_in_any_order(&["97 2024 乙", "95 2022 甲"], &["95 2022 甲", "97 2024 乙"])]
    #[case::anew_from_the_same_day(&["95 2022-01-01 甲", "96 2022 乙"], &["96 2022 乙"])]
    #[case::another_day_of_the_same_document(&["95 2022 甲", "95 2024 甲"], &["95 2024 甲"])]
    #[case::without_a_day_from_the_beginning(&["95 2022 甲", "93 - 乙"], &["93 - 乙", "95 2022 甲"])]
    #[case::without_documents(&["95 2022 -", "97 2024 -"], &["95 2022 -", "97 2024 -"])]
    #[case::back_to_what_was_printed(&["95 2022 甲", "90 2024 乙"], &["95 2022 甲", "90 2024 乙"])]
    #[case::dated_later(&["95 2022 甲", "95 2024 乙"], &["95 2024 乙"])]
    #[case::dated_earlier(&["95 2022 甲", "97 2024 -", "97 2023 -"], &["95 2022 甲", "97 2023 -"])]
    #[case::back_and_forth(&["95 2022 -", "97 2023 -", "95 2024 -"], &["95 2022 -", "97 2023 -", "95 2024 -"])]
    #[case::what_held_before_takes_it_back(&["95 2022 甲", "90 2022 甲"], &[])]
    #[case::to_nothing(&["95 2022 甲", "- 2024 乙"], &["95 2022 甲", "- 2024 乙"])]
    fn adjustments_are_kept_by_day_as_long_as_they_change_something(#[case] entered: &[&str], #[case] kept: &[&str]) {
        let mut all = None;
        for said in entered {
            all = Adjustments::with(all.as_ref(), adjustment(said), Some("90"));
        }
        assert_eq!(told(all.as_ref()), kept);
    }

    #[rstest]
    #[case("2021-12-31", None)]
    #[case("2022-01-01", Some("95"))]
    #[case("2023-12-31", Some("95"))]
    #[case("2024-01-01", Some("97"))]
    fn the_one_of_the_latest_day_before_is_in_force(#[case] day: &str, #[case] value: Option<&str>) {
        let first = Adjustments::from(adjustment("95 2022 甲"));
        let all = Adjustments::with(Some(&first), adjustment("97 2024 乙"), Some("90")).unwrap();
        let in_force = all.on(day.parse().unwrap());
        assert_eq!(in_force.and_then(|one| one.value.as_deref()), value);
    }

    #[test]
    fn one_alone_is_written_as_itself_and_no_list_without_order_is_read() {
        let first = Adjustments::from(adjustment("95 2022 甲"));
        let one = serde_json::to_value(&first).unwrap();
        assert_eq!(one["value"], "95");
        assert_eq!(serde_json::from_value::<Adjustments>(one.clone()).unwrap(), first);
        let both = Adjustments::with(Some(&first), adjustment("97 2024 乙"), Some("90")).unwrap();
        let mut list = serde_json::to_value(&both).unwrap();
        assert_eq!(list.as_array().map(Vec::len), Some(2));
        assert_eq!(serde_json::from_value::<Adjustments>(list.clone()).unwrap(), both);
        list.as_array_mut().unwrap().reverse();
        for wrong in [list, serde_json::json!([]), serde_json::json!([one.clone(), one])] {
            assert!(serde_json::from_value::<Adjustments>(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
