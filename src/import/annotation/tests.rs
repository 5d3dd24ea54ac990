//! Tests of annotations, by table; and the counts in real documents.

use proptest::prelude::*;

use super::*;

fn joined(names: &[String]) -> String {
    names.join("、")
}

/// Reads a text and returns the stated lead and support.
fn stated(text: &str) -> (String, String) {
    let annotation = read(text, &Region::default(), &Departments::bundled(), false);
    (joined(&annotation.stated.lead), joined(&annotation.stated.support))
}

#[test]
fn a_colon_may_follow_a_colon() {
    for text in ["（参和：：)", "（范围：时限：县教育局牵头）", "（牵头单位：责任：：县教育局）"]
    {
        stated(text);
    }
    assert_eq!(stated("（范围：时限：牵头单位：县教育局）").0, "教育局");
}

#[test]
fn roles_are_read_from_brackets() {
    for (text, lead, support) in [
        (
            "办好食堂。（牵头单位：县教育局；配合单位：县卫健委、县财政局；责任单位：县市场监管局）",
            "教育局",
            "卫生健康委员会、财政局、市场监督管理局",
        ),
        ("办好食堂（县教育局牵头，县卫健委、县财政局参与）。", "教育局", "卫生健康委员会、财政局"),
        ("办好食堂〔县教育局牵头，县卫健委配合〕", "教育局", "卫生健康委员会"),
        ("办好食堂[县教育局牵头，县卫健委配合]", "教育局", "卫生健康委员会"),
        ("办好食堂(县教育局牵头,县卫健委配合)", "教育局", "卫生健康委员会"),
        (
            "（财政部、税务总局牵头，国务院有关部门及各地区按职责分工负责）",
            "财政部、税务总局",
            "国务院有关部门、各地区",
        ),
        ("（国务院办公厅牵头，各地区、各部门负责）", "国务院办公厅", "各地区、各部门"),
        ("（国家知识产权局负责）", "国家知识产权局", ""),
        ("（责任单位：县民政局）", "民政局", ""),
        ("（负责部门：县民政局；适用范围：全县）", "民政局", ""),
        ("（民政部指导，试点城市政府负责落实。以下均由各地落实，不再列出）", "试点城市政府", "民政部"),
        ("（商务部指导，供销合作总社参与）", "", "商务部、供销合作社"),
        ("（各地方、各部门负责）", "", "各地方、各部门"),
        ("（各县（市、区）人民政府负责，县残联指导）", "各县（市、区）人民政府", "残疾人联合会"),
        ("（民政局、残联按职责分工负责）", "", "民政局、残疾人联合会"),
        ("（民政局，残联，按职责分工负责）", "", "民政局、残疾人联合会"),
        ("（卫健、教育、民政等部门按职责分工负责）", "", "卫生健康委员会、教育局、民政局"),
        ("（发展改革委、工业和信息化部、财政部等负责）", "", "发展和改革委员会、工业和信息化部、财政部"),
        ("（市气象台牵头，县农广校配合）", "市气象台", "县农广校"),
        ("（民政局会同残联负责）", "民政局", "残疾人联合会"),
        ("（民政局牵头，会同残联落实）", "民政局", "残疾人联合会"),
        ("（预期性指标，牵头单位：市发改委；责任单位：市统计局）", "发展和改革委员会", "统计局"),
        ("（牵头单位：市发改委 责任单位：市统计局、市财政局）", "发展和改革委员会", "统计局、财政局"),
        ("（民政局负责组织，财政局负责资金保障）", "", "民政局、财政局"),
        ("修好道路。\n责任单位：县交通局、县财政局。", "", "交通运输局、财政局"),
        ("修好道路。牵头单位：县交通局。配合单位：县财政局", "交通运输局", "财政局"),
        ("修好道路。（县交通局、县财政局）", "", "交通运输局、财政局"),
        (
            "修好道路（人民银行甲市分行牵头，市委金融办、市财政局按职责分工负责）",
            "人民银行甲市分行",
            "金融工作办公室、财政局",
        ),
        ("（公安局、水利局、空管委协调处负责）给予支持。（体育局负责）", "体育局", "公安局、水利局、空管委协调处"),
        (
            "（市科技局、工信局按职责分工负责，各县区人民政府结合实际落实）",
            "",
            "科学技术局、工业和信息化局、各县区人民政府",
        ),
        ("（牵头单位：市园区中心；责任单位：机电产业园、商贸物流园等）", "市园区中心", "机电产业园、商贸物流园"),
        ("修好道路（县交通局牵头），种好树木（县林草局、县交通局配合）。", "交通运输局", "林业和草原局"),
    ] {
        assert_eq!(stated(text), (lead.to_string(), support.to_string()), "{text}");
    }
}

