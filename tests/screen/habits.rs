//! The habits of people at terminals: the mouse, the clipboard, columns, places to go back to, themes, and
//! lines for screen readers.

use std::sync::Arc;

use plandesk::tui::{Event, Options};
use regex::Regex;
use rstest::rstest;

use crate::support::plans;
use crate::support::tui::{Seat, options};

fn asking() -> Options {
    Options { asks: true, ..options() }
}

/// Clicks on a column and a row of the screen, from 0.
fn click(seat: &mut Seat, x: usize, y: usize) {
    seat.send(format!("\x1b[<0;{};{}M\x1b[<0;{};{}m", x + 1, y + 1, x + 1, y + 1).as_bytes());
}

/// Clicks on a text.
#[track_caller]
fn click_on(seat: &mut Seat, text: &str) {
    let screen = seat.screen();
    let (y, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text)).expect("it is shown");
    let before = &line[..line.find(text).unwrap()];
    let x = before
        .chars()
        .map(|c| {
            if c.is_ascii() { 1 } else { plandesk::text::width::width(c.encode_utf8(&mut [0; 4]), Default::default()) }
        })
        .sum();
    click(seat, x, y);
}

#[test]
fn the_mouse_is_the_terminal_s_until_it_is_switched_on() {
    let mut seat = Seat::new();
    seat.press("3");
    let before = seat.screen();
    click(&mut seat, 20, 5);
    assert_eq!(seat.screen(), before, "clicks that come all the same mean nothing");
    let sent = [seat.send(b"W"), seat.send(b"m")].concat();
    assert!(String::from_utf8_lossy(&sent).contains("\x1b[?1000h\x1b[?1006h"));
    assert!(seat.last_line().contains("Shift"), "{}", seat.last_line());
    let sent = [seat.send(b"W"), seat.send(b"m")].concat();
    assert!(String::from_utf8_lossy(&sent).contains("\x1b[?1000l"));
    assert!(plandesk::tui::LEAVE.windows(8).any(|bytes| bytes == b"\x1b[?1000l"), "and it is given back at the end");
}

#[test]
fn a_click_puts_the_cursor_on_a_row_and_a_second_one_opens_it() {
    let mut seat = Seat::new();
    seat.press("Wm3");
    click_on(&mut seat, "统筹公益性岗位");
    assert!(seat.row("▸").contains("统筹公益性岗位"), "{}", seat.screen());
    click_on(&mut seat, "统筹公益性岗位");
    let rule = |seat: &Seat| seat.screen().lines().position(|line| line.starts_with('─')).unwrap();
    let open = rule(&seat);
    seat.press("<Esc>");
    assert!(open < rule(&seat), "the detail pane had the keyboard and grew");
    // The wheel goes three rows.
    let at = |seat: &Seat| seat.screen().lines().position(|line| line.starts_with('▸')).unwrap();
    seat.press("<Home>");
    let before = at(&seat);
    seat.send(b"\x1b[<65;10;10M");
    assert_eq!(at(&seat), before + 3);
    seat.send(b"\x1b[<64;10;10M");
    assert_eq!(at(&seat), before);
}

#[test]
fn a_click_on_a_head_sorts_and_one_on_a_hint_does_what_it_says() {
    let mut seat = Seat::new();
    seat.press("Wm3");
    click_on(&mut seat, "到期");
    assert!(seat.row("到期").contains("到期↑"), "{}", seat.screen());
    click_on(&mut seat, "到期");
    assert!(seat.row("到期").contains("到期↓"), "{}", seat.screen());
    click_on(&mut seat, "帮助");
    assert!(seat.screen().contains("─ 帮助 ─"), "{}", seat.screen());
}

#[test]
fn a_click_chooses_from_a_list_that_pops_up() {
    let mut seat = Seat::new();
    seat.press("Wm3p");
    click_on(&mut seat, "2024 年");
    click_on(&mut seat, "2024 年");
    assert!(seat.screen().lines().next().unwrap().contains("2024"), "{}", seat.screen());
}

