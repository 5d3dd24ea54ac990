//! The state of a session: everything that a screen is drawn from.
//!
//! Views and pop-ups have a file each, here and under the same name in [`super::update`] and [`super::view`].
//! Rows are derived from the data and made anew when the data, the filter or the period changes.

pub mod appraisal;
pub mod bookmark;
pub mod boxes;
pub mod check;
pub mod compare;
pub mod confirm;
pub mod contest;
pub mod data;
pub mod departments;
pub mod detail;
pub mod field;
pub mod filter;
pub mod help;
pub mod history;
pub mod indicators;
pub mod judgement;
pub mod layout;
pub mod leads;
pub mod led;
pub mod list;
pub mod matrix;
pub mod outline;
pub mod overview;
pub mod pager;
pub mod picker;
pub mod problems;
pub mod prompt;
pub mod review;
pub mod search;
pub mod tasks;

use std::sync::Arc;

use ratatui::layout::Size;
use serde::{Deserialize, Serialize};

use crate::action::Scope;
use crate::desk::{Command, Draft, Seen, Snapshot};
use crate::keymap::{Key, Keymap};
use crate::plan::{Change, ItemId, Period, PlanId};
use crate::text::Language;
use crate::text::width::AmbiguousWidth;

use super::signs::Signs;
use super::words::{Word, say};
use data::{Data, IndicatorRow};
use list::Moves;

/// The views, in the order of their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// The overview (总览).
    Overview,
    /// The outline (大纲).
    Outline,
    /// The task table (任务).
    Tasks,
    /// Special boxes (专栏).
    Boxes,
    /// Indicators (指标).
    Indicators,
    /// Departments (部门).
    Departments,
    /// Compare (对照).
    Compare,
    /// The plan check (体检).
    Check,
    /// Problems (问题台账).
    Problems,
    /// The matrix of tasks and periods (矩阵).
    Matrix,
    /// History (记录).
    History,
}

impl View {
    /// The scope of its keys.
    pub fn scope(self) -> Scope {
        match self {
            View::Overview => Scope::Overview,
            View::Outline => Scope::Outline,
            View::Tasks => Scope::Tasks,
            View::Boxes => Scope::Boxes,
            View::Indicators => Scope::Indicators,
            View::Departments => Scope::Departments,
            View::Compare => Scope::Compare,
            View::Check => Scope::Check,
            View::Problems => Scope::Problems,
            View::Matrix => Scope::Matrix,
            View::History => Scope::History,
        }
    }

    /// Whether there is more to know of a row than the row says.
    pub fn has_detail(self) -> bool {
        !matches!(self, View::Overview | View::Departments | View::Compare)
    }

    /// Its name.
    pub fn word(self) -> Word {
        match self {
            View::Overview => Word::Overview,
            View::Outline => Word::Outline,
            View::Tasks => Word::Tasks,
            View::Boxes => Word::Boxes,
            View::Indicators => Word::Indicators,
            View::Departments => Word::Departments,
            View::Compare => Word::Compare,
            View::Check => Word::Check,
            View::Problems => Word::Problems,
            View::Matrix => Word::Matrix,
            View::History => Word::History,
        }
    }
}

/// A pop-up. The last one has the keyboard.
#[derive(Debug, Clone)]
pub enum Layer {
    /// The search page.
    Search(search::Search),
    /// Help.
    Help(help::Help),
    /// A list to pick from.
    Picker(picker::Picker),
    /// A line to enter.
    Prompt(prompt::Prompt),
    /// The words of a review.
    Review(Box<review::Form>),
    /// What others say of a plan.
    Appraisal(Box<appraisal::Form>),
    /// The filter form.
    Filter(Box<filter::Form>),
    /// A text to read.
    Pager(pager::Pager),
    /// A question.
    Confirm(Box<confirm::Confirm>),
    /// What somebody else has changed meanwhile.
    Contest(Box<contest::Contest>),
}

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Success,
    /// Something to know.
    Note,
    /// Something was not done.
    Refusal,
}

/// A message in the last line. It stays until a key is pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it says.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

