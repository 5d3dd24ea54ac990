//! Migration of a store from an older schema.
//!
//! The schema gives the journal's entries their meaning: a program that knows a schema can read all of its entries.
//! Adding an optional member to a record does not change it, since records are read with defaults; a new kind of
//! record, a new name or another meaning does. Each change of the schema adds one [`Step`] here and increments
//! [`SCHEMA`], and steps are never removed. The old store is kept beside the new one. The state is not migrated, but
//! rebuilt from the journal.
//!
//! | schema | since | what was new |
//! |---|---|---|
//! | 1 | 0.1.0 | |
//! | 2 | after 0.1.0 | records of judgements, directions, goals, solutions, counterparts, appraisals and seals |

use serde_json::Value;

use super::folder::Folder;
use super::journal::line::Entry;
use super::journal::{Chain, Draft, Header, Reader, Sort, first_header};
use super::{Fault, Repair, SCHEMA, StoreError};

/// A rewriting of entries of one schema as entries of the next.
pub(super) struct Step {
    /// The schema that the step starts from.
    pub from: u32,
    /// Rewrites one entry.
    pub entry: fn(Value) -> Result<Value, String>,
}

/// All steps, the oldest first.
pub(super) const STEPS: &[Step] = &[
    // Schema 2 only added kinds of records, so entries of schema 1 are unchanged.
    Step { from: 1, entry: Ok },
];

/// Returns the steps from a schema to the present one.
///
/// # Errors
/// [`StoreError::Newer`] if the schema is newer than this program, [`StoreError::Older`] if a step is missing.
pub(super) fn steps_from(schema: u32, steps: &[Step]) -> Result<Vec<&Step>, StoreError> {
    if schema > SCHEMA {
        return Err(StoreError::Newer { found: schema, known: SCHEMA });
    }
    let step = |from| steps.iter().find(|step| step.from == from);
    (schema..SCHEMA).map(|from| step(from).ok_or(StoreError::Older { found: schema, known: SCHEMA })).collect()
}

/// Reads an entry of an older schema, rewritten in the present one.
pub(super) fn read_older(line: &[u8], schema: u32, steps: &[Step]) -> Result<Entry, Fault> {
    let content = |e: serde_json::Error| Fault::Content(e.to_string());
    let steps = steps_from(schema, steps).map_err(|e| Fault::Content(e.to_string()))?;
    let object = serde_json::from_slice(line).map_err(content)?;
    let object = steps.iter().try_fold(object, |object, step| (step.entry)(object)).map_err(Fault::Content)?;
    serde_json::from_value(object).map_err(content)
}

/// Adds an intact line of any schema to a draft, which has the present schema. `chain` is the chain after the line.
pub(super) fn add_line(
    draft: &mut Draft,
    raw: &[u8],
    sort: &Sort,
    chain: Chain,
    steps: &[Step],
    damaged: impl Fn(Fault) -> StoreError,
) -> Result<(), StoreError> {
    if chain.schema == SCHEMA {
        return draft.add(raw, sort, chain);
    }
    let unwritable = |e: serde_json::Error| damaged(Fault::Content(e.to_string()));
    match sort {
        Sort::Header(header) => {
            let header = Header { schema: SCHEMA, ..header.clone() };
            draft.add_object(&serde_json::to_string(&header).map_err(unwritable)?, &Sort::Header(header))
        }
        Sort::Entry(_) => {
            let entry = read_older(raw, chain.schema, steps).map_err(&damaged)?;
            draft.add_object(&serde_json::to_string(&entry).map_err(unwritable)?, sort)
        }
        Sort::End => Ok(()),
    }
}

/// Rewrites the journal in the present schema if it has an older one. Returns true if it had.
pub(super) fn bring_up_to_date(folder: &Folder, steps: &[Step], repairs: &mut Vec<Repair>) -> Result<bool, StoreError> {
    let from = first_header(&folder.journal())?.schema;
    if from == SCHEMA {
        return Ok(false);
    }
    steps_from(from, steps)?;
    let mut draft = Draft::begin(&folder.draft())?;
    for line in Reader::new(&folder.journal())? {
        let line = line?;
        add_line(&mut draft, &line.raw, &line.sort, line.tail.chain, steps, |fault| line.damaged(fault))?;
    }
    draft.finish()?;
    if let Some(kept) = folder.replace_journal("schema")? {
        repairs.push(Repair::Migrated { from, kept });
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::Store;

    /// Returns a store of a schema before the first: it called the person `author`.
    fn older_store(root: &std::path::Path) -> Folder {
        let folder = Folder::new(root).unwrap();
        let mut draft = Draft::begin(&folder.journal()).unwrap();
        let header = Header { schema: 0, ..Header::after(Chain::START) };
        draft.add_object(&serde_json::to_string(&header).unwrap(), &Sort::Header(header)).unwrap();
        for seq in 1..=3 {
            let entry = format!(
                r#"{{"seq":{seq},"at":"2023-01-01T00:00:00Z","author":"li","what":"note","undoes":null,"changes":[]}}"#
            );
            draft.add_object(&entry, &Sort::Entry(seq)).unwrap();
        }
        draft.finish().unwrap();
        folder
    }

    fn rename_author(mut entry: Value) -> Result<Value, String> {
        let author = entry.as_object_mut().and_then(|entry| entry.remove("author")).ok_or("no author")?;
        entry["who"] = author;
        Ok(entry)
    }

    #[test]
    fn an_older_store_without_a_migration_step_is_refused_unchanged() {
        let place = tempfile::tempdir().unwrap();
        let folder = older_store(place.path());
        let before = fs::read(folder.journal().join("000001.jsonl")).unwrap();
        let error = Store::open(place.path()).unwrap_err();
        assert!(matches!(error, StoreError::Older { found: 0, known: SCHEMA }), "{error:?}");
        assert_eq!(fs::read(folder.journal().join("000001.jsonl")).unwrap(), before);
    }

    #[test]
    fn an_older_store_is_migrated_and_kept() {
        let place = tempfile::tempdir().unwrap();
        let folder = older_store(place.path());
        let before = fs::read(folder.journal().join("000001.jsonl")).unwrap();
        let mut repairs = Vec::new();
        let steps = [Step { from: 0, entry: rename_author }, Step { from: 1, entry: Ok }];
        bring_up_to_date(&folder, &steps, &mut repairs).unwrap();
        let [Repair::Migrated { from: 0, kept }] = repairs.as_slice() else { panic!("{repairs:?}") };
        assert_eq!(fs::read(kept.join("journal/000001.jsonl")).unwrap(), before);
        let (store, _) = Store::open(place.path()).unwrap();
        let people: Vec<_> = store.history().unwrap().into_iter().map(|entry| (entry.seq, entry.who)).collect();
        assert_eq!(people, [(1, "li".to_string()), (2, "li".to_string()), (3, "li".to_string())]);
    }

    #[test]
    fn a_failing_step_leaves_the_older_store_unchanged() {
        let place = tempfile::tempdir().unwrap();
        let folder = older_store(place.path());
        let steps = [Step { from: 0, entry: Ok }, Step { from: 1, entry: |_| Err("no".to_string()) }];
        let error = bring_up_to_date(&folder, &steps, &mut Vec::new()).unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { line: Some(2), .. }), "{error:?}");
        assert_eq!(first_header(&folder.journal()).unwrap().schema, 0);
        assert_eq!(Reader::new(&folder.journal()).unwrap().count(), 4);
    }
}
