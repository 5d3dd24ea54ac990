//! Files on the screen: documents and lists come in, reports and lists go out.

use std::sync::Arc;

use plandesk::office::client::Files;
use plandesk::plan::{ItemId, PlanId};
use plandesk::text::Language;
use plandesk::tui::Options;
use rstest::rstest;

use crate::support::files::Drawer;
use crate::support::tui::{Seat, options};

/// A plan of an invented county.
const PLAN: &str = "清泉县养老服务“十四五”规划\n\n一、主要目标\n\n表1 主要指标\n指标\t单位\t2020年\t2025年\t属性\n护理型床位占比\t%\t42\t55\t约束性\n\n二、主要任务\n\n（一）完善服务网络\n\n1.建设街道养老服务中心。每个街道建成1处。\n\n2.发展社区助餐。助餐点达到30个。\n\n（二）加强人才培养\n\n1.培训护理员。每年培训200人次。\n\n2.招聘社会工作者。每个街道招聘2名。\n";
const ID: &str = "qingquan-ylfw-2025";

/// Its next edition: a target is higher, one task is gone, one is new.
fn next_edition() -> String {
    let next = PLAN.replace("\t55\t", "\t60\t").replace("助餐点达到30个", "助餐点达到45个");
    next.replace("2.招聘社会工作者。每个街道招聘2名。", "2.培养养老院院长。每年轮训1次。")
}

fn seat_with(drawer: &Drawer, language: Language, size: (u16, u16)) -> Seat {
    let files: Arc<dyn Files> = Arc::new(drawer.clone());
    Seat::with(Options { files: Some(files), language, ..options() }, size)
}

fn seat(files: &[(&str, &str)]) -> (Seat, Drawer) {
    let drawer = Drawer::default();
    files.iter().for_each(|(name, content)| drawer.put(name, content.as_bytes()));
    (seat_with(&drawer, Language::Zh, (80, 24)), drawer)
}

fn plan(seat: &Seat) -> Option<Arc<plandesk::plan::Dossier>> {
    seat.desk.snapshot().dossier(&PlanId::new(ID).unwrap()).cloned()
}

fn item(id: &str) -> ItemId {
    format!("{ID}/{id}").parse().unwrap()
}

/// Presses keys one by one and returns how many there were.
fn pressed(seat: &mut Seat, keys: &[&str]) -> usize {
    for key in keys {
        seat.press(key);
    }
    keys.len()
}

#[test]
fn a_document_is_imported_in_at_most_six_keys_besides_its_name() {
    let (mut seat, _) = seat(&[("规划/养老.txt", PLAN), ("规划/别的.txt", "x"), ("b.txt", "x")]);
    // Into the folder, whose name is typed in pinyin; then the file.
    let mut keys = pressed(&mut seat, &["I"]);
    seat.press("gh");
    keys += pressed(&mut seat, &["<Tab>"]);
    seat.press("yl");
    keys += pressed(&mut seat, &["<Enter>"]);
    seat.wait_until("it is read", |screen| screen.contains("导入预览"));
    assert!(plan(&seat).is_none(), "nothing is saved yet");
    keys += pressed(&mut seat, &["<Enter>"]);
    seat.wait_until("it is imported", |screen| screen.contains("已导入"));
    assert_eq!(plan(&seat).unwrap().plan.tasks.len(), 4);
    assert!(seat.screen().contains("完善服务网络"), "its outline is shown: {}", seat.screen());
    assert!(keys <= 6, "{keys}");
    seat.press("u");
    assert!(plan(&seat).is_none(), "one entry of the history");
}

#[test]
fn a_report_is_written_in_at_most_five_keys() {
    let (mut seat, drawer) = seat(&[]);
    let keys = pressed(&mut seat, &["3", "Z", "r", "<Enter>", "<Enter>"]);
    assert!(keys <= 5);
    assert!(seat.screen().contains("已写入：评估报告-2023.docx"), "{}", seat.screen());
    assert!(drawer.bytes("评估报告-2023.docx").starts_with(b"PK"));
}

