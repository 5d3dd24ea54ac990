//! The overview.

use super::canvas::{self, Canvas};
use super::table;
use super::tasks::short_status;
use crate::action::Action;
use crate::keymap::show_keys;
use crate::plan::roll_up::RollUp;
use crate::plan::{Condition, Status};
use crate::text::Label;
use crate::tui::state::State;
use crate::tui::state::data::{ItemKey, plan_label};
use crate::tui::state::judgement::{self, Tally};
use crate::tui::state::layout::Layout;
use crate::tui::state::overview::{OverviewRow, PlanRow};
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The columns of the plans.
struct Columns {
    name: u16,
    /// The bar, without the share behind it; 0 leaves it out.
    bar: u16,
    /// True if every status has a count, false for overdue tasks alone.
    counts: bool,
}

/// The columns of one count, and of the share of completed tasks.
const COUNT: u16 = 5;
/// The columns of the indicators.
const INDICATORS: u16 = 8;

/// The statuses counted, before the overdue tasks: all but those that are not judged any more.
fn counted() -> impl Iterator<Item = Option<Status>> {
    Status::all_and_none().filter(|status| !status.is_some_and(Status::is_changed))
}

fn columns(width: u16) -> Columns {
    let bar = match width {
        0..=71 => 0,
        72..=99 => 6,
        _ => 10,
    };
    let counts = width >= 66;
    let counted = if counts { COUNT * (canvas::columns(counted().count()) + 1) } else { COUNT };
    let taken = 1 + 1 + bar + COUNT + 1 + counted + 1 + INDICATORS + 1;
    Columns { name: width.saturating_sub(taken).min(48), bar, counts }
}

/// Draws the overview: who has not reported, then the plans, then the warnings.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    let columns = columns(parts.body.width);
    let width = parts.body.width;
    draw_missing(canvas, state, parts.body.y, width);
    if state.data.dossiers.is_empty() {
        canvas.put(2, parts.rows.y, parts.rows.width.saturating_sub(2), state.say(Word::NoPlans), Meaning::Muted);
    }
    for (y, (row, here)) in (parts.rows.top()..parts.rows.bottom()).zip(state.lists.overview.list.window()) {
        match row {
            OverviewRow::Department(name, count) => draw_department(canvas, state, y, name, *count, here),
            OverviewRow::OtherDepartments(departments, count) => {
                let text = format!("{} {departments} {}", state.say(Word::Others), state.say(Word::DepartmentsCount));
                draw_count(canvas, y, &text, *count, here);
            }
            OverviewRow::Plans => heads(canvas, state, y, &columns),
            OverviewRow::Plan(plan) => draw_plan(canvas, state, y, &columns, plan, here),
            OverviewRow::Status(_, status, count) => draw_status(canvas, state, y, &columns, *status, *count, here),
            OverviewRow::Chapter(place, chapter, roll_up) => {
                let plan = &state.data.dossiers[*place].plan;
                let title = plan.outline.get(*chapter).map(|node| node.heading()).unwrap_or_default();
                draw_sum(canvas, y, &columns, (4, &title, here), roll_up, None);
            }
            OverviewRow::Sector(name, roll_up, tally) => {
                let title = format!("{} {name}", state.say(Word::Sum));
                draw_sum(canvas, y, &columns, (1, &title, here), roll_up, Some(*tally));
            }
            OverviewRow::Total(roll_up, tally) => {
                draw_sum(canvas, y, &columns, (1, state.say(Word::Total), here), roll_up, Some(*tally));
            }
            OverviewRow::Warnings(count) => block(canvas, y, width, &format!("{} {count}", state.say(Word::Warnings))),
            OverviewRow::Warning(indicator) => draw_warning(canvas, state, y, width, *indicator, here),
        }
        table::cursor(canvas, y, here);
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
    let missing = format!("{} {} {}", state.label(Condition::Missing), overview.missing, state.say(Word::Rows));
    let departments = format!(" {} {departments} {}   ", state.signs().dot, state.say(Word::DepartmentsCount));
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
    let hints = hints.map(|(action, word)| (key(action), format!(" {}   ", state.say(word).to_lowercase())));
    let mut pieces = vec![(missing.as_str(), Meaning::Notice), (&departments, Meaning::Plain)];
    pieces.extend(hints.iter().flat_map(|(key, word)| [(key.as_str(), Meaning::Key), (word, Meaning::Plain)]));
    canvas.put_pieces(1, y, width.saturating_sub(2), &pieces);
}

fn block(canvas: &mut Canvas<'_>, y: u16, width: u16, title: &str) {
    canvas.rule(1, y, width.saturating_sub(2), title);
}

fn heads(canvas: &mut Canvas<'_>, state: &State, y: u16, columns: &Columns) {
    let mut x = 1;
    canvas.put(x, y, columns.name, state.say(Word::Plan), Meaning::Muted);
    x += columns.name + 1;
    canvas.put_right(x, y, columns.bar + COUNT, state.say(Word::Completion), Meaning::Muted);
    x += columns.bar + COUNT + 1;
    for status in counted().filter(|_| columns.counts) {
        canvas.put_right(x, y, COUNT, short_status(state, status), Meaning::Muted);
        x += COUNT;
    }
    canvas.put_right(x, y, COUNT, state.say(Word::ShortOverdue), Meaning::Muted);
    canvas.put_right(x + COUNT + 1, y, INDICATORS, state.say(Word::IndicatorsMet), Meaning::Muted);
}

