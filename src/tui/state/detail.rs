//! The detail pane: the lines for the row under the cursor.

mod case;
mod finding;
mod history;
mod problem;
mod task;

use ratatui::layout::Rect;

use crate::plan::{Appraisal, Assignment, Dossier, Subject, Year};
use crate::text::figure::plain;
use crate::text::width::{width, wrap};
use crate::text::{Label, Language};
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

use super::data::plan_label;
use super::{State, boxes, layout, outline, overlaid};

pub use case::lines as of_case;
pub use finding::lines as of_finding;
pub use history::lines as of_history;
pub use problem::lines as of_problem;

/// Up to this height, a pane that is only looked at shows little running text: each step of the cursor sends it anew.
const SMALL: u16 = 6;

/// A line of pieces.
pub type Line = Vec<(String, Meaning)>;

/// Returns the lines for the row under the cursor, for a pane of this area. While the pane does not have the keyboard,
/// a long text does not push what was reported out of it.
pub fn lines(state: &State, area: Rect) -> Vec<Line> {
    state.view.declaration().detail.map_or_else(Vec::new, |lines| lines(state, area))
}

/// Returns what is known of the task under the cursor of the task table.
pub fn of_task(state: &State, area: Rect) -> Vec<Line> {
    let row = state.lists.tasks.list.current().and_then(|row| state.data.task(*row));
    row.map(|(dossier, task)| task::lines(state, dossier, task, area)).unwrap_or_default()
}

/// Returns what is known of the task under the cursor of the matrix.
pub fn of_matrix(state: &State, area: Rect) -> Vec<Line> {
    let task = state.lists.matrix.current.as_ref().and_then(|id| state.data.snapshot.task(id));
    task.map(|(dossier, task)| task::lines(state, dossier, task, area)).unwrap_or_default()
}

/// Keeps the first line shown within the text.
pub fn settle(state: &mut State) {
    let Some(top) = state.detail else { return };
    let Some(area) = layout::of(state).detail else { return };
    let room = usize::from(area.height.saturating_sub(1));
    state.detail = Some(top.min(lines(state, area).len().saturating_sub(room)));
}

/// Text as wrapped lines.
fn wrapped(state: &State, text: &str, area: Rect, meaning: Meaning) -> Vec<Line> {
    let columns = usize::from(area.width.saturating_sub(2)).max(2);
    wrap(text, columns, state.ambiguous).into_iter().map(|line| vec![(line, meaning)]).collect()
}

/// Returns a name with wrapped text behind it, which is indented below.
pub(super) fn entry(state: &State, name: &str, text: &str, area: Rect, meaning: Meaning) -> Vec<Line> {
    let indent = width(name, state.ambiguous) + 2;
    let columns = usize::from(area.width.saturating_sub(2)).saturating_sub(indent).max(2);
    let head = |n: usize| if n == 0 { format!("{name}  ") } else { " ".repeat(indent) };
    let lines = wrap(text, columns, state.ambiguous).into_iter().enumerate();
    lines.map(|(n, line)| vec![(head(n), Meaning::Muted), (line, meaning)]).collect()
}

/// Returns the text below a heading; for a plan, where it comes from and what its reading left in doubt.
pub fn of_heading(state: &State, area: Rect) -> Vec<Line> {
    let Some(outline::OutlineRow { dossier, node, former, .. }) = state.lists.outline.list.current() else {
        return Vec::new();
    };
    let plan = &state.data.dossiers[*dossier].plan;
    if let Some(node) = node.and_then(|n| plan.outline.get(n)) {
        let over =
            overlaid_lines(state, &state.data.dossiers[*dossier], state.lists.outline.subject(&state.data), area);
        let lines = node.paragraphs.iter().flat_map(|p| wrapped(state, &p.text, area, Meaning::Plain));
        let room = if state.detail.is_none() && area.height <= SMALL { 2 } else { usize::MAX };
        return over.into_iter().chain(lines.take(room)).collect();
    }
    if *former {
        let names = plan.former_tasks.iter().map(|task| (Word::Task, &task.title));
        let names = names.chain(plan.former_indicators.iter().map(|indicator| (Word::Indicators, &indicator.name)));
        let lines = names.flat_map(|(word, name)| entry(state, state.say(word), name, area, Meaning::Plain));
        return lines.collect();
    }
    let notice = plan.notice.as_deref().cloned().unwrap_or_default();
    let context = [notice.issuer, notice.number, notice.date, Some(plan.source.file.clone())];
    let context: Vec<String> = context.into_iter().flatten().collect();
    let mut lines = vec![vec![(context.join("  "), Meaning::Muted)]];
    lines.extend(overlaid_lines(state, &state.data.dossiers[*dossier], state.lists.outline.subject(&state.data), area));
    for ((period, kind), appraisal) in &state.data.dossiers[*dossier].appraisals {
        let name = format!("{} {}", period.name(state.language), kind.label(state.language));
        lines.extend(entry(state, &name, &said(appraisal, state.language), area, Meaning::Plain));
    }
    for doubt in &plan.doubts {
        let (what, chosen) = (doubt.kind.what(state.language), doubt.kind.chosen(state.language));
        let text = format!("{what} {} {chosen}", state.signs().arrow);
        let line = format!("{} {}", state.say(Word::Line), doubt.lines.first);
        lines.extend(entry(state, &line, &text, area, Meaning::Notice));
    }
    lines
}