#[test]
fn a_pack_and_a_dispatch_sheet_are_written_from_any_view() {
    let (mut seat, drawer) = seat(&[]);
    seat.press("3Zl");
    assert!(seat.screen().contains("本期没有节点"), "{}", seat.screen());
    seat.press("#印发方案<Enter>Zl<Enter>");
    assert!(seat.screen().contains("已写入 1 条：调度表-2023.xlsx"), "{}", seat.screen());
    assert!(drawer.bytes("调度表-2023.xlsx").starts_with(b"PK"));
    seat.press("Zp<Enter><Enter>");
    assert!(seat.screen().contains("评估材料-2023"), "{}", seat.screen());
    assert!(drawer.bytes("评估材料-2023/01-评估报告.docx").starts_with(b"PK"));
}

/// Returns a seat at which the plan is there, and the preview of its next edition is open.
fn at_next_edition() -> Seat {
    let (mut seat, _) = seat(&[("a.txt", PLAN), ("b.txt", &next_edition())]);
    seat.press("Ia.txt<Enter>");
    seat.wait_until("it is read", |screen| screen.contains("导入预览"));
    seat.press("<Enter>");
    seat.wait_until("it is imported", |screen| screen.contains("已导入"));
    seat.press("Ib.txt<Enter>");
    seat.wait_until("it is read", |screen| screen.contains("新版本："));
    seat
}

#[test]
fn each_change_of_an_edition_is_shown_before_it_is_taken_over() {
    let mut seat = at_next_edition();
    assert!(seat.row("新版本：").contains("新增 1 项，变动 2 项，删去 1 项"), "{}", seat.screen());
    assert!(seat.row("2025 目标值").contains("55 → 60"), "{}", seat.screen());
    // The edition drops more than a tenth.
    seat.press("<Enter>");
    assert!(seat.row("将删去原有").contains("《清泉县养老服务"), "{}", seat.screen());
    assert!(!seat.screen().contains("--"), "no option of the command line on a screen: {}", seat.screen());
    seat.press("n");
    assert!(seat.screen().contains("导入预览"), "{}", seat.screen());
    seat.press("<Enter>y");
    seat.wait_until("it is imported", |screen| screen.contains("已导入"));
    let dossier = plan(&seat).unwrap();
    assert_eq!(dossier.plan.indicators[0].targets[0].text, "60");
    assert!(dossier.plan.task(&item("t2")).unwrap().text.contains("45"));
}

#[test]
fn changes_of_an_edition_are_declined_one_by_one() {
    let mut seat = at_next_edition();
    for declined in ["+ ", "- ", "2025 目标值"] {
        seat.press("<Home>");
        for _ in 0..30 {
            if seat.screen().lines().any(|line| line.contains("│▸") && line.contains(declined)) {
                break;
            }
            seat.press("j");
        }
        seat.press("<Space>");
        assert!(seat.row(declined).contains("[ ]"), "{}", seat.screen());
    }
    seat.press("<Enter>y");
    seat.wait_until("it is imported", |screen| screen.contains("已导入"));
    let dossier = plan(&seat).unwrap();
    let titles: Vec<&str> = dossier.plan.tasks.iter().map(|task| task.title.as_str()).collect();
    assert!(titles.iter().any(|title| title.contains("招聘")), "it stays: {titles:?}");
    assert!(!titles.iter().any(|title| title.contains("院长")), "it does not count: {titles:?}");
    assert_eq!(dossier.plan.indicators[0].targets[0].text, "55", "the target that it had");
    assert_eq!(dossier.printed.indicators[0].targets[0].text, "60", "the text says what it says");
    assert!(dossier.plan.task(&item("t2")).unwrap().text.contains("45"), "the rest is taken over");
    seat.press("u");
    let dossier = plan(&seat).unwrap();
    assert_eq!(dossier.printed.indicators[0].targets[0].text, "55");
    assert!(!dossier.is_laid_over(), "one undo takes all of it back");
}

#[test]
fn a_text_about_a_plan_is_asked_about_and_what_is_no_document_is_told_whole() {
    let about =
        "《清泉县养老服务“十四五”规划》政策解读\n一、制定背景\n为做好工作，起草了本规划。\n二、咨询电话\n县民政局。";
    let (mut seat, drawer) = seat(&[("a.txt", about)]);
    drawer.put("图.txt", b"\x89PNG\r\n\x1a\n");
    seat.press("Ia.txt<Enter>");
    seat.wait_until("it is read", |screen| screen.contains("导入预览"));
    seat.press("<Enter>");
    assert!(seat.row("读来不像规划（政策解读）").contains("a.txt"), "{}", seat.screen());
    seat.press("n<Esc>I图<Enter>");
    seat.wait_until("it is told", |screen| screen.contains("图.txt: "));
    assert!(seat.screen().contains("图片"), "{}", seat.screen());
    assert!(seat.row("/ 图").contains("│"), "what was typed is still there: {}", seat.screen());
}

