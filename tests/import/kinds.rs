//! The importer on made-up documents of many kinds.

use plandesk::import::{self, Document};
use plandesk::plan::{Departments, Doubt, DoubtKind, Due, Nature, Plan, Task, Year};

fn document(text: &str) -> Document {
    import::read("某规划.txt", text.as_bytes(), &Departments::bundled()).unwrap()
}

fn plan(text: &str) -> Plan {
    document(text).plans.remove(0)
}

/// Returns the numbers of chapters, tasks, boxes, projects, indicators and binding indicators.
fn counts(plan: &Plan) -> [usize; 6] {
    let projects = plan.tasks.iter().filter(|t| t.special_box.is_some()).count();
    let binding = plan.indicators.iter().filter(|i| i.nature == Some(Nature::Binding)).count();
    let tasks = plan.tasks.len() - projects;
    [plan.chapters().count(), tasks, plan.boxes.len(), projects, plan.indicators.len(), binding]
}

fn tasks(plan: &Plan) -> Vec<String> {
    plan.tasks.iter().map(|t| format!("{}{}", t.number, t.title)).collect()
}

/// Returns the lead and supporting departments of a task and its due date.
fn stated(task: &Task) -> (String, String, Option<String>) {
    (task.stated.lead.join("、"), task.stated.support.join("、"), task.stated.due.map(|due| due.to_string()))
}

#[test]
fn a_provincial_outline_has_parts_boxes_01_and_02_and_changes_over_the_term() {
    let plan = plan(include_str!("../documents/province.txt"));
    assert_eq!(counts(&plan), [3, 7, 2, 3, 9, 3]);
    let projects: Vec<&str> = plan.box_items(1).map(|p| p.title.as_str()).collect();
    assert_eq!(projects, ["国家实验室培育工程", "大科学装置工程", "省级创新中心工程"]);
    let energy = &plan.indicators[7];
    assert_eq!(energy.targets.iter().map(|t| t.value).collect::<Vec<_>>(), [Some(14.0)], "{energy:?}");
}

#[test]
fn decimal_headings_nest_and_end_tables() {
    let plan = plan(include_str!("../documents/decimal.txt"));
    assert_eq!(counts(&plan), [4, 7, 0, 0, 4, 3]);
    assert_eq!(plan.indicators[1].name, "细颗粒物（PM2.5）浓度");
    let numbers: Vec<&str> = plan.tasks.iter().map(|t| t.number.as_str()).collect();
    assert_eq!(numbers, ["3.1.1", "3.1.2", "3.2.1", "3.2.2", "3.3", "4.1", "4.2"]);
    assert_eq!(
        stated(&plan.tasks[0]),
        ("工业和信息化局".to_string(), "发展和改革委员会、生态环境局".to_string(), Some("2023".to_string()))
    );
}

#[test]
fn a_division_of_work_says_who_leads() {
    let plan = plan(include_str!("../documents/division.txt"));
    assert_eq!(counts(&plan), [3, 6, 0, 0, 0, 0]);
    let who: Vec<String> = plan.tasks.iter().map(|t| t.stated.lead.join("、")).collect();
    assert_eq!(who, ["教育局", "教育局", "卫生健康委员会", "卫生健康委员会", "", ""]);
}

#[test]
fn page_numbers_glued_to_headings_and_blanks_between_cells_are_read() {
    let plan = plan(include_str!("../documents/glued.txt"));
    assert_eq!(counts(&plan), [4, 6, 1, 2, 3, 2]);
    assert!(plan.tasks[0].text.contains("综合养老服务中心，床位"));
}

