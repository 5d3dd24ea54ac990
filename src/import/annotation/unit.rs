//! Parsing of lists of units: 民政部、人力资源社会保障部等国务院相关部门及各地区.

use super::super::wording;
use crate::plan::department::is_filler;
use crate::plan::{Departments, region};

/// The endings of names of units. 各地区, 各县（市、区） and 试点城市政府 are units too, though not departments.
const ENDINGS: [&str; 46] = [
    "部",
    "局",
    "委",
    "厅",
    "办",
    "署",
    "院",
    "会",
    "社",
    "联",
    "团",
    "政府",
    "部门",
    "单位",
    "机构",
    "地区",
    "地方",
    "各地",
    "县",
    "市",
    "区",
    "州",
    "盟",
    "旗",
    "镇",
    "乡",
    "街道",
    "公司",
    "集团",
    "中心",
    "银行",
    "学校",
    "企业",
    "党校",
    "队",
    "组",
    "站",
    "所",
    "台",
    "馆",
    "分行",
    "支行",
    "办公室",
    "办事处",
    "产业园",
    "校",
];

/// Words that end like names of units but are none.
const NO_UNITS: [&str; 10] = ["社会", "机会", "全部", "内部", "外部", "城市", "城区", "地区", "大会", "体会"];

/// Words of running text, which no name of a unit contains.
const RUNNING_TEXT: [&str; 19] = [
    "由", "的", "是", "将", "对", "被", "为", "并", "开展", "加强", "建立", "推进", "推动", "提供", "参与", "负责",
    "以下", "均", "需",
];

/// General terms for units that name none in particular.
const NOBODY: [&str; 16] = [
    "单位",
    "企业",
    "部门",
    "机构",
    "地方",
    "政府",
    "社会",
    "学校",
    "各方",
    "方面",
    "公司",
    "集团",
    "主管部门",
    "责任单位",
    "用人单位",
    "成员单位",
];

/// Returns true if the length and the words of a name are possible for a unit.
pub(super) fn is_name(name: &str) -> bool {
    (2..=25).contains(&name.chars().count())
        && !name.contains(['《', '》', '“', '”', '：', ':', '，', ',', '；', '。'])
        && !RUNNING_TEXT.iter().any(|word| name.contains(word))
}

/// Returns true if a name can be that of a unit: it is a known department, or has a typical ending.
pub(super) fn is_unit(name: &str, departments: &Departments) -> bool {
    if departments.find(name).is_some() {
        return true;
    }
    let ends_as_units_do = || {
        let core = without_bracket(name);
        !core.starts_with('全') && !NO_UNITS.contains(&core) && ENDINGS.iter().any(|ending| core.ends_with(ending))
    };
    is_name(name) && (departments.recognise(name).is_some() || ends_as_units_do())
}

/// Splits a list into the printed names of units, in order. They are separated by 、, by 和, 及 or 与 between two units,
/// and by 等 before a general term.
pub(super) fn units(list: &str, departments: &Departments) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for piece in parts(list, &['、', '/', '，', ',', ' ', '\u{3000}', '\u{a0}']) {
        match pieces.last_mut() {
            Some(last) if is_tier(piece) && last.starts_with('各') && is_tiers(last) => {
                last.push('、');
                last.push_str(piece);
            }
            _ => pieces.push(piece.to_string()),
        }
    }
    let mut units = Vec::new();
    for piece in &pieces {
        part_further(piece, departments, &mut units);
    }
    units.retain(|unit| !NOBODY.contains(&unit.as_str()) && !wording::is_due(unit));
    units
}

/// Words for tiers of regions that no region's name ends with.
const TIERS: [&str; 14] = [
    "直辖市",
    "计划单列市",
    "地级市",
    "县级市",
    "市辖区",
    "街道",
    "功能区",
    "园区",
    "县（市）",
    "县(市)",
    "市县",
    "县市",
    "区县",
    "县区",
];

/// Returns true if a piece of a list is a tier of regions, perhaps with its government: 县级市, 直辖市人民政府. A tier is
/// called like the ending of its regions' names, except 兵团, which is a single unit.
fn is_tier(piece: &str) -> bool {
    let governs = ["党委和政府", "人民政府", "政府", "管委会", "党委"];
    let bare = governs.iter().find_map(|word| piece.strip_suffix(word)).unwrap_or(piece);
    TIERS.contains(&bare) || (bare != "兵团" && region::ending_at(bare) == Some(bare))
}

/// Returns true if a name consists of 各 and a list of tiers so far: 各区.
fn is_tiers(name: &str) -> bool {
    name.trim_start_matches('各').split('、').all(is_tier)
}

