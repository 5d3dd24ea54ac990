//! The detail of a task: its path, its text, its review.

use ratatui::layout::Rect;

use super::{Line, SMALL, entry, wrapped};
use crate::action::Action;
use crate::export::dispatch::DispatchRecord;
use crate::keymap::print_keys;
use crate::plan::{Assignment, Dossier, ItemId, RecordField, Review, Subject, Task};
use crate::text::{Label, Language};
use crate::tui::state::{State, overlaid};
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Returns the lines for a task.
pub fn lines(state: &State, dossier: &Dossier, task: &Task, area: Rect) -> Vec<Line> {
    let room = usize::from(area.height.saturating_sub(1));
    let mut words: Vec<Line> = carried(state, dossier, task).into_iter().collect();
    if let Some(goal) = state.data.goal(dossier, task) {
        let name = format!("{} {}", state.data.year(&dossier.plan), state.say(Word::Goal));
        words.extend(entry(state, &name, goal, area, Meaning::Plain).into_iter().take(usize::from(area.height / 3)));
    }
    words.extend(milestone(state, dossier, task, area));
    words.extend(super::case::of_item(state, dossier, &task.id));
    words.extend(departments(state, dossier, task, area));
    words.extend(liaison(state, dossier, &task.id));
    words.extend(review_lines(state, state.data.review(dossier, task), area));
    words.extend(earlier(state, dossier, task));
    words.extend(steps(state, dossier, task));
    words.extend(offered(state, task.offered.as_ref(), &dossier.assignment(task), area));
    let mut lines = vec![path(state, dossier, task)];
    lines.extend(overlaid::lines(state, dossier, &Subject::Item(task.id.clone()), area));
    let text = wrapped(state, &task.text.replace('\n', " "), area, Meaning::Plain);
    let text_room = match state.detail {
        Some(_) => text.len(),
        None if area.height <= SMALL => 2,
        None => room.saturating_sub(1 + words.len()).max(2),
    };
    let is_cut = text.len() > text_room;
    lines.extend(text.into_iter().take(text_room));
    if is_cut && let Some(last) = lines.last_mut() {
        last.push((state.signs().more.to_string(), Meaning::Muted));
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
    vec![(path.join(&format!(" {} ", state.signs().path)), Meaning::Muted)]
}

/// Returns the departments with what they were called in the period and are called now, where that differs.
fn departments(state: &State, dossier: &Dossier, task: &Task, area: Rect) -> Vec<Line> {
    let period = state.data.period;
    let shown = dossier.shown(task, period).into_iter().flatten();
    let roles = [Word::Lead, Word::Support].into_iter().zip(shown).filter(|(_, names)| !names.is_empty());
    let lines = roles.flat_map(|(role, names)| {
        let names: Vec<String> = names.iter().map(|name| name.text(state.language)).collect();
        entry(state, state.say(role), &names.join("、"), area, Meaning::Plain)
    });
    lines.collect()
}

/// Returns who answers for a task or an indicator within its lead department.
pub(super) fn liaison(state: &State, dossier: &Dossier, item: &ItemId) -> Option<Line> {
    let liaison = dossier.liaison(item);
    let fields = [
        (RecordField::Official, liaison.official),
        (RecordField::Section, liaison.section),
        (RecordField::Contact, liaison.contact),
    ];
    let told = fields.into_iter().filter_map(|(field, value)| Some((field, value?)));
    let line: Line = told
        .flat_map(|(field, value)| {
            let name = (format!("{}  ", field.label(state.language)), Meaning::Muted);
            [name, (format!("{value}   "), Meaning::Plain)]
        })
        .collect();
    (!line.is_empty()).then_some(line)
}

/// Returns the milestone of the period with its light, its day, and what others have to settle.
fn milestone(state: &State, dossier: &Dossier, task: &Task, area: Rect) -> Vec<Line> {
    let (period, today) = (state.data.period, state.data.snapshot.today());
    let Some(record) = DispatchRecord::of(dossier, task, period, today) else { return Vec::new() };
    let mark = state.signs().light(record.light);
    let day = record.day.map(|day| day.to_string()).unwrap_or_default();
    let reached = record.reached.map(|day| format!("{} {day}", state.say(Word::ReachedOn)));
    let asks = record.asks.map(|asks| format!("{} {asks}", state.say(Word::Asks)));
    let light = format!("{mark} {}", record.light_in_words(state.language)).trim_start().to_string();
    let parts = [Some(light), Some(record.milestone_in_words(state.language)), Some(day), reached, asks];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("  ");
    entry(state, state.say(Word::Milestone), &text, area, Meaning::of_light(record.light))
}

fn review_lines(state: &State, review: Option<&Review>, area: Rect) -> Vec<Line> {
    let Some(review) = review else { return Vec::new() };
    let mut lines = Vec::new();
    for (word, text, meaning) in [
        (Word::Done, &review.done, Meaning::Plain),
        (Word::Problem, &review.problem, Meaning::Bad),
        (Word::Next, &review.next, Meaning::Plain),
        (Word::Evidence, &review.evidence, Meaning::Plain),
        (Word::Amended, &review.amended, Meaning::Notice),
    ] {
        let Some(text) = text else { continue };
        let mut entry = entry(state, state.say(word), text, area, meaning);
        if state.detail.is_none() {
            entry.truncate(1);
        }
        lines.extend(entry);
    }
    lines
}

/// Returns the status carried on from an earlier period and not confirmed yet, and the key that confirms it.
fn carried(state: &State, dossier: &Dossier, task: &Task) -> Option<Line> {
    let (period, status) = state.data.carried(dossier, task)?;
    let progress = dossier.review(&task.id, period).and_then(Review::effective_progress);
    let progress = progress.map(|p| format!(" {p}%")).unwrap_or_default();
    let mark = state.signs().status(Some(status));
    let said = format!("{} {mark} {}{progress}   ", period.name(state.language), status.label(state.language));
    let keys = state.keymap.keys_for(state.view.declaration().scope.stack(), Action::ConfirmCarried);
    let key = keys.first().map(|keys| print_keys(keys)).unwrap_or_default();
    Some(vec![
        (format!("{}  ", state.say(Word::Unconfirmed)), Meaning::Notice),
        (said, Meaning::Muted),
        (key, Meaning::Key),
        (format!(" {}", state.say(Word::Confirm)), Meaning::Plain),
    ])
}

/// Returns the status of the task in every period that has one, the newest first.
fn earlier(state: &State, dossier: &Dossier, task: &Task) -> Option<Line> {
    let mut line: Line = vec![(format!("{}  ", state.say(Word::Earlier)), Meaning::Muted)];
    for period in dossier.periods().into_iter().rev() {
        let Some(review) = dossier.own_review(&task.id, period).filter(|r| r.status.is_some() || r.progress.is_some())
        else {
            continue;
        };
        let progress = review.effective_progress().map(|p| format!(" {p}%")).unwrap_or_default();
        let mark = match review.status.filter(|_| state.linear) {
            Some(status) => status.label(state.language),
            None => state.signs().status(review.status),
        };
        line.push((format!("{} {mark}{progress}   ", period.name(state.language)), Meaning::of_status(review.status)));
    }
    (line.len() > 1).then_some(line)
}

/// Returns how far the steps of the task are, beside the progress that was reported in the period.
fn steps(state: &State, dossier: &Dossier, task: &Task) -> Option<Line> {
    let percent = dossier.progress_of_steps(&task.id)?;
    let all = dossier.steps_of(&task.id).count();
    let done = dossier.steps_of(&task.id).filter(|(_, step)| step.done).count();
    let reported = state.data.review(dossier, task).and_then(|review| review.progress);
    let text = match (state.language, reported) {
        (Language::Zh, Some(reported)) => format!("{all} 项中完成 {done} 项，{percent}%；本期所报进度 {reported}%"),
        (Language::Zh, None) => format!("{all} 项中完成 {done} 项，{percent}%；本期未报进度"),
        (Language::En, Some(reported)) => format!("{done} of {all} done, {percent}%; progress reported: {reported}%"),
        (Language::En, None) => format!("{done} of {all} done, {percent}%; no progress reported"),
    };
    Some(vec![(format!("{}  ", state.say(Word::Steps)), Meaning::Muted), (text, Meaning::Plain)])
}

/// Returns the division of work that the text suggests, for one without a lead.
pub fn offered(state: &State, offered: Option<&Assignment>, now: &Assignment, area: Rect) -> Vec<Line> {
    let Some(offered) = offered.filter(|_| now.lead.is_empty()) else { return Vec::new() };
    let mut parts = Vec::new();
    for (word, list) in [(Word::Lead, &offered.lead), (Word::Support, &offered.support)] {
        if !list.is_empty() {
            let names: Vec<&str> = list.iter().map(|name| state.data.short_name(name)).collect();
            parts.push(format!("{} {}", state.say(word), names.join("、")));
        }
    }
    entry(state, state.say(Word::Offered), &parts.join("  "), area, Meaning::Notice)
}
