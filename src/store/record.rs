//! Records: the pieces in which the state keeps dossiers, and how dossiers are put together from them.
//!
//! The key of a record consists of the plan's id (empty for records of the office), a zero byte, the number of its
//! [`Part`], and the number of the item or piece in big-endian form, so that the records of a plan are stored together
//! and in order. The value consists of a version byte, eight bytes of checksum, the number of the entry that wrote it,
//! and the content. The checksum covers the key as well, which reveals a record in the wrong place.
//!
//! Each entered value is a record of its own, in JSON. The text of a plan changes only as a whole and is by far the
//! largest part of a state, so it is stored in the compact form of [postcard], cut into [pieces](PIECE): reading it
//! decides how long a start takes.

mod form2;
mod form3;
mod older;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use twox_hash::XxHash3_64;

use super::Reason;
use crate::plan::dossier::Dossiers;
use crate::plan::record::{KeyPart, Unreadable};
use crate::plan::{CaseNumber, Change, Dossier, ItemKind, Office, Period, Plan, PlanId, Record, Year};

/// The version of the format of keys and values, and of plans as postcard writes them, which identifies fields by their
/// order. It must be incremented when any of them changes; older versions stay readable, see [`older`], [`form2`] and
/// [`form3`].
const VERSION: u8 = 4;
const PREFIX: usize = 1 + 8 + 8;

/// The key of the [mark](super::state), which describes the state. No record has it: plan ids are not empty, and keys
/// of office records are longer.
pub(super) const MARK: &[u8] = &[0];

/// The length in bytes of the pieces of a plan's text. sled rewrites up to 16 neighbours of a changed record, and the
/// values entered for a plan are stored beside its text.
const PIECE: usize = 4096;

/// The part numbers of a plan's text. Other kinds of records have their own, see [`Record::storage`].
struct Part;

impl Part {
    const TEXT: u8 = 0;
    /// Older versions stored the text in several parts.
    const LAST_OF_TEXT: u8 = older::LISTS.len() as u8;
}

/// The writes of a change by key; `None` removes the record.
pub(super) type Writes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// The prefix of the keys of all office records.
const OFFICE_PREFIX: &[u8] = &[0];

/// Returns the prefix of the keys of a plan's records.
fn plan_prefix(plan: &PlanId) -> Vec<u8> {
    [plan.as_str().as_bytes(), &[0]].concat()
}

/// Returns the part of a key that names the plan.
pub(super) fn plan_of(key: &[u8]) -> &[u8] {
    key.split(|byte| *byte == 0).next().unwrap_or_default()
}

fn key(plan: &PlanId, part: u8, place: &[&[u8]]) -> Vec<u8> {
    key_under(plan_prefix(plan), part, place)
}

fn key_under(mut key: Vec<u8>, part: u8, place: &[&[u8]]) -> Vec<u8> {
    key.push(part);
    key.extend(place.iter().copied().flatten());
    key
}

/// Returns the key of a record, or `None` for a plan's text.
fn record_key(record: &Record) -> Option<Vec<u8>> {
    let parts = record.key();
    let place = parts.iter().enumerate().map(|(place, part)| part_bytes(*part, place == 0));
    let prefix = record.plan().map_or_else(|| OFFICE_PREFIX.to_vec(), plan_prefix);
    Some(key_under(prefix, record.storage()?, &[&place.flatten().collect::<Vec<u8>>()]))
}

/// Encodes a part of a record's key so that bytes sort as the parts do.
fn part_bytes(part: KeyPart<'_>, comes_first: bool) -> Vec<u8> {
    match part {
        KeyPart::Item(item) if comes_first => {
            let kind = match item.kind {
                ItemKind::Task => 0,
                ItemKind::Project => 1,
                ItemKind::Indicator => 2,
                ItemKind::Heading => 3,
                ItemKind::Box => 4,
            };
            [&[kind][..], &item.number.to_be_bytes()].concat()
        }
        // The key begins with the plan.
        KeyPart::Plan(_) => Vec::new(),
        KeyPart::Year(year) => year_bytes(year).to_vec(),
        KeyPart::Number(number) | KeyPart::Case(CaseNumber(number)) => number.to_be_bytes().to_vec(),
        KeyPart::Period(period) => period_bytes(period),
        // The zero byte separates it from the next part.
        KeyPart::Subject(subject) => format!("{subject}\0").into_bytes(),
        KeyPart::Kind(kind) => vec![kind.storage()],
        KeyPart::Item(_) | KeyPart::Appraiser(_) | KeyPart::Field(_) | KeyPart::Name(_) => {
            part.to_string().into_bytes()
        }
    }
}

