//! `import` of filled-in lists.
//!
//! Every change is printed with its old and new value, in a preview as well. Values that were not accepted are listed
//! with their cells. The exit status is 0 if all were accepted, 5 if some were not, 1 if no list could be read.

use serde::Serialize;

use crate::desk::{BothChanged, Clash, FieldChange, Snapshot, TakenBack, WhyNot};
use crate::export::sheet::{Cell, Sheet};
use crate::import::spreadsheet::{self, Filled};
use crate::office::import::Rejected;
use crate::office::source::Source;
use crate::plan::{Departments, FieldValue, RecordField};
use crate::text::Language;

use super::args::{Format, ImportArguments};
use super::failure::Failure;
use super::invocation::Invocation;
use super::json::RejectedRecord;
use super::output::sheet;
use super::table::{Column, Entry, Table, Tone};

/// Reads lists and takes them back, or prints what they would change.
pub(super) fn run(invocation: &Invocation, arguments: &ImportArguments, sources: Vec<Source>) -> Result<(), Failure> {
    let (lists, rejected) = read_all(&sources);
    for rejected in &rejected {
        invocation.note(&format!("plandesk: {}", rejected.text(invocation.language)));
    }
    for (place, heading) in lists.iter().flat_map(|list| &list.unread) {
        let place = place.text(invocation.language);
        invocation.note(&invocation.words(
            format!("注意：{place} 的“{heading}”列不在填报范围内，未读取"),
            format!("note: {place}: “{heading}” is not a column to fill in and was not read"),
        ));
    }
    for (place, remark) in lists.iter().flat_map(|list| &list.remarks) {
        let (place, remark) = (place.text(invocation.language), remark.text(invocation.language));
        invocation.note(&invocation.words(format!("注意：{place}：{remark}"), format!("note: {place}: {remark}")));
    }
    if lists.is_empty() {
        return Err(nothing(invocation));
    }
    let desk = invocation.open()?;
    let lists: Vec<Filled> = lists
        .into_iter()
        .map(|list| match arguments.period {
            Some(period) => list.for_period(period),
            None => list,
        })
        .map(|list| if arguments.by_text { desk.named_by_text(list) } else { list })
        .collect();
    let both = if arguments.theirs { BothChanged::TakeTheirs } else { BothChanged::Keep };
    let taken = if arguments.dry_run {
        desk.preview_take_back(&lists, both)
    } else {
        desk.take_back(&invocation.actor()?, &lists, both)
            .map_err(|error| Failure::of_desk(error, invocation.language))?
    };
    let snapshot = desk.snapshot();
    unknown_names(invocation, &taken, snapshot.departments());
    unlikely_figures(invocation, &taken, &snapshot);
    print(invocation, &taken, &rejected)?;
    conclude(invocation, arguments, &taken, rejected.len())
}

/// Prints a warning for each department that is not in the list, which may be a typing error.
fn unknown_names(invocation: &Invocation, taken: &TakenBack, departments: &Departments) {
    for change in &taken.changes {
        let Some(FieldValue::Names(names)) = &change.new else { continue };
        for name in names.iter().filter(|name| departments.recognise(name).is_none()) {
            let place = change.place.text(invocation.language);
            invocation.note(&invocation.words(
                format!("注意：{place}：“{name}”不在单位名录中，按原文登记，请核对"),
                format!("note: {place}: “{name}” is in no list of departments; it was accepted unchanged"),
            ));
        }
    }
}

/// Prints a warning for each value that was probably meant otherwise, such as a percentage entered as a fraction.
fn unlikely_figures(invocation: &Invocation, taken: &TakenBack, snapshot: &Snapshot) {
    for change in &taken.changes {
        let (RecordField::Reading(_), Some(FieldValue::Figure(value))) = (change.field, &change.new) else { continue };
        let Some((_, indicator)) = snapshot.indicator(&change.item) else { continue };
        let Some(meant) = indicator.meant(*value) else { continue };
        let place = change.place.text(invocation.language);
        let known = indicator.baselines.iter().map(|baseline| baseline.text.as_str());
        let known: Vec<&str> = known.chain(indicator.targets.iter().map(|target| target.text.as_str())).collect();
        let (name, known) = (&indicator.name, known.join("、"));
        invocation.note(&invocation.words(
            format!("注意：{place}：“{name}”的单位是百分比，规划中的数值为 {known}；{value} 是否应为 {meant}？按原文登记，请核对"),
            format!("note: {place}: “{name}” is in per cent, with {known} in the plan; is {value} meant as {meant}? It was accepted unchanged"),
        ));
    }
}

