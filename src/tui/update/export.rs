//! The rows of a view that are exported: always those that the view lists.

use super::{Effect, write};
use crate::desk::account;
use crate::export::cases::{CaseRecord, sheet};
use crate::export::sheet::{Cell, Sheet};
use crate::plan::roll_up::RollUp;
use crate::plan::{Dossier, Status};
use crate::text::Label;
use crate::tui::state::State;
use crate::tui::state::boxes::BoxRow;
use crate::tui::state::check::{CheckRow, rule};
use crate::tui::state::compare::CompareRow;
use crate::tui::state::data::{main_lead, plan_label};
use crate::tui::state::handover::HandoverRow;
use crate::tui::state::indicators::IndicatorRow;
use crate::tui::state::matrix::MatrixRow;
use crate::tui::state::overview::OverviewRow;
use crate::tui::state::prompt::Exported;
use crate::tui::view;
use crate::tui::words::Word;

/// Asks for the file that the rows of the view go to.
pub fn ask(state: &mut State) -> Vec<Effect> {
    let exported = (state.view.declaration().exported)(state);
    write::to_file(state, exported)
}

/// Returns the tasks that are marked, or all that the task table lists.
pub fn tasks(state: &State) -> Exported {
    let tasks = &state.lists.tasks;
    if !tasks.marks.is_empty() {
        return Exported::Tasks(tasks.chosen());
    }
    Exported::Tasks(tasks.list.rows().iter().filter_map(|row| state.data.task_id(*row)).cloned().collect())
}

/// Returns the boxes listed.
pub fn boxes(state: &State) -> Exported {
    let rows = state.lists.boxes.list.rows().iter();
    let boxes = rows.filter_map(|row| match row {
        BoxRow::Box(place, index, _) => Some((state.data.dossiers[*place].plan.id.clone(), *index)),
        _ => None,
    });
    Exported::Boxes(boxes.collect())
}

/// Returns the indicators listed.
pub fn indicators(state: &State) -> Exported {
    let rows = state.lists.indicators.list.rows().iter();
    let ids = rows.filter_map(|row| match row {
        IndicatorRow::Indicator(key) => Some(state.data.indicator(*key)?.1.id.clone()),
        IndicatorRow::Plan(_) => None,
    });
    Exported::Indicators(ids.collect())
}

/// Returns a table under a view's name, with a column for each word.
fn table(state: &State, words: &[Word], rows: Vec<Vec<Cell>>) -> Exported {
    let say = |word: &Word| state.say(*word).to_string();
    let title = say(&state.view.declaration().name);
    Exported::Table(Sheet { title, headings: words.iter().map(say).collect(), rows })
}

/// Returns a table under a view's name with columns for some words, for [`counts`], and for some words more.
fn counted(state: &State, before: &[Word], after: &[Word], rows: Vec<Vec<Cell>>) -> Exported {
    let said = |words: &[Word]| words.iter().map(|word| state.say(*word).to_string()).collect::<Vec<_>>();
    let mut headings = said(before);
    headings.extend(count_headings(state));
    headings.extend(said(after));
    Exported::Table(Sheet { title: state.say(state.view.declaration().name).to_string(), headings, rows })
}

/// Returns the headings of the columns of [`counts`].
pub fn count_headings(state: &State) -> Vec<String> {
    let said = |words: &[Word]| words.iter().map(|word| state.say(*word).to_string()).collect::<Vec<_>>();
    let mut headings = said(&[Word::Tasks, Word::Completion, Word::Unreported]);
    headings.extend(Status::ALL.map(|status| status.short(state.language).to_string()));
    headings.extend(said(&[Word::Overdue]));
    headings
}

/// Returns the cells of a roll-up.
pub fn counts(roll_up: &RollUp) -> impl Iterator<Item = Cell> {
    let share = Cell::from(format!("{}%", roll_up.completion()));
    let counted = Status::ALL.map(|status| Cell::from(roll_up.count(status)));
    [roll_up.total.into(), share, roll_up.unreported.into()]
        .into_iter()
        .chain(counted)
        .chain([Cell::from(roll_up.overdue)])
}