/// Where the user was, to come back to.
#[derive(Debug, Clone)]
pub struct Place {
    view: View,
    plan: Option<PlanId>,
    filter: tasks::Filter,
    task: Option<ItemId>,
}

/// The state of one session.
pub struct State {
    /// The data in view.
    pub data: Data,
    /// What keys mean.
    pub keymap: Arc<Keymap>,
    /// The language of the words.
    pub language: Language,
    /// How wide ambiguous characters are.
    pub ambiguous: AmbiguousWidth,
    /// Who sits here.
    pub actor: String,
    /// Who else is at the desk.
    pub others: Vec<String>,
    /// Columns and rows.
    pub size: Size,
    /// The view.
    pub view: View,
    /// Where the user came from.
    pub trail: Vec<Place>,
    /// The overview.
    pub overview: overview::Overview,
    /// The outline.
    pub outline: outline::Outline,
    /// The task table.
    pub tasks: tasks::Tasks,
    /// Special boxes.
    pub boxes: boxes::Boxes,
    /// Indicators.
    pub indicators: indicators::Indicators,
    /// Departments.
    pub departments: departments::Departments,
    /// Compare.
    pub compare: compare::Compare,
    /// The plan check.
    pub check: check::Check,
    /// Problems.
    pub problems: problems::Problems,
    /// The matrix.
    pub matrix: matrix::Matrix,
    /// History.
    pub history: history::History,
    /// Whether the detail pane has the keyboard, and its first line.
    pub detail: Option<usize>,
    /// The pop-ups, the top one last.
    pub layers: Vec<Layer>,
    /// The keys of a chord that is not complete.
    pub pending: Vec<Key>,
    /// The message.
    pub message: Option<Message>,
    /// What others did, to be told when the message has been read.
    pub news: Option<String>,
    /// Words that were left without saving.
    pub drafts: Vec<Draft>,
    /// The data as the screen showed it when the latest key was pressed.
    pub shown: Arc<Snapshot>,
    /// The data as it was shown when the first of the pop-ups was opened, or the first key of a chord was pressed.
    pub opened: Option<Arc<Snapshot>>,
    /// How much of the index for searching is made, in per cent, as long as there is none.
    pub indexing: Option<u32>,
    /// Whether files that the person names can be opened: never in a session that is served from afar.
    pub opens_files: bool,
    /// The last query, to be taken up again.
    pub last_query: String,
}

impl State {
    /// The state of a session that begins.
    pub fn new(snapshot: Arc<Snapshot>, keymap: Arc<Keymap>, actor: &str, period: Period, size: Size) -> Self {
        let mut state = State {
            shown: Arc::clone(&snapshot),
            opened: None,
            data: Data::new(snapshot, period),
            keymap,
            language: Language::default(),
            ambiguous: AmbiguousWidth::default(),
            actor: actor.to_string(),
            others: Vec::new(),
            size,
            view: View::Overview,
            trail: Vec::new(),
            overview: overview::Overview::default(),
            outline: outline::Outline::default(),
            tasks: tasks::Tasks::default(),
            boxes: boxes::Boxes::default(),
            indicators: indicators::Indicators::default(),
            departments: departments::Departments::default(),
            compare: compare::Compare::default(),
            check: check::Check::default(),
            problems: problems::Problems::default(),
            matrix: matrix::Matrix::default(),
            history: history::History::default(),
            detail: None,
            layers: Vec::new(),
            pending: Vec::new(),
            message: None,
            news: None,
            drafts: Vec::new(),
            indexing: None,
            opens_files: false,
            last_query: String::new(),
        };
        state.refresh();
        state.settle();
        state
    }

