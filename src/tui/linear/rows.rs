//! Rows of views that are no tables, with their labels.

use crate::plan::roll_up::RollUp;
use crate::plan::{Condition, Dossier, Period, Status, Task};
use crate::text::Label;
use crate::tui::state::data::{ItemKey, plan_label};
use crate::tui::state::judgement::{self, Tally};
use crate::tui::state::{State, boxes, compare, matrix, overview};
use crate::tui::view::indicators::{cells, forecast};
use crate::tui::view::{matrix as grid, tasks};
use crate::tui::words::Word;

/// Joins parts that say something.
fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

fn counts(state: &State, roll_up: &RollUp) -> Vec<String> {
    let statuses = Status::all_and_none();
    let counts = statuses.map(|status| (status, roll_up.count_of(status))).filter(|(_, count)| *count > 0);
    let named = counts.map(|(status, count)| {
        let name = status.map_or(state.say(Word::Unreported), |status| status.label(state.language));
        format!("{name}: {count}")
    });
    let mut parts = vec![format!("{}: {}%", state.say(Word::Completion), roll_up.completion())];
    parts.extend(named);
    if roll_up.overdue > 0 {
        parts.push(format!("{}: {}", state.say(Word::Overdue), roll_up.overdue));
    }
    parts
}

fn met(state: &State, tally: Tally) -> String {
    format!("{}: {}/{}", state.say(Word::IndicatorsMet), tally.met, tally.total)
}

/// Returns the row of the overview.
pub fn of_overview(state: &State) -> String {
    use overview::OverviewRow as Row;
    let Some(row) = state.lists.overview.list.current() else { return String::new() };
    let missing = |count: &overview::Awaited| {
        let indicators = match count.indicators {
            0 => String::new(),
            count => format!(" ({} {count})", state.say(Word::OfTheseIndicators)),
        };
        format!("{}: {}{indicators}", state.label(Condition::Missing), count.total())
    };
    let sum = |name: String, roll_up: &RollUp, tally: Option<Tally>| {
        let tally = tally.map(|tally| met(state, tally));
        joined([name].into_iter().chain(counts(state, roll_up)).chain(tally))
    };
    match row {
        Row::Department(name, count) if name.is_empty() => joined([state.say(Word::Unassigned).into(), missing(count)]),
        Row::Department(name, count) => joined([state.data.short_name(name).to_string(), missing(count)]),
        Row::OtherDepartments(departments, count) => joined([
            format!("{} {departments} {}", state.say(Word::Others), state.say(Word::DepartmentsCount)),
            missing(count),
        ]),
        Row::Plans => state.say(Word::Plan).to_string(),
        Row::Plan(plan) => {
            let dossier = &state.data.dossiers[plan.dossier];
            let edition = if state.data.is_sealed(dossier) {
                state.say(Word::Sealed)
            } else {
                dossier.plan.edition.label(state.language)
            };
            let term = format!("{}-{}", dossier.plan.term.first, dossier.plan.term.last);
            let name = joined([plan_label(&dossier.plan), term, edition.to_string()]);
            if dossier.has(state.data.period) {
                sum(name, &plan.roll_up, Some(plan.indicators))
            } else {
                joined([name, state.say(Word::NotInTerm).to_string()])
            }
        }
        Row::Status(_, status, count) => {
            let name = status.map_or(state.say(Word::Unreported), |status| status.label(state.language));
            format!("{name}: {count}")
        }
        Row::Chapter(place, chapter, roll_up) => {
            let plan = &state.data.dossiers[*place].plan;
            sum(plan.outline.get(*chapter).map(|node| node.heading()).unwrap_or_default(), roll_up, None)
        }
        Row::Sector(name, roll_up, tally) => sum(format!("{} {name}", state.say(Word::Sum)), roll_up, Some(*tally)),
        Row::Total(roll_up, tally) => sum(state.say(Word::Total).to_string(), roll_up, Some(*tally)),
        Row::Warnings(count) => format!("{} {count}", state.say(Word::Warnings)),
        Row::Warning(key) => {
            let Some((dossier, indicator)) = state.data.indicator(*key) else { return String::new() };
            let cells = cells(state, dossier, indicator);
            let miss = judgement::warning(&state.data, dossier, indicator);
            joined([
                miss.map_or_else(String::new, |miss| forecast(state, indicator, miss)),
                format!("{} {}", plan_label(&dossier.plan), indicator.name),
                format!("{}: {}", state.say(Word::Reading), cells.reading),
                format!("{}: {}", state.say(Word::Expected), cells.expected),
                format!("{}: {}", state.say(Word::Target), cells.target),
            ])
        }
    }
}

