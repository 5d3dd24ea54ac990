//! Supervision notices: the items that they list, and their pages.

use plandesk::desk::{AssignmentEdit, Command, Desk, Field, ReviewEdit};
use plandesk::plan::{CaseLimits, ItemId, Period, Status, Year};
use plandesk::report::notice::{Letter, Notice, notices};
use plandesk::report::{Format, Wording};

use crate::support::programs::{ask, converted};
use crate::support::report::{PLAN, desk, dossier, execute, ids, today};

fn assign(desk: &Desk, items: Vec<ItemId>, lead: &str) {
    let edit = AssignmentEdit { lead: Field::Set(vec![lead.to_string()]), ..Default::default() };
    execute(desk, Command::Assign { items, edit });
}

fn review(desk: &Desk, items: Vec<ItemId>, period: Period, status: Status, problem: Option<&str>) {
    let edit = ReviewEdit {
        status: Field::Set(status),
        problem: Field::given(problem.map(String::from)),
        ..Default::default()
    };
    execute(desk, Command::Review { items, period, edit });
}

#[test]
fn a_notice_for_an_earlier_period_knows_nothing_of_later_problems() {
    let (_folder, desk) = desk();
    let (earlier, later) = (Period::annual(Year(2022)), Period::annual(Year(2023)));
    assign(&desk, ids("t1 t2 t3"), "教育局");
    review(&desk, ids("t1"), earlier, Status::InProgress, Some("经费没有到位"));
    review(&desk, ids("t2 t3"), earlier, Status::InProgress, None);
    review(&desk, ids("t1 t2 t3"), later, Status::InProgress, Some("人员不足"));
    let dossier = dossier(&desk);
    let problems = |period: Period| -> Vec<String> {
        let notices = notices(&[&dossier], &|_| period, &CaseLimits::default(), today());
        let [notice] = notices.iter().filter(|notice| notice.department == "教育局").collect::<Vec<_>>()[..] else {
            return Vec::new();
        };
        let table = notice.table();
        let column = table.columns.iter().position(|heading| heading == "未解决的问题").unwrap();
        table.records().map(|row| row[column].clone()).collect()
    };
    assert_eq!(problems(earlier), ["经费没有到位"]);
    assert_eq!(problems(later), ["经费没有到位\n人员不足", "人员不足", "人员不足"]);
}

/// Returns a notice as LibreOffice prints it; `None` without LibreOffice.
fn pages(notice: &Notice) -> Option<usize> {
    let folder = tempfile::tempdir().unwrap();
    let wording = Wording::default();
    let letter = Letter {
        number: Some(12),
        deadline: Some("2023年12月15日"),
        contact: Some("规划科李明（8812）"),
        ..Letter::plain(today(), &wording)
    };
    let bytes = notice.report(&letter).bytes(Format::Docx).unwrap();
    let pdf = converted(folder.path(), "notice.docx", &bytes, None, "pdf")?;
    let file = folder.path().join("notice.pdf");
    std::fs::write(&file, pdf).unwrap();
    let info = ask("pdfinfo", [file])?;
    let info = String::from_utf8(info.stdout).unwrap();
    info.lines().find_map(|line| line.strip_prefix("Pages:")).and_then(|count| count.trim().parse().ok())
}

#[test]
fn twenty_items_of_usual_length_fit_on_the_page_of_a_notice() {
    let (_folder, desk) = desk();
    let period = Period::annual(Year(2023));
    let items: Vec<ItemId> = (1..=20).map(|number| format!("{PLAN}/t{number}").parse().unwrap()).collect();
    assign(&desk, items.clone(), "卫生健康委员会");
    for (n, problem) in [
        "县级配套资金尚有1200万元缺口，项目进度受到影响",
        "专业技术人员缺编，招聘三次未满额",
        "征地拆迁进展缓慢，施工期短",
    ]
    .into_iter()
    .enumerate()
    {
        let some = items.iter().skip(n).step_by(4).cloned().collect();
        review(&desk, some, period, Status::Lagging, Some(problem));
    }
    let dossier = dossier(&desk);
    let notices = notices(&[&dossier], &|_| period, &CaseLimits::default(), today());
    let notice = notices.iter().find(|notice| notice.department == "卫生健康委员会").unwrap();
    assert_eq!(notice.items.len(), 20);
    let Some(pages) = pages(notice) else { return };
    assert_eq!(pages, 1);
}

#[test]
fn columns_in_which_nothing_stands_are_left_out() {
    let (_folder, desk) = desk();
    let open = dossier(&desk);
    let without_due = open.plan.tasks.iter().filter(|task| open.assignment(task).due.is_none()).take(2);
    assign(&desk, without_due.map(|task| task.id.clone()).collect(), "教育局");
    let dossier = dossier(&desk);
    let notices = notices(&[&dossier], &|_| Period::annual(Year(2023)), &CaseLimits::default(), today());
    let table = notices.iter().find(|notice| notice.department == "教育局").unwrap().table();
    assert_eq!(table.columns, ["序号", "任务、项目、指标", "督办事项", "办理情况"]);
    assert!(table.records().all(|row| row.len() == 4));
}