/// Encodes a year so that bytes sort as years do.
fn year_bytes(year: Year) -> [u8; 4] {
    (year.get().cast_unsigned() ^ 0x8000_0000).to_be_bytes()
}

/// Encodes a period: its kind, its year, and its number where a year has several.
fn period_bytes(period: Period) -> Vec<u8> {
    let kind = period.kind();
    let mut bytes = [&[kind.storage()][..], &year_bytes(period.year().unwrap_or(Year(0)))].concat();
    bytes.extend((kind.parts() > 1).then_some(period.number()));
    bytes
}

/// Returns true for the key of a record of a plan's text.
pub(super) fn is_of_text(key: &[u8], plan: &PlanId) -> bool {
    let part = key.strip_prefix(plan_prefix(plan).as_slice()).and_then(|rest| rest.first());
    part.is_some_and(|part| *part <= Part::LAST_OF_TEXT)
}

/// Returns the range of keys that contains all records of a plan's text.
pub(super) fn range_of_text(plan: &PlanId) -> std::ops::Range<Vec<u8>> {
    key(plan, Part::TEXT, &[])..key(plan, Part::LAST_OF_TEXT + 1, &[])
}

/// Adds the record that a change writes. A change of a plan's text adds nothing: see [`write_text`].
pub(super) fn write_change(change: &Change, writes: &mut Writes) -> Result<(), Reason> {
    if let Some(key) = record_key(&change.record()) {
        let json = change.stored().map_err(|error| Reason::Engine(error.to_string()))?;
        writes.insert(key, json);
    }
    Ok(())
}

/// Adds the records of a plan's text.
pub(super) fn write_text(plan: &Plan, writes: &mut Writes) -> Result<(), Reason> {
    let text = postcard::to_allocvec(plan).map_err(|error| Reason::Engine(error.to_string()))?;
    for (number, piece) in (0u32..).zip(text.chunks(PIECE)) {
        writes.insert(key(&plan.id, Part::TEXT, &[&number.to_be_bytes()]), Some(piece.to_vec()));
    }
    Ok(())
}

/// Adds all records of a dossier.
pub(super) fn write_dossier(dossier: &Dossier, writes: &mut Writes) -> Result<(), Reason> {
    write_text(&dossier.printed, writes)?;
    let nothing = Dossier::new(Arc::clone(&dossier.printed));
    let entered = Dossier::entries_between(&dossier.plan.id, Some(&nothing), Some(dossier));
    entered.iter().try_for_each(|change| write_change(change, writes))
}

/// Adds all records of the office.
pub(super) fn write_office(office: &Office, writes: &mut Writes) -> Result<(), Reason> {
    let entered = Office::entries_between(&Office::default(), office);
    entered.iter().try_for_each(|change| write_change(change, writes))
}

/// Returns the checksum of a record, and its value: version, checksum, number of the entry that wrote it, content.
pub(super) fn wrap(key: &[u8], seq: u64, content: &[u8]) -> (u64, Vec<u8>) {
    let digest = digest(VERSION, key, seq, content);
    (digest, [&[VERSION][..], &digest.to_be_bytes(), &seq.to_be_bytes(), content].concat())
}

/// A value, parsed.
pub(super) struct Unwrapped<'a> {
    version: u8,
    /// The checksum.
    pub digest: u64,
    /// The content.
    pub content: &'a [u8],
}

impl Unwrapped<'_> {
    /// Returns true if the value has a version that is no longer written.
    pub(super) fn is_older(&self) -> bool {
        self.version != VERSION
    }
}

/// Parses a value and compares its checksum.
///
/// # Errors
/// The reason why the value is unusable.
pub(super) fn unwrap<'a>(key: &[u8], value: &'a [u8]) -> Result<Unwrapped<'a>, Reason> {
    let (head, content) = value.split_at_checked(PREFIX).ok_or(Reason::Unequal)?;
    let number = |bytes: &[u8]| bytes.try_into().map(u64::from_be_bytes).map_err(|_| Reason::Unequal);
    let (version, found, seq) = (head[0], number(&head[1..9])?, number(&head[9..])?);
    let digest = match version {
        VERSION | form3::VERSION => digest(version, key, seq, content),
        form2::VERSION => form2::digest(key, seq, content),
        older::VERSION => older::digest(key, seq, content),
        _ => return Err(Reason::OtherForm),
    };
    if digest == found { Ok(Unwrapped { version, digest, content }) } else { Err(Reason::Unequal) }
}

