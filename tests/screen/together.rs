//! Two people at one desk, each at a screen: what they see of each other, and what becomes of their words.

use std::sync::Arc;

use plandesk::desk::Desk;
use plandesk::plan::{ItemId, Period, Progress, Review, Status, Year};
use plandesk::text::Language;
use plandesk::text::width::AmbiguousWidth;
use plandesk::tui::{Event, Options};

use crate::support::plans;
use crate::support::tui::{Seat, options};

const TASK: &str = "hekou-cjr-2025/t1";

fn id(text: &str) -> ItemId {
    text.parse().unwrap()
}

fn review(desk: &Desk, item: &str) -> Review {
    let snapshot = desk.snapshot();
    let (dossier, _) = snapshot.task(&id(item)).unwrap();
    dossier.review(&id(item), Period::annual(Year(2023))).cloned().unwrap_or_default()
}

/// Two seats at the task table of one desk.
fn two() -> (Seat, Seat, tempfile::TempDir) {
    let (desk, folder) = plans::desk();
    let seat = |name| Seat::at(Arc::clone(&desk), name, options(), (80, 24));
    let (mut li, mut wang) = (seat("李明"), seat("王芳"));
    li.press("3");
    wang.press("3");
    (li, wang, folder)
}

/// 李明 saves a text in a form that 王芳 has open as well, with another text.
fn contest(theirs: &str, mine: &str) -> (Seat, Seat, tempfile::TempDir) {
    let (mut li, mut wang, folder) = two();
    wang.press("n").press(mine);
    li.press("n").press(theirs).press("<C-s>");
    wang.press("<C-s>");
    (li, wang, folder)
}

#[test]
fn the_second_is_shown_both_versions_and_nothing_is_overwritten() {
    let (li, wang, _folder) = contest("已建成三处", "正在选址");
    let screen = wang.screen();
    assert!(screen.contains("此项刚被他人改过") && screen.contains("按比例安置就业"), "{screen}");
    let line = wang.row("正在选址");
    assert!(line.contains("已建成三处"), "side by side: {line}");
    assert!(wang.row("我的").contains("李明"), "{screen}");
    assert_eq!(review(&wang.desk, TASK).done.as_deref(), Some("已建成三处"));
    assert!(li.last_line().contains("已存"), "the first has noticed nothing: {}", li.last_line());
}

#[test]
fn mine_is_kept_theirs_is_taken_or_both_are_made_one() {
    for (keys, kept) in [
        ("m", "正在选址"),
        ("t", "已建成三处"),
        ("<Enter>", "正在选址"),
        ("<Down><Enter>", "已建成三处"),
        ("e，合写<C-s>", "已建成三处\n正在选址，合写"),
    ] {
        let (mut li, mut wang, _folder) = contest("已建成三处", "正在选址");
        wang.press(keys);
        assert_eq!(review(&wang.desk, TASK).done.as_deref(), Some(kept), "{keys}: {}", wang.screen());
        assert!(!wang.screen().contains("此项刚被他人改过"), "{keys}");
        li.session.take(Event::Wake);
        li.draw();
        assert!(li.screen().contains(kept.lines().next().unwrap()), "{keys}: {}", li.screen());
        wang.press("n");
        assert!(!wang.last_line().contains("已恢复"), "no draft is left: {}", wang.last_line());
    }
}

#[test]
fn words_that_wait_for_an_answer_are_not_lost() {
    let (_li, mut wang, _folder) = contest("已建成三处", "正在选址");
    wang.press("<Esc>");
    assert_eq!(review(&wang.desk, TASK).done.as_deref(), Some("已建成三处"));
    assert!(wang.screen().contains("正在选址"), "the form is still open: {}", wang.screen());
    wang.press("<C-s>");
    assert!(wang.screen().contains("此项刚被他人改过"), "still unseen by nobody: {}", wang.screen());
    wang.press("m");
    assert_eq!(review(&wang.desk, TASK).done.as_deref(), Some("正在选址"));
}

#[test]
fn different_fields_of_one_form_are_both_kept_without_a_question() {
    let (mut li, mut wang, _folder) = two();
    wang.press("n<Tab><Tab>下月验收");
    li.press("n已建成三处<C-s>");
    wang.press("<C-s>");
    let review = review(&wang.desk, TASK);
    assert_eq!((review.done.as_deref(), review.next.as_deref()), (Some("已建成三处"), Some("下月验收")));
    assert!(!wang.screen().contains("此项刚被他人改过"));
}

#[test]
fn an_answer_that_comes_too_late_is_asked_again() {
    let (mut li, mut wang, _folder) = contest("已建成三处", "正在选址");
    li.press("n，又建两处<C-s>");
    wang.press("m");
    let screen = wang.screen();
    assert!(screen.contains("此项刚被他人改过") && screen.contains("又建两处"), "{screen}");
    wang.press("m");
    assert_eq!(review(&wang.desk, TASK).done.as_deref(), Some("正在选址"));
}

