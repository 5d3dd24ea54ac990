//! The basis of a report's figures: the seal of the period, the amendments since, and the statuses
//! nobody has confirmed.

use crate::report::basis::{Basis, Judged, Reviewed, indicator_rows, rows};
use crate::report::model::{Paragraph, Sources};

/// The number of characters of a checksum that are printed.
const SHORT: usize = 12;

/// Returns the paragraph about the period's seal and the amendments after it.
pub(super) fn state(basis: &Basis) -> Paragraph {
    let Some(seal) = basis.dossier.seals.get(&basis.period) else {
        return Paragraph::new().remark("本期评估数据尚未封存，各项数字以起草本报告时为准");
    };
    let mut everything: Sources = indicator_rows(&basis.indicators);
    everything.add(rows(basis.items()));
    let date = seal.at.get(..10).unwrap_or(&seal.at);
    let checksum = seal.checksum.get(..SHORT).unwrap_or(&seal.checksum);
    let text = format!("本期评估数据已于{date}由{}封存（校验码{checksum}）", seal.by);
    corrected(basis, Paragraph::new().say(text, everything))
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
    paragraph.say(format!("封存后更正{count}项：{}；封存时的内容另有留存", named.join("、")), sources)
}

/// Returns the statuses carried on from the last period, which are not counted as reported.
pub(super) fn unconfirmed(basis: &Basis) -> Option<Paragraph> {
    let carried = |row: &&Reviewed| basis.dossier.carried(&row.task.id, basis.period).is_some();
    let found: Vec<&Reviewed> = basis.items().filter(carried).collect();
    let text = format!("另有{}项本期未报送，以前评估期的状态未经确认，不计入已报送", found.len());
    (!found.is_empty()).then(|| Paragraph::new().say(text, rows(found)))
}
