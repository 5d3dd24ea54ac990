//! Permissions: what each role may do. A command must pass here before the rules of its kind.

use super::{Access, Actor, Gate, Person, Role};
use crate::desk::{Command, MilestoneEdit, Refusal, Snapshot};
use crate::plan::{Act, CaseId, Change, Dossier, ItemId};
use crate::text::{Label, Language};

impl Act {
    /// All acts, in the order of the roles that allow them.
    pub const ALL: [Act; 14] = [
        Act::Review,
        Act::Reading,
        Act::Undo,
        Act::Assign,
        Act::Edit,
        Act::Evaluate,
        Act::Supervise,
        Act::Seal,
        Act::Import,
        Act::Retire,
        Act::List,
        Act::SaveView,
        Act::BackUp,
        Act::Restore,
    ];

    /// Returns the lowest role that allows the act. Reporters are also limited to their own tasks and indicators.
    pub fn least(self) -> Role {
        match self {
            Act::Review | Act::Reading | Act::Undo => Role::Reporter,
            Act::Assign
            | Act::Edit
            | Act::Evaluate
            | Act::Supervise
            | Act::Seal
            | Act::Import
            | Act::Retire
            | Act::List
            | Act::SaveView
            | Act::BackUp => Role::Planner,
            Act::Restore => Role::Admin,
        }
    }

    fn of_command(command: &Command) -> Act {
        match command {
            Command::Assign { .. } | Command::AcceptOffered { .. } => Act::Assign,
            Command::Review { .. }
            | Command::Confirm { .. }
            | Command::Solve { .. }
            | Command::Invest { .. }
            | Command::Step { .. } => Act::Review,
            Command::SetMilestone { edit, .. } if *edit == MilestoneEdit::default() => Act::Review,
            Command::SetGoal { .. }
            | Command::SetMilestone { .. }
            | Command::Keep { .. }
            | Command::Mark { .. }
            | Command::Judge { .. }
            | Command::SetYearlyTargets { .. }
            | Command::Direct { .. }
            | Command::Pair { .. }
            | Command::Succeed { .. }
            | Command::SetFate { .. }
            | Command::AcceptFates { .. }
            | Command::Appraise { .. } => Act::Evaluate,
            Command::Edit { .. }
            | Command::Add { .. }
            | Command::AddOutline { .. }
            | Command::TakeBaselines { .. }
            | Command::Carry { .. }
            | Command::End { .. } => Act::Edit,
            Command::Begin(_) => Act::Import,
            Command::Archive { .. } | Command::Remove(_) | Command::DropSamples => Act::Retire,
            Command::List(_) => Act::List,
            Command::OpenCase(_) => Act::Supervise,
            Command::Supervise { step, .. } => step.act.side().into(),
            Command::Seal { .. } => Act::Seal,
            Command::Read { .. } => Act::Reading,
            Command::Undo(_) => Act::Undo,
        }
    }
}

impl Label for Act {
    fn label(&self, language: Language) -> &'static str {
        match self {
            Act::Assign => language.pick("分派任务", "divide work"),
            Act::Edit => language.pick("更正、调整规划", "correct and adjust plans"),
            Act::Review => language.pick("填报任务", "report on tasks"),
            Act::Reading => language.pick("录入实际值", "enter readings"),
            Act::Evaluate => language.pick("设目标和节点、作判断", "set goals and milestones, and judge"),
            Act::Supervise => language.pick("督办", "supervise cases"),
            Act::Seal => language.pick("封存评估期", "close a period"),
            Act::Import => language.pick("导入规划", "import plans"),
            Act::Retire => language.pick("归档、删除规划", "archive and remove plans"),
            Act::List => language.pick("维护单位名录", "keep the list of departments"),
            Act::Undo => language.pick("撤销自己的更改", "take back own changes"),
            Act::SaveView => language.pick("增删共用视图", "save or drop shared views"),
            Act::BackUp => language.pick("备份", "make a backup"),
            Act::Restore => language.pick("恢复备份", "restore a backup"),
        }
    }
}

/// An act that is not allowed, and the people who may do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forbidden {
    /// The person.
    pub name: String,
    /// The person's role.
    pub role: Role,
    /// The act.
    pub act: Act,
    /// The reason.
    pub why: Why,
    /// The names and roles of those who may, in the order of the file.
    pub may: Vec<(String, Role)>,
}

/// The reason why an act is not allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The role does not allow it.
    Role,
    /// The task (its title) is not work of the reporter's department (its name).
    Department(String, String),
    /// The indicator (its name) is not one of the reporter's.
    Indicator(String),
}

impl Gate {
    /// Permits an act that concerns no particular record.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::Stranger`] or [`Refusal::Access`].
    pub fn permit(&self, actor: &Actor, act: Act) -> Result<(), Refusal> {
        let Some((person, access)) = self.person(actor)? else { return Ok(()) };
        if person.role >= act.least() {
            return Ok(());
        }
        let may = access.people.iter().filter(|person| person.role >= act.least());
        Err(forbidden(&person, act, Why::Role, may))
    }

    /// Permits a command.
    ///
    /// # Errors
    /// Those of [`Gate::permit`].
    pub(in crate::desk) fn permit_command(
        &self,
        actor: &Actor,
        command: &Command,
        snapshot: &Snapshot,
    ) -> Result<(), Refusal> {
        let act = Act::of_command(command);
        self.permit(actor, act)?;
        let Some((person, access)) = self.person(actor)? else { return Ok(()) };
        command.items().into_iter().try_for_each(|item| permit_item(&person, &access, act, item, snapshot))?;
        command.cases().iter().try_for_each(|case| permit_case(&person, &access, act, case, snapshot))
    }

