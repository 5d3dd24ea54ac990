//! The detail pane: what is known of the row under the cursor.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::plan::{Dossier, Review, Task, Term};
use crate::text::width::wrap;
use crate::tui::state::State;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// A line of pieces.
pub type Line = Vec<(String, Meaning)>;

/// Draws lines below a rule. Without the keyboard the pane shows its first lines; with it, it can be moved.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect, title: &str, lines: &[Line]) {
    canvas.rule(area.x, area.y, area.width, title);
    let room = area.height.saturating_sub(1);
    let last = lines.len().saturating_sub(room.into());
    let top = state.detail.map_or(0, |top| top.min(last));
    for (y, line) in (area.y + 1..area.bottom()).zip(lines.iter().skip(top)) {
        let pieces: Vec<(&str, Meaning)> = line.iter().map(|(text, meaning)| (text.as_str(), *meaning)).collect();
        canvas.put_pieces(area.x + 1, y, area.width.saturating_sub(2), &pieces);
    }
    if state.detail.is_some() && lines.len() > room.into() {
        let place = format!(" {}/{} ", (top + usize::from(room)).min(lines.len()), lines.len());
        canvas.put_right(area.x, area.y, area.width.saturating_sub(2), &place, Meaning::Muted);
    }
}

/// Text as wrapped lines.
pub fn wrapped(canvas: &Canvas<'_>, text: &str, columns: u16, meaning: Meaning) -> Vec<Line> {
    wrap(text, columns.max(2).into(), canvas.ambiguous).into_iter().map(|line| vec![(line, meaning)]).collect()
}

/// A name with wrapped text behind it, which is indented below.
pub fn entry(canvas: &Canvas<'_>, name: &str, text: &str, columns: u16, meaning: Meaning) -> Vec<Line> {
    let indent = canvas.width(name) + 2;
    let lines = wrap(text, columns.saturating_sub(indent).max(2).into(), canvas.ambiguous);
    let blank = " ".repeat(indent.into());
    lines
        .into_iter()
        .enumerate()
        .map(|(n, line)| {
            let head = if n == 0 { format!("{name}  ") } else { blank.clone() };
            vec![(head, Meaning::Muted), (line, meaning)]
        })
        .collect()
}

/// What is known of a task, in at most `room` lines while the pane is only looked at.
pub fn of_task(canvas: &Canvas<'_>, state: &State, dossier: &Dossier, task: &Task, area: Rect) -> Vec<Line> {
    let columns = area.width.saturating_sub(2);
    let room = usize::from(area.height.saturating_sub(1));
    let mut words = review_lines(canvas, state, state.data.review(dossier, task), columns);
    words.extend(earlier(state, dossier, task));
    words.extend(offered(canvas, state, dossier, task, columns));
    let mut lines = vec![path(state, dossier, task)];
    let text = wrapped(canvas, &task.text.replace('\n', " "), columns, Meaning::Plain);
    // While it is only looked at, the text leaves room for what was reported.
    let text_room = if state.detail.is_some() { text.len() } else { room.saturating_sub(1 + words.len()).max(2) };
    let is_cut = text.len() > text_room;
    lines.extend(text.into_iter().take(text_room));
    if is_cut && let Some(last) = lines.last_mut() {
        let more = state.signs().more.to_string();
        last.push((more, Meaning::Muted));
    }
    lines.extend(words);
    lines
}

fn path(state: &State, dossier: &Dossier, task: &Task) -> Line {
    let plan = &dossier.plan;
    let mut path = plan.path(task.node);
    if let Some(special_box) = task.special_box.and_then(|n| plan.boxes.get(n)) {
        path.push(format!("{} {}", special_box.number, special_box.title));
        path.extend(task.group.clone());
    }
    let path = path.join(&format!(" {} ", state.signs().path));
    vec![(path, Meaning::Muted)]
}

fn review_lines(canvas: &Canvas<'_>, state: &State, review: Option<&Review>, columns: u16) -> Vec<Line> {
    let Some(review) = review else { return Vec::new() };
    let mut lines = Vec::new();
    for (word, text, meaning) in [
        (Word::Done, &review.done, Meaning::Plain),
        (Word::Problem, &review.problem, Meaning::Bad),
        (Word::Next, &review.next, Meaning::Plain),
        (Word::Evidence, &review.evidence, Meaning::Plain),
    ] {
        if let Some(text) = text {
            let mut entry = entry(canvas, state.say(word), text, columns, meaning);
            if state.detail.is_none() {
                entry.truncate(1);
            }
            lines.extend(entry);
        }
    }
    lines
}

/// How the task stood in every period that something is recorded for.
fn earlier(state: &State, dossier: &Dossier, task: &Task) -> Option<Line> {
    let Term { .. } = dossier.plan.term;
    let mut line: Line = vec![(format!("{}  ", state.say(Word::Earlier)), Meaning::Muted)];
    for period in dossier.plan.term.periods() {
        let Some(review) = dossier.review(&task.id, period) else { continue };
        let progress = review.effective_progress().map(|p| format!(" {p}%")).unwrap_or_default();
        let mark = state.signs().status(review.status);
        line.push((format!("{} {mark}{progress}   ", period.name(state.language)), Meaning::of_status(review.status)));
    }
    (line.len() > 1).then_some(line)
}

/// What the text suggests, while nobody leads.
fn offered(canvas: &Canvas<'_>, state: &State, dossier: &Dossier, task: &Task, columns: u16) -> Vec<Line> {
    let Some(offered) = task.offered.as_ref().filter(|_| dossier.assignment(task).lead.is_empty()) else {
        return Vec::new();
    };
    let names = |list: &[String]| list.iter().map(|n| state.data.short_name(n)).collect::<Vec<_>>().join("、");
    let text = format!(
        "{} {}  {} {}",
        state.say(Word::Lead),
        names(&offered.lead),
        state.say(Word::Support),
        names(&offered.support)
    );
    entry(canvas, state.say(Word::Offered), &text, columns, Meaning::Notice)
}
