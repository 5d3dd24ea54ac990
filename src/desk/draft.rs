//! Drafts: texts typed into forms but not saved, kept until the person's next session.
//!
//! They are stored in the store's folder, in a file per person that only the store's owner may read. They are not
//! records: nobody else sees them, and backups do not contain them.

use std::fs::{self, DirBuilder};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};

use super::{Actor, Desk, Snapshot};
use crate::plan::record::Owner;
use crate::plan::{
    AppraisalKind, Attainment, CaseId, FateKind, ItemId, ItemKind, Period, PlanId, Subject, TextField, Year,
};
use crate::store::private_file;

/// The maximum number of drafts of a person; the oldest ones are dropped.
const MOST: usize = 50;
/// The maximum size of a person's file in bytes; the oldest drafts are dropped.
const LARGEST: usize = 1 << 20;

/// The unsaved texts of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The form.
    #[serde(flatten)]
    pub of: Writing,
    /// The texts of the fields. For a review: done, problem, next, evidence, status and per cent.
    pub texts: Vec<String>,
    /// The texts when the form was opened; only differences were typed.
    pub before: Vec<String>,
}

/// A form for which a draft is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Writing {
    /// The form of a review.
    Review {
        /// The tasks to be reviewed.
        items: Vec<ItemId>,
        /// The period.
        period: Period,
    },
    /// Any other form.
    Form {
        /// The purpose of the form.
        form: FormOf,
    },
}

/// The purpose of a form other than a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FormOf {
    /// Correcting a text.
    Correction(Subject),
    /// Adjusting a text.
    Adjustment(Subject),
    /// Adding an item of a kind to a plan.
    Add(PlanId, ItemKind),
    /// Splitting a task.
    Split(ItemId),
    /// Ending items.
    End(Vec<ItemId>),
    /// Merging items into another one.
    Merge(Vec<ItemId>, ItemId),
    /// Creating a plan.
    Begin,
    /// Adding a typed outline to a plan.
    Outline(PlanId),
    /// Editing a step of a task; `None` for a new step.
    Step(ItemId, Option<u32>),
    /// Editing the milestones of tasks in a period and their outcomes.
    Milestone(Vec<ItemId>, Period),
    /// Opening a case about some tasks.
    Case(Vec<ItemId>),
    /// Making a step in some cases.
    CaseStep(Vec<CaseId>),
    /// Entering who answers for tasks within their lead department.
    Liaison(Vec<ItemId>),
    /// Editing a department of the office's list; `None` for a new one.
    Department(Option<String>),
    /// The result of an appraisal of a plan in a period.
    Appraisal(PlanId, Period, AppraisalKind),
    /// A field that is filled in as one line.
    Line(LineOf),
    /// The reason for a change of something sealed: of tasks in a period, or of an indicator in a year.
    Amendment(Vec<ItemId>, Period),
    /// The targets of an indicator for single years.
    YearlyTargets(ItemId),
    /// The filter of the task table.
    Filter,
}

/// A field that is filled in as one line, on its own or in the cell of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineOf {
    /// The status of some tasks.
    Status(Vec<ItemId>),
    /// The progress of some tasks, in per cent.
    Progress(Vec<ItemId>),
    /// The lead departments of some tasks or indicators.
    Lead(Vec<ItemId>),
    /// Their supporting departments.
    Support(Vec<ItemId>),
    /// When some tasks are due.
    Due(Vec<ItemId>),
    /// The responsible person of some tasks or indicators.
    Person(Vec<ItemId>),
    /// The goal of some tasks in the period's year.
    Goal(Vec<ItemId>),
    /// A field of the text of something.
    Text(Subject, TextField),
    /// The value of an indicator in a year, or in a part of one.
    Reading(ItemId, #[serde(deserialize_with = "year_or_period")] Period),
    /// The reason for a judgement by hand of an indicator in a year.
    Reason(ItemId, Year, Attainment),
    /// The solution of the problem that a task's review raised in a period.
    Solution(ItemId, Period),
    /// The remark on the fate of an item, and the fate.
    FateNote(ItemId, FateKind),
}

