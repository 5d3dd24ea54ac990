//! The bytes sent to a terminal: their number, the picture that a terminal makes of them, and that no size and no key
//! breaks it.

use std::sync::Arc;

use plandesk::desk::{Desk, WhenEmpty};
use plandesk::plan::Departments;
use plandesk::text::width::AmbiguousWidth;
use plandesk::tui::{Flow, Looks, Options};
use proptest::prelude::*;
use ratatui::buffer::CellWidth;

use crate::support::tui::{Seat, options};

#[test]
fn a_terminal_shows_what_was_drawn() {
    let mut seat = Seat::new();
    for keys in ["", "2", "3", "s", "3", "jjv", "4", "5", "6", "7", "8", "?", "<Esc>", "p", "<Esc>", "3", "a", "w"] {
        seat.press(keys);
        assert_eq!(seat.emulated(), seat.screen(), "after {keys}");
    }
    seat.resize(100, 30);
    assert_eq!(seat.emulated(), seat.screen());
}

/// Returns a seat before the plans that come with plandesk: real titles, real lengths.
fn seat_with_bundled_plans() -> Seat {
    let folder = tempfile::tempdir().unwrap();
    let (desk, _) = Desk::open(folder.path(), Departments::bundled(), WhenEmpty::LoadBundled).unwrap();
    Seat::at(Arc::new(desk), "规划科", options(), (80, 24))
}

#[test]
fn one_row_down_costs_at_most_600_bytes() {
    // Within the first page of each view: where the whole table moves up by a row, it is sent anew.
    for (view, start, rows) in [("2", "", 13), ("3", "", 13), ("4", "", 13), ("5", "j", 9), ("6", "", 5), ("7", "", 13)]
    {
        let mut seat = seat_with_bundled_plans();
        seat.press(view).press(start);
        for row in 0..rows {
            let bytes = seat.send(b"j").len();
            assert!(bytes <= 600, "{bytes} bytes for row {row} in view {view}:\n{}", seat.screen());
        }
    }
}

#[test]
fn what_changes_nothing_costs_nothing() {
    let mut seat = Seat::new();
    assert_eq!(seat.draw(), b"");
    seat.press("<Home>");
    assert_eq!(seat.send(b"k"), b"", "the cursor is at the top already");
}

#[test]
fn the_first_frame_is_within_eight_thousand_bytes() {
    let mut seat = Seat::new();
    seat.press("3");
    seat.session.take(plandesk::tui::Event::Redraw);
    let bytes = seat.draw().len();
    assert!((1000..=8000).contains(&bytes), "{bytes} bytes");
}

#[test]
fn sequences_and_characters_may_come_in_pieces() {
    let mut seat = Seat::new();
    seat.press("3");
    for piece in [&b"\x1b"[..], b"[", b"B"] {
        seat.session.take(plandesk::tui::Event::Bytes(piece.to_vec()));
    }
    seat.draw();
    assert!(seat.row("▸").contains("扶持自主创业"), "{}", seat.screen());
    seat.press("n");
    for byte in "康复\x1b[200~粘\x1b[201~".bytes() {
        seat.session.take(plandesk::tui::Event::Bytes(vec![byte]));
    }
    seat.draw();
    assert!(seat.screen().contains("康复粘"), "{}", seat.screen());
}

#[test]
fn an_escape_alone_is_a_key_once_nothing_follows() {
    let mut seat = Seat::new();
    seat.press("3a");
    seat.session.take(plandesk::tui::Event::Bytes(b"\x1b".to_vec()));
    assert!(seat.session.patience().is_some_and(|wait| wait.as_millis() <= 50));
    seat.draw();
    assert!(seat.screen().contains("牵头单位"), "it may still be the start of a sequence");
    seat.session.nothing_followed();
    seat.draw();
    assert!(!seat.screen().contains("牵头单位"));
}

#[test]
fn the_cursor_stands_where_text_is_typed() {
    let mut seat = Seat::new();
    assert_eq!(seat.cursor(), None);
    seat.press("/康复");
    assert_eq!(seat.cursor(), Some((7, 1)));
    seat.press("<Left>");
    assert_eq!(seat.cursor(), Some((5, 1)));
    seat.press("<Esc>3n一");
    assert_eq!(seat.cursor(), Some((15, 5)));
    seat.press("<Enter>");
    assert_eq!(seat.cursor(), Some((13, 6)), "on the next line");
    seat.press("<Esc>y");
    assert_eq!(seat.cursor(), None);
}

#[test]
fn quitting_and_suspending_are_the_hosts_to_do() {
    assert_eq!(Seat::new().press("q").flow, Flow::End);
    assert_eq!(Seat::new().press("3a<C-c>").flow, Flow::End);
    assert_eq!(Seat::new().press("<C-z>").flow, Flow::Suspend);
}

#[test]
fn a_small_window_says_so_and_comes_back() {
    let mut seat = Seat::new();
    seat.resize(30, 8);
    assert!(seat.screen().starts_with("窗口太小"));
    assert_eq!(seat.press("x").flow, Flow::Continue);
    seat.resize(80, 24);
    assert!(seat.screen().contains("总览"));
    seat.resize(30, 8);
    assert_eq!(seat.press("q").flow, Flow::End);
}

/// Keys that reach every view and every pop-up.
const KEYS: [&str; 40] = [
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "j",
    "k",
    "<PageDown>",
    "<End>",
    "<Home>",
    "<Enter>",
    "<Esc>",
    "<Tab>",
    "<Left>",
    "<Right>",
    "v",
    "V",
    "s",
    "x",
    "a",
    "A",
    "n",
    "%",
    "d",
    "r",
    "f",
    "/",
    "?",
    "p",
    "P",
    "w",
    "c",
    "e",
    "卫",
    "y",
    "<Space>",
    "L",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_size_and_no_keys_break_the_screen(
        (width, height, wide, plain) in (0u16..130, 0u16..50, any::<bool>(), any::<bool>()),
        keys in prop::collection::vec(0usize..KEYS.len(), 0..40),
        (width_after, height_after) in (0u16..130, 0u16..50),
    ) {
        let options = Options {
            ambiguous: if wide { AmbiguousWidth::Wide } else { AmbiguousWidth::Narrow },
            looks: if plain { Looks::plain() } else { Looks::default() },
            ..options()
        };
        let mut seat = Seat::with(options, (width, height));
        for (n, key) in keys.iter().enumerate() {
            seat.press(KEYS[*key]);
            if n == keys.len() / 2 {
                seat.resize(width_after, height_after);
            }
            let shown = seat.session.shown();
            for y in shown.area.top()..shown.area.bottom() {
                let mut x = 0;
                while x < shown.area.width {
                    x += shown[(x, y)].cell_width().max(1);
                }
                prop_assert_eq!(x, shown.area.width, "row {} is cut in the middle of a character", y);
            }
        }
    }
}
