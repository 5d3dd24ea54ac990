//! A bookmark: where a person is and what they have typed without saving it, to go on from there in another session.

use serde::{Deserialize, Serialize};

use crate::desk::{Draft, FormOf, Writing};
use crate::plan::{ItemId, Period, PlanId};
use crate::text::Language;

use super::State;
use super::tasks::Filter;
use crate::tui::popup::search::Search;
use crate::tui::views::View;

/// The bookmark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// The view.
    pub view: View,
    /// True if archived plans are looked at.
    #[serde(default)]
    pub archived: bool,
    /// The plan in focus.
    pub plan: Option<PlanId>,
    /// The period.
    pub period: Period,
    /// The filter of the task table.
    pub filter: Filter,
    /// The task under the cursor of the task table.
    pub task: Option<ItemId>,
    /// The language.
    pub language: Language,
    /// Words that were not saved. Those being typed are the last.
    pub drafts: Vec<Draft>,
    /// The field being typed into, when a form is being filled in.
    pub writing: Option<usize>,
    /// The query being typed, when the search page is open.
    pub query: Option<String>,
}

impl Bookmark {
    /// Returns where the person is.
    pub fn of(state: &State) -> Self {
        let forms = state.popups.iter().filter_map(|pop_up| Some((pop_up.written()?, pop_up.field_at())));
        let forms: Vec<(Draft, usize)> = forms.collect();
        // A reason is asked for again by the form that it belongs to.
        let is_reason = |draft: &Draft| matches!(&draft.of, Writing::Form { form: FormOf::Amendment(..) });
        let writing = forms.iter().rev().find(|(draft, _)| !is_reason(draft)).map(|(_, field)| *field);
        let query = state.pop_up::<Search>().map(|search| search.query.text().to_string());
        Bookmark {
            view: state.view,
            archived: state.data.archived,
            plan: state.data.plan.clone(),
            period: state.data.period,
            filter: state.lists.tasks.filter.clone(),
            task: state.lists.tasks.current.clone(),
            language: state.language,
            writing,
            drafts: state.drafts.iter().cloned().chain(forms.into_iter().map(|(draft, _)| draft)).collect(),
            query,
        }
    }
}
