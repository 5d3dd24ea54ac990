//! The values of a filled-in list, compared with those sent out and the present ones.

use std::collections::HashMap;

use crate::export::xlsx::cell_text;
use crate::import::spreadsheet::{Filled, FilledCell, FilledRow, Memory, Place, Problem, parted};
use crate::plan::{Departments, Dossier, FieldValue, Indicator, ItemId, Period, RecordField, Task};
use crate::text::Language;

use super::fields::{OF_ASSIGNMENT, OF_LIAISON, of_assignment, of_liaison, of_review};
use super::{Refusal, Snapshot};

/// The value that wins if both the list and the desk have changed a field since the list was sent out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BothChanged {
    /// The value at the desk; the one in the list is reported as a clash.
    #[default]
    Keep,
    /// The value in the list.
    TakeTheirs,
}

/// A field of an item that a list changes.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The cell.
    pub place: Place,
    /// The task, project or indicator.
    pub item: ItemId,
    /// The period, for a field of a review.
    pub period: Option<Period>,
    /// The field.
    pub field: RecordField,
    /// The old value.
    pub old: Option<FieldValue>,
    /// The new value.
    pub new: Option<FieldValue>,
}

/// A field that was changed both in the list and at the desk since the list was sent out.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// The change that accepting the list's value would make.
    pub change: FieldChange,
    /// The value when the list was sent out.
    pub sent: Option<FieldValue>,
}

/// The reason why a value of a list was not accepted.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyNot {
    /// The cell can't be parsed.
    Unreadable(Problem),
    /// The item does not exist.
    NoItem(Place, ItemId),
    /// The item does not have the field: tasks have no readings, indicators no status.
    NoSuchField(Place, ItemId, RecordField),
    /// It is unknown in which period the row reviews its item.
    NoPeriod(Place, ItemId),
    /// The row was sent out for another period.
    OtherPeriod(Place, ItemId),
    /// Two cells contain different values for the same field.
    Differ(Place, Place, ItemId, RecordField),
    /// A rule or the permissions do not allow it.
    Refused(Place, Refusal),
    /// It has no effect, because the document itself states a value.
    NoEffect(FieldChange),
}

impl WhyNot {
    /// Returns the cell, or the first of two.
    pub fn place(&self) -> &Place {
        match self {
            WhyNot::Unreadable(problem) => &problem.place,
            WhyNot::NoItem(place, ..)
            | WhyNot::NoSuchField(place, ..)
            | WhyNot::NoPeriod(place, ..)
            | WhyNot::OtherPeriod(place, ..)
            | WhyNot::Differ(place, ..)
            | WhyNot::Refused(place, ..) => place,
            WhyNot::NoEffect(change) => &change.place,
        }
    }

    /// Returns the reason for a person, without the cell.
    pub fn text(&self, language: Language) -> String {
        let zh = language == Language::Zh;
        match self {
            WhyNot::Unreadable(problem) => problem.fault.text(language),
            WhyNot::NoItem(_, id) if zh => format!("没有 id 为 {id} 的任务、项目或指标；请核对 id"),
            WhyNot::NoItem(_, id) => format!("there is no task, project or indicator {id}; check the id"),
            WhyNot::NoSuchField(_, id, field) if zh => format!("{id} 没有“{}”可填", field.label(language)),
            WhyNot::NoSuchField(_, id, field) => format!("{id} has no field “{}”", field.label(language)),
            WhyNot::NoPeriod(_, id) if zh => {
                format!("不知道 {id} 填的是哪个评估期；请保留“评估期”列，或加 --period 指明")
            }
            WhyNot::NoPeriod(_, id) => {
                format!("the period of {id} is unknown; keep the column “period”, or name it with --period")
            }
            WhyNot::OtherPeriod(_, id) if zh => {
                format!("{id} 的评估期与导出时不同，此行未收回；要填另一期请另行导出")
            }
            WhyNot::OtherPeriod(_, id) => {
                format!("the list was sent out for another period of {id}; export a list for this one")
            }
            WhyNot::Differ(_, other, id, field) if zh => {
                format!("{id} 的“{}”与{}所填不同，两处均未采用", field.label(language), other.text(language))
            }
            WhyNot::Differ(_, other, id, field) => {
                let (label, other) = (field.label(language), other.text(language));
                format!("“{label}” of {id} differs from {other}; neither was taken")
            }
            WhyNot::Refused(_, refusal) => refusal.text(language),
            WhyNot::NoEffect(change) if zh => {
                format!("{} 的“{}”由规划原文写明，未改变", change.item, change.field.label(language))
            }
            WhyNot::NoEffect(change) => {
                let label = change.field.label(language);
                format!("“{label}” of {} is stated by the document and stays as it is", change.item)
            }
        }
    }
}