/// Reads the period of a reading. Drafts of readings have had years without parts.
fn year_or_period<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Period, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Measured {
        Year(Year),
        Period(Period),
    }
    Ok(match Measured::deserialize(deserializer)? {
        Measured::Year(year) => Period::annual(year),
        Measured::Period(period) => period,
    })
}

impl LineOf {
    /// Returns the items that it is about, or the plan.
    pub fn subjects(&self) -> Vec<Subject> {
        let items = match self {
            LineOf::Text(subject, _) => return vec![subject.clone()],
            LineOf::Status(items)
            | LineOf::Progress(items)
            | LineOf::Lead(items)
            | LineOf::Support(items)
            | LineOf::Due(items)
            | LineOf::Person(items)
            | LineOf::Goal(items) => items.as_slice(),
            LineOf::Reading(item, _)
            | LineOf::Reason(item, ..)
            | LineOf::Solution(item, _)
            | LineOf::FateNote(item, _) => std::slice::from_ref(item),
        };
        items.iter().cloned().map(Subject::Item).collect()
    }
}

impl Draft {
    /// Returns true if the person typed anything.
    pub fn is_changed(&self) -> bool {
        self.texts != self.before
    }
}

impl Writing {
    /// Returns the form of a review.
    pub fn review(items: &[ItemId], period: Period) -> Writing {
        Writing::Review { items: items.to_vec(), period }
    }

    /// Returns true if the items of the form still exist.
    pub fn is_known(&self, snapshot: &Snapshot) -> bool {
        let has_plan = |plan: &PlanId| snapshot.dossier(plan).is_some();
        let has_tasks = |items: &[ItemId]| items.iter().all(|id| snapshot.task(id).is_some());
        match self {
            Writing::Review { items, .. } => has_tasks(items),
            Writing::Form { form } => match form {
                FormOf::Correction(subject) | FormOf::Adjustment(subject) => has_plan(subject.plan()),
                FormOf::Add(plan, _) | FormOf::Outline(plan) => has_plan(plan),
                FormOf::Split(item) | FormOf::Step(item, _) => snapshot.task(item).is_some(),
                FormOf::YearlyTargets(indicator) => snapshot.indicator(indicator).is_some(),
                FormOf::Milestone(items, _) | FormOf::Case(items) => has_tasks(items),
                FormOf::CaseStep(cases) => cases.iter().all(|case| snapshot.case(case).is_some()),
                FormOf::End(items) | FormOf::Merge(items, _) | FormOf::Liaison(items) | FormOf::Amendment(items, _) => {
                    items.iter().all(|item| has_plan(&item.plan))
                }
                FormOf::Appraisal(plan, ..) => has_plan(plan),
                FormOf::Line(line) => line.subjects().iter().all(|subject| has_plan(subject.plan())),
                FormOf::Begin | FormOf::Department(_) | FormOf::Filter => true,
            },
        }
    }
}

impl From<FormOf> for Writing {
    fn from(form: FormOf) -> Writing {
        Writing::Form { form }
    }
}

/// The drafts of all people at a store.
#[derive(Clone)]
pub(super) struct Drafts {
    folder: PathBuf,
    /// Held while a file is read and rewritten.
    open: Arc<Mutex<Open>>,
}

/// The notebooks of open sessions.
#[derive(Default)]
struct Open {
    /// The drafts in a notebook, with its number and its owner.
    held: Vec<(u64, String, Draft)>,
    next: u64,
}

impl Open {
    /// Returns true if a person's draft is in a notebook other than this one.
    fn is_elsewhere(&self, number: u64, who: &str, draft: &Draft) -> bool {
        self.held.iter().any(|(other, name, held)| *other != number && name == who && held == draft)
    }

    fn hold(&mut self, number: u64, who: &str, drafts: &[Draft]) {
        self.held.retain(|(other, ..)| *other != number);
        self.held.extend(drafts.iter().map(|draft| (number, who.to_string(), draft.clone())));
    }
}

