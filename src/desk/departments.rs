//! The rules for the office's list of departments.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::plan::department::BadDepartmentField;
use crate::plan::{Change, Department, DepartmentEntry, DepartmentField, Departments, Edit};
use crate::text::Language;
use crate::text::clean::sanitise_line;
use crate::text::near::nearest;

use super::rules::changed;
use super::{Refusal, Snapshot};

/// An edit of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListEdit {
    /// Add a department that is not in the list.
    Add(String, DepartmentFields),
    /// Set fields of a department in the list, given by any of its names.
    Set(String, DepartmentFields),
    /// Set fields of a department, which is added if it is not in the list.
    Lay(String, DepartmentFields),
    /// Remove everything entered for a department, given by any of its names; one added by the office is removed.
    Drop(String),
}

/// The fields of a department as a person types them; an empty text removes the value.
pub type DepartmentFields = BTreeMap<DepartmentField, String>;

/// The reason why an edit is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListFault {
    /// There is no department with this name. Holds a similar name, if there is one.
    Unknown(String, Option<String>),
    /// There is a department with this name already.
    Known(String, String),
    /// The office has entered nothing for the department.
    NotEntered(String),
    /// Two departments would have the same name.
    Twice(String, String, String),
    /// A value that the field does not allow.
    Field(String, BadDepartmentField),
    /// The department would end before it began.
    EndsBefore(String),
    /// The department has a successor but no end.
    NoEnd(String),
    /// The successor is not in the list, or is indirectly its own successor.
    Successor(String, String),
}

/// Returns the changes of several edits, which are checked together: two departments may swap names.
pub(super) fn edit(snapshot: &Snapshot, edits: &[ListEdit]) -> Result<Vec<Change>, Refusal> {
    let entered = &snapshot.office().departments;
    let registry = snapshot.registry();
    let mut entries = entered.clone();
    let named: HashSet<&str> = edits.iter().map(ListEdit::name).collect();
    let mut keys = Vec::new();
    for edit in edits {
        let key = apply(registry, &mut entries, edit, &named).map_err(refused)?;
        keys.push(key);
    }
    check(&registry.with(entered), &registry.with(&entries), &keys).map_err(refused)?;
    let touched: BTreeSet<String> = keys.into_iter().collect();
    let change = |name: String| {
        let edit = Edit { before: entered.get(&name).cloned(), after: entries.get(&name).cloned() };
        changed(edit).map(|edit| Change::Department { name, edit })
    };
    Ok(touched.into_iter().filter_map(change).collect())
}

fn refused(fault: ListFault) -> Refusal {
    Refusal::List(Box::new(fault))
}

type Entries = BTreeMap<String, DepartmentEntry>;

impl ListEdit {
    /// Returns the name of the department that it is about.
    fn name(&self) -> &str {
        match self {
            ListEdit::Add(name, _) | ListEdit::Set(name, _) | ListEdit::Lay(name, _) | ListEdit::Drop(name) => {
                name.trim()
            }
        }
    }
}

