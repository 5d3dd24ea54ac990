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

#[rstest]
// A citation within the preamble, or one that is itself cited, is no subject of this document's notice.
#[case::cited_in_the_preamble(
    "云政发〔2020〕5号\n各乡镇人民政府：\n《云岭县2020年养老工作计划》已经县政府同意，现印发给你们。\n云岭县人民政府\n2020年2月22日\n云岭县2020年养老工作计划\n为办好养老，根据《某省人民政府办公厅关于印发〈某省养老服务规定〉的通知》精神，制定本计划。\n一、主要任务\n1.建床位。建千张。\n2.训人员。训百人。",
    "云岭县2020年养老工作计划|云岭县|养老|2020-2020|云岭县人民政府|2020年2月22日"
)]
#[case::subject_cited_as_a_whole(
    "云政办发〔2016〕26号《云岭县人民政府办公室关于印发〈云岭县2016年养老工作要点〉的通知》\n云政办发〔2016〕26号\n各乡镇人民政府：\n《云岭县2016年养老工作要点》已经县政府同意，现印发给你们。\n云岭县人民政府办公室\n2016年5月28日\n今年的总体要求是办好养老。\n一、主要任务\n（一）建床位。建千张。\n（二）训人员。训百人。",
    "云岭县2016年养老工作要点|云岭县|养老|2016-2016|云岭县人民政府办公室|2016年5月28日"
)]
#[case::without_the_word_about(
    "云岭县人民政府办公室印发《云岭县打响“云岭养老”品牌三年行动计划（2018—2020年）》的通知\n云岭县打响“云岭养老”品牌\n三年行动计划\n（2018—2020年）\n为办好养老，制定本计划。\n一、主要任务\n（一）建床位。建千张。",
    "云岭县打响“云岭养老”品牌三年行动计划|云岭县|打响云岭养老品牌|2018-2020|云岭县人民政府办公室|"
)]
// A title is whole, whatever its length, and so is what stands above the subject of a page.
#[case::long_title(
    "云岭县2022年深化“放管服”改革优化养老服务环境工作要点\n\n为进一步转变政府职能，制定本要点。\n一、主要任务\n1.建床位。建千张。\n2.训人员。训百人。",
    "云岭县2022年深化“放管服”改革优化养老服务环境工作要点|云岭县|放管服|2022-2022||"
)]
#[case::lines_of_the_page_above(
    "索 引 号: 002482365/2023-00095 公开日期: 2023-04-22\n发布机构: 县卫生健康委 文  号: 云卫发〔2023〕10号\n\n云岭县卫生健康委关于印发2023年云岭县养老工作要点的通知\n\n各乡镇卫生院：\n现将2023年云岭县养老工作要点印发给你们。\n云岭县卫生健康委\n2023年4月22日\n2023年云岭县养老工作要点\n一、主要任务\n（一）建床位。建千张。",
    "2023年云岭县养老工作要点|云岭县|养老|2023-2023|云岭县卫生健康委|2023年4月22日"
)]
#[case::heading_of_the_page_above_the_title(
    "(某某自治区)山阳市云岭县国民经济和社会发展十四五规划(2022年更新)\n云岭县国民经济和社会发展第十四个五年\n规划和 2035 年远景目标纲要\n云岭县人民政府\n2021 年 9 月\n“十四五”时期是关键时期。\n一、主要任务\n（一）建床位。建千张。",
    "云岭县国民经济和社会发展第十四个五年规划和2035年远景目标纲要|云岭县|国民经济和社会|2021-2025|云岭县人民政府|2021 年 9 月"
)]
#[case::date_of_the_cover(
    "各乡镇人民政府：\n《云岭县“十四五”养老规划》已经县政府同意，现印发给你们。\n云岭县人民政府办公室\n2021年5月10日\n（此件主动公开）\n云岭县“十四五”养老规划\n2021年5月\n一、主要任务\n（一）建床位。建千张。",
    "云岭县“十四五”养老规划|云岭县|养老|2021-2025|云岭县人民政府办公室|2021年5月10日"
)]
#[case::broken_title_in_the_subject(
    "关于印发云岭县优化养老服务 实施方案的通知\n各乡镇人民政府：\n现印发给你们。\n云岭县人民政府\n2019年3月9日\n云岭县优化养老服务实施方案\n一、主要任务\n（一）建床位。到2021年建千张。",
    "云岭县优化养老服务实施方案|云岭县|优化养老服务|2019-2021|云岭县人民政府|2019年3月9日"
)]
// The sector without the plan's number, years, and the length of the plan.
#[case::fifteenth_plan(
    "云岭县“十五五”养老服务规划\n一、主要任务\n（一）建床位。建千张。",
    "云岭县“十五五”养老服务规划|云岭县|养老服务|2026-2030||"
)]
#[case::the_young(
    "云岭县“十四五”青年发展规划\n一、主要任务\n（一）建阵地。建十处。",
    "云岭县“十四五”青年发展规划|云岭县|青年|2021-2025||"
)]
#[case::three_years(
    "云岭县优化养老服务三年行动方案\n一、总体目标\n到2024年初见成效。到2025年全面覆盖。\n二、主要任务\n（一）建床位。建千张。",
    "云岭县优化养老服务三年行动方案|云岭县|优化养老服务|2023-2025||"
)]
#[case::health_of_a_place(
    "云岭县人民政府关于推进健康云岭行动的实施意见\n各乡镇：\n一、主要任务\n（一）建步道。到2025年建十条。\n云岭县人民政府\n2021年5月6日",
    "云岭县人民政府关于推进健康云岭行动的实施意见|云岭县|健康|2021-2025|云岭县人民政府|2021年5月6日"
)]
fn subjects_titles_and_terms_are_the_document_s_own(#[case] text: &str, #[case] wanted: &str) {
    let document = document(text);
    let plan = &document.plans[0];
    let notice = document.notice.clone().unwrap_or_default();
    let read = [
        plan.title.clone(),
        plan.region.to_string(),
        plan.sector.clone(),
        format!("{}-{}", plan.term.first.get(), plan.term.last.get()),
        notice.issuer.unwrap_or_default(),
        notice.date.unwrap_or_default(),
    ];
    assert_eq!(read.join("|"), wanted, "{:#?}", plan.doubts);
}