/// Returns the row of the outline, with its level from 1.
pub fn of_heading(state: &State) -> String {
    let outline = &state.lists.outline;
    let Some(row) = outline.list.current() else { return String::new() };
    let plan = &state.data.dossiers[row.dossier].plan;
    let text = match row.node.and_then(|n| plan.outline.get(n)) {
        Some(node) => node.heading(),
        None if row.former => state.say(Word::Former).to_string(),
        None => plan.title.clone(),
    };
    let folded = if row.parent && outline.is_folded(&plan.id, row.node) { state.say(Word::Folded) } else { "" };
    let tasks = if row.roll_up.total > 0 {
        let total = format!("{}: {}", state.say(Word::Tasks), row.roll_up.total);
        joined([total].into_iter().chain(counts(state, &row.roll_up)))
    } else {
        String::new()
    };
    joined([format!("{} {}", row.depth + 1, text), folded.to_string(), tasks])
}

/// Returns the row of the boxes.
pub fn of_box(state: &State) -> String {
    use boxes::BoxRow as Row;
    match state.lists.boxes.list.current() {
        None => String::new(),
        Some(Row::Plan(place)) => state.data.dossiers[*place].plan.title.clone(),
        Some(Row::Group(_, _, title)) => title.clone(),
        Some(Row::Box(place, index, roll_up)) => {
            let plan = &state.data.dossiers[*place].plan;
            let name = plan.boxes.get(*index).map(|one| format!("{} {}", one.number, one.title)).unwrap_or_default();
            if roll_up.total == 0 {
                return name;
            }
            let total = format!("{}: {}", state.say(Word::Projects), roll_up.total);
            joined([name, total].into_iter().chain(counts(state, roll_up)))
        }
        Some(Row::Item(key)) => {
            let Some((dossier, task)) = state.data.task(*key) else { return String::new() };
            let standing = tasks::standing(state, dossier, task);
            joined([
                format!("{}{}", task.number, task.title),
                format!("{}: {}", state.say(Word::Status), standing.text.trim()),
                format!("{}: {}", state.say(Word::Lead), tasks::lead(state, &dossier.assignment(task))),
                standing
                    .progress
                    .map_or_else(String::new, |progress| format!("{}: {progress}", state.say(Word::Progress))),
            ])
        }
    }
}

/// Returns the row of the comparison.
pub fn of_measure(state: &State) -> String {
    use compare::CompareRow as Row;
    match state.lists.compare.list.current() {
        None => String::new(),
        Some(Row::Name(name, count)) => format!("{name} ({count})"),
        Some(Row::Indicator(key)) => {
            let Some((dossier, indicator)) = state.data.indicator(*key) else { return String::new() };
            let cells = cells(state, dossier, indicator);
            joined([
                plan_label(&dossier.plan),
                format!("{}: {}", state.say(Word::Baseline), cells.baseline),
                format!("{}: {}", state.say(Word::Reading), cells.reading),
                format!("{}: {}", state.say(Word::Expected), cells.expected),
                format!("{}: {}", state.say(Word::Target), cells.target),
                format!("{}: {}", state.say(Word::Judgement), state.say(cells.word)),
            ])
        }
        Some(Row::Item(_, title, kind)) => joined([title.clone(), kind.label(state.language).to_string()]),
        Some(Row::Field { name, before, after, .. }) => format!("{name}: {before} {} {after}", state.signs().arrow),
    }
}

/// Returns the row of the matrix: a task with its status in every period of its plan.
pub fn of_matrix(state: &State) -> String {
    use matrix::MatrixRow as Row;
    match state.lists.matrix.list.current() {
        None => String::new(),
        Some(Row::Group(group, count)) => format!("{} ({count})", grid::title(state, group)),
        Some(Row::Task(key)) => {
            let Some((dossier, task)) = state.data.task(*key) else { return String::new() };
            let periods = state.lists.matrix.periods.iter().filter(|period| dossier.has(**period));
            let reported = periods.map(|period| {
                let said = match state.lists.matrix.chart.is_on {
                    true => light(state, *key, *period),
                    false => status(state, dossier, task, *period),
                };
                format!("{}: {said}", period.short_name(state.language))
            });
            joined(
                [format!("{} {}", tasks::number(dossier, task), task.title).trim_start().to_string()]
                    .into_iter()
                    .chain(reported),
            )
        }
    }
}

fn light(state: &State, key: ItemKey, period: Period) -> &'static str {
    let matrix = &state.lists.matrix;
    let column = matrix.periods.iter().position(|other| *other == period);
    let light = column.and_then(|column| matrix.chart.light(&state.data, key, column));
    light.label(state.language)
}

fn status(state: &State, dossier: &Dossier, task: &Task, period: Period) -> &'static str {
    let status = dossier.review(&task.id, period).and_then(|review| review.status);
    status.map_or(state.say(Word::Unreported), |status| status.label(state.language))
}
