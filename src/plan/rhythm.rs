//! The rhythm of a plan (调度频次): the kinds of periods that it keeps, and of which tasks it asks a report in them.
//!
//! A plan keeps years, the mid-term and the final evaluation unless it says otherwise. It may be dispatched by months,
//! quarters or half-years too, for all tasks or only for those that are marked (重点调度). The last part of a period
//! speaks for the whole until the whole has a record of its own: a year takes the word of its last quarter.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::record::{About, InWords, told};
use super::{Dossier, ItemId, Period, PeriodKind, Review, Year};
use crate::text::{Label, Language};

/// The tasks of which a plan asks a report in periods of some kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rhythm {
    /// Every task.
    All,
    /// Those that are marked.
    Marked,
    /// None: the plan does not keep such periods.
    None,
}

impl Rhythm {
    /// Every rhythm, in the order in which a key goes through them.
    pub const ALL: [Rhythm; 3] = [Rhythm::All, Rhythm::Marked, Rhythm::None];

    /// The name in commands and files.
    pub fn name(self) -> &'static str {
        match self {
            Rhythm::All => "all",
            Rhythm::Marked => "marked",
            Rhythm::None => "none",
        }
    }

    /// The one after it.
    pub fn next(self) -> Rhythm {
        match self {
            Rhythm::All => Rhythm::Marked,
            Rhythm::Marked => Rhythm::None,
            Rhythm::None => Rhythm::All,
        }
    }

    /// The rhythm of a kind of periods in plans that say nothing.
    pub fn usual(kind: PeriodKind) -> Rhythm {
        if kind.is_usual() { Rhythm::All } else { Rhythm::None }
    }
}

impl Label for Rhythm {
    fn label(&self, language: Language) -> &'static str {
        match self {
            Rhythm::All => language.pick("全部任务", "all tasks"),
            Rhythm::Marked => language.pick("重点调度任务", "marked tasks"),
            Rhythm::None => language.pick("不用", "not kept"),
        }
    }
}

/// A text that names no rhythm.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadRhythm(pub String);

impl BadRhythm {
    /// The message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let BadRhythm(text) = self;
        match language {
            Language::Zh => {
                format!("“{text}”不是任务范围；请写 all（全部任务）、marked（重点调度任务）或 none（不用）")
            }
            Language::En => {
                format!("“{text}” names no tasks; write all (全部任务), marked (重点调度任务) or none (不用)")
            }
        }
    }
}

impl FromStr for Rhythm {
    type Err = BadRhythm;

    fn from_str(text: &str) -> Result<Self, BadRhythm> {
        let text = text.trim();
        let is_named = |rhythm: &Rhythm| {
            rhythm.name() == text || [Language::Zh, Language::En].iter().any(|language| rhythm.label(*language) == text)
        };
        Rhythm::ALL.into_iter().find(is_named).ok_or_else(|| BadRhythm(text.to_string()))
    }
}

impl InWords for Rhythm {
    fn fields(rhythm: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let name = about.language.pick("调度频次", "rhythm");
        vec![(name, told(rhythm, |rhythm| rhythm.label(about.language)))]
    }
}

/// The mark of a task that is dispatched more closely (重点调度).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {}

impl InWords for Mark {
    fn fields(mark: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let name = about.language.pick("重点调度", "marked");
        vec![(name, told(mark, |Mark {}| about.language.pick("是", "yes")))]
    }
}

impl Dossier {
    /// Returns the tasks of which the plan asks a report in periods of a kind.
    pub fn rhythm(&self, kind: PeriodKind) -> Rhythm {
        self.rhythms.get(&kind).copied().unwrap_or_else(|| Rhythm::usual(kind))
    }

    fn keeps(&self, kind: PeriodKind) -> bool {
        self.rhythm(kind) != Rhythm::None
    }

    /// Returns the periods that the plan keeps, in the order in which they fall.
    pub fn periods(&self) -> Vec<Period> {
        self.plan.term.periods(PeriodKind::ALL.into_iter().filter(|kind| self.keeps(*kind)))
    }

    /// Returns true if the plan keeps a period.
    pub fn has(&self, period: Period) -> bool {
        self.keeps(period.kind()) && self.plan.term.has(period)
    }

    /// Returns true if a report on a task is asked for in a period.
    pub fn asks(&self, item: &ItemId, period: Period) -> bool {
        self.has(period) && (self.rhythm(period.kind()) != Rhythm::Marked || self.marks.contains_key(item))
    }

    /// Returns the period that a person working in `year` most likely means: the year or the final evaluation, else the
    /// last one that the plan keeps up to the end of the year.
    pub fn period_in(&self, year: Year) -> Period {
        let (term, meant) = (self.plan.term, self.plan.term.period_in(year));
        let periods = || self.periods().into_iter();
        let nearest = || periods().rfind(|period| term.place(*period) <= term.place(meant));
        if self.has(meant) { meant } else { nearest().or_else(|| periods().next()).unwrap_or(meant) }
    }

    /// Returns the closed period that closes a period: itself, or a longer one that it is a part of.
    pub fn sealed(&self, period: Period) -> Option<Period> {
        self.seals.keys().find(|closed| closed.contains(period)).copied()
    }

    /// The review in force of a task in a period: its own, else that of the last part of the period.
    pub fn review(&self, item: &ItemId, period: Period) -> Option<&Review> {
        let own = self.own_review(item, period);
        own.or_else(|| {
            self.last_parts(period).find_map(|part| self.own_review(item, part).filter(|r| r.status.is_some()))
        })
    }

    /// The review that was entered of a task for a period.
    pub fn own_review(&self, item: &ItemId, period: Period) -> Option<&Review> {
        self.reviews.get(&(item.clone(), period))
    }

    /// Returns the last parts of a period that the plan keeps, the longest first: of a year its second half, its last
    /// quarter and its last month.
    pub fn last_parts(&self, period: Period) -> impl Iterator<Item = Period> + '_ {
        let kinds = PeriodKind::ALL.into_iter().rev().filter(|kind| self.keeps(*kind));
        kinds.filter_map(move |kind| period.last_part(kind))
    }
}