/// Presses keys, and returns the text that they put on the clipboard, if any.
fn copied(seat: &mut Seat, keys: &[u8]) -> Option<String> {
    let sent: Vec<u8> = keys.iter().flat_map(|key| seat.send(&[*key])).collect();
    let sent = String::from_utf8_lossy(&sent).into_owned();
    let found = Regex::new(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x1b\\").unwrap().captures(&sent)?[1].to_string();
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let bits = found.bytes().filter(|c| *c != b'=').flat_map(|c| (0..6).rev().map(move |bit| value(c) >> bit & 1));
    let bits: Vec<u8> = bits.collect();
    let bytes = bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit));
    Some(String::from_utf8(bytes.collect()).unwrap())
}

#[test]
fn rows_ids_cells_and_texts_are_copied() {
    let mut seat = Seat::with(asking(), (80, 24));
    seat.press("3");
    let row = copied(&mut seat, b"Cr").unwrap();
    let cells: Vec<&str> = row.split('\t').collect();
    assert!(cells.len() > 4 && cells[0].contains("未报"), "{row:?}");
    assert!(seat.last_line().contains("已复制") && seat.last_line().contains("OSC 52"), "{}", seat.last_line());
    let id = copied(&mut seat, b"Ci").unwrap();
    assert!(Regex::new(r"^[a-z0-9-]+/t\d+$").unwrap().is_match(&id), "{id}");
    assert!(!seat.last_line().contains("OSC 52"), "that is said once");
    let text = copied(&mut seat, b"Ct").unwrap();
    assert!(text.contains('。'), "{text}");
    seat.press("vv");
    assert_eq!(copied(&mut seat, b"Cr").unwrap().lines().count(), 2);
    seat.press("Cc");
    assert!(seat.screen().contains("复制哪一格"));
    seat.paste("规划");
    assert_eq!(copied(&mut seat, b"\r").unwrap(), "河口 残疾人");
    seat.press("<Esc>1");
    assert!(copied(&mut seat, b"Ci").unwrap().contains("2025"), "a plan has an id too");
    seat.press("c");
    assert!(copied(&mut seat, b"\x19").unwrap().contains("尚有以下"), "a page is copied as it stands");
}

#[test]
fn a_terminal_without_a_clipboard_is_told_of() {
    let mut seat = Seat::new();
    seat.press("3");
    assert_eq!(copied(&mut seat, b"Cr"), None);
    assert!(seat.last_line().contains("没有剪贴板"), "{}", seat.last_line());
}

#[rstest]
#[case("3")]
#[case("5")]
#[case("6")]
#[case("8")]
#[case("H")]
fn every_column_that_a_table_shows_sorts_it(#[case] view: &str) {
    let mut seat = Seat::with(options(), (200, 60));
    seat.press("3s3js4jn走访<Tab>缺人<C-s>").press(view);
    if view == "8" {
        seat.wait_until("the plans are checked", |screen| !screen.contains("正在体检"));
    }
    let heads = |seat: &Seat| seat.screen().lines().nth(1).unwrap().to_string();
    let usual = heads(&seat);
    let mut sorted = Vec::new();
    loop {
        seat.press("S");
        let now = heads(&seat);
        let Some(at) = now.find('↑') else { break };
        assert!(!sorted.contains(&at), "each column once");
        sorted.push(at);
        let up = seat.screen();
        seat.press("R");
        assert!(heads(&seat).contains('↓'));
        seat.press("R");
        assert_eq!(seat.screen(), up, "twice reversed is as it was");
    }
    // The columns are as many as the words of the heads.
    assert!(
        sorted.len() >= usual.split("  ").filter(|head| !head.trim().is_empty()).count().min(4),
        "{usual}: {sorted:?}"
    );
    assert_eq!(heads(&seat), usual, "after the last column the usual order is back");
}