/// Applies one edit to the entries, and returns the name under which the entry is kept. `named` are the departments that
/// this edit and those beside it are about.
fn apply(
    registry: &Departments,
    entries: &mut Entries,
    edit: &ListEdit,
    named: &HashSet<&str>,
) -> Result<String, ListFault> {
    let list = registry.with(entries);
    let known = |name: &str| list.key(name).map(str::to_string);
    let (name, mut fields) = match edit {
        ListEdit::Add(name, fields) | ListEdit::Set(name, fields) | ListEdit::Lay(name, fields) => {
            (name, fields.clone())
        }
        ListEdit::Drop(name) => {
            let key = known(name).ok_or_else(|| unknown(&list, name))?;
            return match entries.remove(&key) {
                Some(_) => Ok(key),
                None => Err(ListFault::NotEntered(name.clone())),
            };
        }
    };
    let name = sanitise_line(name).trim().to_string();
    let key = match (known(&name), edit) {
        (Some(_), ListEdit::Add(..)) => {
            let holder = list.find(&name).map(|department| department.name.clone()).unwrap_or_default();
            return Err(ListFault::Known(name, holder));
        }
        (None, ListEdit::Set(..)) => return Err(unknown(&list, &name)),
        (known, ListEdit::Lay(..)) => match renamed(&list, &name, &fields, named) {
            Some(key) if known.as_ref().is_none_or(|known| *known == key) => {
                fields.insert(DepartmentField::Name, name);
                key
            }
            _ => known.unwrap_or(name),
        },
        (known, _) => known.unwrap_or(name),
    };
    let mut trial = list.find(&key).cloned().unwrap_or_else(|| Department::named(&key));
    trial.set(DepartmentField::Name, &key).map_err(|bad| ListFault::Field(key.clone(), bad))?;
    let entry = entries.entry(key.clone()).or_default();
    for (field, text) in fields {
        trial.set(field, &sanitise_line(&text)).map_err(|bad| ListFault::Field(key.clone(), bad))?;
        // The first name of a renamed department is a short name by itself.
        trial.short.retain(|name| *name != key);
        // As lists have it, whatever was typed: government for 政府部门.
        entry.fields.insert(field, trial.field(field).unwrap_or_default());
    }
    without_repeats(registry, &key, entry);
    if entry.fields.is_empty() && registry.key(&key).is_some() {
        entries.remove(&key);
    }
    Ok(key)
}

/// Returns the key of a department that is to be renamed: the list calls it by one of the other names that are entered
/// with the new name, and no edit does.
fn renamed(list: &Departments, name: &str, fields: &DepartmentFields, named: &HashSet<&str>) -> Option<String> {
    let mut told = Department::named("");
    told.set(DepartmentField::Short, fields.get(&DepartmentField::Short)?).ok()?;
    let is_its_name = |former: &&String| list.find(former).is_some_and(|known| known.name == **former);
    let former = told.short.iter().filter(|former| *former != name && !named.contains(former.as_str()));
    let former = former.into_iter().find(is_its_name)?;
    list.key(former).map(str::to_string)
}

/// Takes fields away that merely repeat what the program knows.
fn without_repeats(registry: &Departments, key: &str, entry: &mut DepartmentEntry) {
    let base = registry.find(key).filter(|_| registry.key(key) == Some(key)).cloned();
    let base = base.unwrap_or_else(|| Department::named(key));
    entry.fields.retain(|field, text| {
        let mut with = base.clone();
        let is_read = with.set(*field, text).is_ok();
        // A renamed department keeps its first name as a short name, which need not be entered.
        with.short.retain(|name| name != key);
        !is_read || with != base
    });
}

fn unknown(list: &Departments, name: &str) -> ListFault {
    let near = nearest(name, list.iter().flat_map(|department| department.names()));
    ListFault::Unknown(name.to_string(), near)
}

/// Checks the list as it would be: what the edits touch, and the successors of others, which they may take away.
fn check(before: &Departments, list: &Departments, touched: &[String]) -> Result<(), ListFault> {
    let mut owners: HashMap<&str, &str> = HashMap::new();
    for (key, department) in list.keyed() {
        for name in department.names() {
            if let Some(first) = owners.insert(name, key).filter(|first| *first != key) {
                return Err(ListFault::Twice(name.to_string(), first.to_string(), key.to_string()));
            }
        }
    }
    let was_right = |department: &Department| {
        let then = before.find(&department.name).filter(|then| then.successor == department.successor);
        department.successor.is_some() && then.is_some_and(|then| check_times(before, then).is_ok())
    };
    let is_checked =
        |key: &str, department: &Department| touched.iter().any(|touched| touched == key) || was_right(department);
    let checked = list.keyed().filter(|(key, department)| is_checked(key, department));
    checked.into_iter().try_for_each(|(_, department)| check_times(list, department))
}

