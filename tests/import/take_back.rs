//! Returned lists: the cells that an office filled in are accepted, and nothing else.

use std::io::{Cursor, Read, Write};

use calamine::{CellErrorType, Data};
use plandesk::desk::{AssignmentEdit, BothChanged, Command, Direction, Field, ReviewEdit};
use plandesk::export::Format;
use plandesk::import::spreadsheet::Remark;
use plandesk::plan::{Due, FieldValue, ItemKind, Period, PlanId, Progress, Status, Thresholds, Year};
use proptest::prelude::*;
use rstest::rstest;

use crate::support::xlsx::{Book, Office, PERIOD, actor, id, read, told, why_not};

const FIRST: &str = "tongxin-cjr-2025/t1";
const SECOND: &str = "tongxin-cjr-2025/t2";

fn reviewed(office: &Office, item: &str, progress: u8, done: &str) {
    let edit = ReviewEdit {
        status: Field::Set(Status::InProgress),
        progress: Field::given(Progress::try_from(progress).ok()),
        done: Field::Set(done.into()),
        ..ReviewEdit::default()
    };
    office.does(Command::Review { items: vec![id(item)], period: PERIOD, edit });
}

#[test]
fn a_list_that_nobody_filled_in_changes_nothing() {
    let office = Office::open();
    reviewed(&office, FIRST, 60, "=SUM(A1)\n'引号");
    for bytes in [office.tasks(Format::Xlsx), office.indicators(), office.tasks(Format::Csv)] {
        assert_eq!(read(&bytes).remarks, []);
        let taken = office.take_back(&bytes, BothChanged::Keep);
        assert_eq!((told(&taken), why_not(&taken), taken.seq), (vec![], vec![], None));
        assert!(taken.rows > 0);
    }
}

#[test]
fn filled_in_cells_are_saved_in_one_entry_and_can_be_undone() {
    let office = Office::open();
    let before = office.desk.snapshot();
    let book = Book::open(&office.tasks(Format::Xlsx))
        .fill(FIRST, "状态", "已完成")
        .fill_number(FIRST, "进度", 100.0)
        .fill(FIRST, "进展情况", "建成 3 个站点")
        .fill(FIRST, "牵头单位", "县卫健委、残联")
        .fill(SECOND, "责任人", "王五")
        .fill(SECOND, "完成时限", "2024年底");
    let bytes = book.save();
    let previewed = office.preview(&bytes);
    assert_eq!(office.desk.history().unwrap().len(), 1, "a preview changes nothing");
    let taken = office.take_back(&bytes, BothChanged::Keep);
    assert_eq!(
        told(&taken),
        [
            "tongxin-cjr-2025/t1 牵头单位: - → 卫生健康委员会、残疾人联合会",
            "tongxin-cjr-2025/t1 状态: - → 已完成",
            "tongxin-cjr-2025/t1 进度: - → 100",
            "tongxin-cjr-2025/t1 进展情况: - → 建成 3 个站点",
            "tongxin-cjr-2025/t2 责任人: - → 王五",
            "tongxin-cjr-2025/t2 完成时限: - → 2024",
        ]
    );
    assert_eq!(told(&previewed), told(&taken));
    assert_eq!(why_not(&taken), Vec::<String>::new());
    let history = office.desk.history().unwrap();
    assert_eq!((history.len(), history[1].what.as_str()), (2, "take-back"));
    assert_eq!(told(&office.take_back(&bytes, BothChanged::Keep)), Vec::<String>::new(), "once is enough");
    office.does(Command::Undo(Direction::Back));
    let after = office.desk.snapshot();
    assert!(before.dossiers().eq(after.dossiers()), "undo restores everything");
}

