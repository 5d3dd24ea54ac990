//! Subjects: what has a text that can be corrected or adjusted.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::plan::id::BadId;
use crate::plan::record::Owner;
use crate::plan::{ItemId, PlanId};

/// A plan, or one of its items, headings and boxes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// The plan as a whole: its title, region and term.
    Plan(PlanId),
    /// A task, a project, an indicator, a heading or a box.
    Item(ItemId),
}

impl Owner for Subject {
    fn plan(&self) -> &PlanId {
        match self {
            Subject::Plan(plan) => plan,
            Subject::Item(item) => &item.plan,
        }
    }

    fn item(&self) -> Option<&ItemId> {
        match self {
            Subject::Plan(_) => None,
            Subject::Item(item) => Some(item),
        }
    }

    fn within(self, plan: &PlanId) -> Self {
        match self {
            Subject::Plan(_) => Subject::Plan(plan.clone()),
            Subject::Item(item) => Subject::Item(item.within(plan)),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Plan(plan) => plan.fmt(f),
            Subject::Item(item) => item.fmt(f),
        }
    }
}

impl FromStr for Subject {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        if text.contains('/') { text.parse().map(Subject::Item) } else { PlanId::new(text).map(Subject::Plan) }
    }
}

impl Serialize for Subject {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
