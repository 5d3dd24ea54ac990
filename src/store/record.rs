//! Records: the small pieces that dossiers are kept in, and how they are put together again.
//!
//! A record's key is the plan's id, a zero byte, the number of its [`Part`], and the item's or the piece's number in
//! big-endian form, so that a plan's records lie together and in order. Its value is a version byte, eight bytes
//! of checksum, the number of the entry that wrote it, and the content. The checksum covers the key as well, so that a
//! record in the wrong place is found out.
//!
//! What was entered is a record each, in JSON. A plan's text changes as a whole and is by far the most of a state, so
//! it is in the compact form of [postcard], cut into [pieces](PIECE): reading it decides how long a start takes.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::Reason;
use super::difference::of_dossier;
use crate::plan::dossier::Dossiers;
use crate::plan::{Change, Dossier, Edit, ItemId, ItemKind, Period, Plan, PlanId};

/// The form of keys and values, and of plans as postcard writes them, which knows fields by their order alone. When any
/// of it changes, so does this, and the state is made anew from the journal.
const VERSION: u8 = 2;
const PREFIX: usize = 1 + 8 + 8;

/// The key of the mark, which says what the state holds. No plan's id is empty, so no record has this key.
pub(super) const MARK: &[u8] = &[0];

/// How long the pieces of a plan's text are, in bytes. sled rewrites up to 16 neighbours when one of them changes, and
/// what is entered about a plan stands beside its text.
const PIECE: usize = 4096;

/// The parts of a dossier, in the order of their keys.
struct Part;

impl Part {
    const TEXT: u8 = 0;
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

/// What the state has to write: the content by key, `None` where a record goes.
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

/// Whether this is the key of a piece of a plan's text.
pub(super) fn is_of_text(key: &[u8], plan: &PlanId) -> bool {
    key.starts_with(&self::key(plan, Part::TEXT, &[]))
}

/// The keys among which all pieces of a plan's text are.
pub(super) fn range_of_text(plan: &PlanId) -> std::ops::Range<Vec<u8>> {
    key(plan, Part::TEXT, &[])..key(plan, Part::TEXT + 1, &[])
}

/// The record that a change writes, or none when the change is one of a plan's text: see [`write_text`].
pub(super) fn write_change(change: &Change, writes: &mut Writes) -> Result<(), Reason> {
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
) -> Result<Option<Vec<u8>>, Reason> {
    edit.after.as_ref().map(write).transpose().map_err(|error| Reason::Engine(error.to_string()))
}

/// The records of a plan's text.
pub(super) fn write_text(plan: &Plan, writes: &mut Writes) -> Result<(), Reason> {
    let text = postcard::to_allocvec(plan).map_err(|error| Reason::Engine(error.to_string()))?;
    for (number, piece) in (0u32..).zip(text.chunks(PIECE)) {
        writes.insert(key(&plan.id, Part::TEXT, &[&number.to_be_bytes()]), Some(piece.to_vec()));
    }
    Ok(())
}

/// All records of a dossier.
pub(super) fn write_dossier(dossier: &Dossier, writes: &mut Writes) -> Result<(), Reason> {
    write_text(&dossier.plan, writes)?;
    let nothing = Dossier::new(Arc::clone(&dossier.plan));
    let entered = of_dossier(&dossier.plan.id, Some(&nothing), Some(dossier));
    entered.iter().try_for_each(|change| write_change(change, writes))
}

/// A value made of version, checksum, the number of the entry that wrote it, and the content; with its checksum.
pub(super) fn wrap(key: &[u8], seq: u64, content: &[u8]) -> (u64, Vec<u8>) {
    let digest = digest(key, seq, content);
    (digest, [&[VERSION][..], &digest.to_be_bytes(), &seq.to_be_bytes(), content].concat())
}

/// The checksum and the content of a value.
///
/// # Errors
/// What is wrong with it.
pub(super) fn unwrap<'a>(key: &[u8], value: &'a [u8]) -> Result<(u64, &'a [u8]), Reason> {
    let (head, content) = value.split_at_checked(PREFIX).ok_or(Reason::Unequal)?;
    let number = |bytes: &[u8]| bytes.try_into().map(u64::from_be_bytes).map_err(|_| Reason::Unequal);
    let (found, seq) = (number(&head[1..9])?, number(&head[9..])?);
    if head[0] != VERSION {
        return Err(Reason::OtherForm);
    }
    if digest(key, seq, content) != found {
        return Err(Reason::Unequal);
    }
    Ok((found, content))
}

