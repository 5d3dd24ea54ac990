//! Departments (责任单位): canonical names, the short names under which documents mention them, and levels.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::Region;
use super::mentions::Mentions;
use crate::text::pinyin;

/// The registry that comes with the program.
const BUNDLED: &str = include_str!("../../data/departments.toml");

/// Endings that a region's or a higher body's name can have in front of a department's own name: 喀什地区, 县委,
/// 自治区人民政府, 国家.
const REGION_ENDINGS: [&str; 24] = [
    "省",
    "市",
    "县",
    "区",
    "州",
    "盟",
    "旗",
    "师",
    "兵团",
    "政府",
    "公署",
    "行署",
    "党委",
    "省委",
    "地委",
    "市委",
    "州委",
    "区委",
    "县委",
    "国家",
    "中国",
    "中央",
    "全国",
    "国务院",
];

/// Provinces, whose names are often used without an ending: 新疆残联, 宁夏民政厅.
pub const PROVINCES: [&str; 31] = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
];

/// Endings that differ from level to level over one stem: 民政部, 民政厅, 民政局, 民政部门. Longer ones first.
const OFFICE_ENDINGS: [&str; 13] = [
    "行政主管部门",
    "行政部门",
    "主管部门",
    "监管部门",
    "委员会",
    "部门",
    "总局",
    "总署",
    "局",
    "部",
    "厅",
    "委",
    "署",
];

/// One department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// The name under which it is stored and shown, without a region: `卫生健康委员会`.
    pub name: String,
    /// Other names, the shortest usual one first: `卫健委`, `卫生健康委`.
    #[serde(default)]
    pub short: Vec<String>,
    /// The sort of body: party, government, group or institution.
    pub level: Level,
    /// Words of a task's text that suggest this department.
    #[serde(default)]
    pub hints: Vec<String>,
}

impl Department {
    /// The name for narrow columns: the shortest usual one.
    pub fn short_name(&self) -> &str {
        self.short.first().filter(|s| s.chars().count() < self.name.chars().count()).unwrap_or(&self.name)
    }

    /// The canonical name, then the others.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.short).map(String::as_str)
    }
}

/// The sort of body that a department is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A body of the party committee (党委部门).
    Party,
    /// A department of the government (政府部门).
    Government,
    /// A people's or mass organisation (群团组织).
    Group,
    /// A public institution or another unit (事业单位及其他).
    Institution,
}

/// A registry file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// It is not TOML, or not of this shape.
    #[error("the department registry cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A department or one of its other names is empty.
    #[error("department {0} of the registry has an empty name; give every [[department]] a name")]
    Nameless(usize),
    /// Two departments claim one name.
    #[error("“{name}” names both {first} and {second}; leave it to one of them")]
    Twice {
        /// The name in question.
        name: String,
        /// The department that has it first.
        first: String,
        /// The department that has it again.
        second: String,
    },
}

/// The registry's file: `[[department]]` tables.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Registry {
    #[serde(default)]
    department: Vec<Department>,
}

/// The registry of departments.
#[derive(Debug, Clone, Default)]
pub struct Departments {
    list: Vec<Department>,
    by_name: HashMap<String, usize>,
    /// By name without its ending: 民政, 发展改革.
    by_stem: HashMap<String, usize>,
    /// Made when first asked for.
    mentions: OnceLock<Mentions>,
}

impl Departments {
    /// A registry of these departments. Of two that claim one name the first keeps it.
    pub fn new(list: Vec<Department>) -> Self {
        let (mut by_name, mut by_stem) = (HashMap::new(), HashMap::new());
        for (place, department) in list.iter().enumerate() {
            for name in department.names() {
                by_name.entry(name.to_string()).or_insert(place);
                if let Some(stem) = stem(name) {
                    by_stem.entry(stem.to_string()).or_insert(place);
                }
            }
        }
        Departments { list, by_name, by_stem, mentions: OnceLock::new() }
    }