    /// Permits the changes of an undo.
    ///
    /// # Errors
    /// Those of [`Gate::permit`].
    pub(in crate::desk) fn permit_changes(
        &self,
        actor: &Actor,
        changes: &[Change],
        snapshot: &Snapshot,
    ) -> Result<(), Refusal> {
        let person = self.person(actor)?;
        for change in changes {
            let act = change.act();
            self.permit(actor, act)?;
            let Some((person, access)) = &person else { continue };
            if let Some(item) = change.item() {
                permit_item(person, access, act, item, snapshot)?;
            }
            if let Change::CaseStep { plan, case, .. } = change {
                let case = CaseId { plan: plan.clone(), number: *case };
                permit_case(person, access, act, &case, snapshot)?;
            }
        }
        Ok(())
    }
}

/// Limits reporters to their own work. Items that do not exist are left to the rules, which report them.
fn permit_item(person: &Person, access: &Access, act: Act, item: &ItemId, snapshot: &Snapshot) -> Result<(), Refusal> {
    let task = snapshot.task(item).map(|(_, task)| task.title.clone());
    let indicator = snapshot.indicator(item).map(|(_, indicator)| indicator.name.clone());
    let why = match (task, indicator) {
        _ if may(person, item, snapshot) => return Ok(()),
        (Some(title), _) => Why::Department(title, person.department.clone().unwrap_or_default()),
        (None, Some(name)) => Why::Indicator(name),
        (None, None) => return Ok(()),
    };
    let others = access.people.iter().filter(|other| other.role >= act.least() && may(other, item, snapshot));
    Err(forbidden(person, act, why, others))
}

/// Limits reporters to the cases of their department. Cases that do not exist are left to the rules, which report them.
fn permit_case(person: &Person, access: &Access, act: Act, id: &CaseId, snapshot: &Snapshot) -> Result<(), Refusal> {
    let Some(dossier) = snapshot.dossier(&id.plan) else { return Ok(()) };
    let Some(case) = dossier.case(id.number, &snapshot.settings().cases) else { return Ok(()) };
    let department = case.department();
    let may = |person: &Person| {
        person.role > Role::Reporter || current(person, dossier, snapshot).as_ref() == Some(&department)
    };
    if may(person) {
        return Ok(());
    }
    let why = Why::Department(case.case.title.clone(), person.department.clone().unwrap_or_default());
    let others = access.people.iter().filter(|other| other.role >= act.least() && may(other));
    Err(forbidden(person, act, why, others))
}

/// Returns the present name of a person's department, as a plan uses it.
fn current(person: &Person, dossier: &Dossier, snapshot: &Snapshot) -> Option<String> {
    let (departments, region) = (snapshot.departments(), &dossier.plan.region);
    let name = person.department.as_deref()?;
    Some(departments.current(region, departments.canonical_in(region, name)))
}

/// Returns true if a person whose role allows reviews may review this item.
fn may(person: &Person, item: &ItemId, snapshot: &Snapshot) -> bool {
    if person.role > Role::Reporter {
        return true;
    }
    let name = snapshot.dossier(&item.plan).and_then(|dossier| current(person, dossier, snapshot));
    let involved = |name: String| snapshot.assignment(item).is_some_and(|assignment| assignment.involves(&name));
    name.is_some_and(involved) || person.indicators.iter().any(|measured| measured.holds(item))
}

fn forbidden<'a>(person: &Person, act: Act, why: Why, may: impl Iterator<Item = &'a Person>) -> Refusal {
    Refusal::Forbidden(Box::new(Forbidden {
        name: person.name.clone(),
        role: person.role,
        act,
        why,
        may: may.map(|person| (person.name.clone(), person.role)).collect(),
    }))
}

impl Forbidden {
    /// Returns the message for a person.
    pub fn text(&self, language: Language) -> String {
        let (name, role, act) = (&self.name, self.role.label(language), self.act.label(language));
        let may = self.who_may(language);
        match (&self.why, language) {
            (Why::Role, Language::Zh) => format!("{name} 是{role}，不能{act}；{may}"),
            (Why::Role, Language::En) => format!("{name} is a {role} and may not {act}; {may}"),
            (Why::Department(title, department), Language::Zh) => {
                format!("“{title}”不由{department}牵头或配合，{name}（{role}）不能填报；{may}")
            }
            (Why::Department(title, department), Language::En) => {
                format!("“{title}” is not the work of {department}, so {name} ({role}) may not report on it; {may}")
            }
            (Why::Indicator(indicator), Language::Zh) => {
                format!("“{indicator}”不在 {name}（{role}）所管的指标之列，不能录入；{may}")
            }
            (Why::Indicator(indicator), Language::En) => {
                format!("“{indicator}” is none of the indicators of {name} ({role}); {may}")
            }
        }
    }

    fn who_may(&self, language: Language) -> String {
        /// The maximum number of names listed; further ones are only counted.
        const NAMED: usize = 5;
        let named = self.may.iter().take(NAMED);
        match language {
            Language::Zh => {
                let names: Vec<String> = named.map(|(n, role)| format!("{n}（{}）", role.label(language))).collect();
                let more = if self.may.len() > NAMED { format!("等 {} 人", self.may.len()) } else { String::new() };
                match names.is_empty() {
                    true => "可以的只有数据文件夹的主人".to_string(),
                    false => format!("可以的有 {}{more}", names.join("、")),
                }
            }
            Language::En => {
                let names: Vec<String> = named.map(|(n, role)| format!("{n} ({})", role.label(language))).collect();
                let more = self.may.len().saturating_sub(NAMED);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                match names.is_empty() {
                    true => "the owner of the store alone may".to_string(),
                    false => format!("those who may: {}{more}", names.join(", ")),
                }
            }
        }
    }
}
