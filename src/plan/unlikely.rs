//! Unlikely entries: what is allowed and yet seldom meant, so that whoever enters it is asked once more.

use super::{Dossier, Indicator, Period, Progress, Review, Status, Term, Year};
use crate::text::Language;
use crate::text::figure::rounded;

/// A figure this many times the one before it, or that part of it, is more likely a slip of the decimal point.
const JUMP: f64 = 10.0;

/// The reason why an entry is unlikely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unlikely {
    /// A share above 100 %.
    Share(f64),
    /// A reading ten times the one before it or more, or a tenth of it or less.
    Jump {
        /// The figure before it, of an earlier year or of the baseline.
        before: f64,
        /// The reading.
        now: f64,
    },
    /// A completed task of which not everything is done.
    Unfinished(Progress),
    /// A report for a year that has not begun.
    YetToCome(Year),
}

impl Unlikely {
    /// Returns the words for a person who is asked whether it is meant.
    pub fn text(self, language: Language) -> String {
        let figure = |value: f64| format!("{}", rounded(value, 2));
        match (self, language) {
            (Unlikely::Share(value), Language::Zh) => format!("比例 {}% 超过 100%", figure(value)),
            (Unlikely::Share(value), Language::En) => format!("a share of {}% is above 100%", figure(value)),
            (Unlikely::Jump { before, now }, Language::Zh) => {
                format!("由 {} 到 {}，相差十倍以上", figure(before), figure(now))
            }
            (Unlikely::Jump { before, now }, Language::En) => {
                format!("from {} to {} is ten times or more", figure(before), figure(now))
            }
            (Unlikely::Unfinished(progress), Language::Zh) => format!("已完成，但进度为 {progress}%"),
            (Unlikely::Unfinished(progress), Language::En) => format!("completed, yet {progress}% is done"),
            (Unlikely::YetToCome(year), Language::Zh) => format!("{year} 年还没有到"),
            (Unlikely::YetToCome(year), Language::En) => format!("the year {year} is yet to come"),
        }
    }
}

/// Returns what is unlikely about a review, in a year of the calendar.
pub fn of_review(term: Term, period: Period, review: &Review, today: Year) -> Vec<Unlikely> {
    let unfinished =
        review.progress.filter(|progress| review.status.is_some_and(Status::is_done) && *progress != Progress::ALL);
    unfinished
        .map(Unlikely::Unfinished)
        .into_iter()
        .chain(yet_to_come(term.year_of(period), today).filter(|_| term.has(period)))
        .collect()
}

/// Returns what is unlikely about a reading of an indicator, in a year of the calendar.
pub fn of_reading(dossier: &Dossier, indicator: &Indicator, year: Year, value: f64, today: Year) -> Vec<Unlikely> {
    let is_share = indicator.unit.as_deref().is_some_and(|unit| matches!(unit.trim(), "%" | "％"));
    let share = (is_share && value > 100.0).then_some(Unlikely::Share(value));
    let earlier = dossier.readings_of(&indicator.id).filter(|(at, _)| *at < year).last().map(|(_, r)| r.value);
    let before = earlier.or_else(|| indicator.baselines.iter().rev().find_map(|baseline| baseline.value));
    let jump = before.filter(|before| is_jump(*before, value)).map(|before| Unlikely::Jump { before, now: value });
    let to_come = yet_to_come(year, today).filter(|_| dossier.plan.term.contains(year));
    share.into_iter().chain(jump).chain(to_come).collect()
}

fn yet_to_come(year: Year, today: Year) -> Option<Unlikely> {
    (year > today).then_some(Unlikely::YetToCome(year))
}

fn is_jump(before: f64, now: f64) -> bool {
    let (before, now) = (before.abs(), now.abs());
    before > 0.0 && now > 0.0 && (now >= before * JUMP || now * JUMP <= before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_jumps_when_its_decimal_point_is_likely_to_have_slipped() {
        for (before, now, jumps) in [
            (1.19, 11.9, true),
            (1.19, 11.8, false),
            (92.0, 9.2, true),
            (92.0, 9.3, false),
            (-0.5, 5.0, true),
            (0.0, 50.0, false),
            (50.0, 0.0, false),
            (75.0, 76.2, false),
        ] {
            assert_eq!(is_jump(before, now), jumps, "{before} → {now}");
        }
    }

    #[test]
    fn a_review_is_unlikely_when_it_contradicts_itself_or_comes_before_its_year() {
        let term = Term { first: Year(2021), last: Year(2025) };
        let review = |status, progress: Option<u8>| Review {
            status,
            progress: progress.map(|percent| Progress::try_from(percent).unwrap()),
            ..Review::default()
        };
        let sixty = Progress::try_from(60).unwrap();
        for (review, today, unlikely) in [
            (review(Some(Status::Completed), Some(60)), 2024, vec![Unlikely::Unfinished(sixty)]),
            (review(Some(Status::Completed), Some(100)), 2024, vec![]),
            (review(Some(Status::Completed), None), 2023, vec![]),
            (review(Some(Status::InProgress), Some(60)), 2023, vec![]),
            (review(Some(Status::InProgress), None), 2022, vec![Unlikely::YetToCome(Year(2023))]),
        ] {
            assert_eq!(of_review(term, Period::annual(Year(2023)), &review, Year(today)), unlikely);
        }
    }
}