    /// Reads a registry file; `data/departments.toml` explains its fields.
    ///
    /// # Errors
    /// [`RegistryError`] when the file has another shape, a name is empty, or two departments claim one name.
    pub fn from_toml(text: &str) -> Result<Self, RegistryError> {
        let list = toml::from_str::<Registry>(text)?.department;
        let mut owners: HashMap<&str, &str> = HashMap::new();
        for (place, department) in list.iter().enumerate() {
            for name in department.names() {
                if name.trim().is_empty() {
                    return Err(RegistryError::Nameless(place + 1));
                }
                if let Some(first) = owners.insert(name, &department.name) {
                    let (name, first, second) = (name.to_string(), first.to_string(), department.name.clone());
                    return Err(RegistryError::Twice { name, first, second });
                }
            }
        }
        Ok(Self::new(list))
    }

    /// The registry that comes with the program.
    pub fn bundled() -> Self {
        // A test proves that the bundled file is sound.
        Self::from_toml(BUNDLED).unwrap_or_default()
    }

    /// Every department in the order of the registry.
    pub fn iter(&self) -> impl Iterator<Item = &Department> {
        self.list.iter()
    }

    /// The department that has exactly this name or short name.
    pub fn find(&self, name: &str) -> Option<&Department> {
        self.by_name.get(name).map(|&place| &self.list[place])
    }

    /// The department that a document means by a name: one of the names of the registry, with or without a region
    /// in front (喀什地区卫生健康委, 国家税务总局), with the ending of any level (民政部, 民政厅, 民政部门) or, as
    /// lists have it, with none (卫健、教育、民政等部门).
    pub fn recognise(&self, name: &str) -> Option<&Department> {
        self.reading(&bare(name)).map(|(department, ..)| department)
    }

    /// The name to keep for a name in use: the canonical one of a department of the region's own level. A ministry
    /// or a provincial department (财政部, 自治区民政厅) is another body than the county's bureau of the same field,
    /// so its name is kept, as is a name that is in no registry.
    pub fn canonical<'a>(&'a self, name: &'a str) -> &'a str {
        match self.reading(&bare(name)) {
            Some((department, region, own)) if !is_higher(&department.name, &region, &own) => &department.name,
            _ => name,
        }
    }

    /// The name to keep for a name that a plan of a region uses: the [canonical](Departments::canonical) one, but the name
    /// itself where it is that of another region's department. In a plan of 喀什地区, 巴楚县民政局 is not the 民政局.
    pub fn canonical_in<'a>(&'a self, region: &Region, name: &'a str) -> &'a str {
        match self.region_of(name) {
            Some(other) if region.is_stated() && !region.ends(&other) => name,
            _ => self.canonical(name),
        }
    }

    /// The region by whose proper name the name of a department begins: 巴楚县 of 巴楚县民政局 and 巴楚县委组织部.
    pub fn region_of(&self, name: &str) -> Option<Region> {
        /// The words for a region's government, behind its name.
        const GOVERNING: [&str; 6] = ["人民政府", "政府", "党委", "行政公署", "公署", "行署"];
        let (_, place, _) = self.reading(&bare(name))?;
        let place = GOVERNING.iter().find_map(|word| place.strip_suffix(word)).unwrap_or(&place);
        let region = Region::from(place.trim_end_matches('委'));
        region.is_proper().then_some(region)
    }

    /// A name without blanks taken apart: the department, the region in front and the department's own name there.
    fn reading(&self, name: &str) -> Option<(&Department, String, String)> {
        let place = |own: &str| {
            let by_stem = || self.by_stem.get(stem(own).unwrap_or(own));
            self.by_name.get(own).or_else(by_stem).copied()
        };
        let cuts = name.char_indices().map(|(cut, _)| name.split_at(cut));
        let mut readings = cuts.filter(|(region, _)| {
            region.is_empty() || PROVINCES.contains(region) || REGION_ENDINGS.iter().any(|e| region.ends_with(e))
        });
        readings.find_map(|(region, own)| Some((&self.list[place(own)?], region.to_string(), own.to_string())))
    }

    /// The departments that a text mentions by hint words and names, each with the [weight](Mentions::weights) of its
    /// words, in the order of the registry. The first `leading` bytes of the text count twice.
    pub fn mentioned(&self, text: &str, leading: usize) -> impl Iterator<Item = (usize, &Department)> {
        let mentions = self.mentions.get_or_init(|| Mentions::of(&self.list));
        mentions.weights(text, leading).into_iter().zip(&self.list).filter(|(weight, _)| *weight > 0)
    }