#[test]
fn a_document_in_one_line_gives_the_same_records() {
    let (one, lines) =
        (document(include_str!("../documents/one-line.txt")), document(include_str!("../documents/division.txt")));
    let (a, b) = (&one.plans[0], &lines.plans[0]);
    assert_eq!((&a.title, &a.id, counts(a), tasks(a)), (&b.title, &b.id, counts(b), tasks(b)));
    let texts = |plan: &Plan| plan.tasks.iter().map(|t| (t.text.clone(), stated(t))).collect::<Vec<_>>();
    assert_eq!(texts(a), texts(b));
    let headings = |plan: &Plan| plan.outline.iter().map(|n| n.heading()).collect::<Vec<_>>();
    assert_eq!(headings(a), headings(b));
    let notice = |document: &Document| document.notice.clone().map(|n| (n.issuer, n.number, n.date));
    assert_eq!(notice(&one), notice(&lines));
    let parted = |doubt: &Doubt| matches!(doubt.kind, DoubtKind::LostLineBreaks { count: 1 });
    assert!(a.doubts.iter().any(parted), "{:?}", a.doubts);
}

/// The same division of work as a table and as cells on lines of their own.
const ROWS: &str = "白河县“十四五”规划重点任务分工方案\n一、总体要求\n抓好落实。\n二、任务分工\n序号\t类别\t重点任务\t具体举措\t牵头单位\t配合单位\t完成时限\n1\t教育\t建设普通高中\t新建校舍2万平方米。\t县教育局\t县财政局、县住房城乡建设局\t2023年12月\n2\t\t改善寄宿条件\t改造宿舍30间。\t县教育局\t县发展改革委\t2024年\n3\t健康\t建设县医院新院区\t完成主体工程。\t县卫生健康委\t\t2025年6月底前\n三、工作要求\n（一）加强领导。压实责任。";

#[test]
fn a_table_that_divides_the_work_is_read_row_by_row() {
    let rows = plan(ROWS);
    assert_eq!(counts(&rows), [3, 4, 0, 0, 0, 0]);
    let titles = ["1建设普通高中", "2改善寄宿条件", "3建设县医院新院区", "（一）加强领导"];
    assert_eq!(tasks(&rows), titles);
    let who = |lead: &str, support: &str, due: &str| (lead.to_string(), support.to_string(), Some(due.to_string()));
    assert_eq!(stated(&rows.tasks[0]), who("教育局", "财政局、住房和城乡建设局", "2023-12"));
    assert_eq!(stated(&rows.tasks[2]), who("卫生健康委员会", "", "2025-06"));
    assert_eq!(rows.path(rows.tasks[1].node), ["二、任务分工", "教育"]);

    let cells: String = ROWS
        .lines()
        .map(|line| match line.contains('\t') {
            true => format!("\n{}\n", line.split('\t').map(|cell| format!("\t{cell}")).collect::<Vec<_>>().join("\n")),
            false => format!("{line}\n"),
        })
        .collect();
    let led = plan(&cells);
    assert_eq!(tasks(&led), titles, "{cells}");
    assert_eq!(led.tasks.iter().map(stated).collect::<Vec<_>>(), rows.tasks.iter().map(stated).collect::<Vec<_>>());
}

#[test]
fn cells_alone_and_columns_in_any_order_are_read() {
    let lone = plan(
        "石门市2024年重点工作任务分解表\n序号\n工作任务\n具体措施\n责任单位\n完成时限\n1\n开展就业培训\n培训2万人次。\n市教育局\n2024年11月\n2\n治理积水点\n改造管网15公里。\n市住房城乡建设局\n长期坚持",
    );
    assert_eq!(tasks(&lone), ["1开展就业培训", "2治理积水点"]);
    assert_eq!((lone.term.first, lone.term.last), (Year(2024), Year(2024)));
    assert_eq!(stated(&lone.tasks[0]), ("教育局".to_string(), String::new(), Some("2024-11".to_string())));
    let spanning = plan(
        "石门市“十四五”养老任务分解方案\n一、任务\n完成时限\t责任部门\t主要任务\t具体内容\n2023年\t市民政局\t建设设施\t新建机构3家。\n\t市财政局\t\t设立补助资金。\n2025年\t市卫生健康委\t医养结合\t签约率达到90%。",
    );
    assert_eq!(tasks(&spanning), ["新建机构3家", "设立补助资金", "签约率达到90%"]);
    assert_eq!(spanning.path(spanning.tasks[1].node), ["一、任务", "建设设施"]);
}