/// Returns the lines about what was laid over the text of the row under the cursor.
fn overlaid_lines(state: &State, dossier: &Dossier, subject: Option<Subject>, area: Rect) -> Vec<Line> {
    subject.map(|subject| overlaid::lines(state, dossier, &subject, area)).unwrap_or_default()
}

/// Returns an appraisal in one line.
fn said(appraisal: &Appraisal, language: Language) -> String {
    let score = appraisal.score.map(|score| format!("{} {score}", Word::Score.in_language(language)));
    let count = appraisal.respondents.map(|count| format!("{} {count}", Word::Respondents.in_language(language)));
    let parts = [appraisal.by.clone(), appraisal.date.clone(), score, count, appraisal.conclusion.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// Returns the path and the notes of a box; for a project, its lines.
pub fn of_box(state: &State, area: Rect) -> Vec<Line> {
    let (place, index) = match state.lists.boxes.list.current() {
        Some(boxes::BoxRow::Item(row)) => {
            let item = state.data.task(*row);
            return item.map(|(dossier, item)| task::lines(state, dossier, item, area)).unwrap_or_default();
        }
        Some(boxes::BoxRow::Box(place, index, _) | boxes::BoxRow::Group(place, index, _)) => (*place, *index),
        Some(boxes::BoxRow::Plan(_)) | None => return Vec::new(),
    };
    let plan = &state.data.dossiers[place].plan;
    let Some(special_box) = plan.boxes.get(index) else { return Vec::new() };
    let mut path = vec![plan_label(plan)];
    path.extend(plan.path(special_box.node));
    let mut lines = wrapped(state, &path.join(&format!(" {} ", state.signs().path)), area, Meaning::Muted);
    lines.extend(overlaid_lines(state, &state.data.dossiers[place], state.lists.boxes.subject(&state.data), area));
    lines.extend(special_box.notes.iter().flat_map(|note| wrapped(state, &note.text, area, Meaning::Plain)));
    lines
}

/// Returns every figure of an indicator.
pub fn of_indicator(state: &State, area: Rect) -> Vec<Line> {
    let Some((dossier, indicator)) = state.lists.indicators.current_row(&state.data) else { return Vec::new() };
    let baselines = indicator.baselines.iter().map(|b| format!("{} {}", b.year, b.text)).collect::<Vec<_>>();
    let readings = dossier.readings_of(&indicator.id).map(|(y, r)| {
        let flag = if r.amended.is_some() { state.signs().amended } else { "" };
        format!("{y} {}{flag}", plain(r.value))
    });
    let interim = dossier.interim_readings_of(&indicator.id).into_iter().map(|measured| {
        let flag = if measured.reading.amended.is_some() { state.signs().amended } else { "" };
        format!("{} {}{flag}", measured.period, plain(measured.reading.value))
    });
    let readings = readings.chain(interim).collect::<Vec<_>>();
    let amended = dossier.readings_of(&indicator.id).filter_map(|(y, r)| Some(format!("{y} {}", r.amended.as_ref()?)));
    let amended = amended.collect::<Vec<_>>();
    let targets = indicator.targets.iter().map(|t| format!("{} {}", t.year, t.text)).collect::<Vec<_>>();
    let yearly = dossier.yearly_targets.range((indicator.id.clone(), Year::MIN)..=(indicator.id.clone(), Year::MAX));
    let yearly: Vec<String> = yearly.map(|((_, year), target)| format!("{year} {}", target.text)).collect();
    let judged = dossier.judgements.range((indicator.id.clone(), Year::MIN)..=(indicator.id.clone(), Year::MAX));
    let judged = judged.map(|((_, year), judgement)| {
        let reason = judgement.reason.as_deref().unwrap_or_default();
        format!("{year} {} {reason}", judgement.attainment.label(state.language)).trim_end().to_string()
    });
    let judged = judged.collect::<Vec<_>>();
    let now = dossier.responsible(indicator);
    let offered = task::offered(state, indicator.offered().as_ref(), &now, area);
    let Assignment { lead, support, person, due: _ } = now;
    let defined = indicator.definition.iter().cloned().collect();
    let told = [(Word::Baseline, baselines), (Word::Reading, readings), (Word::Target, targets)];
    let noted = [
        (Word::YearlyTarget, yearly),
        (Word::Amended, amended),
        (Word::ByHand, judged),
        (Word::Definition, defined),
        (Word::Lead, lead),
        (Word::Support, support),
        (Word::Person, person.into_iter().collect()),
    ];
    let noted = noted.into_iter().filter(|(_, notes)| !notes.is_empty());
    let figures = told.into_iter().chain(noted);
    let lines =
        figures.flat_map(|(word, figures)| entry(state, state.say(word), &figures.join("   "), area, Meaning::Plain));
    let lines = lines.chain(offered).chain(task::liaison(state, dossier, &indicator.id));
    lines.chain(overlaid::lines(state, dossier, &Subject::Item(indicator.id.clone()), area)).collect()
}
