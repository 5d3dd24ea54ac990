//! A pop-up list to pick from.

pub mod ask;
mod take;

use ratatui::layout::{Position, Rect, Size};

use super::edit::Kind;
use super::{Hint, PopUp, centred, inside, rows};
use crate::action::{Action, Scope};
use crate::desk::Snapshot;
use crate::keymap::{Key, KeyCode, normalise};
use crate::office::roll_up::By;
use crate::plan::{
    AppraisalKind, Attainment, Counterpart, Direction, FateKind, ItemId, ItemKind, Period, PeriodKind, PlanId,
    RecordField, Subject, TextField, Way,
};
use crate::text::fold::to_half_width;
use crate::text::width::{AmbiguousWidth, width};
use crate::tui::state::State;
use crate::tui::state::field::Field;
use crate::tui::state::list::{List, Moves, go};
use crate::tui::state::tasks::fits;
use crate::tui::theme::Meaning;
use crate::tui::update::Effect;
use crate::tui::update::write::OfPlan;
use crate::tui::view::canvas::{Canvas, columns};
use crate::tui::words::Word;

/// The purpose that something is picked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Purpose {
    /// The evaluation period.
    Period,
    /// The kind of periods of which the plan's tasks are chosen.
    Kind(PlanId),
    /// The plan in focus.
    Plan,
    /// The lead department of some tasks.
    Lead(Vec<ItemId>),
    /// The supporting departments of some tasks.
    Support(Vec<ItemId>),
    /// The earlier of two states.
    Before,
    /// The later of two states.
    After,
    /// The indicator that another is, or is not, the same measure as.
    Counterpart(ItemId, Counterpart),
    /// The kind of appraisal of a plan.
    Appraisal(PlanId),
    /// The direction in which an indicator is better.
    Direction(ItemId),
    /// The judgement of an indicator in the period.
    Judgement(ItemId),
    /// The way in which an indicator gets targets for single years.
    YearlyTargets(ItemId),
    /// The plan that continues an earlier one.
    Successor,
    /// The earlier plan that a plan continues.
    Predecessor(PlanId),
    /// The fate of items of a plan that is handed over.
    Fate(Vec<ItemId>),
    /// The item that continues them: in the place of the former ones, or beside them if true.
    Continued(Vec<ItemId>, bool),
    /// The heading or box of a plan into which tasks are carried on.
    Carried(Vec<ItemId>, PlanId, TextField),
    /// The kind of something to add to a plan; a plan itself without one.
    Add(Option<PlanId>),
    /// The heading or box that items move to.
    Move(Vec<ItemId>, TextField),
    /// The item that others are merged into.
    Merge(Vec<ItemId>),
    /// The value of a marked row that goes to others: the row, and those.
    Fill(ItemId, Vec<ItemId>),
    /// The reason for which a field of a subject gets a value.
    Cause(Subject, TextField, String),
    /// The rule of the plan check whose findings are listed.
    Rule,
    /// The department whose problems are listed.
    ProblemDepartment,
    /// The department whose cases are listed.
    CaseDepartment,
    /// The department of the filter form.
    FilterDepartment,
    /// The plan of the filter form.
    FilterPlan,
    /// The cell to be copied.
    Cell,
    /// The plan of which something is written.
    Written(OfPlan),
    /// The sets that a roll-up counts by.
    RollUp,
}

/// A choice of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Choice {
    /// A period.
    Period(Period),
    /// A kind of periods.
    Kind(PeriodKind),
    /// A plan.
    Plan(PlanId),
    /// All plans.
    AllPlans,
    /// A rule of the plan check.
    Rule(&'static str),
    /// Every rule.
    AnyRule,
    /// The present state, which is not sealed.
    Today,
    /// An indicator.
    Indicator(ItemId),
    /// A kind of appraisal.
    Appraisal(AppraisalKind),
    /// A direction; `None` is that of the indicator's table.
    Direction(Option<Direction>),
    /// A judgement; `None` is that of the figures.
    Judgement(Option<Attainment>),
    /// A way to targets for single years; `None` is by hand.
    Way(Option<Way>),
    /// No plan.
    NoPlan,
    /// A fate; `None` takes it back.
    Fate(Option<FateKind>),
    /// Something to add.
    Added(Added),
    /// A heading or box, by its id in the plan.
    Place(String),
    /// An item.
    Item(ItemId),
    /// A field of a task.
    Field(RecordField),
    /// The reason for which a text is edited.
    Cause(Kind),
    /// A department by its name.
    Department(String),
    /// A department that is in no registry yet, by the name that was typed.
    NewDepartment(String),
    /// No department.
    Nobody,
    /// The text of a cell.
    Text(String),
    /// The sets that a roll-up counts by.
    By(By),
}

