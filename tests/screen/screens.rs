//! Snapshots of the screens, to be read by eye: `cargo insta review` shows what a change did to them.

use plandesk::text::Language;
use plandesk::text::width::AmbiguousWidth;
use plandesk::tui::{Looks, Options};

use crate::support::tui::{Seat, options, styles};

/// A few things to be seen: statuses, words, readings, marks.
const WORK: &str = "3s3js2%45<Enter>js4js1jn走访了两家<Tab>人手不够<C-s>5jjjjjjr15.5<Enter>";

const VIEWS: [(&str, &str); 8] = [
    ("overview", "1"),
    ("outline", "2j"),
    ("tasks", "3jj<Home>jjjj"),
    ("boxes", "4jj"),
    ("indicators", "5"),
    ("departments", "6"),
    ("compare", "7j"),
    ("history", "H"),
];

const POP_UPS: [(&str, &str); 12] = [
    ("help", "3?"),
    ("period", "p"),
    ("plan", "P"),
    ("lead", "3awj"),
    ("support", "3Awj<Space>mz<Space>"),
    ("progress", "3%300<Enter>"),
    ("review", "3n走访<Tab>缺人"),
    ("filter", "3f康复<Tab><Tab><Tab><Tab><Space>"),
    ("reminders", "1c"),
    ("question", "3n走访<Esc>"),
    ("chord", "3s"),
    ("source", "3w"),
];

fn seat(options: Options, size: (u16, u16)) -> Seat {
    let mut seat = Seat::with(options, size);
    seat.press(WORK);
    seat
}

/// Returns the screen without the date of the history, which the clock makes.
fn screen(seat: &Seat) -> String {
    let dates = regex::Regex::new(r"\d{4}-\d\d-\d\d \d\d:\d\d").unwrap();
    dates.replace_all(&seat.screen(), "2026-01-05 09:30").into_owned()
}

fn snap(name: &str, pages: &[(&str, &str)], options: Options, size: (u16, u16)) {
    for (page, keys) in pages {
        let mut seat = seat(options.clone(), size);
        seat.press(keys);
        insta::assert_snapshot!(format!("{name}_{page}"), screen(&seat));
    }
}

#[test]
fn views_in_chinese() {
    snap("zh_80x24", &VIEWS, options(), (80, 24));
    snap("zh_120x40", &VIEWS, options(), (120, 40));
}

#[test]
fn views_in_english() {
    let options = Options { language: Language::En, ..options() };
    snap("en_80x24", &VIEWS, options.clone(), (80, 24));
    snap("en_120x40", &VIEWS, options, (120, 40));
}

#[test]
fn views_in_a_small_window() {
    snap("zh_40x10", &VIEWS, options(), (40, 10));
}

#[test]
fn views_where_ambiguous_characters_are_wide() {
    let options = Options { ambiguous: AmbiguousWidth::Wide, ..options() };
    snap("wide_80x24", &VIEWS, options, (80, 24));
}

#[test]
fn pop_ups() {
    snap("pop_up", &POP_UPS, options(), (80, 24));
    let options = Options { language: Language::En, ambiguous: AmbiguousWidth::Wide, ..options() };
    snap("pop_up_en_wide", &POP_UPS, options, (80, 24));
}

/// Forms, in the smallest window that offices use and in the usual one.
const FORMS: [(&str, &str); 9] = [
    ("correct", "3E<Tab><Tab><Tab>jk"),
    ("adjust", "5jjT14<Enter>中期"),
    ("review", "3[n去年的话<C-s>]n今年的话"),
    ("reading", "5<Enter>16.2"),
    ("unlikely", "5<Enter>1620<Enter>"),
    ("add", "3+"),
    ("split", "3|另一半"),
    ("steps", "3B+选址<Tab>wj<Enter>+开工<Enter>x"),
    ("outline", "3+o第三章 新增<Enter><Tab>办一件实事"),
];

#[test]
fn forms_in_both_languages_and_sizes() {
    for (language, name) in [(Language::Zh, "zh"), (Language::En, "en")] {
        for size in [(80, 24), (60, 20)] {
            let options = Options { language, ..options() };
            snap(&format!("form_{name}_{}x{}", size.0, size.1), &FORMS, options, size);
        }
    }
}

#[test]
fn the_search_page() {
    let mut seat = seat(options(), (80, 24));
    // Pasted, so that there is one answer to wait for.
    seat.press("/").paste("康复");
    seat.wait_until("all is found", |screen| screen.contains("7 条"));
    insta::assert_snapshot!("search_characters", screen(&seat));
    seat.press("<Esc>/").paste("kf");
    seat.wait_until("all is found", |screen| screen.contains("11 条"));
    insta::assert_snapshot!("search_pinyin", screen(&seat));
    seat.paste(" is:foo");
    seat.wait_until("what is possible is said in the place of the hits", |screen| screen.contains("是:foo"));
    insta::assert_snapshot!("search_refused", screen(&seat));
    seat.press("<Enter>");
    assert!(screen(&seat).contains("is:foo"), "there is nothing to go to");
}

#[test]
fn without_colour_bold_and_marks_remain() {
    for (name, looks) in [("colour", Looks::default()), ("no_colour", Looks::plain())] {
        let mut seat = seat(Options { looks, ..options() }, (80, 24));
        seat.press("3v");
        insta::assert_snapshot!(format!("styles_{name}"), styles(seat.session.shown()));
    }
}
