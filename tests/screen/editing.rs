//! Corrections and adjustments at the screen: how many keys they cost, what they leave readable, how they are dropped.

use plandesk::desk::{Actor, Consent};
use plandesk::plan::overlay::{self, TextField};
use plandesk::plan::{Dossier, PlanId, Subject, Year};
use plandesk::text::Language;
use plandesk::tui::Options;
use rstest::rstest;

use crate::support::plans;
use crate::support::tui::{Seat, options};

/// A part of what somebody does at the keyboard.
pub enum Typed<'a> {
    /// Keys, each of which counts.
    Keys(&'a str),
    /// Words, which do not.
    Words(&'a str),
}

/// Types, and returns the number of keys besides the words.
pub fn cost(seat: &mut Seat, typed: &[Typed<'_>]) -> usize {
    let mut keys = 0;
    for part in typed {
        match part {
            Typed::Keys(named) => {
                seat.press(named);
                let names = named.matches('<').count();
                let inside: usize = named.split('<').skip(1).filter_map(|rest| rest.find('>')).sum();
                keys += named.chars().count() - inside - 2 * names + names;
            }
            Typed::Words(words) => {
                seat.press(words);
            }
        }
    }
    keys
}

fn subject(id: &str) -> Subject {
    id.parse().unwrap()
}

fn dossier(seat: &Seat, plan: &str) -> Dossier {
    (**seat.desk.snapshot().dossier(&PlanId::new(plan).unwrap()).unwrap()).clone()
}

/// Returns what is in force and what is printed.
fn texts(seat: &Seat, plan: &str, id: &str, field: TextField) -> (Option<String>, Option<String>) {
    let dossier = dossier(seat, plan);
    let read = |plan: &plandesk::plan::Plan| overlay::read(plan, &subject(id), field);
    (read(&dossier.plan), read(&dossier.printed))
}

const INDICATOR: &str = "hekou-wsjk-2025/i3";
const TASK: &str = "hekou-cjr-2025/t1";
const TARGET: TextField = TextField::Target(Year(2025));

/// Returns a seat whose cursor is on the maternal mortality, to reach 16.
fn at_indicator(options: Options) -> Seat {
    let mut seat = Seat::with(options, (80, 24));
    seat.press("5");
    while !seat.row("▸").contains("孕产妇死亡率") {
        seat.press("j");
    }
    seat
}

#[test]
fn a_target_is_adjusted_with_reason_and_document_in_four_keys() {
    use Typed::{Keys, Words};
    let mut seat = at_indicator(options());
    let typed = [
        Keys("T"),
        Words("14"),
        Keys("<Enter>"),
        Words("中期评估"),
        Keys("<Tab>"),
        Words("河政发〔2023〕9号"),
        Keys("<Enter>"),
    ];
    assert_eq!(cost(&mut seat, &typed), 4);
    assert_eq!(texts(&seat, "hekou-wsjk-2025", INDICATOR, TARGET), (Some("14".to_string()), Some("16".to_string())));
    let dossier = dossier(&seat, "hekou-wsjk-2025");
    let grounds = &dossier.adjustments[&(subject(INDICATOR), TARGET)].last().grounds;
    assert_eq!((grounds.reason.as_str(), grounds.document.as_deref()), ("中期评估", Some("河政发〔2023〕9号")));
    assert!(seat.row("▸").contains("[调]") && seat.row("▸").contains("14"), "{}", seat.screen());
    assert!(seat.screen().contains("目标已调整，原 16"), "it is judged by another target: {}", seat.screen());
    seat.press("<Tab>");
    let detail = seat.row("动态调整");
    assert!(detail.contains("原文 16") && detail.contains("河政发〔2023〕9号"), "{}", seat.screen());
    seat.press("<Esc>u");
    assert_eq!(texts(&seat, "hekou-wsjk-2025", INDICATOR, TARGET).0.as_deref(), Some("16"));
}

#[test]
fn a_title_is_corrected_and_the_printed_one_comes_back_by_one_key() {
    let mut seat = Seat::new();
    seat.press("3E（一）<Enter>");
    let (now, printed) = texts(&seat, "hekou-cjr-2025", TASK, TextField::Title);
    assert_eq!((now.as_deref(), printed.as_deref()), (Some("按比例安置就业（一）"), Some("按比例安置就业")));
    assert!(seat.row("▸").contains("[更]"), "{}", seat.screen());
    assert!(seat.row("更正 标题").contains("原文 按比例安置就业"), "{}", seat.screen());
    seat.press("E");
    assert!(seat.row("原文").contains("原文 按比例安置就业"), "{}", seat.screen());
    seat.press("<C-x><Enter>");
    assert_eq!(texts(&seat, "hekou-cjr-2025", TASK, TextField::Title), (printed.clone(), printed));
    assert!(!seat.row("▸").contains("[更]"), "{}", seat.screen());
}

#[test]
fn a_refused_edit_keeps_the_words() {
    let mut seat = at_indicator(options());
    seat.press("T14<Enter>中期<Enter>E<S-Tab><S-Tab>");
    while !seat.row("▸ 2025 目标值").contains("14") {
        seat.press("<S-Tab>");
    }
    seat.press("13<Enter>");
    assert!(seat.last_line().starts_with(" ! "), "{}", seat.screen());
    assert!(seat.row("▸ 2025 目标值").contains("13"), "{}", seat.screen());
    assert_eq!(texts(&seat, "hekou-wsjk-2025", INDICATOR, TARGET).0.as_deref(), Some("14"));
}

#[test]
fn unsaved_edits_are_left_only_after_a_question() {
    let mut seat = Seat::new();
    seat.press("3E改<Esc>");
    assert!(seat.screen().contains("放弃吗"), "{}", seat.screen());
    seat.press("n<Enter>");
    assert_eq!(texts(&seat, "hekou-cjr-2025", TASK, TextField::Title).0.as_deref(), Some("按比例安置就业改"));
    seat.press("E<Esc>");
    assert!(!seat.screen().contains("放弃吗"), "nothing was typed: {}", seat.screen());
}

#[test]
fn what_a_colleague_has_changed_meanwhile_is_not_overwritten_unseen() {
    let mut here = Seat::new();
    here.press("3E（甲）");
    let mut there = Seat::at(here.desk.clone(), "县残联", options(), (80, 24));
    there.press("3E（乙）<Enter>");
    here.session.take(plandesk::tui::Event::Wake);
    here.press("<Enter>");
    assert!(here.row("现为").contains("按比例安置就业（乙）"), "{}", here.screen());
    let now = texts(&here, "hekou-cjr-2025", TASK, TextField::Title).0;
    assert_eq!(now.as_deref(), Some("按比例安置就业（乙）"));
    here.press("<Enter>");
    assert_eq!(texts(&here, "hekou-cjr-2025", TASK, TextField::Title).0.as_deref(), Some("按比例安置就业（甲）"));
}

#[test]
fn to_quit_with_words_in_a_form_is_asked_back() {
    let mut seat = Seat::new();
    seat.press("3E改<C-c>");
    assert!(seat.screen().contains("留作草稿") && seat.flow == plandesk::tui::Flow::Continue, "{}", seat.screen());
    seat.press("n");
    assert!(seat.screen().contains("按比例安置就业改"), "{}", seat.screen());
    assert_eq!(seat.press("<C-c>y").flow, plandesk::tui::Flow::End);
}

#[rstest]
// A heading, in the outline.
#[case("2jj", "hekou-wsjk-2025", "hekou-wsjk-2025/h1", "发展基础")]
// A plan, in the outline and in the overview.
#[case("2", "hekou-wsjk-2025", "hekou-wsjk-2025", "河口市“十四五”卫生健康规划")]
#[case("1", "hekou-wsjk-2025", "hekou-wsjk-2025", "河口市“十四五”卫生健康规划")]
// A box and a project, in the boxes.
#[case("4j", "hekou-wsjk-2025", "hekou-wsjk-2025/b1", "健康服务重点项目")]
#[case("4jjj", "hekou-wsjk-2025", "hekou-wsjk-2025/p1", "县医院能力提升项目")]
fn whatever_has_a_text_is_corrected_where_it_is_a_row(
    #[case] keys: &str,
    #[case] plan: &str,
    #[case] id: &str,
    #[case] printed: &str,
) {
    let mut seat = Seat::new();
    seat.press(keys);
    for _ in 0..20 {
        if texts(&seat, plan, id, TextField::Title).0.as_deref() != Some(printed) {
            break;
        }
        seat.press("E〔校〕<Enter>");
        if texts(&seat, plan, id, TextField::Title).0.as_deref() == Some(printed) {
            seat.press("uj");
        }
    }
    let corrected = format!("{printed}〔校〕");
    assert_eq!(texts(&seat, plan, id, TextField::Title), (Some(corrected), Some(printed.to_string())));
}

#[test]
fn a_task_moves_to_a_heading_that_is_found_by_pinyin() {
    let mut seat = Seat::new();
    seat.press("3E<Tab><Tab><Tab>jkhkf");
    assert!(seat.screen().contains("▸ 二、重点任务 › （二）健康和康复服务"), "{}", seat.screen());
    seat.press("<Enter>");
    let (now, printed) = texts(&seat, "hekou-cjr-2025", TASK, TextField::Chapter);
    assert!(now.unwrap().contains("健康和康复服务") && printed.unwrap().contains("促进就业"));
}

/// Brings in another edition of the disability plan, in which the first task has this title.
fn new_edition(seat: &mut Seat, title: &str) {
    let mut plan = plans::disability();
    plan.tasks[0].title = title.to_string();
    plan.source.sha256 = title.to_string();
    let document = plans::document("hekou-2.txt", title, vec![plan]);
    seat.desk.import(&Actor::owner("规划科"), vec![document], Consent::default()).unwrap();
    seat.session.take(plandesk::tui::Event::Wake);
    seat.draw();
}

#[test]
fn a_new_edition_that_says_the_same_or_something_else_is_told_of() {
    let mut seat = Seat::new();
    seat.press("3E（校）<Enter>");
    new_edition(&mut seat, "按比例安置就业（校）");
    assert!(seat.screen().contains("现行文本已如此"), "{}", seat.screen());
    new_edition(&mut seat, "按新比例安置就业");
    seat.press("E");
    assert!(seat.row("现行文本另有改动").contains("按比例安置就业 → 按新比例安置就业"), "{}", seat.screen());
    seat.press("<C-x><Enter>");
    assert_eq!(texts(&seat, "hekou-cjr-2025", TASK, TextField::Title).0.as_deref(), Some("按新比例安置就业"));
}

#[rstest]
#[case(Language::Zh, "动态调整", "还没有更改")]
#[case(Language::En, "adjustment", "nothing was changed yet")]
fn the_history_of_an_item_tells_its_corrections_and_adjustments(
    #[case] language: Language,
    #[case] name: &str,
    #[case] nothing: &str,
) {
    let mut seat = at_indicator(Options { language, ..options() });
    seat.press("K");
    assert!(seat.last_line().contains(nothing), "{}", seat.screen());
    seat.press("T14<Enter>中期评估<Enter>K");
    assert!(seat.screen().contains(name) && seat.screen().contains("中期评估"), "{}", seat.screen());
    assert!(seat.screen().contains("16 → 14"), "{}", seat.screen());
}