fn part_further(piece: &str, departments: &Departments, units: &mut Vec<String>) {
    let piece = piece.trim_matches(|c: char| c.is_whitespace() || matches!(c, '。' | '；' | ';'));
    let piece = without_joiner(piece);
    if piece.is_empty() {
        return;
    }
    if departments.find(piece).is_some() {
        units.push(piece.to_string());
        return;
    }
    if let Some((left, right)) = joint(piece, departments) {
        part_further(left, departments, units);
        part_further(right, departments, units);
        return;
    }
    match piece.split_once('等') {
        Some((left, right)) if is_unit(left, departments) || !left.is_empty() && is_filler(right) => {
            part_further(left, departments, units);
            let right = without_joiner(right);
            if !is_filler(right) {
                part_further(right, departments, units);
            }
        }
        _ => units.push(piece.to_string()),
    }
}

/// Returns a name without a conjunction at its beginning: 和各县区政府.
fn without_joiner(name: &str) -> &str {
    let general = |rest: &&str| ["各", "有关", "相关", "其他"].iter().any(|word| rest.starts_with(word));
    ["以及", "和", "及", "与"].iter().find_map(|joiner| name.strip_prefix(joiner)).filter(general).unwrap_or(name)
}

/// Splits a text at 和, 及 or 与 if both sides are units and the left one has a typical ending (人力资源 in 人力资源和社会保障局 has
/// none).
fn joint<'a>(piece: &'a str, departments: &Departments) -> Option<(&'a str, &'a str)> {
    ["以及", "及", "和", "与"].iter().find_map(|joiner| {
        piece.match_indices(joiner).find_map(|(at, _)| {
            let (left, right) = (&piece[..at], &piece[at + joiner.len()..]);
            let last = left.rsplit('等').next().unwrap_or(left);
            let ended =
                ENDINGS.iter().any(|ending| last.ends_with(ending)) && (is_filler(last) || is_unit(last, departments));
            let right_first = right.split('等').next().unwrap_or(right);
            let both_known = right_first.ends_with("部门") && departments.recognise(left).is_some();
            ((ended || both_known) && is_unit(right_first, departments)).then_some((left, right))
        })
    })
}

/// Returns 各县（市、区） without its bracket.
fn without_bracket(name: &str) -> &str {
    name.split(['（', '(']).next().map(str::trim).unwrap_or(name)
}

/// Splits a text at marks outside of brackets.
pub(super) fn parts<'a>(text: &'a str, marks: &[char]) -> Vec<&'a str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, c) in text.char_indices() {
        if super::bracket::opens(c) {
            depth += 1;
        } else if super::bracket::closes(c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && marks.contains(&c) {
            parts.push(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_parted_at_units() {
        let departments = Departments::bundled();
        for (list, expected) in [
            ("发展改革委、工业和信息化部、财政部", "发展改革委|工业和信息化部|财政部"),
            ("商务部、海关总署等国务院相关部门及各地区", "商务部|海关总署|国务院相关部门|各地区"),
            ("市场监管总局及相关地区", "市场监管总局|相关地区"),
            ("国家卫生健康委和国家医保局", "国家卫生健康委|国家医保局"),
            ("县人力资源和社会保障局、县文化和旅游局", "县人力资源和社会保障局|县文化和旅游局"),
            ("自治区工业和信息化厅和民政厅", "自治区工业和信息化厅|民政厅"),
            ("卫健、教育、民政等部门", "卫健|教育|民政"),
            ("民政和人社部门", "民政|人社部门"),
            ("文化和旅游部等国务院相关部门及各地区", "文化和旅游部|国务院相关部门|各地区"),
            ("公安部等相关单位及各地区", "公安部|各地区"),
            ("各县（市、区）人民政府、财政局", "各县（市、区）人民政府|财政局"),
            ("高等学校、县教育局", "高等学校|县教育局"),
            ("中国残联", "中国残联"),
            ("各地区、各部门", "各地区|各部门"),
            ("市财政局、各区、县级市", "市财政局|各区、县级市"),
            ("各省、自治区、直辖市人民政府、公安部", "各省、自治区、直辖市人民政府|公安部"),
            ("民政部、财政部等和各有关市级人民政府", "民政部|财政部|各有关市级人民政府"),
            ("市文旅局和各县区政府", "市文旅局|各县区政府"),
            ("白云物流园、青山商贸城等", "白云物流园|青山商贸城"),
            ("县教育局、企业、用人单位", "县教育局"),
            ("", ""),
        ] {
            assert_eq!(units(list, &departments).join("|"), expected, "{list}");
        }
    }

    #[test]
    fn units_are_told_from_other_words() {
        let departments = Departments::bundled();
        for unit in [
            "国务院职能转变协调办",
            "试点城市政府",
            "各乡镇",
            "各县（市、区）",
            "供销合作总社",
            "国管局",
            "卫健",
            "县融媒体中心",
        ] {
            assert!(is_unit(unit, &departments), "{unit}");
        }
        for other in [
            "社会",
            "全社会",
            "专人",
            "家长",
            "技工院校内由人力资源社会保障行政部门",
            "党委领导",
            "政府负责",
            "",
            "的部",
        ] {
            assert!(!is_unit(other, &departments), "{other}");
        }
    }
}
