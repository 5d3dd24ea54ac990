//! Texts to read and to save: sources, reminders.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::desk::account;
use crate::plan::record::Owner;
use crate::plan::{Condition, Dossier, Indicator, Standing, Subject, Task};
use crate::report::notice::{how_to_report, reminder};
use crate::store::{Entry, OwnBackup};
use crate::text::Language;
use crate::text::clean::shown_path;

use super::{Effect, remote, write};
use crate::office::notice::Notices;
use crate::tui::popup::pager::Pager;
use crate::tui::state::data::plan_label;
use crate::tui::state::field::Field;
use crate::tui::state::overview;
use crate::tui::state::prompt::Exported;
use crate::tui::state::{State, Tone};
use crate::tui::view::tasks::number;
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

/// Lists the backups that the store has made of itself, and offers to write one more.
pub fn show_backups(state: &mut State, backups: &[OwnBackup]) -> Vec<Effect> {
    if !state.opens_files {
        return remote::show(state, &Exported::Backup);
    }
    let mut text = format!("{}\n\n", state.say(Word::BackupsHelp));
    for backup in backups.iter().rev() {
        let after = if backup.after_restore { state.say(Word::AfterRestore) } else { "" };
        text.push_str(&format!("{}  {after}\n    {}\n", backup.day, shown_path(&backup.path)));
    }
    if backups.is_empty() {
        text.push_str(state.say(Word::NoBackups));
    }
    let title = state.say(Word::Backups).to_string();
    let file = Field::line(&remote::backup_file(state));
    state.open(Pager::to_write(title, text, file, Exported::Backup))
}

/// Shows reminders to those who have not reported, to be saved: to the department under the cursor, or to all that have
/// something missing in the plans in view.
pub fn write_reminders(state: &mut State) -> Vec<Effect> {
    let reminders = reminders(state, under_cursor(state).as_deref());
    if reminders.is_empty() {
        state.tell(Tone::Note, format!("{} 0", state.label(Condition::Missing)));
        return Vec::new();
    }
    let title = state.say(Word::Reminders).to_string();
    let file = Field::line(&format!("{}-{}.md", state.say(Word::Reminders), state.data.period));
    let file = state.opens_files.then_some(file);
    state.open(Pager::new(title, reminders, file))
}

/// Asks for the file of the supervision notices: to the department under the cursor, or to all that have something
/// outstanding in the plans in view.
pub fn write_notices(state: &mut State) -> Vec<Effect> {
    let under_cursor = under_cursor(state);
    let dossiers: Vec<&Dossier> = plans_in_view(state).map(|(_, dossier)| dossier).collect();
    let notices = Notices::of(
        &dossiers,
        &|_| state.data.period,
        &state.data.snapshot.settings().cases,
        state.data.snapshot.today(),
    );
    let notices = notices.to(|name| under_cursor.as_ref().is_none_or(|one| one == name));
    let departments: Vec<String> = notices.notices.into_iter().map(|notice| notice.department).collect();
    if departments.is_empty() {
        state.tell(Tone::Note, state.say(Word::NothingOutstanding));
        return Vec::new();
    }
    write::to_file(state, Exported::Notices(departments))
}

/// Returns the department under the cursor; an empty name stands for tasks without a lead.
fn under_cursor(state: &State) -> Option<String> {
    match state.view {
        View::Departments => state.lists.departments.list.current().map(|row| row.name.clone()),
        View::Overview => match state.lists.overview.list.current() {
            Some(overview::OverviewRow::Department(name, _)) => Some(name.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the plans that the view shows, with their places: the one in focus, or all.
fn plans_in_view(state: &State) -> impl Iterator<Item = (usize, &Dossier)> {
    let shows_all = (state.view.declaration().shows_all)(state);
    let wanted = state.data.plan.as_ref().filter(|_| !shows_all);
    let plans = state.data.dossiers.iter().map(|dossier| &**dossier).enumerate();
    plans.filter(move |(_, dossier)| wanted.is_none_or(|plan| *plan == dossier.plan.id))
}

/// Returns one reminder for each department, or for one, with its missing tasks and the indicators whose figures
/// are awaited; empty if nothing is.
fn reminders(state: &State, department: Option<&str>) -> String {
    let data = &state.data;
    let mut missing: BTreeMap<(bool, Cow<'_, str>), Vec<String>> = BTreeMap::new();
    for (place, dossier) in plans_in_view(state) {
        for (task, standing) in dossier.plan.tasks.iter().zip(&data.counts(place).tasks) {
            if !standing.is_missing() {
                continue;
            }
            let lead = dossier.lead(task).iter().map(String::as_str);
            let nobody = dossier.lead(task).is_empty().then_some("");
            let line = line(state, dossier, task, standing);
            for name in lead.chain(nobody).filter(|name| department.is_none_or(|one| one == *name)) {
                // Tasks that nobody leads come last.
                missing.entry((name.is_empty(), name.into())).or_default().push(line.clone());
            }
        }
        let awaited = |indicator: &&Indicator| dossier.awaits_reading(indicator, data.period, data.snapshot.today());
        for indicator in dossier.plan.indicators.iter().filter(awaited) {
            let line = format!("{} {} {}", plan_label(&dossier.plan), state.say(Word::Name), indicator.name);
            let lead = dossier.responsible(indicator).lead;
            for name in lead.into_iter().filter(|name| department.is_none_or(|one| one == name)) {
                missing.entry((false, name.into())).or_default().push(line.clone());
            }
        }
    }
    let period = data.period.name(state.language);
    let settled = &data.snapshot.settings().reminders;
    let how = how_to_report(settled.deadline.as_deref(), settled.contact.as_deref(), state.language);
    let mut text = String::new();
    for ((_, name), lines) in missing {
        let shown = if name.is_empty() { state.say(Word::Unassigned) } else { &*name };
        let words = reminder(&period, lines.len(), state.language);
        text.push_str(&match state.language {
            Language::Zh => format!("{shown}：\n　　{words}{how}\n"),
            Language::En => format!("{shown}:\n{words}\n{how}\n"),
        });
        for line in lines {
            text.push_str(&format!("- {line}\n"));
        }
        text.push('\n');
    }
    text
}

/// Returns a task as its department knows it: by the plan, the number in its text and its title.
fn line(state: &State, dossier: &Dossier, task: &Task, standing: &Standing) -> String {
    let due =
        standing.due.map(|due| format!(" ({} {})", state.say(Word::Due).to_lowercase(), due.name(state.language)));
    let due = due.unwrap_or_default();
    let late = if standing.is_overdue { format!(" {}", state.label(Condition::Overdue)) } else { String::new() };
    let parts = [plan_label(&dossier.plan), number(dossier, task), task.title.clone()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}{due}{late}", parts.join(" "))
}