#[test]
fn a_term_that_nothing_tells_is_asked_for_and_never_made_up() {
    let text = "清泉县关于办好养老的意见\n一、主要任务\n（一）建床位。建千张。\n";
    let (mut seat, _) = seat(&[("a.txt", text)]);
    seat.press("Ia.txt<Enter>");
    seat.wait_until("it is read", |screen| screen.contains("导入预览"));
    seat.press("<Enter>");
    assert!(seat.screen().contains("没有写明期限"), "{}", seat.screen());
    seat.press("2024<Enter>");
    assert!(seat.screen().contains("如 2021-2025"), "{}", seat.screen());
    seat.press("-2026<Enter>");
    seat.wait_until("it is read again", |screen| screen.contains("导入预览") && !screen.contains("规划期："));
    seat.press("<Enter>");
    seat.wait_until("it is imported", |screen| screen.contains("已导入"));
    let snapshot = seat.desk.snapshot();
    let plan = snapshot.dossiers().find(|dossier| dossier.plan.title.contains("办好养老")).unwrap();
    assert_eq!([plan.plan.term.first.get(), plan.plan.term.last.get()], [2024, 2026]);
}

#[test]
fn a_list_without_a_period_is_for_that_of_the_screen() {
    let (mut seat, _) = seat(&[("a.txt", PLAN), ("甲.csv", &format!("id,状态\n{ID}/t1,推进中\n"))]);
    seat.press("Ia.txt<Enter>");
    seat.wait_until("it is read", |screen| screen.contains("导入预览"));
    seat.press("<Enter>");
    seat.wait_until("it is imported", |screen| screen.contains("已导入"));
    seat.press("I甲<Enter>");
    seat.wait_until("it is read", |screen| screen.contains("甲.csv ·") && screen.contains("更改 1"));
    seat.press("<Enter>");
    let dossier = plan(&seat).unwrap();
    let review = dossier.review(&item("t1"), plandesk::plan::Period::annual(plandesk::plan::Year(2023)));
    let status = review.and_then(|review| review.status);
    assert_eq!(status, Some(plandesk::plan::Status::InProgress), "{}", seat.screen());
}

#[test]
fn columns_of_a_table_that_cannot_be_read_are_chosen_in_the_preview() {
    let text = PLAN.replace("\n二、", "\n表2 床位情况\n名目\t计\t起\t止\n床位数\t张\t12\t30\n护理员\t人\t5\t9\n二、");
    let (mut seat, _) = seat(&[("a.txt", &text)]);
    seat.press("Ia.txt<Enter>");
    seat.wait_until("it is read", |screen| screen.contains("导入预览"));
    let indicators = "指标 1";
    assert!(seat.screen().contains(indicators), "{}", seat.screen());
    seat.press("c");
    assert!(seat.screen().contains("床位数 · 护理员"), "{}", seat.screen());
    seat.press("指标<Tab>单位<Tab>2020<Tab>2025<Enter>");
    seat.wait_until("it is read again", |screen| screen.contains("指标 3"));
    seat.press("<Enter>");
    seat.wait_until("it is imported", |screen| screen.contains("已导入"));
    assert_eq!(plan(&seat).unwrap().plan.indicators.len(), 3);
    assert_eq!(seat.desk.named_columns().unwrap().len(), 1, "remembered for like tables");
}

#[test]
fn a_document_is_pasted_where_no_file_can_be_opened() {
    let mut seat = Seat::with(Options { remote: Some("ssh -p 2222 10.1.1.1".into()), ..options() }, (80, 24));
    seat.press("I");
    assert!(seat.screen().contains("ssh -p 2222 10.1.1.1 import 规划.docx < 规划.docx"), "{}", seat.screen());
    let (one, rest) = PLAN.split_at(PLAN.find("二、").unwrap());
    seat.paste(one);
    seat.paste(rest);
    seat.press("<Enter>");
    seat.wait_until("it is read", |screen| screen.contains("导入预览"));
    seat.press("<Enter>");
    seat.wait_until("it is imported", |screen| screen.contains("已导入"));
    assert_eq!(plan(&seat).unwrap().plan.tasks.len(), 4);
}