fn read_all(sources: &[Source]) -> (Vec<Filled>, Vec<Rejected>) {
    let (mut lists, mut rejected) = (Vec::new(), Vec::new());
    for source in sources {
        match source.list() {
            Ok(list) => lists.push(list),
            Err(why) => rejected.push(Rejected { file: source.shown.clone(), why }),
        }
    }
    (lists, rejected)
}

fn nothing(invocation: &Invocation) -> Failure {
    Failure::Failed(invocation.words("没有收回任何内容；原因见上", "nothing was imported, for the reasons above"))
}

fn conclude(
    invocation: &Invocation,
    arguments: &ImportArguments,
    taken: &TakenBack,
    rejected: usize,
) -> Result<(), Failure> {
    let changes = taken.changes.len();
    if taken.rows == 0 {
        return Err(nothing(invocation));
    }
    if arguments.dry_run {
        invocation.note(&invocation.words(
            format!("这是试运行：会改动 {changes} 处，现未改动任何数据"),
            format!("this was a dry run: {changes} fields would change; nothing was changed"),
        ));
    } else {
        invocation.note(&match taken.seq {
            None => invocation.words("没有变化：表中没有新填的内容", "nothing changed: nothing new was filled in"),
            Some(seq) => invocation.words(
                format!("已收回 {changes} 处更改（记录 {seq}）；可用 plandesk undo 撤销"),
                format!("imported {changes} changes (entry {seq}); plandesk undo undoes them"),
            ),
        });
    }
    let (clashes, refused) = (taken.clashes.len(), taken.why_not.len());
    if clashes + refused + rejected == 0 {
        return Ok(());
    }
    Err(Failure::Rejected(invocation.words(
        format!("未收回：冲突 {clashes} 处（加 --theirs 以表为准），问题 {refused} 处，文件 {rejected} 个；见上"),
        format!(
            "not imported: {clashes} conflicts (--theirs uses the list's values), {refused} problems, {rejected} files; see above"
        ),
    )))
}

#[derive(Serialize)]
struct TakenRecord {
    changes: Vec<ChangeRecord>,
    clashes: Vec<ClashRecord>,
    problems: Vec<ProblemRecord>,
    rejected: Vec<RejectedRecord>,
    /// The number of the history entry; `None` for a preview, or if nothing changed.
    seq: Option<u64>,
}

#[derive(Serialize)]
struct ChangeRecord {
    place: PlaceRecord,
    item: String,
    period: Option<String>,
    field: String,
    old: Option<String>,
    new: Option<String>,
}

#[derive(Serialize)]
struct ClashRecord {
    #[serde(flatten)]
    change: ChangeRecord,
    sent: Option<String>,
}

#[derive(Serialize)]
struct ProblemRecord {
    place: PlaceRecord,
    reason: String,
}

#[derive(Serialize)]
struct PlaceRecord {
    file: String,
    sheet: String,
    row: u32,
    column: Option<String>,
}

impl From<&spreadsheet::Place> for PlaceRecord {
    fn from(place: &spreadsheet::Place) -> Self {
        PlaceRecord {
            file: place.file.to_string(),
            sheet: place.sheet.to_string(),
            row: place.row,
            column: place.column.map(spreadsheet::letters),
        }
    }
}

fn value(value: &Option<FieldValue>, language: Language) -> Option<String> {
    value.as_ref().map(|value| value.text(language))
}

impl From<&FieldChange> for ChangeRecord {
    fn from(change: &FieldChange) -> Self {
        ChangeRecord {
            place: PlaceRecord::from(&change.place),
            item: change.item.to_string(),
            period: change.period.map(|period| period.to_string()),
            field: change.field.label(Language::En),
            old: value(&change.old, Language::En),
            new: value(&change.new, Language::En),
        }
    }
}

