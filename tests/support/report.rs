//! The bundled health plan of 喀什 with entries like those of an office, made by commands of the desk.

use std::sync::{Arc, Mutex};

use jiff::civil::{Date, date};
use plandesk::desk::{Actor, AssignmentEdit, Command, Desk, Field, ReviewEdit, WhenEmpty};
use plandesk::plan::{Departments, Dossier, Due, ItemId, Period, Status, Thresholds, Year};
use plandesk::report::model::{Block, Paragraph, Report, Section};
use plandesk::report::{Form, Request, Wording, draft};

use Status::{Adjusted, Completed, InProgress, Lagging, NotStarted};

pub const PLAN: &str = "kashi-wsjk-2025";

pub const HOSTILE: &str = "<script>alert(1)</script> | **x** [y](javascript:z) ]]> &amp; \"q\" 'p'";

/// Status, item, progress, work done, problem, next step.
type Entry = (Status, &'static str, Option<u8>, &'static str, &'static str, &'static str);

const ENTRIES: [Entry; 22] = [
    (Completed, "t1", None, "地区和12县（市）均成立健康行动推进机构，每季度调度一次", "", ""),
    (Completed, "t7", None, "建成覆盖各县（市）的监测预警平台，全年发布预警26次", "", "把学校、养老机构接入平台"),
    (Completed, "t19", Some(100), "签约居民随访率达到81%，续签一次办结", "", ""),
    (Completed, "t42", None, "电子健康卡发放到全部二级以上医院\n村卫生室已可扫码", "", ""),
    (InProgress, "t2", Some(55), "办健康讲座340场", "农牧区听讲的人少", "用双语短视频在村里播放"),
    (InProgress, "t3", Some(60), "改建卫生厕所2.1万座", "", "推进厕所管护"),
    (InProgress, "t4", Some(50), "县级疾控中心检测项目增加到86项", "检验人员缺编", "与高校联合培养检验人员"),
    (InProgress, "t6", Some(65), "高血压、糖尿病患者纳入规范管理18.4万人", "", "开展“三高”共管"),
    (InProgress, "t12", Some(50), "9家县级医院设中医科", "", "年内再建3家"),
    (InProgress, "t15", Some(45), "地区第一人民医院新院区主体封顶", "", "2024年完成设备采购"),
    (InProgress, "t24 t25 t26", Some(40), "", "", ""),
    (Lagging, "t10", Some(20), "完成布病筛查6.3万人", "部分牧区运送样本不便，检测周期长", "增设3个县级检测点"),
    (Lagging, "t28", Some(15), "", "规培基地带教老师不足，招收名额没有用满", "从援疆医院聘请带教老师"),
    (Lagging, "t33", Some(25), "建成老年友善医疗机构31家", "医养结合机构收费政策未定", ""),
    (Lagging, "t39", Some(10), "", "", ""),
    (NotStarted, "t18", None, "", "经费分担办法没有出台", "会同财政部门出台办法"),
    (Adjusted, "t47", None, "并入乡村振兴考核", "", ""),
    (Completed, "p2", None, "实验室通过验收", "", ""),
    (InProgress, "p7", Some(70), "125家中医馆投入使用", "", "其余2024年底前完成"),
    (InProgress, "p24", Some(80), "住院楼、门诊楼完工", "", "转入设备安装"),
    (Lagging, "p14", Some(5), "", "高海拔施工期短，供氧设备采购两次流标", "改为分包采购"),
    (NotStarted, "p16", None, "", "", ""),
];

const LEADS: [(&str, &str, &[&str]); 5] = [
    ("t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t15 t16 t17 t18 t19 t20 p1 p2 p3 p4 p5", "卫生健康委员会", &["财政局"]),
    ("t12 t13 t14 p6 p7 p8 p9", "卫生健康委员会", &["市场监督管理局"]),
    ("t24 t25 t26 t27 p14 p16", "医疗保障局", &["卫生健康委员会"]),
    ("t28 t29 t30 t31", "人力资源和社会保障局", &["教育局", "卫生健康委员会"]),
    ("t33", "民政局", &["卫生健康委员会"]),
];