#[rstest]
#[case::tasks("3e", "export tasks --period 2023 --to 任务-2023.xlsx > 任务-2023.xlsx")]
#[case::filtered("3f康复<Enter>Ne", "--text \"'康复 is:missing'\"")]
#[case::indicators("5e", "export indicators --to 指标.xlsx > 指标.xlsx")]
#[case::boxes("4e", "export boxes --to 专栏.xlsx")]
#[case::overview("1e", "plans --period 2023 --format csv > 总览.csv")]
#[case::outline("2e", "outline --format csv > 大纲.csv")]
#[case::departments("6e", "departments --period 2023 --format csv")]
#[case::compare("7e", "export indicators")]
#[case::history("He", "history --format csv")]
#[case::report("3Zr<Enter>", "report 2023 --plan hekou-cjr-2025 --to 评估报告-2023.docx")]
#[case::notices("6Zn", "notice --period 2023")]
#[case::sheets("1Zb", "export tasks --sheets --period 2023")]
#[case::milestones("3#印发方案<Enter>Zl", "export milestones --period 2023 --to 调度表-2023.xlsx > 调度表-2023.xlsx")]
#[case::roll_up("1Zud", "rollup --by department --period 2023 --format csv")]
fn over_ssh_a_file_goes_where_the_person_is_by_a_command_line(#[case] keys: &str, #[case] line: &str) {
    let mut seat = Seat::with(Options { remote: Some("ssh -p 2222 10.1.1.1".into()), ..options() }, (160, 40));
    seat.press(keys);
    let told = seat.row("ssh -p 2222 10.1.1.1 ");
    assert!(told.contains(line), "{told}");
}

#[test]
fn the_command_line_for_the_own_machine_is_copied_by_a_key() {
    let mut seat =
        Seat::with(Options { asks: true, remote: Some("ssh -p 2222 10.1.1.1".into()), ..options() }, (80, 24));
    seat.press("3e");
    assert!(seat.last_line().contains("复制"), "{}", seat.last_line());
    let sent = String::from_utf8(seat.send(b"\r")).unwrap();
    assert!(sent.contains("\x1b]52;c;"), "{sent:?}");
    assert!(seat.last_line().contains("已复制") && seat.last_line().contains("ssh -p 2222"), "{}", seat.last_line());
    assert!(seat.screen().contains("export tasks"), "it can still be read: {}", seat.screen());
    seat.press("<Esc>");
    assert!(!seat.screen().contains("export tasks"), "{}", seat.screen());
}

#[test]
fn a_folder_of_files_is_not_promised_over_ssh() {
    let mut seat = Seat::with(Options { remote: Some("ssh -p 2222 10.1.1.1".into()), ..options() }, (160, 40));
    seat.press("3Zp<Enter>");
    assert!(seat.last_line().contains("不能经 SSH 传出"), "{}", seat.screen());
}

#[test]
fn nothing_is_written_of_a_plan_without_one_above_it() {
    let (mut seat, drawer) = seat(&[]);
    seat.press("3Zc<Enter>");
    assert!(seat.last_line().contains("没有已知的上级规划"), "{}", seat.screen());
    assert!(drawer.names().is_empty(), "{:?}", drawer.names());
}

#[rstest]
#[case::roll_up("1Zuc<Enter>", "汇总表-2023.xlsx")]
#[case::sheets("1Zb<Enter>", "plandesk-2023.xlsx")]
fn lists_are_written_from_any_view(#[case] keys: &str, #[case] file: &str) {
    let (mut seat, drawer) = seat(&[]);
    seat.press(keys);
    assert!(drawer.bytes(file).starts_with(b"PK"), "{}", seat.screen());
}

#[test]
fn each_department_gets_a_workbook_and_a_sample_is_drawn() {
    let (mut seat, drawer) = seat(&[]);
    seat.press("1Zd表<Enter>");
    assert!(drawer.names().len() > 1 && drawer.names().iter().all(|name| name.ends_with(".xlsx")), "{}", seat.screen());
    seat.press("3Zs<Enter>");
    assert!(seat.last_line().contains("没有可核验的结果"), "{}", seat.screen());
    seat.press("xZs<Enter><Enter>抽查.csv<Enter>");
    assert!(drawer.text("抽查.csv").contains("核验"), "{}", seat.screen());
}