fn print(invocation: &Invocation, taken: &TakenBack, rejected: &[Rejected]) -> Result<(), Failure> {
    match invocation.out.format {
        Format::Json => {
            let clash = |clash: &Clash| ClashRecord {
                change: ChangeRecord::from(&clash.change),
                sent: value(&clash.sent, Language::En),
            };
            let problem = |why: &WhyNot| ProblemRecord {
                place: PlaceRecord::from(why.place()),
                reason: why.text(invocation.language),
            };
            invocation.out.json(&TakenRecord {
                changes: taken.changes.iter().map(ChangeRecord::from).collect(),
                clashes: taken.clashes.iter().map(clash).collect(),
                problems: taken.why_not.iter().map(problem).collect(),
                rejected: rejected.iter().map(|r| RejectedRecord::of(r, invocation.language)).collect(),
                seq: taken.seq,
            })
        }
        Format::Csv => invocation.out.csv(&csv(invocation, taken)),
        Format::Table => {
            if !taken.changes.is_empty() || !taken.clashes.is_empty() {
                invocation.out.table(&table(invocation, taken))?;
            }
            for why in &taken.why_not {
                let place = why.place().text(invocation.language);
                let reason = why.text(invocation.language);
                invocation.note(&invocation.words(format!("{place}：{reason}"), format!("{place}: {reason}")));
            }
            Ok(())
        }
    }
}

fn table(invocation: &Invocation, taken: &TakenBack) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let language = invocation.language;
    let columns = vec![
        Column::words(head("结果", "outcome")),
        Column::words("id"),
        Column::words(head("评估期", "period")),
        Column::words(head("字段", "field")),
        Column::long(head("原值", "old")),
        Column::long(head("新值", "new")),
        Column::long(head("导出时", "as sent")),
        Column::words(head("位置", "place")),
    ];
    let row = |outcome: Entry, change: &FieldChange, sent: Option<String>| -> Vec<Entry> {
        let shown = |text: Option<String>| Entry::from(text.unwrap_or_else(|| "-".to_string()));
        vec![
            outcome,
            change.item.to_string().into(),
            change.period.map(|period| period.name(language)).unwrap_or_default().into(),
            change.field.label(language).into(),
            shown(value(&change.old, language)),
            shown(value(&change.new, language)),
            sent.unwrap_or_default().into(),
            change.place.text(language).into(),
        ]
    };
    let changed = || Entry::toned(language.pick("更改", "change"), Tone::Good);
    let clashed = || Entry::toned(language.pick("冲突", "clash"), Tone::Bad);
    let changes = taken.changes.iter().map(|change| row(changed(), change, None));
    let clashes = taken.clashes.iter().map(|clash| {
        let sent = value(&clash.sent, language).unwrap_or_else(|| "-".to_string());
        row(clashed(), &clash.change, Some(sent))
    });
    Table { columns, rows: changes.chain(clashes).collect() }
}

fn csv(invocation: &Invocation, taken: &TakenBack) -> Sheet {
    let headings =
        ["outcome", "item", "period", "field", "old", "new", "sent", "file", "sheet", "row", "column", "reason"];
    let place = |place: &spreadsheet::Place| -> [Cell; 4] {
        let column = place.column.map(spreadsheet::letters);
        [(&*place.file).into(), (&*place.sheet).into(), place.row.into(), column.into()]
    };
    let change = |outcome: &str, change: &FieldChange, sent: &Option<FieldValue>| -> Vec<Cell> {
        let record = ChangeRecord::from(change);
        let mut row: Vec<Cell> = vec![
            outcome.into(),
            record.item.into(),
            record.period.into(),
            record.field.into(),
            record.old.into(),
            record.new.into(),
            value(sent, Language::En).into(),
        ];
        row.extend(place(&change.place));
        row.push(Cell::Empty);
        row
    };
    let problem = |why: &WhyNot| -> Vec<Cell> {
        let mut row = vec![Cell::Empty; 7];
        row[0] = "problem".into();
        row.extend(place(why.place()));
        row.push(why.text(invocation.language).into());
        row
    };
    let changes = taken.changes.iter().map(|c| change("change", c, &None));
    let clashes = taken.clashes.iter().map(|c| change("clash", &c.change, &c.sent));
    sheet(&headings, changes.chain(clashes).chain(taken.why_not.iter().map(problem)).collect())
}
