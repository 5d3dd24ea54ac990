//! A province of plans made from the bundled ones: any number of records, the same ones each time.
//!
//! Every prefecture has counties, and every county has plans: copies of bundled plans under the county's name, with
//! their tasks in order. So that they differ, titles are prefixed with a scope (乡镇, 社区, …), and texts contain the
//! county's name and a number.
#![allow(dead_code)]

use std::sync::Arc;

use plandesk::import;
use plandesk::plan::{Departments, Dossier, Period, Plan, PlanId, Review, Status};

const PREFECTURES: [&str; 14] =
    ["东川", "南屏", "西岭", "北河", "云山", "青阳", "白沙", "金塔", "玉泉", "石门", "龙湾", "凤台", "新安", "永宁"];
const COUNTIES: [&str; 100] = [
    "安化",
    "安丰",
    "安和",
    "安康",
    "安平",
    "宝坪",
    "宝泉",
    "北原",
    "昌明",
    "昌源",
    "长坪",
    "长乐",
    "长河",
    "成和",
    "大同",
    "大河",
    "德昌",
    "德安",
    "定远",
    "东山",
    "东河",
    "丰林",
    "丰年",
    "福田",
    "福泉",
    "富民",
    "富源",
    "高坪",
    "高原",
    "古城",
    "古泉",
    "广平",
    "广源",
    "和丰",
    "和平",
    "河西",
    "河源",
    "红山",
    "洪泉",
    "华山",
    "怀远",
    "惠民",
    "吉安",
    "建平",
    "建昌",
    "江口",
    "江源",
    "金河",
    "金山",
    "景泰",
    "静海",
    "康平",
    "兰溪",
    "乐安",
    "乐平",
    "利民",
    "临江",
    "临泉",
    "柳河",
    "龙泉",
    "隆安",
    "绿洲",
    "马鞍",
    "梅岭",
    "民丰",
    "民和",
    "南山",
    "宁远",
    "平安",
    "平川",
    "平原",
    "清河",
    "清泉",
    "庆丰",
    "曲江",
    "仁和",
    "荣昌",
    "瑞安",
    "三河",
    "沙湾",
    "山阳",
    "上河",
    "石泉",
    "双河",
    "双山",
    "松岭",
    "泰和",
    "天河",
    "通远",
    "望江",
    "文山",
    "武平",
    "西河",
    "祥云",
    "兴安",
    "兴隆",
    "阳泉",
    "银川坪",
    "永和",
    "云岭",
];
const SCOPES: [&str; 23] = [
    "乡镇",
    "街道",
    "社区",
    "农牧区",
    "城区",
    "边远山区",
    "园区",
    "学校",
    "企业",
    "机关",
    "医院",
    "家庭",
    "村级",
    "县级",
    "基层",
    "移民安置点",
    "易地搬迁区",
    "沿河",
    "老城区",
    "新城区",
    "养老机构",
    "托育机构",
    "集中供养点",
];

/// Returns `count` documents as file name and text: the bundled ones, each under the name of another county.
pub fn documents(count: usize) -> impl Iterator<Item = (String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans");
    // The region of a document is recognised with and without its suffix.
    let models = [
        ("kashgar", "喀什地区", "喀什"),
        ("bachu", "巴楚县", "巴楚"),
        ("changji", "昌吉回族自治州", "昌吉"),
        ("tongxin", "同心县", "同心"),
        ("barkol", "巴里坤哈萨克自治县", "巴里坤"),
    ];
    let texts = models.map(|(name, ..)| std::fs::read_to_string(format!("{folder}/{name}.txt")).unwrap());
    (0..count).map(move |number| {
        let (name, region, short) = models[number % models.len()];
        let county = place(number);
        let bare = county.trim_end_matches('县');
        let text = texts[number % models.len()].replace(region, &county).replace(short, bare);
        (format!("{name}-{number}.txt"), text)
    })
}

/// Returns the bundled plans, imported.
pub fn bundled_plans() -> Vec<Plan> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans");
    let departments = Departments::bundled();
    let names = ["kashgar", "bachu", "changji", "tongxin", "barkol"];
    let read = |name: &str| {
        let bytes = std::fs::read(format!("{folder}/{name}.txt")).unwrap();
        import::read(&format!("{name}.txt"), &bytes, &departments).unwrap().plans
    };
    names.into_iter().flat_map(read).collect()
}

/// Returns the number of searchable records of a plan: the plan itself, headings, boxes, tasks and projects,
/// indicators.
pub fn records_of(plan: &Plan) -> usize {
    1 + plan.outline.len() + plan.boxes.len() + plan.tasks.len() + plan.indicators.len()
}

/// Returns plans with at least this many records in all, sorted by id; the last plan is complete.
pub fn dossiers(records: usize) -> Vec<Arc<Dossier>> {
    let models = bundled_plans();
    let (mut made, mut dossiers) = (0, Vec::new());
    for number in 0.. {
        if made >= records {
            break;
        }
        let plan = county_plan(&models[number % models.len()], number);
        made += records_of(&plan);
        dossiers.push(Arc::new(Dossier::new(Arc::new(plan))));
    }
    dossiers.sort_by(|a, b| a.plan.id.cmp(&b.plan.id));
    dossiers
}

/// Adds a review to every third task, as after a year's work.
pub fn reviewed(dossier: &Dossier, period: Period) -> Dossier {
    let mut reviewed = dossier.clone();
    for (number, task) in dossier.plan.tasks.iter().enumerate().filter(|(number, _)| number % 3 == 0) {
        let status = Some(Status::ALL[number / 3 % Status::ALL.len()]);
        reviewed.reviews.insert((task.id.clone(), period), Review { status, ..Review::default() });
    }
    reviewed
}

/// Returns the name of the `number`th county.
fn place(number: usize) -> String {
    let prefecture = PREFECTURES[number % PREFECTURES.len()];
    let county = COUNTIES[(number / PREFECTURES.len()) % COUNTIES.len()];
    match number / (PREFECTURES.len() * COUNTIES.len()) {
        0 => format!("{prefecture}{county}县"),
        round => format!("{prefecture}{county}县第{round}片区"),
    }
}

/// Returns the `number`th plan of the province.
fn county_plan(model: &Plan, number: usize) -> Plan {
    let region = place(number / 6);
    let mut plan = model.clone().renamed(PlanId::new(format!("{}-{number}", model.id)).unwrap());
    plan.title = plan.title.replace(model.region.as_str(), &region);
    plan.region = region.as_str().into();
    let mut dice = Dice(number as u64 + 1);
    for task in plan.tasks.iter_mut() {
        if dice.roll(2) == 0 {
            let scope = SCOPES[dice.roll(SCOPES.len())];
            task.title = format!("{scope}{}", task.title);
            task.text = format!("{scope}{}", task.text);
        }
        task.text.push_str(&format!("{region}安排{}个点位。", dice.roll(90) + 10));
    }
    plan
}

/// A deterministic pseudo-random generator (Knuth's MMIX generator, TAOCP 3.3.4).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}
