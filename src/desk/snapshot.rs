//! Snapshots: immutable views of all data at one moment, shared by readers.

use std::sync::Arc;

use jiff::civil::Date;

use super::Settings;
use crate::plan::dossier::Dossiers;
use crate::plan::{Assignment, CaseAt, CaseId, Departments, Dossier, Indicator, ItemId, Office, PlanId, Region, Task};
use crate::text::fold::to_half_width;

/// The data at one moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    dossiers: Dossiers,
    settings: Arc<Settings>,
    today: Date,
}

/// A plan's name that matches no plan, or several.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotOne {
    /// No plan matches.
    #[error("no plan is called “{name}”; there are: {there_are}")]
    None {
        /// The name given.
        name: String,
        /// The ids and titles of all plans.
        there_are: String,
    },
    /// Several plans match.
    #[error("“{name}” fits several plans: {several}; give more of the title, or the id")]
    Several {
        /// The name given.
        name: String,
        /// The ids and titles of the matching plans.
        several: String,
    },
}

impl Snapshot {
    /// Returns a snapshot of some dossiers as of today. The office's entries are applied to the built-in list of
    /// departments.
    pub fn new(mut dossiers: Dossiers, departments: Departments, settings: Settings) -> Self {
        dossiers.lay_over(Arc::new(departments));
        dossiers.light_by(settings.lights);
        Snapshot::of(dossiers, settings)
    }

    /// Returns a snapshot of some dossiers as of today, with their departments.
    pub(super) fn of(dossiers: Dossiers, settings: Settings) -> Self {
        Snapshot::on(today(), dossiers, Arc::new(settings))
    }

    fn on(today: Date, mut dossiers: Dossiers, settings: Arc<Settings>) -> Self {
        dossiers.as_of(today);
        Snapshot { dossiers, settings, today }
    }

    /// Returns a copy of all data, for trying changes.
    pub(super) fn to_dossiers(&self) -> Dossiers {
        self.dossiers.clone()
    }

    /// Returns the dossiers of the plans that are not archived, sorted by id. Lists and counts use only these.
    pub fn dossiers(&self) -> impl Iterator<Item = &Arc<Dossier>> {
        self.all().filter(|dossier| !dossier.is_archived())
    }

    /// Returns the dossiers of archived plans, sorted by id.
    pub fn archived(&self) -> impl Iterator<Item = &Arc<Dossier>> {
        self.all().filter(|dossier| dossier.is_archived())
    }

    /// Returns all dossiers sorted by id, including archived ones.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &Arc<Dossier>> {
        self.dossiers.values()
    }

    /// Returns the dossier of a plan, which may be archived.
    pub fn dossier(&self, plan: &PlanId) -> Option<&Arc<Dossier>> {
        self.dossiers.get(plan)
    }

    /// Returns the departments in force: the built-in ones with the office's entries applied.
    pub fn departments(&self) -> &Arc<Departments> {
        self.dossiers.departments()
    }

    /// Returns the built-in departments, without the office's entries.
    pub(super) fn registry(&self) -> &Departments {
        self.dossiers.registry()
    }

    /// Returns the records that belong to no plan.
    pub fn office(&self) -> &Office {
        self.dossiers.office()
    }

    /// Returns the day of the snapshot, which decides what is overdue.
    pub fn today(&self) -> Date {
        self.today
    }

    /// Returns the name under which the tasks of a department are counted. `name` may be any of its names or that of a
    /// predecessor; a name used by a task or indicator, such as that of a department in another region, is returned
    /// unchanged.
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

    /// Returns a task or project with its dossier.
    pub fn task(&self, id: &ItemId) -> Option<(&Arc<Dossier>, &Task)> {
        let dossier = self.dossier(&id.plan)?;
        Some((dossier, dossier.plan.task(id)?))
    }

    /// Returns an indicator with its dossier.
    pub fn indicator(&self, id: &ItemId) -> Option<(&Arc<Dossier>, &Indicator)> {
        let dossier = self.dossier(&id.plan)?;
        Some((dossier, dossier.plan.indicator(id)?))
    }

    /// Returns the plan with an id or, if unique, with a part of its title, ignoring width and blanks. An archived plan
    /// is returned only if no other matches.
    ///
    /// # Errors
    /// [`NotOne`] with the plans to choose from.
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

    /// Returns a snapshot of other dossiers as of today, with the same settings.
    pub(super) fn with(&self, dossiers: Dossiers) -> Snapshot {
        Snapshot::on(today(), dossiers, Arc::clone(&self.settings))
    }

    /// Returns the snapshot as of today; `None` if it already is.
    pub(super) fn renewed(&self) -> Option<Snapshot> {
        (self.today != today()).then(|| self.with(self.dossiers.clone()))
    }

    /// Returns true if a department, given by its canonical name, has a task or is suggested for one by a document.
    pub fn has_work_of(&self, department: &str) -> bool {
        let involved = |dossier: &Dossier, task: &Task| {
            dossier.assignment(task).involves(department)
                || task.offered.as_ref().is_some_and(|offered| offered.involves(department))
        };
        let answers = |dossier: &Dossier, indicator: &Indicator| {
            dossier.responsible(indicator).involves(department)
                || indicator.offered().is_some_and(|offered| offered.involves(department))
        };
        self.all().any(|dossier| {
            dossier.plan.tasks.iter().any(|task| involved(dossier, task))
                || dossier.plan.indicators.iter().any(|indicator| answers(dossier, indicator))
        })
    }

    /// Returns a case with where it stands by the office's time limits.
    pub fn case(&self, id: &CaseId) -> Option<CaseAt<'_>> {
        self.dossier(&id.plan)?.case(id.number, &self.settings.cases)
    }

    /// Returns the assignment in force of a task or an indicator.
    pub fn assignment(&self, id: &ItemId) -> Option<Assignment> {
        let task = self.task(id).map(|(dossier, task)| dossier.assignment(task));
        task.or_else(|| self.indicator(id).map(|(dossier, indicator)| dossier.responsible(indicator)))
    }

    /// Returns the assignment that the document states for a task or an indicator.
    pub fn stated(&self, id: &ItemId) -> Option<Assignment> {
        let task = self.task(id).map(|(_, task)| task.stated.clone());
        task.or_else(|| self.indicator(id).map(|(_, indicator)| indicator.stated.clone()))
    }

    /// Returns the assignment that the document suggests for a task or an indicator.
    pub fn offered(&self, id: &ItemId) -> Option<Assignment> {
        let of_task = self.task(id).and_then(|(_, task)| task.offered.clone());
        of_task.or_else(|| self.indicator(id).and_then(|(_, indicator)| indicator.offered()))
    }
}

pub(super) fn today() -> Date {
    jiff::Zoned::now().date()
}

// Every word must occur in the title: “喀什 残疾人”.
fn terms_fit(title: &str, name: &str) -> bool {
    let title = to_half_width(title);
    let name = to_half_width(name);
    let mut terms = name.split_whitespace().peekable();
    terms.peek().is_some() && terms.all(|term| title.contains(term))
}
