//! Regions (地区): their names, their tiers, and the peoples in the names of autonomous ones.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A tier of the administration, the highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tier {
    /// The country.
    Nation,
    /// 省, 自治区.
    Province,
    /// 地区, 自治州, 市, 盟.
    Prefecture,
    /// 县, 旗, 区.
    County,
    /// 镇, 乡.
    Township,
}

/// The endings of the names of regions with their tiers, longer ones first. A municipality (直辖市) and a city of a
/// county's rank (县级市) can't be told from a city of a prefecture's by their names.
const ENDINGS: [(&str, Tier); 19] = [
    ("自治州", Tier::Prefecture),
    ("自治区", Tier::Province),
    ("自治县", Tier::County),
    ("自治旗", Tier::County),
    ("地区", Tier::Prefecture),
    ("新区", Tier::County),
    ("开发区", Tier::County),
    ("林区", Tier::County),
    ("特区", Tier::County),
    ("兵团", Tier::Province),
    ("省", Tier::Province),
    ("市", Tier::Prefecture),
    ("州", Tier::Prefecture),
    ("县", Tier::County),
    ("区", Tier::County),
    ("旗", Tier::County),
    ("盟", Tier::Prefecture),
    ("镇", Tier::Township),
    ("乡", Tier::Township),
];

impl Tier {
    /// The endings of the names of regions of this tier, the longer ones first: 自治区 and 省 of a province's.
    pub fn endings(self) -> impl Iterator<Item = &'static str> {
        ENDINGS.iter().filter(move |(_, tier)| *tier == self).map(|(ending, _)| *ending)
    }
}

/// The peoples (民族) whose names stand in the names of autonomous regions; 各 stands for several.
const PEOPLES: [&str; 56] = [
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
    "各",
];

/// The name of a region in full, such as 喀什地区; empty where it is not known. It is stored as the name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Region(String);

impl Region {
    /// The region of plans of the whole country.
    pub const NATION: &str = "全国";

    /// The region of a plan that does not state one.
    pub const NOT_STATED: &str = "未注明地区";

    /// The name in full.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tier, if the ending of the name tells it.
    pub fn tier(&self) -> Option<Tier> {
        if self.0 == Region::NATION {
            return Some(Tier::Nation);
        }
        ENDINGS.iter().find(|(ending, _)| self.0.ends_with(ending)).map(|(_, tier)| *tier)
    }

    /// The name without its ending, and for an autonomous region without its peoples: 昌吉 for 昌吉回族自治州.
    pub fn short_name(&self) -> &str {
        let mut name = self.as_str();
        let bare = |(ending, _): &(&'static str, Tier)| Some((*ending, name.strip_suffix(ending)?));
        let Some((ending, bare)) = ENDINGS.iter().filter_map(bare).find(|(_, bare)| !bare.is_empty()) else {
            return name;
        };
        name = bare;
        while let Some(bare) =
            PEOPLES.iter().find_map(|p| without_people(name, p)).filter(|_| ending.starts_with("自治"))
        {
            name = bare;
        }
        name
    }

    /// Returns true if the region is stated.
    pub fn is_stated(&self) -> bool {
        !self.0.is_empty() && self.0 != Region::NOT_STATED
    }

    /// Returns true if it is the name of one region, not of any of a tier: of 巴楚县, not of 县, 县市 or 各县.
    pub fn is_proper(&self) -> bool {
        /// The characters of the words for regions in general.
        const GENERAL: &str = "各本全我该当地所在上下省市县区州盟旗乡镇自治直辖级开发新城林特兵团和及、（）()";
        let name = self.short_name();
        self.tier().is_some() && name.chars().filter(|c| !GENERAL.contains(*c)).count() >= 2
    }

    /// Returns true if a longer name, such as one with the regions above in front, ends in this region's: 昌吉州 is
    /// 昌吉回族自治州.
    pub fn ends(&self, longer: &Region) -> bool {
        // 喀什市 lies in 喀什地区.
        let kind = |region: &Region| region.0.chars().next_back();
        let same_place = || kind(self) == kind(longer) && longer.short_name().ends_with(self.short_name());
        longer.0.ends_with(&self.0) || same_place() || self.is_same_as(longer)
    }

    /// Returns true if two names can be those of one region: they are the same, or one leaves the ending out.
    pub fn is_same_as(&self, other: &Region) -> bool {
        self.0.starts_with(&other.0) || other.0.starts_with(&self.0)
    }
}

fn without_people<'a>(name: &'a str, people: &str) -> Option<&'a str> {
    let bare = name
        .strip_suffix('族')
        .and_then(|n| n.strip_suffix(people))
        .or_else(|| name.strip_suffix(people).filter(|_| people.chars().count() >= 2))?;
    (bare.chars().count() >= 2).then_some(bare)
}

/// The ending of a region's name with which a text begins.
pub fn ending_at(text: &str) -> Option<&'static str> {
    ENDINGS.iter().map(|(ending, _)| *ending).find(|ending| text.starts_with(ending))
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<&str> for Region {
    fn from(name: &str) -> Region {
        Region(name.to_string())
    }
}

impl From<String> for Region {
    fn from(name: String) -> Region {
        Region(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_tier_and_the_short_name() {
        for (name, tier, short) in [
            ("全国", Tier::Nation, "全国"),
            ("浙江省", Tier::Province, "浙江"),
            ("新疆维吾尔自治区", Tier::Province, "新疆"),
            ("内蒙古自治区", Tier::Province, "内蒙古"),
            ("昌吉回族自治州", Tier::Prefecture, "昌吉"),
            ("恩施土家族苗族自治州", Tier::Prefecture, "恩施"),
            ("喀什地区", Tier::Prefecture, "喀什"),
            ("杭州市", Tier::Prefecture, "杭州"),
            ("锡林郭勒盟", Tier::Prefecture, "锡林郭勒"),
            ("巴里坤哈萨克自治县", Tier::County, "巴里坤"),
            ("龙胜各族自治县", Tier::County, "龙胜"),
            ("鄂伦春自治旗", Tier::County, "鄂伦春"),
            ("西湖区", Tier::County, "西湖"),
            ("同心县", Tier::County, "同心"),
            ("大河镇", Tier::Township, "大河"),
            ("未注明地区", Tier::Prefecture, "未注明"),
        ] {
            let region = Region::from(name);
            assert_eq!((region.tier(), region.short_name()), (Some(tier), short), "{name}");
        }
        assert_eq!((Region::from("某地").tier(), Region::default().tier()), (None, None));
    }

    #[test]
    fn a_proper_name_is_told_from_a_word_for_regions_in_general() {
        for name in ["巴楚县", "喀什地区", "昌吉州", "新疆维吾尔自治区喀什地区"] {
            assert!(Region::from(name).is_proper(), "{name}");
        }
        for name in ["", "县", "地区", "自治区", "各县市", "县（市、区", "本地区", "开发区", "直辖市", "民政"]
        {
            assert!(!Region::from(name).is_proper(), "{name}");
        }
        let is_own = |own: &str, name: &str| Region::from(own).ends(&name.into());
        assert!(is_own("喀什地区", "国家税务总局喀什地区") && is_own("昌吉回族自治州", "昌吉州"));
        assert!(!is_own("喀什地区", "喀什市") && !is_own("喀什地区", "巴楚县") && !is_own("巴楚县", "喀什地区"));
    }

    #[test]
    fn one_region_may_be_named_with_or_without_its_ending() {
        assert!(Region::from("喀什").is_same_as(&"喀什地区".into()));
        assert!(!Region::from("喀什地区").is_same_as(&"昌吉州".into()));
    }
}
