//! A bookmark: where a person is and what they have typed without saving it, to go on from there in another session.

use serde::{Deserialize, Serialize};

use crate::desk::Draft;
use crate::plan::{ItemId, Period, PlanId};
use crate::text::Language;

use super::tasks::Filter;
use super::{Layer, State, View};

/// The bookmark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// The view.
    pub view: View,
    /// The plan in focus.
    pub plan: Option<PlanId>,
    /// The period.
    pub period: Period,
    /// Which tasks are listed.
    pub filter: Filter,
    /// The task under the cursor of the task table.
    pub task: Option<ItemId>,
    /// The language.
    pub language: Language,
    /// Words of reviews that were not saved. Those being typed are the last.
    pub drafts: Vec<Draft>,
    /// The field being typed into, when a review is being written.
    pub writing: Option<usize>,
    /// The query being typed, when the search page is open.
    pub query: Option<String>,
}

impl Bookmark {
    /// Where the person is.
    pub fn of(state: &State) -> Self {
        let form = state.layers.iter().find_map(|layer| match layer {
            Layer::Review(form) => Some(form),
            _ => None,
        });
        let query = state.layers.iter().find_map(|layer| match layer {
            Layer::Search(search) => Some(search.query.text().to_string()),
            _ => None,
        });
        Bookmark {
            view: state.view,
            plan: state.data.plan.clone(),
            period: state.data.period,
            filter: state.tasks.filter.clone(),
            task: state.tasks.current.clone(),
            language: state.language,
            drafts: state.drafts.iter().cloned().chain(form.map(|form| form.draft())).collect(),
            writing: form.map(|form| form.at),
            query,
        }
    }
}
