//! The outlook: measures for the next year or the second half of the term; in a final report the conclusion and advice
//! for the next plan.

use crate::plan::{Nature, Sense, Status};
use crate::report::basis::{Basis, Judged, Reviewed, indicator_rows, rows};
use crate::report::model::{Block, Paragraph, Section};
use crate::report::outlook::Outlook;
use crate::report::wording::phrases;

use super::counts::{self, Noun};
use super::indicators::names;
use super::length::{Length, few};
use super::problems::{by_lead, shared};

/// Returns the section 下一年度工作措施 of an annual report.
pub(super) fn next_year(basis: &Basis, length: Length) -> Section {
    let heading = match basis.period.year().filter(|year| basis.period.is_annual() && *year < basis.plan.term.last) {
        Some(year) => basis.say(&phrases::HEADING_NEXT_YEAR, [&(year + 1)]),
        None => basis.say(&phrases::HEADING_NEXT, []),
    };
    Section::new(heading, measures(basis, length))
}

/// Returns the section 对策建议 of a mid-term report.
pub(super) fn second_half(basis: &Basis, length: Length) -> Section {
    let parts = vec![
        Section::new(basis.say(&phrases::HEADING_MEASURES, []), measures(basis, length)),
        Section::new(basis.say(&phrases::HEADING_PUSH, []), vec![push(basis).into()]),
        Section::new(basis.say(&phrases::HEADING_ADJUST, []), vec![adjust(basis, length).into()]),
    ];
    Section { heading: basis.say(&phrases::HEADING_ADVICE, []), body: Vec::new(), parts }
}

/// Returns the section 完成情况结论 of a final report.
pub(super) fn conclusion(basis: &Basis, length: Length) -> Section {
    let mut paragraph = Paragraph::new();
    let missed: Vec<&Judged> =
        basis.indicators.iter().filter(|judged| matches!(judged.outlook, Outlook::Missed(_))).collect();
    if !missed.is_empty() {
        let text = basis.say(&phrases::CONCLUSION_MISSED, [&missed.len()]);
        paragraph = paragraph.say(text, indicator_rows(missed.iter().copied()));
        let is_binding = |judged: &&Judged| judged.indicator.nature == Some(Nature::Binding);
        let binding: Vec<&Judged> = missed.into_iter().filter(is_binding).collect();
        if !binding.is_empty() {
            let text = basis.say(&phrases::CONCLUSION_BINDING, [&binding.len(), &names(&binding)]);
            paragraph = paragraph.say(text, indicator_rows(binding));
        }
    }
    let open: Vec<&Reviewed> = basis.items().filter(|row| is_open(row)).collect();
    if !open.is_empty() {
        let names = few(&quoted(&open), length.names);
        let text = basis.say(&phrases::CONCLUSION_OPEN, [&Noun::of(&open).count(open.len()), &names]);
        paragraph = paragraph.say(text, rows(open)).gap(basis.say(&phrases::GAP_OPEN, []));
    }
    let block = paragraph.gap(basis.say(&phrases::GAP_CONCLUSION, [])).into();
    Section::new(basis.say(&phrases::HEADING_CONCLUSION, []), vec![block])
}

/// Returns the section 对下一规划的建议 of a final report.
pub(super) fn next_plan(basis: &Basis, length: Length) -> Section {
    let mut body: Vec<Block> = Vec::new();
    let missed = basis.indicators.iter().filter(|judged| judged.outlook.is_miss()).count();
    let mut paragraph = Paragraph::new();
    if missed > 0 {
        paragraph = paragraph.say(
            basis.say(&phrases::NEXT_PLAN_INDICATORS, [&missed]),
            indicator_rows(basis.indicators.iter().filter(|judged| judged.outlook.is_miss())),
        );
    }
    body.push(paragraph.gap(basis.say(&phrases::GAP_NEXT_PLAN, [])).into());
    let parts = vec![Section::new(basis.say(&phrases::HEADING_LATER, []), measures(basis, length))];
    Section { heading: basis.say(&phrases::HEADING_NEXT_PLAN, []), body, parts }
}

/// Returns the entered measures by lead department, the most urgent ones first, up to the limit of the length.
fn measures(basis: &Basis, length: Length) -> Vec<Block> {
    let mut blocks: Vec<Block> = told_measures(basis, length).into_iter().map(Block::from).collect();
    let gap = if blocks.is_empty() { &phrases::GAP_NO_MEASURES } else { &phrases::GAP_MEASURES };
    blocks.push(Paragraph::new().gap(basis.say(gap, [])).into());
    blocks
}

/// Returns the measures without a gap.
pub(super) fn told_measures(basis: &Basis, length: Length) -> Vec<Paragraph> {
    let items: Vec<&Reviewed> = chosen(basis, length.measures);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for (lead, items) in by_lead(&items) {
        let paragraph = shared(items, Reviewed::next).iter().fold(Paragraph::led_by(lead), |paragraph, next| {
            let text = basis.say(&phrases::MEASURE, [&next.names(length.names), &next.text]);
            paragraph.say(text, rows(next.rows.iter().copied()))
        });
        if !paragraph.is_empty() {
            paragraphs.push(paragraph);
        }
    }
    paragraphs
}

