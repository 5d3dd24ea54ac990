//! The overview.

use super::canvas::Canvas;
use super::indicators::forecast;
use super::table;
use crate::action::Action;
use crate::keymap::show_keys;
use crate::plan::Condition;
use crate::report::Miss;
use crate::text::figure::plain;
use crate::tui::columns::OVERVIEW;
use crate::tui::state::State;
use crate::tui::state::data::{ItemKey, plan_label};
use crate::tui::state::judgement;
use crate::tui::state::layout::Layout;
use crate::tui::state::overview::{Awaited, OverviewRow};
use crate::tui::theme::Meaning;
use crate::tui::words::{Word, capitalised};

/// Draws the overview: who has not reported, then the plans, then the warnings.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    let width = parts.body.width;
    table::draw(canvas, state, parts, &OVERVIEW, &state.lists.overview.list);
    draw_missing(canvas, state, parts.body.y, width);
    let figures = table::shown(state, parts).get(1).map_or(width, |fitted| fitted.x);
    for (y, (row, here)) in (parts.rows.top()..parts.rows.bottom()).zip(state.lists.overview.list.window()) {
        match row {
            OverviewRow::Department(name, count) => draw_department(canvas, state, y, name, *count, here),
            OverviewRow::OtherDepartments(departments, count) => {
                let text = format!("{} {departments} {}", state.say(Word::Others), state.say(Word::DepartmentsCount));
                draw_count(canvas, state, y, &text, *count, here);
            }
            OverviewRow::Plan(row) if !state.data.dossiers[row.dossier].has(state.data.period) => {
                let room = width.saturating_sub(figures + 1);
                canvas.repeat(figures, y, room, " ", Meaning::Plain);
                canvas.put(figures, y, room, state.say(Word::NotInTerm), Meaning::Muted);
            }
            OverviewRow::Warnings(count) => block(canvas, y, width, &format!("{} {count}", state.say(Word::Warnings))),
            OverviewRow::Warning(indicator) => draw_warning(canvas, state, y, width, *indicator, here),
            _ => {}
        }
    }
}

/// The first line: how many reports are awaited in the period, and what can be done about it.
fn draw_missing(canvas: &mut Canvas<'_>, state: &State, y: u16, width: u16) {
    let overview = &state.lists.overview;
    if state.data.dossiers.is_empty() {
        return;
    }
    if overview.missing == 0 {
        let (plans, sealed) = state.data.sealed_in_view(state.data.period);
        let word = if plans > 0 && plans == sealed { Word::Sealed } else { Word::AllReported };
        canvas.put(1, y, width.saturating_sub(2), state.say(word), Meaning::Good);
        return;
    }
    let departments = overview.missing_of.iter().filter(|(name, _)| !name.is_empty()).count();
    let label = capitalised(state.label(Condition::Missing));
    let missing = format!("{label} {} {}", overview.missing, state.say(Word::Rows));
    let departments = match departments {
        0 => "   ".to_string(),
        count => format!(" {} {count} {}   ", state.signs().dot, state.say(Word::DepartmentsCount)),
    };
    let key = |action| {
        let keys = state.keymap.keys_for(state.view.declaration().scope.stack(), action);
        keys.first().map(|keys| show_keys(keys, state.language)).unwrap_or_default()
    };
    let hints = [
        (Action::WriteReminders, Word::Reminders),
        (Action::WriteNotices, Word::Notices),
        (Action::Open, Word::Open),
        (Action::Right, Word::Unfold),
    ];
    let room = width.saturating_sub(2);
    let pieces = [(missing.as_str(), Meaning::Notice), (&departments, Meaning::Plain)];
    let mut taken = canvas.put_pieces(1, y, room, &pieces);
    for (action, word) in hints {
        let (key, word) = (key(action), format!(" {}", state.say(word).to_lowercase()));
        if taken + canvas.width(&key) + canvas.width(&word) > room {
            break;
        }
        let pieces = [(key.as_str(), Meaning::Key), (&word, Meaning::Plain)];
        taken += canvas.put_pieces(1 + taken, y, room.saturating_sub(taken), &pieces) + 3;
    }
}

fn block(canvas: &mut Canvas<'_>, y: u16, width: u16, title: &str) {
    canvas.rule(1, y, width.saturating_sub(2), title);
}

fn draw_department(canvas: &mut Canvas<'_>, state: &State, y: u16, name: &str, count: Awaited, here: bool) {
    let shown = if name.is_empty() { state.say(Word::Unassigned) } else { state.data.short_name(name) };
    draw_count(canvas, state, y, shown, count, here);
}

fn draw_count(canvas: &mut Canvas<'_>, state: &State, y: u16, text: &str, count: Awaited, here: bool) {
    canvas.put(3, y, 30, text, if here { Meaning::Cursor } else { Meaning::Plain });
    canvas.put_right(34, y, 5, &count.total().to_string(), Meaning::Notice);
    if count.indicators > 0 {
        let text = format!("{} {}", state.say(Word::OfTheseIndicators), count.indicators);
        canvas.put(41, y, 38, &text, Meaning::Muted);
    }
}

/// Returns the name of an indicator that will miss its target, its figures, and what is forecast.
pub fn warning(state: &State, row: ItemKey) -> Option<(String, String, String)> {
    let (dossier, indicator) = state.data.indicator(row)?;
    let signs = state.signs();
    let none = || signs.none.to_string();
    let reading =
        judgement::latest(&state.data, dossier, indicator).map_or_else(none, |latest| plain(latest.reading.value));
    let expected = judgement::expected(&state.data, dossier, indicator);
    let expected = expected.map_or_else(none, |value| indicator.figure(value));
    let target = indicator.targets.last().map_or(signs.none, |t| t.text.as_str());
    let miss = judgement::warning(&state.data, dossier, indicator);
    // The year says more than the value, which the indicator's own page shows, and there is room for one of them.
    let year_alone = |miss: Miss| if miss.reached_in.is_some() { Miss { projected: None, ..miss } } else { miss };
    let forecast = miss.map(|miss| forecast(state, indicator, year_alone(miss)));
    let figures = format!("{reading} ({} {expected}) {} {target}", state.say(Word::Expected), signs.arrow);
    Some((format!("! {} {}", plan_label(&dossier.plan), indicator.name), figures, forecast.unwrap_or_default()))
}

fn draw_warning(canvas: &mut Canvas<'_>, state: &State, y: u16, width: u16, row: ItemKey, here: bool) {
    let Some((name, figures, forecast)) = warning(state, row) else { return };
    let whole = format!("{figures}  {forecast}");
    // What is forecast is left out where it would be cut, or leave too little of the name.
    let shown = if canvas.width(&whole) <= width * 3 / 5 { whole.trim_end() } else { &figures };
    let columns = canvas.width(shown).min(width * 3 / 5);
    canvas.put_right(width - columns - 1, y, columns, shown, Meaning::Bad);
    let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
    canvas.put(3, y, width.saturating_sub(columns + 5), &name, meaning);
}
