//! Readings of texts whose layout, structure, tables, departments or dates are damaged or unusual. All are made up.

use plandesk::import::{self, Document, Given, NamedColumns};
use plandesk::plan::{Departments, DoubtKind, Due, Plan, Term, Year};
use rstest::rstest;

fn document(text: &str) -> Document {
    import::read("a.txt", text.as_bytes(), &Departments::bundled()).unwrap()
}

fn plan(text: &str) -> Plan {
    document(text).plans.remove(0)
}

/// Returns a line for each task and project: number, title, departments and due year; projects after their group.
fn items(plan: &Plan) -> String {
    let item = |task: &plandesk::plan::Task| {
        let names = [&task.stated.lead, &task.stated.support].map(|names| names.join("、"));
        let who =
            if names.iter().all(String::is_empty) { String::new() } else { format!(" [{}/{}]", names[0], names[1]) };
        let due = task.stated.due.map_or_else(String::new, |due| format!(" {due}"));
        let group = task.group.as_ref().map_or_else(String::new, |group| format!("{group}>"));
        let kind = if task.special_box.is_some() { "*" } else { "" };
        format!("{kind}{group}{}{}{who}{due}", task.number, task.title)
    };
    plan.tasks.iter().map(item).collect::<Vec<_>>().join("|")
}

const TITLE: &str = "云岭县养老服务“十四五”规划\n";
const FRONT: &str = "云岭县养老服务“十四五”规划\n一、总体要求\n坚持普惠。\n二、主要任务\n";