#[test]
fn figures_are_sorted_as_figures_and_what_is_missing_comes_last() {
    let mut seat = Seat::new();
    seat.press("3%9<Enter>j%10<Enter>j%100<Enter>");
    seat.press("Wc");
    assert!(seat.screen().contains("栏目"), "{}", seat.screen());
    let progress = |seat: &Seat| seat.screen().lines().any(|line| line.contains("▸ [x]") && line.contains("进度"));
    while !progress(&seat) {
        seat.press("j");
    }
    seat.press("s<Esc>");
    let progress = |seat: &Seat| {
        let rows = seat.screen();
        let rows = rows.lines().skip(2).take(4).map(|row| row.split_whitespace().last().unwrap().to_string());
        rows.collect::<Vec<_>>()
    };
    assert_eq!(progress(&seat), ["9%", "10%", "100%", "–"]);
    seat.press("R");
    assert_eq!(progress(&seat), ["100%", "10%", "9%", "–"]);
}

#[test]
fn columns_are_hidden_resized_moved_and_kept_for_the_next_session() {
    let (desk, _folder) = plans::desk();
    let heads = |seat: &Seat| seat.screen().lines().nth(1).unwrap().to_string();
    let mut seat = Seat::at(Arc::clone(&desk), "规划科", options(), (80, 24));
    seat.press("3");
    let usual = heads(&seat);
    // Hides the second column, widens the first, and puts the third before it.
    seat.press("Wcj<Space>k<Right><Right>jjK<Enter>");
    let changed = heads(&seat);
    assert!(usual.contains("编号") && !changed.contains("编号"), "{changed}");
    drop(seat);
    let mut again = Seat::at(Arc::clone(&desk), "规划科", options(), (80, 24));
    again.press("3");
    assert_eq!(heads(&again), changed);
    let mut other = Seat::at(desk, "王芳", options(), (80, 24));
    other.press("3");
    assert_eq!(heads(&other), usual, "another person has their own");
    again.press("Wc0<Enter>");
    assert_eq!(heads(&again), usual);
}

#[test]
fn one_goes_back_and_forward_between_places() {
    let mut seat = Seat::new();
    seat.press("3jjj");
    let task = seat.row("▸");
    seat.press("5j2jj");
    let outline = seat.row("▸");
    let title = |seat: &Seat| seat.screen().lines().next().unwrap().to_string();
    seat.press(",");
    assert!(title(&seat).contains("指标"), "{}", title(&seat));
    seat.press(",");
    assert_eq!(seat.row("▸"), task);
    seat.send(b"\x1b[1;3C");
    assert!(title(&seat).contains("指标"), "{}", title(&seat));
    seat.press(".");
    assert_eq!(seat.row("▸"), outline);
    seat.press(".");
    assert!(seat.last_line().contains("没有可前进的位置"));
    seat.press(",,,,,");
    assert!(seat.last_line().contains("没有可后退的位置"));
    assert!(title(&seat).contains("总览"));
}

