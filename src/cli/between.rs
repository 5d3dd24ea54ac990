//! `compare --between`: two sealed periods of a plan, or a sealed one and the present, item by item.

use serde::Serialize;

use crate::export::sheet::{Cell, Sheet};
use crate::office::period::Periods;
use crate::plan::seal::Sealed;
use crate::plan::{Dossier, ItemId, Period, Thresholds};
use crate::report::compare::sealed::{DifferenceKind, ItemDifference, differences};
use crate::text::{Label, Language};

use super::args::Format;
use super::failure::Failure;
use super::invocation::Invocation;
use super::output::sheet;
use super::table::{Column, Entry, Table, Tone};
use super::value::Moment;

#[derive(Serialize)]
struct DifferenceRecord<'a> {
    id: &'a ItemId,
    title: &'a str,
    fate: &'static str,
    fields: Vec<FieldRecord<'a>>,
}

#[derive(Serialize)]
struct FieldRecord<'a> {
    field: &'a str,
    before: &'a str,
    after: &'a str,
}

/// Compares the states of a plan at two moments. `now` is the period whose reviews represent the present.
pub(super) fn run(
    invocation: &Invocation,
    dossier: &Dossier,
    moments: [Moment; 2],
    now: Period,
    thresholds: &Thresholds,
) -> Result<(), Failure> {
    let state = |moment| state(invocation, dossier, moment, now, thresholds);
    let [before, after] = [state(moments[0])?, state(moments[1])?];
    // Output for programs is English in every language.
    let language = match invocation.out.format {
        Format::Table => invocation.language,
        _ => Language::En,
    };
    let found = differences(&before, &after, language);
    told(invocation, moments, [&before, &after], &found);
    if found.is_empty() && invocation.out.format == Format::Table {
        return Ok(());
    }
    let records: Vec<DifferenceRecord> = found.iter().map(record).collect();
    invocation.out.list_as(&records, || Ok(table(invocation, &found)), || Ok(csv(&found)))
}

fn state(
    invocation: &Invocation,
    dossier: &Dossier,
    moment: Moment,
    now: Period,
    thresholds: &Thresholds,
) -> Result<Sealed, Failure> {
    let Moment::Sealed(asked) = moment else { return Ok(Sealed::of(dossier, now, thresholds)) };
    let period = Periods::given(asked).of(dossier);
    let seal = dossier.seals.get(&period).ok_or_else(|| {
        let (title, name) = (&dossier.plan.title, period.name(invocation.language));
        Failure::Failed(invocation.words(
            format!("《{title}》的“{name}”尚未封存；先用 plandesk seal 封存，或与 now（目前）比较"),
            format!("{name} of “{title}” is not sealed; seal it first, or compare with now"),
        ))
    })?;
    Ok((*seal.content).clone())
}

/// Prints what was compared, and the number of differences.
fn told(invocation: &Invocation, moments: [Moment; 2], states: [&Sealed; 2], found: &[ItemDifference]) {
    let name = |moment, state: &Sealed| {
        let period = state.period.name(invocation.language);
        match moment {
            Moment::Sealed(_) => invocation.words(format!("{period}（封存）"), format!("{period} (sealed)")),
            Moment::Now => invocation.words(format!("{period}（目前）"), format!("{period} (now)")),
        }
    };
    let (before, after) = (name(moments[0], states[0]), name(moments[1], states[1]));
    let count = |kind| found.iter().filter(|difference| difference.kind == kind).count();
    let (changed, added, dropped) =
        (count(DifferenceKind::Changed), count(DifferenceKind::Added), count(DifferenceKind::Dropped));
    invocation.note(&invocation.words(
        format!("{before} → {after}：变化 {changed} 项，新增 {added} 项，删除 {dropped} 项"),
        format!("{before} → {after}: {changed} changed, {added} added, {dropped} dropped"),
    ));
}

fn record(difference: &ItemDifference) -> DifferenceRecord<'_> {
    DifferenceRecord {
        id: &difference.id,
        title: &difference.title,
        fate: difference.kind.name(),
        fields: difference
            .fields
            .iter()
            .map(|field| FieldRecord { field: &field.field, before: &field.before, after: &field.after })
            .collect(),
    }
}

fn table(invocation: &Invocation, found: &[ItemDifference]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::words("id"),
        Column::words(head("变动", "what")),
        Column::long(head("条目", "item")),
        Column::words(head("字段", "field")),
        Column::long(head("前", "before")),
        Column::long(head("后", "after")),
    ];
    let shown = |text: &str| if text.is_empty() { "-".to_string() } else { text.to_string() };
    let mut rows: Vec<Vec<Entry>> = Vec::new();
    for difference in found {
        let tone = match difference.kind {
            DifferenceKind::Added => Tone::Good,
            DifferenceKind::Dropped => Tone::Bad,
            DifferenceKind::Changed => Tone::Plain,
        };
        let first = [
            Entry::from(difference.id.to_string()),
            Entry::toned(difference.kind.label(invocation.language), tone),
            Entry::from(&difference.title),
        ];
        let mut first = Some(first);
        for field in &difference.fields {
            let start = first.take().unwrap_or_else(|| ["", "", ""].map(Entry::from));
            let rest = [Entry::from(&field.field), shown(&field.before).into(), shown(&field.after).into()];
            rows.push(start.into_iter().chain(rest).collect());
        }
    }
    Table { columns, rows }
}

fn csv(found: &[ItemDifference]) -> Sheet {
    let rows = found.iter().flat_map(|difference| {
        difference.fields.iter().map(|field| -> Vec<Cell> {
            vec![
                difference.id.to_string().into(),
                difference.title.as_str().into(),
                difference.kind.name().into(),
                field.field.as_str().into(),
                field.before.as_str().into(),
                field.after.as_str().into(),
            ]
        })
    });
    sheet(&["id", "title", "fate", "field", "before", "after"], rows.collect())
}
