//! The daily jobs of a planner, key by key.

mod tui_support;

use tui_support::Seat;

#[test]
fn see() {
    let mut seat = Seat::new();
    for keys in [
        "", "3", "s", "3", "j", "2", "4", "5", "6", "7", "8", "?", "<Esc>p", "<Esc>3a", "wj", "<Enter>", "n", "<Esc>f",
        "<Esc>/", "kf",
    ] {
        seat.press(keys);
        eprintln!("=== {keys}\n{}", seat.screen());
        assert_eq!(seat.screen(), seat.emulated());
    }
}