impl Purpose {
    fn word(&self) -> Word {
        match self {
            Purpose::Period => Word::ChoosePeriod,
            Purpose::Kind(_) => Word::ChooseKinds,
            Purpose::Plan | Purpose::FilterPlan | Purpose::Written(_) => Word::ChoosePlan,
            Purpose::RollUp => Word::ChooseRollUp,
            Purpose::Lead(_) => Word::ChooseLead,
            Purpose::Support(_) => Word::ChooseSupport,
            Purpose::Before => Word::ChooseBefore,
            Purpose::After => Word::ChooseAfter,
            Purpose::Counterpart(_, Counterpart::Same) => Word::ChooseSame,
            Purpose::Counterpart(_, Counterpart::Different) => Word::ChooseDifferent,
            Purpose::Appraisal(_) => Word::ChooseAppraisal,
            Purpose::Direction(_) => Word::ChooseDirection,
            Purpose::Judgement(_) => Word::ChooseJudgement,
            Purpose::YearlyTargets(_) => Word::YearlyTarget,
            Purpose::Successor => Word::ChooseSuccessor,
            Purpose::Predecessor(_) => Word::ChoosePredecessor,
            Purpose::Fate(_) => Word::ChooseFate,
            Purpose::Continued(..) => Word::ChooseContinued,
            Purpose::Carried(..) => Word::ChoosePlace,
            Purpose::Add(_) => Word::ChooseAdded,
            Purpose::Move(..) => Word::ChoosePlace,
            Purpose::Merge(_) => Word::ChooseInto,
            Purpose::Fill(..) => Word::FillDown,
            Purpose::Cause(..) => Word::ChooseCause,
            Purpose::Rule => Word::ChooseRule,
            Purpose::FilterDepartment | Purpose::ProblemDepartment | Purpose::CaseDepartment => Word::ChooseDepartment,
            Purpose::Cell => Word::ChooseCell,
        }
    }

    /// Returns true if a letter picks at once.
    fn is_direct(&self) -> bool {
        matches!(
            self,
            Purpose::Period
                | Purpose::Direction(_)
                | Purpose::Judgement(_)
                | Purpose::YearlyTargets(_)
                | Purpose::Fate(_)
                | Purpose::Appraisal(_)
                | Purpose::Fill(..)
                | Purpose::Cause(..)
                | Purpose::Add(_)
                | Purpose::RollUp
        )
    }

    /// Returns true if several can be picked.
    fn is_several(&self) -> bool {
        matches!(self, Purpose::Support(_))
    }

    /// Returns true if a department is picked.
    fn is_department(&self) -> bool {
        matches!(
            self,
            Purpose::Lead(_)
                | Purpose::Support(_)
                | Purpose::FilterDepartment
                | Purpose::ProblemDepartment
                | Purpose::CaseDepartment
        )
    }
}

/// Something that can be added by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Added {
    /// An item, a heading or a box.
    One(ItemKind),
    /// The content of an outline.
    Outline,
    /// A plan.
    Plan,
}

/// A choice with what is shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PickerRow {
    /// The choice itself.
    choice: Choice,
    /// Its name.
    label: String,
    /// A note behind the name.
    note: String,
    /// The key that picks it at once, in a list where letters do.
    key: Option<char>,
}

impl PickerRow {
    /// Returns a choice that a key picks at once.
    fn with_key(choice: Choice, label: &str, key: char) -> PickerRow {
        PickerRow { choice, label: label.to_string(), note: String::new(), key: Some(key) }
    }
}

