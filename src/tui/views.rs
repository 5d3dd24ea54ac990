//! The views: one declaration each. Everything that differs from view to view is asked of its declaration, so that
//! nothing matches on the views.

use ratatui::layout::Rect;
use serde::{Deserialize, Serialize};

use super::columns::{self, Table};
use super::linear;
use super::popup::Hint;
use super::state::detail::{self, Line};
use super::state::layout::Layout;
use super::state::list::Moves;
use super::state::prompt::Exported;
use super::state::{
    State, boxes, cases, check, compare, departments, handover, history, indicators, matrix, outline, overview,
    problems, tasks,
};
use super::update::{self, Effect, export};
use super::view::{self, canvas::Canvas};
use super::words::Word;
use crate::action::{Action, Scope};
use crate::plan::{ItemId, Subject};

/// The declaration of a view.
pub struct Declaration {
    /// Its name.
    pub name: Word,
    /// The action that opens it.
    pub opened_by: Action,
    /// The scope of its keys.
    pub scope: Scope,
    /// True if it shows all plans, whichever is in focus.
    pub shows_all: fn(&State) -> bool,
    /// Returns what the header says of it beside its name and the plan.
    pub title: fn(&State) -> Vec<String>,
    /// Makes its rows anew. Returns true if the row under the cursor is still among them.
    pub refresh: fn(&mut State) -> bool,
    /// The effect that brings what it shows beyond the snapshot.
    pub fetch: Option<Effect>,
    /// Does an action that it has of its own. Returns `None` for any other.
    pub act: fn(&mut State, Action) -> Option<Vec<Effect>>,
    /// Draws it.
    pub draw: fn(&mut Canvas<'_>, &State, &Layout),
    /// Returns the lines of the detail pane for the row under the cursor; without it there is no pane.
    pub detail: Option<fn(&State, Rect) -> Vec<Line>>,
    /// The rows of the detail pane on a high screen, its rule included: what it usually says, and no more, so that the
    /// list has the rest.
    pub detail_rows: u16,
    /// Returns the tasks that an action on tasks is for; without it there are none.
    pub tasks: Option<fn(&State) -> Vec<ItemId>>,
    /// Returns the plan, item, heading or box under the cursor, whose text can be edited.
    pub subject: Option<fn(&State) -> Option<Subject>>,
    /// Returns its rows to be exported.
    pub exported: fn(&State) -> Exported,
    /// Returns what the command line calls the row under the cursor, where that is no subject.
    pub id: fn(&State) -> Option<String>,
    /// Returns the table that it is.
    pub table: fn(&State) -> &'static Table,
    /// Returns the row under the cursor with its labels, where the cells do not say it all.
    pub spoken: Option<fn(&State) -> String>,
    /// The actions that mean something of their own there, with their words, and those that mean nothing.
    pub hints: &'static [(Action, Hint)],
}

/// A view with nothing of its own, to declare others from.
const PLAIN: Declaration = Declaration {
    name: Word::App,
    opened_by: Action::Back,
    scope: Scope::List,
    shows_all: |_| false,
    title: |_| Vec::new(),
    refresh: |_| true,
    fetch: None,
    act: |_, _| None,
    draw: |_, _, _| {},
    detail: None,
    detail_rows: 12,
    tasks: None,
    subject: None,
    exported: export::tasks,
    table: |_| &columns::TASKS,
    id: |_| None,
    spoken: None,
    hints: &[],
};

macro_rules! views {
    ($($(#[$doc:meta])* $view:ident $list:ident: $state:ty = { $($field:ident: $value:expr,)* };)*) => {
        /// The views, in the order of their keys.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum View {
            $($(#[$doc])* $view,)*
        }

        /// The lists of the views, with what each view remembers.
        #[derive(Default)]
        pub struct Lists {
            $($(#[$doc])* pub $list: $state,)*
        }

        impl View {
            /// Every view.
            pub const ALL: &'static [View] = &[$(View::$view,)*];

            /// Returns its declaration.
            pub fn declaration(self) -> &'static Declaration {
                match self {
                    $(View::$view => {
                        const DECLARATION: Declaration = Declaration { $($field: $value,)* ..PLAIN };
                        &DECLARATION
                    })*
                }
            }
        }

        impl Lists {
            /// Returns the list of a view.
            pub fn of(&mut self, view: View) -> &mut dyn Moves {
                match view { $(View::$view => &mut self.$list.list,)* }
            }

            /// Returns the list of a view, to be looked at.
            pub fn shown(&self, view: View) -> &dyn Moves {
                match view { $(View::$view => &self.$list.list,)* }
            }

            /// Forgets the rows of every view. Each makes them anew when it is shown.
            pub fn clear(&mut self) {
                $(self.$list.list = Default::default();)*
            }
        }
    };
}

views! {
    /// The overview (总览).
    Overview overview: overview::Overview = {
        name: Word::Overview,
        opened_by: Action::ViewOverview,
        scope: Scope::Overview,
        shows_all: |_| true,
        refresh: |state| state.lists.overview.refresh(&state.data),
        act: update::overview::act,
        subject: Some(|state| state.lists.overview.subject(&state.data)),
        exported: export::overview,
        draw: view::overview::draw,
        table: |_| &columns::OVERVIEW,
        spoken: Some(linear::of_overview),
    };
    /// The outline (大纲).
    Outline outline: outline::Outline = {
        name: Word::Outline,
        opened_by: Action::ViewOutline,
        scope: Scope::Outline,
        refresh: |state| state.lists.outline.refresh(&state.data),
        act: update::outline::act,
        subject: Some(|state| state.lists.outline.subject(&state.data)),
        exported: export::outline,
        draw: view::outline::draw,
        table: |_| &columns::OUTLINE,
        spoken: Some(linear::of_heading),
        detail: Some(detail::of_heading),
        detail_rows: 9,
        hints: &[
            (Action::Open, Hint::Word(Word::Tasks)),
            (Action::Mark, Hint::None),
            (Action::Filter, Hint::None),
        ],
    };
    /// The task table (任务).
    Tasks tasks: tasks::Tasks = {
        name: Word::Tasks,
        opened_by: Action::ViewTasks,
        scope: Scope::Tasks,
        title: |state| state.lists.tasks.filter.describe(&state.data, state.language),
        refresh: |state| state.lists.tasks.refresh(&state.data),
        act: update::tasks::in_table,
        subject: Some(|state| state.lists.tasks.current.clone().map(Subject::Item)),
        draw: view::tasks::draw,
        table: |_| &columns::TASKS,
        detail: Some(detail::of_task),
        tasks: Some(|state| state.lists.tasks.chosen()),
    };
    /// Special boxes (专栏).
    Boxes boxes: boxes::Boxes = {
        name: Word::Boxes,
        opened_by: Action::ViewBoxes,
        scope: Scope::Boxes,
        refresh: |state| state.lists.boxes.refresh(&state.data),
        act: update::boxes::act,
        subject: Some(|state| state.lists.boxes.subject(&state.data)),
        draw: view::boxes::draw,
        table: |_| &columns::BOXES,
        spoken: Some(linear::of_box),
        detail: Some(detail::of_box),
        detail_rows: 9,
        tasks: Some(|state| state.lists.boxes.item(&state.data).into_iter().collect()),
        exported: export::boxes,
        hints: &[(Action::Mark, Hint::None)],
    };
    /// Indicators (指标).
    Indicators indicators: indicators::Indicators = {
        name: Word::Indicators,
        opened_by: Action::ViewIndicators,
        scope: Scope::Indicators,
        refresh: |state| state.lists.indicators.refresh(&state.data),
        act: update::indicators::act,
        subject: Some(|state| state.lists.indicators.current.clone().map(Subject::Item)),
        draw: view::indicators::draw,
        table: |_| &columns::INDICATORS,
        detail: Some(detail::of_indicator),
        detail_rows: 7,
        exported: export::indicators,
    };
    /// Departments (部门).
    Departments departments: departments::Departments = {
        name: Word::Departments,
        opened_by: Action::ViewDepartments,
        scope: Scope::Departments,
        refresh: |state| state.lists.departments.refresh(&state.data),
        act: update::departments::act,
        exported: export::departments,
        id: |state| state.lists.departments.list.current().map(|row| row.name.clone()),
        draw: view::departments::draw,
        table: |_| &columns::DEPARTMENTS,
        hints: &[(Action::Open, Hint::Word(Word::Tasks))],
    };
    /// The same indicators in several plans, or two states of one plan (对照).
    Compare compare: compare::Compare = {
        name: Word::Compare,
        opened_by: Action::ViewCompare,
        scope: Scope::Compare,
        shows_all: |state| !state.lists.compare.by_period,
        refresh: |state| state.lists.compare.refresh(&state.data, state.language),
        act: update::compare::act,
        draw: view::compare::draw,
        table: |state| match state.lists.compare.by_period {
            true => &columns::COMPARED_PERIODS,
            false => &columns::COMPARED_INDICATORS,
        },
        title: view::compare::title,
        spoken: Some(linear::of_measure),
        exported: export::compare,
        id: |state| {
            let row = state.lists.compare.list.current()?;
            compare::id(&state.data, row).map(|id| id.to_string())
        },
    };
    /// The plan check (体检).
    Check check: check::Check = {
        name: Word::Check,
        opened_by: Action::ViewCheck,
        scope: Scope::Check,
        title: |state| state.lists.check.rule_name(state.language).into_iter().collect(),
        refresh: |state| state.lists.check.refresh(&state.data),
        fetch: Some(Effect::Check),
        act: update::check::act,
        exported: export::check,
        id: |state| state.lists.check.id(),
        draw: view::check::draw,
        table: |_| &columns::CHECK,
        detail: Some(detail::of_finding),
        detail_rows: 6,
        hints: &[(Action::Filter, Hint::Word(Word::Rule)), (Action::PickPeriod, Hint::None)],
    };
    /// Problems (问题台账).
    Problems problems: problems::Problems = {
        name: Word::Problems,
        opened_by: Action::ViewProblems,
        scope: Scope::Problems,
        title: update::problems::title,
        refresh: |state| state.lists.problems.refresh(&state.data),
        act: update::problems::act,
        subject: Some(|state| state.lists.problems.chosen(&state.data).map(|(task, _)| Subject::Item(task))),
        exported: export::problems,
        draw: view::problems::draw,
        table: |_| &columns::PROBLEMS,
        detail: Some(detail::of_problem),
        detail_rows: 8,
        hints: &[(Action::Open, Hint::Word(Word::Task)), (Action::Filter, Hint::Word(Word::Department))],
    };
    /// Supervision cases (督办).
    Cases cases: cases::Cases = {
        name: Word::Cases,
        opened_by: Action::ViewCases,
        scope: Scope::Cases,
        title: view::cases::title,
        refresh: |state| state.lists.cases.refresh(&state.data),
        act: update::cases::act,
        subject: Some(|state| state.lists.cases.item(&state.data).map(Subject::Item)),
        exported: export::cases,
        id: |state| state.lists.cases.current().map(ToString::to_string),
        draw: view::cases::draw,
        table: |_| &columns::CASES,
        detail: Some(detail::of_case),
        detail_rows: 10,
        hints: &[
            (Action::Open, Hint::Word(Word::Task)),
            (Action::Filter, Hint::Word(Word::Department)),
            (Action::PickPeriod, Hint::None),
        ],
    };
    /// The matrix of tasks and periods (矩阵).
    Matrix matrix: matrix::Matrix = {
        name: Word::Matrix,
        opened_by: Action::ViewMatrix,
        scope: Scope::Matrix,
        refresh: |state| state.lists.matrix.refresh(&state.data),
        act: update::matrix::act,
        subject: Some(|state| state.lists.matrix.current.clone().map(Subject::Item)),
        exported: export::matrix,
        title: view::matrix::face,
        draw: view::matrix::draw,
        table: |_| &columns::MATRIX,
        spoken: Some(linear::of_matrix),
        detail: Some(detail::of_matrix),
        detail_rows: 10,
        tasks: Some(|state| state.lists.matrix.current.iter().cloned().collect()),
        hints: &[(Action::Right, Hint::Word(Word::Period)), (Action::Mark, Hint::None)],
    };
    /// The hand-over of a plan to those that continue it (接续).
    Handover handover: handover::Handover = {
        name: Word::Handover,
        opened_by: Action::ViewHandover,
        scope: Scope::Handover,
        title: view::handover::title,
        refresh: |state| state.lists.handover.refresh(&state.data, state.language),
        act: update::handover::act,
        subject: Some(|state| state.lists.handover.current().cloned().map(Subject::Item)),
        exported: export::handover,
        draw: view::handover::draw,
        table: |_| &columns::HANDOVER,
        hints: &[(Action::PickPeriod, Hint::None), (Action::Filter, Hint::None)],
    };
    /// History (记录).
    History history: history::History = {
        name: Word::History,
        opened_by: Action::ViewHistory,
        scope: Scope::History,
        shows_all: |_| true,
        fetch: Some(Effect::ReadHistory),
        act: update::history::act,
        exported: export::history,
        id: |state| state.lists.history.list.current().map(|row| row.entry.seq.to_string()),
        draw: view::history::draw,
        table: |_| &columns::HISTORY,
        refresh: |state| state.lists.history.refresh(),
        detail: Some(detail::of_history),
        detail_rows: 10,
        hints: &[(Action::PickPeriod, Hint::None)],
    };
}

impl View {
    /// Returns the view that an action opens.
    pub fn opened_by(action: Action) -> Option<View> {
        View::ALL.iter().copied().find(|view| view.declaration().opened_by == action)
    }

    /// Returns its name in settings.
    pub fn name(self) -> &'static str {
        self.declaration().scope.name()
    }

    /// Returns the table that it shows.
    pub fn table(self, state: &State) -> &'static Table {
        (self.declaration().table)(state)
    }

    /// Returns the word that the hint of an action has in the view.
    pub fn hint(self, state: &State, action: Action) -> Hint {
        let declaration = self.declaration();
        let own = declaration.hints.iter().find(|(other, _)| *other == action).map(|(_, hint)| *hint);
        let is_idle = match action {
            Action::ToggleDetail => declaration.detail.is_none(),
            Action::PickPlan => (declaration.shows_all)(state),
            Action::Correct | Action::Adjust | Action::ItemHistory | Action::AddItem => declaration.subject.is_none(),
            Action::EditCell => !self.table(state).is_editable(),
            _ => action.scope() == Scope::Tasks && declaration.tasks.is_none(),
        };
        own.unwrap_or(if is_idle { Hint::None } else { Hint::Usual })
    }
}