#[test]
fn the_background_of_the_terminal_decides_the_theme() {
    let colours = |answer: &[u8]| {
        let mut seat = Seat::with(asking(), (80, 24));
        let sent = String::from_utf8_lossy(&seat.send(answer)).into_owned();
        let indexed: Vec<String> =
            Regex::new(r"38;5;(\d+)").unwrap().captures_iter(&sent).map(|c| c[1].into()).collect();
        (seat.screen(), indexed)
    };
    let (plain, none) = colours(b"");
    assert!(none.is_empty(), "a terminal that does not answer has its own sixteen colours");
    let (dark, on_dark) = colours(b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\");
    let (light, on_light) = colours(b"\x1b]11;rgb:ffff/ffff/ffff\x07");
    assert!(!on_dark.is_empty() && !on_light.is_empty() && on_dark != on_light);
    assert!(plain == dark && dark == light, "nothing but the colours differs");
}

#[test]
fn a_theme_is_chosen_by_a_key_and_kept() {
    let (desk, _folder) = plans::desk();
    let mut seat = Seat::at(Arc::clone(&desk), "规划科", options(), (80, 24));
    for word in ["深色", "浅色", "无色", "自动"] {
        seat.press("Wt");
        assert!(seat.last_line().contains(word), "{}", seat.last_line());
    }
    seat.press("Wt");
    drop(seat);
    let mut again = Seat::at(desk, "规划科", options(), (80, 24));
    again.session.take(Event::Redraw);
    assert!(String::from_utf8_lossy(&again.draw()).contains("38;5;"), "dark, as it was left");
}

#[test]
fn a_frame_is_shown_at_once_by_terminals_that_can() {
    let mut seat = Seat::with(asking(), (80, 24));
    seat.send(b"\x1b[?2026;2$y");
    let sent = seat.send(b"3");
    assert!(sent.starts_with(b"\x1b[?2026h") && sent.ends_with(b"\x1b[?2026l"));
    assert_eq!(seat.emulated(), seat.screen());
}

/// Returns the text that a screen reader reads: the bytes sent for each key, without control sequences.
fn told(keys: &[&str]) -> String {
    let mut seat = Seat::with(Options { linear: true, ..options() }, (80, 24));
    let mut said = String::new();
    for key in keys {
        said.push_str(&format!("[{key}]\n"));
        let mut sent = Vec::new();
        for c in key.chars() {
            sent.extend(match c {
                '↓' => seat.send(b"\x1b[B"),
                '⏎' => seat.send(b"\r"),
                '⎋' => seat.send(b"\x1b"),
                c => seat.send(c.encode_utf8(&mut [0; 4]).as_bytes()),
            });
        }
        said.push_str(&String::from_utf8(sent).unwrap().replace("\r\n", "\n"));
        if !said.ends_with('\n') {
            said.push('\n');
        }
    }
    said
}

#[test]
fn the_screen_is_told_in_lines_with_their_labels() {
    let said = told(&["↓", "3", "↓", "s3", "⏎", "⎋", "5", "p", "↓", "⎋", "n", "6", "2", "0"]);
    assert!(!said.contains('\u{1b}') && !said.contains(['│', '─', '█', '●', '✓']), "{said}");
    insta::assert_snapshot!("linear", said);
}

#[test]
fn what_is_typed_is_echoed_and_not_said_anew() {
    let said = told(&["3", "f", "康", "复", "⎋"]);
    insta::assert_snapshot!("linear_typing", said);
}

#[test]
fn lines_and_the_screen_change_places_by_a_key() {
    let mut seat = Seat::new();
    seat.press("3");
    let screen = seat.screen();
    let sent = [seat.send(b"W"), seat.send(b"l")].concat();
    let sent = String::from_utf8_lossy(&sent).into_owned();
    assert!(sent.contains("逐行方式") && sent.contains("状态: "), "{sent}");
    seat.press("Wl");
    seat.press("<Home>");
    assert_eq!(seat.screen(), screen);
    assert_eq!(seat.emulated(), screen);
}

#[test]
fn on_a_wide_screen_a_table_has_more_columns_and_at_sixty_it_keeps_its_names() {
    let mut seat = Seat::with(options(), (200, 60));
    seat.press("3");
    let heads = seat.screen().lines().nth(1).unwrap().to_string();
    for head in ["配合", "责任人", "进展", "问题"] {
        assert!(heads.contains(head), "{heads}");
    }
    for (view, name) in
        [("3", "建强疾控队伍"), ("5", "残疾人基本康复服务覆盖率"), ("6", "卫健委"), ("9", "人手不够"), ("H", "规划科")]
    {
        let mut seat = Seat::with(options(), (60, 20));
        seat.press("3n走访<Tab>人手不够<C-s>").press(view);
        assert!(seat.screen().contains(name), "{}", seat.screen());
    }
}
