//! The filter form of the task table.

use crate::plan::{Kind, PlanId, Status};

use super::field::Field;
use super::tasks::{Filter, Role};

/// The fields of the form, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The plan in focus.
    Plan,
    /// The department.
    Department,
    /// Its role.
    Role,
    /// A status; unreported is one of them.
    Status(Option<Status>),
    /// Only overdue tasks.
    Overdue,
    /// Only tasks with a goal this year.
    Planned,
    /// Tasks or projects.
    Kind,
    /// The due year.
    Due,
    /// Words.
    Text,
}

/// The form.
#[derive(Debug, Clone)]
pub struct Form {
    /// The filter as it would be.
    pub filter: Filter,
    /// The plan as it would be.
    pub plan: Option<PlanId>,
    /// The due year as typed.
    pub due: Field,
    /// The words as typed.
    pub text: Field,
    /// The field with the keyboard.
    pub at: usize,
}

impl Form {
    /// Every field.
    pub const ENTRIES: [Entry; 14] = [
        Entry::Text,
        Entry::Plan,
        Entry::Department,
        Entry::Role,
        Entry::Status(None),
        Entry::Status(Some(Status::NotStarted)),
        Entry::Status(Some(Status::InProgress)),
        Entry::Status(Some(Status::Completed)),
        Entry::Status(Some(Status::Lagging)),
        Entry::Status(Some(Status::Adjusted)),
        Entry::Overdue,
        Entry::Planned,
        Entry::Kind,
        Entry::Due,
    ];

    /// A form over the filter in force.
    pub fn new(filter: &Filter, plan: Option<PlanId>) -> Self {
        let due = Field::line(&filter.due.map(|year| year.to_string()).unwrap_or_default());
        Form { text: Field::line(&filter.text), due, filter: filter.clone(), plan, at: 0 }
    }

    /// The field with the keyboard.
    pub fn entry(&self) -> Entry {
        Form::ENTRIES[self.at]
    }

    /// Where text is typed, if it is.
    pub fn typed(&mut self) -> Option<&mut Field> {
        match self.entry() {
            Entry::Text => Some(&mut self.text),
            Entry::Due => Some(&mut self.due),
            _ => None,
        }
    }

    /// Goes to the next or the previous field.
    pub fn step(&mut self, forward: bool) {
        let count = Form::ENTRIES.len();
        self.at = if forward { (self.at + 1) % count } else { (self.at + count - 1) % count };
    }

    /// Changes a field that has few values to the next one.
    pub fn toggle(&mut self) {
        match self.entry() {
            Entry::Role => {
                self.filter.role = match self.filter.role {
                    Role::Any => Role::Lead,
                    Role::Lead => Role::Support,
                    Role::Support => Role::Any,
                }
            }
            Entry::Status(status) => match self.filter.statuses.iter().position(|s| *s == status) {
                Some(at) => {
                    self.filter.statuses.remove(at);
                }
                None => self.filter.statuses.push(status),
            },
            Entry::Overdue => self.filter.overdue = !self.filter.overdue,
            Entry::Planned => self.filter.planned = !self.filter.planned,
            Entry::Kind => {
                self.filter.kind = match self.filter.kind {
                    None => Some(Kind::Task),
                    Some(Kind::Task) => Some(Kind::Project),
                    Some(Kind::Project) => None,
                }
            }
            Entry::Plan | Entry::Department | Entry::Due | Entry::Text => {}
        }
    }

    /// The filter that was put together; `None` when the year is none.
    pub fn result(&self) -> Option<Filter> {
        let typed = self.due.text().trim();
        let due = if typed.is_empty() { None } else { Some(typed.parse().ok()?) };
        Some(Filter { due, text: self.text.text().trim().to_string(), ..self.filter.clone() })
    }
}
