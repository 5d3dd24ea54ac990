//! Files that a plan or a list is written to: report, workbooks for departments, sample, roll-up, counterparts.

use crate::export::sheet::{Cell, Sheet};
use crate::office::roll_up::{By, counted};
use crate::plan::{Dossier, ItemId, PlanId, sample};
use crate::report::compare;
use crate::text::Label;

use super::{Effect, export, remote};
use crate::tui::popup::picker::ask;
use crate::tui::popup::prompt::{self, Asked};
use crate::tui::state::overview::OverviewRow;
use crate::tui::state::prompt::Exported;
use crate::tui::state::{State, Tone};
use crate::tui::views::View;
use crate::tui::words::Word;

/// A document about one plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfPlan {
    /// The draft of the period's report.
    Report,
    /// Everything that is handed in for its evaluation.
    Pack,
    /// A sample of claimed results.
    Sample,
    /// Its tasks beside those of the plan above.
    Counterparts,
}

/// Writes something of the plan that is meant: the one in focus or under the cursor of the overview, else one that is
/// picked.
pub fn of_plan(state: &mut State, what: OfPlan) -> Vec<Effect> {
    let under_cursor = match state.lists.overview.list.current() {
        Some(OverviewRow::Plan(row)) if state.view == View::Overview => Some(row.dossier),
        _ => None,
    };
    let under_cursor = under_cursor.and_then(|place| state.data.dossiers.get(place));
    let only = if let [only] = &state.data.dossiers[..] { Some(only) } else { None };
    let meant = under_cursor.or(only).map(|dossier| dossier.plan.id.clone()).or_else(|| state.data.plan.clone());
    match meant {
        Some(plan) => of(state, what, plan),
        None => ask::plan_to_write(state, what),
    }
}

/// Writes something of a plan.
pub fn of(state: &mut State, what: OfPlan, plan: PlanId) -> Vec<Effect> {
    let Some(dossier) = state.data.snapshot.dossier(&plan).cloned() else { return Vec::new() };
    if what != OfPlan::Counterparts && !dossier.has(state.data.period) {
        state.tell(Tone::Note, state.say(Word::NotInTerm));
        return Vec::new();
    }
    match what {
        OfPlan::Report => to_file(state, Exported::Report(plan)),
        OfPlan::Pack if !state.opens_files => {
            state.tell(Tone::Note, state.say(Word::PackNeedsFolder));
            Vec::new()
        }
        OfPlan::Pack => to_file(state, Exported::Pack(plan)),
        OfPlan::Sample => {
            let period = state.data.period;
            if sample::sample(&dossier, period, 1, &sample::default_seed(&dossier, period)).is_empty() {
                state.tell(Tone::Note, state.say(Word::NothingClaimed));
                return Vec::new();
            }
            prompt::open(state, Asked::SampleSize(plan))
        }
        OfPlan::Counterparts => match counterparts(state, &dossier) {
            Some(sheet) => to_file(state, Exported::Counterparts(plan, sheet)),
            None => {
                state.tell(Tone::Note, state.say(Word::NoParent));
                Vec::new()
            }
        },
    }
}

/// Returns the tasks of a plan beside those of the plan above it, if that is known.
fn counterparts(state: &State, dossier: &Dossier) -> Option<Sheet> {
    let above = state.data.snapshot.dossier(dossier.plan.parent.as_ref()?)?;
    let pairs = compare::counterparts(dossier, above);
    let rows = pairs.iter().map(|pair| {
        let title = |task: Option<&crate::plan::Task>| Cell::from(task.map(|task| task.title.as_str()));
        let likeness = (pair.own.is_some() && pair.above.is_some()).then(|| (pair.likeness * 100.0).round());
        vec![title(pair.own), title(pair.above), likeness.into()]
    });
    let headings = [Word::Task, Word::ParentTask, Word::Likeness].map(|word| state.say(word).to_string());
    Some(Sheet { title: state.say(Word::ParentTask).to_string(), headings: headings.to_vec(), rows: rows.collect() })
}

/// Writes a roll-up of the plans in view.
pub fn roll_up(state: &mut State, by: By) -> Vec<Effect> {
    let dossiers: Vec<&Dossier> =
        state.data.in_view().map(|(_, dossier)| dossier).filter(|d| d.has(state.data.period)).collect();
    let sets = counted(&dossiers, &|_| state.data.period, by, state.data.snapshot.today(), state.language);
    let rows = sets.iter().map(|set| {
        let plan = set.plan.as_ref().and_then(|plan| state.data.snapshot.dossier(plan));
        let mut row =
            vec![Cell::from(plan.map(|dossier| dossier.plan.title.clone())), set.told(by, state.language).into()];
        row.extend(export::counts(&set.sums));
        row
    });
    let rows = rows.collect();
    let mut headings = vec![state.say(Word::Plan).to_string(), by.label(state.language).to_string()];
    headings.extend(export::count_headings(state));
    let sheet = Sheet { title: state.say(Word::RollUp).to_string(), headings, rows };
    to_file(state, Exported::RollUp(by, sheet))
}

/// Returns the tasks that are marked or listed; on views of something else, all tasks in view.
pub fn tasks(state: &State) -> Vec<ItemId> {
    if state.view == View::Tasks
        && let Exported::Tasks(tasks) = export::tasks(state)
    {
        return tasks;
    }
    state.data.in_view().flat_map(|(_, dossier)| dossier.plan.tasks.iter().map(|task| task.id.clone())).collect()
}

/// Writes the dispatch sheet of the tasks that are marked or listed, as far as they have a milestone in the period.
pub fn milestones(state: &mut State) -> Vec<Effect> {
    let (mut tasks, period) = (tasks(state), state.data.period);
    let snapshot = &state.data.snapshot;
    tasks.retain(|id| snapshot.dossier(&id.plan).is_some_and(|dossier| dossier.milestone(id, period).is_some()));
    if tasks.is_empty() {
        state.tell(Tone::Note, state.say(Word::NoMilestones));
        return Vec::new();
    }
    to_file(state, Exported::Milestones(tasks))
}

/// Asks for the file that some content goes to. Where no file can be written, shows the command line that does.
pub fn to_file(state: &mut State, content: Exported) -> Vec<Effect> {
    if content.rows() == Some(0) {
        state.tell(Tone::Note, state.say(Word::NothingMarked));
        return Vec::new();
    }
    if state.opens_files { prompt::open(state, Asked::File(content)) } else { remote::show(state, &content) }
}
