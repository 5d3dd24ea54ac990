//! A pop-up list to pick from.

use crate::desk::Snapshot;
use crate::plan::{AppraisalKind, Attainment, Counterpart, Direction, ItemId, Period, PlanId};
use crate::text::fold::to_half_width;

use super::field::Field;
use super::list::List;
use super::tasks::fits;

/// What is picked, and so what happens then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// The evaluation period.
    Period,
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
    /// Who speaks of a plan.
    Appraisal(PlanId),
    /// Which way is better for an indicator.
    Direction(ItemId),
    /// How an indicator stands in the period.
    Judgement(ItemId),
    /// The rule of the plan check whose findings are listed.
    Rule,
    /// The department whose problems are listed.
    ProblemDepartment,
    /// The department of the filter form.
    FilterDepartment,
    /// The plan of the filter form.
    FilterPlan,
}

/// What a choice stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A period.
    Period(Period),
    /// A plan.
    Plan(PlanId),
    /// All plans.
    AllPlans,
    /// A rule of the plan check.
    Rule(&'static str),
    /// Every rule.
    AnyRule,
    /// What holds today, in a period that is not sealed.
    Today,
    /// An indicator.
    Indicator(ItemId),
    /// Who speaks.
    Appraisal(AppraisalKind),
    /// Which way is better; `None` is what the table says.
    Direction(Option<Direction>),
    /// How an indicator stands; `None` is what the figures say.
    Judgement(Option<Attainment>),
    /// A department by its name.
    Department(String),
    /// A department that is in no registry yet, by the name that was typed.
    NewDepartment(String),
    /// No department.
    Nobody,
}

/// A choice with what is shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it stands for.
    pub choice: Choice,
    /// Its name.
    pub label: String,
    /// A note behind the name.
    pub note: String,
    /// The key that picks it at once, in a list where letters do.
    pub key: Option<char>,
}

impl Row {
    /// A choice that a key picks at once.
    pub fn with_key(choice: Choice, label: &str, key: char) -> Row {
        Row { choice, label: label.to_string(), note: String::new(), key: Some(key) }
    }
}

/// The pop-up.
#[derive(Debug, Clone)]
pub struct Picker {
    /// What is picked.
    pub purpose: Purpose,
    /// What was typed to narrow the list down.
    pub query: Field,
    /// Every choice; for departments the registry is asked instead.
    all: Vec<Row>,
    /// The choices that fit.
    pub list: List<Row>,
    /// For several: what was picked so far, in order.
    pub picked: Vec<String>,
}

impl Picker {
    /// A pop-up over some choices, with the cursor on the one that holds now.
    pub fn new(purpose: Purpose, all: Vec<Row>, now: Option<&Choice>, snapshot: &Snapshot) -> Self {
        let mut picker = Picker { purpose, query: Field::line(""), all, list: List::default(), picked: Vec::new() };
        picker.narrow(snapshot);
        picker.list.find(|row| Some(&row.choice) == now);
        picker
    }

    /// Whether a letter picks at once.
    pub fn is_direct(&self) -> bool {
        matches!(self.purpose, Purpose::Period | Purpose::Direction(_) | Purpose::Judgement(_) | Purpose::Appraisal(_))
    }

    /// Whether several can be picked.
    pub fn is_several(&self) -> bool {
        matches!(self.purpose, Purpose::Support(_))
    }

    /// Makes the list anew from what was typed.
    pub fn narrow(&mut self, snapshot: &Snapshot) {
        let query = to_half_width(self.query.text().trim());
        let departments = matches!(
            self.purpose,
            Purpose::Lead(_) | Purpose::Support(_) | Purpose::FilterDepartment | Purpose::ProblemDepartment
        );
        let rows = if departments {
            self.departments(&query, snapshot)
        } else {
            self.all.iter().filter(|row| query.is_empty() || fits(&row.label, &query)).cloned().collect()
        };
        let before = self.list.row();
        self.list.replace(rows, |_| false);
        if before > 0 && !query.is_empty() {
            super::list::Moves::go_to(&mut self.list, 0);
        }
    }

    fn departments(&self, query: &str, snapshot: &Snapshot) -> Vec<Row> {
        let found = snapshot.departments().search(query);
        let mut rows: Vec<Row> = found
            .iter()
            .map(|d| Row {
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
            rows.push(Row { choice, label: query.to_string(), note: String::new(), key: None });
        }
        rows
    }

    /// Picks the row under the cursor, or lets it go.
    pub fn toggle(&mut self) {
        let Some(name) = self.list.current().and_then(|row| department(&row.choice)) else { return };
        match self.picked.iter().position(|picked| *picked == name) {
            Some(at) => {
                self.picked.remove(at);
            }
            None => self.picked.push(name),
        }
    }

    /// The choice of a letter, where letters pick at once.
    pub fn by_letter(&self, letter: char) -> Option<Choice> {
        self.all.iter().find(|row| row.key == Some(letter)).map(|row| row.choice.clone())
    }
}

/// The department that a choice names.
pub fn department(choice: &Choice) -> Option<String> {
    match choice {
        Choice::Department(name) | Choice::NewDepartment(name) => Some(name.clone()),
        _ => None,
    }
}