fn digest(key: &[u8], seq: u64, content: &[u8]) -> u64 {
    let key_length = u64::try_from(key.len()).unwrap_or(u64::MAX).to_be_bytes();
    let hash = [&key_length, key, &[VERSION], &seq.to_be_bytes(), content]
        .into_iter()
        .fold(Sha256::new(), |hash, part| hash.chain_update(part))
        .finalize();
    hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Puts dossiers together from their records, which are given in the order of their keys.
#[derive(Default)]
pub(super) struct Assembly {
    dossiers: Dossiers,
    /// The plan whose text is being put together, and its pieces so far.
    text: Option<(Vec<u8>, Vec<u8>)>,
    current: Option<PlanId>,
}

impl Assembly {
    /// Takes one record.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn add(&mut self, key: &[u8], content: &[u8]) -> Result<(), Reason> {
        let split = key.iter().position(|&byte| byte == 0).ok_or(Reason::Unequal)?;
        let (plan, part) = (&key[..split], *key.get(split + 1).ok_or(Reason::Unequal)?);
        if part == Part::TEXT {
            match &mut self.text {
                Some((of, text)) if of == plan => text.extend(content),
                _ => {
                    self.finish_plan()?;
                    self.text = Some((plan.to_vec(), content.to_vec()));
                }
            }
            return Ok(());
        }
        self.finish_plan()?;
        let id = self.current.as_ref().filter(|id| id.as_str().as_bytes() == plan).ok_or(Reason::Unequal)?;
        let dossier = self.dossiers.get_mut(id).map(Arc::make_mut).ok_or(Reason::Unequal)?;
        // All that is known of a plan shares the text of its identity.
        let own = |item: ItemId| ItemId { plan: id.clone(), ..item };
        match part {
            Part::DECISION => {
                let (item, decision) = read(content)?;
                dossier.decisions.insert(own(item), decision);
            }
            Part::REVIEW => {
                let (item, period, review) = read(content)?;
                dossier.reviews.insert((own(item), period), review);
            }
            Part::READING => {
                let (item, year, reading) = read(content)?;
                dossier.readings.insert((own(item), year), reading);
            }
            Part::JUDGEMENT => {
                let (item, year, judgement) = read(content)?;
                dossier.judgements.insert((own(item), year), judgement);
            }
            Part::DIRECTION => {
                let (item, direction) = read(content)?;
                dossier.directions.insert(own(item), direction);
            }
            Part::GOAL => {
                let (item, year, goal) = read(content)?;
                dossier.goals.insert((own(item), year), goal);
            }
            Part::SOLUTION => {
                let (item, raised, solution) = read(content)?;
                dossier.solutions.insert((own(item), raised), solution);
            }
            Part::COUNTERPART => {
                let (item, other, counterpart) = read(content)?;
                dossier.counterparts.insert((own(item), other), counterpart);
            }
            Part::APPRAISAL => {
                let (period, kind, appraisal) = read(content)?;
                dossier.appraisals.insert((period, kind), appraisal);
            }
            Part::SEAL => {
                let (period, seal) = read(content)?;
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
        let Some((_, text)) = self.text.take() else { return Ok(()) };
        let (plan, rest) = postcard::take_from_bytes::<Plan>(&text).map_err(|_| Reason::OtherForm)?;
        if !rest.is_empty() {
            return Err(Reason::OtherForm);
        }
        let id = plan.id.clone();
        let plan = plan.renamed(id.clone());
        self.dossiers.insert(id.clone(), Arc::new(Dossier::new(plan.into())));
        self.current = Some(id);
        Ok(())
    }
}

fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, Reason> {
    serde_json::from_slice(json).map_err(|_| Reason::OtherForm)
}
