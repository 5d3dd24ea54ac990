//! Importing documents: new plans and new editions of existing ones.

use std::collections::HashSet;
use std::sync::Arc;

use crate::import::edition::{self, EditionChanges, Loss};
use crate::import::{Document, NamedColumns};
use crate::plan::dossier::apply_all;
use crate::plan::{Change, Departments, Dossier, Dossiers, Edit, Plan, PlanId, lineage};

use super::carried::{OverlayNews, carry};
use super::declined::{self, Declined};
use super::{Act, Actor, Desk, DeskError, Refusal, Settings, Snapshot, bundled, retire};

/// The outcome for one plan of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A plan that was not there before.
    New,
    /// A new edition of an existing plan.
    NewEdition(EditionChanges),
    /// The same text as the existing one.
    Unchanged,
    /// A condensed text of a plan whose official text exists; it was ignored.
    OlderKept,
}

impl Outcome {
    /// Returns the loss if a new edition removes so many items that a person must agree.
    pub fn loss(&self) -> Option<Loss> {
        if let Outcome::NewEdition(changes) = self { changes.loss() } else { None }
    }
}

/// The consents that a person has given before an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consent {
    /// To import a text although it does not look like a plan.
    pub unlike: bool,
    /// To a new edition that removes more than a tenth of the items, or all indicators.
    pub loss: bool,
    /// The changes of new editions that are declined.
    pub declined: Vec<Declined>,
}

/// The result of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportReceipt {
    /// The number of the journal entry, or `None` if nothing changed.
    pub seq: Option<u64>,
    /// The plans in the order of the documents, each with its outcome.
    pub plans: Vec<(Arc<Plan>, Outcome)>,
    /// The corrections and adjustments to check against the new text.
    pub overlaid: Vec<OverlayNews>,
    /// The archived plans that are back in use because of a new edition.
    pub brought_back: Vec<PlanId>,
}

/// Returns the result of [`Desk::import`] in a new store, which has only the bundled plans.
///
/// # Errors
/// Fails if the bundled plans can't be read.
pub fn preview_import_into_new(departments: Departments, documents: Vec<Document>) -> Result<ImportReceipt, DeskError> {
    let empty = Snapshot::new(Dossiers::new(), departments, Settings::default());
    let (changes, ..) = merge(&empty, bundled::documents(empty.departments())?);
    let mut dossiers = Dossiers::new();
    apply_all(&mut dossiers, &changes).map_err(|conflict| Refusal::ChangedMeanwhile(conflict.record))?;
    let loaded = empty.with(dossiers);
    Ok(preview(&loaded, documents))
}

impl Desk {
    /// Imports documents: all of them in one entry of the history, or none.
    ///
    /// # Errors
    /// Those of [`Desk::execute`], and [`Refusal::Unlike`] or [`Refusal::WouldDrop`] if a document requires a
    /// [`Consent`] that was not given.
    pub fn import(
        &self,
        actor: &Actor,
        documents: Vec<Document>,
        consent: Consent,
    ) -> Result<ImportReceipt, DeskError> {
        self.gate.permit(actor, Act::Import)?;
        if !consent.declined.is_empty() {
            self.gate.permit(actor, Act::Edit)?;
        }
        self.import_as(actor, "import", documents, consent)
    }

    /// Returns the result of [`Desk::import`] without importing.
    pub fn preview_import(&self, documents: Vec<Document>) -> ImportReceipt {
        preview(&self.snapshot(), documents)
    }

    pub(super) fn import_as(
        &self,
        actor: &Actor,
        what: &str,
        documents: Vec<Document>,
        consent: Consent,
    ) -> Result<ImportReceipt, DeskError> {
        let mut writer = self.writer();
        for document in documents.iter().filter(|_| !consent.unlike) {
            if let Some(unlike) = document.unlike {
                return Err(Refusal::Unlike { file: document.file.clone(), unlike }.into());
            }
        }
        let named: Vec<NamedColumns> = documents.iter().flat_map(|document| document.named.clone()).collect();
        // Merging is expensive, so it is not retried if another desk saves meanwhile; the person gets an error.
        self.take_in(&mut writer)?;
        let (mut changes, plans, overlaid) = merge(&self.snapshot(), documents);
        for (plan, outcome) in plans.iter().filter(|_| !consent.loss) {
            if let Some(loss) = outcome.loss() {
                return Err(Refusal::WouldDrop { plan: plan.title.clone(), loss }.into());
            }
        }
        self.remember_columns(actor, &named)?;
        changes.extend(declined::changes(&self.snapshot(), &changes, &consent.declined)?);
        let receipt = self.commit(&mut writer, actor, what, changes, None)?;
        let brought_back = brought_back(&receipt.changes);
        Ok(ImportReceipt { seq: receipt.seq, plans, overlaid, brought_back })
    }
}

fn preview(snapshot: &Snapshot, documents: Vec<Document>) -> ImportReceipt {
    let (changes, plans, overlaid) = merge(snapshot, documents);
    ImportReceipt { seq: None, plans, overlaid, brought_back: brought_back(&changes) }
}

