//! Bringing a store of an older schema up to date.
//!
//! The schema is the meaning of the journal's entries. Adding an optional member to a record does not change it,
//! since records are read with defaults; renaming or reinterpreting one does. Each change of the schema adds one
//! [`Step`] here and one to [`SCHEMA`], and every step is kept for good. The old store stays beside the new one.
//! The state needs no steps: it is made anew from the journal.

use serde_json::Value;

use super::folder::Folder;
use super::journal::line::Entry;
use super::journal::{Draft, Header, Reader, Sort, first_header};
use super::{Fault, Repair, SCHEMA, StoreError};

/// How the entries of one schema become those of the next.
pub(super) struct Step {
    /// The schema that the step starts from.
    pub from: u32,
    /// Rewrites one entry.
    pub entry: fn(Value) -> Result<Value, String>,
}

/// Every step there is, the oldest first.
pub(super) const STEPS: &[Step] = &[];

/// The steps from a schema to the present one.
///
/// # Errors
/// [`StoreError::Newer`] when the schema is not known yet, [`StoreError::Older`] when no steps lead here.
pub(super) fn steps_from(schema: u32, steps: &[Step]) -> Result<Vec<&Step>, StoreError> {
    if schema > SCHEMA {
        return Err(StoreError::Newer { found: schema, known: SCHEMA });
    }
    let step = |from| steps.iter().find(|step| step.from == from);
    (schema..SCHEMA).map(|from| step(from).ok_or(StoreError::Older { found: schema, known: SCHEMA })).collect()
}

/// Rewrites the journal in the present schema, if it has an older one.
pub(super) fn bring_up_to_date(folder: &Folder, steps: &[Step], account: &mut Vec<Repair>) -> Result<(), StoreError> {
    let from = first_header(&folder.journal())?.schema;
    if from == SCHEMA {
        return Ok(());
    }
    let steps = steps_from(from, steps)?;
    let mut draft = Draft::begin(&folder.draft())?;
    for line in Reader::new(&folder.journal())? {
        let line = line?;
        let unreadable = |e: serde_json::Error| line.damaged(Fault::Content(e.to_string()));
        let object = match &line.sort {
            Sort::Header(header) => {
                let header = Header { schema: SCHEMA, ..header.clone() };
                draft.add_object(&serde_json::to_string(&header).map_err(unreadable)?, &Sort::Header(header))?;
                continue;
            }
            Sort::Entry(_) => serde_json::from_slice(&line.raw).map_err(unreadable)?,
            Sort::End => continue,
        };
        let object = steps
            .iter()
            .try_fold(object, |object, step| (step.entry)(object))
            .map_err(|what| line.damaged(Fault::Content(what)))?;
        let entry: Entry = serde_json::from_value(object).map_err(unreadable)?;
        draft.add_object(&serde_json::to_string(&entry).map_err(unreadable)?, &line.sort)?;
    }
    draft.finish()?;
    if let Some(kept) = folder.replace_journal(&format!("before-schema-{SCHEMA}"))? {
        account.push(Repair::Migrated { from, kept });
    }
    Ok(())
}
