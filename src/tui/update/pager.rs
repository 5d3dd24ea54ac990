//! Texts to read and to save: sources, reminders.

use std::collections::HashMap;

use crate::action::Action;
use crate::keymap::{Key, KeyCode};
use crate::plan::{Assignment, Dossier, Task, roll_up};
use crate::report::notice::reminder;
use crate::text::Language;

use super::{Effect, prompt, returned};
use crate::office::notice::Notices;
use crate::tui::state::data::plan_label;
use crate::tui::state::field::Field;
use crate::tui::state::overview;
use crate::tui::state::pager::Pager;
use crate::tui::state::prompt::{Asked, ExportRequest, Exported};
use crate::tui::state::{Layer, State, Tone, View};
use crate::tui::words::Word;

/// How far a page of text is moved.
const PAGE: isize = 10;

/// Shows the source text of the task under the cursor.
pub fn open_source(state: &mut State) -> Vec<Effect> {
    let items = state.chosen_tasks();
    let Some((dossier, task)) = items.first().and_then(|id| state.data.snapshot.task(id)) else {
        return Vec::new();
    };
    let plan = &dossier.plan;
    let title = format!(
        "{} {} {}{}{} {}",
        state.say(Word::Source),
        plan.source.file,
        task.lines.first,
        state.signs().dash,
        task.lines.last,
        state.say(Word::Line)
    );
    let mut text = format!("{}\n", plan.title);
    for heading in plan.path(task.node) {
        text.push_str(&heading);
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&format!("{}{}", task.number, task.text));
    state.layers.push(Layer::Pager(Pager::new(title, text, None)));
    Vec::new()
}

/// Shows who has not reported, as reminders that can be saved.
pub fn write_reminders(state: &mut State) -> Vec<Effect> {
    state.overview.refresh(&state.data);
    if state.overview.unreported.is_empty() {
        state.tell(Tone::Note, format!("{} 0", state.say(Word::Unreported)));
        return Vec::new();
    }
    let text = reminders(state);
    let title = state.say(Word::Reminders).to_string();
    let file = Field::line(&format!("{}-{}.md", state.say(Word::Reminders), state.data.period));
    state.layers.push(Layer::Pager(Pager::new(title, text, Some(file))));
    Vec::new()
}

/// Asks for the file of the supervision notices: to the department under the cursor, or to all that have something
/// outstanding in the period.
pub fn write_notices(state: &mut State) -> Vec<Effect> {
    let under_cursor = match state.view {
        View::Departments => state.departments.list.current().map(|row| row.name.clone()),
        _ => match state.overview.list.current() {
            Some(overview::Row::Department(name, _)) => Some(name.clone()),
            _ => None,
        },
    };
    let dossiers: Vec<&Dossier> = state.data.dossiers.iter().map(|dossier| &**dossier).collect();
    let notices = Notices::of(&dossiers, &|_| state.data.period);
    let notices = notices.to(|name| under_cursor.as_ref().is_none_or(|one| one == name));
    let departments: Vec<String> = notices.notices.into_iter().map(|notice| notice.department).collect();
    if departments.is_empty() {
        state.tell(Tone::Note, state.say(Word::NothingOutstanding));
        return Vec::new();
    }
    prompt::open(state, Asked::File(Exported::Notices(departments)))
}

/// One reminder a department, with its tasks that nothing was reported for.
fn reminders(state: &State) -> String {
    let data = &state.data;
    let mut tasks: HashMap<String, Vec<String>> = HashMap::new();
    for dossier in data.dossiers.iter().filter(|d| data.has_period(&d.plan) && !data.is_sealed(d)) {
        for task in &dossier.plan.tasks {
            let status = data.review(dossier, task).and_then(|r| r.status);
            if status.is_none() {
                let assignment = dossier.assignment(task);
                let line = line(state, dossier, task, &assignment);
                let nobody = if assignment.lead.is_empty() { vec![String::new()] } else { Vec::new() };
                for name in assignment.lead.iter().chain(&nobody) {
                    tasks.entry(name.clone()).or_default().push(line.clone());
                }
            }
        }
    }
    let period = data.period.name(state.language);
    let mut text = String::new();
    for (name, count) in &state.overview.unreported {
        let shown = if name.is_empty() { state.say(Word::Unassigned) } else { name };
        let words = reminder(&period, *count as usize, state.language);
        text.push_str(&match state.language {
            Language::Zh => format!("{shown}：\n　　{words}\n"),
            Language::En => format!("{shown}:\n{words}\n"),
        });
        for line in tasks.get(name).into_iter().flatten() {
            text.push_str(&format!("- {line}\n"));
        }
        text.push('\n');
    }
    text
}

fn line(state: &State, dossier: &Dossier, task: &Task, assignment: &Assignment) -> String {
    let late = roll_up::is_overdue(assignment.due, None, state.data.year(&dossier.plan));
    let due = assignment.due.map(|year| format!(" ({} {year})", state.say(Word::Due))).unwrap_or_default();
    let late = if late { format!(" {}", state.say(Word::Overdue)) } else { String::new() };
    format!("{} {} {}{due}{late}", task.id, plan_label(&dossier.plan), task.title)
}

/// Takes pasted or composed text.
pub fn type_text(state: &mut State, mut pager: Pager, text: &str) -> Vec<Effect> {
    if let Some(file) = &mut pager.file {
        file.insert(text);
    }
    stay(state, pager)
}

fn stay(state: &mut State, pager: Pager) -> Vec<Effect> {
    state.layers.push(Layer::Pager(pager));
    Vec::new()
}

/// Takes an editing key, or one that moves the text.
pub fn edit(state: &mut State, mut pager: Pager, key: Key) -> Vec<Effect> {
    match key.code {
        KeyCode::Down => pager.move_by(1),
        KeyCode::Up => pager.move_by(-1),
        KeyCode::PageDown => pager.move_by(PAGE),
        KeyCode::PageUp => pager.move_by(-PAGE),
        _ => {
            if let Some(file) = &mut pager.file {
                file.edit(key);
            }
        }
    }
    stay(state, pager)
}

/// Does an action of the page.
pub fn act(state: &mut State, mut pager: Pager, action: Action) -> Vec<Effect> {
    match action {
        Action::Back => return Vec::new(),
        Action::Open if pager.returned.is_some() => {
            return pager.returned.map_or_else(Vec::new, |returned| returned::apply(state, returned));
        }
        Action::Mark if pager.returned.is_some() => {
            return pager.returned.map_or_else(Vec::new, returned::other_way);
        }
        Action::Open if pager.file.is_none() => return Vec::new(),
        Action::SaveText => {
            let Some(file) = &pager.file else { return Vec::new() };
            let file = file.text().trim().to_string();
            let content = Exported::Text(pager.text);
            let request =
                ExportRequest { file, content, period: state.data.period, language: state.language, overwrite: false };
            return vec![Effect::Export(request)];
        }
        Action::Down => pager.move_by(1),
        Action::Up => pager.move_by(-1),
        Action::PageDown => pager.move_by(PAGE),
        Action::PageUp => pager.move_by(-PAGE),
        Action::Top => pager.top = 0,
        Action::Bottom => pager.top = usize::MAX,
        _ => {}
    }
    stay(state, pager)
}