#[rstest]
// A chapter whose title ends like one on background contains tasks if its items divide the work, or are measures.
#[case(
    "三、擦亮人居环境\n（一）栽树。栽一千棵。（县林草局负责）\n（二）清河。清十条。（县水利局牵头）",
    "（一）栽树 [林业和草原局/]|（二）清河 [水利局/]"
)]
#[case("三、人居环境\n（一）推进绿化。栽一千棵。\n（二）开展清河。清十条。", "（一）推进绿化|（二）开展清河")]
#[case("三、发展环境\n（一）机遇前所未有。需求增长。\n（二）挑战依然严峻。供给不足。", "")]
#[case("三、美化村容，优化出行条件\n（一）栽树。栽一千棵。", "（一）栽树")]
// Chapters that state aims or reasons contain no tasks, even if their titles begin with a verb.
#[case("三、深刻认识养老服务的重要意义\n养老关系万家。\n四、锚定发展目标\n到2025年，床位达到千张。", "")]
#[case("三、准确把握总体要求\n坚持公益。\n四、完成目标任务\n（一）建床位。建千张。", "（一）建床位")]
// A lost chapter heading leaves a gap in the numbers.
#[case(
    "（一）建床位。建千张。\n（一）训人员。训百人。\n四、保障措施\n（一）加强领导。成立专班。",
    "（一）建床位|（一）训人员|（一）加强领导"
)]
// Indented headings, and numbers glued to page numbers and quantities.
#[case(
    "（一）建床位。\n新增床位，配齐设施，改善条件，方便老人就近入住。\u{a0}\u{a0}\u{a0}\u{a0}三、保障措施\n（一）加强领导。成立专班。",
    "（一）建床位|（一）加强领导"
)]
#[case("1.建床位。建千张。\n2.600张床位改造。改造老院。\n3.训人员。训百人。", "1.建床位|2.600张床位改造|3.训人员")]
#[case(
    "（一）建床位。建千张。\n28（二）训人员。训百人。\n31三、保障措施\n（一）加强领导。成立专班。",
    "（一）建床位|（二）训人员|（一）加强领导"
)]
#[case(
    "（一）健全制度\n扩大补贴范围，做到城乡标准统\n一、可持续的补贴制度，逐步提高。\n（二）建床位\n新建千张。",
    "（一）健全制度|（二）建床位"
)]
// Special boxes.
#[case(
    "（一）建床位。建千张。\n专栏1 养老行动1.食堂。建十所。2.床位。增百张。\n（二）训人员。训百人。",
    "（一）建床位|*1.食堂|*2.床位|（二）训人员"
)]
#[case(
    "（一）建床位。建千张。专栏1 养老重点工程\n1.食堂项目。建十所。\n（二）训人员。训百人。",
    "（一）建床位|*1.食堂项目|（二）训人员"
)]
#[case(
    "（一）建床位。建千张。\n专栏1 养老行动\n方向\t主要任务\n助餐\t建食堂十所。\n助医\t签约千人。\n（二）训人员。训百人。",
    "（一）建床位|*助餐|*助医|（二）训人员"
)]
#[case(
    "（一）建床位。建千张。\n专栏1 养老行动\n类型\t项目\t建设内容\n设施\t食堂\t建十所。\n\t床位\t增百张。\n队伍\t护理员\t训百人。\n（二）训人员。训百人。",
    "（一）建床位|*设施>食堂|*设施>床位|*队伍>护理员|（二）训人员"
)]
#[case(
    "（一）建床位。建千张。\n专栏1 养老行动\n一、设施\n1.食堂。建十所。\n2.床位。增百张。\n二、队伍\n3.护理员。训百人。\n三、保障\n4.补贴。发百万。\n（二）训人员。训百人。",
    "（一）建床位|*一、设施>1.食堂|*一、设施>2.床位|*二、队伍>3.护理员|*三、保障>4.补贴|（二）训人员"
)]
// Closing lines belong to no task, and a month belongs to the year mentioned before.
#[case(
    "（一）建床位。建千张。\n（二）训人员。训百人。\n各乡镇要在2023年6月底前制定方案，报县政府备案。",
    "（一）建床位|（二）训人员"
)]
#[case(
    "（一）建床位。2023年建千张，完成时限：2024.06。\n（二）训人员。2022—2023年训百人。",
    "（一）建床位 2024-06|（二）训人员 2023"
)]
// A table that divides the work is in an attachment, with rows of groups in between.
#[case(
    "（一）建床位。建千张。\n三、保障措施\n（一）加强领导。成立专班。\n附件1\n云岭县养老服务重点任务清单\n序号\t工作任务\t责任单位\t完成时间\n一、设施类\n1\t建食堂十所\t县民政局\t2022年底\n二、队伍类\n2\t训护理员百人\t县人社局\t2023年6月",
    "（一）建床位|（一）加强领导|1建食堂十所 [民政局/] 2022|2训护理员百人 [人力资源和社会保障局/] 2023-06"
)]
// Headings separated from the text before them by two blanks, or glued to a page mark.
#[case(
    "（一）建床位。\n新增床位，配齐设施，方便老人就近入住。  三、保障措施\n（一）加强领导。成立专班。",
    "（一）建床位|（一）加强领导"
)]
#[case(
    "（一）建床位。建千张。\n- 12 -（二）训人员。训百人。\n第 14 页三、保障措施\n（一）加强领导。成立专班。",
    "（一）建床位|（二）训人员|（一）加强领导"
)]
#[case("（一）建床位。逐家检查，实现第\n三、四季度全覆盖。\n（二）训人员。训百人。", "（一）建床位|（二）训人员")]
// The class column of a box names its rows if nothing else does; the title of a box may be in brackets.
#[case(
    "（一）建床位。建千张。\n专栏1 养老行动\n领域\t方向\t主要内容\n设施\t食堂\t建十所。\n\t床位\t增百张。\n（二）训人员。训百人。",
    "（一）建床位|*设施>食堂|*设施>床位|（二）训人员"
)]
#[case(
    "（一）建床位。建千张。\n【专栏1 养老服务项目】（1）食堂项目。建十所。\n（2）床位项目。增百张。\n（二）训人员。训百人。",
    "（一）建床位|*（1）食堂项目|*（2）床位项目|（二）训人员"
)]
// Brackets that list departments, with generic units and dates among them; labels of one word; labels line by line.
#[case(
    "1.建床位。建千张。（县民政局、县财政局，各乡镇人民政府）\n2.训人员。训百人。（县人社局，8月底前）",
    "1.建床位 [/民政局、财政局、各乡镇人民政府]|2.训人员 [人力资源和社会保障局/]"
)]
#[case(
    "1.建床位。建千张。（主办：县民政局；协办：县财政局）\n2.训人员。训百人。\n牵头单位：县人社局\n责任单位：县民政局、县财政局",
    "1.建床位 [民政局/财政局]|2.训人员 [人力资源和社会保障局/民政局、财政局]"
)]
// Deadlines as ranges, in parts of a year, and in the heading of a section.
#[case(
    "（一）摸底（2022年3月1日至3月31日）。逐家登记。\n（二）整改。2022年4月至10月，限期完成。\n（三）总结。2023年上半年完成。",
    "（一）摸底（2022年3月1日至3月31日） 2022-03-31|（二）整改 2022-10|（三）总结 2023H1"
)]
#[case("（一）建设站点（2023年6月底前）\n1.选址。选五处。\n2.施工。2024年完成。", "1.选址 2023-06|2.施工 2024")]
// A glossary in an appendix, and chapters that state reasons.
#[case(
    "（一）建床位。建千张。\n附录  名词解释\n1.助餐点：供应餐食的场所。\n2.嵌入式：设在社区的机构。",
    "（一）建床位"
)]
#[case("三、切实增强做好养老服务的责任感和紧迫感\n养老关系万家。\n四、提高对养老服务重要性的认识\n人人有责。", "")]
fn items_are_recognised_by_their_context(#[case] rest: &str, #[case] wanted: &str) {
    // A case that begins with the third chapter replaces the second chapter by one on background.
    let front = if rest.starts_with("三、") {
        FRONT.replace("二、主要任务\n", "二、发展基础\n已有百家。\n")
    } else {
        FRONT.to_string()
    };
    let plan = plan(&format!("{front}{rest}\n"));
    assert_eq!(items(&plan), wanted, "{:#?}", plan.doubts);
}

