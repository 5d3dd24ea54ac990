//! The chart of one indicator: its readings over the years, beside what the time passed asks for.

use ratatui::layout::Rect;

use crate::plan::{Dossier, Indicator, Period, Year};
use crate::text::figure::rounded;
use crate::tui::state::State;
use crate::tui::theme::Meaning;
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// A point of the chart.
struct Point {
    year: Year,
    value: f64,
    sign: &'static str,
    meaning: Meaning,
}

/// The columns of the figures at the left.
const SCALE: u16 = 10;

/// Draws the legend and the chart below the first line of an area.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, dossier: &Dossier, indicator: &Indicator, area: Rect) {
    let points = points(canvas, dossier, indicator);
    let plot =
        Rect::new(area.x + SCALE, area.y + 2, area.width.saturating_sub(SCALE + 2), area.height.saturating_sub(4));
    let (Some(low), Some(high)) = (extreme(&points, f64::min), extreme(&points, f64::max)) else {
        let text = indicator.targets.iter().map(|t| format!("{} {}", t.year, t.text)).collect::<Vec<_>>().join("   ");
        canvas.put(area.x + 2, area.y + 1, area.width.saturating_sub(4), &text, Meaning::Plain);
        return;
    };
    let years = (points.iter().map(|p| p.year).min(), points.iter().map(|p| p.year).max());
    let (Some(first), Some(last)) = years else { return };
    if plot.height < 2 || plot.width < 12 {
        return;
    }
    let span = u16::try_from(last - first).unwrap_or(0).max(1);
    let step = ((plot.width - 6) / span).max(1);
    let used = Rect { width: (step * span + 8).min(plot.width), ..plot };
    axes(canvas, used, (low, high));
    for year in first.through(last) {
        let x = plot.x + 1 + step * u16::try_from(year - first).unwrap_or(0);
        let every = 6_u16.div_ceil(step);
        if u16::try_from(year - first).unwrap_or(0) % every == 0 {
            canvas.put(x, plot.bottom() + 1, 5, &year.to_string(), Meaning::Muted);
        }
    }
    for point in &points {
        let x = plot.x + 1 + step * u16::try_from(point.year - first).unwrap_or(0) + 1;
        canvas.put(x, row(point.value, (low, high), plot), 1, point.sign, point.meaning);
    }
    canvas.put_right(area.x, area.y + 1, area.width.saturating_sub(1), &legend(state), Meaning::Muted);
}

/// Returns the points in the order in which they are drawn: readings over targets over what the time asks for.
fn points(canvas: &Canvas<'_>, dossier: &Dossier, indicator: &Indicator) -> Vec<Point> {
    let signs = canvas.signs;
    let baselines = indicator.baselines.iter().filter_map(|b| Some((b.year, b.value?)));
    let targets = indicator.targets.iter().filter_map(|t| Some((t.year, t.value?)));
    let end = indicator.targets.iter().map(|t| t.year).max().unwrap_or(Year(0));
    let start = indicator.baselines.iter().map(|b| b.year).max().unwrap_or(end);
    let expected = |year| dossier.expected(indicator, Period::annual(year)).map(|value| (year, value));
    let mut points = Vec::new();
    let mut add = |year: Year, value: f64, sign: &'static str, meaning: Meaning| {
        if value.is_finite() {
            points.push(Point { year, value, sign, meaning });
        }
    };
    // A term is some ten years long; a misread year must not make the chart a thousand.
    for (year, value) in (start + 1).through(end).take(40).filter_map(expected) {
        add(year, value, signs.pace, Meaning::Muted);
    }
    for (year, value) in targets {
        add(year, value, signs.target, Meaning::Title);
    }
    for (year, value) in baselines.filter(|(year, _)| *year > end - 40) {
        add(year, value, signs.point, Meaning::Plain);
    }
    for (year, reading) in dossier.readings_of(&indicator.id) {
        add(year, reading.value, signs.point, Meaning::Active);
    }
    points
}

fn extreme(points: &[Point], pick: fn(f64, f64) -> f64) -> Option<f64> {
    points.iter().map(|p| p.value).reduce(pick)
}

fn row(value: f64, (low, high): (f64, f64), plot: Rect) -> u16 {
    let share = if high > low { (high - value) / (high - low) } else { 0.5 };
    // A share of a height below a hundred fits.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the height")]
    let down = (share * f64::from(plot.height - 1)).round() as u16;
    plot.y + down.min(plot.height - 1)
}

fn axes(canvas: &mut Canvas<'_>, plot: Rect, (low, high): (f64, f64)) {
    let signs = canvas.signs;
    for y in plot.top()..plot.bottom() {
        canvas.put(plot.x - 1, y, 1, signs.vertical, Meaning::Muted);
    }
    canvas.put(plot.x - 1, plot.bottom(), 1, signs.corners[2], Meaning::Muted);
    canvas.repeat(plot.x, plot.bottom(), plot.width, signs.horizontal, Meaning::Muted);
    canvas.put_right(plot.x - SCALE, plot.y, SCALE - 2, &rounded(high, 2).to_string(), Meaning::Muted);
    if high > low {
        canvas.put_right(plot.x - SCALE, plot.bottom() - 1, SCALE - 2, &rounded(low, 2).to_string(), Meaning::Muted);
    }
}

fn legend(state: &State) -> String {
    let signs = state.signs();
    let parts = [(signs.point, Word::Reading), (signs.pace, Word::Expected), (signs.target, Word::Target)];
    parts.map(|(sign, word)| format!(" {sign} {} ", state.say(word))).concat()
}
