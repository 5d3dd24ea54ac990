//! `boxes`: special boxes and their items.

use crate::export::records::BoxRecord;
use crate::export::sheet::Sheet;

use super::args::OfPlans;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::output::sheet;
use super::table::{Column, Entry, Table, Tone};

/// Lists special boxes.
pub(super) fn list(invocation: &Invocation, arguments: &OfPlans) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, arguments, invocation.language)?;
    let boxes = dossiers.iter().flat_map(|d| (0..d.plan.boxes.len()).map(move |index| (d, index)));
    let records: Vec<BoxRecord> = boxes.filter_map(|(dossier, index)| BoxRecord::of(dossier, index)).collect();
    invocation.out.found_as(&records, || Ok(table(invocation, &records)), || Ok(csv(&records)))
}

fn table(invocation: &Invocation, records: &[BoxRecord]) -> Table {
    let columns = vec![
        Column::words("id"),
        Column::words(invocation.words("专栏", "box")),
        Column::words(invocation.words("编号", "number")),
        Column::long(invocation.words("专栏或项目", "box or project")),
        Column::long(invocation.words("组别或出处", "group or place")),
    ];
    let mut rows: Vec<Vec<Entry>> = Vec::new();
    for record in records {
        rows.push(vec![
            record.id.to_string().into(),
            record.number.into(),
            "".into(),
            record.title.into(),
            Entry::toned(record.path.join(" › "), Tone::Faint),
        ]);
        rows.extend(record.items.iter().map(|item| {
            let title = format!("  {}", item.title);
            vec![
                item.id.to_string().into(),
                record.number.into(),
                item.number.into(),
                title.into(),
                item.group.unwrap_or_default().into(),
            ]
        }));
    }
    Table { columns, rows }
}

fn csv(records: &[BoxRecord]) -> Sheet {
    let headings = ["plan", "box", "box_title", "path", "group", "id", "number", "title", "text"];
    let mut rows = Vec::new();
    for record in records {
        rows.extend(record.rows(record.plan.as_str()));
    }
    sheet(&headings, rows)
}