#[test]
fn a_key_pressed_on_an_older_status_asks_first() {
    let (mut li, mut wang, _folder) = two();
    li.press("s4");
    // 王芳's screen has not shown it yet.
    wang.press("s3");
    let screen = wang.screen();
    assert!(screen.contains("此项刚被他人改过") && screen.contains("滞后") && screen.contains("已完成"), "{screen}");
    assert!(!screen.contains("合在一起"), "there is nothing to edit in a status");
    assert_eq!(review(&wang.desk, TASK).status, Some(Status::Lagging));
    wang.press("t");
    assert_eq!(review(&wang.desk, TASK).status, Some(Status::Lagging));
    // Now it has been shown, and a key means what it says.
    wang.press("s3");
    assert_eq!(review(&wang.desk, TASK).status, Some(Status::Completed));
}

#[test]
fn keys_typed_faster_than_the_screen_are_no_contest_with_oneself() {
    let mut seat = Seat::new();
    seat.press("3");
    seat.send(b"s3s4s2");
    assert!(!seat.screen().contains("此项刚被他人改过"), "{}", seat.screen());
    assert_eq!(review(&seat.desk, TASK).status, Some(Status::InProgress));
}

#[test]
fn of_many_marked_rows_only_those_in_contest_are_asked_for() {
    let (mut li, mut wang, _folder) = two();
    wang.press("vvv");
    li.press("s4<Down>s4");
    wang.press("s3");
    assert!(wang.screen().contains("1/2") && wang.screen().contains("M 其余都用我的"), "{}", wang.screen());
    wang.press("t");
    assert!(wang.screen().contains("2/2"), "{}", wang.screen());
    wang.press("m");
    let status = |n| review(&wang.desk, &format!("hekou-cjr-2025/t{n}")).status;
    assert_eq!([1, 2, 3].map(status), [Some(Status::Lagging), Some(Status::Completed), Some(Status::Completed)]);
    let (mut li, mut wang, _folder) = two();
    wang.press("vvv");
    li.press("s4<Down>s4");
    wang.press("s3T");
    let status = |n| review(&wang.desk, &format!("hekou-cjr-2025/t{n}")).status;
    assert_eq!([1, 2, 3].map(status), [Some(Status::Lagging), Some(Status::Lagging), Some(Status::Completed)]);
}

#[test]
fn figures_and_leads_entered_in_pop_ups_are_guarded_alike() {
    let (mut li, mut wang, _folder) = two();
    wang.press("%40");
    li.press("%70<Enter>");
    wang.press("<Enter>");
    assert!(wang.screen().contains("此项刚被他人改过") && wang.screen().contains("70"), "{}", wang.screen());
    wang.press("m");
    assert_eq!(review(&wang.desk, TASK).progress.map(Progress::get), Some(40));
    let lead = |seat: &Seat| seat.desk.snapshot().assignment(&id(TASK)).unwrap().lead;
    wang.press("amz");
    li.press("ajyj<Enter>");
    let theirs = lead(&li);
    wang.press("<Enter>");
    assert!(wang.screen().contains("此项刚被他人改过"), "{}", wang.screen());
    assert_eq!(lead(&wang), theirs);
}

#[test]
fn a_session_that_ends_in_mid_edit_leaves_a_draft_that_the_next_one_offers() {
    let (desk, folder) = plans::desk();
    let mut seat = Seat::at(Arc::clone(&desk), "王芳", options(), (80, 24));
    seat.press("3");
    // Without a pause, and with no chance to say anything: the line is cut.
    seat.session.take(Event::Bytes("n写到一半".as_bytes().to_vec()));
    seat.session.take(Event::End);
    drop(seat);
    let mut other = Seat::at(Arc::clone(&desk), "李明", options(), (80, 24));
    assert!(!other.screen().contains("上次有没保存的文字"), "a draft is its writer's alone");
    other.press("3n别的话<C-s>");
    let mut again = Seat::at(Arc::clone(&desk), "王芳", options(), (80, 24));
    let screen = again.screen();
    assert!(screen.contains("上次有没保存的文字") && screen.contains("按比例安置就业"), "{screen}");
    again.press("y");
    assert!(again.screen().contains("写到一半"), "{}", again.screen());
    again.press("<C-s>");
    assert!(again.screen().contains("别的话") && again.screen().contains("此项刚被他人改过"), "{}", again.screen());
    again.press("m");
    assert_eq!(review(&desk, TASK).done.as_deref(), Some("写到一半"));
    drop(again);
    let last = Seat::at(desk, "王芳", options(), (80, 24));
    assert!(!last.screen().contains("上次有没保存的文字"), "saved, it is no draft any more");
    assert_eq!(std::fs::read_dir(folder.path().join("drafts")).unwrap().count(), 0);
}

