//! The screen: frames of every view, and pasted text.

use std::fs;
use std::sync::Arc;

use plandesk::desk::{Desk, WhenEmpty};
use plandesk::plan::{Departments, Period, Year};
use plandesk::text::width::AmbiguousWidth;
use plandesk::tui::Options;

use super::payloads::{PAYLOADS, all, assert_showable};
use super::places;
use crate::support::cli::Bench;
use crate::support::tui::{Seat, options};

const VIEWS: [&str; 16] =
    ["1", "c", "<Esc>", "2", "3", "w", "<Esc>", "n", "<Esc>", "4", "5", "6", "7", "8", "?", "<Esc>"];

/// Returns the text of a frame without the sequences that the program sends: cursor movement, colours, clearing.
fn text_of(bytes: &[u8]) -> String {
    let sent = String::from_utf8(bytes.to_vec()).unwrap();
    let own = regex::Regex::new("\u{1b}\\[(\\?25[lh]|[0-9;]*[HmJC])").unwrap();
    own.replace_all(&sent, "").into_owned()
}

fn seat(bench: &Bench, options: Options, size: (u16, u16)) -> Seat {
    let (desk, _) = Desk::open(&bench.store(), Departments::bundled(), WhenEmpty::LoadBundled).unwrap();
    Seat::at(Arc::new(desk), &format!("张{}三", all()), options, size)
}

fn press(seat: &mut Seat, keys: &str) {
    let bytes = keys.strip_prefix('<').map_or(keys.as_bytes(), |_| b"\x1b");
    let sent = seat.send(bytes);
    assert_showable(&format!("the frame after {keys}"), &text_of(&sent));
    assert_eq!(seat.emulated(), seat.screen(), "the terminal shows what was drawn after {keys}");
}

#[test]
fn every_view_of_a_hostile_store_is_drawn_in_harmless_characters() {
    for bench in [places::imported(), places::restored()] {
        for (ambiguous, size) in [(AmbiguousWidth::Narrow, (80, 24)), (AmbiguousWidth::Narrow, (160, 50))] {
            let mut seat =
                seat(&bench, Options { ambiguous, period: Some(Period::annual(Year(2023))), ..options() }, size);
            for view in VIEWS {
                press(&mut seat, view);
                for key in ["j", "j", "\r", "j", "<Esc>", "G", "k"] {
                    press(&mut seat, key);
                }
            }
        }
    }
}

#[test]
fn pasted_text_is_text() {
    for (name, payload) in PAYLOADS {
        // The end of a paste is the only sequence that a paste can't contain.
        let paste = format!("\u{1b}[200~前{payload}后\u{1b}[201~");
        let mut seat = Seat::new();
        for keys in
            ["/", "<Esc>", "3", "r", "<Esc>", "e", "<Esc>", "n", "<Esc>", "a", "<Esc>", "w", "<Esc>", "%", "<Esc>"]
        {
            press(&mut seat, keys);
            if keys != "<Esc>" {
                let sent = seat.send(paste.as_bytes());
                assert_showable(name, &text_of(&sent));
                assert_eq!(seat.emulated(), seat.screen(), "{name} after {keys}");
            }
        }
    }
}

#[test]
fn messages_at_the_start_are_shown_in_harmless_characters() {
    let notes = vec![format!("键位{}文件", all()), format!("a\n{}", all())];
    let mut seat = Seat::with(Options { notes, ..options() }, (120, 24));
    seat.session.take(plandesk::tui::Event::Redraw);
    let sent = seat.draw();
    assert_showable("notes", &text_of(&sent));
    for key in ["<Esc>", "?", "<Esc>", "8"] {
        press(&mut seat, key);
    }
}

/// A line of more than 100,000 columns. A terminal is sent the part that fits.
#[test]
fn a_very_long_line_is_drawn_as_far_as_it_fits() {
    let bench = Bench::loaded();
    let text = format!("{}{}", "长".repeat(60_000), "\u{202e}\u{200b}\u{1b}[31m".repeat(5_000));
    fs::write(bench.file("long.txt"), places::document().replacen("新建学校", &text, 1)).unwrap();
    bench.line("import long.txt").done();
    let period = Some(Period::annual(Year(2023)));
    for size in [(80, 24), (200, 60)] {
        let mut seat = seat(&bench, Options { period, ..options() }, size);
        for keys in ["2", "G", "\r", "<Esc>", "3", "G", "w", "G", "<Esc>", "/", "长长", "\r"] {
            press(&mut seat, keys);
        }
    }
    let mut seat = Seat::new();
    for keys in ["3", "n"] {
        press(&mut seat, keys);
    }
    let sent = seat.send(format!("\u{1b}[200~{text}\u{1b}[201~").as_bytes());
    assert!(sent.len() < 100_000, "{} bytes for one screen", sent.len());
    assert_showable("a long paste", &text_of(&sent));
    assert_eq!(seat.emulated(), seat.screen());
    press(&mut seat, "<Esc>");
}