fn brought_back(changes: &[Change]) -> Vec<PlanId> {
    let back = |change: &Change| if let Change::Archived { plan, .. } = change { Some(plan.clone()) } else { None };
    changes.iter().filter_map(back).collect()
}

/// The changes of an import, the outcome for each plan, and the overlays to check.
type Merged = (Vec<Change>, Vec<(Arc<Plan>, Outcome)>, Vec<OverlayNews>);

fn merge(snapshot: &Snapshot, documents: Vec<Document>) -> Merged {
    let (mut changes, mut outcomes) = (Vec::new(), Vec::new());
    let mut known: Vec<Arc<Plan>> = snapshot.all().map(|d| Arc::clone(&d.printed)).collect();
    for plan in documents.into_iter().flat_map(|d| d.plans) {
        let mut plan = lineage::identified(plan, &known);
        plan.parent = lineage::parent(&plan, &known);
        let before = known.iter().find(|p| p.id == plan.id).cloned();
        let dossier = snapshot.dossier(&plan.id).filter(|dossier| !dossier.made.is_empty());
        let (after, outcome) = succeed(before.as_ref(), dossier.map(|dossier| &**dossier), plan);
        if matches!(outcome, Outcome::New | Outcome::NewEdition(_)) {
            changes.push(replace(&mut known, before, Arc::clone(&after)));
        }
        outcomes.push((after, outcome));
    }
    // A plan imported before the plan above it is linked to it now. Existing plans were compared when it was imported.
    let came: HashSet<PlanId> = changes.iter().filter_map(Change::plan).cloned().collect();
    let above: Vec<Arc<Plan>> = known.iter().filter(|plan| came.contains(&plan.id)).cloned().collect();
    let below = known.iter().filter(|plan| plan.parent.is_none());
    let learnt: Vec<(Arc<Plan>, PlanId)> =
        below.filter_map(|plan| Some((Arc::clone(plan), lineage::parent(plan, &above)?))).collect();
    for (plan, above) in learnt {
        let after = Arc::new(Plan { parent: Some(above), ..(*plan).clone() });
        changes.push(replace(&mut known, Some(plan), after));
    }
    let mut overlaid = Vec::new();
    // Importing a new edition of an archived plan restores it.
    let back = snapshot.archived().filter(|dossier| came.contains(&dossier.plan.id));
    let back: Vec<Change> = back.flat_map(|dossier| retire::brought_back(dossier)).collect();
    changes.extend(back);
    for dossier in snapshot.all().filter(|dossier| dossier.is_laid_over()) {
        let is_other = |plan: &&Arc<Plan>| plan.id == dossier.printed.id && !Arc::ptr_eq(plan, &dossier.printed);
        let after = known.iter().find(is_other);
        let Some((carried, news)) = after.map(|after| carry(dossier, after)) else { continue };
        changes.extend(carried);
        overlaid.extend(news);
    }
    (changes, outcomes, overlaid)
}

fn replace(known: &mut Vec<Arc<Plan>>, before: Option<Arc<Plan>>, after: Arc<Plan>) -> Change {
    known.retain(|plan| plan.id != after.id);
    known.push(Arc::clone(&after));
    Change::Plan { plan: after.id.clone(), edit: Edit { before, after: Some(after) } }
}

/// Returns true if two readings of the same bytes found the same. A later one finds more if a person has named the
/// columns of a table, or if a newer program reads more.
fn is_read_alike(before: &Plan, plan: &Plan) -> bool {
    let counts = |plan: &Plan| [plan.tasks.len(), plan.indicators.len(), plan.outline.len()];
    counts(before) == counts(plan)
}

/// Returns the plan that replaces another one, and the outcome. Items added by hand are matched like items of the old
/// text.
fn succeed(before: Option<&Arc<Plan>>, with_made: Option<&Dossier>, plan: Plan) -> (Arc<Plan>, Outcome) {
    let Some(before) = before else { return (Arc::new(plan), Outcome::New) };
    if before.source.sha256 == plan.source.sha256 && is_read_alike(before, &plan) {
        return (Arc::clone(before), Outcome::Unchanged);
    }
    if !lineage::supersedes(before, &plan) {
        return (Arc::clone(before), Outcome::OlderKept);
    }
    let Some(dossier) = with_made else {
        let (after, changes) = edition::succeed(before, plan);
        return (Arc::new(after), Outcome::NewEdition(changes));
    };
    let (mut after, mut changes) = edition::succeed(&dossier.with_made(), plan);
    // An item added by hand that is not in the new text is not a former item of the text.
    after.former_tasks.retain(|task| !dossier.made.contains_key(&task.id));
    after.former_indicators.retain(|indicator| !dossier.made.contains_key(&indicator.id));
    changes.removed.retain(|named| !dossier.made.contains_key(&named.id));
    (Arc::new(after), Outcome::NewEdition(changes))
}
