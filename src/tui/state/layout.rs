//! Where things stand on a screen of some size.

use ratatui::layout::{Rect, Size};

use super::{Layer, State, View};

/// The smallest screen that a view is drawn on.
pub const SMALLEST: Size = Size { width: 40, height: 10 };

/// The parts of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The line at the top.
    pub header: Rect,
    /// The view with its column heads.
    pub body: Rect,
    /// The rows of the view's list.
    pub rows: Rect,
    /// The detail pane with its rule, where it fits.
    pub detail: Option<Rect>,
    /// The last line: hints or a message.
    pub footer: Rect,
}

/// Whether the screen is too small to draw on.
pub fn is_too_small(size: Size) -> bool {
    size.width < SMALLEST.width || size.height < SMALLEST.height
}

/// The parts of the screen for the state's view.
pub fn of(state: &State) -> Layout {
    let Size { width, height } = state.size;
    let between = height.saturating_sub(2);
    let detail = detail_height(state, between);
    let body = Rect::new(0, 1, width, between - detail);
    // Every view has one line of column heads.
    let heads = body.height.min(1);
    let rows = Rect { y: body.y + heads, height: body.height - heads, ..body };
    Layout {
        header: Rect::new(0, 0, width, height.min(1)),
        body,
        rows,
        detail: (detail > 0).then_some(Rect::new(0, body.bottom(), width, detail)),
        footer: Rect::new(0, height.saturating_sub(1), width, height.min(1)),
    }
}

/// The height of the detail pane. It grows when it has the keyboard.
fn detail_height(state: &State, between: u16) -> u16 {
    if !state.view.has_detail() {
        return 0;
    }
    let wanted = match (state.view, between) {
        (_, 0..=13) => 0,
        (View::Indicators, 14..=27) if state.indicators.chart => 9,
        (View::Indicators, 28..) if state.indicators.chart => 13,
        (_, 14..=17) => 4,
        (_, 18..=27) => 6,
        (_, 28..) => 12,
    };
    if state.detail.is_some() { (between * 2 / 3).max(wanted).min(between.saturating_sub(4)) } else { wanted }
}

/// The area of a pop-up, by its place in the stack.
pub fn layer_area(state: &State, place: usize) -> Rect {
    let Size { width, height } = state.size;
    let (columns, rows) = match state.layers.get(place) {
        Some(Layer::Search(_)) => return Rect::new(0, 1, width, height.saturating_sub(2)),
        Some(Layer::Help(_)) => (76, height.saturating_sub(4)),
        Some(Layer::Picker(picker)) if picker.is_direct() => (36, rows(picker.list.rows().len() + 2)),
        // The height stays the same while the list is narrowed down.
        Some(Layer::Picker(_)) => (54, 18),
        Some(Layer::Prompt(_)) => (60, 6),
        Some(Layer::Review(_)) => (90, height.saturating_sub(4).min(26)),
        Some(Layer::Contest(_)) => (90, height.saturating_sub(2).min(20)),
        Some(Layer::Appraisal(_)) => (70, rows(super::appraisal::Form::NAMES.len() + 2)),
        Some(Layer::Filter(_)) => (56, rows(super::filter::Form::ENTRIES.len() + 3)),
        Some(Layer::Pager(_)) => (90, height.saturating_sub(4)),
        Some(Layer::Confirm(confirm)) => (64, rows(confirm.about.len().min(8) + 5)),
        None => (0, 0),
    };
    let (columns, rows) = (columns.min(width.saturating_sub(2)), rows.min(height.saturating_sub(2)));
    Rect::new((width - columns) / 2, (height - rows) / 2, columns, rows)
}

fn rows(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The rows of the list in the top pop-up.
pub fn layer_rows(state: &State) -> u16 {
    let area = layer_area(state, state.layers.len().saturating_sub(1));
    let around = match state.layers.last() {
        Some(Layer::Search(_)) => 2,
        Some(Layer::Picker(picker)) if picker.is_direct() => 2,
        Some(Layer::Picker(_) | Layer::Help(_)) => 4,
        _ => 2,
    };
    area.height.saturating_sub(around)
}
