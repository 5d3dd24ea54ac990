//! Charts as inline SVG. Every colour is named in words beside it, and every length in figures.

use crate::report::model::{Bar, Chart, Tone};
use crate::text::markup;
use crate::text::width::{AmbiguousWidth, cut};

const WIDTH: f64 = 640.0;
const LINE: f64 = 24.0;
/// The left edge of the bars of a progress chart, in units of the view box.
const START: f64 = 250.0;
/// The length of a bar at 100 %.
const FULL: f64 = 240.0;
/// The longest bar, as a share of the way to the target.
const FARTHEST: f64 = 1.15;
/// The longest label, in columns.
const LABEL: usize = 32;

/// The chart with its title.
pub(super) fn figure(chart: &Chart) -> String {
    let (title, svg) = match chart {
        Chart::Shares { title, parts } => (title, shares(parts)),
        Chart::Progress { title, bars } => (title, progress(bars)),
    };
    format!("<figure>\n{svg}<figcaption>图　{}</figcaption>\n</figure>\n", markup::xml(title))
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Done => "done",
        Tone::Fine => "fine",
        Tone::Behind => "behind",
        Tone::Still => "still",
        Tone::Changed => "changed",
        Tone::Unknown => "unknown",
    }
}

fn open(height: f64) -> String {
    format!("<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">\n")
}

/// One bar of parts, and a line below it that names them.
fn shares(parts: &[(String, Tone, u32)]) -> String {
    let whole: u32 = parts.iter().map(|(_, _, count)| count).sum();
    let mut svg = open(70.0);
    let (mut at, mut legend) = (0.0, 0.0);
    for (name, tone, count) in parts {
        let length = WIDTH * f64::from(*count) / f64::from(whole.max(1));
        let class = class(*tone);
        if *count > 0 {
            svg.push_str(&format!(
                "<rect class=\"{class}\" x=\"{at:.1}\" y=\"4\" width=\"{length:.1}\" height=\"28\"/>\n"
            ));
        }
        if length > 24.0 {
            let middle = at + length / 2.0;
            svg.push_str(&format!("<text class=\"on {class}\" x=\"{middle:.1}\" y=\"23\">{count}</text>\n"));
        }
        svg.push_str(&format!(
            "<rect class=\"{class}\" x=\"{legend:.1}\" y=\"46\" width=\"12\" height=\"12\"/>\
             <text x=\"{:.1}\" y=\"57\">{} {count}</text>\n",
            legend + 17.0,
            markup::xml(name)
        ));
        at += length;
        legend += WIDTH / 6.0;
    }
    svg.push_str("</svg>\n");
    svg
}

/// A line for each: its name, how far it has come, where time stands, the judgement.
fn progress(bars: &[Bar]) -> String {
    let mut svg = open(LINE * f64::from(u32::try_from(bars.len()).unwrap_or(u32::MAX)) + 8.0);
    let goal = START + FULL;
    let mut y = 4.0;
    for bar in bars {
        let (text, length) = (y + 15.0, FULL * bar.gone.clamp(0.0, FARTHEST));
        let time = START + FULL * bar.passed;
        svg.push_str(&format!(
            "<text class=\"end\" x=\"{:.1}\" y=\"{text}\">{}</text>\
             <rect class=\"way\" x=\"{START}\" y=\"{:.1}\" width=\"{FULL}\" height=\"14\"/>\
             <rect class=\"{}\" x=\"{START}\" y=\"{:.1}\" width=\"{length:.1}\" height=\"14\"/>\
             <line class=\"time\" x1=\"{time:.1}\" x2=\"{time:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"/>\
             <text x=\"{:.1}\" y=\"{text}\">{:.0}% {}</text>\n",
            START - 8.0,
            markup::xml(&cut(&bar.label, LABEL, AmbiguousWidth::Wide)),
            y + 4.0,
            class(bar.tone),
            y + 4.0,
            y + 1.0,
            y + 21.0,
            goal + FULL * (FARTHEST - 1.0) + 8.0,
            bar.gone * 100.0,
            markup::xml(&bar.judgement),
        ));
        y += LINE;
    }
    svg.push_str("</svg>\n");
    svg
}