#[test]
fn a_goal_of_the_year_is_returned_and_conflicts_like_any_other_field() {
    let office = Office::open();
    let book =
        Book::open(&office.tasks(Format::Xlsx)).fill(FIRST, "年度目标", "建成两处").fill(SECOND, "年度目标", "全覆盖");
    let bytes = book.save();
    let goal =
        |text: &str| Command::SetGoal { items: vec![id(SECOND)], year: Year(2023), text: Field::Set(text.into()) };
    office.does(goal("另有目标"));
    let taken = office.take_back(&bytes, BothChanged::Keep);
    assert_eq!(told(&taken), ["tongxin-cjr-2025/t1 年度目标: - → 建成两处"]);
    assert_eq!(taken.clashes.len(), 1);
    assert_eq!(taken.changes[0].period, Some(Period::annual(Year(2023))));
    let snapshot = office.desk.snapshot();
    let (dossier, task) = snapshot.task(&id(FIRST)).unwrap();
    assert_eq!(dossier.goal(&task.id, Year(2023)), Some("建成两处"));
    let taken = office.take_back(&bytes, BothChanged::TakeTheirs);
    assert_eq!(told(&taken), ["tongxin-cjr-2025/t2 年度目标: 另有目标 → 全覆盖"]);
    let mut book = Book::open(&office.tasks(Format::Xlsx));
    *book.cell(FIRST, "年度目标") = Data::Empty;
    let taken = office.take_back(&book.save(), BothChanged::Keep);
    assert_eq!(told(&taken), ["tongxin-cjr-2025/t1 年度目标: 建成两处 → -"]);
}

#[test]
fn an_emptied_cell_clears_the_value() {
    let office = Office::open();
    reviewed(&office, FIRST, 60, "一些进展");
    let mut book = Book::open(&office.tasks(Format::Xlsx));
    *book.cell(FIRST, "进展情况") = Data::Empty;
    let taken = office.take_back(&book.save(), BothChanged::Keep);
    assert_eq!(told(&taken), ["tongxin-cjr-2025/t1 进展情况: 一些进展 → -"]);
}

#[test]
fn a_list_may_be_rearranged_as_people_do() {
    let office = Office::open();
    let mut book =
        Book::open(&office.tasks(Format::Xlsx)).fill(FIRST, "进展情况", "有进展").fill(SECOND, "状态", "滞后");
    let note = Data::String("注：本表由办公室汇总。".into());
    let page = &mut book.pages[0];
    let width = page.rows[0].len();
    // Rows in reverse order, with a title above, blank lines and notes between them, and repeated headings.
    let headings = page.rows[2].clone();
    page.rows[3..].reverse();
    page.rows.insert(20, vec![Data::Empty; width]);
    page.rows.insert(21, headings);
    page.rows.insert(0, vec![Data::String("同心县报送材料".into())]);
    page.rows.insert(0, vec![Data::Empty; width]);
    page.rows.push(vec![note]);
    // Columns in reverse order, an extra one of the office, and another name for one.
    for row in &mut page.rows {
        row.resize(width, Data::Empty);
        row.reverse();
        row.insert(0, Data::Empty);
    }
    page.rows[4][0] = Data::String("备注".into());
    for cell in page.rows.iter_mut().flatten().filter(|cell| **cell == "进展情况") {
        *cell = Data::String("工作 完成情况\n（必填）".into());
    }
    let bytes = book.save();
    let list = read(&bytes);
    assert_eq!(list.unread.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>(), ["备注"]);
    let taken = office.take_back(&bytes, BothChanged::Keep);
    assert_eq!(why_not(&taken), Vec::<String>::new());
    let mut told = told(&taken);
    told.sort();
    assert_eq!(told, ["tongxin-cjr-2025/t1 进展情况: - → 有进展", "tongxin-cjr-2025/t2 状态: - → 滞后"]);
}

#[test]
fn values_entered_by_others_meanwhile_are_never_overwritten_unasked() {
    let office = Office::open();
    reviewed(&office, FIRST, 20, "导出时");
    let book =
        Book::open(&office.tasks(Format::Xlsx)).fill(FIRST, "进展情况", "表中所填").fill_number(SECOND, "进度", 10.0);
    reviewed(&office, FIRST, 30, "后来所填");
    let taken = office.preview(&book.save());
    assert_eq!(told(&taken), ["tongxin-cjr-2025/t2 进度: - → 10"], "an untouched progress of 20 does not come back");
    assert_eq!(taken.clashes.len(), 1);
    let clash = &taken.clashes[0];
    let words = |text: &str| Some(FieldValue::Words(text.into()));
    assert_eq!(
        (&clash.sent, &clash.change.old, &clash.change.new),
        (&words("导出时"), &words("后来所填"), &words("表中所填"))
    );
    let taken = office.take_back(&book.save(), BothChanged::TakeTheirs);
    assert!(taken.clashes.is_empty());
    assert!(told(&taken).contains(&"tongxin-cjr-2025/t1 进展情况: 后来所填 → 表中所填".to_string()));
}

