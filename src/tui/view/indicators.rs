//! Indicators: baseline, reading, where the time passed says it should be, target; and a chart.

mod chart;

use super::canvas::Canvas;
use super::detail;
use super::table;
use crate::plan::attainment::{Attainment, Direction};
use crate::plan::overlay::{self, TextField};
use crate::plan::{Dossier, Indicator, Relation, Subject, Target};
use crate::report::Miss;
use crate::text::figure::plain;
use crate::text::{Label, Language};
use crate::tui::columns::INDICATORS;
use crate::tui::state::State;
use crate::tui::state::data::plan_label;
use crate::tui::state::judgement;
use crate::tui::state::layout::Layout;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The cells of a row.
pub struct Cells {
    /// The baseline as printed.
    pub baseline: String,
    /// The latest reading up to the period, with its year when that is an earlier one.
    pub reading: String,
    /// The value due by the time passed.
    pub expected: String,
    /// The next target as printed.
    pub target: String,
    /// The judgement.
    pub judgement: Attainment,
    /// The judgement in few words.
    pub word: Word,
}

/// Returns the cells of an indicator in the period.
pub fn cells(state: &State, dossier: &Dossier, indicator: &Indicator) -> Cells {
    let none = || state.signs().none.to_string();
    let measured = state.data.measured(&dossier.plan);
    let latest = judgement::latest(&state.data, dossier, indicator);
    let reading = latest.map(|latest| {
        let flag = if latest.reading.amended.is_some() { state.signs().amended } else { "" };
        let figure = format!("{}{flag}", plain(latest.reading.value));
        match latest.period {
            at if at == measured => figure,
            _ if Some(latest.year) != measured.year() => format!("{figure}'{:02}", latest.year.get() % 100),
            at => format!("{figure} {}", at.short_name(state.language)),
        }
    });
    let is_unread = latest.is_none_or(|latest| Some(latest.year) != measured.year());
    let attainment = judgement::judge(&state.data, dossier, indicator);
    let target = target(state, dossier, indicator);
    Cells {
        baseline: indicator.baselines.last().map(|b| b.text.clone()).filter(|t| !t.is_empty()).unwrap_or_else(none),
        reading: reading.unwrap_or_else(none),
        expected: judgement::expected(&state.data, dossier, indicator)
            .map_or_else(none, |value| indicator.figure(value)),
        target: target.map(target_text).filter(|t| !t.is_empty()).unwrap_or_else(none),
        judgement: attainment,
        word: if is_unread && attainment == Attainment::CannotTell { Word::NoReading } else { short(attainment) },
    }
}

/// Returns the next target from the period on, or the last one where all are past.
pub fn target<'a>(state: &State, dossier: &Dossier, indicator: &'a Indicator) -> Option<&'a Target> {
    let year = state.data.year(&dossier.plan);
    indicator.targets.iter().find(|target| target.year >= year).or(indicator.targets.last())
}

/// Returns a target as printed, or its figure where the text is a sentence.
fn target_text(target: &Target) -> String {
    const SHORT: usize = 6;
    match target.value {
        Some(value) if target.text.chars().count() > SHORT => {
            let relation = match target.relation {
                Relation::Above => ">",
                Relation::AtLeast => ">=",
                Relation::Below => "<",
                Relation::AtMost => "<=",
                Relation::About => "~",
                Relation::Equal | Relation::Qualitative => "",
            };
            format!("{relation}{}", plain(value))
        }
        _ => target.text.clone(),
    }
}

/// Returns the meaning of a judgement.
pub fn meaning(judgement: Attainment) -> Meaning {
    match judgement {
        Attainment::AheadOfTime | Attainment::FasterThanExpected => Meaning::Good,
        Attainment::AsExpected => Meaning::Plain,
        Attainment::SlowerThanExpected => Meaning::Notice,
        Attainment::Behind => Meaning::Bad,
        Attainment::CannotTell => Meaning::Muted,
    }
}