/// Returns the checksum of a record. It detects accidents, not forgery; the journal detects that.
fn digest(version: u8, key: &[u8], seq: u64, content: &[u8]) -> u64 {
    let place = XxHash3_64::oneshot(&[key, &[version], &seq.to_be_bytes()].concat());
    XxHash3_64::oneshot_with_seed(place, content)
}

/// Puts dossiers together from their records, which must be added in the order of their keys.
#[derive(Default)]
pub(super) struct Assembly {
    dossiers: Dossiers,
    office: Office,
    /// The key prefix and the text of the plan that is being read.
    text: Option<(Vec<u8>, Text)>,
    /// The pieces of that text; the memory is reused for each plan.
    pieces: Vec<u8>,
    current: Option<PlanId>,
}

/// The text of a plan, by version.
enum Text {
    InPieces,
    InPiecesOfForm3,
    InPiecesOfForm2,
    Older(older::Parts),
}

impl Assembly {
    /// Adds a record.
    ///
    /// # Errors
    /// The reason why the record is unusable.
    pub(super) fn add(&mut self, key: &[u8], record: &Unwrapped) -> Result<(), Reason> {
        let split = key.iter().position(|&byte| byte == 0).ok_or(Reason::Unequal)?;
        let (plan, part) = (&key[..split], *key.get(split + 1).ok_or(Reason::Unequal)?);
        if part <= Part::LAST_OF_TEXT {
            return self.add_text(plan, part, record);
        }
        if plan.is_empty() {
            return self.office.take_in(part, record.content).map_err(|Unreadable| Reason::OtherForm);
        }
        self.finish_plan()?;
        let id = self.current.as_ref().filter(|id| id.as_str().as_bytes() == plan).ok_or(Reason::Unequal)?;
        let dossier = self.dossiers.get_mut(id).map(Arc::make_mut).ok_or(Reason::Unequal)?;
        dossier.take_in(part, record.content).map_err(|Unreadable| Reason::OtherForm)
    }

    fn add_text(&mut self, plan: &[u8], part: u8, record: &Unwrapped) -> Result<(), Reason> {
        if self.text.as_ref().is_none_or(|(of, _)| of != plan) {
            self.finish_plan()?;
            let text = match record.version {
                older::VERSION => Text::Older(older::Parts::default()),
                form2::VERSION => Text::InPiecesOfForm2,
                form3::VERSION => Text::InPiecesOfForm3,
                _ => Text::InPieces,
            };
            self.text = Some((plan.to_vec(), text));
        }
        match &mut self.text {
            Some((_, Text::InPieces)) if record.version == VERSION => self.pieces.extend(record.content),
            Some((_, Text::InPiecesOfForm3)) if record.version == form3::VERSION => self.pieces.extend(record.content),
            Some((_, Text::InPiecesOfForm2)) if record.version == form2::VERSION => self.pieces.extend(record.content),
            Some((_, Text::Older(parts))) if record.version == older::VERSION => parts.add(part, record.content)?,
            _ => return Err(Reason::OtherForm),
        }
        Ok(())
    }

    /// Returns the dossiers, after the last record.
    pub(super) fn finish(mut self) -> Result<Dossiers, Reason> {
        self.finish_plan()?;
        for dossier in self.dossiers.values_mut() {
            Arc::make_mut(dossier).settle();
        }
        self.dossiers.take_in_office(self.office);
        Ok(self.dossiers)
    }

    fn finish_plan(&mut self) -> Result<(), Reason> {
        let Some((_, text)) = self.text.take() else { return Ok(()) };
        let plan = match text {
            Text::InPieces => whole(&self.pieces)?,
            Text::InPiecesOfForm3 => whole::<form3::Plan>(&self.pieces)?.into(),
            Text::InPiecesOfForm2 => whole::<form2::Plan>(&self.pieces)?.into(),
            Text::Older(parts) => parts.plan()?,
        };
        self.pieces.clear();
        let id = plan.id.clone();
        let plan = plan.renamed(id.clone());
        self.dossiers.insert(id.clone(), Arc::new(Dossier::new(plan.into())));
        self.current = Some(id);
        Ok(())
    }
}

/// Decodes a plan from postcard, and fails if bytes are left.
fn whole<P: DeserializeOwned>(text: &[u8]) -> Result<P, Reason> {
    let (plan, rest) = postcard::take_from_bytes(text).map_err(|_| Reason::OtherForm)?;
    if rest.is_empty() { Ok(plan) } else { Err(Reason::OtherForm) }
}

fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, Reason> {
    serde_json::from_slice(json).map_err(|_| Reason::OtherForm)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{
        AppraisalKind, Assignment, Baseline, Doubt, DoubtKind, Due, Edition, Indicator, Level, LineSpan, Nature, Node,
        Notice, Paragraph, Relation, Source, SpecialBox, Target, Task, Term,
    };

    use crate::plan::task::Quantity;

    /// Returns a plan in which every optional value is present.
    fn full() -> Plan {
        let id = PlanId::new("a-2025").unwrap();
        let text = |text: &str| text.to_string();
        let lines = LineSpan { first: 3, last: 4 };
        let paragraph = Paragraph { text: text("正文"), lines };
        let assignment = |lead: &str| Assignment {
            lead: vec![text(lead)],
            support: vec![text("财政局")],
            person: Some(text("张三")),
            due: Due::end_of_year(Year(2024)),
        };
        let task = |kind, number| Task {
            id: id.item(kind, number),
            number: text("1."),
            title: text("建设"),
            text: text("建设十所"),
            node: 1,
            special_box: Some(0),
            group: Some(text("一、资金类")),
            stated: assignment("民政局"),
            offered: Some(assignment("教育局")),
            quantities: vec![Quantity { year: Year(2025), text: text("十所") }],
            lines,
        };
        let indicator = |number| Indicator {
            id: id.item(ItemKind::Indicator, number),
            category: Some(text("健康水平")),
            name: text("人均预期寿命"),
            unit: Some(text("岁")),
            nature: Some(Nature::Binding),
            definition: None,
            baselines: vec![Baseline { year: Year(2020), text: text("76.5"), value: Some(76.5) }],
            targets: vec![Target {
                year: Year(2025),
                text: text("≥78"),
                relation: Relation::AtLeast,
                value: Some(78.0),
            }],
            stated: assignment("统计局"),
            lines,
        };
        let node = Node {
            parent: Some(0),
            level: Level::Section,
            number: text("第一节"),
            title: text("目标"),
            paragraphs: vec![paragraph.clone()],
            lines,
        };
        let notice = Notice {
            issuer: Some(text("某县人民政府")),
            number: Some(text("某政发〔2022〕1号")),
            date: Some(text("2022年1月1日")),
            text: vec![text("各单位")],
        };
        Plan {
            id: id.clone(),
            title: text("某县规划"),
            region: "某县".into(),
            sector: text("卫生健康"),
            term: Term { first: Year(2021), last: Year(2025) },
            edition: Edition::Issued,
            parent: Some(PlanId::new("b-2025").unwrap()),
            notice: Some(Arc::new(notice)),
            source: Source { file: text("a.txt"), sha256: text("00") },
            outline: vec![node].into(),
            tasks: vec![task(ItemKind::Task, 1)].into(),
            boxes: vec![SpecialBox {
                number: text("专栏1"),
                title: text("项目"),
                node: 1,
                notes: vec![paragraph],
                lines,
            }]
            .into(),
            indicators: vec![indicator(1)].into(),
            former_tasks: vec![task(ItemKind::Project, 1)].into(),
            former_indicators: vec![indicator(2)].into(),
            doubts: vec![Doubt::at(7, DoubtKind::Earlier { what: text("编号不连续"), chosen: text("按原文") })].into(),
        }
    }

    fn record(content: &[u8]) -> Unwrapped<'_> {
        Unwrapped { version: VERSION, digest: 0, content }
    }

    #[test]
    fn an_altered_or_misplaced_record_is_refused() {
        let (digest, value) = wrap(b"a\0\x11", 7, "一条记录".as_bytes());
        assert_eq!(unwrap(b"a\0\x11", &value).unwrap().digest, digest);
        assert!(unwrap(b"a\0\x12", &value).is_err());
        for at in 0..value.len() {
            let mut altered = value.clone();
            altered[at] ^= 1;
            assert!(unwrap(b"a\0\x11", &altered).is_err(), "byte {at}");
        }
        assert!(unwrap(b"a\0\x11", &value[..value.len() - 1]).is_err());
    }

    /// postcard identifies fields by their order: adding, removing or moving a field changes the meaning of stored
    /// bytes.
    #[test]
    fn a_changed_form_of_plans_needs_a_new_version() {
        let bytes = postcard::to_allocvec(&full()).unwrap();
        let print = format!("{:x}", form2::digest(b"", 0, &bytes));
        let advice =
            "raise VERSION, enter the new fingerprint here, and keep the earlier form readable in its own module";
        assert_eq!((VERSION, print.as_str()), (4, "7f440e44905d62f2"), "{advice}");
    }

    #[test]
    fn plans_of_the_forms_before_are_read() {
        // Neither says who answers for an indicator.
        let mut plan = full();
        plan.indicators[0].stated = Assignment::default();
        plan.former_indicators[0].stated = Assignment::default();
        let form2 = postcard::to_allocvec(&form2::sample(full())).unwrap();
        let form3 = postcard::to_allocvec(&form3::sample(full(), |doubt| Some(doubt.clone()))).unwrap();
        for (version, bytes, as_written) in
            [(form2::VERSION, form2, "bb4941d02e48f786"), (form3::VERSION, form3, "b08293bb35a373b1")]
        {
            let print = format!("{:x}", form2::digest(b"", 0, &bytes));
            assert_eq!(print, as_written, "the sample is as form {version} was written");
            let mut writes = Assembly::default();
            let record = Unwrapped { version, digest: 0, content: &bytes };
            writes.add(&key(&plan.id, Part::TEXT, &[&0_u32.to_be_bytes()]), &record).unwrap();
            let dossiers = writes.finish().unwrap();
            assert_eq!(*dossiers[&plan.id].plan, plan, "form {version}");
        }
    }

    /// A changed key would make a stored record another one.
    #[test]
    fn record_keys_have_a_fixed_form() {
        let (plan, task) = (PlanId::new("a").unwrap(), PlanId::new("a").unwrap().item(ItemKind::Task, 258));
        let other = PlanId::new("b").unwrap().item(ItemKind::Task, 2);
        for (record, expected) in [
            (Record::Assignment(task.clone()), &b"a\0\x10\0\0\0\x01\x02"[..]),
            (Record::Review(task.clone(), Period::MID_TERM), b"a\0\x11\0\0\0\x01\x02\x01\x80\0\0\0"),
            (Record::Goal(task.clone(), Year(2023)), b"a\0\x15\0\0\0\x01\x02\x80\0\x07\xe7"),
            (Record::Counterpart(task, other), b"a\0\x17\0\0\0\x01\x02b/t2"),
            (
                Record::Appraisal(plan.clone(), Period::annual(Year(2023)), AppraisalKind::Survey),
                b"a\0\x18\0\x80\0\x07\xe7survey",
            ),
            (Record::Seal(plan.clone(), Period::FINAL), b"a\0\x19\x02\x80\0\0\0"),
        ] {
            assert_eq!(record_key(&record).as_deref(), Some(expected), "{record}");
        }
        assert_eq!(record_key(&Record::Plan(plan)), None);
    }

    #[test]
    fn a_text_of_any_length_is_joined_from_its_pieces() {
        for repeated in [1, 2000, 40_000] {
            let mut plan = full();
            plan.tasks[0].text = "重".repeat(repeated);
            let mut writes = Writes::new();
            write_text(&plan, &mut writes).unwrap();
            assert!(writes.values().flatten().all(|piece| piece.len() <= PIECE));
            assert!(writes.keys().all(|key| is_of_text(key, &plan.id) && range_of_text(&plan.id).contains(key)));
            let mut assembly = Assembly::default();
            writes.iter().for_each(|(key, piece)| assembly.add(key, &record(piece.as_deref().unwrap())).unwrap());
            let read = assembly.finish().unwrap();
            assert_eq!(*read[&plan.id].plan, plan);
        }
    }

    #[test]
    fn a_text_that_lacks_a_piece_or_has_one_too_many_is_refused() {
        let mut plan = full();
        plan.tasks[0].text = "重".repeat(4000);
        let mut writes = Writes::new();
        write_text(&plan, &mut writes).unwrap();
        let pieces: Vec<_> = writes.into_iter().map(|(key, piece)| (key, piece.unwrap())).collect();
        let assembled = |pieces: &[(Vec<u8>, Vec<u8>)]| {
            let mut assembly = Assembly::default();
            pieces.iter().try_for_each(|(key, piece)| assembly.add(key, &record(piece)))?;
            assembly.finish()
        };
        assert!(assembled(&pieces).is_ok());
        assert!(assembled(&pieces[..pieces.len() - 1]).is_err());
        let more = (key(&plan.id, Part::TEXT, &[&99_u32.to_be_bytes()]), vec![0; 10]);
        assert!(assembled(&[&pieces[..], &[more]].concat()).is_err());
    }
}
