//! The filter form of the task table.

use ratatui::layout::{Rect, Size};

use super::picker::{Picker, ask};
use super::prompt::line as draw_line;
use super::{Hint, PopUp, centred, resume, rows};
use crate::action::{Action, Scope};
use crate::desk::{Draft, FormOf};
use crate::keymap::{Key, KeyCode, normalise};
use crate::plan::{Condition, Due, DueRange, Kind, PlanId, Role, Status, TaskFilter};
use crate::text::width::wrap;
use crate::tui::state::State;
use crate::tui::state::data::plan_label;
use crate::tui::state::field::Field;
use crate::tui::state::tasks::Filter;
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, query};
use crate::tui::view::canvas::Canvas;
use crate::tui::views::View;
use crate::tui::words::Word;

/// The fields of the form, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// The plan in focus.
    Plan,
    /// The department.
    Department,
    /// Its role.
    Role,
    /// A status; unreported is one of them.
    Status(Option<Status>),
    /// A condition.
    Is(Condition),
    /// Tasks or projects.
    Kind,
    /// The due year.
    Due,
    /// Words.
    Text,
}

/// The form.
#[derive(Debug, Clone)]
pub struct FilterForm {
    /// The filter as it would be.
    pub filter: Filter,
    /// The plan as it would be.
    pub plan: Option<PlanId>,
    /// The due year as typed.
    due: Field,
    /// The words as typed.
    text: Field,
    /// The field with the keyboard.
    at: usize,
    /// The texts that it was opened with, as its draft has them.
    before: Vec<String>,
    /// The reason why what was typed can't be taken.
    fault: Option<String>,
}

/// Opens the form over the filter in force.
pub fn open(state: &mut State) -> Vec<Effect> {
    let mut form = FilterForm::new(&state.lists.tasks.filter, state.data.plan.clone());
    if let Some(draft) = resume::take(state, &FormOf::Filter.into()) {
        form.resume(&draft);
    }
    state.open(form)
}

impl FilterForm {
    /// Returns every field.
    fn entries() -> Vec<Entry> {
        let mut entries = vec![Entry::Text, Entry::Plan, Entry::Department, Entry::Role];
        entries.extend(Status::all_and_none().map(Entry::Status));
        entries.extend([Condition::Overdue, Condition::Planned, Condition::Red, Condition::Yellow].map(Entry::Is));
        entries.extend([Entry::Kind, Entry::Due]);
        entries
    }

    /// Creates a form over the filter in force.
    fn new(filter: &Filter, plan: Option<PlanId>) -> Self {
        let due = match filter.tasks.due {
            Some(DueRange::Within(_, Some(last))) => last.to_string(),
            _ => String::new(),
        };
        let (text, due) = (Field::line(&filter.text), Field::line(&due));
        let mut form = FilterForm { text, due, filter: filter.clone(), plan, at: 0, before: Vec::new(), fault: None };
        form.before = form.texts();
        form
    }

    /// Returns what it says, as its draft has it: what was typed, the plan, and the rest in JSON.
    fn texts(&self) -> Vec<String> {
        let plan = self.plan.as_ref().map(ToString::to_string).unwrap_or_default();
        let rest = serde_json::to_string(&self.filter).unwrap_or_default();
        vec![self.text.text().to_string(), self.due.text().to_string(), plan, rest]
    }

    /// Puts back what a draft says.
    fn resume(&mut self, draft: &Draft) {
        let [text, due, plan, rest] = &draft.texts[..] else { return };
        (self.text, self.due, self.plan) = (Field::line(text), Field::line(due), PlanId::new(plan.as_str()).ok());
        if let Ok(filter) = serde_json::from_str(rest) {
            self.filter = filter;
        }
    }

    /// Returns the field with the keyboard.
    fn entry(&self) -> Entry {
        FilterForm::entries()[self.at]
    }

    /// Returns the field with the keyboard, if text is typed into it.
    fn typed(&mut self) -> Option<&mut Field> {
        match self.entry() {
            Entry::Text => Some(&mut self.text),
            Entry::Due => Some(&mut self.due),
            _ => None,
        }
    }

    /// Goes to the next or the previous field.
    fn step(&mut self, forward: bool) {
        let count = FilterForm::entries().len();
        self.at = if forward { (self.at + 1) % count } else { (self.at + count - 1) % count };
    }

