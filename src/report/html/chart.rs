//! Charts as inline SVG. Each colour is also named in words, and each length given as a number.

use super::picture;
use crate::report::model::{Bar, Chart, Tone};
use crate::text::markup;
use crate::text::width::{AmbiguousWidth, cut};

const WIDTH: f64 = 640.0;
const LINE: f64 = 24.0;
/// The left edge of the bars of a progress chart, in units of the view box.
const START: f64 = 250.0;
/// The length of a bar at 100 %.
const FULL: f64 = 240.0;
/// The maximum length of a bar, as a share of the way to the target.
const FARTHEST: f64 = 1.15;
/// The maximum length of a label in columns.
const LABEL: usize = 32;

/// Returns the chart as a figure with its numbered title.
pub(super) fn figure(title: &str, chart: &Chart) -> String {
    let svg = match chart {
        Chart::Shares { parts, wholes, .. } => shares(parts, wholes),
        Chart::Progress { bars, .. } => progress(bars),
        Chart::Courses { courses, .. } => picture::courses(courses),
        Chart::Lights { columns, rows, .. } => picture::lights(columns, rows),
    };
    let svg = match chart {
        Chart::Shares { .. } | Chart::Progress { .. } => format!("<div class=\"wide\">\n{svg}</div>\n"),
        Chart::Courses { .. } | Chart::Lights { .. } => svg,
    };
    format!("<figure>\n{svg}<figcaption>{}</figcaption>\n</figure>\n", markup::xml(title))
}

pub(super) fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Done => "done",
        Tone::Fine => "fine",
        Tone::Slow => "slow",
        Tone::Behind => "behind",
        Tone::Still => "still",
        Tone::Changed => "changed",
        Tone::Unknown => "unknown",
    }
}

fn open(height: f64) -> String {
    format!("<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">\n")
}

/// Returns a bar for each whole, and a legend of the parts below.
fn shares(parts: &[(String, Tone)], wholes: &[(String, Vec<u32>)]) -> String {
    const BAR: f64 = 34.0;
    const NAMES: f64 = 110.0;
    let height = BAR * wholes.iter().map(|_| 1.0).sum::<f64>() + 34.0;
    let mut svg = open(height);
    let mut y = 2.0;
    for (name, counts) in wholes {
        let whole = f64::from(counts.iter().sum::<u32>().max(1));
        let mut x = NAMES;
        svg.push_str(&format!(
            "<text class=\"end\" x=\"{:.1}\" y=\"{:.1}\">{}</text>\n",
            NAMES - 8.0,
            y + 18.0,
            markup::xml(&cut(name, 14, AmbiguousWidth::Wide))
        ));
        for ((_, tone), count) in parts.iter().zip(counts).filter(|(_, count)| **count > 0) {
            let (length, class) = ((WIDTH - NAMES) * f64::from(*count) / whole, class(*tone));
            svg.push_str(&format!(
                "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"26\"/>\n"
            ));
            if length > 20.0 {
                let (middle, line) = (x + length / 2.0, y + 18.0);
                svg.push_str(&format!("<text class=\"on {class}\" x=\"{middle:.1}\" y=\"{line:.1}\">{count}</text>\n"));
            }
            x += length;
        }
        y += BAR;
    }
    let mut x = NAMES;
    let used = |at: usize| wholes.iter().any(|(_, counts)| counts.get(at).is_some_and(|count| *count > 0));
    for (_, (name, tone)) in parts.iter().enumerate().filter(|(at, _)| used(*at)) {
        svg.push_str(&format!(
            "<rect class=\"{}\" x=\"{x:.1}\" y=\"{:.1}\" width=\"12\" height=\"12\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\">{}</text>\n",
            class(*tone),
            y + 8.0,
            x + 17.0,
            y + 19.0,
            markup::xml(name)
        ));
        x += (WIDTH - NAMES) / 6.0;
    }
    svg.push_str("</svg>\n");
    svg
}

/// Returns a line for each bar: its name, the progress, the elapsed time, the judgement.
fn progress(bars: &[Bar]) -> String {
    let mut svg = open(LINE * f64::from(u32::try_from(bars.len()).unwrap_or(u32::MAX)) + 8.0);
    let goal = START + FULL;
    let mut y = 4.0;
    for bar in bars {
        let (text, length) = (y + 15.0, FULL * bar.gone.clamp(0.0, FARTHEST));
        let time = bar.passed.map(|passed| START + FULL * passed).map(|x| {
            let (top, bottom) = (y + 1.0, y + 21.0);
            format!("<line class=\"time\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{top:.1}\" y2=\"{bottom:.1}\"/>")
        });
        svg.push_str(&format!(
            "<text class=\"end\" x=\"{:.1}\" y=\"{text}\">{}</text>\
             <rect class=\"way\" x=\"{START}\" y=\"{:.1}\" width=\"{FULL}\" height=\"14\"/>\
             <rect class=\"{}\" x=\"{START}\" y=\"{:.1}\" width=\"{length:.1}\" height=\"14\"/>\
             {}<text x=\"{:.1}\" y=\"{text}\">{} {}</text>\n",
            START - 8.0,
            markup::xml(&cut(&bar.label, LABEL, AmbiguousWidth::Wide)),
            y + 4.0,
            class(bar.tone),
            y + 4.0,
            time.unwrap_or_default(),
            goal + FULL * (FARTHEST - 1.0) + 8.0,
            bar.per_cent(),
            markup::xml(&bar.judgement),
        ));
        y += LINE;
    }
    svg.push_str("</svg>\n");
    svg
}
