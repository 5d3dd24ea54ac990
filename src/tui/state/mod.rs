//! The state of a session: everything that a screen is drawn from.
//!
//! Views have a file each, here and under the same name in [`super::update`] and [`super::view`].
//! Rows are derived from the data and made anew when the data, the filter or the period changes.

pub mod bookmark;
pub mod boxes;
pub mod cases;
pub mod chart;
pub mod check;
pub mod compare;
pub mod data;
pub mod departments;
pub mod detail;
pub mod field;
pub mod handover;
pub mod history;
pub mod import;
pub mod indicators;
pub mod judgement;
pub mod layout;
pub mod leads;
pub mod led;
pub mod list;
pub mod matrix;
pub mod outline;
pub mod overlaid;
pub mod overview;
pub mod problems;
pub mod prompt;
pub mod tasks;

use std::any::Any;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use ratatui::layout::Size;

use crate::action::Scope;
use crate::desk::{Command, Draft, ScreenSettings, Seen, Snapshot};
use crate::keymap::{Key, Keymap};
use crate::plan::overlay::{self, TextField};
use crate::plan::record::Owner;
use crate::plan::{CaseId, Change, ItemId, Period, PlanId, Subject, Year};
use crate::text::width::AmbiguousWidth;
use crate::text::{Label, Language};

use super::columns::{self, Sorting};
use super::popup::PopUp;
use super::popup::confirm;
use super::popup::resume;
use super::popup::search::Search;
use super::signs::Signs;
use super::update::Effect;
use super::views::{Lists, View};
use super::words::{Word, say};
use data::{Data, ItemKey};
use list::Moves;

/// The tone of a message.
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
    /// The words.
    pub text: String,
    /// The tone.
    pub tone: Tone,
}

/// A place that the user can come back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    view: View,
    plan: Option<PlanId>,
    filter: tasks::Filter,
    task: Option<ItemId>,
    indicator: Option<ItemId>,
    /// The row under the cursor, for views whose rows have no ids.
    row: usize,
}

/// The state of one session.
pub struct State {
    /// The data in view.
    pub data: Data,
    /// The keymap in force.
    pub keymap: Arc<Keymap>,
    /// The language of the words.
    pub language: Language,
    /// The width of ambiguous characters.
    pub ambiguous: AmbiguousWidth,
    /// The person at the screen.
    pub actor: String,
    /// The others at the desk.
    pub others: Vec<String>,
    /// Columns and rows.
    pub size: Size,
    /// The view.
    pub view: View,
    /// The places that the user came from, the latest last.
    pub trail: Vec<Place>,
    /// The places that the user went back from, the nearest last.
    pub ahead: Vec<Place>,
    /// The lists of the views.
    pub lists: Lists,
    /// The orders that were chosen for tables, by the names of the tables.
    pub sortings: HashMap<&'static str, Sorting>,
    /// The view and the column of the cell under the cursor, while there is a cursor among the cells.
    cell: Option<(View, &'static str)>,
    /// The first line shown of the detail pane while it has the keyboard.
    pub detail: Option<usize>,
    /// The pop-ups, the top one last. It has the keyboard.
    pub popups: Vec<Box<dyn PopUp>>,
    /// The keys of a chord that is not complete.
    pub pending: Vec<Key>,
    /// The message.
    pub message: Option<Message>,
    /// The number of messages so far.
    pub told: u64,
    /// True if the screen is told in lines.
    pub linear: bool,
    /// A change by others, shown once the message has been read.
    pub news: Option<String>,
    /// Words that were left without saving.
    pub drafts: Vec<Draft>,
    /// The data as the screen showed it when the latest key was pressed.
    pub shown: Arc<Snapshot>,
    /// The data as it was shown when the first of the pop-ups was opened, or the first key of a chord was pressed.
    pub opened: Option<Arc<Snapshot>>,
    /// The part of the search index that is made, in per cent, as long as there is none.
    pub indexing: Option<u32>,
    /// True if files that the person names can be opened: never in a session that is served from afar.
    pub opens_files: bool,
    /// The beginning of a command line for this desk on the person's own machine, where that is another one.
    pub remote: Option<String>,
    /// The last query, to be taken up again.
    pub last_query: String,
    /// The year of the calendar.
    pub year: Year,
    /// The years to come for which the person has said that entries are meant.
    pub years_meant: BTreeSet<Year>,
    /// The person's screen settings.
    pub settings: ScreenSettings,
}

impl State {
    /// Returns the state of a session that begins.
    pub fn new(
        snapshot: Arc<Snapshot>,
        keymap: Arc<Keymap>,
        actor: &str,
        (year, period): (Year, Period),
        size: Size,
    ) -> Self {
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
            ahead: Vec::new(),
            lists: Lists::default(),
            sortings: HashMap::new(),
            cell: None,
            detail: None,
            popups: Vec::new(),
            pending: Vec::new(),
            message: None,
            told: 0,
            linear: false,
            news: None,
            drafts: Vec::new(),
            indexing: None,
            opens_files: false,
            remote: None,
            last_query: String::new(),
            year,
            years_meant: BTreeSet::new(),
            settings: ScreenSettings::default(),
        };
        state.refresh();
        state.settle();
        state
    }

