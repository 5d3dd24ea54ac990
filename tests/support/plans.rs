//! Three small invented plans, as an importer would create them.

use std::path::Path;
use std::sync::Arc;

use plandesk::desk::{Actor, Desk, WhenEmpty};
use plandesk::import::Document;
use plandesk::plan::{
    Baseline, Departments, Due, Edition, Indicator, ItemKind, Level, LineSpan, Nature, Node, Paragraph, Plan, PlanId,
    Relation, SpecialBox, Target, Task, Year,
};

use super::plan::{indicator, plan, task};

/// Builds a plan item by item.
struct Builder {
    plan: Plan,
    line: u32,
    indicators: u32,
    tasks: u32,
    projects: u32,
}

impl Builder {
    fn new(id: &str, title: &str, region: &str, sector: &str, edition: Edition) -> Self {
        let plan = Plan { edition, ..plan(id, title, region, sector) };
        Builder { plan, line: 1, indicators: 0, tasks: 0, projects: 0 }
    }

    fn next(&mut self) -> LineSpan {
        self.line += 1;
        LineSpan::at(self.line)
    }

    fn node(&mut self, parent: Option<usize>, level: Level, number: &str, title: &str, text: &str) -> usize {
        let lines = self.next();
        let paragraphs =
            if text.is_empty() { vec![] } else { vec![Paragraph { text: text.to_string(), lines: self.next() }] };
        let (number, title) = (number.to_string(), title.to_string());
        self.plan.outline.push(Node { parent, level, number, title, paragraphs, lines });
        self.plan.outline.len() - 1
    }

    fn item(&mut self, node: usize, number: &str, title: &str, text: &str) -> &mut Task {
        self.tasks += 1;
        let id = self.plan.id.item(ItemKind::Task, self.tasks);
        let lines = self.next();
        let task = Task { number: number.to_string(), node, lines, ..task(id, title, &format!("{title}。{text}")) };
        self.plan.tasks.push(task);
        self.plan.tasks.last_mut().unwrap()
    }

    fn task(&mut self, node: usize, number: &str, title: &str, text: &str, lead: &str, due: i32) {
        let task = self.item(node, number, title, text);
        if !lead.is_empty() {
            task.stated.lead = vec![lead.to_string()];
        }
        task.stated.due = Due::end_of_year(Year(due)).filter(|_| due > 0);
    }

    fn special_box(&mut self, node: usize, number: &str, title: &str, projects: &[(&str, &str)]) {
        let lines = self.next();
        let (number, title) = (number.to_string(), title.to_string());
        self.plan.boxes.push(SpecialBox { number, title, node, notes: vec![], lines });
        let index = self.plan.boxes.len() - 1;
        for (n, (group, title)) in projects.iter().enumerate() {
            self.projects += 1;
            let id = self.plan.id.item(ItemKind::Project, self.projects);
            let task = self.item(node, &format!("{}.", n + 1), title, "按年度安排实施。");
            task.id = id;
            task.special_box = Some(index);
            task.group = (!group.is_empty()).then(|| (*group).to_string());
        }
        self.tasks -= u32::try_from(projects.len()).unwrap();
    }

    fn indicator(
        &mut self,
        name: &str,
        unit: &str,
        nature: Nature,
        base: (&str, Option<f64>),
        target: (Relation, f64),
    ) {
        self.indicators += 1;
        let text = match target.0 {
            Relation::Above => format!(">{}", target.1),
            _ => target.1.to_string(),
        };
        let lines = self.next();
        self.plan.indicators.push(Indicator {
            unit: Some(unit.to_string()),
            nature: Some(nature),
            definition: None,
            baselines: vec![Baseline { year: Year(2020), text: base.0.to_string(), value: base.1 }],
            targets: vec![Target { year: Year(2025), text, relation: target.0, value: Some(target.1) }],
            lines,
            ..indicator(self.plan.id.item(ItemKind::Indicator, self.indicators), name)
        });
    }
}

/// Returns the health plan of a city.
pub fn health() -> Plan {
    let mut b = Builder::new("hekou-wsjk-2025", "河口市“十四五”卫生健康规划", "河口市", "卫生健康", Edition::Condensed);
    let first = b.node(None, Level::Chapter, "第一章", "发展基础", "过去五年，基层服务有了底子，短板仍在人才。");
    b.node(Some(first), Level::Section, "第一节", "主要成就", "县乡村三级网络基本建成。");
    let second = b.node(None, Level::Chapter, "第二章", "重点任务", "");
    let section = b.node(Some(second), Level::Section, "第一节", "守住公共卫生底线", "把预防放在前面。");
    b.task(section, "一、", "建强疾控队伍", "每个县配齐流调、检验人员，2023年底前全部到岗。", "卫生健康委员会", 2023);
    b.task(
        section,
        "二、",
        "完善急救网络",
        "乡镇急救点覆盖率达到90%以上，平均到达时间不超过15分钟。",
        "卫生健康委员会",
        2024,
    );
    b.task(section, "三、", "做好免疫规划", "适龄儿童接种率保持在95%以上。", "", 0);
    let section = b.node(Some(second), Level::Section, "第二节", "提升医疗服务", "");
    b.task(section, "一、", "推进“互联网+”护理上门", "为失能老人提供上门护理，先试点后推开……", "卫生健康委员会", 2025);
    b.task(section, "二、", "扩大医保异地结算", "门诊慢特病全部纳入异地直接结算。", "医疗保障局", 2022);
    b.task(section, "三、", "培养全科医生", "每万人口全科医生达到3名。", "", 2025);
    b.special_box(
        section,
        "专栏1",
        "健康服务重点项目",
        &[("资金类", "县医院能力提升项目"), ("资金类", "乡镇卫生院改造项目"), ("服务类", "家庭医生签约服务")],
    );
    b.indicator("人均预期寿命", "岁", Nature::Expected, ("74.5", Some(74.5)), (Relation::Equal, 76.0));
    b.indicator("每万人口全科医生数", "人", Nature::Binding, ("1.19", Some(1.19)), (Relation::Equal, 3.0));
    b.indicator("孕产妇死亡率", "/10万", Nature::Expected, ("17.62", Some(17.62)), (Relation::AtMost, 16.0));
    b.plan
}