#[rstest]
#[case(Language::Zh, "须以 .docx、.html 或 .md 结尾")]
#[case(Language::En, "must end in .docx, .html or .md")]
fn a_file_that_can_t_be_written_is_asked_for_again_with_what_was_typed(#[case] language: Language, #[case] why: &str) {
    let drawer = Drawer::default();
    let mut seat = seat_with(&drawer, language, (80, 24));
    seat.press("3Zr<Enter>报告.doc<Enter>");
    assert!(seat.screen().contains(why), "{}", seat.screen());
    assert!(seat.screen().contains("报告.doc"), "{}", seat.screen());
    seat.press("x<Enter>");
    assert_eq!(drawer.names(), ["报告.docx"], "{}", seat.screen());
}

#[test]
fn what_comes_in_and_goes_out_looks_so() {
    for (language, name) in [(Language::Zh, "zh"), (Language::En, "en")] {
        for size in [(80, 24), (40, 14)] {
            let show = |page: &str, seat: &Seat| {
                insta::assert_snapshot!(format!("{name}_{}_{page}", size.0), seat.screen());
            };
            let drawer = Drawer::default();
            drawer.put("归档/旧.txt", b"x");
            drawer.put("养老规划.txt", PLAN.as_bytes());
            drawer.put("养老规划（修订）.txt", next_edition().as_bytes());
            let mut seat = seat_with(&drawer, language, size);
            seat.press("Iyl<Down>");
            show("chooser", &seat);
            seat.press("<Up><Enter>");
            seat.wait_until("it is read", |screen| !screen.contains("/ yl"));
            show("preview", &seat);
            seat.press("<Enter>");
            seat.wait_until("it is imported", |screen| screen.contains("✓"));
            seat.press("I修订<Enter>");
            seat.wait_until("it is read", |screen| !screen.contains("/ 修订"));
            seat.press("jjjj<Space>");
            show("edition", &seat);
            seat.press("<Enter>");
            show("loss", &seat);
            seat.press("n<Esc>Z");
            show("chord", &seat);
            let options = Options { remote: Some("ssh -p 2222 10.1.1.1".into()), language, ..options() };
            let mut afar = Seat::with(options, size);
            afar.press("I");
            afar.paste(&PLAN[..PLAN.find("二、").unwrap()]);
            show("paste", &afar);
            afar.press("<Esc>3e");
            show("command", &afar);
        }
    }
}

#[test]
fn a_backup_is_written_on_the_screen_and_can_be_restored() {
    let (mut seat, drawer) = seat(&[]);
    seat.press("3xZk");
    assert!(seat.screen().contains("plandesk restore"), "{}", seat.screen());
    seat.press("<Enter>");
    assert!(seat.last_line().contains("已备份"), "{}", seat.screen());
    let name = drawer.names().pop().unwrap();
    let bytes = drawer.bytes(&name);
    assert!(plandesk::store::Store::check_backup(&mut &bytes[..]).unwrap() > 0);
    seat.press("Zk<Enter>");
    assert!(seat.screen().contains("已存在") || seat.screen().contains("覆盖"), "{}", seat.screen());
}

#[test]
fn a_list_without_ids_is_matched_by_its_words_when_asked() {
    let list = "规划,任务,评估期,牵头单位,状态,进展情况\n,统筹公益性岗位,2023,,推进中,\n,没有的任务,2023,,推进中,\n";
    let (mut seat, _) = seat(&[("back.csv", list)]);
    seat.press("Iback<Enter>");
    seat.wait_until("it is read", |screen| screen.contains("back.csv"));
    seat.wait_until("it is shown", |screen| screen.contains("更改 0"));
    assert!(seat.last_line().contains("按文字对应"), "{}", seat.screen());
    seat.press("t");
    assert!(seat.screen().contains("更改 1") && seat.screen().contains("统筹公益性岗位"), "{}", seat.screen());
    assert!(!seat.last_line().contains("按文字对应"), "they have ids now: {}", seat.last_line());
    seat.press("<Enter>");
    assert!(seat.last_line().contains("已收回更改: 1"), "{}", seat.last_line());
}

#[test]
fn an_import_waits_for_its_turn_and_can_be_given_up() {
    let (mut seat, _) = seat(&[("plan.txt", PLAN)]);
    let desk = Arc::clone(&seat.desk);
    let turn = desk.turn(&plandesk::desk::Actor::owner("规划科"), || false).unwrap();
    seat.press("Iplan<Enter>");
    assert!(seat.screen().contains("正在读取"), "{}", seat.screen());
    drop(turn);
    seat.wait_until("it is read", |screen| screen.contains("导入预览"));
}