    /// Returns a fixed wording in the session's language.
    pub fn say(&self, word: Word) -> &'static str {
        say(self.language, word)
    }

    /// Returns the name of something in the session's language.
    pub fn label(&self, named: impl Label) -> &'static str {
        named.label(self.language)
    }

    /// Returns the scopes that hold now, innermost first.
    pub fn scopes(&self) -> &'static [Scope] {
        let scope = match self.popups.last() {
            Some(pop_up) => pop_up.scope(),
            None if self.detail.is_some() => Scope::Detail,
            None => self.view.declaration().scope,
        };
        scope.stack()
    }

    /// Opens a pop-up over the others.
    pub fn open(&mut self, pop_up: impl PopUp) -> Vec<Effect> {
        self.keep(Box::new(pop_up))
    }

    /// Puts a pop-up on top that was taken off the stack.
    pub fn keep(&mut self, pop_up: Box<dyn PopUp>) -> Vec<Effect> {
        self.popups.push(pop_up);
        Vec::new()
    }

    /// Returns the top pop-up if it is of a kind.
    pub fn top<P: PopUp>(&self) -> Option<&P> {
        let top: &dyn Any = &**self.popups.last()?;
        top.downcast_ref()
    }

    /// Returns the top pop-up, to be changed, if it is of a kind.
    pub fn top_mut<P: PopUp>(&mut self) -> Option<&mut P> {
        let top: &mut dyn Any = &mut **self.popups.last_mut()?;
        top.downcast_mut()
    }

    /// Takes the top pop-up off the stack if it is of a kind.
    pub fn take_top<P: PopUp>(&mut self) -> Option<Box<P>> {
        self.top::<P>()?;
        let top: Box<dyn Any> = self.popups.pop()?;
        top.downcast().ok()
    }

    /// Returns the name of the page that stands in the place of the view.
    pub fn page(&self) -> Option<Word> {
        self.popups.first().and_then(|pop_up| pop_up.page())
    }

    /// Returns the first pop-up of a kind.
    pub fn pop_up<P: PopUp>(&self) -> Option<&P> {
        self.popups.iter().find_map(|pop_up| {
            let pop_up: &dyn Any = &**pop_up;
            pop_up.downcast_ref()
        })
    }

    /// Makes the rows of the view anew, for other rows than before: where the row under the cursor is not among them,
    /// the cursor goes to the first one.
    pub fn refresh_from_top(&mut self) {
        if !self.refresh() {
            self.list().go_to(0);
        }
    }

    /// Makes the rows of the view anew. Returns true if the row under the cursor is still among them.
    pub fn refresh(&mut self) -> bool {
        self.data.count();
        let found = (self.view.declaration().refresh)(self);
        self.sort(found);
        found
    }

    /// Returns the order that was chosen for the table of the view.
    pub fn sorting(&self) -> Option<Sorting> {
        self.sortings.get(self.view.table(self).name).copied()
    }

    /// Returns the column of the cell under the cursor of the view, while there is a cursor among the cells.
    pub fn cell(&self) -> Option<&'static str> {
        self.cell.filter(|(view, _)| *view == self.view).map(|(_, column)| column)
    }

    /// Puts a cursor on the cell of a column.
    pub fn go_to_cell(&mut self, column: Option<&'static str>) {
        self.cell = column.map(|column| (self.view, column));
    }

    /// Takes the cursor away from the cells.
    pub fn leave_cells(&mut self) {
        self.cell = None;
    }

    /// Returns the place of the row under the cursor in the window of the view's list.
    pub fn cursor_in_window(&self) -> Option<usize> {
        let list = self.lists.shown(self.view);
        list.at().checked_sub(list.first()).filter(|below| *below < list.height())
    }

    /// Puts the rows of the view into the order that was chosen. The cursor goes with its row if it `follows`.
    fn sort(&mut self, follows: bool) {
        let (table, Some(sorting)) = (self.view.table(self), self.sorting()) else { return };
        let rows = self.list().len();
        if let Some(order) = columns::order(self, table, sorting, rows) {
            self.list().reorder(&order, follows);
        }
    }

    /// Brings windows to the size of the screen, and has cursors remember their items.
    pub fn settle(&mut self) {
        let layout = layout::of(self);
        let height = usize::from(layout.rows.height);
        self.list().set_height(height);
        self.lists.tasks.settle(&self.data);
        self.lists.indicators.settle(&self.data);
        self.lists.matrix.settle(&self.data);
        if let Some(mut top) = self.popups.pop() {
            top.settle(top.area(self.size), self);
            self.popups.push(top);
        }
        detail::settle(self);
    }

    /// Returns the list of the view.
    pub fn list(&mut self) -> &mut dyn Moves {
        self.lists.of(self.view)
    }

    /// Returns the tasks that an action is for: those marked, or the one under the cursor of the view.
    pub fn chosen_tasks(&self) -> Vec<ItemId> {
        self.view.declaration().tasks.map_or_else(Vec::new, |tasks| tasks(self))
    }

    /// Returns the data that the giver of a command has in view: those that the screen shows, or showed when the pop-up
    /// or the chord was begun that gives it.
    pub fn seen(&self, command: &Command) -> Seen {
        Seen::of(self.opened.as_ref().unwrap_or(&self.shown), command)
    }

    /// Returns the words that would be lost if the session ended now: those left without saving, and those in a form.
    pub fn unsaved(&self) -> Vec<Draft> {
        let forms = self.popups.iter().filter_map(|pop_up| pop_up.written()).filter(Draft::is_changed);
        self.drafts.iter().cloned().chain(forms).collect()
    }

    /// Takes the words over that were left last time, and asks whether to go on with the latest.
    pub fn offer_drafts(&mut self, drafts: Vec<Draft>) {
        let latest = drafts.iter().rev().find(|draft| draft.of.is_known(&self.data.snapshot));
        if let Some(then) = latest.map(|draft| confirm::Then::TakeUp(draft.of.clone())) {
            let about = drafts.iter().rev().map(|draft| resume::about(self, &draft.of)).collect();
            confirm::ask(self, Word::TakeUpDrafts, about, then);
        }
        self.drafts = drafts;
    }

    /// Takes words over that another session of the person has left meanwhile. They come back with the form; whoever is
    /// at work is told and not asked.
    pub fn receive_drafts(&mut self, drafts: Vec<Draft>) {
        let Some(last) = drafts.last() else { return };
        let told = format!("{}{}", self.say(Word::DraftsLeft), resume::about(self, &last.of));
        self.drafts.extend(drafts);
        self.tell(Tone::Note, told);
    }

    /// Returns the title of an item.
    pub fn title(&self, id: &ItemId) -> String {
        self.subject_title(&Subject::Item(id.clone()))
    }

    /// Returns the title of a plan, or of one of its items, headings and boxes.
    pub fn subject_title(&self, subject: &Subject) -> String {
        let dossier = self.data.snapshot.dossier(subject.plan());
        let title = dossier.and_then(|dossier| overlay::read(&dossier.plan, subject, TextField::Title));
        title.unwrap_or_else(|| subject.to_string())
    }

    /// Returns the plan, item, heading or box under the cursor of the view.
    pub fn subject(&self) -> Option<Subject> {
        self.view.declaration().subject.and_then(|subject| subject(self))
    }

    /// Returns the title of a plan.
    pub fn plan_title(&self, plan: &PlanId) -> String {
        self.subject_title(&Subject::Plan(plan.clone()))
    }

    /// Returns the title of the item or plan that a change is about.
    pub fn change_title(&self, change: &Change) -> String {
        match change {
            Change::Plan { plan, edit } => {
                edit.after.as_ref().or(edit.before.as_ref()).map_or_else(|| plan.to_string(), |p| p.title.clone())
            }
            Change::Case { plan, case, .. } | Change::CaseStep { plan, case, .. } => {
                let id = CaseId { plan: plan.clone(), number: *case };
                self.data.snapshot.case(&id).map_or_else(|| id.to_string(), |at| at.case.title.clone())
            }
            _ => match (change.item(), change.plan()) {
                (Some(item), _) => self.title(item),
                (None, Some(plan)) => self.plan_title(plan),
                (None, None) => change.owner(),
            },
        }
    }

    /// Goes to another view, to come back later.
    pub fn go(&mut self, view: View) {
        self.remember();
        self.view = view;
        self.detail = None;
        self.leave_cells();
        self.refresh();
    }

    /// Shows an indicator in the list of its plan.
    pub fn show_indicator(&mut self, row: ItemKey) {
        let Some((dossier, indicator)) = self.data.indicator(row) else { return };
        let (plan, id) = (dossier.plan.id.clone(), indicator.id.clone());
        self.go(View::Indicators);
        self.data.plan = Some(plan);
        self.lists.indicators.current = Some(id);
        self.refresh_from_top();
    }

    /// Remembers where the user is, to come back to.
    pub fn remember(&mut self) {
        // As many steps back as a person can follow.
        const STEPS: usize = 50;
        self.ahead.clear();
        let here = self.here();
        if self.trail.last() != Some(&here) {
            self.trail.push(here);
        }
        if self.trail.len() > STEPS {
            self.trail.remove(0);
        }
    }

    fn here(&mut self) -> Place {
        Place {
            view: self.view,
            plan: self.data.plan.clone(),
            filter: self.lists.tasks.filter.clone(),
            task: self.lists.tasks.current.clone(),
            indicator: self.lists.indicators.current.clone(),
            row: self.list().at(),
        }
    }

    /// Goes back to where the user came from. Returns true if there is such a place.
    pub fn go_back(&mut self) -> bool {
        let Some(place) = self.trail.pop() else { return false };
        let here = self.here();
        self.ahead.push(here);
        self.return_to(place);
        true
    }

    /// Goes to where the user came back from. Returns true if there is such a place.
    pub fn go_forward(&mut self) -> bool {
        let Some(place) = self.ahead.pop() else { return false };
        let here = self.here();
        self.trail.push(here);
        self.return_to(place);
        true
    }

    fn return_to(&mut self, place: Place) {
        self.view = place.view;
        self.detail = None;
        self.leave_cells();
        self.data.plan = place.plan.filter(|plan| self.data.snapshot.dossier(plan).is_some());
        self.lists.tasks.filter = place.filter;
        self.lists.tasks.current = place.task;
        self.lists.indicators.current = place.indicator;
        self.refresh();
        let is_known = matches!(self.view, View::Tasks | View::Indicators);
        if !is_known {
            self.list().go_to(place.row);
        }
    }

    /// Returns the word for a period that is closed for the plans in view, or for some of them.
    pub fn sealed(&self, period: Period) -> Option<&'static str> {
        match self.data.sealed_in_view(period) {
            (_, 0) => None,
            (all, sealed) if all == sealed => Some(self.say(Word::Sealed)),
            _ => Some(self.say(Word::PartlySealed)),
        }
    }

    /// Returns the signs to draw and to write with.
    pub fn signs(&self) -> &'static Signs {
        if self.linear { Signs::in_lines() } else { Signs::of(self.ambiguous) }
    }

    /// Shows what somebody else did: at once, unless a message is there that the person has to read first.
    pub fn hear(&mut self, news: String) {
        match &self.message {
            Some(message) if message.tone != Tone::Note => self.news = Some(news),
            _ => self.tell(Tone::Note, news),
        }
    }

    /// Returns true while the search page is open.
    pub fn is_searching(&self) -> bool {
        self.pop_up::<Search>().is_some()
    }

    /// Shows a message.
    pub fn tell(&mut self, tone: Tone, text: impl Into<String>) {
        self.told += 1;
        self.message = Some(Message { text: text.into(), tone });
    }
}
