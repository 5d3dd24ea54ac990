//! Charts as separate parts (ECMA-376, Part 1, 21.2), supported by Word, WPS and LibreOffice.

use crate::report::model::{Bar, Chart, Tone};
use crate::text::markup;

use super::parts::DECLARATION;

const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const INLINE: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

/// Lengths in EMU (36,000 per millimetre): the width of a chart, the height of a bar, and the height around the bars.
const WIDTH: usize = 156 * 36_000;
const BAR: usize = 5 * 36_000;
const FRAME: usize = 16 * 36_000;

/// The maximum length of a bar, in per cent of the way to the target.
const FARTHEST: f64 = 115.0;

/// Returns the inline drawing of a chart. `reference` is the relationship id of its part, `number` its number from 1.
pub(super) fn inline(chart: &Chart, title: &str, reference: &str, number: usize) -> String {
    let bars = match chart {
        Chart::Shares { wholes, .. } => wholes.len(),
        Chart::Progress { bars, .. } => bars.len(),
        Chart::Courses { .. } | Chart::Lights { .. } => 0,
    };
    // A chart must not be higher than a page.
    let height = (FRAME + BAR * bars).min(210 * 36_000);
    format!(
        "<w:r><w:drawing><wp:inline xmlns:wp=\"{INLINE}\" distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
         <wp:extent cx=\"{WIDTH}\" cy=\"{height}\"/><wp:docPr id=\"{number}\" name=\"{title}\" descr=\"{title}\"/>\
         <wp:cNvGraphicFramePr/><a:graphic xmlns:a=\"{DRAWING}\"><a:graphicData uri=\"{CHART}\">\
         <c:chart xmlns:c=\"{CHART}\" r:id=\"{reference}\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
        title = markup::xml(title)
    )
}

/// A series of values, one per category.
struct Series<'a> {
    name: &'a str,
    colour: &'a str,
    values: Vec<f64>,
    /// The colours of values that differ from that of the series.
    points: Vec<(usize, &'a str)>,
    labels: Labels,
}

/// The labels of the bars of a series.
enum Labels {
    None,
    /// The values, in white on the bars.
    Values,
    /// These texts, in the order of the bars.
    Texts(Vec<String>),
}

/// Returns the content of a chart's part.
pub(super) fn part(chart: &Chart) -> String {
    let plot = match chart {
        Chart::Shares { parts, wholes, .. } => shares(parts, wholes),
        Chart::Progress { bars, .. } => progress(bars),
        Chart::Courses { .. } | Chart::Lights { .. } => String::new(),
    };
    format!(
        "{DECLARATION}<c:chartSpace xmlns:c=\"{CHART}\" xmlns:a=\"{DRAWING}\"><c:roundedCorners val=\"0\"/><c:chart>\
         <c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/>{plot}</c:plotArea><c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/></c:legend>\
         <c:plotVisOnly val=\"1\"/></c:chart><c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr>\
         <a:defRPr sz=\"1000\"><a:latin typeface=\"Times New Roman\"/><a:ea typeface=\"宋体\"/></a:defRPr></a:pPr>\
         <a:endParaRPr lang=\"zh-CN\"/></a:p></c:txPr></c:chartSpace>"
    )
}

fn shares(parts: &[(String, Tone)], wholes: &[(String, Vec<u32>)]) -> String {
    let names: Vec<&str> = wholes.iter().map(|(name, _)| name.as_str()).collect();
    let series = parts.iter().enumerate().map(|(at, (name, tone))| Series {
        name,
        colour: tone.colour(),
        values: wholes.iter().map(|(_, counts)| f64::from(counts.get(at).copied().unwrap_or(0))).collect(),
        points: Vec::new(),
        labels: Labels::Values,
    });
    let series: Vec<Series> = series.filter(|series| series.values.iter().any(|value| *value > 0.0)).collect();
    bars("percentStacked", &names, &series, None)
}

fn progress(bars_of: &[Bar]) -> String {
    let names: Vec<&str> = bars_of.iter().map(|bar| bar.label.as_str()).collect();
    let per_cent = |share: f64| (share * 100.0).clamp(0.0, FARTHEST).round();
    let actual = Series {
        name: "实际进度",
        colour: Tone::Fine.colour(),
        values: bars_of.iter().map(|bar| per_cent(bar.gone)).collect(),
        points: bars_of.iter().enumerate().map(|(at, bar)| (at, bar.tone.colour())).collect(),
        // A bar ends at the edge of the chart; its label tells the whole figure.
        labels: Labels::Texts(bars_of.iter().map(Bar::per_cent).collect()),
    };
    let passed: Vec<f64> = bars_of.iter().filter_map(|bar| bar.passed).map(per_cent).collect();
    let time =
        Series { name: "序时进度", colour: "D0D0D0", values: passed, points: Vec::new(), labels: Labels::None };
    let is_timed = time.values.len() == names.len();
    let series: Vec<Series> = [actual].into_iter().chain(is_timed.then_some(time)).collect();
    bars("clustered", &names, &series, Some(FARTHEST))
}

