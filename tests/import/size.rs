//! Long documents and long lines are read in linear time; with quadratic time these tests would not end. `cargo bench
//! --bench import -- --large` measures longer ones.

use plandesk::import;
use plandesk::plan::Departments;
use rstest::rstest;

fn read(text: &str) -> usize {
    import::read("甲.txt", text.as_bytes(), &Departments::default()).map_or(0, |d| d.plans[0].tasks.len())
}

#[rstest]
#[case::plain("推动工作")]
#[case::digits("1111")]
#[case::numbers("一、（一）1.")]
#[case::dashes("————")]
#[case::open_brackets("《（“")]
#[case::tabs("指标\t")]
#[case::blanks("  ")]
#[case::bookmarks("[bookmark: a]")]
#[case::open_bookmarks("[bookmark:")]
#[case::stars("**")]
#[case::dots("……")]
#[case::boxes("专栏1 ")]
#[case::sentences("。（一）")]
#[case::chapters("第一章")]
#[case::notices("关于印发《甲》的通知")]
#[case::lists("1.办学校")]
#[case::dates("2022年3月1日")]
fn a_line_of_sixty_thousand_characters(#[case] piece: &str) {
    let line = piece.repeat(60_000 / piece.chars().count());
    read(&line);
    read(&format!("一、任务\n{line}\n（一）加强领导\n{line}"));
}

#[rstest]
#[case::tasks("1.推动工作。做好。\n")]
#[case::chapters("一、任务\n")]
#[case::short_lines("加强领导\n")]
#[case::sections("第一节 任务\n加强领导工作\n")]
#[case::dashes("——推动工作。\n")]
#[case::boxes("专栏1 项目\n1.培训项目。\n")]
#[case::box_lines("专栏1 项目\n")]
#[case::cells("\t指标\n")]
#[case::heads("\t指标\n\t2020年\n\t2025年\n\t属性\n\n")]
#[case::table_rows("指标\t2020年\t2025年\t属性\n")]
#[case::captions("表1 主要指标\n")]
#[case::titles("甲县“十四五”教育规划\n")]
#[case::contents("目录\n")]
#[case::pages("— 1 —\n某县规划\n")]
#[case::numbers("1\n2\n3\n")]
#[case::notes("注：1.甲\n2.乙\n")]
#[case::broken("关于印发《\n")]
#[case::work_heads("序号\t重点任务\t牵头单位\n")]
#[case::work_cells("\t序号\n\t重点任务\n\t牵头单位\n\t1\n")]
#[case::lone_work_cells("序号\n重点任务\n牵头单位\n1\n建校\n县教育局\n")]
#[case::articles("第一条 任务\n")]
#[case::decimals("1.1 任务\n1.2 工作\n")]
#[case::nested("第一章 任务\n第一节 工作\n一、甲\n（一）乙\n1.丙\n——丁\n1.戊\n")]
fn many_lines(#[case] piece: &str) {
    read(&piece.repeat(30_000 / piece.chars().count()));
}