impl Drafts {
    pub(super) fn of(store: &Path) -> Self {
        Drafts { folder: store.join("drafts"), open: Arc::default() }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the path of a person's file. It is a hash of the name, which may contain any character.
    fn file(&self, who: &str) -> PathBuf {
        let hash = Sha256::digest(who.as_bytes());
        let name: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(format!("{name}.json"))
    }

    /// Returns the drafts in a person's file; an unreadable file counts as empty.
    fn read(&self, who: &str) -> Vec<Draft> {
        let text = fs::read(self.file(who)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    fn write(&self, who: &str, mut drafts: Vec<Draft>) -> io::Result<()> {
        drafts.drain(..drafts.len().saturating_sub(MOST));
        let mut text = serde_json::to_vec(&drafts)?;
        while text.len() > LARGEST && !drafts.is_empty() {
            drafts.remove(0);
            text = serde_json::to_vec(&drafts)?;
        }
        let file = self.file(who);
        if drafts.is_empty() {
            return match fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        let new = file.with_extension("new");
        let mut out = private_file().write(true).create(true).truncate(true).open(&new)?;
        out.write_all(&text)?;
        out.sync_data()?;
        fs::rename(new, file)
    }
}

/// The drafts of one session. Until it is dropped, they are not offered to any other session of the same person.
pub struct Notebook {
    drafts: Drafts,
    who: String,
    number: u64,
    kept: Vec<Draft>,
}

impl Desk {
    /// Returns the drafts of a person, including those of running sessions; the latest last.
    pub fn drafts(&self, actor: &Actor) -> Vec<Draft> {
        self.drafts.read(&actor.name)
    }

    /// Opens a notebook for a session, with the drafts left by the person that satisfy `is_wanted`.
    pub fn notebook(&self, actor: &Actor, is_wanted: impl Fn(&Draft) -> bool) -> Notebook {
        let mut open = self.drafts.open();
        let number = open.next;
        open.next += 1;
        drop(open);
        let mut notebook = Notebook { drafts: self.drafts.clone(), who: actor.name.clone(), number, kept: Vec::new() };
        notebook.take_up(is_wanted);
        notebook
    }
}

impl Notebook {
    /// Returns the drafts of the session.
    pub fn kept(&self) -> &[Draft] {
        &self.kept
    }

    /// Takes over drafts that other sessions of the person have left meanwhile, and returns them.
    pub fn take_up(&mut self, is_wanted: impl Fn(&Draft) -> bool) -> Vec<Draft> {
        let mut open = self.drafts.open();
        let mut left = self.drafts.read(&self.who);
        let is_free = |draft: &Draft| !self.kept.contains(draft) && !open.is_elsewhere(self.number, &self.who, draft);
        left.retain(|draft| is_wanted(draft) && is_free(draft));
        self.kept.extend_from_slice(&left);
        open.hold(self.number, &self.who, &self.kept);
        left
    }

    /// Replaces the stored drafts of the session. Those of other sessions stay.
    ///
    /// # Errors
    /// Fails if the file can't be written.
    pub fn keep(&mut self, now: &[Draft]) -> io::Result<()> {
        let before = std::mem::take(&mut self.kept);
        self.write(before, now)
    }

    /// Stores further drafts of the session, besides those that are stored already.
    ///
    /// # Errors
    /// Fails if the file can't be written.
    pub fn keep_beside(&mut self, now: &[Draft]) -> io::Result<()> {
        self.write(Vec::new(), now)
    }

    fn write(&mut self, before: Vec<Draft>, now: &[Draft]) -> io::Result<()> {
        let mut open = self.drafts.open();
        let mut drafts = self.drafts.read(&self.who);
        let is_over = |draft: &Draft| before.contains(draft) || now.iter().any(|new| new.of == draft.of);
        drafts.retain(|draft| open.is_elsewhere(self.number, &self.who, draft) || !is_over(draft));
        drafts.extend_from_slice(now);
        let written = self.drafts.write(&self.who, drafts);
        self.kept = if written.is_ok() { now.to_vec() } else { before };
        open.hold(self.number, &self.who, &self.kept);
        written
    }
}

/// Offers the drafts of the session to others from now on.
impl Drop for Notebook {
    fn drop(&mut self) {
        self.drafts.open().hold(self.number, &self.who, &[]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{ItemKind, PlanId};

    fn draft(task: u32, text: &str) -> Draft {
        let items = vec![PlanId::new("a").unwrap().item(ItemKind::Task, task)];
        let texts = [text, "", "", ""].map(String::from).to_vec();
        Draft { of: Writing::Review { items, period: Period::MID_TERM }, texts, before: vec![String::new(); 4] }
    }

    #[test]
    fn drafts_of_every_form_and_of_earlier_versions_are_read_back() {
        let plan = PlanId::new("a").unwrap();
        let item = plan.item(ItemKind::Task, 1);
        let forms = [
            FormOf::Correction(Subject::Plan(plan.clone())),
            FormOf::Adjustment(Subject::Item(item.clone())),
            FormOf::Add(plan.clone(), ItemKind::Indicator),
            FormOf::Merge(vec![item.clone()], item.clone()),
            FormOf::Begin,
            FormOf::Liaison(vec![item.clone()]),
            FormOf::Milestone(vec![item.clone()], Period::MID_TERM),
            FormOf::Case(vec![item.clone()]),
            FormOf::CaseStep(vec!["a/c1".parse().unwrap()]),
            FormOf::Step(item.clone(), None),
            FormOf::Department(Some("民政局".to_string())),
            FormOf::Appraisal(plan.clone(), Period::MID_TERM, AppraisalKind::Survey),
            FormOf::Line(LineOf::Text(Subject::Plan(plan.clone()), TextField::Term)),
            FormOf::Line(LineOf::Reason(plan.item(ItemKind::Indicator, 1), Year(2023), Attainment::Behind)),
            FormOf::Amendment(vec![item.clone()], Period::MID_TERM),
            FormOf::YearlyTargets(plan.item(ItemKind::Indicator, 1)),
            FormOf::Filter,
        ];
        for form in forms {
            let draft = Draft { of: form.into(), texts: vec!["字".into()], before: vec![String::new()] };
            let text = serde_json::to_string(&draft).unwrap();
            assert_eq!(serde_json::from_str::<Draft>(&text).unwrap(), draft, "{text}");
        }
        let earlier = r#"{"items":["a/t1"],"period":"mid-term","texts":["字","","",""],"before":["","","",""]}"#;
        assert_eq!(serde_json::from_str::<Draft>(earlier).unwrap(), draft(1, "字"));
    }

    #[test]
    fn the_number_of_a_person_s_drafts_is_limited_to_the_latest() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::of(folder.path());
        let many: Vec<Draft> = (0..60).map(|task| draft(task, "字")).collect();
        drafts.write("甲", many.clone()).unwrap();
        assert_eq!(drafts.read("甲"), many[10..]);
        let long = "字".repeat(LARGEST / 6);
        let large: Vec<Draft> = (0..4).map(|task| draft(task, &long)).collect();
        drafts.write("甲", large.clone()).unwrap();
        assert_eq!(drafts.read("甲"), large[3..]);
        drafts.write("甲", vec![]).unwrap();
        assert_eq!(fs::read_dir(&drafts.folder).unwrap().count(), 0, "nothing is left behind");
    }

    #[test]
    fn drafts_are_private_and_no_name_leads_out_of_the_folder() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::of(folder.path());
        for who in ["甲", "../../甲", ""] {
            drafts.write(who, vec![draft(1, who)]).unwrap();
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&drafts.file(who)), mode(&drafts.folder)), (0o600, 0o700));
            assert_eq!(drafts.file(who).parent(), Some(drafts.folder.as_path()));
        }
        assert_eq!(drafts.read("甲"), [draft(1, "甲")]);
        fs::write(drafts.file("甲"), "{").unwrap();
        assert_eq!(drafts.read("甲"), []);
    }
}
