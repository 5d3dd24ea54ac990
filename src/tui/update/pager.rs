//! Texts to read and to save: sources, reminders.

use std::collections::HashMap;

use crate::desk::account;
use crate::plan::record::Owner;
use crate::plan::{Condition, Dossier, Standing, Subject, Task};
use crate::report::notice::reminder;
use crate::store::Entry;
use crate::text::Language;

use super::Effect;
use crate::office::notice::Notices;
use crate::tui::popup::pager::Pager;
use crate::tui::popup::prompt::{self, Asked};
use crate::tui::state::data::plan_label;
use crate::tui::state::field::Field;
use crate::tui::state::overview;
use crate::tui::state::prompt::Exported;
use crate::tui::state::{State, Tone};
use crate::tui::views::View;
use crate::tui::words::Word;

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
    state.open(Pager::new(title, text, None))
}

/// Shows what the history says of a subject, the newest first.
pub fn show_history(state: &mut State, subject: &Subject, entries: &[Entry]) -> Vec<Effect> {
    let (snapshot, language) = (&state.data.snapshot, state.language);
    let signs = account::Signs { arrow: state.signs().arrow, none: state.signs().none };
    let mut text = String::new();
    for entry in entries.iter().rev() {
        let changes = entry.changes.iter().filter(|change| account::is_of(change, subject));
        let told = changes.map(|change| account::told(change, subject.item(), snapshot, language, signs));
        let told: Vec<String> = told.filter(|words| !words.is_empty()).collect();
        if !told.is_empty() {
            let at: String = entry.at.chars().take(16).map(|c| if c == 'T' { ' ' } else { c }).collect();
            let what = account::entry_name(&entry.what, language);
            text.push_str(&format!("{at}  {}  {what}\n    {}\n", entry.who, told.join("\n    ")));
        }
    }
    if text.is_empty() {
        state.tell(Tone::Note, state.say(Word::NothingInHistory));
        return Vec::new();
    }
    let title = format!("{} {} {}", state.say(Word::HistoryOf), state.signs().dot, state.subject_title(subject));
    state.open(Pager::new(title, text, None))
}

/// Shows who has not reported, as reminders that can be saved.
pub fn write_reminders(state: &mut State) -> Vec<Effect> {
    state.lists.overview.refresh(&state.data);
    if state.lists.overview.missing == 0 {
        state.tell(Tone::Note, format!("{} 0", state.label(Condition::Missing)));
        return Vec::new();
    }
    let text = reminders(state);
    let title = state.say(Word::Reminders).to_string();
    let file = Field::line(&format!("{}-{}.md", state.say(Word::Reminders), state.data.period));
    state.open(Pager::new(title, text, Some(file)))
}

/// Asks for the file of the supervision notices: to the department under the cursor, or to all that have something
/// outstanding in the period.
pub fn write_notices(state: &mut State) -> Vec<Effect> {
    let under_cursor = match state.view {
        View::Departments => state.lists.departments.list.current().map(|row| row.name.clone()),
        _ => match state.lists.overview.list.current() {
            Some(overview::OverviewRow::Department(name, _)) => Some(name.clone()),
            _ => None,
        },
    };
    let dossiers: Vec<&Dossier> = state.data.dossiers.iter().map(|dossier| &**dossier).collect();
    let notices = Notices::of(&dossiers, &|_| state.data.period, state.data.snapshot.today());
    let notices = notices.to(|name| under_cursor.as_ref().is_none_or(|one| one == name));
    let departments: Vec<String> = notices.notices.into_iter().map(|notice| notice.department).collect();
    if departments.is_empty() {
        state.tell(Tone::Note, state.say(Word::NothingOutstanding));
        return Vec::new();
    }
    prompt::open(state, Asked::File(Exported::Notices(departments)))
}

/// Returns one reminder a department, with its missing tasks.
fn reminders(state: &State) -> String {
    let data = &state.data;
    let mut tasks: HashMap<String, Vec<String>> = HashMap::new();
    for (place, dossier) in data.dossiers.iter().enumerate() {
        for (task, standing) in dossier.plan.tasks.iter().zip(&data.counts(place).tasks) {
            if standing.is_missing() {
                let assignment = dossier.assignment(task);
                let line = line(state, dossier, task, standing);
                let nobody = if assignment.lead.is_empty() { vec![String::new()] } else { Vec::new() };
                for name in assignment.lead.iter().chain(&nobody) {
                    tasks.entry(name.clone()).or_default().push(line.clone());
                }
            }
        }
    }
    let period = data.period.name(state.language);
    let mut text = String::new();
    for (name, count) in &state.lists.overview.missing_of {
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

fn line(state: &State, dossier: &Dossier, task: &Task, standing: &Standing) -> String {
    let due = standing.due.map(|year| format!(" ({} {year})", state.say(Word::Due))).unwrap_or_default();
    let late = if standing.is_overdue { format!(" {}", state.label(Condition::Overdue)) } else { String::new() };
    format!("{} {} {}{due}{late}", task.id, plan_label(&dossier.plan), task.title)
}