#[test]
fn sections_with_text_are_tasks_and_rows_of_a_box_are_projects() {
    let plan = plan(
        "南溪省“十四五”现代物流发展规划\n第一篇 发展基础\n第一章 现状\n第一节 主要成就\n物流业增加值持续增长。\n第二篇 重点任务\n第一章 构建枢纽体系\n第一节 建设物流枢纽\n依托港口，到2025年建成枢纽6个。\n加快补齐短板。\n专栏1 物流设施重点工程\n——枢纽工程。建设枢纽2个。\n——冷链工程。建设冷库30万立方米。\n第二节 发展多式联运\n推进铁路进港。\n专栏2 重大项目\n项目名称\t建设内容\t建设年限\t责任单位\n海港铁路专线\t新建线路24公里\t2021—2024年\t省发展改革委\n空港货站\t扩建货站5万平方米\t2022—2025年\t省交通运输厅\n第二章 壮大主体\n第一节 培育企业\n培育企业10家。\n第三篇 规划实施\n第一节 组织领导\n统筹推进。",
    );
    assert_eq!(counts(&plan), [3, 4, 2, 4, 0, 0]);
    let due: Vec<_> = plan.box_items(1).map(|p| (p.title.as_str(), p.stated.due)).collect();
    assert_eq!(due, [("海港铁路专线", Due::end_of_year(Year(2024))), ("空港货站", Due::end_of_year(Year(2025)))]);
}

#[test]
fn articles_of_a_city_plan_belong_to_its_chapters() {
    let plan = plan(include_str!("../documents/city.txt"));
    assert_eq!(counts(&plan), [4, 6, 0, 0, 0, 0]);
    assert_eq!(tasks(&plan)[1], "第七条保护生态空间");
    assert_eq!(plan.path(plan.tasks[2].node), ["第三章 空间布局", "第八条 完善交通网络"]);
}

#[test]
fn tables_in_the_middle_of_tasks_are_not_their_text() {
    let plan = plan(include_str!("../documents/water.txt"));
    assert_eq!(counts(&plan), [4, 9, 0, 0, 3, 2]);
    let first = plan.tasks.iter().find(|t| t.title == "工业污染防治").unwrap();
    assert!(!first.text.contains("甲园区") && first.stated.due == Due::end_of_year(Year(2023)), "{}", first.text);
}

#[test]
fn an_opinion_has_its_issuer_and_date_from_its_end() {
    let document = document(include_str!("../documents/opinion.txt"));
    assert_eq!(counts(&document.plans[0]), [3, 6, 0, 0, 0, 0]);
    assert_eq!(document.plans[0].sector, "基层治理现代化");
    let notice = document.notice.unwrap();
    assert_eq!((notice.issuer.as_deref(), notice.date.as_deref()), (Some("西岭县人民政府"), Some("2023年5月8日")));
    assert!(document.plans[0].tasks.iter().all(|t| !t.text.contains("公开发布")));
}

#[test]
fn headings_without_numbers_make_chapters_and_one_doubt() {
    let plan = plan(include_str!("../documents/unnumbered.txt"));
    assert_eq!(counts(&plan), [4, 3, 0, 0, 0, 0]);
    let unnumbered = |doubt: &&Doubt| matches!(doubt.kind, DoubtKind::UnnumberedHeadings { .. });
    assert_eq!(plan.doubts.iter().filter(unnumbered).count(), 1, "{:?}", plan.doubts);
}

#[test]
fn quantities_and_latin_letters_do_not_number_headings() {
    let plan = plan(include_str!("../documents/action.txt"));
    assert_eq!(counts(&plan), [3, 7, 0, 0, 0, 0]);
    assert!(plan.tasks[0].text.contains("400Wh/kg"));
}
