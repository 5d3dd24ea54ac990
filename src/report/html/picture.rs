//! Small multiples and traffic lights for a web page.

use crate::plan::Year;
use crate::report::model::{Course, Light};
use crate::text::markup;

use super::chart::class;

/// The size of a small chart, and the margins around its lines, in units of the view box.
const SIZE: (f64, f64) = (240.0, 130.0);
const EDGE: (f64, f64) = (12.0, 24.0);

/// Returns small charts, one per course: the planned way as a dashed line, the readings as points on a solid one.
pub(super) fn courses(courses: &[Course]) -> String {
    let pictures: Vec<String> = courses.iter().map(course).collect();
    format!(
        "<div class=\"courses\">\n{}</div>\n<p class=\"legend\">虚线为规划进度，实线为实际值</p>\n",
        pictures.concat()
    )
}

fn course(course: &Course) -> String {
    let all = || course.way.iter().chain(&course.readings);
    let (first, last) = ends(all().map(|(year, _)| f64::from(year.get())));
    let (low, high) = ends(all().map(|(_, value)| *value));
    let x = |year: Year| EDGE.0 + (SIZE.0 - 2.0 * EDGE.0) * (f64::from(year.get()) - first) / (last - first).max(1.0);
    let y = |value: f64| {
        let part = if high > low { (value - low) / (high - low) } else { 0.5 };
        SIZE.1 - EDGE.1 - (SIZE.1 - 2.0 * EDGE.1) * part
    };
    let line = |points: &[(Year, f64)]| -> String {
        points.iter().map(|(year, value)| format!("{:.1},{:.1} ", x(*year), y(*value))).collect()
    };
    let class = class(course.tone);
    let mut svg = format!(
        "<svg viewBox=\"0 0 {} {}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">\n<title>{name}</title>\n\
         <polyline class=\"plan\" points=\"{}\"/>\n<polyline class=\"line {class}\" points=\"{}\"/>\n",
        SIZE.0,
        SIZE.1,
        line(&course.way),
        line(&course.readings),
        name = markup::xml(&course.name)
    );
    for (year, value) in &course.readings {
        svg.push_str(&format!("<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/>\n", x(*year), y(*value)));
    }
    let named = [course.way.first(), course.way.last()].into_iter().flatten();
    for (year, value) in named.filter(|point| !course.readings.contains(point)) {
        svg.push_str(&label(x(*year), y(*value) - 6.0, &value.to_string()));
    }
    if let Some((year, value)) = course.readings.last() {
        svg.push_str(&label(x(*year), y(*value) + 14.0, &value.to_string()));
    }
    for year in [first, last] {
        svg.push_str(&label(
            EDGE.0 + (SIZE.0 - 2.0 * EDGE.0) * (year - first) / (last - first).max(1.0),
            SIZE.1 - 4.0,
            &format!("{year:.0}"),
        ));
    }
    format!("<div class=\"course\"><p>{}</p>\n{svg}</svg></div>\n", markup::xml(&course.name))
}

/// Returns a label beside a point, inside the edges of the chart.
fn label(x: f64, y: f64, text: &str) -> String {
    let anchor = match x {
        x if x < SIZE.0 / 3.0 => "start",
        x if x > SIZE.0 * 2.0 / 3.0 => "end",
        _ => "middle",
    };
    format!("<text class=\"{anchor}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>\n", markup::xml(text))
}

/// Returns the minimum and maximum of some numbers; 0 and 0 if there are none.
fn ends(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    numbers
        .fold(None, |ends: Option<(f64, f64)>, number| {
            Some(ends.map_or((number, number), |(low, high)| (low.min(number), high.max(number))))
        })
        .unwrap_or_default()
}

/// Returns traffic lights as a table with the share completed, and a legend below.
pub(super) fn lights(columns: &[String], rows: &[(String, Vec<Light>)]) -> String {
    let heads: String =
        columns.iter().map(|column| format!("<th scope=\"col\">{}</th>", markup::xml(column))).collect();
    let light = |light: &Light| match light {
        Some((share, tone)) => format!("<td><span class=\"light {}\">{share}%</span></td>", class(*tone)),
        None => "<td>—</td>".to_string(),
    };
    let row = |(name, lights): &(String, Vec<Light>)| {
        let lights: String = lights.iter().map(light).collect();
        format!("<tr><th scope=\"row\">{}</th>{lights}</tr>\n", markup::xml(name))
    };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<div class=\"wide\"><table class=\"lights\">\n<thead><tr><th scope=\"col\">章节</th>{heads}</tr></thead>\n<tbody>\n{rows}\
         </tbody></table></div>\n<p class=\"legend\">数字为完成率；绿：没有滞后，黄：滞后的不超过一成，红：超过一成，—：未报送</p>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::Tone;

    #[test]
    fn one_reading_and_equal_figures_can_be_drawn() {
        let flat = Course {
            name: "甲<".into(),
            way: vec![(Year(2025), 5.0)],
            readings: vec![(Year(2025), 5.0)],
            tone: Tone::Fine,
        };
        let svg = course(&flat);
        assert!(!svg.contains("NaN") && !svg.contains("inf") && svg.contains("甲&lt;"), "{svg}");
    }
}
