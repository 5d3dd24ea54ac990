//! Departments (责任单位): canonical names, the short names under which documents mention them, levels, and who takes over
//! the work of those that are no more.
//!
//! The registry that comes with the program is laid under what an office [enters](DepartmentEntry). A department that was
//! dissolved stays in the list, so that texts that name it are understood; its work is that of its
//! [successor](Departments::current).

mod entry;
mod naming;
mod succession;

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use super::Region;
use super::mentions::Mentions;
use crate::text::{Label, Language, pinyin};

pub use entry::{BadDepartmentField, DepartmentEntry, DepartmentField};
pub use naming::{PROVINCES, is_filler, is_general};
pub use succession::{Division, Shown};

use naming::{REGION_ENDINGS, bare, is_higher, stem};

/// The registry that comes with the program.
const BUNDLED: &str = include_str!("../../../data/departments.toml");

/// One department.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// The name under which it is stored and shown, without a region: `卫生健康委员会`.
    pub name: String,
    /// Other names, the shortest usual one first: `卫健委`, `卫生健康委`.
    #[serde(default)]
    pub short: Vec<String>,
    /// The sort of body: party, government, group or institution.
    pub level: Level,
    /// The region (地区), where it is not that of the plans that name the department: 巴楚县 of 巴楚县民政局.
    #[serde(default)]
    pub region: Option<Region>,
    /// The body above it (上级单位).
    #[serde(default)]
    pub superior: Option<String>,
    /// The person who answers for it day by day (联系人).
    #[serde(default)]
    pub contact: Option<String>,
    /// The telephone number of that person or of the office.
    #[serde(default)]
    pub telephone: Option<String>,
    /// The first day on which it is in force; `None` where that is not known.
    #[serde(default, deserialize_with = "day")]
    pub from: Option<Date>,
    /// The last day on which it is in force; `None` where it still is.
    #[serde(default, deserialize_with = "day")]
    pub until: Option<Date>,
    /// The department that takes over its work (职能承接单位), by any of its names.
    #[serde(default)]
    pub successor: Option<String>,
    /// Words of a task's text that suggest this department.
    #[serde(default)]
    pub hints: Vec<String>,
}

/// Reads a day such as `2023-03-16`.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(serde::de::Error::custom)
}

impl Department {
    /// Makes a department of the government of which no more than the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Department {
            name: name.into(),
            short: Vec::new(),
            level: Level::Government,
            region: None,
            superior: None,
            contact: None,
            telephone: None,
            from: None,
            until: None,
            successor: None,
            hints: Vec::new(),
        }
    }

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

impl Level {
    /// Every level.
    pub const ALL: [Level; 4] = [Level::Party, Level::Government, Level::Group, Level::Institution];

    /// The name in commands and files: `government`.
    pub fn name(self) -> &'static str {
        match self {
            Level::Party => "party",
            Level::Government => "government",
            Level::Group => "group",
            Level::Institution => "institution",
        }
    }
}

impl Label for Level {
    fn label(&self, language: Language) -> &'static str {
        match self {
            Level::Party => language.pick("党委部门", "party body"),
            Level::Government => language.pick("政府部门", "government department"),
            Level::Group => language.pick("群团组织", "mass organisation"),
            Level::Institution => language.pick("事业单位及其他", "institution"),
        }
    }
}

impl FromStr for Level {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (text, labels) = (text.trim(), [Language::Zh, Language::En]);
        let is_it = |level: &Level| level.name() == text || labels.iter().any(|l| level.label(*l) == text);
        Level::ALL.into_iter().find(is_it).ok_or(())
    }
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
    /// The name of each under which its entry is kept: the one that it had when it was listed first.
    keys: Vec<String>,
    by_name: HashMap<String, usize>,
    /// By name without its ending: 民政, 发展改革.
    by_stem: HashMap<String, usize>,
    /// Made when first asked for.
    mentions: OnceLock<Mentions>,
    /// Those that state a region, by each name without the region: 民政局 of 巴楚县民政局.
    by_own_name: HashMap<String, Vec<usize>>,
    /// The day as of which it is told who has whose work.
    day: Date,
    /// Those whose work each has on that day besides its own.
    before: Vec<Vec<usize>>,
}

