//! Several sessions at one desk: who is there, what they change, and going on in another session.

use std::sync::Arc;

use plandesk::tui::{Bookmark, Event, Options};

use crate::support::tui::{Seat, options};

fn beside(seat: &Seat, name: &str) -> Seat {
    Seat::at(Arc::clone(&seat.desk), name, options(), (80, 24))
}

fn header(seat: &mut Seat) -> String {
    seat.session.take(Event::Wake);
    seat.draw();
    seat.screen().lines().next().unwrap().to_string()
}

#[test]
fn the_header_names_the_others_or_counts_them() {
    let mut here = Seat::new();
    assert!(!header(&mut here).contains('与'));
    let mut there = beside(&here, "张三");
    assert!(header(&mut here).contains("规划科 与 张三 ✓已存"), "{}", header(&mut here));
    assert!(header(&mut there).contains("张三 与 规划科"));
    let again = beside(&here, "张三");
    assert!(header(&mut here).contains("与 张三 ✓"), "each name once");
    let others = [beside(&here, "县残疾人联合会李四"), beside(&here, "发展和改革委员会王五")];
    let crowded = header(&mut here);
    assert!(crowded.contains("与 3 人") && crowded.contains("规划工作台  总览"), "{crowded}");
    drop((again, others, there));
    assert!(!header(&mut here).contains('与'));
}

#[test]
fn somebody_s_change_wakes_the_other_screen() {
    let mut here = Seat::new();
    here.press("3");
    let mut there = beside(&here, "张三");
    there.press("3");
    there.press("x");
    here.wait_until("the change is shown", |screen| screen.contains("张三 改了"));
    assert!(here.last_line().contains("状态 已完成"), "{}", here.last_line());
}

#[test]
fn what_others_did_waits_until_one_s_own_receipt_was_read() {
    let mut here = Seat::new();
    here.press("3x");
    assert!(here.last_line().contains("已存"));
    let mut there = beside(&here, "张三");
    there.press("3jz");
    here.session.take(Event::Wake);
    here.draw();
    assert!(here.last_line().contains("已存"), "{}", here.last_line());
    here.press("k");
    assert!(here.last_line().contains("张三 改了"), "{}", here.last_line());
    here.press("k");
    assert!(!here.last_line().contains("张三"), "it is told once");
}

#[test]
fn a_bookmark_leads_back_to_where_the_person_was() {
    for keys in ["5", "3jjf滞后<Enter>", "3jn已建成两处<Tab>缺人", "3jn一<Enter>", "/康复", "8", "p3"] {
        let mut here = Seat::new();
        here.press(keys);
        let words = serde_json::to_string(&here.session.bookmark()).unwrap();
        let bookmark: Bookmark = serde_json::from_str(&words).unwrap();
        let options = Options { bookmark: Some(bookmark), ..options() };
        let mut there = Seat::at(Arc::clone(&here.desk), "规划科", options, (80, 24));
        let body = |seat: &Seat| seat.screen().lines().skip(1).take(20).collect::<Vec<_>>().join("\n");
        let expected = body(&here);
        there.wait_until(&format!("{keys} leads to\n{expected}"), |screen| {
            screen.lines().skip(1).take(20).collect::<Vec<_>>().join("\n") == expected
        });
    }
}

#[test]
fn an_open_search_follows_what_others_change() {
    let mut here = Seat::new();
    here.press("/").paste("status:滞后");
    here.wait_until("no task lags", |screen| screen.contains("没有找到"));
    let mut there = beside(&here, "张三");
    there.press("3z");
    here.wait_until("one does now", |screen| screen.contains(" 1 条"));
    there.press("x");
    here.wait_until("it is done, and gone from under the cursor", |screen| screen.contains("没有找到"));
}
