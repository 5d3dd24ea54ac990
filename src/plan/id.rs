//! Identities: what a plan and its items are called in commands, files and the journal.
//!
//! An identity never changes once given and is never used again for something else, so that a row on the
//! screen, a line of a spreadsheet and an entry of the journal keep meaning the same item through every
//! later edition of the plan.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::Language;

/// The identity of a plan: region, sector and last year in pinyin, as in `kashi-wsjk-2025`. A copy shares its text:
/// every item of a plan has one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlanId(Arc<str>);

impl PlanId {
    /// Takes an identity made of `a`–`z`, `0`–`9` and `-`.
    ///
    /// # Errors
    /// [`BadId`] when it is empty or holds any other character.
    pub fn new(id: impl Into<Arc<str>>) -> Result<Self, BadId> {
        let id = id.into();
        let good = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        if !id.is_empty() && id.bytes().all(good) { Ok(PlanId(id)) } else { Err(BadId(id.to_string())) }
    }

    /// The identity as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identity of an item of this plan.
    pub fn item(&self, kind: ItemKind, number: u32) -> ItemId {
        ItemId { plan: self.clone(), kind, number }
    }
}

impl fmt::Display for PlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The kind of item that an [`ItemId`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// A task (任务), written `t`.
    Task,
    /// A key project of a special box (重点项目), written `p`.
    Project,
    /// An indicator (指标), written `i`.
    Indicator,
    /// A heading of the outline (章节), written `h`, by its place in the text.
    Heading,
    /// A special box (专栏), written `b`, by its place in the text.
    Box,
}

impl ItemKind {
    /// Every kind.
    pub const ALL: [ItemKind; 5] =
        [ItemKind::Task, ItemKind::Project, ItemKind::Indicator, ItemKind::Heading, ItemKind::Box];

    fn letter(self) -> char {
        match self {
            ItemKind::Task => 't',
            ItemKind::Project => 'p',
            ItemKind::Indicator => 'i',
            ItemKind::Heading => 'h',
            ItemKind::Box => 'b',
        }
    }
}

/// The identity of a task, a project, an indicator, a heading or a box: `kashi-wsjk-2025/t7`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId {
    /// The plan that the item belongs to.
    pub plan: PlanId,
    /// The kind of the item.
    pub kind: ItemKind,
    /// Counted from 1 within plan and kind, in the order of first appearance.
    pub number: u32,
}

impl ItemId {
    /// The identity within its plan: `t7`.
    pub fn short(&self) -> String {
        format!("{}{}", self.kind.letter(), self.number)
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.plan, self.short())
    }
}

/// A text that is not an identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadId(pub String);

impl BadId {
    /// The message for a person.
    pub fn text(&self, language: Language) -> String {
        let BadId(text) = self;
        match language {
            Language::Zh => format!("“{text}”不是 id；id 形如 kashi-wsjk-2025/t7"),
            Language::En => format!("“{text}” is not an id; ids look like kashi-wsjk-2025/t7"),
        }
    }
}

impl FromStr for ItemId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId(text.to_string());
        let (plan, item) = text.rsplit_once('/').ok_or_else(bad)?;
        let kind = ItemKind::ALL.into_iter().find(|kind| item.starts_with(kind.letter())).ok_or_else(bad)?;
        let number = item[1..].parse().map_err(|_| bad())?;
        Ok(PlanId::new(plan).map_err(|_| bad())?.item(kind, number))
    }
}

impl Serialize for ItemId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ItemId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(AsText)
    }
}

/// Reads an item's identity where it stands.
struct AsText;

impl serde::de::Visitor<'_> for AsText {
    type Value = ItemId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id such as kashi-wsjk-2025/t7")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<ItemId, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_id_is_read_back_as_it_was_written() {
        for text in ["kashi-wsjk-2025/t7", "a/p1", "x-2030/i24"] {
            assert_eq!(text.parse::<ItemId>().map(|id| id.to_string()), Ok(text.to_string()));
        }
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        for text in ["", "/t1", "kashi", "kashi/x1", "kashi/t", "喀什/t1", "kashi/t-1"] {
            assert!(text.parse::<ItemId>().is_err(), "{text}");
        }
    }
}
