//! The parts of a screen of some size.

use ratatui::layout::{Rect, Size};

use super::State;
use crate::tui::views::View;

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

/// Returns true if the screen is too small to draw on.
pub fn is_too_small(size: Size) -> bool {
    size.width < SMALLEST.width || size.height < SMALLEST.height
}

/// Returns the parts of the screen for the state's view.
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

/// Returns the height of the detail pane. It grows when it has the keyboard.
fn detail_height(state: &State, between: u16) -> u16 {
    let declaration = state.view.declaration();
    if declaration.detail.is_none() {
        return 0;
    }
    let wanted = match (state.view, between) {
        (_, 0..=13) => 0,
        (View::Indicators, 14..=27) if state.lists.indicators.chart => 9,
        (View::Indicators, 28..) if state.lists.indicators.chart => 13,
        (_, 14..=17) => 4,
        (_, 18..=27) => 6,
        (_, 28..) => declaration.detail_rows,
    };
    if state.detail.is_some() { (between * 2 / 3).max(wanted).min(between.saturating_sub(4)) } else { wanted }
}
