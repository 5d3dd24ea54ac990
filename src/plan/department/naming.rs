//! The parts of a department's name: the region in front, and the ending that differs from level to level.

/// Endings that a region's or a higher body's name can have in front of a department's own name: 喀什地区, 县委,
/// 自治区人民政府, 国家.
pub(super) const REGION_ENDINGS: [&str; 24] = [
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

pub(super) fn bare(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Returns true if a name is that of a national or provincial body over the department of this canonical name.
pub(super) fn is_higher(canonical: &str, region: &str, own: &str) -> bool {
    let endings = ["部", "厅", "总局", "总署", "署"];
    let of_another_level = endings.iter().any(|e| own.ends_with(e) && !canonical.ends_with(e));
    let nation = ["国家", "中国", "中央", "全国", "国务院"].contains(&region);
    of_another_level || nation || region.ends_with('省') || region.ends_with("自治区") || PROVINCES.contains(&region)
}

/// A name without the ending that differs from level to level, if at least two characters remain.
pub(super) fn stem(name: &str) -> Option<&str> {
    let stem = OFFICE_ENDINGS.iter().find_map(|ending| name.strip_suffix(ending))?;
    (stem.chars().count() >= 2).then_some(stem)
}

/// Returns true if a name stands for many units (各地区, 国务院相关部门), none of which can be the lead.
pub fn is_general(name: &str) -> bool {
    name.starts_with('各') || ["相关", "有关", "其他"].iter().any(|word| name.contains(word)) || is_filler(name)
}

/// Returns true if a name after 等 is only a general term: 等部门, 等相关单位.
pub fn is_filler(name: &str) -> bool {
    let bare = ["各有关", "各相关", "其他有关", "其他相关", "其他", "有关", "相关", "各", "成员", "多"]
        .iter()
        .find_map(|word| name.strip_prefix(word))
        .unwrap_or(name);
    ["", "部门", "单位", "机构", "委办局", "方面", "责任单位", "职能部门"].contains(&bare)
}
