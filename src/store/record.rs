//! Records: the small pieces that dossiers are kept in, and how they are put together again.
//!
//! A record's key is the plan's id, a zero byte, the number of its [`Part`], and the item's or the place's number in
//! big-endian form, so that a plan's records lie together and in order. Its value is a version byte, eight bytes
//! of checksum, the number of the entry that wrote it, and JSON. The checksum covers the key as well, so that a
//! record in the wrong place is found out.

use std::sync::Arc;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::Reason;
use super::difference::of_dossier;
use crate::plan::dossier::Dossiers;
use crate::plan::{Change, Dossier, Edit, ItemId, ItemKind, Period, Plan, PlanId};

/// The form of keys and values. When it changes, the state is made anew from the journal.
const VERSION: u8 = 1;
const PREFIX: usize = 1 + 8 + 8;

/// The key of the mark, which says what the state holds. No plan's id is empty, so no record has this key.
pub(super) const MARK: &[u8] = &[0];

/// The parts of a plan of which each element is a record of its own; all else is the plan's head.
const LISTS: [&str; 7] = ["outline", "tasks", "boxes", "indicators", "former_tasks", "former_indicators", "doubts"];

/// The parts of a dossier, in the order of their keys: 0 is the plan's head, then come its [`LISTS`].
struct Part;

impl Part {
    const HEAD: u8 = 0;
    const LAST_OF_PLAN: u8 = LISTS.len() as u8;
    const DECISION: u8 = 16;
    const REVIEW: u8 = 17;
    const READING: u8 = 18;
    const JUDGEMENT: u8 = 19;
    const DIRECTION: u8 = 20;
    const GOAL: u8 = 21;
    const SOLUTION: u8 = 22;
    const COUNTERPART: u8 = 23;
    const APPRAISAL: u8 = 24;
    const SEAL: u8 = 25;
}

/// What the state has to write: the JSON by key, `None` where a record goes.
pub(super) type Writes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// The beginning of the keys of all records of a plan.
fn plan_prefix(plan: &PlanId) -> Vec<u8> {
    [plan.as_str().as_bytes(), &[0]].concat()
}

/// The part of a record's key that names its plan.
pub(super) fn plan_of(key: &[u8]) -> &[u8] {
    key.split(|byte| *byte == 0).next().unwrap_or_default()
}

fn key(plan: &PlanId, part: u8, place: &[&[u8]]) -> Vec<u8> {
    let mut key = plan_prefix(plan);
    key.push(part);
    key.extend(place.iter().copied().flatten());
    key
}

fn item_key(item: &ItemId, part: u8, place: &[&[u8]]) -> Vec<u8> {
    let kind = match item.kind {
        ItemKind::Task => 0,
        ItemKind::Project => 1,
        ItemKind::Indicator => 2,
    };
    let number = item.number.to_be_bytes();
    let head: [&[u8]; 2] = [&[kind], &number];
    key(&item.plan, part, &[&head, place].concat())
}

/// A year in bytes that sort as years do.
fn year_bytes(year: i32) -> [u8; 4] {
    (year.cast_unsigned() ^ 0x8000_0000).to_be_bytes()
}

fn period_bytes(period: Period) -> [u8; 5] {
    let (kind, year) = match period {
        Period::Annual(year) => (0, year),
        Period::MidTerm => (1, 0),
        Period::Final => (2, 0),
    };
    let [a, b, c, d] = year_bytes(year);
    [kind, a, b, c, d]
}

/// The keys of a plan's own records begin with this, followed by a part up to [`Part::LAST_OF_PLAN`].
pub(super) fn is_of_plan_text(key: &[u8], plan: &PlanId) -> bool {
    let part = key.strip_prefix(plan_prefix(plan).as_slice()).and_then(|rest| rest.first());
    part.is_some_and(|part| *part <= Part::LAST_OF_PLAN)
}

/// The keys among which all of a plan's own records are.
pub(super) fn range_of_plan_text(plan: &PlanId) -> std::ops::Range<Vec<u8>> {
    key(plan, Part::HEAD, &[])..key(plan, Part::LAST_OF_PLAN + 1, &[])
}