    /// Changes a field that has few values to the next one.
    fn toggle(&mut self) {
        match self.entry() {
            Entry::Role => {
                let role = &mut self.filter.tasks.role;
                *role = match role {
                    Role::Any => Role::Lead,
                    Role::Lead => Role::Support,
                    Role::Support => Role::Any,
                }
            }
            Entry::Status(status) => {
                let statuses = &mut self.filter.tasks.statuses;
                match statuses.iter().position(|s| *s == status) {
                    Some(at) => drop(statuses.remove(at)),
                    None => statuses.push(status),
                }
            }
            Entry::Is(condition) => {
                let conditions = &mut self.filter.tasks.conditions;
                if !conditions.remove(&condition) {
                    conditions.insert(condition);
                }
            }
            Entry::Kind => {
                let kind = &mut self.filter.tasks.kind;
                *kind = match kind {
                    None => Some(Kind::Task),
                    Some(Kind::Task) => Some(Kind::Project),
                    Some(Kind::Project) => None,
                }
            }
            Entry::Plan | Entry::Department | Entry::Due | Entry::Text => {}
        }
    }

    /// Returns the filter that was put together; `None` when what was typed is no due.
    fn result(&self) -> Option<Filter> {
        let typed = self.due.text().trim();
        let due = if typed.is_empty() { None } else { Some(DueRange::by(typed.parse::<Due>().ok()?)) };
        let tasks = TaskFilter { due, ..self.filter.tasks.clone() };
        Some(Filter { tasks, text: self.text.text().trim().to_string() })
    }
}

impl FilterForm {
    /// Opens the list to pick a plan or a department from; a letter narrows it down at once.
    fn pick(self: Box<Self>, state: &mut State, key: Key, plan: bool) -> Vec<Effect> {
        state.keep(self);
        let mut effects = if plan { ask::filter_plan(state) } else { ask::filter_department(state) };
        if key.text().is_some_and(|c| c != ' ')
            && let Some(picker) = state.take_top::<Picker>()
        {
            effects.extend(picker.edit(state, key));
        }
        effects
    }

    /// Gives the keyboard to a field that can't be taken, and says why.
    fn refuse(mut self: Box<Self>, state: &mut State, entry: Entry, why: String) -> Vec<Effect> {
        self.at = FilterForm::entries().iter().position(|other| *other == entry).unwrap_or(self.at);
        self.fault = Some(why);
        state.keep(self)
    }

    /// Filters the list, or gives the keyboard to the field that can't be taken.
    fn apply(self: Box<Self>, state: &mut State) -> Vec<Effect> {
        let Some(filter) = self.result() else {
            return self.refuse(state, Entry::Due, state.say(Word::NotADue).to_string());
        };
        if let Err(why) = query(state, &filter.text) {
            return self.refuse(state, Entry::Text, why);
        }
        state.remember();
        state.view = View::Tasks;
        state.data.plan = self.plan;
        state.lists.tasks.filter = filter;
        state.refresh_from_top();
        Vec::new()
    }
}