#[test]
fn the_same_change_on_both_sides_is_no_conflict() {
    let office = Office::open();
    let book = Book::open(&office.tasks(Format::Xlsx)).fill_number(FIRST, "进度", 60.0).fill(FIRST, "状态", "推进中");
    reviewed(&office, FIRST, 60, "别的");
    let taken = office.take_back(&book.save(), BothChanged::Keep);
    assert!(taken.clashes.is_empty() && taken.changes.is_empty());
}

#[rstest]
#[case("状态", "差不多了", "Q 列", "不是状态")]
#[case("进度", "120", "R 列", "不是进度")]
#[case("进度", "0.5", "R 列", "不是进度")]
#[case("完成时限", "尽快", "N 列", "不是完成时限")]
#[case("评估期", "去年", "O 列", "不是评估期")]
#[case("评估期", "2024 年度", "4 行", "评估期与导出时不同")]
#[case("id", "tongxin-cjr-2025/t999", "4 行", "请核对 id")]
#[case("id", "合计", "B 列", "不是 id")]
fn a_bad_cell_is_named_with_its_place(
    #[case] heading: &str,
    #[case] words: &str,
    #[case] place: &str,
    #[case] why: &str,
) {
    let office = Office::open();
    let book = Book::open(&office.tasks(Format::Xlsx)).fill(FIRST, "进展情况", "行").fill(FIRST, heading, words);
    let book = book.fill(SECOND, "进展情况", "好行");
    let taken = office.take_back(&book.save(), BothChanged::Keep);
    let reasons = why_not(&taken);
    assert_eq!(reasons.len(), 1, "{reasons:?}");
    assert!(reasons[0].contains(place) && reasons[0].contains(why) && reasons[0].contains("第 4 行"), "{reasons:?}");
    assert!(told(&taken).contains(&"tongxin-cjr-2025/t2 进展情况: - → 好行".to_string()), "the rest is taken");
}

#[test]
fn the_error_of_a_formula_is_not_read_as_a_value() {
    let office = Office::open();
    let mut book = Book::open(&office.tasks(Format::Xlsx));
    *book.cell(FIRST, "进度") = Data::Error(CellErrorType::NA);
    let taken = office.preview(&book.save());
    assert!(why_not(&taken)[0].contains("#N/A"), "{:?}", why_not(&taken));
    assert!(taken.changes.is_empty());
}

#[test]
fn contradictory_rows_are_all_left_out() {
    let office = Office::open();
    let mut book = Book::open(&office.tasks(Format::Xlsx)).fill(FIRST, "进展情况", "甲").fill(FIRST, "状态", "滞后");
    let row = book.row(FIRST);
    let mut copy = book.pages[0].rows[row].clone();
    copy[book.column("进展情况")] = Data::String("乙".into());
    book.pages[0].rows.push(copy);
    let taken = office.preview(&book.save());
    assert_eq!(told(&taken), ["tongxin-cjr-2025/t1 状态: - → 滞后"], "they agree about the status");
    let reasons = why_not(&taken);
    assert!(reasons[0].contains("第 64 行") && reasons[0].contains("第 4 行"), "{reasons:?}");
}

#[test]
fn a_task_on_the_lists_of_two_departments_may_be_filled_in_on_either() {
    let office = Office::open();
    let sent = office.tasks(Format::Xlsx);
    let one = Book::open(&sent).fill(FIRST, "进展情况", "甲单位所填").save();
    let other = Book::open(&sent).fill(FIRST, "存在问题", "乙单位所填").save();
    let lists = [read(&one), read(&other)];
    let taken = office.desk.take_back(&actor(), &lists, BothChanged::Keep).unwrap();
    assert_eq!(taken.changes.len(), 2);
    assert!(taken.why_not.is_empty() && taken.clashes.is_empty());
}