/// The pop-up.
#[derive(Debug, Clone)]
pub struct Picker {
    /// The purpose of the list.
    purpose: Purpose,
    /// The words typed to filter the list.
    query: Field,
    /// Every choice; for departments the registry is asked instead.
    all: Vec<PickerRow>,
    /// The choices that fit.
    list: List<PickerRow>,
    /// For several: what was picked so far, in order.
    picked: Vec<String>,
}

impl Picker {
    /// Creates a pop-up over some choices, with the cursor on the one that holds now.
    fn new(purpose: Purpose, all: Vec<PickerRow>, now: Option<&Choice>, snapshot: &Snapshot) -> Self {
        let mut picker = Picker { purpose, query: Field::line(""), all, list: List::default(), picked: Vec::new() };
        picker.narrow(snapshot);
        picker.list.find(|row| Some(&row.choice) == now);
        picker
    }

    /// Makes the list anew from what was typed.
    fn narrow(&mut self, snapshot: &Snapshot) {
        let query = to_half_width(self.query.text().trim());
        let rows = if self.purpose.is_department() {
            self.departments(&query, snapshot)
        } else {
            let fits_all = |row: &&PickerRow| query.split_whitespace().all(|word| fits(&row.label, word));
            self.all.iter().filter(fits_all).cloned().collect()
        };
        let before = self.list.row();
        self.list.replace(rows, |_| false);
        if before > 0 && !query.is_empty() {
            self.list.go_to(0);
        }
    }

    fn departments(&self, query: &str, snapshot: &Snapshot) -> Vec<PickerRow> {
        let found = snapshot.departments().search(query);
        let mut rows: Vec<PickerRow> = found
            .iter()
            .map(|d| PickerRow {
                choice: Choice::Department(d.name.clone()),
                label: d.short_name().to_string(),
                note: if d.short_name() == d.name { String::new() } else { d.name.clone() },
                key: None,
            })
            .collect();
        // Departments that are in use and in no registry.
        let used = self.all.iter().filter(|row| query.is_empty() || fits(&row.label, query));
        rows.extend(used.cloned());
        let known = |name: &str| rows.iter().any(|row| row.label == name || row.note == name);
        if !query.is_empty() && !query.is_ascii() && !known(query) {
            let choice = Choice::NewDepartment(query.to_string());
            rows.push(PickerRow { choice, label: query.to_string(), note: String::new(), key: None });
        }
        rows
    }

    /// Picks the department under the cursor, or drops it, and shows the whole list again.
    fn toggle(&mut self, snapshot: &Snapshot) {
        if let Some(name) = self.list.current().and_then(|row| department(&row.choice)) {
            match self.picked.iter().position(|picked| *picked == name) {
                Some(at) => {
                    self.picked.remove(at);
                }
                None => self.picked.push(name),
            }
        }
        self.query = Field::line("");
        self.narrow(snapshot);
    }

    /// Returns true if a letter picks at once; where rows have no letters, what is typed narrows the list.
    fn is_direct(&self) -> bool {
        self.purpose.is_direct() && self.all.iter().any(|row| row.key.is_some())
    }

    /// Returns the choice of a letter, where letters pick at once.
    fn by_letter(&self, letter: char) -> Option<Choice> {
        self.all.iter().find(|row| row.key == Some(letter)).map(|row| row.choice.clone())
    }
}

/// Returns the department that a choice names.
fn department(choice: &Choice) -> Option<String> {
    match choice {
        Choice::Department(name) | Choice::NewDepartment(name) => Some(name.clone()),
        _ => None,
    }
}

impl PopUp for Picker {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn area(&self, screen: Size) -> Rect {
        if self.is_direct() {
            // The frame, the sign of the cursor, the key, and blanks.
            let taken =
                |row: &PickerRow| width(&row.label, AmbiguousWidth::Wide) + width(&row.note, AmbiguousWidth::Wide) + 11;
            let widest = self.list.rows().iter().map(taken).max().unwrap_or(0);
            centred(screen, columns(widest).max(36), rows(self.list.rows().len() + 2))
        } else {
            // The height stays the same while the list is narrowed down.
            centred(screen, 54, 18)
        }
    }

    fn settle(&mut self, area: Rect, _: &State) {
        let around = if self.is_direct() { 2 } else { 4 };
        self.list.set_height(area.height.saturating_sub(around).into());
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        if !self.is_direct() {
            self.query.insert(text);
            self.narrow(&state.data.snapshot);
        }
        state.keep(self)
    }

