//! Lists: from the cells of a sheet to filled-in fields of items.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::plan::{FieldValue, ItemId, Period, RecordField};
use crate::text::clean::sanitise_line;
use crate::text::fold::to_half_width;

use super::field::Heading;
use super::grid::Grid;
use super::problem::{Fault, Place, Problem};
use super::value::{RawCell, Remark};

/// The maximum number of rows above the headings.
const DEEPEST_HEADINGS: usize = 100;

/// A cell of a field to fill in.
#[derive(Debug, Clone, PartialEq)]
pub struct FilledCell {
    /// The index of the column, from 0.
    pub column: u32,
    /// The field of the column.
    pub field: RecordField,
    /// The value; `None` if the cell is blank.
    pub value: Option<FieldValue>,
}

/// A row with an id.
#[derive(Debug, Clone, PartialEq)]
pub struct FilledRow {
    /// The place of the row.
    pub place: Place,
    /// The task, project or indicator.
    pub item: ItemId,
    /// The period of the review, if the row names one.
    pub period: Option<Period>,
    /// The cells, except those that could not be parsed.
    pub cells: Vec<FilledCell>,
}

/// A row of a list without a column of ids.
#[derive(Debug, Clone, PartialEq)]
pub struct NamelessRow {
    /// The place of the row.
    pub place: Place,
    /// The texts that identify its item: title or text of a task, name of an indicator.
    pub names: Vec<String>,
    /// The title of the plan, if the list has a column for it.
    pub plan: Option<String>,
    /// The period of the review, if the row names one.
    pub period: Option<Period>,
    /// The cells, except those that could not be parsed.
    pub cells: Vec<FilledCell>,
}

/// A cell that only identifies its row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ShownCell {
    /// The place of the cell.
    pub(super) place: Place,
    /// The item of the row.
    pub(super) item: ItemId,
    /// The heading of the column.
    pub(super) heading: Arc<str>,
    /// The text.
    pub(super) words: String,
}

/// The content of a sheet.
#[derive(Debug, Default)]
pub(super) struct List {
    /// Its rows in order.
    pub(super) rows: Vec<FilledRow>,
    /// The cells that could not be parsed.
    pub(super) problems: Vec<Problem>,
    /// The columns with unknown headings, which are not read.
    pub(super) unread: Vec<(Place, String)>,
    /// The remarks on accepted cells.
    pub(super) remarks: Vec<(Place, Remark)>,
    /// The rows without ids.
    pub(super) nameless: Vec<NamelessRow>,
    /// The cells that only identify their rows.
    pub(super) shown: Vec<ShownCell>,
    /// True if there are headings of fields to fill in.
    pub(super) is_list: bool,
}

/// The row of the headings, and the meaning of each column.
struct Layout {
    row: u32,
    id: Option<u32>,
    period: Option<u32>,
    fields: BTreeMap<u32, RecordField>,
    /// The columns that identify the item of a row, and the one that names its plan.
    names: Vec<u32>,
    plan: Option<u32>,
    /// The columns that only identify a row, with their headings.
    shown: Vec<(u32, Arc<str>)>,
}

/// Reads a sheet as a list; the result is empty if the sheet has no headings of one.
pub(super) fn read(file: &Arc<str>, grid: &Grid) -> List {
    let mut list = List::default();
    let sheet = Place { file: Arc::clone(file), sheet: Arc::clone(&grid.name), row: 0, column: None };
    let Some(layout) = layout(grid, &sheet, &mut list) else { return list };
    if layout.id.is_none() {
        list.problems.push(Problem { place: sheet.clone(), fault: Fault::NoIdColumn });
    }
    list.is_list = layout.id.is_some();
    for (row, cells) in grid.rows.range(layout.row.saturating_add(1)..) {
        let place = Place { row: row.saturating_add(1), ..sheet.clone() };
        match layout.id {
            Some(id) => read_row(&layout, id, place, cells, &mut list),
            None => read_nameless(&layout, place, cells, &mut list),
        }
    }
    list
}