impl PopUp for FilterForm {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 56, rows(FilterForm::entries().len() + 3))
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        if let Some(field) = self.typed() {
            field.insert(text);
        }
        state.keep(self)
    }

    /// Takes a key that types, steps or toggles.
    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        self.fault = None;
        match key.code {
            KeyCode::Down => self.step(true),
            KeyCode::Up => self.step(false),
            _ => {
                if let Some(field) = self.typed() {
                    field.edit(key);
                    return state.keep(self);
                }
                let entry = self.entry();
                match (entry, normalise(key).code) {
                    (Entry::Plan, KeyCode::Backspace | KeyCode::Delete) => self.plan = None,
                    (Entry::Department, KeyCode::Backspace | KeyCode::Delete) => self.filter.tasks.department = None,
                    (Entry::Plan, KeyCode::Char(_) | KeyCode::Right) => return self.pick(state, key, true),
                    (Entry::Department, KeyCode::Char(_) | KeyCode::Right) => return self.pick(state, key, false),
                    (_, KeyCode::Char(' ') | KeyCode::Right | KeyCode::Left) => self.toggle(),
                    _ => {}
                }
            }
        }
        state.keep(self)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::Back => return Vec::new(),
            Action::NextField => self.step(true),
            Action::PreviousField => self.step(false),
            Action::SaveText => return self.apply(state),
            _ => {}
        }
        state.keep(self)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, state.say(Word::Filter));
        let (said, meaning) = match &self.fault {
            Some(why) => (format!("! {why}"), Meaning::Bad),
            None => (state.say(Word::FilterKeys).to_string(), Meaning::Muted),
        };
        let said = wrap(&said, usize::from(inner.width).max(2), state.ambiguous);
        let list = inner.height.saturating_sub(rows(said.len()));
        for (y, line) in (inner.y + list..inner.bottom()).zip(&said) {
            canvas.put(inner.x, y, inner.width, line, meaning);
        }
        let top = (self.at + 1).saturating_sub(list.into());
        for (y, (n, entry)) in (inner.top()..inner.top() + list).zip(FilterForm::entries().iter().enumerate().skip(top))
        {
            let here = n == self.at;
            let sign = if here { canvas.signs.cursor } else { " " };
            canvas.put(inner.x, y, 1, sign, Meaning::Key);
            let line = Rect { x: inner.x + 2, y, width: inner.width.saturating_sub(2), height: 1 };
            draw_entry(canvas, state, self, *entry, line, here);
        }
    }

    fn written(&self) -> Option<Draft> {
        Some(Draft { of: FormOf::Filter.into(), texts: self.texts(), before: self.before.clone() })
    }

    fn field_at(&self) -> usize {
        self.at
    }

    fn go_to_field(&mut self, field: usize) {
        self.at = field.min(FilterForm::entries().len() - 1);
    }

    fn hint(&self, action: Action) -> Hint {
        if action == Action::SaveText { Hint::Word(Word::Apply) } else { Hint::Usual }
    }
}

fn draw_entry(canvas: &mut Canvas<'_>, state: &State, form: &FilterForm, entry: Entry, line: Rect, here: bool) {
    let any = || state.say(Word::Any).to_string();
    let filter = &form.filter.tasks;
    let (name, value) = match entry {
        Entry::Text => (state.say(Word::Text), String::new()),
        Entry::Due => (state.say(Word::DueBy), String::new()),
        Entry::Plan => {
            let plan = form.plan.as_ref().and_then(|id| state.data.snapshot.dossier(id));
            (state.say(Word::Plan), plan.map_or_else(any, |d| plan_label(&d.plan)))
        }
        Entry::Department => {
            let name = filter.department.as_deref().map(|d| state.data.short_name(d).to_string());
            (state.say(Word::ChooseDepartment), name.unwrap_or_else(any))
        }
        Entry::Role => {
            let word = match filter.role {
                Role::Any => Word::RoleAny,
                Role::Lead => Word::Lead,
                Role::Support => Word::Support,
            };
            (state.say(Word::Role), state.say(word).to_string())
        }
        Entry::Kind => {
            let word = match filter.kind {
                None => Word::Any,
                Some(Kind::Task) => Word::Task,
                Some(Kind::Project) => Word::Project,
            };
            (state.say(Word::Kind), state.say(word).to_string())
        }
        Entry::Status(status) => {
            let mark = format!("{} {}", state.signs().status(status), state.label(status));
            return draw_box(canvas, line, filter.statuses.contains(&status), &mark, here);
        }
        Entry::Is(condition) => {
            let holds = filter.conditions.contains(&condition);
            return draw_box(canvas, line, holds, state.label(condition), here);
        }
    };
    let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
    canvas.put(line.x, line.y, 12, name, meaning);
    let field = Rect { x: line.x + 13, width: line.width.saturating_sub(13), ..line };
    match entry {
        Entry::Text => draw_line(canvas, field, &form.text, here),
        Entry::Due => draw_line(canvas, field, &form.due, here),
        _ => {
            canvas.put(field.x, field.y, field.width, &value, meaning);
        }
    }
}

fn draw_box(canvas: &mut Canvas<'_>, line: Rect, on: bool, name: &str, here: bool) {
    let tick = if on { "[x]" } else { "[ ]" };
    let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
    canvas.put_pieces(line.x + 2, line.y, line.width, &[(tick, Meaning::Key), (" ", Meaning::Plain), (name, meaning)]);
}
