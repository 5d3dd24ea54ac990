//! Fates (去向): what became of an indicator or a task in the plans that succeed its plan.
//!
//! A fate is offered by rules that pair the items of two plans, and is recorded once a person confirms it. The origin of
//! an item of the later plan is derived from the fates that lead to it; an item that no fate leads to is new there.

use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::record::{About, InWords, told};
use super::{ItemId, ItemKind};
use crate::text::{Label, Language};

/// The fate of an item, as a person confirmed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fate {
    /// The kind.
    pub kind: FateKind,
    /// The items that continue it, in plans that succeed its plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub into: Vec<ItemId>,
    /// A remark, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

macro_rules! fates {
    ($($(#[$doc:meta])* $kind:ident $name:literal $zh:literal $en:literal $least:literal..=$most:expr;)*) => {
        /// The kind of a fate.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum FateKind {
            $($(#[$doc])* #[serde(rename = $name)] $kind,)*
        }

        impl FateKind {
            /// Every kind, those of indicators before those of tasks.
            pub const ALL: [FateKind; [$($name),*].len()] = [$(FateKind::$kind),*];

            /// Returns the name in commands and files.
            pub fn name(self) -> &'static str {
                match self {
                    $(FateKind::$kind => $name,)*
                }
            }

            /// Returns the least and the most items that may continue an item of this fate.
            pub fn items(self) -> RangeInclusive<usize> {
                match self {
                    $(FateKind::$kind => $least..=$most,)*
                }
            }
        }

        impl Label for FateKind {
            fn label(&self, language: Language) -> &'static str {
                match self {
                    $(FateKind::$kind => language.pick($zh, $en),)*
                }
            }
        }
    };
}

fates! {
    /// The same measure goes on (沿用).
    Same "same" "沿用" "same" 1..=1;
    /// It goes on by another definition or in another unit (口径调整), so that figures are not compared across.
    Redefined "redefined" "口径调整" "redefined" 1..=1;
    /// It goes on under another name (更名).
    Renamed "renamed" "更名" "renamed" 1..=1;
    /// Several indicators take its place (拆分).
    Split "split" "拆分" "split" 2..=usize::MAX;
    /// One indicator takes the place of several (合并).
    Merged "merged" "合并" "merged" 1..=1;
    /// No indicator takes its place (取消).
    Dropped "dropped" "取消" "dropped" 0..=0;
    /// The work is not done, and is carried on (结转).
    Carried "carried" "结转" "carried on" 0..=usize::MAX;
    /// The work is done, and goes on as routine (转常态化).
    Routine "routine" "转常态化" "became routine" 0..=usize::MAX;
    /// The work is done (已完成).
    Done "done" "已完成" "done" 0..=0;
    /// The work is given up (终止).
    Ended "ended" "终止" "ended" 0..=0;
}

impl FateKind {
    /// Returns true if it is a fate of indicators, false if it is one of tasks and projects.
    pub fn is_of_indicators(self) -> bool {
        self <= FateKind::Dropped
    }

    /// Returns the kinds that an item can have.
    pub fn of(item: ItemKind) -> impl Iterator<Item = FateKind> {
        FateKind::ALL.into_iter().filter(move |kind| kind.is_of_indicators() == (item == ItemKind::Indicator))
    }
}

/// A text that names no kind of fate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadFate(pub String);

impl BadFate {
    /// Returns the message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let BadFate(text) = self;
        let all = |of_indicators: bool| {
            let kinds = FateKind::ALL.into_iter().filter(|kind| kind.is_of_indicators() == of_indicators);
            let named = |kind: FateKind| match language {
                Language::Zh => format!("{}（{}）", kind.label(Language::Zh), kind.name()),
                Language::En => format!("{} ({})", kind.name(), kind.label(Language::Zh)),
            };
            kinds.map(named).collect::<Vec<_>>().join(language.pick("、", ", "))
        };
        let (indicators, tasks) = (all(true), all(false));
        match language {
            Language::Zh => format!("“{text}”不是去向；指标：{indicators}；任务：{tasks}"),
            Language::En => format!("“{text}” is not a fate; of indicators: {indicators}; of tasks: {tasks}"),
        }
    }
}

impl FromStr for FateKind {
    type Err = BadFate;

    fn from_str(text: &str) -> Result<Self, BadFate> {
        let text = text.trim();
        let is_named = |kind: &FateKind| {
            kind.name() == text || [Language::Zh, Language::En].iter().any(|language| kind.label(*language) == text)
        };
        FateKind::ALL.into_iter().find(is_named).ok_or_else(|| BadFate(text.to_string()))
    }
}

/// A fate that an item cannot have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfitting {
    /// The kind is one of indicators and the item a task, or the other way round.
    Kind,
    /// More or fewer items continue it than the kind allows.
    Number,
    /// An item that continues it is of another kind: a task for an indicator, or the other way round.
    Item,
}