    /// A fixed wording in the session's language.
    pub fn say(&self, word: Word) -> &'static str {
        say(self.language, word)
    }

    /// The scopes that hold now, innermost first.
    pub fn scopes(&self) -> &'static [Scope] {
        match self.layers.last() {
            None if self.detail.is_some() => Scope::Detail.stack(),
            None => self.view.scope().stack(),
            Some(Layer::Search(_)) => Scope::Search.stack(),
            Some(Layer::Help(_) | Layer::Picker(_) | Layer::Contest(_)) => Scope::Picker.stack(),
            Some(Layer::Prompt(_) | Layer::Filter(_) | Layer::Appraisal(_)) => Scope::Text.stack(),
            Some(Layer::Pager(pager)) if pager.file.is_some() => Scope::Text.stack(),
            Some(Layer::Pager(_)) => Scope::Picker.stack(),
            Some(Layer::Review(_)) => Scope::Multiline.stack(),
            Some(Layer::Confirm(_)) => Scope::Confirm.stack(),
        }
    }

    /// Makes the rows of the view anew, for other rows than before: where the row under the cursor is not among them,
    /// the cursor goes to the first one.
    pub fn refresh_from_top(&mut self) {
        if !self.refresh() {
            self.list().go_to(0);
        }
    }

    /// Makes the rows of the view anew. Says whether the row under the cursor is still among them.
    pub fn refresh(&mut self) -> bool {
        self.data.count();
        let data = &self.data;
        match self.view {
            View::Overview => self.overview.refresh(data),
            View::Outline => self.outline.refresh(data),
            View::Tasks => self.tasks.refresh(data),
            View::Boxes => self.boxes.refresh(data),
            View::Indicators => self.indicators.refresh(data),
            View::Departments => self.departments.refresh(data),
            View::Compare => self.compare.refresh(data, self.language),
            View::Check => self.check.refresh(data),
            View::Problems => self.problems.refresh(data),
            View::Matrix => self.matrix.refresh(data),
            View::History => true,
        }
    }

    /// Brings windows to the size of the screen, and has cursors remember their items.
    pub fn settle(&mut self) {
        let layout = layout::of(self);
        let height = usize::from(layout.rows.height);
        self.list().set_height(height);
        self.tasks.settle(&self.data);
        self.indicators.settle(&self.data);
        self.matrix.settle(&self.data);
        let inner = usize::from(layout::layer_rows(self));
        match self.layers.last_mut() {
            Some(Layer::Search(search)) => {
                search.list.set_height(inner);
                search.views.set_height(inner);
            }
            Some(Layer::Help(help)) => help.list.set_height(inner),
            Some(Layer::Picker(picker)) => picker.list.set_height(inner),
            _ => {}
        }
        pager::settle(self);
        contest::settle(self);
        detail::settle(self);
    }

    /// The list of the view.
    pub fn list(&mut self) -> &mut dyn Moves {
        match self.view {
            View::Overview => &mut self.overview.list,
            View::Outline => &mut self.outline.list,
            View::Tasks => &mut self.tasks.list,
            View::Boxes => &mut self.boxes.list,
            View::Indicators => &mut self.indicators.list,
            View::Departments => &mut self.departments.list,
            View::Compare => &mut self.compare.list,
            View::Check => &mut self.check.list,
            View::Problems => &mut self.problems.list,
            View::Matrix => &mut self.matrix.list,
            View::History => &mut self.history.list,
        }
    }

    /// The tasks that an action is for: those marked, or the one under the cursor of the view.
    pub fn chosen_tasks(&self) -> Vec<ItemId> {
        match self.view {
            View::Tasks => self.tasks.chosen(),
            View::Boxes => self.boxes.item(&self.data).into_iter().collect(),
            View::Matrix => self.matrix.current.iter().cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// What the person has in view who gives a command: what the screen shows, or showed when the pop-up or the chord
    /// was begun that the command is given by.
    pub fn seen(&self, command: &Command) -> Seen {
        Seen::of(self.opened.as_ref().unwrap_or(&self.shown), command)
    }

    /// The words that would be lost if the session ended now: those left without saving, and those in a form.
    pub fn unsaved(&self) -> Vec<Draft> {
        let forms = self.layers.iter().filter_map(|layer| match layer {
            Layer::Review(form) if form.is_any_changed() => Some(form.draft()),
            _ => None,
        });
        self.drafts.iter().cloned().chain(forms).collect()
    }

    /// Takes the words over that were left last time, and asks whether to go on with the latest.
    pub fn offer_drafts(&mut self, drafts: Vec<Draft>) {
        let known = |draft: &&Draft| draft.items.iter().all(|id| self.data.snapshot.task(id).is_some());
        let latest =
            drafts.iter().rev().find(known).map(|draft| confirm::Then::TakeUp(draft.items.clone(), draft.period));
        if let Some(then) = latest {
            let about = drafts.iter().rev().filter_map(|draft| draft.items.first()).map(|id| self.title(id)).collect();
            let question = self.say(Word::TakeUpDrafts).to_string();
            self.layers.push(Layer::Confirm(Box::new(confirm::Confirm { question, about, then })));
        }
        self.drafts = drafts;
    }

    /// Takes words over that another session of the person has left meanwhile. They come back with the form; whoever is
    /// at work is told and not asked.
    pub fn receive_drafts(&mut self, drafts: Vec<Draft>) {
        let Some(item) = drafts.last().and_then(|draft| draft.items.first()) else { return };
        let told = format!("{}{}", self.say(Word::DraftsLeft), self.title(item));
        self.drafts.extend(drafts);
        self.tell(Tone::Note, told);
    }

    /// The title of an item.
    pub fn title(&self, id: &ItemId) -> String {
        let snapshot = &self.data.snapshot;
        let task = snapshot.task(id).map(|(_, task)| task.title.clone());
        task.or_else(|| snapshot.indicator(id).map(|(_, i)| i.name.clone())).unwrap_or_else(|| id.to_string())
    }

    /// What a change is about: the title of its item or of its plan.
    pub fn change_title(&self, change: &Change) -> String {
        match change {
            Change::Plan { plan, edit } => {
                edit.after.as_ref().or(edit.before.as_ref()).map_or_else(|| plan.to_string(), |p| p.title.clone())
            }
            _ => change.item().map(|id| self.title(id)).unwrap_or_default(),
        }
    }

    /// Goes to another view, to come back later.
    pub fn go(&mut self, view: View) {
        self.remember();
        self.view = view;
        self.detail = None;
        self.refresh();
    }

    /// Shows an indicator in the list of its plan.
    pub fn show_indicator(&mut self, row: IndicatorRow) {
        let Some((dossier, indicator)) = self.data.indicator(row) else { return };
        let (plan, id) = (dossier.plan.id.clone(), indicator.id.clone());
        self.go(View::Indicators);
        self.data.plan = Some(plan);
        self.indicators.current = Some(id);
        self.refresh_from_top();
    }

    /// Remembers where the user is.
    pub fn remember(&mut self) {
        // A handful of steps back is what a person can follow.
        const STEPS: usize = 20;
        let place = Place {
            view: self.view,
            plan: self.data.plan.clone(),
            filter: self.tasks.filter.clone(),
            task: self.tasks.current.clone(),
        };
        self.trail.push(place);
        if self.trail.len() > STEPS {
            self.trail.remove(0);
        }
    }

    /// Goes back to where the user came from. Says whether there is such a place.
    pub fn go_back(&mut self) -> bool {
        let Some(place) = self.trail.pop() else { return false };
        self.view = place.view;
        self.data.plan = place.plan.filter(|plan| self.data.snapshot.dossier(plan).is_some());
        self.tasks.filter = place.filter;
        self.tasks.current = place.task;
        self.refresh();
        true
    }

    /// The word for a period that is closed for the plans in view, or for some of them.
    pub fn sealed(&self, period: Period) -> Option<&'static str> {
        match self.data.sealed_in_view(period) {
            (_, 0) => None,
            (all, sealed) if all == sealed => Some(self.say(Word::Sealed)),
            _ => Some(self.say(Word::PartlySealed)),
        }
    }

    /// The signs to draw and to write with.
    pub fn signs(&self) -> &'static Signs {
        Signs::of(self.ambiguous)
    }

    /// Shows what somebody else did: at once, unless a message is there that the person has to read first.
    pub fn hear(&mut self, news: String) {
        match &self.message {
            Some(message) if message.tone != Tone::Note => self.news = Some(news),
            _ => self.tell(Tone::Note, news),
        }
    }

    /// Whether somebody looks at what was found.
    pub fn is_searching(&self) -> bool {
        self.layers.iter().any(|layer| matches!(layer, Layer::Search(_)))
    }

    /// Shows a message.
    pub fn tell(&mut self, tone: Tone, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), tone });
    }
}