/// Returns the items of the hand-over that are listed, with their fates.
pub fn handover(state: &State) -> Exported {
    let row = |row: &HandoverRow| -> Vec<Cell> {
        let fate = row.fate.as_ref();
        let label = fate.map_or(state.say(Word::OpenFate), |fate| fate.kind.label(state.language));
        let unconfirmed = if row.confirmed { "" } else { state.say(Word::UnconfirmedFate) };
        vec![
            row.item.to_string().into(),
            row.title.as_str().into(),
            Cell::figure(&row.end),
            label.into(),
            unconfirmed.into(),
            row.into.join("、").into(),
            fate.and_then(|fate| fate.note.clone()).into(),
        ]
    };
    let words = [
        Word::Number,
        Word::EarlierItem,
        Word::AtTheEnd,
        Word::Fate,
        Word::UnconfirmedFate,
        Word::ContinuedIn,
        Word::FateNote,
    ];
    table(state, &words, state.lists.handover.list.rows().iter().map(row).collect())
}

/// Returns the plans of the overview with their sums.
pub fn overview(state: &State) -> Exported {
    let figures = |name: String, roll_up: &RollUp, met: u32, total: u32| {
        let mut row = vec![Cell::from(name)];
        row.extend(counts(roll_up));
        row.extend([Cell::from(met), Cell::from(total)]);
        row
    };
    let rows = state.lists.overview.list.rows().iter().filter_map(|row| match row {
        OverviewRow::Plan(plan) => {
            let title = state.data.dossiers[plan.dossier].plan.title.clone();
            Some(figures(title, &plan.roll_up, plan.indicators.met, plan.indicators.total))
        }
        OverviewRow::Sector(sector, roll_up, tally) => {
            Some(figures(format!("{} {sector}", state.say(Word::Sum)), roll_up, tally.met, tally.total))
        }
        OverviewRow::Total(roll_up, tally) => {
            Some(figures(state.say(Word::Total).to_string(), roll_up, tally.met, tally.total))
        }
        _ => None,
    });
    counted(state, &[Word::Plan], &[Word::IndicatorsMet, Word::Indicators], rows.collect())
}

/// Returns the headings of the outline with the tasks under each.
pub fn outline(state: &State) -> Exported {
    let rows = state.lists.outline.list.rows().iter().map(|row| {
        let plan = &state.data.dossiers[row.dossier].plan;
        let heading = match row.node.and_then(|node| plan.outline.get(node)) {
            Some(node) => node.heading(),
            None if row.former => state.say(Word::Former).to_string(),
            None => String::new(),
        };
        let mut cells = vec![Cell::from(plan.title.as_str()), heading.into()];
        cells.extend(counts(&row.roll_up));
        cells
    });
    counted(state, &[Word::Plan, Word::Outline], &[], rows.collect())
}

/// Returns the departments with their work.
pub fn departments(state: &State) -> Exported {
    let rows = state.lists.departments.list.rows().iter().map(|row| {
        let name = if row.name.is_empty() { state.say(Word::Unassigned) } else { &row.name };
        let mut cells = vec![Cell::from(name)];
        cells.extend(counts(&row.lead));
        cells.push(row.support.into());
        cells
    });
    counted(state, &[Word::Department], &[Word::Support], rows.collect())
}

/// Returns the indicators compared, or the differences between two states of a plan.
pub fn compare(state: &State) -> Exported {
    let rows = state.lists.compare.list.rows();
    if !state.lists.compare.by_period {
        let ids = rows.iter().filter_map(|row| match row {
            CompareRow::Indicator(key) => Some(state.data.indicator(*key)?.1.id.clone()),
            _ => None,
        });
        return Exported::Indicators(ids.collect());
    }
    let mut lines = Vec::new();
    let mut about = (Cell::Empty, Cell::Empty);
    for row in rows {
        match row {
            CompareRow::Item(_, title, kind) => {
                about = (title.as_str().into(), kind.label(state.language).into());
                lines.push(vec![about.0.clone(), about.1.clone(), Cell::Empty, Cell::Empty, Cell::Empty]);
            }
            CompareRow::Field { title, name, before, after } => {
                let field = [name, before, after].map(|text| Cell::from(text.as_str()));
                let kind = if about.0 == title.as_str().into() { about.1.clone() } else { Cell::Empty };
                lines.push([title.as_str().into(), kind].into_iter().chain(field).collect());
            }
            CompareRow::Name(..) | CompareRow::Indicator(_) => {}
        }
    }
    table(state, &[Word::Name, Word::Differences, Word::What, Word::Before, Word::After], lines)
}