#[test]
fn a_draft_does_not_bring_back_what_others_changed_in_fields_that_it_left_alone() {
    let (mut li, mut wang, _folder) = two();
    li.press("n甲<Tab><Tab>乙<C-s>");
    wang.session.take(Event::Wake);
    wang.draw();
    wang.press("n，补充<Esc>y");
    li.press("n<Tab><Tab>，改过<C-s>");
    wang.session.take(Event::Wake);
    wang.press("n");
    assert!(wang.screen().contains("甲，补充") && wang.screen().contains("乙，改过"), "{}", wang.screen());
    wang.press("<C-s>");
    let review = review(&wang.desk, TASK);
    assert_eq!((review.done.as_deref(), review.next.as_deref()), (Some("甲，补充"), Some("乙，改过")));
}

#[test]
fn a_pause_keeps_what_is_typed_even_if_the_desk_is_killed_then() {
    let (desk, _folder) = plans::desk();
    let mut seat = Seat::at(Arc::clone(&desk), "王芳", options(), (80, 24));
    seat.session.take(Event::Bytes("3n写到一半".as_bytes().to_vec()));
    assert!(seat.session.patience().is_some(), "the host is to say when nothing followed");
    seat.session.nothing_followed();
    assert_eq!(seat.session.patience(), None, "and not again before something is typed");
    let actor = plandesk::desk::Actor::owner("王芳");
    assert_eq!(desk.drafts(&actor)[0].texts[0], "写到一半");
    seat.press("<C-s>");
    seat.session.nothing_followed();
    assert_eq!(desk.drafts(&actor), []);
}

#[test]
fn words_are_offered_when_the_session_that_wrote_them_is_over_and_not_before() {
    let (desk, _folder) = plans::desk();
    let come = || Seat::at(Arc::clone(&desk), "王芳", options(), (80, 24));
    let mut first = come();
    first.press("3n写到一半");
    first.session.nothing_followed();
    let mut second = come();
    assert!(!second.screen().contains("上次有没保存的文字"), "they are being written: {}", second.screen());
    // What the second leaves is not in the way of what the first has.
    second.press("3jn另一件<Esc>y");
    second.session.nothing_followed();
    let actor = plandesk::desk::Actor::owner("王芳");
    assert_eq!(desk.drafts(&actor).len(), 2);
    first.session.take(Event::End);
    drop(first);
    second.session.take(Event::Wake);
    second.draw();
    assert!(
        second.last_line().contains("另一处会话") && second.last_line().contains("按比例安置就业"),
        "{}",
        second.last_line()
    );
    second.press("kn");
    assert!(second.screen().contains("写到一半"), "{}", second.screen());
    drop(second);
    let third = come();
    assert!(third.screen().contains("上次有没保存的文字"));
    assert_eq!(desk.drafts(&actor).len(), 2, "nothing was lost on the way");
}

#[test]
fn two_sessions_of_one_person_keep_their_words_for_the_same_task_apart() {
    let (desk, _folder) = plans::desk();
    let come = || Seat::at(Arc::clone(&desk), "王芳", options(), (80, 24));
    let (mut first, mut second) = (come(), come());
    first.press("3n甲的话");
    first.session.nothing_followed();
    second.press("3n乙的话");
    second.session.nothing_followed();
    drop((first, second));
    let kept = desk.drafts(&plandesk::desk::Actor::owner("王芳"));
    let mut texts: Vec<&str> = kept.iter().map(|draft| draft.texts[0].as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["乙的话", "甲的话"]);
}

#[test]
fn a_long_version_is_read_to_its_end() {
    let long: String = (0..40).map(|n| format!("第{n:02}件事办妥。")).collect();
    let (mut li, mut wang, _folder) = two();
    wang.press("n短");
    li.press("n");
    li.paste(&long);
    li.press("<C-s>");
    wang.press("<C-s>");
    assert!(wang.screen().contains("第00件事") && !wang.screen().contains("第39件事"), "{}", wang.screen());
    for _ in 0..10 {
        wang.press("<PageDown>");
    }
    assert!(wang.screen().contains("第39件事"), "{}", wang.screen());
    wang.press("<PageUp>");
    assert!(!wang.screen().contains("第39件事"), "one page key back is one page back");
}

#[test]
fn the_question_is_drawn_whole_on_every_screen() {
    let wide = Options { language: Language::En, ambiguous: AmbiguousWidth::Wide, ..options() };
    let time = regex::Regex::new(r"\d\d-\d\d \d\d:(\d\d)?").unwrap();
    for (name, options, size) in
        [("zh", options(), (80, 24)), ("small", options(), (40, 10)), ("en_wide", wide, (80, 24))]
    {
        let (desk, _folder) = plans::desk();
        let mut li = Seat::at(Arc::clone(&desk), "李明", options.clone(), size);
        let mut wang = Seat::at(desk, "王芳", options, size);
        wang.press("3n正在选址，“年底”前开工……");
        li.press("3n已建成三处<C-s>");
        wang.press("<C-s>");
        let screen = time.replace_all(&wang.screen(), "MM-DD HH:MM").into_owned();
        if !name.contains("wide") {
            assert_eq!(wang.screen(), wang.emulated(), "{name}");
        }
        insta::assert_snapshot!(format!("contest_{name}"), screen);
    }
}