#[test]
fn brackets_that_divide_no_work_are_told_apart() {
    let departments = Departments::bundled();
    for text in [
        "推广新技术（国家卫生健康委员会主管）",
        "按卫生部（原卫生部）的要求",
        "（此件公开发布）",
        "（人社部、财政部联合印发）",
        "（卫健委牵头制定的规范）",
        "（由县政府分管领导任主任）",
        "（党委领导、政府负责、社会协同、公众参与）",
        "（社会参与）",
        "（专人负责）",
        "（企业装上设备，自动监测设备与生态环境部门联网）",
        "（校内由教育行政部门负责）",
        "（民政部负责人答记者问）",
        "（一）（2021—2025年）（自治区、直辖市）（PPP）",
        "到县医院（第一人民医院、中医医院）看病",
        "（县教育局牵头，没有合上",
        "）（",
        "由县教育局牵头办好食堂。",
    ] {
        assert_eq!(brackets(text, &departments).count(), 0, "{text}");
        assert!(read(text, &Region::default(), &departments, false).stated.is_empty(), "{text}");
    }
}

#[test]
fn the_first_of_a_list_is_offered_and_leads_only_where_the_document_says_so() {
    let departments = Departments::bundled();
    let text = "办好食堂。（县教育局、县卫健委按职责分工负责）";
    let offered = read(text, &Region::default(), &departments, false);
    assert!(offered.stated.lead.is_empty());
    let assignment = offered.offered.unwrap();
    assert_eq!((joined(&assignment.lead), joined(&assignment.support)), ("教育局".into(), "卫生健康委员会".into()));
    let quote = "县教育局、县卫健委按职责分工负责";
    assert_eq!(offered.doubts, [DoubtKind::NoLead { quote: quote.to_string(), lead: "教育局".to_string() }]);

    let applied = read(text, &Region::default(), &departments, true);
    assert_eq!(
        (joined(&applied.stated.lead), joined(&applied.stated.support)),
        ("教育局".into(), "卫生健康委员会".into())
    );
    assert_eq!((applied.offered, applied.doubts), (None, vec![]));
    // 各地区 is no unit in particular.
    assert!(read("（各地区、各部门负责）", &Region::default(), &departments, true).stated.lead.is_empty());
}

#[test]
fn several_leads_in_one_paragraph_are_a_doubt() {
    let annotation = read("甲（县教育局牵头）乙（县民政局牵头）", &Region::default(), &Departments::bundled(), false);
    assert_eq!(joined(&annotation.stated.lead), "教育局、民政局");
    assert_eq!(annotation.doubts, [DoubtKind::SeveralLeads { places: 2, lead: "教育局".to_string() }]);
}

#[test]
fn a_person_is_kept() {
    let annotation = read("（牵头单位：县民政局；责任人：张三）", &Region::default(), &Departments::bundled(), false);
    assert_eq!(annotation.stated.person.as_deref(), Some("张三"));
}

#[test]
fn without_an_annotation_the_wording_suggests_somebody() {
    let departments = Departments::bundled();
    for (text, lead) in [
        ("给孩子打好疫苗，管住传染病。", "卫生健康委员会"),
        ("把低保和临时救助送到困难户。", "民政局"),
        ("办职业技能培训，帮残疾人就业。", "人力资源和社会保障局"),
        ("医保支付方式要改。", "医疗保障局"),
        ("由县教育局牵头，把疫苗送进校门。", "教育局"),
    ] {
        let annotation = read(text, &Region::default(), &departments, false);
        assert!(annotation.stated.is_empty() && annotation.doubts.is_empty(), "{text}");
        let offered = annotation.offered.unwrap();
        assert_eq!(offered.lead, [lead], "{text}");
        assert!(offered.support.len() <= 3 && !offered.support.contains(&lead.to_string()), "{text}");
    }
    assert_eq!(read("一二三", &Region::default(), &departments, false), Annotation::default());
}