#[rstest]
#[case(
    "云岭县人民政府关于发展养老服务的意见云政发〔2021〕3号各乡镇人民政府：　　养老关系万家，要把这项工作摆上重要位置，逐项推进。　　一、总体要求　　坚持公益方向，办好每一家机构。　　二、主要任务　　（一）建床位。新增千张，配齐设施。　　（二）训人员。每年培训百人，持证上岗。　　云岭县人民政府　　2021年5月6日",
    "云岭县人民政府关于发展养老服务的意见|云政发〔2021〕3号|2021年5月6日|云岭县|2"
)]
#[case(
    "云政发〔2021〕3号\n云岭县人民政府关于\n发展养老服务的实施意见\n各乡镇人民政府：\n现提出如下意见。\n一、主要任务\n（一）建床位。新增千张。\n云岭县人民政府\n2021年5月6日",
    "云岭县人民政府关于发展养老服务的实施意见|云政发〔2021〕3号|2021年5月6日|云岭县|1"
)]
#[case(
    "云岭县民政局关于开展\n养老机构安全检查的通知\n各养老机构、各乡镇：\n现通知如下：\n一、检查任务\n1.查消防。逐家检查。\n2.查食堂。限期整改。\n云岭县民政局\n2021年5月6日",
    "云岭县民政局关于开展养老机构安全检查的通知||2021年5月6日|云岭县|2"
)]
#[case(
    "各乡镇人民政府：\n县政府制定了《2023年云岭县民生实事分工》，现印发给你们。\n云岭县人民政府\n2023年2月1日\n（此件公开发布）\n2023年云岭县民生实事分工\n一、养老\n1.建食堂。6月底前建成。（县民政局负责）\n二、托育\n1.建托班。（县卫健委负责）",
    "2023年云岭县民生实事分工||2023年2月1日|云岭县|2"
)]
#[case(
    "广东省养老护理“三年行动”要点\n一、主要任务\n（一）建床位。2023年前新增千张。",
    "广东省养老护理“三年行动”要点|||广东省|1"
)]
// A letterhead above, a date below the number, an addressee, a date in words, ministries.
#[case(
    "云岭县人民政府公报\n云岭县养老服务“十四五”规划\n一、主要任务\n（一）建床位。建千张。",
    "云岭县养老服务“十四五”规划|||云岭县|1"
)]
#[case(
    "云岭县关于办好养老服务的意见\n云发〔2021〕12号\n（2021年4月20日）\n一、主要任务\n（一）建床位。建千张。",
    "云岭县关于办好养老服务的意见|云发〔2021〕12号|2021年4月20日|云岭县|1"
)]
#[case(
    "民政部等六部门关于办好养老服务的意见\n各省民政厅：\n一、主要任务\n（一）建床位。建千张。\n民政部\n二〇二一年三月二日",
    "民政部等六部门关于办好养老服务的意见||二〇二一年三月二日|全国|1"
)]
#[case(
    "关于改善养老服务的方案\n为办好养老，制定本方案。\n一、主要任务\n1.建床位。建千张。（县民政局牵头，各乡镇（街道）配合）\n2.训人员。训百人。（县人社局牵头，各乡镇、街道配合）",
    "关于改善养老服务的方案|||未注明地区|2"
)]
fn heads_of_every_kind_are_read(#[case] text: &str, #[case] wanted: &str) {
    let document = document(text);
    let plan = &document.plans[0];
    let notice = document.notice.clone().unwrap_or_default();
    let seen = [
        plan.title.clone(),
        notice.number.unwrap_or_default(),
        notice.date.unwrap_or_default(),
        plan.region.to_string(),
    ];
    assert_eq!(format!("{}|{}", seen.join("|"), plan.tasks.len()), wanted);
}