fn layout(grid: &Grid, sheet: &Place, list: &mut List) -> Option<Layout> {
    let headings = |cells: &BTreeMap<u32, RawCell>| -> Vec<Heading> {
        cells.values().filter_map(|cell| Heading::recognise(&cell.words())).collect()
    };
    let is_headed = |cells: &BTreeMap<u32, RawCell>| {
        let found = headings(cells);
        let fields = found.iter().filter(|heading| heading.field().is_some()).count();
        fields >= if found.contains(&Heading::Id) { 1 } else { 3 }
    };
    let (row, cells) = grid.rows.iter().take(DEEPEST_HEADINGS).find(|(_, cells)| is_headed(cells))?;
    let mut layout = Layout {
        row: *row,
        id: None,
        period: None,
        fields: BTreeMap::new(),
        names: Vec::new(),
        plan: None,
        shown: Vec::new(),
    };
    let mut chosen: BTreeMap<RecordField, (u32, bool)> = BTreeMap::new();
    let texts: Vec<String> = cells.values().map(|cell| sanitise_line(&cell.words()).trim().to_string()).collect();
    for ((column, heading), words) in cells.keys().zip(Heading::row(&texts)).zip(texts.iter().cloned()) {
        let place = Place { row: row.saturating_add(1), column: Some(*column), ..sheet.clone() };
        match heading {
            Some(Heading::Id) if layout.id.is_none() => layout.id = Some(*column),
            Some(Heading::Period) if layout.period.is_none() => layout.period = Some(*column),
            Some(Heading::Id | Heading::Period) => {
                list.problems.push(Problem { place, fault: Fault::SecondColumn(words) });
            }
            Some(Heading::Fill(field, by_its_name)) => {
                let before = chosen.get(&field).copied();
                if before.is_none_or(|(_, first_by_its_name)| by_its_name && !first_by_its_name) {
                    chosen.insert(field, (*column, by_its_name));
                }
                if let Some((other, _)) = before {
                    let lost = if chosen.get(&field).is_some_and(|(kept, _)| kept == column) { other } else { *column };
                    let words = cells.get(&lost).map(RawCell::words).unwrap_or_default();
                    list.problems.push(Problem { place: place.at(lost), fault: Fault::SecondColumn(words) });
                }
            }
            Some(Heading::Shown) => {
                if Heading::names_item(&words) {
                    layout.names.push(*column);
                }
                if Heading::names_plan(&words) {
                    layout.plan = layout.plan.or(Some(*column));
                }
                if !Heading::is_of_sheet(&words) {
                    layout.shown.push((*column, words.into()));
                }
            }
            None if words.is_empty() => {}
            None => list.unread.push((place, words)),
        }
    }
    layout.fields = chosen.into_iter().map(|(field, (column, _))| (column, field)).collect();
    Some(layout)
}

fn read_row(layout: &Layout, id: u32, place: Place, cells: &BTreeMap<u32, RawCell>, list: &mut List) {
    let is_filled = layout.fields.keys().any(|column| cells.contains_key(column));
    let words = cells.get(&id).map(|cell| sanitise_line(&cell.words())).unwrap_or_default();
    let words = words.trim();
    // Headings repeated on every page are not rows.
    if Heading::recognise(words) == Some(Heading::Id) {
        return;
    }
    let Ok(item) = to_half_width(words).to_lowercase().parse::<ItemId>() else {
        // A note or blank line below the list is not a row.
        if is_filled {
            let fault = if words.is_empty() { Fault::NoId } else { Fault::NotAnId(words.to_string()) };
            list.problems.push(Problem { place: place.at(id), fault });
        }
        return;
    };
    let Ok(period) = period_of(layout, &place, cells, list) else { return };
    for (column, heading) in &layout.shown {
        let words = cells.get(column).map(RawCell::words).unwrap_or_default();
        let (place, heading) = (place.at(*column), Arc::clone(heading));
        list.shown.push(ShownCell { place, item: item.clone(), heading, words });
    }
    let cells = filled_cells(layout, &place, cells, list);
    list.rows.push(FilledRow { place, item, period, cells });
}

/// Reads a row of a list without ids, if it has filled-in cells and texts that identify it.
fn read_nameless(layout: &Layout, place: Place, cells: &BTreeMap<u32, RawCell>, list: &mut List) {
    let words = |column: &u32| cells.get(column).map(|cell| sanitise_line(&cell.words()).trim().to_string());
    let names: Vec<String> = layout.names.iter().filter_map(words).filter(|name| !name.is_empty()).collect();
    if names.is_empty() || !layout.fields.keys().any(|column| cells.contains_key(column)) {
        return;
    }
    let Ok(period) = period_of(layout, &place, cells, list) else { return };
    let plan = layout.plan.as_ref().and_then(words);
    let cells = filled_cells(layout, &place, cells, list);
    list.nameless.push(NamelessRow { place, names, plan, period, cells });
}

/// Returns the period named in a row; an invalid one is recorded as a problem.
fn period_of(
    layout: &Layout,
    place: &Place,
    cells: &BTreeMap<u32, RawCell>,
    list: &mut List,
) -> Result<Option<Period>, ()> {
    let Some((column, cell)) = layout.period.and_then(|column| cells.get(&column).map(|cell| (column, cell))) else {
        return Ok(None);
    };
    period(cell).map_err(|fault| list.problems.push(Problem { place: place.at(column), fault }))
}

/// Returns the cells of fields to fill in; invalid ones are recorded as problems.
fn filled_cells(layout: &Layout, place: &Place, cells: &BTreeMap<u32, RawCell>, list: &mut List) -> Vec<FilledCell> {
    let mut filled = Vec::with_capacity(layout.fields.len());
    for (&column, &field) in &layout.fields {
        let remark = cells.get(&column).and_then(|cell| cell.remark(field));
        list.remarks.extend(remark.map(|remark| (place.at(column), remark)));
        match cells.get(&column).map_or(Ok(None), |cell| cell.entered(field)) {
            Ok(value) => filled.push(FilledCell { column, field, value }),
            Err(fault) => list.problems.push(Problem { place: place.at(column), fault }),
        }
    }
    filled
}

fn period(cell: &RawCell) -> Result<Option<Period>, Fault> {
    if let RawCell::Error(error) = cell {
        return Err(Fault::Formula(error.clone()));
    }
    let words = cell.words();
    let folded = to_half_width(&words).to_lowercase();
    let bare = folded.trim().trim_end_matches("annual").trim();
    if bare.is_empty() {
        return Ok(None);
    }
    bare.parse().map(Some).map_err(|_| Fault::NotAPeriod(words))
}
