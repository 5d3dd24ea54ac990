//! The columns that a table shows on a screen, and their widths.

use super::{Column, Table, WIDE, Width};
use crate::text::width::width;
use crate::tui::state::State;
use crate::tui::view::canvas::columns;

/// The least width of a column that a person has chosen.
const LEAST: u16 = 2;

/// The most columns of the screen that are put between two columns besides the usual ones.
const WIDEST_GAP: u16 = 8;

/// A column in its place.
#[derive(Clone, Copy)]
pub struct Fitted {
    /// The column.
    pub column: &'static Column,
    /// The first column of the screen, from the left edge of the table.
    pub x: u16,
    /// Its width.
    pub width: u16,
}

/// A column that takes part, with the width that it must have and may have.
struct Part {
    column: &'static Column,
    least: u16,
    most: u16,
    share: u16,
}

impl Part {
    fn of(state: &State, screen: u16, column: &'static Column, wanted: Option<u16>) -> Part {
        let (least, most, share) = match (wanted, column.width) {
            (Some(chosen), _) => (chosen.max(LEAST), chosen.max(LEAST), 0),
            (None, Width::Of(narrow, wide)) => {
                let width = if screen >= WIDE { wide } else { narrow };
                (width, width, 0)
            }
            (None, Width::By(told)) => {
                let width = told(state, screen);
                (width, width, 0)
            }
            (None, Width::Grows { least, most, share }) => (least, most, share),
        };
        // The arrow of the order stands behind the head.
        let sorting = state.sorting().filter(|sorting| sorting.column == column.name && wanted.is_none());
        let head = sorting.map_or(0, |_| columns(width(&column.head.text(state), state.ambiguous)) + 1);
        Part { column, least: least.max(head), most: most.max(head), share }
    }
}

/// Returns the columns that a person has chosen for a table, with the widths that they have set; `None` where the width
/// of the screen decides. Names that the table does not have are passed over.
pub fn chosen(state: &State, table: &'static Table) -> Option<Vec<(&'static Column, Option<u16>)>> {
    let names = state.settings.columns.get(table.name)?;
    let known = |name: &str| table.columns.iter().find(|column| column.name == name);
    let columns: Vec<_> = names.iter().filter_map(|chosen| Some((known(&chosen.name)?, chosen.width))).collect();
    (!columns.is_empty()).then_some(columns)
}

/// Returns the columns of a table for a room of some columns on a screen of some width.
pub fn fit(state: &State, table: &'static Table, room: u16) -> Vec<Fitted> {
    let screen = state.size.width;
    let between = if screen >= WIDE { 2 } else { 1 };
    if let Some(columns) = chosen(state, table) {
        let part = |(column, width)| Part::of(state, screen, column, width);
        return place(&columns.into_iter().map(part).collect::<Vec<_>>(), room, between);
    }
    let mut fitted = place(&by_importance(state, screen, table, room), room, between);
    if screen >= WIDE {
        spread(&mut fitted, room);
    }
    fitted
}

/// Moves columns apart where none of them grows any more, so that they share the width of the screen.
fn spread(fitted: &mut [Fitted], room: u16) {
    let taken = fitted.last().map_or(0, |last| last.x + last.width);
    let gaps = columns(fitted.len()).saturating_sub(1).max(1);
    let more = (room.saturating_sub(taken) / gaps).min(WIDEST_GAP);
    for (n, fitted) in fitted.iter_mut().enumerate() {
        fitted.x += more * columns(n);
    }
}

/// Returns the columns that there is room for. The more important ones come first; each must leave those that grow
/// what they need.
fn by_importance(state: &State, screen: u16, table: &'static Table, room: u16) -> Vec<Part> {
    let useful = table.columns.iter().filter(|column| (column.is_of_use)(state));
    let mut parts: Vec<Part> = useful.map(|column| Part::of(state, screen, column, None)).collect();
    let mut ranked: Vec<usize> = (0..parts.len()).collect();
    ranked.sort_by_key(|n| parts[*n].column.rank);
    let mut taken = 0;
    let mut shows = vec![false; parts.len()];
    for n in ranked {
        let Part { column, least, share, .. } = &parts[n];
        // What the first column that grows needs is told by those beside it.
        let needs = if *share > 0 && column.rank == 0 { 0 } else { *least + 1 };
        if column.rank == 0 || taken + needs + column.leaves <= room {
            shows[n] = true;
            taken += needs;
        }
    }
    let mut shows = shows.into_iter();
    parts.retain(|_| shows.next().unwrap_or(false));
    let leaves = parts.iter().filter(|part| part.column.rank > 0).map(|part| part.column.leaves).max().unwrap_or(0);
    for part in parts.iter_mut().filter(|part| part.column.names()) {
        part.least = part.least.max(leaves).min(part.most);
    }
    parts
}

/// Gives each its place, with some columns between a figure and a text behind it. What is left goes to those that grow; where there is too little, the last ones lose.
fn place(parts: &[Part], room: u16, between_figure_and_text: u16) -> Vec<Fitted> {
    let gap = |pair: &[Part]| match pair {
        [one, other] if one.column.right && !other.column.right => between_figure_and_text,
        _ => 1,
    };
    let gaps: Vec<u16> = parts.windows(2).map(gap).collect();
    let all_gaps: u16 = gaps.iter().sum();
    let total = |widths: &[u16]| widths.iter().fold(all_gaps, |sum, width| sum.saturating_add(*width));
    let mut widths: Vec<u16> = parts.iter().map(|part| part.least).collect();
    // The least of those that grow is a wish on a screen that is very narrow.
    while total(&widths) > room {
        let grown = |n: &usize| parts[*n].share > 0 && widths[*n] > LEAST;
        let Some(widest) = (0..parts.len()).filter(grown).max_by_key(|n| widths[*n]) else { break };
        widths[widest] -= (total(&widths) - room).min(widths[widest] - LEAST);
    }
    loop {
        let left = room.saturating_sub(total(&widths));
        let growing: Vec<usize> =
            (0..parts.len()).filter(|n| widths[*n] < parts[*n].most && parts[*n].share > 0).collect();
        let shares: u16 = growing.iter().map(|n| parts[*n].share).sum();
        if left == 0 || growing.is_empty() {
            break;
        }
        let unit = left / shares.max(1);
        if unit == 0 {
            widths[growing[0]] += left.min(parts[growing[0]].most - widths[growing[0]]);
            break;
        }
        for n in growing {
            widths[n] = widths[n].saturating_add(unit.saturating_mul(parts[n].share)).min(parts[n].most);
        }
    }
    let mut x = 0;
    let mut fitted = Vec::new();
    for (n, (part, width)) in parts.iter().zip(widths).enumerate() {
        let width = width.min(room.saturating_sub(x));
        if width == 0 {
            break;
        }
        fitted.push(Fitted { column: part.column, x, width });
        x += width + gaps.get(n).copied().unwrap_or(1);
    }
    fitted
}
