//! Investment (投资): the money of projects and tasks. What an item costs in all, where it comes from and when it begins
//! and ends is its [`Funding`]; what a year plans and what a period has done is an [`Investment`].
//!
//! The investment of a part of a year is counted from the first day of the year, as statistics count it. A year takes
//! that of its last part until it has its own.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::money::Money;
use super::record::{About, InWords, told};
use super::{Dossier, Due, ItemId, Period, Year, day};

/// The money of an item over all years, and its time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Funding {
    /// The whole investment (总投资).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// The sources of the money (资金来源), in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<String>,
    /// The day, month or year by which it is to begin (计划开工).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Due>,
    /// The day, month or year by which it is to be finished (计划竣工).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finish: Option<Due>,
    /// The day on which it began (实际开工).
    #[serde(with = "day::option", skip_serializing_if = "Option::is_none")]
    pub started: Option<Date>,
    /// The day on which it was finished (实际竣工).
    #[serde(with = "day::option", skip_serializing_if = "Option::is_none")]
    pub finished: Option<Date>,
}

/// The money of an item in a year or a part of one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Investment {
    /// The investment that the year plans (年度计划投资); only of a whole year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned: Option<Money>,
    /// The investment done from the first day of the year to the end of the period (完成投资).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<Money>,
    /// The state of the works (形象进度), in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The reason for a change after the period was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amended: Option<String>,
}

/// The money of an item as it stands at the end of a period.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Invested<'a> {
    /// The money over all years.
    pub funding: Option<&'a Funding>,
    /// The investment that the year of the period plans.
    pub planned: Option<Money>,
    /// The investment done in that year.
    pub in_year: Option<Money>,
    /// The investment done since the first year of the term.
    pub in_all: Option<Money>,
    /// The latest words for how far the work has come.
    pub state: Option<&'a str>,
}

impl Invested<'_> {
    /// Returns the whole investment.
    pub fn total(&self) -> Option<Money> {
        self.funding?.total
    }
}

impl Dossier {
    /// Returns the money of an item at the end of a period, if anything is known of it by then.
    pub fn invested(&self, item: &ItemId, until: Period) -> Option<Invested<'_>> {
        let funding = self.funding.get(item);
        let term = self.plan.term;
        let (year, end) = (term.year_of(until), term.place(term.measured_in(until)));
        let own = self.investments.range((item.clone(), Period::FIRST)..=(item.clone(), Period::LAST));
        let mut own: Vec<(Year, Period, &Investment)> =
            own.filter_map(|((_, period), entered)| Some((period.year()?, *period, entered))).collect();
        own.sort_by_key(|(_, period, _)| term.place(*period));
        let planned = self.investments.get(&(item.clone(), Period::annual(year))).and_then(|entered| entered.planned);
        own.retain(|(_, period, _)| term.place(*period) <= end);
        let done: BTreeMap<Year, Money> =
            own.iter().filter_map(|(of, _, entered)| Some((*of, entered.done?))).collect();
        let state = own.iter().rev().find_map(|(_, _, entered)| entered.state.as_deref());
        let in_all = (!done.is_empty()).then(|| done.values().copied().sum());
        let invested = Invested { funding, planned, in_year: done.get(&year).copied(), in_all, state };
        (invested != Invested::default()).then_some(invested)
    }
}

/// The money of several items together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Funds {
    /// The number of items of which anything is known.
    pub items: u32,
    /// The whole investment.
    pub total: Money,
    /// The investment that the year plans.
    pub planned: Money,
    /// The investment done in the year.
    pub in_year: Money,
    /// The investment done in all years.
    pub in_all: Money,
    /// The investment done in the year by items with a plan for it.
    by_plan: Money,
    /// The investment done in all years by items whose whole investment is known.
    by_total: Money,
}

impl Funds {
    /// Returns the money of one item.
    pub fn of(item: &Invested<'_>) -> Funds {
        let (in_year, in_all) = (item.in_year.unwrap_or_default(), item.in_all.unwrap_or_default());
        Funds {
            items: 1,
            total: item.total().unwrap_or_default(),
            planned: item.planned.unwrap_or_default(),
            in_year,
            in_all,
            by_plan: item.planned.map(|_| in_year).unwrap_or_default(),
            by_total: item.total().map(|_| in_all).unwrap_or_default(),
        }
    }