fn draw_plan(canvas: &mut Canvas<'_>, state: &State, y: u16, columns: &Columns, row: &PlanRow, here: bool) {
    let dossier = &state.data.dossiers[row.dossier];
    let plan = &dossier.plan;
    let indent = if row.below { "  " } else { "" };
    let term = format!("{}{}{:02}", plan.term.first, state.signs().dash, plan.term.last.get() % 100);
    let name = format!("{indent}{}", plan_label(plan));
    let edition = if state.data.is_sealed(dossier) {
        (state.say(Word::Sealed), Meaning::Notice)
    } else {
        (plan.edition.label(state.language), Meaning::Muted)
    };
    let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
    let gap = (" ", Meaning::Plain);
    let pieces = [(name.as_str(), meaning), gap, (&term, Meaning::Muted), gap, edition];
    canvas.put_pieces(1, y, columns.name, &pieces);
    if !dossier.has(state.data.period) {
        canvas.put(2 + columns.name, y, 40, state.say(Word::NotInTerm), Meaning::Muted);
        return;
    }
    draw_figures(canvas, y, columns, &row.roll_up, Some(row.indicators));
}

/// Draws what belongs together in one line.
fn draw_sum(
    canvas: &mut Canvas<'_>,
    y: u16,
    columns: &Columns,
    (x, title, here): (u16, &str, bool),
    roll_up: &RollUp,
    indicators: Option<Tally>,
) {
    let meaning = if here { Meaning::Cursor } else { Meaning::Title };
    canvas.put(
        x,
        y,
        (columns.name + 1).saturating_sub(x),
        title,
        if x > 1 && !here { Meaning::Plain } else { meaning },
    );
    draw_figures(canvas, y, columns, roll_up, indicators);
}

fn draw_status(
    canvas: &mut Canvas<'_>,
    state: &State,
    y: u16,
    columns: &Columns,
    status: Option<Status>,
    count: u32,
    here: bool,
) {
    let name = format!("{} {}", canvas.signs.status(status), state.label(status));
    let meaning = if here { Meaning::Cursor } else { Meaning::of_status(status) };
    canvas.put(4, y, columns.name.saturating_sub(4), &name, meaning);
    canvas.put_right(2 + columns.name + columns.bar, y, COUNT, &count.to_string(), meaning);
}

/// Draws the share of completed tasks, the counts by status and the indicators.
fn draw_figures(canvas: &mut Canvas<'_>, y: u16, columns: &Columns, roll_up: &RollUp, indicators: Option<Tally>) {
    let mut x = 2 + columns.name;
    let share = roll_up.completion();
    if columns.bar > 0 {
        table::bar(canvas, x, y, columns.bar, share);
    }
    canvas.put_right(x + columns.bar, y, COUNT, &format!("{share}%"), Meaning::Plain);
    x += columns.bar + COUNT + 1;
    for status in counted().filter(|_| columns.counts) {
        let count = roll_up.count_of(status);
        let meaning = if count == 0 { Meaning::Muted } else { Meaning::of_status(status) };
        canvas.put_right(x, y, COUNT, &count.to_string(), meaning);
        x += COUNT;
    }
    let meaning = if roll_up.overdue > 0 { Meaning::Bad } else { Meaning::Muted };
    canvas.put_right(x, y, COUNT, &roll_up.overdue.to_string(), meaning);
    let Some(indicators) = indicators else { return };
    let (sign, meaning) = if indicators.behind > 0 { ("!", Meaning::Bad) } else { ("", Meaning::Plain) };
    let met = format!("{sign}{}/{}", indicators.met, indicators.total);
    canvas.put_right(x + COUNT + 1, y, INDICATORS, &met, meaning);
}

fn draw_department(canvas: &mut Canvas<'_>, state: &State, y: u16, name: &str, count: u32, here: bool) {
    let shown = if name.is_empty() { state.say(Word::Unassigned) } else { state.data.short_name(name) };
    draw_count(canvas, y, shown, count, here);
}

fn draw_count(canvas: &mut Canvas<'_>, y: u16, text: &str, count: u32, here: bool) {
    canvas.put(3, y, 30, text, if here { Meaning::Cursor } else { Meaning::Plain });
    canvas.put_right(34, y, 5, &count.to_string(), Meaning::Notice);
}

fn draw_warning(canvas: &mut Canvas<'_>, state: &State, y: u16, width: u16, row: ItemKey, here: bool) {
    let Some((dossier, indicator)) = state.data.indicator(row) else { return };
    let plan = plan_label(&dossier.plan);
    let signs = state.signs();
    let reading = judgement::latest(&state.data, dossier, indicator)
        .map_or(signs.none.to_string(), |(_, v)| judgement::figure(v));
    let expected =
        judgement::expected(&state.data, dossier, indicator).map_or(signs.none.to_string(), judgement::figure);
    let target = indicator.targets.last().map_or(signs.none, |t| t.text.as_str());
    let projected = judgement::warning(&state.data, dossier, indicator).and_then(|miss| miss.projected);
    let projected = projected.map(|value| format!("  {} {}", state.say(Word::AtThisPace), judgement::figure(value)));
    let figures = format!(
        "{reading} ({} {expected}) {} {target}{}",
        state.say(Word::Expected),
        signs.arrow,
        projected.unwrap_or_default()
    );
    let columns = canvas.width(&figures).min(width / 2);
    canvas.put_right(width - columns - 1, y, columns, &figures, Meaning::Bad);
    let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
    let name = format!("! {plan} {}", indicator.name);
    canvas.put(3, y, width.saturating_sub(columns + 5), &name, meaning);
}