#[test]
fn a_missing_or_repeated_column_is_reported() {
    let office = Office::open();
    let mut book = Book::open(&office.tasks(Format::Xlsx)).fill(FIRST, "进展情况", "甲");
    let column = book.column("佐证材料");
    book.pages[0].rows[2][column] = Data::String("责任单位".into());
    let taken = office.preview(&book.save());
    assert_eq!(told(&taken), ["tongxin-cjr-2025/t1 进展情况: - → 甲"], "the missing column is left alone");
    assert!(why_not(&taken)[0].contains("“责任单位”列与另一列含义相同"), "{:?}", why_not(&taken));
    let column = book.column("id");
    book.pages[0].rows[2][column] = Data::Empty;
    let reasons = why_not(&office.preview(&book.save()));
    assert!(reasons.iter().any(|reason| reason.contains("没有 id 列")), "{reasons:?}");
}

#[test]
fn a_due_year_that_the_document_states_can_be_emptied() {
    let office = Office::open();
    let snapshot = office.desk.snapshot();
    let dossier = snapshot.plan_named("bachu").unwrap();
    let task = dossier.plan.tasks.iter().find(|task| task.stated.due.is_some()).unwrap();
    let export = plandesk::export::Export {
        content: plandesk::export::Content::Tasks(vec![(dossier, task)]),
        period: &|_| PERIOD,
        thresholds: &Thresholds::default(),
        language: plandesk::text::Language::Zh,
    };
    let mut book = Book::open(&export.bytes(Format::Xlsx).unwrap().0);
    *book.cell(&task.id.to_string(), "完成时限") = Data::Empty;
    let taken = office.take_back(&book.save(), BothChanged::Keep);
    assert_eq!(taken.changes.len(), 1);
    assert_eq!(office.desk.snapshot().assignment(&task.id).unwrap().due, None);
}

#[test]
fn readings_come_back_by_year() {
    let office = Office::open();
    let item = "tongxin-cjr-2025/i1";
    let mut book =
        Book::open(&office.indicators()).fill_number(item, "2022 实际值", 12.5).fill(item, "2023 实际值", "１,２３４");
    let taken = office.take_back(&book.save(), BothChanged::Keep);
    assert_eq!(told(&taken), [format!("{item} 2022 实际值: - → 12.5"), format!("{item} 2023 实际值: - → 1234")]);
    *book.cell(item, "2023 实际值") = Data::String("约一半".into());
    assert!(why_not(&office.preview(&book.save()))[0].contains("不是数字"));
}