#[test]
fn a_notice_can_issue_two_texts_that_only_its_body_names() {
    let text = "云岭县人民政府办公室关于印发养老托育\n两个办法的通知\n云政办发〔2021〕8号\n\n各乡镇人民政府：\n《云岭县养老补贴办法》和《云岭县托育补贴办法》已经县政府同意，现印发给你们。\n云岭县人民政府办公室\n2021年8月1日\n\n云岭县养老补贴\n办法\n一、对象\n（一）范围。本县老人。\n二、标准\n（二）补贴。每月百元。\n\n云岭县托育补贴办法\n一、对象\n（一）范围。本县幼儿。\n";
    let document = document(text);
    let titles: Vec<&str> = document.plans.iter().map(|plan| plan.title.as_str()).collect();
    assert_eq!(titles, ["云岭县养老补贴办法", "云岭县托育补贴办法"]);
    assert_eq!(document.notice.unwrap_or_default().number.as_deref(), Some("云政办发〔2021〕8号"));
}

#[test]
fn the_term_is_that_of_the_plan_and_not_of_documents_it_cites() {
    let text = "云岭县人民政府关于公平用水的意见\n各乡镇：\n为落实《用水规划（2011—2015年）》，提出如下意见。\n一、主要任务\n（一）装水表。到2023年装完。\n（二）查漏水。查十处。\n云岭县人民政府\n2021年5月6日\n";
    let plan = plan(text);
    assert_eq!((plan.term.first, plan.term.last), (Year(2021), Year(2023)));
    assert_eq!(plan.tasks[0].stated.due, Due::end_of_year(Year(2023)));
}

#[test]
fn paragraphs_in_one_line_may_be_separated_by_blanks_alone() {
    let text = "云岭县人民政府关于推进养老服务的意见 云政发〔2020〕4号 各乡镇人民政府： 养老关系万家，各单位要高度重视，认真抓好贯彻落实。 一、总体要求 坚持政府主导、全民参与，到2025年基本建成网络。 二、重点任务 （一）建设床位。每个乡镇建成一处，配齐设施，改善条件。 （二）举办培训。每年举办四期培训，带动群众参加。 三、保障措施 （一）加强组织领导。县政府成立领导小组，统筹推进各项工作。 云岭县人民政府 2020年6月1日";
    let document = document(text);
    let plan = &document.plans[0];
    assert_eq!(plan.title, "云岭县人民政府关于推进养老服务的意见");
    assert_eq!((plan.term.first, plan.term.last), (Year(2020), Year(2025)));
    assert_eq!(items(plan), "（一）建设床位|（二）举办培训|（一）加强组织领导");
    assert_eq!(document.notice.unwrap_or_default().number.as_deref(), Some("云政发〔2020〕4号"));
}

#[test]
fn values_of_several_plans_and_parts_of_a_total_stay_in_their_columns() {
    let text = format!(
        "{TITLE}一、目标\n表1 主要指标\n指标\t2020年\t\t2025年\t属性\n\t目标值\t实际值\t\t\n床位数（张）\t1000\t1200\t2000\t预期性\n#护理型\t300\t340\t900\t预期性\n二、主要任务\n（一）建床位。建千张。\n"
    );
    let read: Vec<String> = plan(&text)
        .indicators
        .iter()
        .map(|i| format!("{} {:?} {:?} {:?}", i.name, i.unit, i.baselines[0].value, i.targets[0].value))
        .collect();
    assert_eq!(
        read,
        [
            "床位数 Some(\"张\") Some(1200.0) Some(2000.0)",
            "床位数（其中：护理型） Some(\"张\") Some(340.0) Some(900.0)"
        ]
    );
}

/// A table reduced to cells on lines of their own, with heads in two rows and a class that spans rows.
const TWO_ROWS: &str = "表1 主要指标\n类别\n指标\n单位\n2020年\n2025年\n属性\n\n\n实际值\n目标值\n年均增长\n设施\n床位数\n张\n88\n93\n1\n预期性\n\n助餐点\n个\n95\n98\n3\n约束性\n";