fn check_times(list: &Departments, department: &Department) -> Result<(), ListFault> {
    let name = || department.name.clone();
    match (department.from, department.until) {
        (Some(from), Some(until)) if until < from => return Err(ListFault::EndsBefore(name())),
        _ => {}
    }
    let Some(successor) = &department.successor else { return Ok(()) };
    if department.until.is_none() {
        return Err(ListFault::NoEnd(name()));
    }
    let mut seen = BTreeSet::from([department.name.clone()]);
    let mut next = Some(successor.clone());
    while let Some(successor) = next {
        let Some(found) = list.find(&successor).filter(|found| seen.insert(found.name.clone())) else {
            return Err(ListFault::Successor(name(), successor));
        };
        next = found.successor.clone();
    }
    Ok(())
}

impl Snapshot {
    /// Returns the changes that edits of the list would make.
    ///
    /// # Errors
    /// [`Refusal::List`] if the list would be invalid.
    pub fn with_list(&self, edits: &[ListEdit]) -> Result<Vec<Change>, Refusal> {
        edit(self, edits)
    }
}

impl ListFault {
    /// Returns the names of the departments concerned.
    pub fn names(&self) -> Vec<&str> {
        match self {
            ListFault::Twice(name, one, other) => vec![name, one, other],
            ListFault::Unknown(name, _)
            | ListFault::Known(name, _)
            | ListFault::NotEntered(name)
            | ListFault::Field(name, _)
            | ListFault::EndsBefore(name)
            | ListFault::NoEnd(name)
            | ListFault::Successor(name, _) => vec![name],
        }
    }

    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => self.chinese(),
            Language::En => self.english(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            ListFault::Unknown(name, near) => {
                let near = near.as_ref().map(|near| format!("是“{near}”吗？")).unwrap_or_default();
                format!("单位名录中没有“{name}”；{near}plandesk departments 可查看，department {name} --add 可新增")
            }
            ListFault::Known(name, holder) if name == holder => {
                format!("单位名录中已有“{name}”；更改请不要用 --add")
            }
            ListFault::Known(name, holder) => {
                format!("“{name}”已是“{holder}”的名称；请先在该单位去掉这一名称，或更改该单位")
            }
            ListFault::NotEntered(name) => format!("“{name}”没有本单位录入的内容可以收回"),
            ListFault::Twice(name, one, other) => {
                format!("“{name}”同时是“{one}”和“{other}”的名称；请只留在一个单位")
            }
            ListFault::Field(name, bad) => format!("{name}：{}", bad.text(Language::Zh)),
            ListFault::EndsBefore(name) => format!("{name} 的撤销日期早于成立日期；请核对"),
            ListFault::NoEnd(name) => format!("{name} 有承接单位而没有撤销日期；请同时写明 --until"),
            ListFault::Successor(name, successor) => {
                format!("“{successor}”不能承接 {name}：名录中没有这一单位，或承接关系成环；请先新增该单位（--add）")
            }
        }
    }

    fn english(&self) -> String {
        match self {
            ListFault::Unknown(name, near) => {
                let near = near.as_ref().map(|near| format!("did you mean {near}? ")).unwrap_or_default();
                format!(
                    "the list has no department “{name}”; {near}`plandesk departments` shows it, and department {name} --add adds one"
                )
            }
            ListFault::Known(name, holder) if name == holder => {
                format!("the list has “{name}” already; leave out --add to change it")
            }
            ListFault::Known(name, holder) => {
                format!("“{name}” is a name of {holder}; remove it there first, or change that department")
            }
            ListFault::NotEntered(name) => format!("there are no changes to “{name}” that could be undone"),
            ListFault::Twice(name, one, other) => {
                format!("“{name}” names both {one} and {other}; leave it to one of them")
            }
            ListFault::Field(name, bad) => format!("{name}: {}", bad.text(Language::En)),
            ListFault::EndsBefore(name) => format!("{name} ends before it begins; check both days"),
            ListFault::NoEnd(name) => format!("{name} has a successor and no end; give --until as well"),
            ListFault::Successor(name, successor) => format!(
                "“{successor}” can't succeed {name}: the list does not have it, or the succession is circular; add it first (--add)"
            ),
        }
    }
}