/// Returns horizontal bars, the first category at the top. `longest` is the end of the axis for values in per cent.
fn bars(grouping: &str, categories: &[&str], series: &[Series], longest: Option<f64>) -> String {
    let overlap = if longest.is_none() { 100 } else { 0 };
    let mut xml =
        format!("<c:barChart><c:barDir val=\"bar\"/><c:grouping val=\"{grouping}\"/><c:varyColors val=\"0\"/>");
    for (number, found) in series.iter().enumerate() {
        xml.push_str(&one(number, found, categories));
    }
    let scale = longest.map_or("<c:max val=\"1\"/>".to_string(), |longest| format!("<c:max val=\"{longest}\"/>"));
    xml.push_str(&format!(
        "<c:gapWidth val=\"40\"/><c:overlap val=\"{overlap}\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>\
         <c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"maxMin\"/></c:scaling><c:delete val=\"0\"/>\
         <c:axPos val=\"l\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>\
         <c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/><c:tickLblSkip val=\"1\"/></c:catAx>\
         <c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/>{scale}<c:min val=\"0\"/></c:scaling>\
         <c:delete val=\"1\"/><c:axPos val=\"b\"/><c:numFmt formatCode=\"0%\" sourceLinked=\"0\"/>\
         <c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>\
         <c:crossAx val=\"1\"/><c:crosses val=\"max\"/></c:valAx>"
    ));
    xml
}

fn one(number: usize, series: &Series, categories: &[&str]) -> String {
    let fill = |colour: &str| format!("<c:spPr><a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill></c:spPr>");
    let point = |text: &str, at: usize| format!("<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", markup::xml(text));
    let points = series.points.iter().map(|(at, colour)| {
        format!(
            "<c:dPt><c:idx val=\"{at}\"/><c:invertIfNegative val=\"0\"/><c:bubble3D val=\"0\"/>{}</c:dPt>",
            fill(colour)
        )
    });
    let labels = labels(&series.labels);
    let names: String = categories.iter().enumerate().map(|(at, name)| point(name, at)).collect();
    let values: String = series.values.iter().enumerate().map(|(at, value)| point(&value.to_string(), at)).collect();
    let count = categories.len();
    format!(
        "<c:ser><c:idx val=\"{number}\"/><c:order val=\"{number}\"/><c:tx><c:strRef><c:f>S!$A${at}</c:f><c:strCache>\
         <c:ptCount val=\"1\"/>{}</c:strCache></c:strRef></c:tx>{}<c:invertIfNegative val=\"0\"/>{}{labels}\
         <c:cat><c:strRef><c:f>S!$A$1</c:f><c:strCache><c:ptCount val=\"{count}\"/>{names}</c:strCache></c:strRef></c:cat>\
         <c:val><c:numRef><c:f>S!$B$1</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val=\"{count}\"/>\
         {values}</c:numCache></c:numRef></c:val></c:ser>",
        point(series.name, 0),
        fill(series.colour),
        points.collect::<String>(),
        at = number + 1,
    )
}

/// Returns the labels of a series in the order of the schema (`CT_DLbls`).
fn labels(labels: &Labels) -> String {
    const SHOWN: &str = "<c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/>\
        <c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>";
    const WHITE: &str = "<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"900\"><a:solidFill><a:srgbClr val=\"FFFFFF\"/>\
        </a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang=\"zh-CN\"/></a:p></c:txPr>";
    let own = match labels {
        Labels::None => return String::new(),
        Labels::Values => {
            format!("<c:numFmt formatCode=\"0;;\" sourceLinked=\"0\"/><c:spPr><a:noFill/></c:spPr>{WHITE}")
        }
        Labels::Texts(texts) => {
            let one = |(at, text): (usize, &String)| {
                format!(
                    "<c:dLbl><c:idx val=\"{at}\"/><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang=\"en-US\" sz=\"900\"/>\
                     <a:t>{}</a:t></a:r></a:p></c:rich></c:tx>{SHOWN}</c:dLbl>",
                    markup::xml(text)
                )
            };
            texts.iter().enumerate().map(one).collect::<String>() + "<c:spPr><a:noFill/></c:spPr>"
        }
    };
    format!("<c:dLbls>{own}{SHOWN}</c:dLbls>")
}
