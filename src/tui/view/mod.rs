//! View: how the state looks. Drawing is pure: the same state gives the same frame.

mod appraisal;
mod boxes;
pub mod canvas;
mod check;
mod compare;
mod confirm;
mod contest;
mod departments;
mod detail;
mod filter;
mod footer;
mod header;
mod help;
mod history;
mod indicators;
mod matrix;
mod outline;
mod overview;
mod pager;
mod picker;
mod problems;
mod prompt;
mod review;
mod search;
mod table;
mod tasks;
mod which_key;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::state::{Layer, State, View, layout};
use super::theme::{Meaning, Theme};
use super::words::Word;
use canvas::Canvas;

/// Draws the state. Returns where the cursor is to stand.
pub fn view(state: &State, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
    let mut canvas = Canvas::new(buffer, theme, state.ambiguous);
    if layout::is_too_small(state.size) {
        canvas.put(0, 0, state.size.width, state.say(Word::TooSmall), Meaning::Plain);
        return None;
    }
    let parts = layout::of(state);
    header::draw(&mut canvas, state, parts.header);
    let on_search_page = matches!(state.layers.first(), Some(Layer::Search(_)));
    if !on_search_page {
        body(&mut canvas, state, &parts);
    }
    for (n, layer) in state.layers.iter().enumerate() {
        let area = layout::layer_area(state, n);
        draw_layer(&mut canvas, state, layer, area);
    }
    footer::draw(&mut canvas, state, parts.footer);
    which_key::draw(&mut canvas, state);
    canvas.caret()
}

fn body(canvas: &mut Canvas<'_>, state: &State, parts: &layout::Layout) {
    match state.view {
        View::Overview => overview::draw(canvas, state, parts),
        View::Outline => outline::draw(canvas, state, parts),
        View::Tasks => tasks::draw(canvas, state, parts),
        View::Boxes => boxes::draw(canvas, state, parts),
        View::Indicators => indicators::draw(canvas, state, parts),
        View::Departments => departments::draw(canvas, state, parts),
        View::Compare => compare::draw(canvas, state, parts),
        View::Check => check::draw(canvas, state, parts),
        View::Problems => problems::draw(canvas, state, parts),
        View::Matrix => matrix::draw(canvas, state, parts),
        View::History => history::draw(canvas, state, parts),
    }
}

fn draw_layer(canvas: &mut Canvas<'_>, state: &State, layer: &Layer, area: Rect) {
    match layer {
        Layer::Search(search) => search::draw(canvas, state, search, area),
        Layer::Help(help) => help::draw(canvas, state, help, area),
        Layer::Picker(picker) => picker::draw(canvas, state, picker, area),
        Layer::Prompt(prompt) => prompt::draw(canvas, state, prompt, area),
        Layer::Review(form) => review::draw(canvas, state, form, area),
        Layer::Appraisal(form) => appraisal::draw(canvas, state, form, area),
        Layer::Filter(form) => filter::draw(canvas, state, form, area),
        Layer::Pager(pager) => pager::draw(canvas, state, pager, area),
        Layer::Confirm(confirm) => confirm::draw(canvas, state, confirm, area),
        Layer::Contest(contest) => contest::draw(canvas, state, contest, area),
    }
}