/// A change of a field requested by a cell.
pub(super) struct Request {
    pub(super) place: Place,
    pub(super) item: ItemId,
    pub(super) period: Option<Period>,
    pub(super) field: RecordField,
    pub(super) value: Option<FieldValue>,
    /// The value when the list was sent out, if it is known.
    sent: Option<Option<FieldValue>>,
    disputed: bool,
}

/// The requested changes of lists, by what can be done with them.
#[derive(Default)]
pub(super) struct Sorted {
    pub(super) requests: Vec<Request>,
    pub(super) clashes: Vec<Clash>,
    pub(super) why_not: Vec<WhyNot>,
    /// The number of rows with a known item.
    pub(super) rows: usize,
}

/// An item that a row can refer to.
#[derive(Clone, Copy)]
pub(super) enum Known<'a> {
    Task(&'a Dossier, &'a Task),
    Indicator(&'a Dossier, &'a Indicator),
}

impl<'a> Known<'a> {
    /// Returns all items by id.
    pub(super) fn all(snapshot: &'a Snapshot) -> HashMap<&'a ItemId, Known<'a>> {
        let mut all = HashMap::new();
        for dossier in snapshot.all() {
            let plan = &dossier.plan;
            let tasks = plan.tasks.iter().chain(&plan.former_tasks);
            all.extend(tasks.map(|task| (&task.id, Known::Task(dossier, task))));
            let indicators = plan.indicators.iter().chain(&plan.former_indicators);
            all.extend(indicators.map(|indicator| (&indicator.id, Known::Indicator(dossier, indicator))));
        }
        all
    }

    /// Returns an item by its id.
    pub(super) fn of(snapshot: &'a Snapshot, item: &ItemId) -> Option<Known<'a>> {
        let task = snapshot.task(item).map(|(dossier, task)| Known::Task(dossier, task));
        task.or_else(|| snapshot.indicator(item).map(|(dossier, indicator)| Known::Indicator(dossier, indicator)))
    }

    fn has(self, field: RecordField) -> bool {
        match self {
            Known::Task(..) => !matches!(field, RecordField::Reading(_)),
            Known::Indicator(..) => {
                let of_work = OF_ASSIGNMENT.contains(&field) && field != RecordField::Due;
                matches!(field, RecordField::Reading(_)) || of_work || OF_LIAISON.contains(&field)
            }
        }
    }

    /// Returns the period under which a field is stored: a goal belongs to a year, not to the list's period.
    fn period_of(self, field: RecordField, period: Period) -> Period {
        match self {
            Known::Task(dossier, _) if field == RecordField::Goal => Period::annual(dossier.plan.term.year_of(period)),
            _ => period,
        }
    }

    /// Returns the present value of a field.
    pub(super) fn value(self, field: RecordField, period: Option<Period>) -> Option<FieldValue> {
        match self {
            Known::Indicator(dossier, indicator) => match field {
                RecordField::Reading(period) => {
                    let reading = dossier.reading(&indicator.id, period)?;
                    Some(FieldValue::Figure(reading.value))
                }
                _ => of_assignment(&dossier.responsible(indicator), field)
                    .or_else(|| of_liaison(&dossier.liaison(&indicator.id), field)),
            },
            Known::Task(dossier, task) if field == RecordField::Goal => {
                let goal = dossier.goal(&task.id, dossier.plan.term.year_of(period?))?;
                Some(FieldValue::Words(goal.to_string()))
            }
            Known::Task(dossier, task) if field.is_of_period() => of_review(dossier.review(&task.id, period?)?, field),
            Known::Task(dossier, task) => of_assignment(&dossier.assignment(task), field)
                .or_else(|| of_liaison(&dossier.liaison(&task.id), field)),
        }
    }
}

/// Sorts the cells of lists. A cell that is as it was sent out requests nothing, whatever has changed since.
pub(super) fn sort(snapshot: &Snapshot, lists: &[Filled], both: BothChanged) -> Sorted {
    let known = Known::all(snapshot);
    let departments = snapshot.departments();
    let mut collector = Collector { departments, requests: Vec::new(), by_field: HashMap::new(), why_not: Vec::new() };
    let mut rows = 0;
    for list in lists {
        collector.why_not.extend(list.problems.iter().cloned().map(WhyNot::Unreadable));
        let periods = list.memory.as_ref().map(periods).unwrap_or_default();
        for row in &list.rows {
            let Some(item) = known.get(&row.item) else {
                collector.why_not.push(WhyNot::NoItem(row.place.clone(), row.item.clone()));
                continue;
            };
            rows += 1;
            collector.row(row, *item, list.memory.as_ref(), periods.get(&row.item).map_or(&[], Vec::as_slice));
        }
    }
    let mut sorted = Sorted { why_not: collector.why_not, rows, ..Sorted::default() };
    for request in collector.requests.into_iter().filter(|request| !request.disputed) {
        let Some(item) = known.get(&request.item) else { continue };
        let now = item.value(request.field, request.period);
        if same(&now, &request.value, departments) {
            continue;
        }
        match &request.sent {
            Some(sent) if both == BothChanged::Keep && !same(&now, sent, departments) => {
                let sent = sent.clone();
                sorted.clashes.push(Clash { change: request.change(now), sent });
            }
            _ => sorted.requests.push(request),
        }
    }
    sorted
}

/// Returns the periods for which each item was sent out.
fn periods(memory: &Memory) -> HashMap<&ItemId, Vec<Period>> {
    let mut periods: HashMap<&ItemId, Vec<Period>> = HashMap::new();
    for (item, period, _) in memory.keys() {
        if let Some(period) = period {
            let known = periods.entry(item).or_default();
            if !known.contains(period) {
                known.push(*period);
            }
        }
    }
    periods
}

impl Request {
    pub(super) fn change(&self, old: Option<FieldValue>) -> FieldChange {
        FieldChange {
            place: self.place.clone(),
            item: self.item.clone(),
            period: self.period,
            field: self.field,
            old,
            new: self.value.clone(),
        }
    }
}

/// Collects the requests of rows, one for each field of an item.
struct Collector<'a> {
    departments: &'a Departments,
    requests: Vec<Request>,
    by_field: HashMap<(ItemId, Option<Period>, RecordField), usize>,
    why_not: Vec<WhyNot>,
}

