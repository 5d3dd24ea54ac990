//! Stand-ins for parts of the house that are still being built, each with the signature of what will replace it.

use std::path::Path;

use serde::Serialize;

use crate::desk::{Actor, Desk, Snapshot};
use crate::plan::{Departments, Dossier, Kind, PlanId, Task};
use crate::store::StoreError;
use crate::text::Language;

use super::failure::Failure;

/// The registry of departments.
pub(super) fn departments() -> Departments {
    Departments::default()
}

/// A store's failure as an exit status and a message.
pub(super) fn store_failure(error: &StoreError, _language: Language) -> Failure {
    match error {
        StoreError::Busy { .. } => Failure::Busy(error.to_string()),
    }
}

/// Something found; the fields are those of `search::Hit`.
#[derive(Debug, Serialize)]
pub(super) struct Hit {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) plan: Option<PlanId>,
    pub(super) title: String,
    pub(super) path: Vec<String>,
    pub(super) score: i64,
    pub(super) matched: Vec<usize>,
}

impl Hit {
    /// What it is and how it was found, in words.
    pub(super) fn words(&self, language: Language) -> [&'static str; 2] {
        let kind = match self.kind {
            Kind::Task => language.pick("任务", "task"),
            Kind::Project => language.pick("项目", "project"),
        };
        [kind, language.pick("原文", "exact")]
    }
}

/// Hits of a query, best first.
pub(super) fn hits(snapshot: &Snapshot, query: &str, limit: usize) -> Vec<Hit> {
    let tasks = snapshot.dossiers().flat_map(|d| d.plan.tasks.iter().map(move |t| (d, t)));
    let found = tasks.filter(|(_, task)| task.text.contains(query)).map(|(dossier, task)| Hit {
        kind: task.kind(),
        id: task.id.to_string(),
        plan: Some(dossier.plan.id.clone()),
        title: task.title.clone(),
        path: dossier.plan.path(task.node),
        score: 0,
        matched: Vec::new(),
    });
    found.take(limit).collect()
}

/// Whether a query finds a task.
pub(super) fn text_filter(query: &str) -> impl Fn(&Dossier, &Task) -> bool {
    let query = query.to_string();
    move |_, task| task.text.contains(&query)
}

/// Opens the screen and returns when the person leaves it.
pub(super) fn screen(_desk: Desk, _actor: Actor, language: Language) -> Result<(), Failure> {
    Err(Failure::Failed(language.pick("屏幕界面尚未完成", "the screen is not built yet").to_string()))
}

/// The keys in force as text, with the complaints about the person's own file.
pub(super) fn keys(_file: Option<(&Path, &str)>, language: Language) -> (String, Vec<String>) {
    let lines =
        crate::action::Action::ALL.iter().map(|action| format!("{}  {}\n", action.name(), action.doc(language)));
    (lines.collect(), Vec::new())
}

/// Where a text stands in a wider column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// The columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// A text cut and padded to exactly `columns`.
pub(super) fn fit(text: &str, columns: usize, align: Align) -> String {
    let mut cut = text.to_string();
    while width(&cut) > columns {
        cut.pop();
    }
    let blanks = " ".repeat(columns - width(&cut));
    match align {
        Align::Left => cut + &blanks,
        Align::Right => blanks + &cut,
    }
}