impl Departments {
    /// A registry of these departments. Of two that claim one name the first keeps it.
    pub fn new(list: Vec<Department>) -> Self {
        Self::listed(list.into_iter().map(|department| (department.name.clone(), department)).collect(), &[])
    }

    /// A registry of departments with their keys. Those that were entered claim their names before the others.
    fn listed(list: Vec<(String, Department)>, entered: &[bool]) -> Self {
        let (keys, list): (Vec<String>, Vec<Department>) = list.into_iter().unzip();
        let mut departments = Departments { list, keys, day: Date::MAX, ..Departments::default() };
        let is_entered = |place: &usize| entered.get(*place).copied().unwrap_or(false);
        let (first, rest): (Vec<usize>, Vec<usize>) = (0..departments.list.len()).partition(is_entered);
        first.into_iter().chain(rest).for_each(|place| departments.take_names(place));
        departments.before = departments.predecessors();
        departments
    }

    fn take_names(&mut self, place: usize) {
        let department = &self.list[place];
        for name in department.names() {
            self.by_name.entry(name.to_string()).or_insert(place);
            if let Some(stem) = stem(name) {
                self.by_stem.entry(stem.to_string()).or_insert(place);
            }
            if let Some(region) = &department.region {
                let own = name.strip_prefix(region.as_str()).unwrap_or(name);
                self.by_own_name.entry(own.to_string()).or_default().push(place);
                self.by_name.entry(format!("{region}{own}")).or_insert(place);
            }
        }
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

    /// Returns true if there is no department.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Every department in the order of the registry.
    pub fn iter(&self) -> impl Iterator<Item = &Department> {
        self.list.iter()
    }

    /// Every department with the name under which its entry is kept, in the order of the registry.
    pub fn keyed(&self) -> impl Iterator<Item = (&str, &Department)> {
        self.keys.iter().map(String::as_str).zip(&self.list)
    }

    /// Returns the contact of a department with the telephone number, as far as they were entered.
    pub fn contact(&self, name: &str) -> Option<String> {
        let found = self.find(name)?;
        let words: Vec<&str> = [&found.contact, &found.telephone].into_iter().flatten().map(String::as_str).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// Returns the name under which the entry of a department is kept that has exactly this name or short name.
    pub fn key(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(|&place| self.keys[place].as_str())
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

    /// Departments in force for what a person has typed into a picker: part of a name, its pinyin or the initials of its
    /// pinyin (`wjw` is 卫健委). One is found by the names of those before it as well. Whole names come first, then
    /// beginnings, then the rest, each in the order of the registry. An empty query lists all.
    pub fn search(&self, query: &str) -> Vec<&Department> {
        let query: String = query.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        let mut found: Vec<(u8, &Department)> = self
            .list
            .iter()
            .filter(|department| !self.is_former(department))
            .filter_map(|d| {
                self.names_of(&d.name).filter_map(|name| nearness(name, &query)).min().map(|rank| (rank, d))
            })
            .collect();
        found.sort_by_key(|&(rank, _)| rank);
        found.into_iter().map(|(_, department)| department).collect()
    }
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
            assert_eq!(department.hints.is_empty(), departments.is_former(department), "hints of {}", department.name);
            assert_eq!(
                department.successor.is_some(),
                departments.is_former(department),
                "successor of {}",
                department.name
            );
            let current = departments.current(&Region::default(), &department.name);
            assert!(
                departments.find(&current).is_some_and(|last| !departments.is_former(last)),
                "{} ends",
                department.name
            );
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
            ("扶贫办", "农业农村局"),
            ("fpb", "农业农村局"),
        ] {
            assert_eq!(first(query), Some(name), "{query}");
        }
        assert_eq!(first("qqqq"), None);
        assert_eq!(departments.search(" ").len(), departments.iter().filter(|d| !departments.is_former(d)).count());
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