/// The record that a change writes, or none when the change is one of a plan's text: see [`write_plan`].
pub(super) fn write_change(change: &Change, writes: &mut Writes) -> serde_json::Result<()> {
    let (key, json) = match change {
        Change::Plan { .. } => return Ok(()),
        Change::Assignment { item, edit } => {
            (item_key(item, Part::DECISION, &[]), json(edit, |after| serde_json::to_vec(&(item, after)))?)
        }
        Change::Review { item, period, edit } => {
            let key = item_key(item, Part::REVIEW, &[&period_bytes(*period)]);
            (key, json(edit, |after| serde_json::to_vec(&(item, period, after)))?)
        }
        Change::Reading { item, year, edit } => {
            let key = item_key(item, Part::READING, &[&year_bytes(*year)]);
            (key, json(edit, |after| serde_json::to_vec(&(item, year, after)))?)
        }
        Change::Judgement { item, year, edit } => {
            let key = item_key(item, Part::JUDGEMENT, &[&year_bytes(*year)]);
            (key, json(edit, |after| serde_json::to_vec(&(item, year, after)))?)
        }
        Change::Direction { item, edit } => {
            (item_key(item, Part::DIRECTION, &[]), json(edit, |after| serde_json::to_vec(&(item, after)))?)
        }
        Change::Goal { item, year, edit } => {
            let key = item_key(item, Part::GOAL, &[&year_bytes(*year)]);
            (key, json(edit, |after| serde_json::to_vec(&(item, year, after)))?)
        }
        Change::Solution { item, raised, edit } => {
            let key = item_key(item, Part::SOLUTION, &[&period_bytes(*raised)]);
            (key, json(edit, |after| serde_json::to_vec(&(item, raised, after)))?)
        }
        Change::Counterpart { item, other, edit } => {
            let key = item_key(item, Part::COUNTERPART, &[other.to_string().as_bytes()]);
            (key, json(edit, |after| serde_json::to_vec(&(item, other, after)))?)
        }
        Change::Appraisal { plan, period, kind, edit } => {
            let key = key(plan, Part::APPRAISAL, &[&period_bytes(*period), kind.name().as_bytes()]);
            (key, json(edit, |after| serde_json::to_vec(&(period, kind, after)))?)
        }
        Change::Seal { plan, period, edit } => {
            let key = key(plan, Part::SEAL, &[&period_bytes(*period)]);
            (key, json(edit, |after| serde_json::to_vec(&(period, after)))?)
        }
    };
    writes.insert(key, json);
    Ok(())
}

fn json<T>(
    edit: &Edit<T>,
    write: impl FnOnce(&T) -> serde_json::Result<Vec<u8>>,
) -> serde_json::Result<Option<Vec<u8>>> {
    edit.after.as_ref().map(write).transpose()
}

/// The records of a plan's text: its head, and each element of its lists.
pub(super) fn write_plan(plan: &Plan, writes: &mut Writes) -> serde_json::Result<()> {
    let mut head = match serde_json::to_value(plan)? {
        Value::Object(head) => head,
        _ => Map::new(),
    };
    for (part, name) in (Part::HEAD + 1..).zip(LISTS) {
        let Some(Value::Array(elements)) = head.remove(name) else { continue };
        for (place, element) in (0u32..).zip(elements) {
            writes.insert(key(&plan.id, part, &[&place.to_be_bytes()]), Some(serde_json::to_vec(&element)?));
        }
    }
    writes.insert(key(&plan.id, Part::HEAD, &[]), Some(serde_json::to_vec(&head)?));
    Ok(())
}

/// All records of a dossier.
pub(super) fn write_dossier(dossier: &Dossier, writes: &mut Writes) -> serde_json::Result<()> {
    write_plan(&dossier.plan, writes)?;
    let nothing = Dossier::new(Arc::clone(&dossier.plan));
    of_dossier(&dossier.plan.id, Some(&nothing), Some(dossier))
        .iter()
        .try_for_each(|change| write_change(change, writes))
}

/// A value made of version, checksum, the number of the entry that wrote it, and JSON; with its checksum.
pub(super) fn wrap(key: &[u8], seq: u64, json: &[u8]) -> (u64, Vec<u8>) {
    let digest = digest(key, seq, json);
    (digest, [&[VERSION][..], &digest.to_be_bytes(), &seq.to_be_bytes(), json].concat())
}

/// The checksum and the JSON of a value.
///
/// # Errors
/// What is wrong with it.
pub(super) fn unwrap<'a>(key: &[u8], value: &'a [u8]) -> Result<(u64, &'a [u8]), Reason> {
    let (head, json) = value.split_at_checked(PREFIX).ok_or(Reason::Unequal)?;
    let number = |bytes: &[u8]| bytes.try_into().map(u64::from_be_bytes).map_err(|_| Reason::Unequal);
    let (found, seq) = (number(&head[1..9])?, number(&head[9..])?);
    if digest(key, seq, json) != found {
        return Err(Reason::Unequal);
    }
    if head[0] != VERSION {
        return Err(Reason::OtherForm);
    }
    Ok((found, json))
}