#[test]
fn heads_in_two_rows_are_read_from_cells_on_lines_of_their_own() {
    let plan = plan(&format!("{TITLE}一、目标\n到2025年达标。\n{TWO_ROWS}二、主要任务\n（一）建床位。建千张。\n"));
    let read: Vec<String> = plan
        .indicators
        .iter()
        .map(|i| format!("{} {:?} {:?}", i.name, i.baselines[0].value, i.targets[0].value))
        .collect();
    assert_eq!(read, ["床位数 Some(88.0) Some(93.0)", "助餐点 Some(95.0) Some(98.0)"]);
}

#[test]
fn a_table_whose_rows_have_no_distinct_names_is_unreadable() {
    let cells = "表1 主要指标\n类别 指标\n单位\n2020\n年\n2025 年\n属性\n实际值 目标值\n床位数 张\n88\n93\n1\n预期性\n个\n95\n98\n约束性\n人\n30\n36 8\n预期性\n设施\n";
    let read = document(&format!("{TITLE}一、目标\n到2025年达标。\n{cells}二、主要任务\n（一）建床位。建千张。\n"));
    assert!(read.plans[0].indicators.is_empty(), "{:?}", read.plans[0].indicators);
    assert_eq!(read.unread.len(), 1);
    let work = "附件：重点任务分工表\n序号 重点任务   牵头单位    完成时限\n                2023 年 12\n1  建食堂 10 所 县民政局\n             月\n2  训护理员百人  县人社局   2025 年\n";
    let read = document(&format!("{FRONT}（一）建床位。建千张。\n{work}"));
    assert_eq!(items(&read.plans[0]), "（一）建床位");
    assert_eq!(read.unread.len(), 1, "{:?}", read.plans[0].doubts);
}

/// Rows of a table reduced to words and blanks.
const RAGGED: &str = "一、发展目标\n到2025年全面覆盖。\n云岭县养老服务主要指标\n类 2020年 2025年\n指标名称 单位 属性\n别 实际 目标\n护理型床位占比 % 42 55 约束性\n社区助餐点 个 6 30 预期性\n每千名老人\n床位 32 40 预期性\n拥有数\n二、主要任务\n（一）建床位。建千张。\n";

#[test]
fn a_table_of_words_and_blanks_is_read_by_its_rows() {
    let plan = plan(&format!("{TITLE}{RAGGED}"));
    let rows: Vec<String> = plan
        .indicators
        .iter()
        .map(|i| {
            format!(
                "{} {:?} {:?}",
                i.name,
                i.baselines.iter().map(|b| b.value).collect::<Vec<_>>(),
                i.targets.iter().map(|t| t.value).collect::<Vec<_>>()
            )
        })
        .collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows[0].starts_with("护理型床位占比 [Some(42.0)] [Some(55.0)]"), "{rows:?}");
    assert_eq!(items(&plan), "（一）建床位");
}

#[test]
fn an_unreadable_table_is_reported_with_its_lines() {
    for table in [
        "云岭县养老体检指标\n\n序号\n\n指 标\n\n解 释\n\n备 注\n\n1\n\n床位数\n\n实有床位。\n",
        "表2 各乡镇床位情况\n甲镇\t12\t13\t14\n乙镇\t22\t23\t24\n丙镇\t32\t33\t34\n",
    ] {
        let text = format!("{FRONT}（一）建床位。建千张。\n\n{table}三、保障措施\n（一）加强领导。成立专班。\n");
        let plan = plan(&text);
        assert!(plan.indicators.is_empty(), "{:?}", plan.indicators);
        let told = plan.doubts.iter().find(|doubt| matches!(doubt.kind, DoubtKind::UnreadTable { .. }));
        assert!(
            told.is_some_and(|doubt| doubt.lines.first >= 6 && doubt.lines.last > doubt.lines.first),
            "{:?}",
            plan.doubts
        );
    }
}

/// Reads a text together with what a person has entered for it.
fn given(text: &str, given: &Given) -> Document {
    import::read_given("a.txt", text.as_bytes(), &Departments::bundled(), given).unwrap()
}

