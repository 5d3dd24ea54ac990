//! Charts for a web page: indicators over the years, tasks by department, traffic lights by chapter.

use crate::plan::roll_up::RollUp;
use crate::plan::{Period, Status, Year};
use crate::report::basis::{Basis, Judged, Reviewed};
use crate::report::model::{Chart, Course, Light, Tone};
use crate::report::wording::phrases;

use super::problems::by_lead;
use super::{classes, counts};

/// The maximum number of departments in the chart: those with the most tasks.
const DEPARTMENTS: usize = 12;

/// Returns a chart of indicators over the years, each with the way to its target; `None` if no indicator can be drawn.
pub(super) fn courses(basis: &Basis) -> Option<Chart> {
    let courses: Vec<Course> = basis.indicators.iter().filter_map(|judged| course(basis, judged)).collect();
    (!courses.is_empty()).then(|| Chart::Courses { title: basis.say(&phrases::COURSES_CHART, []), courses })
}

fn course(basis: &Basis, judged: &Judged) -> Option<Course> {
    let indicator = &*judged.indicator;
    let readings = basis.dossier.readings_of(&indicator.id).map(|(year, reading)| (year, reading.value));
    let readings: Vec<(Year, f64)> = readings.filter(|(year, _)| *year <= basis.year).collect();
    let baseline = indicator.baselines.iter().filter_map(|baseline| Some((baseline.year, baseline.value?)));
    let targets = indicator.targets.iter().filter_map(|target| Some((target.year, target.value?)));
    let mut way: Vec<(Year, f64)> = baseline.max_by_key(|(year, _)| *year).into_iter().chain(targets).collect();
    way.sort_by_key(|(year, _)| *year);
    let unit = indicator.unit.as_ref().map(|unit| format!("（{unit}）")).unwrap_or_default();
    let (name, tone) = (format!("{}{unit}", judged.name()), classes::tone(basis, judged));
    (!readings.is_empty() && !way.is_empty()).then_some(Course { name, way, readings, tone })
}

/// Returns a chart of the statuses of each department's tasks; `None` if no task has a lead.
pub(super) fn by_department(basis: &Basis) -> Option<Chart> {
    let items: Vec<&Reviewed> = basis.items().filter(|row| !row.assignment.lead.is_empty()).collect();
    let groups = by_lead(&items).into_iter();
    let mut groups: Vec<(String, RollUp)> =
        groups.map(|(lead, rows)| (lead.to_string(), basis.roll_up(rows))).collect();
    groups.sort_by_key(|(_, roll_up)| std::cmp::Reverse(roll_up.total));
    groups.truncate(DEPARTMENTS);
    (!groups.is_empty()).then(|| counts::status_chart(&basis.say(&phrases::DEPARTMENTS_CHART, []), groups))
}

/// Returns the traffic lights of chapters by period, up to the period of the report. A light shows the share completed:
/// red if a task lags, green if none does, off if nothing was reported.
pub(super) fn lights(basis: &Basis) -> Option<Chart> {
    let periods = basis.dossier.periods();
    let last = periods.iter().position(|period| *period == basis.period)?;
    let periods = periods.get(..=last)?;
    let light = |rows: &[&Reviewed], period: Period| {
        let roll_up = RollUp::of(basis.dossier, rows.iter().map(|row| row.task), period, basis.today);
        let behind = roll_up.count_where(Status::is_behind);
        let tone = match behind {
            0 => Tone::Done,
            few if few * 10 <= roll_up.reported() => Tone::Slow,
            _ => Tone::Behind,
        };
        (roll_up.reported() > 0).then_some((roll_up.completion(), tone))
    };
    let rows = basis.chapters().into_iter().map(|(_, name, rows)| {
        let lights = periods.iter().map(|period| light(&rows, *period)).collect();
        (name, lights)
    });
    let mut rows: Vec<(String, Vec<Light>)> = rows.collect();
    // A period in which nothing was reported would be a column of dashes.
    let is_told: Vec<bool> = (0..periods.len())
        .map(|at| rows.iter().any(|(_, lights)| lights.get(at).is_some_and(Option::is_some)))
        .collect();
    let told = |at: usize| is_told.get(at).copied().unwrap_or_default();
    for (_, lights) in &mut rows {
        *lights = lights.drain(..).enumerate().filter(|(at, _)| told(*at)).map(|(_, light)| light).collect();
    }
    let columns = periods.iter().enumerate().filter(|(at, _)| told(*at));
    let columns: Vec<String> =
        columns.map(|(_, period)| period.name(crate::text::Language::Zh).replace(' ', "")).collect();
    (!rows.is_empty() && !columns.is_empty()).then(|| Chart::Lights {
        title: basis.say(&phrases::LIGHTS_CHART, []),
        columns,
        rows,
    })
}