    /// Departments for what a person has typed into a picker: part of a name, its pinyin or the initials of its
    /// pinyin (`wjw` is 卫健委). Whole names come first, then beginnings, then the rest, each in the order of the
    /// registry. An empty query lists all.
    pub fn search(&self, query: &str) -> Vec<&Department> {
        let query: String = query.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        let mut found: Vec<(u8, &Department)> = self
            .list
            .iter()
            .filter_map(|d| d.names().filter_map(|name| nearness(name, &query)).min().map(|rank| (rank, d)))
            .collect();
        found.sort_by_key(|&(rank, _)| rank);
        found.into_iter().map(|(_, department)| department).collect()
    }
}

fn bare(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Returns true if a name is that of a national or provincial body over the department of this canonical name.
fn is_higher(canonical: &str, region: &str, own: &str) -> bool {
    let endings = ["部", "厅", "总局", "总署", "署"];
    let of_another_level = endings.iter().any(|e| own.ends_with(e) && !canonical.ends_with(e));
    let nation = ["国家", "中国", "中央", "全国", "国务院"].contains(&region);
    of_another_level || nation || region.ends_with('省') || region.ends_with("自治区") || PROVINCES.contains(&region)
}

/// A name without the ending that differs from level to level, if at least two characters remain.
fn stem(name: &str) -> Option<&str> {
    let stem = OFFICE_ENDINGS.iter().find_map(|ending| name.strip_suffix(ending))?;
    (stem.chars().count() >= 2).then_some(stem)
}

/// Returns the distance of a query from a name: 0 the whole, 1 its beginning, 2 a part of it; characters before pinyin.
fn nearness(name: &str, query: &str) -> Option<u8> {
    let rank = |form: &str| match form {
        _ if form == query => Some(0),
        _ if form.starts_with(query) => Some(2),
        _ if form.contains(query) => Some(4),
        _ => None,
    };
    let by_pinyin = || {
        let initials = rank(&pinyin::initials(name));
        // Full pinyin is matched from its beginning: in the middle, syllables would be torn apart.
        let spelling = rank(&pinyin::spelling(name)).filter(|&r| r < 4);
        [initials, spelling].into_iter().flatten().min().map(|r| r + 1)
    };
    rank(name).or_else(by_pinyin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_registry_is_sound() {
        let departments = Departments::from_toml(BUNDLED).unwrap();
        assert!((60..=100).contains(&departments.iter().count()));
        assert_eq!(Departments::bundled().iter().count(), departments.iter().count());
        for department in departments.iter() {
            assert!(!department.hints.is_empty(), "{} has no hints", department.name);
            assert!(department.short_name().chars().count() <= 7, "{}", department.short_name());
        }
    }

    #[test]
    fn a_registry_with_a_fault_says_which() {
        let two = "[[department]]\nname='甲局'\nlevel='government'\n[[department]]\nname='乙局'\nshort=['甲局']\nlevel='government'";
        let message = Departments::from_toml(two).unwrap_err().to_string();
        assert!(message.contains("甲局") && message.contains("乙局"), "{message}");
        let nameless = "[[department]]\nname=''\nlevel='party'";
        assert_eq!(Departments::from_toml(nameless).unwrap_err(), RegistryError::Nameless(1));
        assert!(matches!(Departments::from_toml("[[department]]\nname='甲'"), Err(RegistryError::Syntax(_))));
    }

    #[test]
    fn regions_and_levels_do_not_hide_a_department() {
        let departments = Departments::bundled();
        for (names, meant) in [
            ("国家卫生健康委、喀什地区卫生健康委员会、县卫健局、卫健部门、卫健、市卫健委、卫 健 委", "卫生健康委员会"),
            ("市场监管总局、市场监管局、县市场监督管理局、国家市场监督管理总局", "市场监督管理局"),
            ("人力资源社会保障部、自治区人力资源和社会保障厅、人社、人力资源社会保障行政部门", "人力资源和社会保障局"),
            ("民政部、宁夏民政厅、区民政局、民政部门、民政", "民政局"),
            ("国家税务总局、国家税务总局喀什地区税务局、税务", "税务局"),
            ("中国残联、新疆残联、自治区残联、中国残疾人联合会", "残疾人联合会"),
            ("国家发展改革委、发展改革部门、州发改委、县发展和改革局", "发展和改革委员会"),
            ("工业和信息化部、工信", "工业和信息化局"),
            ("地委组织部、中央组织部、市委组织部", "组织部"),
            ("县人民政府残疾人工作委员会、行政公署残疾人工作委员会", "残疾人工作委员会"),
            ("国务院办公厅、行署办公室、县人民政府办公室", "政府办公室"),
        ] {
            for name in names.split('、') {
                assert_eq!(departments.recognise(name).map(|d| d.name.as_str()), Some(meant), "{name}");
            }
        }
    }

    #[test]
    fn a_department_of_the_region_gets_its_canonical_name_and_a_higher_body_keeps_its_own() {
        let departments = Departments::bundled();
        for (name, canonical) in [
            ("喀什地区卫生健康委", "卫生健康委员会"),
            ("县卫健局", "卫生健康委员会"),
            ("民政部门", "民政局"),
            ("昌吉州残联", "残疾人联合会"),
            ("地委组织部", "组织部"),
            ("国家税务总局喀什地区税务局", "税务局"),
        ] {
            assert_eq!(departments.canonical(name), canonical, "{name}");
        }
        for name in ["财政部", "自治区民政厅", "市场监管总局", "国家卫生健康委", "国务院办公厅", "新疆残联"]
        {
            assert_eq!(departments.canonical(name), name);
        }
    }

    #[test]
    fn the_department_of_another_region_keeps_its_name() {
        let departments = Departments::bundled();
        for (region, name, kept) in [
            ("喀什地区", "巴楚县民政局", "巴楚县民政局"),
            ("喀什地区", "喀什市民政局", "喀什市民政局"),
            ("喀什地区", "巴楚县委组织部", "巴楚县委组织部"),
            ("巴楚县", "喀什地区卫生健康委", "喀什地区卫生健康委"),
            ("巴楚县", "巴楚县民政局", "民政局"),
            ("巴楚县", "巴楚县人民政府办公室", "政府办公室"),
            ("喀什地区", "喀什地区卫生健康委", "卫生健康委员会"),
            ("喀什地区", "国家税务总局喀什地区税务局", "税务局"),
            ("昌吉回族自治州", "昌吉州残联", "残疾人联合会"),
            ("喀什地区", "县民政局", "民政局"),
            ("喀什地区", "地委组织部", "组织部"),
            ("喀什地区", "自治区民政厅", "自治区民政厅"),
            (Region::NOT_STATED, "巴楚县民政局", "民政局"),
        ] {
            assert_eq!(departments.canonical_in(&region.into(), name), kept, "{region} {name}");
        }
    }

    #[test]
    fn a_name_in_no_registry_is_kept() {
        let departments = Departments::bundled();
        for name in ["各地区", "各乡镇人民政府", "国务院职能转变协调办", "城市", "管理局", "委员会", "局", ""]
        {
            assert_eq!(departments.canonical(name), name);
        }
    }

    #[test]
    fn a_picker_finds_by_name_pinyin_and_initials() {
        let departments = Departments::bundled();
        let first = |query: &str| departments.search(query).first().map(|d| d.name.as_str());
        for (query, name) in [
            ("wjw", "卫生健康委员会"),
            ("WJW", "卫生健康委员会"),
            ("mzj", "民政局"),
            ("minzheng", "民政局"),
            ("rsj", "人力资源和社会保障局"),
            ("cl", "残疾人联合会"),
            ("残联", "残疾人联合会"),
            ("医保", "医疗保障局"),
            ("fagai", "发展和改革委员会"),
        ] {
            assert_eq!(first(query), Some(name), "{query}");
        }
        assert_eq!(first("qqqq"), None);
        assert_eq!(departments.search(" ").len(), departments.iter().count());
    }

    #[test]
    fn short_names_fit_narrow_columns() {
        let departments = Departments::bundled();
        for (name, short) in
            [("卫生健康委员会", "卫健委"), ("民政局", "民政局"), ("残疾人联合会", "残联"), ("总工会", "工会")]
        {
            assert_eq!(departments.find(name).map(Department::short_name), Some(short));
        }
    }
}
