//! The classes into which a report sorts indicators: by how they stand while the term runs, and by what was reached when
//! it is over.

use crate::plan::Attainment;
use crate::report::basis::{Basis, Judged};
use crate::report::model::Tone;
use crate::report::outlook::Outlook;
use crate::report::wording::phrases;
use crate::text::{Label, Language};

use super::counts;

/// The words of the classes in their order.
pub(super) fn all(basis: &Basis) -> Vec<&'static str> {
    if basis.is_final() {
        [Some(true), Some(false), None].map(word_at_the_end).to_vec()
    } else {
        Attainment::ALL.map(|attainment| attainment.label(Language::Zh)).to_vec()
    }
}

/// The word for the class of an indicator.
pub(super) fn of(basis: &Basis, judged: &Judged) -> &'static str {
    if basis.is_final() { word_at_the_end(is_reached(judged)) } else { judged.attainment.label(Language::Zh) }
}

/// Returns the colour of an indicator in a chart.
pub(super) fn tone(basis: &Basis, judged: &Judged) -> Tone {
    match (basis.is_final(), is_reached(judged)) {
        (false, _) => counts::tone(judged.attainment),
        (true, Some(true)) => Tone::Done,
        (true, Some(false)) => Tone::Behind,
        (true, None) => Tone::Unknown,
    }
}

/// Returns true if an indicator is slow or behind, or missed its target when the term is over: a report tells of it by
/// itself.
pub(super) fn is_behind(basis: &Basis, judged: &Judged) -> bool {
    if basis.is_final() { is_reached(judged) == Some(false) } else { judged.attainment.is_slow() }
}

/// The words for those of which [`is_behind`] is true.
pub(super) fn behind(basis: &Basis) -> String {
    basis.say(if basis.is_final() { &phrases::MISSED_WORD } else { &phrases::SLOW_WORD }, [])
}

/// The number of some indicators in each class that has any: 提前实现2项、快于预期5项.
pub(super) fn counted(basis: &Basis, indicators: &[&Judged]) -> String {
    let count = |class: &str| indicators.iter().filter(|judged| of(basis, judged) == class).count();
    let counts = all(basis).into_iter().map(|class| (class, count(class))).filter(|(_, count)| *count > 0);
    counts.map(|(class, count)| format!("{class}{count}项")).collect::<Vec<_>>().join("、")
}

/// Returns if a target was reached. `None` where no value of its year tells.
fn is_reached(judged: &Judged) -> Option<bool> {
    match judged.outlook {
        Outlook::Reached => Some(true),
        Outlook::Missed(_) => Some(false),
        Outlook::OnPace | Outlook::Close(_) | Outlook::Short(_) | Outlook::Unknown => None,
    }
}

fn word_at_the_end(is_reached: Option<bool>) -> &'static str {
    match is_reached {
        Some(true) => "已实现",
        Some(false) => "未实现",
        None => Attainment::CannotTell.label(Language::Zh),
    }
}