fn digest(key: &[u8], seq: u64, json: &[u8]) -> u64 {
    let key_length = u64::try_from(key.len()).unwrap_or(u64::MAX).to_be_bytes();
    let hash = [&key_length, key, &[VERSION], &seq.to_be_bytes(), json]
        .into_iter()
        .fold(Sha256::new(), |hash, part| hash.chain_update(part))
        .finalize();
    hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Puts dossiers together from their records, which are given in the order of their keys.
#[derive(Default)]
pub(super) struct Assembly {
    dossiers: Dossiers,
    /// The records of the plan whose text is being collected: its head, and its lists as JSON arrays without
    /// their brackets.
    head: Option<(Vec<u8>, String)>,
    lists: [String; LISTS.len()],
    current: Option<PlanId>,
}

impl Assembly {
    /// Takes one record.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn add(&mut self, key: &[u8], json: &[u8]) -> Result<(), Reason> {
        let split = key.iter().position(|&byte| byte == 0).ok_or(Reason::Unequal)?;
        let (plan, part) = (&key[..split], *key.get(split + 1).ok_or(Reason::Unequal)?);
        if part == Part::HEAD {
            self.finish_plan()?;
            self.head = Some((plan.to_vec(), utf8(json)?.to_string()));
            return Ok(());
        }
        if part <= Part::LAST_OF_PLAN {
            self.head.as_ref().filter(|(of, _)| of == plan).ok_or(Reason::Unequal)?;
            let list = &mut self.lists[usize::from(part) - 1];
            if !list.is_empty() {
                list.push(',');
            }
            list.push_str(utf8(json)?);
            return Ok(());
        }
        self.finish_plan()?;
        let current = self.current.as_ref().filter(|id| id.as_str().as_bytes() == plan);
        let dossier = current.and_then(|id| self.dossiers.get_mut(id)).map(Arc::make_mut).ok_or(Reason::Unequal)?;
        match part {
            Part::DECISION => {
                let (item, decision) = read(json)?;
                dossier.decisions.insert(item, decision);
            }
            Part::REVIEW => {
                let (item, period, review) = read(json)?;
                dossier.reviews.insert((item, period), review);
            }
            Part::READING => {
                let (item, year, reading) = read(json)?;
                dossier.readings.insert((item, year), reading);
            }
            Part::JUDGEMENT => {
                let (item, year, judgement) = read(json)?;
                dossier.judgements.insert((item, year), judgement);
            }
            Part::DIRECTION => {
                let (item, direction) = read(json)?;
                dossier.directions.insert(item, direction);
            }
            Part::GOAL => {
                let (item, year, goal) = read(json)?;
                dossier.goals.insert((item, year), goal);
            }
            Part::SOLUTION => {
                let (item, raised, solution) = read(json)?;
                dossier.solutions.insert((item, raised), solution);
            }
            Part::COUNTERPART => {
                let (item, other, counterpart) = read(json)?;
                dossier.counterparts.insert((item, other), counterpart);
            }
            Part::APPRAISAL => {
                let (period, kind, appraisal) = read(json)?;
                dossier.appraisals.insert((period, kind), appraisal);
            }
            Part::SEAL => {
                let (period, seal) = read(json)?;
                dossier.seals.insert(period, seal);
            }
            _ => return Err(Reason::OtherForm),
        }
        Ok(())
    }

    /// The dossiers, when every record has been given.
    pub(super) fn finish(mut self) -> Result<Dossiers, Reason> {
        self.finish_plan()?;
        Ok(self.dossiers)
    }

    fn finish_plan(&mut self) -> Result<(), Reason> {
        let Some((_, head)) = self.head.take() else { return Ok(()) };
        let mut text = head.strip_suffix('}').ok_or(Reason::Unequal)?.to_string();
        for (name, list) in LISTS.iter().zip(&mut self.lists) {
            text.push_str(&format!(",\"{name}\":[{list}]"));
            list.clear();
        }
        text.push('}');
        let plan: Plan = read(text.as_bytes())?;
        self.current = Some(plan.id.clone());
        self.dossiers.insert(plan.id.clone(), Arc::new(Dossier::new(plan.into())));
        Ok(())
    }
}

fn utf8(json: &[u8]) -> Result<&str, Reason> {
    std::str::from_utf8(json).map_err(|_| Reason::OtherForm)
}

fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, Reason> {
    serde_json::from_slice(json).map_err(|_| Reason::OtherForm)
}