/// A table of tasks of which a word processor left each cell on a line of its own; a name spans rows, and an empty cell
/// is lost.
const LONE_TASKS: &str = "附件\n云岭县养老服务任务分工表\n序号\n重点任务\n具体措施\n牵头单位\n配合单位\n完成时限\n1\n设施建设\n建食堂十所\n县民政局\n县财政局\n2024年6月底前\n2\n增床位百张\n县卫健委\n县民政局、县财政局\n2024年9月底前\n3\n队伍建设\n训护理员百人\n县人社局\n2024年12月底前\n";

#[test]
fn rows_that_lost_the_cells_of_a_span_are_read_by_what_their_cells_are() {
    let plan = plan(&format!("{FRONT}（一）建床位。建千张。\n{LONE_TASKS}"));
    let read = items(&plan);
    let rows = read.strip_prefix("（一）建床位|").unwrap_or_default();
    assert_eq!(
        rows,
        "1建食堂十所 [民政局/财政局] 2024-06|2增床位百张 [卫生健康委员会/民政局、财政局] 2024-09|3训护理员百人 [人力资源和社会保障局/] 2024-12"
    );
}

#[test]
fn numbers_of_rows_stay_with_them_where_a_name_spans_several() {
    let table = "序号\t重点任务\t具体措施\t牵头单位\n1\t设施建设\t建食堂十所\t县民政局\n2\t\t增床位百张\t县卫健委\n3\t队伍建设\t训护理员百人\t县人社局\n";
    let plan = plan(&format!("{FRONT}（一）建床位。建千张。\n附件\n任务分工表\n{table}"));
    let numbers: Vec<&str> = plan.tasks.iter().map(|task| task.number.as_str()).collect();
    assert_eq!(numbers, ["（一）", "1", "2", "3"]);
}

#[test]
fn parts_of_the_goal_below_the_heads_are_put_into_their_columns() {
    let cells = "表1 主要指标\n序号\n指标名称\n单位\n2022年\n目标值\n责任单位\n2025年\n2027年\n1\n助餐点\n个\n18\n30\n45\n县民政局\n2\n护理员\n人\n60\n90\n120\n县人社局\n";
    let plan = plan(&format!(
        "云岭县养老服务行动计划（2023—2027年）\n一、目标\n{cells}二、主要任务\n（一）建床位。建千张。\n"
    ));
    let read: Vec<String> = plan
        .indicators
        .iter()
        .map(|i| {
            format!("{} {:?} {:?}", i.name, i.baselines[0].value, i.targets.iter().map(|t| t.value).collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(read, ["助餐点 Some(18.0) [Some(30.0), Some(45.0)]", "护理员 Some(60.0) [Some(90.0), Some(120.0)]"]);
}

#[rstest]
// Offices in no registry are a list where there are several; a date among them is none.
#[case(
    "1.建床位。建千张。（养老服务局、湖区管理局，三县政府）\n2.训人员。训百人。",
    "1.建床位 [/养老服务局、湖区管理局、三县政府]|2.训人员"
)]
#[case(
    "1.建床位。建千张。（牵头单位：县民政局；责任单位：县财政局，各乡镇人民政府，6月底完成）\n2.训人员。训百人。（牵头单位：县人社局；责任单位：县财政局，全年）",
    "1.建床位 [民政局/财政局、各乡镇人民政府]|2.训人员 [人力资源和社会保障局/财政局]"
)]
fn lists_of_offices_hold_nothing_else(#[case] rest: &str, #[case] wanted: &str) {
    assert_eq!(items(&plan(&format!("{FRONT}{rest}\n"))), wanted);
}

#[test]
fn an_interpretation_may_say_so_in_its_first_sentence() {
    let text = "返回\n顶部\n办好养老，云岭这样干\n  • 发布日期：2022-07-28\n近日，县政府印发《云岭县养老服务实施方案》，现解读如下。\n一、出台背景\n养老关系万家。\n二、主要内容\n（一）建床位。建千张。\n";
    let document = document(text);
    assert_eq!(document.unlike, Some(import::Unlike::Interpretation));
    assert_eq!(document.plans[0].title, "云岭县养老服务实施方案政策解读");
}

#[rstest]
#[case(",")]
#[case(";")]
fn a_list_of_tasks_below_its_title_makes_tasks_whatever_parts_its_cells(#[case] sign: &str) {
    let rows = [
        "云岭县2024年养老任务分工表|||||",
        "序号|重点任务|具体措施|牵头单位|配合单位|完成时限",
        "1|设施建设|建食堂十所|县民政局|县财政局|2024年6月底前",
        "2||增床位百张|县卫健委|县民政局、县财政局|2024年9月底前",
    ];
    let text = rows.join("\r\n").replace('|', sign);
    let (bytes, _, _) = encoding_rs::GBK.encode(&text);
    let read = import::read("a.csv", &bytes, &Departments::bundled()).unwrap();
    assert_eq!(
        items(&read.plans[0]),
        "1建食堂十所 [民政局/财政局] 2024-06|2增床位百张 [卫生健康委员会/民政局、财政局] 2024-09"
    );
}