#[test]
fn documents_may_say_that_the_first_named_leads() {
    for text in [
        "各项任务列第一位的为牵头单位。",
        "排在第一位的部门为牵头部门，其余配合。",
        "分工中第一个单位为牵头单位。",
        "列在首位的责任单位即为牵头单位",
        "由排名第一的单位牵头，其他单位配合。",
        "注：列第一位的单位为牵头或汇总单位",
    ] {
        assert!(says_first_named_leads(text), "{text}");
    }
    for text in ["以第一人民医院为牵头单位。", "县委牵头，第一位的是民生。", "第一位的任务是由民政局牵头办好食堂", ""]
    {
        assert!(!says_first_named_leads(text), "{text}");
    }
}

/// Returns the text of a real document, if available.
fn real(file: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("PLANDESK_REAL_DOCUMENTS") else {
        eprintln!("skipped: PLANDESK_REAL_DOCUMENTS does not name a folder with real documents");
        return None;
    };
    Some(std::fs::read_to_string(std::path::Path::new(&folder).join(file)).unwrap())
}

#[test]
fn every_division_of_work_in_a_real_plan_is_found() {
    let departments = Departments::bundled();
    if let Some(text) = real("plans-more/10-fangguanfu-2020-task-division.txt") {
        let found: Vec<_> = brackets(&text, &departments).collect();
        assert_eq!(found.len(), 99);
        assert_eq!(found.iter().filter(|bracket| bracket.inside.contains("牵头")).count(), 55);
        for bracket in found {
            let annotation = read(bracket.text, &Region::default(), &departments, false);
            assert!(!bracket.inside.contains("牵头") || !annotation.stated.lead.is_empty(), "{}", bracket.text);
            for name in annotation.stated.lead.iter().chain(&annotation.stated.support) {
                assert!(!name.contains(['、', '，', '等']) && name.chars().count() < 16, "{name}");
            }
        }
    }
    if let Some(text) = real("plans-more/12-zero-waste-city-pilot-plan.txt") {
        let found: Vec<_> = brackets(&text, &departments).collect();
        let in_full_width = found.iter().filter(|bracket| bracket.text.starts_with('（')).count();
        assert_eq!((found.len(), in_full_width), (39, 37));
        assert!(found.iter().all(|bracket| !bracket.inside.contains("联网")));
    }
    for file in
        ["plans-more/13-vocational-education-reform-plan.txt", "plans-more/02-zhejiang-urban-waterlogging-14fyp.txt"]
    {
        if let Some(text) = real(file) {
            let found: Vec<_> = brackets(&text, &departments).map(|bracket| bracket.text).collect();
            assert!(found.is_empty(), "{file}: {found:?}");
        }
    }
}

#[test]
fn a_colon_behind_a_label_is_read_without_panic() {
    read("（同责政各：\n：负单 会单：\n局与牵部）", &Region::default(), &Departments::bundled(), true);
    read("责任单位：\n：县教育局", &Region::default(), &Departments::bundled(), true);
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in r"[（）()〔〕牵头负责配合参与由会同单位部门局委：，；。、和及等各按职责分工民政教育县 \n]{0,80}") {
        let departments = Departments::bundled();
        let annotation = read(&text, &Region::default(), &departments, true);
        for name in annotation.stated.lead.iter().chain(&annotation.stated.support) {
            prop_assert!(!name.trim().is_empty());
        }
        for support in &annotation.stated.support {
            prop_assert!(!annotation.stated.lead.contains(support));
        }
        for bracket in brackets(&text, &departments) {
            prop_assert_eq!(&text[bracket.start..bracket.start + bracket.text.len()], bracket.text);
        }
    }
}

#[test]
fn brackets_that_never_close_cost_little() {
    let text = "（".repeat(20_000);
    assert_eq!(brackets(&text, &Departments::bundled()).count(), 0);
}

#[test]
fn units_that_nobody_knows_are_kept_and_told() {
    let annotation = read("（公安局、空管委协调处负责）", &Region::default(), &Departments::bundled(), false);
    assert_eq!(joined(&annotation.stated.support), "公安局、空管委协调处");
    assert!(annotation.doubts.contains(&DoubtKind::UnknownUnits { names: vec!["空管委协调处".to_string()] }));
}