impl Unfitting {
    /// Returns the kind of a fate and why an item cannot have it, for a person.
    pub fn text(self, kind: FateKind, language: Language) -> String {
        let label = kind.label(language);
        let of_indicators = kind.is_of_indicators();
        match language {
            Language::Zh => {
                let whose = if of_indicators { "指标" } else { "任务和项目" };
                let why = match (self, *kind.items().start(), *kind.items().end()) {
                    (Unfitting::Kind, ..) => format!("该去向只用于{whose}"),
                    (Unfitting::Item, ..) => format!("接续它的只能是{whose}"),
                    (Unfitting::Number, _, 0) => "不能另有接续它的条目（--in）".to_string(),
                    (Unfitting::Number, 1, 1) => "须写明接续它的一个条目（--in）".to_string(),
                    (Unfitting::Number, ..) => "须写明接续它的两个以上条目（--in）".to_string(),
                };
                format!("“{label}”：{why}")
            }
            Language::En => {
                let whose = if of_indicators { "indicators" } else { "tasks and projects" };
                let why = match (self, *kind.items().start(), *kind.items().end()) {
                    (Unfitting::Kind, ..) => format!("only {whose} can be that"),
                    (Unfitting::Item, ..) => format!("only {whose} can continue it"),
                    (Unfitting::Number, _, 0) => "nothing continues it then (--in)".to_string(),
                    (Unfitting::Number, 1, 1) => "name the one item that continues it (--in)".to_string(),
                    (Unfitting::Number, ..) => "name the two or more items that continue it (--in)".to_string(),
                };
                format!("“{label}”: {why}")
            }
        }
    }
}

impl Fate {
    /// Returns a fate without a remark.
    pub fn new(kind: FateKind, into: Vec<ItemId>) -> Fate {
        Fate { kind, into, note: None }
    }

    /// Checks that an item of a kind can have the fate.
    ///
    /// # Errors
    /// [`Unfitting`] says why it cannot.
    pub fn check(&self, item: ItemKind) -> Result<(), Unfitting> {
        let is_indicator = |kind: ItemKind| kind == ItemKind::Indicator;
        if self.kind.is_of_indicators() != is_indicator(item) {
            Err(Unfitting::Kind)
        } else if self.into.iter().any(|other| is_indicator(other.kind) != is_indicator(item)) {
            Err(Unfitting::Item)
        } else if !self.kind.items().contains(&self.into.len()) {
            Err(Unfitting::Number)
        } else {
            Ok(())
        }
    }
}

impl InWords for Fate {
    fn fields(fate: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let name = |zh, en| about.language.pick(zh, en);
        let into = |fate: &Fate| fate.into.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        vec![
            (name("去向", "fate"), told(fate, |fate| fate.kind.label(about.language))),
            (name("接续为", "continues in"), told(fate, into)),
            (name("说明", "note"), told(fate.and_then(|fate| fate.note.as_ref()), |note| note)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PlanId;

    #[test]
    fn every_kind_is_read_by_its_name_and_in_both_languages() {
        for kind in FateKind::ALL {
            for text in [kind.name(), kind.label(Language::Zh), kind.label(Language::En)] {
                assert_eq!(text.parse(), Ok(kind), "{text}");
            }
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.name()));
        }
        let message = "gone".parse::<FateKind>().unwrap_err().text(Language::Zh);
        assert!(message.contains("结转（carried）"), "{message}");
    }

    #[test]
    fn a_fate_must_fit_its_item_and_the_items_that_continue_it() {
        let plan = PlanId::new("b").unwrap();
        let (task, other) = (plan.item(ItemKind::Task, 1), plan.item(ItemKind::Project, 2));
        let (one, two) = (plan.item(ItemKind::Indicator, 1), plan.item(ItemKind::Indicator, 2));
        for (item, kind, into, fits) in [
            (ItemKind::Indicator, FateKind::Same, vec![&one], Ok(())),
            (ItemKind::Indicator, FateKind::Same, vec![], Err(Unfitting::Number)),
            (ItemKind::Indicator, FateKind::Same, vec![&task], Err(Unfitting::Item)),
            (ItemKind::Indicator, FateKind::Split, vec![&one], Err(Unfitting::Number)),
            (ItemKind::Indicator, FateKind::Split, vec![&one, &two], Ok(())),
            (ItemKind::Indicator, FateKind::Dropped, vec![&one], Err(Unfitting::Number)),
            (ItemKind::Indicator, FateKind::Done, vec![], Err(Unfitting::Kind)),
            (ItemKind::Task, FateKind::Carried, vec![&task, &other], Ok(())),
            (ItemKind::Project, FateKind::Carried, vec![], Ok(())),
            (ItemKind::Task, FateKind::Ended, vec![&task], Err(Unfitting::Number)),
            (ItemKind::Task, FateKind::Dropped, vec![], Err(Unfitting::Kind)),
        ] {
            let fate = Fate::new(kind, into.into_iter().cloned().collect());
            assert_eq!(fate.check(item), fits, "{item:?} {kind:?}");
        }
    }
}