impl Collector<'_> {
    fn row(&mut self, row: &FilledRow, item: Known, memory: Option<&Memory>, sent_for: &[Period]) {
        let period = match (row.period, sent_for) {
            (Some(period), _) if sent_for.is_empty() || sent_for.contains(&period) => Some(period),
            (Some(_), _) => {
                self.why_not.push(WhyNot::OtherPeriod(row.place.clone(), row.item.clone()));
                return;
            }
            (None, [one]) => Some(*one),
            (None, _) => None,
        };
        let mut lacks_period = false;
        for cell in &row.cells {
            let of_period = cell.field.is_of_period();
            if of_period && period.is_none() {
                lacks_period |= cell.value.is_some();
                continue;
            }
            let key = (row.item.clone(), period.filter(|_| of_period), cell.field);
            let sent = memory.and_then(|memory| memory.get(&key));
            let untouched = match sent {
                Some(sent) => same(sent, &cell.value, self.departments),
                // If it is unknown what was sent out, a blank cell was more likely left out than emptied.
                None => cell.value.is_none(),
            };
            if untouched {
                continue;
            }
            if !item.has(cell.field) {
                let place = row.place.at(cell.column);
                self.why_not.push(WhyNot::NoSuchField(place, row.item.clone(), cell.field));
                continue;
            }
            let key = (key.0, key.1.map(|period| item.period_of(cell.field, period)), key.2);
            self.request(key, row, cell, sent.cloned());
        }
        if lacks_period {
            self.why_not.push(WhyNot::NoPeriod(row.place.clone(), row.item.clone()));
        }
    }

    fn request(
        &mut self,
        key: (ItemId, Option<Period>, RecordField),
        row: &FilledRow,
        cell: &FilledCell,
        sent: Option<Option<FieldValue>>,
    ) {
        let place = row.place.at(cell.column);
        if let Some(&before) = self.by_field.get(&key) {
            let before = &mut self.requests[before];
            if !same(&before.value, &cell.value, self.departments) {
                before.disputed = true;
                let other = before.place.clone();
                self.why_not.push(WhyNot::Differ(place, other, key.0, key.2));
            }
            return;
        }
        self.by_field.insert(key.clone(), self.requests.len());
        let (item, period, field) = key;
        self.requests.push(Request { place, item, period, field, value: cell.value.clone(), sent, disputed: false });
    }
}

/// Returns true if two values are equal, treating different names of a department as the same.
fn same(one: &Option<FieldValue>, other: &Option<FieldValue>, departments: &Departments) -> bool {
    match (one, other) {
        _ if one == other => true,
        (Some(FieldValue::Names(one)), Some(FieldValue::Names(other))) => {
            let canonical = |names: &[String]| -> Vec<String> {
                let each = names.iter().flat_map(|name| parted(name).collect::<Vec<_>>());
                each.map(|name| departments.canonical(&name).to_string()).collect()
            };
            canonical(one) == canonical(other)
        }
        (Some(FieldValue::Words(one)), Some(FieldValue::Words(other))) => {
            // A text that was too long for its cell was sent out truncated.
            cell_text(one) == cell_text(other)
        }
        _ => false,
    }
}