/// Returns the plan of the city for disabled people.
pub fn disability() -> Plan {
    let title = "河口市“十四五”残疾人保障和发展规划";
    let mut b = Builder::new("hekou-cjr-2025", title, "河口市", "残疾人", Edition::Issued);
    let first = b.node(None, Level::Han, "一、", "总体要求", "");
    b.node(Some(first), Level::HanParenthesised, "（一）", "指导思想", "以残疾人需要为出发点。");
    let second = b.node(None, Level::Han, "二、", "重点任务", "");
    let section = b.node(Some(second), Level::HanParenthesised, "（一）", "促进就业", "");
    b.task(section, "1.", "按比例安置就业", "用人单位按不低于1.5%的比例安排残疾人就业。", "人力资源和社会保障局", 2024);
    b.task(section, "2.", "扶持自主创业", "落实税费减免和一次性补贴。", "人力资源和社会保障局", 2025);
    b.task(section, "3.", "统筹公益性岗位", "乡村岗位优先安置。", "", 0);
    let section = b.node(Some(second), Level::HanParenthesised, "（二）", "健康和康复服务", "");
    b.task(section, "1.", "提升康复服务质量", "有需求的残疾儿童全部得到康复救助。", "残疾人联合会", 2025);
    b.task(section, "2.", "推广辅助器具适配", "基本型辅助器具适配率达到90%以上。", "残疾人联合会", 2025);
    b.special_box(section, "专栏1", "康复服务重点项目", &[("", "残疾儿童康复救助"), ("", "辅助器具进社区")]);
    b.indicator("残疾人基本康复服务覆盖率", "%", Nature::Binding, (">80", Some(80.0)), (Relation::Above, 85.0));
    b.indicator("残疾人家庭无障碍改造", "户", Nature::Expected, ("–", None), (Relation::Equal, 1200.0));
    b.plan
}

/// Returns the plan of one of the city's counties for disabled people.
pub fn county() -> Plan {
    let mut b = Builder::new(
        "qingshi-cjr-2025",
        "青石县残疾人事业“十四五”规划",
        "青石县",
        "残疾人",
        Edition::ConsultationDraft,
    );
    let first = b.node(None, Level::Han, "一、", "主要任务", "");
    b.task(first, "（一）", "健全康复网络", "每个乡镇有一处康复站。", "", 0);
    b.task(first, "（二）", "办好特殊教育", "适龄残疾儿童入学率达到97%。", "教育局", 2023);
    b.indicator("残疾人基本康复服务覆盖率", "%", Nature::Binding, (">78", Some(78.0)), (Relation::Above, 85.0));
    b.plan.parent = Some(PlanId::new("hekou-cjr-2025").unwrap());
    b.plan
}

/// Returns a desk with the three plans, in a folder of its own.
pub fn desk() -> (Arc<Desk>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (desk_in(folder.path()), folder)
}

/// Returns the desk of a folder, with the three plans if the folder is new.
pub fn desk_in(folder: &Path) -> Arc<Desk> {
    let (desk, _) = Desk::open(folder, Departments::bundled(), WhenEmpty::StayEmpty).unwrap();
    if desk.snapshot().dossiers().next().is_some() {
        return Arc::new(desk);
    }
    let documents = vec![document("hekou.txt", "0", vec![health(), disability(), county()])];
    desk.import(&Actor::owner("规划科"), documents, plandesk::desk::Consent::default()).unwrap();
    Arc::new(desk)
}

/// Returns a document that holds these plans alone, as an importer would give it.
pub fn document(file: &str, sha256: &str, plans: Vec<Plan>) -> Document {
    Document {
        file: file.to_string(),
        sha256: sha256.to_string(),
        encoding: "utf-8",
        notice: None,
        plans,
        leftovers: vec![],
        unlike: None,
        unread: vec![],
        named: vec![],
    }
}

/// Returns a plan, with all that it holds, under another id.
pub fn under(id: &str, mut plan: Plan) -> Plan {
    plan.id = PlanId::new(id).unwrap();
    for item in plan.tasks.iter_mut().map(|task| &mut task.id).chain(plan.indicators.iter_mut().map(|i| &mut i.id)) {
        item.plan = plan.id.clone();
    }
    plan
}
