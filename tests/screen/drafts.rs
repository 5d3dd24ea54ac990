//! Words that were typed into a form and not saved: they outlive the session, and overwrite nothing unseen.

use std::sync::Arc;

use plandesk::desk::{Actor, Command, Desk};
use plandesk::plan::overlay;
use plandesk::plan::{PlanId, Progress, Status, Subject, TextField};
use plandesk::tui::Event;
use rstest::rstest;

use crate::support::plans;
use crate::support::tui::{Seat, options};

fn come(desk: &Arc<Desk>, name: &str) -> Seat {
    Seat::at(Arc::clone(desk), name, options(), (80, 24))
}

/// Types at a desk, loses the connection, comes back and goes on with what was typed.
fn back_after(desk: &Arc<Desk>, keys: &str) -> Seat {
    let mut seat = come(desk, "王芳");
    seat.press(keys);
    seat.session.take(Event::End);
    drop(seat);
    let mut seat = come(desk, "王芳");
    assert!(seat.screen().contains("上次有没保存的文字"), "{}", seat.screen());
    seat.press("y");
    seat
}

#[rstest]
#[case::correction("3E，且公布", "按比例安置就业，且公布")]
#[case::adjustment("5jT改了名", "改了名")]
#[case::task("3+t加强回访<Tab>一年两次", "一年两次")]
#[case::indicator("5j+i回访率<Tab><Tab>%", "回访率")]
#[case::split("3|另一半", "另一半")]
#[case::end("3-已并入其他工作", "已并入其他工作")]
#[case::plan("1+n某县规划", "某县规划")]
#[case::outline("3+o第三章 新增<Enter><Tab>办一件实事", "办一件实事")]
#[case::step("3B+选址", "选址")]
#[case::department("6n<Tab>来人", "来人")]
#[case::review("3n<S-Tab>45<Tab>走访", "45")]
#[case::appraisal("t1省社科院", "省社科院")]
#[case::goal("3M全年办十件", "全年办十件")]
#[case::cell("3<Right><Right><Right><Enter>，且公布", "按比例安置就业，且公布")]
#[case::reading("5jr88.5", "88.5")]
#[case::yearly("5jte84.5", "84.5")]
#[case::filter("3f回访<Down><Down><Down><Down> ", "回访")]
fn words_of_every_form_come_back_after_a_lost_connection(#[case] keys: &str, #[case] words: &str) {
    let (desk, _folder) = plans::desk();
    let mut seat = back_after(&desk, keys);
    assert!(seat.screen().contains(words), "{}", seat.screen());
    assert!(seat.last_line().contains("已恢复"), "{}", seat.last_line());
    // Once they are given up, they are gone.
    seat.press("<Esc>");
    if seat.screen().contains("放弃吗") {
        seat.press("y");
    }
    seat.session.nothing_followed();
    if !keys.contains("3n") {
        assert_eq!(desk.drafts(&Actor::owner("王芳")), []);
    }
}

#[test]
fn a_form_that_came_back_is_saved_as_if_nothing_had_happened() {
    let (desk, _folder) = plans::desk();
    let mut seat = back_after(&desk, "3n<S-Tab>45<S-Tab>2<Tab><Tab>走访");
    seat.press("<C-s>");
    let (snapshot, id) = (desk.snapshot(), "hekou-cjr-2025/t1".parse().unwrap());
    let (dossier, _) = snapshot.task(&id).unwrap();
    let review = dossier.review(&id, options().period.unwrap()).unwrap();
    assert_eq!(
        (review.status, review.progress.map(Progress::get), review.done.as_deref()),
        (Some(Status::InProgress), Some(45), Some("走访"))
    );
    seat.session.nothing_followed();
    assert_eq!(desk.drafts(&Actor::owner("王芳")), []);
}

#[rstest]
#[case::review("3n走访<C-s>核查后更正", "走访", "<C-s>")]
#[case::reading("5jr88<Enter>核查后更正", "88", "<Enter>")]
fn the_reason_for_a_sealed_change_comes_back_with_the_change(
    #[case] keys: &str,
    #[case] changed: &str,
    #[case] save: &str,
) {
    let (desk, _folder) = plans::desk();
    let (plan, period) = (PlanId::new("hekou-cjr-2025").unwrap(), options().period.unwrap());
    come(&desk, "规划科").press("3x");
    desk.execute(&Actor::owner("规划科"), Command::Seal { plan, period }).unwrap();
    let mut seat = back_after(&desk, keys);
    assert!(seat.screen().contains(changed) && !seat.screen().contains("核查后更正"), "{}", seat.screen());
    seat.press(save);
    assert!(seat.screen().contains("核查后更正"), "{}", seat.screen());
    seat.press("<Enter>");
    assert!(seat.last_line().contains("已存") && seat.last_line().contains("核查后更正"), "{}", seat.last_line());
    seat.session.nothing_followed();
    assert_eq!(desk.drafts(&Actor::owner("王芳")), []);
}

#[test]
fn what_somebody_else_has_changed_meanwhile_is_shown_beside_before_it_is_overwritten() {
    let (desk, _folder) = plans::desk();
    let title = |desk: &Desk| {
        let snapshot = desk.snapshot();
        let dossier = snapshot.dossier(&PlanId::new("hekou-cjr-2025").unwrap()).unwrap().clone();
        let subject: Subject = "hekou-cjr-2025/t1".parse().unwrap();
        overlay::read(&dossier.plan, &subject, TextField::Title).unwrap()
    };
    let mut seat = come(&desk, "王芳");
    seat.press("3E，且公布");
    drop(seat);
    come(&desk, "李明").press("3E，并督查<C-s>");
    let mut seat = come(&desk, "王芳");
    seat.press("y<C-s>");
    assert!(seat.screen().contains("现为 按比例安置就业，并督查"), "{}", seat.screen());
    assert!(title(&desk).ends_with("，并督查"));
    seat.press("<C-s>");
    assert!(title(&desk).ends_with("，且公布"), "having seen it, it is meant");
}

#[test]
fn a_step_that_somebody_else_has_changed_is_not_overwritten_unseen() {
    let (desk, _folder) = plans::desk();
    come(&desk, "李明").press("3B+选址<Enter>");
    let mut wang = come(&desk, "王芳");
    wang.press("3B<Enter>，报批");
    come(&desk, "李明").press("3B<Enter>，勘察<Enter>");
    wang.session.take(Event::Wake);
    wang.press("<Enter>");
    assert!(wang.screen().contains("现为 选址，勘察"), "{}", wang.screen());
    wang.press("<Enter>");
    assert!(wang.screen().contains("选址，报批"), "{}", wang.screen());
}

#[test]
fn what_the_screen_has_not_heard_of_yet_is_not_overwritten_either() {
    let (desk, _folder) = plans::desk();
    let mut wang = come(&desk, "王芳");
    wang.press("3E，且公布");
    come(&desk, "李明").press("3E，并督查<C-s>");
    wang.press("<C-s>");
    assert!(wang.last_line().contains("其间他人改过此项"), "{}", wang.screen());
    wang.press("<C-s>");
    assert!(wang.screen().contains("现为 按比例安置就业，并督查"), "{}", wang.screen());
    wang.press("<C-s>");
    assert!(wang.last_line().contains("已存"), "{}", wang.screen());
}