    /// Returns the money of both together.
    pub fn plus(self, other: Funds) -> Funds {
        let sum = |one, more| [one, more].into_iter().sum();
        Funds {
            items: self.items + other.items,
            total: sum(self.total, other.total),
            planned: sum(self.planned, other.planned),
            in_year: sum(self.in_year, other.in_year),
            in_all: sum(self.in_all, other.in_all),
            by_plan: sum(self.by_plan, other.by_plan),
            by_total: sum(self.by_total, other.by_total),
        }
    }

    /// Returns the share of the year's plan that is done in per cent, of the items that have one.
    pub fn rate_of_year(&self) -> Option<u32> {
        self.by_plan.share_of(self.planned)
    }

    /// Returns the share of the whole investment that is done in per cent, of the items of which it is known.
    pub fn rate(&self) -> Option<u32> {
        self.by_total.share_of(self.total)
    }
}

impl InWords for Funding {
    fn fields(funding: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let funding = funding.cloned().unwrap_or_default();
        let name = |zh, en| about.language.pick(zh, en);
        let by = |due: Option<Due>| told(due, |due| due.name(about.language));
        vec![
            (name("总投资", "total investment"), told(funding.total, |money| money.text(about.language))),
            (name("资金来源", "sources"), funding.sources.unwrap_or_default()),
            (name("计划开工", "start"), by(funding.start)),
            (name("计划竣工", "finish"), by(funding.finish)),
            (name("实际开工", "started"), told(funding.started, |day| day)),
            (name("实际竣工", "finished"), told(funding.finished, |day| day)),
        ]
    }
}

impl InWords for Investment {
    fn fields(entered: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let entered = entered.cloned().unwrap_or_default();
        let name = |zh, en| about.language.pick(zh, en);
        let amount = |money: Option<Money>| told(money, |money| money.text(about.language));
        vec![
            (name("年度计划投资", "investment planned"), amount(entered.planned)),
            (name("完成投资", "investment done"), amount(entered.done)),
            (name("形象进度", "state of works"), entered.state.unwrap_or_default()),
            (name("修正说明", "amended"), entered.amended.unwrap_or_default()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::milestone::tests::of_two_tasks;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    /// A dossier whose first task has an investment of 1000 and these entries, and that task.
    fn dossier(done: &[(&str, &str)]) -> (Dossier, ItemId) {
        let mut dossier = of_two_tasks();
        let item = dossier.plan.tasks[0].id.clone();
        let funding = Funding { total: Some(money("1000")), ..Funding::default() };
        dossier.funding.insert(item.clone(), funding);
        for (period, amount) in done {
            let entered = Investment { done: Some(money(amount)), ..Investment::default() };
            dossier.investments.insert((item.clone(), period.parse().unwrap()), entered);
        }
        (dossier, item)
    }

    #[test]
    fn a_year_counts_once_by_its_last_word() {
        let (dossier, item) =
            dossier(&[("2022", "300"), ("2022Q3", "250"), ("2023-03", "100"), ("2023Q2", "180"), ("2023-09", "220.5")]);
        for (until, in_year, in_all) in [
            ("2021", None, None),
            ("2022Q3", Some("250"), Some("250")),
            ("2022", Some("300"), Some("300")),
            ("2023-02", None, Some("300")),
            ("2023Q1", Some("100"), Some("400")),
            ("2023Q2", Some("180"), Some("480")),
            ("2023", Some("220.5"), Some("520.5")),
            ("mid-term", Some("220.5"), Some("520.5")),
            ("final", None, Some("520.5")),
        ] {
            let seen = dossier.invested(&item, until.parse().unwrap()).unwrap();
            assert_eq!((seen.in_year, seen.in_all), (in_year.map(money), in_all.map(money)), "{until}");
        }
    }

    #[test]
    fn rates_leave_out_items_without_a_plan_or_a_total() {
        let (mut dossier, item) = dossier(&[("2023", "250")]);
        let other = dossier.plan.tasks[1].id.clone();
        let entered = Investment { done: Some(money("900")), ..Investment::default() };
        dossier.investments.insert((other.clone(), "2023".parse().unwrap()), entered);
        let funds = [&item, &other].map(|item| Funds::of(&dossier.invested(item, "2023".parse().unwrap()).unwrap()));
        let both = funds[0].plus(funds[1]);
        assert_eq!((both.items, both.in_year, both.rate(), both.rate_of_year()), (2, money("1150"), Some(25), None));
    }
}