#[test]
fn a_csv_saved_by_excel_or_wps_is_read() {
    let office = Office::open();
    reviewed(&office, FIRST, 20, "=不是公式");
    let text = String::from_utf8(office.tasks(Format::Csv)).unwrap();
    let filled = text.replacen("推进中,20,'=不是公式,,", "已完成,100,'=不是公式,'-缺人,", 1);
    assert_ne!(text, filled);
    let gb18030 = encoding_rs::GB18030.encode(filled.trim_start_matches('\u{feff}')).0.into_owned();
    for bytes in [filled.into_bytes(), gb18030] {
        let taken = office.preview(&bytes);
        assert_eq!(why_not(&taken), Vec::<String>::new());
        assert_eq!(
            told(&taken),
            [
                "tongxin-cjr-2025/t1 状态: 推进中 → 已完成",
                "tongxin-cjr-2025/t1 进度: 20 → 100",
                "tongxin-cjr-2025/t1 存在问题: - → -缺人"
            ]
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn a_returned_list_changes_exactly_the_cells_that_were_filled_in(
        entered in prop::collection::vec((1_u32..25, 0_usize..5, prop::option::of(0_u8..=100), "[ -~\u{7}一-三=+'_x0-9A\n\r、，。（）\u{1f600}]{0,12}"), 1..6),
        filled in (1_u32..25, 1_usize..1000),
    ) {
        let office = Office::open();
        let plan = PlanId::new("tongxin-cjr-2025").unwrap();
        for (number, status, progress, words) in entered {
            let items = vec![plan.item(ItemKind::Task, number)];
            let edit = ReviewEdit {
                status: Field::Set(Status::ALL[status]),
                progress: Field::given(progress.and_then(|percent| Progress::try_from(percent).ok())),
                done: Field::Set(words.clone()),
                ..ReviewEdit::default()
            };
            office.does(Command::Review { items: items.clone(), period: PERIOD, edit });
            let edit = AssignmentEdit {
                lead: Field::Set(vec![words.clone()]),
                person: Field::Set(words),
                due: Field::given(Due::end_of_year(Year(2020 + i32::from(progress.unwrap_or(1) % 10)))),
                ..AssignmentEdit::default()
            };
            office.does(Command::Assign { items, edit });
        }
        for bytes in [office.tasks(Format::Xlsx), office.tasks(Format::Csv), Book::open(&office.tasks(Format::Xlsx)).save()] {
            let taken = office.preview(&bytes);
            prop_assert_eq!((told(&taken), why_not(&taken)), (vec![], vec![]));
        }
        let (number, words) = (filled.0, format!("新填{}", filled.1));
        let item = plan.item(ItemKind::Task, number).to_string();
        let book = Book::open(&office.tasks(Format::Xlsx)).fill(&item, "下一步措施", &words);
        let taken = office.take_back(&book.save(), BothChanged::Keep);
        prop_assert_eq!(told(&taken), [format!("{item} 下一步措施: - → {words}")]);
        prop_assert_eq!(taken.changes[0].period, Some(Period::annual(Year(2023))));
    }
}

#[test]
fn a_changed_cell_that_is_not_to_be_filled_in_is_reported() {
    let office = Office::open();
    let book = Book::open(&office.tasks(Format::Xlsx)).fill(FIRST, "任务", "换了说法").fill(SECOND, "状态", "滞后");
    let (row, column) = (book.row(FIRST), book.column("任务"));
    let list = read(&book.save());
    let (place, remark) = &list.remarks[0];
    assert_eq!((place.row as usize, place.column.map(|column| column as usize)), (row + 1, Some(column)));
    assert_eq!((remark, list.remarks.len()), (&Remark::Locked("换了说法".into()), 1));
    assert_eq!(told(&office.preview(&book.save())), ["tongxin-cjr-2025/t2 状态: - → 滞后"]);
}

#[test]
fn a_list_without_ids_is_matched_by_title_on_request() {
    let office = Office::open();
    let mut book = Book::open(&office.tasks(Format::Xlsx))
        .fill(FIRST, "状态", "滞后")
        .fill(SECOND, "任务", "没有这样的任务")
        .fill(SECOND, "状态", "滞后");
    let ids = book.column("id");
    book.pages[0].rows.iter_mut().for_each(|row| drop(row.remove(ids)));
    let list = read(&book.save());
    assert!(list.rows.is_empty() && list.nameless.len() >= 2);
    let refused = office.desk.preview_take_back(std::slice::from_ref(&list), BothChanged::Keep);
    assert!(told(&refused).is_empty() && why_not(&refused)[0].contains("--by-text"), "{:?}", why_not(&refused));
    let taken = office.desk.preview_take_back(&[office.desk.named_by_text(list)], BothChanged::Keep);
    assert_eq!(told(&taken), ["tongxin-cjr-2025/t1 状态: - → 滞后"]);
    assert_eq!(why_not(&taken).len(), 1);
    assert!(why_not(&taken)[0].contains("恰好是这些文字"), "{:?}", why_not(&taken));
}

#[test]
fn a_formula_without_a_saved_value_is_reported() {
    let office = Office::open();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in [(0, "id"), (1, "评估期"), (2, "进度"), (3, "进展情况")] {
        sheet.write_string(0, column, heading).unwrap();
    }
    sheet.write_string(1, 0, FIRST).unwrap();
    sheet.write_string(1, 1, "2023").unwrap();
    sheet.write_formula(1, 2, rust_xlsxwriter::Formula::new("=30+30").set_result("60")).unwrap();
    sheet.write_string(1, 3, "建成").unwrap();
    let whole = workbook.save_to_buffer().unwrap();
    assert_eq!(told(&office.preview(&whole)).len(), 2);
    let without = changed_part(&whole, "xl/worksheets/sheet1.xml", |part| part.replace("<v>60</v>", ""));
    let taken = office.preview(&without);
    assert_eq!(told(&taken), ["tongxin-cjr-2025/t1 进展情况: - → 建成"]);
    assert!(why_not(&taken)[0].contains("公式没有保存结果"), "{:?}", why_not(&taken));
}

/// Returns a workbook with one of its parts changed.
fn changed_part(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let (part_name, mut content) = (part.name().unwrap().to_string(), Vec::new());
        part.read_to_end(&mut content).unwrap();
        if part_name == name {
            let before = String::from_utf8(content).unwrap();
            let after = change(before.clone());
            assert_ne!(after, before);
            content = after.into_bytes();
        }
        zip.start_file(part_name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