/// Returns the findings listed.
pub fn check(state: &State) -> Exported {
    let rows = state.lists.check.list.rows().iter().filter_map(|row| {
        let CheckRow::Finding(finding) = row else { return None };
        let plan = state.data.snapshot.dossier(&finding.plan).map(|dossier| dossier.plan.title.clone());
        let looks_for = rule(finding.rule).map_or(finding.rule, |rule| state.language.pick(rule.zh, rule.en));
        Some(vec![
            plan.into(),
            finding.line.into(),
            finding.finding.as_str().into(),
            looks_for.into(),
            finding.evidence.as_str().into(),
        ])
    });
    table(state, &[Word::Plan, Word::Line, Word::Finding, Word::Rule, Word::Source], rows.collect())
}

/// Returns the problems listed.
pub fn problems(state: &State) -> Exported {
    let rows = state.lists.problems.list.rows().iter().map(|row| {
        let (plan, title, lead) = state.data.task(row.task).map_or_else(Default::default, |(dossier, task)| {
            let assignment = dossier.assignment(task);
            let lead = main_lead(&assignment).map(|name| state.data.short_name(name).to_string());
            (plan_label(&dossier.plan), task.title.clone(), lead.unwrap_or_default())
        });
        let solution = row.solution.as_ref().map_or_else(
            || state.say(Word::OpenProblem).to_string(),
            |solution| {
                let how = solution.how.as_deref().unwrap_or_default();
                format!("{} {how}", solution.period.name(state.language)).trim().to_string()
            },
        );
        let raised = row.raised.short_name(state.language);
        let next = row.next.clone().unwrap_or_default();
        [plan, title, lead, row.text.clone(), raised, next, solution].map(Cell::from).to_vec()
    });
    let words = [Word::Plan, Word::Task, Word::Lead, Word::Problem, Word::Raised, Word::Next, Word::Solution];
    table(state, &words, rows.collect())
}

/// Returns the cases listed, or those that are marked.
pub fn cases(state: &State) -> Exported {
    let (snapshot, cases) = (&state.data.snapshot, &state.lists.cases);
    let listed = cases.list.rows().iter().map(|row| &row.id);
    let wanted = listed.filter(|id| cases.marks.is_empty() || cases.marks.contains(*id));
    let found = wanted.filter_map(|id| snapshot.case(id));
    let records: Vec<CaseRecord> = found.map(|at| CaseRecord::of(&at, snapshot.today())).collect();
    Exported::Table(sheet(&records, state.language))
}

/// Returns the tasks of the matrix with their status in each period, or their light where lights are shown.
pub fn matrix(state: &State) -> Exported {
    let matrix = &state.lists.matrix;
    let tasks = matrix.list.rows().iter().filter_map(|row| match row {
        MatrixRow::Task(key) => state.data.task(*key).map(|(dossier, task)| (*key, dossier, task)),
        MatrixRow::Group(..) => None,
    });
    let light = |key, column| {
        let light = matrix.chart.light(&state.data, key, column);
        Cell::from(light.map(|light| light.label(state.language)))
    };
    let status = |dossier: &Dossier, task, period| {
        let status = dossier.review(task, period).and_then(|review| review.status);
        Cell::from(status.map(|status| status.label(state.language)))
    };
    let rows = tasks.map(|(key, dossier, task)| {
        let about = [plan_label(&dossier.plan), view::tasks::number(dossier, task), task.title.clone()];
        let cells = matrix.periods.iter().enumerate().map(|(column, period)| match matrix.chart.is_on {
            true => light(key, column),
            false => status(dossier, &task.id, *period),
        });
        about.map(Cell::from).into_iter().chain(cells).collect()
    });
    let words = [Word::Plan, Word::Number, Word::Task].map(|word| state.say(word).to_string());
    let periods = matrix.periods.iter().map(|period| period.name(state.language));
    let headings = words.into_iter().chain(periods).collect();
    Exported::Table(Sheet { title: state.say(Word::Matrix).to_string(), headings, rows: rows.collect() })
}

/// Returns the entries of the history.
pub fn history(state: &State) -> Exported {
    let rows = state.lists.history.list.rows().iter().map(|row| {
        let entry = &row.entry;
        let undone = row.undone.then(|| state.say(Word::Undone));
        vec![
            Cell::from(entry.seq.to_string()),
            entry.at.as_str().into(),
            entry.who.as_str().into(),
            account::entry_name(&entry.what, state.language).into(),
            view::history::about(state, entry).into(),
            undone.into(),
        ]
    });
    table(state, &[Word::Number, Word::When, Word::Who, Word::What, Word::Task, Word::Undone], rows.collect())
}