#[rstest]
// The title names the years, which take precedence over given ones.
#[case("云岭县养老服务“十四五”规划\n一、主要任务\n（一）建床位。建千张。", [2021, 2025], false)]
#[case("云岭县养老服务行动方案（2023—2025年）\n一、主要任务\n（一）建床位。建千张。", [2023, 2025], false)]
// The text or the signature names them; given ones take precedence.
#[case("云岭县养老服务方案\n一、主要任务\n（一）建床位。到2023年，建千张。", [2024, 2026], false)]
#[case("云岭县关于办好养老的意见\n一、主要任务\n（一）建床位。建千张。\n云岭县人民政府\n2022年5月6日", [2024, 2026], false)]
// The document names none.
#[case("云岭县关于办好养老的意见\n一、主要任务\n（一）建床位。建千张。", [2024, 2026], true)]
fn a_given_term_is_used_if_the_title_names_none(#[case] text: &str, #[case] years: [i32; 2], #[case] open: bool) {
    let term = Some(Term { first: Year(2024), last: Year(2026) });
    let known = given(text, &Given { term, ..Given::default() });
    let read = known.plans[0].term;
    assert_eq!([read.first.get(), read.last.get()], years);
    assert!(
        known.without_term().is_none()
            && known.plans[0].doubts.iter().all(|d| !matches!(d.kind, DoubtKind::NoTerm { .. }))
    );
    let unknown = document(text);
    assert_eq!(unknown.without_term().is_some(), open, "{:?}", unknown.plans[0].doubts);
}

#[rstest]
#[case::rows(
    "表2 各镇床位情况\n名目\t计\t起\t止\n床位数\t张\t12\t30\n护理员\t人\t5\t9\n",
    "1=name,2=unit,3=2020,4=2025"
)]
#[case::heads_over_two_lines(
    "表2 各镇床位情况\n名目\t计\t数\t数\n\t\t起\t止\n床位数\t张\t12\t30\n护理员\t人\t5\t9\n",
    "1=指标,2=单位,3=2020年,4=2025年"
)]
#[case::lone_cells(
    "云岭县养老体检指标\n\n序号\n\n指 标\n\n解 释\n\n备 注\n\n附\n\n1\n\n床位数\n\n张\n\n12\n\n30\n\n2\n\n护理员\n\n人\n\n5\n\n9\n",
    "2=name,3=unit,4=2020,5=2025"
)]
fn an_unreadable_table_is_read_by_named_columns(#[case] table: &str, #[case] columns: &str) {
    let text = format!("{FRONT}（一）建床位。建千张。\n\n{table}三、保障措施\n（一）加强领导。成立专班。\n");
    let unread = document(&text);
    assert_eq!((unread.unread.len(), unread.plans[0].indicators.len()), (1, 0), "{:?}", unread.plans[0].doubts);
    let columns: NamedColumns = columns.parse().unwrap();
    let read = given(&text, &Given { columns: vec![columns], ..Given::default() });
    let told: Vec<String> = read.plans[0]
        .indicators
        .iter()
        .map(|i| format!("{} {:?} {:?} {:?}", i.name, i.unit, i.baselines[0].value, i.targets[0].value))
        .collect();
    assert_eq!(told, ["床位数 Some(\"张\") Some(12.0) Some(30.0)", "护理员 Some(\"人\") Some(5.0) Some(9.0)"]);
    assert!(read.unread.is_empty());
    assert_eq!(items(&read.plans[0]), "（一）建床位|（一）加强领导");
    // A table with the same heads in another text is read with the columns remembered from this one.
    let [remembered] = &read.named[..] else { panic!("{:?}", read.named) };
    let like = NamedColumns::like(remembered.head().unwrap(), &remembered.columns()).unwrap();
    let other = given(&text.replace("床位数", "食堂"), &Given { columns: vec![like], ..Given::default() });
    assert_eq!(other.plans[0].indicators.len(), 2);
    assert!(other.named.is_empty(), "it is remembered already");
}

#[test]
fn named_columns_make_tasks_and_apply_only_to_the_table_at_their_line() {
    let table = "项目\t谁\t何时\n建食堂\t县民政局\t2023年\n训护理员\t县人社局\t2024年\n";
    let text =
        format!("{FRONT}（一）建床位。建千张。\n（二）训人员。训百人。\n三、其他\n表1 其一\n{table}表2 其二\n{table}");
    let unread = document(&text).unread;
    assert_eq!(unread.len(), 2, "{unread:?}");
    let columns = format!("{}:1=task,2=lead,3=due", unread[1].lines.first);
    let read = given(&text, &Given { columns: vec![columns.parse().unwrap()], ..Given::default() });
    assert_eq!(read.unread.len(), 1);
    assert_eq!(
        items(&read.plans[0]),
        "（一）建床位|（二）训人员|建食堂 [民政局/] 2023|训护理员 [人力资源和社会保障局/] 2024"
    );
}