/// Indicator, year and value: some ahead, some behind, some old.
const READINGS: [(u32, i32, f64); 17] = [
    (1, 2023, 74.3),
    (2, 2023, 16.9),
    (3, 2023, 10.7),
    (4, 2022, 15.1),
    (5, 2023, 18.3),
    (6, 2022, 11.0),
    (6, 2023, 12.1),
    (8, 2023, 6.55),
    (9, 2023, 2.31),
    (11, 2023, 2.6),
    (13, 2023, 1.5),
    (15, 2023, 0.21),
    (17, 2023, 61.0),
    (20, 2023, 95.6),
    (21, 2023, 97.2),
    (23, 2023, 41.5),
    (24, 2023, 27.6),
];

pub fn today() -> Date {
    date(2023, 12, 5)
}

/// Returns the full report of a period, without source marks.
pub fn full(dossier: &Dossier, period: Period) -> Report {
    in_form(dossier, period, Form::Full)
}

/// Returns the report of a period in one of its forms, without source marks.
pub fn in_form(dossier: &Dossier, period: Period, form: Form) -> Report {
    let wording = Wording::default();
    draft(dossier, &Request { form, ..Request::full(period, today(), Thresholds::default(), &wording) })
}

pub fn id(item: &str) -> ItemId {
    format!("{PLAN}/{item}").parse().unwrap()
}

pub fn ids(items: &str) -> Vec<ItemId> {
    items.split(' ').map(id).collect()
}

/// Returns a desk with the bundled plans.
pub fn desk() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path(), Departments::bundled(), WhenEmpty::LoadBundled).unwrap().0;
    (folder, desk)
}

pub fn execute(desk: &Desk, command: Command) {
    desk.execute(&Actor::owner("规划科"), command).unwrap();
}

pub fn dossier(desk: &Desk) -> Arc<Dossier> {
    Arc::clone(desk.snapshot().plan_named(PLAN).unwrap())
}

/// Returns the plan without entries.
pub fn blank() -> Arc<Dossier> {
    made(None)
}

/// Returns the plan with reviews of a period, readings and assignments.
pub fn entered(period: Period) -> Arc<Dossier> {
    made(Some(period))
}

/// Returns a dossier, which is made once, since saving its entries takes long.
fn made(period: Option<Period>) -> Arc<Dossier> {
    static MADE: Mutex<Vec<(Option<Period>, Arc<Dossier>)>> = Mutex::new(Vec::new());
    let mut made = MADE.lock().unwrap();
    if let Some((_, found)) = made.iter().find(|(of, _)| *of == period) {
        return Arc::clone(found);
    }
    let (_folder, desk) = desk();
    if let Some(period) = period {
        enter(&desk, period);
    }
    let fresh = dossier(&desk);
    made.push((period, Arc::clone(&fresh)));
    fresh
}

/// Work done as offices write it, of usual length.
const WORK: [&str; 8] = [
    "建成县级检测中心3个，购置设备42台，培训检验人员118名，检测项目由61项增加到86项",
    "覆盖12个乡镇、196个行政村，服务群众3.4万人次，满意度达到92%",
    "完成投资4360万元，占总投资的58%，主体工程封顶",
    "出台实施方案和配套办法4个，按季度调度、按月通报",
    "培训基层人员640人次，实现乡镇全覆盖，考核合格率为95%",
    "新增床位220张，改造业务用房1.2万平方米，新购救护车6辆",
    "与援建省市签订协议，选派专家32名驻点帮扶，开展新技术11项",
    "平台接入全部二级以上机构，数据共享率达到85%",
];
const PROBLEMS: [&str; 4] = [
    "县级配套资金尚有1200万元缺口，项目进度受到影响",
    "专业技术人员缺编，招聘三次未满额",
    "征地拆迁进展缓慢，施工期短，影响了工程进度",
    "部门之间数据共享不畅，审批环节多",
];