/// Returns the short word for a judgement.
fn short(judgement: Attainment) -> Word {
    match judgement {
        Attainment::AheadOfTime => Word::ShortAhead,
        Attainment::FasterThanExpected => Word::ShortFaster,
        Attainment::AsExpected => Word::ShortAsExpected,
        Attainment::SlowerThanExpected => Word::ShortSlow,
        Attainment::Behind => Word::ShortBehind,
        Attainment::CannotTell => Word::ShortCannotTell,
    }
}

/// Draws the table, and the detail or the chart of the row under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    table::draw(canvas, state, parts, &INDICATORS, &state.lists.indicators.list);
    let Some(area) = parts.detail else { return };
    match state.lists.indicators.current_row(&state.data) {
        Some((dossier, indicator)) if state.lists.indicators.chart && state.detail.is_none() => {
            canvas.rule(area.x, area.y, area.width, &title(state, dossier, indicator));
            chart::draw(canvas, state, dossier, indicator, area);
        }
        Some((dossier, indicator)) => detail::draw(canvas, state, area, &title(state, dossier, indicator)),
        None => canvas.rule(area.x, area.y, area.width, ""),
    }
}

/// Returns the unit, behind the sign of the direction in which the indicator is better.
pub fn unit(state: &State, dossier: &Dossier, indicator: &Indicator) -> String {
    let [up, down] = state.signs().directions;
    let direction = match dossier.direction(indicator) {
        Some(Direction::Higher) => up,
        Some(Direction::Lower) => down,
        None => "?",
    };
    let by_hand = if dossier.directions.contains_key(&indicator.id) { state.signs().by_hand } else { " " };
    format!("{direction}{by_hand}{}", indicator.unit.as_deref().unwrap_or_default())
}

fn title(state: &State, dossier: &Dossier, indicator: &Indicator) -> String {
    let unit = indicator.unit.as_ref().map(|u| format!("（{u}）")).unwrap_or_default();
    let plan = plan_label(&dossier.plan);
    // In a narrow window there is no room for both; the sign of the direction stands with the unit in the list.
    let ending = match judgement::warning(&state.data, dossier, indicator) {
        Some(miss) => format!("!! {}", forecast(state, indicator, miss)),
        None => dossier.direction(indicator).map_or("", |d| d.label(state.language)).to_string(),
    };
    let adjusted = adjusted_target(state, dossier, indicator).unwrap_or_default();
    format!("{plan} {} {}{unit} {ending}{adjusted}", state.signs().path, indicator.name)
}

/// Returns the words of a target that will be missed: the value in its year at the pace so far, and the year in which
/// it would be reached.
pub fn forecast(state: &State, indicator: &Indicator, miss: Miss) -> String {
    let projected = miss.projected.map(|value| format!("{} {}", state.say(Word::AtThisPace), indicator.figure(value)));
    match (projected, miss.reached_in, state.language) {
        (None, None, _) => state.say(Word::OffTarget).to_string(),
        (Some(words), None, _) => words,
        (None, Some(year), Language::Zh) => format!("照此 {year} 年达到"),
        (None, Some(year), Language::En) => format!("met in {year}"),
        (Some(words), Some(year), Language::Zh) => format!("{words}，{year} 年达到"),
        (Some(words), Some(year), Language::En) => format!("{words}, met {year}"),
    }
}

/// Returns the words for an adjusted target by which the indicator is judged, with what was printed.
fn adjusted_target(state: &State, dossier: &Dossier, indicator: &Indicator) -> Option<String> {
    let subject = Subject::Item(indicator.id.clone());
    let mut adjusted = dossier.adjusted_by(&subject, state.data.period);
    let target = adjusted.find(|overlaid| matches!(overlaid.field, TextField::Target(_)))?;
    let printed = overlay::read(&dossier.printed, &subject, target.field);
    let printed = printed.unwrap_or_else(|| state.signs().none.to_string());
    Some(format!("  {} {printed}", state.say(Word::TargetAdjusted)))
}