    /// Takes a key that types, or picks at once.
    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        if self.is_direct() {
            let choice = normalise(key).text().and_then(|letter| self.by_letter(letter));
            return match choice {
                Some(choice) => take::take(state, *self, choice),
                None => state.keep(self),
            };
        }
        if self.purpose.is_several() && normalise(key).code == KeyCode::Char(' ') {
            self.toggle(&state.data.snapshot);
        } else if self.query.edit(key) {
            self.narrow(&state.data.snapshot);
        }
        state.keep(self)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::Back => return Vec::new(),
            Action::Open => {
                let row = self.list.current().map(|row| row.choice.clone());
                return match row {
                    Some(choice) => take::take(state, *self, choice),
                    // Several that were picked before the list was narrowed down to nothing still count.
                    None if self.purpose.is_several() && !self.picked.is_empty() => {
                        take::take(state, *self, Choice::AllPlans)
                    }
                    None => state.keep(self),
                };
            }
            Action::Mark if self.purpose.is_several() => self.toggle(&state.data.snapshot),
            _ => {
                go(&mut self.list, action);
            }
        }
        state.keep(self)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let word = self.purpose.word();
        let title = match &self.purpose {
            Purpose::Lead(items) | Purpose::Support(items) if items.len() > 1 => {
                format!("{} {} {} {}", state.say(word), state.signs().dot, items.len(), state.say(Word::Rows))
            }
            _ => state.say(word).to_string(),
        };
        let inner = canvas.frame(area, &title);
        if inner.height < 3 && !self.purpose.is_direct() {
            return;
        }
        let mut top = inner.y;
        if !self.is_direct() {
            let (before, after) = self.query.parts();
            let taken = canvas.put_pieces(inner.x, top, inner.width, &[("/ ", Meaning::Key), (before, Meaning::Title)]);
            canvas.set_caret(Position::new(inner.x + taken, top));
            canvas.put(inner.x + taken, top, inner.width.saturating_sub(taken), after, Meaning::Title);
            let picked: Vec<&str> = self.picked.iter().map(|name| state.data.short_name(name)).collect();
            canvas.put(inner.x, top + 1, inner.width, &picked.join("、"), Meaning::Marked);
            top += 2;
        }
        for (y, (row, here)) in (top..inner.bottom()).zip(self.list.window()) {
            draw_row(canvas, state, Rect { y, height: 1, ..inner }, self, row, here);
        }
    }

    fn list(&mut self, area: Rect) -> Option<(Rect, &mut dyn Moves)> {
        let lines = if self.purpose.is_direct() { 0 } else { 2 };
        Some((inside(area, lines), &mut self.list))
    }

    fn hint(&self, action: Action) -> Hint {
        match action {
            Action::Open => Hint::Word(Word::Take),
            Action::Mark if !self.purpose.is_several() => Hint::None,
            _ => Hint::Usual,
        }
    }
}

fn draw_row(canvas: &mut Canvas<'_>, state: &State, line: Rect, picker: &Picker, row: &PickerRow, here: bool) {
    let sign = if here { canvas.signs.cursor } else { " " };
    canvas.put(line.x, line.y, 1, sign, Meaning::Key);
    if department(&row.choice).is_some_and(|name| picker.picked.contains(&name)) {
        let sign = canvas.signs.marked;
        canvas.put(line.x + 1, line.y, 1, sign, Meaning::Marked);
    }
    let (label, note) = match (&row.choice, row.key) {
        (_, Some(key)) => {
            canvas.put(line.x + 2, line.y, 2, &key.to_string(), Meaning::Key);
            (format!("  {}", row.label), row.note.as_str())
        }
        (Choice::NewDepartment(_), _) => (row.label.clone(), state.say(Word::NewName)),
        _ => (row.label.clone(), row.note.as_str()),
    };
    let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
    let taken = canvas.put(line.x + 3, line.y, line.width.saturating_sub(3), &label, meaning);
    let rest = line.width.saturating_sub(taken + 5);
    canvas.put_right(line.x + taken + 5, line.y, rest, note, Meaning::Muted);
}