/// Returns the items whose next step is quoted: lagging and unstarted ones first, then those with a problem, then
/// others, each in the order of the plan.
fn chosen<'b, 'a>(basis: &'b Basis<'a>, most: usize) -> Vec<&'b Reviewed<'a>> {
    let rank = |row: &Reviewed| match row.status.map(Status::sense) {
        Some(Sense::Behind) => 0,
        Some(Sense::Waiting) => 1,
        _ if row.problem().is_some() => 2,
        _ => 3,
    };
    let mut items: Vec<&Reviewed> = basis.items().filter(|row| row.next().is_some()).collect();
    items.sort_by_key(|row| rank(row));
    items.truncate(most);
    items.sort_by_key(|row| row.place);
    items
}

/// Returns the paragraph 需加力推进: the numbers of lagging items, or at the end of the term of those not completed. Their
/// names are given with their problems.
pub(super) fn push(basis: &Basis) -> Paragraph {
    let is_late =
        |row: &Reviewed| row.status.is_some_and(Status::is_behind) || row.standing.is_overdue && row.status.is_some();
    let is_final = basis.is_final();
    let (whole, of_indicators, of_tasks) = match is_final {
        true => (&phrases::PUSH_AT_THE_END, &phrases::PUSH_MISSED, &phrases::PUSH_OPEN),
        false => (&phrases::PUSH, &phrases::PUSH_INDICATORS, &phrases::PUSH_TASKS),
    };
    let indicators: Vec<&Judged> = basis.indicators.iter().filter(|judged| judged.outlook.is_miss()).collect();
    let tasks: Vec<&Reviewed> =
        basis.items().filter(|row| if is_final { is_open(row) } else { is_late(row) }).collect();
    if indicators.is_empty() && tasks.is_empty() {
        return Paragraph::new().remark(basis.say(&phrases::PUSH_NONE, []));
    }
    let mut counted = Vec::new();
    if !indicators.is_empty() {
        counted.push(basis.say(of_indicators, [&indicators.len()]));
    }
    if !tasks.is_empty() {
        counted.push(basis.say(of_tasks, [&Noun::of(&tasks).count(tasks.len())]));
    }
    let mut sources = indicator_rows(indicators);
    sources.add(rows(tasks));
    Paragraph::new().say(basis.say(whole, [&counted.join("、")]), sources)
}

fn adjust(basis: &Basis, length: Length) -> Paragraph {
    let short: Vec<&Judged> = basis
        .indicators
        .iter()
        .filter(|judged| matches!(judged.outlook, Outlook::Short(_) | Outlook::Missed(_)))
        // A binding target is kept.
        .filter(|judged| judged.indicator.nature != Some(Nature::Binding))
        .collect();
    let adjusted: Vec<&Reviewed> = basis.items().filter(|row| row.status.is_some_and(Status::is_changed)).collect();
    if short.is_empty() && adjusted.is_empty() {
        return Paragraph::new().remark(basis.say(&phrases::ADJUST_NONE, []));
    }
    let mut paragraph = Paragraph::new();
    if !adjusted.is_empty() {
        let names = few(&quoted(&adjusted), length.names);
        let text = basis.say(&phrases::ADJUST_TASKS, [&Noun::of(&adjusted).count(adjusted.len()), &names]);
        paragraph = paragraph.say(text, rows(adjusted));
    }
    if !short.is_empty() {
        let text = basis.say(&phrases::ADJUST_INDICATORS, [&short.len(), &names(&short)]);
        paragraph = paragraph.say(text, indicator_rows(short));
    }
    paragraph.gap(basis.say(&phrases::GAP_ADJUST, []))
}

fn quoted(rows: &[&Reviewed]) -> Vec<String> {
    rows.iter().map(|row| row.quoted()).collect()
}

/// Returns true for a reported item that is neither completed nor taken out of the plan.
fn is_open(row: &Reviewed) -> bool {
    row.status.is_some_and(|status| !status.settles())
}

/// Returns the counts of tasks and projects by status, one sentence each.
pub(super) fn counted(basis: &Basis) -> Paragraph {
    let sets = [(&basis.tasks, &phrases::TASKS), (&basis.projects, &phrases::TASKS)];
    sets.into_iter().filter(|(items, _)| !items.is_empty()).fold(Paragraph::new(), |paragraph, (items, phrase)| {
        let items: Vec<&Reviewed> = items.iter().collect();
        let (roll_up, noun) = (basis.roll_up(items.iter().copied()), Noun::of(&items));
        let text = basis.say(phrase, [&noun.count(roll_up.total), &counts::by_status(&roll_up, noun)]);
        paragraph.say(text, rows(items))
    })
}
