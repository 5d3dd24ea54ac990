//! The words for what was laid over the printed text: corrections, adjustments, what was added and what was ended.

use ratatui::layout::Rect;

use super::State;
use super::detail::{Line, entry};
use crate::plan::overlay::{self, Adjustment, Overlaid, Standing};
use crate::plan::{Dossier, Subject, TextField};
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Returns what is laid over a field of a subject.
pub fn of_field<'a>(dossier: &'a Dossier, subject: &Subject, field: TextField) -> Option<Overlaid<'a>> {
    dossier.overlays_of(subject).into_iter().find(|overlaid| overlaid.field == field)
}

/// Returns the short word for what holds of a subject besides its printed text: adjusted, corrected or added.
pub fn mark(dossier: &Dossier, subject: &Subject) -> Option<Word> {
    let overlays = dossier.overlays_of(subject);
    if overlays.iter().any(|overlaid| overlaid.adjustments.is_some()) {
        return Some(Word::ShortAdjustment);
    }
    let made = match subject {
        Subject::Item(item) => dossier.made.contains_key(item),
        Subject::Plan(_) => false,
    };
    let corrected = (!overlays.is_empty()).then_some(Word::ShortCorrection);
    if made { Some(Word::ShortAdded) } else { corrected }
}

/// Returns what a form says below a field with something laid over it: what was printed, by what it was changed, and
/// how a newer text stands to it.
pub fn notes(state: &State, dossier: &Dossier, overlaid: &Overlaid<'_>) -> Vec<(String, Meaning)> {
    let printed = overlay::read(&dossier.printed, overlaid.subject, overlaid.field);
    let mut notes = vec![(was(state, overlaid, printed.as_deref()), Meaning::Muted)];
    let kind = state.say(kind(overlaid));
    let by = reasons(state, dossier, overlaid).into_iter().map(|reason| format!("{kind} {reason}"));
    notes.extend(by.map(|words| (words.trim_end().to_string(), Meaning::Notice)));
    notes.extend(standing(state, overlaid, printed.as_deref()).map(|words| (words, Meaning::Notice)));
    notes
}

/// Returns the lines of the detail pane about what was laid over a subject.
pub fn lines(state: &State, dossier: &Dossier, subject: &Subject, area: Rect) -> Vec<Line> {
    let mut lines = Vec::new();
    for overlaid in dossier.overlays_of(subject) {
        let printed = overlay::read(&dossier.printed, subject, overlaid.field);
        let field = overlaid.field.label(state.language);
        let was = was(state, &overlaid, printed.as_deref());
        let standing = standing(state, &overlaid, printed.as_deref()).map(|words| format!("  {words}"));
        let reasons = reasons(state, dossier, &overlaid).join(state.language.pick("；", "; "));
        let text = format!("{was}  {reasons}{}", standing.unwrap_or_default());
        let name = format!("{} {field}", state.say(kind(&overlaid)));
        lines.extend(entry(state, &name, text.trim_end(), area, Meaning::Notice));
    }
    if let Subject::Item(item) = subject {
        let from = dossier.made.get(item).map(|made| made.from.as_ref().map(|from| state.title(from)));
        if let Some(from) = from {
            let text = from.map(|from| format!("{} {from}", state.say(Word::SplitFrom))).unwrap_or_default();
            lines.extend(entry(state, state.say(Word::ByOffice), &text, area, Meaning::Notice));
        }
        if let Some(ended) = dossier.ended.get(item) {
            let into = ended.into.as_ref().map(|into| format!("{} {}", state.say(Word::MergedInto), state.title(into)));
            let parts = [Some(ended.reason.clone()), ended.document.clone(), into];
            let text = parts.into_iter().flatten().collect::<Vec<_>>().join("  ");
            lines.extend(entry(state, state.say(Word::Ended), &text, area, Meaning::Notice));
        }
    }
    lines
}

fn kind(overlaid: &Overlaid<'_>) -> Word {
    if overlaid.adjustments.is_some() { Word::Adjustment } else { Word::Correction }
}

fn was(state: &State, overlaid: &Overlaid<'_>, printed: Option<&str>) -> String {
    format!("{} {}", state.say(Word::Printed), told(state, overlaid.field, printed))
}

/// Returns why a field was corrected, or by what it was adjusted each time, with the value of an adjustment that is not in
/// force.
fn reasons(state: &State, dossier: &Dossier, overlaid: &Overlaid<'_>) -> Vec<String> {
    let Some(adjustments) = overlaid.adjustments else {
        return vec![overlaid.correction.and_then(|correction| correction.reason.clone()).unwrap_or_default()];
    };
    let in_force = adjustments.on(dossier.day());
    let of = |adjustment: &Adjustment| {
        let grounds = &adjustment.grounds;
        let is_in_force = in_force.is_some_and(|other| std::ptr::eq(other, adjustment));
        let value = (!is_in_force).then(|| told(state, overlaid.field, adjustment.value.as_deref()));
        let effective = grounds.effective.as_ref().map(|day| format!("{} {day}", state.say(Word::Effective)));
        let parts =
            [value, Some(grounds.reason.clone()), grounds.document.clone(), grounds.authority.clone(), effective];
        parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
    };
    adjustments.iter().map(of).collect()
}

/// Returns the words for a newer text that says the same, or something else.
fn standing(state: &State, overlaid: &Overlaid<'_>, printed: Option<&str>) -> Option<String> {
    match overlaid.standing(printed) {
        Standing::Stands => None,
        Standing::Printed => Some(state.say(Word::NowPrinted).to_string()),
        Standing::Overtaken => {
            let [was, now] = [overlaid.was_printed(), printed].map(|text| told(state, overlaid.field, text));
            Some(format!("{} {was} {} {now}", state.say(Word::NowOtherwise), state.signs().arrow))
        }
        Standing::Gone => Some(state.say(Word::PlaceGone).to_string()),
    }
}

/// Returns a value of a field in one line.
fn told(state: &State, field: TextField, value: Option<&str>) -> String {
    let said = value.map(|value| overlay::said(field, value, state.language).replace('\n', " "));
    said.unwrap_or_else(|| state.signs().none.to_string())
}