/// Returns a bundled plan with an entry for each of its tasks, projects and indicators.
pub fn filled(plan: &str, period: Period) -> Arc<Dossier> {
    let (_folder, desk) = desk();
    let dossier = Arc::clone(desk.snapshot().plan_named(plan).unwrap());
    let statuses = [Completed, InProgress, InProgress, InProgress, Lagging, Completed, InProgress, InProgress];
    for (at, status) in (0..16).map(|at| (at, statuses[at % statuses.len()])) {
        let items: Vec<ItemId> = dossier.plan.tasks.iter().map(|task| task.id.clone()).skip(at).step_by(16).collect();
        let with_second =
            if at % 2 == 0 { format!("{}；{}", WORK[at % 8], WORK[(at + 3) % 8]) } else { WORK[at % 8].into() };
        let edit = ReviewEdit {
            status: Field::Set(status),
            progress: Field::given(Some((at as u8 * 5 + 15).try_into().unwrap()).filter(|_| status != Completed)),
            done: Field::Set(with_second),
            problem: Field::given(Some(PROBLEMS[at % 4].to_string()).filter(|_| status == Lagging || at % 5 == 1)),
            next: Field::given(Some("按季度调度，2024年底前完成".to_string()).filter(|_| status != Completed)),
            ..Default::default()
        };
        execute(&desk, Command::Review { items: items.clone(), period, edit });
        let lead = ["卫生健康委员会", "教育局", "财政局", "民政局", "人力资源和社会保障局"][at % 5];
        let edit = AssignmentEdit {
            lead: Field::Set(vec![lead.to_string()]),
            support: Field::Set(vec!["医疗保障局".to_string(), "住房和城乡建设局".to_string()]),
            due: Field::given(Due::end_of_year(Year(2025))),
            ..Default::default()
        };
        execute(&desk, Command::Assign { items, edit });
    }
    let year = dossier.plan.term.year_of(period);
    for (indicator, at) in dossier.plan.indicators.iter().zip(0_u8..) {
        let goal = indicator.targets.iter().filter_map(|target| target.value).next_back();
        let Some(value) = goal.map(|goal| (goal * (80.0 + f64::from(at % 4) * 6.0)).round() / 100.0) else { continue };
        execute(
            &desk,
            Command::Read {
                indicator: indicator.id.clone(),
                period: Period::annual(year),
                value: Some(value),
                amend: None,
            },
        );
    }
    Arc::clone(desk.snapshot().plan_named(plan).unwrap())
}

pub fn enter(desk: &Desk, period: Period) {
    let words = |text: &str| if text.is_empty() { Field::Keep } else { Field::Set(text.to_string()) };
    for (status, items, progress, done, problem, next) in ENTRIES {
        let edit = ReviewEdit {
            status: Field::Set(status),
            progress: Field::given(progress.and_then(|percent: u8| percent.try_into().ok())),
            done: words(done),
            problem: words(problem),
            next: words(next),
            ..Default::default()
        };
        execute(desk, Command::Review { items: ids(items), period, edit });
    }
    for (items, lead, support) in LEADS {
        let edit = AssignmentEdit {
            lead: Field::Set(vec![lead.to_string()]),
            support: Field::Set(support.iter().map(|name| name.to_string()).collect()),
            due: Field::given(Due::end_of_year(Year(2025))),
            ..Default::default()
        };
        execute(desk, Command::Assign { items: ids(items), edit });
    }
    for (number, year, value) in READINGS {
        execute(
            desk,
            Command::Read {
                indicator: id(&format!("i{number}")),
                period: Period::annual(Year(year)),
                value: Some(value),
                amend: None,
            },
        );
    }
}

/// Enters texts that would be active markup if they were not escaped.
pub fn enter_hostile(desk: &Desk, period: Period) {
    let text = format!("{HOSTILE}\u{1b}]0;x\u{7}\n=HYPERLINK(1)");
    let edit = ReviewEdit {
        status: Field::Set(Lagging),
        done: Field::Set(text.clone()),
        problem: Field::Set(text),
        ..Default::default()
    };
    execute(desk, Command::Review { items: ids("t5"), period, edit });
}

/// Returns all paragraphs in order.
pub fn paragraphs(report: &Report) -> Vec<&Paragraph> {
    fn collect<'a>(sections: &'a [Section], found: &mut Vec<&'a Paragraph>) {
        for section in sections {
            found.extend(section.body.iter().filter_map(|block| match block {
                Block::Paragraph(paragraph) => Some(paragraph),
                _ => None,
            }));
            collect(&section.parts, found);
        }
    }
    let mut found = Vec::new();
    collect(&report.sections, &mut found);
    found
}
