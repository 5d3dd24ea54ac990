//! The section 规划调整情况: adjustments with old and new values and the deciding document, added and ended items.

use crate::plan::overlay::{self, Adjustment, Overlaid};
use crate::plan::record::Owner;
use crate::plan::{ItemId, Subject, TextField};
use crate::report::basis::{Basis, quoted, with_unit};
use crate::report::model::{Block, Paragraph, Section, Sources};
use crate::report::wording::phrases;
use crate::text::Language;

/// Returns the section 规划调整情况; `None` if nothing was adjusted.
pub(super) fn section(basis: &Basis) -> Option<Section> {
    let overlays = basis.dossier.overlays();
    let adjusted = overlays.iter().flat_map(|overlaid| adjustments(basis, overlaid));
    let made = basis.dossier.made.keys().filter_map(|item| added(basis, item));
    let ended = basis.dossier.ended.keys().filter_map(|item| ended(basis, item));
    let blocks: Vec<Block> = adjusted.chain(made).chain(ended).map(Block::from).collect();
    (!blocks.is_empty()).then(|| Section::new(basis.say(&phrases::HEADING_ADJUSTED, []), blocks))
}

/// Returns a sentence for each adjustment of a field that holds by the end of the period.
fn adjustments<'a>(basis: &'a Basis, overlaid: &'a Overlaid<'a>) -> impl Iterator<Item = Paragraph> + 'a {
    let adjusted = overlaid.adjusted(basis.dossier).into_iter();
    let holds = |(_, adjustment): &(_, &Adjustment)| !adjustment.grounds.begins_after(basis.dossier.day());
    adjusted.filter(holds).map(|(before, adjusted)| adjustment(basis, overlaid, before.as_deref(), adjusted))
}

fn adjustment(basis: &Basis, overlaid: &Overlaid<'_>, before: Option<&str>, adjustment: &Adjustment) -> Paragraph {
    let indicator = overlaid.subject.item().and_then(|item| basis.dossier.plan.indicator(item));
    let indicator = indicator.filter(|_| matches!(overlaid.field, TextField::Target(_) | TextField::Baseline(_)));
    let say = |text: Option<&str>| match (text, indicator) {
        (None, _) => "无".to_string(),
        (Some(text), Some(indicator)) => with_unit(text, indicator),
        (Some(text), None) => text.to_string(),
    };
    let (before, after) = (say(before), say(adjustment.value.as_deref()));
    let grounds = &adjustment.grounds;
    let mut by: Vec<&str> = grounds.document.iter().chain(&grounds.authority).map(String::as_str).collect();
    let day = grounds.effective.as_ref().map(|day| format!("自{}起", day_in_words(day)));
    by.extend(day.as_deref());
    let by = if by.is_empty() { String::new() } else { format!("（{}）", by.join("，")) };
    let field = match overlaid.field {
        TextField::Target(year) => format!("{year}年目标值"),
        TextField::Baseline(year) => format!("{year}年基期值"),
        TextField::Quantity(year) => format!("{year}年数量"),
        other => other.label(Language::Zh),
    };
    let name = named(basis, overlaid.subject);
    let text = format!("{name}的{field}由{before}调整为{after}{by}，理由：{}", grounds.reason);
    Paragraph::new().say(text, source(basis, overlaid.subject))
}

/// Returns a day, a month or a year as it is written in sentences: 2023年8月1日, 2024年9月; one that is written
/// otherwise as it is.
fn day_in_words(day: &str) -> String {
    let parts: Option<Vec<u16>> = day.split('-').map(|part| part.parse().ok()).collect();
    match parts.as_deref() {
        Some([year, month, day]) => format!("{year}年{month}月{day}日"),
        Some([year, month]) => format!("{year}年{month}月"),
        Some([year]) => format!("{year}年"),
        _ => day.to_string(),
    }
}

fn added(basis: &Basis, item: &ItemId) -> Option<Paragraph> {
    let subject = Subject::Item(item.clone());
    overlay::read(&basis.dossier.plan, &subject, TextField::Title)?;
    let from = basis.dossier.made.get(item).and_then(|made| made.from.clone());
    let from = from.map(|from| format!("，由{}拆分", named(basis, &Subject::Item(from)))).unwrap_or_default();
    Some(Paragraph::new().say(format!("新增{}{from}", named(basis, &subject)), source(basis, &subject)))
}

fn ended(basis: &Basis, item: &ItemId) -> Option<Paragraph> {
    let ended = basis.dossier.ended.get(item)?;
    let name = named(basis, &Subject::Item(item.clone()));
    let into =
        ended.into.clone().map(|into| format!("，并入{}", named(basis, &Subject::Item(into)))).unwrap_or_default();
    let by = ended.document.as_ref().map(|document| format!("（{document}）")).unwrap_or_default();
    Some(Paragraph::new().remark(format!("{name}终止{into}{by}，理由：{}", ended.reason)))
}

fn named(basis: &Basis, subject: &Subject) -> String {
    let title = overlay::read(&basis.dossier.plan, subject, TextField::Title);
    title.map_or_else(|| subject.to_string(), |title| quoted(&title))
}

/// Returns the row of a subject in the appended tables.
fn source(basis: &Basis, subject: &Subject) -> Sources {
    let Some(item) = subject.item() else { return Sources::default() };
    let indicator = basis.indicators.iter().find(|judged| judged.indicator.id == *item).map(|judged| judged.source());
    let mut rows = basis.tasks.iter().chain(&basis.projects);
    indicator.or_else(|| rows.find(|row| row.task.id == *item).map(|row| row.source())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_years_are_written_as_in_sentences() {
        for (day, words) in [
            ("2023-08-01", "2023年8月1日"),
            ("2024-09", "2024年9月"),
            ("2024", "2024年"),
            ("2023年7月1日", "2023年7月1日"),
            ("2024/7/1", "2024/7/1"),
        ] {
            assert_eq!(day_in_words(day), words);
        }
    }
}
