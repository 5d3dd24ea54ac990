//! The basis of the reported data: the seal of the period, later amendments, and unconfirmed statuses.

use crate::report::basis::{Basis, Judged, Reviewed, indicator_rows, rows};
use crate::report::model::{Paragraph, Sources};
use crate::report::wording::phrases;

/// The number of printed characters of a checksum.
const SHORT: usize = 12;

/// Returns the paragraph about the seal of the period and later amendments; `None` if the period is open.
pub(super) fn sealed(basis: &Basis) -> Option<Paragraph> {
    let seal = basis.dossier.seals.get(&basis.period)?;
    let date = seal.at.get(..10).unwrap_or(&seal.at);
    let checksum = seal.checksum.get(..SHORT).unwrap_or(&seal.checksum);
    let text = basis.say(&phrases::DATA_SEALED, [&date, &seal.by, &checksum]);
    Some(corrected(basis, Paragraph::new().say(text, Sources::records("封存件"))))
}

fn corrected(basis: &Basis, paragraph: Paragraph) -> Paragraph {
    let items: Vec<&Reviewed> = basis.items().filter(|row| row.amended().is_some()).collect();
    let indicators: Vec<&Judged> = basis.indicators.iter().filter(|judged| judged.amended.is_some()).collect();
    let count = items.len() + indicators.len();
    if count == 0 {
        return paragraph;
    }
    let of_items = items.iter().filter_map(|row| Some(format!("{}（{}）", row.quoted(), row.amended()?)));
    let of_indicators =
        indicators.iter().filter_map(|judged| Some(format!("{}（{}）", judged.quoted(), judged.amended?)));
    let named: Vec<String> = of_items.chain(of_indicators).collect();
    let mut sources = rows(items);
    sources.add(indicator_rows(indicators));
    paragraph.say(basis.say(&phrases::DATA_CORRECTED, [&count, &named.join("、")]), sources)
}

/// Returns the paragraph about unconfirmed statuses of earlier periods, which do not count as reported.
pub(super) fn unconfirmed(basis: &Basis) -> Option<Paragraph> {
    let carried = |row: &&Reviewed| basis.dossier.carried(&row.task.id, basis.period).is_some();
    let found: Vec<&Reviewed> = basis.items().filter(carried).collect();
    let text = basis.say(&phrases::DATA_UNCONFIRMED, [&found.len()]);
    (!found.is_empty()).then(|| Paragraph::new().say(text, rows(found)))
}
