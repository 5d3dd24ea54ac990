//! Unlikely entries: what is allowed and yet seldom meant, so that whoever enters it is asked once more.

use super::overlay::{self, TextField};
use super::{Dossier, Indicator, Money, Period, Progress, Review, Status, Term, Year};
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
    /// Words in a cell where the plan has figures.
    Words {
        /// The figure of the cell, or the last one of the row.
        before: f64,
    },
    /// A completed task of which not everything is done.
    Unfinished(Progress),
    /// An investment that is higher than the whole one.
    AboveTotal {
        /// The investment done in all years, or planned for one.
        part: Money,
        /// The whole investment.
        total: Money,
    },
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
            (Unlikely::Words { before }, Language::Zh) => format!("不是数值；规划中为 {}", figure(before)),
            (Unlikely::Words { before }, Language::En) => format!("no figure; the plan has {}", figure(before)),
            (Unlikely::Unfinished(progress), Language::Zh) => format!("已完成，但进度为 {progress}%"),
            (Unlikely::Unfinished(progress), Language::En) => format!("completed, yet {progress}% is done"),
            (Unlikely::AboveTotal { part, total }, Language::Zh) => format!("投资 {part} 万元超过总投资 {total} 万元"),
            (Unlikely::AboveTotal { part, total }, Language::En) => {
                format!("an investment of {part} is above the whole one of {total} (×10,000 yuan)")
            }
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
pub fn of_reading(dossier: &Dossier, indicator: &Indicator, period: Period, value: f64, today: Year) -> Vec<Unlikely> {
    let year = dossier.plan.term.year_of(period);
    let measured = dossier.measurements(&indicator.id, Period::annual(year - 1));
    let earlier = measured.last().map(|measured| measured.reading.value);
    let before = earlier.or_else(|| indicator.baselines.iter().rev().find_map(|baseline| baseline.value));
    let to_come = yet_to_come(year, today).filter(|_| dossier.plan.term.contains(year));
    of_figure(indicator, before, value).chain(to_come).collect()
}

/// Returns what is unlikely about the money of an item: more done in all years, or planned for one, than it costs.
pub fn of_investment(total: Option<Money>, planned: Option<Money>, in_all: Option<Money>) -> Vec<Unlikely> {
    let Some(total) = total else { return Vec::new() };
    let parts = [planned, in_all].into_iter().flatten().filter(|part| *part > total);
    parts.map(|part| Unlikely::AboveTotal { part, total }).collect()
}

/// Returns what is unlikely about a new text of a baseline or a target; nothing for other fields.
pub fn of_cell(term: Term, indicator: &Indicator, field: TextField, text: &str) -> Vec<Unlikely> {
    let figure = |indicator: &Indicator| match field {
        TextField::Baseline(year) => indicator.baselines.iter().find(|cell| cell.year == year).map(|cell| cell.value),
        TextField::Target(year) => indicator.targets.iter().find(|cell| cell.year == year).map(|cell| cell.value),
        _ => None,
    };
    let mut after = indicator.clone();
    let is_written = overlay::write_indicator(&mut after, term, field, Some(text)).is_ok();
    let Some(now) = figure(&after).filter(|_| is_written) else { return Vec::new() };
    let baselines = indicator.baselines.iter().map(|cell| cell.value);
    let others = baselines.chain(indicator.targets.iter().map(|cell| cell.value));
    let before = figure(indicator).unwrap_or_else(|| others.flatten().last());
    match (before, now) {
        (Some(before), None) => vec![Unlikely::Words { before }],
        (before, Some(now)) => of_figure(indicator, before, now).collect(),
        (None, None) => Vec::new(),
    }
}

/// Returns what is unlikely about a figure of an indicator after another one.
fn of_figure(indicator: &Indicator, before: Option<f64>, now: f64) -> impl Iterator<Item = Unlikely> {
    let is_share = indicator.unit.as_deref().is_some_and(|unit| matches!(unit.trim(), "%" | "％"));
    let share = (is_share && now > 100.0).then_some(Unlikely::Share(now));
    let jump = before.filter(|before| is_jump(*before, now)).map(|before| Unlikely::Jump { before, now });
    share.into_iter().chain(jump)
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
    use crate::plan::{LineSpan, Relation, Target};

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
    fn a_target_is_unlikely_when_it_is_in_words_or_jumps() {
        let term = Term { first: Year(2021), last: Year(2025) };
        let target =
            |value, text: &str| Target { year: Year(2025), text: text.into(), relation: Relation::AtLeast, value };
        let indicator = |target| Indicator {
            id: "a/i1".parse().unwrap(),
            category: None,
            name: "入园率".into(),
            unit: Some("%".into()),
            nature: None,
            definition: None,
            baselines: Vec::new(),
            targets: vec![target],
            stated: Default::default(),
            lines: LineSpan { first: 1, last: 1 },
        };
        let before = 9.5;
        let (figure, words) = (indicator(target(Some(before), "9.5")), indicator(target(None, "逐步提高")));
        for (indicator, year, text, unlikely) in [
            (&figure, 2025, "abc", vec![Unlikely::Words { before }]),
            (&figure, 2025, "9.6", vec![]),
            (&figure, 2025, "95", vec![Unlikely::Jump { before, now: 95.0 }]),
            (&figure, 2024, "abc", vec![Unlikely::Words { before }]),
            (&words, 2025, "持续提高", vec![]),
            (&words, 2025, "120", vec![Unlikely::Share(120.0)]),
        ] {
            assert_eq!(of_cell(term, indicator, TextField::Target(Year(year)), text), unlikely, "{year} {text}");
        }
        assert_eq!(of_cell(term, &figure, TextField::Unit, "abc"), []);
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
