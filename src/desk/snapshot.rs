//! Snapshots: all data at one moment, never changed, shared by whoever reads.

use std::sync::Arc;

use jiff::civil::Date;

use super::Settings;
use crate::plan::dossier::Dossiers;
use crate::plan::{Assignment, Departments, Dossier, Indicator, ItemId, Office, PlanId, Region, Task};
use crate::text::fold::to_half_width;

/// All dossiers at one moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    dossiers: Dossiers,
    settings: Arc<Settings>,
    today: Date,
}

/// A plan's name that fits no plan or several.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotOne {
    /// No plan has it.
    #[error("no plan is called “{name}”; there are: {there_are}")]
    None {
        /// The name given.
        name: String,
        /// Ids and titles of all plans.
        there_are: String,
    },
    /// Several have it.
    #[error("“{name}” fits several plans: {several}; give more of the title, or the id")]
    Several {
        /// The name given.
        name: String,
        /// Ids and titles of the plans that fit.
        several: String,
    },
}

impl Snapshot {
    /// A snapshot of these dossiers as they are today, with what the office entered laid over a registry of departments.
    pub fn new(mut dossiers: Dossiers, departments: Departments, settings: Settings) -> Self {
        dossiers.lay_over(Arc::new(departments));
        dossiers.light_by(settings.lights);
        Snapshot::of(dossiers, settings)
    }

    /// A snapshot of these dossiers as they are today, with their departments.
    pub(super) fn of(dossiers: Dossiers, settings: Settings) -> Self {
        Snapshot { dossiers, settings: Arc::new(settings), today: today() }
    }

    /// Returns a copy of all data, to be changed by way of trial.
    pub(super) fn to_dossiers(&self) -> Dossiers {
        self.dossiers.clone()
    }

    /// The dossiers of the plans that are not archived, in the order of their ids: what is listed and counted.
    pub fn dossiers(&self) -> impl Iterator<Item = &Arc<Dossier>> {
        self.all().filter(|dossier| !dossier.is_archived())
    }

    /// The dossiers of archived plans, in the order of their ids.
    pub fn archived(&self) -> impl Iterator<Item = &Arc<Dossier>> {
        self.all().filter(|dossier| dossier.is_archived())
    }

    /// Every dossier in the order of the plans' ids, archived ones included.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &Arc<Dossier>> {
        self.dossiers.values()
    }

    /// One plan's dossier, also that of an archived one.
    pub fn dossier(&self, plan: &PlanId) -> Option<&Arc<Dossier>> {
        self.dossiers.get(plan)
    }

    /// The departments in force: the registry with what the office entered.
    pub fn departments(&self) -> &Arc<Departments> {
        self.dossiers.departments()
    }

    /// The departments that the program knows, under what the office entered.
    pub(super) fn registry(&self) -> &Departments {
        self.dossiers.registry()
    }

    /// The entries of the office that belong to no plan.
    pub fn office(&self) -> &Office {
        self.dossiers.office()
    }

    /// Returns the day of the snapshot, by which it is told what is overdue.
    pub fn today(&self) -> Date {
        self.today
    }

    /// Returns the name under which the work of a department is counted that a person names by any of its names or by that
    /// of one before it: the name itself where tasks or indicators have it, as that of another region's department.
    pub fn department(&self, name: &str) -> String {
        let name = name.trim();
        let departments = self.departments();
        let current = departments.current(&Region::default(), departments.canonical(name));
        let is_its_own = departments.find(name).is_none() && self.has_work_of(name);
        if is_its_own { name.to_string() } else { current }
    }

    /// Returns the office's settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A task or project with its dossier.
    pub fn task(&self, id: &ItemId) -> Option<(&Arc<Dossier>, &Task)> {
        let dossier = self.dossier(&id.plan)?;
        Some((dossier, dossier.plan.task(id)?))
    }

    /// An indicator with its dossier.
    pub fn indicator(&self, id: &ItemId) -> Option<(&Arc<Dossier>, &Indicator)> {
        let dossier = self.dossier(&id.plan)?;
        Some((dossier, dossier.plan.indicator(id)?))
    }

    /// The one plan that a person means by its id or by a part of its title, width and blanks aside. An archived one is
    /// meant where no other fits.
    ///
    /// # Errors
    /// [`NotOne`] with what there is to choose from.
    pub fn plan_named(&self, name: &str) -> Result<&Arc<Dossier>, NotOne> {
        let bare = |text: &str| to_half_width(text).replace(char::is_whitespace, "");
        let wanted = bare(name);
        if let Some(dossier) = self.all().find(|d| d.plan.id.as_str() == wanted) {
            return Ok(dossier);
        }
        let fits = |d: &&Arc<Dossier>| {
            bare(&d.plan.title).contains(&wanted)
                || d.plan.id.as_str().contains(&wanted)
                || terms_fit(&d.plan.title, name)
        };
        let in_force: Vec<_> = self.dossiers().filter(fits).collect();
        let found = if in_force.is_empty() { self.archived().filter(fits).collect() } else { in_force };
        let list = |dossiers: &mut dyn Iterator<Item = &Arc<Dossier>>| {
            dossiers.map(|d| format!("{} {}", d.plan.id, d.plan.title)).collect::<Vec<_>>().join("; ")
        };
        match found[..] {
            [one] if !wanted.is_empty() => Ok(one),
            [] => Err(NotOne::None { name: name.to_string(), there_are: list(&mut self.dossiers()) }),
            _ => Err(NotOne::Several { name: name.to_string(), several: list(&mut found.into_iter()) }),
        }
    }

    /// The snapshot of other dossiers as they are today, with the same settings.
    pub(super) fn with(&self, dossiers: Dossiers) -> Snapshot {
        Snapshot { dossiers, settings: Arc::clone(&self.settings), today: today() }
    }

    /// The same data as they are today, unless they are of today.
    pub(super) fn renewed(&self) -> Option<Snapshot> {
        (self.today != today()).then(|| self.with(self.dossiers.clone()))
    }

    /// Returns true if a department, by its canonical name, has any task, or is offered one by the wording of a
    /// document.
    pub fn has_work_of(&self, department: &str) -> bool {
        let involved = |dossier: &Dossier, task: &Task| {
            dossier.assignment(task).involves(department)
                || task.offered.as_ref().is_some_and(|offered| offered.involves(department))
        };
        let answers = |dossier: &Dossier, indicator| dossier.responsible(indicator).involves(department);
        self.all().any(|dossier| {
            dossier.plan.tasks.iter().any(|task| involved(dossier, task))
                || dossier.plan.indicators.iter().any(|indicator| answers(dossier, indicator))
        })
    }

    /// The division of work in force for a task, or for an indicator.
    pub fn assignment(&self, id: &ItemId) -> Option<Assignment> {
        let task = self.task(id).map(|(dossier, task)| dossier.assignment(task));
        task.or_else(|| self.indicator(id).map(|(dossier, indicator)| dossier.responsible(indicator)))
    }

    /// The division of work that the document states for a task; nothing for an indicator.
    pub fn stated(&self, id: &ItemId) -> Option<Assignment> {
        let task = self.task(id).map(|(_, task)| task.stated.clone());
        task.or_else(|| self.indicator(id).map(|_| Assignment::default()))
    }
}

fn today() -> Date {
    jiff::Zoned::now().date()
}

// “喀什 残疾人”: every word stands somewhere in the title.
fn terms_fit(title: &str, name: &str) -> bool {
    let title = to_half_width(title);
    let name = to_half_width(name);
    let mut terms = name.split_whitespace().peekable();
    terms.peek().is_some() && terms.all(|term| title.contains(term))
}
